import Foundation
public import Remote

extension RemoteSpending {
    /// As it is kept with the import.
    var json: String {
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// `nil` where nothing was kept yet.
    public init?(json: String) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = value
    }

    /// What an import has cost over several runs: sums, and what is left now.
    func adding(_ current: RemoteSpending) -> RemoteSpending {
        RemoteSpending(
            requests: requests + current.requests, points: points + current.points,
            requestsLeft: current.requestsLeft, pointsLeft: current.pointsLeft,
            requestsAnHour: current.requestsAnHour, pointsAnHour: current.pointsAnHour, bytes: bytes + current.bytes,
            secondsWaited: secondsWaited + current.secondsWaited, limitedBy: current.limitedBy,
            limitedUntil: current.limitedUntil)
    }
}

extension RepositoryFacts {
    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    init?(json: String) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = value
    }
}
