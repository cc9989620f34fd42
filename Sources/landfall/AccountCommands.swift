public import ArgumentParser
import Foundation
public import Model
import Secrets
import Store

/// `landfall user create NAME`, `landfall user list`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Makes and lists accounts.", subcommands: [Create.self, List.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes an account and its personal namespace.")

        @Argument(help: "User name, the path of the personal namespace as well.")
        var username: String

        @Option(help: "The name shown; the user name where left out.")
        var name: String?

        @Option(help: "E-mail address.")
        var email: String

        @Flag(help: "Makes an administrator.")
        var admin = false

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                try await instance.bootstrap()
                let draft = Users.Draft(
                    kind: .human, username: username, name: name ?? username, email: email, isAdministrator: admin,
                    createdAt: Instance.clock())
                try await instance.store.write { connection in
                    let problems = GroupNaming.pathProblems(draft.username, isTopLevel: true)
                    guard problems.isEmpty else { throw CommandFailure(problems.joined(separator: ", ")) }
                    guard try !Namespaces.isPathTaken(draft.username, in: connection),
                        try Users.find(email: draft.email, in: connection) == nil
                    else { throw CommandFailure("the user name or e-mail address is taken") }
                    let id = try Users.insert(draft, in: connection)
                    guard let user = try Users.find(id, in: connection) else { return }
                    try Namespaces.insertPersonal(owner: user, createdAt: draft.createdAt, in: connection)
                    try AuditEvents.insert(
                        .userCreated, by: .commandLine, on: .user(user),
                        details: ["administrator": "\(user.isAdministrator)"], at: draft.createdAt, in: connection)
                }
                print("Made \(username). Give them a token: landfall token create \(username) --name laptop")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the accounts of people.")

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                let users = try await instance.store.read { try Places.people(in: $0) }
                for user in users {
                    print("\(user.id)\t\(user.username)\t\(user.name)\t\(user.isAdministrator ? "administrator" : "")")
                }
            }
        }
    }
}

/// `landfall group create PATH`.
struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Makes groups.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a group; inside another one: PARENT/PATH.")

        @Argument(help: "Full path of the group.")
        var path: String

        @Option(help: "The name shown; the path's last part where left out.")
        var name: String?

        @Option(help: "private, internal or public.")
        var visibility: Visibility = .private

        @Option(help: "User name of the Owner; the administrator where left out.")
        var owner: String = "root"

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                try await instance.bootstrap()
                let ownerID = try await Places.user(owner, instance).id
                let segments = path.split(separator: "/").map(String.init)
                guard let last = segments.last else { throw CommandFailure("the path is empty") }
                let (parentPath, now, name, visibility) = (
                    segments.dropLast().joined(separator: "/"), Instance.clock(), name, visibility
                )
                try await instance.store.write { connection in
                    let parent = try Namespaces.find(fullPath: parentPath, in: connection)
                    guard parentPath.isEmpty || parent != nil else {
                        throw CommandFailure("there is no group \(parentPath)")
                    }
                    _ = try Places.makeGroup(
                        last, in: parent, owner: ownerID, at: now, visibility: visibility, name: name, connection)
                }
                print("Made group \(path).")
            }
        }
    }
}

/// `landfall token create USER`, `landfall token revoke ID`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Makes and revokes personal access tokens.",
        subcommands: [Create.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, once: only its digest is kept.")

        @Argument(help: "Whose it is.")
        var username: String

        @Option(help: "What it is for.")
        var name: String = "command line"

        @Option(help: "What it may do; repeatable.")
        var scope: [TokenScope] = [.api]

        @Option(name: .customLong("expires-at"), help: "Day it dies: YYYY-MM-DD.")
        var expiresAt: String?

        @OptionGroup var options: SettingOptions

        func run() async throws {
            let day = try expiresAt.map { text in
                guard let day = CalendarDate(iso8601: text) else {
                    throw ValidationError("--expires-at takes YYYY-MM-DD")
                }
                return day
            }
            try await Instance.with(try Settings(options)) { instance in
                try await instance.bootstrap()
                let user = try await Places.user(username, instance)
                let token = try RandomToken.accessToken()
                let draft = AccessTokens.Draft(
                    userID: user.id, name: name, digest: Digest.sha256(token), scopes: scope,
                    createdAt: Instance.clock(), expiresAt: day)
                try await instance.store.write { connection in
                    let id = try AccessTokens.insert(draft, in: connection)
                    try TokenCommand.note(.personalAccessTokenIssued, id, at: draft.createdAt, in: connection)
                }
                print(token)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revokes a token by its number.")

        @Argument(help: "Number of the token, as GET /personal_access_tokens shows it.")
        var id: Int64

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                let (id, now) = (AccessTokenID(id), Instance.clock())
                try await instance.store.write { connection in
                    guard let token = try AccessTokens.find(id, in: connection) else {
                        throw CommandFailure("there is no token \(id)")
                    }
                    guard token.revokedAt == nil else { return }
                    try AccessTokens.revoke(id, at: now, in: connection)
                    try TokenCommand.note(
                        token.groupID == nil ? .personalAccessTokenRevoked : .groupAccessTokenDeleted, id, at: now,
                        in: connection)
                }
                print("Revoked.")
            }
        }
    }

    fileprivate static func note(
        _ action: AuditAction, _ id: AccessTokenID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        guard let token = try AccessTokens.find(id, in: connection) else { return }
        let group = try token.groupID.flatMap { try Namespaces.find($0, in: connection) }
        let user = try Users.find(token.userID, in: connection)
        guard let entity = group.map({ .group($0) }) ?? user.map({ AuditEvent.Entity.user($0) }) else { return }
        try AuditEvents.insert(
            action, by: .commandLine, on: entity,
            details: [
                "target_type": group == nil ? "PersonalAccessToken" : "GroupAccessToken", "target_id": "\(id)",
                "target_details": token.name, "scopes": token.scopes.map(\.rawValue).joined(separator: " "),
            ], at: now, in: connection)
    }
}

extension Visibility: ExpressibleByArgument {}
extension TokenScope: ExpressibleByArgument {}
