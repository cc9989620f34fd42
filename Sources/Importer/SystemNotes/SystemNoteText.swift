import Model

/// A line that GitLab itself would have written into an item's conversation, in GitLab's words (`app/services/
/// system_notes`) but with the source's names of people and items: the text pass makes GitLab's of them, as it does
/// with people's texts, and can do it again when somebody becomes a user here.
struct SystemNoteText: Hashable {
    var action: SystemNoteAction?
    var source: String

    init(_ action: SystemNoteAction?, _ source: String) {
        self.action = action
        self.source = source
    }
}

extension TimelineEvent {
    /// What the conversation says of it; `nil` for changes of state, labels and milestones, which GitLab keeps in lists
    /// of their own.
    /// - Parameter item: what it happened to.
    /// - Parameter webOrigin: where the source's pages are, for what only a link can point to.
    func systemNote(on item: ItemKind, webOrigin: String) -> SystemNoteText? {
        let note =
            peopleNote ?? itemNote(item) ?? originNote(item) ?? relationNote(item)
            ?? hierarchyNote ?? boardNote(item) ?? branchNote ?? mergeNote
        if let note { return note }
        guard case .mentionedInCommit(let commit) = self else { return nil }
        return SystemNoteText(.crossReference, "mentioned in \(commit.map { $0.words(webOrigin) } ?? "a commit")")
    }

    private var peopleNote: SystemNoteText? {
        switch self {
        case .assigned(let person): return SystemNoteText(.assignee, "assigned to \(person.mention)")
        case .unassigned(let person): return SystemNoteText(.assignee, "unassigned \(person.mention)")
        case .reviewRequested(let reviewer):
            return SystemNoteText(.reviewer, "requested review from \(reviewer.mention)")
        case .reviewRequestRemoved(let reviewer):
            return SystemNoteText(.reviewer, "removed review request for \(reviewer.mention)")
        case .reviewDismissed(_, let reviewer, let verdict, let message):
            let isApproval = verdict == .approved
            let what = isApproval ? "approval" : "review"
            let quoted = message.flatMap { $0.isEmpty ? nil : "\n\n" + $0.quotedInMarkdown } ?? ""
            return SystemNoteText(
                isApproval ? .unapproved : .reviewer, "dismissed the \(what) from \(reviewer.mention)\(quoted)")
        case .userBlocked(let person, let duration):
            let time = duration.map { " for \($0)" } ?? ""
            return SystemNoteText(.moderation, "blocked \(person.mention)\(time)")
        case .commentDeleted(let author):
            return SystemNoteText(.moderation, "deleted a comment from \(author.mention)")
        case .approvalWithdrawn: return SystemNoteText(.unapproved, "unapproved this merge request")
        case .changesRequestWithdrawn: return SystemNoteText(.reviewer, "removed the request for changes")
        default: return nil
        }
    }

    private func itemNote(_ item: ItemKind) -> SystemNoteText? {
        switch self {
        case .renamed(let old, let new):
            let (old, new) = InlineDiff.marked(old.inOneLine, new.inOneLine)
            return SystemNoteText(.title, "changed title from **\(old)** to **\(new)**")
        case .descriptionChanged: return SystemNoteText(.description, "changed the description")
        case .fieldChanged(let name, let old, let new):
            let change = [old.map { "from \($0.asCode)" }, new.map { "to \($0.asCode)" }].compactMap(\.self)
            return SystemNoteText(
                nil, change.isEmpty ? "removed the \(name)" : "changed the \(name) \(change.joined(separator: " "))")
        case .locked(let reason):
            let why = reason.map { " as \($0.words)" } ?? ""
            return SystemNoteText(.locked, "locked the discussion in this \(item.words)\(why)")
        case .unlocked: return SystemNoteText(.unlocked, "unlocked the discussion in this \(item.words)")
        case .pinned: return SystemNoteText(.pinned, "pinned this \(item.words)")
        case .unpinned: return SystemNoteText(.unpinned, "unpinned this \(item.words)")
        case .issueTypeChanged(let old, let new):
            return SystemNoteText(
                .issueType, "changed type from \((old ?? "issue").lowercased()) to \((new ?? "issue").lowercased())")
        case .readyForReview: return SystemNoteText(.title, "marked this merge request as **ready**")
        case .convertedToDraft: return SystemNoteText(.title, "marked this merge request as **draft**")
        default: return nil
        }
    }

    private func originNote(_ item: ItemKind) -> SystemNoteText? {
        switch self {
        case .convertedToDiscussion(let number, let url):
            return SystemNoteText(.moved, "moved to \(Self.discussion(number, url))")
        case .convertedFromDiscussion(let number, let url):
            return SystemNoteText(.moved, "moved from \(Self.discussion(number, url))")
        case .convertedFromProjectCard:
            return SystemNoteText(.moved, "created this \(item.words) from a card of a project board")
        case .transferred(let repository):
            return SystemNoteText(.moved, "moved from \(repository.map { $0.asCode } ?? "another project")")
        default: return nil
        }
    }

    private static func discussion(_ number: Int64?, _ url: String?) -> String {
        let name = number.map { "discussion #\($0)" } ?? "a discussion"
        guard let url, url.isPlainAddress else { return number.map { "discussion \($0)" } ?? name }
        return "[\(name)](\(url))"
    }

    private func relationNote(_ item: ItemKind) -> SystemNoteText? {
        let this = "this \(item.words)"
        switch self {
        case .mentioned(let reference, _):
            return SystemNoteText(.crossReference, "mentioned in \(reference.item.words) \(reference.name)")
        case .connected(let other): return SystemNoteText(.relate, "marked \(this) as related to \(other.name)")
        case .disconnected(let other), .blockedByRemoved(let other), .blockingRemoved(let other):
            return SystemNoteText(.unrelate, "removed the relation with \(other.name)")
        case .markedAsDuplicate(let original):
            return SystemNoteText(.duplicate, "marked \(this) as a duplicate of \(original.name)")
        case .unmarkedAsDuplicate(let original):
            return SystemNoteText(.duplicate, "removed the mark as a duplicate of \(original.name)")
        case .duplicateAdded(let other):
            return SystemNoteText(.duplicate, "marked \(other.name) as a duplicate of \(this)")
        case .duplicateRemoved(let other):
            return SystemNoteText(.duplicate, "removed the mark of \(other.name) as a duplicate of \(this)")
        case .blockedByAdded(let other):
            return SystemNoteText(.relate, "marked \(this) as blocked by \(other.name)")
        case .blockingAdded(let other): return SystemNoteText(.relate, "marked \(this) as blocking \(other.name)")
        default: return nil
        }
    }

    private var hierarchyNote: SystemNoteText? {
        switch self {
        case .parentAdded(let parent): SystemNoteText(.relateToParent, "added \(parent.name) as parent issue")
        case .parentRemoved(let parent): SystemNoteText(.unrelateFromParent, "removed parent issue \(parent.name)")
        case .subIssueAdded(let child): SystemNoteText(.relateToChild, "added \(child.name) as child issue")
        case .subIssueRemoved(let child): SystemNoteText(.unrelateFromChild, "removed child issue \(child.name)")
        default: nil
        }
    }

    private func boardNote(_ item: ItemKind) -> SystemNoteText? {
        let this = "this \(item.words)"
        func board(_ name: String?) -> String { name.map { "project board \($0.asCode)" } ?? "a project board" }
        switch self {
        case .addedToProject(let project): return SystemNoteText(.board, "added \(this) to \(board(project))")
        case .removedFromProject(let project):
            return SystemNoteText(.board, "removed \(this) from \(board(project))")
        case .movedInProject(let project, let old, let new):
            let from = old.map { " from \($0.asCode)" } ?? ""
            let to = new.map { " to \($0.asCode)" } ?? ""
            return SystemNoteText(.board, "moved \(this)\(from)\(to) in \(board(project))")
        default: return nil
        }
    }

    private var branchNote: SystemNoteText? {
        func name(_ side: String, _ branch: String?) -> String {
            branch.map { "\(side) branch \($0.asCode)" } ?? "the \(side) branch"
        }
        switch self {
        case .headForcePushed(let before, let after, let branch):
            return SystemNoteText(.commit, "force-pushed \(name("source", branch))\(Self.span(before, after))")
        case .headMoved(let before, let after, let added, let removed):
            let counts = [
                added.flatMap { $0 > 0 ? "added \($0) \($0 == 1 ? "commit" : "commits")" : nil },
                removed.flatMap { $0 > 0 ? "removed \($0) \($0 == 1 ? "commit" : "commits")" : nil },
            ].compactMap(\.self)
            let what = counts.isEmpty ? "moved the source branch" : counts.joined(separator: " and ")
            return SystemNoteText(.commit, what + Self.span(before, after))
        case .baseForcePushed(let before, let after, let branch):
            return SystemNoteText(.branch, "force-pushed \(name("target", branch))\(Self.span(before, after))")
        case .headBranchDeleted(let branch): return SystemNoteText(.branch, "deleted \(name("source", branch))")
        case .headBranchRestored(let branch): return SystemNoteText(.branch, "restored \(name("source", branch))")
        case .baseBranchDeleted(let branch): return SystemNoteText(.branch, "deleted \(name("target", branch))")
        case .targetBranchChanged(let old, let new, automatically: true):
            return SystemNoteText(
                .branch, "deleted the \(old.asCode) branch. This merge request now targets the \(new.asCode) branch")
        case .targetBranchChanged(let old, let new, automatically: false):
            return SystemNoteText(.branch, "changed target branch from \(old.asCode) to \(new.asCode)")
        case .targetBranchChangeFailed(let old, let new):
            return SystemNoteText(.branch, "could not change target branch from \(old.asCode) to \(new.asCode)")
        default: return nil
        }
    }

    private static func span(_ before: ObjectHash?, _ after: ObjectHash?) -> String {
        (before.map { " from \($0.hex)" } ?? "") + (after.map { " to \($0.hex)" } ?? "")
    }

    private var mergeNote: SystemNoteText? {
        func because(_ reason: String?) -> String {
            reason.flatMap { $0.isEmpty ? nil : " because \($0.inOneLine)" } ?? ""
        }
        switch self {
        case .autoMergeEnabled: return SystemNoteText(.merge, "enabled an automatic merge when all merge checks pass")
        case .autoMergeDisabled(nil): return SystemNoteText(.merge, "canceled the automatic merge")
        case .autoMergeDisabled(let reason):
            return SystemNoteText(.merge, "aborted the automatic merge\(because(reason))")
        case .addedToMergeQueue: return SystemNoteText(.merge, "added this merge request to the merge train")
        case .removedFromMergeQueue(let reason):
            return SystemNoteText(.merge, "removed this merge request from the merge train\(because(reason))")
        case .deployed(let environment, let branch):
            let what = branch.map { " \($0.asCode)" } ?? ""
            let place = environment.map { " to environment \($0.asCode)" } ?? ""
            return SystemNoteText(.deployment, "deployed\(what)\(place)")
        case .deploymentChanged(let environment, let state):
            let place = environment.map { " to environment \($0.asCode)" } ?? ""
            return SystemNoteText(.deployment, "changed the deployment\(place)" + (state.map { " to \($0)" } ?? ""))
        default: return nil
        }
    }
}
