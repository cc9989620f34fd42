import Model
import Testing

/// GitLab's state machine of source users, arrow by arrow.
struct SourceUserEventTests {
    private static let arrows: [(SourceUser.Event, SourceUser.Status, SourceUser.Status)] = [
        (.reassign, .pendingReassignment, .awaitingApproval),
        (.reassign, .rejected, .awaitingApproval),
        (.reassign, .revoked, .awaitingApproval),
        (.reassignWithoutConfirmation, .pendingReassignment, .reassignmentInProgress),
        (.reassignWithoutConfirmation, .rejected, .reassignmentInProgress),
        (.reassignWithoutConfirmation, .revoked, .reassignmentInProgress),
        (.cancelReassignment, .awaitingApproval, .pendingReassignment),
        (.cancelReassignment, .rejected, .pendingReassignment),
        (.keepAsPlaceholder, .pendingReassignment, .keepAsPlaceholder),
        (.keepAsPlaceholder, .rejected, .keepAsPlaceholder),
        (.keepAsPlaceholder, .revoked, .keepAsPlaceholder),
        (.undoKeepAsPlaceholder, .keepAsPlaceholder, .pendingReassignment),
        (.accept, .awaitingApproval, .reassignmentInProgress),
        (.reject, .awaitingApproval, .rejected),
        (.complete, .reassignmentInProgress, .completed),
        (.failReassignment, .reassignmentInProgress, .failed),
        (.retryReassignment, .failed, .reassignmentInProgress),
        (.revoke, .completed, .revoked),
        (.revoke, .failed, .revoked),
    ]

    @Test(arguments: SourceUser.Event.allCases, SourceUser.Status.allCases)
    func anEventLeadsWhereGitLabsDoesAndNowhereElse(event: SourceUser.Event, from: SourceUser.Status) throws {
        let wanted = Self.arrows.first { $0.0 == event && $0.1 == from }?.2
        if let wanted {
            #expect(try from.after(event) == wanted)
        } else {
            #expect(throws: SourceUser.IllegalTransition(event: event, status: from)) { try from.after(event) }
        }
    }

    @Test(arguments: [
        (SourceUser.Status.reassignmentInProgress, true), (.completed, true), (.failed, true),
        (.pendingReassignment, false), (.awaitingApproval, false), (.rejected, false), (.keepAsPlaceholder, false),
        (.revoked, false),
    ])
    func theAssigneeStandsForThePersonOnlyOnceTheyHaveAgreed(status: SourceUser.Status, isAssignee: Bool) {
        let user = Self.sourceUser(status)
        #expect(user.mappedUserID == (isAssignee ? UserID(2) : UserID(1)))
    }

    @Test func aTokenLivesOnlyWhileAnAnswerIsAwaited() throws {
        var user = Self.sourceUser(.pendingReassignment)
        try user.apply(.reassign, token: "t")
        #expect(user.reassignmentToken == "t")
        try user.apply(.reject)
        #expect(user.reassignmentToken == nil && user.reassignToUserID == UserID(2))
        try user.apply(.cancelReassignment)
        #expect(user.reassignToUserID == nil && user.reassignedByUserID == nil)
    }

    @Test func anErrorIsForgottenWithTheNextTry() throws {
        var user = Self.sourceUser(.failed)
        user.reassignmentError = "no room"
        try user.apply(.retryReassignment)
        #expect(user.reassignmentError == nil)
    }

    private static func sourceUser(_ status: SourceUser.Status) -> SourceUser {
        SourceUser(
            id: SourceUserID(1), namespaceID: NamespaceID(1), importKind: .github, hostname: "https://github.com",
            identifier: "7", username: "ada", name: nil, publicEmail: nil, placeholderUserID: UserID(1),
            reassignToUserID: UserID(2), reassignedByUserID: UserID(3), reassignmentToken: nil,
            reassignmentError: nil, reassignmentExpiresAt: nil, status: status,
            createdAt: Timestamp(millisecondsSinceEpoch: 0))
    }
}
