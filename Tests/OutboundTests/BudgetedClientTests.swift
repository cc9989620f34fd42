import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Outbound
import Synchronization
import Testing

/// A clock that jumps to the end of each wait.
final class JumpingClock: Sendable {
    private let state = Mutex<(now: Date, slept: [Double])>((Date(timeIntervalSince1970: 1_800_000_000), []))

    var slept: [Double] { state.withLock { $0.slept } }
    var now: Date { state.withLock { $0.now } }

    var clock: BudgetClock {
        BudgetClock(
            now: { self.now },
            sleep: { time in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.slept.append(time.timeIntervalSince(state.now))
                    state.now = max(state.now, time)
                }
            },
            random: { 0 })
    }
}

@Suite struct BudgetedClientTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func budgeted(
        _ client: OutboundClient, _ clock: BudgetClock, rules: BudgetRules = .gitHub
    ) -> BudgetedClient {
        let keeper = BudgetKeeper(host: "api.github.com", budget: RateBudget(rules: rules), clock: clock)
        return BudgetedClient(client: client, keeper: keeper, logger: quiet)
    }

    @Test("Failures are sent again after growing pauses, and every request is counted")
    func retries() async throws {
        try await TestServer.answering { _, server in
            server.asked.count < 4 ? .text("<html>", status: .badGateway) : .text("ok")
        }.run { server in
            try await withClient { client in
                let time = JumpingClock()
                let budgeted = budgeted(client, time.clock)
                let response = try await budgeted.send(OutboundRequest(.get, try server.url("/")))
                #expect(String(buffer: response.body) == "ok")
                #expect(time.slept == [0.25, 0.5, 1.0])
                #expect(budgeted.spending.restRequests == 4)
                #expect(budgeted.spending.retries == 3)
                #expect(budgeted.spending.bytes == 6 * 3 + 2)
            }
        }
    }

    @Test("The last failure is handed over; what must not be repeated isn't")
    func gaveUp() async throws {
        try await TestServer.answering { _, _ in .text("no", status: .serviceUnavailable) }.run { server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                let answer1 = try await budgeted.send(OutboundRequest(.get, try server.url("/")))
                #expect(answer1.status == .serviceUnavailable)
                #expect(budgeted.spending.restRequests == 5)
                let answer2 = try await budgeted.send(OutboundRequest(.post, try server.url("/")))
                #expect(answer2.status == .serviceUnavailable)
                #expect(budgeted.spending.restRequests == 6)
            }
        }
    }

    @Test("A broken connection is retried, and the error names it when it stays broken")
    func broken() async throws {
        try await RawServer.with(.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) { server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                let url = "http://127.0.0.1:\(server.port)/x"
                await #expect(throws: OutboundError.truncated(url: url)) {
                    _ = try await budgeted.send(OutboundRequest(.get, try OutboundURL(url)))
                }
                #expect(budgeted.spending.restRequests == 5)
            }
        }
    }

    @Test("A body that its reader finds damaged is asked for again")
    func damaged() async throws {
        try await TestServer.answering { _, server in .text(server.asked.count == 1 ? "{\"a\":" : "{}") }.run {
            server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                let response = try await budgeted.send(OutboundRequest(.get, try server.url("/"))) { response in
                    AnswerReport(isDamaged: !String(buffer: response.body).hasSuffix("}"))
                }
                #expect(String(buffer: response.body) == "{}")
                #expect(budgeted.spending.restRequests == 2)
            }
        }
    }

    @Test("A refusal for the rate is waited out, and told while it lasts")
    func refused() async throws {
        try await TestServer.answering { _, server in
            server.asked.count == 1
                ? .text("You have exceeded a secondary rate limit", status: .forbidden, [.retryAfter: "45"])
                : .text("ok")
        }.run { server in
            try await withClient { client in
                let time = JumpingClock()
                let told = Mutex<String?>(nil)
                let holder = Mutex<BudgetedClient?>(nil)
                var clock = time.clock
                let sleep = clock.sleep
                clock.sleep = { until in
                    told.withLock { $0 = holder.withLock { $0 }?.limitation?.description }
                    try await sleep(until)
                }
                let budgeted = budgeted(client, clock)
                holder.withLock { $0 = budgeted }
                let answer3 = try await budgeted.send(OutboundRequest(.get, try server.url("/")))
                #expect(answer3.status == .ok)
                #expect(time.slept == [45])
                #expect(budgeted.spending.refusals == 1)
                #expect(budgeted.spending.restRequests == 2)
                #expect(told.withLock { $0 } == "waiting for api.github.com's secondary rate limit until 08:00 UTC")
                #expect(budgeted.limitation == nil)
            }
        }
    }

    @Test("A source that never stops refusing ends the request")
    func endless() async throws {
        try await TestServer.answering { _, _ in .text("", status: .tooManyRequests) }.run { server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                await #expect(throws: OutboundError.rateLimited(host: "api.github.com", attempts: 20)) {
                    _ = try await budgeted.send(OutboundRequest(.get, try server.url("/")))
                }
            }
        }
    }

    @Test("A missing permission is an answer, not a limit")
    func forbidden() async throws {
        try await TestServer.answering { _, _ in .text("Resource not accessible", status: .forbidden) }.run { server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                let answer4 = try await budgeted.send(OutboundRequest(.get, try server.url("/")))
                #expect(answer4.status == .forbidden)
                #expect(budgeted.spending.restRequests == 1)
            }
        }
    }

    @Test("GraphQL is counted in requests and in the points it names")
    func points() async throws {
        try await TestServer.answering { _, _ in .text("{}") }.run { server in
            try await withClient { client in
                let budgeted = budgeted(client, JumpingClock().clock)
                _ = try await budgeted.send(
                    OutboundRequest(.post, try server.url("/graphql")), bucket: .graphQL, cost: 5
                ) { _ in AnswerReport(points: 7) }
                #expect(budgeted.spending.graphQLRequests == 1)
                #expect(budgeted.spending.graphQLPoints == 7)
                #expect(budgeted.spending.restRequests == 0)
                #expect(budgeted.spending.total == 7)
            }
        }
    }

    @Test("No more requests are under way than the budget allows, whoever sends them")
    func concurrency() async throws {
        let load = Mutex((now: 0, most: 0))
        try await TestServer.answering { _, _ in
            load.withLock { load in
                load.now += 1
                load.most = max(load.most, load.now)
            }
            for _ in 0..<50 { await Task.yield() }
            load.withLock { $0.now -= 1 }
            return .text("ok")
        }.run { server in
            try await withClient { client in
                let keeper = BudgetKeeper(
                    host: "h", budget: RateBudget(rules: BudgetRules(maximumConcurrency: 3)), clock: .system)
                let clients = (0..<2).map { _ in BudgetedClient(client: client, keeper: keeper, logger: quiet) }
                let url = try server.url("/")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<60 {
                        group.addTask { _ = try await clients[index % 2].send(OutboundRequest(.get, url)) }
                    }
                    try await group.waitForAll()
                }
                #expect(load.withLock { $0.most } <= 3)
                #expect(clients.map(\.spending.restRequests) == [30, 30])
                #expect(keeper.budget.requestsUnderWay == 0)
            }
        }
    }

    @Test("Cancelling ends a wait, for the time and for an answer, and frees the budget")
    func cancelled() async throws {
        try await RawServer.with(.sendAndHang("")) { server in
            try await withClient { client in
                let keeper = BudgetKeeper(
                    host: "h", budget: RateBudget(rules: BudgetRules(maximumConcurrency: 1)), clock: .system)
                let budgeted = BudgetedClient(client: client, keeper: keeper, logger: quiet)
                let url = try OutboundURL("http://127.0.0.1:\(server.port)/")
                await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            do {
                                _ = try await budgeted.send(OutboundRequest(.get, url))
                                return false
                            } catch {
                                return error is CancellationError
                            }
                        }
                    }
                    while keeper.budget.requestsUnderWay == 0 { await Task.yield() }
                    group.cancelAll()
                    for await isCancelled in group { #expect(isCancelled) }
                }
                #expect(keeper.budget.requestsUnderWay == 0)
            }
        }
    }

    @Test("The same account at the same host shares one budget; what was remembered is taken up")
    func keepers() {
        let keepers = BudgetKeepers()
        let key = BudgetKeepers.Key(account: "digest", host: "h")
        let first = keepers.keeper(for: key, rules: .gitHub)
        #expect(keepers.keeper(for: key, rules: .gitHub) === first)
        #expect(keepers.keeper(for: .init(account: "other", host: "h"), rules: .gitHub) !== first)
        #expect(keepers.budgets.count == 2)
    }

    @Test("What was remembered of an account holds for its host alone, also under rules that have changed since")
    func remembered() async throws {
        let (now, key) = (Date(), BudgetKeepers.Key(account: "digest", host: "h"))
        var budget = RateBudget(rules: .gitHub)
        _ = budget.ask(.rest, now: now)
        let refusal = RateBudget.Answer(bucket: .rest, status: 429, fields: ["retry-after": "600"], took: 1)
        _ = budget.answered(refusal, now: now, jitter: 0)
        let text = try JSONEncoder().encode(budget)
        var rules = BudgetRules.gitHub
        rules.maximumConcurrency = 4
        for rules in [BudgetRules.gitHub, rules] {
            let keepers = BudgetKeepers()
            keepers.remember([key: try JSONDecoder().decode(RateBudget.self, from: text)])
            var restarted = keepers.keeper(for: key, rules: rules).budget
            #expect(restarted.rules == rules)
            let isPaused = restarted.ask(.rest, now: now)
            guard case .wait(let until, .secondary) = isPaused else {
                Issue.record("\(isPaused)")
                continue
            }
            #expect(until.timeIntervalSince(now) >= 600)
            // Then it begins slowly: one at a time.
            #expect(restarted.ask(.rest, now: until) == .go)
            #expect(restarted.ask(.rest, now: until) == .waitForAnswer(.concurrency))
            var other = keepers.keeper(for: .init(account: "digest", host: "other"), rules: rules).budget
            #expect(other.ask(.rest, now: now) == .go)
        }
    }
}
