public import Model

/// An element of a list that may fail on its own: what could be read, or what was wrong with it and which it was.
public struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    public var result: Result<Value, MappingFault>

    public init(from decoder: any Decoder) throws {
        do {
            result = .success(try Value(from: decoder))
        } catch {
            result = .failure(MappingFault(error, in: decoder))
        }
    }

    /// What can be read of a list, and an exception for every other element of it.
    public static func read(
        _ list: [Lenient?], kind: ObjectKind
    ) -> (values: [Value], exceptions: [ImportException]) {
        var values: [Value] = []
        var exceptions: [ImportException] = []
        for (index, element) in list.enumerated() {
            switch element?.result {
            case .success(let value): values.append(value)
            case .failure(let fault): exceptions.append(fault.exception(kind: kind, at: index))
            case nil:
                let fault = MappingFault(identifier: nil, url: nil, detail: "it is null")
                exceptions.append(fault.exception(kind: kind, at: index))
            }
        }
        return (values, exceptions)
    }
}

extension [ImportException] {
    /// Calls those that have a number as their rows are called, where other objects of the kind have the same numbers.
    public func numbered(after prefix: String) -> Self {
        map { exception in
            guard Int64(exception.sourceKey.rawValue) != nil else { return exception }
            var named = exception
            named.sourceKey = SourceKey("\(prefix)\(exception.sourceKey)")
            return named
        }
    }
}

/// Any JSON value, where only that it is there matters.
public struct Anything: Decodable, Sendable {
    public init(from decoder: any Decoder) throws {}
}

/// Why one object of a page could not be read.
public struct MappingFault: Error, Sendable, Hashable {
    /// The object's id, or the best there is to find it by.
    public var identifier: String?
    public var url: String?
    /// What is wrong, without anything the object says.
    public var detail: String

    public init(identifier: String?, url: String?, detail: String) {
        self.identifier = identifier
        self.url = url
        self.detail = detail
    }

    public init(_ error: any Error, in decoder: any Decoder) {
        let identity = try? Identity(from: decoder)
        identifier = identity?.identifier
        url = identity?.url
        detail = identity?.unreadable ?? Self.words(for: error)
    }

    public func exception(kind: ObjectKind, at index: Int) -> ImportException {
        ImportException(
            kind: kind, sourceKey: (identifier ?? url).map { SourceKey($0) } ?? .unnamed(at: index),
            sourceURL: url, outcome: .failed,
            reason: "the source's answer for this object could not be read: \(detail)",
            cure: "look at it at the source; if it is right there, report this as a fault of Landfall")
    }

    private static func words(for error: any Error) -> String {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            // The position in the page says nothing about the object.
            let names = (context.codingPath + (key.map { [$0] } ?? [])).filter { $0.intValue == nil }
            return names.map(\.stringValue).joined(separator: ".")
        }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): "\(path(context, key)) is missing"
        case .valueNotFound(_, let context): "\(path(context)) is null"
        case .typeMismatch(_, let context): "\(path(context)) is of another type than documented"
        case .dataCorrupted(let context): "\(path(context)) is not of the documented form"
        default: "it is not of the documented form"
        }
    }
}

/// What names an object, each part read on its own.
private struct Identity: Decodable {
    var identifier: String?
    var url: String?
    /// Set in rows Landfall writes itself for those that could not be fetched.
    var unreadable: String?

    enum CodingKeys: String, CodingKey {
        case id
        case databaseID = "fullDatabaseId"
        case number
        case htmlURL = "html_url"
        case url
        case unreadable = "landfall_unreadable"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) -> String? {
            (try? container.decode(String.self, forKey: key)).flatMap { $0.isEmpty ? nil : $0 }
                ?? (try? container.decode(Int64.self, forKey: key)).map { String($0) }
        }
        identifier = text(.databaseID) ?? text(.id) ?? text(.number)
        url = text(.htmlURL) ?? text(.url)
        unreadable = text(.unreadable)
    }
}

extension Int64 {
    /// A number the source gives for how many there are, in bounds that can be added up: whatever it says, no sum
    /// overflows.
    public var asCount: Int64 { Swift.min(Swift.max(self, 0), 1 << 40) }
}
