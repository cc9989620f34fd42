import Model
public import Store

/// Runs the text pass again over texts that stand in the store: when more of what they refer to is known, when a person
/// they mention has become somebody here, when a file they show has arrived.
public struct StoredTexts: Sendable {
    private let target: TextTarget

    public init(_ target: TextTarget) {
        self.target = target
    }

    /// Makes these texts anew from their originals, in the caller's transaction.
    public func rewrite(
        _ texts: [ImportedTexts.Text], of table: ImportedTable, in connection: any WriteConnection
    ) throws {
        let pass = try ImportedText(target, referring: texts.map(\.source), in: connection)
        for text in texts where !text.source.isEmpty {
            let rewritten = heading(of: text, table) + pass.rewrite(text.source)
            if rewritten != text.current {
                try ImportedTexts.set(rewritten, of: text.row, in: table, connection)
            }
        }
    }

    /// What the importer has put above a review's own text.
    private func heading(of text: ImportedTexts.Text, _ table: ImportedTable) -> String {
        guard table == .notes, NoteKeys.isReviewBody(text.sourceKey), let current = text.current,
            let end = current.firstRange(of: "\n\n")?.upperBound
        else { return "" }
        return String(current[..<end])
    }
}
