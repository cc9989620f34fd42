import Synchronization

/// Resolves and judges hosts, and remembers the verdict for a short time.
///
/// Remembering is safe because the judged address itself is dialled, never the name.
final class JudgedAddresses: Sendable {
    private struct Verdict {
        let addresses: [IPAddress]
        let expires: ContinuousClock.Instant
    }

    private let policy: AddressPolicy
    private let resolver: any Resolver
    private let lifetime: Duration
    private let verdicts = Mutex<[String: Verdict]>([:])

    init(policy: AddressPolicy, resolver: any Resolver, lifetime: Duration) {
        self.policy = policy
        self.resolver = resolver
        self.lifetime = lifetime
    }

    /// The addresses of the URL's host, each of which may be dialled.
    ///
    /// - Throws: ``OutboundError/unresolvable(host:)`` or ``OutboundError/addressRefused(url:reason:)``.
    ///
    /// - Parameter onlyPublic: whether addresses that are merely allowed here do not do.
    func addresses(of url: OutboundURL, onlyPublic: Bool = false) async throws -> [IPAddress] {
        let addresses = try await resolved(url.host)
        do throws(AddressPolicy.Refusal) {
            try policy.judge(addresses: addresses, port: url.port, onlyPublic: onlyPublic)
        } catch {
            if error == .noAddress { throw OutboundError.unresolvable(host: url.host) }
            throw OutboundError.addressRefused(url: url.description, reason: error)
        }
        remember(addresses, of: url.host)
        return addresses
    }

    func isPublic(_ address: IPAddress) -> Bool { policy.isPublic(address) }

    private func resolved(_ host: String) async throws -> [IPAddress] {
        if let literal = IPAddress(host) { return [literal] }
        let now = ContinuousClock.now
        if let known = verdicts.withLock({ $0[host] }), known.expires > now { return known.addresses }
        do {
            return try await resolver.resolve(host: host)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw OutboundError.unresolvable(host: host)
        }
    }

    private func remember(_ addresses: [IPAddress], of host: String) {
        guard lifetime > .zero else { return }
        let now = ContinuousClock.now
        verdicts.withLock { verdicts in
            if let known = verdicts[host], known.expires > now { return }
            verdicts = verdicts.filter { $0.value.expires > now }
            verdicts[host] = Verdict(addresses: addresses, expires: now + lifetime)
        }
    }
}
