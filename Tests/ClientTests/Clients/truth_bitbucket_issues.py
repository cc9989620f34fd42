"""Issues of Bitbucket Cloud, as long as there were any."""

from urllib.parse import quote

from truth import UNTOLD, Attachment, Comment, Event, Item, Label, Milestone, Truth
from truth_bitbucket_requests import moment

Rows = dict[str, list[dict]]

CLOSED = {"resolved", "invalid", "duplicate", "wontfix", "closed"}
# What becomes labels of an issue, and how their names begin.
LABELLED = {"type": "", "priority": "priority::", "component": "component::", "version": "version::"}
# The same as changes call them.
FIELDS = {**LABELLED, "kind": ""}
# There are labels for these, whether an issue has them or not.
FIXED = {"bug", "enhancement", "proposal", "task"} | {
    f"priority::{name}" for name in ("trivial", "minor", "major", "critical", "blocker")}


def read(rows: Rows, truth: Truth) -> None:
    closings = _closings(rows["issue_change"])
    for row in rows["issue"]:
        truth.issues[row["id"]] = _issue(row, closings.get(row["id"]))
    truth.comments = [_comment(row) for row in rows["issue_comment"] if (row["text"] or "").strip()]
    for row in rows["issue_change"]:
        truth.events += _events(row)
    truth.attachments += [
        Attachment(f"issues/{row['issue']}/attachments/{row['name']}", row["sha256"])
        for row in rows["issue_attachment"] if row["available"]]
    truth.comments += _attachments(rows, truth)
    if truth.issues:
        truth.labels = [Label(title, UNTOLD, UNTOLD) for title in sorted(FIXED | _named(rows))]
    truth.milestones = [
        Milestone(UNTOLD, row["name"], UNTOLD, "open", None, UNTOLD) for row in rows["milestone"]]


def _named(rows: Rows) -> set[str]:
    """Components and versions that no issue has are labels all the same."""
    return {LABELLED[kind] + row["name"] for kind in ("component", "version") for row in rows[kind]}


def _attachments(rows: Rows, truth: Truth) -> list[Comment]:
    """Files that hang on an issue, each in a comment of nobody's: the source says neither whose they are nor since when."""
    comments = []
    for row in rows["issue_attachment"]:
        place = f"SRC/repositories/{truth.repository.full_name}/issues/{row['issue']}/attachments/{quote(row['name'])}"
        file = f"FILE({row['sha256']})" if row["available"] else place
        time = truth.issues[row["issue"]].created_at
        comments.append(Comment(0, row["issue"], None, f"Attachment: [{row['name']}]({file})", time, time))
    return comments


def _closings(rows: list[dict]) -> dict[int, dict]:
    last = {}
    for row in sorted(rows, key=lambda row: row["at"]):
        if _state(row) == "closed":
            last[row["issue"]] = row
    return last


def _state(row: dict) -> str | None:
    """What a change of the state is in GitLab, which knows two."""
    change = row["changes"].get("state")
    if change is None or (change["old"] in CLOSED) == (change["new"] in CLOSED):
        return None
    return "closed" if change["new"] in CLOSED else "reopened"


def _issue(row: dict, closing: dict | None) -> Item:
    is_closed = row["state"] in CLOSED
    labels = [start + row[name] for name, start in LABELLED.items() if row[name]]
    return Item(
        number=row["id"], title=row["title"], body=row["description"], state="closed" if is_closed else "open",
        author=row["reporter"], assignees=[row["assignee"]] if row["assignee"] else [], labels=labels,
        milestone=row["milestone"], locked=False, created_at=moment(row["created"]), updated_at=moment(row["updated"]),
        closed_at=moment(closing["at"]) if is_closed and closing else None,
        closed_by=closing["user"] if is_closed and closing else None, state_reason=row["state"])


def _comment(row: dict) -> Comment:
    created = moment(row["created"])
    return Comment(row["id"], row["issue"], row["author"], row["text"], created, moment(row["updated"]) or created)


def _events(row: dict) -> list[Event]:
    def event(kind: str, **details: str | None) -> Event:
        return Event(row["issue"], kind, row["user"], moment(row["at"]), details)

    events = []
    for name, change in row["changes"].items():
        old, new = change["old"] or None, change["new"] or None
        if name == "state":
            events += [event(state)] if (state := _state(row)) else []
            events.append(event("field_changed", field="state", old=old, new=new))
        elif name in FIELDS:
            events += [event("unlabeled", label=FIELDS[name] + old)] if old else []
            events += [event("labeled", label=FIELDS[name] + new)] if new else []
        elif name == "milestone":
            events += [event("demilestoned", milestone=old)] if old else []
            events += [event("milestoned", milestone=new)] if new else []
        elif name == "assignee":
            events += [event("unassigned", assignee=old)] if old else []
            events += [event("assigned", assignee=new)] if new else []
        elif name == "content":
            events.append(event("description_changed"))
        elif name == "title":
            events.append(event("renamed", old_title=old, new_title=new))
        elif name != "assignee_account_id":
            events.append(event("field_changed", field=name, old=old, new=new))
    return events
