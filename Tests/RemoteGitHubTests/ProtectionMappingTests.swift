import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("Rules about branches and tags become protection")
struct ProtectionMappingTests {
    private static func answer(
        rules: [String] = [], rulesets: [String] = [], isAdministered: Bool = true, tags: String? = nil,
        unreadable: String? = nil
    ) -> [UInt8] {
        let tags = tags.map { #","tagProtection":\#($0)"# } ?? ""
        let unreadable = unreadable.map { #","unreadable":"\#($0)""# } ?? ""
        return Array(
            """
            {"answers":[{"data":{"repository":{"url":"https://github.com/a/b","viewerCanAdminister":\(isAdministered),
            "defaultBranchRef":{"name":"main"},
            "branchProtectionRules":{"pageInfo":\(Payloads.pageInfo(nil)),"nodes":[\(rules.joined(separator: ","))]},
            "rulesets":{"pageInfo":\(Payloads.pageInfo(nil)),"nodes":[\(rulesets.joined(separator: ","))]}}}}]\(tags)\(unreadable)}
            """.utf8)
    }

    private static func rule(_ pattern: String, _ fields: String = "") -> String {
        #"{"databaseId":5,"pattern":"\#(pattern)","isAdminEnforced":true\#(fields.isEmpty ? "" : "," + fields)}"#
    }

    private static func ruleset(
        _ rules: [String], include: [String] = ["~DEFAULT_BRANCH"], exclude: [String] = [],
        target: String = "BRANCH", enforcement: String = "ACTIVE", bypass: Int = 0
    ) -> String {
        func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ",") }
        let nodes = rules.map { $0.hasPrefix("{") ? $0 : #"{"type":"\#($0)","parameters":null}"# }
        return """
            {"databaseId":7,"name":"r","target":"\(target)","enforcement":"\(enforcement)",
            "source":{"__typename":"Organization"},
            "conditions":{"refName":{"include":[\(list(include))],"exclude":[\(list(exclude))]}},
            "bypassActors":{"totalCount":\(bypass)},"rules":{"nodes":[\(nodes.joined(separator: ","))]}}
            """
    }

    private static func branches(_ page: MappedPage) -> [ProtectedBranchDraft] {
        page.drafts.compactMap { if case .protectedBranch(let draft) = $0 { draft } else { nil } }
    }

    private static func tags(_ page: MappedPage) -> [ProtectedTagDraft] {
        page.drafts.compactMap { if case .protectedTag(let draft) = $0 { draft } else { nil } }
    }

    @Test(
        "GitHub's patterns have a wildcard in GitLab, which says where it covers more",
        arguments: [
            ("main", "main", false), ("release/*", "release/*", false), ("*", "*", false), ("**", "*", false),
            ("**/*", "*", false), ("archive/**/*", "archive/*", false), ("a/**/b", "a/*b", true),
            ("v?.0", "v*.0", true), ("v[0-9]*", "v*", true), ("odd[name", "odd[name", false),
            (#"star\*"#, "star*", false), ("*-stable", "*-stable", false),
        ])
    func patterns(_ pattern: String, _ wildcard: String, _ isBroader: Bool) throws {
        let name = try #require(RefNamePattern(pattern))
        #expect(name.wildcard == wildcard && name.isBroader == isBroader)
    }

    @Test(
        "a rule's demands decide who pushes and who merges",
        arguments: [
            ("", ProtectedRefLevel.maintainer, ProtectedRefLevel.developer),
            (#""requiresApprovingReviews":true,"requiredApprovingReviewCount":2"#, .noOne, .developer),
            (#""restrictsPushes":true"#, .maintainer, .maintainer),
            (#""restrictsPushes":true,"requiresApprovingReviews":true"#, .noOne, .maintainer),
            (#""lockBranch":true"#, .noOne, .noOne),
        ])
    func levels(_ fields: String, _ push: ProtectedRefLevel, _ merge: ProtectedRefLevel) throws {
        let page = try GitHubRemote.map(Self.answer(rules: [Self.rule("main", fields)]), of: .protection)
        let branch = try #require(Self.branches(page).first)
        #expect(branch.name == "main" && branch.pushLevel == push && branch.mergeLevel == merge)
        #expect(!branch.allowsForcePush && !branch.requiresCodeOwnerApproval && !branch.requiresResolvedDiscussions)
        #expect(branch.sourceURL == "https://github.com/a/b/settings/branch_protection_rules/5")
        #expect(page.announced == [.protectedBranch: 1])
    }

    @Test("what has a counterpart arrives; all else is listed under the branch, with what to do")
    func counterparts() throws {
        let fields = """
            "allowsForcePushes":true,"requiresCodeOwnerReviews":true,"requiresConversationResolution":true,
            "requiresStatusChecks":true,"requiredStatusCheckContexts":["build","lint"],"requiresStrictStatusChecks":true,
            "requiresApprovingReviews":true,"requiredApprovingReviewCount":1,"dismissesStaleReviews":true,
            "requireLastPushApproval":true,"requiresCommitSignatures":true,"requiresLinearHistory":true,
            "requiresDeployments":true,"requiredDeploymentEnvironments":["live"],"allowsDeletions":true,
            "restrictsPushes":true,"pushAllowances":{"totalCount":3,"nodes":[{"actor":{"__typename":"User","login":"ada"}},
            {"actor":{"__typename":"Team","slug":"core"}},null]},
            "bypassPullRequestAllowances":{"totalCount":1,"nodes":[{"actor":{"__typename":"App","slug":"bot"}}]}
            """
        let page = try GitHubRemote.map(Self.answer(rules: [Self.rule("main", fields)]), of: .protection)
        let branch = try #require(Self.branches(page).first)
        #expect(branch.allowsForcePush && branch.requiresCodeOwnerApproval && branch.requiresResolvedDiscussions)
        let reasons = page.exceptions.map(\.reason)
        for words in [
            "(build, lint), on a branch that is up to date", "1 approving review must", "lapse", "pushed last",
            "signed", "linear", "(live)", "may be deleted", "only ada, the team core and 1 more may push",
            "1 may pass over the rules (the app bot)",
        ] {
            #expect(reasons.contains { $0.contains(words) }, "\(words) in \(reasons)")
        }
        #expect(reasons.count == 10 && Set(reasons).count == 10)
        #expect(page.exceptions.allSatisfy { $0.outcome == .degraded && $0.sourceKey == "main" })
    }

    @Test("of a rule and a ruleset about one branch the stricter parts hold")
    func joining() throws {
        let rule = Self.rule("main", #""allowsForcePushes":true,"requiresConversationResolution":true"#)
        let parameters = """
            {"type":"PULL_REQUEST","parameters":{"requiredApprovingReviewCount":1,"dismissStaleReviewsOnPush":false,
            "requireCodeOwnerReview":true,"requireLastPushApproval":false,"requiredReviewThreadResolution":false}}
            """
        for sets in [[Self.ruleset([parameters, "NON_FAST_FORWARD"])]] {
            let page = try GitHubRemote.map(Self.answer(rules: [rule], rulesets: sets), of: .protection)
            let branch = try #require(Self.branches(page).first)
            #expect(Self.branches(page).count == 1 && page.announced == [.protectedBranch: 1])
            #expect(branch.pushLevel == .noOne && branch.mergeLevel == .developer && !branch.allowsForcePush)
            #expect(branch.requiresCodeOwnerApproval && branch.requiresResolvedDiscussions)
            #expect(page.exceptions.map(\.reason) == ["1 approving review must be given"])
        }
    }

    @Test("a ruleset protects every name it includes; its exceptions are listed under each")
    func rulesets() throws {
        let ruleset = Self.ruleset(
            ["DELETION", "REQUIRED_SIGNATURES", "MERGE_QUEUE", "CODE_SCANNING"],
            include: ["~ALL", "refs/heads/release/**/*", "~DEFAULT_BRANCH", "refs/heads/tmp/one"],
            exclude: ["refs/heads/tmp/*"], bypass: 2)
        let page = try GitHubRemote.map(Self.answer(rulesets: [ruleset]), of: .protection)
        #expect(Self.branches(page).map(\.name) == ["*", "main", "release/*"])
        #expect(Self.branches(page).allSatisfy { $0.pushLevel == .maintainer && $0.allowsForcePush })
        let reasons = page.exceptions.filter { $0.sourceKey == "release/*" }.map(\.reason)
        #expect(reasons.count == 5)
        for words in ["signed", "queue", "code scanning", "2 may pass over", "(tmp/*)"] {
            #expect(reasons.contains { $0.contains(words) }, "\(words)")
        }
        #expect(page.announced == [.protectedBranch: 3])
        #expect(!page.exceptions.contains { $0.sourceKey == "main" && $0.reason.contains("tmp/*") })
    }

    @Test("of two demands for approvals the higher one is listed")
    func approvals() throws {
        let rule = Self.rule("main", #""requiresApprovingReviews":true,"requiredApprovingReviewCount":2"#)
        let ruleset = Self.ruleset([#"{"type":"PULL_REQUEST","parameters":{"requiredApprovingReviewCount":1}}"#])
        let page = try GitHubRemote.map(Self.answer(rules: [rule], rulesets: [ruleset]), of: .protection)
        #expect(page.exceptions.map(\.reason) == ["2 approving reviews must be given"])
    }

    @Test(
        "rules that let nobody through but those excepted from them leave nobody, or the Maintainers",
        arguments: [
            ("UPDATE", 0, ProtectedRefLevel.noOne), ("UPDATE", 1, .maintainer), ("LOCK_BRANCH", 1, .noOne),
            ("CREATION", 1, .maintainer),
        ])
    func restrictions(_ type: String, _ bypass: Int, _ push: ProtectedRefLevel) throws {
        let page = try GitHubRemote.map(
            Self.answer(rulesets: [Self.ruleset([type], bypass: bypass)]), of: .protection)
        #expect(Self.branches(page).first?.pushLevel == push)
    }

    @Test(
        "rulesets that do nothing here are left out and listed",
        arguments: [
            (ruleset(["PULL_REQUEST"], enforcement: "EVALUATE"), "not enforced"),
            (ruleset(["FILE_PATH_RESTRICTION"], target: "PUSH"), "what is pushed"),
            (ruleset(["REQUIRED_STATUS_CHECKS"]), "required status checks"),
            (ruleset(["DELETION"], include: []), "names no branch"),
        ])
    func leftOut(_ ruleset: String, _ words: String) throws {
        let page = try GitHubRemote.map(Self.answer(rulesets: [ruleset]), of: .protection)
        #expect(page.drafts.isEmpty && page.announced == [.protectedBranch: 1])
        let line = try #require(page.exceptions.first)
        #expect(line.outcome == .skipped && line.sourceKey == "ruleset:7" && line.reason.contains(words))
        #expect(line.sourceURL == "https://github.com/a/b/rules/7")
    }

    @Test("tags: by rulesets and by the tag protection of older servers")
    func tags() throws {
        let rulesets = [
            Self.ruleset(["CREATION", "DELETION"], include: ["refs/tags/v*"], target: "TAG"),
            Self.ruleset(["DELETION"], include: ["refs/tags/v*", "refs/tags/w*"], target: "TAG"),
            Self.ruleset(["CREATION"], include: ["refs/tags/x"], target: "TAG", bypass: 1),
        ]
        let page = try GitHubRemote.map(
            Self.answer(rulesets: rulesets, tags: #"[{"id":1,"pattern":"w*"},{"id":2}]"#), of: .protection)
        #expect(Self.tags(page).map { "\($0.name) \($0.createLevel.rawValue)" } == ["v* 0", "w* 40", "x 40"])
        #expect(page.exceptions.map(\.outcome).filter { $0 == .failed }.count == 1)
        #expect(page.announced == [.protectedTag: 4])
    }

    @Test("threads on another branch than the default one are a demand without counterpart")
    func threads() throws {
        let rule = Self.rule("release/*", #""requiresConversationResolution":true"#)
        let page = try GitHubRemote.map(Self.answer(rules: [rule]), of: .protection)
        #expect(Self.branches(page).first?.requiresResolvedDiscussions == false)
        #expect(page.exceptions.map(\.reason).first?.contains("threads must be resolved") == true)
    }

    @Test("what is hidden or not readable is said, and the rest arrives")
    func hidden() throws {
        let stranger = try GitHubRemote.map(
            Self.answer(rulesets: [Self.ruleset(["DELETION"])], isAdministered: false), of: .protection)
        #expect(Self.branches(stranger).map(\.name) == ["main"])
        #expect(stranger.exceptions.map(\.sourceKey) == ["hidden:branch protection"])
        #expect(stranger.exceptions.map(\.outcome) == [.skipped] && stranger.announced == [.protectedBranch: 2])
        let broken = try GitHubRemote.map(
            Self.answer(rules: [Self.rule("main"), "{}", "null"], unreadable: "too old"), of: .protection)
        #expect(Self.branches(broken).count == 1)
        #expect(broken.exceptions.map(\.outcome) == [.failed, .failed, .skipped])
        #expect(broken.announced == [.protectedBranch: 4])
    }
}
