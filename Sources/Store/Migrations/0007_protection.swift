extension Migration {
    /// Protected branches and tags, members to be, settings.
    static let protection = Migration(
        number: 7, name: "protection",
        sqlite: """
            CREATE TABLE protected_branches (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                name TEXT NOT NULL,                           -- with GitLab's wildcards
                push_level INTEGER NOT NULL CHECK (push_level IN (0, 30, 40, 60)),
                merge_level INTEGER NOT NULL CHECK (merge_level IN (0, 30, 40, 60)),
                allows_force_push INTEGER NOT NULL DEFAULT 0,
                requires_code_owner_approval INTEGER NOT NULL DEFAULT 0,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE UNIQUE INDEX protected_branches_name ON protected_branches (project_id, name);

            CREATE TABLE protected_tags (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                name TEXT NOT NULL,
                create_level INTEGER NOT NULL CHECK (create_level IN (0, 30, 40, 60)),
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE UNIQUE INDEX protected_tags_name ON protected_tags (project_id, name);

            -- What a person of the source will be in a project or group once a real user stands for them.
            CREATE TABLE placeholder_memberships (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                source_user_id INTEGER NOT NULL REFERENCES source_users (id) ON DELETE CASCADE,
                project_id INTEGER REFERENCES projects (id) ON DELETE CASCADE,
                namespace_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,
                access_level INTEGER NOT NULL CHECK (access_level IN (5, 10, 15, 20, 30, 40, 50)),
                expires_at TEXT,
                CHECK ((namespace_id IS NULL) <> (project_id IS NULL))
            ) STRICT;
            CREATE UNIQUE INDEX placeholder_memberships_project
                ON placeholder_memberships (project_id, source_user_id) WHERE project_id IS NOT NULL;
            CREATE UNIQUE INDEX placeholder_memberships_namespace
                ON placeholder_memberships (namespace_id, source_user_id) WHERE namespace_id IS NOT NULL;
            CREATE INDEX placeholder_memberships_source_user ON placeholder_memberships (source_user_id);

            ALTER TABLE projects ADD COLUMN merge_method TEXT NOT NULL DEFAULT 'merge'
                CHECK (merge_method IN ('merge', 'rebase_merge', 'ff'));
            ALTER TABLE projects ADD COLUMN squash_option TEXT NOT NULL DEFAULT 'default_off'
                CHECK (squash_option IN ('never', 'always', 'default_on', 'default_off'));
            ALTER TABLE projects ADD COLUMN removes_source_branch INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE projects ADD COLUMN requires_resolved_discussions INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE projects ADD COLUMN license_key TEXT;
            ALTER TABLE projects ADD COLUMN license_name TEXT;
            ALTER TABLE projects ADD COLUMN license_path TEXT;

            -- Objects of a kind that has no place here, counted as a whole.
            ALTER TABLE ledger_entries ADD COLUMN left_behind INTEGER NOT NULL DEFAULT 0;
            """)
}
