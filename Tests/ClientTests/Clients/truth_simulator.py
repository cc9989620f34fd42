"""Reads the truth of a GitHub simulator: NDJSON, a line for each object with its `kind`."""

import json

from truth import (
    UNTOLD, Asset, Attachment, Collaborator, Comment, Event, Item, Label, LFSObject, Milestone, Protection, Pull, Release,
    Repository, Review, ReviewComment, Thread, Truth, Wiki)


def read(text: str) -> Truth:
    rows: dict[str, list[dict]] = {}
    for line in text.splitlines():
        if line.strip():
            row = json.loads(line)
            rows.setdefault(row["kind"], []).append(row)
    refs = {row["name"]: row["oid"] for row in rows.get("ref", [])}
    wiki = None
    if rows.get("wiki"):
        wiki = Wiki(rows["wiki"][0]["head"], {row["name"]: row["oid"] for row in rows.get("wiki_file", [])})
    truth = Truth(_repository(rows["repository"][0]), refs, wiki)
    truth.labels = [Label(row["name"], row["color"], row["description"]) for row in rows.get("label", [])]
    truth.milestones = [_milestone(row) for row in rows.get("milestone", [])]
    truth.releases = [_release(row) for row in rows.get("release", [])]
    truth.issues = {row["number"]: Item(**_item(row)) for row in rows.get("issue", [])}
    truth.pulls = {row["number"]: _pull(row, refs) for row in rows.get("pull", [])}
    truth.comments = [Comment(**_comment(row)) for row in rows.get("comment", [])]
    truth.reviews = [_review(row) for row in rows.get("review", [])]
    comments = {row["id"]: _review_comment(row) for row in rows.get("review_comment", [])}
    truth.threads = [_thread(row, comments) for row in rows.get("thread", [])]
    truth.events = [_event(row) for row in rows.get("event", [])]
    truth.attachments = [Attachment(row["url"], row["sha256"]) for row in rows.get("attachment", [])]
    truth.lfs_objects = [
        LFSObject(row["oid"], row["size"], row["path"], row["branch"]) for row in rows.get("lfs", [])]
    truth.protections = [_protection(row) for row in rows.get("protection", [])]
    truth.collaborators = [
        Collaborator(row["login"], row["role"]) for row in rows.get("collaborator", []) if not row["outside"]]
    return truth


def _event(row: dict) -> Event:
    named = {"kind", "from", "id", "number", "event", "actor", "created_at"}
    details = {name: value for name, value in row.items() if name not in named}
    return Event(row["number"], row["event"], row["actor"], row["created_at"], details)


def _protection(row: dict) -> Protection:
    return Protection(
        row["pattern"], row["force"], row["required_approving_review_count"] is not None, row["code_owner"])


def _repository(row: dict) -> Repository:
    return Repository(
        full_name=row["full_name"], default_branch=row["default_branch"], description=row["description"],
        topics=row["topics"], visibility="private" if row["private"] else "public",
        archived=row.get("archived", UNTOLD))


def _milestone(row: dict) -> Milestone:
    return Milestone(
        row["number"], row["title"], row["description"], row["state"], row["due_on"], row["created_at"])


def _release(row: dict) -> Release:
    return Release(
        row["tag"], row["name"], row["body"], row["author"], row["created_at"], row["published_at"],
        draft=row["draft"], assets=[_asset(asset) for asset in row["assets"]])


def _asset(row: dict) -> Asset:
    digest = row["digest"] or ""
    return Asset(row["name"], row["size"], digest.removeprefix("sha256:") if digest.startswith("sha256:") else UNTOLD)


def _item(row: dict) -> dict:
    derived = row["derived"]
    return dict(
        number=row["number"], title=row["title"], body=row["body"], state=row["state"], author=row["author"],
        assignees=row["assignees"], labels=row["labels"], milestone=derived["milestone"], locked=derived["locked"],
        created_at=row["created_at"], updated_at=row["updated_at"], closed_at=row["closed_at"],
        closed_by=derived["closed_by"], reactions=derived["reactions"] or {}, pinned=derived["pinned"],
        state_reason=derived["state_reason"])


def _pull(row: dict, refs: dict[str, str]) -> Pull:
    return Pull(
        **_item(row), draft=row["derived"]["draft"], base_ref=row["base_ref"], base_sha=row["base_sha"],
        head_ref=row["head_ref"], head_sha=row["head_sha"], head_repository=row["head_repo"],
        merged_at=row["merged_at"], merged_by=row["merged_by"], merge_commit=row["merge_commit"],
        requested=row["derived"]["requested"], has_commits=f"refs/pull/{row['number']}/head" in refs,
        closes=row["closes"])


def _comment(row: dict) -> dict:
    return dict(
        id=row["id"], number=row["number"], author=row["author"], body=row["body"] or "",
        created_at=row["created_at"], updated_at=row["updated_at"],
        reactions=row["derived"].get("reactions") or {}, minimized=row["derived"].get("minimized"))


def _review(row: dict) -> Review:
    return Review(
        row["id"], row["number"], row["author"], row["state"], row["body"] or "", row["submitted_at"])


def _review_comment(row: dict) -> ReviewComment:
    is_on_file = row["subject_type"] == "file"
    outdated = row["line"] is None and row["position"] is None
    return ReviewComment(
        **_comment(row), path=row["path"], is_on_file=is_on_file, side=row["side"] or "RIGHT", line=row["line"],
        start_line=row["start_line"], original_line=row["original_line"],
        original_start_line=row["original_start_line"], is_outdated=outdated, commit=row["commit_id"],
        original_commit=row["original_commit_id"], hunk=row["diff_hunk"] or "")


def _thread(row: dict, comments: dict[int, ReviewComment]) -> Thread:
    derived = row["derived"]
    return Thread(
        row["number"], [comments[id] for id in row["comments"]], derived["resolved"], derived["resolved_by"])
