/// A demand of a branch or tag rule for which GitLab has no counterpart, in words for the ledger.
struct GitHubRequirement: Sendable, Hashable {
    var reason: String
    var cure: String?

    static func statusChecks(_ names: [String], isStrict: Bool) -> Self {
        Self(
            reason: "status checks must pass\(list(names))\(isStrict ? ", on a branch that is up to date" : "")",
            cure: "run them in a pipeline and require that pipelines succeed")
    }

    static func approvals(_ count: Int) -> Self {
        Self(
            reason: "\(count) approving review\(count == 1 ? "" : "s") must be given",
            cure: "add an approval rule where there is one to be had")
    }

    static let staleReviews = Self(
        reason: "approvals lapse with new commits", cure: "set the project's approvals to be removed by new commits")
    static let dismissals = Self(reason: "only some may dismiss reviews")
    static let lastPush = Self(
        reason: "somebody other than who pushed last must approve",
        cure: "prevent approval by those who add commits in the approval settings")
    static let signatures = Self(reason: "commits must be signed", cure: "add a push rule that rejects unsigned ones")
    static let linearHistory = Self(
        reason: "the history must be linear", cure: "choose fast-forward merges in the merge request settings")
    static let mergeQueue = Self(reason: "merging goes through a queue", cure: "use merge trains where there are any")
    static let deletions = Self(
        reason: "the branch may be deleted at the source", cure: "lift the protection before deleting it")
    static let administrators = Self(
        reason: "administrators may pass over the rules at the source; here they hold for everybody",
        cure: "lift the protection for as long as it is in the way")
    static let creations = Self(reason: "only some may create branches of this name")
    static let threads = Self(
        reason: "threads must be resolved before merging; GitLab demands that for the whole project only",
        cure: "require it in the merge request settings where it should hold for every branch")

    static func deployments(_ names: [String]) -> Self {
        Self(reason: "deployments must have succeeded\(list(names))", cure: "make them jobs of a pipeline")
    }

    static func pushers(_ names: [String], of count: Int) -> Self {
        guard count > 0 else { return Self(reason: "nobody but administrators may push; here Maintainers may") }
        let more = count > names.count ? " and \(count - names.count) more" : ""
        return Self(
            reason: "only \(names.isEmpty ? "\(count) named" : clean(names.joined(separator: ", ")) + more) may push; "
                + "here the role decides",
            cure: "give Maintainer to those who may")
    }

    static func bypass(_ names: [String], of count: Int) -> Self {
        Self(
            reason: "\(count) may pass over the rules\(list(names)); here the rules hold for everybody",
            cure: "let them push by their role where they must")
    }

    static func excluded(_ patterns: [String]) -> Self {
        Self(
            reason: "exceptions are made for some names\(list(patterns)), which are protected here as well",
            cure: "protect the branches by name instead of by wildcard")
    }

    static func broader(_ pattern: String) -> Self {
        Self(
            reason: "\(clean(pattern)) has no exact counterpart; the wildcard covers more names",
            cure: "protect the names that are meant one by one")
    }

    static func rule(_ type: String) -> Self {
        let words = clean(type.lowercased().replacing("_", with: " "))
        return Self(reason: "the rule \u{201C}\(words)\u{201D} has no counterpart")
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "" : " (\(clean(names.joined(separator: ", "))))"
    }

    /// Names out of a rule, fit for one line.
    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }).prefix(300))
    }
}
