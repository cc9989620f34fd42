import Foundation
import Git
import Jobs
import Model
import StandIns
import Store
import Testing

/// `GET /projects/:id/import`.
@Suite struct ImportContractStatusTests {
    @Test func aProjectThatWasNeverImportedSaysSo() async throws {
        try await ImportContract.with { contract in
            let project = try await contract.api.project("own", in: "space", .public)
            let reply = try await contract.status(project)
            #expect(reply.status == 200)
            #expect(
                reply.text == """
                    {"id":\(project),"description":null,"name":"own","name_with_namespace":"space / own",\
                    "path":"own","path_with_namespace":"space/own","created_at":"2026-03-01T12:00:00.000Z",\
                    "import_status":"none","import_type":null,"correlation_id":null,"failed_relations":[],\
                    "import_error":null,"stats":null}
                    """)
        }
    }

    @Test func anImportIsFoundByNumberAndByPath() async throws {
        try await ImportContract.with { contract in
            let space = try await contract.api.get("/groups/space").id
            _ = try await contract.api.group("low", .public, parent: space)
            let project = try await contract.start([
                "target_namespace": quoted("space/low"), "new_name": quoted("my.rocket"),
            ]).id
            let reply = try await contract.status(project)
            let correlation = reply.object["correlation_id"]?.text ?? ""
            #expect(correlation.count == 32)
            #expect(
                reply.text == """
                    {"id":\(project),"description":"Goes up","name":"my.rocket",\
                    "name_with_namespace":"space / low / my.rocket","path":"my.rocket",\
                    "path_with_namespace":"space/low/my.rocket","created_at":"2023-03-01T10:00:00.000Z",\
                    "import_status":"scheduled","import_type":"github","correlation_id":"\(correlation)",\
                    "failed_relations":[],"import_error":null,"stats":{"fetched":{},"imported":{}}}
                    """)
            for path in ["space%2Flow%2Fmy.rocket", "space%2Flow%2Fmy%2Erocket", "Space%2fLOW%2fMy.Rocket"] {
                #expect(try await contract.api.get("/projects/\(path)/import").text == reply.text, "\(path)")
            }
        }
    }

    @Test func whoMayNotSeeTheProjectDoesNotSeeItsImport() async throws {
        try await ImportContract.with { contract in
            let person = try await contract.api.person("ada")
            let vault = try await contract.start(["repo_id": "12"]).id
            let rocket = try await contract.start().id
            let cases: [(path: String, token: String?, status: Int, text: String?)] = [
                ("\(vault)", nil, 401, #"{"message":"401 Unauthorized"}"#),
                ("\(vault)", person.token, 404, #"{"message":"404 Project Not Found"}"#),
                ("space%2Fvault", person.token, 404, #"{"message":"404 Project Not Found"}"#),
                ("4711", APIServer.rootToken, 404, #"{"message":"404 Project Not Found"}"#),
                ("space%2Fnowhere", APIServer.rootToken, 404, #"{"message":"404 Project Not Found"}"#),
                ("\(rocket)", person.token, 200, nil),
            ]
            for (path, token, status, text) in cases {
                let reply = try await contract.api.get("/projects/\(path)/import", token: token)
                #expect(reply.status == status, "\(path)")
                #expect(text == nil || reply.text == text)
            }
            let reader = try await contract.api.person("bob", scopes: ["read_api"])
            #expect(try await contract.status(rocket, token: reader.token).status == 200)
        }
    }

    @Test func whyItFailedIsForMaintainers() async throws {
        try await ImportContract.with { contract in
            let (maintainer, developer) = (
                try await contract.api.person("ada"), try await contract.api.person("bob")
            )
            try await contract.api.join("/groups/space", maintainer, as: .maintainer)
            try await contract.api.join("/groups/space", developer, as: .developer)
            let project = try await contract.start().id
            try await contract.apply([.start, .fail], to: project, failure: "the disk is full")
            for (person, error) in [
                (maintainer, "the disk is full"),
                (developer, "Ask a maintainer to check the import status for more details."),
            ] {
                let reply = try await contract.status(project, token: person.token)
                #expect(reply.object["import_status"]?.text == "failed")
                #expect(reply.object["import_error"]?.text == error)
            }
        }
    }

    @Test func whatFailedIsListedUpToAHundred() async throws {
        try await ImportContract.with { contract in
            let project = try await contract.start().id
            let now = contract.api.clock.now
            try await contract.api.store.write { connection in
                guard let record = try Imports.find(project: ProjectID(project), in: connection) else { return }
                for number in 1...120 {
                    let outcome: Outcome = number <= 5 ? .degraded : .failed
                    try ImportExceptions.insert(
                        ImportException(
                            kind: .issue, sourceKey: SourceKey(Int64(number)), sourceURL: nil, outcome: outcome,
                            reason: "no title"), import: record.id, at: now, in: connection)
                }
            }
            let reply = try await contract.status(project)
            let failed = reply.object["failed_relations"]?.list ?? []
            #expect(failed.count == 100)
            #expect(
                failed.first?.keys == [
                    "id", "created_at", "exception_class", "source", "exception_message", "relation_name",
                    "line_number",
                ])
            #expect(failed.first?["id"] == .number(6))
            #expect(failed.first?["exception_message"]?.text == "no title")
            #expect(failed.first?["relation_name"]?.text == "issue")
            #expect(failed.first?["line_number"] == .null)
        }
    }

    @Test func aFinishedImportSaysWhatArrived() async throws {
        try await ImportContract.with(also: [.lantern()]) { contract in
            let truth = try #require(contract.source.truth("harbour-lights/lantern"))
            let project = try await contract.start(["repo_id": String(truth.repository.id)]).id
            #expect(try await contract.work(on: project))
            let reply = try await contract.status(project)
            #expect(reply.object["import_status"]?.text == "finished", "\(reply.text)")
            #expect(reply.object["import_error"] == .null)
            let stats = try #require(reply.object["stats"])
            #expect(stats.keys == ["fetched", "imported"])
            for (kind, count) in [
                ("issue", truth.counts.issues), ("pull_request", truth.counts.pullRequests),
                ("label", truth.counts.labels), ("milestone", truth.counts.milestones),
                ("release", truth.counts.releases),
            ] {
                #expect(stats.at("imported.\(kind)") == .number(Int64(count)), "\(kind)")
            }
            let leftovers = try await contract.leftovers(project)
            #expect(leftovers?.hasCredential == false && leftovers?.isPending == false)
            #expect(
                try await contract.cancel(project).text
                    == #"{"message":"The import cannot be canceled because it is finished"}"#)
        }
    }

    @Test func aRepositoryThatVanishesFailsTheImportAndSaysSo() async throws {
        try await ImportContract.with { contract in
            let project = try await contract.start().id
            contract.source.remove("acme/rocket")
            #expect(try await contract.work(on: project))
            let reply = try await contract.status(project)
            #expect(reply.object["import_status"]?.text == "failed")
            #expect(reply.object["import_error"]?.text?.contains("acme/rocket") == true, "\(reply.text)")
            #expect(!reply.text.contains(StandInToken.owner.value))
            #expect(try await contract.leftovers(project)?.hasCredential == false)
        }
    }
}

/// `DELETE /projects/:id` while its import waits or runs.
@Suite struct ImportContractRemovalTests {
    private func expectGone(_ project: Int64, _ contract: ImportContract) async throws {
        #expect(try await contract.status(project).text == #"{"message":"404 Project Not Found"}"#)
        #expect(try await contract.cancel(project).text == #"{"message":"404 Not found"}"#)
        #expect(try await contract.record(project) == nil)
        #expect(contract.api.removals.all == ["stop \(project)", "remove \(project)"])
        let repository = contract.api.repositories.project(ProjectID(project))
        #expect(!FileManager.default.fileExists(atPath: repository.directory))
        #expect(try await contract.start().status == 201)
    }

    @Test func anImportThatWaitsGoesWithItsProject() async throws {
        try await ImportContract.with { contract in
            let project = try await contract.start().id
            let record = try #require(try await contract.record(project))
            let reply = try await contract.api.delete("/projects/\(project)")
            #expect(reply.status == 202)
            #expect(reply.text == #"{"message":"202 Accepted"}"#)
            #expect(try await contract.api.workers.runOne(subject: record.id.rawValue) == false)
            try await expectGone(project, contract)
        }
    }

    @Test func anImportThatRunsIsStoppedFirst() async throws {
        try await ImportContract.with { contract in
            let project = try await contract.start().id
            contract.source.inject(StandInFault(path: "/labels|/issues|/pulls|graphql", kind: .hang, count: nil))
            contract.source.resetCounts()
            async let worked = contract.work(on: project)
            while !contract.source.requests.contains(where: \.isFaulty) { await Task.yield() }
            #expect(try await contract.status(project).object["import_status"]?.text == "started")
            #expect(try await contract.api.delete("/projects/\(project)").status == 202)
            #expect(try await worked)
            contract.source.clearFaults()
            try await expectGone(project, contract)
        }
    }

    @Test func onlyAnOwnerRemovesAProject() async throws {
        try await ImportContract.with { contract in
            let (owner, maintainer) = (
                try await contract.api.person("ada"), try await contract.api.person("bob")
            )
            try await contract.api.join("/groups/space", owner, as: .owner)
            try await contract.api.join("/groups/space", maintainer, as: .maintainer)
            let project = try await contract.start().id
            #expect(try await contract.api.delete("/projects/\(project)", token: nil).status == 401)
            #expect(try await contract.api.delete("/projects/\(project)", token: maintainer.token).status == 403)
            #expect(try await contract.status(project).object["import_status"]?.text == "scheduled")
            #expect(try await contract.api.delete("/projects/\(project)", token: owner.token).status == 202)
        }
    }
}
