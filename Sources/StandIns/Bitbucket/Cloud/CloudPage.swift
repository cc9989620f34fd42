import Foundation
import Hummingbird

/// One page of a list of Cloud's, which names its successor by a whole address.
struct CloudPage: Sendable {
    let number: Int
    let length: Int
    /// The list's address without paging.
    private let address: String
    /// Whether addresses of pages tell nothing of their numbers, as those of the activity.
    private let isOpaque: Bool

    /// - Throws: ``BitbucketError`` 400 for a page longer than `cap`, as Cloud answers about pull requests.
    init(_ request: Request, cap: Int, isOpaque: Bool, origin: String) throws {
        let query = request.uri.queryParameters
        length = query["pagelen"].flatMap { Int($0) } ?? 10
        guard (1...cap).contains(length) else {
            throw BitbucketError(status: .badRequest, message: "Invalid pagelen")
        }
        let mark = query["ctx"].flatMap { Int($0, radix: 16) }
        number = max(1, mark.map { $0 / 7_919 } ?? query["page"].flatMap { Int($0) } ?? 1)
        self.isOpaque = isOpaque
        let kept = (request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("page=") && !$0.hasPrefix("ctx=")
        }
        address = origin + request.uri.path + "?" + kept.map { "\($0)&" }.joined()
    }

    func answer(_ rows: [JSONValue]) -> JSONValue {
        let first = min((number - 1) * length, rows.count)
        let end = min(first + length, rows.count)
        let isLast = end >= rows.count
        let next = isOpaque ? "ctx=\(String((number + 1) * 7_919, radix: 16))" : "page=\(number + 1)"
        return .members([
            "values": .array(Array(rows[first..<end])), "pagelen": .int(length),
            "size": isOpaque ? nil : .int(rows.count), "page": isOpaque ? nil : .int(number),
            "next": isLast ? nil : .string(address + next),
        ])
    }
}
