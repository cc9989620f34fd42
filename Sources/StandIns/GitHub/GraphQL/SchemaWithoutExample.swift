// What GitHub's schema has and the samples do not: there to be asked for, never answered with an object.
extension GraphQLSchema {
    mutating func addEventsWithoutExample() {
        let plain = [
            "PinnedEvent", "UnpinnedEvent", "MentionedEvent", "SubscribedEvent", "UnsubscribedEvent",
            "UserBlockedEvent",
            "AutoMergeEnabledEvent", "AutoMergeDisabledEvent", "AutoRebaseEnabledEvent", "AutoSquashEnabledEvent",
            "AddedToMergeQueueEvent", "RemovedFromMergeQueueEvent", "HeadRefRestoredEvent", "BaseRefDeletedEvent",
            "DeployedEvent", "DeploymentEnvironmentChangedEvent", "CommentDeletedEvent", "ConvertedNoteToIssueEvent",
            "AddedToProjectEvent", "MovedColumnsInProjectEvent", "RemovedFromProjectEvent", "IssueTypeAddedEvent",
            "IssueTypeRemovedEvent", "IssueTypeChangedEvent", "SubIssueAddedEvent", "SubIssueRemovedEvent",
            "ParentIssueAddedEvent", "ParentIssueRemovedEvent", "AddedToProjectV2Event", "RemovedFromProjectV2Event",
            "ProjectV2ItemStatusChangedEvent",
        ]
        for name in plain { event(name) { _ in } }
        event("TransferredEvent") { $0.absent(["fromRepository": "Repository", "issue": "Issue"]) }
        event("ConvertedToDiscussionEvent") { $0.absent(["discussion": "Discussion"]) }
        for name in ["MarkedAsDuplicateEvent", "UnmarkedAsDuplicateEvent"] {
            event(name) {
                $0.absent(["canonical": "IssueOrPullRequest", "duplicate": "IssueOrPullRequest"])
                $0.constants(["isCrossRepository": false])
            }
        }
        for name in ["ConnectedEvent", "DisconnectedEvent"] {
            event(name) {
                $0.absent(["source": "ReferencedSubject", "subject": "ReferencedSubject"])
                $0.constants(["isCrossRepository": false])
            }
        }
        event("ReferencedEvent") {
            $0.absent(["commit": "Commit", "commitRepository": "Repository", "subject": "ReferencedSubject"])
            $0.constants(["isCrossRepository": false, "isDirectReference": false])
        }
        for name in ["HeadRefForcePushedEvent", "BaseRefForcePushedEvent"] {
            event(name) { $0.absent(["beforeCommit": "Commit", "afterCommit": "Commit", "ref": "Ref"]) }
        }
        for name in ["BaseRefChangedEvent", "AutomaticBaseChangeSucceededEvent", "AutomaticBaseChangeFailedEvent"] {
            event(name) {
                $0.constants(["currentRefName": nil, "previousRefName": nil, "oldBase": nil, "newBase": nil])
            }
        }
        addOtherTypes()
    }

    private mutating func event(_ name: String, _ build: (inout GraphQLTypeBuilder<QuerySubject>) -> Void) {
        type(name, of: QuerySubject.self) { type in
            type.constants(["id": nil, "createdAt": nil])
            type.absent(["actor": "Actor", "pullRequest": "PullRequest"])
            build(&type)
        }
    }

    private mutating func addOtherTypes() {
        type("PinnedIssue", of: QuerySubject.self) { type in
            type.absent(["issue": "Issue", "pinnedBy": "Actor"])
        }
        type("License", of: QuerySubject.self) { $0.constants(["key": nil, "name": nil, "spdxId": nil]) }
        type("IssueType", of: QuerySubject.self) { $0.constants(["id": nil, "name": nil]) }
        type("EnterpriseUserAccount", of: QuerySubject.self) { type in
            type.constants([
                "id": nil, "login": nil, "name": nil, "avatarUrl": nil, "url": nil, "resourcePath": nil,
                "createdAt": nil,
            ])
        }
        type("Blob", of: QuerySubject.self) { type in
            type.constants(["id": nil, "oid": nil, "abbreviatedOid": nil, "commitUrl": nil, "text": nil])
        }
        type("LinkedBranch", of: QuerySubject.self) { $0.absent(["ref": "Ref"]) }
        type("AutoMergeRequest", of: QuerySubject.self) { $0.constants(["enabledAt": nil, "mergeMethod": nil]) }
    }
}
