import HTTPTypes
import Hummingbird
import Outbound
import Testing

@Suite struct DialTests {
    @Test("A name is dialled at the address that was judged, under its own name")
    func pinned() async throws {
        try await TestServer.answering { _, _ in .text("ok") }.run { server in
            let resolver = ScriptedResolver(["forge.test": [["127.0.0.1"]]])
            try await withClient(resolver: resolver) { client in
                let url = try server.url("/x", host: "forge.test")
                let response = try await client.send(OutboundRequest(.get, url))
                #expect(response.status == .ok)
                #expect(server.asked.first?.headers[.userAgent] == "Landfall")
            }
        }
    }

    @Test("A name that changes its address between the check and the dial reaches the checked one only")
    func rebinding() async throws {
        try await TestServer.answering(at: "127.0.0.2") { _, _ in .text("inside") }.run { inside in
            try await TestServer.answering { _, _ in .text("outside") }.run { server in
                let resolver = ScriptedResolver(["rebind.test": [["127.0.0.1"], ["127.0.0.2"]]])
                try await withClient(resolver: resolver) { client in
                    let request = OutboundRequest(.get, try server.url("/", host: "rebind.test"))
                    #expect(String(buffer: try await client.send(request).body) == "outside")
                    #expect(resolver.asked == 1, "looked up once for the check and never for the dial")
                    await #expect(throws: OutboundError.self) { _ = try await client.send(request) }
                    #expect(resolver.asked == 2)
                    #expect(inside.asked.isEmpty)
                }
            }
        }
    }

    @Test("A verdict is used again for a short time without another look-up")
    func remembered() async throws {
        try await TestServer.answering { _, _ in .text("ok") }.run { server in
            let resolver = ScriptedResolver(["forge.test": [["127.0.0.1"], ["10.0.0.1"]]])
            try await withClient(resolver: resolver, verdictLifetime: .seconds(600)) { client in
                for _ in 0..<3 {
                    _ = try await client.send(OutboundRequest(.get, try server.url("/", host: "forge.test")))
                }
                #expect(resolver.asked == 1)
            }
        }
    }

    @Test(
        "A name with one inside address among public ones is refused whole",
        arguments: [
            ["93.184.216.34", "10.0.0.1"], ["10.0.0.1", "93.184.216.34"], ["127.0.0.1", "::1"],
            ["2606:4700::1111", "::ffff:192.168.0.1"],
        ])
    func mixed(addresses: [String]) async throws {
        try await withClient(resolver: ScriptedResolver(["mixed.test": [addresses]])) { client in
            let error = await #expect(throws: OutboundError.self) {
                _ = try await client.send(OutboundRequest(.get, try OutboundURL("http://mixed.test/?secret")))
            }
            guard case .addressRefused(let url, _)? = error else {
                Testing.Issue.record("\(String(describing: error))")
                return
            }
            #expect(url == "http://mixed.test/")
            #expect("\(OutboundError.addressRefused(url: url, reason: .port(22)))".contains("port 22"))
        }
    }

    @Test("Where one address takes no connection the next one is tried")
    func nextAddress() async throws {
        try await TestServer.answering { _, _ in .text("ok") }.run { server in
            let resolver = ScriptedResolver(["two.test": [["127.0.0.3", "127.0.0.1"]]])
            try await withClient(allowed: ["127.0.0.0/8"], resolver: resolver) { client in
                let tally = RequestTally()
                let request = OutboundRequest(.get, try server.url("/", host: "two.test"))
                let answer1 = try await client.send(request, tally: tally)
                #expect(answer1.status == .ok)
                #expect(tally.count.requests == 1, "a connection that wasn't made is no request")
            }
        }
    }

    @Test(
        "Without an allow list this machine can't be reached",
        arguments: [
            "http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]:8080/", "http://0.0.0.0:8080/",
        ])
    func closed(text: String) async throws {
        try await withClient(allowed: [], resolver: SystemResolver()) { client in
            let error = await #expect(throws: OutboundError.self) {
                _ = try await client.send(OutboundRequest(.get, try OutboundURL(text)))
            }
            guard case .addressRefused? = error else {
                Testing.Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("A name that can't be resolved, a port where nobody listens: told apart")
    func failures() async throws {
        try await withClient(resolver: ScriptedResolver(["empty.test": [[]]])) { client in
            await #expect(throws: OutboundError.unresolvable(host: "nowhere.test")) {
                _ = try await client.send(OutboundRequest(.get, try OutboundURL("http://nowhere.test/")))
            }
            await #expect(throws: OutboundError.unresolvable(host: "empty.test")) {
                _ = try await client.send(OutboundRequest(.get, try OutboundURL("http://empty.test/")))
            }
            // Bound and not listened on: nobody else can be given it meanwhile.
            let reserved = try ReservedPort()
            defer { reserved.release() }
            let port = reserved.port
            let error = await #expect(throws: OutboundError.self) {
                _ = try await client.send(OutboundRequest(.get, try OutboundURL("http://127.0.0.1:\(port)/")))
            }
            guard case .connectionFailed? = error else {
                Testing.Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
