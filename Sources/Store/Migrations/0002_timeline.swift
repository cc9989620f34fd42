extension Migration {
    /// What happened to issues and merge requests, and how they are linked.
    static let timeline = Migration(
        number: 2, name: "timeline",
        sqlite: """
            -- A project's rows in the order they were made, here and below: how their texts are gone through.
            CREATE INDEX notes_project ON notes (project_id, id);
            ALTER TABLE notes ADD COLUMN action TEXT;         -- of a system note, in GitLab's words

            CREATE INDEX issues_project ON issues (project_id, id);
            ALTER TABLE issues ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE issues ADD COLUMN source_type TEXT;   -- the kind of issue, as its owners call it
            ALTER TABLE issues ADD COLUMN lock_reason TEXT;
            ALTER TABLE issues ADD COLUMN duplicate_of_id INTEGER REFERENCES issues (id) ON DELETE SET NULL;
            CREATE INDEX issues_duplicate_of ON issues (duplicate_of_id) WHERE duplicate_of_id IS NOT NULL;

            CREATE INDEX merge_requests_project ON merge_requests (project_id, id);
            ALTER TABLE merge_requests ADD COLUMN lock_reason TEXT;
            ALTER TABLE merge_requests ADD COLUMN review_decision TEXT;
            ALTER TABLE merge_requests ADD COLUMN requested_teams TEXT;        -- JSON list of organization/team
            ALTER TABLE merge_requests ADD COLUMN auto_merge_method TEXT;      -- null: it does not merge by itself
            ALTER TABLE merge_requests ADD COLUMN auto_merge_at INTEGER;
            ALTER TABLE merge_requests ADD COLUMN auto_merge_by_id INTEGER REFERENCES users (id);
            CREATE INDEX merge_requests_auto_merge_by ON merge_requests (auto_merge_by_id)
                WHERE auto_merge_by_id IS NOT NULL;

            CREATE TABLE resource_state_events (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                noteable_kind TEXT NOT NULL CHECK (noteable_kind IN ('Issue', 'MergeRequest')),
                noteable_id INTEGER NOT NULL,
                user_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                state TEXT NOT NULL CHECK (state IN ('closed', 'reopened', 'merged')),
                source_commit TEXT,
                source_merge_request_id INTEGER REFERENCES merge_requests (id) ON DELETE SET NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX resource_state_events_item ON resource_state_events (noteable_kind, noteable_id, created_at, id);
            CREATE INDEX resource_state_events_user ON resource_state_events (user_id);
            CREATE INDEX resource_state_events_merge_request ON resource_state_events (source_merge_request_id)
                WHERE source_merge_request_id IS NOT NULL;

            CREATE TABLE resource_label_events (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                noteable_kind TEXT NOT NULL CHECK (noteable_kind IN ('Issue', 'MergeRequest')),
                noteable_id INTEGER NOT NULL,
                user_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                label_id INTEGER REFERENCES labels (id) ON DELETE SET NULL,
                title TEXT NOT NULL,                          -- what the source called it
                action TEXT NOT NULL CHECK (action IN ('add', 'remove')),
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX resource_label_events_item ON resource_label_events (noteable_kind, noteable_id, created_at, id);
            CREATE INDEX resource_label_events_user ON resource_label_events (user_id);
            CREATE INDEX resource_label_events_label ON resource_label_events (label_id) WHERE label_id IS NOT NULL;

            CREATE TABLE resource_milestone_events (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                noteable_kind TEXT NOT NULL CHECK (noteable_kind IN ('Issue', 'MergeRequest')),
                noteable_id INTEGER NOT NULL,
                user_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                milestone_id INTEGER REFERENCES milestones (id) ON DELETE SET NULL,
                title TEXT NOT NULL,                          -- what the source called it
                action TEXT NOT NULL CHECK (action IN ('add', 'remove')),
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX resource_milestone_events_item
                ON resource_milestone_events (noteable_kind, noteable_id, created_at, id);
            CREATE INDEX resource_milestone_events_user ON resource_milestone_events (user_id);
            CREATE INDEX resource_milestone_events_milestone ON resource_milestone_events (milestone_id)
                WHERE milestone_id IS NOT NULL;

            -- The source of a link is the parent, the original, the one that blocks.
            CREATE TABLE issue_links (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
                target_issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('relates_to', 'blocks')),
                nature TEXT,                                  -- parent, duplicate…: what it was at the source
                created_at INTEGER NOT NULL,
                UNIQUE (source_issue_id, target_issue_id, kind)
            ) STRICT;
            CREATE INDEX issue_links_target ON issue_links (target_issue_id);
            CREATE INDEX issue_links_project ON issue_links (project_id);

            -- Merge requests and issues that name each other; `is_closing`: its merge closes the issue.
            CREATE TABLE merge_request_issues (
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
                is_closing INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (merge_request_id, issue_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX merge_request_issues_issue ON merge_request_issues (issue_id, merge_request_id);

            -- The heads that force pushes left behind, from which the versions of a merge request are made.
            CREATE TABLE merge_request_pushes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                before_sha TEXT,
                after_sha TEXT,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX merge_request_pushes_item ON merge_request_pushes (merge_request_id, created_at, id);
            """)
}
