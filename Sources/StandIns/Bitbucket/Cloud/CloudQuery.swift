import Foundation
import Hummingbird

/// Which rows of a list are wanted and in what order: as much of Cloud's `q` and `sort` as is of use here.
struct CloudQuery: Sendable {
    private var conditions: [(field: String, sign: String, value: String)] = []
    private var sort: String?

    init(_ request: Request) {
        let query = request.uri.queryParameters
        sort = query["sort"].map { String($0) }
        let text = query["q"].map { $0.replacing("+", with: " ").removingPercentEncoding ?? String($0) } ?? ""
        for part in text.split(separator: " AND ") {
            guard let match = part.firstMatch(of: #/(\w+)\s*(>=|<=|!=|=|>|<)\s*"?([^"]*)"?/#) else { continue }
            conditions.append((String(match.1), String(match.2), String(match.3)))
        }
    }

    /// - Parameter moment: a row's time in the field of this name.
    func apply<Row>(to rows: [Row], moment: (Row, String) -> Date?) -> [Row] {
        var result = rows.filter { row in
            conditions.allSatisfy { condition in
                guard let limit = BitbucketTime.parse(condition.value), let time = moment(row, condition.field) else {
                    return true
                }
                switch condition.sign {
                case ">": return time > limit
                case ">=": return time >= limit
                case "<": return time < limit
                case "<=": return time <= limit
                default: return time == limit
                }
            }
        }
        guard let sort else { return result }
        let field = sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
        result = result.enumerated().sorted { left, right in
            let times = (moment(left.element, field), moment(right.element, field))
            guard let first = times.0, let second = times.1, first != second else { return left.offset < right.offset }
            return sort.hasPrefix("-") ? first > second : first < second
        }.map(\.element)
        return result
    }
}
