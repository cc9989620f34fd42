import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What is at the addresses of pages: git, git-lfs, the images of texts, and the storage that downloads lead to, which
/// refuses whoever shows a credential beside the signature in the address.
struct CloudWebRoutes: Sendable {
    let server: StandInBitbucket

    func add(to router: Router<StandInContext>) {
        for (path, isWiki) in [(":workspace/:repo", false), (":workspace/:repo/wiki", true)] {
            router.get(RouterPath("\(path)/info/refs")) { request, context in
                guard request.uri.queryParameters["service"] == "git-upload-pack" else {
                    return Response(status: .forbidden)
                }
                return try await server.git(request, folder: folder(context, isWiki: isWiki), path: "/info/refs")
            }
            router.post(RouterPath("\(path)/git-upload-pack")) { request, context in
                try await server.git(request, folder: folder(context, isWiki: isWiki), path: "/git-upload-pack")
            }
        }
        router.post(":workspace/:repo/info/lfs/objects/batch") { request, context in
            guard try server.caller(request, forGit: true) != nil else { throw BitbucketError.notAuthorized }
            guard folder(context, isWiki: false) != nil else { throw BitbucketError.notFound("Repository not found") }
            return try await LargeFiles(
                files: server.project.largeFiles, store: "\(server.webURL)/_storage/lfs"
            ).batch(request)
        }
        router.get("_storage/lfs/:oid") { request, context in
            try LargeFiles.object(context.parameters.get("oid"), of: server.project.largeFiles, for: request)
        }
        router.get("repo/:folder/images/:name") { _, context in try file(context) }
        router.get("bbuseruploads/:folder/attachments/:name") { _, context in try file(context) }
        router.get("_storage/:kind/:folder/:name") { request, context in
            guard request.headers[.authorization] == nil else {
                return Response(
                    status: .badRequest, body: .init(byteBuffer: .init(string: "Only one auth mechanism allowed")))
            }
            guard request.uri.queryParameters["Signature"] != nil else { return Response(status: .forbidden) }
            return try file(context)
        }
    }

    private func folder(_ context: StandInContext, isWiki: Bool) -> String? {
        let hosted = server.hosted
        guard context.parameters.get("repo") == "\(hosted.project.slug).git" else { return nil }
        let workspace = context.parameters.get("workspace") ?? ""
        guard workspace == hosted.project.workspace else { return isWiki ? nil : hosted.content.forks[workspace] }
        guard isWiki else { return hosted.content.repository }
        return server.configuration.hasWiki ? hosted.content.wiki : nil
    }

    private func file(_ context: StandInContext) throws -> Response {
        let name = context.parameters.get("name") ?? ""
        let plain = name.removingPercentEncoding ?? name
        let project = server.project
        let file = (project.files + project.downloads).first {
            BitbucketTexts.folder(of: $0) == context.parameters.get("folder") && ($0.name == plain || $0.name == name)
        }
        guard let file, !file.isMissing else { throw BitbucketError.notFound("Not found") }
        return Response.file(file)
    }
}

extension StandInBitbucket {
    /// Scheme, host and port of the API.
    var origin: String { String(url.dropLast("/2.0".count)) }

    /// The way to storage.
    func redirect(to file: BitbucketFile, kind: String) -> Response {
        let folder = BitbucketTexts.folder(of: file)
        let name = BitbucketTexts.escaped(file.name)
        return Response(
            status: .found, headers: [.location: "\(webURL)/_storage/\(kind)/\(folder)/\(name)?Signature=once"])
    }
}
