public import Model
public import Store

/// Every object of an import that is not here whole, a batch at a time: there may be more than fit in memory.
public struct ReportLines: AsyncSequence, Sendable {
    public typealias Element = [ImportExceptions.Listed]

    private static let batchSize = 500

    private let store: any Datastore
    private let id: ImportID

    public init(_ id: ImportID, in store: any Datastore) {
        self.id = id
        self.store = store
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(store: store, id: id)
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let store: any Datastore
        fileprivate let id: ImportID
        private var previous: Int64 = 0

        fileprivate init(store: any Datastore, id: ImportID) {
            self.store = store
            self.id = id
        }

        public mutating func next() async throws -> [ImportExceptions.Listed]? {
            let (id, after) = (id, previous)
            let batch = try await store.read { connection in
                try ImportExceptions.list(import: id, after: after, limit: ReportLines.batchSize, in: connection)
            }
            guard let last = batch.last else { return nil }
            previous = last.id
            return batch
        }
    }
}
