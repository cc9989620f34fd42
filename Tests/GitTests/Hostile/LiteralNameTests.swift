import Foundation
import Git
import Model
import NIOCore
import Testing

/// Names of files and refs that git could take for options, patterns or places: all of them are names and nothing else.
@Suite struct LiteralNameTests {
    static let paths = [
        "-x", "--output=/tmp/landfall-must-not-exist", "--add-file=/etc/hostname", "--remote=ext::sh -c id", "--",
        "--help", "-", "--end-of-options", ":(glob)**", ":(exclude)a", ":!a", ":^a", ":", ":0:a", "*",
        "a*",
        "[a]", "a?", "a\nb", "a\tb", "a\"b", "a\\b", "$(id)", "`id`", "a;id", "a|id", "~root", "%2e%2e", "HEAD:a",
        "@{u}", " ", "a ", "\u{202e}txt.exe", "\u{1b}[31m", "C:\\x", "con", "\u{e9}", "e\u{301}", "a~1", "a^{tree}",
        "-r/-c", "--git-dir=x/y", ".gitattributes",
    ]

    @Test func everyPathIsReadAsItIsAndReadsNothingElse() async throws {
        try await Scratch.with { scratch in
            let repository = try await filled(scratch)
            let main = try Revision("main")
            let entries = try await repository.tree(main, recursive: true).entries
            #expect(Set(entries.filter { $0.kind == .blob }.map(\.path)) == Set(Self.paths + ["a", "plain"]))
            for path in Self.paths {
                let name = path.debugDescription
                let expected = Array("content of \(path)".utf8)
                #expect(try await repository.treeEntry(main, path: path)?.path == path, "\(name)")
                #expect(try await repository.blob(main, path: path, limit: 1000) == expected, "\(name)")
                #expect(try await repository.file(main, path: path)?.entry.path == path, "\(name)")
                var query = CommitQuery()
                query.path = path
                #expect(try await repository.commits(query).commits.count == 1, "\(name)")
                #expect(try await repository.countCommits(query) == 1, "\(name)")
                query.follow = true
                #expect(try await repository.commits(query).commits.count == 1, "\(name)")
                let diff = try await repository.diff(of: main, paths: [path])
                #expect(diff.files.map(\.newPath) == [path], "\(name)")
                #expect(try await archived(repository, path).count == 1, "\(name)")
            }
            #expect(!FileManager.default.fileExists(atPath: "/tmp/landfall-must-not-exist"))
        }
    }

    @Test(arguments: [
        "../x", "../../etc/passwd", "a/../plain", "./plain", "plain/..", "/etc/passwd", "//etc/passwd", "..", ".",
        "missing", "a/b", ".git/config", "--missing", ":(top)plain", ":(icase)PLAIN", "plai*", "plai[n]", "plai?",
    ])
    func aPathThatIsNotThereIsNotThere(path: String) async throws {
        try await Scratch.with { scratch in
            try scratch.write("x", to: "plain")
            try await scratch.commit("one")
            let (repository, main) = (try await scratch.mirror(), try Revision("main"))
            do {
                #expect(try await repository.treeEntry(main, path: path) == nil)
            } catch let error as GitError {
                #expect(error.cause == .unknownPath)
            }
            let content = try? await repository.blob(main, path: path, limit: 1000)
            #expect(content == nil || content == .some(nil))
            let page = try? await repository.tree(main, path: path)
            #expect(page == nil || path.allSatisfy { "./".contains($0) } == false && page?.entries.isEmpty == true)
        }
    }

    /// Refs that git allows and that look like something else.
    static let branches = [
        "HEAD", "FETCH_HEAD", "refs/heads/main", "heads/main", "refs/main", "upload-pack", "a--output=x", "v1.0",
        "main@2", "0123456789012345678901234567890123456789", "deadbeef", "caf\u{e9}", "a'b", "$(id)", "a;id", "MAIN",
        "Main", "\u{1f680}", "config", "objects", "packed-refs", "x-y", "n/-x", "n/--exec=x", "refs/tags/v1.0", "-",
        "-x",
        "--upload-pack=x",
    ]

    @Test func branchesOfAnyNameAreFetchedListedAndRead() async throws {
        try await Scratch.with { scratch in
            let commit = try await scratch.commit("one")
            for name in Self.branches { try await scratch.git("update-ref", "refs/heads/\(name)", commit.hex) }
            let repository = try await scratch.mirror()
            var query = RefQuery()
            query.limit = 100
            let page = try await repository.branches(query)
            #expect(Set(page.items.map(\.name)) == Set(Self.branches + ["main"]))
            for name in Self.branches where !name.hasPrefix("-") {
                #expect(try await repository.branch(name)?.commit.id == commit, "\(name)")
            }
            for name in Self.branches where name.hasPrefix("-") {
                #expect(try await repository.branch(name) == nil, "\(name) is never given to git by itself")
                #expect(throws: GitError.self) { try Revision(name) }
                #expect(try await repository.resolve(Revision("refs/heads/\(name)")) == commit)
            }
            #expect(try await repository.resolve(.head) == commit)
            #expect(repository.defaultBranch()?.short == "main")
        }
    }

    private func filled(_ scratch: Scratch) async throws -> GitRepository {
        var stream = "commit refs/heads/main\ncommitter N <n@example.org> 1700000000 +0000\ndata 1\nm\n"
        for path in Self.paths + ["a", "plain"] {
            let content = "content of \(path)"
            stream += "M 644 inline \(Self.quoted(path))\ndata \(content.utf8.count)\n\(content)\n"
        }
        try await scratch.git("fast-import", "--quiet", input: stream)
        return try await scratch.mirror()
    }

    private func archived(_ repository: GitRepository, _ path: String) async throws -> [String] {
        var bytes: [UInt8] = []
        try await repository.withArchive(Revision("main"), format: .tar, prefix: "p", path: path) { stream in
            for try await chunk in stream { bytes += chunk.readableBytesView }
        }
        let files = try #require(Self.contents(ofTar: bytes))
        #expect(files == ["content of \(path)"], "\(path.debugDescription)")
        return files
    }

    /// What the files of a tar hold, without folders and without the headers that tell of commits and long names.
    private static func contents(ofTar bytes: [UInt8]) -> [String]? {
        var (rest, found) = (bytes[...], [String]())
        while rest.count >= 512, let kind = rest.dropFirst(156).first, rest.first != 0 {
            let digits = rest.dropFirst(124).prefix(11)
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 8) else { return nil }
            if kind == UInt8(ascii: "0") {
                found.append(String(decoding: rest.dropFirst(512).prefix(size), as: UTF8.self))
            }
            rest = rest.dropFirst(512 + (size + 511) / 512 * 512)
        }
        return found
    }

    /// A path as fast-import takes it.
    private static func quoted(_ path: String) -> String {
        var text = "\""
        for byte in path.utf8 {
            let isPlain = byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            let octal = String(byte, radix: 8)
            text +=
                isPlain ? String(UnicodeScalar(byte)) : "\\" + String(repeating: "0", count: 3 - octal.count) + octal
        }
        return text + "\""
    }
}
