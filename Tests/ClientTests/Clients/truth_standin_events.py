"""Names what happened on the bundled stand-in as GitHub's REST does: {"story": {"_0": {"deployed": {…}}}} → deployed."""

from truth import Event

# Cases of SampleEvent.Kind and of SampleStoryEvent: GitHub's name, and what the case's values are called in events.
KINDS = {
    "closed": ("closed", {"_0": "state_reason"}), "reopened": ("reopened", {}), "merged": ("merged", {"commit": "merge"}),
    "labeled": ("labeled", {"_0": "label"}), "unlabeled": ("unlabeled", {"_0": "label"}),
    "assigned": ("assigned", {"_0": "assignee"}), "unassigned": ("unassigned", {"_0": "assignee"}),
    "milestoned": ("milestoned", {"_0": "milestone"}), "demilestoned": ("demilestoned", {"_0": "milestone"}),
    "renamed": ("renamed", {"from": "old_title", "to": "new_title"}), "locked": ("locked", {"reason": "lock_reason"}),
    "unlocked": ("unlocked", {}), "reviewRequested": ("review_requested", {"_0": "reviewer"}),
    "reviewDismissed": ("review_dismissed", {"review": "review", "message": "message"}),
    "convertedToDraft": ("convert_to_draft", {}), "readyForReview": ("ready_for_review", {}),
    "headRefDeleted": ("head_ref_deleted", {}), "crossReferenced": ("cross-referenced", {"from": "source"}),
    "pinned": ("pinned", {}), "unpinned": ("unpinned", {}), "teamRequested": ("review_requested", {"_0": "team"}),
    "teamRequestRemoved": ("review_request_removed", {"_0": "team"}),
    "reviewRequestRemoved": ("review_request_removed", {"_0": "reviewer"}),
    "headForcePushed": ("head_ref_force_pushed", {"from": "before", "to": "after"}),
    "headRefRestored": ("head_ref_restored", {}), "baseRefChanged": ("base_ref_changed", {"from": "from", "to": "to"}),
    "referenced": ("referenced", {"commit": "commit_id"}), "willBeClosed": ("cross-referenced", {"by": "source"}),
    "mentionedElsewhere": ("cross-referenced", {"repository": "repository", "number": "source"}),
    "connected": ("connected", {"_0": "other"}), "disconnected": ("disconnected", {"_0": "other"}),
    "markedAsDuplicate": ("marked_as_duplicate", {"of": "other"}),
    "unmarkedAsDuplicate": ("unmarked_as_duplicate", {"of": "other"}),
    "parentAdded": ("parent_issue_added", {"_0": "other"}), "subIssueAdded": ("sub_issue_added", {"_0": "other"}),
    "transferred": ("transferred", {"from": "from"}), "convertedFromNote": ("converted_note_to_issue", {}),
    "addedToProject": ("added_to_project", {}), "autoSquashEnabled": ("auto_squash_enabled", {}),
    "autoMergeDisabled": ("auto_merge_disabled", {"reason": "reason"}),
    "addedToMergeQueue": ("added_to_merge_queue", {}),
    "removedFromMergeQueue": ("removed_from_merge_queue", {"reason": "reason"}),
    "commentDeleted": ("comment_deleted", {"author": "author"}), "userBlocked": ("user_blocked", {"_0": "user"}),
    "deployed": ("deployed", {"environment": "environment"}),
    "deploymentChanged": ("deployment_environment_changed", {"environment": "environment", "state": "state"}),
    "mentioned": ("mentioned", {}), "subscribed": ("subscribed", {}),
}
COMMITS = {"merge", "before", "after", "commit_id"}


def read(sample: dict, commits: list[str]) -> list[Event]:
    reviews = {row["id"]: row for row in sample["reviews"]}
    return [
        _event(issue["number"], row, commits, reviews) for issue in sample["issues"] for row in issue["events"]]


def _event(number: int, row: dict, commits: list[str], reviews: dict[int, dict]) -> Event:
    (case, values), = row["kind"].items()
    if case == "story":
        (case, values), = values["_0"].items()
    kind, names = KINDS[case]
    details = {names[name]: value for name, value in values.items() if name in names}
    details.update({name: commits[details[name]] for name in COMMITS & set(details)})
    if "review" in details:
        details["reviewer"] = reviews[details.pop("review")].get("author") or "ghost"
    if "state" in details:
        details["state"] = details["state"].lower()
    return Event(number, kind, row.get("actor"), row["createdAt"], details)
