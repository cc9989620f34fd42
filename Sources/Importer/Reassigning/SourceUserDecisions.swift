public import Model
import Secrets
public import Store

/// The decisions about source users, each in the caller's transaction, so that a state is never judged and changed in
/// two steps. Who may manage the group is settled before.
public struct SourceUserDecisions {
    private let rules: ReassignmentRules
    private let instanceHost: String
    private let actor: AuditActor
    private let now: Timestamp
    private let connection: any WriteConnection

    /// - Parameter actor: who is written down as deciding.
    public init(
        rules: ReassignmentRules, instanceHost: String, by actor: AuditActor = .server, now: Timestamp,
        in connection: any WriteConnection
    ) {
        self.actor = actor
        self.rules = rules
        self.instanceHost = instanceHost
        self.now = now
        self.connection = connection
    }

    /// How a reassignment comes to its assignee's word.
    public enum Confirmation: Sendable {
        /// As the rules say.
        case usual
        /// None is needed: whoever holds the data directory has asked.
        case skipped
    }

    /// Asks the assignee, or begins at once where no word of theirs is needed.
    public func reassign(
        _ id: SourceUserID, to assignee: User?, by requester: User, confirmation: Confirmation = .usual
    ) throws -> SourceUser {
        var sourceUser = try find(id)
        let isBypassing =
            switch confirmation {
            case .usual: rules.allowsBypass && requester.isAdministrator
            case .skipped: true
            }
        guard sourceUser.status.canBe(.reassign), try !isBeingTakenBack(sourceUser) else {
            throw ReassignmentRefusal.invalidStatus
        }
        guard try Namespaces.find(sourceUser.namespaceID, in: connection)?.kind == .group else {
            throw ReassignmentRefusal.personalNamespace
        }
        guard let assignee, try isValid(assignee, for: sourceUser, isBypassing: isBypassing) else {
            throw ReassignmentRefusal(
                reason: .invalidAssignee, message: rules.invalidAssigneeMessage(isBypassing: isBypassing))
        }
        if try SourceUsers.isTaken(assignee.id, besides: sourceUser, in: connection) {
            throw ReassignmentRefusal.taken
        }
        (sourceUser.reassignToUserID, sourceUser.reassignedByUserID) = (assignee.id, requester.id)
        sourceUser.reassignmentExpiresAt = now.adding(seconds: 365 * 86_400)
        // Bots of the same group cannot answer, and need not.
        let isSkipping = isBypassing || assignee.kind == .groupBot
        let reassigned =
            isSkipping
            ? try begin(sourceUser, .reassignWithoutConfirmation, isConfirmationSkipped: true)
            : try apply(.reassign, to: sourceUser, token: RandomToken.hex(bytes: 16))
        return try noted(
            reassigned, .sourceUserReassigned,
            ["assignee": assignee.username, "confirmation": isSkipping ? "not asked for" : "asked for"])
    }

    public func cancelReassignment(_ id: SourceUserID) throws -> SourceUser {
        try noted(apply(.cancelReassignment, to: find(id)), .sourceUserReassignmentCanceled)
    }

    public func keepAsPlaceholder(_ id: SourceUserID, by requester: User) throws -> SourceUser {
        var sourceUser = try find(id)
        guard try !isBeingTakenBack(sourceUser) else { throw ReassignmentRefusal.invalidStatus }
        sourceUser.reassignedByUserID = requester.id
        let kept = try noted(apply(.keepAsPlaceholder, to: sourceUser), .sourceUserKeptAsPlaceholder)
        try MembershipReassignment.drop(of: id, in: connection)
        return kept
    }

    public func undoKeepAsPlaceholder(_ id: SourceUserID) throws -> SourceUser {
        try noted(apply(.undoKeepAsPlaceholder, to: find(id)), .sourceUserReopened)
    }

    /// - Returns: how many were waiting for a decision.
    public func keepAllAsPlaceholder(of root: NamespaceID, by requester: User) throws -> Int {
        let count = try SourceUsers.keepAll(root: root, by: requester.id, at: now, in: connection)
        if let group = try Namespaces.find(root, in: connection) {
            try AuditEvents.insert(
                .sourceUsersKeptAsPlaceholders, by: actor, on: .group(group), details: ["source_users": "\(count)"],
                at: now, in: connection)
        }
        return count
    }

    /// Only the assignee's own word counts.
    public func accept(_ id: SourceUserID, by user: User) throws -> SourceUser {
        try noted(begin(find(id, assignedTo: user), .accept), .sourceUserReassignmentAccepted)
    }

    public func reject(_ id: SourceUserID, by user: User) throws -> SourceUser {
        try noted(apply(.reject, to: find(id, assignedTo: user)), .sourceUserReassignmentRejected)
    }

    /// Nothing changes: whoever sends mail asks the assignee again.
    public func remind(_ id: SourceUserID) throws -> SourceUser {
        let sourceUser = try find(id)
        guard sourceUser.status == .awaitingApproval else { throw ReassignmentRefusal.invalidStatus }
        return sourceUser
    }

    /// Goes on with what failed, also with taking back.
    public func retry(_ id: SourceUserID) throws -> SourceUser {
        let sourceUser = try find(id)
        if try isBeingTakenBack(sourceUser) {
            try enqueue(sourceUser)
            return try noted(sourceUser, .sourceUserReassignmentRetried)
        }
        return try noted(begin(sourceUser, .retryReassignment), .sourceUserReassignmentRetried)
    }

    /// Gives all that was moved back to the placeholder user, who is made again where they are gone.
    public func revoke(_ id: SourceUserID) throws -> SourceUser {
        var sourceUser = try apply(.revoke, to: find(id))
        try SourceUsers.remakePlaceholder(of: &sourceUser, instanceHost: instanceHost, at: now, in: connection)
        try Reassignments.ask(id, .back, at: now, in: connection)
        try enqueue(sourceUser)
        return try noted(sourceUser, .sourceUserReassignmentRevoked)
    }

    /// Whether somebody is this source user's assignee.
    public func isAssignee(_ user: User, of id: SourceUserID) throws -> Bool {
        try find(id).reassignToUserID == user.id
    }

    /// Last of all: where many are decided about in one transaction, a refusal takes nothing back.
    private func noted(
        _ sourceUser: SourceUser, _ action: AuditAction, _ more: [String: String] = [:]
    ) throws -> SourceUser {
        guard let root = try Namespaces.find(sourceUser.namespaceID, in: connection) else { return sourceUser }
        let details = [
            "target_type": "Import::SourceUser", "target_id": "\(sourceUser.id)",
            "target_details": sourceUser.username ?? sourceUser.identifier, "source_hostname": sourceUser.hostname,
        ]
        try AuditEvents.insert(
            action, by: actor, on: .group(root), details: details.merging(more) { _, new in new }, at: now,
            in: connection)
        return sourceUser
    }

    private func find(_ id: SourceUserID, assignedTo user: User? = nil) throws -> SourceUser {
        guard let sourceUser = try SourceUsers.find(id, in: connection),
            user == nil || sourceUser.reassignToUserID == user?.id
        else { throw ReassignmentRefusal.forbidden }
        return sourceUser
    }

    private func apply(
        _ event: SourceUser.Event, to sourceUser: SourceUser, token: String? = nil
    ) throws -> SourceUser {
        var changed = sourceUser
        do {
            try changed.apply(event, token: token)
        } catch {
            throw ReassignmentRefusal.invalidStatus
        }
        try SourceUsers.update(changed, at: now, in: connection)
        return changed
    }

    private func begin(
        _ sourceUser: SourceUser, _ event: SourceUser.Event, isConfirmationSkipped: Bool = false
    ) throws -> SourceUser {
        let begun = try apply(event, to: sourceUser)
        try Reassignments.ask(
            begun.id, .forward, isConfirmationSkipped: isConfirmationSkipped, at: now, in: connection)
        try enqueue(begun)
        return begun
    }

    /// An earlier job that has not quite ended would swallow a new one.
    private func enqueue(_ sourceUser: SourceUser) throws {
        let (kind, subject) = (ReassignmentRunner.jobKind, sourceUser.id.rawValue)
        guard try !JobRows.isPending(kind: kind, subject: subject, in: connection) else {
            throw ReassignmentRefusal.invalidStatus
        }
        try JobRows.enqueue(
            kind: kind, subject: subject, fairnessKey: "reassignment \(sourceUser.namespaceID)", at: now,
            in: connection)
    }

    private func isBeingTakenBack(_ sourceUser: SourceUser) throws -> Bool {
        guard sourceUser.status == .revoked else { return false }
        return try Reassignments.find(sourceUser.id, in: connection).map { $0.finishedAt == nil } ?? false
    }

    /// A person who is active and no administrator, so far as the rules do not say otherwise; or a bot of the group.
    private func isValid(_ user: User, for sourceUser: SourceUser, isBypassing: Bool) throws -> Bool {
        switch user.kind {
        case .human:
            (user.state == .active || isBypassing) && (!user.isAdministrator || rules.allowsAdministrators)
        case .groupBot:
            try AccessTokens.groups(of: user.id, in: connection).contains { group in
                try Namespaces.find(group, in: connection)?.rootID == sourceUser.namespaceID
            }
        case .placeholder, .ghost, .importUser: false
        }
    }
}

extension SourceUser.Status {
    fileprivate func canBe(_ event: SourceUser.Event) -> Bool {
        do {
            _ = try after(event)
            return true
        } catch {
            return false
        }
    }
}
