extension Migration {
    /// Source users and what is reassigned.
    static let reassignment = Migration(
        number: 8, name: "reassignment",
        sqlite: """
            -- Made anew, because the placeholder user of a completed reassignment goes.
            CREATE TABLE source_users_remade (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace_id INTEGER NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,    -- the top-level group
                import_kind TEXT NOT NULL,
                hostname TEXT NOT NULL,
                identifier TEXT NOT NULL,
                username TEXT,
                name TEXT,
                public_email TEXT,
                node_id TEXT,                                 -- with which the source tells the name
                placeholder_user_id INTEGER REFERENCES users (id),
                reassign_to_user_id INTEGER REFERENCES users (id),
                reassigned_by_user_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
                reassignment_token TEXT UNIQUE,
                reassignment_error TEXT,
                reassignment_expires_at INTEGER,
                status TEXT NOT NULL CHECK (status IN ('pending_reassignment', 'awaiting_approval',
                    'reassignment_in_progress', 'rejected', 'failed', 'completed', 'keep_as_placeholder', 'revoked')),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (namespace_id, hostname, import_kind, identifier),
                UNIQUE (namespace_id, hostname, import_kind, reassign_to_user_id),
                CHECK (placeholder_user_id IS NOT NULL OR status IN ('completed', 'revoked')),
                CHECK ((status = 'awaiting_approval') = (reassignment_token IS NOT NULL))
            ) STRICT;
            INSERT INTO source_users_remade (id, namespace_id, import_kind, hostname, identifier, username, name, node_id,
                placeholder_user_id, reassign_to_user_id, status, created_at, updated_at)
            SELECT id, namespace_id, import_kind, hostname, identifier, username, name, node_id,
                placeholder_user_id, reassign_to_user_id, status, created_at, updated_at FROM source_users;
            DROP TABLE source_users;
            ALTER TABLE source_users_remade RENAME TO source_users;
            CREATE INDEX source_users_placeholder ON source_users (placeholder_user_id)
                WHERE placeholder_user_id IS NOT NULL;
            CREATE INDEX source_users_reassign ON source_users (reassign_to_user_id)
                WHERE reassign_to_user_id IS NOT NULL;
            CREATE INDEX source_users_reassigned_by ON source_users (reassigned_by_user_id)
                WHERE reassigned_by_user_id IS NOT NULL;
            CREATE INDEX source_users_name ON source_users (namespace_id, lower(coalesce(name, username, '')), id);
            CREATE INDEX source_users_status ON source_users (namespace_id, status, id);
            CREATE INDEX source_users_username ON source_users (namespace_id, hostname, import_kind, lower(username));

            ALTER TABLE users ADD COLUMN public_email TEXT;   -- the address an account shows to everybody
            CREATE INDEX users_public_email ON users (lower(public_email)) WHERE public_email IS NOT NULL;

            -- Who holds contributions of people beyond the cap on placeholder users.
            CREATE TABLE namespace_import_users (
                namespace_id INTEGER PRIMARY KEY REFERENCES namespaces (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE
            ) STRICT;

            -- Roles of people who have no account here yet.
            CREATE TABLE IF NOT EXISTS placeholder_memberships (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                source_user_id INTEGER NOT NULL REFERENCES source_users (id) ON DELETE CASCADE,
                project_id INTEGER REFERENCES projects (id) ON DELETE CASCADE,
                namespace_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,
                access_level INTEGER NOT NULL,
                expires_at TEXT
            ) STRICT;
            CREATE INDEX IF NOT EXISTS placeholder_memberships_source_user ON placeholder_memberships (source_user_id);

            -- What reassigning has moved, so that it can be taken back.
            CREATE TABLE reassigned_records (
                source_user_id INTEGER NOT NULL REFERENCES source_users (id) ON DELETE CASCADE,
                place TEXT NOT NULL,                          -- table.column
                row_key INTEGER NOT NULL,
                removed TEXT,                                 -- JSON of a row that went, because the user had the same
                PRIMARY KEY (source_user_id, place, row_key)
            ) STRICT, WITHOUT ROWID;

            -- How far a reassignment is.
            CREATE TABLE reassignments (
                source_user_id INTEGER PRIMARY KEY REFERENCES source_users (id) ON DELETE CASCADE,
                direction TEXT NOT NULL CHECK (direction IN ('forward', 'back')),
                total INTEGER,                                -- counted when it starts
                done INTEGER NOT NULL DEFAULT 0,
                text_cursor TEXT,                             -- JSON: the last text made anew
                is_confirmation_skipped INTEGER NOT NULL DEFAULT 0,
                requested_at INTEGER NOT NULL,
                started_at INTEGER,
                finished_at INTEGER
            ) STRICT;

            -- A CSV that maps many people at once, and what became of its lines.
            CREATE TABLE reassignment_uploads (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace_id INTEGER NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,
                requested_by INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                csv TEXT,                                     -- null as soon as all lines are dealt with
                next_line INTEGER NOT NULL DEFAULT 0,
                matched INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0,
                skipped INTEGER NOT NULL DEFAULT 0,
                failures TEXT NOT NULL,                       -- CSV: the lines that failed, and why
                created_at INTEGER NOT NULL,
                finished_at INTEGER
            ) STRICT;
            CREATE INDEX reassignment_uploads_namespace ON reassignment_uploads (namespace_id, id);
            CREATE INDEX reassignment_uploads_requested_by ON reassignment_uploads (requested_by);

            -- Which texts name whom, and which other repositories: they are made anew when those become known here.
            CREATE TABLE named_subjects (
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('person', 'repository')),
                subject TEXT NOT NULL,                        -- lower case: login, owner/name
                table_name TEXT NOT NULL,
                source_key TEXT NOT NULL,                     -- of the row that holds the text
                PRIMARY KEY (project_id, kind, subject, table_name, source_key)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX named_subjects_subject ON named_subjects (kind, subject, project_id);

            CREATE INDEX imports_full_name ON imports (lower(full_name));
            """)
}
