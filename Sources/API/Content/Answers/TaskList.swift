/// The check boxes of a description, by GitLab's rule (`app/models/concerns/taskable.rb`): list items that begin with
/// `[ ]` or `[x]`, those in fenced code left out.
struct TaskList: Sendable, Hashable {
    private(set) var count = 0
    private(set) var completedCount = 0

    init(in markdown: String?) {
        guard let markdown, markdown.utf8.contains(UInt8(ascii: "[")) else { return }
        var fence: (marker: UInt8, length: Int)?
        for line in markdown.utf8.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 10 || $0 == 13 }) {
            let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">") }
            if let opened = fence {
                if Self.fence(content).map({ $0.marker == opened.marker && $0.length >= opened.length }) ?? false {
                    fence = nil
                }
            } else if let opening = Self.fence(content) {
                fence = opening
            } else if let isDone = Self.checkBox(content) {
                count += 1
                if isDone { completedCount += 1 }
            }
        }
    }

    /// GitLab's sentence, such as `1 of 3 checklist items completed`.
    var status: String {
        "\(completedCount) of \(count) checklist \(count == 1 ? "item" : "items") completed"
    }

    private static func fence(_ line: Substring.UTF8View) -> (marker: UInt8, length: Int)? {
        guard let marker = line.first, marker == UInt8(ascii: "`") || marker == UInt8(ascii: "~") else { return nil }
        let length = line.prefix { $0 == marker }.count
        return length >= 3 ? (marker, length) : nil
    }

    /// Whether the line's box is ticked; `nil` for a line without one.
    private static func checkBox(_ line: Substring.UTF8View) -> Bool? {
        guard var rest = afterBullet(line), rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") else {
            return nil
        }
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let box = Array(rest.prefix(4))
        guard box.count == 4, box[0] == UInt8(ascii: "["), box[2] == UInt8(ascii: "]"),
            box[3] == UInt8(ascii: " ") || box[3] == UInt8(ascii: "\t")
        else { return nil }
        switch box[1] {
        case UInt8(ascii: " "): return false
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return true
        default: return nil
        }
    }

    private static func afterBullet(_ line: Substring.UTF8View) -> Substring.UTF8View? {
        switch line.first {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): return line.dropFirst()
        default:
            let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let rest = line.dropFirst(digits.count)
            guard (1...9).contains(digits.count), rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")")
            else { return nil }
            return rest.dropFirst()
        }
    }
}
