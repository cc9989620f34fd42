import Model
import Store

/// A source user, with the keys of GitLab's GraphQL type `ImportSourceUser` in snake case, and how far the work on its
/// contributions is.
struct SourceUserAnswer: Entity {
    var sourceUser: SourceUser
    var people: [UserID: User]
    var work: Reassignment?
    var externalURL: String
    /// Only the assignee is told the token they answer with.
    var showsToken = false

    func write(_ object: inout JSONObject) {
        object.add("id", sourceUser.id)
        object.add("source_user_identifier", sourceUser.identifier)
        object.add("source_username", sourceUser.username)
        object.add("source_name", sourceUser.name)
        object.add("source_public_email", sourceUser.publicEmail)
        object.add("source_hostname", sourceUser.hostname)
        object.add("import_type", sourceUser.importKind)
        object.add("status", sourceUser.status)
        object.add("reassignment_error", sourceUser.reassignmentError)
        object.add("reassignment_expires_at", sourceUser.reassignmentExpiresAt)
        if showsToken { object.add("reassignment_token", sourceUser.reassignmentToken) }
        object.add("created_at", sourceUser.createdAt)
        object.add("namespace_id", sourceUser.namespaceID)
        object.add("placeholder_user", user(sourceUser.placeholderUserID))
        object.add("reassign_to_user", user(sourceUser.reassignToUserID))
        object.add("reassigned_by_user", user(sourceUser.reassignedByUserID))
        object.add("reassignment", work.map { ReassignmentAnswer(work: $0) })
    }

    private func user(_ id: UserID?) -> UserBasicAnswer? {
        id.flatMap { people[$0] }.map { UserBasicAnswer(user: $0, externalURL: externalURL) }
    }
}

/// How many rows are moved and how many there are; the texts that mention the person come after them.
struct ReassignmentAnswer: Entity {
    var work: Reassignment

    func write(_ object: inout JSONObject) {
        object.add("direction", work.direction)
        object.add("records_total", work.total)
        object.add("records_done", work.done)
        object.add("started_at", work.startedAt)
        object.add("finished_at", work.finishedAt)
    }
}

extension SourceUserAnswer {
    /// The answers for some source users, with all they name read at once.
    static func all(
        _ sourceUsers: [SourceUser], externalURL: String, showsToken: Bool = false, in connection: any ReadConnection
    ) throws -> [SourceUserAnswer] {
        let ids = sourceUsers.flatMap { user in
            [user.placeholderUserID, user.reassignToUserID, user.reassignedByUserID].compactMap(\.self)
        }
        let people = try Users.byID(ids, in: connection)
        let work = try Reassignments.byID(sourceUsers.map(\.id), in: connection)
        return sourceUsers.map { user in
            SourceUserAnswer(
                sourceUser: user, people: people, work: work[user.id], externalURL: externalURL,
                showsToken: showsToken)
        }
    }
}
