extension Migration {
    /// What sources other than GitHub tell: pages named by other pages, short names of commits, verdicts as they are in
    /// the end.
    static let sources = Migration(
        number: 10, name: "sources",
        sqlite: """
            -- Where collections begin by what pages of others say.
            CREATE TABLE import_beginnings (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                collection TEXT NOT NULL,
                cursor TEXT NOT NULL,
                pass TEXT NOT NULL,                           -- the look that has found it; '' for the first
                UNIQUE (import_id, collection, cursor)
            ) STRICT;
            CREATE INDEX import_beginnings_pass ON import_beginnings (import_id, collection, pass, id);

            -- Whole names of commits that the source names in short.
            CREATE TABLE commit_names (
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                abbreviation TEXT NOT NULL,
                sha TEXT,                                     -- NULL where the source has no such commit any more
                PRIMARY KEY (project_id, abbreviation)
            ) STRICT, WITHOUT ROWID;

            -- Whether the state is the source's own word, and not what the reviews add up to.
            ALTER TABLE merge_request_reviewers ADD COLUMN is_state_told INTEGER NOT NULL DEFAULT 0;
            """)
}
