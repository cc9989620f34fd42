import Foundation
import Store
import Testing

/// The whole way of many people at once, by the program.
struct ReassignmentTimeTests {
    private static let match = [
        "users", "match", "harbour", "--login", "*", "--yes", "--without-confirmation", "--data",
    ]

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
