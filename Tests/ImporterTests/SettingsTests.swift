import Foundation
import Model
import Outbound
import Remote
import StandIns
import Store
import StoreSQLite
import Testing

@testable import Importer

/// Rules, roles and settings, and what is left behind.
struct SettingsTests {
    private static func accept(
        _ engine: Engine, into namespace: Namespace? = nil, token: StandInToken = .owner
    ) async throws -> Import {
        try await engine.requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: engine.source.url, repository: .fullName(Engine.lantern),
                    credential: Secret(token.value), wantsCollaborators: false),
                namespace: namespace ?? engine.group, requestedBy: engine.root, newName: nil,
                settings: ImportSettings(collaboratorsImport: true))
        ).1
    }

    private static let protections = ["archive/*|0|0|0|0", "main|0|40|0|1", "release/*|40|30|0|0"]

    @Test func protectionArrivesAndWhatHasNoCounterpartIsListedUnderItsBranch() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept())
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                #expect(
                    try await engine.rows(
                        "name; push_level; merge_level; allows_force_push; requires_code_owner_approval",
                        "FROM protected_branches") == Self.protections)
                #expect(
                    try await engine.rows("name; create_level", "FROM protected_tags") == ["nightly-*|40", "v*|0"])
                let listed = report.exceptions.map(\.exception)
                #expect(
                    listed.filter { $0.kind == .protectedBranch && $0.sourceKey == "main" }.count
                        == 6, "\(listed.filter { $0.kind == .protectedBranch }.map(\.reason))")
                #expect(listed.contains { $0.sourceKey == "release/*" && $0.reason.contains("release/old-*") })
                #expect(listed.contains { $0.sourceKey == "ruleset:720202" && $0.outcome == .skipped })
                let entry = try #require(report.entries.first { $0.kind == .protectedBranch })
                #expect(entry.source == 5 && entry.imported == 3 && entry.skipped == 2 && entry.missing == 0)
            }
        }
    }

    @Test func settingsAndTheLicenceArrive() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                let id = record.projectID
                let settings = try await engine.store.read { try Projects.settings(of: [id], in: $0)[id] }
                #expect(
                    settings
                        == ProjectSettings(
                            mergeMethod: .merge, squashOption: .defaultOff, removesSourceBranchAfterMerge: true,
                            requiresResolvedDiscussions: true,
                            license: .init(key: "mit", name: "MIT License", path: "LICENSE")))
                let project = try #require(try await engine.store.read { try Projects.find(id, in: $0) })
                let truth = try #require(source.truth(Engine.lantern)).repository
                #expect(project.topics == truth.topics && project.homepage == truth.homepage)
                #expect(project.createdAt.millisecondsSinceEpoch == Int64(truth.createdAt.timeIntervalSince1970 * 1000))
                #expect(project.updatedAt > project.createdAt)
            }
        }
    }

    @Test func collaboratorsWaitForTheirAccountsAndMappedPeopleAreMembersAtOnce() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                let mapped = try await Self.map("tobias-fender", to: "tobias", engine)
                let owner = try await Self.map("mira-keel", to: "mira", engine)
                let group = engine.group.id
                try await engine.store.write { connection in
                    try Members.put(
                        owner, as: .owner, in: .group(group), createdBy: nil, createdAt: Engine.clock(),
                        using: connection)
                }
                try await engine.execute("UPDATE projects SET path = 'other', name = 'other', full_path_key = 'x/y'")
                let record = try await Self.accept(engine)
                let report = try await engine.work(on: record)
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                #expect(
                    try await engine.rows(
                        "(SELECT username FROM source_users WHERE id = source_user_id); access_level",
                        "FROM placeholder_memberships WHERE project_id = \(record.projectID)")
                        == ["anneke-vlag|30"])
                #expect(
                    try await engine.rows("user_id; access_level", "FROM members WHERE project_id IS NOT NULL")
                        == ["\(mapped)|40"])
                let listed = report.exceptions.map(\.exception).filter { $0.kind == .collaborator }
                #expect(listed.count == 3 && listed.allSatisfy { $0.outcome == .degraded })
                let entry = try #require(report.entries.first { $0.kind == .collaborator })
                #expect(entry.source == 3 && entry.imported == 3)
            }
        }
    }

    /// Makes an account and lets it stand for somebody at the source.
    private static func map(_ login: String, to username: String, _ engine: Engine) async throws -> UserID {
        try await engine.store.write { connection in
            let user = try Users.insert(
                Users.Draft(
                    kind: .human, username: username, name: username, email: "\(username)@example.org",
                    createdAt: Engine.clock()), in: connection)
            try connection.execute(
                "UPDATE source_users SET status = 'completed', reassign_to_user_id = $1 WHERE username = $2",
                [user, login])
            return user
        }
    }

    @Test func inAPersonalNamespaceNobodyBecomesAMember() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await Self.accept(engine, into: engine.personal)
                let report = try await engine.work(on: record)
                #expect(report.isComplete)
                #expect(try await engine.number("SELECT count(*) AS value FROM placeholder_memberships") == 0)
                #expect(
                    try await engine.number("SELECT count(*) AS value FROM members WHERE user_id <> \(engine.root)")
                        == 0)
                let entry = try #require(report.entries.first { $0.kind == .collaborator })
                #expect(entry.source == 3 && entry.imported == 0 && entry.skipped == 3 && entry.missing == 0)
            }
        }
    }

    @Test func whatTheTokenMayNotSeeIsListedAndFailsNothing() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await Self.accept(engine, token: .reader))
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                let skipped = report.exceptions.map(\.exception).filter { $0.outcome == .skipped }
                for key in ["hidden:collaborators", "hidden:branch protection", "all webhook", "all deploy_key"] {
                    #expect(skipped.contains { $0.sourceKey == SourceKey(key) }, "\(key)")
                }
                // Rulesets are for everybody to see.
                #expect(try await engine.rows("name", "FROM protected_branches") == ["main", "release/*"])
            }
        }
    }

    @Test func whatHasNoPlaceIsCountedAndDiscussionsAreKeptInTheJournal() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept())
                #expect(report.isComplete)
                let counts = Dictionary(
                    uniqueKeysWithValues: report.entries.map { ($0.kind, [$0.source, $0.skipped, $0.missing]) })
                for (kind, count) in [
                    (ObjectKind.discussion, 2), (.projectBoard, 1), (.webhook, 1), (.deployKey, 1),
                    (.environment, 2), (.star, 214), (.watcher, 9), (.fork, 3),
                ] as [(ObjectKind, Int64)] {
                    #expect(counts[kind] == [count, count, 0], "\(kind)")
                    let lines = report.exceptions.map(\.exception).filter { $0.kind == kind }
                    #expect(lines.count == 1 && lines.first?.reason.contains("\(count) at the source") == true)
                }
                #expect(counts[.package] == nil && counts[.autolink] == nil && counts[.securityAlert] == nil)
                let kept = try await engine.number(
                    "SELECT count(*) AS value FROM journal_pages WHERE collection = 'discussions'")
                #expect(kept == 1)
                #expect(report.entries.first { $0.kind == .discussion }?.fetched == 2)
            }
        }
    }

    @Test func itCostsFewRequests() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await Self.accept(engine)
                let before = source.requests.count
                try await engine.work(on: record)
                let paths = source.requests.dropFirst(before).map(\.path)
                #expect(paths.count { $0.contains("/collaborators") || $0.contains("/teams") } == 3)
                #expect(paths.count { $0.contains("/hooks") || $0.contains("/autolinks") } == 2)
                #expect(paths.count { $0.contains("/tags/protection") } == 1)
            }
        }
    }
}

/// How a licence is found and told, and how GitHub's ways of merging become GitLab's.
struct LicenseAndMergingTests {
    @Test(arguments: [
        ("MIT\n", "mit"), ("MIT License\n\nCopyright (c) 2023\n", "mit"),
        (
            """
            Permission is hereby granted, free of charge, to any person … subject to: The above copyright notice
            and this permission notice shall be included
            """, "mit"
        ),
        ("   Apache License\n   Version 2.0, January 2004\n", "apache-2.0"),
        ("GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007", "gpl-3.0"),
        ("GNU GENERAL PUBLIC LICENSE\n  Version 2, June 1991", "gpl-2.0"),
        ("GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007", "agpl-3.0"),
        ("Redistribution and use in source and binary forms … Neither the name of", "bsd-3-clause"),
        ("Redistribution and use in source and binary forms …", "bsd-2-clause"), ("Ask me first.", "other"),
        ("", "other"),
    ])
    func aLicenceIsToldByItsWords(_ text: String, _ key: String) {
        #expect(LicenseFile.key(of: text) == key)
    }

    @Test(arguments: [
        (true, true, true, ProjectSettings.MergeMethod.merge, ProjectSettings.SquashOption.defaultOff),
        (true, false, false, .merge, .never), (false, true, false, .fastForward, .always),
        (false, false, true, .fastForward, .never), (false, true, true, .fastForward, .defaultOff),
        (false, false, false, .merge, .defaultOff),
    ])
    func waysOfMerging(
        _ commit: Bool, _ squash: Bool, _ rebase: Bool, _ method: ProjectSettings.MergeMethod,
        _ option: ProjectSettings.SquashOption
    ) {
        let (found, squashing) = ProjectSettings.merging(byMergeCommit: commit, bySquash: squash, byRebase: rebase)
        #expect(found == method && squashing == option)
        #expect(ProjectSettings.merging(byMergeCommit: nil, bySquash: nil, byRebase: nil) == (.merge, .defaultOff))
    }
}
