import Foundation

/// The file name in a `Content-Disposition` field (RFC 6266).
public enum DispositionName {
    public static func read(_ field: String) -> String? {
        let parameters = field.split(separator: ";").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        for parameter in parameters where parameter.lowercased().hasPrefix("filename*=") {
            let value = parameter.dropFirst("filename*=".count)
            // Character set, language, then the name.
            let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, let name = String(parts[2]).removingPercentEncoding, !name.isEmpty { return name }
        }
        for parameter in parameters where parameter.lowercased().hasPrefix("filename=") {
            let name = parameter.dropFirst("filename=".count).trimmingCharacters(in: ["\""])
            if !name.isEmpty { return name }
        }
        return nil
    }
}
