import Foundation
import Git
import Model
import Store
import Testing

@Suite struct RepositoryRoutesTests {
    @Test func branchesAreListedSearchedAndSorted() async throws {
        try await withHistory { server in
            let all = try await server.get("/repository/branches")
            #expect(texts(all, "name") == ["feature/engine", "main", "merged"])
            #expect(all.list.map { $0["merged"]?.bool } == [false, false, true])
            #expect(all.list.map { $0["default"]?.bool } == [false, true, false])
            #expect(all.list[1].at("commit.title")?.text == "Describe it")
            #expect(all.list[0]["web_url"]?.text == "https://forge.example.org/space/lander/-/tree/feature/engine")
            #expect(all.headers["x-total"] == "3")
            let latest = try await server.get("/repository/branches?sort=updated_desc&per_page=1")
            #expect(texts(latest, "name") == ["main"] && latest.headers["x-next-page"] == "2")
            #expect(texts(try await server.get("/repository/branches?search=%5Eme"), "name") == ["merged"])
        }
    }

    @Test func oneBranchIsFoundByItsName() async throws {
        try await withHistory { server in
            let found = try await server.get("/repository/branches/feature%2Fengine")
            #expect(found.object["name"]?.text == "feature/engine")
            #expect(found.object["commit"]?["id"]?.text == (try await server.id("feature/engine")))
            #expect(try await server.get("/repository/branches/none").message == "404 Branch Not Found")
            let invalid = try await server.get("/repository/branches/a%2A")
            #expect(invalid.status == 400 && invalid.message == "The branch refname is invalid")
        }
    }

    @Test func tagsAreListedWithTheirReleases() async throws {
        try await withHistory { server in
            let project = server.project
            try await server.api.store.write { connection in
                _ = try connection.execute(
                    """
                    INSERT INTO releases
                        (project_id, source_key, tag, name, description, author_id, created_at, released_at)
                    VALUES ($1, 'r1', 'v1.9', 'One nine', 'What is new', 1, 0, 0)
                    """, [project])
            }
            let byVersion = try await server.get("/repository/tags?order_by=version&sort=asc")
            #expect(texts(byVersion, "name") == ["v1.9", "v1.10"])
            #expect(
                texts(try await server.get("/repository/tags?order_by=name&sort=asc"), "name") == ["v1.10", "v1.9"])
            let light = byVersion.list[0]
            #expect(light.at("release.description")?.text == "What is new" && light["created_at"] == .null)
            #expect(light["target"] == light.at("commit.id") && light["message"] == .text(""))
            let annotated = try await server.get("/repository/tags/v1.10").object
            #expect(annotated["message"]?.text == "Version 1.10" && annotated["release"] == .null)
            #expect(annotated["target"]?.text == (try await server.id("v1.10")))
            #expect(annotated["commit"]?["id"]?.text == (try await server.id("main")))
            #expect(annotated["created_at"]?.text == "2020-09-13T10:56:40.000-01:30")
            #expect(try await server.get("/repository/tags/v9").message == "404 Tag Not Found")
        }
    }

    @Test func commitsAreListedByRefPathTimeAndAuthor() async throws {
        try await withHistory { server in
            let all = try await server.get("/repository/commits")
            #expect(texts(all, "title") == ["Describe it", "Start"] && all.headers["x-next-page"] == "")
            let commit = all.list[0]
            #expect(commit["short_id"]?.text == String(try await server.id("main").prefix(8)))
            #expect(commit["authored_date"]?.text == "2020-09-13T14:30:00.000+02:00")
            #expect(commit["committed_date"]?.text == "2020-09-13T11:00:00.000-01:30")
            #expect(commit.at("trailers.Signed-off-by")?.text == "Ada <ada@example.com>")
            #expect(commit.at("extended_trailers.Signed-off-by")?.list.count == 1)
            #expect(commit["parent_ids"]?.list.map(\.text) == [try await server.id("v1.9")])
            let queries = [
                "ref_name=feature%2Fengine": ["Add an engine", "Start"], "path=README.md": ["Describe it", "Start"],
                "path=Sources": ["Start"], "since=2020-09-13T12:30:00Z": ["Describe it"],
                "until=2020-09-13T12:27:00Z": ["Start"], "author=nobody": [], "author=ada": ["Describe it", "Start"],
                "all=true": ["Describe it", "Add an engine", "Start"], "ref_name=v1.9": ["Start"],
            ]
            for (query, titles) in queries {
                #expect(texts(try await server.get("/repository/commits?\(query)"), "title") == titles, "\(query)")
            }
            let page = try await server.get("/repository/commits?per_page=1")
            #expect(page.list.count == 1 && page.headers["x-next-page"] == "2")
            let stats = try await server.get("/repository/commits?with_stats=true&per_page=1").list.first
            #expect(stats?.at("stats.additions")?.number == 2)
            #expect(try await server.get("/repository/commits?ref_name=none").message == "404 Commit Not Found")
        }
    }

    @Test func oneCommitIsShownWithItsDiffAndRefs() async throws {
        try await withHistory { server in
            let commit = try await server.get("/repository/commits/main").object
            #expect(commit["stats"]?["total"]?.number == 2 && commit["project_id"]?.number == server.project)
            #expect(commit["last_pipeline"] == .null && commit["status"] == .null)
            #expect(try await server.get("/repository/commits/main?stats=false").object["stats"] == nil)
            #expect(try await server.get("/repository/commits/--all").message == "404 Commit Not Found")
            let diff = try await server.get("/repository/commits/feature%2Fengine/diff").list.first
            #expect(diff?["new_path"]?.text == "Sources/engine.swift" && diff?["new_file"]?.bool == true)
            #expect(diff?["diff"]?.text == "@@ -0,0 +1,2 @@\n+print(2)\n+print(3)\n")
            #expect(diff?["b_mode"]?.text == "100644" && diff?["too_large"]?.bool == false)
            let refs = try await server.get("/repository/commits/v1.9/refs")
            #expect(texts(refs, "name") == ["feature/engine", "main", "merged", "v1.10", "v1.9"])
            #expect(texts(try await server.get("/repository/commits/main/refs?type=tag"), "name") == ["v1.10"])
            #expect(try await server.get("/repository/commits/main/statuses").text == "[]")
        }
    }

    @Test func treesAreListed() async throws {
        try await withHistory { server in
            let root = try await server.get("/repository/tree")
            #expect(texts(root, "path") == ["Sources", "bin", "docs", "README.md", "logo.bin"])
            #expect(root.list[0]["type"]?.text == "tree" && root.list[0]["mode"]?.text == "040000")
            let nested = try await server.get("/repository/tree?path=docs%2Fa%20name&ref=v1.9")
            #expect(texts(nested, "name") == ["grüße.txt"])
            let all = try await server.get("/repository/tree?recursive=true&per_page=100")
            #expect(all.list.count == 9)
            #expect(try await server.get("/repository/tree?path=none").message == "404 Tree Not Found")
            #expect(try await server.get("/repository/tree?ref=none").message == "404 Tree Not Found")
        }
    }

    @Test func treesAreWalkedByKeyset() async throws {
        try await withHistory { server in
            var path = "/repository/tree?recursive=true&pagination=keyset&per_page=4"
            var found: [String] = []
            while true {
                let reply = try await server.get(path)
                found += texts(reply, "path")
                guard let link = reply.headers["link"], link.hasSuffix("rel=\"next\"") else { break }
                let address = link.dropFirst().prefix { $0 != ">" }
                let query = try #require(address.firstIndex(of: "?"))
                path = "/repository/tree" + address[query...]
            }
            #expect(found.count == 9 && Set(found).count == 9)
            let bad = try await server.get("/repository/tree?pagination=keyset&page_token=nonsense")
            #expect(bad.status == 422)
        }
    }

    @Test func filesAreShownWithTheirContent() async throws {
        try await withHistory { server in
            let reply = try await server.get("/repository/files/docs%2Fa%20name%2Fgr%C3%BC%C3%9Fe%2Etxt?ref=main")
            let file = reply.object
            #expect(file["file_path"]?.text == "docs/a name/grüße.txt" && file["encoding"]?.text == "base64")
            let content = Data(base64Encoded: file["content"]?.text ?? "") ?? Data()
            #expect(String(decoding: content, as: UTF8.self) == "grüße\n" && file["size"]?.number == 8)
            #expect(file["last_commit_id"]?.text == (try await server.id("v1.9")))
            #expect(file["commit_id"]?.text == (try await server.id("main")))
            #expect(reply.headers["x-gitlab-blob-id"] == file["blob_id"]?.text)
            #expect(reply.headers["x-gitlab-content-sha256"] == file["content_sha256"]?.text)
            let toolPath = "/projects/\(server.project)/repository/files/bin%2Ftool?ref=main"
            let tool = try await server.api.send("HEAD", toolPath)
            #expect(tool.status == 200 && tool.text.isEmpty && tool.headers["x-gitlab-execute-filemode"] == "true")
            let failures = [
                "README.md": "ref is missing, ref is empty", "README.md?ref=none": "404 Commit Not Found",
                "none?ref=main": "404 File Not Found", "Sources?ref=main": "404 File Not Found",
                "..%2F..%2Fetc%2Fpasswd?ref=main": "404 File Not Found",
            ]
            for (path, message) in failures {
                #expect(try await server.get("/repository/files/\(path)").message == message, "\(path)")
            }
        }
    }

    @Test func rawFilesNeverLookLikePages() async throws {
        try await withHistory { server in
            let text = try await server.get("/repository/files/README%2Emd/raw?ref=v1.9")
            #expect(text.text == "# Lander\n" && text.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(text.headers["x-gitlab-file-name"] == "README.md" && text.headers["content-length"] == "9")
            #expect(text.headers["x-content-type-options"] == "nosniff")
            let binary = try await server.get("/repository/files/logo.bin/raw")
            #expect(binary.headers["content-type"] == "application/octet-stream")
        }
    }

    @Test func markupThatRunsInBrowsersIsServedAsTextWithoutRights() async throws {
        let pages = [
            "page.html": "<script>alert(1)</script>", "chart.svg": "<svg onload='alert(1)'/>", "x.xhtml": "<html/>",
            "x.xml": "<?xml-stylesheet href='x'?>", "x.mhtml": "MIME-Version: 1.0", "x.hta": "<script>",
            "x.js": "alert(1)",
            "x.swf": "FWS", "-x.html": "<b>", "x\r\ny.html": "<b>", "\u{202e}lmth.exe": "<b>",
        ]
        try await RepositoryServer.with { server in
            for (name, content) in pages { try server.source.write(content, to: name) }
            try await server.source.commit("Pages", at: 1_600_000_000)
            try await server.publishAlone()
            for (name, content) in pages {
                let path = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                let answer = try await server.get("/repository/files/\(path)/raw?ref=main")
                #expect(answer.status == 200 && answer.text == content, "\(name.debugDescription)")
                #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["content-security-policy"]?.hasSuffix("; sandbox") == true)
                let disposition = try #require(answer.headers["content-disposition"])
                #expect(!disposition.unicodeScalars.contains { PrintableText.isUnprintable($0) })
            }
        }
    }

    @Test func blobsAreFoundByTheirNames() async throws {
        try await withHistory { server in
            let id = try await server.id("v1.9:README.md")
            let blob = try await server.get("/repository/blobs/\(id)").object
            #expect(blob["sha"]?.text == id && blob["size"]?.number == 9 && blob["encoding"]?.text == "base64")
            #expect(try await server.get("/repository/blobs/\(id)/raw").text == "# Lander\n")
            let commit = try await server.id("main")
            #expect(try await server.get("/repository/blobs/\(commit)").message == "404 Blob Not Found")
            let none = String(repeating: "1", count: 40)
            #expect(try await server.get("/repository/blobs/\(none)").message == "404 Blob Not Found")
        }
    }

    @Test func revisionsAreCompared() async throws {
        try await withHistory { server in
            let path = "/repository/compare?from=main&to=feature%2Fengine"
            let own = try await server.get(path).object
            #expect(own["commits"]?.list.map { $0["title"]?.text } == ["Add an engine"])
            #expect(own["commit"]?["title"]?.text == "Add an engine")
            #expect(own["diffs"]?.list.map { $0["new_path"]?.text } == ["Sources/engine.swift"])
            #expect(own["compare_same_ref"]?.bool == false && own["compare_timeout"]?.bool == false)
            let straight = try await server.get("\(path)&straight=true").object
            #expect(straight["diffs"]?.list.count == 2)
            let same = try await server.get("/repository/compare?from=main&to=main").object
            #expect(same["compare_same_ref"]?.bool == true && same["commit"] == .null)
            #expect(try await server.get("/repository/compare?from=none&to=main").message == "404 Ref Not Found")
            #expect(try await server.get("/repository/compare").message == "from is missing, to is missing")
            let unified = try await server.get("\(path)&unidiff=true").object
            let diff = unified["diffs"]?.list.first?["diff"]?.text ?? ""
            #expect(diff.hasPrefix("--- /dev/null\n+++ b/Sources/engine.swift\n@@ "))
        }
    }

    @Test func contributorsAndMergeBasesAreFound() async throws {
        try await withHistory { server in
            let people = try await server.get("/repository/contributors")
            #expect(people.list.count == 1 && people.list[0]["commits"]?.number == 2)
            #expect(people.list[0]["email"]?.text == "ada@example.com")
            let base = try await server.get("/repository/merge_base?refs%5B%5D=main&refs%5B%5D=feature%2Fengine").object
            #expect(base["id"]?.text == (try await server.id("v1.9")))
            #expect(try await server.get("/repository/merge_base?refs%5B%5D=main").message == "Provide at least 2 refs")
            let unknown = try await server.get("/repository/merge_base?refs%5B%5D=main&refs%5B%5D=a&refs%5B%5D=b")
            #expect(unknown.message == "Could not find refs: a, b")
        }
    }

    @Test(arguments: ["", ".tar", ".tar.bz2", ".zip"]) func archivesAreMade(ending: String) async throws {
        try await withHistory { server in
            let reply = try await server.get("/repository/archive\(ending)?sha=v1.9")
            let sha = try await server.id("v1.9")
            let name = "lander-v1.9-\(sha).\(ending.isEmpty ? "tar.gz" : String(ending.dropFirst()))"
            #expect(reply.status == 200 && !reply.text.isEmpty)
            #expect(reply.headers["content-disposition"]?.contains("filename=\"\(name)\"") == true)
            if ending == ".tar" { #expect(reply.text.contains("lander-v1.9-\(sha)/README.md")) }
        }
    }

    @Test func archivesOfWhatIsNotThereAreNotBegun() async throws {
        try await withHistory { server in
            #expect(try await server.get("/repository/archive?sha=none").message == "404 File Not Found")
            #expect(try await server.get("/repository/archive?path=none").message == "404 File Not Found")
            let part = try await server.get("/repository/archive.tar?path=Sources")
            #expect(part.text.contains("Sources/main.swift") && !part.text.contains("README.md"))
        }
    }

    @Test func codeIsForWhoeverMayReadIt() async throws {
        try await withHistory { server in
            _ = try await server.api.put("/projects/\(server.project)", #"{"visibility":"private"}"#)
            let path = "/projects/\(server.project)/repository/branches"
            #expect(try await server.api.get(path, token: nil).message == "404 Project Not Found")
            let guest = try await server.api.person("guest")
            try await server.api.join("/projects/\(server.project)", guest, as: .guest)
            #expect(try await server.api.get(path, token: guest.token).status == 403)
            let token = try await server.api.token(for: 1, scopes: ["read_repository"])
            let file = "/projects/\(server.project)/repository/files/README.md?ref=main"
            #expect(try await server.api.get(file, token: token).status == 200)
            #expect(try await server.api.get(path, token: token).status == 403)
        }
    }

    @Test func aRepositoryWithoutCommitsIsEmptyAndOneThatIsNotThereIsNotFound() async throws {
        try await RepositoryServer.with { server in
            #expect(try await server.get("/repository/branches").message == "404 Repository Not Found")
            try FileManager.default.createDirectory(
                atPath: (server.repository.directory as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try await server.repository.create()
            for path in ["branches", "tags", "commits", "contributors"] {
                #expect(try await server.get("/repository/\(path)").text == "[]", "\(path)")
            }
            #expect(try await server.get("/repository/tree").message == "404 Tree Not Found")
        }
    }
}
