/// Who may see a project or group: nobody but its members, everybody with an account, or everybody.
public enum Visibility: String, Sendable, Comparable, CaseIterable, Codable {
    case `private`
    case `internal`
    case `public`

    private var openness: Int {
        switch self {
        case .private: 0
        case .internal: 1
        case .public: 2
        }
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.openness < right.openness
    }
}
