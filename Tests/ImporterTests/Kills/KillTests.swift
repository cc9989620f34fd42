import Foundation
import StandIns
import TestSupport
import Testing

/// Kills the program itself, at moments that chance chooses, while it does what it does.
///
/// `LANDFALL_SOAK_SECONDS` is how long all of it may take; without it there are a few kills of each kind. The seed is
/// part of what a failure says; with `LANDFALL_KILL_SEED` the moments are the same.
@Suite(.timeLimit(.minutes(1440)))
struct KillTests {
    /// What is killed.
    enum Work: String, CaseIterable, Sendable {
        case gitHub, bitbucketServer, bitbucketCloud, gists, reassigning, deletion, cancel, start, migration
    }

    @Test(arguments: Work.allCases)
    func aProcessKilledAtAnyMomentLosesNothingAndLeavesNothing(work: Work) async throws {
        let random = Moments.fresh()
        switch work {
        case .gitHub: try await Self.withGitHub { try await Self.survive(ImportKills.gitHub($0), random) }
        case .bitbucketServer: try await Self.withBitbucket(.server, random)
        case .bitbucketCloud: try await Self.withBitbucket(.cloud, random)
        case .gists: try await Self.withGitHub { try await Self.survive(GistKills(source: $0), random) }
        case .reassigning: try await Self.survive(ReassigningKills(people: 40), random)
        case .cancel:
            try await Self.withGitHub { try await Self.survive(CancelKills(imports: .gitHub($0)), random) }
        case .start: try await Self.survive(StartKills(), random)
        case .deletion:
            try await Self.withTemplate(projects: 2) { try await Self.survive(DeletionKills(template: $0), random) }
        case .migration: try await Self.withTemplate(projects: 1) { try await Self.migrate($0, random) }
        }
    }

    /// Four of the tests run at a time, so that all of them together take the time that is given.
    private static func survive(
        _ scenario: any KillScenario, _ random: Moments, share: Double = 1
    ) async throws {
        let seconds = (Soak.seconds ?? 0) * share * 4 / Double(Work.allCases.count)
        var harness = KillHarness(scenario, random: random)
        try await harness.run(atLeast: Soak.seconds == nil ? scenario.leastKills : 1, until: .now + .seconds(seconds))
        print("kills: \(scenario.name): \(harness.kills) in \(harness.rounds) rounds, seed \(random.seed)")
    }

    private static func migrate(_ full: URL, _ random: Moments) async throws {
        let versions = Soak.seconds == nil ? [1, 8] : Array(1..<10)
        for version in versions {
            let template = full.deletingLastPathComponent().appending(path: "schema-\(version)")
            try await MigrationKills.makeTemplate(at: template, version: version, from: full)
            try await survive(
                MigrationKills(template: template, version: version), random, share: 1 / Double(versions.count))
        }
    }

    private static func withGitHub(_ body: @escaping @Sendable (StandInGitHub) async throws -> Void) async throws {
        var configuration = StandInConfiguration()
        configuration.latency = .milliseconds(20)
        configuration.gists = SampleGist.samples
        configuration.requestLimit = 1_000_000_000
        configuration.pointLimit = 1_000_000_000
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            source.addAttachments()
            try await body(source)
        }
    }

    private static func withBitbucket(_ face: StandInBitbucket.Face, _ random: Moments) async throws {
        var configuration = BitbucketConfiguration()
        configuration.latency = .milliseconds(20)
        try await withStandInBitbucket(face: face, configuration: configuration) { source in
            try await survive(ImportKills.bitbucket(source), random)
        }
    }

    /// A data directory with the sample project, once or twice.
    private static func withTemplate(
        projects: Int, _ body: @escaping @Sendable (URL) async throws -> Void
    ) async throws {
        try await withGitHub { source in
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-kill-\(UUID().uuidString)")
            let place = KillPlace(folder: folder)
            defer { place.remove() }
            try place.make()
            let imports = ImportKills.gitHub(source)
            try await imports.prepare(place)
            for number in 0..<projects {
                let end = try await imports.program(place, under: number == 0 ? nil : "lantern-\(number)")
                    .run(temporary: place.temporary)
                try #require(end.status == 0 || end.status == 2, "\(end.output.suffix(800))")
            }
            try await body(place.data)
        }
    }
}
