public import Model
public import Store

/// Rules that propose accounts for many source users at once: by a CSV, by names that follow a pattern and by public
/// addresses, never by likeness.
public struct MatchRules: Sendable {
    /// `*-acme` to `*`: what the star stands for in the source's login stands for it in the username.
    public struct LoginPattern: Sendable, Hashable {
        public var source: String
        public var target: String

        /// - Returns: `nil` unless both have exactly one star.
        public init?(source: String, target: String) {
            guard source.count(where: { $0 == "*" }) == 1, target.count(where: { $0 == "*" }) == 1 else { return nil }
            self.source = source
            self.target = target
        }

        func username(for login: String) -> String? {
            let parts = source.lowercased().split(separator: "*", omittingEmptySubsequences: false)
            let login = login.lowercased()
            guard parts.count == 2, login.count > parts[0].count + parts[1].count, login.hasPrefix(parts[0]),
                login.hasSuffix(parts[1])
            else { return nil }
            let stem = login.dropFirst(parts[0].count).dropLast(parts[1].count)
            return target.replacing("*", with: stem)
        }
    }

    public var patterns: [LoginPattern]
    public var matchesPublicEmail: Bool

    private let lines: [LineKey: PlaceholderCSV.Line]

    private struct LineKey: Hashable {
        var host, importKind, identifier: String
    }

    /// - Parameter csv: GitLab's CSV of placeholder reassignments, filled in.
    /// - Throws: ``PlaceholderCSV/Problem``.
    public init(
        patterns: [LoginPattern], matchesPublicEmail: Bool, csv: String? = nil
    ) throws(PlaceholderCSV.Problem) {
        self.patterns = patterns
        self.matchesPublicEmail = matchesPublicEmail
        var lines: [LineKey: PlaceholderCSV.Line] = [:]
        if let csv {
            for line in try PlaceholderCSV.lines(csv) where line.username != nil || line.email != nil {
                lines[LineKey(host: line.host, importKind: line.importKind, identifier: line.identifier)] = line
            }
        }
        self.lines = lines
    }

    /// What the rules say of one source user.
    public struct Proposal: Sendable {
        public var sourceUser: SourceUser
        /// `nil` where a line of the CSV names nobody.
        public var assignee: User?
        /// `csv`, `login_pattern` or `public_email`.
        public var rule: String
        /// Why nothing comes of it; `nil` where it is (or would be) reassigned.
        public var refusal: String?
    }

    /// All source users that await a decision and that a rule names an account for. Where rules disagree, or lead two
    /// people to one account, nothing is proposed but a refusal that says so.
    public func proposals(
        root: NamespaceID, askedBy requester: User, in connection: any ReadConnection
    ) throws -> [Proposal] {
        var proposals: [Proposal] = []
        let filter = SourceUsers.Filter(root: root, statuses: [.pendingReassignment, .rejected])
        var last: SourceUserID?
        while true {
            let batch = try SourceUsers.list(filter, after: last, limit: 500, in: connection)
            for sourceUser in batch {
                if let proposal = try proposal(for: sourceUser, requester, in: connection) {
                    proposals.append(proposal)
                }
            }
            guard batch.count == 500 else { break }
            last = batch.last?.id
        }
        return refusingShared(proposals)
    }

    private func proposal(
        for sourceUser: SourceUser, _ requester: User, in connection: any ReadConnection
    ) throws -> Proposal? {
        var found: [(user: User?, rule: String)] = []
        let key = LineKey(
            host: sourceUser.hostname, importKind: sourceUser.importKind.rawValue, identifier: sourceUser.identifier)
        if let line = lines[key] { found.append((try line.assignee(askedBy: requester, in: connection), "csv")) }
        for pattern in patterns {
            guard let username = sourceUser.username.flatMap(pattern.username(for:)),
                let user = try Users.find(username: username, in: connection), user.kind == .human
            else { continue }
            found.append((user, "login_pattern"))
        }
        if matchesPublicEmail, let email = sourceUser.publicEmail,
            let user = try AssigneeSearch.user(email: email, askedBy: requester, in: connection)
        {
            found.append((user, "public_email"))
        }
        guard let first = found.first else { return nil }
        let agrees = found.allSatisfy { $0.user?.id == first.user?.id }
        return Proposal(
            sourceUser: sourceUser, assignee: first.user, rule: first.rule,
            refusal: !agrees
                ? "The rules lead to different users." : first.user == nil ? PlaceholderCSV.noMatch : nil)
    }

    private func refusingShared(_ proposals: [Proposal]) -> [Proposal] {
        let users = Dictionary(grouping: proposals.filter { $0.assignee != nil }) { proposal in
            [
                proposal.sourceUser.hostname, proposal.sourceUser.importKind.rawValue,
                proposal.assignee?.username ?? "",
            ]
        }
        let shared = Set(users.values.filter { $0.count > 1 }.flatMap { $0 }.map(\.sourceUser.id))
        return proposals.map { proposal in
            var proposal = proposal
            if proposal.refusal == nil, shared.contains(proposal.sourceUser.id) {
                proposal.refusal = "The rules lead several source users to this user."
            }
            return proposal
        }
    }

    /// Reassigns what is proposed.
    /// - Returns: the proposals, with what was refused.
    public func apply(
        _ proposals: [Proposal], by requester: User, confirmation: SourceUserDecisions.Confirmation = .usual,
        with decisions: SourceUserDecisions
    ) throws -> [Proposal] {
        try proposals.map { proposal in
            guard proposal.refusal == nil else { return proposal }
            var proposal = proposal
            do {
                proposal.sourceUser = try decisions.reassign(
                    proposal.sourceUser.id, to: proposal.assignee, by: requester, confirmation: confirmation)
            } catch let refusal as ReassignmentRefusal {
                proposal.refusal = refusal.message
            }
            return proposal
        }
    }
}
