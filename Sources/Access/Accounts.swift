public import Model
import Secrets
public import Store

/// Makes and removes accounts and tokens with everything that belongs to them.
public enum Accounts {
    /// A person's account with its namespace.
    /// - Throws: ``StoreError/constraint(_:)`` where username, e-mail address or namespace is taken.
    public static func createPerson(_ draft: Users.Draft, in connection: any WriteConnection) throws -> User {
        let id = try Users.insert(draft, in: connection)
        guard let user = try Users.find(id, in: connection) else {
            throw StoreError.failed("a new user could not be read back")
        }
        try Namespaces.insertPersonal(owner: user, createdAt: draft.createdAt, in: connection)
        return user
    }

    /// The name itself, or with the lowest number behind it that nobody has.
    public static func freeUsername(_ name: String, in connection: any ReadConnection) throws -> String {
        var candidate = name
        var number = 0
        while try Users.find(username: candidate, in: connection) != nil
            || Namespaces.isPathTaken(candidate, in: connection)
        {
            number += 1
            candidate = "\(name)\(number)"
        }
        return candidate
    }

    /// A token as it is shown once, and its row.
    public struct IssuedToken: Sendable {
        public var token: String
        public var row: AccessToken
    }

    /// Makes a token for a person.
    /// - Throws: ``StoreError``, ``SecretsError``.
    public static func issueToken(
        for user: UserID, group: NamespaceID? = nil, name: String, description: String?, scopes: [TokenScope],
        expiresAt: CalendarDate?, now: Timestamp, in connection: any WriteConnection
    ) throws -> IssuedToken {
        let token = try RandomToken.accessToken()
        let id = try AccessTokens.insert(
            AccessTokens.Draft(
                userID: user, groupID: group, name: name, description: description, digest: Digest.sha256(token),
                scopes: scopes, createdAt: now, expiresAt: expiresAt), in: connection)
        guard let row = try AccessTokens.find(id, in: connection) else {
            throw StoreError.failed("a new token could not be read back")
        }
        return IssuedToken(token: token, row: row)
    }

    /// Makes a token for a group: a bot user with its own name and role, who acts with it.
    /// - Throws: ``StoreError``, ``SecretsError``.
    public static func issueGroupToken(
        _ group: Namespace, name: String, description: String?, scopes: [TokenScope], role: AccessLevel,
        expiresAt: CalendarDate?, by creator: UserID?, host: String, now: Timestamp,
        in connection: any WriteConnection
    ) throws -> IssuedToken {
        let username = "group_\(group.id)_bot_\(try RandomToken.hex(bytes: 16))"
        let bot = try Users.insert(
            Users.Draft(
                kind: .groupBot, username: username, name: name, email: "\(username)@noreply.\(host)", createdAt: now),
            in: connection)
        try Members.put(
            bot, as: role, in: .group(group.id), createdBy: creator, createdAt: now, expiresAt: expiresAt,
            using: connection)
        return try issueToken(
            for: bot, group: group.id, name: name, description: description, scopes: scopes, expiresAt: expiresAt,
            now: now, in: connection)
    }

    /// Removes a person with their own namespace and its projects; what they wrote elsewhere becomes the ghost user's.
    /// - Returns: the projects that went with the namespace.
    public static func delete(_ user: User, in connection: any WriteConnection) throws -> [ProjectID] {
        let ghost = try ghost(in: connection)
        var projects: [ProjectID] = []
        if let namespace = try Namespaces.find(owner: user.id, in: connection) {
            projects = try Namespaces.delete(namespace.id, heir: ghost, in: connection)
        }
        try Users.delete(user.id, heir: ghost, in: connection)
        return projects
    }

    /// The account that holds what nobody holds any more.
    public static func ghost(in connection: any ReadConnection) throws -> UserID {
        guard let ghost = try Users.firstOfKind(.ghost, in: connection) else {
            throw StoreError.failed("the ghost user is missing: start the server once to make it")
        }
        return ghost.id
    }
}
