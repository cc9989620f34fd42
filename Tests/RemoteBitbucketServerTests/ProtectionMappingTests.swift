import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Branch permissions of Bitbucket Server become protected branches")
struct ProtectionMappingTests {
    private static func rule(
        _ id: Int, _ type: String, _ matcher: String, kind: String = "BRANCH", users: [String] = [],
        groups: [String] = [], keys: [String] = []
    ) -> String {
        let people = users.map { Payloads.user($0) }.joined(separator: ",")
        let names = groups.map { "\"\($0)\"" }.joined(separator: ",")
        let keys = keys.map { #"{"key":{"id":1,"label":"\#($0)"}}"# }.joined(separator: ",")
        return """
            {"id":\(id),"type":"\(type)","scope":{"type":"REPOSITORY","resourceId":2},"matcher":{"id":"\(matcher)",
            "displayId":"\(matcher)","type":{"id":"\(kind)","name":"x"}},"users":[\(people)],"groups":[\(names)],
            "accessKeys":[\(keys)]}
            """
    }

    private static let model = """
        {"development":{"useDefault":true,"refId":null},"production":{"refId":"refs/heads/live"},
        "types":[{"id":"RELEASE","prefix":"release/","enabled":true},{"id":"HOTFIX","prefix":"hotfix/","enabled":false}]}
        """

    private func map(_ rules: [String], _ extra: String = "") throws -> MappedPage {
        let text = """
            {"restrictions":[\(Payloads.page(rules))],"model":\(Self.model),
            "defaultBranch":{"id":"refs/heads/main","displayId":"main"}\(extra)}
            """
        return try Samples.remote().map(Array(text.utf8), of: .protection)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var types: [String]
        var users: [String] = []
        var push: ProtectedRefLevel
        var merge: ProtectedRefLevel
        var force: Bool
        /// What is listed: exceptions, deletions.
        var listed: Int
        var testDescription: String { "\(types) \(users)" }
    }

    @Test(
        "each type of rule has its levels",
        arguments: [
            Row(types: ["pull-request-only"], push: .noOne, merge: .developer, force: false, listed: 1),
            Row(types: ["pull-request-only"], users: ["bo"], push: .noOne, merge: .developer, force: false, listed: 2),
            Row(types: ["read-only"], push: .noOne, merge: .noOne, force: false, listed: 0),
            Row(types: ["read-only"], users: ["bo"], push: .maintainer, merge: .maintainer, force: false, listed: 1),
            Row(types: ["fast-forward-only"], push: .developer, merge: .developer, force: false, listed: 1),
            Row(types: ["no-deletes"], push: .developer, merge: .developer, force: true, listed: 0),
            Row(
                types: ["no-deletes", "fast-forward-only", "pull-request-only"], push: .noOne, merge: .developer,
                force: false, listed: 0),
            Row(types: ["no-dancing"], push: .developer, merge: .developer, force: true, listed: 2),
        ])
    func types(_ row: Row) throws {
        let rules = row.types.enumerated().map { Self.rule($0, $1, "refs/heads/main", users: row.users) }
        let page = try map(rules)
        let branch = try #require(page.branches.first)
        #expect(branch.name == "main" && branch.pushLevel == row.push && branch.mergeLevel == row.merge)
        #expect(branch.allowsForcePush == row.force && !branch.requiresResolvedDiscussions)
        #expect(page.exceptions.count == row.listed && page.exceptions.allSatisfy { $0.outcome == .degraded })
        #expect(page.announced == [.protectedBranch: 1])
    }

    struct Matcher: Sendable, CustomTestStringConvertible {
        var kind: String
        var id: String
        var name: String?
        var testDescription: String { "\(kind) \(id)" }
    }

    @Test(
        "each kind of matcher has its name",
        arguments: [
            Matcher(kind: "BRANCH", id: "refs/heads/a/b", name: "a/b"),
            Matcher(kind: "ANY_REF", id: "ANY_REF_MATCHER_ID", name: "*"),
            Matcher(kind: "PATTERN", id: "release/*", name: "release/*"),
            Matcher(kind: "PATTERN", id: "refs/heads/release/**", name: "release/*"),
            Matcher(kind: "PATTERN", id: "heads/v?", name: "v*"),
            Matcher(kind: "PATTERN", id: "hotfix/", name: "hotfix/*"),
            Matcher(kind: "PATTERN", id: "**/x", name: "*x"),
            Matcher(kind: "MODEL_BRANCH", id: "development", name: "main"),
            Matcher(kind: "MODEL_BRANCH", id: "production", name: "live"),
            Matcher(kind: "MODEL_CATEGORY", id: "RELEASE", name: "release/*"),
            Matcher(kind: "MODEL_CATEGORY", id: "HOTFIX", name: nil),
            Matcher(kind: "SOMETHING", id: "x", name: nil),
        ])
    func matchers(_ row: Matcher) throws {
        let page = try map([Self.rule(1, "no-deletes", row.id, kind: row.kind)])
        #expect(page.branches.map(\.name) == [row.name].compactMap(\.self))
        if row.name == nil { #expect(page.exceptions.map(\.sourceKey) == ["restriction:1"]) }
        #expect(page.announced == [.protectedBranch: 1])
    }

    @Test("whom a rule does not hold for is listed by name")
    func exempt() throws {
        let page = try map([
            Self.rule(1, "no-deletes", "refs/heads/main", users: ["bo"], groups: ["crew"], keys: ["robot"])
        ])
        let reason = try #require(page.exceptions.first?.reason)
        #expect(reason.contains("bo") && reason.contains("the group crew") && reason.contains("the access key robot"))
    }

    @Test("that all tasks must be done is said by the rule for the default branch, or listed where there is none")
    func tasks() throws {
        let settings = #","settings":{"requiredAllTasksComplete":true}"#
        let rules = [Self.rule(1, "no-deletes", "refs/heads/main"), Self.rule(2, "no-deletes", "refs/heads/x")]
        let page = try map(rules, settings)
        #expect(page.branches.map(\.requiresResolvedDiscussions) == [true, false] && page.exceptions.isEmpty)
        let without = try map([rules[1]], settings)
        #expect(without.exceptions.map(\.kind) == [.repository] && without.exceptions[0].reason.contains("all tasks"))
    }

    @Test("what there is no place for is listed: approvals, builds, default reviewers, groups of reviewers")
    func listed() throws {
        let any = #"{"id":"ANY_REF_MATCHER_ID","displayId":"ANY_REF_MATCHER_ID","type":{"id":"ANY_REF"}}"#
        let main = #"{"id":"refs/heads/main","displayId":"main","type":{"id":"BRANCH"}}"#
        let page = try map(
            [],
            """
            ,"settings":{"requiredAllApprovers":true,"requiredApprovers":{"enabled":true,"count":"2"},"requiredSuccessfulBuilds":1},
            "reviewerConditions":[{"id":21,"sourceRefMatcher":\(any),"targetRefMatcher":\(main),
            "reviewers":[\(Payloads.user("bo"))],"requiredApprovals":1},{"id":"x"}],
            "reviewerGroups":[\(Payloads.page([#"{"id":3,"name":"crew","users":[\#(Payloads.user("cy"))]}"#]))],
            "requiredBuilds":[\(Payloads.page([#"{"id":4,"buildParentKeys":["CI"],"refMatcher":\#(main)}"#]))],
            "hidden":["restrictions"]
            """)
        let kinds = page.exceptions.map(\.kind)
        #expect(
            kinds == [
                .repository, .repository, .repository, .defaultReviewer, .defaultReviewer, .reviewerGroup,
                .requiredBuild, .protectedBranch,
            ])
        let words = page.exceptions.map(\.reason).joined(separator: "\n")
        #expect(
            words.contains("2 must approve") && words.contains("into main ask bo for review, of whom 1 must approve"))
        #expect(words.contains("crew") && words.contains("CI"))
        #expect(page.announced[.defaultReviewer] == 2 && page.announced[.repository] == nil)
    }
}
