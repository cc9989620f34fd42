public import Git
import Model
public import Outbound
public import Remote
public import Store

/// Why an import ends as failed. Its description is what the project's maintainers read: cause and cure, no secret.
public enum ImportError: Error, Sendable, CustomStringConvertible {
    case remote(RemoteError)
    /// The repository answered when the import was asked for and does not any more.
    case vanished(fullName: String)
    case git(GitError, upstream: RelayFailure?)
    case store(StoreError)
    case tooLarge(SourceTooLarge)
    /// No progress for the stage's time, and the import is pessimistic.
    case timedOut(stage: Stage, seconds: Int)
    /// The credential is gone or cannot be opened.
    case noCredential(String)
    case unexpected(String)

    public var description: String {
        switch self {
        case .remote(let error): "\(error)"
        case .vanished(let fullName):
            "\(fullName) vanished during the import: it was deleted, renamed without a trace or hidden from the access token. What had arrived is kept"
        case .git(let error, let upstream):
            upstream.map { "\(error) (\($0))" } ?? "\(error)"
        case .store(let error): "\(error)"
        case .tooLarge(let excess): "\(excess)"
        case .timedOut(let stage, let seconds):
            "Failing advance stage, timeout reached with pessimistic strategy: \(stage.rawValue) made no progress for \(seconds) seconds"
        case .noCredential(let reason): reason
        case .unexpected(let reason): reason
        }
    }

    /// Wraps whatever a stage threw; `nil` for a cancellation.
    static func wrapping(_ error: any Error) -> ImportError? {
        switch error {
        case is CancellationError: nil
        case let error as ImportError: error
        case RemoteError.cancelled: nil
        case let error as RemoteError: .remote(error)
        case let error as GitError: .git(error, upstream: nil)
        case let error as StoreError: .store(error)
        default: .unexpected("\(error)")
        }
    }
}
