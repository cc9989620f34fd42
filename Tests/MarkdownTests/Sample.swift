import Markdown
import Testing

/// The project all examples speak of: octo/spec, imported as group/spec.
enum Sample {
    static let webURL = "https://lab.example.org/group/spec"

    /// Numbers of octo/spec: 7 and 11 were issues, 12 and 34 pull requests; nothing else was imported.
    static let kinds: [Int64: TextPass.ItemKind] = [7: .issue, 11: .issue, 12: .mergeRequest, 34: .mergeRequest]

    static let target = TargetProject(
        path: "group/spec", webURL: webURL,
        itemKind: { kinds[$0] },
        note: { ["issuecomment-501": 9501, "discussion_r77": 9077][$0] })

    /// octo/tool was imported too; there 5 was a pull request and 6 an issue.
    static let tool = TargetProject(
        path: "group/sub/tool", webURL: "https://lab.example.org/group/sub/tool",
        itemKind: { [5: .mergeRequest, 6: .issue][$0] })

    static let pass = TextPass(
        dialect: .github(webOrigin: "https://github.com", repository: "octo/spec"),
        target: target,
        importedRepository: { owner, name in
            owner.lowercased() == "octo" && name.lowercased() == "tool" ? tool : nil
        },
        person: { $0 == "alice" ? "alice.local" : nil })

    /// The same without anything that GitLab writes otherwise: no pull requests, no people, no other projects.
    static let plainPass = TextPass(
        dialect: .github(webOrigin: "https://github.com", repository: "octo/spec"),
        target: TargetProject(path: "group/spec", webURL: webURL, itemKind: { $0 < 50 ? .issue : nil }))
}

/// A text, and what has to become of it.
struct Example: CustomTestStringConvertible {
    let title: String
    let source: String
    let expected: String

    init(_ title: String, _ source: String, becomes expected: String) {
        self.title = title
        self.source = source
        self.expected = expected
    }

    init(_ title: String, stays source: String) {
        self.init(title, source, becomes: source)
    }

    var testDescription: String { title }
}
