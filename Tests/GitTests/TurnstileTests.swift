import Git
import Testing

/// Who is served when more ask than can be served at once.
@Suite(.timeLimit(.minutes(1))) struct TurnstileTests {
    @Test func oneCallerLeavesHalfOfThePlacesToOthers() async throws {
        let turnstile = Turnstile(.init(places: 4, queue: 0))
        let places = try await [turnstile.enter(caller: "a"), turnstile.enter(caller: "a")]
        await #expect(throws: Turnstile.Full.self) { try await turnstile.enter(caller: "a") }
        let others = try await [turnstile.enter(caller: "b"), turnstile.enter(caller: "")]
        #expect(turnstile.count == 4)
        await #expect(throws: Turnstile.Full.self) { try await turnstile.enter(caller: "c") }
        for place in places + others { place.leave() }
        #expect(turnstile.count == 0)
    }

    @Test func whoeverHasFewestInsideComesNext() async throws {
        let turnstile = Turnstile(.init(places: 2))
        let held = try await turnstile.enter(caller: "a")
        let other = try await turnstile.enter(caller: "b")
        async let second: Turnstile.Place = turnstile.enter(caller: "b")
        while turnstile.waiting < 1 { await Task.yield() }
        async let third: Turnstile.Place = turnstile.enter(caller: "c")
        while turnstile.waiting < 2 { await Task.yield() }
        held.leave()
        let place = try await third
        #expect(turnstile.waiting == 1)
        other.leave()
        _ = try await second
        place.leave()
        #expect(turnstile.count <= 1)
    }

    @Test func whoeverWaitsTooLongIsToldToComeBack() async throws {
        let turnstile = Turnstile(.init(places: 1, patience: .milliseconds(50)))
        let place = try await turnstile.enter()
        await #expect(throws: Turnstile.Full.self) { try await turnstile.enter() }
        #expect(turnstile.waiting == 0)
        place.leave()
        place.leave()
        #expect(turnstile.count == 0)
        _ = try await turnstile.enter()
    }

    @Test func aPlaceThatNobodyGivesBackComesFreeWithItsHolder() async throws {
        let turnstile = Turnstile(.init(places: 1, queue: 0))
        do { _ = try await turnstile.enter() }
        #expect(turnstile.count == 0)
    }

    @Test func whoeverIsCancelledWaitsNoLongerAndTakesNoPlace() async throws {
        let turnstile = Turnstile(.init(places: 1))
        let place = try await turnstile.enter()
        let errors = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await turnstile.enter()
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
            }
            while turnstile.waiting < 20 { await Task.yield() }
            group.cancelAll()
            var errors = 0
            for await wasCancelled in group where wasCancelled { errors += 1 }
            return errors
        }
        #expect(errors == 20)
        place.leave()
        #expect(turnstile.count == 0)
        #expect(turnstile.waiting == 0)
    }

    @Test func noMoreThanThePlacesAreInsideAndEverybodyGetsIn() async throws {
        let turnstile = Turnstile(.init(places: 3))
        let most = await withTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    guard let place = try? await turnstile.enter(caller: "\(number % 7)") else { return 1000 }
                    defer { place.leave() }
                    await Task.yield()
                    return turnstile.count
                }
            }
            return await group.reduce(0) { max($0, $1) }
        }
        #expect((1...3).contains(most))
        #expect(turnstile.count == 0)
    }
}
