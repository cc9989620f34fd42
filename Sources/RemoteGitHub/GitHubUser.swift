import Model

/// Somebody as the REST API shows them (`simple-user`).
struct GitHubUser: Decodable, Sendable, Hashable {
    var login: String
    var id: Int64
    var nodeID: String?

    enum CodingKeys: String, CodingKey {
        case login
        case id
        case nodeID = "node_id"
    }

    /// `nil` for the account GitHub shows instead of deleted ones.
    var person: PersonDraft? {
        login.lowercased() == "ghost" ? nil : PersonDraft(identifier: String(id), login: login, nodeID: nodeID)
    }
}

extension [GitHubUser?] {
    /// Those who are still there, each once.
    var people: [PersonDraft] {
        var seen: Set<String> = []
        return compactMap { $0?.person }.filter { seen.insert($0.identifier).inserted }
    }
}

/// Somebody as GraphQL shows them (`Actor`), with the shown name for free.
struct GitHubActor: Decodable, Sendable, Hashable {
    var type: String?
    var login: String
    var id: String?
    var databaseID: Int64?
    var name: String?

    enum CodingKeys: String, CodingKey {
        case type = "__typename"
        case login
        case id
        case databaseID = "databaseId"
        case name
    }

    /// `Actor` has neither id nor name: they are asked of each type apart.
    static let fragment = """
        fragment person on Actor {
          __typename
          login
          ... on User { id databaseId name }
          ... on Bot { id databaseId }
          ... on Mannequin { id databaseId }
          ... on Organization { id databaseId name }
          ... on EnterpriseUserAccount { id name }
        }
        """

    /// REST calls bots `name[bot]`, GraphQL only `name`: REST's form is kept.
    private var restLogin: String {
        type == "Bot" && !login.hasSuffix("[bot]") ? login + "[bot]" : login
    }

    /// `nil` for the account GitHub shows instead of deleted ones. Accounts that have no number are told by their
    /// login.
    var person: PersonDraft? {
        guard login.lowercased() != "ghost" else { return nil }
        let identifier = databaseID.map { String($0) } ?? login
        // Whoever shows no name shows the login; said here, it need not be asked for again.
        let shown = name.flatMap { $0.isEmpty ? nil : $0.withoutNUL } ?? restLogin
        return PersonDraft(identifier: identifier, login: restLogin, name: shown, nodeID: id)
    }
}

extension [GitHubActor?] {
    /// The names in these, each person once.
    var names: [Draft] {
        var seen: Set<String> = []
        return compactMap { $0?.person }.filter { seen.insert($0.identifier).inserted }.map { .personName($0) }
    }
}
