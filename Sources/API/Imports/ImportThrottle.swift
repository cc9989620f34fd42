import Model
import Synchronization

/// So many calls a user within so many seconds (GitLab's `github_import` and `bitbucket_server_import`: 6 a minute each).
final class ImportThrottle: Sendable {
    private let limit: Int
    private let seconds: Double
    private let calls = Mutex<[UserID: [Timestamp]]>([:])

    init(limit: Int, seconds: Double) {
        self.limit = limit
        self.seconds = seconds
    }

    /// Counts a call, and says whether it is still within the limit.
    func admits(_ user: UserID, at now: Timestamp) -> Bool {
        calls.withLock { calls in
            var recent = (calls[user] ?? []).filter { now.seconds(since: $0) < seconds }
            guard recent.count < limit else {
                calls[user] = recent
                return false
            }
            recent.append(now)
            calls[user] = recent
            return true
        }
    }
}
