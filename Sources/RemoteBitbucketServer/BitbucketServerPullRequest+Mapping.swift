import Model
import Remote
import RemoteREST

extension BitbucketServerPullRequest {
    func mapped(at place: BitbucketServerPlace) -> MappedPage {
        let url = place.page(ofPullRequest: id)
        guard let state = Self.states[state] else {
            let fault = MappingFault(identifier: String(id), url: url, detail: "state is unknown")
            return MappedPage(exceptions: [fault.exception(kind: Self.kind, at: 0)])
        }
        var page = MappedPage(drafts: [.mergeRequest(draft(state, url))])
        page.items = [ItemMark(item: .mergeRequest, number: id, updatedAt: updatedDate.timestamp)]
        if let comments = properties?.commentCount {
            page.announcements = [Announcement(kind: .note, of: .mergeRequest, number: id, count: comments)]
        }
        page.exceptions += unreadable(reviewers, "reviewer", url) + unreadable(participants, "participant", url)
        for participant in reviewers?.readable ?? [] { page.append(verdict(of: participant, url)) }
        // Whoever has a verdict is a reviewer; old versions kept some of them among the others.
        for participant in participants?.readable ?? [] where participant.hasVerdict {
            page.append(verdict(of: participant, url))
        }
        return page
    }

    /// A line for each that cannot be read; who it is stands in what cannot be read.
    private func unreadable(
        _ list: [Lenient<BitbucketServerParticipant>?]?, _ word: String, _ url: String
    ) -> [ImportException] {
        (list ?? []).enumerated().filter { (try? $0.element?.result.get()) == nil }.map { index, _ in
            ImportException(
                kind: .review, sourceKey: SourceKey("\(word) \(index + 1) of pull request \(id)"), sourceURL: url,
                outcome: .failed, reason: "the source's answer does not say who it is", cure: Cure.report)
        }
    }

    private static let states: [String: MergeRequest.State] = [
        "OPEN": .opened, "MERGED": .merged, "DECLINED": .closed,
    ]

    private func draft(_ state: MergeRequest.State, _ url: String) -> MergeRequestDraft {
        MergeRequestDraft(
            sourceKey: SourceKey(id), number: id, title: title.withoutNUL, body: description?.withoutNUL, state: state,
            isDraft: isDraft ?? false, author: author?.user?.person, assignees: [],
            requestedReviewers: (reviewers?.readable ?? []).map(\.user).people, labelTitles: [], milestoneNumber: nil,
            source: source, targetBranch: toRef.branch,
            baseCommit: toRef.latestCommit.flatMap { ObjectHash($0) },
            headCommit: fromRef.latestCommit.flatMap { ObjectHash($0) },
            mergeCommit: state == .merged ? properties?.mergeCommit?.id.flatMap { ObjectHash($0) } : nil,
            mergedAt: state == .merged ? closedDate?.timestamp : nil,
            closedAt: state == .closed ? closedDate?.timestamp : nil, isLocked: isLocked ?? false,
            createdAt: createdDate.timestamp, updatedAt: updatedDate.timestamp, sourceURL: url)
    }

    private var source: MergeRequestDraft.SourceBranch {
        guard let repository = fromRef.repository else {
            return .fork(owner: nil, repository: nil, branch: fromRef.branch)
        }
        if repository.id == toRef.repository?.id { return .sameRepository(branch: fromRef.branch) }
        return .fork(owner: repository.owner, repository: repository.fullName, branch: fromRef.branch)
    }

    private func verdict(of participant: BitbucketServerParticipant, _ url: String) -> MappedPage {
        guard let person = participant.user?.person else { return MappedPage() }
        let state: Reviewer.State
        switch participant.status ?? "UNAPPROVED" {
        case "APPROVED": state = .approved
        case "NEEDS_WORK": state = .requestedChanges
        // They have looked at a commit, and say neither now.
        case "UNAPPROVED": state = participant.lastReviewedCommit == nil ? .unreviewed : .reviewed
        default:
            return MappedPage(exceptions: [
                ImportException(
                    kind: .review, sourceKey: SourceKey("state:\(id):\(person.identifier)"), sourceURL: url,
                    outcome: .degraded, reason: "a verdict is one that Landfall does not know",
                    cure: "Look at it at the source; if it matters, report it as a gap of Landfall")
            ])
        }
        return MappedPage(drafts: [
            .reviewerState(
                ReviewerStateDraft(
                    mergeRequestNumber: id, person: person, state: state, reviewedAt: nil, sourceURL: url))
        ])
    }
}
