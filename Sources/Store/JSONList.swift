import Foundation

/// A list of texts as it lies in one column: a JSON array.
enum JSONList {
    static func text(_ strings: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(strings), as: UTF8.self)
    }

    /// - Throws: ``StoreError/malformedValue(column:expected:)``.
    static func strings(_ text: String, column: String) throws -> [String] {
        if text == "[]" { return [] }
        do {
            return try JSONDecoder().decode([String].self, from: Data(text.utf8))
        } catch {
            throw StoreError.malformedValue(column: column, expected: "a JSON array of texts")
        }
    }
}
