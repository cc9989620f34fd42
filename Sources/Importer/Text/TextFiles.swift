import Markdown
import Model
import Store

/// The files in the texts of a project.
struct TextFiles: Sendable {
    private let pass: TextPass

    init(_ target: TextTarget) {
        pass = TextPass(
            dialect: .github(webOrigin: target.source.webOrigin, repository: target.source.fullName),
            target: TargetProject(path: target.fullPath, webURL: target.externalURL, itemKind: { _ in nil }))
    }

    /// Every web address a text links to or shows.
    func addresses(in text: String) -> [String] {
        text.utf8.count > 10 && text.contains("://") ? pass.fileAddresses(in: text) : []
    }

    /// Web addresses in places where links are not changed: code, and plain text among HTML.
    func addressesInCode(of text: String, besides shown: [String]) -> [String] {
        guard text.contains("://") else { return [] }
        var seen = Set(shown)
        return text.split { $0.isWhitespace || "\"'<>()[]{}`|\\".contains($0) }
            .filter { $0.hasPrefix("http") }
            .map { word in
                var address = word.replacing("&amp;", with: "&")
                while let last = address.last, ".,;:!?".contains(last) { address.removeLast() }
                return String(address)
            }
            .filter { seen.insert($0).inserted }
    }

    /// Where the files that these texts show are here, by their addresses at the source.
    static func arrived(
        in texts: [String], _ target: TextTarget, connection: any ReadConnection
    ) throws -> [String: String] {
        guard try Attachments.haveArrived(project: target.project, in: connection) else { return [:] }
        let files = TextFiles(target)
        let addresses = Set(texts.flatMap(files.addresses(in:))).sorted()
        return try Attachments.uploads(for: addresses, project: target.project, in: connection).mapValues(\.path)
    }
}
