/// What can go wrong in the store. Parameters never stand in a message: they hold people's texts.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No space left where the store lies.
    case full(String)
    /// A value that must be unique is taken, or a row still needs this one: the constraint's own words.
    case constraint(String)
    /// The store was written by a newer Landfall.
    case newerSchema(found: Int, known: Int)
    case readOnly(String)
    /// This process, or the machine, has too many files open.
    case tooManyFiles(String)
    case damaged(String)
    case noSuchColumn(String)
    case malformedValue(column: String, expected: String)
    case failed(String)

    public var description: String {
        switch self {
        case .full(let detail): "the store's disk is full (\(detail)): free some space and start again, nothing is lost"
        case .constraint(let detail): "the store refused a row: \(detail)"
        case .newerSchema(let found, let known):
            "the store was written by a newer Landfall (schema \(found), this one knows \(known)): use that version"
        case .readOnly(let detail): "the store cannot be written (\(detail)): check the data directory's permissions"
        case .tooManyFiles(let detail):
            "the store cannot open its files because too many are open (\(detail)): raise the limit (ulimit -n, LimitNOFILE= in systemd), nothing is lost"
        case .damaged(let detail): "the store is damaged (\(detail)): restore the data directory from a backup"
        case .noSuchColumn(let column): "a statement asked for a column it did not select: \(column)"
        case .malformedValue(let column, let expected): "column \(column) does not hold \(expected)"
        case .failed(let detail): "the store failed: \(detail)"
        }
    }
}
