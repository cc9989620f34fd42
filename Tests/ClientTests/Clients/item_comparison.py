"""What issues and merge requests have in common, and the comments in the conversation of both."""

import re
from collections import defaultdict
from typing import Any

from comparison import Comparison, login_of, moment
from event_comparison import EventComparison
from link_comparison import LinkComparison
from reaction_comparison import compare_reactions
from truth import UNTOLD, Item, Pull, Truth


class ItemComparison:
    def __init__(self, result: Comparison, truth: Truth) -> None:
        self.result = result
        self.truth = truth
        self.links = LinkComparison(result, truth)
        self.events = None
        if truth.events is not UNTOLD:
            self.events = EventComparison(result, truth.events, set(truth.issues), set(truth.pulls))

    def comments_by_number(self) -> dict[int, list]:
        comments = defaultdict(list)
        for comment in sorted(self.truth.comments, key=lambda comment: (comment.created_at, comment.id)):
            comments[comment.number].append(comment)
        return comments

    def item(self, kind: str, source: Item, row: dict) -> None:
        result, key = self.result, source.number
        result.object(kind)
        result.equal(kind, key, "title", source.title, row["title"])
        result.text(kind, key, "description", source.body, row["description"])
        result.person(kind, key, "author", source.author, row["author"])
        result.equal(kind, key, "source author", login_of(source.author or "ghost"), row["source_author"]["login"])
        result.people(kind, key, "assignees", source.assignees, row["assignees"])
        first = source.assignees[0] if source.assignees else None
        result.person(kind, key, "assignee", first, row["assignee"])
        result.equal(kind, key, "labels", sorted(source.labels), sorted(row["labels"]))
        result.equal(kind, key, "milestone", source.milestone, (row["milestone"] or {}).get("title"))
        result.equal(kind, key, "discussion_locked", source.locked, bool(row["discussion_locked"]))
        result.time(kind, key, "created_at", source.created_at, row["created_at"])
        result.time(kind, key, "updated_at", source.updated_at, row["updated_at"])
        result.equal(kind, key, "imported_from", self.truth.imported_from, row["imported_from"])

    def source_state(self, source: Item, row: dict) -> None:
        """What GitLab's items have no place for stands beside them."""
        state = row.get("source_state") or {}
        lock_reason = source.lock_reason
        if lock_reason is not UNTOLD:
            lock_reason = lock_reason and re.sub("[ -]", "_", lock_reason)
        expected = {"lock_reason": lock_reason}
        if isinstance(source, Pull):
            expected["requested_teams"] = source.requested_teams
            teams = [name.rpartition("/")[2] for name in state.get("requested_teams") or []]
            state = {**state, "requested_teams": teams}
        else:
            expected["type"] = source.issue_type
            expected["reason"] = source.state_reason if source.state == "closed" else None
            expected["pinned"] = source.pinned
            state = {**state, "pinned": state.get("pinned", False)}
        for name, value in expected.items():
            if value is not UNTOLD:
                self.result.equal("source state", source.number, name, value, state.get(name))

    def comments(self, noteable: str, number: int, comments: list, notes: list[dict], item: Any) -> None:
        awardables = {note.id: note for note in item.notes.list(iterator=True, per_page=100)}
        notes = sorted(notes, key=lambda note: (moment(note["created_at"]), note["id"]))
        if len(comments) != len(notes):
            self.result.differ("comments of", number, f"should be {len(comments)}, are {len(notes)}")
        for comment, note in zip(comments, notes):
            self.comment("comment", noteable, comment, note)
            compare_reactions(self.result, "comment", comment.id, comment.reactions, awardables[note["id"]])

    def comment(self, kind: str, noteable: str, comment: Any, note: dict) -> None:
        result, key = self.result, f"{comment.id} of {comment.number}"
        result.object(kind)
        result.text(kind, key, "body", comment.body, note["body"])
        result.person(kind, key, "author", comment.author, note["author"])
        result.time(kind, key, "created_at", comment.created_at, note["created_at"])
        result.time(kind, key, "updated_at", comment.updated_at, note["updated_at"])
        result.equal(kind, key, "noteable", (noteable, comment.number), (note["noteable_type"], note["noteable_iid"]))
        result.equal(kind, key, "system", False, note["system"])
        if comment.minimized is not UNTOLD:
            result.equal(kind, key, "minimized_reason", comment.minimized, note.get("minimized_reason"))
