"""Pull requests of Bitbucket with all that was said and done on them."""

from collections import defaultdict
from datetime import datetime, timezone
from typing import Any

from truth import UNTOLD, Comment, Event, Pull, Truth
from truth_threads import Anchor, Conversation, Verdict

Rows = dict[str, list[dict]]

STATES = {"OPEN": "open", "MERGED": "merged", "DECLINED": "closed", "SUPERSEDED": "closed"}
VERDICTS = {"APPROVED": "approved", "NEEDS_WORK": "requested_changes"}
SIDES = {"ADDED": "new", "REMOVED": "old", "CONTEXT": None, None: None}


def read(rows: Rows, truth: Truth, is_cloud: bool) -> None:
    enders = {row["pr"]: row["user"] for row in rows["event"] if row["action"] in ("MERGED", "DECLINED", "SUPERSEDED")}
    for row in rows["pull_request"]:
        truth.pulls[row["id"]] = _pull(row, enders.get(row["id"]), truth.repository.full_name)
        if is_cloud and row["head_by"] == "none":
            # Cloud tells twelve digits, and of a commit that is gone nobody knows the others.
            truth.pulls[row["id"]].head_sha = UNTOLD
        if row["head_by"] not in ("refused", "none"):
            truth.refs[f"refs/pull/{row['id']}/head"] = row["head"]
    truth.conversations = _conversations(rows)
    if is_cloud:
        truth.conversations += _tasks(rows["task"])
    else:
        # Every comment can be resolved; one that nobody answered, resolved or made a task of asks for nothing.
        for conversation in truth.conversations:
            conversation.is_resolvable |= len(conversation.remarks) > 1
    truth.events = _events(rows, is_cloud)
    truth.verdicts = [
        Verdict(row["pr"], row["user"], _verdict(row), moment(row["at"])) for row in rows["reviewer"]]
    participants = defaultdict(list)
    for row in rows["participant"]:
        participants[row["pr"]].append(row["user"])
    truth.participants = dict(participants)


def moment(told: int | str | None) -> str | None:
    """Milliseconds since 1970, or text of which what is finer than a millisecond is cut."""
    if told is None:
        return None
    if isinstance(told, int):
        time = datetime.fromtimestamp(told // 1000, timezone.utc).replace(microsecond=told % 1000 * 1000)
    else:
        time = datetime.fromisoformat(told)
        time = time.replace(microsecond=time.microsecond // 1000 * 1000)
    return time.isoformat()


def _pull(row: dict, ender: str | None, full_name: str) -> Pull:
    state, closed = STATES[row["state"]], moment(row["closed"])
    merged = state == "merged"
    by = (row["merged_by"] if merged else row["closed_by"]) or ender
    return Pull(
        number=row["id"], title=row["title"], body=row["description"], state="open" if state == "open" else "closed",
        author=row["author"], assignees=[], labels=[], milestone=None, locked=False,
        created_at=moment(row["created"]), updated_at=moment(row["updated"]),
        closed_at=closed, closed_by=None if state == "open" else by, draft=row["draft"],
        base_ref=row["target_branch"], base_sha=row["target_commit"], merge_base=row["merge_base"] or UNTOLD,
        head_ref=row["source_branch"], head_sha=row["head"],
        head_repository=row["source_repo"] if row["source_is_fork"] else full_name,
        merged_at=closed if merged else None, merged_by=by if merged else None, merge_commit=row["merge_commit"],
        requested=[], has_commits=row["head_by"] not in ("refused", "none"))


def _conversations(rows: Rows) -> list[Conversation]:
    threads: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows["comment"]:
        threads[(row["pr"], row["thread"])].append(row)
    reactions: dict[int, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for row in rows["reaction"]:
        reactions[row["comment"]][row["emoticon"]].append(row["user"])
    return [_conversation(lines, reactions) for lines in threads.values()]


def _conversation(rows: list[dict], reactions: dict[int, dict]) -> Conversation:
    root = next(row for row in rows if row["parent"] is None)
    ordered = sorted(rows, key=lambda row: (row is not root, row["created"], row["id"]))
    remarks = [
        Comment(
            row["id"], row["pr"], row["author"], row["text"] or "", moment(row["created"]), moment(row["updated"]),
            reactions=dict(reactions.get(row["id"], {})))
        for row in ordered]
    conversation = Conversation(root["pr"], remarks, _anchor(root["anchor"]))
    tasks = [row for row in ordered if row.get("severity") == "BLOCKER"]
    conversation.is_task = bool(tasks)
    conversation.is_resolvable = bool(tasks) or root["thread_resolved"]
    # An open task keeps its thread open whatever the thread says; where all are done, nothing is left to do.
    conversation.is_resolved = all(row["state"] == "RESOLVED" for row in tasks) if tasks else root["thread_resolved"]
    if conversation.is_resolved and root["thread_resolved"]:
        conversation.resolved_by = root["thread_resolver"]
        conversation.resolved_at = moment(root["thread_resolved_at"])
    elif conversation.is_resolved:
        last = max(tasks, key=lambda row: row["resolved_at"])
        conversation.resolved_by, conversation.resolved_at = last["resolver"], moment(last["resolved_at"])
    return conversation


def _tasks(rows: list[dict]) -> list[Conversation]:
    tasks = []
    for row in rows:
        # It names the comment it was made of.
        text = row["text"] + (f"\n\n[Task on a comment](LINK(pull {row['pr']}))" if row["comment"] else "")
        remark = Comment(
            f"task {row['id']}", row["pr"], row["creator"], text, moment(row["created"]), UNTOLD, reactions={})
        tasks.append(Conversation(
            row["pr"], [remark], None, True, True, row["state"] == "RESOLVED", row["resolver"],
            moment(row["resolved_at"])))
    return tasks


def _anchor(row: dict | None) -> Anchor | None:
    if row is None:
        return None
    if "line_type" not in row:
        return _cloud_anchor(row)
    anchor = Anchor(
        row["path"], row["src_path"] or row["path"], row["file_level"], row["orphaned"], row["old_line"],
        row["new_line"], row["start_line"], SIDES[row["start_line_type"]])
    anchor.base = row["from_hash"] if row["from_in_git"] else None
    anchor.head = row["to_hash"] if row["to_in_git"] else None
    return anchor


def _cloud_anchor(row: dict) -> Anchor:
    """Only the one side that the source tells; that the other one fits it, the files tell."""
    removed = row["to"] is None
    start = row["start_from"] if removed else row["start_to"]
    anchor = Anchor(
        row["path"], UNTOLD, row["file_level"], row["orphaned"],
        UNTOLD if row["from"] is None and row["old_line"] is not None else row["from"],
        UNTOLD if row["to"] is None and row["new_line"] is not None else row["to"],
        start, UNTOLD if start else None)
    if row["source"] == "commit-diff":
        # It stands on the diff of one commit, and the truth does not say of which.
        anchor.head = None
    return anchor


def _verdict(row: dict) -> str:
    """Who has looked at a commit and has no verdict has reviewed all the same."""
    return VERDICTS.get(row["status"]) or ("reviewed" if row["last_reviewed"] else "unreviewed")


def _events(rows: Rows, is_cloud: bool) -> list[Event]:
    events, verdicts = [], {}
    for row in sorted(rows["event"], key=lambda row: (row["at"], row["id"] or 0)):
        kind, details = row["action"], {}
        who = (row["pr"], row["user"])
        if kind in ("APPROVED", "REVIEWED"):
            verdicts[who] = kind
        elif kind == "UNAPPROVED" and verdicts.get(who) == "REVIEWED":
            kind = "UNREVIEWED"
        elif kind == "RESCOPED":
            details = {"before": row["previous"], "after": row["from_hash"]}
        elif kind == "UPDATED":
            for login in row["added"]:
                events.append(_event(row, "review_requested", {"reviewer": login}))
            for login in row["removed"]:
                events.append(_event(row, "review_request_removed", {"reviewer": login}))
            continue
        if name := KINDS[kind]:
            events.append(_event(row, name, details))
    if is_cloud:
        events += _reasons(rows)
        for kind, name in (("approval", "approved"), ("changes_requested", "changes_requested")):
            events += [_event(row, name, {}) for row in rows[kind]]
    return events


def _reasons(rows: Rows) -> list[Event]:
    """Why a pull request was declined; that another took its place."""
    events = []
    enders = {row["pr"]: row for row in rows["event"] if row["action"] in ("MERGED", "DECLINED", "SUPERSEDED")}
    for row in rows["pull_request"]:
        end = enders.get(row["id"])
        if end and end["action"] == "SUPERSEDED":
            events.append(_event(end, "field_changed", {"field": "state", "old": None, "new": "superseded"}))
        if end and row["reason"]:
            events.append(_event(end, "field_changed", {"field": "reason", "old": None, "new": row["reason"]}))
    return events


KINDS = {
    "OPENED": None, "MERGED": "merged", "DECLINED": "closed", "SUPERSEDED": "closed", "REOPENED": "reopened",
    "APPROVED": "approved", "REVIEWED": "changes_requested", "UNAPPROVED": "approval_withdrawn",
    "UNREVIEWED": "changes_request_withdrawn", "RESCOPED": "head_moved",
}


def _event(row: dict, kind: str, details: dict[str, Any]) -> Event:
    return Event(row["pr"], kind, row["user"], moment(row["at"]), details)
