/// The kinds of object an import counts. The raw values are the keys of GitLab's `stats` where GitLab has one.
public enum ObjectKind: String, Sendable, Codable, CaseIterable {
    case repository
    case ref = "git_ref"
    case wiki
    case label
    case milestone
    case release
    case issue
    case pullRequest = "pull_request"
    case note
    case diffNote = "diff_note"
    case review = "pull_request_review"
    case reviewThread = "pull_request_review_thread"
    case mergedBy = "pull_request_merged_by"
    case event = "issue_event"
    case reaction
    case commitComment = "commit_comment"
    case collaborator
    case protectedBranch = "protected_branch"
    case protectedTag = "protected_tag"
    case lfsObject = "lfs_object"
    case releaseAsset = "release_asset"
    case issueAttachment = "issue_attachment"
    case mergeRequestAttachment = "merge_request_attachment"
    case noteAttachment = "note_attachment"
    case releaseAttachment = "release_attachment"
    case discussion
    case snippet
    case user
    // What no importer has a place for: counted, and listed as not brought.
    case projectBoard = "project_board"
    case workflow
    case package
    case webhook
    case deployKey = "deploy_key"
    case environment
    case deployment
    case page
    case securityAlert = "security_alert"
    case autolink
    case star
    case watcher
    case fork
    case buildStatus = "build_status"
    case codeReport = "code_report"
    case jiraLink = "jira_link"
    case requiredBuild = "required_build"
    case reviewerGroup = "reviewer_group"
    case defaultReviewer = "default_reviewer"
    case pipelineVariable = "pipeline_variable"
}

/// How one object ended, where it did not arrive whole.
public enum Outcome: String, Sendable, Codable {
    /// Kept, but not everything the source says of it has a place.
    case degraded
    /// Left out on purpose.
    case skipped
    /// Should have arrived and did not.
    case failed
}

/// One line of the ledger: an object that is not here whole, and why.
public struct ImportException: Sendable, Hashable {
    public var kind: ObjectKind
    public var sourceKey: SourceKey
    public var sourceURL: String?
    public var outcome: Outcome
    /// What happened, in a sentence without anybody's text or credentials.
    public var reason: String
    /// What a person can do about it.
    public var cure: String?

    public init(
        kind: ObjectKind, sourceKey: SourceKey, sourceURL: String?, outcome: Outcome, reason: String,
        cure: String? = nil
    ) {
        self.kind = kind
        self.sourceKey = sourceKey
        self.sourceURL = sourceURL
        self.outcome = outcome
        self.reason = reason
        self.cure = cure
    }
}

/// One row of the proof: everything about one kind of object.
public struct LedgerEntry: Sendable, Hashable {
    public var kind: ObjectKind
    /// How many the source says there are; `nil` where it does not tell.
    public var source: Int64?
    public var fetched: Int64
    public var imported: Int64
    public var degraded: Int64
    public var skipped: Int64
    public var failed: Int64

    public init(
        kind: ObjectKind, source: Int64? = nil, fetched: Int64 = 0, imported: Int64 = 0, degraded: Int64 = 0,
        skipped: Int64 = 0, failed: Int64 = 0
    ) {
        self.kind = kind
        self.source = source
        self.fetched = fetched
        self.imported = imported
        self.degraded = degraded
        self.skipped = skipped
        self.failed = failed
    }

    /// Objects the source has that are accounted for nowhere: the number that must be zero.
    public var missing: Int64 {
        guard let source else { return 0 }
        return max(0, source - imported - skipped - failed)
    }
}
