import Model
import StandIns
import Store
import Testing

/// `POST /import/github/cancel`.
@Suite struct ImportContractCancelTests {
    @Test(arguments: [
        ("{}", 400, #"{"error":"project_id is missing"}"#),
        (#"{"project_id":"abc"}"#, 400, #"{"error":"project_id is invalid"}"#),
        (#"{"project_id":[1]}"#, 400, #"{"error":"project_id is invalid"}"#),
        (#"{"project_id":""}"#, 404, #"{"message":"404 Not found"}"#),
        (#"{"project_id":null}"#, 404, #"{"message":"404 Not found"}"#),
        (#"{"project_id":4711}"#, 404, #"{"message":"404 Not found"}"#),
        (#"{"project_id":-1}"#, 404, #"{"message":"404 Not found"}"#),
    ])
    func whatNamesNoImportIsToldSo(body: String, status: Int, text: String) async throws {
        try await APIServer.with { api in
            let reply = try await api.post("/import/github/cancel", body)
            #expect(reply.status == status)
            #expect(reply.text == text)
            let anonymous = try await api.post("/import/github/cancel", body, token: nil)
            #expect(anonymous.status == 401)
            #expect(anonymous.text == #"{"message":"401 Unauthorized"}"#)
        }
    }

    @Test func aProjectThatWasNotImportedFromGitHubHasNothingToCancel() async throws {
        try await ImportContract.with { contract in
            let own = try await contract.api.project("own", in: "space", .public)
            let other = try await contract.start().id
            try await contract.api.store.write { connection in
                _ = try connection.execute("UPDATE imports SET kind = 'bitbucket_server'", [])
                guard let record = try Imports.find(project: ProjectID(other), in: connection) else { return }
                var source = record.source
                source.kind = .bitbucketServer
                try Imports.setSource(source, of: record.id, in: connection)
            }
            for project in [own, other] {
                let reply = try await contract.cancel(project)
                #expect(reply.status == 404)
                #expect(reply.text == #"{"message":"404 Not found"}"#)
            }
        }
    }

    @Test func onlyAnOwnerCancels() async throws {
        try await ImportContract.with { contract in
            let api = contract.api
            let secret = try await api.group("secret")
            let (owner, maintainer) = (try await api.person("ada"), try await api.person("bob"))
            let stranger = try await api.person("eve")
            for group in ["space", "secret"] {
                try await api.join("/groups/\(group)", owner, as: .owner)
                try await api.join("/groups/\(group)", maintainer, as: .maintainer)
            }
            #expect(secret > 0)
            let open = try await contract.start().id
            let closed = try await contract.start(["target_namespace": quoted("secret")]).id
            let cases: [(project: Int64, person: Person, status: Int, message: String?)] = [
                (open, stranger, 403, "Unauthorized access"), (open, maintainer, 403, "Unauthorized access"),
                (closed, stranger, 404, "404 Not found"), (closed, maintainer, 403, "Unauthorized access"),
                (open, owner, 200, nil), (closed, owner, 200, nil),
            ]
            for (project, person, status, message) in cases {
                let reply = try await contract.cancel(project, token: person.token)
                #expect(reply.status == status, "\(person.username)")
                #expect(message == nil || reply.text == "{\"message\":\"\(message ?? "")\"}")
            }
        }
    }

    @Test(arguments: [[], [.start]] as [[ImportStatus.Event]])
    func whatIsInProgressIsCanceledAndForgetsItsCredential(events: [ImportStatus.Event]) async throws {
        try await ImportContract.with { contract in
            let started = try await contract.start()
            let before = try await contract.leftovers(started.id)
            #expect(before?.hasCredential == true && before?.isPending == true)
            #expect(try await contract.apply(events, to: started.id).allSatisfy { $0 })
            let reply = try await contract.cancel(started.id)
            #expect(reply.status == 200)
            #expect(reply.text == started.text.replacing("scheduled", with: "canceled"))
            let after = try await contract.leftovers(started.id)
            #expect(after?.hasCredential == false && after?.isPending == false)
            #expect(try await contract.status(started.id).object["import_status"]?.text == "canceled")
            // The project and what had arrived stay.
            #expect(try await contract.api.get("/projects/\(started.id)").object["import_status"]?.text == "canceled")
            let second = try await contract.cancel(started.id)
            #expect(second.status == 400)
            #expect(second.text == #"{"message":"The import cannot be canceled because it is canceled"}"#)
            #expect(try await contract.work(on: started.id) == false)
        }
    }

    @Test(
        arguments: [([.start, .finish], "finished"), ([.start, .fail], "failed"), ([.fail], "failed")]
            as [([ImportStatus.Event], String)])
    func whatHasEndedCannotBeCanceled(events: [ImportStatus.Event], state: String) async throws {
        try await ImportContract.with { contract in
            let project = try await contract.start().id
            #expect(try await contract.apply(events, to: project).allSatisfy { $0 })
            let reply = try await contract.cancel(project)
            #expect(reply.status == 400)
            #expect(reply.text == "{\"message\":\"The import cannot be canceled because it is \(state)\"}")
            #expect(try await contract.status(project).object["import_status"]?.text == state)
        }
    }

    @Test func theNumberMayComeAsTextOrInAForm() async throws {
        try await ImportContract.with { contract in
            let ways: [(type: String, body: (Int64) -> String)] = [
                ("application/json", { "{\"project_id\":\"\($0)\"}" }),
                ("application/x-www-form-urlencoded", { "project_id=\($0)" }),
            ]
            for (number, way) in ways.enumerated() {
                let project = try await contract.start(["new_name": quoted("project-\(number)")]).id
                let reply = try await contract.api.send(
                    "POST", "/import/github/cancel", headers: ["Content-Type": way.type], body: way.body(project))
                #expect(reply.status == 200)
            }
        }
    }
}
