import Foundation
import HTTPTypes
import Model
import NIOCore
import Outbound
import Remote
import RemoteREST

/// Looks at a repository before an import of it is accepted: two requests, never repeated and never waiting, because
/// somebody waits for the answer. The order is GitLab's (`import/bitbucket_service.rb`): whose the credential is, then
/// the repository.
struct CloudProbe: Sendable {
    let outbound: OutboundClient
    let userAgent: String
    let addresses: BitbucketCloudAddresses

    func run(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        guard let credential = CloudCredential(request.credential) else { throw .noReadAccess }
        guard case .fullName(let name) = request.repository,
            let address = CloudRepositoryAddress(addresses: addresses, fullName: name)
        else { throw .sourceError(body: "there is no repository of this name", status: 404) }
        if credential.isPersonal { try await judge(credential) }
        let answer = try await send(address.api, credential)
        switch answer.status.code {
        case 200..<300: break
        case 401: throw .noReadAccess
        case 429: throw .rateLimited
        case 403: throw .sourceError(body: Self.refusal(answer, reading: "the repository"), status: 403)
        case let status: throw .sourceError(body: Self.status(status), status: status)
        }
        let repository = try? CloudRepository.read(answer.body.readableBytesView, what: "the repository")
        guard var facts = repository?.facts(at: addresses) else {
            throw .sourceError(body: "the answer names no git repository", status: answer.status.code)
        }
        facts.answeredAt = HTTPDate.read(answer.headers[.date])
        return facts
    }

    /// Asks whose the credential is. One without the scope for that question may have all others.
    private func judge(_ credential: CloudCredential) async throws(ProbeError) {
        let answer = try await send(addresses.api.appending(path: "user"), credential)
        switch answer.status.code {
        case 200..<300, 403: return
        case 401: throw .noReadAccess
        case 429: throw .rateLimited
        case let status: throw .sourceError(body: Self.status(status), status: status)
        }
    }

    private func send(
        _ url: OutboundURL, _ credential: CloudCredential
    ) async throws(ProbeError) -> OutboundResponse {
        var request = OutboundRequest(
            .get, url, headers: CloudHeaders.make(userAgent: userAgent), credential: credential.rest)
        request.timeouts = OutboundTimeouts(firstByte: .seconds(20), idle: .seconds(20), total: .seconds(30))
        request.maximumBytes = 4 * 1024 * 1024
        do {
            let answer = try await outbound.send(request)
            try JSONDepth.check(answer.body)
            return answer
        } catch let error as OutboundError {
            throw reading(error)
        } catch let error as JSONDepth.TooDeep {
            throw .unreachable("\(addresses.api.host): \(error)")
        } catch {
            throw .unreachable("\(addresses.api.host): the request was given up")
        }
    }

    private func reading(_ error: OutboundError) -> ProbeError {
        switch error {
        case .invalidURL, .addressRefused:
            .refusedAddress(hostname: addresses.api.description, reason: error.description)
        case .rateLimited: .rateLimited
        default: .unreachable(error.description)
        }
    }

    /// Nothing of what the source says but the names of scopes.
    private static func refusal(_ answer: OutboundResponse, reading what: String) -> String {
        let scopes = CloudErrorBody.missingScopes(in: answer.body.readableBytesView)
        return "Bitbucket refuses to show \(what): \(CloudRefusal.words(status: answer.status.code, scopes: scopes))"
    }

    private static func status(_ status: Int) -> String {
        status == 404 ? "there is no such repository, or the credential may not see it" : "status \(status)"
    }
}

enum CloudHeaders {
    static func make(userAgent: String) -> HTTPFields { [.accept: "application/json", .userAgent: userAgent] }
}
