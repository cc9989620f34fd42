import Foundation
import HTTPTypes
import Logging
import NIOCore
import Outbound
import Remote
import RemoteREST

/// Looks at a repository before an import of it is accepted: one request, never repeated and never waiting, because
/// somebody waits for the answer. The cases are GitLab's (`lib/api/import_github.rb`, `import/github_service.rb`).
struct GitHubProbe: Sendable {
    let outbound: OutboundClient
    let userAgent: String

    func run(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        try await runTellingScopes(request).facts
    }

    /// - Returns: also the scopes of a classic token; other tokens have none.
    func runTellingScopes(
        _ request: ProbeRequest
    ) async throws(ProbeError) -> (facts: RepositoryFacts, scopes: String?) {
        let host = try Self.host(request.hostname)
        // A blank token would make the request an anonymous one, which public repositories answer.
        let isBlank = request.credential.withUnsealed { $0.allSatisfy(\.isWhitespace) }
        guard !isBlank else { throw .noReadAccess }
        let answer = try await send(GitHubRepository.url(request.repository, at: host), request, host)
        switch answer.status.code {
        case 200..<300: break
        // Whatever the reason: GitLab does not look further here either.
        case 401, 403: throw .noReadAccess
        case let status: throw .sourceError(body: Self.text(of: answer, without: request.credential), status: status)
        }
        let limit = answer.headers[GitHubHeaders.limit].flatMap { Int($0) }
        let left = answer.headers[GitHubHeaders.remaining].flatMap { Int($0) }
        if let limit, let left, Self.isExhausted(limit: limit, left: left, at: host) { throw .rateLimited }
        guard
            let repository = try? JSONDecoder().decode(GitHubRepository.self, from: Data(answer.body.readableBytesView))
        else {
            throw .sourceError(body: Self.text(of: answer, without: request.credential), status: answer.status.code)
        }
        if request.wantsCollaborators { try await probeCollaborators(of: repository.id, request, host) }
        var facts = repository.facts(at: host)
        facts.answeredAt = HTTPDate.read(answer.headers[.date])
        return (facts, answer.headers[GitHubHeaders.scopes])
    }

    func judge(hostname: String) async throws(ProbeError) {
        let host = try Self.host(hostname)
        do {
            try await outbound.judge(host.api)
        } catch let error as OutboundError {
            throw .refusedAddress(hostname: hostname, reason: error.description)
        } catch {
            throw .unreachable("\(host.api.host): the request was given up")
        }
    }

    static func host(_ hostname: String?) throws(ProbeError) -> GitHubHost {
        do {
            return try GitHubHost(hostname: hostname)
        } catch {
            throw .refusedAddress(hostname: hostname ?? "https://github.com", reason: error.description)
        }
    }

    private func probeCollaborators(
        of id: Int64, _ request: ProbeRequest, _ host: GitHubHost
    ) async throws(ProbeError) {
        let url = GitHubRepository.url(id, at: host).appending(path: "collaborators")
        let answer = try await send(url.with(query: [(name: "per_page", value: "1")]), request, host)
        switch answer.status.code {
        case 200..<300: return
        case 401, 403: throw .noCollaboratorAccess
        case let status: throw .sourceError(body: Self.text(of: answer, without: request.credential), status: status)
        }
    }

    private func send(
        _ url: OutboundURL, _ request: ProbeRequest, _ host: GitHubHost
    ) async throws(ProbeError) -> OutboundResponse {
        var outboundRequest = OutboundRequest(
            .get, url, headers: GitHubHeaders.make(userAgent: userAgent), credential: .bearer(request.credential))
        outboundRequest.timeouts = OutboundTimeouts(firstByte: .seconds(20), idle: .seconds(20), total: .seconds(30))
        outboundRequest.maximumBytes = 4 * 1024 * 1024
        do {
            let answer = try await outbound.send(outboundRequest)
            try JSONDepth.check(answer.body)
            return answer
        } catch let error as OutboundError {
            throw Self.reading(error, hostname: request.hostname ?? host.webOrigin)
        } catch let error as JSONDepth.TooDeep {
            throw .unreachable("\(host.api.host): \(error)")
        } catch {
            throw .unreachable("\(host.api.host): the request was given up")
        }
    }

    private static func reading(_ error: OutboundError, hostname: String) -> ProbeError {
        switch error {
        case .invalidURL, .addressRefused: .refusedAddress(hostname: hostname, reason: error.description)
        case .rateLimited: .rateLimited
        default: .unreachable(error.description)
        }
    }

    /// GitLab refuses to begin on github.com with 50 requests left (3 where the limit is 30). Elsewhere it does not
    /// look; Landfall refuses there where as little is left as it would not touch anyway.
    static func isExhausted(limit: Int, left: Int, at host: GitHubHost) -> Bool {
        guard limit > 0 else { return false }
        if host.isPublic { return left <= (limit <= 30 ? 3 : 50) }
        return left <= min(50, limit / 10)
    }

    private static func text(of answer: OutboundResponse, without token: Secret) -> String {
        RefusalText.of(answer.body.readableBytesView, naming: "message", without: token)
    }
}
