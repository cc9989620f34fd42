import Importer
import Model

/// One fault on the requests of one stage at one source.
struct MatrixCell: Sendable, Hashable, CustomStringConvertible {
    enum Duration: String, CaseIterable, Sendable {
        /// It is over before anybody gives up.
        case passing
        /// It lasts until the import has ended, which stops for it.
        case lasting
        /// It lasts, and the import goes on with the rest (`timeout_strategy: optimistic`).
        case lastingLeft = "lasting, optimistic"
    }

    var source: MatrixSource
    var stage: Stage
    var stageClass: MatrixClass
    var fault: MatrixFault
    var duration: Duration

    var description: String { "\(source.rawValue), \(stage.rawValue): \(fault.rawValue), \(duration.rawValue)" }

    /// All that make requests, in a fixed order.
    static let all: [MatrixCell] = MatrixSource.allCases.flatMap { source in
        Stage.allCases.flatMap { stage -> [MatrixCell] in
            guard case .asks(let stageClass, _) = stage.requests(at: source) else { return [] }
            return MatrixFault.allCases.flatMap { fault in
                Duration.allCases.filter { fault.canBeTold(of: stage, at: source, $0) }.map {
                    MatrixCell(source: source, stage: stage, stageClass: stageClass, fault: fault, duration: $0)
                }
            }
        }
    }

    /// Whether it must end as if nothing had been, whatever the stage: what is tried with every change.
    var passesWithoutTrace: Bool {
        let faults: Set<MatrixFault> = [.status500, .html502, .status503, .reset, .truncated, .drip, .hang]
        return duration == .passing && stageClass != .largeFiles && faults.contains(fault)
            && ![.diffs, .recount].contains(stage)
    }

    var patterns: [MatrixPattern] {
        if case .asks(_, let patterns) = stage.requests(at: source) { patterns } else { [] }
    }
}

/// What becomes of an import under a fault.
enum MatrixOutcome: String, CaseIterable, Sendable {
    /// It ends as if nothing had been.
    case whole = "retried, nothing lost"
    /// It ends, says what it lacks, and fetching again what failed brings all of it.
    case listed = "degraded and listed"
    /// It says why it stopped and what to do, and begun again it ends whole.
    case failed = "failed with a cause"
    /// It waits for the source, and goes on by itself.
    case waits = "waits, and goes on"
}
