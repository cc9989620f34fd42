import Importer
import Model
import Store

/// Rules that map many source users at once, with a preview.
struct SourceUserMatchRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.upload(
            "groups/:id/source_users/match", limit: PlaceholderCSV.Limits.bytes + (64 << 10), use: match)
    }

    /// Nothing changes unless `dry_run` is given as false.
    @Sendable private func match(_ request: APIRequest) async throws -> Answer {
        let (rules, isDryRun) = try request.read { p in
            let source = p.optional("login_pattern", String.self)
            let target = p.optional("username_pattern", String.self)
            let matchesEmail = p.optional("public_email", Bool.self) ?? false
            let csv = p.optionalFile("file")?.content
            p.atLeastOne(of: "file", "login_pattern", "public_email")
            var patterns: [MatchRules.LoginPattern] = []
            if let source {
                if let pattern = MatchRules.LoginPattern(source: source, target: target ?? "*") {
                    patterns.append(pattern)
                } else {
                    p.fail("login_pattern and username_pattern must have exactly one * each")
                }
            }
            let isDryRun = p.optional("dry_run", Bool.self) ?? true
            do {
                return (
                    try MatchRules(patterns: patterns, matchesPublicEmail: matchesEmail, csv: csv), isDryRun
                )
            } catch {
                throw APIError.unprocessable("\(error)")
            }
        }
        let proposals = try await api.write(request) { lookup, connection in
            let (root, requester) = (try lookup.managedRoot(), try lookup.account())
            let proposals = try rules.proposals(root: root.id, askedBy: requester, in: connection)
            if isDryRun { return proposals }
            return try rules.apply(
                proposals, by: requester, with: api.decisions(for: lookup, in: connection))
        }
        for proposal in proposals where !isDryRun && proposal.sourceUser.status == .awaitingApproval {
            api.notify(.requested(proposal.sourceUser))
        }
        return .created(
            MatchAnswer(isDryRun: isDryRun, proposals: proposals, externalURL: api.externalURL))
    }
}

private struct MatchAnswer: Entity {
    var isDryRun: Bool
    var proposals: [MatchRules.Proposal]
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("dry_run", isDryRun)
        object.add("matched", proposals.count { $0.refusal == nil })
        object.add("failed", proposals.count { $0.refusal != nil })
        object.add("matches", proposals.map { ProposalAnswer(proposal: $0, externalURL: externalURL) })
    }
}

private struct ProposalAnswer: Entity {
    var proposal: MatchRules.Proposal
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("source_user_id", proposal.sourceUser.id)
        object.add("source_username", proposal.sourceUser.username)
        object.add("source_name", proposal.sourceUser.name)
        object.add("source_hostname", proposal.sourceUser.hostname)
        object.add("status", proposal.sourceUser.status)
        object.add("rule", proposal.rule)
        object.add("user", proposal.assignee.map { UserBasicAnswer(user: $0, externalURL: externalURL) })
        object.add("error", proposal.refusal)
    }
}
