import Foundation

/// Queries and URL-encoded forms with Rack's names: `labels[]=a&labels[]=b`, `not[author_id]=1`, `stages[x][y]=true`.
enum NestedForm {
    /// Deeper names are left out.
    private static let depthLimit = 32

    static func parse(_ text: String) -> RequestParameters {
        var root: [String: ParameterValue] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value: ParameterValue = parts.count == 2 ? .string(decode(parts[1])) : .null
            insert(value, named: decode(parts[0]), into: &root)
        }
        return RequestParameters(root)
    }

    static func insert(_ value: ParameterValue, named name: String, into root: inout [String: ParameterValue]) {
        let path = keys(of: name)
        guard let first = path.first, !first.isEmpty, path.count <= depthLimit else { return }
        put(value, at: path.dropFirst(), into: &root[first])
    }

    /// `a[b][]` is `a`, `b` and the empty key, which stands for "at the end of a list".
    private static func keys(of name: String) -> [String] {
        guard let open = name.firstIndex(of: "["), open != name.startIndex, name.hasSuffix("]") else { return [name] }
        let inner = name[name.index(after: open)...].dropLast()
        return [String(name[..<open])] + inner.split(separator: "][", omittingEmptySubsequences: false).map(String.init)
    }

    private static func put(
        _ value: ParameterValue, at path: ArraySlice<String>, into place: inout ParameterValue?
    ) {
        guard let key = path.first else {
            place = value
            return
        }
        // Taken out of its place while it grows: a list that two places hold is copied with each element of a long form.
        if key.isEmpty {
            var elements = place.takeElements()
            var element: ParameterValue?
            put(value, at: path.dropFirst(), into: &element)
            elements.append(element ?? .null)
            place = .array(elements)
        } else {
            var members = place.takeMembers()
            put(value, at: path.dropFirst(), into: &members[key])
            place = .object(members)
        }
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    /// The parameters as a query string, by name, as Rails writes one.
    static func query(_ parameters: RequestParameters, replacing: [(String, String)]) -> String {
        var pairs: [String] = []
        for name in Set(parameters.names + replacing.map(\.0)).sorted() {
            if let new = replacing.first(where: { $0.0 == name }) {
                pairs.append("\(escape(name))=\(escape(new.1))")
            } else if let value = parameters[name] {
                append(value, named: name, to: &pairs)
            }
        }
        return pairs.joined(separator: "&")
    }

    private static func append(_ value: ParameterValue, named name: String, to pairs: inout [String]) {
        switch value {
        case .array(let elements): for element in elements { append(element, named: "\(name)[]", to: &pairs) }
        case .object(let values):
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                append(value, named: "\(name)[\(key)]", to: &pairs)
            }
        default:
            if case .value(let text) = String.coerced(from: value) {
                pairs.append("\(escape(name))=\(escape(text))")
            } else {
                pairs.append("\(escape(name))=")
            }
        }
    }

    static func escape(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

extension ParameterValue? {
    /// What was a list, and nothing is left.
    fileprivate mutating func takeElements() -> [ParameterValue] {
        guard case .array(let elements)? = self else { return [] }
        self = nil
        return elements
    }

    /// What was an object, and nothing is left.
    fileprivate mutating func takeMembers() -> [String: ParameterValue] {
        guard case .object(let members)? = self else { return [:] }
        self = nil
        return members
    }
}
