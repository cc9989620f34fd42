import Markdown

/// LAMP/spec of a Bitbucket Server below `/bitbucket`, and lamp/spec of Bitbucket Cloud, both imported as group/spec.
enum ServerSample {
    static let origin = "https://git.example.org/bitbucket"

    /// Only pull requests have numbers: 12 and 34.
    static let target = TargetProject(
        path: "group/spec", webURL: Sample.webURL,
        has: { kind, number in kind == .mergeRequest && [12, 34].contains(number) },
        note: { ["comment-301": 9301][$0] })

    /// LAMP/tool and ~carol/notes were imported too; there 5 was a pull request.
    static let tool = TargetProject(
        path: "group/sub/tool", webURL: "https://lab.example.org/group/sub/tool",
        has: { kind, number in kind == .mergeRequest && number == 5 }, note: { ["comment-77": 9077][$0] })

    static let pass = TextPass(
        dialect: .bitbucketServer(webOrigin: origin, repository: "LAMP/spec"), target: target,
        importedRepository: { owner, name in
            ["lamp/tool", "~carol/notes"].contains("\(owner)/\(name)".lowercased()) ? tool : nil
        },
        person: { ["alice": "alice.local", "jo doe": "jo", "ann@corp.example": "ann"][$0.lowercased()] })

    static let plainPass = TextPass(
        dialect: .bitbucketServer(webOrigin: origin, repository: "LAMP/spec"),
        target: TargetProject(path: "group/spec", webURL: Sample.webURL, has: { _, _ in false }))
}

enum CloudSample {
    static let alice = "712020:11111111-2222-4333-8444-555555555555"
    static let bob = "5d1234567890abcdef123456"

    /// Issues 7, 11 and 12; pull requests 12 and 34.
    static let target = TargetProject(
        path: "group/spec", webURL: Sample.webURL,
        has: { kind, number in (kind == .issue ? [7, 11, 12] : [12, 34]).contains(number) },
        note: { ["comment-100030302": 9302, "issue_comment-501": 9501][$0] })

    /// lamp/tool was imported too; there 5 was a pull request and an issue.
    static let tool = TargetProject(
        path: "group/sub/tool", webURL: "https://lab.example.org/group/sub/tool", has: { _, number in number == 5 })

    static let pass = TextPass(
        dialect: .bitbucketCloud(webOrigin: "https://bitbucket.org", repository: "lamp/spec"), target: target,
        importedRepository: { owner, name in "\(owner)/\(name)".lowercased() == "lamp/tool" ? tool : nil },
        person: { $0.lowercased() == "alice" ? "alice.local" : nil },
        account: { id in
            switch id {
            case alice: TextPass.Account(username: "alice.local", nickname: "Alice A")
            case bob: TextPass.Account(username: nil, nickname: "Bob B")
            case "strange": TextPass.Account(username: nil, nickname: "a`b")
            default: nil
            }
        })

    static let plainPass = TextPass(
        dialect: .bitbucketCloud(webOrigin: "https://bitbucket.org", repository: "lamp/spec"),
        target: TargetProject(path: "group/spec", webURL: Sample.webURL, has: { $0 == .issue && $1 < 50 }))
}
