import Model
import StandIns
import Testing

/// Who may import where.
@Suite struct ImportContractAuthorityTests {
    private static let levels: [(level: AccessLevel, creation: String, status: Int)] = [
        (.guest, "developer", 422), (.reporter, "developer", 422), (.developer, "developer", 422),
        (.maintainer, "developer", 201), (.owner, "developer", 201), (.developer, "maintainer", 422),
        (.maintainer, "maintainer", 201), (.maintainer, "owner", 422), (.owner, "owner", 201),
        (.maintainer, "noone", 422), (.owner, "noone", 422),
    ]

    @Test func inAGroupItTakesTheRoleTheGroupAsksFor() async throws {
        try await ImportContract.with { contract in
            for (number, expected) in Self.levels.enumerated() {
                let person = try await contract.api.person("person-\(number)")
                let group = try await contract.api.group("group-\(number)")
                let low = try await contract.api.group("low", parent: group)
                try await contract.api.join("/groups/\(group)", person, as: expected.level)
                for id in [group, low] {
                    let change = "{\"project_creation_level\":\"\(expected.creation)\"}"
                    #expect(try await contract.api.put("/groups/\(id)", change).status == 200)
                }
                for place in ["group-\(number)", "group-\(number)/low"] {
                    let reply = try await contract.start(["target_namespace": quoted(place)], token: person.token)
                    #expect(reply.status == expected.status, "\(expected) \(place)")
                    #expect(reply.status == 201 || reply.errors == ImportSentence.notAllowed)
                }
            }
        }
    }

    @Test func aPersonalNamespaceIsItsOwners() async throws {
        try await ImportContract.with { contract in
            let (ada, bob) = (try await contract.api.person("ada"), try await contract.api.person("bob"))
            let outsider = try await contract.api.person("eve", isExternal: true)
            let cases: [(token: String, place: String, errors: String?)] = [
                (ada.token, "ada", nil), (bob.token, "ada", ImportSentence.notAllowed),
                (outsider.token, "eve", ImportSentence.notAllowed), (APIServer.rootToken, "bob", nil),
            ]
            for (token, place, errors) in cases {
                let reply = try await contract.start(["target_namespace": quoted(place)], token: token)
                #expect(reply.status == (errors == nil ? 201 : 422), "\(place)")
                #expect(reply.errors == errors)
            }
        }
    }

    @Test func aGroupThatMayNotBeSeenIsNotThere() async throws {
        try await ImportContract.with { contract in
            let person = try await contract.api.person("ada")
            _ = try await contract.api.group("secret")
            _ = try await contract.api.group("open", .internal)
            for (place, errors) in [("secret", ImportSentence.noNamespace), ("open", ImportSentence.notAllowed)] {
                let reply = try await contract.start(["target_namespace": quoted(place)], token: person.token)
                #expect(reply.status == 422)
                #expect(reply.errors == errors)
            }
        }
    }

    /// The page's section "Import a public project through the API using a group access token".
    @Test func aGroupAccessTokenImportsAPublicProject() async throws {
        try await ImportContract.with { contract in
            let api = contract.api
            func groupToken(_ group: String, level: Int) async throws -> String {
                let reply = try await api.post(
                    "/groups/\(group)/access_tokens",
                    """
                    {"name":"importer","scopes":["api"],"access_level":\(level),"expires_at":"2026-12-31"}
                    """)
                return reply.object["token"]?.text ?? ""
            }
            _ = try await api.group("inner", .internal)
            for (place, visibility) in [("space", "public"), ("inner", "internal")] {
                let token = try await groupToken(place, level: 40)
                let reply = try await contract.start(["target_namespace": quoted(place)], token: token)
                #expect(reply.status == 201)
                let project = try await api.get("/projects/\(reply.id)", token: token)
                #expect(project.object["visibility"]?.text == visibility)
                #expect(project.object["import_status"]?.text == "scheduled")
                let bot = try await api.get("/user", token: token)
                #expect(project.object["creator_id"] == .number(bot.id))
                for unknown in ["nowhere", "\(place)/nowhere"] {
                    let refused = try await contract.start(["target_namespace": quoted(unknown)], token: token)
                    #expect(refused.status == 422)
                    #expect(refused.errors == ImportSentence.noNamespace)
                }
                let cancel = try await contract.cancel(reply.id, token: token)
                #expect(cancel.status == 403)
            }
            let developer = try await groupToken("space", level: 30)
            let refused = try await contract.start(["new_name": quoted("other")], token: developer)
            #expect(refused.errors == ImportSentence.notAllowed)
            let foreign = try await contract.start(["target_namespace": quoted("root")], token: developer)
            #expect(foreign.errors == ImportSentence.notAllowed)
        }
    }
}
