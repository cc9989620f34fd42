import Synchronization

/// Collects what a trial finds, across closures.
final class FindingBox: Sendable {
    private let state: Mutex<MatrixTrial.Finding>

    init(_ finding: MatrixTrial.Finding) { state = Mutex(finding) }

    var finding: MatrixTrial.Finding { state.withLock { $0 } }

    func change(_ change: (inout MatrixTrial.Finding) -> Void) { state.withLock { change(&$0) } }

    func blame(_ problem: String) { change { $0.problems.append(problem) } }
}
