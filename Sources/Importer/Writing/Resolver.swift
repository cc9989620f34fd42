import Model
import Store

/// Turns the names on one page (people, labels, milestones, numbers) into rows, with one statement for each kind of name.
struct Resolver {
    private let people: PeopleScope
    private let users: [String: UserID]
    private let labels: [String: LabelID]
    private let milestones: [Int64: MilestoneID]
    private let milestonesByTitle: [String: MilestoneID]
    private let issues: [Int64: Int64]
    private let mergeRequests: [Int64: Int64]

    init(page: MappedPage, run: ImportRun, now: Timestamp, in connection: any WriteConnection) throws {
        people = run.people
        var persons: [String: PersonDraft] = [:]
        var numbers: Set<Int64> = []
        var needsItems = false
        for draft in page.drafts.map(\.writable) {
            for person in draft.people where persons[person.identifier]?.name == nil {
                persons[person.identifier] = person
            }
            if let number = draft.hangsOn { numbers.insert(number) }
            numbers.formUnion(draft.refersTo)
            needsItems = needsItems || draft.namesBaseData
        }
        switch run.people {
        case .placeholders(let scope, _):
            let inOrder = persons.values.sorted { $0.identifier < $1.identifier }
            users = try SourceUsers.mappedUsers(inOrder, scope: scope, at: now, in: connection)
        case .owner:
            users = [:]
        }
        let project = run.project.id
        labels = needsItems ? try Labels.identifiers(project: project, in: connection) : [:]
        milestones = needsItems ? try ImportedMilestones.identifiers(project: project, in: connection) : [:]
        milestonesByTitle =
            needsItems ? try ImportedMilestones.identifiersByTitle(project: project, in: connection) : [:]
        issues = try ImportedRows.rowsByNumber(Array(numbers), of: .issues, project: project, in: connection)
        mergeRequests = try ImportedRows.rowsByNumber(
            Array(numbers), of: .mergeRequests, project: project, in: connection)
    }

    /// Who stands for a person; the ghost user (or the personal namespace's owner) for nobody.
    func user(_ person: PersonDraft?) -> UserID {
        switch people {
        case .owner(let owner): owner
        case .placeholders(_, let ghost): person.flatMap { users[$0.identifier] } ?? ghost
        }
    }

    /// Each once, in order.
    func users(_ people: [PersonDraft]) -> [UserID] {
        var seen: Set<UserID> = []
        return people.map { user($0) }.filter { seen.insert($0).inserted }
    }

    func label(_ title: String) -> LabelID? { labels[title] }

    func milestone(_ number: Int64?) -> MilestoneID? { number.flatMap { milestones[$0] } }

    func milestone(titled title: String) -> MilestoneID? { milestonesByTitle[title] }

    /// The issue or merge request with this number.
    /// - Parameter kind: which of the two; `nil` where the source numbers both in one row and gives no number twice.
    func item(_ number: Int64, _ kind: ItemKind?) -> Noteable? {
        switch kind {
        case .issue: issue(number)
        case .mergeRequest: mergeRequest(number)
        case nil: mergeRequest(number) ?? issue(number)
        }
    }

    private func issue(_ number: Int64) -> Noteable? {
        issues[number].map { Noteable(kind: .issue, id: $0) }
    }

    func mergeRequest(_ number: Int64) -> Noteable? {
        mergeRequests[number].map { Noteable(kind: .mergeRequest, id: $0) }
    }
}
