import Model
import Store
import Testing

@testable import Jobs

/// Whose turn is over, and whose is not.
struct TurnTests {
    @Test func theYoungestOfSeveralMakesRoomForATenantThatHasNone() {
        let running = jobs(("a/1", 400), ("a/1", 100), ("a/2", 20), ("a/2", 30))
        #expect(yielding(running, waiting: ["b/1"]) == .init(id: .init(3), keepsPlace: true))
    }

    @Test func whatHasJustBegunIsLeftAlone() {
        let running = jobs(("a/1", 14), ("a/1", 14))
        #expect(yielding(running, waiting: ["b/1"]) == nil)
    }

    @Test func nobodyMakesRoomForTheirOwnOrForWhoHasAsMuch() {
        let running = jobs(("a/1", 9_000), ("a/1", 9_000), ("b/1", 9_000), ("b/1", 9_000))
        #expect(yielding(running, waiting: ["a/1", "b/1"]) == nil)
        #expect(yielding(running, waiting: []) == nil)
        #expect(yielding(jobs(("a/1", 9_000), ("a/1", 9_000), ("b/1", 9_000)), waiting: ["b/1"]) == nil)
    }

    @Test func onePersonsGroupsTakeTurnsToo() {
        let running = jobs(("a/1", 60), ("a/1", 50), ("a/1", 40))
        #expect(yielding(running, waiting: ["a/2"]) == .init(id: .init(3), keepsPlace: true))
    }

    @Test func whatRunsAloneMakesRoomAfterItsTurnAndGoesBehindTheOthers() {
        let running = jobs(("a/1", 299), ("b/1", 301), ("c/1", 200))
        #expect(yielding(running, waiting: ["d/1"]) == .init(id: .init(2), keepsPlace: false))
        #expect(yielding(jobs(("a/1", 299), ("b/1", 200)), waiting: ["d/1"]) == nil)
    }

    @Test func eachFurtherTurnIsLongerSoThatWhatMustBeDoneInOneGoIsDone() {
        let running = [
            Turns.Running(id: .init(1), key: "a/1", attempt: 3, seconds: 1_100),
            Turns.Running(id: .init(2), key: "b/1", attempt: 60, seconds: 14_000),
        ]
        #expect(yielding(running, waiting: ["c/1"]) == nil)
        let later = running.map { job in
            Turns.Running(id: job.id, key: job.key, attempt: job.attempt, seconds: job.seconds + 400)
        }
        #expect(yielding(later, waiting: ["c/1"]) == .init(id: .init(2), keepsPlace: false))
    }

    @Test func whatRunsInOtherProcessesCounts() {
        let running = jobs(("a/1", 60))
        #expect(
            Turns(rules: TurnRules(), running: running, allRunning: ["a/1", "a/1", "a/1"], waiting: ["b/1"])
                .yielding() == .init(id: .init(1), keepsPlace: true))
        #expect(
            Turns(rules: TurnRules(), running: running, allRunning: ["a/1", "a/1", "b/1"], waiting: ["b/1"])
                .yielding() == nil)
    }

    private func jobs(_ jobs: (String, Double)...) -> [Turns.Running] {
        jobs.enumerated().map { index, job in
            Turns.Running(id: .init(Int64(index + 1)), key: job.0, attempt: 1, seconds: job.1)
        }
    }

    private func yielding(_ running: [Turns.Running], waiting: Set<String>) -> Turns.Yield? {
        Turns(rules: TurnRules(), running: running, allRunning: running.map(\.key), waiting: waiting).yielding()
    }
}
