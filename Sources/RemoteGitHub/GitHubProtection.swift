import Foundation
import Model
import Remote
import RemoteREST

/// Everything that protects branches and tags of a repository: the answers as they came, put together in one page,
/// because what holds for a name is what all rules about it come to.
struct GitHubProtection: Decodable, Sendable {
    var answers: [GraphQLAnswer<Answer>]
    /// Patterns of the deprecated tag protection, which only some servers still have.
    var tagProtection: [Lenient<TagProtection>?]?
    /// Why some of it could not be read.
    var unreadable: String?

    enum CodingKeys: String, CodingKey {
        case answers
        case tagProtection
        case unreadable
    }

    struct Answer: Decodable, Sendable {
        var repository: Repository?

        enum CodingKeys: String, CodingKey {
            case repository
        }
    }

    struct Repository: Decodable, Sendable {
        var url: String?
        var viewerCanAdminister: Bool?
        var defaultBranchRef: Ref?
        var branchProtectionRules: GraphQLConnection<GitHubBranchRule>?
        var rulesets: GraphQLConnection<GitHubRuleset>?

        enum CodingKeys: String, CodingKey {
            case url
            case viewerCanAdminister
            case defaultBranchRef
            case branchProtectionRules
            case rulesets
        }

        /// What further pages are to be asked for.
        var further: [GitHubProtectionQueries.Part] {
            [
                branchProtectionRules?.pageInfo?.next.map { .rules(after: $0) },
                rulesets?.pageInfo?.next.map { .rulesets(after: $0) },
            ].compactMap(\.self)
        }
    }

    struct Ref: Decodable, Sendable {
        var name: String

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    struct TagProtection: Decodable, Sendable {
        var id: Int64
        var pattern: String

        enum CodingKeys: String, CodingKey {
            case id
            case pattern
        }
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let protection: Self = try GitHubRows.decode(payload, what: "the protection of branches")
        return protection.mapped()
    }

    private func mapped() -> MappedPage {
        let repositories = answers.compactMap(\.data?.repository)
        var sum = GitHubProtectionSum(
            page: repositories.compactMap(\.url).first ?? "",
            defaultBranch: repositories.compactMap(\.defaultBranchRef?.name).first,
            isAdministered: repositories.contains { $0.viewerCanAdminister == true })
        var rules = 0
        for repository in repositories {
            let read = repository.branchProtectionRules?.read(kind: .protectedBranch)
            for rule in read?.nodes ?? [] { sum.add(rule) }
            let sets = repository.rulesets?.read(kind: .protectedBranch)
            for ruleset in sets?.nodes ?? [] { sum.add(ruleset) }
            sum.exceptions += (read?.exceptions ?? []) + (sets?.exceptions ?? [])
            rules += read?.nodes.count ?? 0
        }
        let tags = Lenient.read(tagProtection ?? [], kind: .protectedTag)
        for tag in tags.values { sum.add(tag) }
        sum.exceptions += tags.exceptions
        if rules == 0, !sum.isAdministered { sum.exceptions.append(Self.hidden) }
        if let unreadable { sum.exceptions.append(Self.line(unreadable)) }
        return sum.page()
    }

    private static let hidden = ImportException(
        kind: .protectedBranch, sourceKey: .hidden("branch protection"), sourceURL: nil, outcome: .skipped,
        reason: "GitHub shows branch protection only to administrators, and this token's account is none",
        cure: "fetch again what failed with an administrator's token, or protect the branches by hand")

    private static func line(_ reason: String) -> ImportException {
        ImportException(
            kind: .protectedBranch, sourceKey: .hidden("protection"), sourceURL: nil, outcome: .skipped,
            reason: "not all rules could be read: \(reason)",
            cure: "fetch again what failed, or look at the source's rules and protect the branches by hand")
    }
}
