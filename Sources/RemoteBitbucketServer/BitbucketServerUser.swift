import Model

/// `ApplicationUser`: somebody with an account. People named in commits have only a name and an address.
struct BitbucketServerUser: Decodable, Sendable, Hashable {
    /// What they sign in and are mentioned with.
    var name: String?
    /// The form of it that stands in addresses; stays the same as long as the account.
    var slug: String?
    var displayName: String?

    enum CodingKeys: String, CodingKey {
        case name
        case slug
        case displayName
    }

    /// `nil` for whoever has no account. The address is not taken: the server shows it to those who have signed in only.
    var person: PersonDraft? {
        guard let slug = slug?.withoutNUL, !slug.isEmpty else { return nil }
        let login = name.flatMap { $0.isEmpty ? nil : $0.withoutNUL } ?? slug
        return PersonDraft(
            identifier: slug, login: login, name: displayName.flatMap { $0.isEmpty ? nil : $0.withoutNUL })
    }

    /// In words for the ledger.
    var shown: String { (name ?? slug ?? "somebody").inOneLine }
}

extension [BitbucketServerUser?] {
    /// Each person once.
    var people: [PersonDraft] {
        var seen: Set<String> = []
        return compactMap { $0?.person }.filter { seen.insert($0.identifier).inserted }
    }

    /// Likewise, and those of whom nothing tells who they are.
    var everybody: [PersonDraft?] {
        var seen: Set<String> = []
        return map { $0?.person }.filter { $0.map { seen.insert($0.identifier).inserted } ?? true }
    }
}
