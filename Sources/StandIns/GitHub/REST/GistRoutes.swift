import Foundation
import Hummingbird
import Synchronization

extension RESTRoutes {
    /// The gists of a token's owner, and the comments on a gist, which whoever knows its id may read.
    func addGists(to group: RouterGroup<StandInContext>) {
        group.get("gists") { request, context in
            guard let token = context.token else { throw GitHubError.unauthenticated }
            let gists = server.gists.filter { $0.owner == token.login }
            return listed(request, gists.map { answer($0, addresses(request)) }, path: "gists")
        }
        group.get("gists/:gist/comments") { request, context in
            guard let gist = server.gists.first(where: { $0.id == context.parameters.get("gist") }) else {
                throw GitHubError.notFound
            }
            let rows = gist.comments.map { comment(on: gist, $0, addresses(request)) }
            return listed(request, rows, path: "gists/\(gist.id)/comments")
        }
    }

    private func listed(_ request: Request, _ rows: [JSONValue], path: String) -> Response {
        let page = RESTPage(request)
        let address = "\(addresses(request).api)/\(path)"
        let range = (try? page.rows(of: rows.count)) ?? 0..<0
        return tagged(
            .array(Array(rows[range])), link: page.link(request, address: address, count: rows.count))
    }

    private func answer(_ gist: SampleGist, _ addresses: Addresses) -> JSONValue {
        let names = gist.files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(gist.shownFiles)
        let files = names.map { name in
            JSONValue.Member(
                key: name,
                value: [
                    "filename": .string(name), "type": "text/plain", "language": nil,
                    "raw_url": .string("\(addresses.web)/gist/\(gist.owner)/\(gist.id)/raw/\(name)"),
                    "size": .int(gist.files[name]?.utf8.count ?? 0),
                ])
        }
        return [
            "url": .string("\(addresses.api)/gists/\(gist.id)"), "id": .string(gist.id),
            "git_pull_url": .string("\(addresses.web)/gist/\(gist.id).git"),
            "html_url": .string("\(addresses.web)/gist/\(gist.owner)/\(gist.id)"), "files": .object(files),
            "public": .bool(gist.isPublic), "created_at": .string(gist.createdAt.timestamp),
            "updated_at": .string(gist.updatedAt.timestamp), "description": JSONValue(gist.description),
            "comments": .int(gist.comments.count), "truncated": .bool(gist.files.count > gist.shownFiles),
        ]
    }

    private func comment(
        on gist: SampleGist, _ comment: SampleGist.Comment, _ addresses: Addresses
    ) -> JSONValue {
        [
            "id": .int(comment.id), "url": .string("\(addresses.api)/gists/\(gist.id)/comments/\(comment.id)"),
            "body": .string(comment.body),
            "user": ["login": .string(comment.author), "id": .int(60_000_000 + comment.id % 1000), "type": "User"],
            "created_at": .string(gist.createdAt.timestamp), "updated_at": .string(gist.createdAt.timestamp),
        ]
    }
}

extension StandInGitHub {
    /// The gists as they are now.
    public var gists: [SampleGist] { state.withLock { $0.gists } }

    /// Changes the gists while they are served; their repositories stay as they were at the start.
    public func changeGists(_ change: (inout [SampleGist]) -> Void) {
        state.withLock { change(&$0.gists) }
    }
}
