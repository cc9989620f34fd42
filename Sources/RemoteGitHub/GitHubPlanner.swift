import Model
import Outbound
import Remote
import RemoteREST

/// Looks ahead: what an import of a repository would find and cost. Three requests and a point behind the probe.
struct GitHubPlanner: Sendable {
    let facts: RepositoryFacts
    let scopes: String?
    let remote: GitHubRemote
    let settings: ImportSettings

    private var reader: GitHubReader { remote.reader }

    func plan() async throws(ProbeError) -> SourcePlan {
        let clock = ContinuousClock()
        let start = clock.now
        let found: Found
        do {
            found = try await look()
        } catch {
            throw ProbeError(error.error(what: "what there is in \(reader.name)"))
        }
        let spent = reader.transport.spending()
        let latency = Self.seconds(clock.now - start) / Double(max(1, found.answers))
        let estimate = estimate(found)
        return SourcePlan(
            facts: facts, counts: found.counts, usesLFS: found.repository.usesLFS, access: access,
            leftOut: leftOut(found), costs: costs(estimate), spent: spent, latency: latency,
            allowance: allowance(spent))
    }

    private struct Found: Sendable {
        var counts: [ObjectKind: Int64]
        var repository: GitHubPlanQuery.Repository
        var answers: Int
    }

    private func look() async throws(SourceFault) -> Found {
        let query = GitHubPlanQuery.query(reader.name)
        let body = try await reader.ask(query)
        let answer: GraphQLAnswer<GitHubPlanQuery>
        do {
            answer = try GitHubRows.decode(body, what: query.what)
        } catch {
            throw .remote(error)
        }
        guard let repository = answer.data?.repository else { throw .remote(.notFound(what: "the repository")) }
        let totals: [ObjectKind: GitHubCounts.Total?] = [
            .label: repository.labels, .milestone: repository.milestones, .release: repository.releases,
            .issue: repository.issues, .pullRequest: repository.pullRequests, .discussion: repository.discussions,
        ]
        var counts = totals.compactMapValues { $0?.totalCount }
        counts[.note] = try await reader.count(of: .comments) ?? 0
        counts[.diffNote] = try await reader.count(of: .reviewComments) ?? 0
        return Found(counts: counts, repository: repository, answers: 3)
    }

    private func estimate(_ found: Found) -> GitHubEstimate {
        GitHubEstimate(
            counts: found.counts, people: found.repository.people?.totalCount ?? 0,
            discussions: found.repository.discussions?.totalCount ?? 0, settings: settings,
            permissions: facts.permissions)
    }

    private func costs(_ estimate: GitHubEstimate) -> [SourcePlan.Cost] {
        Collection.allCases.filter { remote.supports($0) }.map { estimate.cost(of: $0) } + [
            estimate.leftBehind, estimate.recount,
        ]
    }

    /// github.com names its limits in its answers; an Enterprise server that has none names none.
    private func allowance(_ spent: RemoteSpending) -> SourcePlan.Allowance {
        SourcePlan.Allowance(
            requestsAnHour: spent.requestsAnHour, requestsLeft: spent.requestsLeft,
            pointsAnHour: spent.pointsAnHour, pointsLeft: spent.pointsLeft,
            requestsAMinute: Int64(BudgetRules.gitHub.restPointsPerMinute ?? 0),
            pointsAMinute: Int64(BudgetRules.gitHub.graphQLPointsPerMinute ?? 0))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

// MARK: - What is out of sight and what is left out

extension GitHubPlanner {
    private var access: [SourcePlan.Access] {
        let permissions = facts.permissions
        let mayPush = permissions?.mayPush ?? false
        let isAdministrator = permissions?.isAdministrator ?? false
        return [
            SourcePlan.Access(
                what: "scopes of the access token", isVisible: scopes != nil,
                note: scopes ?? "the source does not say which: a fine-grained token or an app's"),
            SourcePlan.Access(
                what: "collaborators", isVisible: mayPush,
                note: mayPush ? nil : "GitHub shows them to whoever may push"),
            SourcePlan.Access(
                what: "draft releases", isVisible: mayPush,
                note: mayPush ? nil : "GitHub shows them to whoever may push"),
            SourcePlan.Access(
                what: "branch protection", isVisible: isAdministrator,
                note: isAdministrator ? nil : "GitHub shows it to the repository's administrators; rulesets to all"),
        ]
    }

    private func leftOut(_ found: Found) -> [SourcePlan.LeftOut] {
        var left = [
            SourcePlan.LeftOut(
                what: "discussions", count: found.counts[.discussion],
                reason: "GitLab has no counterpart"),
            SourcePlan.LeftOut(what: "Projects boards", reason: "they belong to the owner, not to the repository"),
            SourcePlan.LeftOut(
                what: "Actions runs, artifacts and secrets",
                reason: "their files come with git; runs and artifacts expire, secrets cannot be read"),
            SourcePlan.LeftOut(what: "packages", reason: "they belong to the owner, not to the repository"),
            SourcePlan.LeftOut(
                what: "webhooks and deploy keys", reason: "their secrets cannot be read: make them anew"),
        ]
        if !settings.attachmentsImport {
            left.append(SourcePlan.LeftOut(what: "attachments", reason: "attachments_import was not chosen"))
        }
        if !settings.collaboratorsImport {
            left.append(SourcePlan.LeftOut(what: "collaborators", reason: "collaborators_import was not chosen"))
        }
        left += access.filter { !$0.isVisible && $0.what != "scopes of the access token" }.map {
            SourcePlan.LeftOut(what: $0.what, reason: "the access token may not see it")
        }
        return left
    }
}

extension ProbeError {
    /// What reading found, in the cases an import is refused for.
    init(_ error: RemoteError) {
        switch error {
        case .unauthorized, .forbidden: self = .noReadAccess
        case .rateLimited: self = .rateLimited
        case .refusedAddress(let reason): self = .refusedAddress(hostname: "", reason: reason)
        case .notFound: self = .sourceError(body: "\(error)", status: 404)
        case .unavailable, .malformed, .cancelled: self = .unreachable("\(error)")
        }
    }
}
