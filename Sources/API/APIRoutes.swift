/// Every resource of the API. A new one is a file with a ``ResourceRoutes`` and a line here.
enum APIRoutes {
    static let resources: [any ResourceRoutes.Type] = [
        VersionRoutes.self,
        UserRoutes.self,
        TokenRoutes.self,
        NamespaceRoutes.self,
        GroupRoutes.self,
        GroupTokenRoutes.self,
        MemberRoutes.self,
        ProjectRoutes.self,
        ImportGitHubRoutes.self, ImportBitbucketServerRoutes.self, ImportBitbucketRoutes.self,
        ImportCancelRoutes.self, ImportStatusRoutes.self,
        ImportReportRoutes.self, ImportRetryRoutes.self,
        IssueRoutes.self, MergeRequestRoutes.self, ReviewRoutes.self, NoteRoutes.self, LabelRoutes.self,
        MilestoneRoutes.self, ReleaseRoutes.self,
        UploadRoutes.self, ReleaseLinkRoutes.self,
        AwardEmojiRoutes.self, CommitNoteRoutes.self,
        ProtectedBranchRoutes.self, ProtectedTagRoutes.self,
        ResourceEventRoutes.self, IssueLinkRoutes.self,
        BranchRoutes.self, TagRoutes.self, CommitRoutes.self, TreeRoutes.self, FileRoutes.self, ArchiveRoutes.self,
        ImportGistsRoutes.self, SnippetRoutes.self, SnippetNoteRoutes.self,
        ComparisonRoutes.self, MergeRequestDiffRoutes.self, WikiRoutes.self,
        SourceUserRoutes.self, SourceUserMatchRoutes.self, OwnSourceUserRoutes.self, PlaceholderReassignmentRoutes.self,
        AuditEventRoutes.self,
    ]
}
