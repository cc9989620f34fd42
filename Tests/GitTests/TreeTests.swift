import Foundation
import Git
import Model
import NIOCore
import Testing

@Suite struct TreeTests {
    @Test func directoriesAreListedAsGitLabListsThem() async throws {
        try await Scratch.with { scratch in
            for path in ["z", "a/b/c", "a/d", "run.sh", "new\nline", "b/ü"] { try scratch.write(path, to: path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.source + "/run.sh")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let root = try await repository.tree(.head)
            #expect(root.entries.map(\.path) == ["a", "b", "new\nline", "run.sh", "z"])
            #expect(root.entries.map(\.kind) == [.tree, .tree, .blob, .blob, .blob])
            #expect(
                root.entries[3].mode == "100755" && root.entries[3].isExecutable && root.entries[0].mode == "040000")
            #expect(root.total == 5)
            let page = try await repository.tree(.head, skip: 1, limit: 2)
            #expect(page.entries.map(\.path) == ["b", "new\nline"] && page.total == 5)
            let inner = try await repository.tree(.head, path: "/a/", recursive: true, sizes: true)
            #expect(inner.entries.map(\.path) == ["a/b", "a/b/c", "a/d"])
            #expect(inner.entries.map(\.name) == ["b", "c", "d"])
            #expect(inner.entries.map(\.size) == [nil, 5, 3])
        }
    }

    @Test func whatIsMissingIsToldApart() async throws {
        try await Scratch.with { scratch in
            try scratch.write("x", to: "file")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            for path in ["absent", "file", "../x", "a:b", "--help"] {
                let error = await #expect(throws: GitError.self) { try await repository.tree(.head, path: path) }
                #expect(error?.cause == .unknownPath, "\(path)")
            }
            let error = await #expect(throws: GitError.self) {
                try await repository.tree(Revision("absent"), path: "x")
            }
            #expect(error?.cause == .unknownRevision)
            #expect(try await repository.treeEntry(.head, path: "absent") == nil)
            #expect(try await repository.file(.head, path: "absent") == nil)
            #expect(try await repository.blob(.head, path: "absent", limit: 10) == nil)
            await #expect(throws: GitError.self) { try await repository.treeEntry(.head, path: "a\u{0}b") }
        }
    }

    @Test func aFileKnowsItsCommits() async throws {
        try await Scratch.with { scratch in
            try scratch.write("one", to: "docs/a file")
            let first = try await scratch.commit("one")
            try scratch.write("x", to: "other")
            let second = try await scratch.commit("two")
            let repository = try await scratch.mirror()
            let file = try #require(try await repository.file(Revision("main"), path: "docs/a file"))
            #expect(file.commit == second && file.lastCommit == first && file.entry.size == 3)
            #expect(try await repository.file(.head, path: "docs") == nil)
            #expect(try await repository.blob(file.entry.id, limit: 3) == Array("one".utf8))
            #expect(try await repository.blobSize(file.entry.id) == 3)
            #expect(try await repository.blobSize(second) == nil)
            let missing = try #require(ObjectHash(String(repeating: "12", count: 20)))
            #expect(try await repository.blobSize(missing) == nil)
            let error = await #expect(throws: GitError.self) { try await repository.blob(missing, limit: 3) }
            #expect(error?.cause == .unknownRevision)
        }
    }

    @Test func largeBlobsStreamAndAreBoundedInMemory() async throws {
        try await Scratch.with { scratch in
            try scratch.write(Data((0..<(20 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }), to: "large")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let entry = try #require(try await repository.treeEntry(.head, path: "large"))
            let error = await #expect(throws: GitError.self) { try await repository.blob(entry.id, limit: 1 << 20) }
            #expect(error?.cause == .outputTooLarge(limit: 1 << 20))
            let count = try await repository.withBlob(entry.id) { stream in
                var count = 0
                for try await chunk in stream { count += chunk.readableBytes }
                return count
            }
            #expect(count == 20 << 20)
        }
    }

    @Test func aReaderThatGivesUpEndsGit() async throws {
        try await Scratch.with { scratch in
            try scratch.write(Data(count: 20 << 20), to: "large")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let entry = try #require(try await repository.treeEntry(.head, path: "large"))
            await #expect(throws: ScratchError.self) {
                try await repository.withBlob(entry.id) { stream in
                    for try await _ in stream { throw ScratchError(arguments: [], message: "hung up") }
                }
            }
            #expect(await eventually { processes(in: repository.directory).isEmpty })
        }
    }

    @Test(arguments: ArchiveFormat.allCases)
    func archivesHoldTheFiles(format: ArchiveFormat) async throws {
        try await Scratch.with { scratch in
            try scratch.write("text", to: "a dir/file")
            try scratch.write("other", to: "other")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let bytes = try await repository.withArchive(.head, format: format, prefix: "-p main", path: "a dir") {
                stream in
                var all = ByteBuffer()
                for try await chunk in stream { all.writeImmutableBuffer(chunk) }
                return all
            }
            let magic: [ArchiveFormat: [UInt8]] = [
                .tar: Array("pax_global_header".utf8), .tarGzip: [0x1f, 0x8b], .tarBzip2: Array("BZh".utf8),
                .zip: Array("PK".utf8),
            ]
            #expect(bytes.readableBytesView.starts(with: try #require(magic[format])))
            if format == .tar || format == .zip {
                let text = String(decoding: bytes.readableBytesView, as: UTF8.self)
                #expect(text.contains("-p main/a dir/file") && !text.contains("-p main/other"))
            }
        }
    }

    @Test func anArchiveOfNothingFails() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let error = await #expect(throws: GitError.self) {
                try await repository.withArchive(Revision("absent"), format: .tar) { stream in
                    for try await _ in stream {}
                }
            }
            #expect(error?.cause == .unknownRevision)
        }
    }
}
