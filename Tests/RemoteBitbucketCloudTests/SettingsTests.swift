import Model
import Outbound
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("Downloads, permissions and protection")
struct SettingsTests {
    @Test("downloads are the files of one release")
    func downloads() throws {
        let user = Cloud.user("ada")
        let page = try Cloud.map(
            #"{"name":"b 1.zip","size":12,"created_on":"2021-05-02T12:00:00Z","user":\#(user)}"#,
            #"{"name":"a.zip","size":-3,"created_on":"2021-05-01T12:00:00Z"}"#, #"{"size":3}"#, of: .releases)
        guard case .release(let release) = page.drafts.first else {
            Testing.Issue.record("no release")
            return
        }
        #expect(release.name == "Downloads" && release.createdAt == Cloud.noon && release.author == Cloud.person("ada"))
        #expect(release.assets.map(\.sourceKey) == ["b 1.zip", "a.zip"] && release.assets.map(\.size) == [12, 0])
        #expect(page.exceptions.map(\.kind) == [.releaseAsset] && page.announced == [.release: 1])
        #expect(try Cloud.map(of: .releases).drafts.isEmpty)
        let (remote, _) = try Cloud.remote { .json("", at: $0) }
        #expect(
            remote.file(ofAsset: "b 1.zip")?.places.map(\.url.text) == [
                "https://api.bitbucket.org/2.0/repositories/team/lamp/downloads/b%201.zip"
            ])
        #expect(remote.file(ofAsset: "..") == nil)
    }

    @Test("roles of people come, those of groups are listed, and so is what may not be seen")
    func collaborators() throws {
        func user(_ name: String, _ permission: String) -> String {
            #"{"permission":"\#(permission)","user":\#(Cloud.user(name))}"#
        }
        let users = [
            user("ada", "admin"), user("bo", "write"), user("cy", "read"), user("di", "odd"), user("el", "none"),
        ]
        let payload = """
            {"users":{"values":[\(users.joined(separator: ","))]},
            "groups":{"values":[{"permission":"write","group":{"slug":"crew"}}]},"hidden":{"x":"why"}}
            """
        let page = try Cloud.map(payload: payload, of: .collaborators)
        let roles = page.drafts.compactMap { draft -> (String, AccessLevel)? in
            if case .collaborator(let one) = draft { (one.person.login, one.accessLevel) } else { nil }
        }
        #expect(roles.map(\.0) == ["ada", "bo", "cy", "di"])
        #expect(roles.map(\.1) == [.maintainer, .developer, .reporter, .guest])
        #expect(page.exceptions.map(\.sourceKey) == ["group:crew", "hidden:x"])
        #expect(page.announced == [.collaborator: 4])
    }

    @Test("a missing scope names itself, and the rest of the page is read")
    func missingScope() async throws {
        let refusal = """
            {"type":"error","error":{"message":"no","detail":{"required":["admin:repository:bitbucket","read:x"],
            "granted":["read:x"]}}}
            """
        let (remote, _) = try Cloud.remote { url in
            url.path.hasSuffix("effective-default-reviewers")
                ? .json(#"{"values":[{"reviewer_type":"project","user":\#(Cloud.user("ada"))}]}"#, at: url)
                : .json(refusal, status: 403, at: url)
        }
        let first = try #require(remote.beginnings(of: .protection, knowing: .nothing).first)
        let mapped = try remote.map(try await remote.page(of: .protection, at: first).payload, of: .protection)
        #expect(mapped.exceptions.map(\.kind) == [.defaultReviewer, .protectedBranch])
        let reason = try #require(mapped.exceptions.last?.reason)
        #expect(reason.contains("admin:repository:bitbucket") && !reason.contains("read:x"))
    }

    private static func rule(_ kind: String, _ pattern: String, _ more: String = "") -> String {
        #"{"id":1,"kind":"\#(kind)","branch_match_kind":"glob","pattern":"\#(pattern)","value":2\#(more)}"#
    }

    private static let model = """
        {"development":{"name":"main","use_mainbranch":true,"branch":{"name":"main"}},"production":null,
        "branch_types":[{"kind":"release","prefix":"release/"}]}
        """

    private func protection(_ rules: String...) throws -> MappedPage {
        let list = rules.joined(separator: ",")
        return try Cloud.map(
            payload: "{\"restrictions\":{\"values\":[\(list)]},\"model\":\(Self.model)}", of: .protection)
    }

    @Test("what holds for a name is what all rules about it come to")
    func rules() throws {
        let page = try protection(
            Self.rule("push", "main", #","users":[\#(Cloud.user("ada"))],"groups":[{"slug":"crew"}]"#),
            Self.rule("push", "main"), Self.rule("force", "main"), Self.rule("restrict_merges", "main"),
            Self.rule("require_all_comments_resolved", "main"), Self.rule("require_approvals_to_merge", "dev/*"),
            Self.rule("require_tasks_to_be_completed", "dev/*"), Self.rule("new_fashion", "dev/*"))
        #expect(page.branches.map(\.name) == ["dev/*", "main"])
        let main = try #require(page.branches.last)
        #expect(main.pushLevel == .noOne && main.mergeLevel == .noOne && !main.allowsForcePush)
        #expect(main.requiresResolvedDiscussions && page.announced == [.protectedBranch: 2])
        let dev = try #require(page.branches.first)
        #expect(dev.pushLevel == .developer && dev.allowsForcePush && !dev.requiresResolvedDiscussions)
        let lines = page.exceptions.filter { $0.sourceKey == "dev/*" }.map(\.reason)
        #expect(lines.count == 3 && lines[0].hasPrefix("2 approvals") && lines[2].contains("new_fashion"))
        #expect(page.exceptions.contains { $0.sourceKey == "main" && $0.reason.contains("ada, group crew") })
    }

    @Test("types of branches are what the branching model says, one it does not have is listed")
    func types() throws {
        func byType(_ type: String) -> String {
            #"{"id":5,"kind":"delete","branch_match_kind":"branching_model","branch_type":"\#(type)","pattern":""}"#
        }
        let page = try protection(byType("release"), byType("development"), byType("production"), byType("hotfix"))
        #expect(page.branches.map(\.name) == ["main", "release/*"])
        #expect(page.exceptions.count == 2 && page.exceptions.allSatisfy { $0.outcome == .skipped })
    }

    @Test(
        "patterns become the nearest wildcard",
        arguments: [
            ("main", "main", false), ("release/**", "release/*", false), ("v?", "v*", true), ("{a,b}/x", "*/x", true),
            ("a[bc]", "a*", true), ("a[b", "a[b", false),
        ])
    func patterns(_ pattern: String, _ wildcard: String, _ isBroader: Bool) throws {
        let read = try #require(CloudBranchPattern(pattern))
        #expect(read.wildcard == wildcard && read.isBroader == isBroader)
    }
}
