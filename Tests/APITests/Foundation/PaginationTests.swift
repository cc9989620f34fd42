import Foundation
import Model
import Store
import Testing

@Suite struct PaginationTests {
    private func fill(_ server: APIServer, _ count: Int) async throws {
        _ = try await server.group("space", .public)
        for number in 1...count { _ = try await server.project("p\(number)", in: "space", .public) }
    }

    @Test func aPageSaysWhereItStands() async throws {
        try await APIServer.with { server in
            try await fill(server, 5)
            let reply = try await server.get("/projects?per_page=2&page=2&order_by=id&sort=asc&search=p")
            #expect(reply.list.compactMap { $0["path"]?.text } == ["p3", "p4"])
            #expect(reply.headers["x-page"] == "2")
            #expect(reply.headers["x-per-page"] == "2")
            #expect(reply.headers["x-prev-page"] == "1")
            #expect(reply.headers["x-next-page"] == "3")
            #expect(reply.headers["x-total"] == "5")
            #expect(reply.headers["x-total-pages"] == "3")
            let base = "https://forge.example.org/api/v4/projects?order_by=id"
            #expect(
                reply.headers["link"]
                    == """
                    <\(base)&page=1&per_page=2&search=p&sort=asc>; rel="prev", \
                    <\(base)&page=3&per_page=2&search=p&sort=asc>; rel="next", \
                    <\(base)&page=1&per_page=2&search=p&sort=asc>; rel="first", \
                    <\(base)&page=3&per_page=2&search=p&sort=asc>; rel="last"
                    """)
        }
    }

    @Test func theEndsAreEmptyTexts() async throws {
        try await APIServer.with { server in
            try await fill(server, 3)
            let only = try await server.get("/projects")
            #expect(only.headers["x-prev-page"] == "")
            #expect(only.headers["x-next-page"] == "")
            #expect(only.headers["x-total-pages"] == "1")
            let past = try await server.get("/projects?page=9&per_page=2")
            #expect(past.status == 200)
            #expect(past.text == "[]")
            #expect(past.headers["x-next-page"] == "")
            #expect(past.headers["x-total"] == "3")
        }
    }

    @Test(arguments: [
        ("per_page=0", "per_page has a value not allowed"), ("per_page=x", "per_page is invalid"),
        ("page=x", "page is invalid"), ("page=x&per_page=y", "page is invalid, per_page is invalid"),
    ])
    func badPagesAreRefused(query: String, text: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.get("/projects?\(query)")
            #expect(reply.status == 400)
            #expect(reply.text == #"{"error":"\#(text)"}"#)
        }
    }

    @Test func aPageHasAtMostAHundredRows() async throws {
        try await APIServer.with { server in
            let reply = try await server.get("/projects?per_page=1000")
            #expect(reply.headers["x-per-page"] == "100")
        }
    }

    @Test func listsAndNestedParametersStayInTheLinks() async throws {
        try await APIServer.with { server in
            try await fill(server, 2)
            let reply = try await server.get(
                "/projects?topic%5B%5D=&x%5By%5D=a%20b&per_page=1&private_token=\(APIServer.rootToken)")
            let link = reply.headers["link"] ?? ""
            #expect(link.contains("topic%5B%5D="))
            #expect(link.contains("x%5By%5D=a%20b"))
            #expect(!link.contains("private_token"))
            #expect(!link.contains(APIServer.rootToken))
        }
    }

    @Test func keysetPagesLeadThroughTheWholeList() async throws {
        try await APIServer.with { server in
            try await fill(server, 5)
            for (sort, parameter) in [("asc", "id_after"), ("desc", "id_before")] {
                var seen: [Int64] = []
                var path = "/projects?pagination=keyset&order_by=id&sort=\(sort)&per_page=2"
                while true {
                    let reply = try await server.get(path)
                    #expect(reply.status == 200)
                    #expect(reply.headers["x-page"] == nil)
                    #expect(reply.headers["x-total"] == nil)
                    seen += reply.list.compactMap { $0["id"]?.number }
                    guard let link = reply.headers["link"] else { break }
                    #expect(link.contains("\(parameter)="))
                    #expect(link.hasSuffix(">; rel=\"next\""))
                    path = String(link.dropFirst().prefix { $0 != ">" }.dropFirst(APIServer.externalURL.count))
                }
                #expect(seen == (sort == "asc" ? [1, 2, 3, 4, 5] : [5, 4, 3, 2, 1]))
            }
        }
    }

    @Test func usersArePagedByCursor() async throws {
        try await APIServer.with { server in
            for name in ["ada", "bob", "cem"] { _ = try await server.person(name) }
            var seen: [String] = []
            var path = "/users?pagination=keyset&sort=asc&per_page=2"
            while true {
                let reply = try await server.get(path)
                seen += reply.list.compactMap { $0["username"]?.text }
                guard let link = reply.headers["link"] else { break }
                path = String(link.dropFirst().prefix { $0 != ">" }.dropFirst(APIServer.externalURL.count))
            }
            #expect(seen == ["root", "ghost", "ada", "bob", "cem"])
            let bad = try await server.get("/users?pagination=keyset&cursor=xx")
            #expect(bad.text == #"{"error":"cursor is invalid"}"#)
        }
    }

    @Test(arguments: ["/groups?pagination=keyset", "/projects?pagination=keyset&order_by=name"])
    func keysetIsRefusedWhereItIsNotKnown(path: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.get(path)
            #expect(reply.status == 405)
            #expect(
                reply.text == #"{"error":"Keyset pagination is not yet available for this type of request"}"#)
        }
    }
}
