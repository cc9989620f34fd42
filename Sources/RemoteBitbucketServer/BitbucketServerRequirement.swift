/// A demand for which GitLab has no counterpart, in words for the ledger.
struct BitbucketServerRequirement: Sendable, Hashable {
    var reason: String
    var cure: String?

    static func exempt(_ names: [String], from type: String) -> Self {
        Self(
            reason: "\u{201C}\(type)\u{201D} does not hold for \(list(names)); here the role decides",
            cure: "Give Maintainer to those who are excepted")
    }

    static let deletions = Self(
        reason: "the branch may be deleted at the source", cure: "Lift the protection before deleting it")

    static func broader(_ pattern: String) -> Self {
        Self(
            reason: "\(pattern.inOneLine) has no exact counterpart; the wildcard covers more names",
            cure: "Protect the names that are meant one by one")
    }

    static func anywhere(_ pattern: String) -> Self {
        Self(
            reason: "at the source \(pattern.inOneLine) holds below any directory, and for tags too",
            cure: "Protect such tags, and such branches in other directories, where there are any")
    }

    static func unknownRule(_ type: String) -> Self {
        Self(
            reason: "the rule \u{201C}\(String(type.inOneLine.prefix(60)))\u{201D} has no counterpart",
            cure: "Look at it at the source; if it matters, report it as a gap of Landfall")
    }

    static let tasks = Self(
        reason: "all tasks must be done before a pull request is merged",
        cure: "Require that all threads are resolved in the merge request settings")

    static func approvals(_ who: String) -> Self {
        Self(
            reason: "\(who) must approve a pull request before it is merged",
            cure: "Add an approval rule where there is one to be had")
    }

    static func builds(_ count: Int64) -> Self {
        Self(
            reason: "\(count == 1 ? "a build" : "\(count) builds") must have succeeded before a pull request is merged",
            cure: "Run them in a pipeline and require that pipelines succeed")
    }

    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).joined(separator: ", ")
        return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
    }
}

extension BitbucketServerSettings {
    /// What pull requests need and merge requests here cannot be made to need.
    var needs: [BitbucketServerRequirement] {
        var needs: [BitbucketServerRequirement] = []
        if let count = requiredApprovers?.count, count > 0 { needs.append(.approvals("\(count)")) }
        if requiredAllApprovers == true { needs.append(.approvals("all reviewers")) }
        if let count = requiredSuccessfulBuilds?.count, count > 0 { needs.append(.builds(count)) }
        return needs
    }
}
