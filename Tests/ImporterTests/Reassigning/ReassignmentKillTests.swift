import Foundation
import Store
import Testing

/// The whole way of many people at once, by the program.
struct ReassignmentKillTests {
    private static let match = [
        "users", "match", "harbour", "--login", "*", "--yes", "--without-confirmation", "--data",
    ]

    /// The seed is printed: with the same one the moments are the same.
    @Test(.timeLimit(.minutes(3))) func aProcessKilledAtAnyMomentLosesNoContribution() async throws {
        var random = Moments(seed: UInt64.random(in: 0...UInt64.max))
        print("reassignment kill test: seed \(random.seed)")
        try await Self.withFolder { folder in
            let undisturbed = try await ReassigningStore.make(people: 40, in: folder.appending(path: "0"))
            #expect(try await Processes.run(Processes.landfall, Self.match + [undisturbed.folder.path]) == 0)
            let wanted = try await undisturbed.dump()
            #expect(try await undisturbed.number("SELECT count(*) AS value FROM users WHERE kind = 'placeholder'") == 0)
            #expect(
                try await undisturbed.number("SELECT count(*) AS value FROM notes WHERE body LIKE '%`%'") == 0)
            let killed = try await ReassigningStore.make(people: 40, in: folder.appending(path: "1"))
            for _ in 0..<8 {
                let moment = random.next(from: 0.03, to: 0.25)
                _ = try await Processes.run(
                    Processes.landfall, Self.match + [killed.folder.path], killAfter: moment)
            }
            #expect(try await Processes.run(Processes.landfall, Self.match + [killed.folder.path]) == 0)
            let found = try await killed.dump()
            #expect(found == wanted, "\(differences(wanted, found))")
        }
    }

    /// LANDFALL_REASSIGNED_PEOPLE=1000 is the size that is promised to take less than 30 seconds.
    @Test(.timeLimit(.minutes(10))) func manyPeopleAreReassignedInTime() async throws {
        let wish = ProcessInfo.processInfo.environment["LANDFALL_REASSIGNED_PEOPLE"].flatMap { Int($0) }
        let people = wish ?? 30
        try await Self.withFolder { folder in
            let store = try await ReassigningStore.make(people: people, in: folder)
            let start = ContinuousClock.now
            #expect(try await Processes.run(Self.program, Self.match + [folder.path]) == 0)
            let took = ContinuousClock.now - start
            let moved = try await store.number("SELECT sum(done) AS value FROM reassignments")
            print("reassigned \(people) people with \(moved) contributions in \(took)")
            #expect(
                try await store.number("SELECT count(*) AS value FROM source_users WHERE status = 'completed'")
                    == Int64(people))
            #expect(moved == Int64(people * ReassigningStore.rowsForOne))
            #expect(took < .seconds(30))
        }
    }

    /// LANDFALL_PROGRAM names another build, a release one for instance.
    private static var program: URL {
        ProcessInfo.processInfo.environment["LANDFALL_PROGRAM"].map { URL(fileURLWithPath: $0) } ?? Processes.landfall
    }

    private static func withFolder(_ test: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-reassign-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await test(folder)
    }
}
