import Model

/// `GET /repositories/:id/pulls?state=all&sort=created&direction=asc`: a pull request.
struct GitHubPullRequest: GitHubRow {
    static let kind = ObjectKind.pullRequest
    static let path = "pulls"

    var id: Int64
    var number: Int64
    var title: String
    var body: String?
    var state: String
    var isDraft: Bool?
    var isLocked: Bool?
    var user: GitHubUser?
    var assignees: [GitHubUser?]?
    var requestedReviewers: [GitHubUser?]?
    var requestedTeams: [Team]?
    var labels: [GitHubLabelName]?
    var milestone: GitHubMilestoneNumber?
    var head: Branch
    var base: Branch
    var mergeCommit: String?
    var mergedAt: Timestamp?
    var closedAt: Timestamp?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var htmlURL: String

    struct Branch: Decodable, Sendable {
        var name: String
        var commit: String
        /// Who has the repository; `null` where the account is gone.
        var owner: GitHubUser?
        /// `null` where the fork is gone.
        var repository: Repository?

        enum CodingKeys: String, CodingKey {
            case name = "ref"
            case commit = "sha"
            case owner = "user"
            case repository = "repo"
        }
    }

    struct Repository: Decodable, Sendable {
        var id: Int64
        var fullName: String

        enum CodingKeys: String, CodingKey {
            case id
            case fullName = "full_name"
        }
    }

    struct Team: Decodable, Sendable {
        var slug: String?

        enum CodingKeys: String, CodingKey {
            case slug
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case number
        case title
        case body
        case state
        case isDraft = "draft"
        case isLocked = "locked"
        case user
        case assignees
        case requestedReviewers = "requested_reviewers"
        case requestedTeams = "requested_teams"
        case labels
        case milestone
        case head
        case base
        case mergeCommit = "merge_commit_sha"
        case mergedAt = "merged_at"
        case closedAt = "closed_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case htmlURL = "html_url"
    }

    func mapped() -> MappedPage {
        var page = MappedPage(drafts: [.mergeRequest(draft)])
        let teams = requestedTeams?.count ?? 0
        if teams > 0 {
            page.drafts.append(.itemDetails(teamDetails))
            page.exceptions.append(
                ImportException(
                    kind: .pullRequest, sourceKey: SourceKey(id), sourceURL: htmlURL, outcome: .degraded,
                    reason:
                        "a review was asked of \(teams == 1 ? "a team" : "\(teams) teams"); only people can be reviewers",
                    cure: "ask the members of the team who are still to review it"))
        }
        return page
    }

    /// Only teams of the organization that has the repository can be asked.
    private var teamDetails: ItemDetailsDraft {
        var details = ItemDetailsDraft(item: .mergeRequest, number: number, sourceURL: htmlURL)
        let organization = base.owner?.login ?? base.repository?.fullName.split(separator: "/").first.map { String($0) }
        details.requestedTeams = (requestedTeams ?? []).compactMap(\.slug).map {
            [organization, $0].compactMap(\.self).joined(separator: "/")
        }
        return details
    }

    private var draft: MergeRequestDraft {
        MergeRequestDraft(
            sourceKey: SourceKey(id), number: number, title: title.withoutNUL, body: body?.withoutNUL,
            state: mergedAt != nil ? .merged : state == "open" ? .opened : .closed, isDraft: isDraft ?? false,
            author: user?.person, assignees: (assignees ?? []).people,
            requestedReviewers: (requestedReviewers ?? []).people, labelTitles: (labels ?? []).map(\.name),
            milestoneNumber: milestone?.number, source: source, targetBranch: base.name,
            baseCommit: ObjectHash(base.commit), headCommit: ObjectHash(head.commit),
            // For all others it names a trial merge that nobody can fetch.
            mergeCommit: mergedAt == nil ? nil : mergeCommit.flatMap { ObjectHash($0) }, mergedAt: mergedAt,
            closedAt: closedAt, isLocked: isLocked ?? false, createdAt: createdAt, updatedAt: updatedAt,
            sourceURL: htmlURL)
    }

    private var source: MergeRequestDraft.SourceBranch {
        guard let repository = head.repository else {
            return .fork(owner: head.owner?.person?.login, repository: nil, branch: head.name)
        }
        if repository.id == base.repository?.id { return .sameRepository(branch: head.name) }
        return .fork(owner: head.owner?.person?.login, repository: repository.fullName, branch: head.name)
    }
}
