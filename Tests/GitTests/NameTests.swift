import Git
import Model
import Testing

@Suite struct NameTests {
    /// Each is judged by git as well.
    static let names = [
        "refs/heads/main", "refs/heads/a/b", "refs/heads/ünï", "refs/heads/a b", "refs/heads/a..b", "refs/heads/.a",
        "refs/heads/a.lock", "refs/heads/a.lock/b", "refs/heads/a.", "refs/heads/a/", "refs/heads//a", "refs/heads/a~1",
        "refs/heads/a^", "refs/heads/a:b", "refs/heads/a?", "refs/heads/a*", "refs/heads/a[b", "refs/heads/a\\b",
        "refs/heads/a@{b", "refs/heads/@", "refs/heads/-a", "refs/heads/a\tb", "refs/heads/a\u{7f}b", "refs/heads/",
        "refs/heads/a.b", "refs/heads/🚀", "refs/heads/a'b\"c", "refs/heads/$(x)", "refs/heads/a;b", "refs/heads/HEAD",
        "refs/heads/lock", "refs/heads/.lock", "refs/heads/a]b}", "refs/x",
    ]

    @Test func refNamesAreJudgedAsGitJudgesThem() async throws {
        try await Scratch.with { scratch in
            for name in Self.names {
                let allowed = (try? await scratch.git("check-ref-format", name)) != nil
                #expect((RefName(name) != nil) == allowed, "\(name)")
            }
        }
    }

    @Test func onlyFullNamesAreRefNames() {
        #expect(RefName("main") == nil)
        #expect(RefName("HEAD") == nil)
        #expect(RefName("--upload-pack=x") == nil)
        #expect(RefName(branch: "-x") == nil)
        #expect(RefName(branch: "a/b")?.short == "a/b")
        #expect(RefName(tag: "v1")?.full == "refs/tags/v1")
        #expect(RefName("refs/merge-requests/1/head")?.short == "refs/merge-requests/1/head")
    }

    @Test(arguments: [
        "main", "a/b", "refs/heads/main", "HEAD", "@", "HEAD~3", "v1.0^1~2", "ünï", "main^", "deadbeef",
        "0123456789012345678901234567890123456789", "a'b", "v1^^^",
    ])
    func revisionsAreAccepted(text: String) throws {
        #expect(try Revision(text).text == text)
    }

    @Test(arguments: [
        "", "--upload-pack=touch /tmp/x", "-x", "--", "a..b", "a...b", "..", "a:b", ":/fix", ":0:a", "HEAD^{/fix}",
        "HEAD@{1}",
        "a b", "a\nb", "^main", "HEAD^@", "HEAD^!", "HEAD^-1", "HEAD~1x", "a\u{0}b", "main^{commit}",
        "x~99999999999999999999",
        "a*", "a?", "a[b]", "a\\b", "~1",
    ])
    func hostileRevisionsNeverReachGit(text: String) {
        let error = #expect(throws: GitError.self) { try Revision(text) }
        #expect(error?.cause == .invalidInput("this is no revision"))
    }

    @Test func objectNamesAreWhole() {
        #expect(ObjectHash("abc") == nil)
        #expect(ObjectHash(String(repeating: "g", count: 40)) == nil)
        #expect(ObjectHash(String(repeating: "A", count: 40))?.hex == String(repeating: "a", count: 40))
        #expect(ObjectHash(String(repeating: "0", count: 64))?.isZero == true)
    }

    @Test(arguments: [
        ("fix", "hotFIX-1", true), ("^fix", "hotfix", false), ("^hot", "HotFix", true), ("fix$", "hotfix", true),
        ("fix$", "fixed", false), ("^a$", "a", true), ("^a$", "ab", false), ("a*c", "xabcx", true),
        ("^a*c$", "abbc", true),
        ("^a*c$", "abbcd", false), ("", "x", true), ("a*b", "ba", false),
    ])
    func searchFollowsGitLab(term: String, name: String, fits: Bool) {
        #expect(RefSearch(term).matches(name) == fits)
    }
}
