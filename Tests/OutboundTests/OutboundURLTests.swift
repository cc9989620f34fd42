import Foundation
import HTTPTypes
import Outbound
import Testing

@Suite struct OutboundURLTests {
    static let hostile: [(String, OutboundURL.Fault)] = [
        ("", .scheme), ("github.com", .scheme), ("ftp://github.com/", .scheme), ("file:///etc/passwd", .scheme),
        ("gopher://127.0.0.1:6379/_x", .scheme), ("javascript:alert(1)", .scheme), ("http:/github.com", .scheme),
        ("unix:///var/run/docker.sock", .scheme), ("http+unix://%2Fvar%2Frun/x", .scheme),
        ("https://user:pass@github.com/", .userInformation), ("https://github.com@127.0.0.1/", .userInformation),
        ("https://token@h/", .userInformation),
        ("http://", .emptyHost), ("http:///path", .emptyHost), ("http://:80/", .emptyHost), ("http://./", .emptyHost),
        ("http://2130706433/", .numericHost), ("http://127.1/", .numericHost), ("http://127.0.1/", .numericHost),
        ("http://0x7f000001/", .numericHost), ("http://0x7f.0.0.1/", .numericHost),
        ("http://017700000001/", .numericHost),
        ("http://0177.0.0.1/", .numericHost), ("http://127.0.0.01/", .numericHost),
        ("http://127.0.0.256/", .numericHost),
        ("http://1.2.3.4.5/", .numericHost), ("http://example.0x10/", .numericHost), ("http://0/", .numericHost),
        ("http://127.0.0.0x1/", .numericHost), ("http://foo.09/", .numericHost),
        ("http://[::1/", .hostSyntax), ("http://[::1]x/", .hostSyntax), ("http://[fe80::1%25eth0]/", .hostSyntax),
        ("http://[127.0.0.1]/", .hostSyntax), ("http://[]/", .hostSyntax), ("http://[v1.a]/", .hostSyntax),
        ("http://exa%6dple.com/", .hostSyntax), ("http://127。0。0。1/", .hostSyntax), ("http://①②⑦.0.0.1/", .hostSyntax),
        ("http://gïthub.com/", .hostSyntax), ("http://a..b/", .hostSyntax), ("http://-a.com/", .hostSyntax),
        ("http://a-.com/", .hostSyntax), ("http://a,b.com/", .hostSyntax), ("http://a;b/", .hostSyntax),
        ("http://\(String(repeating: "a", count: 64)).com/", .hostSyntax),
        ("http://\(Array(repeating: "abcdefgh", count: 30).joined(separator: "."))/", .hostSyntax),
        ("http://github.com:0/", .port), ("http://github.com:65536/", .port), ("http://github.com:8o/", .port),
        ("http://github.com:-1/", .port), ("http://github.com:80:80/", .port), ("http://h:999999/", .port),
        ("http://github.com/a b", .character), ("http://github.com/\r\nX: y", .character),
        ("http://github.com\\@127.0.0.1/", .character), ("http:\\\\github.com/", .character),
        ("http://github.com/\u{0}", .character), ("\thttp://github.com/", .character),
        ("http://github.com/" + String(repeating: "a", count: 8200), .tooLong),
    ]

    @Test func anAddressOfTheProgramIsTheOneThatItsTextMeans() throws {
        #expect(try OutboundURL("https://example.org") == OutboundURL(https: "example.org"))
        #expect(try OutboundURL("https://api.example.org/2.0") == OutboundURL(https: "api.example.org", path: "/2.0"))
    }

    @Test("A hostile address is refused", arguments: hostile)
    func refuses(text: String, fault: OutboundURL.Fault) {
        #expect(throws: fault) { try OutboundURL(text) }
    }

    @Test(
        "An address is normalised, so that equal origins look equal",
        arguments: [
            ("HTTPS://GitHub.COM", "https://github.com/"), ("https://github.com:443/a", "https://github.com/a"),
            ("http://github.com:/a", "http://github.com/a"), ("http://github.com./a", "http://github.com/a"),
            ("http://[0:0:0:0:0:0:0:1]:8080/x", "http://[::1]:8080/x"), ("https://h/a#frag", "https://h/a"),
            ("https://h?q=1", "https://h/?q=1"), ("https://h/ü", "https://h/%C3%BC"),
            ("https://h/100%", "https://h/100%25"),
            ("https://h/a%2fb?x=[1]", "https://h/a%2fb?x=%5B1%5D"), ("http://my_host/", "http://my_host/"),
            ("https://h/#@evil.example/", "https://h/"), ("https://h/?a=b#c?d", "https://h/?a=b"),
        ])
    func normalises(text: String, expected: String) throws {
        #expect(try OutboundURL(text).text == expected)
    }

    @Test(
        "Another reader of the normalised text comes to the same host and port",
        arguments: [
            "https://h/#@evil.example/", "http://[::ffff:7f00:1]:8080/", "https://h/?@evil.example/",
            "https://h/:@evil/",
            "https://h/%00@evil", "https://a_b.c-d.example:8443//evil/", "http://1.2.3.4:81/x", "https://h?//evil",
            "https://h/[x]:80@evil", "https://xn--gthub-zva.com/", "https://h/..%2f..//@x", "https://h/%zz%",
        ])
    func sameReading(text: String) throws {
        let ours = try OutboundURL(text)
        let theirs = try #require(URL(string: ours.text))
        #expect(theirs.host?.filter { $0 != "[" && $0 != "]" } == ours.host)
        #expect(theirs.port ?? ours.scheme.defaultPort == ours.port)
        #expect(theirs.user == nil && theirs.scheme == ours.scheme.rawValue)
    }

    @Test(
        "A reference is followed as a browser would",
        arguments: [
            ("https://h/a/b?c", "/x?y=1", "https://h/x?y=1"), ("https://h/a/b?c", "x", "https://h/a/x"),
            ("https://h/a/b?c", "?n=2", "https://h/a/b?n=2"),
            ("https://h/a/b", "//other:8443/z", "https://other:8443/z"),
            ("https://h/a/b", "http://other/", "http://other/"), ("https://h/a?b", "", "https://h/a?b"),
            ("https://h/a", "/x?u=http://inside/", "https://h/x?u=http://inside/"),
            ("http://h:8080/a", "/b", "http://h:8080/b"),
        ])
    func resolves(base: String, reference: String, expected: String) throws {
        #expect(try OutboundURL(base).resolving(reference).text == expected)
    }

    @Test("A sign with an accent on it still ends a part of the address, and does not hide a user name")
    func accents() throws {
        let url = try OutboundURL("https://e.org/a?\u{301}b#\u{301}c")
        #expect(url.path == "/a" && url.query == "%CC%81b")
        #expect(throws: OutboundURL.Fault.userInformation) { try OutboundURL("https://e.org@\u{301}evil.org/") }
    }

    @Test("A description shows neither query nor fragment")
    func describes() throws {
        let url = try OutboundURL("https://h/a?token=s3cret#x")
        #expect("\(url)" == "https://h/a")
        #expect(
            String(describing: OutboundError.timedOut(url: url.description, step: .idle)).contains("s3cret") == false)
    }

    @Test("Paths and queries are built with what needs it encoded")
    func builds() throws {
        let base = try OutboundURL("https://h/api/v3/?old=1")
        let url = base.appending(path: "repos/o/n?me").with(query: [
            ("q", "a&b=c+d%"), ("since", "2026-01-01T00:00:00Z"),
        ])
        #expect(url.text == "https://h/api/v3/repos/o/n%3Fme?q=a%26b%3Dc%2Bd%25&since=2026-01-01T00:00:00Z")
    }

    @Test("A secret shows nowhere")
    func secrets() throws {
        let secret = Secret("ghp_abc")
        let credential = Credential.bearer(secret)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(credential, to: &dumped)
        dump(OutboundRequest(.get, try OutboundURL("https://h/"), credential: credential), to: &dumped)
        for text in [
            dumped, "\(secret)", "\(credential)", String(reflecting: secret), String(reflecting: [credential]),
        ] {
            #expect(!text.contains("ghp_abc") && !text.contains("Z2hwX2"))
        }
    }
}
