import Model

/// `diff` of an activity: the lines around a comment.
struct BitbucketServerDiff: Decodable, Sendable {
    var hunks: [Hunk?]?

    enum CodingKeys: String, CodingKey {
        case hunks
    }

    struct Hunk: Decodable, Sendable {
        var segments: [Segment?]?

        enum CodingKeys: String, CodingKey {
            case segments
        }
    }

    struct Segment: Decodable, Sendable {
        /// `ADDED`, `REMOVED` or `CONTEXT`.
        var type: String?
        var lines: [Line?]?

        enum CodingKeys: String, CodingKey {
            case type
            case lines
        }
    }

    struct Line: Decodable, Sendable {
        var source: Int?
        var destination: Int?

        enum CodingKeys: String, CodingKey {
            case source
            case destination
        }
    }

    /// Both numbers of an unchanged line; on other lines one of the two is there and means nothing.
    func unchanged(_ number: Int, isOld: Bool) -> Position.Line? {
        for segment in (hunks ?? []).flatMap({ $0?.segments ?? [] }) where segment?.type == "CONTEXT" {
            for line in segment?.lines ?? [] where (isOld ? line?.source : line?.destination) == number {
                guard let old = line?.source, let new = line?.destination else { continue }
                return Position.Line(old: old, new: new)
            }
        }
        return nil
    }
}
