import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Files that are attached to texts, assets of releases by their numbers, and the storage both lead to: another origin,
/// which refuses whoever shows a token beside the signature in the address.
struct FileRoutes: Sendable {
    let server: StandInGitHub

    private static let attachments = [
        "user-attachments/assets/:file", "user-attachments/files/:number/:file", "storage/user/:number/files/:file",
        ":owner/:repo/assets/:number/:file", ":owner/:repo/files/:number/:file",
    ]

    func add(to router: Router<StandInContext>) {
        for path in Self.attachments {
            router.get(RouterPath(path)) { request, _ in try attachment(request) }
        }
        router.get("_storage/**") { request, _ in stored(request) }
    }

    private func attachment(_ request: Request) throws -> Response {
        let path = String(request.uri.path.dropFirst())
        guard let (hosted, file) = find(path) else { throw GitHubError.notFound }
        switch file.access {
        case .open: return Self.content(file)
        case .gone: throw GitHubError.notFound
        case .hidden:
            guard let token = try server.token(of: request), token.seesPrivate else { throw GitHubError.notFound }
            return server.redirect(toStorage: path)
        case .stored:
            guard hosted.isVisible(to: try server.token(of: request)) else { throw GitHubError.notFound }
            return server.redirect(toStorage: path)
        }
    }

    private func find(_ path: String) -> (HostedProject, SampleAttachment)? {
        for hosted in server.allHosted {
            if let file = hosted.project.attachments.first(where: { $0.path == path }) { return (hosted, file) }
        }
        return nil
    }

    private func stored(_ request: Request) -> Response {
        let path = String(request.uri.path.dropFirst("/_storage/".count))
        guard request.headers[.authorization] == nil else {
            return Self.plain(.badRequest, "Only one auth mechanism allowed")
        }
        guard request.uri.queryParameters["signature"].map(String.init) == server.signature(of: path) else {
            return Self.plain(.forbidden, "SignatureDoesNotMatch")
        }
        if let (_, file) = find(path) { return Self.content(file) }
        let id = path.split(separator: "/").last.flatMap { Int($0) }
        for hosted in server.allHosted {
            guard let asset = hosted.project.releases.flatMap(\.assets).first(where: { $0.id == id }) else { continue }
            return Response(
                status: .ok,
                headers: [
                    .contentType: asset.contentType, .contentDisposition: "attachment; filename=\(asset.name)",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: asset.content)))
        }
        return Self.plain(.notFound, "NoSuchKey")
    }

    private static func content(_ file: SampleAttachment) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: file.contentType, .contentDisposition: "inline; filename=\"\(file.name)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }

    private static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension RESTRoutes {
    /// A release's file by its number: what the API says of it, or, for whoever asks for bytes, the way to storage.
    func addAssets(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get(RouterPath("\(base)/releases/assets/:asset")) { request, context in
            let answers = try answers(request, context)
            let id = context.parameters.get("asset", as: Int.self)
            for release in answers.project.releases {
                guard let asset = release.assets.first(where: { $0.id == id }) else { continue }
                if request.headers[.accept]?.contains("application/octet-stream") == true {
                    return server.redirect(toStorage: "assets/\(asset.id)")
                }
                return Response.json(answers.asset(asset, of: release))
            }
            throw GitHubError.notFound
        }
    }
}

extension StandInGitHub {
    var allHosted: [HostedProject] { state.withLock { Array($0.hosted.values) } }

    func signature(of path: String) -> String {
        String(path.utf8.reduce(UInt64(5381)) { $0 &* 33 ^ UInt64($1) }, radix: 16)
    }

    func redirect(toStorage path: String) -> Response {
        Response(
            status: .found, headers: [.location: "\(storageURL)/_storage/\(path)?signature=\(signature(of: path))"])
    }
}
