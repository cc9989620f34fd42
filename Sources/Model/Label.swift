/// A project's label.
public struct Label: Sendable, Hashable {
    public var id: LabelID
    public var title: String
    public var description: String?
    /// `#rrggbb`.
    public var color: String

    public init(id: LabelID, title: String, description: String?, color: String) {
        self.id = id
        self.title = title
        self.description = description
        self.color = color
    }

    /// Black or white, whichever can be read on `color`, by GitLab's rule (the sum of the channels against 500).
    public var textColor: String {
        let channels = stride(from: 1, to: 7, by: 2).map { offset -> Int in
            let digits = color.dropFirst(offset).prefix(2)
            return Int(digits, radix: 16) ?? 0
        }
        return channels.reduce(0, +) > 500 ? "#1F1E24" : "#FFFFFF"
    }
}
