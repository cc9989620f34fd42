import Model
import Remote
import RemoteREST

extension CloudReader {
    /// Lists whose size is one short answer. Who watches is not asked: it belongs to people, not to the project. Build
    /// statuses, reports and comments on commits hang on each commit apart, and have no list.
    private static let counted: [(kind: ObjectKind, path: String, page: String)] = [
        (.fork, "forks", "forks"), (.webhook, "hooks", "admin/webhooks"),
        (.deployKey, "deploy-keys", "admin/access-keys"),
        (.environment, "environments", "admin/pipelines/deployment-settings"),
        (.pipelineVariable, "pipelines_config/variables", "admin/pipelines/repository-variables"),
    ]

    func leftBehind() async throws(SourceFault) -> [LeftBehind] {
        var found: [LeftBehind] = []
        for (kind, path, page) in Self.counted {
            found.append(
                LeftBehind(kind: kind, count: try await visibleSize(path), url: "\(address.page)/\(page)"))
        }
        let commits = "\(address.page)/commits/"
        return found
            + [LeftBehind(kind: .watcher, count: nil, url: address.page, unknown: .unasked)]
            + [ObjectKind.buildStatus, .codeReport, .commitComment].map {
                LeftBehind(kind: $0, count: nil, url: commits, unknown: .unlisted)
            }
    }

    /// `nil` where the credential may not see them, or the source does not say.
    private func visibleSize(_ path: String) async throws(SourceFault) -> Int64? {
        do throws(SourceFault) {
            return try await size(path)
        } catch .remote(let error) {
            switch error {
            case .forbidden, .notFound, .unauthorized, .malformed: return nil
            default: throw .remote(error)
            }
        } catch .tooHeavy {
            return nil
        }
    }
}
