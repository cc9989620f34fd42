import Markdown
import Model
import Store

/// The text pass for one page: knows which of the numbers its texts refer to are issues and which merge requests.
struct ImportedText: Sendable {
    private let pass: TextPass

    /// - Parameter referring: the texts that will be rewritten; only the numbers in them are looked up.
    init(run: ImportRun, referring texts: [String], in connection: any ReadConnection) throws {
        let numbers = Array(Set(texts.flatMap(Self.numbers(in:))))
        let project = run.record.projectID
        let issues = try ImportedRows.rowsByNumber(numbers, of: .issues, project: project, in: connection)
        let mergeRequests = try ImportedRows.rowsByNumber(numbers, of: .mergeRequests, project: project, in: connection)
        let source = run.record.source
        pass = TextPass(
            dialect: .github(webOrigin: source.webOrigin, repository: source.fullName),
            target: TargetProject(
                path: run.project.fullPath, webURL: "\(run.services.externalURL)/\(run.project.fullPath)",
                itemKind: { number in
                    if mergeRequests[number] != nil { return .mergeRequest }
                    return issues[number] != nil ? .issue : nil
                }))
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

extension Draft {
    /// The texts a draft brings.
    var texts: [String] {
        switch self {
        case .milestone(let draft): [draft.description].compactMap(\.self)
        case .release(let draft): [draft.description].compactMap(\.self)
        case .issue(let draft): [draft.body].compactMap(\.self)
        case .mergeRequest(let draft): [draft.body].compactMap(\.self)
        case .note(let draft): [draft.body]
        case .diffNote(let draft): [draft.body]
        case .review(let draft): [draft.body]
        case .label, .closing, .threadResolution, .personName: []
        }
    }
}
