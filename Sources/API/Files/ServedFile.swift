import HTTPTypes
import Hummingbird
import NIOCore

/// The answer that is a stored file. Whatever it holds came from strangers: browsers are told not to guess what it is,
/// to give it no rights, and to show it only where it is a picture.
struct ServedFile: ResponseGenerator, Sendable {
    /// Where its bytes lie.
    var path: String
    var name: String
    var mediaType: String
    /// Bytes.
    var size: Int64
    /// SHA-256 of its content.
    var digest: String

    /// Nothing runs, nothing is fetched, and the page is nobody's.
    static let contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

    /// Pictures that can hold no program. SVG can.
    private static let pictures: Set<String> = [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp",
    ]
    /// What may be called by its name, because no browser runs it.
    private static let inert: Set<String> = [
        "video/mp4", "video/webm", "video/quicktime", "text/plain", "text/csv", "application/json", "application/zip",
        "application/gzip", "application/x-gzip", "application/x-tar", "application/pdf",
    ]

    func response(from request: Request, context: some RequestContext) -> Response {
        let tag = "\"\(digest)\""
        var headers = headers
        headers[.eTag] = tag
        if let known = request.headers[.ifNoneMatch], known == "*" || known.contains(tag) {
            return Response(status: .notModified, headers: headers)
        }
        switch ByteRange(request.headers, size: size, tag: tag) {
        case .whole: return Response(status: .ok, headers: headers, body: body(0..<size, context))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            return Response(status: .partialContent, headers: headers, body: body(range, context))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private var headers: HTTPFields {
        let isPicture = Self.pictures.contains(mediaType)
        let isNamed = isPicture || Self.inert.contains(mediaType)
        return [
            .contentType: isNamed ? mediaType : "application/octet-stream",
            .contentDisposition: isPicture ? ContentDisposition.inline(name) : ContentDisposition.attachment(name),
            .contentSecurityPolicy: Self.contentSecurityPolicy,
            .xContentTypeOptions: "nosniff",
            .acceptRanges: "bytes",
        ]
    }

    private func body(_ range: Range<Int64>, _ context: some RequestContext) -> ResponseBody {
        guard !range.isEmpty else { return ResponseBody() }
        let path = path
        return ResponseBody(contentLength: range.count) { writer in
            let bytes = Int(range.lowerBound)...Int(range.upperBound - 1)
            let file = try await FileIO().loadFile(path: path, range: bytes, context: context)
            try await file.write(writer)
        }
    }
}

/// Which part of a file a request asks for (RFC 9110, 14.2). Several parts at once are answered with all of it.
enum ByteRange: Equatable {
    case whole
    case part(Range<Int64>)
    case unsatisfiable

    init(_ headers: HTTPFields, size: Int64, tag: String) {
        self = .whole
        if let condition = headers[.ifRange], condition != tag { return }
        guard let text = headers[.range], text.hasPrefix("bytes=") else { return }
        let ends = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return }
        switch (Self.number(ends[0]), Self.number(ends[1])) {
        case (let first?, nil) where ends[1].isEmpty:
            self = first < size ? .part(first..<size) : .unsatisfiable
        case (let first?, let last?) where first <= last:
            self = first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
        case (nil, let length?) where ends[0].isEmpty:
            self = length > 0 && size > 0 ? .part(max(0, size - length)..<size) : .unsatisfiable
        default: return
        }
    }

    private static func number(_ text: Substring) -> Int64? {
        text.utf8.count < 19 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }
}
