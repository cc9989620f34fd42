import Model

extension AccessToken {
    /// What is written down of a token that is made or revoked.
    var auditDetails: [String: String] {
        var details = [
            "target_type": groupID == nil ? "PersonalAccessToken" : "GroupAccessToken", "target_id": "\(id)",
            "target_details": name, "scopes": scopes.map(\.rawValue).joined(separator: " "),
        ]
        details["expires_at"] = expiresAt.map { "\($0)" }
        return details
    }
}

extension MemberPlace {
    var entity: AuditEvent.Entity {
        if let project { return .project(project) }
        return group.map { .group($0) } ?? .instance
    }
}

/// What was changed, by name: `visibility: private → public`.
struct AuditChanges {
    private(set) var details: [String: String] = [:]

    func noting(_ name: String, _ old: String, _ new: String) -> AuditChanges {
        guard old != new else { return self }
        var changes = self
        changes.details[name] = "\(old) → \(new)"
        return changes
    }
}
