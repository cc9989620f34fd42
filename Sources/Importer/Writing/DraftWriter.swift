import Model
import Store

/// Writes drafts: a method for each kind, a file for each family.
struct DraftWriter {
    let run: ImportRun
    let resolver: Resolver
    let existing: ExistingKeys
    let text: ImportedText
    let now: Timestamp

    var project: ProjectID { run.project.id }

    /// The issue or merge request with this number, also where this very page has brought it.
    /// - Parameter kind: see ``Resolver/item(_:_:)``.
    func item(_ number: Int64, _ kind: ItemKind?, in connection: any ReadConnection) throws -> Noteable? {
        if let known = resolver.item(number, kind) { return known }
        for (table, noteable, itemKind) in [
            (ImportedTable.mergeRequests, NoteableKind.mergeRequest, ItemKind.mergeRequest),
            (.issues, .issue, .issue),
        ] where kind == nil || kind == itemKind {
            let rows = try ImportedRows.rowsByNumber([number], of: table, project: project, in: connection)
            if let row = rows[number] { return Noteable(kind: noteable, id: row) }
        }
        return nil
    }

    /// Runs the text pass; a text that it could not read to its end is listed.
    func rewritten(
        _ body: String, _ kind: ObjectKind, _ key: SourceKey, _ url: String?, _ tally: inout Tally,
        in connection: any WriteConnection
    ) throws -> String {
        let (text, isWhole) = text.rewriteTellingWholeness(body)
        if !isWhole {
            try tally.list(
                ImportException(
                    kind: kind, sourceKey: key, sourceURL: url, outcome: .degraded,
                    reason: "mentions and references in its text stand as the source had them: "
                        + "it is too large or too deeply nested to be rewritten"
                ), at: now, in: connection)
        }
        return text
    }

    /// Counts an object whose row this transaction makes.
    func count(_ kind: ObjectKind, _ key: SourceKey, in table: ImportedTable, _ tally: inout Tally) {
        if !existing.contains(key, in: table) { tally.arrived(kind) }
    }
}
