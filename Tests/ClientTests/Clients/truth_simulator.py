"""Reads the truth of a GitHub simulator: NDJSON, a line for each object with its `kind`."""

import json
import re

from protection_truth import Protections, Rule, Ruleset
from rewriting import without_code
from truth import (
    UNTOLD, Asset, Attachment, Collaborator, Comment, Event, Item, Label, LFSObject, Listed, Milestone, Pull, Release,
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
    truth.attachments = _attachments(rows)
    truth.lfs_objects = [
        LFSObject(row["oid"], row["size"], row["path"], row["branch"]) for row in rows.get("lfs", [])]
    protections = Protections(
        [_rule(row) for row in rows.get("protection", [])], [], [_ruleset(row) for row in rows.get("ruleset", [])],
        truth.repository.default_branch)
    truth.protections, truth.tag_protections = list(protections.branches.values()), list(protections.tags.values())
    truth.repository.needs_resolved_threads = protections.needs_resolved_threads
    truth.collaborators = [
        Collaborator(row["login"], row["role"], row["outside"]) for row in rows.get("collaborator", [])]
    truth.listed = protections.listed + _listed(rows)
    return truth


def _event(row: dict) -> Event:
    named = {"kind", "from", "id", "number", "event", "actor", "created_at"}
    details = {name: value for name, value in row.items() if name not in named}
    return Event(row["number"], row["event"], row["actor"], row["created_at"], details)


def _texts(rows: dict[str, list[dict]]) -> list[tuple[str, str, str]]:
    """Kinds, how their addresses end, and what they say."""
    texts = []
    for kind, name, place in (
            ("issue", "issue", "/issues/{number}$"), ("pull", "pull_request", "/pull/{number}$"),
            ("comment", "note", "#issuecomment-{id}$"), ("review_comment", "diff_note", "#discussion_r{id}$")):
        texts += [(name, place.format(**row), row["body"] or "") for row in rows.get(kind, [])]
    return texts


FILE = re.compile(
    r"https://(?:github\.com/user-attachments/(?:assets|files/\d+)/|user-images\.githubusercontent\.com/\d+/)[\w./-]+\w")


def _attachments(rows: dict[str, list[dict]]) -> list[Attachment]:
    """Those that are told, and those that real texts show besides: the simulator serves them and tells nothing."""
    told = [Attachment(row["url"], row["sha256"]) for row in rows.get("attachment", [])]
    shown = {address for _, _, text in _texts(rows) for address in FILE.findall(text)}
    return told + [Attachment(address, UNTOLD) for address in sorted(shown - {file.url for file in told})]


def _listed(rows: dict[str, list[dict]]) -> list[Listed]:
    listed = [
        Listed("degraded", "issue", f"/issues/{row['number']}$", "it is pinned")
        for row in rows.get("issue", []) if row["derived"]["pinned"]]
    listed += [
        Listed("degraded", "pull_request", f"/pull/{row['number']}$", "asked of a team")
        for row in rows.get("pull", []) if row["derived"]["requested_teams"]]
    for kind, name, place in (("comment", "note", "#issuecomment-"), ("review_comment", "diff_note", "#discussion_r")):
        listed += [
            Listed("degraded", name, f"{place}{row['id']}$", "hides it as " + row["derived"]["minimized"].lower())
            for row in rows.get(kind, []) if row["derived"].get("minimized")]
    listed += [
        Listed("degraded", f"{kind}_attachment", place, "in code or among HTML")
        for kind, place, text in _texts(rows) for file in rows.get("attachment", [])
        if text.count(file["url"]) > without_code(text).count(file["url"])]
    if count := len(rows.get("discussion", [])):
        listed.append(Listed("skipped", "discussion", "all discussion", f"not brought: {count} at the source"))
    return listed


def _rule(row: dict) -> Rule:
    demands = {
        "signed": row["signatures"], "linear": row["linear"], "administrators": not row["enforce_admins"],
        "lapse": row["dismiss_stale"], "pushed last": row["last_push"], "deleted": row["deletions"],
        "create": row["block_creations"]}
    return Rule(
        row["pattern"], row["required_approving_review_count"], row["code_owner"], row["contexts"] or [],
        row["conversation"], row["force"], row["lock"], row["restrict_users"],
        [word for word, is_demanded in demands.items() if is_demanded])


def _ruleset(row: dict) -> Ruleset:
    names = row["conditions"]["ref_name"]
    target = "TAG" if any(name.startswith("refs/tags/") for name in names["include"]) else "BRANCH"
    return Ruleset(
        ".*", target, row["enforcement"] == "active", names["include"], names["exclude"],
        {rule["type"].upper(): rule.get("parameters") or {} for rule in row["rules"]}, False)


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
        draft=row["draft"], prerelease=row["prerelease"], assets=[_asset(asset) for asset in row["assets"]])


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
        state_reason=derived["state_reason"], lock_reason=derived["lock_reason"])


def _pull(row: dict, refs: dict[str, str]) -> Pull:
    return Pull(
        **_item(row), draft=row["derived"]["draft"], base_ref=row["base_ref"], base_sha=row["base_sha"],
        head_ref=row["head_ref"], head_sha=row["head_sha"], head_repository=row["head_repo"],
        merged_at=row["merged_at"], merged_by=row["merged_by"], merge_commit=row["merge_commit"],
        requested=row["derived"]["requested"], has_commits=f"refs/pull/{row['number']}/head" in refs,
        closes=row["closes"], requested_teams=row["derived"]["requested_teams"])


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
