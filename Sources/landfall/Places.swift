import Access
import ArgumentParser
import Foundation
import Importer
import Model
import Outbound
import Store

extension Instance {
    /// Makes the administrator and the ghost user where they are missing.
    /// - Parameter show: is told the administrator's access token where there is none yet; without it none is made, for
    ///   whoever starts the server next is to see it.
    func bootstrap(rootToken: String? = nil, show: (@Sendable (String) -> Void)? = nil) async throws {
        try await Bootstrap.run(
            store: store, token: rootToken ?? settings.rootToken?.withUnsealed { $0 },
            host: imports.instanceHost, now: Self.clock(), show: show)
    }
}

/// The accounts and groups that commands name.
enum Places {
    static func administrator(_ instance: Instance) async throws -> UserID {
        guard let root = try await instance.store.read({ try Users.find(username: "root", in: $0) }) else {
            throw CommandFailure("the administrator 'root' is missing from this data directory")
        }
        return root.id
    }

    static func user(_ username: String, _ instance: Instance) async throws -> User {
        guard let user = try await instance.store.read({ try Users.find(username: username, in: $0) }) else {
            throw CommandFailure("there is no user \(username)")
        }
        return user
    }

    /// The accounts of people, without those that imports made.
    static func people(in connection: any ReadConnection) throws -> [User] {
        var filter = Users.Filter(viewer: .administrator(today: Instance.clock().calendarDate))
        filter.humansOnly = true
        var people: [User] = []
        while true {
            let page = try Users.list(
                filter, after: people.last?.id, direction: .ascending, limit: 500, in: connection)
            people += page
            if page.count < 500 { return people }
        }
    }

    /// The namespace with this full path; groups of it that are not there are made, private, with the administrator as
    /// their Owner.
    static func findOrMake(_ path: String, _ instance: Instance) async throws -> Namespace {
        let root = try await administrator(instance)
        let now = Instance.clock()
        return try await instance.store.write { try findOrMake(path, owner: root, at: now, in: $0) }
    }

    static func findOrMake(
        _ path: String, owner: UserID, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Namespace {
        let segments = path.split(separator: "/").map(String.init)
        var current: Namespace?
        for (index, segment) in segments.enumerated() {
            let fullPath = segments[...index].joined(separator: "/")
            if let found = try Namespaces.find(fullPath: fullPath, in: connection) {
                current = found
                continue
            }
            current = try makeGroup(segment, in: current, owner: owner, at: now, connection)
        }
        guard let namespace = current else { throw CommandFailure("--into must name a group or user") }
        return namespace
    }

    static func makeGroup(
        _ path: String, in parent: Namespace?, owner: UserID, at now: Timestamp, visibility: Visibility = .private,
        name: String? = nil, _ connection: any WriteConnection
    ) throws -> Namespace {
        let problems = GroupNaming.pathProblems(path, isTopLevel: parent == nil)
        guard problems.isEmpty else {
            throw CommandFailure("'\(path)' cannot be a group's path: \(problems.joined(separator: ", "))")
        }
        guard parent?.kind != .user else { throw CommandFailure("a person's namespace holds no groups") }
        let fullPath = parent.map { "\($0.fullPath)/\(path)" } ?? path
        guard try !Namespaces.isPathTaken(fullPath, in: connection) else {
            throw CommandFailure("the path \(fullPath) is taken")
        }
        let id = try Namespaces.insertGroup(
            Namespaces.GroupDraft(
                path: path, name: name ?? path, visibility: min(visibility, parent?.visibility ?? .public),
                createdAt: now), parent: parent, in: connection)
        try Members.put(owner, as: .owner, in: .group(id), createdBy: owner, createdAt: now, using: connection)
        guard let group = try Namespaces.find(id, in: connection) else {
            throw StoreError.failed("a group could not be read back")
        }
        try AuditEvents.insert(
            .groupCreated, by: .commandLine, on: .group(group), details: ["visibility": group.visibility.rawValue],
            at: now, in: connection)
        return group
    }
}
