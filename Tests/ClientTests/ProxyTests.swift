import Foundation
import FoundationNetworking
import Subprocess
import Testing

/// Where the server believes requests come from, as an operator sets it.
@Suite(.timeLimit(.minutes(5))) struct ProxyTests {
    private static func ask(
        _ server: ServerProcess, _ path: String = "/api/v4/version", token: String? = nil, forwarded: String? = nil
    ) async throws -> Int {
        var request = URLRequest(url: try server.address(path))
        if let token { request.setValue(token, forHTTPHeaderField: "PRIVATE-TOKEN") }
        if let forwarded { request.setValue(forwarded, forHTTPHeaderField: "X-Forwarded-For") }
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    private static func with(
        _ settings: String, _ test: @escaping @Sendable (ServerProcess) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let file = folder + "/landfall.conf"
            try settings.write(toFile: file, atomically: true, encoding: .utf8)
            let ended = try await ServerProcess.run(data: folder + "/data", options: ["--config", file], test)
            #expect(ended.status.isSuccess, "\(ended.log)")
        }
    }

    /// What a wrong token is answered, sent by each of these on its way here.
    private static func tries(_ server: ServerProcess, through headers: String...) async throws -> [Int] {
        var statuses: [Int] = []
        for header in headers { statuses.append(try await ask(server, token: "wrong", forwarded: header)) }
        return statuses
    }

    /// Whoever is not a proxy of ours can write into the header what they like.
    @Test func withoutAProxyNobodyIsSomebodyElse() async throws {
        try await Self.with("authentication-limit = 2\n") { server in
            let statuses = try await Self.tries(server, through: "203.0.113.1", "203.0.113.2", "203.0.113.3")
            #expect(statuses == [401, 401, 429])
        }
    }

    /// A proxy appends whom it heard from; what stands before that, the client wrote.
    @Test func behindATrustedProxyEachClientCountsAlone() async throws {
        try await Self.with("authentication-limit = 2\ntrusted-proxies = 127.0.0.1, 10.0.0.0/8\n") { server in
            let one = try await Self.tries(
                server, through: "192.0.2.1, 203.0.113.1, 10.0.0.4", "192.0.2.2, 203.0.113.1", "203.0.113.1:4711")
            #expect(one == [401, 401, 429])
            let other = try await Self.tries(server, through: "203.0.113.1, 203.0.113.2")
            #expect(other == [401])
            // One customer has a whole /64.
            let six = try await Self.tries(
                server, through: "[2001:db8:1:1::1]:80", "2001:db8:1:1::2", "2001:db8:1:1:ffff::9", "2001:db8:1:2::9")
            #expect(six == [401, 401, 429, 401])
        }
    }

    /// How much is here is not everybody's to know; that the server lives, is.
    @Test func metricsAreForWhoWatchesTheServer() async throws {
        try await Self.with("trusted-proxies = 127.0.0.2\n") { server in
            let metrics = try await Self.ask(server, "/-/metrics")
            // Through a proxy that nobody has named: whoever that was, it was not this machine.
            let forwarded = try await Self.ask(server, "/-/metrics", forwarded: "127.0.0.1")
            let health = try await Self.ask(server, "/-/health", forwarded: "203.0.113.1")
            #expect((metrics, forwarded, health) == (200, 404, 200))
        }
        try await Self.with("trusted-proxies = 127.0.0.1\nmonitoring-allow = 203.0.113.0/24\n") { server in
            let named = try await Self.ask(server, "/-/metrics", forwarded: "203.0.113.1")
            let other = try await Self.ask(server, "/-/metrics", forwarded: "203.0.114.1")
            let local = try await Self.ask(server, "/-/metrics")
            #expect((named, other, local) == (200, 404, 404))
        }
    }
}
