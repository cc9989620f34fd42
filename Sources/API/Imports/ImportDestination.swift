import Access
import HTTPTypes
import Importer
import Model
import Store

/// Where an import from Bitbucket lands: in the namespace that was asked for, in groups that are made for it, or, where
/// they cannot be made, in the caller's personal namespace (`app/services/import/base_service.rb`,
/// `app/services/groups/nested_create_service.rb`).
///
/// GitLab lands there without a word. Here ``warning`` says so.
struct ImportDestination: Sendable, Equatable {
    /// The lowest namespace that is there; `nil` where all groups are to be made.
    private(set) var existing: Namespace?
    /// Paths of the groups to make, the highest first.
    private(set) var missing: [String] = []
    /// Set where it is not the place that was asked for.
    private(set) var warning: String?

    /// GitLab nests groups no deeper.
    private static let deepest = 20

    /// Decides for the caller; makes nothing.
    /// - Parameter path: what was asked for; `nil` or blank means the personal namespace.
    /// - Throws: ``APIError/importForbidden`` where the caller may not import there.
    static func settle(
        _ path: String?, for user: User, _ authority: Authority, in connection: any ReadConnection
    ) throws -> ImportDestination {
        // The page shows a leading slash, which GitLab's own code does not take; here it is no part of the path.
        let asked = (path ?? "").trimmed(of: "/")
        guard asked.contains(where: { !$0.isWhitespace }) else {
            return try personal(of: user, warning: nil, authority, in: connection)
        }
        if let own = try Namespaces.find(owner: user.id, in: connection),
            own.fullPath.lowercased() == asked.lowercased()
        {
            return try personal(of: user, warning: nil, authority, in: connection)
        }
        let destination: ImportDestination
        do {
            destination = try groups(asked, authority, in: connection)
        } catch let hindrance as Hindrance {
            return try personal(of: user, warning: (asked, hindrance.reason), authority, in: connection)
        }
        if let group = destination.existing, destination.missing.isEmpty, try !authority.mayImport(into: group) {
            throw APIError.importForbidden
        }
        return destination
    }

    /// Makes what is missing, with the caller as Owner, and in the visibility that `POST /groups` gives.
    /// - Returns: where the project is to be.
    func make(
        for user: User, by actor: AuditActor, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Namespace {
        var current = existing
        for path in missing {
            let id = try Namespaces.insertGroup(
                Namespaces.GroupDraft(path: path, name: path, visibility: .private, createdAt: now), parent: current,
                in: connection)
            try Members.put(user.id, as: .owner, in: .group(id), createdBy: user.id, createdAt: now, using: connection)
            current = try Namespaces.find(id, in: connection)
            if let group = current {
                try AuditEvents.insert(
                    .groupCreated, by: actor, on: .group(group), details: ["visibility": group.visibility.rawValue],
                    at: now, in: connection)
            }
        }
        guard let current else { throw StoreError.failed("a new group could not be read back") }
        return current
    }

    /// Why groups cannot be made.
    private struct Hindrance: Error {
        var reason: String
    }

    private static func groups(
        _ asked: String, _ authority: Authority, in connection: any ReadConnection
    ) throws -> ImportDestination {
        let segments = asked.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count <= deepest else { throw Hindrance(reason: "groups nest no deeper than \(deepest)") }
        var parent: Namespace?
        for depth in segments.indices {
            let path = segments[...depth].joined(separator: "/")
            if let found = try Namespaces.find(fullPath: path, in: connection) {
                // The same answer whatever is in it or not.
                guard try authority.mayRead(found) else { throw APIError.importForbidden }
                guard found.kind == .group else { throw Hindrance(reason: "'\(found.path)' is not a group") }
                parent = found
                continue
            }
            let missing = Array(segments[depth...])
            try judge(missing, in: parent, authority)
            if try Namespaces.isPathTaken(path, in: connection) {
                throw Hindrance(reason: "its path has already been taken")
            }
            return ImportDestination(existing: parent, missing: missing)
        }
        return ImportDestination(existing: parent)
    }

    private static func judge(_ missing: [String], in parent: Namespace?, _ authority: Authority) throws {
        guard try authority.mayCreateGroup(in: parent) else {
            throw Hindrance(reason: "you may not create groups" + (parent.map { " in '\($0.fullPath)'" } ?? ""))
        }
        for (level, segment) in missing.enumerated() {
            let problems = GroupNaming.pathProblems(segment, isTopLevel: parent == nil && level == 0)
            if let problem = problems.first ?? GroupNaming.nameProblems(segment).first {
                throw Hindrance(reason: "'\(segment)' cannot be a group's path: \(problem)")
            }
        }
    }

    private static func personal(
        of user: User, warning: (asked: String, reason: String)?, _ authority: Authority,
        in connection: any ReadConnection
    ) throws -> ImportDestination {
        guard let own = try Namespaces.find(owner: user.id, in: connection), try authority.mayImport(into: own) else {
            throw APIError.importForbidden
        }
        let text = warning.map { warning in
            "The project is in your personal namespace '\(own.fullPath)': the group '\(warning.asked)' could not be created: \(warning.reason)"
        }
        return ImportDestination(existing: own, warning: text)
    }
}

extension APIError {
    /// Both of Bitbucket's endpoints, in GitLab's words.
    static let importForbidden = APIError(
        .unauthorized, .messageError("You don't have permissions to import this project"))
}
