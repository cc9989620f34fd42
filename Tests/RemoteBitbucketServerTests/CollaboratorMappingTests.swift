import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Permissions of Bitbucket Server become members to be")
struct CollaboratorMappingTests {
    private func grant(_ slug: String, _ permission: String) -> String {
        #"{"user":\#(Payloads.user(slug)),"permission":"\#(permission)"}"#
    }

    private func map(
        users: [String] = [], project: [String] = [], groups: [String] = [], hidden: [String] = []
    ) throws -> MappedPage {
        let text = """
            {"users":[\(Payloads.page(users))],"groups":[\(Payloads.page(groups))],
            "projectUsers":[\(Payloads.page(project))],
            "hidden":[\(hidden.map { "\"\($0)\"" }.joined(separator: ","))]}
            """
        return try Samples.remote().map(Array(text.utf8), of: .collaborators)
    }

    @Test(
        "each permission has its role",
        arguments: [
            ("REPO_READ", AccessLevel.reporter), ("REPO_WRITE", .developer), ("REPO_ADMIN", .maintainer),
            ("PROJECT_READ", .reporter), ("PROJECT_WRITE", .developer), ("REPO_CREATE", .developer),
            ("PROJECT_ADMIN", .maintainer),
        ])
    func roles(_ permission: String, _ level: AccessLevel) throws {
        let page = try map(users: [grant("ada", permission)])
        #expect(page.collaborators.map(\.accessLevel) == [level])
        #expect(page.collaborators.map(\.roleName) == [permission] && page.announced == [.collaborator: 1])
        #expect(page.collaborators.first?.sourceURL == "https://git.example.com/bb/users/ada")
    }

    @Test("of several permissions the highest counts")
    func highest() throws {
        let page = try map(
            users: [grant("ada", "REPO_READ"), grant("bo", "REPO_ADMIN")],
            project: [grant("ada", "PROJECT_WRITE"), grant("bo", "PROJECT_READ")])
        #expect(page.collaborators.map(\.person.identifier) == ["ada", "bo"])
        #expect(page.collaborators.map(\.accessLevel) == [.developer, .maintainer])
    }

    @Test("groups, unknown permissions and hidden lists are listed")
    func listed() throws {
        let page = try map(
            users: [grant("ada", "REPO_DANCE")], groups: [#"{"group":{"name":"crew"},"permission":"REPO_WRITE"}"#],
            hidden: ["projectUsers", "projectGroups"])
        #expect(page.collaborators.isEmpty)
        #expect(page.exceptions.map(\.outcome) == [.skipped, .degraded, .skipped, .skipped])
        #expect(page.exceptions[1].reason.contains("crew") && page.exceptions[1].cure?.contains("Developer") == true)
        #expect(page.announced == [.collaborator: 3])
    }
}
