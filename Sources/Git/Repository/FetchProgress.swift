/// How far a fetch is, as git reports it.
public struct FetchProgress: Sendable, Equatable {
    /// What git is doing.
    public enum Phase: String, Sendable, Equatable {
        /// The remote enumerates what to send.
        case counting = "Counting objects"
        /// The remote compresses what it sends.
        case compressing = "Compressing objects"
        /// Objects arrive.
        case receiving = "Receiving objects"
        /// Few objects arrive and are written one by one.
        case unpacking = "Unpacking objects"
        /// The pack that arrived is completed.
        case resolving = "Resolving deltas"
        /// What arrived is checked for being whole.
        case checking = "Checking connectivity"
    }

    /// What git is doing.
    public let phase: Phase
    /// 0 to 100, nil where git doesn't know the whole.
    public let percent: Int?
    /// Objects done in this phase.
    public let done: Int
    /// Objects of this phase, nil where git doesn't know.
    public let total: Int?
    /// Bytes received so far, as precise as git prints them; nil outside of ``Phase/receiving``.
    public let bytes: Int64?

    /// Reads one line of `git fetch --progress`; nil for any other line.
    public init?(line: some StringProtocol) {
        var text = Substring(line)
        if text.hasPrefix("remote: ") { text = text.dropFirst("remote: ".count) }
        guard let colon = text.firstIndex(of: ":"), let phase = Phase(rawValue: String(text[..<colon])) else {
            return nil
        }
        self.phase = phase
        let rest = text[text.index(after: colon)...].drop { $0 == " " }
        if let open = rest.firstIndex(of: "("), let slash = rest.firstIndex(of: "/"), open < slash {
            percent = Int(rest.prefix { $0.isNumber })
            done = Int(rest[rest.index(after: open)..<slash]) ?? 0
            total = Int(rest[rest.index(after: slash)...].prefix { $0.isNumber })
        } else {
            percent = nil
            done = Int(rest.prefix { $0.isNumber }) ?? 0
            total = nil
        }
        bytes = phase == .receiving ? Self.bytes(in: rest) : nil
    }

    /// Reads `12.50 MiB` after the comma that follows the counts.
    private static func bytes(in text: Substring) -> Int64? {
        for part in text.split(separator: ",").dropFirst() {
            let words = part.split(separator: " ")
            guard words.count >= 2, let number = Double(words[0]) else { continue }
            let factors = ["bytes": 1.0, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824]
            guard let factor = factors[String(words[1])] else { continue }
            return Int64(number * factor)
        }
        return nil
    }
}
