import Hummingbird
import Outbound
import Testing

/// Every way to name an address that must not be dialled, tried on the client itself with a DNS of the test's own.
@Suite struct HostileAddressTests {
    /// An address that may not be dialled, and a way to lead there.
    struct Form: Sendable, CustomStringConvertible {
        let description: String
        /// Where the client is sent.
        let url: String
        /// What the DNS says of `inside.test`.
        var answers: [String] = []
    }

    private static func inURL(_ address: String) -> String { address.contains(":") ? "[\(address)]" : address }

    static let addresses = AddressPolicyTests.inside.map(\.0)

    /// By the address itself, and by names: alone, and before and behind a public address.
    static let forms: [Form] =
        addresses.flatMap { address in
            [
                Form(description: "\(address) as the host", url: "http://\(inURL(address)):8080/"),
                Form(description: "a name of \(address)", url: "http://inside.test:8080/", answers: [address]),
                Form(
                    description: "a name of a public address and \(address)", url: "https://inside.test/",
                    answers: ["93.184.216.34", address]),
                Form(
                    description: "a name of \(address) and a public address", url: "https://inside.test./",
                    answers: [address, "2606:4700::1111"]),
            ]
        } + OutboundURLTests.hostile.map { Form(description: "the URL \($0.0.prefix(60))", url: $0.0) }
        + spellings.map { Form(description: "the URL \($0)", url: $0) }

    /// Spellings of this machine and of metadata services that some reader or other takes.
    static let spellings = [
        "http://127.1:8080/", "http://127.0.1:8080/", "http://0x7f.1/", "http://0177.1/", "http://00000177.0.0.1/",
        "http://0x7F000001:8080/", "http://4294967295/", "http://4294967297/", "http://0/", "http://00/",
        "http://0x0/", "http://0xa9fea9fe/", "http://2852039166/", "http://0251.0376.0251.0376/",
        "http://169.254.43518/", "http://169.16689662/", "http://127.0.0.1.:8080/", "http://127.0.0.1../",
        "http://[::]:8080/", "http://[::1%25lo]:8080/", "http://[::1%lo]:8080/", "http://[fe80::1%251]/",
        "http://[::ffff:127.0.0.1]:8080/", "http://[0:0:0:0:0:ffff:7f00:1]/", "http://[::FFFF:169.254.169.254]/",
        "http://[::127.0.0.1]/", "http://[::ffff:0x7f.1]/", "http://[::1]./", "http://[::1].:80/",
        "http://１２７.０.０.１/", "http://127。0。0。1/", "http://127．0．0．1/", "http://ⓛocalhost/", "http://①/",
        "http://%31%32%37.0.0.1/", "http://127%2e0%2e0%2e1/", "http://localhost%00.example.org/",
        "http://127.0.0.1%23@example.org/", "http://example.org@127.0.0.1/", "http://127.0.0.1@example.org/",
        "http://127.0.0.1:80@example.org/", "http://example.org:80@127.0.0.1:80/", "http://a:b@[::1]/",
        "http://example.org\\@127.0.0.1/", "http://127.0.0.1\\.example.org/", "http://127.0.0.1\t/",
        "http://127.0.0.1\r\nHost: example.org/", "http://example.org/\r\n\r\nGET /admin", "http://example.org:80\n/",
        "http://xn--/", "http://localhost:22/", "http://93.184.216.34:25/", "http://example.org:6379000/",
        "http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1/", "//127.0.0.1/", "127.0.0.1:80",
        "ftp://127.0.0.1/", "ssh://git@127.0.0.1/", "git://127.0.0.1/", "git+ssh://127.0.0.1/", "gopher://127.0.0.1/",
        "ext::sh -c id", "ext://x", "fd::17", "file://127.0.0.1/etc/passwd", "file:/etc/passwd", "data:text/plain,x",
        "javascript:x", "unix:/run/x", "ws://127.0.0.1/", "ldap://127.0.0.1/", "dict://127.0.0.1:11211/stats",
        "HTTP+UNIX://%2Frun/", "h\u{0}ttp://127.0.0.1/", "\u{feff}http://127.0.0.1/", " http://127.0.0.1/",
    ]

    @Test("No form of an address inside is dialled: neither named nor behind a name")
    func refused() async throws {
        for form in Self.forms {
            let resolver = ScriptedResolver(["inside.test": [form.answers], "localhost": [["127.0.0.1", "::1"]]])
            try await withClient(allowed: [], resolver: resolver) { client in
                await Self.expectRefusal(form.description) {
                    let url: OutboundURL
                    do throws(OutboundURL.Fault) {
                        url = try OutboundURL(form.url)
                    } catch {
                        throw OutboundError.invalidURL(error)
                    }
                    _ = try await client.send(OutboundRequest(.get, url))
                }
            }
        }
        // docs/reliability.md states this number.
        #expect(Self.forms.count == 402)
    }

    @Test("No redirect leads to any of them, and the redirect's own server is asked once")
    func redirects() async throws {
        let targets = Self.forms.filter { $0.answers.count < 2 && !$0.url.isEmpty }
        try await TestServer.answering(at: "127.0.0.9") { asked, _ in
            let number = Int(asked.path.dropFirst()) ?? 0
            let location = targets[number].url
            // A line break cannot stand in a field at all.
            return .redirect(.found, to: location.filter { !$0.isNewline && $0 != "\u{0}" && $0 != "\u{7f}" })
        }.run { server in
            for (number, target) in targets.enumerated() {
                let resolver = ScriptedResolver(["inside.test": [target.answers], "localhost": [["127.0.0.1"]]])
                try await withClient(allowed: ["127.0.0.9"], resolver: resolver) { client in
                    let before = server.asked.count
                    await Self.expectRefusal("a redirect to \(target.description)", isRedirect: true) {
                        _ = try await client.send(OutboundRequest(.get, try server.url("/\(number)")))
                    }
                    #expect(server.asked.count - before <= 6, "\(target.description)")
                }
            }
        }
    }

    private static func expectRefusal(
        _ form: String, isRedirect: Bool = false, _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            Testing.Issue.record("reached: \(form)")
        } catch OutboundError.invalidURL, OutboundError.addressRefused {
        } catch OutboundError.redirectRefused where isRedirect {
        } catch OutboundError.tooManyRedirects where isRedirect {
            // Read as a path of the server that redirects, like a browser does: it never left.
        } catch OutboundError.unresolvable(let host) where host != "inside.test" {
            // A name that DNS has no say about.
        } catch {
            Testing.Issue.record("\(form): \(error)")
        }
    }

    @Test("Metadata services are permitted by their own address only, not by a block around them")
    func metadata() throws {
        let blocks = [
            "169.254.0.0/16", "100.64.0.0/10", "fd00::/8", "192.0.0.0/24", "168.63.0.0/16", "0.0.0.0/0", "::/0",
        ]
        let wide = AddressPolicy(allowed: try blocks.map { try CIDR($0) })
        let services = [
            "169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fd20:ce0::254", "192.0.0.192", "168.63.129.16",
            "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
        ]
        for text in services {
            let address = try #require(IPAddress(text))
            #expect(wide.refusal(of: address) == .metadata, "\(text)")
        }
        for text in services.prefix(6) {
            let address = try #require(IPAddress(text))
            #expect(AddressPolicy(allowed: [try CIDR(text)]).refusal(of: address) == nil, "\(text)")
        }
        let neighbour = try #require(IPAddress("169.254.1.1"))
        #expect(wide.refusal(of: neighbour) == nil)
    }

    @Test("The machine's own public addresses are refused, also inside of IPv6 forms, until they are allowed")
    func ownAddresses() throws {
        let own: Set<IPAddress> = Set(["8.8.4.4", "2606:4700::5"].compactMap { IPAddress($0) })
        for text in ["8.8.4.4", "::ffff:8.8.4.4", "64:ff9b::808:404", "2002:808:404::1", "2606:4700::5"] {
            let address = try #require(IPAddress(text))
            #expect(AddressPolicy(own: { own }).refusal(of: address) == .thisMachine, "\(text)")
        }
        let allowed = try AddressPolicy(allowed: [CIDR("8.8.4.4"), CIDR("2606:4700::/32")], own: { own })
        #expect(
            try own.allSatisfy { allowed.refusal(of: $0) == nil }
                && allowed.refusal(of: #require(IPAddress("8.8.4.5"))) == nil)
        #expect(MachineAddresses.now().contains(try #require(IPAddress("127.0.0.1"))))
    }

    @Test("An address inside an address is judged too")
    func nested() throws {
        for text in ["2002:808:808::5efe:10.0.0.1", "2002:808:808::200:5efe:7f00:1", "2001:0:808:808::5efe:a9fe:a9fe"] {
            let address = try #require(IPAddress(text))
            #expect(AddressPolicy().refusal(of: address) != nil, "\(text)")
        }
    }
}
