import Testing

@Suite struct WikiTests {
    @Test func wikiPagesAreReadFromTheWikiRepository() async throws {
        try await RepositoryServer.with { server in
            #expect(try await server.get("/wikis").text == "[]")
            try server.source.write("# Welcome\n", to: "Home.md")
            try server.source.write("= Deep =\n", to: "guides/Getting-Started.asciidoc")
            try server.source.write("x", to: "image.png")
            let first = try await server.source.commit("Write", at: 1_600_000_000)
            try server.source.write("# Changed\n", to: "Home.md")
            try await server.source.commit("Change", at: 1_600_000_100)
            try await server.publishWiki()
            let pages = try await server.get("/wikis")
            #expect(texts(pages, "slug") == ["Home", "guides/Getting-Started"])
            #expect(texts(pages, "format") == ["markdown", "asciidoc"])
            #expect(texts(pages, "title") == ["Home", "Getting Started"])
            #expect(pages.list[0].keys == ["format", "slug", "title"])
            #expect(
                texts(try await server.get("/wikis?with_content=true"), "content") == ["# Changed\n", "= Deep =\n"])
            let page = try await server.get("/wikis/guides%2FGetting-Started").object
            #expect(page["content"]?.text == "= Deep =\n" && page["encoding"]?.text == "UTF-8")
            #expect(try await server.get("/wikis/home?version=\(first)").object["content"]?.text == "# Welcome\n")
            #expect(try await server.get("/wikis/none").message == "404 Wiki Page Not Found")
        }
    }
}
