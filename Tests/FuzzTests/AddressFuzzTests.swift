import Model
import Remote
import TestSupport
import Testing

@testable import Outbound

/// Addresses that strangers write.
@Suite("Addresses nobody thought of", .serialized)
struct AddressFuzzTests {
    private static let words = [
        "://", "http://", "https://", "@", ":", "/", "//", "\\", "?", "#", "[", "]", "[::1]", "[::ffff:127.0.0.1]",
        "127.0.0.1",
        "0x7f.1", "2130706433", "localhost", ".", "..", "%2f", "%00", ":80", ":99999", "xn--", "İ", "。", "①",
    ]

    @Test("An address is one that says the same when it is written down, or none")
    func addresses() throws {
        let real = [
            "https://api.github.com/repos/a/b/pulls?page=2&x=%20y#z", "http://[2001:db8::1]:8080/a/../b",
            "https://192.168.0.1:443/", "HTTPS://Example.ORG./%zz/ü?q=ü",
        ]
        let base = try OutboundURL("https://source.example.org/a/b?c")
        try Fuzz("address", texts: real, words: Self.words, maximumBytes: 9_000).run { input in
            let text = String(decoding: input, as: UTF8.self)
            if let url = try? OutboundURL(text) {
                try Self.check(url)
                try Self.check(url.appending(path: text))
                try Self.check(url.with(query: [(name: text, value: text)]))
            }
            guard let resolved = try? base.resolving(text) else { return }
            try Self.check(resolved)
            let isOwn = text.hasPrefix("/") && !text.hasPrefix("//")
            try hold(!isOwn || resolved.origin == base.origin, "a path leads to \(resolved.origin)")
        }
    }

    private static func check(_ url: OutboundURL) throws {
        if url.text.utf8.count <= 8_192 {
            guard let again = try? OutboundURL(url.text) else { throw Broken("\(url.text) is no address") }
            try hold(again == url, "\(url.text) is read as \(again.text)")
        }
        try hold(url.path.hasPrefix("/"), "its path is \(url.path)")
        try hold((1...65_535).contains(url.port), "its port is \(url.port)")
        let isPlain = url.host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/?#@\\%".utf8.contains($0) }
        try hold(isPlain && !url.host.isEmpty, "its host is \(url.host)")
        if let address = IPAddress(url.host) { _ = AddressPolicy().refusal(of: address) }
    }

    @Test("Blocks of addresses are read or refused")
    func blocks() throws {
        try Fuzz("CIDR", texts: ["10.0.0.0/8", "fd00::/8", "::1", "0.0.0.0/0"], words: ["/", ".", "::", "128", "33"])
            .run {
                guard let block = try? CIDR(String(decoding: $0, as: UTF8.self)) else { return }
                try hold(block.contains(block.network), "\(block) is not in itself")
                try hold(try CIDR("\(block)") == block, "\(block)")
            }
    }
}
