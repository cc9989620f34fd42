"""Reads the truth of the bundled stand-in GitHub: `SampleTruth` as JSON (ISO 8601 dates), and beside it the diff hunks it
shows above review comments, by their ids: {"truth": {…}, "hunks": {"12": "@@ …"}}."""

import base64
import hashlib
import json

import truth_standin_events
import truth_standin_listed
from protection_truth import Protections, Rule, Ruleset
from truth import (
    UNTOLD, Asset, Attachment, Collaborator, Comment, CommitComment, Item, Label, LFSObject, Milestone, Pull, Release,
    Repository, Review, ReviewComment, Thread, Truth, Wiki)


def read(text: str) -> Truth:
    document = json.loads(text)
    sample, hunks = document["truth"], document["hunks"]
    commits = sample["commits"]
    repository = sample["repository"]
    truth = Truth(
        Repository(
            full_name=f"{repository['owner']}/{repository['name']}", default_branch=repository["defaultBranch"],
            description=repository.get("description"), topics=repository["topics"],
            visibility="private" if repository["isPrivate"] else "public", archived=repository["isArchived"],
            deletes_merged_branches=sample["settings"]["deletesBranchOnMerge"],
            license=(sample["settings"].get("license") or [None])[0]),
        refs={ref["name"]: commits[ref["commit"]] for ref in sample["refs"]}, wiki=_wiki(sample))
    truth.peeled_tags = {f"refs/tags/{tag['name']}": commits[tag["commit"]] for tag in sample["tags"]}
    truth.labels = [Label(row["name"], row["color"], row.get("description")) for row in sample["labels"]]
    truth.milestones = [
        Milestone(
            row["number"], row["title"], row.get("description"), row["state"], row.get("dueOn"), row["createdAt"])
        for row in sample["milestones"]]
    truth.releases = [
        Release(
            row["tag"], row.get("name"), row.get("body"), row.get("author"), row["createdAt"],
            row.get("publishedAt"), draft=row["isDraft"], assets=[_asset(asset) for asset in row["assets"]],
            prerelease=row["isPrerelease"], reactions=len(row["reactions"]))
        for row in sample["releases"]]
    titles = {milestone.number: milestone.title for milestone in truth.milestones}
    for row in sample["issues"]:
        if row.get("pullRequest"):
            truth.pulls[row["number"]] = _pull(row, titles, commits, truth)
        else:
            truth.issues[row["number"]] = Item(**_item(row, titles))
    truth.comments = [
        Comment(
            row["id"], row["issue"], row.get("author"), row["body"], row["createdAt"], row["updatedAt"],
            reactions=_reactions(row), minimized=row.get("minimizedReason"))
        for row in sample["comments"]]
    truth.reviews = [
        Review(
            row["id"], row["pullRequest"], row.get("author"), row["state"], row["body"], row["submittedAt"],
            reactions=_reactions(row), minimized=row.get("minimizedReason"))
        for row in sample["reviews"]]
    truth.threads = _threads(sample, hunks, commits, truth)
    truth.commit_comments = [
        CommitComment(
            row["id"], commits[row["commit"]], row.get("author"), row["body"], row.get("path"), row.get("line"),
            row["createdAt"], row["updatedAt"], _reactions(row), row.get("minimizedReason"))
        for row in sample["commitComments"]]
    truth.events = truth_standin_events.read(sample, commits)
    truth.attachments = [_attachment(row) for row in sample["attachments"]]
    truth.lfs_objects = [
        LFSObject(row["oid"], row["size"], row["path"], row["branch"])
        for row in sample["pointers"] if not row["isMissing"]]
    outside, roles = sample["settings"]["outsideCollaborators"], sample["settings"]["customRoles"]
    truth.collaborators = [
        Collaborator(row["login"], row["role"], row["login"] in outside, roles.get(row["login"]))
        for row in sample["users"] if row.get("role")]
    protections = _protections(sample)
    truth.protections, truth.tag_protections = list(protections.branches.values()), list(protections.tags.values())
    truth.repository.needs_resolved_threads = protections.needs_resolved_threads
    truth.listed = protections.listed + truth_standin_listed.read(sample)
    truth.tells_all_listed = True
    return truth


def _reactions(row: dict) -> dict[str, list[str]]:
    reactions: dict[str, list[str]] = {}
    for reaction in row["reactions"]:
        reactions.setdefault(reaction["content"], []).append(reaction["user"])
    return reactions


def _asset(row: dict) -> Asset:
    content = row["content"].encode()
    return Asset(row["name"], len(content), hashlib.sha256(content).hexdigest())


def _attachment(row: dict) -> Attachment:
    content = base64.b64decode(row["content"])
    return Attachment(
        f"SRC/{row['path']}", None if row["access"] == "gone" else hashlib.sha256(content).hexdigest())


def _protections(sample: dict) -> Protections:
    settings = sample["settings"]
    return Protections(
        [_rule(row) for row in sample["branchRules"]], settings["tagPatterns"],
        [_ruleset(row) for row in settings["rulesets"]], sample["repository"]["defaultBranch"])


def _rule(row: dict) -> Rule:
    demands = {
        "signed": row["requiresSignatures"], "linear": row["requiresLinearHistory"],
        "administrators": not row["isAdminEnforced"]}
    return Rule(
        row["pattern"], row.get("requiredReviews"), row["requiresCodeOwners"], row["statusChecks"],
        row["requiresThreads"], row["allowsForcePushes"], row["isLocked"], row.get("pushers"),
        [word for word, is_demanded in demands.items() if is_demanded])


def _ruleset(row: dict) -> Ruleset:
    # What the stand-in says of them, whichever ruleset they are in.
    parameters = {
        "PULL_REQUEST": {"required_approving_review_count": 1}, "REQUIRED_STATUS_CHECKS": {"contexts": ["build"]}}
    return Ruleset(
        str(row["id"]), row["target"], row["enforcement"] == "ACTIVE", row["include"], row["exclude"],
        {type: parameters.get(type, {}) for type in row["rules"]}, row["bypassActors"] > 0)


def _wiki(sample: dict) -> Wiki | None:
    pages = {page["path"]: page["content"].encode() for page in sample["wikiPages"]}
    # The stand-in makes the wiki's only commit itself and does not tell it.
    return Wiki(UNTOLD, pages) if pages and sample["repository"]["hasWiki"] else None


def _item(row: dict, titles: dict[int, str]) -> dict:
    return dict(
        number=row["number"], title=row["title"], body=row.get("body"), state=row["state"],
        author=row.get("author"), assignees=row["assignees"], labels=row["labels"],
        milestone=titles.get(row.get("milestone")), locked=row["isLocked"], created_at=row["createdAt"],
        updated_at=row["updatedAt"], closed_at=row.get("closedAt"), closed_by=row.get("closedBy"),
        reactions=_reactions(row), pinned=row["isPinned"], state_reason=row.get("stateReason"),
        lock_reason=row.get("lockReason"), issue_type=row.get("issueType"), parent=row.get("parent"),
        duplicate_of=_duplicate_of(row))


def _duplicate_of(row: dict) -> int | None:
    """What the last event about it says, as long as it is closed for that."""
    original = None
    for event in row["events"]:
        story = event["kind"].get("story", {}).get("_0", {})
        if "markedAsDuplicate" in story:
            original = story["markedAsDuplicate"]["of"]
        if "unmarkedAsDuplicate" in story:
            original = None
    return original if row.get("stateReason") == "duplicate" else None


def _pull(row: dict, titles: dict[int, str], commits: list[str], truth: Truth) -> Pull:
    pull = row["pullRequest"]
    (kind, head), = pull["head"].items()
    full_name = truth.repository.full_name
    head_repository = {
        "sameRepository": lambda: full_name, "fork": lambda: f"{head['owner']}/{head['name']}",
        "deletedFork": lambda: None,
    }[kind]()
    return Pull(
        **_item(row, titles), draft=pull["isDraft"], base_ref=pull["baseRef"], base_sha=commits[pull["baseCommit"]],
        head_ref=pull["headRef"], head_sha=commits[(pull["commits"] or [pull["baseCommit"]])[-1]],
        head_repository=head_repository, merged_at=pull.get("mergedAt"), merged_by=pull.get("mergedBy"),
        merge_commit=commits[pull["mergeCommit"]] if pull.get("mergeCommit") is not None else None,
        requested=pull["requestedReviewers"], has_commits=f"refs/pull/{row['number']}/head" in truth.refs,
        closes=pull["closesIssues"], requested_teams=pull["requestedTeams"], auto_merge_by=pull.get("autoMergeBy"))


def _threads(sample: dict, hunks: dict[str, str], commits: list[str], truth: Truth) -> list[Thread]:
    threads: dict[int, Thread] = {}
    for row in sample["reviewComments"]:
        number, outdated = row["pullRequest"], row["isOutdated"]
        line, start = row.get("originalLine"), row.get("originalStartLine")
        comment = ReviewComment(
            row["id"], number, row.get("author"), row["body"], row["createdAt"], row["updatedAt"],
            reactions=_reactions(row), minimized=row.get("minimizedReason"), path=row["path"],
            is_on_file=line is None, side=row["side"], line=None if outdated else line,
            start_line=None if outdated else start, original_line=line, original_start_line=start,
            is_outdated=outdated,
            commit=commits[row["commit"]] if outdated else truth.pulls[number].head_sha,
            original_commit=commits[row["commit"]], hunk=hunks.get(str(row["id"]), ""))
        if row.get("inReplyTo") is None:
            threads[row["id"]] = Thread(number, [comment], row["isResolved"], row.get("resolvedBy"))
        else:
            threads[row["inReplyTo"]].comments.append(comment)
    return list(threads.values())
