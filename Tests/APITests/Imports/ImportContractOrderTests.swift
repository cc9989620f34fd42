import StandIns
import Testing

/// Which of several faults a person is told: the first in GitLab's order of evaluation.
@Suite struct ImportContractOrderTests {
    @Test(arguments: ["text/plain", "application/xml", "application/vnd.x+json", ""])
    func theKindOfBodyComesFirst(type: String) async throws {
        try await APIServer.with { api in
            let reply = try await api.send(
                "POST", "/import/github", token: nil, headers: ["Content-Type": type], body: "{")
            #expect(reply.status == 415)
            #expect(reply.text == "{\"error\":\"The provided content-type '\(type)' is not supported.\"}")
        }
    }

    @Test func thenItsSyntax() async throws {
        try await APIServer.with { api in
            for token in [nil, APIServer.rootToken] {
                let reply = try await api.post("/import/github", #"{"repo_id":"#, token: token)
                #expect(reply.status == 400)
                #expect(
                    reply.text
                        == #"{"error":"\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying application/json as content-type, you must pass valid application/json in the request's 'body' "}"#
                )
            }
        }
    }

    @Test func thenWhoAsks() async throws {
        try await ImportContract.with { contract in
            for body in ["{}", contract.body()] {
                for token in [nil, "unknown", StandInToken.owner.value] {
                    let reply = try await contract.api.post("/import/github", body, token: token)
                    #expect(reply.status == 401)
                    #expect(reply.text == #"{"message":"401 Unauthorized"}"#)
                }
            }
            #expect(contract.source.requests.isEmpty)
        }
    }

    @Test(arguments: ["read_api", "read_user", "read_repository", "write_repository"])
    func thenWhetherTheTokenIsMadeForIt(scope: String) async throws {
        try await APIServer.with { api in
            let person = try await api.person("ada", scopes: [scope])
            for path in ["/import/github", "/import/github/cancel"] {
                let reply = try await api.post(path, "{}", token: person.token)
                #expect(reply.status == 403)
                #expect(
                    reply.text
                        == #"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#
                )
            }
        }
    }

    /// From here on each request has all the faults of those after it.
    @Test func thenTheAddressThePlaceTheSourceAndTheName() async throws {
        try await ImportContract.with { contract in
            let person = try await contract.api.person("ada")
            let bad: [String: String?] = [
                "github_hostname": quoted("ghe.example.com"), "target_namespace": quoted("nowhere"),
                "personal_access_token": quoted(StandInToken.revoked.value), "new_name": quoted("a b"),
                "optional_stages": #"{"collaborators_import":true}"#,
            ]
            let repairs: [(name: String, json: String?, status: Int, errors: String)] = [
                ("ignored", nil, 400, "Invalid URL: ghe.example.com"),
                ("github_hostname", quoted(contract.source.url), 422, ImportSentence.noNamespace),
                ("target_namespace", quoted("space"), 422, ImportSentence.notAllowed),
                ("target_namespace", quoted("ada"), 422, ImportSentence.noReadAccess),
                (
                    "personal_access_token", quoted(StandInToken.reader.value), 422,
                    ImportSentence.noCollaboratorAccess
                ),
                (
                    "personal_access_token", quoted(StandInToken.owner.value), 422,
                    "Path can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom', Path can only include non-accented letters, digits, '_', '-' and '.'. It must not start with '-', '_', or '.', nor end with '-', '_', '.', '.git', or '.atom'."
                ),
            ]
            var changes = bad
            for (number, repair) in repairs.enumerated() {
                changes.updateValue(repair.json, forKey: repair.name)
                let reply = try await contract.start(changes, token: person.token)
                #expect(reply.status == repair.status, "\(repair.name)")
                #expect(reply.errors == repair.errors, "\(repair.name)")
                #expect(contract.source.requests.isEmpty == (number < 3))
            }
            changes["new_name"] = quoted("a-b")
            #expect(try await contract.start(changes, token: person.token).status == 201)
        }
    }
}

/// Six calls a minute for each person.
@Suite struct ImportContractLimitTests {
    @Test func theSeventhCallInAMinuteIsOneTooMany() async throws {
        try await ImportContract.with { contract in
            let (ada, bob) = (try await contract.api.person("ada"), try await contract.api.person("bob"))
            func ask(_ person: Person, _ changes: [String: String?]) async throws -> Reply {
                try await contract.api.post("/import/github", contract.body(changes), token: person.token)
            }
            let refused: [String: String?] = ["target_namespace": quoted("nowhere")]
            for _ in 0..<8 { #expect(try await ask(ada, ["repo_id": nil]).status == 400) }
            for _ in 0..<6 { #expect(try await ask(ada, refused).status == 422) }
            let seventh = try await ask(ada, ["github_hostname": quoted("nonsense")])
            #expect(seventh.status == 429)
            #expect(seventh.text == ImportSentence.tooOften)
            #expect(seventh.headers["retry-after"] == nil && seventh.headers["ratelimit-limit"] == nil)
            // What is wrong with the request itself is told first, whoever asks how often.
            #expect(try await ask(ada, ["repo_id": nil]).status == 400)
            #expect(try await ask(bob, refused).status == 422)
            contract.api.clock.advance(seconds: 59)
            #expect(try await ask(ada, refused).status == 429)
            contract.api.clock.advance(seconds: 1)
            #expect(try await ask(ada, ["target_namespace": quoted("ada")]).status == 201)
        }
    }

    @Test func cancelingIsNotLimited() async throws {
        try await APIServer.with { api in
            for _ in 0..<8 {
                let reply = try await api.post("/import/github/cancel", #"{"project_id":7}"#)
                #expect(reply.status == 404)
            }
        }
    }
}
