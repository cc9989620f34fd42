import Model
import Store
import StoreSQLite
import Testing

/// The lists behind the routes for what imports bring besides issues, merge requests and notes.
private enum NewList: String, CaseIterable, CustomTestStringConvertible {
    case uploads, upload, releaseAssets, releaseAsset, stateEvents, labelEvents, milestoneEvents, issueLinks
    case protectedBranches, protectedBranch, protectedTags, ownSourceUsers, sourceUserBatch, ownSnippets
    case snippetNotes, reassignmentUploads, versions, exceptions, largeFiles, auditEvents, ownAuditEvents

    var testDescription: String { rawValue }

    private static let page = Page(number: 2, size: 20)

    func read(_ project: ProjectID, _ connection: any ReadConnection) throws {
        let (page, noteable) = (Self.page, Noteable.issue(IssueID(1)))
        switch self {
        case .uploads: _ = try Uploads.list(project: project, page: page, in: connection)
        case .upload: _ = try Uploads.find(project: project, secret: "a", fileName: "b", in: connection)
        case .releaseAssets: _ = try ReleaseAssets.of([ReleaseID(1), ReleaseID(2)], in: connection)
        case .releaseAsset: _ = try ReleaseAssets.find(named: "a", release: ReleaseID(1), in: connection)
        case .stateEvents: _ = try ResourceEvents.list(.state, on: noteable, page: page, in: connection)
        case .labelEvents: _ = try ResourceEvents.list(.label, on: noteable, page: page, in: connection)
        case .milestoneEvents: _ = try ResourceEvents.list(.milestone, on: noteable, page: page, in: connection)
        case .issueLinks: _ = try IssueLinks.list(of: IssueID(1), in: connection)
        default: try readOthers(project, connection)
        }
    }

    private func readOthers(_ project: ProjectID, _ connection: any ReadConnection) throws {
        let page = Self.page
        switch self {
        case .protectedBranches:
            _ = try ProtectedBranches.list(project: project, search: nil, page: page, in: connection)
        case .protectedBranch: _ = try ProtectedBranches.find(project: project, name: "main", in: connection)
        case .protectedTags: _ = try ProtectedTags.list(project: project, page: page, in: connection)
        case .ownSourceUsers: _ = try SourceUsers.list(assignedTo: UserID(1), page: page, in: connection)
        case .sourceUserBatch:
            _ = try SourceUsers.list(
                SourceUsers.Filter(root: NamespaceID(1), statuses: [.pendingReassignment, .rejected]),
                after: SourceUserID(5), limit: 20, in: connection)
        case .ownSnippets: _ = try Snippets.list(.author(UserID(1)), page: page, in: connection)
        case .snippetNotes:
            _ = try SnippetNotes.list(on: SnippetID(1), direction: .ascending, page: page, in: connection)
        case .reassignmentUploads:
            _ = try ReassignmentUploads.list(namespace: NamespaceID(1), page: page, in: connection)
        case .versions:
            _ = try MergeRequestVersions.list(mergeRequest: MergeRequestID(1), page: page, in: connection)
        case .auditEvents, .ownAuditEvents:
            var filter = AuditEvents.Filter()
            (filter.entityKind, filter.entityID) = (.project, project.rawValue)
            if self == .ownAuditEvents { filter.author = UserID(1) }
            _ = try AuditEvents.list(filter, page: page, in: connection)
        case .largeFiles: _ = try LFSObjects.wanted(project: project, after: "", limit: 100, in: connection)
        default: _ = try ImportExceptions.list(import: ImportID(1), after: 5, limit: 100, in: connection)
        }
    }
}

@Suite("What reading the lists beside the content costs")
struct NewListPlanTests {
    @Test("No list reads a whole table", arguments: NewList.allCases)
    private func plan(list: NewList) async throws {
        try await StoredProject.with { stored in
            let steps = try await stored.store.read { connection in
                let recorder = PlanRecorder(connection)
                try list.read(stored.project, recorder)
                return recorder.steps
            }
            #expect(!steps.isEmpty)
            // What is counted is no table, and ends at the limit of counting.
            let whole = steps.filter { $0.hasPrefix("SCAN ") && $0 != "SCAN counted" }
            #expect(whole.isEmpty, "\(steps)")
        }
    }
}
