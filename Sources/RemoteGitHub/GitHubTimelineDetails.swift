import Model

extension GitHubTimelineItem {
    /// What the item's fields and its events together tell of it.
    func details(
        with events: [TimelineEvent], closer: PersonDraft?, at place: GitHubTimelineKind.Place
    ) -> ItemDetailsDraft {
        var draft = ItemDetailsDraft(item: kind, number: number, sourceURL: url)
        draft.closedBy = closer
        draft.lockReason = activeLockReason.flatMap { LockReason(rawValue: $0.lowercased()) }
        draft.duplicateOf = Self.duplicate(events)
        if kind == .issue {
            draft.stateReason = state == "CLOSED" ? stateReason.flatMap { CloseReason(rawValue: $0.lowercased()) } : nil
            draft.isPinned = isPinned
            draft.parent = parent?.reference(at: place)
            draft.subIssues = Self.foreignSubIssues(events)
            draft.closedByPullRequests = Self.closers(events)
        } else {
            draft.mergedBy = mergedBy?.person
            draft.mergeCommit = mergeCommit?.hash
            draft.autoMerge = autoMerge
            draft.reviewDecision = reviewDecision.flatMap { .init(rawValue: $0.lowercased()) }
            let issues = closingIssuesReferences?.read(kind: .event).nodes ?? []
            draft.closesIssues = issues.compactMap { $0.reference(at: place) }
        }
        return draft
    }

    private var autoMerge: ItemDetailsDraft.AutoMerge? {
        guard let request = autoMergeRequest, let method = MergeMethod(rawValue: request.mergeMethod.lowercased())
        else { return nil }
        return ItemDetailsDraft.AutoMerge(
            enabledBy: request.enabledBy?.person, enabledAt: request.enabledAt, method: method,
            commitTitle: request.commitHeadline?.withoutNUL, commitMessage: request.commitBody?.withoutNUL)
    }

    private static func duplicate(_ events: [TimelineEvent]) -> ItemDetailsDraft.Duplicate {
        events.reduce(.untold) { known, event in
            switch event {
            case .markedAsDuplicate(let canonical?): .of(canonical)
            case .unmarkedAsDuplicate: .no
            default: known
            }
        }
    }

    /// Those of this repository name their parent themselves.
    private static func foreignSubIssues(_ events: [TimelineEvent]) -> [ItemReference] {
        var issues: [ItemReference] = []
        for event in events {
            switch event {
            case .subIssueAdded(let issue?) where issue.repository != nil:
                if !issues.contains(issue) { issues.append(issue) }
            case .subIssueRemoved(let issue?): issues.removeAll { $0 == issue }
            default: break
            }
        }
        return issues
    }

    /// Pull requests that closed the issue, say that they will, or were linked to it by hand.
    private static func closers(_ events: [TimelineEvent]) -> [ItemReference] {
        var pulls: [ItemReference] = []
        func add(_ reference: ItemReference) {
            if reference.item == .mergeRequest, !pulls.contains(reference) { pulls.append(reference) }
        }
        for event in events {
            switch event {
            case .mentioned(let pull, closes: true), .connected(let pull?), .closed(_, by: .item(let pull)?): add(pull)
            case .disconnected(let pull?): pulls.removeAll { $0 == pull }
            default: break
            }
        }
        return pulls
    }
}
