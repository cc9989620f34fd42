extension Migration {
    /// Award emoji, and what is said of comments.
    static let reactions = Migration(
        number: 3, name: "reactions",
        sqlite: """
            -- Why the source hides a comment; GitLab has no such thing.
            ALTER TABLE notes ADD COLUMN minimized_reason TEXT;

            -- Joins comments that stand at one place and do not name each other: those on commits, and old ones on diffs.
            ALTER TABLE discussions ADD COLUMN place_key TEXT;
            -- How far below the first @@ of a commit's diff of the file a comment stands, where the source says only that.
            ALTER TABLE discussions ADD COLUMN diff_place INTEGER;
            CREATE INDEX discussions_project ON discussions (project_id, id);
            CREATE INDEX discussions_place ON discussions (project_id, place_key) WHERE place_key IS NOT NULL;
            -- A discussion on a commit has the project's id as noteable_id and says in commit_sha which commit it is.
            CREATE INDEX discussions_commit ON discussions (project_id, commit_sha, created_at, id)
                WHERE noteable_kind = 'Commit';

            CREATE TABLE award_emoji (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                awardable_kind TEXT NOT NULL CHECK (awardable_kind IN ('Issue', 'MergeRequest', 'Note', 'Snippet')),
                awardable_id INTEGER NOT NULL,
                name TEXT NOT NULL,
                user_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX award_emoji_awardable ON award_emoji (awardable_kind, awardable_id, id);
            CREATE INDEX award_emoji_votes ON award_emoji (awardable_kind, awardable_id, name)
                WHERE name IN ('thumbsup', 'thumbsdown');
            CREATE INDEX award_emoji_user ON award_emoji (user_id);

            -- What must be asked about reactions: the lists say on what there are any, and only a query tells whose.
            CREATE TABLE reacted_objects (
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                source_key TEXT NOT NULL,
                node_id TEXT NOT NULL,
                total INTEGER NOT NULL,                       -- by the list; what is asked hangs on it and may not change
                counted INTEGER,                              -- by the answer that brought the reactions
                PRIMARY KEY (project_id, kind, source_key)
            ) STRICT, WITHOUT ROWID;
            """)
}
