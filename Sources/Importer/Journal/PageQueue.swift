import Remote
import Store

/// The pages of one collection in the order in which they are written: whoever fetches adds to it, whoever writes takes
/// from it. The order depends only on what the pages say, so that it is the same after a restart.
actor PageQueue {
    private enum State {
        case wanted
        case fetching
        case fetched
        case applied
        /// Could not be read, and is listed as such.
        case missing
    }

    private var cursors: [Cursor] = []
    private var states: [Cursor: State] = [:]
    private var firstUnfetched = 0
    private var firstUnapplied = 0
    private let signal: AsyncStream<Void>.Continuation
    private let journal: [Cursor: JournalPage]
    private let completion: AsyncStream<Void>.Continuation

    /// Yields whenever there may be a page to write. For one reader.
    nonisolated let signals: AsyncStream<Void>
    /// Ends when all beginnings are known. For one reader.
    nonisolated let completions: AsyncStream<Void>

    /// Pages that are taken; what a page leads to beyond them is left out.
    private let limit: Int
    /// The first page that was left out.
    private(set) var overflow: Cursor?

    /// Starts with the collection's beginnings and everything the journal has of what follows from them.
    init(beginnings: [Cursor], journal: [Cursor: JournalPage], limit: Int = .max) {
        self.journal = journal
        self.limit = limit
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (completions, completion) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (cursors, states, overflow) = Self.adding(beginnings, to: [], [:], journal, limit)
        signal.yield()
    }

    /// Adds the last beginnings, those that pages of other collections have named.
    func complete(with beginnings: [Cursor]) {
        let before = overflow
        (cursors, states, overflow) = Self.adding(beginnings, to: cursors, states, journal, limit)
        overflow = before ?? overflow
        completion.finish()
        signal.yield()
    }

    private static func adding(
        _ beginnings: [Cursor], to known: [Cursor], _ before: [Cursor: State], _ journal: [Cursor: JournalPage],
        _ limit: Int
    ) -> ([Cursor], [Cursor: State], overflow: Cursor?) {
        var (cursors, states) = (known, before)
        var overflow: Cursor?
        for cursor in beginnings where states[cursor] == nil {
            cursors.append(cursor)
            states[cursor] = .wanted
        }
        var index = known.count
        while index < cursors.count {
            let cursor = cursors[index]
            if let page = journal[cursor] {
                states[cursor] = page.isApplied ? .applied : .fetched
                for following in page.following.map(Cursor.init(rawValue:)) where states[following] == nil {
                    guard cursors.count < limit else {
                        overflow = overflow ?? following
                        break
                    }
                    cursors.append(following)
                    states[following] = .wanted
                }
            }
            index += 1
        }
        return (cursors, states, overflow)
    }

    /// The next page nobody is fetching; `nil` when there is none for now.
    func takeForFetching() -> Cursor? {
        while firstUnfetched < cursors.count, states[cursors[firstUnfetched]] != .wanted { firstUnfetched += 1 }
        guard firstUnfetched < cursors.count else { return nil }
        let cursor = cursors[firstUnfetched]
        states[cursor] = .fetching
        return cursor
    }

    func markFetched(_ cursor: Cursor, following: [Cursor]) {
        states[cursor] = .fetched
        let new = following.filter { states[$0] == nil }
        for next in new.prefix(max(0, limit - cursors.count)) {
            cursors.append(next)
            states[next] = .wanted
        }
        overflow = overflow ?? new.first { states[$0] == nil }
        signal.yield()
    }

    func markMissing(_ cursor: Cursor) {
        states[cursor] = .missing
        signal.yield()
    }

    /// The next page to write, if it is here already.
    func takeForApplying() -> Cursor? {
        while firstUnapplied < cursors.count, isSettled(cursors[firstUnapplied]) { firstUnapplied += 1 }
        guard firstUnapplied < cursors.count, states[cursors[firstUnapplied]] == .fetched else { return nil }
        return cursors[firstUnapplied]
    }

    /// Whether every page is written or listed as missing.
    var isDone: Bool { firstUnapplied >= cursors.count || cursors[firstUnapplied...].allSatisfy(isSettled) }

    func markApplied(_ cursor: Cursor) {
        states[cursor] = .applied
    }

    private func isSettled(_ cursor: Cursor) -> Bool {
        switch states[cursor] {
        case .applied, .missing: true
        case .wanted, .fetching, .fetched, nil: false
        }
    }
}
