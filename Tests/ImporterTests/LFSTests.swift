import Foundation
import Git
import Importer
import Model
import Outbound
import StandIns
import Store
import StoreSQLite
import Testing

/// Large files: what the history points to arrives, is proven, and is a project's own.
struct LFSTests {
    private static let name = "harbour-lights/horn"

    private static func content(_ text: String, bytes: Int) -> [UInt8] {
        Array(repeatElement(Array(text.utf8), count: bytes / text.utf8.count + 1).joined().prefix(bytes))
    }

    private static let good = SampleLargeFile(path: "a.bin", content: content("good ", bytes: 200_000))
    private static let other = SampleLargeFile(path: "b.bin", content: content("other ", bytes: 3_000))
    private static let missing = SampleLargeFile(path: "c.bin", content: content("gone ", bytes: 10), isMissing: true)

    /// On a branch of its own, the head of a pull request, and overwritten in a later commit.
    private static func project(_ id: Int = 720_901, isPrivate: Bool = false) -> SampleProject {
        var project = SampleProject(owner: "harbour-lights", name: id == 720_901 ? "horn" : "bell", id: id)
        project.repository.isPrivate = isPrivate
        project.addUser(SampleUser(login: "mira-keel", name: "Mira Keel"))
        project.addIssue("Loud", author: "mira-keel")
        project.addLargeFiles([good, missing], branch: "sounds", by: "mira-keel")
        project.addPullRequest(
            "Ring", author: "mira-keel", headRef: "ring", baseRef: "sounds",
            commits: [("Add a bell", ["b.bin": other.pointer, "a.bin": nil])])
        project.largeFiles.append(other)
        return project
    }

    private func file(_ engine: Engine, _ file: SampleLargeFile) throws -> [UInt8] {
        let path = try #require(engine.services.repositories.largeFiles.path(of: file.oid))
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func entry(_ report: ImportReport) throws -> LedgerEntry {
        try #require(report.entries.first { $0.kind == .lfsObject })
    }

    @Test func everyObjectOfEveryRefArrivesAndAMissingOneIsListed() async throws {
        try await withStandInGitHub(Self.project()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(Self.name)
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
                #expect(
                    try entry(report)
                        == LedgerEntry(kind: .lfsObject, source: 3, fetched: 3, imported: 2, skipped: 1))
                #expect(report.isComplete)
                let line = try #require(report.exceptions.map(\.exception).first { $0.kind == .lfsObject })
                #expect(line.sourceKey.rawValue == Self.missing.oid && line.reason.contains("does not have it"))
                #expect(try file(engine, Self.good) == Self.good.content)
                #expect(try file(engine, Self.other) == Self.other.content)
            }
        }
    }

    @Test func contentThatIsNotWhatItsNameSaysIsNotKept() async throws {
        try await withStandInGitHub(Self.project()) { source in
            source.inject(
                StandInFault(path: Self.good.oid, kind: .status(200, body: "other bytes", headers: [:]), count: nil))
            let bytes = String(repeating: "x", count: Self.other.content.count)
            source.inject(
                StandInFault(path: Self.other.oid, kind: .status(200, body: bytes, headers: [:]), count: nil))
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept(Self.name))
                #expect(report.record.status == .finished && !report.isComplete)
                let entry = try entry(report)
                #expect(entry.imported == 0 && entry.failed == 2 && entry.skipped == 1)
                let reasons = report.exceptions.map(\.exception.reason)
                #expect(reasons.contains { $0.contains("bytes or more where") })
                #expect(reasons.contains { $0.contains("its SHA-256 is not its name") })
                #expect(engine.services.repositories.largeFiles.size(of: Self.good.oid) == nil)
            }
        }
    }

    @Test func theQuestionIsHalvedWhereItIsTooLong() async throws {
        try await withStandInGitHub(Self.project()) { source in
            source.inject(
                StandInFault(
                    path: "objects/batch", method: "POST", kind: .status(413, body: "", headers: [:]), count: 1))
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept(Self.name))
                #expect(try entry(report).imported == 2)
                #expect(source.requests.filter { $0.path.hasSuffix("objects/batch") }.count == 3)
            }
        }
    }

    @Test func aSourceThatRefusesLFSDoesNotFailTheImportAndRetryingMakesItWhole() async throws {
        try await withStandInGitHub(Self.project()) { source in
            source.inject(
                StandInFault(
                    path: "objects/batch", method: "POST", kind: .status(403, body: "", headers: [:]), count: nil))
            try await Engine.with(source) { engine in
                let record = try await engine.accept(Self.name)
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished)
                #expect(try entry(report).failed == 3)
                source.clearFaults()
                try await engine.execute("DELETE FROM import_stages WHERE stage = 'lfs_objects'")
                try await engine.execute("UPDATE imports SET status = 'failed'")
                _ = try await engine.requests.resume(record.id, credential: Secret(StandInToken.owner.value))
                let again = try await engine.work(on: record)
                #expect(
                    try entry(again) == LedgerEntry(kind: .lfsObject, source: 3, fetched: 3, imported: 2, skipped: 1))
            }
        }
    }

    @Test func aBrokenTransferIsTakenUpAgain() async throws {
        try await withStandInGitHub(Self.project()) { source in
            source.inject(StandInFault(path: Self.good.oid, kind: .resetMidBody, count: 1))
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept(Self.name))
                #expect(try entry(report).imported == 2)
                #expect(try file(engine, Self.good) == Self.good.content)
            }
        }
    }

    @Test func theSourcesCredentialGoesToTheSourceAlone() async throws {
        try await withStandInGitHub(Self.project()) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept(Self.name))
                let stored = source.requests.filter { $0.path.contains("/large-files/") }
                #expect(stored.count == 2 && stored.allSatisfy { !$0.hasCredentials })
                #expect(source.requests.contains { $0.path.hasSuffix("objects/batch") && $0.hasCredentials })
            }
        }
    }

    @Test func aNameAloneGivesNobodyWhatAnotherPrivateProjectHas() async throws {
        let projects = [Self.project(isPrivate: true), Self.project(720_902)]
        try await withStandInGitHub(projects) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept(Self.name))
                // The second project's history names the same objects, and its source does not give them.
                source.inject(
                    StandInFault(path: "large-files/720902", kind: .status(404, body: "", headers: [:]), count: nil))
                let second = try await engine.work(on: try await engine.accept("harbour-lights/bell"))
                #expect(try entry(second).imported == 0)
            }
        }
    }

    @Test func whatAPublicProjectHasIsNotFetchedTwiceAndGoesWithTheLastProject() async throws {
        try await withStandInGitHub([Self.project(), Self.project(720_902)]) { source in
            try await Engine.with(source) { engine in
                let first = try await engine.accept(Self.name)
                try await engine.work(on: first)
                let record = try await engine.accept("harbour-lights/bell")
                let second = try await engine.work(on: record)
                #expect(try entry(second).imported == 2)
                #expect(source.requests.filter { $0.path.contains("/large-files/") }.count == 2)
                try await engine.store.write { _ = try Projects.delete(first.projectID, in: $0) }
                try await engine.requests.removeUnusedLargeFiles()
                #expect(try file(engine, Self.good) == Self.good.content)
                try await engine.store.write { _ = try Projects.delete(record.projectID, in: $0) }
                try await engine.requests.removeUnusedLargeFiles()
                #expect(engine.services.repositories.largeFiles.size(of: Self.good.oid) == nil)
            }
        }
    }
}
