public import Model

/// The projects of a top-level group that were imported from one source.
public enum SourceProjects {
    public static func list(
        root: NamespaceID, importKind: ImportKind, hostname: String, in connection: any ReadConnection
    ) throws -> [(project: Project, source: ImportSource)] {
        let imports: [(ProjectID, ImportSource)] = try connection.rows(
            """
            SELECT imports.project_id AS project_id, imports.source AS source FROM imports
            JOIN projects ON projects.id = imports.project_id
            JOIN namespaces ON namespaces.id = projects.namespace_id
            WHERE namespaces.root_id = $1 AND imports.kind = $2 ORDER BY imports.project_id
            """, [root, importKind]
        ) { (try $0("project_id"), try decoded($0("source"), "source")) }
        return try imports.compactMap { id, source in
            guard source.webOrigin == hostname, let project = try Projects.find(id, in: connection) else { return nil }
            return (project, source)
        }
    }

    /// The project a repository was imported into that may be named in another project's texts: one that is open to at
    /// least as many, and where both are private, one of the same top-level group. The oldest import counts.
    public static func named(
        _ fullNames: some Sequence<String>, origin: String, importKind: ImportKind, in project: ProjectID,
        using connection: any ReadConnection
    ) throws -> [String: (project: Project, source: ImportSource)] {
        let names = Set(fullNames.map { $0.lowercased() })
        guard !names.isEmpty, let own = try Projects.find(project, in: connection),
            let root = try Namespaces.find(own.namespaceID, in: connection)?.rootID
        else { return [:] }
        var found: [String: (project: Project, source: ImportSource)] = [:]
        let imports: [(ProjectID, ImportSource)] = try batches(of: names.sorted()).flatMap { batch in
            try connection.rows(
                "SELECT project_id, source FROM imports", where: "lower(full_name)", isOneOf: Set(batch),
                order: "project_id"
            ) { (try $0("project_id"), try decoded($0("source"), "source")) }
        }
        for (id, source) in imports where source.webOrigin == origin && source.kind == importKind && id != project {
            let name = source.fullName.lowercased()
            guard found[name] == nil, let other = try Projects.find(id, in: connection),
                other.visibility >= own.visibility
            else { continue }
            if other.visibility == .private {
                guard try Namespaces.find(other.namespaceID, in: connection)?.rootID == root else { continue }
            }
            found[name] = (other, source)
        }
        return found
    }
}
