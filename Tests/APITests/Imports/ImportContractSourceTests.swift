import Foundation
import Model
import StandIns
import Store
import Testing

/// Where an import may come from (`github_hostname`), and what a person is told when the source does not answer well.
@Suite struct ImportContractSourceTests {
    private static let blocked = [
        "", " ", "ghe.example.com", "//ghe.example.com", "ftp://ghe.example.com", "file:///etc/passwd", "https://",
        "https:///path", "https://-ghe.example.com", "https://.example.com", "http://127.0.0.1\n.example.com",
        "https://" + String(repeating: "a", count: 1025) + ".com", "https://unknown.test", "https://inside.test",
        "http://10.0.0.1", "http://172.16.0.1", "http://192.168.1.1", "http://169.254.169.254", "http://0.0.0.0",
        "http://100.64.0.1", "http://255.255.255.255", "http://[::]", "http://[::1]", "http://[fd00::1]",
        "http://[fe80::1]", "http://[::ffff:10.0.0.1]", "http://0x0a000001", "http://167772161", "http://10.1",
    ]

    @Test func blockedAddressesAreInvalid() async throws {
        try await ImportContract.with(names: ["inside.test": "10.1.2.3"]) { contract in
            for hostname in Self.blocked {
                let reply = try await contract.start(["github_hostname": quoted(hostname)])
                #expect(reply.status == 400, "\(hostname)")
                #expect(reply.errors == "Invalid URL: \(hostname)")
            }
            #expect(contract.source.requests.isEmpty)
        }
    }

    @Test(arguments: ["https://localhost", "http://127.0.0.1", "http://localhost:8080"])
    func theServerItselfIsNotReachedUnlessAllowed(hostname: String) async throws {
        try await APIServer.with(allowing: [], names: ["localhost": "127.0.0.1"]) { api in
            let reply = try await api.post(
                "/import/github",
                """
                {"personal_access_token":"t","repo_id":1,"target_namespace":"root",\
                "github_hostname":"\(hostname)"}
                """)
            #expect(reply.status == 400)
            #expect(reply.text == "{\"errors\":\"Invalid URL: \(hostname)\"}")
        }
    }

    @Test func aPasswordInAnAddressIsNotRepeated() async throws {
        try await ImportContract.with { contract in
            for (given, shown) in [
                ("https://ada:secret@ghe.test/api/v3", "https://[redacted]@ghe.test/api/v3"),
                ("ada:secret@ghe.test", "[redacted]@ghe.test"),
            ] {
                let reply = try await contract.start(["github_hostname": quoted(given)])
                #expect(reply.status == 400)
                #expect(reply.errors == "Invalid URL: \(shown)")
            }
        }
    }

    @Test(arguments: ["", "/", "/foo", "/api", "/api/v3", "/api/v3/"])
    func theAPIIsLookedForWhereAnEnterpriseServerHasIt(path: String) async throws {
        try await ImportContract.with(names: ["ghe.test": "127.0.0.1"]) { contract in
            let port = contract.source.url.split(separator: ":").last ?? ""
            for host in ["http://127.0.0.1", "http://ghe.test", "HTTP://GHE.test"] {
                let reply = try await contract.start([
                    "github_hostname": quoted("\(host):\(port)\(path)"), "target_namespace": quoted("root"),
                ])
                #expect(reply.status == 201, "\(host)\(path): \(reply.text)")
                let kept = try await contract.record(reply.id)?.source
                #expect(kept?.apiBase == "\(host.lowercased()):\(port)/api/v3")
                #expect(kept?.cloneURL == "\(host.lowercased()):\(port)/acme/rocket.git")
                #expect(try await contract.api.delete("/projects/\(reply.id)").status == 202)
            }
        }
    }

    @Test func aPathUnderAPIIsTakenAsItIs() async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["github_hostname": quoted(contract.source.url + "/api/v4x")])
            #expect(contract.source.requests.map(\.path) == ["/api/v4x/repositories/11"])
            #expect(reply.status == 422)
        }
    }

    @Test(
        arguments: [
            (StandInToken.revoked.value, ImportContract.rocket, 401), ("", ImportContract.rocket, nil),
            ("  ", ImportContract.rocket, nil), ("a\nb", ImportContract.rocket, 401),
        ] as [(String, Int64, Int?)])
    func aTokenThatIsRefusedIsToldSo(token: String, repository: Int64, answered: Int?) async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start([
                "personal_access_token": quoted(token), "repo_id": String(repository),
            ])
            #expect(reply.status == 422)
            #expect(reply.errors == ImportSentence.noReadAccess)
            #expect(contract.source.requests.map(\.status) == (answered.map { [$0] } ?? []))
        }
    }

    @Test func everyRefusalByTheSourceIsAboutReading() async throws {
        try await ImportContract.with { contract in
            let faults: [StandInFault.Kind] = [
                .status(401, body: "{}"), .status(403, body: "{}"), .secondaryLimit(retryAfter: 1),
                .rateLimited(seconds: 60), .revokeToken,
            ]
            for fault in faults {
                contract.source.accept(.owner)
                contract.source.refill()
                contract.source.inject(StandInFault(path: "repositories/11$", kind: fault))
                let reply = try await contract.start()
                #expect(reply.status == 422, "\(fault)")
                #expect(reply.errors == ImportSentence.noReadAccess, "\(fault)")
            }
            #expect(try await contract.projectCount() == 0)
        }
    }

    @Test func collaboratorsAreAskedForOnlyWhereTheyAreWanted() async throws {
        try await ImportContract.with { contract in
            let reader: [String: String?] = ["personal_access_token": quoted(StandInToken.reader.value)]
            #expect(try await contract.start(reader).status == 201)
            #expect(!contract.source.requests.contains { $0.path.hasSuffix("/collaborators") })
            for json in ["true", #""true""#, "1", #""on""#] {
                let wanted = reader.merging(["optional_stages": "{\"collaborators_import\":\(json)}"]) { _, new in new }
                let reply = try await contract.start(wanted)
                #expect(reply.status == 422)
                #expect(reply.errors == ImportSentence.noCollaboratorAccess)
            }
            let owner = try await contract.start([
                "optional_stages": #"{"collaborators_import":true}"#, "new_name": quoted("second"),
            ])
            #expect(owner.status == 201)
        }
    }

    @Test func whatIsNotThereAtTheSourceIsToldInItsWords() async throws {
        try await ImportContract.with { contract in
            let hidden: [String: String?] = [
                "personal_access_token": quoted(StandInToken.stranger.value), "repo_id": "12",
            ]
            for changes in [["repo_id": "99"], hidden] {
                let reply = try await contract.start(changes)
                #expect(reply.status == 422)
                #expect(
                    reply.errors
                        == #"Import failed because of a GitHub error: {"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"} (HTTP 404)"#
                )
            }
        }
    }

    @Test(arguments: [404, 410, 422, 429, 451, 500, 502, 503])
    func otherErrorsAreToldInTheSourcesWordsAndNotAskedAgain(status: Int) async throws {
        try await ImportContract.with { contract in
            let body = "{\"message\":\"no: \(StandInToken.owner.value)\"}"
            contract.source.inject(
                StandInFault(path: "repositories/11$", kind: .status(status, body: body), count: nil))
            let reply = try await contract.start()
            #expect(reply.status == 422)
            #expect(
                reply.errors
                    == "Import failed because of a GitHub error: {\"message\":\"no: [redacted]\"} (HTTP \(status))")
            #expect(contract.source.requests.count == 1)
            #expect(try await contract.projectCount() == 0)
        }
    }

    @Test func anAnswerThatCannotBeUsedCreatesNothing() async throws {
        try await ImportContract.with { contract in
            let faults: [StandInFault.Kind] = [
                .html502, .resetMidBody, .dropConnection, .truncatedJSON, .deepJSON(depth: 500),
                .oversized(bytes: 5 << 20), .status(200, body: "[]"), .status(204), .redirect(to: "http://10.0.0.1/"),
                .redirect(to: "ftp://example.org/"),
            ]
            for fault in faults {
                contract.source.inject(StandInFault(path: "repositories/11$", kind: fault))
                let reply = try await contract.start()
                // A redirect into a private network is the address's fault, all others are the source's.
                let isBlocked = reply.errors == "Invalid URL: \(contract.source.url)"
                #expect(reply.status == (isBlocked ? 400 : 422), "\(fault)")
                #expect(isBlocked || reply.errors?.hasPrefix("Import failed because of a GitHub error: ") == true)
            }
            #expect(try await contract.projectCount() == 0)
            #expect(try await contract.start().status == 201)
        }
    }

    @Test func aHostThatCannotBeReachedIsTheSourcesFault() async throws {
        let closed = try await withStandInGitHub([SampleProject]()) { $0.url }
        try await ImportContract.with { contract in
            let tls = contract.source.url.replacing("http://", with: "https://")
            for hostname in [closed, tls] {
                let reply = try await contract.start(["github_hostname": quoted(hostname)])
                #expect(reply.status == 422)
                #expect(reply.errors?.hasPrefix("Import failed because of a GitHub error: no ") == true)
                #expect(reply.errors?.contains(hostname) == true)
            }
            // Without a host it is GitHub.com, whose name nobody knows here.
            let cloud = try await contract.start(["github_hostname": nil])
            #expect(cloud.status == 422)
            #expect(
                cloud.errors
                    == "Import failed because of a GitHub error: api.github.com has no address: check the spelling and this server's DNS"
            )
            #expect(try await contract.projectCount() == 0)
        }
    }

    @Test func aSourceThatAllowsHardlyAnythingMoreIsLeftAlone() async throws {
        var configuration = StandInConfiguration()
        configuration.requestLimit = 20
        try await ImportContract.with(configuration: configuration) { contract in
            var replies: [Reply] = []
            for number in 0..<18 {
                replies.append(try await contract.start(["new_name": quoted("project-\(number)")]))
            }
            #expect(replies.prefix(17).allSatisfy { $0.status == 201 })
            #expect(replies.last?.status == 429)
            #expect(replies.last?.text == #"{"error":"Too Many Requests"}"#)
            #expect(try await contract.projectCount() == 17)
        }
    }
}
