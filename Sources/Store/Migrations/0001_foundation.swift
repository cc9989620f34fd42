extension Migration {
    /// Accounts and places, imports, and what a project holds.
    static let foundation = Migration(
        number: 1, name: "foundation",
        sqlite: """
            CREATE TABLE users (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL CHECK (kind IN ('human', 'placeholder', 'ghost', 'group_bot', 'import_user')),
                username TEXT NOT NULL,
                username_key TEXT NOT NULL UNIQUE,            -- lower case: usernames differ by more than case
                name TEXT NOT NULL,
                email TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'deactivated')),
                is_administrator INTEGER NOT NULL DEFAULT 0,
                is_external INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX users_email ON users (lower(email));
            CREATE INDEX users_kind ON users (kind, id);
            CREATE INDEX users_name ON users (name, id);
            CREATE INDEX users_created ON users (created_at, id);

            CREATE TABLE namespaces (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL CHECK (kind IN ('user', 'group')),
                parent_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,
                root_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,    -- null while the row is being made: itself
                owner_id INTEGER REFERENCES users (id),
                path TEXT NOT NULL,
                name TEXT NOT NULL,
                full_path TEXT NOT NULL,
                full_path_key TEXT NOT NULL UNIQUE,           -- lower case
                full_name TEXT NOT NULL,
                description TEXT NOT NULL DEFAULT '',
                visibility TEXT NOT NULL CHECK (visibility IN ('private', 'internal', 'public')),
                project_creation_level TEXT NOT NULL DEFAULT 'developer',
                created_at INTEGER NOT NULL,
                CHECK ((kind = 'user') = (owner_id IS NOT NULL)),
                CHECK (kind = 'group' OR parent_id IS NULL)
            ) STRICT;
            CREATE INDEX namespaces_parent ON namespaces (parent_id, id);
            CREATE INDEX namespaces_root ON namespaces (root_id);
            CREATE INDEX namespaces_name ON namespaces (name, id);
            CREATE INDEX namespaces_path ON namespaces (path, id);
            CREATE UNIQUE INDEX namespaces_owner ON namespaces (owner_id) WHERE owner_id IS NOT NULL;

            CREATE TABLE projects (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace_id INTEGER NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,
                creator_id INTEGER NOT NULL REFERENCES users (id),
                path TEXT NOT NULL,
                name TEXT NOT NULL,
                full_path TEXT NOT NULL,
                full_path_key TEXT NOT NULL UNIQUE,           -- lower case
                description TEXT,
                visibility TEXT NOT NULL CHECK (visibility IN ('private', 'internal', 'public')),
                default_branch TEXT,
                topics TEXT NOT NULL DEFAULT '[]',            -- JSON array of strings
                homepage TEXT,
                is_archived INTEGER NOT NULL DEFAULT 0,
                is_wiki_enabled INTEGER NOT NULL DEFAULT 1,
                are_issues_enabled INTEGER NOT NULL DEFAULT 1,
                are_merge_requests_enabled INTEGER NOT NULL DEFAULT 1,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                last_activity_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX projects_namespace ON projects (namespace_id, id);
            CREATE UNIQUE INDEX projects_namespace_name ON projects (namespace_id, name);
            CREATE INDEX projects_created ON projects (created_at, id);
            CREATE INDEX projects_visibility ON projects (visibility, id);
            CREATE INDEX projects_updated ON projects (updated_at, id);
            CREATE INDEX projects_activity ON projects (last_activity_at, id);
            CREATE INDEX projects_name ON projects (name, id);
            CREATE INDEX projects_path ON projects (path, id);
            CREATE INDEX projects_creator ON projects (creator_id);

            -- A role in a group or in a project: exactly one of the two.
            CREATE TABLE members (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,
                project_id INTEGER REFERENCES projects (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                access_level INTEGER NOT NULL CHECK (access_level IN (5, 10, 15, 20, 30, 40, 50)),
                created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
                created_at INTEGER NOT NULL,
                expires_at TEXT,
                CHECK ((namespace_id IS NULL) <> (project_id IS NULL))
            ) STRICT;
            CREATE UNIQUE INDEX members_namespace ON members (namespace_id, user_id) WHERE namespace_id IS NOT NULL;
            CREATE UNIQUE INDEX members_project ON members (project_id, user_id) WHERE project_id IS NOT NULL;
            CREATE INDEX members_user ON members (user_id);
            CREATE INDEX members_created_by ON members (created_by_id) WHERE created_by_id IS NOT NULL;

            CREATE TABLE access_tokens (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                group_id INTEGER REFERENCES namespaces (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                description TEXT,
                digest TEXT NOT NULL UNIQUE,                  -- SHA-256 of the token
                scopes TEXT NOT NULL,                         -- words joined by blanks
                created_at INTEGER NOT NULL,
                expires_at TEXT,
                revoked_at INTEGER,
                last_used_at INTEGER
            ) STRICT;
            CREATE INDEX access_tokens_user ON access_tokens (user_id, id);
            CREATE INDEX access_tokens_group ON access_tokens (group_id, id) WHERE group_id IS NOT NULL;

            -- Work to be done, whatever it is: Jobs knows these rows, not what they mean.
            CREATE TABLE jobs (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL,
                subject_id INTEGER NOT NULL,                  -- the row the work is about
                fairness_key TEXT NOT NULL,                   -- turns are taken among these
                state TEXT NOT NULL CHECK (state IN ('available', 'running', 'completed', 'failed', 'canceled')),
                attempt INTEGER NOT NULL DEFAULT 0,
                run_at INTEGER NOT NULL,
                leased_by TEXT,                               -- the process that runs it
                cancel_requested INTEGER NOT NULL DEFAULT 0,
                last_error TEXT,
                created_at INTEGER NOT NULL,
                finished_at INTEGER,
                CHECK ((state = 'running') = (leased_by IS NOT NULL))
            ) STRICT;
            CREATE INDEX jobs_turn ON jobs (state, run_at, id);
            CREATE UNIQUE INDEX jobs_subject ON jobs (kind, subject_id) WHERE state IN ('available', 'running');

            CREATE TABLE imports (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL UNIQUE REFERENCES projects (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                source TEXT NOT NULL,                         -- JSON of ImportSource
                full_name TEXT NOT NULL,                      -- import_source in GitLab's answers
                settings TEXT NOT NULL,                       -- JSON of ImportSettings
                credential BLOB,                              -- sealed; null as soon as the import has ended
                status TEXT NOT NULL,
                correlation_id TEXT NOT NULL,
                failure TEXT,
                requested_by INTEGER NOT NULL REFERENCES users (id),
                created_at INTEGER NOT NULL,
                started_at INTEGER,
                finished_at INTEGER,
                spending TEXT NOT NULL DEFAULT '{}',          -- JSON: requests, points, bytes, seconds waited so far
                CHECK (status IN ('none', 'scheduled', 'started', 'finished', 'failed', 'canceled')),
                CHECK (status IN ('none', 'scheduled', 'started') OR credential IS NULL)
            ) STRICT;
            CREATE INDEX imports_status ON imports (status, id);
            CREATE INDEX imports_requested_by ON imports (requested_by);

            -- How far each stage of an import is.
            CREATE TABLE import_stages (
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                stage TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'abandoned')),
                progressed_at INTEGER NOT NULL,
                facts TEXT NOT NULL DEFAULT '{}',             -- JSON the stage leaves for itself and later stages
                PRIMARY KEY (import_id, stage)
            ) STRICT, WITHOUT ROWID;

            -- Each page as it came, before anything is made of it.
            CREATE TABLE journal_pages (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                collection TEXT NOT NULL,
                cursor TEXT NOT NULL,                         -- where the page was read
                next_cursor TEXT NOT NULL,                    -- JSON array: where to go on, empty on the last page
                payload BLOB NOT NULL,                        -- zlib
                payload_bytes INTEGER NOT NULL,               -- before compressing
                fetched_at INTEGER NOT NULL,
                applied_at INTEGER,                           -- set in the transaction that wrote its rows
                UNIQUE (import_id, collection, cursor)
            ) STRICT;

            CREATE TABLE ledger_entries (
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                source INTEGER,
                fetched INTEGER NOT NULL DEFAULT 0,
                imported INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (import_id, kind)
            ) STRICT, WITHOUT ROWID;

            -- One line for every object that did not arrive whole.
            CREATE TABLE import_exceptions (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                source_key TEXT NOT NULL,
                source_url TEXT,
                outcome TEXT NOT NULL CHECK (outcome IN ('degraded', 'skipped', 'failed')),
                reason TEXT NOT NULL,
                cure TEXT,
                created_at INTEGER NOT NULL,
                UNIQUE (import_id, kind, source_key, reason)
            ) STRICT;
            CREATE INDEX import_exceptions_outcome ON import_exceptions (import_id, kind, outcome);

            -- What a source allows an account, learnt from its answers.
            CREATE TABLE rate_budgets (
                account TEXT PRIMARY KEY,                     -- digest of the credential, and the host
                state TEXT NOT NULL,                          -- JSON
                updated_at INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE source_users (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace_id INTEGER NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,    -- the top-level group
                import_kind TEXT NOT NULL,
                hostname TEXT NOT NULL,
                identifier TEXT NOT NULL,
                username TEXT,
                name TEXT,
                node_id TEXT,                                 -- with which the source tells the name
                placeholder_user_id INTEGER NOT NULL REFERENCES users (id),
                reassign_to_user_id INTEGER REFERENCES users (id),
                status TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (namespace_id, hostname, import_kind, identifier)
            ) STRICT;
            CREATE INDEX source_users_placeholder ON source_users (placeholder_user_id);
            CREATE INDEX source_users_reassign ON source_users (reassign_to_user_id)
                WHERE reassign_to_user_id IS NOT NULL;

            CREATE TABLE labels (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                title TEXT NOT NULL,
                description TEXT,
                color TEXT NOT NULL,
                UNIQUE (project_id, source_key),
                UNIQUE (project_id, title)
            ) STRICT;
            CREATE INDEX labels_title ON labels (title, id);

            CREATE TABLE milestones (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                iid INTEGER NOT NULL,
                title TEXT NOT NULL,
                description TEXT,
                description_source TEXT,                      -- as the source had it
                state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
                start_date TEXT,
                due_date TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key),
                UNIQUE (project_id, iid)
            ) STRICT;
            CREATE INDEX milestones_title ON milestones (title, id);
            CREATE INDEX milestones_due ON milestones (project_id, coalesce(due_date, '9999-12-31'), title, id);

            CREATE TABLE issues (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                iid INTEGER NOT NULL,
                title TEXT NOT NULL,
                description TEXT,
                description_source TEXT,
                state TEXT NOT NULL CHECK (state IN ('opened', 'closed')),
                state_reason TEXT,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                closed_by_id INTEGER REFERENCES users (id),
                closed_at INTEGER,
                milestone_id INTEGER REFERENCES milestones (id) ON DELETE SET NULL,
                is_discussion_locked INTEGER NOT NULL DEFAULT 0,
                is_confidential INTEGER NOT NULL DEFAULT 0,
                due_date TEXT,
                user_notes_count INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key),
                UNIQUE (project_id, iid)
            ) STRICT;
            CREATE INDEX issues_created ON issues (project_id, created_at, id);
            CREATE INDEX issues_updated ON issues (project_id, updated_at, id);
            CREATE INDEX issues_state_created ON issues (project_id, state, created_at, id);
            CREATE INDEX issues_state_updated ON issues (project_id, state, updated_at, id);
            CREATE INDEX issues_title ON issues (project_id, lower(title), id);
            CREATE INDEX issues_author ON issues (author_id, created_at, id);
            -- For lists that go over all projects.
            CREATE INDEX issues_everywhere_created ON issues (created_at, id);
            CREATE INDEX issues_everywhere_updated ON issues (updated_at, id);
            CREATE INDEX issues_closed_by ON issues (closed_by_id) WHERE closed_by_id IS NOT NULL;
            CREATE INDEX issues_milestone ON issues (milestone_id, created_at, id) WHERE milestone_id IS NOT NULL;

            CREATE TABLE merge_requests (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                iid INTEGER NOT NULL,
                title TEXT NOT NULL,
                description TEXT,
                description_source TEXT,
                state TEXT NOT NULL CHECK (state IN ('opened', 'closed', 'merged', 'locked')),
                is_draft INTEGER NOT NULL DEFAULT 0,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                source_branch TEXT NOT NULL,
                target_branch TEXT NOT NULL,
                source_fork TEXT,
                base_sha TEXT,                                -- set by the diffs stage; the other two come with the row
                start_sha TEXT,
                head_sha TEXT,
                merge_commit_sha TEXT,
                merged_by_id INTEGER REFERENCES users (id),
                merged_at INTEGER,
                closed_by_id INTEGER REFERENCES users (id),
                closed_at INTEGER,
                milestone_id INTEGER REFERENCES milestones (id) ON DELETE SET NULL,
                is_discussion_locked INTEGER NOT NULL DEFAULT 0,
                user_notes_count INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key),
                UNIQUE (project_id, iid)
            ) STRICT;
            CREATE INDEX merge_requests_created ON merge_requests (project_id, created_at, id);
            CREATE INDEX merge_requests_updated ON merge_requests (project_id, updated_at, id);
            CREATE INDEX merge_requests_state_created ON merge_requests (project_id, state, created_at, id);
            CREATE INDEX merge_requests_source_branch ON merge_requests (project_id, source_branch);
            CREATE INDEX merge_requests_target_branch ON merge_requests (project_id, target_branch, created_at, id);
            CREATE INDEX merge_requests_state_updated ON merge_requests (project_id, state, updated_at, id);
            CREATE INDEX merge_requests_title ON merge_requests (project_id, lower(title), id);
            CREATE INDEX merge_requests_author ON merge_requests (author_id, created_at, id);
            CREATE INDEX merge_requests_head ON merge_requests (project_id, head_sha) WHERE head_sha IS NOT NULL;
            CREATE INDEX merge_requests_merge_commit ON merge_requests (project_id, merge_commit_sha)
                WHERE merge_commit_sha IS NOT NULL;
            -- For lists that go over all projects.
            CREATE INDEX merge_requests_everywhere_created ON merge_requests (created_at, id);
            CREATE INDEX merge_requests_everywhere_updated ON merge_requests (updated_at, id);
            CREATE INDEX merge_requests_merged_by ON merge_requests (merged_by_id) WHERE merged_by_id IS NOT NULL;
            CREATE INDEX merge_requests_closed_by ON merge_requests (closed_by_id) WHERE closed_by_id IS NOT NULL;
            CREATE INDEX merge_requests_milestone ON merge_requests (milestone_id, created_at, id) WHERE milestone_id IS NOT NULL;

            CREATE TABLE issue_assignees (
                issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES users (id),
                position INTEGER NOT NULL,
                PRIMARY KEY (issue_id, user_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX issue_assignees_user ON issue_assignees (user_id, issue_id);

            CREATE TABLE merge_request_assignees (
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES users (id),
                position INTEGER NOT NULL,
                PRIMARY KEY (merge_request_id, user_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX merge_request_assignees_user ON merge_request_assignees (user_id, merge_request_id);

            CREATE TABLE merge_request_reviewers (
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES users (id),
                state TEXT NOT NULL,
                is_requested INTEGER NOT NULL DEFAULT 0,      -- somebody still waits for this person's word
                reviewed_at INTEGER,                          -- time of the review the state comes from
                created_at INTEGER NOT NULL,
                PRIMARY KEY (merge_request_id, user_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX merge_request_reviewers_user ON merge_request_reviewers (user_id, merge_request_id);

            -- Every review as the source has it: what approvals and reviewers' states are made from.
            CREATE TABLE merge_request_reviews (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                user_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'changes_requested', 'commented', 'dismissed')),
                submitted_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX merge_request_reviews_item ON merge_request_reviews (merge_request_id, user_id, submitted_at);
            CREATE INDEX merge_request_reviews_user ON merge_request_reviews (user_id);

            CREATE TABLE issue_labels (
                issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
                label_id INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
                PRIMARY KEY (issue_id, label_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX issue_labels_label ON issue_labels (label_id, issue_id);

            CREATE TABLE merge_request_labels (
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                label_id INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
                PRIMARY KEY (merge_request_id, label_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX merge_request_labels_label ON merge_request_labels (label_id, merge_request_id);

            CREATE TABLE merge_request_versions (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                merge_request_id INTEGER NOT NULL REFERENCES merge_requests (id) ON DELETE CASCADE,
                head_sha TEXT NOT NULL,
                base_sha TEXT NOT NULL,
                start_sha TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (merge_request_id, head_sha)
            ) STRICT;

            CREATE TABLE discussions (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                key TEXT NOT NULL,                            -- 40 hex digits, made from where it came from
                noteable_kind TEXT NOT NULL CHECK (noteable_kind IN ('Issue', 'MergeRequest', 'Commit', 'Snippet')),
                noteable_id INTEGER NOT NULL,
                is_individual_note INTEGER NOT NULL,
                position TEXT,                                -- JSON of Position
                diff_hunk TEXT,
                commit_sha TEXT,
                is_outdated INTEGER NOT NULL DEFAULT 0,
                is_resolvable INTEGER NOT NULL DEFAULT 0,
                is_resolved INTEGER NOT NULL DEFAULT 0,
                resolved_by_id INTEGER REFERENCES users (id),
                resolved_at INTEGER,
                created_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX discussions_noteable ON discussions (noteable_kind, noteable_id, created_at, id);
            CREATE INDEX discussions_key ON discussions (project_id, key);
            CREATE INDEX discussions_resolved_by ON discussions (resolved_by_id) WHERE resolved_by_id IS NOT NULL;

            CREATE TABLE notes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                source_url TEXT,
                noteable_kind TEXT NOT NULL,
                noteable_id INTEGER NOT NULL,
                discussion_id INTEGER NOT NULL REFERENCES discussions (id) ON DELETE CASCADE,
                body TEXT NOT NULL,
                body_source TEXT,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                is_system INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX notes_noteable_created ON notes (noteable_kind, noteable_id, created_at, id);
            CREATE INDEX notes_noteable_updated ON notes (noteable_kind, noteable_id, updated_at, id);
            CREATE INDEX notes_discussion ON notes (discussion_id, created_at, id);
            CREATE INDEX notes_author ON notes (author_id, id);

            CREATE TABLE releases (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                source_key TEXT NOT NULL,
                tag TEXT NOT NULL,
                name TEXT NOT NULL,
                description TEXT,
                description_source TEXT,
                author_id INTEGER NOT NULL REFERENCES users (id),
                source_author TEXT,
                is_draft INTEGER NOT NULL DEFAULT 0,
                is_prerelease INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                released_at INTEGER NOT NULL,
                UNIQUE (project_id, source_key)
            ) STRICT;
            CREATE INDEX releases_released ON releases (project_id, released_at, id);
            CREATE INDEX releases_created ON releases (project_id, created_at, id);
            CREATE INDEX releases_tag ON releases (project_id, tag);
            CREATE INDEX releases_author ON releases (author_id);
            """)
}
