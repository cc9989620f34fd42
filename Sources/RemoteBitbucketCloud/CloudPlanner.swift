import Model
import Outbound
import Remote
import RemoteREST

/// Looks ahead: what an import of a repository would find and cost. A page of pull requests and a count of issues
/// tell; what the credential may see is asked of each kind once.
struct CloudPlanner: Sendable {
    let facts: RepositoryFacts
    let reader: CloudReader
    let settings: ImportSettings

    func plan() async throws(ProbeError) -> SourcePlan {
        let clock = ContinuousClock()
        let start = clock.now
        let found: Found
        do {
            found = try await look()
        } catch {
            throw ProbeError(reading: error.error(what: "what there is in \(reader.address.fullName)"))
        }
        let spent = reader.transport.spending()
        let latency = Self.seconds(clock.now - start) / 4
        return SourcePlan(
            facts: facts, counts: found.counts, usesLFS: nil, access: found.access, leftOut: leftOut(found),
            costs: CloudEstimate(sample: found.sample, counts: found.counts, settings: settings).costs, spent: spent,
            latency: latency, allowance: Self.allowance(spent))
    }

    struct Found: Sendable {
        var counts: [ObjectKind: Int64] = [:]
        var sample = CloudSample()
        var access: [SourcePlan.Access] = []
    }

    private func look() async throws(SourceFault) -> Found {
        var found = Found()
        let parameters =
            CloudReader.allStates + [
                (name: "sort", value: "-created_on"), (name: "pagelen", value: "50"),
                (name: "fields", value: "size,values.comment_count,values.task_count"),
            ]
        let what = "the pull requests of \(reader.address.fullName)"
        let body = try await reader.get(
            reader.address.api("pullrequests").with(query: parameters), what: what
        ).reading(what)
        found.sample = try CloudReader.decoded(body, what)
        found.counts[.pullRequest] = (found.sample.size ?? 0).asCount
        found.counts[.issue] = try await reader.countOfIssues()
        found.access = [
            try await access("branch restrictions", "branch-restrictions"),
            try await access("permissions", "permissions-config/users"),
        ]
        return found
    }

    private func access(_ what: String, _ path: String) async throws(SourceFault) -> SourcePlan.Access {
        do throws(SourceFault) {
            _ = try await reader.size(path)
            return SourcePlan.Access(what: what, isVisible: true)
        } catch .remote(let error) {
            guard let why = error.refusal else { throw .remote(error) }
            return SourcePlan.Access(what: what, isVisible: false, note: why)
        }
    }

    private func leftOut(_ found: Found) -> [SourcePlan.LeftOut] {
        var left = [
            SourcePlan.LeftOut(
                what: "pipelines, deployments and their variables",
                reason: "runs belong to the system that made them; values of secured variables cannot be read"),
            SourcePlan.LeftOut(
                what: "webhooks and access keys", reason: "their secrets cannot be read: make them anew"),
            SourcePlan.LeftOut(
                what: "build statuses and reports\(settings.commitCommentsImport ? "" : ", and comments on commits")",
                reason: "the source has them for each commit apart, and no list"),
        ]
        if reader.hasNoTracker {
            left.append(
                SourcePlan.LeftOut(
                    what: "issues",
                    reason: "there is no tracker: Atlassian switched all of them off in August 2026"))
        } else if found.counts[.issue] == nil {
            left.append(
                SourcePlan.LeftOut(what: "issues", reason: "the credential lacks a scope (read:issue:bitbucket)"))
        }
        if !facts.hasWiki {
            left.append(
                SourcePlan.LeftOut(
                    what: "the wiki", reason: "there is none: Atlassian switched all of them off in August 2026"))
        }
        left += found.access.filter { !$0.isVisible }.map {
            SourcePlan.LeftOut(what: $0.what, reason: $0.note ?? "the credential may not see it")
        }
        return left
    }

    /// Where the answers name no limit, the documented one holds ("API request limits"): 1,000 an hour for a person.
    private static func allowance(_ spent: RemoteSpending) -> SourcePlan.Allowance {
        SourcePlan.Allowance(
            requestsAnHour: spent.requestsAnHour ?? 1000, requestsLeft: spent.requestsLeft, requestsAMinute: 0,
            pointsAMinute: 0)
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

extension ProbeError {
    /// What reading found, in the cases an import is refused for.
    init(reading error: RemoteError) {
        switch error {
        case .unauthorized: self = .noReadAccess
        case .forbidden: self = .sourceError(body: "\(error)", status: 403)
        case .rateLimited: self = .rateLimited
        case .refusedAddress(let reason): self = .refusedAddress(hostname: "", reason: reason)
        case .notFound: self = .sourceError(body: "\(error)", status: 404)
        case .unavailable, .malformed, .cancelled: self = .unreachable("\(error)")
        }
    }
}
