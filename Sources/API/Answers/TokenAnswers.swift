import Model

/// A token's facts; `token` itself only in the answer that made it.
struct TokenAnswer: Entity {
    var token: AccessToken
    var now: Timestamp
    var secret: String?
    /// Set for group access tokens.
    var groupRole: AccessLevel?

    func write(_ object: inout JSONObject) {
        object.add("id", token.id)
        object.add("name", token.name)
        object.add("revoked", token.revokedAt != nil)
        object.add("created_at", token.createdAt)
        object.add("description", token.description)
        object.add("scopes", token.scopes.map(\.rawValue))
        object.add("user_id", token.userID)
        object.add("last_used_at", token.lastUsedAt)
        object.add("active", token.isActive(at: now))
        object.add("expires_at", token.expiresAt)
        if let group = token.groupID {
            object.add("access_level", groupRole)
            object.add("resource_type", "group")
            object.add("resource_id", group)
        }
        if let secret { object.add("token", secret) }
    }
}
