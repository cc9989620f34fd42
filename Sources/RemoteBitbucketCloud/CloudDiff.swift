import Foundation
import Model

/// A diff between two commits, as the address of one names them: `…/diff/workspace/slug:HEAD..BASE?path=…`. Where a
/// comment stands on one, its line numbers are numbers of these commits' files.
struct CloudDiff: Sendable, Hashable {
    var head: String
    var base: String

    /// `nil` for an address of another form.
    init?(address: String) {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        guard let name = path.split(separator: "/").last?.removingPercentEncoding,
            let range = name.split(separator: ":").last?.split(separator: "..", omittingEmptySubsequences: false),
            range.count == 2
        else { return nil }
        (head, base) = (String(range[0]), String(range[1]))
        guard hashes.count == 2 else { return nil }
    }

    /// Both as names of commits, as far as they are such.
    var hashes: [String] { [head, base].filter { ObjectHash($0) != nil || AbbreviatedHash($0) != nil } }
}
