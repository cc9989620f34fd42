import Model
import Remote
import RemoteREST

/// Everything that protects branches of a repository: the answers as they came, put together in one page, because what
/// holds for a name is what all rules about it come to.
struct BitbucketServerProtection: Decodable, Sendable {
    var restrictions: [BitbucketServerPage<BitbucketServerRestriction>]?
    var model: BitbucketServerBranchModel?
    var defaultBranch: BitbucketServerBranch?
    var settings: BitbucketServerSettings?
    var reviewerConditions: [Lenient<BitbucketServerReviewerCondition>?]?
    var reviewerGroups: [BitbucketServerPage<BitbucketServerReviewerGroup>]?
    var requiredBuilds: [BitbucketServerPage<BitbucketServerRequiredBuild>]?
    /// Which of the lists the server does not show to this account.
    var hidden: [String]?

    enum CodingKeys: String, CodingKey {
        case restrictions
        case model
        case defaultBranch
        case settings
        case reviewerConditions
        case reviewerGroups
        case requiredBuilds
        case hidden
    }

    static func map(_ payload: [UInt8], at place: BitbucketServerPlace) throws(RemoteError) -> MappedPage {
        let protection: Self = try JSONText.decode(payload, what: "the branch permissions")
        return protection.mapped(at: place)
    }

    private func mapped(at place: BitbucketServerPlace) -> MappedPage {
        let pageURL = place.host.page(of: place.repository)
        let url = "\(pageURL)/settings"
        var sum = BitbucketServerProtectionSum(page: pageURL, defaultBranch: defaultBranch?.name, model: model)
        let rules = Lenient.read((restrictions ?? []).flatMap(\.values), kind: .protectedBranch)
        for rule in rules.values { sum.add(rule) }
        var lines = rules.exceptions
        if let settings { lines += settingsLines(settings, &sum, url) }
        let conditions = Lenient.read(reviewerConditions ?? [], kind: .defaultReviewer)
        lines += conditions.exceptions + conditions.values.map { $0.line(url) }
        let groups = Lenient.read((reviewerGroups ?? []).flatMap(\.values), kind: .reviewerGroup)
        lines += groups.exceptions + groups.values.map { $0.line(url) }
        let builds = Lenient.read((requiredBuilds ?? []).flatMap(\.values), kind: .requiredBuild)
        lines += builds.exceptions + builds.values.map { $0.line(url) }
        lines += (hidden ?? []).map(Self.line(hidden:))
        var page = sum.page()
        page.exceptions += lines
        page.announced = announced(page)
        return page
    }

    private func announced(_ page: MappedPage) -> [ObjectKind: Int64] {
        var counts: [ObjectKind: Int64] = [:]
        for draft in page.drafts {
            switch draft {
            case .protectedBranch: counts[.protectedBranch, default: 0] += 1
            case .protectedTag: counts[.protectedTag, default: 0] += 1
            default: break
            }
        }
        // One that moves to the next page while the list is read is on both.
        var seen: [ObjectKind: Set<SourceKey>] = [:]
        for exception in page.exceptions where exception.outcome != .degraded {
            guard seen[exception.kind, default: []].insert(exception.sourceKey).inserted else { continue }
            counts[exception.kind, default: 0] += 1
        }
        return counts
    }

    private func settingsLines(
        _ settings: BitbucketServerSettings, _ sum: inout BitbucketServerProtectionSum, _ url: String
    ) -> [ImportException] {
        var needs = settings.needs
        if settings.requiredAllTasksComplete == true, !sum.requireTasks() { needs.append(.tasks) }
        return needs.map { need in
            ImportException(
                kind: .repository, sourceKey: SourceKey("pull request settings: \(need.reason)"), sourceURL: url,
                outcome: .degraded, reason: need.reason, cure: need.cure)
        }
    }

    private static let lists = [
        "restrictions": (ObjectKind.protectedBranch, "branch permissions"),
        "settings": (.repository, "pull request settings"),
        "reviewerConditions": (.defaultReviewer, "default reviewers"),
        "reviewerGroups": (.reviewerGroup, "reviewer groups"),
        "requiredBuilds": (.requiredBuild, "required builds"),
        "model": (.protectedBranch, "the branching model"),
    ]

    private static func line(hidden list: String) -> ImportException {
        let (kind, words) = lists[list] ?? (.protectedBranch, "some rules")
        return ImportException(
            kind: kind, sourceKey: .hidden(list), sourceURL: nil,
            outcome: .skipped, reason: "Bitbucket does not show \(words) to this account",
            cure: "fetch again what failed with an administrator's account, or set up by hand what is wanted")
    }
}

extension BitbucketServerReviewerCondition {
    fileprivate func line(_ url: String) -> ImportException {
        let names = (reviewers ?? []).compactMap { $0?.shown }
        let target = targetRefMatcher?.shown ?? "any branch"
        let source = sourceRefMatcher.map { $0.type?.id == "ANY_REF" ? "" : " from \($0.shown)" } ?? ""
        let approvals = requiredApprovals.map { $0 > 0 ? ", of whom \($0) must approve" : "" } ?? ""
        return ImportException(
            kind: .defaultReviewer, sourceKey: SourceKey(id), sourceURL: url, outcome: .skipped,
            reason: "pull requests into \(target)\(source) ask \(BitbucketServerRequirement.list(names)) for "
                + "review\(approvals); here nobody is asked by default",
            cure: "Name them as code owners or in an approval rule")
    }
}

extension BitbucketServerReviewerGroup {
    fileprivate func line(_ url: String) -> ImportException {
        let names = (users ?? []).compactMap { $0?.shown }
        return ImportException(
            kind: .reviewerGroup, sourceKey: SourceKey(id), sourceURL: url, outcome: .skipped,
            reason: "the reviewer group \((name ?? "").inOneLine) has the members "
                + "\(BitbucketServerRequirement.list(names)); reviewers are asked one by one here",
            cure: "Make a group of them where they should be asked together")
    }
}

extension BitbucketServerRequiredBuild {
    fileprivate func line(_ url: String) -> ImportException {
        let names = (buildParentKeys ?? []).compactMap { $0?.inOneLine }
        return ImportException(
            kind: .requiredBuild, sourceKey: SourceKey(id), sourceURL: url, outcome: .skipped,
            reason: "pull requests into \(refMatcher?.shown ?? "any branch") need the builds "
                + "\(BitbucketServerRequirement.list(names))",
            cure: "Run them in a pipeline and require that pipelines succeed")
    }
}
