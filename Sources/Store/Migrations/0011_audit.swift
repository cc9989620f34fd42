extension Migration {
    /// Who did what, and which key seals credentials.
    static let audit = Migration(
        number: 11, name: "audit",
        sqlite: """
            -- Nothing here refers to other rows: what was done stays written down when they go.
            CREATE TABLE audit_events (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                event_name TEXT NOT NULL,
                author_id INTEGER NOT NULL,                   -- -1 for the command line and the server itself
                author_name TEXT NOT NULL,
                token_id INTEGER,
                token_name TEXT,
                token_user_id INTEGER,                        -- where somebody acted as another one
                ip_address TEXT,
                entity_type TEXT NOT NULL,
                entity_id INTEGER NOT NULL,
                entity_path TEXT NOT NULL,
                details TEXT NOT NULL,                        -- a JSON object of texts
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX audit_events_time ON audit_events (created_at, id);
            CREATE INDEX audit_events_entity ON audit_events (entity_type, entity_id, id);
            CREATE INDEX audit_events_author ON audit_events (entity_type, entity_id, author_id, id);
            CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE ON audit_events
            BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
            CREATE TRIGGER audit_events_are_not_removed BEFORE DELETE ON audit_events
            BEGIN SELECT RAISE(ABORT, 'audit events are never removed'); END;

            -- The key that all sealed values are sealed with, by its fingerprint.
            CREATE TABLE sealing_key (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                fingerprint TEXT NOT NULL,
                since INTEGER NOT NULL
            ) STRICT;

            -- They named accounts by plain digests of what opens them: a password can be guessed from such a one.
            DELETE FROM rate_budgets;
            UPDATE jobs SET fairness_key = kind || ' ' || subject_id WHERE kind IN ('import', 'gist_import');
            """)
}
