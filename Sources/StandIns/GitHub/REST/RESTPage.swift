import Foundation
import HTTPTypes
import Hummingbird

/// One page of a list: which rows, and the `Link` header to the others.
struct RESTPage: Sendable {
    let perPage: Int
    let number: Int
    /// The cursor of the issues list: rows behind it are wanted.
    let after: String?

    init(_ request: Request) {
        let query = request.uri.queryParameters
        perPage = min(max(query["per_page"].flatMap { Int($0) } ?? 30, 1), 100)
        number = max(query["page"].flatMap { Int($0) } ?? 1, 1)
        after = query["after"].map { String($0) }
    }

    /// The rows of this page.
    /// - Throws: ``GitHubError/tooDeep`` beyond `depth` rows.
    func rows(of count: Int, depth: Int = .max) throws -> Range<Int> {
        let start = (number - 1) * perPage
        guard start < depth else { throw GitHubError.tooDeep }
        return min(start, count)..<min(start + perPage, count)
    }

    /// GitHub's `Link` header; nil when everything is on one page.
    ///
    /// - Parameter address: of the list, by the repository's number as GitHub writes it.
    func link(_ request: Request, address: String, count: Int, depth: Int = .max) -> String? {
        let last = max(1, (min(count, depth) + perPage - 1) / perPage)
        var links: [String] = []
        func add(_ page: Int, _ relation: String) {
            links.append("<\(address)?\(query(request, page: page))>; rel=\"\(relation)\"")
        }
        if number > 1 { add(number - 1, "prev") }
        if number < last {
            add(number + 1, "next")
            add(last, "last")
        }
        if number > 1 { add(1, "first") }
        return links.isEmpty ? nil : links.joined(separator: ", ")
    }

    /// The `Link` header of the issues list, whose next page is found by a cursor.
    func link(_ request: Request, address: String, next cursor: String?) -> String? {
        cursor.map { "<\(address)?\(query(request, page: number + 1, after: $0))>; rel=\"next\"" }
    }

    private func query(_ request: Request, page: Int, after: String? = nil) -> String {
        var parts = (request.uri.query ?? "").split(separator: "&").map(String.init)
        parts.removeAll { $0.hasPrefix("page=") || $0.hasPrefix("after=") }
        parts.append("page=\(page)")
        if let after { parts.append("after=\(after)") }
        return parts.joined(separator: "&")
    }
}

/// The cursor of the issues list: the last row's time and number.
struct IssueCursor: Sendable {
    let time: Double
    let number: Int

    init(time: Double, number: Int) {
        self.time = time
        self.number = number
    }

    init?(_ text: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding), let plain = String(data: data, encoding: .utf8) else {
            return nil
        }
        let parts = plain.split(separator: ":")
        guard parts.count == 3, parts[0] == "v2", let time = Double(parts[1]), let number = Int(parts[2]) else {
            return nil
        }
        self.init(time: time, number: number)
    }

    /// Base64 for addresses.
    var text: String {
        Data("v2:\(time):\(number)".utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
