import Hummingbird
import Logging
import Testing

@testable import Outbound

/// What is allowed with `--allow-outbound` is for sources inside: servers outside do not lead there.
@Suite struct LedInsideTests {
    /// 127.0.0.8 plays a public address, 127.0.0.9 one that is allowed.
    private func withTwoNetworks<Result: Sendable>(
        resolver: any Resolver = ScriptedResolver([:]), _ body: (OutboundClient) async throws -> Result
    ) async throws -> Result {
        var policy = AddressPolicy(allowed: [try CIDR("127.0.0.9")])
        policy.countedAsPublic = [try CIDR("127.0.0.8")]
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let client = OutboundClient(policy: policy, resolver: resolver, verdictLifetime: .zero, logger: logger)
        return try await OutboundClient.with(client, body)
    }

    @Test("A redirect from outside to an allowed address inside is refused, by name and by number")
    func fromOutside() async throws {
        try await TestServer.answering(at: "127.0.0.9") { _, _ in .text("inside") }.run { inside in
            try await TestServer.answering(at: "127.0.0.8") { asked, _ in
                let host = asked.path == "/name" ? "inside.test" : "127.0.0.9"
                return .redirect(.found, to: "http://\(host):\(inside.port)/secret")
            }.run { outside in
                let resolver = ScriptedResolver(["inside.test": [["127.0.0.9"]]])
                try await withTwoNetworks(resolver: resolver) { client in
                    for path in ["/name", "/number"] {
                        let error = await #expect(throws: OutboundError.self) {
                            _ = try await client.send(OutboundRequest(.get, try outside.url(path)))
                        }
                        guard case .addressRefused(_, .ledInside)? = error else {
                            Testing.Issue.record("\(String(describing: error))")
                            continue
                        }
                    }
                    #expect(outside.asked.count == 2 && inside.asked.isEmpty)
                }
            }
        }
    }

    @Test("Inside leads inside and outside, and from outside there is no way back")
    func fromInside() async throws {
        try await TestServer.answering(at: "127.0.0.8") { asked, _ in
            asked.path == "/out"
                ? .text("outside") : .redirect(.found, to: "http://127.0.0.9:\(asked.path.dropFirst())/b")
        }.run { outside in
            try await TestServer.answering(at: "127.0.0.9") { asked, server in
                switch asked.path {
                case "/a": .redirect(.found, to: "/b")
                case "/b": .text("inside")
                case "/c": .redirect(.found, to: "\(outside.base)/out")
                default: .redirect(.found, to: "\(outside.base)/\(server.port)")
                }
            }.run { inside in
                try await withTwoNetworks { client in
                    for (path, text) in [("/a", "inside"), ("/b", "inside"), ("/c", "outside")] {
                        let response = try await client.send(OutboundRequest(.get, try inside.url(path)))
                        #expect(String(buffer: response.body) == text)
                        #expect(response.head.isFromOutside == (text == "outside"))
                    }
                    await #expect(throws: OutboundError.self) {
                        _ = try await client.send(OutboundRequest(.get, try inside.url("/back")))
                    }
                }
            }
        }
    }

    @Test("An address that an outside answer has named is outside, or not dialled")
    func named() async throws {
        try await TestServer.answering(at: "127.0.0.9") { _, _ in .text("inside") }.run { inside in
            try await withTwoNetworks { client in
                var request = OutboundRequest(.get, try inside.url("/object"))
                request.isLedFromOutside = true
                await #expect(throws: OutboundError.self) { _ = try await client.send(request) }
                #expect(inside.asked.isEmpty)
            }
        }
    }

    @Test("A name that was outside when a page came from it may not be inside for what the page led to")
    func rebound() async throws {
        try await TestServer.answering(at: "127.0.0.9") { _, _ in .text("inside") }.run { inside in
            try await TestServer.answering(at: "127.0.0.8") { _, _ in
                .redirect(.found, to: "http://moves.test:\(inside.port)/")
            }.run { outside in
                let resolver = ScriptedResolver(["moves.test": [["127.0.0.8"], ["127.0.0.9"]]])
                try await withTwoNetworks(resolver: resolver) { client in
                    await #expect(throws: OutboundError.self) {
                        _ = try await client.send(OutboundRequest(.get, try outside.url("/", host: "moves.test")))
                    }
                    #expect(inside.asked.isEmpty)
                }
            }
        }
    }
}
