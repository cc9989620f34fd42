import AsyncHTTPClient
import Foundation
import Git
import Model
import NIOCore
import NIOHTTP1
import Testing

@Suite struct GitHTTPTests {
    private func clone(_ server: RepositoryServer, _ arguments: [String] = [], from address: String) async throws
        -> GitClient.Run
    {
        try await server.client.run(["clone", "--quiet"] + arguments + [address, "clone"])
    }

    private func clone(_ folder: String = "clone", of server: RepositoryServer) -> GitClient {
        GitClient(folder: server.folder + "/" + folder)
    }

    @Test(arguments: ["0", "1", "2"]) func everyVersionOfTheProtocolClones(version: String) async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            try await server.client(
                "-c", "protocol.version=\(version)", "clone", "--quiet", server.address(), "clone")
            let clone = clone(of: server)
            #expect(try await clone("rev-parse", "origin/main") == server.id("main"))
            #expect(try await clone("rev-parse", "origin/feature/engine") == server.id("feature/engine"))
            #expect(try await clone("tag", "--list") == "v1.10\nv1.9")
            #expect(try await clone("fsck", "--full").contains("missing") == false)
        }
    }

    @Test(arguments: ["0", "2"]) func shallowClonesGetOneCommit(version: String) async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            try await server.client(
                "-c", "protocol.version=\(version)", "clone", "--quiet", "--depth=1", server.address(), "clone")
            let clone = clone(of: server)
            #expect(try await clone("rev-list", "--count", "HEAD") == "1")
            try await clone("-c", "protocol.version=\(version)", "fetch", "--quiet", "--unshallow")
            #expect(try await clone("rev-list", "--count", "HEAD") == "2")
        }
    }

    @Test func partialClonesFetchFilesWhenTheyNeedThem() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            let address = server.address()
            try await server.client("clone", "--quiet", "--filter=blob:none", "--no-checkout", address, "clone")
            let clone = clone(of: server)
            let missing = try await clone("rev-list", "--objects", "--all", "--missing=print")
            #expect(missing.contains("\n?"))
            #expect(try await clone("show", "HEAD:README.md") == "# Lander\n\nIt lands.")
        }
    }

    @Test func mergeRequestsCanBeFetched() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            try await server.client("init", "--quiet", "clone")
            let clone = clone(of: server)
            try await clone("fetch", "--quiet", server.address(), "refs/merge-requests/1/head")
            #expect(try await clone("rev-parse", "FETCH_HEAD") == server.id("feature/engine"))
        }
    }

    @Test func theSuffixMayBeLeftOutAndLetterCaseDoesNotMatter() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            #expect(try await clone(server, from: server.address("Space/Lander")).isSuccess)
        }
    }

    @Test func wikisAreCloned() async throws {
        try await RepositoryServer.with { server in
            try server.source.write("# Home\n", to: "Home.md")
            try await server.source.commit("Write", at: 1_600_000_000)
            try await server.publishWiki()
            #expect(try await clone(server, from: server.address("space/lander.wiki.git")).isSuccess)
            #expect(FileManager.default.fileExists(atPath: server.folder + "/clone/Home.md"))
        }
    }

    @Test func privateProjectsNeedAToken() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            _ = try await server.api.put("/projects/\(server.project)", #"{"visibility":"private"}"#)
            let anonymous = try await clone(server, from: server.address())
            #expect(!anonymous.isSuccess && anonymous.errors.contains("could not read Username"))
            let root = APIServer.rootToken
            let asPassword = server.address(user: "anybody", password: root)
            let asName = server.address(user: root, password: "")
            let withMark = server.address(user: root, password: "x-oauth-basic")
            for address in [asPassword, asName, withMark] {
                let run = try await clone(server, from: address)
                #expect(run.isSuccess, "\(run.errors)")
                try FileManager.default.removeItem(atPath: server.folder + "/clone")
            }
        }
    }

    @Test func tokensAreJudgedByTheirScopesAndPeopleByTheirRoles() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            _ = try await server.api.put("/projects/\(server.project)", #"{"visibility":"private"}"#)
            let outsider = try await server.api.person("outsider", scopes: ["read_repository"])
            let reporter = try await server.api.person("reporter", scopes: ["read_repository"])
            let guest = try await server.api.person("guest")
            try await server.api.join("/projects/\(server.project)", reporter, as: .reporter)
            try await server.api.join("/projects/\(server.project)", guest, as: .guest)
            let narrow = try await server.api.token(for: reporter.id, scopes: ["read_user"])
            let expected = [
                (outsider.token, "could not be found"), (guest.token, "not allowed to download code"),
                (narrow, "needs the scope"), ("glpat-unknown", "Authentication failed"),
            ]
            for (token, message) in expected {
                let run = try await clone(server, from: server.address(user: "x", password: token))
                #expect(!run.isSuccess && run.errors.contains(message), "\(run.errors)")
            }
            let run = try await clone(server, from: server.address(user: "x", password: reporter.token))
            #expect(run.isSuccess, "\(run.errors)")
        }
    }

    @Test func pushesAreRefusedInWordsThatGitShows() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            let address = server.address(user: "root", password: APIServer.rootToken)
            let run = try await server.source.run(["push", address, "main:refs/heads/new"])
            #expect(!run.isSuccess)
            #expect(run.errors.contains("Landfall serves imported projects read-only"), "\(run.errors)")
            #expect(try await server.repository.branch("new") == nil)
        }
    }

    @Test func aProjectWithoutARepositorySaysSo() async throws {
        try await RepositoryServer.with { server in
            let run = try await clone(server, from: server.address())
            #expect(!run.isSuccess && run.errors.contains("no repository yet"), "\(run.errors)")
        }
    }

    @Test func compressedRequestsAreUnderstood() async throws {
        try await RepositoryServer.with { server in
            var stream = ""
            for number in 1...80 {
                stream += "commit refs/heads/b\(number)\ncommitter A <a@b> \(1_600_000_000 + number) +0000\n"
                stream += "data 2\n\(number % 10)\n\n"
            }
            try await server.source("fast-import", "--quiet", input: stream)
            try await server.publish()
            let run = try await server.client.run(
                ["clone", "--quiet", "--bare", server.address(), "clone"], extra: ["GIT_CURL_VERBOSE": "1"])
            #expect(run.isSuccess && run.errors.contains("Content-Encoding: gzip"))
            #expect(
                try await clone(of: server)("for-each-ref", "--format=%(refname)", "refs/heads")
                    .split(separator: "\n").count == 80)
        }
    }

    @Test func eightClonesAtOnceAllSucceed() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...8 {
                    group.addTask {
                        try await server.client.run(["clone", "--quiet", server.address(), "clone\(number)"]).isSuccess
                    }
                }
                for try await isSuccess in group { #expect(isSuccess) }
            }
            #expect(await eventually { processes(in: server.repository.directory).isEmpty })
        }
    }

    @Test func aClientThatHangsUpLeavesNoGitBehind() async throws {
        try await RepositoryServer.with { server in
            // More than all buffers between git and a client that doesn't read, and nothing that can be packed.
            let noise = FileHandle(forReadingAtPath: "/dev/urandom")?.readData(ofLength: 48 << 20) ?? Data()
            try server.source.write(noise, to: "noise")
            let head = try await server.source.commit("Noise", at: 1_600_000_000)
            try await server.publish()
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await fetchAndStall(head, server) }
                #expect(await eventually { !processes(in: server.repository.directory).isEmpty })
                group.cancelAll()
                _ = await group.nextResult()
            }
            #expect(await eventually { processes(in: server.repository.directory).isEmpty })
        }
    }

    /// Asks for a pack, reads its beginning, then nothing until it is cancelled, which closes the connection.
    private func fetchAndStall(_ head: String, _ server: RepositoryServer) async throws {
        var request = HTTPClientRequest(url: server.address() + "/git-upload-pack")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-git-upload-pack-request")
        var body = PktLine.encode("want \(head) side-band-64k\n")
        body.writeImmutableBuffer(PktLine.flush)
        body.writeImmutableBuffer(PktLine.encode("done\n"))
        request.body = .bytes(body)
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            #expect(response.status.code == 200)
            var pieces = response.body.makeAsyncIterator()
            #expect(try await pieces.next() != nil)
            try await Task.sleep(for: .seconds(3600))
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    @Test func answersHaveTheHeadersGitReliesOn() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            let refs = try await send("GET", "/info/refs?service=git-upload-pack", server)
            #expect(refs.status == 200)
            #expect(refs.headers["content-type"] == "application/x-git-upload-pack-advertisement")
            #expect(refs.headers["cache-control"]?.contains("no-cache") == true)
            let dumb = try await send("GET", "/info/refs", server)
            #expect(dumb.status == 403)
            #expect(try await send("GET", "/HEAD", server).status == 403)
            #expect(try await send("GET", "/git-upload-pack", server).status == 405)
            #expect(try await send("POST", "/git-upload-pack", server).status == 415)
            #expect(try await send("POST", "/git-receive-pack", server).status == 403)
            let unknown = try await send("GET", "/info/refs?service=git-upload-pack", server, project: "space/none.git")
            #expect(unknown.status == 401)
            #expect(unknown.headers["www-authenticate"] == "Basic realm=\"GitLab\"")
        }
    }

    @Test func aBodyThatIsNoGzipBreaksTheConnectionAndLeavesNoGitBehind() async throws {
        try await RepositoryServer.with { server in
            try await server.fill()
            var request = HTTPClientRequest(url: server.address() + "/git-upload-pack")
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-git-upload-pack-request")
            request.headers.add(name: "Content-Encoding", value: "gzip")
            request.body = .bytes(ByteBuffer(string: "this is no gzip"))
            let sent = request
            await #expect(throws: (any Error).self) {
                _ = try await HTTPClient.shared.execute(sent, timeout: .seconds(30)).body.collect(upTo: 1 << 20)
            }
            #expect(await eventually { processes(in: server.repository.directory).isEmpty })
        }
    }

    private func send(
        _ method: String, _ path: String, _ server: RepositoryServer, project: String = "space/lander.git"
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: server.address(project) + path)
        request.method = .RAW(value: method)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Reply(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            text: String(buffer: body))
    }
}
