import Model
import Store

/// The parameters that GitLab's lists of issues and of merge requests share.
struct ItemParameters {
    /// GitLab's `scope`, with its older spelling.
    enum Scope: String {
        case createdByMe = "created_by_me"
        case assignedToMe = "assigned_to_me"
        case reviewsForMe = "reviews_for_me"
        case all
    }

    var filter: ItemFilter
    var sort: ItemSort
    var scope: Scope
    var showsLabelDetails: Bool

    /// The filter, with what `scope` says about the caller.
    /// - Throws: 401 for a list of somebody's own without an account.
    func filter(for caller: User?) throws -> ItemFilter {
        guard scope != .all else { return filter }
        guard let caller else { throw APIError.unauthorized }
        var filter = filter
        switch scope {
        case .createdByMe: filter.involvement = .createdBy(caller.id)
        case .assignedToMe: filter.involvement = .assignedTo(caller.id)
        case .reviewsForMe: filter.involvement = .reviewFor(caller.id)
        case .all: break
        }
        return filter
    }
}

extension ParameterReader {
    /// - Parameters:
    ///   - orders: the words of `order_by` and what the list is sorted by for them.
    ///   - defaultScope: `all` in one project or group, one's own everywhere.
    mutating func items(
        orders: KeyValuePairs<String, ItemSort.Key>, defaultScope: ItemParameters.Scope
    ) -> ItemParameters {
        var filter = ItemFilter()
        filter.iids = optional("iids", [Int64].self) ?? []
        filter.labels = labels()
        filter.milestone = milestone()
        filter.author = person(id: "author_id", username: "author_username")
        filter.assignees = people(id: "assignee_id", usernames: "assignee_username")
        filter.search = search()
        if let fields = optional("in", [String].self) {
            let known = Set(fields.compactMap(ItemFilter.SearchField.init))
            if !known.isEmpty { filter.searchFields = known }
        }
        filter.createdAfter = optional("created_after", Timestamp.self)
        filter.createdBefore = optional("created_before", Timestamp.self)
        filter.updatedAfter = optional("updated_after", Timestamp.self)
        filter.updatedBefore = optional("updated_before", Timestamp.self)
        filter.excluded = exclusions()
        return ItemParameters(
            filter: filter, sort: sort(orders), scope: scope() ?? defaultScope,
            showsLabelDetails: optional("with_labels_details", Bool.self) ?? false)
    }

    private mutating func sort(_ orders: KeyValuePairs<String, ItemSort.Key>) -> ItemSort {
        let word = optional("order_by", String.self) ?? "created_at"
        let key = orders.first { $0.key == word }?.value
        if key == nil { fail("order_by does not have a valid value") }
        let direction = optional("sort", among: SortDirection.self) ?? .descending
        return ItemSort(key: key ?? .createdAt, direction: direction)
    }

    private mutating func scope() -> ItemParameters.Scope? {
        guard let word = optional("scope", String.self) else { return nil }
        let scope = ItemParameters.Scope(rawValue: word.replacing("-", with: "_"))
        if scope == nil { fail("scope does not have a valid value") }
        return scope
    }

    private mutating func labels() -> ItemFilter.Wanted<String>? {
        guard let titles = conditions("labels")?.filter({ !$0.isEmpty }), !titles.isEmpty else {
            return nil
        }
        return wildcard(titles) ?? .all(titles)
    }

    private mutating func milestone() -> ItemFilter.Wanted<String>? {
        if let title = optional("milestone", String.self), !title.isEmpty { return wildcard([title]) ?? .all([title]) }
        guard let word = optional("milestone_id", String.self), !word.isEmpty else { return nil }
        let wanted: ItemFilter.Wanted<String>? = wildcard([word])
        if wanted == nil { fail("milestone_id does not have a valid value") }
        return wanted
    }

    /// GitLab's `None` and `Any`, in any case.
    private func wildcard<Value>(_ words: [String]) -> ItemFilter.Wanted<Value>? {
        guard words.count == 1 else { return nil }
        switch words[0].lowercased() {
        case "none": return ItemFilter.Wanted.none
        case "any": return .any
        default: return nil
        }
    }

    mutating func person(id: String, username: String) -> ItemFilter.Person? {
        let number = optional(id, Int64.self)
        let name = optional(username, String.self)
        mutuallyExclusive(id, username)
        return number.map { .id(UserID($0)) } ?? name.map { .username($0) }
    }

    /// People by one number or by usernames; `None` and `Any` in place of either, and 0 for `None` as in old clients.
    mutating func people(id: String, usernames: String) -> ItemFilter.Wanted<ItemFilter.Person>? {
        let names = conditions(usernames) ?? []
        mutuallyExclusive(id, usernames)
        if let word = optional(id, String.self), !word.isEmpty {
            if let wanted: ItemFilter.Wanted<ItemFilter.Person> = wildcard([word]) { return wanted }
            guard let number = Int64(word) else {
                fail("\(id) should be an integer, 'None' or 'Any', however got \(word)")
                return nil
            }
            return number == 0 ? ItemFilter.Wanted.none : .all([.id(UserID(number))])
        }
        guard !names.isEmpty else { return nil }
        return wildcard(names) ?? .all(names.map { .username($0) })
    }

    /// `not[…]`; what is not known of it is left out, as GitLab does.
    private mutating func exclusions() -> ItemFilter.Exclusions {
        var excluded = ItemFilter.Exclusions()
        guard let parameters = optional("not", RequestParameters.self) else { return excluded }
        nested(parameters, under: "not") { reader in
            excluded.labels = reader.conditions("labels") ?? []
            excluded.milestone = reader.optional("milestone", String.self)
            excluded.author = reader.person(id: "author_id", username: "author_username")
            if case .all(let people)? = reader.people(id: "assignee_id", usernames: "assignee_username") {
                excluded.assignees = people
            }
            excluded.iids = reader.optional("iids", [Int64].self) ?? []
        }
        return excluded
    }

    /// Reads a hash's own parameters; what is wrong with them is told with the hash's name.
    mutating func nested(
        _ parameters: RequestParameters, under name: String, _ declare: (inout ParameterReader) -> Void
    ) {
        var reader = ParameterReader(parameters)
        declare(&reader)
        for problem in reader.problems { fail(Self.naming(name, in: problem)) }
    }

    /// `author_id is invalid` becomes `not[author_id] is invalid`, and `a, b are …` becomes `not[a], not[b] are …`.
    /// What follows the names may repeat anything that was given.
    private static func naming(_ name: String, in problem: String) -> String {
        let words = problem.split(separator: " ", omittingEmptySubsequences: false)
        let listed = words.prefix { $0.hasSuffix(",") }
        let names =
            listed.map { "\(name)[\($0.dropLast())]," }
            + words.dropFirst(listed.count).prefix(1).map { "\(name)[\($0)]" }
        return (names + words.dropFirst(names.count).map(String.init)).joined(separator: " ")
    }
}
