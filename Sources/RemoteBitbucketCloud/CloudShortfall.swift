import Model
import RemoteREST

/// A list, or a page of one, that has fewer rows than the source counts there (`size`), and had when it was asked once
/// more. The page says so itself, so that the journal keeps it.
struct CloudShortfall: Codable, Sendable, Hashable {
    var list: String
    var said: Int64
    var given: Int64

    enum CodingKeys: String, CodingKey {
        case list
        case said
        case given
    }

    /// A line about the list, not about one object: a retry asks for it again.
    func exception(_ kind: ObjectKind) -> ImportException {
        ImportException(
            kind: kind, sourceKey: .hidden(list.inOneLine), sourceURL: nil, outcome: .skipped,
            reason:
                "the source counts \(said) objects in \(list.inOneLine) and gives \(given), also when asked once more",
            cure: "fetch again what failed, with a credential that may see all of them")
    }
}

extension CloudPage {
    /// What all pages of a list lack together.
    static func shortfall(of list: String, in pages: [CloudPage]) -> CloudShortfall? {
        guard let said = pages.compactMap(\.size).max() else { return nil }
        let given = Int64(pages.reduce(0) { $0 + $1.values.count })
        return given < said ? CloudShortfall(list: list, said: said, given: given) : nil
    }

    /// What one page of a list lacks.
    ///
    /// - Parameter number: which page it is, from 1 on.
    func shortfall(of list: String, page number: Int) -> CloudShortfall? {
        guard let size, let length, (1...1000).contains(length), (1...1 << 40).contains(number) else { return nil }
        let said = min(length, size.asCount - Int64(number - 1) * length)
        let given = Int64(values.count)
        guard given < said else { return nil }
        return CloudShortfall(list: number == 1 ? list : "\(list), page \(number)", said: said, given: given)
    }
}
