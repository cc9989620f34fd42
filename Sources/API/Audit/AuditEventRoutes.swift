import Access
public import Model
import Store

/// Who did what (`api/audit_events`): of the whole server for administrators; of a group for its Owners and of a project
/// for its Maintainers, and for its Developers what they did themselves. Nothing here changes or removes an event.
struct AuditEventRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("audit_events", .administrators, use: listAll)
        router.get("audit_events/:id", .administrators, use: showAny)
        router.get("groups/:id/audit_events") { try await list($0, Self.group) }
        router.get("groups/:id/audit_events/:audit_event_id") { try await show($0, Self.group) }
        router.get("projects/:id/audit_events") { try await list($0, Self.project) }
        router.get("projects/:id/audit_events/:audit_event_id") { try await show($0, Self.project) }
    }

    /// Narrows a filter to what the caller may see, or refuses.
    private typealias Narrow = @Sendable (inout AuditEvents.Filter, Lookup) throws -> Void

    private static let group: Narrow = { filter, lookup in
        let group = try lookup.group(requiring: .developer)
        (filter.entityKind, filter.entityID) = (.group, group.id.rawValue)
        if try !lookup.authority.has(.owner, in: group) { filter.author = try lookup.account().id }
    }

    private static let project: Narrow = { filter, lookup in
        let project = try lookup.project(requiring: .developer)
        (filter.entityKind, filter.entityID) = (.project, project.id.rawValue)
        if try !lookup.authority.has(.maintainer, in: project) { filter.author = try lookup.account().id }
    }

    @Sendable private func listAll(_ request: APIRequest) async throws -> Answer {
        let (kind, id) = try request.read { p in
            let kind = p.optional("entity_type", among: AuditEvent.Entity.Kind.self)
            let id = p.optional("entity_id", Int64.self)
            if id != nil, kind == nil { p.fail("entity_type is missing") }
            return (kind, id)
        }
        return try await list(request) { filter, _ in (filter.entityKind, filter.entityID) = (kind, id) }
    }

    private func list(_ request: APIRequest, _ narrow: @escaping Narrow) async throws -> Answer {
        let (filter, keyset, page) = try request.read { p in
            var filter = AuditEvents.Filter()
            filter.createdAfter = p.optional("created_after")
            filter.createdBefore = p.optional("created_before")
            let keyset = p.keyset(orders: ["id"])
            return (filter, keyset, keyset == nil ? p.page() : Page(number: 1, size: 20))
        }
        if let keyset { return try await list(request, filter, keyset, narrow) }
        let rows = try await api.read(request) { lookup in
            var filter = filter
            try narrow(&filter, lookup)
            return try AuditEvents.list(filter, page: page, in: lookup.connection)
        }
        return .page(rows, page, of: request) { AuditEventAnswer(event: $0) }
    }

    private func list(
        _ request: APIRequest, _ filter: AuditEvents.Filter, _ keyset: Keyset, _ narrow: @escaping Narrow
    ) async throws -> Answer {
        let after = keyset.cursor?.first.flatMap { Int64($0) }.map { Identifier<AuditEvent>($0) }
        let rows = try await api.read(request) { lookup in
            var filter = filter
            try narrow(&filter, lookup)
            return try AuditEvents.list(
                filter, after: after, direction: keyset.direction, limit: keyset.size + 1, in: lookup.connection)
        }
        let shown = Array(rows.prefix(keyset.size))
        let next = rows.count > keyset.size ? shown.last.map { Keyset.cursor([String($0.id.rawValue)]) } : nil
        return .keyset(shown, next: next.map { [("cursor", $0)] }, of: request) { AuditEventAnswer(event: $0) }
    }

    @Sendable private func showAny(_ request: APIRequest) async throws -> Answer {
        try await show(request, named: "id") { _, _ in }
    }

    private func show(
        _ request: APIRequest, named name: String = "audit_event_id", _ narrow: @escaping Narrow
    ) async throws -> Answer {
        let event = try await api.read(request) { lookup in
            var filter = AuditEvents.Filter()
            try narrow(&filter, lookup)
            guard let event = try AuditEvents.find(request.identifier(name), in: lookup.connection),
                filter.admits(event)
            else { throw APIError.notFound("Audit Event") }
            return event
        }
        return Answer(AuditEventAnswer(event: event))
    }
}

extension AuditEvents.Filter {
    /// As far as entity and author go.
    fileprivate func admits(_ event: AuditEvent) -> Bool {
        (entityKind == nil || entityKind == event.entity.kind) && (entityID == nil || entityID == event.entity.id)
            && (author == nil || author == event.actor.userID)
    }
}

/// An event in GitLab's shape, without the address of mail that GitLab puts beside the author's name.
struct AuditEventAnswer: Entity {
    var event: AuditEvent

    func write(_ object: inout JSONObject) {
        object.add("id", event.id)
        object.add("author_id", event.actor.userID ?? AuditEvents.nobody)
        object.add("entity_id", event.entity.id)
        object.add("entity_type", event.entity.kind.rawValue)
        object.add("event_name", event.action.rawValue)
        object.add("details") { details in
            details.add("event_name", event.action.rawValue)
            details.add("custom_message", event.action.message)
            details.add("author_name", event.actor.name)
            details.add("author_class", event.actor.userID == nil ? "Gitlab::Audit::UnauthenticatedAuthor" : "User")
            details.add("ip_address", event.actor.address)
            details.add("entity_path", event.entity.path)
            if let token = event.actor.tokenID {
                details.add("access_token_id", token)
                details.add("access_token_name", event.actor.tokenName)
            }
            if let owner = event.actor.tokenUserID { details.add("access_token_user_id", owner) }
            for (name, value) in event.details.sorted(by: { $0.key < $1.key }) { details.add(name, value) }
        }
        object.add("created_at", event.createdAt)
    }
}

/// The same for the command line.
public enum AuditEventJSON {
    /// One line.
    public static func text(_ event: AuditEvent) -> String {
        let writer = JSONWriter()
        AuditEventAnswer(event: event).write(to: writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
