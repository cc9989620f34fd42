import Foundation
import Git
import Importer
import Jobs
import Mail
import Model
import Outbound
import Remote
import StandIns
import Store
import StoreSQLite
import Synchronization
import Testing

/// Gists become their owner's snippets, with their history.
struct GistTests {
    /// Keeps what it is given.
    private final class Letterbox: Mailer {
        private let kept = Mutex<[MailMessage]>([])

        var messages: [MailMessage] { kept.withLock { $0 } }

        func send(_ message: MailMessage) async throws {
            kept.withLock { $0.append(message) }
        }
    }

    private struct Gists: Sendable {
        let engine: Engine
        let letterbox = Letterbox()

        var services: GistServices {
            get throws {
                let provider = try #require(engine.services.remotes as? any GistProvider)
                return GistServices(base: engine.services, source: provider, mailer: letterbox)
            }
        }

        var requests: GistRequests { get throws { GistRequests(services: try services) } }

        func start(_ token: StandInToken = .owner) async throws -> GistImport {
            try await requests.start(for: engine.root, hostname: engine.source.url, credential: Secret(token.value))
        }

        /// Why an import is not started; `nil` where it is.
        func refusal(_ token: StandInToken = .owner) async -> String? {
            do {
                _ = try await start(token)
                return nil
            } catch {
                return "\(error)"
            }
        }

        @discardableResult
        func work(on record: GistImport) async throws -> GistReport {
            let workers = Workers(
                store: engine.store, lease: engine.lease, handler: GistImportRunner(services: try services), count: 1,
                clock: engine.services.clock, logger: Engine.quiet)
            _ = try await workers.runOne(subject: record.id.rawValue)
            return try #require(try await requests.latest(of: engine.root))
        }

        func run() async throws -> GistReport { try await work(on: try await start()) }
    }

    private func withGists(
        _ gists: [SampleGist] = SampleGist.samples, _ test: @escaping @Sendable (Gists) async throws -> Void
    ) async throws {
        var configuration = StandInConfiguration()
        configuration.gists = gists
        try await withStandInGitHub([], configuration: configuration) { source in
            try await Engine.with(source) { try await test(Gists(engine: $0)) }
        }
    }

    @Test func publicAndSecretGistsArriveWithTheirHistoryAndComments() async throws {
        try await withGists { gists in
            let report = try await gists.run()
            #expect(report.record.status == .finished)
            #expect(report.counts == .init(source: 5, imported: 2, failed: 3))
            #expect(
                try await gists.engine.rows("title; visibility; file_name; files; default_branch", "FROM snippets") == [
                    "Notes on lamps|public|extra.txt|[\"extra.txt\",\"lamps.md\"]|main",
                    "keys of the harbour.txt|private|keys of the harbour.txt|[\"keys of the harbour.txt\"]|main",
                ])
            #expect(
                try await gists.engine.rows("body; source_author", "FROM snippet_notes") == [
                    "Ask `@tobias-fender` about `@lamp`.|mira-keel", "Done.|lantern-importer",
                ])
            let id = try await gists.engine.number("SELECT id AS value FROM snippets WHERE visibility = 'public'")
            let repository = gists.engine.services.repositories.snippet(SnippetID(id))
            #expect(try await repository.commits(CommitQuery()).commits.count == 2)
            let text = try await repository.blob(.head, path: "lamps.md", limit: 1000)
            #expect(text.map { String(decoding: $0, as: UTF8.self) } == "# Lamps\n\nBright.\n")
        }
    }

    @Test func whatIsRefusedIsNamedInTheReportAndInOneMail() async throws {
        try await withGists { gists in
            let report = try await gists.run()
            #expect(
                report.exceptions.map { "\($0.title): \($0.reason)" } == [
                    "Eleven files: Snippet maximum file count exceeded",
                    "Eleven files of which ten are shown: Error: Repository files count over the limit",
                    "Two branches: Error: Repository has more than one branch.",
                ])
            #expect(report.record.mail == "sent")
            let mail = try #require(gists.letterbox.messages.first)
            #expect(gists.letterbox.messages.count == 1 && mail.to == "root@forge.example.org")
            #expect(mail.subject == "GitHub Gists import finished with errors")
            #expect(mail.text.hasPrefix("GitHub gists that were not imported:\n\nGist with id 0000"))
            for title in ["Eleven files", "Eleven files of which ten are shown", "Two branches"] {
                #expect(mail.text.contains("(\(title)) failed due to error:"))
            }
            // Nothing of them is left on the disk.
            let folder = gists.engine.folder.appending(path: "repositories")
            let kept = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".git") }
            #expect(kept.count == 2 && kept.allSatisfy { $0.hasPrefix("snippets/") })
        }
    }

    @Test func importingAgainUpdatesAndDoublesNothing() async throws {
        try await withGists { gists in
            _ = try await gists.run()
            let before = try await gists.engine.rows("id; source_key; title", "FROM snippets")
            gists.engine.source.resetCounts()
            let second = try await gists.run()
            #expect(second.counts.imported == 2)
            #expect(try await gists.engine.rows("id; source_key; title", "FROM snippets") == before)
            // The two that are here and have not changed are not fetched; the two that only git tells apart are.
            let fetched = gists.engine.source.requests.filter { $0.path.hasSuffix("info/refs") }.map(\.path)
            #expect(Set(fetched).count == 2)
            gists.engine.source.changeGists { list in
                list[0].description = "Notes on other lamps"
                list[0].isPublic = false
                list[0].comments.removeLast()
                list[0].updatedAt = list[0].updatedAt.addingTimeInterval(60)
            }
            #expect(try await gists.run().counts.imported == 2)
            #expect(
                try await gists.engine.rows("title; visibility", "FROM snippets")
                    == ["Notes on other lamps|private", "keys of the harbour.txt|private"])
            #expect(try await gists.engine.number("SELECT count(*) AS value FROM snippet_notes") == 1)
        }
    }

    @Test func oneImportAtATimeAndNoneBlockedByOneThatIsGone() async throws {
        try await withGists { gists in
            let record = try await gists.start()
            #expect(await gists.refusal() == "inProgress")
            // Its job is gone, however that came: it holds up nobody.
            try await gists.engine.execute("DELETE FROM jobs")
            let second = try await gists.start()
            #expect(second.id != record.id)
            let first = try await gists.engine.store.read { try GistImports.find(record.id, in: $0) }
            #expect(first?.status == .failed && first?.finishedAt != nil)
            #expect(try await gists.work(on: second).record.status == .finished)
        }
    }

    @Test func aRefusedTokenStartsNothing() async throws {
        try await withGists { gists in
            #expect(await gists.refusal(.revoked) == "probe(Remote.ProbeError.noReadAccess)")
            gists.engine.source.exhaust(.owner, seconds: 600)
            #expect(await gists.refusal() == "probe(Remote.ProbeError.rateLimited)")
            let started = try await gists.engine.number("SELECT count(*) AS value FROM gist_imports")
            #expect(started == 0)
        }
    }

    @Test func theCredentialIsErasedAndSecretGistsAreFetchedWithIt() async throws {
        try await withGists { gists in
            let record = try await gists.start()
            #expect(try await gists.engine.number("SELECT credential IS NOT NULL AS value FROM gist_imports") == 1)
            try await gists.work(on: record)
            #expect(try await gists.engine.number("SELECT credential IS NULL AS value FROM gist_imports") == 1)
            let fetches = gists.engine.source.requests.filter { $0.path.hasPrefix("/gist/") }
            #expect(!fetches.isEmpty && fetches.allSatisfy(\.hasCredentials))
        }
    }

    @Test func aRestartGoesOnWithTheGistsThatWait() async throws {
        try await withGists { gists in
            let record = try await gists.start()
            gists.engine.source.inject(StandInFault(path: "gist/000000000000000000000000000000", kind: .hang, count: 1))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await gists.work(on: record) }
                try await gists.engine.wait {
                    gists.engine.source.requests.contains { $0.path.contains("/gist/") }
                }
                group.cancelAll()
                while await group.nextResult() != nil {}
            }
            #expect(try await gists.engine.rows("state", "FROM jobs") == ["available"])
            #expect(try await gists.work(on: record).counts == .init(source: 5, imported: 2, failed: 3))
            #expect(gists.engine.source.requests.filter { $0.path.hasSuffix("/gists") }.count == 1)
        }
    }

    @Test func aGistWhoseCommentsCannotBeHadIsKeptAndListed() async throws {
        try await withGists([SampleGist.samples[0]]) { gists in
            gists.engine.source.inject(
                StandInFault(path: "/comments", kind: .status(404, body: "{}", headers: [:]), count: nil))
            let report = try await gists.run()
            #expect(report.counts == .init(source: 1, imported: 1, failed: 0))
            #expect(report.exceptions.first?.isMissing == false)
            #expect(gists.letterbox.messages.isEmpty)
            gists.engine.source.clearFaults()
            #expect(try await gists.run().exceptions.isEmpty)
            #expect(try await gists.engine.number("SELECT count(*) AS value FROM snippet_notes") == 2)
        }
    }

    @Test func listsOfManyPagesAreReadToTheirEnd() async throws {
        let many = (0..<130).map { number in
            var gist = SampleGist.samples[2]
            gist.id = String(repeating: "a", count: 29) + String(format: "%03d", number)
            gist.commits = [[:]]
            return gist
        }
        var configuration = StandInConfiguration()
        configuration.gists = [SampleGist.samples[1]]
        try await withStandInGitHub([], configuration: configuration) { source in
            source.changeGists { $0 += many }
            try await Engine.with(source) { engine in
                let report = try await Gists(engine: engine).run()
                #expect(report.counts == .init(source: 131, imported: 1, failed: 130))
            }
        }
    }

    /// Kills the program itself, again and again, until it comes to its end.
    @Test(.timeLimit(.minutes(2))) func aProcessKilledAtAnyMomentLosesNoGist() async throws {
        var configuration = StandInConfiguration()
        configuration.gists = SampleGist.samples
        configuration.latency = .milliseconds(40)
        try await withStandInGitHub([], configuration: configuration) { source in
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-gists-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let token = folder.appending(path: "token")
            try Data(StandInToken.owner.value.utf8).write(to: token)
            let data = folder.appending(path: "data")
            let arguments = [
                "import", "gists", "--user", "root", "--host", source.url, "--token-file", token.path, "--data",
                data.path, "--allow-outbound", "127.0.0.0/8",
            ]
            var status: Int32?
            for moment in [80, 150, 220, 300, 380, 460] where status == nil {
                status = try await Processes.run(
                    Processes.landfall, arguments, killAfter: .milliseconds(moment))
            }
            // Some gists are refused, which is what 2 says.
            if status == nil { status = try await Processes.run(Processes.landfall, arguments) }
            #expect(status == 2)
            let store = try SQLiteStore(file: data.appending(path: "landfall.sqlite"))
            defer { try? store.close() }
            let states: [String] = try await store.read { connection in
                try connection.rows(
                    """
                    SELECT state AS value FROM gist_import_items
                    WHERE import_id = (SELECT max(id) FROM gist_imports) ORDER BY id
                    """
                ) { try $0("value") }
            }
            #expect(states == ["imported", "imported", "failed", "failed", "failed"])
            let snippets: Int64? = try await store.read { try $0.value("SELECT count(*) AS value FROM snippets") }
            #expect(snippets == 2)
            let kept = try FileManager.default.contentsOfDirectory(
                atPath: data.appending(path: "repositories/snippets").path)
            #expect(kept.count == 2)
        }
    }
}
