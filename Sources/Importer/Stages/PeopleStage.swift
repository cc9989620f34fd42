import Model
import Remote
import Store

/// Asks for the names of people whom the lists named by login only: at the end and all at once, because one request
/// tells a hundred of them.
struct PeopleStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        guard case .placeholders(let scope, _) = run.people, run.remote.supports(.people) else { return }
        let nameless = try await run.services.store.read { try SourceUsers.nameless(scope: scope, in: $0) }
        guard !nameless.isEmpty else { return }
        try await CollectionStage(run: run, collection: .people, progress: progress)
            .perform(known: KnownObjects(namelessPeople: nameless)) {}
    }
}
