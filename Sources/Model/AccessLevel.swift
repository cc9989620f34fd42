/// What a member may do, in GitLab's numbers (`api/members`, "Roles").
public enum AccessLevel: Int64, Sendable, Comparable, CaseIterable, Codable {
    case minimal = 5
    case guest = 10
    case planner = 15
    case reporter = 20
    case developer = 30
    case maintainer = 40
    case owner = 50

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension AccessLevel {
    /// The role in GitLab's words for people.
    public var name: String {
        switch self {
        case .minimal: "Minimal Access"
        case .guest: "Guest"
        case .planner: "Planner"
        case .reporter: "Reporter"
        case .developer: "Developer"
        case .maintainer: "Maintainer"
        case .owner: "Owner"
        }
    }
}
