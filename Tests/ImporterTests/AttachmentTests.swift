import Files
import Foundation
import Importer
import Jobs
import Model
import Outbound
import Remote
import Secrets
import StandIns
import Store
import StoreSQLite
import Testing

/// Files that texts show and files of releases: what an import brings, and what becomes of those it cannot have.
struct AttachmentTests {
    /// The kinds of the ledger that are files.
    private static let kinds: Set<ObjectKind> = [
        .issueAttachment, .mergeRequestAttachment, .noteAttachment, .releaseAttachment, .releaseAsset,
    ]

    private static func withLantern(
        _ options: Engine.Options = Engine.Options(), brings: Bool = true,
        _ test: @escaping @Sendable (StandInGitHub, Engine, Import) async throws -> Void
    ) async throws {
        try await withStandInGitHub(.lantern()) { source in
            source.addAttachments()
            try await Engine.with(source, options) { engine in
                let record = try await engine.acceptWithFiles(attachments: brings)
                try await test(source, engine, record)
            }
        }
    }

    private static func counts(_ report: ImportReport) -> [ObjectKind: [Int64]] {
        let entries = report.entries.filter { kinds.contains($0.kind) }
        return Dictionary(
            uniqueKeysWithValues: entries.map { ($0.kind, [$0.source ?? -1, $0.imported, $0.skipped, $0.failed]) })
    }

    /// What the source says of a file may be wrong, as behind a proxy; its beginning tells.
    @Test(arguments: [
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
        ("\u{FEFF}<?xml version=\"1.0\"?>\r\n<!-- drawn by hand -->\n<svg>\n</svg>", "image/svg+xml"),
        ("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\">\n<svg/>", "image/svg+xml"),
        ("<svgfont/>", "text/html"), ("<!DOCTYPE html><svg/>", "text/html"), ("<!-- <svg>", "text/html"),
        ("", "text/html"),
    ])
    func aVectorGraphicIsKnownByItsBeginning(content: String, mediaType: String) async throws {
        try await Self.withLantern { source, engine, record in
            source.change(Engine.lantern) { project in
                for index in project.attachments.indices where project.attachments[index].name == "chart.svg" {
                    project.attachments[index].content = Data(content.utf8)
                }
            }
            source.inject(StandInFault(path: "/storage/user/5/files/", kind: .wrongContentType, count: nil))
            #expect(try await engine.work(on: record).isComplete)
            let found = try await engine.services.store.read { connection in
                try connection.rows("SELECT media_type FROM uploads WHERE file_name = 'chart.svg'") {
                    try $0("media_type") as String
                }
            }
            #expect(found == [mediaType])
        }
    }

    @Test func everyFileOfATextIsHereAndTheTextShowsItFromHere() async throws {
        try await Self.withLantern { source, engine, record in
            let report = try await engine.work(on: record)
            #expect(report.isComplete, "\(report.record.failure ?? "") \(report.exceptions.map(\.exception.reason))")
            #expect(
                Self.counts(report) == [
                    .issueAttachment: [2, 2, 0, 0], .mergeRequestAttachment: [1, 1, 0, 0],
                    .noteAttachment: [6, 5, 1, 0], .releaseAttachment: [1, 1, 0, 0], .releaseAsset: [2, 2, 0, 0],
                ])
            let truth = try #require(source.truth(Engine.lantern))
            for attachment in truth.attachments where attachment.access != .gone {
                let digest = Digest.sha256(Array(attachment.content))
                let path = try #require(engine.services.files.path(of: digest), "\(attachment.name)")
                #expect(try Data(contentsOf: URL(filePath: path)) == attachment.content)
                let left = try await engine.number(
                    """
                    SELECT count(*) AS value FROM (
                        SELECT description AS text FROM issues UNION ALL SELECT description FROM merge_requests
                        UNION ALL SELECT body FROM notes UNION ALL SELECT description FROM releases)
                    WHERE replace(text, '```' || char(10) || '\(source.url)/\(attachment.path)', '')
                        LIKE '%\(attachment.path)%'
                    """)
                #expect(left == 0, "\(attachment.path)")
            }
            let gone = try #require(truth.attachments.first { $0.access == .gone })
            #expect(
                try await engine.number("SELECT count(*) AS value FROM notes WHERE body LIKE '%\(gone.path)%'") == 1)
            #expect(
                try await engine.number(
                    "SELECT count(*) AS value FROM releases WHERE description LIKE '%/-/releases/v1.0.0/downloads/checksums.txt%'"
                ) == 1)
            try await Truth(engine, record).expectAllTexts()
        }
    }

    @Test func theSameContentIsStoredOnce() async throws {
        try await Self.withLantern { source, engine, record in
            try await engine.work(on: record)
            let names = try await engine.rows("file_name", "FROM uploads")
            #expect(names == ["chart.svg", "dusk.png", "night.log", "sweep.mp4", "wiring.zip"])
            #expect(try await engine.number("SELECT count(*) AS value FROM attachments WHERE upload_id IS NULL") == 1)
            // Two addresses of one picture, each fetched once though two texts show the first.
            // Storage, to which the address leads, has a path that ends alike.
            let asked = source.requests.filter { $0.path.hasPrefix("/\(Engine.lantern)/assets/40010/") }
            #expect(asked.count == 1)
        }
    }

    @Test func theTokenGoesToTheSourceItselfAndNowhereElse() async throws {
        try await Self.withLantern { source, engine, record in
            try await engine.work(on: record)
            let stored = source.requests.filter { $0.path.hasPrefix("/_storage/") }
            #expect(stored.count >= 6 && stored.allSatisfy { !$0.hasCredentials && $0.status == 200 })
            #expect(source.requests.contains { $0.path.hasSuffix("wiring.zip") && $0.hasCredentials })
            #expect(
                try await engine.number("SELECT count(*) AS value FROM uploads WHERE file_name = 'wiring.zip'") == 1)
        }
    }

    /// Whoever may write a comment chooses what it links to; the token may read more than the imported repository.
    @Test func aTextCannotHaveTheFileOfAnotherPrivateRepositoryBroughtAlong() async throws {
        try await Self.withLantern { source, engine, record in
            let path = "ops/vault/files/5/keys.txt"
            source.change(Engine.lantern) { project in
                project.attachments.append(
                    SampleAttachment(
                        path: path, name: "keys.txt", contentType: "text/plain", content: Data("open sesame".utf8),
                        access: .hidden))
                project.comments[0].body += "\n\n[keys](\(source.url)/\(path))"
            }
            let report = try await engine.work(on: record)
            let asked = source.requests.filter { $0.path == "/\(path)" }
            #expect(asked.count == 1 && asked.allSatisfy { !$0.hasCredentials })
            #expect(
                try await engine.number("SELECT count(*) AS value FROM uploads WHERE file_name = 'keys.txt'") == 0)
            #expect(report.exceptions.contains { $0.exception.reason.contains(path) })
        }
    }

    @Test func whatCannotBeHadIsListedWithTheTextItStandsIn() async throws {
        try await Self.withLantern { source, engine, record in
            let report = try await engine.work(on: record)
            let truth = try #require(source.truth(Engine.lantern))
            let lines = report.exceptions.map(\.exception).filter { Self.kinds.contains($0.kind) }
            #expect(lines.map(\.kind) == [.issueAttachment, .noteAttachment])
            #expect(lines.map(\.outcome) == [.degraded, .skipped])
            let line = try #require(lines.last)
            #expect(line.reason.contains("deadbeef-0000-4000-8000-000000000404"))
            #expect(line.cure?.isEmpty == false)
            let comment = try #require(truth.comments.first { $0.body.contains("deadbeef") })
            #expect(line.sourceURL?.hasSuffix("#issuecomment-\(comment.id)") == true)
        }
    }

    @Test func aTooLargeFileIsListedAndTheRestArrives() async throws {
        var options = Engine.Options()
        options.fileLimits = FileLimits(attachment: 50, releaseAsset: 20)
        try await Self.withLantern(options) { _, engine, record in
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished && !report.isComplete)
            let reasons = report.exceptions.map(\.exception.reason)
            #expect(reasons.contains { $0.contains("larger than the 50 bytes") })
            #expect(reasons.contains { $0.contains("larger than the 20 bytes") })
            #expect(try await engine.rows("file_name", "FROM uploads").contains("night.log"))
            #expect(Self.counts(report)[.releaseAsset] == [2, 1, 0, 1])
            // Nothing of what was left lies about.
            let files = try FileManager.default.subpathsOfDirectory(atPath: engine.folder.path)
            #expect(!files.contains { $0.contains("incoming/") })
        }
    }

    @Test func withoutThemTextsStayAsTheyAreAndReleasesHaveTheirFiles() async throws {
        try await Self.withLantern(brings: false) { source, engine, record in
            let report = try await engine.work(on: record)
            #expect(report.isComplete)
            #expect(Self.counts(report) == [.releaseAsset: [2, 2, 0, 0]])
            #expect(!source.requests.contains { $0.path.contains("user-attachments") })
        }
    }

    @Test(arguments: [
        StandInFault(path: "user-attachments", kind: .status(500, body: "oops"), count: 2),
        StandInFault(path: "_storage", kind: .resetMidBody, count: 2),
        StandInFault(path: "_storage", kind: .status(429, headers: ["Retry-After": "1"]), count: 2),
        StandInFault(path: "user-attachments", kind: .status(429), count: 1),
        StandInFault(path: "releases/assets", kind: .dropConnection, count: 2),
    ])
    func whatPassesLeavesNoTrace(_ fault: StandInFault) async throws {
        try await Self.withLantern { source, engine, record in
            source.inject(fault)
            let report = try await engine.work(on: record)
            #expect(source.counts.faults > 0)
            #expect(report.isComplete, "\(report.exceptions.map(\.exception.reason))")
            #expect(Self.counts(report)[.noteAttachment] == [6, 5, 1, 0])
        }
    }

    @Test func whatDoesNotPassIsListedAndComesWithTheNextTry() async throws {
        try await Self.withLantern { source, engine, record in
            source.inject(StandInFault(path: "user-attachments/files", kind: .status(403), count: nil))
            source.inject(StandInFault(path: "releases/assets", kind: .status(500), count: nil))
            let first = try await engine.work(on: record)
            #expect(first.record.status == .finished && !first.isComplete)
            #expect(Self.counts(first)[.noteAttachment] == [6, 4, 1, 1])
            #expect(Self.counts(first)[.releaseAsset] == [2, 0, 0, 2])
            source.clearFaults()
            try await engine.execute("DELETE FROM import_stages WHERE stage IN ('attachments', 'release_assets')")
            try await engine.execute("UPDATE imports SET status = 'failed'")
            _ = try await engine.requests.resume(record.id, credential: Secret(StandInToken.owner.value))
            let second = try await engine.work(on: record)
            #expect(second.isComplete, "\(second.exceptions.map(\.exception.reason))")
            #expect(Self.counts(second)[.noteAttachment] == [6, 5, 1, 0])
            #expect(Self.counts(second)[.releaseAsset] == [2, 2, 0, 0])
            #expect(
                try await engine.number("SELECT count(*) AS value FROM notes WHERE body LIKE '%night.log](/uploads/%'")
                    == 1)
        }
    }

    @Test func aTextThatIsMadeAnewKeepsItsFiles() async throws {
        try await Self.withLantern { _, engine, record in
            try await engine.work(on: record)
            let texts = "SELECT group_concat(body, char(10)) AS value FROM (SELECT body FROM notes ORDER BY id)"
            let before = try await engine.store.read { try $0.value(texts, []) as String? }
            #expect(before?.contains("](/uploads/") == true)
            for forgotten in ["texts", "comments", "review_comments", "reviews"] {
                try await engine.execute("DELETE FROM import_stages WHERE stage = '\(forgotten)'")
            }
            try await engine.execute("UPDATE journal_pages SET applied_at = NULL")
            try await engine.execute("UPDATE imports SET status = 'failed'")
            _ = try await engine.requests.resume(record.id, credential: Secret(StandInToken.owner.value))
            #expect(try await engine.work(on: record).record.status == .finished)
            #expect(try await engine.store.read { try $0.value(texts, []) as String? } == before)
        }
    }

    /// The process ends in the middle of a page of files, and another goes on.
    @Test func anInterruptedImportGoesOnWithTheFilesThatAreMissing() async throws {
        try await Self.withLantern { source, engine, record in
            source.inject(StandInFault(path: "user-attachments/files", kind: .hang, count: 1))
            let workers = engine.workers()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await workers.run() }
                try await engine.wait { source.counts.faults > 0 }
                group.cancelAll()
            }
            #expect(try await engine.report(record).record.status == .started)
            let report = try await engine.work(on: record)
            #expect(report.isComplete, "\(report.record.failure ?? "")")
            #expect(Self.counts(report)[.noteAttachment] == [6, 5, 1, 0])
            #expect(Self.counts(report)[.issueAttachment] == [2, 2, 0, 0])
        }
    }

    @Test func aProjectsFilesGoWithItUnlessAnotherHasThem() async throws {
        try await Self.withLantern { source, engine, record in
            try await engine.work(on: record)
            let second = try await engine.acceptWithFiles(attachments: true, name: "lantern-again")
            try await engine.work(on: second)
            let files = engine.services.files
            let picture = try #require(source.truth(Engine.lantern)?.attachments.first)
            let digest = Digest.sha256(Array(picture.content))
            let sweep = {
                try await files.removeUnused(olderThan: 0) { digests in
                    try await engine.store.read { try UsedFiles.among(digests, in: $0) }
                }
            }
            try await engine.store.write { _ = try Projects.delete(record.projectID, in: $0) }
            #expect(try await sweep() == 0 && files.path(of: digest) != nil)
            try await engine.store.write { _ = try Projects.delete(second.projectID, in: $0) }
            #expect(try await sweep() > 5 && files.path(of: digest) == nil)
        }
    }
}

extension Engine {
    /// Asks for an import of the sample project with its attachments.
    func acceptWithFiles(attachments: Bool, name: String? = nil) async throws -> Import {
        try await requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: source.url, repository: .fullName(Engine.lantern),
                    credential: Secret(StandInToken.owner.value), wantsCollaborators: false),
                namespace: group, requestedBy: root, newName: name,
                settings: ImportSettings(attachmentsImport: attachments))
        ).1
    }
}
