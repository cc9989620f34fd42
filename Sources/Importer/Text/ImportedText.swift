import Markdown
import Model
import Store

/// The text pass for one page: knows which of the numbers its texts refer to are issues and which merge requests.
struct ImportedText: Sendable {
    private let pass: TextPass
    private let lookups: TextLookups

    /// - Parameter referring: the texts that will be rewritten; only the numbers in them are looked up.
    init(_ target: TextTarget, referring texts: [String], in connection: any ReadConnection) throws {
        let numbers = Array(Set(texts.flatMap(Self.numbers(in:))))
        let issues = try ImportedRows.rowsByNumber(numbers, of: .issues, project: target.project, in: connection)
        let mergeRequests = try ImportedRows.rowsByNumber(
            numbers, of: .mergeRequests, project: target.project, in: connection)
        let lookups = try TextLookups(target, referring: texts, in: connection)
        self.lookups = lookups
        let files = try TextFiles.arrived(in: texts, target, connection: connection)
        let pass = TextPass(
            dialect: TextPass.Dialect(target.source),
            target: TargetProject(
                path: target.fullPath, webURL: "\(target.externalURL)/\(target.fullPath)",
                has: { kind, number in (kind == .issue ? issues : mergeRequests)[number] != nil },
                note: { lookups.note($0) }),
            importedRepository: { lookups.repository($0, $1) }, person: { lookups.person($0) },
            account: { lookups.account($0) })
        self.pass = files.isEmpty ? pass : pass.with { files[$0] }
    }

    /// Keeps whom and what the texts rewritten since the last call name, so that they can be found again.
    func keepSubjects(
        in place: NamedSubjects.Place?, project: ProjectID, _ connection: any WriteConnection
    ) throws {
        let met = lookups.met.take()
        guard let place, ImportedTexts.areIn(place.table), !met.isEmpty else { return }
        try NamedSubjects.insert(met.map { ($0, place) }, project: project, in: connection)
    }

    func rewrite(_ text: String) -> String {
        pass.rewrite(text)
    }

    /// The text, and whether all of it could be read.
    func rewriteTellingWholeness(_ text: String) -> (text: String, isWhole: Bool) {
        let (text, outcome) = pass.rewriteTellingOutcome(text)
        if case .rewritten = outcome { return (text, true) }
        return (text, false)
    }

    /// Every number a text may mean: digits after `#`, `-` (`GH-12`) or `/` (addresses).
    static func numbers(in text: String) -> [Int64] {
        var numbers: [Int64] = []
        var current: Int64?
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "/"):
                if let current, digits > 0 { numbers.append(current) }
                (current, digits) = (0, 0)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard let value = current else { continue }
                digits += 1
                current = digits < 12 ? value * 10 + Int64(byte - UInt8(ascii: "0")) : nil
            default:
                if let current, digits > 0 { numbers.append(current) }
                current = nil
            }
        }
        if let current, digits > 0 { numbers.append(current) }
        return numbers
    }
}
