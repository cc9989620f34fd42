import Files
import Foundation
import Secrets
import Testing

struct FileStoreTests {
    private static func with(_ test: (FileStore, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/landfall-files-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await test(FileStore(root: folder), folder)
    }

    private static func keep(_ text: String, in store: FileStore) throws -> String {
        let file = try store.receive()
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        return try file.keep()
    }

    private static func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.count > 60 || $0.contains("incoming/") }
    }

    @Test func aFileIsFoundByTheDigestOfItsContentAndKeptOnce() async throws {
        try await Self.with { store, folder in
            let digest = try Self.keep("a lamp", in: store)
            #expect(digest == Digest.sha256("a lamp"))
            #expect(try Self.keep("a lamp", in: store) == digest)
            let path = try #require(store.path(of: digest))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "a lamp")
            #expect(try Self.files(in: folder).count == 1)
        }
    }

    @Test(arguments: ["", "../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "0", count: 64)])
    func nothingButADigestNamesAFile(_ name: String) async throws {
        try await Self.with { store, _ in
            _ = try Self.keep("a lamp", in: store)
            #expect(store.path(of: name) == nil)
        }
    }

    @Test func whatBeginsAnewHoldsNothingOfTheFirstTry() async throws {
        try await Self.with { store, _ in
            let file = try store.receive()
            try Array("half an ans".utf8).withUnsafeBytes { try file.write($0) }
            try file.restart()
            try Array("whole".utf8).withUnsafeBytes { try file.write($0) }
            #expect(file.size == 5 && file.beginning == Array("whole".utf8))
            #expect(try file.keep() == Digest.sha256("whole"))
        }
    }

    @Test func whatIsLeftLeavesNothing() async throws {
        try await Self.with { store, folder in
            try store.receive().discard()
            do {
                let file = try store.receive()
                try Array("gone".utf8).withUnsafeBytes { try file.write($0) }
            }
            #expect(try Self.files(in: folder).isEmpty)
        }
    }

    @Test func filesOfDeadProcessesAreRemovedAndThoseBeingWrittenAreNot() async throws {
        try await Self.with { store, folder in
            let written = try store.receive()
            try Data("left by a process that was killed".utf8).write(to: URL(filePath: "\(folder)/incoming/abcdef"))
            store.removeAbandoned()
            #expect(try Self.files(in: folder).count == 1)
            try Array("kept".utf8).withUnsafeBytes { try written.write($0) }
            #expect(store.path(of: try written.keep()) != nil)
        }
    }

    @Test func onlyOldFilesThatNobodyRefersToAreRemoved() async throws {
        try await Self.with { store, _ in
            let used = try Self.keep("used", in: store)
            let unused = try Self.keep("unused", in: store)
            #expect(try await store.removeUnused(amongUsed: { _ in [] }) == 0)
            #expect(try await store.removeUnused(olderThan: 0, amongUsed: { Set($0).intersection([used]) }) == 1)
            #expect(store.path(of: used) != nil && store.path(of: unused) == nil)
        }
    }
}
