import Model
import Store

extension DraftWriter {
    /// The item may have been written a moment ago, by the same page, or not at all yet: whoever tells of it later tells
    /// the same.
    func write(_ draft: ItemDetailsDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        let found = try ImportedRows.rowsByNumber(
            [draft.number], of: draft.item == .issue ? .issues : .mergeRequests, project: project, in: connection)
        guard let row = found[draft.number] else { return }
        switch draft.item {
        case .issue: try write(draft, issue: IssueID(row), &tally, in: connection)
        case .mergeRequest: try write(draft, mergeRequest: MergeRequestID(row), in: connection)
        }
    }

    private func write(
        _ draft: ItemDetailsDraft, mergeRequest: MergeRequestID, in connection: any WriteConnection
    ) throws {
        try ImportedItemDetails.set(
            draft, mergeRequest: mergeRequest,
            people: ImportedItemDetails.MergeRequestPeople(
                closedBy: draft.closedBy.map { resolver.user($0) }, mergedBy: draft.mergedBy.map { resolver.user($0) },
                autoMergeBy: draft.autoMerge?.enabledBy.map { resolver.user($0) }), in: connection)
        for issue in draft.closesIssues.compactMap(issue) {
            try MergeRequestIssues.relate(mergeRequest, issue, isClosing: true, in: connection)
        }
    }

    private func write(
        _ draft: ItemDetailsDraft, issue: IssueID, _ tally: inout Tally, in connection: any WriteConnection
    ) throws {
        try ImportedItemDetails.set(
            draft, issue: issue, closedBy: draft.closedBy.map { resolver.user($0) }, in: connection)
        for pull in draft.closedByPullRequests where pull.repository == nil {
            guard let mergeRequest = resolver.mergeRequest(pull.number) else { continue }
            try MergeRequestIssues.relate(MergeRequestID(mergeRequest.id), issue, isClosing: true, in: connection)
        }
        try writeDuplicate(draft.duplicateOf, issue, in: connection)
        if let parent = draft.parent.flatMap(self.issue) {
            try link(parent, issue, .parent, in: connection)
        }
        for blocker in draft.blockedBy.compactMap(self.issue) {
            try IssueLinks.insert(
                from: blocker, to: issue, kind: .blocks, nature: .blocks, project: project, in: connection)
        }
        let lacks = draft.lacks
        guard !lacks.isEmpty, let key = try ImportedRows.sourceKey(of: issue.rawValue, in: .issues, connection) else {
            return
        }
        for lack in lacks { try tally.list(draft.exception(lack, key: key), at: now, in: connection) }
    }

    private func writeDuplicate(
        _ duplicate: ItemDetailsDraft.Duplicate, _ issue: IssueID, in connection: any WriteConnection
    ) throws {
        switch duplicate {
        case .untold: break
        case .no:
            try ImportedItemDetails.setDuplicate(issue, of: nil, in: connection)
            try IssueLinks.removeOthers(than: nil, to: issue, nature: .duplicate, in: connection)
        case .of(let reference):
            guard let original = self.issue(reference), original != issue else { return }
            try ImportedItemDetails.setDuplicate(issue, of: original, in: connection)
            try link(original, issue, .duplicate, in: connection)
        }
    }

    /// An issue has one parent and is a duplicate of one: what was said before is taken back.
    private func link(
        _ source: IssueID, _ target: IssueID, _ nature: IssueLink.Nature, in connection: any WriteConnection
    ) throws {
        try IssueLinks.removeOthers(than: source, to: target, nature: nature, in: connection)
        try IssueLinks.insert(
            from: source, to: target, kind: .relatesTo, nature: nature, project: project, in: connection)
    }

    /// The issue here, for one of the repository that is imported.
    private func issue(_ reference: ItemReference) -> IssueID? {
        guard reference.repository == nil, reference.item == .issue,
            let found = resolver.item(reference.number, .issue)
        else { return nil }
        return IssueID(found.id)
    }
}

extension ItemDetailsDraft {
    /// What GitLab's issues have no place for; all of it is kept, and most of it is said in a system note as well.
    fileprivate var lacks: [String] {
        var lacks: [String] = []
        if isPinned == true { lacks.append("it is pinned, which issues of GitLab cannot be") }
        if let issueType { lacks.append("its type \(issueType) is none of GitLab's: it is kept beside them") }
        if let parent {
            lacks.append(
                parent.repository == nil
                    ? "its parent is kept as a related issue: GitLab's issues have no parents"
                    : "its parent is an issue of another repository")
        }
        if !subIssues.isEmpty { lacks.append("some of its sub-issues are issues of another repository") }
        if blockedBy.contains(where: { $0.repository != nil }) {
            lacks.append("it is blocked by an issue of another repository")
        }
        if closedByPullRequests.contains(where: { $0.repository != nil }) {
            lacks.append("it was closed by a pull request of another repository")
        }
        if case .of(let original) = duplicateOf, original.repository != nil {
            lacks.append("it is a duplicate of an issue of another repository")
        }
        return lacks
    }

    fileprivate func exception(_ reason: String, key: SourceKey) -> ImportException {
        ImportException(kind: .issue, sourceKey: key, sourceURL: sourceURL, outcome: .degraded, reason: reason)
    }
}

extension ItemDetailsDraft: WritableDraft {
    var people: [PersonDraft] { [closedBy, mergedBy, autoMerge?.enabledBy].compactMap(\.self) }
    var hangsOn: Int64? { number }
    var refersTo: [Int64] {
        var references = closesIssues + closedByPullRequests + blockedBy + [parent].compactMap(\.self)
        if case .of(let original) = duplicateOf { references.append(original) }
        return references.filter { $0.repository == nil }.map(\.number)
    }
    var ledgerName: LedgerName {
        LedgerName(item == .issue ? .issue : .pullRequest, SourceKey("details:\(number)"), sourceURL)
    }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
