import Model
import Store

/// Writes one draft: a method for each kind, a file for each family.
struct DraftWriter {
    let run: ImportRun
    let resolver: Resolver
    let existing: ExistingKeys
    let text: ImportedText
    let now: Timestamp

    var project: ProjectID { run.project.id }

    func write(_ draft: Draft, _ tally: inout Tally, in connection: any WriteConnection) throws {
        switch draft {
        case .label(let draft): try write(draft, &tally, in: connection)
        case .milestone(let draft): try write(draft, &tally, in: connection)
        case .release(let draft): try write(draft, &tally, in: connection)
        case .issue(let draft): try write(draft, &tally, in: connection)
        case .mergeRequest(let draft): try write(draft, &tally, in: connection)
        case .note(let draft): try write(draft, &tally, in: connection)
        case .diffNote(let draft): try write(draft, &tally, in: connection)
        case .review(let draft): try write(draft, &tally, in: connection)
        case .closing(let draft): try write(draft, &tally, in: connection)
        case .threadResolution(let draft): try write(draft, &tally, in: connection)
        // The resolver has kept the name while it looked the person up.
        case .personName: break
        }
    }

    /// Counts an object whose row this transaction makes.
    func count(_ kind: ObjectKind, _ key: SourceKey, in table: ImportedTable, _ tally: inout Tally) {
        if !existing.contains(key, in: table) { tally.arrived(kind) }
    }
}
