import Model
import Outbound
import Remote
import RemoteREST

/// The two forms in which the server takes a token. Which of them is settled by the first answer, once: every refusal
/// counts against the account, which Bitbucket locks after a few.
enum BitbucketServerScheme: Sendable, Hashable {
    case basic
    case bearer
}

/// Signs in as user with password or token, and, where that is refused, with the token alone: servers can switch either
/// off.
final class BitbucketServerSignIn: RESTTransport {
    private let basic: any RESTTransport
    private let bearer: any RESTTransport
    private let choice = Choice()

    init(basic: any RESTTransport, bearer: any RESTTransport) {
        self.basic = basic
        self.bearer = bearer
    }

    func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        switch await choice.take() {
        case .basic: return try await basic.get(url, what: what)
        case .bearer: return try await bearer.get(url, what: what)
        case nil:
            do throws(SourceFault) {
                let (answer, scheme) = try await decide(url, what)
                await choice.settle(scheme)
                return answer
            } catch {
                await choice.settle(nil)
                throw error
            }
        }
    }

    private func decide(
        _ url: OutboundURL, _ what: String
    ) async throws(SourceFault) -> (SourceAnswer, BitbucketServerScheme?) {
        let first = try await basic.get(url, what: what)
        // A server that is out of order says nothing of the credential.
        guard first.status < 500 else { return (first, nil) }
        guard first.status == 401 || first.status == 403, BitbucketServerRefusal(first.body).maySignInOtherwise else {
            return (first, .basic)
        }
        let second = try await bearer.get(url, what: what)
        guard BitbucketServerRefusal(second.body).maySignInOtherwise else { return (second, .bearer) }
        switch (first.status, second.status) {
        case (_, 401): return (first, .basic)
        // Somebody before the server refuses, whatever the credential: that says nothing of either form.
        case (403, 403): return (first, nil)
        default: return (second, .bearer)
        }
    }

    /// The form that was found to be taken; `nil` before the first answer.
    var scheme: BitbucketServerScheme? {
        get async { await choice.scheme }
    }

    /// Both share one budget.
    func spending() -> RemoteSpending {
        var sum = basic.spending()
        let other = bearer.spending()
        sum.requests += other.requests
        sum.bytes += other.bytes
        sum.secondsWaited += other.secondsWaited
        sum.limitedBy = sum.limitedBy ?? other.limitedBy
        sum.limitedUntil = sum.limitedUntil ?? other.limitedUntil
        return sum
    }

    /// One asks, the others wait for what comes of it.
    private actor Choice {
        private(set) var scheme: BitbucketServerScheme?
        private var isDeciding = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        /// - Returns: `nil` for whoever is to find out, and must ``settle(_:)`` then.
        func take() async -> BitbucketServerScheme? {
            while scheme == nil, isDeciding {
                await withCheckedContinuation { waiting.append($0) }
            }
            if let scheme { return scheme }
            isDeciding = true
            return nil
        }

        /// - Parameter scheme: `nil` where there was no answer: the next one finds out.
        func settle(_ scheme: BitbucketServerScheme?) {
            self.scheme = scheme
            isDeciding = false
            let resumed = waiting
            waiting = []
            for continuation in resumed { continuation.resume() }
        }
    }
}
