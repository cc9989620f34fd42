import Foundation
import Model
import Remote

/// Pages about one item each, several sorts of which stand in one collection: what their rows look like tells which it
/// is.
enum CloudItemPayload {
    private enum Kind {
        case activity
        case comments
        case issueComments
        case issueChanges
        case issueAttachments
        case tasks
    }

    static func map(
        _ payload: [UInt8], of collection: Collection, _ mapping: CloudMapping
    ) throws(RemoteError) -> MappedPage {
        switch try kind(of: payload, in: collection) {
        case .activity: try CloudActivity.map(payload, mapping)
        case .comments: try CloudComment.map(payload, mapping)
        case .issueComments: try CloudIssueComment.map(payload, mapping)
        case .issueChanges: try CloudIssueChange.map(payload, mapping)
        case .issueAttachments: try CloudIssueAttachment.map(payload, mapping)
        case .tasks: try CloudTask.map(payload, mapping)
        }
    }

    private static func kind(of payload: [UInt8], in collection: Collection) throws(RemoteError) -> Kind {
        let list = CloudPayload.list(of: payload)
        switch (collection, list) {
        case (.tasks, _): return .tasks
        case (.timelines, nil): return .activity
        case (.timelines, "issue-changes"): return .issueChanges
        case (.comments, "comments"): return .comments
        case (.comments, "issue-comments"): return .issueComments
        case (.comments, "issue-attachments"): return .issueAttachments
        default: throw .malformed(what: "a kept page of \(collection.rawValue)")
        }
    }
}
