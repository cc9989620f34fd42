import Foundation
import Model
import StandIns
import Store
import Testing

/// `GET /projects/:id/import/report` and `POST /projects/:id/import/retry`.
@Suite struct ImportReportTests {
    private static let hostile = #"<script>alert("x")</script> & 'more'"#

    /// An import that has ended, with so many lines in its ledger.
    private func ended(_ contract: ImportContract, lines: Int) async throws -> Int64 {
        let project = try await contract.start().id
        #expect(try await contract.work(on: project))
        let record = try #require(try await contract.record(project))
        let now = contract.api.clock.now
        try await contract.api.store.write { connection in
            for number in 0..<lines {
                try ImportExceptions.insert(
                    ImportException(
                        kind: .issue, sourceKey: SourceKey(Int64(number)),
                        sourceURL: number == 0 ? "javascript:alert(1)" : "https://github.com/a/b/issues/\(number)",
                        outcome: .degraded, reason: Self.hostile),
                    import: record.id, at: now, in: connection)
            }
        }
        return project
    }

    @Test func theReportTellsEachKindAndEachExceptionWithItsCure() async throws {
        try await ImportContract.with { contract in
            let project = try await ended(contract, lines: 2)
            let reply = try await contract.api.get("/projects/\(project)/import/report")
            #expect(reply.status == 200)
            #expect(reply.object["status"]?.text == "finished")
            #expect(reply.text.contains(#""complete":true"#))
            // The stars of the sample are listed as well.
            #expect(reply.text.contains(#""exceptions_total":3"#))
            #expect(reply.text.contains(#""kind":"issue","missing":0"#))
        }
    }

    @Test func everyLineIsStreamedHoweverManyThereAre() async throws {
        try await ImportContract.with { contract in
            let project = try await ended(contract, lines: 1203)
            let reply = try await contract.api.get("/projects/\(project)/import/report?format=ndjson")
            #expect(reply.status == 200)
            let lines = reply.text.split(separator: "\n")
            let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
            let issues = objects.filter { $0?["kind"] as? String == "issue" }
            #expect(issues.count == 1203)
            #expect(issues.allSatisfy { $0?["reason"] as? String == Self.hostile })
        }
    }

    @Test func thePageForPeopleShowsWhateverASourceSaysAsText() async throws {
        try await ImportContract.with { contract in
            let project = try await ended(contract, lines: 2)
            let reply = try await contract.api.get("/projects/\(project)/import/report?format=html")
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
            let policy = reply.headers["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(!reply.text.contains("<script") && !reply.text.contains(#"href="javascript"#))
            #expect(reply.text.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;more&#39;"))
            #expect(reply.text.contains(#"<a href="https://github.com/a/b/issues/1""#))
        }
    }

    @Test func itIsForMaintainersAndStrangersDoNotLearnThatItIsThere() async throws {
        try await ImportContract.with { contract in
            let vault = try await contract.start(["repo_id": "12"]).id
            let rocket = try await ended(contract, lines: 0)
            let person = try await contract.api.person("ada")
            let cases: [(path: String, token: String?, status: Int)] = [
                ("\(vault)", nil, 401), ("\(vault)", person.token, 404), ("4711", APIServer.rootToken, 404),
                ("\(rocket)", person.token, 403), ("\(rocket)", APIServer.rootToken, 200),
            ]
            for item in cases {
                let path = "/projects/\(item.path)/import"
                #expect(try await contract.api.get("\(path)/report", token: item.token).status == item.status)
                let retry = try await contract.api.post(
                    "\(path)/retry", #"{"personal_access_token":"x"}"#, token: item.token)
                #expect(retry.status == (item.status == 200 ? 400 : item.status), "\(item.path)")
            }
        }
    }

    @Test func aRetryIsAcceptedWhereSomethingFailedAndMendsIt() async throws {
        try await ImportContract.with { contract in
            contract.source.inject(
                StandInFault(
                    path: "/labels", kind: .status(200, body: "[null]", headers: ["Content-Type": "application/json"]),
                    count: nil))
            let project = try await contract.start().id
            #expect(try await contract.work(on: project))
            let path = "/projects/\(project)/import"
            #expect(try await contract.api.get("\(path)/report").text.contains(#""complete":false"#))
            contract.source.clearFaults()
            #expect(try await contract.api.post("\(path)/retry", "{}").status == 400)
            let token = quoted(StandInToken.owner.value)
            let reply = try await contract.api.post("\(path)/retry", "{\"personal_access_token\":\(token)}")
            #expect(reply.status == 202 && reply.object["import_status"]?.text == "scheduled")
            #expect(try await contract.leftovers(project)?.hasCredential == true)
            #expect(try await contract.work(on: project))
            #expect(try await contract.api.get("\(path)/report").text.contains(#""complete":true"#))
            #expect(try await contract.leftovers(project)?.hasCredential == false)
        }
    }
}

/// `POST /import/github/plan`.
@Suite struct ImportPlanTests {
    @Test func itAnswersAndCreatesNothing() async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.api.post("/import/github/plan", contract.body())
            #expect(reply.status == 200)
            #expect(reply.text.contains(#""full_name":"acme/rocket""#))
            #expect(reply.text.contains(#""requests":"#) && reply.text.contains(#""not_brought":["#))
            #expect(try await contract.projectCount() == 0)
        }
    }

    @Test func itRefusesWhatAnImportRefuses() async throws {
        try await ImportContract.with { contract in
            let changes: [[String: String?]] = [
                ["target_namespace": quoted("nowhere")], ["repo_id": nil], ["repo_id": "999"],
                ["personal_access_token": quoted("wrong")], ["github_hostname": quoted("http://10.0.0.1")],
            ]
            for change in changes {
                let refused = try await contract.start(change)
                contract.api.clock.advance(seconds: 61)
                let plan = try await contract.api.post("/import/github/plan", contract.body(change))
                #expect(refused.status >= 400 && plan.status == refused.status && plan.text == refused.text)
            }
        }
    }
}
