"""Holds the threads of a source that has them everywhere against discussions, note by note."""

from collections import defaultdict
from typing import Any

from anchor_comparison import AnchorComparison
from comparison import moment, rows
from item_comparison import ItemComparison
from reaction_comparison import compare_reactions
from truth import Pull
from truth_threads import Conversation


class ConversationComparison:
    def __init__(self, items: ItemComparison, project: Any) -> None:
        self.items = items
        self.result = items.result
        self.anchors = AnchorComparison(items.result, project)
        self.by_number: dict[int, list[Conversation]] = defaultdict(list)
        for conversation in items.truth.conversations:
            self.by_number[conversation.number].append(conversation)

    def compare(self, pull: Pull, merge_request: Any) -> None:
        discussions = rows(merge_request.discussions)
        story = [row["notes"][0] for row in discussions if row["notes"][0]["system"]]
        said = [row for row in discussions if not row["notes"][0]["system"]]
        self.items.events.compare("merge request", merge_request, story)
        conversations = self.by_number[pull.number]
        awardables = {note.id: note for note in merge_request.notes.list(iterator=True, per_page=100)}
        for conversation in conversations:
            key = f"{conversation.remarks[0].id} of {pull.number}"
            self.result.object("task" if conversation.is_task else "thread")
            discussion = self.find(conversation, said)
            if discussion is None:
                self.result.differ("thread", key, "is missing")
                continue
            said.remove(discussion)
            self.thread(key, conversation, discussion, awardables)
            if conversation.anchor:
                self.anchors.compare(key, conversation.anchor, pull, discussion["notes"][0])
        for discussion in said:
            note = discussion["notes"][0]
            self.result.differ("thread", pull.number, f"is here and not at the source: {note['body'][:80]!r}")
        self.counts(pull, conversations, discussions, merge_request)

    def find(self, conversation: Conversation, discussions: list[dict]) -> dict | None:
        """The one of its moment; of several the one of its words."""
        first = conversation.remarks[0]
        there = [row for row in discussions if moment(row["notes"][0]["created_at"]) == moment(first.created_at)]
        text = self.result.rewriting.canonical
        same = [row for row in there if text(row["notes"][0]["body"]) == text(first.body)]
        on_diff = [row for row in same if (row["notes"][0]["type"] == "DiffNote") == (conversation.anchor is not None)]
        return next(iter(on_diff + same + there), None)

    def thread(self, key: str, conversation: Conversation, discussion: dict, awardables: dict[int, Any]) -> None:
        result, notes = self.result, discussion["notes"]
        result.equal("thread", key, "length", len(conversation.remarks), len(notes))
        can_be_resolved = conversation.anchor is not None or conversation.is_resolvable
        is_thread = can_be_resolved or len(conversation.remarks) > 1
        result.equal("thread", key, "individual_note", not is_thread, discussion["individual_note"])
        for remark, note in zip(conversation.remarks, notes):
            self.items.comment("comment", "MergeRequest", remark, note)
            compare_reactions(result, "comment", remark.id, remark.reactions, awardables[note["id"]])
            if conversation.anchor:
                result.equal("comment", remark.id, "type", "DiffNote", note["type"])
                result.equal("comment", remark.id, "position", notes[0]["position"], note["position"])
            elif is_thread:
                result.equal("comment", remark.id, "type", "DiscussionNote", note["type"])
            result.equal("comment", remark.id, "resolvable", can_be_resolved, note["resolvable"])
            result.equal("comment", remark.id, "resolved", conversation.is_resolved, note.get("resolved", False))
            result.person("comment", remark.id, "resolved_by", conversation.resolved_by, note.get("resolved_by"))
            result.time("comment", remark.id, "resolved_at", conversation.resolved_at, note.get("resolved_at"))

    def counts(self, pull: Pull, conversations: list[Conversation], discussions: list[dict], merge_request: Any) -> None:
        people = sum(len(conversation.remarks) for conversation in conversations)
        self.result.equal("merge request", pull.number, "user_notes_count", people, merge_request.user_notes_count)
        total = sum(len(row["notes"]) for row in discussions)
        self.result.equal("merge request", pull.number, "notes", total, len(rows(merge_request.notes)))
