import Access
import Model
import Store

/// How the state, labels and milestone of issues and merge requests changed.
struct ResourceEventRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        for item in CommentedKind.allCases {
            for kind in ResourceEvent.Kind.allCases {
                let path = "projects/:id/\(item.rawValue)/:iid/resource_\(kind.rawValue)_events"
                router.get(path) { try await list($0, kind, on: item) }
                router.get("\(path)/:event_id") { try await show($0, kind, on: item) }
            }
        }
    }

    private func list(
        _ request: APIRequest, _ kind: ResourceEvent.Kind, on item: CommentedKind
    ) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (events, shown) = try await api.read(request) { [api] lookup in
            let item = try item.find(lookup)
            let events = try ResourceEvents.list(kind, on: item.noteable, page: page, in: lookup.connection)
            return (events, try ShownEvents(events.elements, api.externalURL, lookup))
        }
        return .page(events, page, of: request) { shown.answer($0) }
    }

    private func show(
        _ request: APIRequest, _ kind: ResourceEvent.Kind, on item: CommentedKind
    ) async throws -> Answer {
        guard let id = Int64(request.path("event_id")) else {
            throw APIError.invalidParameters(["event_id is invalid"])
        }
        let answer = try await api.read(request) { [api] lookup in
            let item = try item.find(lookup)
            guard let event = try ResourceEvents.find(kind, id: id, on: item.noteable, in: lookup.connection) else {
                throw APIError.recordNotFound
            }
            return try ShownEvents([event], api.externalURL, lookup).answer(event)
        }
        return Answer(answer)
    }
}

/// A page of events and what their answers need.
private struct ShownEvents: Sendable {
    private let related: ResourceEvents.Related
    private let place: AnswerPlace
    private let today: CalendarDate

    init(_ events: [ResourceEvent], _ externalURL: String, _ lookup: Lookup) throws {
        related = try ResourceEvents.related(to: events, in: lookup.connection)
        place = try lookup.place(of: lookup.project(), externalURL: externalURL)
        today = lookup.today
    }

    func answer(_ event: ResourceEvent) -> ResourceEventAnswer {
        ResourceEventAnswer(event: event, related: related, place: place, today: today)
    }
}
