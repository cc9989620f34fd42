import Foundation
import Git
import Importer
import Jobs
import Model
import Outbound
import Remote
import StandIns
import Store
import Testing

/// Imports of gists and the snippets they become, over the API.
@Suite struct SnippetTests {
    private struct World: Sendable {
        let api: APIServer
        let source: StandInGitHub

        func start(_ token: String = StandInToken.owner.value, as caller: String? = APIServer.rootToken) async throws
            -> Reply
        {
            try await api.post(
                "/import/github/gists",
                "{\"personal_access_token\":\"\(token)\",\"github_hostname\":\"\(source.url)\"}", token: caller)
        }

        /// Imports the gists and returns the numbers of the public and of the secret one.
        func imported() async throws -> (open: Int64, secret: Int64) {
            #expect(try await start().status == 202)
            try await api.runGists()
            let list = try await api.get("/snippets").list
            return (
                list.first { $0["visibility"]?.text == "public" }?["id"]?.number ?? 0,
                list.first { $0["visibility"]?.text == "private" }?["id"]?.number ?? 0
            )
        }
    }

    private func withWorld(_ test: @escaping @Sendable (World) async throws -> Void) async throws {
        var configuration = StandInConfiguration()
        configuration.gists = SampleGist.samples
        try await withStandInGitHub([], configuration: configuration) { source in
            try await APIServer.with { try await test(World(api: $0, source: source)) }
        }
    }

    @Test func theStatusesAreGitLabs() async throws {
        try await withWorld { world in
            #expect(try await world.start(as: nil).text == "{\"message\":\"401 Unauthorized\"}")
            let empty = try await world.api.post("/import/github/gists", "{}")
            #expect(empty.status == 400 && empty.text == "{\"error\":\"personal_access_token is missing\"}")
            let denied = try await world.start(StandInToken.revoked.value)
            #expect(denied.status == 401)
            #expect(denied.text == "{\"errors\":\"Access denied to the GitHub account.\"}")
            world.source.exhaust(.owner, seconds: 600)
            #expect(try await world.start().status == 429)
            world.source.refill()
            #expect(try await world.api.get("/import/github/gists").text == "{\"import_status\":\"none\"}")
            let accepted = try await world.start()
            #expect(accepted.status == 202 && accepted.text == "202")
            let before = world.source.requests.count
            let again = try await world.start()
            #expect(again.status == 422 && again.text == "{\"errors\":\"Import already in progress\"}")
            #expect(world.source.requests.count == before)
        }
    }

    @Test func howTheImportStandsCanBeAsked() async throws {
        try await withWorld { world in
            _ = try await world.imported()
            let state = try await world.api.get("/import/github/gists").object
            #expect(state["import_status"]?.text == "finished")
            #expect(state["stats"]?["fetched"]?.number == 5 && state["stats"]?["imported"]?.number == 2)
            guard case .array(let failures)? = state["failures"] else {
                Issue.record("no failures")
                return
            }
            #expect(failures.count == 3)
            #expect(failures.first?["error"]?.text == "Snippet maximum file count exceeded")
            #expect(state["mail"]?.text == "not sent: no mail server is configured")
        }
    }

    @Test func snippetsHaveGitLabsShape() async throws {
        try await withWorld { world in
            let (open, _) = try await world.imported()
            let reply = try await world.api.get("/snippets/\(open)", token: nil)
            let snippet = reply.object
            #expect(snippet["title"]?.text == "Notes on lamps" && snippet["description"] == .null)
            #expect(snippet["visibility"]?.text == "public" && snippet["project_id"] == .null)
            #expect(snippet["author"]?["username"]?.text == "root")
            #expect(snippet["created_at"]?.text == "2023-03-28T10:40:00.000Z")
            #expect(snippet["web_url"]?.text == "https://forge.example.org/-/snippets/\(open)")
            #expect(snippet["http_url_to_repo"]?.text == "https://forge.example.org/snippets/\(open).git")
            #expect(snippet["file_name"]?.text == "extra.txt")
            #expect(reply.text.hasPrefix("{\"id\":\(open),\"title\":\"Notes on lamps\",\"description\":null,"))
            guard case .array(let files)? = snippet["files"] else {
                Issue.record("no files")
                return
            }
            #expect(files.map { $0["path"]?.text } == ["extra.txt", "lamps.md"])
            #expect(
                files.last?["raw_url"]?.text
                    == "https://forge.example.org/-/snippets/\(open)/raw/main/lamps.md")
        }
    }

    @Test func filesComeFromAnyRevision() async throws {
        try await withWorld { world in
            let (open, _) = try await world.imported()
            let raw = try await world.api.get("/snippets/\(open)/raw", token: nil)
            #expect(raw.text == "x\n" && raw.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(raw.headers["x-content-type-options"] == "nosniff")
            let now = try await world.api.get("/snippets/\(open)/files/main/lamps%2Emd/raw", token: nil)
            #expect(now.text == "# Lamps\n\nBright.\n")
            let before = try await world.api.get("/snippets/\(open)/files/main~1/lamps.md/raw", token: nil)
            #expect(before.text == "# Lamps\n")
            for path in ["main/none.md", "none/lamps.md", "--all/lamps.md", "main/..%2Flamps.md"] {
                #expect(try await world.api.get("/snippets/\(open)/files/\(path)/raw", token: nil).status == 404)
            }
        }
    }

    @Test func secretGistsAreTheirAuthorsAlone() async throws {
        try await withWorld { world in
            let (open, secret) = try await world.imported()
            let other = try await world.api.person("other")
            for token in [nil, other.token] {
                for path in ["", "/raw", "/files/main/x/raw", "/notes", "/discussions"] {
                    let reply = try await world.api.get("/snippets/\(secret)\(path)", token: token)
                    #expect(reply.status == 404 && reply.text == "{\"message\":\"404 Snippet Not Found\"}")
                }
            }
            #expect(try await world.api.get("/snippets/\(secret)").status == 200)
            #expect(try await world.api.get("/snippets", token: other.token).list.isEmpty)
            for list in ["public", "all"] {
                let seen = try await world.api.get("/snippets/\(list)", token: other.token).list
                #expect(seen.compactMap { $0["id"]?.number } == [open])
                #expect(try await world.api.get("/snippets/\(list)", token: nil).status == 401)
            }
            #expect(try await world.api.get("/snippets/all").list.count == 2)
            #expect(try await world.api.get("/snippets?created_after=2024-01-01").list.isEmpty)
        }
    }

    @Test func commentsAreNotes() async throws {
        try await withWorld { world in
            let (open, _) = try await world.imported()
            let notes = try await world.api.get("/snippets/\(open)/notes?sort=asc", token: nil).list
            #expect(notes.map { $0["body"]?.text } == ["Ask `@tobias-fender` about `@lamp`.", "Done."])
            #expect(notes.first?["noteable_type"]?.text == "Snippet")
            #expect(notes.first?["source_author"]?["login"]?.text == "mira-keel")
            let threads = try await world.api.get("/snippets/\(open)/discussions", token: nil).list
            #expect(threads.count == 2 && threads.first?["id"]?.text?.count == 40)
            let id = threads.first?["id"]?.text ?? ""
            #expect(try await world.api.get("/snippets/\(open)/discussions/\(id)", token: nil).status == 200)
        }
    }

    @Test func gitClonesSnippetsAsFarAsTheyMayBeSeen() async throws {
        try await withWorld { world in
            let (open, secret) = try await world.imported()
            let folder = NSTemporaryDirectory() + "/landfall-snippets-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let git = GitClient(folder: folder)
            try await git("clone", "--quiet", "\(world.api.base)/snippets/\(open).git", "open")
            #expect(try await GitClient(folder: folder + "/open")("rev-list", "--count", "HEAD") == "2")
            let refused = try await git.run(["clone", "\(world.api.base)/snippets/\(secret).git", "secret"])
            #expect(!refused.isSuccess && refused.errors.contains("could not read Username"))
            let base = world.api.base.replacing("http://", with: "http://x:\(APIServer.rootToken)@")
            try await git("clone", "--quiet", "\(base)/snippets/\(secret).git", "secret")
        }
    }
}
