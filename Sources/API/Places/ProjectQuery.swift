import Model
import Store

/// What may be asked of a list of projects.
struct ProjectQuery: Sendable {
    private let search: String?
    private let searchesNamespaces: Bool
    private let owned: Bool
    private let leastRole: AccessLevel?
    private let visibility: Visibility?
    private let isArchived: Bool?
    private let isImported: Bool?
    private let withIssuesEnabled: Bool
    private let withMergeRequestsEnabled: Bool
    private let topics: [String]
    private let idAfter: ProjectID?
    private let idBefore: ProjectID?
    private let activeAfter: Timestamp?
    private let activeBefore: Timestamp?
    let order: Projects.Order
    let direction: SortDirection
    let isSimple: Bool
    let keyset: Keyset?
    let page: Page

    init(_ p: inout ParameterReader) {
        let order = p.optional("order_by", among: Projects.Order.self)
        direction = p.optional("sort", among: SortDirection.self) ?? .descending
        isArchived = p.optional("archived")
        visibility = p.optional("visibility", among: Visibility.self)
        search = p.search()
        searchesNamespaces = p.optional("search_namespaces", Bool.self) ?? false
        owned = p.optional("owned", Bool.self) ?? false
        let isMember = p.optional("membership", Bool.self) ?? false
        isImported = p.optional("imported", Bool.self) == true ? true : nil
        withIssuesEnabled = p.optional("with_issues_enabled", Bool.self) ?? false
        withMergeRequestsEnabled = p.optional("with_merge_requests_enabled", Bool.self) ?? false
        let role = p.optional("min_access_level", among: AccessLevel.self)
        leastRole = role ?? (isMember ? .guest : nil)
        idAfter = p.optional("id_after")
        idBefore = p.optional("id_before")
        activeAfter = p.optional("last_activity_after")
        activeBefore = p.optional("last_activity_before")
        topics = p.conditions("topic") ?? []
        isSimple = p.optional("simple", Bool.self) ?? false
        keyset = p.keyset(orders: ["id"])
        self.order = order ?? .createdAt
        page = keyset == nil ? p.page() : Page(number: 1, size: 20)
    }

    func filter(_ viewer: Viewer) -> Projects.Filter {
        var filter = Projects.Filter(viewer: viewer)
        filter.search = search.flatMap { $0.isEmpty ? nil : $0 }
        filter.searchesNamespaces = searchesNamespaces
        // What one owns is what one is Owner of, in groups as well.
        filter.leastRole = owned ? .owner : leastRole
        filter.visibility = visibility
        filter.isArchived = isArchived
        filter.isImported = isImported
        filter.withIssuesEnabled = withIssuesEnabled
        filter.withMergeRequestsEnabled = withMergeRequestsEnabled
        filter.topics = topics
        filter.idAfter = idAfter
        filter.idBefore = idBefore
        filter.activeAfter = activeAfter
        filter.activeBefore = activeBefore
        return filter
    }
}
