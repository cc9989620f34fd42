import Foundation
import Model
import Store

/// When a job that runs makes room for one that waits, so that nobody's jobs wait for the end of all of another's.
///
/// A fairness key names a tenant, or a tenant and one of its groups with a slash between them. What a tenant has running
/// is compared with what another has; only within one tenant are its groups compared.
public struct TurnRules: Sendable, Hashable {
    /// Seconds one of several jobs runs before it makes room for a tenant with fewer. The youngest does: it loses least.
    public var shared: Double
    /// Seconds a tenant's only job runs before it makes room for a tenant that has none. Doubles with each further
    /// attempt, so that what has to be done in one go, such as fetching a large repository, is done some day.
    public var alone = 300.0
    /// The longest time a job runs while others wait, seconds.
    public var longest = 14_400.0

    /// - Parameter shared: seconds one of several jobs runs at least.
    public init(shared: Double = 15) {
        self.shared = shared
    }

    /// - Parameter attempt: from 1.
    func turn(attempt: Int) -> Double {
        min(alone * Double(1 << min(max(attempt - 1, 0), 12)), longest)
    }
}

/// Decides whose turn is over. It does nothing itself.
struct Turns {
    /// A job that runs in this process.
    struct Running: Hashable {
        var id: Identifier<JobRow>
        var key: String
        var attempt: Int
        var seconds: Double
    }

    /// What makes room.
    struct Yield: Hashable {
        var id: Identifier<JobRow>
        /// Whether it is to go on before the jobs of its tenant that came later: it was one of several. What was alone
        /// goes behind all others.
        var keepsPlace: Bool
    }

    let rules: TurnRules
    /// What runs in this process, all workers being busy.
    let running: [Running]
    /// The keys of all that runs, here and in other processes.
    let allRunning: [String]
    /// The keys of what waits.
    let waiting: Set<String>

    func yielding() -> Yield? {
        var shared: [Running] = []
        var alone: [Running] = []
        for job in running {
            let gaps = waiting.compactMap { counts(job.key, $0) }
            if gaps.contains(where: { $0.its - $0.theirs >= 2 }), job.seconds >= rules.shared { shared.append(job) }
            if gaps.contains(where: { $0.theirs == 0 }), job.seconds >= rules.turn(attempt: job.attempt) {
                alone.append(job)
            }
        }
        if let youngest = shared.min(by: { $0.seconds < $1.seconds }) {
            return Yield(id: youngest.id, keepsPlace: true)
        }
        let longest = alone.max { $0.seconds < $1.seconds }
        return longest.map { Yield(id: $0.id, keepsPlace: false) }
    }

    /// How many run of each side; `nil` where both are one.
    private func counts(_ key: String, _ other: String) -> (its: Int, theirs: Int)? {
        let (tenant, otherTenant) = (Self.tenant(key), Self.tenant(other))
        if tenant != otherTenant {
            return (
                allRunning.count { Self.tenant($0) == tenant }, allRunning.count { Self.tenant($0) == otherTenant }
            )
        }
        guard key != other else { return nil }
        return (allRunning.count { $0 == key }, allRunning.count { $0 == other })
    }

    private static func tenant(_ key: String) -> Substring { key.prefix { $0 != "/" } }
}
