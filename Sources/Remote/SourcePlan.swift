public import Model

/// What an import would find at the source and what it would cost, before anything is created.
public struct SourcePlan: Sendable, Hashable {
    public var facts: RepositoryFacts
    /// How many of each kind the source says there are; kinds it cannot count beforehand are left out.
    public var counts: [ObjectKind: Int64]
    /// Whether the repository keeps files in LFS; `nil` where that cannot be told beforehand.
    public var usesLFS: Bool?
    public var access: [Access]
    /// What will not be brought, and why.
    public var leftOut: [LeftOut]
    public var costs: [Cost]
    /// What the plan itself cost.
    public var spent: RemoteSpending
    /// Seconds one request took on the way.
    public var latency: Double
    public var allowance: Allowance

    /// Something the access token may or may not see.
    public struct Access: Sendable, Hashable {
        public var what: String
        public var isVisible: Bool
        public var note: String?

        public init(what: String, isVisible: Bool, note: String? = nil) {
            self.what = what
            self.isVisible = isVisible
            self.note = note
        }
    }

    /// Something the source has, or may have, that an import does not bring.
    public struct LeftOut: Sendable, Hashable {
        public var what: String
        /// How many there are, where the source told.
        public var count: Int64?
        public var reason: String

        public init(what: String, count: Int64? = nil, reason: String) {
            self.what = what
            self.count = count
            self.reason = reason
        }
    }

    /// What reading one collection will take.
    public struct Cost: Sendable, Hashable {
        /// The collection's name, or that of another part of the import that asks the source.
        public var what: String
        public var requests: Int64
        public var points: Int64
        /// How many answers must be awaited one after the other.
        public var inRow: Int64
        /// What comes on top and cannot be reckoned beforehand, in words.
        public var note: String?

        public init(
            _ what: String, requests: Int64 = 0, points: Int64 = 0, inRow: Int64? = nil, note: String? = nil
        ) {
            self.what = what
            self.note = note
            self.requests = requests
            self.points = points
            self.inRow = inRow ?? min(requests + points, 2)
        }
    }

    /// What the source allows.
    public struct Allowance: Sendable, Hashable {
        public var requestsAnHour: Int64?
        public var requestsLeft: Int64?
        public var pointsAnHour: Int64?
        public var pointsLeft: Int64?
        /// Requests a minute beyond which the source refuses for a while.
        public var requestsAMinute: Int64
        /// The same for points.
        public var pointsAMinute: Int64

        public init(
            requestsAnHour: Int64? = nil, requestsLeft: Int64? = nil, pointsAnHour: Int64? = nil,
            pointsLeft: Int64? = nil, requestsAMinute: Int64, pointsAMinute: Int64
        ) {
            self.requestsAnHour = requestsAnHour
            self.requestsLeft = requestsLeft
            self.pointsAnHour = pointsAnHour
            self.pointsLeft = pointsLeft
            self.requestsAMinute = requestsAMinute
            self.pointsAMinute = pointsAMinute
        }
    }

    public init(
        facts: RepositoryFacts, counts: [ObjectKind: Int64], usesLFS: Bool?, access: [Access], leftOut: [LeftOut],
        costs: [Cost], spent: RemoteSpending, latency: Double, allowance: Allowance
    ) {
        self.facts = facts
        self.counts = counts
        self.usesLFS = usesLFS
        self.access = access
        self.leftOut = leftOut
        self.costs = costs
        self.spent = spent
        self.latency = latency
        self.allowance = allowance
    }
}

extension SourcePlan {
    public var requests: Int64 { costs.reduce(0) { $0 + $1.requests } }
    public var points: Int64 { costs.reduce(0) { $0 + $1.points } }

    /// How long asking the source will take, and what holds it up. The transfer of git is not in it.
    public var duration: (seconds: Double, limit: String) {
        let candidates = [
            (latencySeconds, "the time the source takes to answer"),
            (
                Self.seconds(for: requests, aMinute: allowance.requestsAMinute),
                "the source's \(allowance.requestsAMinute) requests a minute"
            ),
            (
                Self.seconds(for: points, aMinute: allowance.pointsAMinute),
                "the source's \(allowance.pointsAMinute) points a minute"
            ),
            Self.hourly(requests, anHour: allowance.requestsAnHour, left: allowance.requestsLeft, "requests"),
            Self.hourly(points, anHour: allowance.pointsAnHour, left: allowance.pointsLeft, "points"),
        ]
        return candidates.max { $0.0 < $1.0 } ?? (0, "nothing")
    }

    /// Collections are read side by side, and several pages of one at once where the source lets them be.
    private var latencySeconds: Double {
        let longest = costs.map(\.inRow).max() ?? 0
        return latency * max(Double(longest), Double(requests + points) / Self.answersAtOnce)
    }

    private static let answersAtOnce = 8.0

    /// A minute's worth is given at once.
    private static func seconds(for count: Int64, aMinute: Int64) -> Double {
        aMinute > 0 ? Double((count - 1) / aMinute) * 60 : 0
    }

    /// What is left now is given at once, then an hour's worth each hour.
    private static func hourly(
        _ count: Int64, anHour: Int64?, left: Int64?, _ what: String
    ) -> (Double, String) {
        guard let anHour, anHour > 0 else { return (0, "") }
        let missing = count - (left ?? anHour)
        guard missing > 0 else { return (0, "") }
        return (Double((missing + anHour - 1) / anHour) * 3600, "the source's \(anHour) \(what) an hour")
    }
}
