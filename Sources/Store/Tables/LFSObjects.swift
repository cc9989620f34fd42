public import Model

/// Large files: what is here, and which projects point to it.
public enum LFSObjects {
    /// A pointer of a project, and whether its object is here for the project.
    public struct Pointer: Sendable, Hashable {
        public var oid: String
        public var size: Int64

        public init(oid: String, size: Int64) {
            self.oid = oid
            self.size = size
        }
    }

    /// How many a project points to, and what of it has arrived.
    public struct Counts: Sendable, Hashable {
        public var pointers: Int64
        public var arrived: Int64
        /// Bytes of what has arrived.
        public var bytes: Int64
    }

    /// Adds pointers that were found in a project's history; known ones stay as they are.
    public static func addPointers(
        _ pointers: [Pointer], project: ProjectID, in connection: any WriteConnection
    ) throws {
        for pointer in pointers {
            try connection.execute(
                "INSERT INTO lfs_pointers (project_id, oid, size) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [project, pointer.oid, pointer.size])
        }
    }

    /// Pointers whose objects have not arrived, behind `after` in the order of their names.
    public static func wanted(
        project: ProjectID, after: String, limit: Int, in connection: any ReadConnection
    ) throws -> [Pointer] {
        try connection.rows(
            """
            SELECT oid, size FROM lfs_pointers WHERE project_id = $1 AND oid > $2 AND has_arrived = 0
            ORDER BY oid LIMIT \(limit)
            """, [project, after]
        ) { Pointer(oid: try $0("oid"), size: try $0("size")) }
    }

    /// Those of the project's pointers whose object is here and in a public project as well: everybody may have them.
    public static func open(
        among oids: [String], in connection: any ReadConnection
    ) throws -> Set<String> {
        Set(
            try connection.rows(
                """
                SELECT DISTINCT lfs_pointers.oid AS oid FROM lfs_pointers
                JOIN projects ON projects.id = lfs_pointers.project_id
                JOIN lfs_objects ON lfs_objects.oid = lfs_pointers.oid
                """, where: "projects.visibility = 'public' AND lfs_pointers.has_arrived = 1 AND lfs_pointers.oid",
                isOneOf: Set(oids)
            ) { try $0("oid") })
    }

    /// Notes that an object is here and the project's.
    public static func arrived(
        _ pointer: Pointer, project: ProjectID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "INSERT INTO lfs_objects (oid, size, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [pointer.oid, pointer.size, now])
        try connection.execute(
            "UPDATE lfs_pointers SET has_arrived = 1 WHERE project_id = $1 AND oid = $2", [project, pointer.oid])
    }

    /// Those of the objects that the project has, with their sizes.
    public static func sizes(
        of oids: [String], project: ProjectID, in connection: any ReadConnection
    ) throws -> [String: Int64] {
        var sizes: [String: Int64] = [:]
        for batch in batches(of: oids) {
            var condition = Condition()
            condition.add("project_id = ? AND has_arrived = 1", project)
            condition.add("oid", isOneOf: batch)
            try connection.forEachRow("SELECT oid, size FROM lfs_pointers \(condition.sql)", condition.parameters) {
                sizes[try $0("oid")] = try $0("size")
            }
        }
        return sizes
    }

    public static func counts(project: ProjectID, in connection: any ReadConnection) throws -> Counts {
        try connection.row(
            """
            SELECT count(*) AS pointers, coalesce(sum(has_arrived), 0) AS arrived,
                coalesce(sum(CASE WHEN has_arrived = 1 THEN size ELSE 0 END), 0) AS bytes
            FROM lfs_pointers WHERE project_id = $1
            """, [project]
        ) { Counts(pointers: try $0("pointers"), arrived: try $0("arrived"), bytes: try $0("bytes")) }
            ?? Counts(pointers: 0, arrived: 0, bytes: 0)
    }

    /// Takes out the rows of objects that no project has any more, for their files to be removed.
    public static func removeUnused(in connection: any WriteConnection) throws -> [String] {
        let unused: [String] = try connection.rows(
            """
            SELECT oid FROM lfs_objects WHERE NOT EXISTS (
                SELECT 1 FROM lfs_pointers WHERE lfs_pointers.oid = lfs_objects.oid AND has_arrived = 1)
            """
        ) { try $0("oid") }
        for oid in unused { try connection.execute("DELETE FROM lfs_objects WHERE oid = $1", [oid]) }
        return unused
    }

    /// Takes the ledger's lines about an object away: it has arrived after all.
    public static func forgetExceptions(
        of oid: String, import id: ImportID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            "DELETE FROM import_exceptions WHERE import_id = $1 AND kind = 'lfs_object' AND source_key = $2", [id, oid])
    }
}

extension LFSObjects {
    /// Those of the names that no row knows: a process died between putting the file to its place and writing its row.
    public static func unknown(among oids: [String], in connection: any ReadConnection) throws -> [String] {
        var known: Set<String> = []
        for batch in batches(of: oids) {
            var condition = Condition()
            condition.add("oid", isOneOf: batch)
            try connection.forEachRow("SELECT oid FROM lfs_objects \(condition.sql)", condition.parameters) {
                known.insert(try $0("oid"))
            }
        }
        return oids.filter { !known.contains($0) }
    }
}
