import Model
import Outbound
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("Addresses, credentials and facts")
struct AddressTests {
    @Test(
        "files of texts are known by their addresses, and the credential goes to the API only",
        arguments: [
            ("https://bitbucket.org/repo/Ab12/images/123-lamp%20oil.png", false, "lamp oil.png"),
            ("https://bbuseruploads.s3.amazonaws.com/0d87/attachments/1/a.zip", false, "a.zip"),
            ("https://bytebucket.org/team/lamp/wiki/raw/a/b.png", false, "b.png"),
            ("https://bitbucket.org/team/lamp/downloads/a.zip", true, "a.zip"),
            ("https://api.bitbucket.org/2.0/repositories/team/lamp/downloads/a%20b.zip", true, "a b.zip"),
            ("https://api.bitbucket.org/2.0/repositories/team/lamp/issues/3/attachments/a.txt", true, "a.txt"),
        ])
    func files(_ text: String, _ isOwn: Bool, _ name: String) throws {
        let file = try #require(CloudFileAddress.file(at: text, try Cloud.address()))
        #expect(file.places.map(\.isOwn) == [isOwn] && file.name == name)
        #expect(!isOwn || file.places.allSatisfy { $0.url.host == "api.bitbucket.org" })
    }

    @Test(
        "other addresses are no files",
        arguments: [
            "https://bitbucket.org/team/lamp/src/main/a.png", "https://bitbucket.org/team/other/downloads/a.zip",
            "https://bitbucket.org/team/lamp/downloads/..%2F..%2Fuser",
            "https://api.bitbucket.org/2.0/repositories/team/lamp/downloads/%252e%252e%252f..",
            "https://api.bitbucket.org/2.0/repositories/team/lamp/issues/1/attachments/..%2F..%2Fx",
            "https://bitbucket.org/team/lamp/pull-requests/7", "https://evil.example/repo/Ab12/images/1-a.png",
            "http://bbuseruploads.s3.amazonaws.com/0d87/attachments/1/a.zip",
            "https://api.bitbucket.org/2.0/repositories/team/lamp/issues/3/attachments/../../user",
            "https://api.bitbucket.org/2.0/user", "https://api.bitbucket.org/2.0/repositories/team/lamp2/downloads/a",
            "javascript:alert(1)", "",
        ])
    func noFiles(_ text: String) throws {
        #expect(CloudFileAddress.file(at: text, try Cloud.address()) == nil)
    }

    @Test("a mirror's storage is a folder of its pages")
    func mirror() throws {
        let addresses = BitbucketCloudAddresses(
            api: try OutboundURL("http://127.0.0.1:1/2.0"), web: try OutboundURL("http://127.0.0.1:2"))
        let address = try #require(CloudRepositoryAddress(addresses: addresses, fullName: "team/lamp"))
        let file = CloudFileAddress.file(at: "http://127.0.0.1:2/bbuseruploads/x/attachments/1/a.zip", address)
        #expect(file?.places.map(\.isOwn) == [false])
    }

    @Test(
        "names that are none become no part of an address",
        arguments: [
            "team", "team/", "/lamp", "team/../user", "team/..", "a/b/c", "te am/lamp", "team/la?mp", "té/lamp",
        ])
    func names(_ name: String) {
        #expect(CloudRepositoryAddress(addresses: .atlassian, fullName: name) == nil)
    }

    private static func credential(_ user: String, _ secret: String) -> CloudCredential? {
        AccountCredential(user: user, secret: Secret(secret)).flatMap { CloudCredential($0.joined) }
    }

    @Test("API tokens have another name for git than for the API; tokens alone are shown as they are")
    func credentials() throws {
        let token = try #require(Self.credential("ada@example.com", "T"))
        #expect(token.rest == .basic(user: "ada@example.com", Secret("T")) && token.isPersonal)
        #expect(token.git == .basic(user: "x-bitbucket-api-token-auth", Secret("T")))
        let password = try #require(Self.credential("ada", "P:Q"))
        #expect(password.rest == .basic(user: "ada", Secret("P:Q")) && password.git == password.rest)
        let alone = try #require(Self.credential("x-token-auth", "W"))
        #expect(alone.rest == .bearer(Secret("W")) && !alone.isPersonal)
        #expect(alone.git == .basic(user: "x-token-auth", Secret("W")))
        #expect(Self.credential("ada", " ") == nil && CloudCredential(Secret("alone")) == nil)
    }

    private func repository(_ more: String) throws -> RepositoryFacts? {
        let body = """
            {"uuid":"{0d87060f-a362-5842-b71c-37f1f81bcf1b}","name":"Lamp","full_name":"team/lamp","scm":"git",
            "is_private":true,"created_on":"2021-05-01T12:00:00Z","mainbranch":{"name":"main"},"size":4096\(more)}
            """
        return try CloudRepository.read(Array(body.utf8), what: "it").facts(at: .atlassian)
    }

    @Test("issues and wiki are there only where the source says so")
    func facts() throws {
        let facts = try #require(try repository(""))
        #expect(!facts.hasIssues && !facts.hasWiki && facts.visibility == .private && facts.defaultBranch == "main")
        #expect(facts.source.repositoryID == 0x0d87_060f_a362_5842 >> 1 && facts.sizeInKibibytes == 4)
        #expect(
            facts.source.apiBase == "https://api.bitbucket.org/2.0" && facts.source.webOrigin == "https://bitbucket.org"
        )
        #expect(try repository(#","has_issues":true,"has_wiki":true"#)?.hasWiki == true)

    }

    @Test(
        "git is read where the source says, never elsewhere",
        arguments: [
            (
                #"[{"name":"https","href":"https://ada@bitbucket.org/team/lamp.git"}]"#,
                "https://bitbucket.org/team/lamp.git"
            ),
            (#"[{"name":"ssh","href":"git@bitbucket.org:team/lamp.git"}]"#, "https://bitbucket.org/team/lamp.git"),
            (#"[{"name":"https","href":"https://evil.example/team/lamp.git"}]"#, "https://bitbucket.org/team/lamp.git"),
            (
                #"[{"name":"https","href":"https://bitbucket.org@evil.example/x.git"}]"#,
                "https://bitbucket.org/team/lamp.git"
            ),
            (
                #"[{"name":"https","href":"https://bitbucket.org/team/renamed.git"}]"#,
                "https://bitbucket.org/team/renamed.git"
            ),
        ])
    func clone(_ links: String, _ expected: String) throws {
        #expect(try repository(#","links":{"clone":\#(links)}"#)?.source.cloneURL == expected)
    }

    @Test("a refusal tells only names of scopes")
    func scopes() {
        func missing(_ detail: String) -> [String] {
            CloudErrorBody.missingScopes(in: Array("{\"error\":{\"message\":\"m\",\"detail\":\(detail)}}".utf8))
        }
        #expect(missing(#"{"required":["read:user:bitbucket"],"granted":[]}"#) == ["read:user:bitbucket"])
        #expect(missing(#"{"required":["a\nb","<b>"],"granted":[]}"#).isEmpty)
        #expect(missing(#""words""#).isEmpty && CloudErrorBody.missingScopes(in: []).isEmpty)
    }

    @Test("an account is told by what stays the same, and never by nothing")
    func people() {
        func person(_ uuid: String?, _ account: String?, _ nickname: String?, _ username: String?) -> PersonDraft? {
            CloudUser(uuid: uuid, accountID: account, nickname: nickname, username: username, displayName: "D").person
        }
        #expect(person("{u}", "a", "nick", nil)?.login == "nick")
        #expect(person("{u}", nil, nil, "team")?.login == "team")
        #expect(person("{u}", "a", "", nil)?.login == "D")
        #expect(CloudUser(uuid: "{u}", accountID: "a").person?.login == "a")
        #expect(person(nil, "a", nil, nil)?.identifier == "a")
        #expect(person(nil, nil, "nick", nil) == nil)
    }

    @Test("what an import will cost grows with what there is, and the hour's allowance is the documented one")
    func estimate() {
        let rows = [CloudSample.Row(commentCount: 4, taskCount: 1), CloudSample.Row(commentCount: 0, taskCount: 0)]
        let sample = CloudSample(size: 1000, values: rows)
        let estimate = CloudEstimate(sample: sample, counts: [.pullRequest: 1000], settings: ImportSettings())
        let costs = Dictionary(uniqueKeysWithValues: estimate.costs.map { ($0.what, $0.requests) })
        #expect(costs["pull_requests"] == 20 && costs["timelines"] == 160 && costs["tasks"] == 500)
        #expect(costs["issues"] == 1 && costs["comments"] == 0)
        let hostile = CloudSample(size: .max, values: [CloudSample.Row(commentCount: .max, taskCount: .max)])
        #expect(hostile.total { $0.commentCount ?? 0 } > 0)
    }
}
