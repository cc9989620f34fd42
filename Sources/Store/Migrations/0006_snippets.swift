extension Migration {
    /// Snippets and imports of gists.
    static let snippets = Migration(
        number: 6, name: "snippets",
        sqlite: """
            CREATE TABLE snippets (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_origin TEXT NOT NULL,                  -- scheme and host of the source
                source_key TEXT NOT NULL,                     -- the gist's id
                source_url TEXT,
                source_version TEXT NOT NULL,                 -- what tells whether the gist has changed since
                title TEXT NOT NULL,
                description TEXT,
                visibility TEXT NOT NULL CHECK (visibility IN ('private', 'internal', 'public')),
                file_name TEXT NOT NULL,
                files TEXT NOT NULL,                          -- JSON array of paths
                default_branch TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (author_id, source_origin, source_key)
            ) STRICT;
            CREATE INDEX snippets_author ON snippets (author_id, created_at, id);
            CREATE INDEX snippets_visibility ON snippets (visibility, created_at, id);
            CREATE INDEX snippets_created ON snippets (created_at, id);

            -- A table of their own: what stands on a project's items belongs to the project.
            CREATE TABLE snippet_notes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                snippet_id INTEGER NOT NULL REFERENCES snippets (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                key TEXT NOT NULL,                            -- 40 hex digits: the discussion's name
                body TEXT NOT NULL,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (snippet_id, source_key)
            ) STRICT;
            CREATE INDEX snippet_notes_created ON snippet_notes (snippet_id, created_at, id);
            CREATE INDEX snippet_notes_updated ON snippet_notes (snippet_id, updated_at, id);
            CREATE INDEX snippet_notes_key ON snippet_notes (snippet_id, key);
            CREATE INDEX snippet_notes_author ON snippet_notes (author_id);

            CREATE TABLE gist_imports (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                hostname TEXT,                                -- as it was given; null for the public one
                credential BLOB,                              -- sealed; null as soon as the import has ended
                status TEXT NOT NULL CHECK (status IN ('started', 'finished', 'failed')),
                failure TEXT,
                cursor TEXT,                                  -- where reading the list goes on; null before its beginning
                is_listed INTEGER NOT NULL DEFAULT 0,         -- whether the list was read to its end
                mail TEXT,                                    -- what became of the mail
                created_at INTEGER NOT NULL,
                finished_at INTEGER,
                CHECK (status = 'started' OR credential IS NULL)
            ) STRICT;
            CREATE INDEX gist_imports_user ON gist_imports (user_id, id);

            -- What the list said of each gist, before anything is made of it, and what became of it.
            CREATE TABLE gist_import_items (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                import_id INTEGER NOT NULL REFERENCES gist_imports (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                title TEXT NOT NULL,
                gist TEXT NOT NULL,                           -- JSON of GistDraft
                state TEXT NOT NULL CHECK (state IN ('waiting', 'imported', 'failed')),
                snippet_id INTEGER REFERENCES snippets (id) ON DELETE SET NULL,
                reason TEXT,
                degradation TEXT,                             -- what of it has not arrived
                UNIQUE (import_id, source_key)
            ) STRICT;
            CREATE INDEX gist_import_items_state ON gist_import_items (import_id, state, id);
            CREATE INDEX gist_import_items_snippet ON gist_import_items (snippet_id) WHERE snippet_id IS NOT NULL;
            """)
}
