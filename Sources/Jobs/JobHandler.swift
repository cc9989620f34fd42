public import Store

/// Does the work of one kind of job.
public protocol JobHandler: Sendable {
    /// The kind of job rows it takes.
    var kind: String { get }

    /// Does the work, from wherever an earlier attempt left it. Cancellation of the task means: stop now, within
    /// seconds; why is told by ``JobStop``.
    func run(_ job: JobRow, stop: JobStop) async -> JobResult
}

/// How a job's work ended.
public enum JobResult: Sendable {
    case completed
    case failed(String)
    case canceled
    /// Not finished, to be taken up again after this many seconds.
    case again(afterSeconds: Double)
}
