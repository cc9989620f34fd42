"""Holds an item's timeline against the events and system notes an import made of it."""

import re
from collections import defaultdict
from typing import Any

from comparison import Comparison, login_of, moment
from truth import Event

STATES = {"closed": "closed", "reopened": "reopened", "merged": "merged"}
LABELS = {"labeled": "add", "unlabeled": "remove"}
MILESTONES = {"milestoned": "add", "demilestoned": "remove"}
# How the note of each kind reads; what is braced is filled in with the event's details.
NOTES = {
    "assigned": r"assigned to `?@{assignee}`?",
    "unassigned": r"unassigned `?@{assignee}`?",
    "review_requested": r"requested review from (`?@{reviewer}`?|.*{team}.*)",
    "review_request_removed": r"removed review request for (`?@{reviewer}`?|.*{team}.*)",
    "renamed": r"changed title from \*\*(?P<old>.*)\*\* to \*\*(?P<new>.*)\*\*",
    "cross-referenced": r"mentioned in (?:issue |merge request )?(?P<reference>.*)",
    "referenced": r"mentioned in commit {commit_id}.*",
    "connected": r"marked this [\w ]+ as related to {other}",
    "disconnected": r"removed the relation with {other}",
    "marked_as_duplicate": r"marked this issue as a duplicate of {other}",
    "unmarked_as_duplicate": r"removed the mark as a duplicate of {other}",
    "parent_issue_added": r"added {other} as parent issue",
    "sub_issue_added": r"added {other} as child issue",
    "transferred": r"moved from `{from}`",
    "converted_note_to_issue": r"created this issue from a card of a project board",
    "added_to_project": r"added this [\w ]+ to .*board.*",
    "user_blocked": r"blocked `?@{user}`?.*",
    "comment_deleted": r"deleted a comment from `?@{author}`?",
    "locked": r"locked the discussion in this [\w ]+(?: as {lock_reason})?",
    "unlocked": r"unlocked the discussion in this .*",
    "pinned": r"pinned this .*",
    "unpinned": r"unpinned this .*",
    "convert_to_draft": r"marked this merge request as \*\*draft\*\*",
    "ready_for_review": r"marked this merge request as \*\*ready\*\*",
    "head_ref_deleted": r"deleted source branch.*",
    "head_ref_restored": r"restored source branch.*",
    "head_ref_force_pushed": r"force-pushed .*{before}.*{after}.*",
    "base_ref_changed": r"changed target branch from `{from}` to `{to}`",
    "auto_squash_enabled": r"enabled an automatic merge when .*",
    "auto_merge_enabled": r"enabled an automatic merge when .*",
    "auto_merge_disabled": r"(?:aborted|canceled) the automatic merge.*{reason}",
    "added_to_merge_queue": r"added this merge request to the merge train",
    "removed_from_merge_queue": r"removed this merge request from the merge train.*{reason}",
    "deployed": r"deployed.*`{environment}`",
    "deployment_environment_changed": r"changed the deployment.*`{environment}` to {state}",
    "approved": r"approved this merge request",
    "changes_requested": r"requested changes.*",
    "approval_withdrawn": r"unapproved this merge request",
    "changes_request_withdrawn": r"removed the request for changes",
    "head_moved": r"(?:added|removed|moved|force-pushed) .*?(?:{before}.*)?{after}",
    "description_changed": r"changed the description",
    "field_changed": r"changed the {field}{change}",
    "review_dismissed": r"dismissed the (?:approval|review) from `?@{reviewer}`?.*{message}",
}
# Details that a source may leave out, or not tell.
OPTIONAL = {"lock_reason", "reviewer", "message", "reason", "before", "after"}
# What GitLab has no note for: watching something, and being named in a text that was imported itself.
DROPPED = {"subscribed", "unsubscribed", "mentioned"}


PEOPLE = {"assignee", "reviewer", "user"}


def _name(login: str) -> str:
    """A name with signs in it that no username of GitLab has may be code in part.

    Of people who were only named in passing Bitbucket Server's truth has the slug, in which `_` stands for any sign.
    """
    parts = [re.escape(part) for part in re.split(r"(?=[^\w.-])", login_of(login))]
    name = "`?".join(part.replace("_", r"(?:_|`?\W)") for part in parts)
    # A name that is not one word is mentioned in quotes at a Server.
    return f'"?{name}"?'


class EventComparison:
    def __init__(self, result: Comparison, events: list[Event], issues: set[int], pulls: set[int]) -> None:
        self.result = result
        self.issues = issues
        self.pulls = pulls
        self.by_number: dict[int, list[Event]] = defaultdict(list)
        for event in sorted(events, key=lambda event: (event.created_at, event.kind)):
            self.by_number[event.number].append(event)

    def compare(self, kind: str, item: Any, system_notes: list[dict]) -> None:
        events = self.by_number[item.iid]
        key = f"{kind} {item.iid}"
        unknown = {event.kind for event in events} - DROPPED - set(NOTES) - set(STATES) - set(LABELS) - set(MILESTONES)
        if unknown:
            self.result.differ("event", key, f"nobody has said what becomes of {sorted(unknown)}")
        self.resources(key, "state", item.resourcestateevents, [event for event in events if event.kind in STATES])
        self.resources(key, "label", item.resourcelabelevents, [event for event in events if event.kind in LABELS])
        self.resources(
            key, "milestone", item.resourcemilestoneevents, [event for event in events if event.kind in MILESTONES])
        self.notes(key, [event for event in events if event.kind in NOTES], system_notes)

    def resources(self, key: str, name: str, manager: Any, events: list[Event]) -> None:
        result, kind = self.result, f"{name} event"
        found = [row.attributes for row in manager.list(iterator=True, per_page=100)]
        expected = sorted((moment(event.created_at), self.change(event)) for event in events)
        told = [(moment(row["created_at"]), self.told(name, row)) for row in found]
        result.equal(kind, key, "changes", expected, sorted(told))
        by_change = {(moment(event.created_at), self.change(event)): event for event in events}
        for row, change in zip(found, told):
            result.object(kind)
            if event := by_change.get(change):
                result.person(kind, key, "user", event.actor, row["user"])

    @staticmethod
    def change(event: Event) -> tuple:
        if event.kind in STATES:
            return (STATES[event.kind],)
        if event.kind in LABELS:
            return (LABELS[event.kind], event.details["label"])
        return (MILESTONES[event.kind], event.details["milestone"])

    @staticmethod
    def told(name: str, row: dict) -> tuple:
        if name == "state":
            return (row["state"],)
        return (row["action"], (row[name] or {}).get("name" if name == "label" else "title"))

    def notes(self, key: str, events: list[Event], notes: list[dict]) -> None:
        """Each event has one note of its moment and words, and no note is without its event."""
        left = list(notes)
        for event in events:
            self.result.object("system note")
            pattern = re.compile(self.pattern(event), re.DOTALL)
            found = next(
                (note for note in left
                 if moment(note["created_at"]) == moment(event.created_at) and pattern.fullmatch(note["body"])), None)
            if found is None:
                near = [note["body"] for note in left if moment(note["created_at"]) == moment(event.created_at)]
                self.result.differ("system note", key, f"{event.kind} at {event.created_at} has no note; there: {near}")
                continue
            left.remove(found)
            self.result.person("system note", key, "author", event.actor, found["author"])
            self.words(key, event, pattern.fullmatch(found["body"]))
        for note in left:
            self.result.differ("system note", key, f"is here and not at the source: {note['body'][:80]!r}")

    def pattern(self, event: Event) -> str:
        details = {name: re.escape(str(value)) for name, value in event.details.items() if value is not None}
        details["change"] = "".join(
            f" {word} `+ ?{details[name]} ?`+" for word, name in (("from", "old"), ("to", "new")) if name in details)
        for name in PEOPLE & set(details):
            details[name] = _name(event.details[name])
        if "other" in event.details:
            details["other"] = self.reference(event.details["other"])
        if "author" in event.details or event.kind == "comment_deleted":
            details["author"] = re.escape(event.details.get("author") or "ghost")
        optional = {} if event.kind.startswith("review_request") else dict.fromkeys(OPTIONAL, ".*")
        absent = defaultdict(lambda: "nothing", {**optional, **details})
        return re.sub(r"\{(\w+)\}", lambda match: absent[match[1]], NOTES[event.kind])

    def reference(self, number: int) -> str:
        return f"{'!' if number in self.pulls else '#'}{number}"

    def words(self, key: str, event: Event, match: re.Match) -> None:
        if event.kind == "renamed":
            for name, title in (("old", event.details["old_title"]), ("new", event.details["new_title"])):
                plain = re.sub(r"\{[-+](.*?)[-+]\}", r"\1", match[name])
                plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain)
                self.result.equal("system note", key, f"{name} title", title, plain)
        if event.kind == "cross-referenced":
            if other := event.details.get("repository"):
                # What is elsewhere is a link to where it is.
                name, number = re.escape(other), event.details["source"]
                address = rf"\[{name}#{number}\]\(\S+/{name}/(?:issues|pull)/{number}\)"
                is_link = re.fullmatch(address, match["reference"]) is not None
                return self.result.equal("system note", key, f"link in {match['reference']}", True, is_link)
            self.result.equal(
                "system note", key, "reference", self.reference(event.details["source"]), match["reference"])
