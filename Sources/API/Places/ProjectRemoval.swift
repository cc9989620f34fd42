import Model
import Store

extension APIContext {
    /// Removes rows in one transaction, with the work on the projects in question stopped before and their
    /// repositories removed after it.
    ///
    /// - Parameters:
    ///   - namespace: where the projects stand that are about to go.
    ///   - remove: removes the rows and answers which projects went.
    func removeProjects(
        under namespace: NamespaceID?, _ request: APIRequest,
        remove: @escaping @Sendable (Lookup, any WriteConnection) throws -> [ProjectID]
    ) async throws {
        let endangered = try await store.read { connection in
            try namespace.map { try Projects.identifiers(under: $0, in: connection) } ?? []
        }
        for project in endangered { await willRemoveProject(project) }
        let removed = try await write(request, remove)
        for project in removed { await didRemoveProject(project) }
    }
}
