import Model
import Store

extension DraftWriter {
    /// A role of somebody whom a real user stands for is a membership at once, unless they have as much already; anybody
    /// else's waits until somebody does.
    func write(_ draft: CollaboratorDraft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        guard case .placeholders(let scope, _) = run.people else {
            return try listOfPersonalNamespace(draft, &tally, in: connection)
        }
        guard let person = try SourceUsers.find(draft.person.identifier, scope: scope, in: connection) else {
            throw StoreError.failed("a collaborator has no source user")
        }
        if person.status.mapsToReassignedUser, let user = person.reassignToUserID {
            try addMember(user, as: draft.accessLevel, in: connection)
        } else {
            try PlaceholderMemberships.put(
                person.id, as: draft.accessLevel, in: .project(project), using: connection)
        }
        tally.arrived(.collaborator)
    }

    private func addMember(_ user: UserID, as level: AccessLevel, in connection: any WriteConnection) throws {
        let present = try Members.role(
            of: user, inProject: project, namespace: run.project.namespaceID, today: now.calendarDate,
            using: connection)
        if let present, present >= level { return }
        try Members.put(
            user, as: level, in: .project(project), createdBy: run.record.requestedBy, createdAt: now,
            using: connection)
    }

    private func listOfPersonalNamespace(
        _ draft: CollaboratorDraft, _ tally: inout Tally, in connection: any WriteConnection
    ) throws {
        try tally.list(
            ImportException(
                kind: .collaborator, sourceKey: SourceKey(draft.person.identifier), sourceURL: draft.sourceURL,
                outcome: .skipped,
                reason: "\(draft.roleName) at the source; nobody becomes a member of a project in a personal namespace",
                cure: "add them to the project as \(draft.accessLevel.name)"),
            at: now, in: connection)
    }
}

extension CollaboratorDraft: WritableDraft {
    var people: [PersonDraft] { [person] }
    var ledgerName: LedgerName { LedgerName(.collaborator, SourceKey(person.identifier), sourceURL) }

    func write(with writer: DraftWriter, _ tally: inout Tally, in connection: any WriteConnection) throws {
        try writer.write(self, &tally, in: connection)
    }
}
