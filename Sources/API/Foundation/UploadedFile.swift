import HTTPTypes

/// A file that came in a form.
public struct UploadedFile: Sendable, Hashable {
    /// As the client named it; never a path of this server.
    public var name: String
    /// Text in UTF-8.
    public var content: String

    /// How the form's reader hands a file on: Rack's hash.
    static func parameter(name: String, content: String) -> ParameterValue {
        .object(["filename": .string(name), "tempfile": .string(content)])
    }
}

extension ParameterReader {
    /// A file that must be given. What stands in for a failure is never seen.
    public mutating func requiredFile(_ name: String) -> UploadedFile {
        if parameters[name] == nil { fail("\(name) is missing") }
        return optionalFile(name) ?? UploadedFile(name: "", content: "")
    }

    public mutating func optionalFile(_ name: String) -> UploadedFile? {
        guard let value = parameters[name] else { return nil }
        if case .object(let parts) = value, case .string(let fileName)? = parts["filename"],
            case .string(let content)? = parts["tempfile"]
        {
            return UploadedFile(name: fileName, content: content)
        }
        fail("\(name) is invalid")
        return nil
    }
}

extension APIError {
    /// 422 with a text.
    static func unprocessable(_ text: String) -> APIError {
        APIError(.unprocessableContent, .message(text))
    }
}
