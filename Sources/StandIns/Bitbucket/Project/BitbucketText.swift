import Foundation

/// What texts of the sample name people, pull requests and files by, so that one text serves both faces:
/// `<@SLUG>` mentions somebody, `<pr:3>` is the full address of a pull request, `<issue:3>` of an issue, `<commit:5>` of
/// a commit by position, `<file:KEY>` the address of a file, `<src:PATH>` that of a file in the default branch.
enum BitbucketText {
    static func render(_ text: String, _ replace: (_ kind: String, _ value: String) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: #/<(@|pr:|issue:|commit:|file:|src:)([^>]+)>/#) {
            result += rest[..<match.range.lowerBound]
            result += replace(String(match.1), String(match.2)) ?? String(match.0)
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }
}
