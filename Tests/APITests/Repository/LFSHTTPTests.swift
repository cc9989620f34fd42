import Foundation
import Git
import Model
import NIOCore
import Secrets
import Store
import Testing

/// Large files over git-lfs's protocol, and through git-lfs itself.
@Suite struct LFSHTTPTests {
    private static let content = Array("A fog horn, heard from afar.\n".utf8)
    private static let oid = Digest.sha256(content)
    private static let unknown = String(repeating: "0", count: 64)

    /// A project whose history points to one object, which is here.
    private func withLargeFile(_ test: @Sendable (RepositoryServer) async throws -> Void) async throws {
        try await RepositoryServer.with { server in
            try server.source.write("*.bin filter=lfs diff=lfs merge=lfs -text\n", to: ".gitattributes")
            try server.source.write(
                "version https://git-lfs.github.com/spec/v1\noid sha256:\(Self.oid)\nsize \(Self.content.count)\n",
                to: "horn.bin")
            try await server.source.commit("Add a horn", at: 1_600_000_000)
            try await server.publish()
            let storage = server.api.repositories.largeFiles
            let upload = try storage.begin()
            try upload.write(ByteBuffer(bytes: Self.content))
            try upload.finish()
            let pointer = LFSObjects.Pointer(oid: Self.oid, size: Int64(Self.content.count))
            let project = ProjectID(server.project)
            try await server.api.store.write { connection in
                try LFSObjects.addPointers([pointer], project: project, in: connection)
                try storage.keep(upload, as: pointer.oid)
                try LFSObjects.arrived(
                    pointer, project: project, at: Timestamp(millisecondsSinceEpoch: 0), in: connection)
            }
            try await test(server)
        }
    }

    private func batch(
        _ server: RepositoryServer, _ oid: String = oid, operation: String = "download", user: String? = nil
    ) async throws -> Reply {
        let proof = user.map { "Basic " + Data("x:\($0)".utf8).base64EncodedString() }
        return try await server.api.sendRaw(
            "POST", "/space/lander.git/info/lfs/objects/batch",
            headers: proof.map { ["Authorization": $0] } ?? [:],
            body: """
                {"operation":"\(operation)","transfers":["basic"],"objects":[{"oid":"\(oid)","size":29}]}
                """)
    }

    private func object(
        _ server: RepositoryServer, range: String? = nil, method: String = "GET", headers: [String: String] = [:]
    ) async throws -> Reply {
        var headers = headers
        if let range { headers["Range"] = range }
        return try await server.api.sendRaw(
            method, "/space/lander.git/gitlab-lfs/objects/\(Self.oid)", headers: headers)
    }

    @Test func whoMayReadTheCodeIsToldWhereTheObjectsAre() async throws {
        try await withLargeFile { server in
            let reply = try await batch(server)
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "application/vnd.git-lfs+json")
            guard case .array(let objects)? = reply.object["objects"], let first = objects.first else {
                Issue.record("no objects: \(reply.text)")
                return
            }
            #expect(first["oid"]?.text == Self.oid && first["size"]?.number == Int64(Self.content.count))
            #expect(
                first["actions"]?["download"]?["href"]?.text
                    == "\(server.api.base)/space/lander.git/gitlab-lfs/objects/\(Self.oid)")
        }
    }

    @Test func anObjectThatIsNotHereIsSaidToBeMissing() async throws {
        try await withLargeFile { server in
            let reply = try await batch(server, Self.unknown)
            #expect(reply.status == 200)
            #expect(reply.text.contains("\"code\":404"))
            #expect(!reply.text.contains("href"))
            let path = "/space/lander.git/gitlab-lfs/objects/"
            for name in [Self.unknown, "..%2f..%2fHEAD", "HEAD"] {
                #expect(try await server.api.sendRaw("GET", path + name).status == 404)
            }
        }
    }

    @Test func objectsAreSentWholeAndInParts() async throws {
        try await withLargeFile { server in
            let whole = try await object(server)
            #expect(whole.status == 200 && Array(whole.text.utf8) == Self.content)
            #expect(whole.headers["x-content-type-options"] == "nosniff")
            #expect(whole.headers["content-length"] == "29")
            let text = String(decoding: Self.content, as: UTF8.self)
            let parts = [
                ("bytes=2-4", 206, String(text.dropFirst(2).prefix(3))), ("bytes=20-", 206, String(text.dropFirst(20))),
                ("bytes=-5", 206, String(text.suffix(5))), ("bytes=28-500", 206, "\n"), ("bytes=29-", 416, ""),
                ("lines=1-2", 200, text), ("bytes=5-2", 200, text), ("bytes=0-9223372036854775807", 206, text),
                ("bytes=9223372036854775807-9223372036854775807", 416, ""), ("bytes=-9223372036854775807", 206, text),
            ]
            for (range, status, wanted) in parts {
                let part = try await object(server, range: range)
                #expect(part.status == status && part.text == wanted, "\(range)")
            }
            #expect(try await object(server, range: "bytes=2-4").headers["content-range"] == "bytes 2-4/29")
            let head = try await object(server, method: "HEAD")
            #expect(head.status == 200 && head.text.isEmpty)
        }
    }

    @Test func aPrivateProjectGivesItsObjectsToWhoMayReadItsCode() async throws {
        try await withLargeFile { server in
            _ = try await server.api.put("/projects/\(server.project)", #"{"visibility":"private"}"#)
            let anonymous = try await batch(server)
            #expect(anonymous.status == 401)
            #expect(anonymous.headers["lfs-authenticate"] == "Basic realm=\"GitLab\"")
            #expect(try await object(server).status == 401)
            let outsider = try await server.api.person("outsider", scopes: ["read_repository"])
            #expect(try await batch(server, user: outsider.token).status == 404)
            let guest = try await server.api.person("guest", scopes: ["read_repository"])
            try await server.api.join("/projects/\(server.project)", guest, as: .guest)
            #expect(try await batch(server, user: guest.token).status == 403)
            let reply = try await batch(server, user: APIServer.rootToken)
            #expect(reply.status == 200 && reply.text.contains("\"Authorization\":\"Basic "))
        }
    }

    @Test func nothingIsTakenAndNothingIsLocked() async throws {
        try await withLargeFile { server in
            let upload = try await batch(server, operation: "upload", user: APIServer.rootToken)
            #expect(upload.status == 403 && upload.text.contains("read-only"))
            let base = "/space/lander.git/info/lfs"
            let verified = try await server.api.sendRaw("POST", "\(base)/locks/verify", body: "{}")
            #expect(verified.status == 200 && verified.text == "{\"ours\":[],\"theirs\":[]}")
            #expect(try await server.api.sendRaw("GET", "\(base)/locks").text == "{\"locks\":[]}")
            #expect(try await server.api.sendRaw("POST", "\(base)/locks", body: "{}").status == 403)
            #expect(try await object(server, method: "PUT").status == 403)
            #expect(try await server.api.sendRaw("POST", "\(base)/objects", body: "{}").status == 501)
        }
    }

    @Test func gitLFSFetchesThem() async throws {
        try await withLargeFile { server in
            let lfs = [
                "-c", "filter.lfs.smudge=git-lfs smudge -- %f", "-c", "filter.lfs.process=git-lfs filter-process",
                "-c", "filter.lfs.required=true",
            ]
            let run = try await server.client.run(lfs + ["clone", "--quiet", server.address(), "clone"])
            #expect(run.isSuccess, "\(run.errors)")
            let file = URL(fileURLWithPath: server.folder + "/clone/horn.bin")
            #expect(try Array(Data(contentsOf: file)) == Self.content)
        }
    }

    @Test func theStatisticsOfAProjectTellItsSize() async throws {
        try await withLargeFile { server in
            let reply = try await server.api.get("/projects/\(server.project)?statistics=true")
            #expect(reply.object["statistics"]?["lfs_objects_size"]?.number == Int64(Self.content.count))
            let plain = try await server.api.get("/projects/\(server.project)")
            #expect(plain.object["statistics"] == nil)
        }
    }
}
