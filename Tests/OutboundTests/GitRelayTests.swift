import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Outbound
import Synchronization
import TestSupport
import Testing

/// A repository, and a server of git's own `http-backend` in front of it that wants a password.
private struct Upstream: Sendable {
    static let credential = Credential.basic(user: "x-access-token", Secret("s3cret"))
    static let authorization = "Basic " + Data("x-access-token:s3cret".utf8).base64EncodedString()

    let folder: URL
    var work: URL { folder.appendingPathComponent("work") }

    static func with<Result>(_ body: (Upstream) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let upstream = Upstream(folder: folder)
        try await upstream.git(["init", "-q", "-b", "main", upstream.work.path])
        try await upstream.commit("one", refs: 0..<60)
        return try await body(upstream)
    }

    /// Adds branches, each with a commit of its own, so that a fetch has much to ask for.
    func commit(_ text: String, refs: Range<Int>) async throws {
        let stream = refs.map { index in
            let branch = index == 0 && text == "one" ? "main" : "\(text)-\(index)"
            let message = "\(text) \(index)"
            return """
                commit refs/heads/\(branch)
                committer N <n@example.org> 1700000000 +0000
                data \(message.utf8.count)
                \(message)
                M 644 inline file
                data \(message.utf8.count)
                \(message)

                """
        }
        let input = Data(stream.joined().utf8)
        let child = try await Child.run("git", ["-C", work.path, "fast-import", "--quiet"], input: input)
        #expect(child.status == 0, "\(child.errors)")
    }

    @discardableResult
    func git(_ arguments: [String]) async throws -> String {
        let child = try await Child.run("git", arguments)
        #expect(child.status == 0, "git \(arguments): \(child.errors)")
        return String(decoding: child.output, as: UTF8.self)
    }

    /// Answers as the server at `/repo.git` does.
    func answer(_ asked: Asked) async throws -> Response {
        guard asked.headers[.authorization] == Self.authorization else {
            return Response(status: .unauthorized, headers: [.wwwAuthenticate: "Basic realm=\"x\""])
        }
        let parts = asked.path.split(separator: "?", maxSplits: 1)
        let environment: [String: String] = [
            "GIT_PROJECT_ROOT": work.path, "GIT_HTTP_EXPORT_ALL": "1", "REQUEST_METHOD": asked.method.rawValue,
            "PATH_INFO": String(parts[0]).replacing("/repo.git", with: "/.git"),
            "QUERY_STRING": parts.count > 1 ? String(parts[1]) : "",
            "CONTENT_TYPE": asked.headers[.contentType] ?? "", "CONTENT_LENGTH": "\(asked.bytes.count)",
            "HTTP_CONTENT_ENCODING": asked.headers[.contentEncoding] ?? "",
            "GIT_PROTOCOL": HTTPField.Name("Git-Protocol").flatMap { asked.headers[$0] } ?? "",
        ]
        let child = try await Child.run("git", ["http-backend"], input: asked.bytes, environment: environment)
        return try Self.response(fromCGI: child.output)
    }

    private static func response(fromCGI output: Data) throws -> Response {
        let end = try #require(output.range(of: Data("\r\n\r\n".utf8)))
        var response = Response(
            status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: output[end.upperBound...])))
        for line in String(decoding: output[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if pair[0] == "Status" { response.status = .init(code: Int(pair[1].prefix(3)) ?? 500) }
            if pair[0] == "Content-Type" { response.headers[.contentType] = pair[1] }
        }
        return response
    }
}

@Suite struct GitRelayTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let fast = RelayLimits(retryPolicy: RetryPolicy(maximumAttempts: 1))

    private func clone(_ relay: GitRelay, into folder: URL, _ options: [String] = []) async throws -> Child {
        let header = ["-c", "http.extraHeader=\(relay.secretHeader)"]
        return try await Child.run("git", header + options + ["clone", "-q", "--mirror", relay.url, folder.path])
    }

    @Test(
        "git clones and fetches through the relay, by either protocol, and never sees the credential",
        arguments: ["0", "2"])
    func clones(version: String) async throws {
        try await Upstream.with { upstream in
            try await TestServer.answering { asked, _ in try await upstream.answer(asked) }.run { server in
                try await withClient { client in
                    let mirror = upstream.folder.appendingPathComponent("mirror")
                    let options = ["-c", "protocol.version=\(version)"]
                    try await withGitRelay(
                        upstream: try server.url("/repo.git"), credential: Upstream.credential, client: client,
                        logger: quiet
                    ) { relay in
                        let child = try await clone(relay, into: mirror, options)
                        #expect(child.status == 0, "\(child.errors)")
                        try await upstream.commit("two", refs: 0..<70)
                        try await upstream.git(
                            options + [
                                "-c", "http.extraHeader=\(relay.secretHeader)", "-C", mirror.path, "fetch", "-q",
                                relay.url, "+refs/*:refs/*",
                            ])
                        #expect(relay.lastFailure == nil)
                        #expect(relay.count.requests == server.asked.count)
                        #expect(relay.count.bytes > 0)
                    }
                    let format = "--format=%(refname) %(objectname)"
                    let refs = try await upstream.git(["-C", mirror.path, "for-each-ref", format])
                    let expected = try await upstream.git(["-C", upstream.work.path, "for-each-ref", format])
                    #expect(refs == expected)
                    #expect(refs.split(separator: "\n").count == 130)
                    let config = try String(contentsOf: mirror.appendingPathComponent("config"), encoding: .utf8)
                    #expect(!config.contains("s3cret") && !config.contains("x-access-token"))
                    #expect(server.asked.contains { $0.headers[.contentEncoding] == "gzip" })
                    let protocolName = try #require(HTTPField.Name("Git-Protocol"))
                    #expect(server.asked.allSatisfy { ($0.headers[protocolName] == "version=2") == (version == "2") })
                }
            }
        }
    }

    @Test("A moved repository is followed; its new place gets the credential only within the origin")
    func moved() async throws {
        try await Upstream.with { upstream in
            try await TestServer.answering { asked, _ in
                if asked.path.hasPrefix("/old.git/info/refs") {
                    return .redirect(.movedPermanently, to: "/repo.git/info/refs?service=git-upload-pack")
                }
                return try await upstream.answer(asked)
            }.run { server in
                try await withClient { client in
                    try await withGitRelay(
                        upstream: try server.url("/old.git"), credential: Upstream.credential, client: client,
                        logger: quiet
                    ) { relay in
                        let child = try await clone(relay, into: upstream.folder.appendingPathComponent("m"))
                        #expect(child.status == 0, "\(child.errors)")
                    }
                    #expect(
                        server.asked.filter { $0.method == .post }.allSatisfy { $0.path == "/repo.git/git-upload-pack" }
                    )
                    try await TestServer.answering { asked, _ in
                        .redirect(.found, to: "\(server.base)/repo.git/info/refs?service=git-upload-pack")
                    }.run { other in
                        try await withGitRelay(
                            upstream: try other.url("/x.git"), credential: Upstream.credential, client: client,
                            limits: fast, logger: quiet
                        ) { relay in
                            let child = try await clone(relay, into: upstream.folder.appendingPathComponent("n"))
                            #expect(child.status != 0)
                            #expect(
                                relay.lastFailure == .answered(status: 401, url: "\(server.base)/repo.git/info/refs"))
                        }
                    }
                    #expect(server.asked.last?.headers[.authorization] == nil)
                }
            }
        }
    }

    static let refusals: [(HTTPResponse.Status, String)] = [
        (.unauthorized, "refuses the credential"), (.forbidden, "refuses the credential"), (.notFound, "is not there"),
        (.serviceUnavailable, "status 503"), (.tooManyRequests, "limits the rate"),
    ]

    @Test("git fails with a message that says why, and never asks for a password", arguments: refusals)
    func refuses(status: HTTPResponse.Status, message: String) async throws {
        let refusing: TestServer.Answering = { _, _ in .text("<html>", status: status) }
        try await failing(refusing) { child, relay, server in
            let url = "\(server.base)/repo.git/info/refs"
            let isLimit = status == .tooManyRequests
            #expect(
                relay.lastFailure
                    == (isLimit ? .limited(url: url, retryAfter: nil) : .answered(status: status.code, url: url)))
            #expect(child.errors.contains(message), "\(child.errors)")
        }
    }

    @Test("A page that isn't git's: git fails and the relay says why")
    func notGit() async throws {
        let page: TestServer.Answering = { _, _ in .text("<html>", [.contentType: "text/html"]) }
        try await failing(page) { _, relay, server in
            #expect(relay.lastFailure == .notGit(url: "\(server.base)/repo.git/info/refs"))
        }
    }

    @Test("A redirect to the inside: git fails and the relay says why")
    func inside() async throws {
        let redirecting: TestServer.Answering = { _, _ in .redirect(.found, to: "http://127.0.0.2/info/refs") }
        try await failing(redirecting) { _, relay, _ in
            guard case .failed(.addressRefused)? = relay.lastFailure else {
                Testing.Issue.record("\(String(describing: relay.lastFailure))")
                return
            }
        }
    }

    @Test("More bytes than allowed cut git off, and the relay says why")
    func tooLarge() async throws {
        try await Upstream.with { upstream in
            let limits = RelayLimits(totalBytes: 300, retryPolicy: RetryPolicy(maximumAttempts: 1))
            let answering: TestServer.Answering = { asked, _ in try await upstream.answer(asked) }
            try await failing(answering, limits) { _, relay, _ in
                guard case .failed(.tooLarge)? = relay.lastFailure else {
                    Testing.Issue.record("\(String(describing: relay.lastFailure))")
                    return
                }
            }
        }
    }

    @Test("A pack that breaks off breaks git off")
    func truncated() async throws {
        try await Upstream.with { upstream in
            let breaking: TestServer.Answering = { asked, _ in
                let response = try await upstream.answer(asked)
                guard asked.method == .post, !asked.body.contains("ls-refs") else { return response }
                let half = ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "0008NAK\n"))
                    throw CancellationError()
                }
                return Response(status: .ok, headers: [.contentType: response.headers[.contentType] ?? ""], body: half)
            }
            try await failing(breaking) { _, relay, _ in
                guard case .failed(.truncated)? = relay.lastFailure else {
                    Testing.Issue.record("\(String(describing: relay.lastFailure))")
                    return
                }
            }
        }
    }

    @Test("A source that fails once is asked again before git hears of it")
    func retried() async throws {
        try await Upstream.with { upstream in
            try await TestServer.answering { asked, server in
                server.asked.count == 1 ? .text("", status: .badGateway) : try await upstream.answer(asked)
            }.run { server in
                try await withClient { client in
                    let limits = RelayLimits(
                        retryPolicy: RetryPolicy(maximumAttempts: 2, firstPause: .milliseconds(1)))
                    try await withGitRelay(
                        upstream: try server.url("/repo.git"), credential: Upstream.credential, client: client,
                        limits: limits, logger: quiet
                    ) { relay in
                        let child = try await clone(relay, into: upstream.folder.appendingPathComponent("m"))
                        #expect(child.status == 0, "\(child.errors)")
                        #expect(relay.lastFailure == nil)
                    }
                }
            }
        }
    }

    @Test(
        "Without the capability, or for anything but fetching, nothing is relayed",
        arguments: [
            "/repository/info/refs?service=git-upload-pack", "/info/refs?service=git-upload-pack",
            "CAP/info/refs?service=git-receive-pack", "CAP/git-receive-pack", "CAP/info/refs", "CAP/HEAD",
            "CAP/info/refs?service=git-upload-pack&x=http://inside/", "CAP/../../secret", "CAP//git-upload-pack",
        ])
    func capability(path: String) async throws {
        try await TestServer.answering { _, _ in .text("reached") }.run { server in
            try await withClient { client in
                try await withGitRelay(
                    upstream: try server.url("/repo.git"), credential: Upstream.credential, client: client,
                    logger: quiet
                ) { relay in
                    let base = try OutboundURL(relay.url)
                    let whole = path.hasPrefix("CAP") ? relay.url + path.dropFirst(3) : base.origin.description + path
                    let capability = relay.secretHeader.split(separator: " ").last.map(String.init) ?? ""
                    let credential = path.hasPrefix("CAP") ? Credential.bearer(Secret(capability)) : nil
                    let response = try await client.send(
                        OutboundRequest(.get, try OutboundURL(whole), credential: credential))
                    #expect([403, 404].contains(response.status.code))
                }
                #expect(server.asked.isEmpty)
            }
        }
    }

    private func failing(
        _ answering: @escaping TestServer.Answering, _ limits: RelayLimits? = nil,
        _ check: @escaping @Sendable (Child, GitRelay, TestServer) throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("relay-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestServer.answering(answering).run { server in
            try await withClient { client in
                try await withGitRelay(
                    upstream: try server.url("/repo.git"), credential: Upstream.credential, client: client,
                    limits: limits ?? fast, logger: quiet
                ) { relay in
                    let child = try await clone(relay, into: folder)
                    #expect(child.status != 0)
                    #expect(!child.errors.contains("s3cret"))
                    try check(child, relay, server)
                }
            }
        }
    }
}
