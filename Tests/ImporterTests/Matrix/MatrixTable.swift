import Importer

/// Faults that end alike.
enum MatrixGroup: String, CaseIterable, Sendable {
    case transient = "no usable answer"
    case nonsense = "an answer to something else"
    case absent = "404 and 410"
    case credential = "401"
    case refused = "403 that is no limit"
    case limited = "limits"
    case elsewhere = "a next page on another host"
    case moved = "lists that move"
}

extension MatrixFault {
    /// - Parameter source: GitHub has two statuses for limits, Bitbucket one.
    func group(at source: MatrixSource, _ stageClass: MatrixClass) -> MatrixGroup {
        switch self {
        case .status500, .html502, .status503, .reset, .truncated, .drip, .hang, .redirectLoop: .transient
        case .wrongType, .huge, .many, .deep: .nonsense
        case .status404, .status410: .absent
        case .status401: .credential
        case .status403: .refused
        // What is no API has no such fields, and git and LFS name a limit by 429 or by how long to wait.
        case .primary403, .secondary403Bare:
            source == .gitHub && (stageClass == .pages || stageClass == .questions) ? .limited : .refused
        case .secondary403: source == .gitHub || stageClass == .git ? .limited : .refused
        case .primary429, .secondary429, .secondary429Bare, .resetPast, .resetFuture, .retryFuture: .limited
        case .nextElsewhere: .elsewhere
        case .repeated, .missing: .moved
        }
    }
}

extension MatrixCell {
    var group: MatrixGroup { fault.group(at: source, stageClass) }

    /// What may become of it: the table of docs/reliability.md.
    var allowed: Set<MatrixOutcome> {
        switch (group, duration) {
        // A cut file that says it is whole is known by its digest; whoever answers a POST with a redirect is not obeyed.
        case (.transient, .passing):
            stageClass == .largeFiles && [.truncated, .redirectLoop].contains(fault) ? [.whole, .listed] : [.whole]
        // What comes slowly comes.
        case (.transient, _) where fault == .drip && stageClass != .pages: [.whole, .listed]
        case (.transient, .lasting): stopsAtFailure ? [.failed] : [.listed, .whole]
        case (.transient, .lastingLeft): stage == .repository ? [.failed] : [.listed, .whole]
        case (.nonsense, _): stageClass == .git ? [.failed, .listed] : [.whole, .listed]
        case (.absent, _): stageClass == .git ? [.failed, .listed] : [.whole, .listed]
        case (.credential, _): [.failed, .listed]
        case (.refused, _): stageClass == .git ? [.failed, .listed] : [.whole, .listed]
        case (.limited, .passing): [.whole]
        case (.limited, _): [.waits, .listed]
        case (.elsewhere, _): [.whole, .failed, .listed]
        case (.moved, _): [.whole, .listed]
        }
    }

    /// Whether a page that cannot be had ends the import.
    private var stopsAtFailure: Bool {
        switch stageClass {
        case .pages: true
        case .git: stage != .diffs
        case .questions, .files, .largeFiles: false
        }
    }
}
