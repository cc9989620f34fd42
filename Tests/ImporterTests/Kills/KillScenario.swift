import Foundation
import StoreSQLite
import Testing

/// Something the program does that is killed on the way.
protocol KillScenario: Sendable {
    /// As it stands in reports.
    var name: String { get }

    /// How many kills there are to be at least where no time is given.
    var leastKills: Int { get }

    /// How many lines the result has at least: fewer compare too little.
    var leastLines: Int { get }

    /// Makes what lies there before the first start.
    func prepare(_ place: KillPlace) async throws

    /// Starts the program once.
    /// - Parameter kill: what to wait for before it is killed, after the work has begun; `nil` lets it come to its end.
    /// - Returns: whether the work is done.
    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool

    /// What must be the same however often it was killed.
    func dump(_ place: KillPlace) async throws -> [String]
}

extension KillScenario {
    var leastKills: Int { 5 }
    var leastLines: Int { 1 }
}

/// The folder of one round: a data directory, and one for temporary files.
struct KillPlace: Sendable {
    let folder: URL

    var data: URL { folder.appending(path: "data") }
    var temporary: URL { folder.appending(path: "tmp") }

    func make() throws {
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Opens the store that the program has left, and closes it.
    func withStore<Result: Sendable>(_ body: (SQLiteStore) async throws -> Result) async throws -> Result {
        let store = try SQLiteStore(file: data.appending(path: "landfall.sqlite"))
        let result: Result
        do {
            result = try await body(store)
        } catch {
            try? store.close()
            throw error
        }
        try store.close()
        return result
    }
}

/// Kills a scenario at moments that chance chooses, starts it again until it is done, and looks at what is left.
struct KillHarness {
    let scenario: any KillScenario
    let root: URL
    private(set) var random: Moments
    private(set) var kills = 0
    private(set) var rounds = 0

    init(_ scenario: any KillScenario, random: Moments) {
        self.scenario = scenario
        self.random = random
        root = FileManager.default.temporaryDirectory.appending(path: "landfall-kill-\(UUID().uuidString)")
    }

    /// - Parameters:
    ///   - least: how many kills there are to be at least.
    ///   - deadline: until when there are to be more.
    mutating func run(atLeast least: Int, until deadline: ContinuousClock.Instant) async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let (wanted, length) = try await undisturbed()
        repeat {
            rounds += 1
            let place = KillPlace(folder: root.appending(path: "\(rounds)"))
            try place.make()
            try await scenario.prepare(place)
            try await disturb(place, length)
            let found = try await scenario.dump(place)
            #expect(
                found == wanted, "\(scenario.name), seed \(random.seed), round \(rounds): \(differences(wanted, found))"
            )
            try await expectTidy(place)
            place.remove()
        } while kills < least || ContinuousClock.now < deadline
    }

    private func undisturbed() async throws -> ([String], Double) {
        let place = KillPlace(folder: root.appending(path: "0"))
        try place.make()
        try await scenario.prepare(place)
        let start = ContinuousClock.now
        let isDone = try await finish(place)
        try #require(isDone, "\(scenario.name) does not come to its end")
        let length = (ContinuousClock.now - start) / .seconds(1)
        let wanted = try await scenario.dump(place)
        #expect(wanted.count >= scenario.leastLines, "\(scenario.name) has brought too little to compare")
        try await expectTidy(place)
        place.remove()
        return (wanted, length)
    }

    /// Up to eight kills; the moments lie early, because what was done is not done again.
    private mutating func disturb(_ place: KillPlace, _ length: Double) async throws {
        for _ in 0..<8 {
            let moment = random.next(from: 0, to: length * (Bool.random(using: &random) ? 0.3 : 0.9))
            if try await scenario.attempt(place, kill: moment) { return }
            kills += 1
        }
        if try await finish(place) { return }
        Issue.record("\(scenario.name), seed \(random.seed), round \(rounds): does not come to its end")
    }

    /// Some work takes a second start to be seen as done.
    private func finish(_ place: KillPlace) async throws -> Bool {
        for _ in 0..<3 {
            if try await scenario.attempt(place, kill: nil) { return true }
        }
        return false
    }

    private func expectTidy(_ place: KillPlace) async throws {
        let label = "\(scenario.name), seed \(random.seed), round \(rounds)"
        // What a killed process had started gets a broken pipe, and ends when the machine lets it.
        for _ in 0..<1000 where !Processes.touching(place.folder).isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(Processes.touching(place.folder).isEmpty, "\(label): processes are left")
        let problems = try await DataDirectoryCheck.problems(place.data)
        #expect(problems.isEmpty, "\(label): \(problems.joined(separator: "; "))")
        let temporary = try FileManager.default.contentsOfDirectory(atPath: place.temporary.path)
        #expect(temporary.isEmpty, "\(label): left in the folder for temporary files: \(temporary)")
    }
}
