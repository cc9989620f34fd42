import Model

/// An account: a person, a workspace or an app.
struct CloudUser: Decodable, Sendable, Hashable {
    var uuid: String?
    var accountID: String?
    var nickname: String?
    /// Workspaces only.
    var username: String?
    var displayName: String?

    enum CodingKeys: String, CodingKey {
        case uuid
        case accountID = "account_id"
        case nickname
        case username
        case displayName = "display_name"
    }

    /// What to ask for of an account at `path`, for `fields=`.
    static func fields(_ path: String) -> [String] {
        ["uuid", "account_id", "nickname", "username", "display_name"].map { "\(path).\($0)" }
    }

    /// `nil` for what has no name that lasts. Mentions name the account id. Accounts of services have no nickname, and
    /// closed ones have lost theirs: what people see of them is the display name.
    var person: PersonDraft? {
        guard let identifier = uuid?.unlessEmpty ?? accountID?.unlessEmpty else { return nil }
        let names = [nickname, username, displayName, accountID].compactMap { $0?.unlessEmpty }
        let login = names.first ?? identifier
        return PersonDraft(
            identifier: identifier, login: login.withoutNUL, name: displayName?.unlessEmpty?.withoutNUL,
            nodeID: accountID?.unlessEmpty)
    }
}

extension [CloudUser?] {
    /// Those who are still there, each once.
    var people: [PersonDraft] {
        var seen: Set<String> = []
        return compactMap { $0?.person }.filter { seen.insert($0.identifier).inserted }
    }
}
