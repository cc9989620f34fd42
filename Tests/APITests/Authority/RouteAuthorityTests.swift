import API
import Foundation
import HTTPTypes
import Model
import Synchronization
import Testing

/// Who may call what: the table, held against every route that the server registers, over a real socket.
@Suite struct RouteAuthorityTests {
    @Test func everyRouteIsInTheTable() async throws {
        try await APIServer.with { server in
            let registered = server.routes.map { "\($0.method) \($0.path)" }
            let listed = AuthorityTable.rows.map(\.route)
            #expect(Set(registered).subtracting(listed) == [], "routes nobody has decided about")
            #expect(Set(listed).subtracting(registered) == [], "lines about no route")
            #expect(listed.count == Set(listed).count && registered.count == Set(registered).count)
            let rows = Dictionary(uniqueKeysWithValues: AuthorityTable.rows.map { ($0.route, $0) })
            for route in server.routes {
                guard let row = rows["\(route.method) \(route.path)"] else { continue }
                #expect("\(route.access)" == "\(row.access)", "\(row.route)")
                let usual: [TokenScope] = route.method == .get ? [.api, .readAPI] : [.api]
                #expect(Set(route.scopes) == Set(usual + row.scopes), "\(row.route)")
            }
        }
    }

    @Test func everyRouteIsForWhomTheTableSays() async throws {
        try await AuthorityWorld.with { world in
            try await world.markTokensUsed()
            let asked = Mutex(0)
            for place in AuthorityPlace.allCases {
                try await world.move(to: place)
                try await check(world, place) { asked.withLock { $0 += 1 } }
            }
            let (callers, places) = (AuthorityCaller.allCases.count, AuthorityPlace.allCases.count)
            let routes = AuthorityTable.rows.count
            print(
                "authority: \(routes) routes, \(callers) callers, \(places) places:",
                "\(routes * callers * places) decisions, \(asked.withLock { $0 }) asked")
        }
    }

    /// Reading is asked side by side; what could change something one by one, so that what it changed is known.
    private func check(
        _ world: AuthorityWorld, _ place: AuthorityPlace, asking: @escaping @Sendable () -> Void
    ) async throws {
        let (reading, writing) = (
            AuthorityTable.rows.filter { $0.method == "GET" }, AuthorityTable.rows.filter { $0.method != "GET" }
        )
        let before = try await world.changes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, row) in reading.enumerated() {
                if number >= 4 { try await group.next() }
                group.addTask {
                    for caller in AuthorityCaller.allCases { try await check(row, caller, place, world, asking) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.changes() == before, "reading changed something in \(place)")
        for row in writing {
            for caller in AuthorityCaller.allCases { try await check(row, caller, place, world, asking) }
        }
    }

    private func check(
        _ row: AuthorityRow, _ caller: AuthorityCaller, _ place: AuthorityPlace, _ world: AuthorityWorld,
        _ asking: () -> Void
    ) async throws {
        let expected = Self.expected(row, caller, place)
        // Each answer of git's costs a process: of those who are let in, a few stand for all.
        if expected.isAllowed, row.asksGit, !AuthorityCaller.few.contains(caller) { return }
        let call = try await world.call(row, as: caller, in: place, isAllowed: expected.isAllowed)
        let isWriting = row.method != "GET"
        let before = isWriting ? try await world.changes() : 0
        asking()
        let reply = try await world.send(call, as: caller)
        let what = "\(caller) \(row.route) \(place): \(reply.status) \(reply.text.prefix(200))"
        #expect(expected.statuses.contains(reply.status), "\(what)")
        guard let text = expected.text else { return }
        #expect(reply.text.contains(text), "\(what)")
        if isWriting { #expect(try await world.changes() == before, "\(what)") }
    }

    struct Expected {
        var isAllowed = false
        var statuses: [Int]
        /// What a refusal says.
        var text: String?
    }

    /// What a call is answered.
    static func expected(
        _ row: AuthorityRow, _ caller: AuthorityCaller, _ place: AuthorityPlace
    ) -> Expected {
        if caller == .blocked { return Expected(statuses: [403], text: "Your account has been blocked.") }
        if caller == .nobody, row.access != .everyone {
            return Expected(statuses: [401], text: #"{"message":"401 Unauthorized"}"#)
        }
        if row.access == .administrators, caller != .administrator {
            return Expected(statuses: [403], text: #"{"message":"403 Forbidden"}"#)
        }
        switch row.gate.verdict(caller, place) {
        case .allowed: return Expected(isAllowed: true, statuses: row.status)
        case .forbidden:
            let refusal = row.forbidden ?? (403, #"{"message":"403 Forbidden"}"#)
            return Expected(statuses: [refusal.status], text: refusal.text)
        case .hidden:
            if let hidden = row.hidden { return Expected(statuses: [hidden.status], text: hidden.text) }
            return Expected(statuses: [404], text: #"{"message":"404 "#)
        }
    }
}
