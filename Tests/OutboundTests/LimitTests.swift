import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Outbound
import TestSupport
import Testing

@Suite struct LimitTests {
    private func request(_ port: Int, _ timeouts: OutboundTimeouts = OutboundTimeouts()) throws -> OutboundRequest {
        var request = OutboundRequest(.get, try OutboundURL("http://127.0.0.1:\(port)/x?token=s3cret"))
        request.timeouts = timeouts
        request.maximumBytes = 1000
        return request
    }

    private func failure(_ behaviour: RawServer.Behaviour, _ timeouts: OutboundTimeouts = OutboundTimeouts())
        async throws
        -> OutboundError?
    {
        try await RawServer.with(behaviour) { server in
            try await withClient { client in
                let request = try request(server.port, timeouts)
                let error = await #expect(throws: OutboundError.self) { _ = try await client.send(request) }
                #expect(error.map { !"\($0)".contains("s3cret") } ?? false)
                return error
            }
        }
    }

    @Test("A body larger than allowed is cut off, announced or not")
    func tooLarge() async throws {
        let chunk = "3e8\r\n\(String(repeating: "x", count: 1000))\r\n"
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)",
            "HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "x", count: 1001))",
        ] {
            guard case .tooLarge(_, limit: 1000)? = try await failure(.sendAndHang(text)) else {
                Testing.Issue.record("not too large")
                continue
            }
        }
    }

    @Test("A body of exactly the allowed size is taken")
    func exact() async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\(String(repeating: "x", count: 1000))"
        try await RawServer.with(.sendAndClose(text)) { server in
            try await withClient { client in
                let answer1 = try await client.send(request(server.port))
                #expect(answer1.body.readableBytes == 1000)
            }
        }
    }

    @Test(
        "A body that breaks off is no answer",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        ])
    func truncated(text: String) async throws {
        guard case .truncated? = try await failure(.sendAndClose(text)) else {
            Testing.Issue.record("not truncated")
            return
        }
    }

    @Test("A connection that closes without an answer is lost")
    func lost() async throws {
        guard case .connectionLost? = try await failure(.sendAndClose("")) else {
            Testing.Issue.record("not lost")
            return
        }
    }

    @Test("What isn't HTTP is no answer")
    func malformed() async throws {
        guard case .malformedAnswer? = try await failure(.sendAndClose("SSH-2.0-OpenSSH_9.2\r\n\r\n")) else {
            Testing.Issue.record("not malformed")
            return
        }
    }

    @Test("A head with too many or too long fields is refused", arguments: [(300, 10), (100, 2000), (1, 100_000)])
    func heads(count: Int, length: Int) async throws {
        let fields = (0..<count).map { "X-\($0): \(String(repeating: "y", count: length))\r\n" }.joined()
        guard case .headTooLarge? = try await failure(.sendAndClose("HTTP/1.1 200 OK\r\n\(fields)\r\n")) else {
            Testing.Issue.record("not too large")
            return
        }
    }

    @Test(
        "Each step has its time",
        arguments: [
            ("", OutboundTimeouts(firstByte: .milliseconds(50)), OutboundError.Step.firstByte),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", OutboundTimeouts(idle: .milliseconds(50)), .idle),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", OutboundTimeouts(total: .milliseconds(50)), .total),
            ("HTTP/1.1 200 O", OutboundTimeouts(total: .milliseconds(50)), .total),
        ])
    func hangs(text: String, timeouts: OutboundTimeouts, step: OutboundError.Step) async throws {
        guard case .timedOut(_, step: step)? = try await failure(.sendAndHang(text), timeouts) else {
            Testing.Issue.record("no timeout")
            return
        }
    }

    @Test("A slow reader isn't mistaken for a slow source")
    func slowReader() async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
        try await RawServer.with(.sendAndClose(text)) { server in
            try await withClient { client in
                let request = try request(server.port, OutboundTimeouts(idle: .milliseconds(20)))
                let length = try await client.stream(request) { _, body in
                    var length = 0
                    for try await piece in body {
                        length += piece.readableBytes
                        // Work that takes longer than the source may.
                        let end = ContinuousClock.now + .milliseconds(60)
                        while ContinuousClock.now < end { await Task.yield() }
                    }
                    return length
                }
                #expect(length == 4)
            }
        }
    }

    @Test("A cancelled task ends its request at once")
    func cancelled() async throws {
        try await RawServer.with(.sendAndHang("")) { server in
            try await withClient { client in
                let request = try request(server.port)
                let start = ContinuousClock.now
                await withTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        do {
                            _ = try await client.send(request)
                            return false
                        } catch {
                            return error is CancellationError
                        }
                    }
                    group.cancelAll()
                    #expect(await group.next() == true)
                }
                #expect(ContinuousClock.now - start < .seconds(10))
            }
        }
    }

    @Test("A compressed body is handed over plain; a bomb is cut off; a damaged one is no answer")
    func compressed() async throws {
        let small = try await Child.run("gzip", ["-c"], input: Data(String(repeating: "ab", count: 300).utf8)).output
        let bomb = try await Child.run("gzip", ["-9c"], input: Data(count: 20_000_000)).output
        try await TestServer.answering { asked, _ in
            let body = asked.path.hasPrefix("/bomb") ? bomb : asked.path.hasPrefix("/cut") ? small.dropLast(12) : small
            #expect(asked.headers[.acceptEncoding] == "gzip")
            return Response(
                status: .ok, headers: [.contentEncoding: "gzip"], body: .init(byteBuffer: ByteBuffer(bytes: body)))
        }.run { server in
            try await withClient { client in
                let response = try await client.send(request(server.port))
                #expect(String(buffer: response.body) == String(repeating: "ab", count: 300))
                #expect(response.headers[.contentEncoding] == nil)
                var request = OutboundRequest(.get, try server.url("/bomb"))
                request.maximumBytes = 1_000_000
                let tooLarge = request
                await #expect(throws: OutboundError.tooLarge(url: "\(server.base)/bomb", limit: 1_000_000)) {
                    _ = try await client.send(tooLarge)
                }
                let cut = OutboundRequest(.get, try server.url("/cut"))
                await #expect(throws: OutboundError.truncated(url: "\(server.base)/cut")) {
                    _ = try await client.send(cut)
                }
            }
        }
    }
}
