import Model
import Outbound
import Remote
import RemoteREST

/// Looks ahead: what an import of a repository would find and cost. The server has no totals; the newest pull requests
/// tell how many there may be and what they are like.
struct BitbucketServerPlanner: Sendable {
    let facts: RepositoryFacts
    let origin: String?
    let remote: BitbucketServerRemote
    let settings: ImportSettings

    private var reader: BitbucketServerReader { remote.reader }

    func plan() async throws(ProbeError) -> SourcePlan {
        let clock = ContinuousClock()
        let start = clock.now
        let sample: Sample
        let isAdministrator: Bool
        do throws(SourceFault) {
            sample = try await look()
            isAdministrator = try await seesPermissions()
        } catch {
            throw ProbeError(error.error(what: "what there is in \(reader.repository)"))
        }
        let latency = Self.seconds(clock.now - start) / 2
        let spent = reader.transport.spending()
        return SourcePlan(
            facts: facts, counts: sample.counts, usesLFS: nil, access: access(isAdministrator),
            leftOut: leftOut(isAdministrator), costs: costs(sample), spent: spent, latency: latency,
            allowance: SourcePlan.Allowance(
                requestsAnHour: spent.requestsAnHour, requestsLeft: spent.requestsLeft, requestsAMinute: 0,
                pointsAMinute: 0))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    /// The newest pull requests.
    private struct Sample: Sendable {
        var rows: Int64
        /// Comments on those.
        var comments: Int64
        var active: Int64
        /// Rows the server gives at once.
        var pageSize: Int64
        /// All of them; where there are more than were looked at, the number of the newest, beyond which none are.
        var pullRequests: Int64
        var isWhole: Bool

        /// Of all pull requests, by what the newest are like.
        func scaled(_ count: Int64) -> Int64 {
            rows == 0 ? 0 : Int64((Double(count) / Double(rows) * Double(pullRequests)).rounded(.up))
        }

        var counts: [ObjectKind: Int64] {
            isWhole ? [.pullRequest: pullRequests, .note: comments] : [.pullRequest: pullRequests]
        }
    }

    private func look() async throws(SourceFault) -> Sample {
        let what = "the newest pull requests of \(reader.repository)"
        let (body, next) = try await reader.page(
            "pull_requests", reader.host.rest(reader.repository, path: "pull-requests"),
            [(name: "state", value: "ALL"), (name: "order", value: "NEWEST")], start: 0, what: what)
        let page: BitbucketServerPullRequests.Page
        do {
            page = try JSONText.decode(body, what: what)
        } catch {
            throw .remote(error)
        }
        let rows = Lenient.read(page.values, kind: .pullRequest).values
        let newest = rows.map(\.id).max() ?? 0
        return Sample(
            rows: Int64(rows.count), comments: rows.reduce(0) { $0 + ($1.properties?.commentCount ?? 0).asCount },
            active: Int64(rows.count { $0.activities != nil }), pageSize: max(1, Int64(rows.count)),
            pullRequests: next == nil ? Int64(rows.count) : newest.asCount, isWhole: next == nil)
    }

    private func seesPermissions() async throws(SourceFault) -> Bool {
        let url = reader.host.rest(reader.repository, path: "permissions/users")
        return try await reader.optional(
            url.with(query: [(name: "limit", value: "1")]), what: "the permissions of \(reader.repository)") != nil
    }

    /// By the same rules as the reader asks: a line for each collection.
    private func costs(_ sample: Sample) -> [SourcePlan.Cost] {
        let pages = sample.isWhole ? 1 : (sample.pullRequests + sample.pageSize - 1) / sample.pageSize
        return [
            // Each page says where the next one begins.
            SourcePlan.Cost("pull_requests", requests: pages, inRow: pages),
            SourcePlan.Cost("timelines", requests: sample.scaled(sample.active), inRow: 1),
            SourcePlan.Cost("collaborators", requests: reader.repository.isPersonal ? 2 : 4),
            // The default branch and the settings the probe has told.
            SourcePlan.Cost("protection", requests: 5),
            SourcePlan.Cost("left behind", requests: 3),
            SourcePlan.Cost("recount", requests: pages, inRow: pages),
        ]
            + (settings.commitCommentsImport
                ? [
                    SourcePlan.Cost(
                        "commit_comments",
                        note: "one for each file that each commit changes; how many is known when git is here")
                ] : [])
    }

    private func access(_ isAdministrator: Bool) -> [SourcePlan.Access] {
        let note = isAdministrator ? nil : "Bitbucket shows them to the repository's administrators"
        return [
            SourcePlan.Access(what: "permissions", isVisible: isAdministrator, note: note),
            SourcePlan.Access(what: "branch permissions", isVisible: isAdministrator, note: note),
        ]
    }

    private func leftOut(_ isAdministrator: Bool) -> [SourcePlan.LeftOut] {
        var left = [
            SourcePlan.LeftOut(
                what: "builds and reports",
                reason: "Bitbucket tells them for one commit at a time, and they are made anew"),
            SourcePlan.LeftOut(
                what: "webhooks and deploy keys", reason: "their secrets cannot be read: make them anew"),
            SourcePlan.LeftOut(
                what: "default reviewers, reviewer groups and required builds",
                reason: "there are no approval rules here; the report lists them"),
        ]
        if !settings.commitCommentsImport {
            left.append(
                SourcePlan.LeftOut(
                    what: "comments on commits",
                    reason:
                        "Bitbucket tells them for one file of one commit at a time only; --commit-comments asks for them"
                ))
        }
        if let origin {
            left.append(
                SourcePlan.LeftOut(
                    what: "the tie to \(origin.inOneLine)", count: 1,
                    reason: "the repository was forked from it; projects here are not tied together"))
        }
        if !isAdministrator {
            left += access(false).map { SourcePlan.LeftOut(what: $0.what, reason: "the account may not see them") }
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
