import HTTPTypes
public import Store

extension ParameterReader {
    /// `page` and `per_page`, for lists that are read by offset only.
    public mutating func page() -> Page {
        let page = optional("page", Int64.self) ?? 1
        let size = perPage()
        if parameters["pagination"] == .string("keyset") {
            refuse(
                APIError(
                    .methodNotAllowed,
                    .error("Keyset pagination is not yet available for this type of request")))
        }
        return Page(number: Int(clamping: min(page, 1_000_000_000)), size: size)
    }

    /// `pagination=keyset` with `order_by`, `sort` and a `cursor`, where it is asked for; `nil` for lists by offset.
    ///
    /// - Parameter orders: what `order_by` may be with it; the first is taken where none is given.
    public mutating func keyset(orders: [String]) -> Keyset? {
        guard parameters["pagination"] == .string("keyset") else { return nil }
        let order = optional("order_by", String.self) ?? orders.first ?? "id"
        if !orders.contains(order) {
            refuse(
                APIError(
                    .methodNotAllowed,
                    .error("Keyset pagination is not yet available for this type of request")))
        }
        let direction = optional("sort", among: SortDirection.self) ?? .descending
        let cursor = optional("cursor", String.self).map { text -> [String] in
            guard let values = Keyset.values(ofCursor: text) else {
                fail("cursor is invalid")
                return []
            }
            return values
        }
        return Keyset(order: order, direction: direction, size: perPage(), cursor: cursor)
    }

    private mutating func perPage() -> Int {
        let given = optional("per_page", Int64.self) ?? 20
        if given == 0 { fail("per_page has a value not allowed") }
        return given < 0 ? 20 : Int(min(given, 100))
    }
}

/// A page of a list that is read by the last row's values instead of an offset: it costs the same wherever it stands.
public struct Keyset: Sendable {
    public var order: String
    public var direction: SortDirection
    /// Rows a page, 1 to 100.
    public var size: Int
    /// The last row's values, as the route wrote them with ``cursor(_:)``; `nil` on the first page.
    public var cursor: [String]?

    /// An opaque text for the `cursor` parameter.
    public static func cursor(_ values: [String]) -> String {
        let writer = JSONWriter()
        values.write(to: writer)
        return Base64URL.text(writer.bytes)
    }

    static func values(ofCursor text: String) -> [String]? {
        guard let bytes = Base64URL.bytes(text) else { return nil }
        guard case .array(let values)? = try? BodyDecoding.json(bytes) else { return nil }
        let texts = values.compactMap { value -> String? in
            if case .string(let text) = value { text } else { nil }
        }
        return texts.count == values.count ? texts : nil
    }
}

/// The headers of one page of a list read by offset.
struct PageHeaders {
    var page: Page
    /// Rows on this page.
    var count: Int
    /// Rows of the list; `nil` past ``countLimit``.
    var total: Int?

    private var totalPages: Int? {
        total.map { max(1, ($0 + page.size - 1) / page.size) }
    }

    private var next: Int? {
        if let totalPages { return page.number < totalPages ? page.number + 1 : nil }
        return count == page.size ? page.number + 1 : nil
    }

    private var previous: Int? {
        guard page.number > 1 else { return nil }
        if let totalPages, page.number > totalPages { return nil }
        return page.number - 1
    }

    func fields(for request: APIRequest) -> HTTPFields {
        var fields: HTTPFields = [:]
        fields[.xNextPage] = next.map(String.init) ?? ""
        fields[.xPage] = String(page.number)
        fields[.xPerPage] = String(page.size)
        fields[.xPreviousPage] = previous.map(String.init) ?? ""
        if let total, let totalPages {
            fields[.xTotal] = String(total)
            fields[.xTotalPages] = String(totalPages)
        }
        let links = [("prev", previous), ("next", next), ("first", 1), ("last", totalPages)]
        fields[.link] = links.compactMap { relation, number in
            number.map { number in
                let url = request.url(replacing: [("page", String(number)), ("per_page", String(page.size))])
                return "<\(url)>; rel=\"\(relation)\""
            }
        }.joined(separator: ", ")
        return fields
    }
}
