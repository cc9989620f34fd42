extension Migration {
    /// Uploads and release assets.
    static let files = Migration(
        number: 4, name: "files",
        sqlite: """
            -- Files that the project's texts show: bytes are stored by their digest, elsewhere.
            CREATE TABLE uploads (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                secret TEXT NOT NULL,                         -- 32 hex digits: half of its address
                file_name TEXT NOT NULL,
                digest TEXT NOT NULL,                         -- SHA-256 in hex
                size INTEGER NOT NULL,
                media_type TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, secret, file_name)
            ) STRICT;
            CREATE INDEX uploads_project ON uploads (project_id, id);
            CREATE INDEX uploads_digest ON uploads (digest);

            -- Each file of the source that a text shows or links.
            CREATE TABLE attachments (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                item_table TEXT NOT NULL,                     -- issues, merge_requests, notes, releases, milestones
                item_id INTEGER NOT NULL,
                address TEXT NOT NULL,                        -- at the source, as the text has it
                upload_id INTEGER REFERENCES uploads (id) ON DELETE SET NULL,    -- null: it could not be fetched
                UNIQUE (project_id, item_table, item_id, address)
            ) STRICT;
            CREATE INDEX attachments_address ON attachments (project_id, address) WHERE upload_id IS NOT NULL;
            CREATE INDEX attachments_upload ON attachments (upload_id) WHERE upload_id IS NOT NULL;

            CREATE TABLE release_assets (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                release_id INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                name TEXT NOT NULL,
                media_type TEXT,
                source_size INTEGER NOT NULL,                 -- as the source says
                source_digest TEXT,
                is_complete INTEGER NOT NULL DEFAULT 1,       -- whether the source has all of it
                digest TEXT,                                  -- null until its bytes are here
                size INTEGER,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX release_assets_release ON release_assets (release_id, id);
            CREATE INDEX release_assets_waiting ON release_assets (project_id, id) WHERE digest IS NULL;
            CREATE INDEX release_assets_digest ON release_assets (digest) WHERE digest IS NOT NULL;
            """)
}
