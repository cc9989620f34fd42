import Foundation
import Model
import Store
import StoreSQLite
import TestSupport
import Testing

/// The filters of the lists of issues and merge requests, compared with the same rules written down once more in Swift.
@Suite("Filters of lists, put together at random")
struct StoreFilterTests {
    @Test("A list holds what its filter says, in the order asked for, by page and by place alike")
    func issues() async throws {
        try await FilterStore.with { filled in
            let rounds = Fuzz.inputs(share: 0.15)
            for round in 0..<rounds {
                var random = SeededGenerator(seed: 40, input: round)
                let question = FilterQuestion(&random)
                let expected = question.answer(filled.items)
                let (paged, walked) = try await filled.store.read { connection in
                    (try question.pages(filled, in: connection), try question.walk(filled, in: connection))
                }
                #expect(paged == expected, "round \(round): \(question)")
                #expect(walked == expected, "round \(round), by place: \(question)")
                if paged != expected || walked != expected { return }
            }
        }
    }
}

/// An issue, as the rules below see it.
struct FilterItem: Sendable {
    var id: Int64 = 0
    var iid: Int64
    var title: String
    var description: String?
    var isOpen: Bool
    var author: Int
    var assignees: Set<Int>
    var labels: Set<String>
    var milestone: String?
    var createdAt: Int64
    var updatedAt: Int64

    static let labels = ["bug", "Bug", "a,b", "100%", "ü", "with space"]
    static let milestones = ["v1", "V1", "v_1"]
    static let words = [
        "engine", "Engine", "ENGINE", "École", "école", "100%", "a_b", "a\\b", "axb", "ß", "%\u{301}x", "straße",
        "Ärger", "",
    ]

    init(_ iid: Int64, _ random: inout SeededGenerator) {
        let text = { (random: inout SeededGenerator) -> String in
            (0...random.number(below: 3)).map { _ in random.pick(Self.words) ?? "" }.joined(separator: " ")
        }
        self.iid = iid
        title = text(&random)
        description = random.once(in: 3) ? nil : text(&random)
        isOpen = random.once(in: 2)
        author = random.number(below: 3)
        assignees = Set((0..<3).filter { _ in random.once(in: 3) })
        labels = Set(Self.labels.filter { _ in random.once(in: 4) })
        milestone = random.once(in: 2) ? nil : random.pick(Self.milestones)
        createdAt = Int64(random.number(below: 6)) * 1000
        updatedAt = Int64(random.number(below: 6)) * 1000
    }
}

/// A store with issues in it, and the same issues as values.
struct FilterStore: Sendable {
    let store: SQLiteStore
    let project: ProjectID
    let users: [UserID]
    let items: [FilterItem]

    static let usernames = ["ada", "Grace", "öz"]

    static func with(_ test: @Sendable (FilterStore) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-filters-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        try await test(try await filled(store))
    }

    private static func filled(_ store: SQLiteStore) async throws -> FilterStore {
        try await store.write { connection in
            let users = try usernames.map { name in
                try insert(
                    "users",
                    [
                        "kind": "human", "username": name, "username_key": name.lowercased(), "name": name,
                        "email": "\(name)@example.org", "state": "active", "created_at": 0,
                    ], connection)
            }
            let space = try insert(
                "namespaces",
                [
                    "kind": "group", "path": "space", "name": "Space", "full_path": "space", "full_path_key": "space",
                    "full_name": "Space", "visibility": "private", "created_at": 0,
                ], connection)
            let project = try insert(
                "projects",
                [
                    "namespace_id": space, "creator_id": users[0], "path": "p", "name": "p", "full_path": "space/p",
                    "full_path_key": "space/p", "visibility": "private", "created_at": 0, "updated_at": 0,
                    "last_activity_at": 0,
                ], connection)
            let items = try fill(project, users, connection)
            return FilterStore(
                store: store, project: ProjectID(project), users: users.map { UserID($0) }, items: items)
        }
    }

    private static func fill(
        _ project: Int64, _ users: [Int64], _ connection: any WriteConnection
    ) throws -> [FilterItem] {
        var labels: [String: Int64] = [:]
        for title in FilterItem.labels {
            labels[title] = try insert(
                "labels", ["project_id": project, "source_key": title, "title": title, "color": "#ff0000"], connection)
        }
        var milestones: [String: Int64] = [:]
        for (index, title) in FilterItem.milestones.enumerated() {
            milestones[title] = try insert(
                "milestones",
                [
                    "project_id": project, "source_key": title, "iid": index + 1, "title": title, "state": "active",
                    "created_at": 0, "updated_at": 0,
                ], connection)
        }
        var random = SeededGenerator(seed: 7)
        return try (1...60).map { number in
            var item = FilterItem(Int64(number), &random)
            item.id = try insert(
                "issues",
                [
                    "project_id": project, "source_key": String(number), "iid": number, "title": item.title,
                    "description": item.description, "state": item.isOpen ? "opened" : "closed",
                    "author_id": users[item.author], "milestone_id": item.milestone.flatMap { milestones[$0] },
                    "created_at": item.createdAt, "updated_at": item.updatedAt,
                ], connection)
            for label in item.labels {
                try connection.execute(
                    "INSERT INTO issue_labels (issue_id, label_id) VALUES ($1, $2)", [item.id, labels[label]])
            }
            for (position, user) in item.assignees.enumerated() {
                try connection.execute(
                    "INSERT INTO issue_assignees (issue_id, user_id, position) VALUES ($1, $2, $3)",
                    [item.id, users[user], position])
            }
            return item
        }
    }

    private static func insert(
        _ table: String, _ values: KeyValuePairs<String, any SQLConvertible>, _ connection: any WriteConnection
    ) throws -> Int64 {
        let columns = values.map(\.key).joined(separator: ", ")
        let places = (1...values.count).map { "$\($0)" }.joined(separator: ", ")
        let id: Int64? = try connection.value(
            "INSERT INTO \(table) (\(columns)) VALUES (\(places)) RETURNING id AS value", values.map(\.value))
        guard let id else { throw StoreError.failed("no row was written to \(table)") }
        return id
    }
}

/// A question at random, and the answer to it by rules that know no SQL.
struct FilterQuestion: Sendable, CustomStringConvertible {
    private var state: Model.Issue.State?
    private var labels: [String] = []
    private var withoutLabels: [String] = []
    private var hasLabels: Bool?
    private var milestone: String?
    private var hasMilestone: Bool?
    private var author: Int?
    private var assignee: Int?
    private var isNotAssigned: Int?
    private var search: String?
    private var fields: Set<ItemFilter.SearchField> = [.title, .description]
    private var createdAfter: Int64?
    private var updatedBefore: Int64?
    private var withoutNumbers: [Int64] = []
    private var sort: ItemSort
    private var size: Int

    init(_ random: inout SeededGenerator) {
        sort = ItemSort(
            key: random.pick([ItemSort.Key.createdAt, .updatedAt, .title, .relativePosition]) ?? .createdAt,
            direction: random.once(in: 2) ? .ascending : .descending)
        size = 1 + random.number(below: 20)
        if random.once(in: 3) { state = random.once(in: 2) ? .opened : .closed }
        if random.once(in: 4) {
            labels = [random.pick(FilterItem.labels) ?? "bug", random.pick(FilterItem.labels) ?? "bug"]
        }
        if random.once(in: 4) { withoutLabels = [random.pick(FilterItem.labels) ?? "bug"] }
        if random.once(in: 6), labels.isEmpty { hasLabels = random.once(in: 2) }
        if random.once(in: 5) { milestone = random.pick(FilterItem.milestones) }
        if random.once(in: 6), milestone == nil { hasMilestone = random.once(in: 2) }
        if random.once(in: 4) { author = random.number(below: 4) }
        if random.once(in: 4) { assignee = random.number(below: 4) }
        if random.once(in: 5) { isNotAssigned = random.number(below: 4) }
        if random.once(in: 2) {
            search = (0...random.number(below: 2)).map { _ in random.pick(FilterItem.words) ?? "" }.joined(
                separator: " ")
        }
        if random.once(in: 4) { fields = [random.once(in: 2) ? .title : .description] }
        if random.once(in: 4) { createdAfter = Int64(random.number(below: 6)) * 1000 }
        if random.once(in: 4) { updatedBefore = Int64(random.number(below: 6)) * 1000 }
        if random.once(in: 5) { withoutNumbers = (0..<5).map { _ in Int64(random.number(below: 60)) } }
    }

    var description: String {
        """
        \(sort), labels \(labels) not \(withoutLabels) any \(hasLabels as Any), milestone \(milestone as Any) any \
        \(hasMilestone as Any), author \(author as Any), assignee \(assignee as Any) not \(isNotAssigned as Any), search \
        \(search?.debugDescription ?? "-") in \(fields), \(createdAfter as Any) \(updatedBefore as Any) \(state as Any) \
        not \(withoutNumbers)
        """
    }

    // MARK: In SQL

    /// By a number or by a name, in any case; the fourth person is nobody.
    private func person(_ index: Int, _ users: [UserID]) -> ItemFilter.Person {
        guard index < users.count else { return .username("nobody") }
        return index == 0 ? .id(users[0]) : .username(FilterStore.usernames[index].uppercased())
    }

    private func filter(_ filled: FilterStore) -> IssueFilter {
        var items = ItemFilter()
        items.labels = labels.isEmpty ? hasLabels.map { $0 ? .any : .none } : .all(labels)
        items.milestone = milestone.map { .all([$0]) } ?? hasMilestone.map { $0 ? .any : .none }
        items.author = author.map { person($0, filled.users) }
        items.assignees = assignee.map { .all([person($0, filled.users)]) }
        items.excluded.assignees = isNotAssigned.map { [person($0, filled.users)] } ?? []
        items.excluded.labels = withoutLabels
        items.excluded.iids = withoutNumbers
        items.search = search
        items.searchFields = fields
        items.createdAfter = createdAfter.map { Timestamp(millisecondsSinceEpoch: $0) }
        items.updatedBefore = updatedBefore.map { Timestamp(millisecondsSinceEpoch: $0) }
        var filter = IssueFilter(items, scope: .project(filled.project), confidentialAccess: .all)
        filter.state = state
        return filter
    }

    func pages(_ filled: FilterStore, in connection: any ReadConnection) throws -> [Int64] {
        var found: [Int64] = []
        for number in 1...100 {
            let page = try Issues.list(
                filter(filled), sort: sort, page: Page(number: number, size: size), in: connection)
            found += page.elements.map(\.iid)
            if page.elements.isEmpty { break }
            let counts = try Issues.counts(filter(filled), in: connection)
            if let total = page.total, counts.all != total { return [] }
        }
        return found
    }

    func walk(_ filled: FilterStore, in connection: any ReadConnection) throws -> [Int64] {
        var found: [Int64] = []
        var place: KeysetPosition?
        repeat {
            let rows = try Issues.list(filter(filled), sort: sort, after: place, limit: size, in: connection)
            found += rows.elements.map(\.iid)
            place = rows.next
        } while place != nil && found.count < 1000
        return found
    }

    // MARK: In Swift

    func answer(_ items: [FilterItem]) -> [Int64] {
        let found = items.filter(holds).sorted { isBefore($0, $1) }
        return (sort.direction == .ascending ? found : found.reversed()).map(\.iid)
    }

    private func holds(_ item: FilterItem) -> Bool {
        guard state.map({ ($0 == .opened) == item.isOpen }) ?? true, item.labels.isSuperset(of: labels),
            item.labels.isDisjoint(with: withoutLabels), hasLabels.map({ $0 != item.labels.isEmpty }) ?? true,
            milestone.map({ $0 == item.milestone }) ?? true,
            hasMilestone.map({ $0 == (item.milestone != nil) }) ?? true,
            author.map({ $0 == item.author }) ?? true, assignee.map({ item.assignees.contains($0) }) ?? true
        else { return false }
        return !(isNotAssigned.map { item.assignees.contains($0) } ?? false)
            && createdAfter.map { item.createdAt >= $0 } ?? true && updatedBefore.map { item.updatedAt <= $0 } ?? true
            && !withoutNumbers.contains(item.iid) && isFound(item)
    }

    /// Every word stands in one of the fields, in whatever case its ASCII letters are.
    private func isFound(_ item: FilterItem) -> Bool {
        let texts = [
            fields.contains(.title) ? item.title : nil, fields.contains(.description) ? item.description ?? "" : nil,
        ]
        return (search ?? "").split(whereSeparator: \.isWhitespace).allSatisfy { word in
            texts.contains { text in
                guard let text else { return false }
                let (wanted, given) = (Self.lower(String(word)), Self.lower(text))
                return wanted.isEmpty || given.firstRange(of: wanted) != nil
            }
        }
    }

    private static func lower(_ text: String) -> [UInt8] {
        text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }

    private func isBefore(_ one: FilterItem, _ other: FilterItem) -> Bool {
        switch sort.key {
        case .createdAt: (one.createdAt, one.id) < (other.createdAt, other.id)
        case .updatedAt: (one.updatedAt, one.id) < (other.updatedAt, other.id)
        case .title:
            if Self.lower(one.title) == Self.lower(other.title) {
                one.id < other.id
            } else {
                Self.lower(one.title).lexicographicallyPrecedes(Self.lower(other.title))
            }
        default: one.id < other.id
        }
    }
}
