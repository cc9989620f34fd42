import Foundation
import HTTPTypes
import Model
import NIOCore
import Outbound
import Remote
import RemoteREST

/// Looks at a repository before an import of it is accepted: one request that decides, and three for the rest of what
/// is shown of it. None is repeated and none waits, because somebody waits for the answer.
struct BitbucketServerProbe: Sendable {
    let outbound: OutboundClient
    let userAgent: String

    func judge(hostname: String) async throws(ProbeError) {
        let host = try Self.host(hostname)
        do {
            try await outbound.judge(host.base)
        } catch let error as OutboundError {
            throw .refusedAddress(hostname: hostname, reason: error.description)
        } catch {
            throw .unreachable("\(host.base.host): the request was given up")
        }
    }

    static func host(_ hostname: String?) throws(ProbeError) -> BitbucketServerHost {
        do {
            return try BitbucketServerHost(address: hostname ?? "")
        } catch {
            throw .refusedAddress(hostname: hostname ?? "", reason: error.description)
        }
    }

    /// - Parameter answers: where what the import would ask for again is kept.
    func run(
        _ request: ProbeRequest, keeping answers: BitbucketServerFreshAnswers.View? = nil
    ) async throws(ProbeError) -> RepositoryFacts {
        try await runTellingOrigin(request, keeping: answers).facts
    }

    /// - Returns: also what the repository was forked from.
    func runTellingOrigin(
        _ request: ProbeRequest, keeping answers: BitbucketServerFreshAnswers.View? = nil
    ) async throws(ProbeError) -> (facts: RepositoryFacts, origin: String?) {
        let host = try Self.host(request.hostname)
        guard case .fullName(let fullName) = request.repository, let name = BitbucketServerRepositoryName(fullName)
        else { throw .sourceError(body: "", status: 404) }
        guard let account = AccountCredential(joined: request.credential), !account.isBlank else { throw .noReadAccess }
        let signIn = BitbucketServerSignIn(
            basic: transport(account.basic), bearer: transport(.bearer(account.secret)))
        let reader = BitbucketServerReader(
            transport: signIn, place: BitbucketServerPlace(host: host, repository: name), freshAnswers: answers)
        let answer = try await Self.asking(request.hostname) { () throws(SourceFault) in
            try await reader.send(host.rest(name), what: "the repository \(name)")
        }
        let repository = try Self.repository(in: answer, without: account)
        let facts = try await Self.asking(request.hostname) { () throws(SourceFault) in
            try await reader.facts(of: repository)
        }
        return (facts, repository.origin?.fullName)
    }

    private static func asking<Answer: Sendable>(
        _ hostname: String?, _ ask: () async throws(SourceFault) -> Answer
    ) async throws(ProbeError) -> Answer {
        do throws(SourceFault) {
            return try await ask()
        } catch {
            switch error {
            case .remote(.refusedAddress(let reason)):
                throw .refusedAddress(hostname: hostname ?? "", reason: reason)
            case .remote(let error): throw ProbeError(error)
            case .tooHeavy(let reason): throw .unreachable(reason)
            }
        }
    }

    private static func repository(
        in answer: SourceAnswer, without account: AccountCredential
    ) throws(ProbeError) -> BitbucketServerRepository {
        switch answer.status {
        case 200..<300: break
        case 401, 403: throw .noReadAccess
        case 429: throw .rateLimited
        case let status: throw .sourceError(body: text(of: answer.body, without: account), status: status)
        }
        guard let repository = try? JSONDecoder().decode(BitbucketServerRepository.self, from: Data(answer.body)) else {
            throw .sourceError(body: text(of: answer.body, without: account), status: answer.status)
        }
        return repository
    }

    private static func text(of body: [UInt8], without account: AccountCredential) -> String {
        RefusalText.of(body, naming: "errors", without: account.secret)
    }

    private func transport(_ credential: Credential) -> Transport {
        Transport(
            outbound: outbound, headers: BitbucketServerHeaders.make(userAgent: userAgent), credential: credential)
    }

    /// Sends each request once.
    private struct Transport: RESTTransport {
        let outbound: OutboundClient
        let headers: HTTPFields
        let credential: Credential

        func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
            var request = OutboundRequest(.get, url, headers: headers, credential: credential)
            request.timeouts = OutboundTimeouts(firstByte: .seconds(20), idle: .seconds(20), total: .seconds(30))
            request.maximumBytes = 4 * 1024 * 1024
            do {
                let answer = try await outbound.send(request)
                try JSONDepth.check(answer.body)
                return SourceAnswer(answer)
            } catch {
                throw SourceFault(reading: error, what: what)
            }
        }

        func spending() -> RemoteSpending { RemoteSpending() }
    }
}

enum BitbucketServerHeaders {
    static func make(userAgent: String) -> HTTPFields { [.accept: "application/json", .userAgent: userAgent] }
}

extension AccountCredential {
    /// A blank secret would make the request an anonymous one, which public repositories answer.
    var isBlank: Bool { secret.withUnsealed { $0.allSatisfy(\.isWhitespace) } }
}
