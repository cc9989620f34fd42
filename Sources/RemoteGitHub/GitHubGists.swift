import Foundation
import HTTPTypes
import Model
import NIOCore
public import Outbound
public import Remote
import RemoteREST

/// Reads the gists of a token's owner.
struct GitHubGists: GistRemote {
    let transport: any GitHubTransport
    let host: GitHubHost

    private static let pageSize = 100

    var webOrigin: String { host.webOrigin }

    func page(at cursor: Cursor?) async throws(RemoteError) -> GistPage {
        let number = cursor?.rawValue ?? "1"
        let (rows, next) = try await list(
            host.api.appending(path: "gists"), page: number, what: "page \(number) of the list of gists",
            as: GitHubGist.self)
        var page = GistPage(gists: [], unreadable: [], next: next.map { Cursor(rawValue: $0) })
        for (index, row) in rows.enumerated() {
            switch row.result {
            case .success(let gist) where gist.isNamed: page.gists.append(gist.draft)
            case .success:
                page.unreadable.append(
                    MappingFault(identifier: nil, url: nil, detail: "its id is none")
                        .exception(kind: .snippet, at: index))
            case .failure(let fault): page.unreadable.append(fault.exception(kind: .snippet, at: index))
            }
        }
        return page
    }

    func comments(on gist: GistDraft) async throws(RemoteError) -> [GistCommentDraft] {
        let url = host.api.appending(path: "gists/\(gist.sourceKey)/comments")
        var comments: [GistCommentDraft] = []
        var page: String? = "1"
        while let number = page {
            let (rows, next) = try await list(
                url, page: number, what: "the comments on gist \(gist.sourceKey)", as: GitHubGistComment.self)
            for row in rows {
                guard case .success(let comment) = row.result else {
                    throw .malformed(what: "the comments on gist \(gist.sourceKey)")
                }
                comments.append(comment.draft)
            }
            page = next
        }
        return comments
    }

    /// The address is the source's word: the credential goes along only where it was given for, which is the host
    /// itself, or, on an Enterprise server with subdomains, its `gist.`. On github.com gists need none.
    func clone(of gist: GistDraft) throws(RemoteError) -> GistClone {
        let url: OutboundURL
        let own: OutboundURL
        do throws(OutboundURL.Fault) {
            url = try OutboundURL(gist.pullURL)
            own = try OutboundURL(host.webOrigin)
        } catch {
            throw .refusedAddress("the repository of gist \(gist.sourceKey): \(error)")
        }
        let isSubdomain = url.host == "gist.\(own.host)" && url.scheme == own.scheme && url.port == own.port
        return GistClone(
            url: url, takesCredential: !host.isPublic && (url.origin == own.origin || isSubdomain))
    }

    func spending() async -> RemoteSpending { transport.spending() }

    /// GitHub ends lists at 30,000 rows; what goes on beyond that, or does not go forward, never ends.
    private static func next(_ next: String?, after page: String, _ what: String) throws(RemoteError) -> String? {
        guard let next else { return nil }
        guard let number = Int(next), let current = Int(page), number > current, number <= 300 else {
            throw .malformed(what: what)
        }
        return next
    }

    /// - Returns: the rows, and the number of the next page.
    private func list<Row: Decodable & Sendable>(
        _ url: OutboundURL, page: String, what: String, as type: Row.Type
    ) async throws(RemoteError) -> (rows: [Lenient<Row>], next: String?) {
        let request = GitHubRequest(
            url: url.with(query: [
                (name: "per_page", value: String(Self.pageSize)), (name: "page", value: page),
            ]), what: what)
        let body: [UInt8]
        let answer: SourceAnswer
        do throws(SourceFault) {
            answer = try await transport.send(request)
            body = try answer.successful(request.what)
        } catch {
            throw error.error(what: what)
        }
        guard let rows = try? JSONDecoder().decode([Lenient<Row>].self, from: Data(body)) else {
            throw .malformed(what: what)
        }
        return (rows, try Self.next(try GitHubLinks(answer.link, from: answer.url).next?["page"], after: page, what))
    }
}

extension GitHubRemoteProvider: GistProvider {
    /// `GET /user`: any answer but a success means that there is nothing to import with this token.
    public func probeAccount(hostname: String?, credential: Secret) async throws(ProbeError) {
        let host = try GitHubProbe.host(hostname)
        let isBlank = credential.withUnsealed { $0.allSatisfy(\.isWhitespace) }
        guard !isBlank else { throw .noReadAccess }
        var request = OutboundRequest(
            .get, host.api.appending(path: "user"), headers: GitHubHeaders.make(userAgent: userAgent),
            credential: .bearer(credential))
        request.timeouts = OutboundTimeouts(firstByte: .seconds(20), idle: .seconds(20), total: .seconds(30))
        request.maximumBytes = 4 << 20
        let answer: OutboundResponse
        do {
            answer = try await outbound.send(request)
        } catch let error as OutboundError {
            switch error {
            case .invalidURL, .addressRefused:
                throw .refusedAddress(hostname: hostname ?? host.webOrigin, reason: error.description)
            default: throw .unreachable(error.description)
            }
        } catch {
            throw .unreachable("\(host.api.host): the request was given up")
        }
        switch answer.status.code {
        case 200..<300: return
        case 401: throw .noReadAccess
        // GitHub answers 403 to `GET /user` only where it allows no more for now.
        case 403, 429: throw .rateLimited
        case let status: throw .sourceError(body: "the account could not be read", status: status)
        }
    }

    /// - Throws: ``RemoteError/refusedAddress(_:)``.
    public func gists(hostname: String?, credential: Secret) throws(RemoteError) -> any GistRemote {
        let host: GitHubHost
        do {
            host = try GitHubHost(hostname: hostname)
        } catch {
            throw .refusedAddress(error.description)
        }
        let keeper = keepers.keeper(
            for: BudgetKeepers.Key(account: account(credential), host: host.api.host), rules: .gitHub)
        let client = GitHubClient(
            outbound: outbound, keeper: keeper, host: host, token: credential, userAgent: userAgent, limits: limits,
            logger: logger)
        return GitHubGists(transport: client, host: host)
    }
}
