import Model
import Testing

/// Who asks, from nobody upwards. Roles are held in the group of the project, unless another place is named.
enum AuthorityCaller: String, CaseIterable, CustomTestStringConvertible {
    case nobody
    /// With an account that the administrator marked as external.
    case external
    /// Anybody with an account.
    case stranger
    /// Who wrote the confidential issue and the snippet, and has no role.
    case author
    /// Owner of another group.
    case neighbour
    /// With a role that shows the group and nothing in it.
    case minimal
    case guest
    case planner
    case reporter
    case developer
    case maintainer
    case owner
    /// Maintainer of the project alone.
    case projectMaintainer
    /// A group access token with the role of an Owner.
    case bot
    /// An Owner whose account is blocked.
    case blocked
    case administrator

    var testDescription: String { rawValue }

    /// The role in the group.
    var groupRole: AccessLevel? {
        switch self {
        case .minimal: .minimal
        case .guest: .guest
        case .planner: .planner
        case .reporter: .reporter
        case .developer: .developer
        case .maintainer: .maintainer
        case .owner, .bot, .blocked: .owner
        default: nil
        }
    }

    /// Those at whom the answers change.
    static let few: Set<AuthorityCaller> = [.nobody, .external, .stranger, .guest, .reporter, .maintainer]

    /// Whether this is a person who may make things of their own.
    var isPerson: Bool { ![.nobody, .external, .bot].contains(self) }
}

/// What stands in a project's or group's way to be seen.
enum AuthorityPlace: String, CaseIterable, CustomTestStringConvertible {
    case `public`, `internal`, `private`
    /// Private, in a private group, whose roles come down.
    case nested

    var testDescription: String { rawValue }

    var visibility: Visibility {
        switch self {
        case .public: .public
        case .internal: .internal
        case .private, .nested: .private
        }
    }

    /// Whether visibility alone opens it.
    func isOpen(to caller: AuthorityCaller) -> Bool {
        switch visibility {
        case .public: true
        case .internal: ![.nobody, .external].contains(caller)
        case .private: false
        }
    }
}

/// What it takes, once the call is let in at all.
enum AuthorityGate: Sendable {
    /// Nothing: what is shown depends on who asks.
    case open
    /// To be a person who may make things of their own.
    case person
    /// To see the project.
    case project
    /// To see the project's code, which in a private one is for Reporters.
    case code
    /// A role in the project.
    case role(AccessLevel)
    /// To see the group.
    case group
    /// A role in the group.
    case groupRole(AccessLevel)
    /// The same, and to be a person.
    case groupOwnerInPerson
    /// To see the snippet.
    case snippet
    /// To be who wrote the confidential issue, or a Planner.
    case confidential
    /// A draft: for Maintainers. Others are told that it is not there, or that code is not for them.
    case draft
    /// What is somebody else's, whoever asks but the administrator.
    case administratorOr404
    /// To be allowed to import into the group.
    case importing
    /// The same, and to be the project's Maintainer.
    case importingAgain

    /// What becomes of a call that is let in.
    enum Verdict: Equatable {
        case allowed
        case forbidden
        /// As if it were not there.
        case hidden
    }

    func verdict(_ caller: AuthorityCaller, _ place: AuthorityPlace) -> Verdict {
        if caller == .administrator { return .allowed }
        switch self {
        case .open: return .allowed
        case .person: return caller.isPerson ? .allowed : .forbidden
        case .project: return Self.seesProject(caller, place) ? .allowed : .hidden
        case .code:
            guard Self.seesProject(caller, place) else { return .hidden }
            let isOpen = place.visibility != .private
            return isOpen || Self.projectRole(caller).map { $0 >= .reporter } ?? false ? .allowed : .forbidden
        case .role(let role):
            guard Self.seesProject(caller, place) else { return .hidden }
            return Self.projectRole(caller).map { $0 >= role } ?? false ? .allowed : .forbidden
        case .group: return Self.seesGroup(caller, place) ? .allowed : .hidden
        case .groupRole(let role):
            guard Self.seesGroup(caller, place) else { return .hidden }
            return caller.groupRole.map { $0 >= role } ?? false ? .allowed : .forbidden
        case .groupOwnerInPerson:
            let verdict = Self.groupRole(.owner).verdict(caller, place)
            return verdict == .allowed && !caller.isPerson ? .forbidden : verdict
        case .snippet: return place.isOpen(to: caller) || caller == .author ? .allowed : .hidden
        case .confidential:
            guard Self.seesProject(caller, place) else { return .hidden }
            return caller == .author || Self.projectRole(caller).map { $0 >= .planner } ?? false ? .allowed : .hidden
        case .draft:
            let verdict = Self.code.verdict(caller, place)
            guard verdict == .allowed else { return verdict }
            return Self.projectRole(caller).map { $0 >= .maintainer } ?? false ? .allowed : .hidden
        case .administratorOr404: return .hidden
        case .importingAgain:
            let verdict = Self.role(.maintainer).verdict(caller, place)
            return verdict == .allowed && caller == .projectMaintainer ? .forbidden : verdict
        case .importing:
            guard Self.seesGroup(caller, place) else { return .hidden }
            return caller.groupRole.map { $0 >= .maintainer } ?? false ? .allowed : .forbidden
        }
    }

    private static func projectRole(_ caller: AuthorityCaller) -> AccessLevel? {
        caller == .projectMaintainer ? .maintainer : caller.groupRole
    }

    private static func seesProject(_ caller: AuthorityCaller, _ place: AuthorityPlace) -> Bool {
        place.isOpen(to: caller) || projectRole(caller).map { $0 >= .guest } ?? false
    }

    /// A group is there also for whoever has a role in something under it.
    private static func seesGroup(_ caller: AuthorityCaller, _ place: AuthorityPlace) -> Bool {
        place.isOpen(to: caller) || projectRole(caller) != nil
    }
}
