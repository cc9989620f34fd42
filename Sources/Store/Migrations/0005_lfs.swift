extension Migration {
    /// LFS objects.
    static let lfs = Migration(
        number: 5, name: "lfs",
        sqlite: """
            -- What lies in the data directory, whoever it belongs to. A row goes together with its file.
            CREATE TABLE lfs_objects (
                oid TEXT PRIMARY KEY,                         -- SHA-256 in hex
                size INTEGER NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;

            -- The pointers that a project's history holds. Only what has arrived for the project itself is served: the
            -- name of an object alone gives nobody the content that another project has of it.
            CREATE TABLE lfs_pointers (
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                oid TEXT NOT NULL,
                size INTEGER NOT NULL,
                has_arrived INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (project_id, oid)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX lfs_pointers_oid ON lfs_pointers (oid, has_arrived);
            """)
}
