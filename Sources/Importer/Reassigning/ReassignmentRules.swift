public import Model
public import Store

/// What the administrator of this server allows with source users: GitLab's application settings and plan limit.
public struct ReassignmentRules: Sendable, Hashable {
    /// `allow_bypass_placeholder_confirmation`: administrators reassign without the assignee's word, and to accounts
    /// that are not active.
    public var allowsBypass: Bool
    /// `allow_contribution_mapping_to_admins`.
    public var allowsAdministrators: Bool
    /// `import_placeholder_user_limit`: placeholder users in one top-level group; `nil` for as many as it takes.
    public var placeholderLimit: Int?

    public init(allowsBypass: Bool = false, allowsAdministrators: Bool = false, placeholderLimit: Int? = nil) {
        self.allowsBypass = allowsBypass
        self.allowsAdministrators = allowsAdministrators
        self.placeholderLimit = placeholderLimit
    }

    /// GitLab's words for an account that nothing may be reassigned to.
    func invalidAssigneeMessage(isBypassing: Bool) -> String {
        let active = isBypassing ? "" : "active "
        let access = allowsAdministrators ? "regular, auditor, or administrator" : "regular or auditor"
        return "You can assign \(active)users with \(access) access only."
    }
}

/// Why a decision about a source user is refused, in GitLab's words.
public struct ReassignmentRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable {
        case forbidden
        case invalidStatus = "invalid_status"
        case invalidAssignee = "invalid_assignee"
        case invalidNamespace = "invalid_namespace"
        /// The record itself refuses the value.
        case invalidRecord = "invalid_record"
    }

    public var reason: Reason
    public var message: String

    public var description: String { message }

    static let forbidden = ReassignmentRefusal(
        reason: .forbidden, message: "You have insufficient permissions to update the import source user")
    static let invalidStatus = ReassignmentRefusal(
        reason: .invalidStatus, message: "Import source user has an invalid status for this operation")
    static let personalNamespace = ReassignmentRefusal(
        reason: .invalidNamespace,
        message: "You cannot reassign user contributions of imports to a personal namespace.")
    static let taken = ReassignmentRefusal(
        reason: .invalidRecord, message: "Reassign to user already assigned to another placeholder")
}

/// What people should hear of. Nothing is sent yet: whoever sends mail hangs in here.
public enum ReassignmentNotice: Sendable {
    /// The assignee is asked for their word.
    case requested(SourceUser)
    /// The assignee refused; for who asked.
    case rejected(SourceUser)
    /// Done without the assignee's word; for the assignee.
    case reassignedWithoutConfirmation(SourceUser)
    /// The lines of a CSV are dealt with; for who sent it.
    case uploadProcessed(ReassignmentUploadID)
}

/// Takes notices; must not wait for anybody.
public typealias ReassignmentNotifier = @Sendable (ReassignmentNotice) -> Void
