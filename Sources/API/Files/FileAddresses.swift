import Foundation
import HTTPTypes
public import Hummingbird

/// The addresses that people and texts use for files, outside of the API: uploads and the files of releases.
///
/// Each is the address of an API route as well, so that who may have a file is decided in one place.
public enum FileAddresses {
    /// The same request, to the API; `nil` for a request that is for no file.
    public static func asAPI(_ request: Request) -> Request? {
        guard request.method == .get || request.method == .head, !APIResponder.handles(request),
            let path = apiPath(request.uri.path.split(separator: "/", omittingEmptySubsequences: true))
        else { return nil }
        var head = request.head
        head.path = path + (request.uri.query.map { "?\($0)" } ?? "")
        return Request(head: head, body: request.body)
    }

    private static func apiPath(_ path: [Substring]) -> String? {
        if let place = path.lastIndex(of: "uploads"), path.count == place + 3 { return upload(path, at: place) }
        guard let place = path.lastIndex(of: "downloads"), path.count == place + 2 else { return nil }
        return download(path, at: place)
    }

    /// `GROUP/PROJECT/uploads/SECRET/NAME`, and `-/project/NUMBER/uploads/SECRET/NAME`.
    private static func upload(_ path: [Substring], at place: Int) -> String? {
        guard path[place + 1].utf8.count == 32 else { return nil }
        let rest = "uploads/\(path[place + 1])/\(path[place + 2])"
        if path[0] == "-" {
            guard place == 3, path[1] == "project", Int64(path[2]) != nil else { return nil }
            return "/api/v4/projects/\(path[2])/\(rest)"
        }
        return project(path[..<place]).map { "\($0)/\(rest)" }
    }

    /// `GROUP/PROJECT/-/releases/TAG/downloads/NAME`, and the same of `permalink/latest`.
    private static func download(_ path: [Substring], at place: Int) -> String? {
        guard let dash = path.firstIndex(of: "-"), dash + 1 < place, path[dash + 1] == "releases",
            let project = project(path[..<dash])
        else { return nil }
        let tag = path[(dash + 2)..<place]
        guard !tag.isEmpty else { return nil }
        // A tag's slashes may stand as they are, too.
        let name = tag.elementsEqual(["permalink", "latest"]) ? "permalink/latest" : tag.joined(separator: "%2F")
        return "\(project)/releases/\(name)/downloads/\(path[place + 1])"
    }

    private static func project(_ path: ArraySlice<Substring>) -> String? {
        guard path.count > 1 else { return nil }
        return "/api/v4/projects/" + path.joined(separator: "%2F")
    }
}
