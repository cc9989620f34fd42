import Model
import StandIns
import Testing

/// The attributes of `POST /import/github`: what is refused before anything is looked at, and what is made of the rest.
@Suite struct ImportContractParameterTests {
    /// An attribute, the JSON it is given (`nil`: left out), and the error.
    private static let refused: [(name: String, json: String?, error: String)] = [
        ("personal_access_token", nil, "personal_access_token is missing"),
        ("personal_access_token", #"["x"]"#, "personal_access_token is invalid"),
        ("personal_access_token", "{}", "personal_access_token is invalid"),
        ("repo_id", nil, "repo_id is missing"),
        ("repo_id", #""abc""#, "repo_id is invalid"),
        ("repo_id", #""1.5""#, "repo_id is invalid"),
        ("repo_id", #""0x1F""#, "repo_id is invalid"),
        ("repo_id", "true", "repo_id is invalid"),
        ("repo_id", "[1]", "repo_id is invalid"),
        ("repo_id", "{}", "repo_id is invalid"),
        ("target_namespace", nil, "target_namespace is missing, target_namespace is empty"),
        ("target_namespace", #""""#, "target_namespace is empty"),
        ("target_namespace", #""  ""#, "target_namespace is empty"),
        ("target_namespace", "null", "target_namespace is empty"),
        ("target_namespace", #"["space"]"#, "target_namespace is invalid"),
        ("target_namespace", "{}", "target_namespace is invalid"),
        ("new_name", #"["x"]"#, "new_name is invalid"),
        ("github_hostname", "{}", "github_hostname is invalid"),
        ("timeout_strategy", #""x""#, "timeout_strategy does not have a valid value"),
        ("timeout_strategy", #""""#, "timeout_strategy does not have a valid value"),
        ("timeout_strategy", #""Optimistic""#, "timeout_strategy does not have a valid value"),
        ("pagination_limit", "0", "pagination_limit does not have a valid value"),
        ("pagination_limit", "101", "pagination_limit does not have a valid value"),
        ("pagination_limit", "-1", "pagination_limit does not have a valid value"),
        (
            "pagination_limit", #""abc""#,
            "pagination_limit is invalid, pagination_limit does not have a valid value"
        ),
        ("optional_stages", #""x""#, "optional_stages is invalid"),
        ("optional_stages", #""""#, "optional_stages is invalid"),
        ("optional_stages", "[]", "optional_stages is invalid"),
        ("optional_stages", #"["a"]"#, "optional_stages is invalid"),
        ("optional_stages", #""{\"attachments_import\":true}""#, "optional_stages is invalid"),
    ]

    @Test func whatIsWrongWithAnAttributeIsToldInGrapesWords() async throws {
        try await ImportContract.with { contract in
            for (name, json, error) in Self.refused {
                let reply = try await contract.start([name: json])
                #expect(reply.status == 400, "\(name) \(json ?? "left out")")
                #expect(reply.text == "{\"error\":\"\(error)\"}", "\(name) \(json ?? "left out")")
            }
            #expect(contract.source.requests.isEmpty)
        }
    }

    @Test(arguments: ["{}", "[]", "5", "\"s\"", "null", "", "  ", nil])
    func withoutAnythingAllThatIsRequiredIsMissing(body: String?) async throws {
        try await APIServer.with { api in
            let reply = try await api.send("POST", "/import/github", body: body)
            #expect(reply.status == 400)
            #expect(
                reply.text
                    == #"{"error":"personal_access_token is missing, repo_id is missing, target_namespace is missing, target_namespace is empty"}"#
            )
        }
    }

    @Test func allThatIsWrongIsToldAtOnceInTheOrderOfDeclaration() async throws {
        try await APIServer.with { api in
            let reply = try await api.post(
                "/import/github", #"{"repo_id":"abc","timeout_strategy":"x","pagination_limit":0}"#)
            #expect(reply.status == 400)
            #expect(
                reply.text
                    == #"{"error":"personal_access_token is missing, repo_id is invalid, target_namespace is missing, target_namespace is empty, timeout_strategy does not have a valid value, pagination_limit does not have a valid value"}"#
            )
        }
    }

    @Test(arguments: [
        ("12345", 12345), (#""12345""#, 12345), (#"" 12 ""#, 12), (#""010""#, 10), ("1.5", 1), (#""""#, 0), ("null", 0),
        ("-1", -1),
    ])
    func aRepositorysNumberMayComeAsText(json: String, number: Int) async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["repo_id": json])
            #expect(contract.source.requests.map(\.path) == ["/api/v3/repositories/\(number)"])
            #expect(reply.status == (number == 12 ? 201 : 422))
        }
    }

    /// More attributes as JSON, and what the import is set to.
    private static let settings: [(name: String, json: String, settings: ImportSettings)] = [
        ("ignored", "[1]", ImportSettings()),
        ("additional_access_tokens", #"["a","b"]"#, ImportSettings()),
        ("timeout_strategy", "null", ImportSettings()),
        ("timeout_strategy", #""pessimistic""#, ImportSettings()),
        ("timeout_strategy", #""optimistic""#, ImportSettings(timeoutStrategy: .optimistic)),
        ("pagination_limit", "null", ImportSettings()),
        ("pagination_limit", #""""#, ImportSettings()),
        ("pagination_limit", "1", ImportSettings(paginationLimit: 1)),
        ("pagination_limit", "100", ImportSettings()),
        ("pagination_limit", #""50""#, ImportSettings(paginationLimit: 50)),
        ("optional_stages", "null", ImportSettings()),
        ("optional_stages", "{}", ImportSettings()),
        ("optional_stages", #"{"bogus":true,"continuous_sync":true}"#, ImportSettings()),
        ("optional_stages", #"{"single_endpoint_issue_events_import":true}"#, ImportSettings()),
        ("optional_stages", #"{"attachments_import":true}"#, ImportSettings(attachmentsImport: true)),
        (
            "optional_stages",
            #"{"attachments_import":"true","collaborators_import":"1","single_endpoint_notes_import":"On"}"#,
            ImportSettings(attachmentsImport: true, collaboratorsImport: true, singleEndpointNotesImport: true)
        ),
        (
            "optional_stages", #"{"attachments_import":"false","collaborators_import":1,"other":[{}]}"#,
            ImportSettings(collaboratorsImport: true)
        ),
        ("optional_stages", #"{"attachments_import":null,"collaborators_import":"nonsense"}"#, ImportSettings()),
    ]

    @Test func whatWasChosenIsKeptWithTheImport() async throws {
        try await ImportContract.with { contract in
            for (number, expected) in Self.settings.enumerated() {
                let reply = try await contract.start([
                    expected.name: expected.json, "new_name": quoted("project-\(number)"),
                ])
                #expect(reply.status == 201, "\(expected.name) \(expected.json): \(reply.text)")
                let record = try await contract.record(reply.id)
                #expect(record?.settings == expected.settings, "\(expected.name) \(expected.json)")
            }
        }
    }

    @Test func attributesComeAsJSONFormsOrQuery() async throws {
        try await ImportContract.with { contract in
            let token = StandInToken.owner.value
            let host = contract.source.url.replacing(":", with: "%3A").replacing("/", with: "%2F")
            let stages = "optional_stages[attachments_import]"
            let form = "personal_access_token=\(token)&repo_id=11&target_namespace=space&github_hostname=\(host)"
            let fields = [
                ("personal_access_token", token), ("repo_id", "11"), ("target_namespace", "/space"),
                ("github_hostname", contract.source.url), (stages, "true"), ("new_name", "multipart"),
            ]
            let multipart = fields.map { name, value in
                "--b0\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }.joined()
            let ways: [(name: String, query: String, type: String?, body: String?)] = [
                (
                    "json", "", "application/json; charset=utf-8",
                    contract.body(["new_name": #""json""#, "optional_stages": #"{"attachments_import":true}"#])
                ),
                ("form", "", "application/x-www-form-urlencoded", "\(form)&new_name=form&\(stages)=true"),
                ("multipart", "", "multipart/form-data; boundary=b0", multipart + "--b0--\r\n"),
                ("query", "?\(form)&new_name=query&optional_stages%5Battachments_import%5D=true", nil, nil),
                (
                    "both", "?new_name=loses&optional_stages%5Battachments_import%5D=true", nil,
                    contract.body(["new_name": #""both""#])
                ),
            ]
            for way in ways {
                let reply = try await contract.api.send(
                    "POST", "/import/github\(way.query)", headers: way.type.map { ["Content-Type": $0] } ?? [:],
                    body: way.body)
                #expect(reply.status == 201, "\(way.name): \(reply.text)")
                #expect(reply.object["name"]?.text == way.name)
                #expect(try await contract.record(reply.id)?.settings.attachmentsImport == true, "\(way.name)")
            }
        }
    }

    @Test(arguments: ["GET", "PUT", "PATCH", "DELETE"])
    func thereIsNothingButPost(method: String) async throws {
        try await APIServer.with { api in
            for path in ["/import/github", "/import/github/cancel"] {
                let reply = try await api.send(method, path)
                #expect(reply.status == 404)
                #expect(reply.text == #"{"error":"404 Not Found"}"#)
            }
        }
    }

    @Test func optionsTellsSo() async throws {
        try await APIServer.with { api in
            let reply = try await api.send("OPTIONS", "/import/github", token: nil)
            #expect(reply.status == 204)
            #expect(reply.headers["allow"] == "OPTIONS, POST")
            #expect(reply.text.isEmpty)
        }
    }
}
