import Model
import Store

/// What a group's values must be, beyond their form.
enum GroupRules {
    /// - Throws: 400 in GitLab's words for a group that could not be made.
    static func judge(
        _ draft: Namespaces.GroupDraft, parent: Namespace?, in connection: any ReadConnection
    ) throws {
        var problems: [(name: String, texts: [String])] = []
        add("name", GroupNaming.nameProblems(draft.name), to: &problems)
        var path = GroupNaming.pathProblems(draft.path, isTopLevel: parent == nil)
        let fullPath = parent.map { "\($0.fullPath)/\(draft.path)" } ?? draft.path
        if path.isEmpty, try Namespaces.isPathTaken(fullPath, in: connection) {
            path = ["has already been taken"]
        }
        add("path", path, to: &problems)
        if let parent, draft.visibility > parent.visibility {
            add("visibility_level", [tooOpen(draft.visibility, parent)], to: &problems)
        }
        guard problems.isEmpty else {
            throw APIError.badRequest("Failed to save group \(inspected(problems))")
        }
    }

    /// - Throws: 400 in GitLab's words for values that a group cannot take.
    static func judge(_ group: Namespace, was old: Namespace, in connection: any ReadConnection) throws {
        var problems: [(name: String, texts: [String])] = []
        add("name", GroupNaming.nameProblems(group.name), to: &problems)
        if group.path != old.path { add("path", try pathProblems(group, was: old, in: connection), to: &problems) }
        if group.visibility != old.visibility {
            if let parent = try group.parentID.flatMap({ try Namespaces.find($0, in: connection) }),
                group.visibility > parent.visibility
            {
                add("visibility_level", [tooOpen(group.visibility, parent)], to: &problems)
            }
            if let highest = try Namespaces.highestVisibility(under: old, in: connection),
                highest > group.visibility
            {
                add(
                    "visibility_level",
                    [
                        """
                        \(group.visibility.rawValue) is not allowed since this group contains projects or sub-groups \
                        with higher visibility.
                        """
                    ], to: &problems)
            }
        }
        guard problems.isEmpty else { throw APIError.refusedFields(problems) }
    }

    private static func pathProblems(
        _ group: Namespace, was old: Namespace, in connection: any ReadConnection
    ) throws -> [String] {
        let problems = GroupNaming.pathProblems(group.path, isTopLevel: group.parentID == nil)
        guard problems.isEmpty else { return problems }
        let place = old.fullPath.dropLast(old.path.count)
        // A change of letter case only finds the group itself.
        guard group.path.lowercased() != old.path.lowercased() else { return [] }
        return try Namespaces.isPathTaken("\(place)\(group.path)", in: connection) ? ["has already been taken"] : []
    }

    private static func tooOpen(_ visibility: Visibility, _ parent: Namespace) -> String {
        "\(visibility.rawValue) is not allowed since the parent group has a \(parent.visibility.rawValue) visibility."
    }

    private static func add(
        _ name: String, _ texts: [String], to problems: inout [(name: String, texts: [String])]
    ) {
        if !texts.isEmpty { problems.append((name, texts)) }
    }

    /// GitLab embeds Ruby's own writing of a hash in this one message.
    private static func inspected(_ problems: [(name: String, texts: [String])]) -> String {
        let parts = problems.map { problem in
            let texts = problem.texts.map { "\"\($0)\"" }.joined(separator: ", ")
            return ":\(problem.name)=>[\(texts)]"
        }
        return "{\(parts.joined(separator: ", "))}"
    }
}
