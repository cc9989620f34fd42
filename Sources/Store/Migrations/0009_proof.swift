extension Migration {
    /// What a later look at the source found, and where each line of the ledger came from, so that it can be mended.
    static let proof = Migration(
        number: 9, name: "proof",
        sqlite: """
            ALTER TABLE import_exceptions ADD COLUMN stage TEXT;           -- the stage that wrote the line
            ALTER TABLE import_exceptions ADD COLUMN collection TEXT;      -- the journal's page it is about
            ALTER TABLE import_exceptions ADD COLUMN cursor TEXT;
            ALTER TABLE import_exceptions ADD COLUMN needs_fetch INTEGER NOT NULL DEFAULT 0;  -- or only writing again
            CREATE INDEX import_exceptions_page ON import_exceptions (import_id, collection, cursor);
            CREATE INDEX import_exceptions_order ON import_exceptions (import_id, id);

            ALTER TABLE discussions ADD COLUMN is_resolution_told INTEGER NOT NULL DEFAULT 0;

            -- How many objects the source said that each object has, so that reading it again replaces what it said.
            CREATE TABLE import_announcements (
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,                           -- of what is counted
                source_key TEXT NOT NULL,                     -- of whoever said it
                number INTEGER NOT NULL,                      -- of the issue or pull request; 0 where it is none
                count INTEGER NOT NULL,
                PRIMARY KEY (import_id, kind, source_key)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX import_announcements_number ON import_announcements (import_id, number);

            -- What was on the pages of a list that was walked through a second time.
            CREATE TABLE import_walked_rows (
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                imported_table TEXT NOT NULL,
                source_key TEXT NOT NULL,
                PRIMARY KEY (import_id, imported_table, source_key)
            ) STRICT, WITHOUT ROWID;

            -- Issues and merge requests that changed at the source while they were imported.
            CREATE TABLE import_changed_items (
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                pass TEXT NOT NULL,
                item TEXT NOT NULL CHECK (item IN ('Issue', 'MergeRequest')),
                number INTEGER NOT NULL,
                PRIMARY KEY (import_id, pass, item, number)
            ) STRICT, WITHOUT ROWID;

            -- The largest page of each query that a source has answered, where it gave up on larger ones.
            CREATE TABLE page_sizes (
                source TEXT NOT NULL,                         -- the repository's address
                query TEXT NOT NULL,
                size INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (source, query)
            ) STRICT, WITHOUT ROWID;
            """)
}
