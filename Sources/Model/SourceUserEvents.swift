extension SourceUser {
    /// What can happen to a source user; GitLab's state machine (`app/models/import/source_user.rb`).
    public enum Event: String, Sendable, CaseIterable {
        case reassign
        case reassignWithoutConfirmation = "reassign_without_confirmation"
        case cancelReassignment = "cancel_reassignment"
        case keepAsPlaceholder = "keep_as_placeholder"
        case undoKeepAsPlaceholder = "undo_keep_as_placeholder"
        case accept
        case reject
        case complete
        case failReassignment = "fail_reassignment"
        case retryReassignment = "retry_reassignment"
        case revoke
    }

    /// The event does not happen to a source user in this state.
    public struct IllegalTransition: Error, Sendable, Hashable, CustomStringConvertible {
        public var event: Event
        public var status: Status

        public init(event: Event, status: Status) {
            self.event = event
            self.status = status
        }

        public var description: String { "\(event.rawValue) is not possible in state \(status.rawValue)" }
    }
}

extension SourceUser.Status {
    /// The state an event leads to.
    ///
    /// Two arrows are Landfall's own, because its `revoke` gives the contributions back to the placeholder user: what
    /// was taken back can be reassigned (or kept) again, and a failed reassignment can be taken back as well.
    public func after(_ event: SourceUser.Event) throws(SourceUser.IllegalTransition) -> Self {
        switch (event, self) {
        case (.reassign, .pendingReassignment), (.reassign, .rejected), (.reassign, .revoked): .awaitingApproval
        case (.reassignWithoutConfirmation, .pendingReassignment), (.reassignWithoutConfirmation, .rejected),
            (.reassignWithoutConfirmation, .revoked):
            .reassignmentInProgress
        case (.cancelReassignment, .awaitingApproval), (.cancelReassignment, .rejected): .pendingReassignment
        case (.keepAsPlaceholder, .pendingReassignment), (.keepAsPlaceholder, .rejected),
            (.keepAsPlaceholder, .revoked):
            .keepAsPlaceholder
        case (.undoKeepAsPlaceholder, .keepAsPlaceholder): .pendingReassignment
        case (.accept, .awaitingApproval): .reassignmentInProgress
        case (.reject, .awaitingApproval): .rejected
        case (.complete, .reassignmentInProgress): .completed
        case (.failReassignment, .reassignmentInProgress): .failed
        case (.retryReassignment, .failed): .reassignmentInProgress
        case (.revoke, .completed), (.revoke, .failed): .revoked
        default: throw SourceUser.IllegalTransition(event: event, status: self)
        }
    }
}

extension SourceUser {
    /// Applies an event with its side effects: into `pending_reassignment` and `keep_as_placeholder` nobody is named any
    /// more, and a token lives only while an answer is awaited.
    /// - Parameter token: the token of a request, made by the caller; only ``Event/reassign`` uses it.
    public mutating func apply(_ event: Event, token: String? = nil) throws(IllegalTransition) {
        status = try status.after(event)
        switch status {
        case .pendingReassignment: (reassignToUserID, reassignedByUserID) = (nil, nil)
        case .keepAsPlaceholder: reassignToUserID = nil
        case .reassignmentInProgress: reassignmentError = nil
        case .awaitingApproval, .rejected, .failed, .completed, .revoked: break
        }
        reassignmentToken = status == .awaitingApproval ? token : nil
        if reassignToUserID == nil { reassignmentExpiresAt = nil }
    }
}
