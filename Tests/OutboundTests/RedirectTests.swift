import HTTPTypes
import Hummingbird
import NIOCore
import Outbound
import Testing

@Suite struct RedirectTests {
    private let token = Credential.bearer(Secret("s3cret"))

    @Test("Credentials follow a redirect within the origin")
    func sameOrigin() async throws {
        try await TestServer.answering { asked, _ in
            asked.path == "/old" ? .redirect(.movedPermanently, to: "/new?x=1") : .text("there")
        }.run { server in
            try await withClient { client in
                let response = try await client.send(OutboundRequest(.get, try server.url("/old"), credential: token))
                #expect(String(buffer: response.body) == "there")
                #expect(response.url.text == "\(server.base)/new?x=1")
                #expect(server.asked.map { $0.headers[.authorization] } == ["Bearer s3cret", "Bearer s3cret"])
            }
        }
    }

    @Test("Credentials of any kind stay behind when a redirect leaves the origin, and don't come back with it")
    func crossOrigin() async throws {
        let privateToken = try #require(HTTPField.Name("PRIVATE-TOKEN"))
        let both = Credential.headers([.authorization: Secret("Bearer s3cret"), privateToken: Secret("s3cret")])
        try await TestServer.answering { asked, _ in
            .redirect(.found, to: "http://127.0.0.1:\(asked.headers[.xHome] ?? "")/home")
        }.run { other in
            try await TestServer.answering { asked, _ in
                asked.path == "/home" ? .text("home") : .redirect(.temporaryRedirect, to: "\(other.base)/away")
            }.run { home in
                try await withClient { client in
                    var request = OutboundRequest(.get, try home.url("/start"), credential: both)
                    request.headers[.xHome] = "\(home.port)"
                    // A caller that put the secret among the plain headers as well must not undo the rule.
                    request.headers[.authorization] = "Bearer s3cret"
                    let response = try await client.send(request)
                    #expect(String(buffer: response.body) == "home")
                    #expect(home.asked[0].headers[privateToken] == "s3cret")
                    for asked in [other.asked[0], home.asked[1]] {
                        #expect(asked.headers[.authorization] == nil && asked.headers[privateToken] == nil)
                        #expect(asked.headers[.xHome] == "\(home.port)", "what is no credential goes along")
                    }
                }
            }
        }
    }

    @Test(
        "A redirect to the inside is refused and nothing is dialled",
        arguments: [
            "http://127.0.0.2:PORT/", "http://10.0.0.1/", "http://[::1]:PORT/", "http://[::ffff:127.0.0.2]:PORT/",
            "http://169.254.169.254/latest/meta-data/", "//127.0.0.2:PORT/", "http://inside.test:PORT/",
            "http://2130706434:PORT/", "file:///etc/passwd", "http://user@127.0.0.1:PORT/", "http://127.0.0.1:22/",
        ])
    func inside(location: String) async throws {
        try await TestServer.answering(at: "127.0.0.2") { _, _ in .text("secret") }.run { inside in
            let target = location.replacing("PORT", with: "\(inside.port)")
            try await TestServer.answering { _, _ in .redirect(.found, to: target) }.run { server in
                let resolver = ScriptedResolver(["inside.test": [["127.0.0.2"]]])
                try await withClient(resolver: resolver) { client in
                    let error = await #expect(throws: OutboundError.self) {
                        _ = try await client.send(OutboundRequest(.get, try server.url("/a?q=hidden")))
                    }
                    switch error {
                    case .addressRefused, .redirectRefused: break
                    default: Testing.Issue.record("\(String(describing: error))")
                    }
                    #expect(error.map { !"\($0)".contains("hidden") } ?? false)
                    #expect(inside.asked.isEmpty)
                }
            }
        }
    }

    @Test("Redirects have a limit, and each one is counted")
    func limit() async throws {
        try await TestServer.answering { asked, _ in .redirect(.found, to: asked.path + "x") }.run { server in
            try await withClient { client in
                let tally = RequestTally()
                await #expect(throws: OutboundError.tooManyRedirects(url: "\(server.base)/x", limit: 5)) {
                    _ = try await client.send(OutboundRequest(.get, try server.url("/x")), tally: tally)
                }
                #expect(tally.count.requests == 6)
                #expect(server.asked.count == 6)
            }
        }
    }

    @Test("With no redirects allowed the caller gets the redirect itself")
    func none() async throws {
        try await TestServer.answering { _, _ in .redirect(.found, to: "http://10.0.0.1/") }.run { server in
            try await withClient { client in
                var request = OutboundRequest(.get, try server.url("/"))
                request.maximumRedirects = 0
                let answer1 = try await client.send(request)
                #expect(answer1.status == .found)
            }
        }
    }

    @Test(
        "A write is repeated where the redirect says so, becomes a read behind 303, and is refused otherwise",
        arguments: [
            (HTTPResponse.Status.temporaryRedirect, "POST body" as String?), (.permanentRedirect, "POST body"),
            (.seeOther, "GET "),
            (.found, nil), (.movedPermanently, nil),
        ])
    func methods(status: HTTPResponse.Status, second: String?) async throws {
        try await TestServer.answering { asked, _ in
            asked.path == "/a" ? .redirect(status, to: "/b") : .text("\(asked.method.rawValue) \(asked.body)")
        }.run { server in
            try await withClient { client in
                let request = OutboundRequest(.post, try server.url("/a"), body: ByteBuffer(string: "body"))
                if let second {
                    #expect(String(buffer: try await client.send(request).body) == second)
                } else {
                    await #expect(throws: OutboundError.self) { _ = try await client.send(request) }
                    #expect(server.asked.count == 1)
                }
            }
        }
    }

    @Test("The next page is offered within the origin, and refused elsewhere")
    func nextLink() async throws {
        try await TestServer.answering { asked, server in
            let link =
                switch asked.path {
                case "/same": #"<\#(server.base)/p?page=2>; rel="next", <\#(server.base)/p?page=9>; rel="last""#
                case "/relative": #"</p?page=2>; rel="prev next""#
                case "/other": #"<http://127.0.0.1:1/p>; rel="next""#
                case "/scheme": #"<https://127.0.0.1:\#(server.port)/p>; rel="next""#
                case "/user": #"<http://t@127.0.0.1/p>; rel=next"#
                default: #"<\#(server.base)/p?page=1>; rel="first""#
                }
            return .text("", [HTTPField.Name("Link") ?? .location: link])
        }.run { server in
            try await withClient { client in
                for path in ["/same", "/relative"] {
                    let response = try await client.send(OutboundRequest(.get, try server.url(path)))
                    #expect(try response.nextLink()?.text == "\(server.base)/p?page=2")
                }
                for path in ["/other", "/scheme", "/user"] {
                    let response = try await client.send(OutboundRequest(.get, try server.url(path)))
                    #expect(throws: OutboundError.self) { try response.nextLink() }
                }
                let last = try await client.send(OutboundRequest(.get, try server.url("/last")))
                #expect(try last.nextLink() == nil)
            }
        }
    }
}

extension HTTPField.Name {
    static let xHome = HTTPField.Name("X-Home") ?? .location
}
