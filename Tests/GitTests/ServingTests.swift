import Foundation
import Git
import Model
import NIOCore
import Subprocess
import Testing

@Suite struct ServingTests {
    /// Stands for a response writer: not Sendable, so the body must stay in its caller's isolation.
    private final class Collector {
        var bytes = ByteBuffer()
    }

    private func packets(_ buffer: ByteBuffer) throws -> [PktLine.Packet] {
        var rest = buffer
        var packets: [PktLine.Packet] = []
        while let packet = try PktLine.decode(&rest) { packets.append(packet) }
        return packets
    }

    private func texts(_ buffer: ByteBuffer) throws -> [String] {
        try packets(buffer).map { packet in
            if case .data(let data) = packet { String(buffer: data) } else { "\(packet)" }
        }
    }

    @Test func refsAreAdvertisedAndInternalOnesHidden() async throws {
        try await Scratch.with { scratch in
            let commit = try await scratch.commit("one")
            let repository = try await scratch.mirror()
            for name in ["refs/keep-around/x", "refs/landfall/x", "refs/merge-requests/1/head"] {
                try await repository.update([.set(try #require(RefName(name)), commit)])
            }
            let collector = Collector()
            try await UploadPack(repository).advertise(.zero) { stream in
                for try await chunk in stream { collector.bytes.writeImmutableBuffer(chunk) }
            }
            let lines = try texts(collector.bytes)
            #expect(lines.first == "# service=git-upload-pack\n")
            #expect(lines[1] == "flush" && lines.last == "flush")
            #expect(lines[2].contains("allow-reachable-sha1-in-want") && lines[2].contains(" filter"))
            let all = lines.joined()
            #expect(all.contains("refs/merge-requests/1/head") && all.contains("refs/heads/main"))
            #expect(!all.contains("keep-around") && !all.contains("landfall"))
        }
    }

    @Test func versionTwoIsSpoken() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let version = GitProtocolVersion(header: "foo:version=2")
            #expect(version == .two)
            let head = Collector()
            try await UploadPack(repository).advertise(version) { stream in
                for try await chunk in stream { head.bytes.writeImmutableBuffer(chunk) }
            }
            #expect(try texts(head.bytes).first == "version 2\n")
            var request = PktLine.encode("command=ls-refs\n")
            request.writeString("0001")
            request.writeImmutableBuffer(PktLine.flush)
            let answer = try await answer(to: request, version, repository)
            #expect(try texts(answer).contains { $0.hasSuffix("refs/heads/main\n") })
        }
    }

    @Test func aPackIsServed() async throws {
        try await Scratch.with { scratch in
            try scratch.write("text", to: "file")
            let commit = try await scratch.commit("one")
            let repository = try await scratch.mirror()
            var request = PktLine.encode("want \(commit.hex)\n")
            request.writeImmutableBuffer(PktLine.flush)
            request.writeImmutableBuffer(PktLine.encode("done\n"))
            var answer = try await answer(to: request, .zero, repository)
            #expect(try PktLine.decode(&answer) == .data(ByteBuffer(string: "NAK\n")))
            let other = scratch.repository("clone.git")
            try await other.create()
            let unpacked = try await Subprocess.run(
                .name("git"), arguments: ["-C", other.directory, "index-pack", "--stdin", "--strict"],
                input: .array(Array(answer.readableBytesView)), output: .discarded, error: .discarded)
            #expect(unpacked.terminationStatus.isSuccess)
            #expect(try await other.commit(Revision(commit))?.title == "one")
        }
    }

    @Test func nonsenseFromTheClientIsAnErrorNotAHang() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            await #expect(throws: GitError.self) {
                _ = try await answer(to: ByteBuffer(string: "zzzz nonsense"), .zero, repository)
            }
        }
    }

    @Test func aClientThatHangsUpEndsGit() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let endless = AsyncStream<ByteBuffer> { _ in }
                    try await UploadPack(repository).serve(.zero, input: endless) { stream in
                        for try await _ in stream {}
                    }
                }
                #expect(await eventually { !processes(in: repository.directory).isEmpty })
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            #expect(await eventually { processes(in: repository.directory).isEmpty })
        }
    }

    @Test func aBrokenRequestBodyIsReported() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let broken = AsyncThrowingStream<ByteBuffer, any Error> {
                $0.finish(throwing: ScratchError(arguments: [], message: "reset"))
            }
            await #expect(throws: (any Error).self) {
                try await UploadPack(repository).serve(.two, input: broken) { stream in
                    for try await _ in stream {}
                }
            }
        }
    }

    @Test func packetsAreFramed() throws {
        #expect(String(buffer: PktLine.encode("a\n")) == "0006a\n")
        var part = ByteBuffer(string: "0006a")
        #expect(try PktLine.decode(&part) == nil)
        var bad = ByteBuffer(string: "0003")
        #expect(throws: GitError.self) { try PktLine.decode(&bad) }
        var sign = ByteBuffer(string: "+00a123456")
        #expect(throws: GitError.self) { try PktLine.decode(&sign) }
        var special = ByteBuffer(string: "000000010002")
        #expect(try PktLine.decode(&special) == .flush)
        #expect(try PktLine.decode(&special) == .delimiter)
        #expect(try PktLine.decode(&special) == .responseEnd)
        #expect(PktLine.encode(String(repeating: "x", count: 70_000)).readableBytes == 0)
    }

    private func answer(
        to request: ByteBuffer, _ version: GitProtocolVersion, _ repository: GitRepository
    ) async throws -> ByteBuffer {
        let input = AsyncStream<ByteBuffer> { continuation in
            continuation.yield(request)
            continuation.finish()
        }
        return try await UploadPack(repository).serve(version, input: input) { stream in
            var all = ByteBuffer()
            for try await chunk in stream { all.writeImmutableBuffer(chunk) }
            return all
        }
    }
}
