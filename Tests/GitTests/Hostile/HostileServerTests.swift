import Foundation
import Git
import Model
import Testing

/// What a server of git may say to lead git elsewhere.
@Suite struct HostileServerTests {
    private func mirror(_ scratch: Scratch) async throws -> GitRepository {
        let repository = GitRepository(
            directory: scratch.directory + "/m.git", runner: GitRunner(logger: scratch.runner.logger))
        try await repository.create()
        return repository
    }

    /// An answer to a fetch with packs that lie elsewhere, which nobody has asked for (gitprotocol-v2, packfile-uris).
    private static func packs(at address: String, emptyPack: [UInt8]) -> [UInt8] {
        HostileServer.packet("packfile-uris\n") + HostileServer.packet("\(HostileServer.someCommit) \(address)\n")
            + Array("0001".utf8) + HostileServer.packet("packfile\n") + HostileServer.packet([1] + emptyPack)
            + Array("0000".utf8)
    }

    /// A pack of no objects: its head and its SHA-1.
    private static let emptyPack: [UInt8] =
        Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]
        + [
            0x02, 0x9d, 0x08, 0x82, 0x3b, 0xd8, 0xa8, 0xea, 0xb5, 0x10, 0xad, 0x6a, 0xc7, 0x5c, 0x82, 0x3c, 0xfd, 0x3e,
            0xd3, 0x1e,
        ]

    @Test(arguments: ["http", "https", "HTTP", "ftp", "file", "gopher"])
    func packsThatAServerSaysLieElsewhereAreNotFetchedThere(scheme: String) async throws {
        try await Scratch.with { scratch in
            let inside = try Listener()
            defer { inside.close() }
            let address = "\(scheme)://127.0.0.1:\(inside.port)/latest/meta-data"
            let answer = Self.packs(at: address, emptyPack: Self.emptyPack)
            try await HostileServer.with(HostileServer.offering(["refs/heads/main"], fetch: answer)) { server in
                let repository = try await mirror(scratch)
                let error = await #expect(throws: GitError.self) {
                    try await repository.fetchMirror(url: server.url, refspecs: [.heads])
                }
                #expect(!inside.hasConnection, "git has dialled \(scheme) itself")
                #expect(error?.cause == .remoteElsewhere, "\(String(describing: error))")
                #expect(error?.isTransient == false)
                let commit = try #require(ObjectHash(String(repeating: "b", count: 40)))
                _ = try? await repository.fetchCommits([commit], url: server.url)
                #expect(!inside.hasConnection)
            }
        }
    }

    @Test(arguments: ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
    func redirectsAreNotFollowedByGit(status: String) async throws {
        try await Scratch.with { scratch in
            let inside = try Listener()
            defer { inside.close() }
            let location = "Location: http://127.0.0.1:\(inside.port)/r/info/refs?service=git-upload-pack\r\n"
            try await HostileServer.with({ _ in .init(status: status, kind: "text/plain", fields: location) }) {
                server in
                let repository = try await mirror(scratch)
                await #expect(throws: GitError.self) {
                    try await repository.fetchMirror(url: server.url, refspecs: [.heads])
                }
                await #expect(throws: GitError.self) {
                    _ = try await repository.countRemoteRefs(url: server.url, patterns: ["refs/heads/*"])
                }
                #expect(!inside.hasConnection)
            }
        }
    }

    @Test func alternatesOfTheOldProtocolAreNotFollowed() async throws {
        try await Scratch.with { scratch in
            let inside = try Listener()
            defer { inside.close() }
            let elsewhere = Array("http://127.0.0.1:\(inside.port)/objects\n".utf8)
            try await HostileServer.with({ asked in
                if asked.isAdvertisement {
                    return .init(kind: "text/plain", body: Array("\(HostileServer.someCommit)\trefs/heads/main\n".utf8))
                }
                return asked.line.hasSuffix("alternates") ? .init(kind: "text/plain", body: elsewhere) : .none
            }) { server in
                let repository = try await mirror(scratch)
                await #expect(throws: GitError.self) {
                    try await repository.fetchMirror(url: server.url, refspecs: [.heads])
                }
                #expect(!inside.hasConnection)
                #expect(!FileManager.default.fileExists(atPath: repository.directory + "/objects/info/alternates"))
            }
        }
    }

    @Test func refNamesThatLeadOutOfTheRepositoryAreNeverMade() async throws {
        let names = [
            "refs/heads/../../x", "refs/heads/../config", "refs/heads/./a", "refs/heads/a..b", "refs/heads/a.lock",
            "refs/heads/.hidden", "refs/heads/a b", "refs/heads/a\u{1b}[31m", "refs/heads/a\u{7f}", "refs/heads/a~1",
            "refs/heads/a^", "refs/heads/a:b", "refs/heads/a?b", "refs/heads/a*", "refs/heads/a[b", "refs/heads/a\\b",
            "refs/heads//a", "refs/heads/a/", "refs/heads/@{0}", "refs/heads/", "refs/../HEAD", "../../../etc/x",
            "HEAD", "config", "refs/landfall/x", "refs/keep-around/x", "refs/notes/x", "--upload-pack=x",
        ]
        try await Scratch.with { scratch in
            try await HostileServer.with(HostileServer.offering(names)) { server in
                let repository = try await mirror(scratch)
                let before = try files(below: scratch.directory)
                // Nothing of it fits what is fetched: there is nothing to do, and nothing to fail over.
                try? await repository.fetchMirror(url: server.url, refspecs: [.heads, .tags])
                #expect(try files(below: scratch.directory) == before)
                #expect(try await repository.refs(under: "refs/").isEmpty)
                #expect(!server.asked.isEmpty)
            }
        }
    }

    @Test(arguments: [
        [String(repeating: "n", count: 300)], ["folder/" + String(repeating: "d", count: 256)], ["a", "a/b", "a/b/c"],
    ])
    func refsThatNoDirectoryCanHoldAreNamedWithWhatToDo(names: [String]) async throws {
        try await Scratch.with { scratch in
            let commit = try await scratch.commit("one")
            let pack = try await scratch.pack(commit)
            let fetch =
                HostileServer.packet("packfile\n") + HostileServer.packet([1] + pack) + Array("0000".utf8)
            let refs = names.map { "refs/heads/\($0)" }
            let offering = HostileServer.offering(refs, fetch: fetch)
            try await HostileServer.with({ asked in
                guard asked.listsRefs else { return offering(asked) }
                let lines = refs.flatMap { HostileServer.packet("\(commit.hex) \($0)\n") }
                return .init(body: lines + Array("0000".utf8))
            }) { server in
                let repository = try await mirror(scratch)
                let error = await #expect(throws: GitError.self) {
                    try await repository.fetchMirror(url: server.url, refspecs: [.heads])
                }
                #expect(error?.cause == .unfitRefs, "\(String(describing: error))")
                #expect(error?.isTransient == false)
            }
        }
    }

    @Test func whatAServerSaysDrivesNoTerminal() async throws {
        try await Scratch.with { scratch in
            let words = "fatal: \u{1b}]0;owned\u{7} \u{9b}31m \u{202e}gnihtemos\n"
            let fetch = HostileServer.packet([2] + Array(words.utf8)) + HostileServer.packet([3] + Array(words.utf8))
            let answer = HostileServer.packet("packfile\n") + fetch + Array("0000".utf8)
            try await HostileServer.with(HostileServer.offering(["refs/heads/main"], fetch: answer)) { server in
                let repository = try await mirror(scratch)
                let error = await #expect(throws: GitError.self) {
                    try await repository.fetchMirror(url: server.url, refspecs: [.heads])
                }
                let told = try #require(error).description
                #expect(told.contains("owned"))
                #expect(!told.unicodeScalars.contains { PrintableText.isUnprintable($0) })
            }
        }
    }

    private func files(below directory: String) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: directory).filter { !$0.hasSuffix("FETCH_HEAD") })
    }
}
