import Foundation

/// The elements of addresses that strangers write into texts.
///
/// Files behind them are fetched with the credential of whoever imports, who may see more than the stranger: an element
/// must not lead somewhere else on the source, however often what stands in between decodes it.
public enum PathElement {
    /// Whether it is one name, percent-encoded or not: no place (`.`, `..`), and no separator or control in it.
    public static func isName(_ element: some StringProtocol) -> Bool {
        var name = String(element)
        // Proxies and the servers behind them decode it more than once.
        for _ in 0..<5 {
            guard !name.isEmpty, name != ".", name != "..",
                !name.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F })
            else { return false }
            // A lone percent sign is part of a name.
            guard let decoded = name.removingPercentEncoding, decoded != name else { return true }
            name = decoded
        }
        return true
    }
}
