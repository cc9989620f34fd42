import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("Collaborators become members to be")
struct CollaboratorMappingTests {
    private static func person(_ login: String, _ id: Int, role: String?, _ rights: String = "") -> String {
        let role = role.map { #""role_name":"\#($0)","# } ?? ""
        return """
            {"login":"\(login)","id":\(id),"node_id":"N\(id)","html_url":"https://github.com/\(login)",\(role)
            "permissions":{"pull":true\(rights)}}
            """
    }

    private static func lists(
        direct: [String] = [], outside: [String] = [], teams: [String] = [], hidden: [String] = []
    ) -> [UInt8] {
        func list(_ rows: [String]) -> String { "[\(rows.joined(separator: ","))]" }
        return Array(
            """
            {"direct":\(list(direct)),"outside":\(list(outside)),"teams":\(list(teams)),
            "hidden":\(list(hidden.map { "\"\($0)\"" }))}
            """.utf8)
    }

    private static func drafts(_ page: MappedPage) -> [CollaboratorDraft] {
        page.drafts.compactMap { if case .collaborator(let draft) = $0 { draft } else { nil } }
    }

    @Test(
        "each role has its own level",
        arguments: [
            ("read", AccessLevel.guest), ("triage", .reporter), ("write", .developer), ("maintain", .maintainer),
            ("admin", .owner),
        ])
    func roles(_ role: String, _ level: AccessLevel) throws {
        let page = try GitHubRemote.map(Self.lists(direct: [Self.person("ada", 7, role: role)]), of: .collaborators)
        let draft = try #require(Self.drafts(page).first)
        #expect(draft.person == PersonDraft(identifier: "7", login: "ada", nodeID: "N7"))
        #expect(draft.accessLevel == level && draft.roleName == role)
        #expect(page.exceptions.isEmpty && page.announced == [.collaborator: 1])
    }

    @Test("an organization's own role counts as the one it builds on, and is listed")
    func customRoles() throws {
        let rows = [
            Self.person("ada", 7, role: "lamp trimmer", #","push":true,"triage":true"#),
            Self.person("bo", 8, role: nil, #","triage":true"#),
        ]
        let page = try GitHubRemote.map(Self.lists(direct: rows), of: .collaborators)
        #expect(Self.drafts(page).map(\.accessLevel) == [.developer, .reporter])
        #expect(page.exceptions.map(\.sourceKey) == ["7"] && page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("outside collaborators and teams are listed with their role; they are no members")
    func strangers() throws {
        let outsider = Self.person("cy", 9, role: "write")
        let team = """
            {"id":3,"slug":"core","html_url":"https://github.com/orgs/a/teams/core","permission":"push",
            "permissions":{"pull":true,"triage":true,"push":true,"maintain":true,"admin":false}}
            """
        let page = try GitHubRemote.map(
            Self.lists(
                direct: [Self.person("ada", 7, role: "admin"), outsider, Self.person("ada", 7, role: "admin")],
                outside: [outsider], teams: [team]), of: .collaborators)
        #expect(Self.drafts(page).map(\.person.login) == ["ada"] && page.announced == [.collaborator: 1])
        #expect(page.exceptions.map(\.sourceKey) == ["outside:9", "team:3"])
        #expect(page.exceptions.allSatisfy { $0.outcome == .degraded && $0.cure != nil })
        #expect(page.exceptions.last?.reason.contains("the role maintain") == true)
    }

    @Test("lists that the token may not see are said to be hidden; a bad row is listed")
    func hidden() throws {
        let page = try GitHubRemote.map(
            Self.lists(direct: ["{\"login\":\"x\"}"], hidden: ["outside collaborators"]), of: .collaborators)
        #expect(page.drafts.isEmpty && page.exceptions.map(\.outcome) == [.failed, .skipped])
        #expect(page.announced == [.collaborator: 1])
    }
}
