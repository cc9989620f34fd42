import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Store
import TestSupport
import Testing

@testable import API

/// What clients send to the v4 API.
@Suite("Parameters nobody thought of", .serialized)
struct ParameterFuzzTests {
    @Test("Queries and forms are read, and say the same when a link repeats them")
    func forms() throws {
        try Fuzz("forms", texts: Self.forms, words: Self.words).run { input in
            let parameters = NestedForm.parse(String(decoding: input, as: UTF8.self))
            try Self.read(parameters)
            let once = NestedForm.query(parameters, replacing: [])
            let again = NestedForm.query(NestedForm.parse(once), replacing: [])
            try hold(once == again, "\(once) is read as \(again)")
        }
    }

    @Test("JSON is read or refused")
    func json() throws {
        try Fuzz("parameters JSON", .json, texts: Self.bodies).run { input in
            guard case .object(let values)? = try? BodyDecoding.json(input) else { return }
            try Self.read(RequestParameters(values))
        }
    }

    @Test("Multipart forms are read")
    func multipart() throws {
        try Fuzz("multipart", texts: Self.multipart, words: Self.words + ["--x", "--x--", "\r\n\r\n"]).run { input in
            try Self.read(MultipartForm.parse(input, boundary: "x"))
            let type = String(decoding: input.prefix(200), as: UTF8.self)
            if let boundary = MultipartForm.boundary(of: type) { _ = MultipartForm.parse(input, boundary: boundary) }
        }
    }

    @Test("A long body is read at once, however it is made", arguments: Self.busyBodies)
    func busyBody(name: String, piece: String) throws {
        // The largest that is taken in a thorough run.
        let size = Fuzz.inputs(share: 1) < 10_000 ? 32 * 1024 : BodyDecoding.limit
        let text = String(repeating: piece, count: size / piece.utf8.count)
        let body = Array(text.utf8)
        let list = Array("{\"a\":[\(text)null]}".utf8)
        let clock = ProcessorClock()
        let times = [
            clock.seconds { _ = NestedForm.parse(text) },
            clock.seconds { _ = MultipartForm.parse(body, boundary: String(repeating: "-", count: 70)) },
            clock.seconds { _ = try? BodyDecoding.json(list) },
        ]
        #expect(times.allSatisfy { $0 < 4 }, "\(name) took \(times) s")
    }

    @Test("A boundary as long as the body does not keep the reader busy")
    func longBoundary() {
        let boundary = String(repeating: "-", count: 15_000)
        let body = [UInt8](repeating: UInt8(ascii: "-"), count: 200_000)
        let type = "multipart/form-data; boundary=\(boundary)"
        let seconds = ProcessorClock().seconds {
            _ = MultipartForm.parse(body, boundary: MultipartForm.boundary(of: type) ?? "")
        }
        #expect(seconds < 4, "it took \(seconds) s")
    }

    @Test("Cursors of the API's own are read or refused")
    func cursors() throws {
        let real = [Keyset.cursor(["2020-01-01", "7"]), Keyset.cursor(["12", "-1"]), Keyset.cursor([])]
        try Fuzz("keyset", texts: real, words: ["WyI", "\"", "=", "-", "_"], maximumBytes: 2_000).run { input in
            let text = String(decoding: input, as: UTF8.self)
            guard let values = Keyset.values(ofCursor: text) else { return }
            try hold(Keyset.values(ofCursor: Keyset.cursor(values)) == values, "\(values) does not come back")
            for key in [.createdAt, .title, .dueDate, .mergedAt, .relativePosition] as [ItemSort.Key] {
                _ = KeysetCursor.position(values, by: key)
            }
        }
    }

    /// Reads parameters the way routes do.
    private static func read(_ parameters: RequestParameters) throws {
        let outcome = Result {
            try parameters.read { reader in
                _ = reader.page()
                _ = reader.keyset(orders: ["id"])
                _ = reader.items(orders: ["created_at": .createdAt, "title": .title], defaultScope: .all)
                _ = reader.optional("visibility", String.self)
                _ = reader.optional("ids", in: 0...100)
                _ = reader.requiredText("name")
            }
        }
        if case .failure(let error) = outcome {
            try hold(error is APIError, "it fails with \(error)")
        }
        for name in parameters.names {
            guard let value = parameters[name] else { continue }
            _ = (Int64.coerced(from: value), Bool.coerced(from: value), Timestamp.coerced(from: value))
            _ = (CalendarDate.coerced(from: value), [String].coerced(from: value), [Int64].coerced(from: value))
            _ = (RequestParameters.coerced(from: value), String.coerced(from: value), value.isTruthy)
        }
    }

    static let forms = [
        "state=opened&labels=bug,help%20wanted&not[labels][]=x&not[author_id]=7&iids[]=1&iids[]=2&search=a+b",
        "page=2&per_page=100&order_by=created_at&sort=asc&created_after=2020-01-01T00:00:00Z&assignee_id=None&scope=all",
        "a[b][c][]=1&a[b][c][]=2&a[b][d]=%F0%9F%99%82&optional_stages[attachments_import]=true&pagination=keyset&cursor=x",
        "not[assignee_id]=x&not[iids][]=1&not[milestone]=v&assignee_username[]=bo&in=title,description&milestone_id=Any",
    ]

    static let bodies = [
        #"{"personal_access_token":"t","repo_id":12,"target_namespace":"group","optional_stages":{"a":true},"timeout_strategy":"optimistic"}"#,
        #"{"name":"x","visibility":"private","page":1,"per_page":"20","labels":["a","b"],"iids":[1,2],"not":{"labels":["x"],"author_id":7}}"#,
        #"{"created_after":"2020-01-01T00:00:00Z","assignee_id":7,"scope":"all","search":"a","in":["title"],"sort":"asc"}"#,
    ]

    static let multipart = [
        "--x\r\nContent-Disposition: form-data; name=\"page\"\r\n\r\n2\r\n--x\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ]

    static let words = [
        "[", "]", "[]", "[a]", "&", "=", "&a[]=1", "&a[b]=1", "not[assignee_id]=", ", ", ",  , ", "%5B", "%5D", "%2C",
        "+",
        "per_page=0", "page=-1", "iids[]=", "labels=", "none", "Any", "0",
    ]

    static let busyBodies: [(String, String)] = [
        ("a list", "a[]&"), ("deep names", "a[b][c][d][e]&"), ("brackets", "["), ("percent signs", "%"),
        ("boundaries", "\r\n--"), ("lists", "[],"), ("numbers", "1,"), ("objects", "{\"a\":1},"),
    ]
}
