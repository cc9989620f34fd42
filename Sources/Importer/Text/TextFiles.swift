import Markdown
import Model
import Store

/// The files in the texts of a project.
struct TextFiles: Sendable {
    private let pass: TextPass

    init(_ target: TextTarget) {
        pass = TextPass(
            dialect: TextPass.Dialect(target.source),
            target: TargetProject(path: target.fullPath, webURL: target.externalURL, itemKind: { _ in nil }))
    }

    /// Every address a text links to or shows.
    func addresses(in text: String) -> [String] {
        mayHoldAddresses(text) ? pass.fileAddresses(in: text) : []
    }

    /// Bitbucket Server's files have addresses without a host: `attachment:2/f51`.
    private static let schemes = ["http", "attachment:"]

    private func mayHoldAddresses(_ text: String) -> Bool { text.contains("://") || text.contains("attachment:") }

    /// Addresses in places where links are not changed: code, and plain text among HTML.
    func addressesInCode(of text: String, besides shown: [String]) -> [String] {
        guard mayHoldAddresses(text) else { return [] }
        var seen = Set(shown)
        return text.split { $0.isWhitespace || "\"'<>()[]{}`|\\".contains($0) }
            .filter { word in Self.schemes.contains { word.hasPrefix($0) } }
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
