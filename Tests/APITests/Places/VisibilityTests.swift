import Foundation
import Model
import Testing

/// Who sees what: the same matrix for every door to a project or group.
@Suite struct VisibilityTests {
    private static let doors = [
        "/projects/%p", "/projects/space%2Flander", "/projects/%p/members", "/projects/%p/members/all",
    ]

    @Test(arguments: Visibility.allCases)
    func aProjectIsOpenToWhomItsVisibilitySays(visibility: Visibility) async throws {
        try await APIServer.with { server in
            _ = try await server.group("space", visibility)
            let id = try await server.project("lander", in: "space", visibility)
            let stranger = try await server.person("ada")
            let outsider = try await server.person("eve", isExternal: true)
            let member = try await server.person("bob", isExternal: true)
            try await server.join("/projects/\(id)", member, as: .guest)
            let sees: [(token: String?, sees: Bool)] = [
                (nil, visibility == .public), (outsider.token, visibility == .public),
                (stranger.token, visibility != .private), (member.token, true), (APIServer.rootToken, true),
            ]
            for (token, sees) in sees {
                for door in Self.doors {
                    let reply = try await server.get(door.replacing("%p", with: String(id)), token: token)
                    #expect(reply.status == (sees ? 200 : 404), "\(door)")
                    if !sees { #expect(reply.text == #"{"message":"404 Project Not Found"}"#) }
                }
                let list = try await server.get("/projects", token: token)
                #expect(list.list.compactMap { $0["id"]?.number } == (sees ? [id] : []))
                #expect(list.headers["x-total"] == (sees ? "1" : "0"))
                let found = try await server.get("/projects?search=land", token: token)
                #expect(found.list.count == (sees ? 1 : 0))
            }
        }
    }

    @Test(arguments: Visibility.allCases)
    func aGroupIsOpenToWhomItsVisibilitySays(visibility: Visibility) async throws {
        try await APIServer.with { server in
            let group = try await server.group("space", visibility)
            let low = try await server.group("low", parent: group)
            let id = try await server.project("lander", in: "space/low")
            let stranger = try await server.person("ada")
            let outsider = try await server.person("eve", isExternal: true)
            let member = try await server.person("bob", isExternal: true)
            try await server.join("/projects/\(id)", member, as: .reporter)
            let sees: [(token: String?, sees: Bool)] = [
                (nil, visibility == .public), (outsider.token, visibility == .public),
                (stranger.token, visibility != .private), (member.token, true), (APIServer.rootToken, true),
            ]
            for (token, sees) in sees {
                for door in ["", "/members", "/members/all", "/subgroups", "/projects", "/descendant_groups"] {
                    let reply = try await server.get("/groups/\(group)\(door)", token: token)
                    #expect(reply.status == (sees ? 200 : 404), "\(door)")
                    if !sees { #expect(reply.text == #"{"message":"404 Group Not Found"}"#) }
                }
            }
            // Whoever reaches a project sees the groups above it, and nothing else in them.
            let groups = try await server.get("/groups?all_available=true", token: member.token)
            #expect(Set(groups.list.compactMap { $0["id"]?.number }) == [group, low])
        }
    }

    @Test func rolesComeDownFromGroups() async throws {
        try await APIServer.with { server in
            let person = try await server.person("ada")
            let group = try await server.group("space")
            _ = try await server.group("low", parent: group)
            let id = try await server.project("lander", in: "space/low")
            #expect(try await server.get("/projects/\(id)", token: person.token).status == 404)
            for (level, edits, removes) in [
                (AccessLevel.minimal, 404, 404), (.guest, 403, 403), (.developer, 403, 403),
                (.maintainer, 200, 403),
            ] {
                try await server.join("/groups/\(group)", person, as: level)
                _ = try await server.put(
                    "/groups/\(group)/members/\(person.id)", "{\"access_level\":\(level.rawValue)}")
                let edited = try await server.put("/projects/\(id)", #"{"description":"d"}"#, token: person.token)
                #expect(edited.status == edits, "\(level)")
                #expect(try await server.delete("/projects/\(id)", token: person.token).status == removes, "\(level)")
            }
            _ = try await server.put("/groups/\(group)/members/\(person.id)", #"{"access_level":50}"#)
            #expect(try await server.delete("/projects/\(id)", token: person.token).status == 202)
        }
    }
}
