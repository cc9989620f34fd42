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
