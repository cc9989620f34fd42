import Model
import Remote
import RemoteREST

/// Everything that protects branches of a repository: the answers as they came, put together in one page, because what
/// holds for a name is what all rules about it come to.
struct CloudProtection: Decodable, Sendable {
    private var restrictions: CloudPage<CloudBranchRestriction>?
    private var model: CloudBranchingModel?
    private var defaultReviewers: CloudPage<DefaultReviewer>?
    private var mainBranch: String?
    /// Why something is not shown to the credential.
    private var hidden: [String: String]?

    private struct DefaultReviewer: Decodable, Sendable {
        var type: String?
        var user: CloudUser?

        enum CodingKeys: String, CodingKey {
            case type = "reviewer_type"
            case user
        }
    }

    enum CodingKeys: String, CodingKey {
        case restrictions
        case model
        case defaultReviewers = "default_reviewers"
        case mainBranch = "main_branch"
        case hidden
    }

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let protection: Self = try JSONText.decode(payload, what: "the protection of branches")
        return protection.mapped(mapping)
    }

    private func mapped(_ mapping: CloudMapping) -> MappedPage {
        let read = restrictions?.read(.protectedBranch)
        var sum = CloudProtectionSum(
            url: "\(mapping.address.page)/admin/branch-restrictions",
            mainBranch: mainBranch ?? model?.mainBranch)
        for rule in read?.values ?? [] { sum.add(rule, model) }
        var page = sum.page()
        let lines = read?.exceptions ?? []
        page.exceptions += lines
        let failed = lines.count { $0.outcome == .failed }
        if failed > 0 { page.announced[.protectedBranch, default: 0] += Int64(failed) }
        page.exceptions += reviewerLines("\(mapping.address.page)/admin/default-reviewers")
        for (list, why) in (hidden ?? [:]).sorted(by: { $0.key < $1.key }) {
            page.exceptions.append(Self.line(hidden: list, why, sum.url))
        }
        return page
    }

    private func reviewerLines(_ url: String) -> [ImportException] {
        guard let (rows, exceptions) = defaultReviewers?.read(.defaultReviewer) else { return [] }
        return exceptions
            + rows.compactMap { row in
                row.user?.person.map { person in
                    ImportException(
                        kind: .defaultReviewer, sourceKey: SourceKey(person.identifier), sourceURL: url,
                        outcome: .skipped,
                        reason: "\(person.login.inOneLine) is asked to review every pull request"
                            + (row.type == "project" ? ", as in all repositories of its Bitbucket project" : ""),
                        cure: "add them as an approver where there are approval rules, or to CODEOWNERS")
                }
            }
    }

    private static func line(hidden list: String, _ why: String, _ url: String) -> ImportException {
        ImportException(
            kind: list == "default reviewers" ? .defaultReviewer : .protectedBranch,
            sourceKey: .hidden(list.inOneLine), sourceURL: url, outcome: .skipped,
            reason: "the \(list.inOneLine) could not be read: \(why)",
            cure: "fetch again what failed with an administrator's credential that has the scope, or set it up by hand")
    }
}

/// `GET R/effective-branching-model`: which branches are meant by the types that rules may name.
struct CloudBranchingModel: Decodable, Sendable {
    private var development: Branch?
    private var production: Branch?
    private var types: [BranchType]?

    private struct Branch: Decodable, Sendable {
        var name: String?
        var usesMainBranch: Bool?
        var branch: Named?

        struct Named: Decodable, Sendable {
            var name: String?

            enum CodingKeys: String, CodingKey {
                case name
            }
        }

        enum CodingKeys: String, CodingKey {
            case name
            case usesMainBranch = "use_mainbranch"
            case branch
        }

        var shown: String? { branch?.name?.unlessEmpty ?? name?.unlessEmpty }
    }

    private struct BranchType: Decodable, Sendable {
        var kind: String
        var prefix: String?

        enum CodingKeys: String, CodingKey {
            case kind
            case prefix
        }
    }

    enum CodingKeys: String, CodingKey {
        case development
        case production
        case types = "branch_types"
    }

    /// The repository's main branch, where the model says that it is used.
    var mainBranch: String? {
        [development, production].compactMap(\.self).first { $0.usesMainBranch == true }?.shown
    }

    /// The branch of a type, or a wildcard; `nil` where the model has none.
    func pattern(of type: String?) -> String? {
        switch type {
        case "development": development?.shown
        case "production": production?.shown
        default: types?.first { $0.kind == type }?.prefix?.unlessEmpty.map { "\($0)*" }
        }
    }
}
