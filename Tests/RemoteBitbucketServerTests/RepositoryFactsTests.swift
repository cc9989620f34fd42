import Model
import Outbound
import Remote
import RemoteREST
import Synchronization
import Testing

@testable import RemoteBitbucketServer

@Suite("What Bitbucket Server says of a repository")
struct RepositoryFactsTests {
    private func facts(
        _ repository: String, branch: (Int, String) = (200, #"{"id":"refs/heads/main","displayId":"main"}"#)
    ) async throws -> RepositoryFacts {
        try await Samples.remote(
            ScriptedTransport { url in
                if url.path.hasSuffix("/default-branch") { return branch }
                if url.path.hasSuffix("/labels") { return (200, Payloads.page([#"{"name":"light"}"#, "{}"])) }
                if url.path.hasSuffix("/settings/pull-requests") {
                    return (
                        200,
                        #"{"mergeConfig":{"strategies":[{"id":"no-ff","enabled":true},{"id":"squash","enabled":false}]}}"#
                    )
                }
                return url.path.hasSuffix("/repos/lamp") ? (200, repository) : (404, "{}")
            }
        ).repository()
    }

    @Test("name, labels, branch, state and how it merges")
    func all() async throws {
        let facts = try await facts(Payloads.repository(#","archived":true"#))
        #expect(facts.name == "Lamp" && facts.description == "A lamp" && facts.topics == ["light"])
        #expect(facts.defaultBranch == "main" && facts.isArchived && !facts.hasIssues && !facts.hasWiki)
        #expect(facts.details?.allowsMergeCommit == true && facts.details?.allowsSquashMerge == false)
        let source = facts.source
        #expect(source.kind == .bitbucketServer && source.repositoryID == 2 && source.fullName == "LAMP/lamp")
        #expect(source.webOrigin == "https://git.example.com/bb")
        #expect(source.apiBase == "https://git.example.com/bb/rest/api/latest")
        #expect(source.cloneURL == "https://git.example.com/bb/scm/lamp/lamp.git")
        #expect(facts.answeredAt?.millisecondsSinceEpoch == 1_600_000_000_000)
    }

    @Test("it is public where it or its project is", arguments: [(false, false), (true, false), (false, true)])
    func visibility(_ repository: Bool, _ project: Bool) async throws {
        let facts = try await facts(Payloads.repository(isPublic: repository, projectIsPublic: project))
        #expect(facts.visibility == (repository || project ? .public : .private))
    }

    @Test(
        "a page to sign in, with status 200, does not pass for a repository without branch, labels or settings",
        arguments: ["default-branch", "labels", "settings/pull-requests"])
    func pagesInPlaceOfAnswers(_ path: String) async throws {
        let remote = try Samples.remote(
            ScriptedTransport { url in
                if url.path.hasSuffix("/repos/lamp") { return (200, Payloads.repository()) }
                return url.path.hasSuffix(path) ? (200, "<html>Log in</html>") : (404, "{}")
            })
        await #expect {
            _ = try await remote.repository()
        } throws: { error in
            if case .malformed? = error as? RemoteError { true } else { false }
        }
    }

    @Test("an empty repository has no default branch")
    func empty() async throws {
        #expect(try await facts(Payloads.repository(), branch: (404, "{}")).defaultBranch == nil)
        #expect(try await facts(Payloads.repository(), branch: (204, "")).defaultBranch == nil)
    }

    @Test(
        "git goes to the address the server names where it is the server's own, else to the one it should have",
        arguments: [
            ("https://ada@git.example.com/bb/scm/LAMP/lamp.git", "https://git.example.com/bb/scm/LAMP/lamp.git"),
            ("https://git.example.com/git/lamp.git", "https://git.example.com/git/lamp.git"),
            ("https://evil.example/bb/scm/lamp/lamp.git", "https://git.example.com/bb/scm/lamp/lamp.git"),
            ("https://git.example.com:444/bb/scm/lamp/lamp.git", "https://git.example.com/bb/scm/lamp/lamp.git"),
            ("http://git.example.com/bb/scm/lamp/lamp.git", "https://git.example.com/bb/scm/lamp/lamp.git"),
            ("nonsense", "https://git.example.com/bb/scm/lamp/lamp.git"),
        ])
    func cloneURL(_ told: String, _ used: String) async throws {
        let links =
            #","links":{"clone":[{"href":"ssh://git@x/lamp.git","name":"ssh"},{"href":"\#(told)","name":"http"}]}"#
        #expect(try await facts(Payloads.repository(links)).source.cloneURL == used)
    }

    @Test(
        "the server's address keeps its context path",
        arguments: [
            ("https://git.example.com", "https://git.example.com"),
            ("https://git.example.com/", "https://git.example.com"),
            ("HTTP://Git.Example.com:7990/bitbucket/", "http://git.example.com:7990/bitbucket"),
            ("https://h//a//b/?x=1", "https://h/a/b"),
        ])
    func hosts(_ given: String, _ base: String) throws {
        let host = try BitbucketServerHost(address: given)
        #expect(host.webOrigin == base && host.apiBase == base + "/rest/api/latest")
    }

    @Test(
        "what is no web address is refused",
        arguments: ["", "git.example.com", "ssh://h", "https://u:p@h", "ftp://h/x"])
    func refusedHosts(_ given: String) {
        #expect(throws: OutboundURL.Fault.self) { try BitbucketServerHost(address: given) }
    }

    @Test("a name that would lead elsewhere is none", arguments: ["", "a", "a/", "/b", "a/b/c", "../x", "a/..", "./b"])
    func names(_ text: String) {
        #expect(BitbucketServerRepositoryName(text) == nil)
    }

    @Test("names with blanks and percent signs stay one element of an address")
    func oddNames() throws {
        let place = try Samples.place("A B/c%2Fd")
        #expect(place.host.rest(place.repository).path == "/bb/rest/api/latest/projects/A%20B/repos/c%252Fd")
    }
}

@Suite("Files that texts show")
struct FileAddressTests {
    private func file(_ address: String, _ name: String = "LAMP/lamp") throws -> RemoteFile? {
        BitbucketServerFileAddress(place: try Samples.place(name), repositoryID: 2).file(at: address)
    }

    @Test(
        "attachments by their short form and by their addresses, and files as they are",
        arguments: [
            ("attachment:2/200001", "/rest/api/latest/projects/LAMP/repos/lamp/attachments/200001", nil),
            (
                "attachment:2/1f32f09d97%2Fa%20b.png",
                "/rest/api/latest/projects/LAMP/repos/lamp/attachments/1f32f09d97%2Fa%20b.png", "a b.png"
            ),
            (
                "https://git.example.com/bb/projects/LAMP/repos/lamp/attachments/7",
                "/rest/api/latest/projects/LAMP/repos/lamp/attachments/7", nil
            ),
            (
                "https://git.example.com/bb/rest/api/1.0/projects/LAMP/repos/lamp/attachments/7",
                "/rest/api/latest/projects/LAMP/repos/lamp/attachments/7", nil
            ),
            (
                "https://git.example.com/bb/projects/LAMP/repos/lamp/raw/img/x.png?at=main",
                "/projects/LAMP/repos/lamp/raw/img/x.png?at=main", "x.png"
            ),
        ])
    func own(_ address: String, _ path: String, _ name: String?) throws {
        let found = try #require(try file(address))
        #expect(found.places.map(\.url.text) == ["https://git.example.com/bb" + path])
        #expect(found.places.allSatisfy { $0.isOwn } && found.name == name)
    }

    @Test(
        "everything else is no file: other repositories, which the writer may not see, among it",
        arguments: [
            "attachment:3/200001", "attachment:2", "attachment:2/", "attachment:2/..", "attachment:2/a%2F..%2Fb",
            "attachment:x/1",
            "https://git.example.com/bb/projects/OTHER/repos/lamp/raw/x.png",
            "https://evil.example/bb/projects/LAMP/repos/lamp/raw/x.png",
            "https://git.example.com/projects/LAMP/repos/lamp/raw/x.png",
            "http://git.example.com/bb/projects/LAMP/repos/lamp/raw/x.png",
            "https://git.example.com/bb/projects/LAMP/repos/lamp/raw/../../../x",
            "https://git.example.com/bb/projects/LAMP/repos/lamp/raw/%2E%2E/x",
            "https://git.example.com/bb/projects/LAMP/repos/lamp/pull-requests/1", "img/x.png",
        ])
    func others(_ address: String) throws {
        #expect(try file(address) == nil)
    }
}

@Suite("Signing in to Bitbucket Server")
struct SignInTests {
    private func signIn(
        basic: @escaping ScriptedTransport.Rule, bearer: @escaping ScriptedTransport.Rule
    ) -> (BitbucketServerSignIn, ScriptedTransport, ScriptedTransport) {
        let (one, other) = (ScriptedTransport(basic), ScriptedTransport(bearer))
        return (BitbucketServerSignIn(basic: one, bearer: other), one, other)
    }

    private func url() throws -> OutboundURL { try OutboundURL("https://git.example.com/bb/x") }

    @Test("user and secret are tried first, and stay where they are taken", arguments: [200, 404])
    func basic(_ status: Int) async throws {
        let (signIn, basic, bearer) = signIn(basic: { _ in (status, "{}") }, bearer: { _ in (200, "{}") })
        for _ in 1...2 { #expect(try await signIn.get(try url(), what: "x").status == status) }
        #expect(basic.requests.count == 2 && bearer.requests.isEmpty)
        #expect(await signIn.scheme == .basic)
    }

    @Test(
        "where they are refused the token is tried alone, once, and remembered",
        arguments: [
            (401, Samples.refusal("auth.IncorrectPasswordAuthenticationException")), (401, ""),
            (403, #"{"message":"Basic Authentication has been disabled on this instance."}"#),
        ])
    func bearer(_ status: Int, _ body: String) async throws {
        let (signIn, basic, bearer) = signIn(basic: { _ in (status, body) }, bearer: { _ in (200, "{}") })
        for _ in 1...3 { #expect(try await signIn.get(try url(), what: "x").status == 200) }
        #expect(basic.requests.count == 1 && bearer.requests.count == 3)
        #expect(await signIn.scheme == .bearer)
    }

    @Test("a server that is out of order settles nothing")
    func outOfOrder() async throws {
        let (signIn, _, bearer) = signIn(basic: { _ in (503, "") }, bearer: { _ in (200, "{}") })
        #expect(try await signIn.get(try url(), what: "x").status == 503)
        #expect(await signIn.scheme == nil && bearer.requests.isEmpty)
    }

    @Test("somebody before the server who refuses it all settles nothing")
    func proxy() async throws {
        let isOpen = Mutex(false)
        let refusal = (403, #"{"message":"Forbidden"}"#)
        let (signIn, basic, bearer) = signIn(
            basic: { _ in isOpen.withLock { $0 } ? (200, "{}") : refusal },
            bearer: { _ in isOpen.withLock { $0 } ? (401, "") : refusal })
        #expect(try await signIn.get(try url(), what: "x").status == 403)
        #expect(await signIn.scheme == nil && bearer.requests.count == 1)
        isOpen.withLock { $0 = true }
        #expect(try await signIn.get(try url(), what: "x").status == 200)
        #expect(await signIn.scheme == .basic && basic.requests.count == 2 && bearer.requests.count == 1)
    }

    @Test("where both are refused, no more is tried: the server counts")
    func neither() async throws {
        let refused = (401, Samples.refusal("auth.IncorrectPasswordAuthenticationException"))
        let (signIn, basic, bearer) = signIn(basic: { _ in refused }, bearer: { _ in refused })
        for _ in 1...3 { #expect(try await signIn.get(try url(), what: "x").status == 401) }
        #expect(basic.requests.count == 3 && bearer.requests.count == 1)
    }

    @Test(
        "a missing right is no reason to sign in otherwise",
        arguments: [
            "AuthorisationException", "auth.NoAccessAuthenticationException",
        ])
    func missingRight(_ exception: String) async throws {
        let (signIn, _, bearer) = signIn(
            basic: { _ in (401, Samples.refusal(exception)) }, bearer: { _ in (200, "{}") })
        #expect(try await signIn.get(try url(), what: "x").status == 401)
        #expect(bearer.requests.isEmpty)
    }

    @Test("however many ask at once, one finds out")
    func together() async throws {
        let refused = (401, Samples.refusal("auth.IncorrectPasswordAuthenticationException"))
        let (signIn, basic, bearer) = signIn(basic: { _ in refused }, bearer: { _ in (200, "{}") })
        let url = try url()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...20 { group.addTask { try await signIn.get(url, what: "x").status } }
            for try await status in group { #expect(status == 200) }
        }
        #expect(basic.requests.count == 1 && bearer.requests.count == 20)
    }
}
