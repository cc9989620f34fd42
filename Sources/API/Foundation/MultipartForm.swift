/// `multipart/form-data` (RFC 7578), read as text; a file is handed on with its name (``UploadedFile``).
enum MultipartForm {
    /// The boundary named in a `Content-Type`.
    static func boundary(of contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ !$0.isWhitespace }).lowercased() == "boundary" else { continue }
            let boundary = pair[1].trimmingPrefix { $0.isWhitespace || $0 == "\"" }.filter { $0 != "\"" }
            return boundary.utf8.count <= longestBoundary ? boundary : nil
        }
        return nil
    }

    /// RFC 2046, 5.1.1; and looking for a long one in a body that is full of its beginnings takes its length's time for
    /// each byte.
    private static let longestBoundary = 70

    static func parse(_ bytes: [UInt8], boundary: String) -> RequestParameters {
        guard !boundary.isEmpty else { return RequestParameters() }
        var root: [String: ParameterValue] = [:]
        // A line break belongs to the delimiter after it, so the first delimiter gets one as well.
        let text = [13, 10] + bytes
        let pieces = text.split(separator: [13, 10] + Array("--\(boundary)".utf8))
        for piece in pieces {
            guard let (name, value) = field(piece) else { continue }
            NestedForm.insert(value, named: name, into: &root)
        }
        return RequestParameters(root)
    }

    private static func field(_ piece: ArraySlice<UInt8>) -> (name: String, value: ParameterValue)? {
        let parts = piece.split(separator: [13, 10, 13, 10], maxSplits: 1, omittingEmptySubsequences: false)
        let headers = String(decoding: parts[0], as: UTF8.self)
        guard parts.count == 2, let name = disposition("name", inHeaders: headers) else { return nil }
        let content = String(decoding: parts[1], as: UTF8.self)
        if let file = disposition("filename", inHeaders: headers) {
            return (name, UploadedFile.parameter(name: file, content: content))
        }
        return (name, .string(content))
    }

    private static func disposition(_ parameter: String, inHeaders headers: String) -> String? {
        for line in headers.split(whereSeparator: \.isNewline)
        where line.lowercased().hasPrefix("content-disposition:") {
            for part in line.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].filter({ !$0.isWhitespace }).lowercased() == parameter else { continue }
                return pair[1].filter { $0 != "\"" }
            }
        }
        return nil
    }
}
