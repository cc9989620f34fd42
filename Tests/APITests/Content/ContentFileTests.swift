import AsyncHTTPClient
import Files
import Foundation
import Importer
import Model
import NIOCore
import NIOHTTP1
import Secrets
import Store
import Testing

/// Uploads and the files of releases, through the API and at the addresses texts use.
struct ContentFileTests {
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("pixels".utf8)

    /// A server whose project shows a picture, a page in HTML and an SVG, and whose releases have files.
    private static func with(
        _ test: @escaping @Sendable (ContentServer, _ secrets: [String: String]) async throws -> Void
    ) async throws {
        try await ContentServer.with { server in
            let project = server.fixture.project
            var secrets: [String: String] = [:]
            for (name, type, content) in [
                ("lamp 1.png", "image/png", picture),
                ("page.html", "text/html", Array("<script>alert(1)</script>".utf8)),
                ("chart.svg", "image/svg+xml", Array("<svg/>".utf8)), ("empty.txt", "text/plain", []),
            ] {
                let digest = try keep(content, server)
                let secret = String(digest.prefix(32))
                secrets[name] = secret
                _ = try await server.api.store.write { connection in
                    try Uploads.upsert(
                        Uploads.New(
                            secret: secret, fileName: name, digest: digest, size: Int64(content.count), mediaType: type),
                        project: project, at: Timestamp(millisecondsSinceEpoch: 1_577_836_800_000), in: connection)
                }
            }
            try await addAssets(server)
            try await test(server, secrets)
        }
    }

    private static func keep(_ content: [UInt8], _ server: ContentServer) throws -> String {
        let file = try server.api.services.files.receive()
        try content.withUnsafeBytes { try file.write($0) }
        return try file.keep()
    }

    /// `tool.tar.gz` at v1/rc, `first.bin` and a file that has not come in at v2, a draft's file at v3.
    private static func addAssets(_ server: ContentServer) async throws {
        let project = server.fixture.project
        for (number, (tag, name)) in [
            ("v1/rc", "tool.tar.gz"), ("v2", "first.bin"), ("v2", "lost.bin"), ("v2", "ä b.bin"), ("v3", "draft.bin"),
        ].enumerated() {
            let content = Array("\(tag) \(name)".utf8)
            let digest = name == "lost.bin" ? nil : try keep(content, server)
            try await server.api.store.write { connection in
                let release: String? = try connection.value(
                    "SELECT source_key AS value FROM releases WHERE tag = $1", [tag])
                try ReleaseAssets.upsert(
                    [
                        ReleaseAssetDraft(
                            sourceKey: SourceKey(Int64(number + 1)), name: name, mediaType: "application/x-msdownload",
                            size: Int64(content.count), digest: nil, isComplete: true, sourceURL: nil,
                            createdAt: Timestamp(millisecondsSinceEpoch: 0))
                    ], of: SourceKey(release ?? ""), project: project, in: connection)
                guard let digest else { return }
                let id: ReleaseAssetID? = try connection.value(
                    "SELECT id AS value FROM release_assets WHERE source_key = $1", ["\(number + 1)"])
                _ = try id.map {
                    try ReleaseAssets.setArrived($0, digest: digest, size: Int64(content.count), in: connection)
                }
            }
        }
    }

    /// Asks at an address outside of the API.
    private static func page(
        _ server: ContentServer, _ path: String, as reader: ContentFixture.Reader? = .guest,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, headers: HTTPHeaders, body: [UInt8]) {
        var request = HTTPClientRequest(url: server.api.base + path)
        if let reader { request.headers.add(name: "PRIVATE-TOKEN", value: reader.token) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), response.headers, Array(body.readableBytesView))
    }

    @Test func anUploadIsServedAtAllItsAddressesToWhoeverSeesTheProject() async throws {
        try await Self.with { server, secrets in
            let secret = try #require(secrets["lamp 1.png"])
            let project = server.fixture.project
            for path in [
                "/api/v4/projects/\(project)/uploads/\(secret)/lamp%201.png",
                "/space/lander/uploads/\(secret)/lamp%201.png",
                "/-/project/\(project)/uploads/\(secret)/lamp%201.png",
            ] {
                let answer = try await Self.page(server, path)
                #expect(answer.status == 200 && answer.body == Self.picture, "\(path)")
                #expect(answer.headers.first(name: "content-type") == "image/png")
                #expect(answer.headers.first(name: "content-disposition")?.hasPrefix("inline;") == true)
                #expect(try await Self.page(server, path, as: .outsider).status == 404)
                #expect(try await Self.page(server, path, as: nil).status == 404)
            }
            #expect(try await Self.page(server, "/space/lander/uploads/\(secret)/other.png").status == 404)
            #expect(try await Self.page(server, "/space/other/uploads/\(secret)/lamp%201.png").status == 404)
        }
    }

    @Test(arguments: ["page.html", "chart.svg"])
    func nothingABrowserCouldRunIsShownInIt(_ name: String) async throws {
        try await Self.with { server, secrets in
            let answer = try await Self.page(server, "/space/lander/uploads/\(try #require(secrets[name]))/\(name)")
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "content-type") == "application/octet-stream")
            #expect(answer.headers.first(name: "content-disposition") == "attachment; filename=\"\(name)\"")
            #expect(answer.headers["x-content-type-options"] == ["nosniff"])
            #expect(answer.headers.first(name: "content-security-policy")?.contains("sandbox") == true)
        }
    }

    @Test func partsOfAFileCanBeAskedFor() async throws {
        try await Self.with { server, secrets in
            let path = "/space/lander/uploads/\(try #require(secrets["lamp 1.png"]))/lamp%201.png"
            let size = Self.picture.count
            for (range, wanted) in [
                ("bytes=0-3", 0..<4), ("bytes=8-", 8..<size), ("bytes=-4", (size - 4)..<size),
                ("bytes=2-999", 2..<size),
            ] {
                let answer = try await Self.page(server, path, headers: ["Range": range])
                #expect(answer.status == 206 && answer.body == Array(Self.picture[wanted]), "\(range)")
                #expect(
                    answer.headers.first(name: "content-range")
                        == "bytes \(wanted.lowerBound)-\(wanted.upperBound - 1)/\(size)")
            }
            #expect(try await Self.page(server, path, headers: ["Range": "bytes=99-"]).status == 416)
            #expect(try await Self.page(server, path, headers: ["Range": "lines=1-2"]).status == 200)
            let tag = try #require(try await Self.page(server, path).headers.first(name: "etag"))
            #expect(try await Self.page(server, path, headers: ["If-None-Match": tag]).status == 304)
            let empty = "/space/lander/uploads/\(try #require(secrets["empty.txt"]))/empty.txt"
            #expect(try await Self.page(server, empty).body.isEmpty)
        }
    }

    @Test func theListOfUploadsIsForMaintainers() async throws {
        try await Self.with { server, _ in
            let uploads = try await server.get("/uploads").list
            #expect(
                uploads.compactMap { $0["filename"]?.text } == ["empty.txt", "chart.svg", "page.html", "lamp 1.png"])
            let last = try #require(uploads.last)
            #expect(last.keys == ["id", "size", "filename", "created_at", "uploaded_by"])
            #expect(last["size"] == .number(14) && last["created_at"] == .text("2020-01-01T00:00:00.000Z"))
            let id = last["id"]?.number ?? 0
            #expect(try await server.get("/uploads/\(id)").status == 200)
            #expect(try await server.get("/uploads/\(id)", as: .guest).status == 403)
            #expect(try await server.get("/uploads", as: .guest).status == 403)
            #expect(try await server.get("/uploads", as: .outsider).status == 404)
            #expect(try await server.get("/uploads", as: nil).status == 401)
        }
    }

    @Test func aReleaseShowsItsFilesAsLinksAndServesThem() async throws {
        try await Self.with { server, _ in
            let release = try #require(try await server.get("/releases/v2").json)
            #expect(release.at("assets.count") == .number(6))
            let links = release.at("assets.links")?.list ?? []
            #expect(links.compactMap { $0["name"]?.text } == ["ä b.bin", "first.bin"])
            let link = try #require(links.last)
            let url = "https://forge.example.org/space/lander/-/releases/v2/downloads/first.bin"
            #expect(link.keys == ["id", "name", "url", "direct_asset_url", "link_type"])
            #expect(link["direct_asset_url"] == .text(url) && link["link_type"] == .text("other"))
            #expect(try await server.get("/releases/v2/assets/links").list == links)
            #expect(try await server.get("/releases/v2/assets/links/\(link["id"]?.number ?? 0)").json == link)
            #expect(try await server.get("/releases/v1%2Frc/assets/links/\(link["id"]?.number ?? 0)").status == 404)
            for (path, content) in [
                ("/space/lander/-/releases/v2/downloads/first.bin", "v2 first.bin"),
                ("/space/lander/-/releases/v2/downloads/%C3%A4%20b.bin", "v2 ä b.bin"),
                ("/space/lander/-/releases/v1%2Frc/downloads/tool.tar.gz", "v1/rc tool.tar.gz"),
                ("/space/lander/-/releases/v1/rc/downloads/tool.tar.gz", "v1/rc tool.tar.gz"),
                ("/space/lander/-/releases/permalink/latest/downloads/first.bin", "v2 first.bin"),
                ("/api/v4/projects/space%2Flander/releases/v2/downloads/first.bin", "v2 first.bin"),
            ] {
                let answer = try await Self.page(server, path, as: .maintainer)
                #expect(answer.status == 200 && answer.body == Array(content.utf8), "\(path)")
                #expect(answer.headers.first(name: "content-type") == "application/octet-stream")
                #expect(answer.headers.first(name: "content-disposition")?.hasPrefix("attachment;") == true)
                #expect(try await Self.page(server, path, as: .outsider).status == 404)
            }
        }
    }

    @Test func filesOfDraftsAreForMaintainersAndLostOnesForNobody() async throws {
        try await Self.with { server, _ in
            let draft = "/space/lander/-/releases/v3/downloads/draft.bin"
            let shown = try await Self.page(server, draft, as: .maintainer)
            #expect(shown.status == 200 && shown.body == Array("v3 draft.bin".utf8))
            #expect(try await Self.page(server, draft, as: .guest).status == 403)
            let lost = "/space/lander/-/releases/v2/downloads/lost.bin"
            #expect(try await Self.page(server, lost, as: .maintainer).status == 404)
        }
    }
}
