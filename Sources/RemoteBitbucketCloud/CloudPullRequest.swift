import Model
import Remote
import RemoteREST

/// `GET R/pullrequests?state=…&sort=created_on`: a pull request.
struct CloudPullRequest: CloudRow {
    static let kind = ObjectKind.pullRequest

    var id: Int64
    var title: String
    var description: String?
    var state: String
    var isDraft: Bool?
    var reason: String?
    var author: CloudUser?
    var closedBy: CloudUser?
    var reviewers: [CloudUser?]?
    var participants: [CloudParticipant?]?
    var source: Side?
    var destination: Side?
    var mergeCommit: CloudUpdate.Side.Hash?
    var closesSourceBranch: Bool?
    var commentCount: Int64?
    var taskCount: Int64?
    var createdAt: Timestamp
    var updatedAt: Timestamp

    /// Each part of it may be gone.
    struct Side: Decodable, Sendable {
        var branch: CloudUpdate.Side.Named?
        var commit: CloudUpdate.Side.Hash?
        var repository: Repository?

        struct Repository: Decodable, Sendable {
            var uuid: String?
            var fullName: String?

            enum CodingKeys: String, CodingKey {
                case uuid
                case fullName = "full_name"
            }
        }

        enum CodingKeys: String, CodingKey {
            case branch
            case commit
            case repository
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case title
        case description
        case state
        case isDraft = "draft"
        case reason
        case author
        case closedBy = "closed_by"
        case reviewers
        case participants
        case source
        case destination
        case mergeCommit = "merge_commit"
        case closesSourceBranch = "close_source_branch"
        case commentCount = "comment_count"
        case taskCount = "task_count"
        case createdAt = "created_on"
        case updatedAt = "updated_on"
    }

    /// Reviewers and participants are told only where they are asked for.
    static func fields(_ path: String) -> [String] {
        let sides = ["source", "destination"].flatMap { side in
            ["branch.name", "commit.hash", "repository.uuid", "repository.full_name"].map { "\(path).\(side).\($0)" }
        }
        return [
            "id", "title", "description", "state", "draft", "reason", "merge_commit.hash", "close_source_branch",
            "comment_count", "task_count", "created_on", "updated_on",
        ].map { "\(path).\($0)" } + sides + CloudUser.fields("\(path).author") + CloudUser.fields("\(path).closed_by")
            + CloudUser.fields("\(path).reviewers") + CloudParticipant.fields("\(path).participants")
    }

    /// Short names of commits on it.
    var hashes: [String] { [source?.commit?.hash, destination?.commit?.hash, mergeCommit?.hash].compactMap(\.self) }

    func mapped(_ mapping: CloudMapping) -> MappedPage {
        let url = mapping.address.pullRequest(id)
        var page = MappedPage(drafts: [.mergeRequest(draft(mapping, url))])
        if let details = details(url) { page.drafts.append(.itemDetails(details)) }
        page.drafts += (participants ?? []).compactMap { $0?.draft(on: id, url) }.map { .reviewerState($0) }
        page.exceptions += (participants ?? []).enumerated().filter { $0.element == nil }.map { index, _ in
            ImportException(
                kind: .review, sourceKey: SourceKey("participant \(index + 1) of pull request \(id)"), sourceURL: url,
                outcome: .failed, reason: "the source's answer does not say who it is", cure: Cure.report)
        }
        let pull = Announcement.key(of: .mergeRequest, number: id)
        page.announcements = [
            Announcement(kind: .note, of: .mergeRequest, number: id, count: (commentCount ?? 0).asCount),
            // Apart from the comments, because it is told apart.
            Announcement(
                kind: .note, sourceKey: SourceKey("\(pull):tasks"), number: id, count: (taskCount ?? 0).asCount),
        ]
        page.items = [ItemMark(item: .mergeRequest, number: id, updatedAt: updatedAt)]
        if Self.states[state] == nil {
            page.exceptions.append(degraded(url, "its state \(state.inOneLine) is not known: it is kept open", nil))
        }
        if state == "OPEN", closesSourceBranch == true {
            page.exceptions.append(
                degraded(
                    url, "its source branch was to be deleted when it is merged, which is not kept",
                    "choose it again when merging"))
        }
        return page
    }

    private func degraded(_ url: String, _ reason: String, _ cure: String?) -> ImportException {
        ImportException(
            kind: .pullRequest, sourceKey: SourceKey(id), sourceURL: url, outcome: .degraded, reason: reason, cure: cure
        )
    }

    /// A superseded one was closed because another took its place.
    static let states: [String: MergeRequest.State] = [
        "OPEN": .opened, "MERGED": .merged, "DECLINED": .closed, "SUPERSEDED": .closed,
    ]

    private func draft(_ mapping: CloudMapping, _ url: String) -> MergeRequestDraft {
        MergeRequestDraft(
            sourceKey: SourceKey(id), number: id, title: title.withoutNUL,
            body: description?.unlessEmpty?.withoutNUL, state: Self.states[state] ?? .opened,
            isDraft: isDraft ?? false, author: author?.person, assignees: [],
            requestedReviewers: (reviewers ?? []).people, labelTitles: [], milestoneNumber: nil, source: branch,
            targetBranch: destination?.branch?.name?.unlessEmpty?.withoutNUL ?? "unknown",
            baseCommit: mapping.commit(destination?.commit?.hash), headCommit: mapping.commit(source?.commit?.hash),
            mergeCommit: mapping.commit(mergeCommit?.hash), mergedAt: nil, closedAt: nil, isLocked: false,
            createdAt: createdAt, updatedAt: updatedAt, sourceURL: url)
    }

    private var branch: MergeRequestDraft.SourceBranch {
        let name = source?.branch?.name?.unlessEmpty?.withoutNUL ?? "pull-request-\(id)"
        guard let repository = source?.repository else { return .fork(owner: nil, repository: nil, branch: name) }
        if let uuid = repository.uuid, uuid == destination?.repository?.uuid { return .sameRepository(branch: name) }
        let fullName = repository.fullName?.unlessEmpty?.withoutNUL
        let owner = fullName?.split(separator: "/").first.map { String($0) }
        return .fork(owner: owner, repository: fullName, branch: name)
    }

    /// Who ended it; when it was, the activity tells.
    private func details(_ url: String) -> ItemDetailsDraft? {
        guard let person = closedBy?.person else { return nil }
        var details = ItemDetailsDraft(item: .mergeRequest, number: id, sourceURL: url)
        switch Self.states[state] {
        case .merged: details.mergedBy = person
        case .closed: details.closedBy = person
        default: return nil
        }
        return details
    }
}

/// Somebody's part in a pull request, with the verdict as it is in the end.
struct CloudParticipant: Decodable, Sendable {
    var user: CloudUser?
    var role: String?
    var isApproved: Bool?
    var state: String?
    var participatedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case user
        case role
        case isApproved = "approved"
        case state
        case participatedAt = "participated_on"
    }

    static func fields(_ path: String) -> [String] {
        ["role", "approved", "state", "participated_on"].map { "\(path).\($0)" } + CloudUser.fields("\(path).user")
    }

    /// Whoever only took part is no reviewer; a reviewer without a verdict may have taken one back.
    func draft(on number: Int64, _ url: String) -> ReviewerStateDraft? {
        guard let person = user?.person else { return nil }
        let verdict: Reviewer.State? =
            switch state {
            case "approved": .approved
            case "changes_requested": .requestedChanges
            default: isApproved == true ? .approved : nil
            }
        guard verdict != nil || role == "REVIEWER" else { return nil }
        return ReviewerStateDraft(
            mergeRequestNumber: number, person: person, state: verdict ?? .unreviewed,
            reviewedAt: verdict == nil ? nil : participatedAt, sourceURL: url)
    }
}
