import Model
import NIOCore
import Outbound
import Remote
import RemoteREST
import TestSupport
import Testing

@testable import Importer

/// What sources answer, changed in every way in which it may be wrong. Nothing of it stops an import.
@Suite("Mappings, of answers nobody thought of", .serialized)
struct MappingFuzzTests {
    enum Source: CaseIterable {
        case gitHub, bitbucketServer, bitbucketCloud

        func pages() async throws -> SourcePages {
            switch self {
            case .gitHub: try await .gitHub()
            case .bitbucketServer: try await .server()
            case .bitbucketCloud: try await .cloud()
            }
        }
    }

    @Test(
        "An answer of any kind becomes drafts and lines, the same each time, or is refused", arguments: Source.allCases)
    func maps(source: Source) async throws {
        let read = try await source.pages()
        for (collection, pages) in read.pages.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            #expect(!pages.isEmpty)
            let fuzz = Fuzz(
                "\(source) \(collection.rawValue)", .json, seeds: Self.small(pages), words: Self.words, share: 0.1)
            try fuzz.run { try Self.check($0, of: collection, read.remote) }
        }
    }

    @Test("An object or a list that is no longer one is listed, and the others come", arguments: Source.allCases)
    func losesNothing(source: Source) async throws {
        let read = try await source.pages()
        for (collection, pages) in read.pages.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for page in Self.small(pages) {
                for loss in Self.losses(from: page, of: collection, read.remote) {
                    Issue.record("\(source) \(collection.rawValue): \(loss)")
                }
            }
        }
    }

    static func small(_ pages: [[UInt8]]) -> [[UInt8]] {
        let sorted = pages.sorted { $0.count < $1.count }
        // A page without rows, the smallest ones and one of the usual kind.
        return Array(sorted.prefix(3)) + [sorted[sorted.count / 2]]
    }

    static let words = [
        "\\u0000", "\\ud800", "```suggestion\\n", "@@ -1,3 +1,4 @@\\n", "refs/heads/", "https://github.com/a/b/pull/12",
    ]

    static func check(_ input: [UInt8], of collection: Collection, _ remote: any Remote) throws {
        // Deeper answers are refused where they come in.
        guard (try? JSONDepth.check(ByteBuffer(bytes: input))) != nil else { return }
        _ = remote.abbreviatedCommits(in: input, of: collection)
        let page: MappedPage
        do throws(RemoteError) {
            page = try remote.map(input, of: collection)
        } catch {
            guard case .malformed = error else { throw Broken("it is refused as \(error)") }
            return
        }
        try hold(try page == remote.map(input, of: collection), "it is mapped differently the second time")
        let mayHoldNUL = String(decoding: input, as: UTF8.self).contains("\\u0000")
        for draft in page.drafts {
            let name = draft.writable.ledgerName
            try hold(!name.sourceKey.rawValue.isEmpty, "a draft without a key: \(draft)")
            if mayHoldNUL { try hold(!String(reflecting: draft).contains("\\0"), "a NUL is kept: \(draft)") }
            serve(draft)
        }
        for exception in page.exceptions {
            try hold(!exception.reason.isEmpty && !exception.sourceKey.rawValue.isEmpty, "\(exception)")
            if mayHoldNUL { try hold(!String(reflecting: exception).contains("\\0"), "a NUL is kept: \(exception)") }
        }
        let counts = page.announced.values + page.announcements.map(\.count)
        try hold(counts.allSatisfy { (0...(1 << 40)).contains($0) }, "a count out of bounds: \(counts)")
    }

    /// What is made of drafts later, by those who ask for them.
    private static func serve(_ draft: Draft) {
        switch draft {
        case .diffNote(let note):
            let position = note.position
            for line in [position.line, position.firstLine].compactMap({ $0 }) {
                _ = LineCode.code(for: line, path: position.newPath, hunk: note.diffHunk)
            }
        case .timelineEvent(let event):
            _ = event.event.systemNote(on: event.item, webOrigin: "https://source.example.org")
        case .commitComment(let comment):
            _ = comment.position?.line?.kind
        default: break
        }
    }

    // MARK: Losses

    /// What each element of each list is replaced with.
    private static let rubbish: [JSONTree] = [
        .word("null"), .word("7"), .string("x"), .array([]), .object([]), .object([.init("id", .word("-1"))]),
    ]

    /// Elements of lists whose loss no line tells of.
    private static func losses(from page: [UInt8], of collection: Collection, _ remote: any Remote) -> [String] {
        guard let tree = JSONTree(page), let whole = try? remote.map(page, of: collection) else { return [] }
        let before = names(whole)
        var losses: [String] = []
        for (index, kind) in elements(of: tree) {
            for replacement in rubbish where !kind.isHarmless(replacement) {
                guard let changed = tree.changing(index, { _ in replacement }),
                    let mapped = try? remote.map(changed.bytes, of: collection)
                else { continue }
                let lost = before.subtracting(names(mapped))
                guard !lost.isEmpty, Set(mapped.exceptions).isSubset(of: whole.exceptions) else {
                    continue
                }
                losses.append(
                    "\(String(decoding: replacement.bytes, as: UTF8.self)) in place of \(part(tree, index)) loses \(lost.sorted())"
                )
            }
        }
        return losses
    }

    private static func names(_ page: MappedPage) -> Set<String> {
        // The names people show are told again wherever they are named.
        Set(page.drafts.map(\.writable.ledgerName).filter { $0.kind != .user }.map { "\($0.kind) \($0.sourceKey)" })
    }

    private static func part(_ tree: JSONTree, _ index: Int) -> String {
        var part = ""
        _ = tree.changing(index) { value in
            part = String(decoding: value.bytes.prefix(200), as: UTF8.self)
            return value
        }
        return part
    }

    /// What a value is replaced in.
    private enum Kind {
        case element, list, participant

        /// No list is how sources and Landfall's own pages say that there is none, and a participant without a name how
        /// Bitbucket says that the account is gone.
        func isHarmless(_ replacement: JSONTree) -> Bool {
            switch (self, replacement) {
            case (.list, .word("null")), (.participant, .object): true
            default: false
            }
        }
    }

    /// Some places of objects that stand in lists, and of lists with what is told of them: all of them in a long run.
    private static func elements(of tree: JSONTree) -> [(Int, Kind)] {
        let (count, wanted) = (tree.count, Fuzz.inputs(share: 0.01))
        var random = SeededGenerator(seed: UInt64(count))
        var found: [(Int, Kind)] = []
        for index in (0..<count).shuffled(using: &random).prefix(wanted * 20) where found.count < wanted && index > 0 {
            var names: Set<String>?
            _ = tree.changing(index) { value in
                if case .object(let members) = value { names = Set(members.map(\.name)) }
                return value
            }
            guard let names else { continue }
            if names.contains("nodes") || names.contains("values") {
                found.append((index, .list))
            } else if tree.isElement(index) {
                found.append((index, names.isSuperset(of: ["user", "role"]) ? .participant : .element))
            }
        }
        return found
    }
}
