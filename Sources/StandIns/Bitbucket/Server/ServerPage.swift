import Hummingbird

/// One page of a Server's list.
struct ServerPage: Sendable {
    let start: Int
    let limit: Int
    /// Whether places in the list are numbered with gaps, so that the next page begins elsewhere than at start + limit.
    let isSparse: Bool

    init(_ request: Request, cap: Int, isSparse: Bool) {
        let query = request.uri.queryParameters
        start = max(0, query["start"].flatMap { Int($0) } ?? 0)
        limit = min(max(1, query["limit"].flatMap { Int($0) } ?? 25), cap)
        self.isSparse = isSparse
    }

    func answer<Element>(_ list: [Element], _ write: (Element) -> JSONValue) -> JSONValue {
        let first = min(isSparse ? start / 2 : start, list.count)
        let end = min(first + limit, list.count)
        let isLast = end >= list.count
        let values = list[first..<end].map(write)
        return [
            "size": .int(values.count), "limit": .int(limit), "isLastPage": .bool(isLast),
            "values": .array(values), "start": .int(start),
            "nextPageStart": isLast ? .null : .int(isSparse ? end * 2 + 1 : end),
        ]
    }
}
