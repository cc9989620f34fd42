import Importer
import Model
import StandIns
import Store
import Testing

/// A source may be as large as it likes: what is beyond a limit is refused by name, and the rest arrives.
struct SizeLimitTests {
    private func work(
        _ project: SampleProject = .lantern(), pageSize: Int = 100, attachments: Bool = false,
        _ limit: @Sendable (inout SourceLimits) -> Void
    ) async throws -> ImportReport {
        var options = Engine.Options()
        limit(&options.sourceLimits)
        let name = project.repository.fullName
        return try await withStandInGitHub(project) { [options] source in
            if attachments { source.addAttachments() }
            return try await Engine.with(source, options) { engine in
                let record =
                    attachments
                    ? try await engine.acceptWithFiles(attachments: true)
                    : try await engine.accept(name, pageSize: pageSize)
                return try await engine.work(on: record)
            }
        }
    }

    @Test func aRepositoryBeyondTheLimitEndsTheImportAndTheSettingIsNamed() async throws {
        let large = try await work { $0.repository = 2000 }
        #expect(large.record.status == .failed)
        #expect(large.record.failure?.contains("repository-limit") == true, "\(large.record.failure ?? "")")
        let manifold = try await work { $0.refs = 2 }
        #expect(manifold.record.status == .failed)
        #expect(manifold.record.failure?.contains("ref-limit") == true, "\(manifold.record.failure ?? "")")
    }

    @Test func aWikiBeyondTheLimitIsListedAndTheProjectIsWhole() async throws {
        let report = try await work { $0.wiki = 100 }
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        let lines = report.exceptions.map(\.exception).filter { $0.kind == .wiki }
        #expect(lines.count == 1 && lines.first?.outcome == .failed)
        #expect(lines.first?.cure?.contains("wiki-limit") == true, "\(lines)")
        let others = report.entries.filter { $0.kind != .wiki }
        #expect(others.allSatisfy { $0.missing == 0 && $0.failed == 0 })
    }

    @Test func aListWithoutEndIsCutAndListed() async throws {
        let report = try await work(pageSize: 1) { $0.pages = 3 }
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        #expect(!report.isComplete)
        let cut = report.exceptions.map(\.exception).filter { $0.reason.contains("more than 3 pages") }
        #expect(cut.contains { $0.kind == .issue } && cut.contains { $0.kind == .note })
        #expect(cut.allSatisfy { $0.outcome == .failed && $0.cure?.contains("page-limit") == true })
    }

    /// Which files take the room is for chance to say: assets of releases come at the same time as what texts show.
    @Test func filesBeyondTheRoomOfAllTogetherAreListedAndThoseBeforeThemArrive() async throws {
        let report = try await work(attachments: true) { $0.files = 100 }
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        let lines = report.exceptions.map(\.exception).filter { $0.reason.contains("files together are larger") }
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { Self.files.contains($0.kind) && $0.outcome == .failed }, "\(lines)")
        #expect(lines.allSatisfy { $0.cure?.contains("LANDFALL_FILES_LIMIT") == true })
        let entries = report.entries.filter { Self.files.contains($0.kind) }
        #expect(entries.contains { $0.imported > 0 } && entries.allSatisfy { $0.missing == 0 }, "\(entries)")
        #expect(entries.reduce(0) { $0 + $1.failed } == lines.count, "\(entries)")
    }

    @Test func withoutRoomForAnyFileEachIsListedAndTheRestOfTheProjectIsWhole() async throws {
        let report = try await work(attachments: true) { $0.files = 1 }
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        for entry in report.entries {
            let isFile = Self.files.contains(entry.kind)
            let lines = report.exceptions.map(\.exception).filter {
                $0.kind == entry.kind && $0.reason.contains("files together are larger")
            }
            #expect(lines.count == (isFile ? Int(entry.source ?? -1) : 0), "\(entry)")
            #expect(entry.missing == 0 && (!isFile || entry.imported == 0), "\(entry)")
        }
        #expect(Set(report.entries.map(\.kind)).isSuperset(of: Self.files))
    }

    private static let files: Set<ObjectKind> = [
        .issueAttachment, .mergeRequestAttachment, .noteAttachment, .releaseAttachment, .releaseAsset,
    ]

    @Test func largeFilesBeyondTheRoomOfAllTogetherAreListedAndSmallerOnesArrive() async throws {
        var project = SampleProject(owner: "harbour-lights", name: "horn", id: 720_901)
        project.addUser(SampleUser(login: "mira-keel", name: "Mira Keel"))
        let sizes = [3000, 3000, 500]
        project.addLargeFiles(
            sizes.enumerated().map { index, size in
                SampleLargeFile(path: "\(index).bin", content: Array(repeating: UInt8(index), count: size))
            }, branch: "sounds", by: "mira-keel")
        let report = try await work(project) { $0.largeFiles = 4000 }
        let entry = try #require(report.entries.first { $0.kind == .lfsObject })
        #expect(entry.imported == 2 && entry.skipped == 1 && entry.missing == 0, "\(entry)")
        let line = try #require(report.exceptions.map(\.exception).first { $0.kind == .lfsObject })
        #expect(line.reason.contains("of all together") && line.cure?.contains("lfs-limit") == true)
    }
}
