import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

/// Which addresses in texts are files of GitHub's, and who is shown the token.
struct FileAddressTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var address: String
        /// Paths or addresses to try, those that are shown the token with a star; `nil` where it is no file.
        var places: [String]?
        var host: String?

        var testDescription: String { "\(address) on \(host ?? "github.com")" }

        init(_ address: String, _ places: [String]?, on host: String? = nil) {
            self.address = address
            self.places = places
            self.host = host
        }
    }

    static let uuid = "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
    static let server = "https://ghe.example.com"

    static let cases: [Case] = [
        own("https://github.com/user-attachments/assets/\(uuid)"),
        own("https://github.com/user-attachments/files/123/a%20b.log"),
        own("https://github.com/octo/spec/assets/40010/\(uuid)"),
        own("https://github.com/Octo/SPEC/files/77001/wiring.zip"),
        open("https://github.com/another/repository/assets/40010/\(uuid)"),
        open("https://github.com/octo/private/files/77001/wiring.zip"),
        open("https://ghe.example.com/octo/private/files/1/x.pdf", on: server),
        own("https://github.com/octo/spec/files/77001/wiring.zip"),
        own(
            "HTTPS://GitHub.com/octo/spec/files/77001/wiring.zip",
            as: "https://github.com/octo/spec/files/77001/wiring.zip"),
        own("https://ghe.example.com/user-attachments/assets/\(uuid)", on: server),
        own("https://ghe.example.com/storage/user/5/files/\(uuid)", on: server),
        own("https://ghe.example.com/octo/spec/files/1/x.pdf", on: server),
        open("https://media.ghe.example.com/user/5/files/\(uuid)", on: server),
        open("https://github.com/user-attachments/assets/\(uuid)", on: server),
        open("https://user-images.githubusercontent.com/1/2-\(uuid).png"),
        open("https://cloud.githubusercontent.com/assets/1/2/x.png"),
        Case(
            "https://private-user-images.githubusercontent.com/1/2-\(uuid).png?jwt=abc",
            [
                "*https://github.com/user-attachments/assets/\(uuid)",
                "https://private-user-images.githubusercontent.com/1/2-\(uuid).png?jwt=abc",
            ]),
        none("https://camo.githubusercontent.com/0123/4567"),
        none("https://avatars.githubusercontent.com/u/1?v=4"),
        none("https://raw.githubusercontent.com/octo/spec/main/x.png"),
        none("https://github.com/octo/spec/blob/main/x.png"),
        none("https://github.com/octo/spec/issues/12"),
        none("https://github.com/octo/spec/releases/download/v1/x.zip"),
        none("https://github.com/octo/spec/pull/12/files"),
        none("https://github.com/octo/spec/tree/files/1/x"),
        none("https://github.com/octo/spec/assets/40010"),
        none("https://github.com/octo/spec/files/x/wiring.zip"),
        none("https://github.com/user-attachments/assets/../../settings/tokens"),
        none("https://github.com/user-attachments/other/\(uuid)"),
        none("https://github.com/octo/spec/files/1/..%2F..%2F..%2F..%2Fsettings"),
        none("https://github.com/octo/spec/files/1/%2e%2e"), none("https://github.com/octo/spec/files/1/.%2E"),
        none("https://github.com/octo/spec/files/1/%252e%252e%252fx"),
        none("https://github.com/octo/spec/files/1/..%5C..%5Cx"), none("https://github.com/octo/spec/files/1/a%00b"),
        none("https://ghe.example.com/storage/user/5/files/..%2f..%2f..%2fapi%2fv3%2fuser", on: server),
        none("https://github.com.evil.example/user-attachments/assets/\(uuid)"),
        none("https://user@github.com/user-attachments/assets/\(uuid)"),
        none("https://github.com:8443/octo/spec/files/1/x.png", on: server),
        none("https://media.github.com.evil.example/user/5/files/\(uuid)"),
        none("https://imgur.com/x.png"),
        none("ftp://github.com/octo/spec/files/1/x.png"),
    ]

    private static func own(_ address: String, as place: String? = nil, on host: String? = nil) -> Case {
        Case(address, ["*" + (place ?? address)], on: host)
    }

    private static func open(_ address: String, on host: String? = nil) -> Case { Case(address, [address], on: host) }

    private static func none(_ address: String, on host: String? = nil) -> Case { Case(address, nil, on: host) }

    @Test(arguments: cases)
    func onlyFilesAreFetchedAndOnlyTheSourceItselfSeesTheToken(_ example: Case) throws {
        let file = GitHubFileAddress.file(
            at: example.address, try GitHubHost(hostname: example.host), in: RepositoryName("octo/spec"))
        #expect(file?.places.map { ($0.isOwn ? "*" : "") + $0.url.text } == example.places)
    }

    @Test func anElementOfAPathIsOneNameHoweverOftenItIsDecoded() {
        for name in ["a", "a%20b", "100%", "%", "a%2", "...", "..a", "a..", "%61", "caf%C3%A9", "%zz", "{x}", "a b"] {
            #expect(PathElement.isName(name), "\(name)")
        }
        for name in [
            "", ".", "..", "%2e", "%2E%2e", ".%2e", "%252e%252e", "%25252e", "a/b", "a%2fb", "a%2Fb", "a%252fb", "a\\b",
            "a%5cb", "a%255Cb", "a\u{0}", "a%00", "a%0d%0ab", "a%250a", "\u{7f}",
        ] {
            #expect(!PathElement.isName(name), "\(name)")
        }
    }

    @Test(arguments: [
        ("attachment; filename=x.zip", "x.zip"), ("inline; filename=\"a b.png\"", "a b.png"),
        ("attachment; filename=\"x\"; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"), ("inline", nil),
    ])
    func theNameToSaveAFileUnderIsRead(_ field: String, _ name: String?) {
        #expect(DispositionName.read(field) == name)
    }
}
