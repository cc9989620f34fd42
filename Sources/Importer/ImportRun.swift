import Foundation
import Logging
import Model
import Remote
import Store

/// One import while it runs: what all its stages share.
struct ImportRun: Sendable {
    let services: ImportServices
    let record: Import
    let project: Project
    let facts: RepositoryFacts
    let remote: any Remote
    let people: PeopleScope
    let textTarget: TextTarget
    let logger: Logger

    var now: Timestamp { services.clock() }

    /// Whether whoever asked for the import wants this.
    func wants(_ collection: Collection) -> Bool {
        switch collection {
        case .collaborators: record.settings.collaboratorsImport
        case .commitComments: remote.commitCommentList == .ofRepository || asksAboutCommits
        default: true
        }
    }

    /// Whether comments on commits are asked for one commit at a time.
    var asksAboutCommits: Bool {
        record.settings.commitCommentsImport && remote.commitCommentList != .ofRepository
            && remote.supports(.commitComments)
    }

    /// Writes one line of the ledger for something that is not an object of a page.
    /// - Parameters:
    ///   - page: the page that could not be had.
    ///   - needsFetch: whether asking the source again may mend it.
    func list(
        _ exception: ImportException, page: ExceptionOrigin.Page? = nil, needsFetch: Bool = true
    ) async throws {
        let (id, now) = (record.id, now)
        let origin = ExceptionOrigin(stage: StageContext.current?.rawValue, page: page, needsFetch: needsFetch)
        try await services.store.write { connection in
            try ImportExceptions.insert(exception, from: origin, import: id, at: now, in: connection)
        }
    }
}

/// Who stands for the people of the source.
enum PeopleScope: Sendable {
    /// In a group: one placeholder user for each, and the ghost user for nobody.
    case placeholders(SourceUsers.Scope, ghost: UserID)
    /// In a personal namespace everything goes to its owner (Import API, "User contribution mapping is not supported
    /// when you import projects to a personal namespace").
    case owner(UserID)
}

extension ImportSource {
    /// The host that answers for the source, for messages.
    var apiHost: String { URL(string: apiBase)?.host() ?? webOrigin }

    /// What the sizes of page that it can answer are kept under.
    var pageSizeKey: String { "\(apiBase)/repositories/\(repositoryID)" }
}
