import Foundation
import Model
import Remote
import RemoteREST
import Synchronization

/// Old servers: what they do not know is found out once, by their own words, and left out from then on. Where the first
/// query is understood this costs nothing.
extension GitHubReader {
    /// Asks once for data; where the server does not know all that is asked, for what it knows.
    func ask(_ query: GitHubQuery) async throws(SourceFault) -> [UInt8] {
        guard var adapted = gaps.withLock({ $0.adapt(query) }) else { throw .remote(Self.refusal(query)) }
        while true {
            let request = try adapted.query.request(at: host)
            let body = try await send(request).successful(request.what)
            guard let head = GraphQLHead(body) else { throw Self.fault(of: body, what: request.what) }
            if !head.hasData, head.isAboutTheQuery {
                let (errors, sent) = (head.errors, adapted.query)
                let names = try await names(of: Set(errors.compactMap(\.expectedType)))
                let next = gaps.withLock { gaps in
                    gaps.learn(errors, of: sent, known: names)
                    return gaps.adapt(query)
                }
                if let next, next != adapted {
                    adapted = next
                    continue
                }
            }
            try head.check(request)
            return GitHubGapLines.mark(body, adapted.lacking)
        }
    }

    /// An answer that broke off may come for a smaller page; one that is whole and answers something else will not.
    private static func fault(of body: [UInt8], what: String) -> SourceFault {
        JSONText.isWhole(body) ? .remote(.malformed(what: what)) : .tooHeavy("its answer is damaged")
    }

    private static func refusal(_ query: GitHubQuery) -> RemoteError {
        .unavailable(what: query.what, detail: "GitHub refuses the query (undefinedField)")
    }

    /// The values the server knows of some types; each type is asked about once.
    private func names(of types: Set<String>) async throws(SourceFault) -> [String: Set<String>] {
        let known = valueNames.withLock(\.self)
        let unknown = types.filter { known[$0] == nil }.sorted()
        guard !unknown.isEmpty else { return known }
        let request = try GitHubQuery.names(of: unknown).request(at: host)
        let body = try await send(request).successful(request.what)
        let answer = try? JSONDecoder().decode(GraphQLAnswer<[String: ValueType?]>.self, from: Data(body))
        return valueNames.withLock { names in
            for case (let alias, let type?) in answer?.data ?? [:] {
                guard let index = Int(alias.dropFirst()), unknown.indices.contains(index) else { continue }
                names[unknown[index]] = Set((type.enumValues ?? []).map(\.name))
            }
            return names
        }
    }

    private struct ValueType: Decodable, Sendable {
        var enumValues: [Value]?

        struct Value: Decodable, Sendable {
            var name: String

            enum CodingKeys: String, CodingKey {
                case name
            }
        }

        enum CodingKeys: String, CodingKey {
            case enumValues
        }
    }
}

extension GitHubQuery {
    fileprivate static func names(of types: [String]) -> GitHubQuery {
        let fields = types.enumerated().map { index, type in
            "t\(index): __type(name: \"\(type)\") { enumValues(includeDeprecated: true) { name } }"
        }
        return GitHubQuery(
            text: "query {\n\(fields.joined(separator: "\n"))\n}", variables: [:], calls: 0,
            what: "what the server's schema knows")
    }
}

extension GraphQLHead {
    /// Whether the query was refused for what stands in it.
    var isAboutTheQuery: Bool {
        errors.contains { $0.extensions?.code.map(Self.isAboutAQuery) ?? false }
    }

    fileprivate static func isAboutAQuery(_ code: String) -> Bool {
        ["undefinedField", "undefinedType", "argumentNotAccepted", "argumentLiteralsIncompatible"].contains(code)
            || code.hasPrefix("cannotSpread")
    }
}

extension SourceFault {
    /// Whether the server does not know what was asked, and nothing less could be asked.
    var isAboutTheQuery: Bool {
        guard case .remote(.unavailable(_, let detail)) = self, detail.hasPrefix("GitHub refuses the query (") else {
            return false
        }
        return GraphQLHead.isAboutAQuery(String(detail.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }))
    }
}

/// Lines of the ledger for what a server could not be asked. They stand in the payload, so that a page that is mapped
/// again tells the same.
enum GitHubGapLines {
    private static let key = #"{"landfall_lacking":["#

    static func mark(_ body: [UInt8], _ lacking: [String]) -> [UInt8] {
        guard !lacking.isEmpty, let start = body.firstIndex(of: UInt8(ascii: "{")) else { return body }
        let words = lacking.map { "\"\(String(decoding: $0.utf8.filter(isPlain), as: UTF8.self))\"" }.joined(
            separator: ",")
        return Array("\(key)\(words)],".utf8) + body[(start + 1)...]
    }

    /// A page in place of one that the server cannot give.
    static func page(without collection: Collection) -> RemotePage {
        let empty = #"{"landfall_asked":[],"data":{"nodes":[],"repository":{}}}"#
        return RemotePage(payload: mark(Array(empty.utf8), ["the collection \(collection.rawValue)"]), following: [])
    }

    /// Letters, digits and what stands between them: part of these words is the server's.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "_.() ".utf8.contains(byte)
    }

    /// A brace and a bare quotation mark: no text inside the payload can look like that.
    static func exceptions(in payload: [UInt8], of collection: Collection) -> [ImportException] {
        guard let kind = kind(of: collection) else { return [] }
        let data = Data(payload)
        var seen: Set<String> = []
        var start = data.startIndex
        while let found = data.range(of: Data(key.dropFirst().utf8), in: start..<data.endIndex),
            let end = data[found.upperBound...].firstIndex(of: UInt8(ascii: "]"))
        {
            let list = data[(found.upperBound - 1)...end]
            seen.formUnion((try? JSONDecoder().decode([String].self, from: list)) ?? [])
            start = end
        }
        return seen.sorted().filter { !$0.contains("read as") }.map { exception(kind, $0) }
    }

    private static func exception(_ kind: ObjectKind, _ what: String) -> ImportException {
        ImportException(
            kind: kind, sourceKey: SourceKey("not known to the server: \(what)"), sourceURL: nil, outcome: .degraded,
            reason: "this GitHub server is too old to tell \(what)",
            cure: "bring the server up to date and import again, if it matters")
    }

    private static func kind(of collection: Collection) -> ObjectKind? {
        switch collection {
        case .timelines: .event
        case .reviews: .review
        case .reviewThreads: .reviewThread
        case .reactions: .reaction
        case .protection: .protectedBranch
        case .discussions: .discussion
        case .tasks: .note
        case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .reviewComments, .commitComments,
            .collaborators, .people:
            nil
        }
    }
}
