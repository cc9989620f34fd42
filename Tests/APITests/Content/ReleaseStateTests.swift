import Model
import Store
import Testing

@Suite("Drafts and pre-releases through the API")
struct ReleaseStateTests {
    @Test("A draft and a pre-release say so, and nobody below Maintainer sees the draft")
    func states() async throws {
        try await ContentServer.with { server in
            try await server.api.store.write { connection in
                _ = try connection.execute("UPDATE releases SET is_prerelease = 1 WHERE tag = 'v1/rc'", [])
            }
            let releases = try await server.get("/releases").list
            #expect(releases.map { $0["draft"] } == [.bool(true), nil, nil])
            #expect(releases.map { $0["prerelease"] } == [nil, nil, .bool(true)])
            #expect(try await server.get("/releases", as: .guest).list.count == 2)
            #expect(try await server.get("/releases/v3").status == 200)
            #expect(try await server.get("/releases/v3", as: .guest).status != 200)
        }
    }
}
