import NIOCore

/// What one connection owes: a request within a time, the rest of a body, the taking of an answer. Reckons only; it is
/// told what happens, and when.
struct ConnectionWatch {
    /// How long a client is waited for.
    let patience: TimeAmount
    /// How long is read and thrown away what comes after an answer that needed no more.
    private var grace: TimeAmount { min(patience, .seconds(5)) }
    /// The most bytes of that.
    private static let mostThrownAway = 1 << 20

    private var openRequests = 0
    /// Since when there is nothing to do but to wait for a request.
    private var idleSince: NIODeadline
    private var isBodyComing = false
    /// Whether somebody waits for what the client sends.
    private var isWanted = false
    private var body: (bytes: Int, since: NIODeadline)
    private var written = 0
    private var taken: (bytes: Int, at: NIODeadline)
    /// Set by an answer that came before the end of its request.
    private var thrownAway: (bytes: Int, since: NIODeadline)?
    /// Set when nothing more will be said.
    private var finishedAt: NIODeadline?

    init(patience: TimeAmount, now: NIODeadline) {
        self.patience = patience
        idleSince = now
        body = (0, now)
        taken = (0, now)
    }

    mutating func requestBegan(now: NIODeadline) {
        openRequests += 1
        isBodyComing = true
        body = (0, now)
        thrownAway = nil
    }

    /// - Returns: whether the connection is to be closed.
    mutating func received(_ bytes: Int) -> Bool {
        body.bytes += bytes
        guard let before = thrownAway else { return false }
        thrownAway = (before.bytes + bytes, before.since)
        return before.bytes + bytes > Self.mostThrownAway
    }

    mutating func requestEnded() {
        isBodyComing = false
        thrownAway = nil
    }

    mutating func wants(_ isWanted: Bool) {
        self.isWanted = isWanted
    }

    mutating func wrote(_ bytes: Int) {
        written += bytes
    }

    mutating func answered(now: NIODeadline) {
        openRequests -= 1
        idleSince = now
        if isBodyComing { thrownAway = (0, now) }
    }

    mutating func finished(now: NIODeadline) {
        finishedAt = now
    }

    /// Whether the connection is to be closed, because the client keeps it waiting.
    /// - Parameter buffered: bytes that wait for the client to take them.
    mutating func isOverdue(buffered: Int, now: NIODeadline) -> Bool {
        if buffered > 0 {
            // What a client still takes of the answer before is no idle time.
            idleSince = now
            finishedAt = finishedAt.map { _ in now }
        }
        return takesNothing(buffered, now) || sendsNoBody(now) || sendsNoRequest(now)
            || finishedAt.map { now - $0 > grace } == true || thrownAway.map { now - $0.since > grace } == true
    }

    private mutating func takesNothing(_ buffered: Int, _ now: NIODeadline) -> Bool {
        let bytes = written - buffered
        if buffered == 0 || bytes != taken.bytes {
            taken = (bytes, now)
            return false
        }
        return now - taken.at > patience
    }

    private mutating func sendsNoBody(_ now: NIODeadline) -> Bool {
        // Where the server itself is slow to read, the client is not to blame.
        guard isBodyComing, isWanted else {
            body = (0, now)
            return false
        }
        guard now - body.since > patience else { return false }
        let isTooLittle = body.bytes < ServerLimits.leastBytes
        body = (0, now)
        return isTooLittle
    }

    private func sendsNoRequest(_ now: NIODeadline) -> Bool {
        openRequests <= 0 && now - idleSince > patience
    }
}
