import HTTPTypes
import Hummingbird
import Model
import NIOCore
import TestSupport
import Testing

@testable import Git
@testable import GitHTTP

/// What git says of repositories that strangers made, and what strangers say to git's own door.
@Suite("What git says, as nobody thought of", .serialized)
struct GitFuzzTests {
    private static let hash = String(repeating: "a1", count: 20)
    private static let other = String(repeating: "b2", count: 20)

    @Test("Diffs are read as they come")
    func diffs() throws {
        let list =
            ":100644 100644 \(Self.hash) \(Self.other) M\ta.txt\n:000000 120000 \(String(repeating: "0", count: 40)) "
            + "\(Self.hash) A\tb\n:100644 120000 \(Self.hash) \(Self.other) T\tc\n"
            + ":100644 100644 \(Self.hash) \(Self.other) R090\t\"d\\303\\251\"\te\n\n"
        let bodies =
            "diff --git a/a.txt b/a.txt\nindex a1..b2 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n"
            + "diff --git a/b b/b\nBinary files differ\n"
        var limits = DiffLimits()
        (limits.files, limits.lines, limits.bytes, limits.bytesPerFile) = (20, 60, 4_000, 2_000)
        try Fuzz(
            "diff", texts: [list + bodies], words: ["diff --git ", "@@ ", "\n", "\t", "\"", "\\", "Binary files "]
        ).run {
            var parser = DiffParser(limits: limits)
            try feed($0, UInt8(ascii: "\n"), &parser)
            let diffs = parser.result()
            let bytes = diffs.files.reduce(0) { $0 + $1.diff.utf8.count }
            // A byte that is no UTF-8 is written as three.
            try hold(diffs.files.count <= 20 && bytes <= 3 * limits.bytes, "\(diffs.files.count) files, \(bytes) bytes")
            for file in diffs.files {
                if let line = Position.Line(old: nil, new: 2) { _ = UnchangedLines(diff: file.diff)?.completing(line) }
                for place in 1...4 { _ = DiffPlace.line(at: place, in: file.diff) }
            }
        }
    }

    @Test("Lists of files, commits and refs are read as they come")
    func records() throws {
        let tree = "100644 blob \(Self.hash)      12\ta b.txt\u{0}040000 tree \(Self.other)       -\tdir\u{0}"
        let commit = [
            "", Self.hash, Self.other, "\(Self.hash) \(Self.other)", "Ada", "ada@x.org", "1700000000 +0100", "Bo",
            "bo@x.org",
            "99999999999999999999 -9999", "title\n\nbody", "Signed-off-by\u{1f}Ada\u{1e}X\u{1f}y",
            " 1 file changed, 2 insertions(+)",
        ].joined(separator: "\u{0}")
        let words = ["\u{0}", " ", "\t", "-", "+", "1700000000", "\u{1e}", "\u{1f}", " 9 files changed", Self.hash]
        try Fuzz("git records", texts: [tree, commit, commit + commit], words: words).run { input in
            for separator in [UInt8(0), UInt8(ascii: "\n")] {
                var tree = TreeParser(prefix: "x/")
                try feed(input, separator, &tree)
                for entry in tree.entries { _ = (entry.name, entry.isSymbolicLink) }
                for stats in [false, true] {
                    var commits = CommitParser(stats: stats)
                    try feed(input, separator, &commits)
                    for commit in commits.commits { _ = (commit.title, commit.stats?.total) }
                }
            }
        }
    }

    @Test("Names of refs, revisions and paths are what git takes, or none")
    func names() throws {
        let real = ["refs/heads/main", "feature/a~2^1", "v1.0", "\"a\\303\\251\\n\"", "^v*.0$", "HEAD", "@", "a@{1}"]
        try Fuzz("git names", texts: real, words: ["refs/", "heads/", ".lock", "*", "^", "~", "$", "@{", "\\"]).run {
            input in
            let text = String(decoding: input, as: UTF8.self)
            for name in [RefName(text), RefName(branch: text), RefName(tag: text)].compactMap({ $0 }) {
                try hold(!name.full.utf8.contains { $0 <= 0x20 || $0 == 0x7f }, "\(name)")
                try hold(RefName(name.full) == name && !name.full.contains(".."), "\(name)")
                _ = (name.short, RefSearch(text).matches(name.short))
            }
            if let revision = try? Revision(text) { try hold(!revision.text.hasPrefix("-"), "\(revision)") }
            _ = (unquotedPath(Substring(text)), RefSearch(text).matches("feature/main"))
            _ = (ArchiveFormat(gitLabName: text), GitTime(raw: text), GitCommitStats(shortStat: text))
            _ = RefWildcard.matches("refs/heads/feature/\(text.prefix(50))", pattern: text)
        }
    }

    @Test("A graph of commits has no loop that a walk does not leave")
    func graph() throws {
        let names = (0..<6).map { digit in String(repeating: "\(digit)c", count: 20) }
        let real =
            "\(names[0])\n\(names[1]) \(names[0])\n\(names[2]) \(names[0])\n\(names[3]) \(names[1]) \(names[2])\n"
        try Fuzz("commit graph", texts: [real + "\(names[4]) \(names[3])"], words: names + [" ", "\n"]).run { input in
            var graph = CommitGraph()
            for line in input.split(separator: UInt8(ascii: "\n")) {
                let parsed = line.split(separator: UInt8(ascii: " ")).compactMap { RawName($0) }
                if let name = parsed.first { graph.append(name, parents: Array(parsed.dropFirst())) }
            }
            graph.compact()
            for (one, other) in zip(names, names.reversed()) {
                guard let one = ObjectHash(one), let other = ObjectHash(other) else { continue }
                _ = (graph.mergeBase(one, other), graph.contains(one))
            }
        }
    }

    @Test("Pointers to large files name a file that may lie in the store, or are none")
    func pointers() throws {
        let oid = String(repeating: "5f", count: 32)
        let real = "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 12345\n"
        try Fuzz("LFS pointer", texts: [real], words: ["oid sha256:", "size ", "-1", "../", "\n"]).run { input in
            guard let pointer = LFSPointer(blob: input) else { return }
            try hold(LFSPointer.isOID(pointer.oid) && pointer.size >= 0, "\(pointer)")
        }
    }

    @Test("Packets of git are taken one by one, to the last whole one")
    func packets() throws {
        let real = PktLine.encode("want \(Self.hash)\n")
        let seed = Array(real.readableBytesView) + Array("00000001000200040005a".utf8)
        try Fuzz("pkt-line", seeds: [seed], words: ["0000", "0001", "0003", "fff0", "ffff", "-001", "+004", " 004"]).run
        { input in
            var buffer = ByteBuffer(bytes: input)
            while true {
                let before = buffer.readableBytes
                guard (try? PktLine.decode(&buffer)) != nil else { return }
                if buffer.readableBytes == before { return }
                try hold(buffer.readableBytes < before, "nothing was taken")
            }
        }
    }

    @Test("Requests of git and git-lfs name a project, or are nobody's")
    func requests() throws {
        let real = [
            "/group/project.git/info/refs?service=git-upload-pack", "/group/project.wiki.git/git-upload-pack",
            "/group/project.git/info/lfs/objects/batch", "/group/project.git/gitlab-lfs/objects/\(Self.hash)",
            "/group/project.git/HEAD", "/g/-/x.git/info/refs",
        ]
        try Fuzz(
            "git requests", texts: real,
            words: ["/info/refs", ".git/", ".git", "/../", "%2e", "%2F", "%00", "?service="]
        )
        .run { input in
            let path = String(decoding: input, as: UTF8.self)
            var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: path)
            head.headerFields[.authorization] = "Basic \(path)"
            let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
            _ = BasicCredentials.tokens(in: head.headerFields)
            for name in [GitRequest(request)?.path, LFSRequest(request)?.path].compactMap({ $0 }) {
                try hold(name.split(separator: "/", omittingEmptySubsequences: false).count >= 2, "\(name)")
            }
        }
    }

    @Test("Packed bodies are unpacked or found damaged")
    func packed() async throws {
        let child = try await Child.run("gzip", ["-c"], input: .init(String(repeating: "want abc\n", count: 200).utf8))
        try Fuzz("gzip", seeds: [Array(child.output)], maximumBytes: 4_096).run { input in
            let inflater = try Inflater()
            inflater.feed(ByteBuffer(bytes: input))
            var total = 0
            while let piece = try? inflater.next(), total < 64 << 20 { total += piece.readableBytes }
        }
    }

    private func feed(_ input: [UInt8], _ separator: UInt8, _ parser: inout some RecordParser) throws {
        var splitter = RecordSplitter(separator: separator, limit: 4_096)
        // In two pieces: records are cut anywhere.
        let middle = input.count / 2
        for piece in [input[..<middle], input[middle...]] {
            let flow = try piece.withUnsafeBytes { try splitter.push($0, into: &parser) }
            if flow == .enough { return }
        }
        try splitter.finish(into: &parser)
    }
}
