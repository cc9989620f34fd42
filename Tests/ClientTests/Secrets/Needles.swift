import Foundation
import Glibc
import Secrets

/// Everything a secret may look like where it has no business to be.
struct Needles: Sendable {
    /// By what each is.
    let forms: [(what: String, bytes: [UInt8])]

    private init(_ forms: [(String, [UInt8])]) {
        self.forms = forms
    }

    /// - Parameters:
    ///   - name: what findings call it.
    ///   - users: names that are sent together with it.
    init(_ name: String, _ secret: String, users: [String] = []) {
        var forms: [(String, [UInt8])] = [("\(name) in clear", Array(secret.utf8))]
        func add(_ what: String, _ text: String) {
            let bytes = Array(text.utf8)
            if !forms.contains(where: { $0.1 == bytes }) { forms.append(("\(name) \(what)", bytes)) }
        }
        add("reversed", String(secret.reversed()))
        add("percent-encoded", Self.percentEncoded(secret, unreserved: "-._~"))
        add("percent-encoded as a form", Self.percentEncoded(secret, unreserved: "*-._").replacing("%20", with: "+"))
        let json = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        add("in JSON", json)
        add("in JSON with escaped slashes", json.replacing("/", with: "\\/"))
        add("in hex", secret.utf8.map { String(format: "%02x", $0) }.joined())
        for offset in 0..<3 {
            let core = Self.base64Core(secret, offset: offset)
            add("in base64, \(offset) bytes in", core)
            add("in base64url, \(offset) bytes in", core.replacing("+", with: "-").replacing("/", with: "_"))
        }
        // Whoever reads a plain digest of a password can try others against it.
        for text in [secret] + users.map({ "\($0):\(secret)" }) {
            add("as a plain digest", String(Digest.sha256(text).prefix(32)))
        }
        self.init(forms)
    }

    static func + (left: Needles, right: Needles) -> Needles { Needles(left.forms + right.forms) }

    /// What is in these bytes.
    func found(in data: Data) -> [String] {
        data.withUnsafeBytes { hay in
            forms.filter { needle in
                Self.memmem?(hay.baseAddress, hay.count, needle.bytes, needle.bytes.count) != nil
            }.map(\.what)
        }
    }

    private typealias Search =
        @convention(c) (UnsafeRawPointer?, Int, UnsafeRawPointer?, Int) -> UnsafeMutableRawPointer?

    /// Not part of POSIX, so that Swift does not import it; in glibc and musl all the same. Data's own search takes
    /// minutes for what these tests read.
    private static let memmem: Search? = dlsym(nil, "memmem").map { unsafeBitCast($0, to: Search.self) }

    func found(in text: String) -> [String] { found(in: Data(text.utf8)) }

    private static func percentEncoded(_ text: String, unreserved: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\(unreserved)")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }

    /// The part of the base64 of a text with the secret in it that does not depend on what stands around it.
    private static func base64Core(_ secret: String, offset: Int) -> String {
        let skipped = (3 - offset) % 3
        let bytes = Array(secret.utf8).dropFirst(skipped)
        return Data(bytes.prefix(bytes.count / 3 * 3)).base64EncodedString()
    }
}
