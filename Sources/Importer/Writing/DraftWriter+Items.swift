import Model
import Remote
import Store

extension DraftWriter {
    func write(_ draft: IssueDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        let labels = try labels(
            draft.labelTitles, .issue, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        let body = try draft.body.map { body in
            try rewritten(body, .issue, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        try ImportedIssues.upsert(
            draft,
            ImportedIssues.Resolved(
                description: body, author: resolver.user(draft.author),
                closedBy: draft.closedBy.map { resolver.user($0) }, assignees: resolver.users(draft.assignees),
                milestone: resolver.milestone(draft.milestoneNumber), labels: labels),
            project: project, in: connection)
        count(.issue, draft.sourceKey, in: .issues, &tally)
    }

    func write(_ draft: MergeRequestDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        let labels = try labels(
            draft.labelTitles, .pullRequest, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        let (branch, fork) = sourceBranch(of: draft)
        let body = try draft.body.map { body in
            try rewritten(body, .pullRequest, draft.sourceKey, draft.sourceURL, &tally, in: connection)
        }
        try ImportedMergeRequests.upsert(
            draft,
            ImportedMergeRequests.Resolved(
                description: body, author: resolver.user(draft.author),
                assignees: resolver.users(draft.assignees),
                requestedReviewers: resolver.users(draft.requestedReviewers),
                milestone: resolver.milestone(draft.milestoneNumber), labels: labels, sourceBranch: branch,
                sourceFork: fork),
            project: project, in: connection)
        count(.pullRequest, draft.sourceKey, in: .mergeRequests, &tally)
    }

    /// GitLab's names for branches that are not the project's own (`github_import/representation/pull_request.rb`).
    private func sourceBranch(of draft: MergeRequestDraft) -> (branch: String, fork: String?) {
        switch draft.source {
        case .sameRepository(let branch):
            return (branch == draft.targetBranch ? "\(branch)-\(draft.number)" : branch, nil)
        case .fork(let owner?, let repository, let branch):
            let name = "\(run.record.source.kind.rawValue)/fork/\(owner)/\(branch)"
            return (name, repository ?? "\(owner)/(deleted)")
        case .fork(nil, let repository, let branch):
            return (branch == draft.targetBranch ? "\(branch)-\(draft.number)" : branch, repository ?? "(deleted)")
        }
    }

    /// Labels named on an item; one that the list of labels did not have is listed.
    private func labels(
        _ titles: [String], _ kind: ObjectKind, _ key: SourceKey, _ url: String, _ tally: inout Tally,
        in connection: any WriteConnection
    ) throws -> [LabelID] {
        var found: [LabelID] = []
        for title in titles {
            if let label = resolver.label(title) {
                found.append(label)
                continue
            }
            try tally.list(
                ImportException(
                    kind: kind, sourceKey: key, sourceURL: url, outcome: .degraded,
                    reason: "a label on it is not in the source's list of labels",
                    cure: Cure.retry),
                at: now, in: connection)
        }
        return found
    }
}

extension IssueDraft: WritableDraft {
    var people: [PersonDraft] { [author, closedBy].compactMap(\.self) + assignees }
    var texts: [String] { [body].compactMap(\.self) }
    var namesBaseData: Bool { true }
    var row: (ImportedTable, SourceKey)? { (.issues, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.issue, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}

extension MergeRequestDraft: WritableDraft {
    var people: [PersonDraft] { [author].compactMap(\.self) + assignees + requestedReviewers }
    var texts: [String] { [body].compactMap(\.self) }
    var namesBaseData: Bool { true }
    var row: (ImportedTable, SourceKey)? { (.mergeRequests, sourceKey) }
    var ledgerName: LedgerName { LedgerName(.pullRequest, sourceKey, sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
