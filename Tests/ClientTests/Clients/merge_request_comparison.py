"""Merge requests with their reviewers, reviews and threads."""

from collections import defaultdict
from typing import Any

import positions
from comparison import cleaned, moment, rows
from item_comparison import ItemComparison
from reaction_comparison import compare_reactions
from truth import UNTOLD, Pull, Review, ReviewComment, Thread

REVIEW_STATES = {"APPROVED": "approved", "CHANGES_REQUESTED": "requested_changes"}
HEADINGS = {
    "APPROVED": "Approved", "CHANGES_REQUESTED": "Changes requested", "COMMENTED": "Commented",
    "DISMISSED": "Dismissed",
}


class MergeRequestComparison:
    """Of the merge requests of one imported project."""

    def __init__(self, items: ItemComparison, project: Any) -> None:
        self.items = items
        self.result = items.result
        self.truth = items.truth
        self.project = project

    def run(self) -> None:
        listed = {row.iid for row in self.project.mergerequests.list(iterator=True, per_page=100)}
        self.result.keys("merge request", self.truth.pulls, listed)
        comments = self.items.comments_by_number()
        reviews, threads = defaultdict(list), defaultdict(list)
        for review in sorted(self.truth.reviews, key=lambda review: (review.submitted_at, review.id)):
            reviews[review.number].append(review)
        for thread in self.truth.threads:
            threads[thread.number].append(thread)
        for number in sorted(set(self.truth.pulls) & listed):
            merge_request = self.project.mergerequests.get(number)
            pull = self.truth.pulls[number]
            self.items.item("merge request", pull, merge_request.attributes)
            self.merge_request(pull, merge_request.attributes)
            self.reviewers(pull, reviews[number], merge_request)
            self.discussions(pull, comments[number], reviews[number], threads[number], merge_request)

    def merge_request(self, pull: Pull, row: dict) -> None:
        result, kind, key = self.result, "merge request", pull.number
        merged = pull.merged_at is not None
        state = "merged" if merged else "opened" if pull.state == "open" else "closed"
        result.equal(kind, key, "state", state, row["state"])
        result.equal(kind, key, "draft", pull.draft, row["draft"])
        result.time(kind, key, "merged_at", pull.merged_at, row["merged_at"])
        result.person(kind, key, "merged_by", pull.merged_by, row["merged_by"])
        # For one that waits to be merged by itself it is whoever asked for that.
        if merged or not row["merge_when_pipeline_succeeds"]:
            result.person(kind, key, "merge_user", pull.merged_by, row["merge_user"])
        elif pull.auto_merge_by is not UNTOLD:
            result.person(kind, key, "merge_user", pull.auto_merge_by, row["merge_user"])
        if pull.auto_merge_by is not UNTOLD and not merged:
            result.equal(
                kind, key, "merge_when_pipeline_succeeds", pull.auto_merge_by is not None,
                row["merge_when_pipeline_succeeds"])
        result.equal(kind, key, "merge_commit_sha", pull.merge_commit if merged else None, row["merge_commit_sha"])
        # A merge is no close in GitLab.
        result.time(kind, key, "closed_at", None if merged else pull.closed_at, row["closed_at"])
        result.person(kind, key, "closed_by", None if merged else pull.closed_by, row["closed_by"])
        result.equal(kind, key, "target_branch", pull.base_ref, row["target_branch"])
        result.equal(kind, key, "source_branch", self.source_branch(pull, row), row["source_branch"])
        if pull.head_sha is not UNTOLD:
            result.equal(kind, key, "sha", pull.head_sha, row["sha"])
        if pull.has_commits:
            refs = row["diff_refs"] or {}
            result.equal(kind, key, "start_sha", pull.base_sha, refs.get("start_sha"))
            result.equal(kind, key, "head_sha", pull.head_sha, refs.get("head_sha"))

    def source_branch(self, pull: Pull, row: dict) -> str:
        if pull.head_repository == self.truth.repository.full_name:
            return f"{pull.head_ref}-{pull.number}" if pull.head_ref == pull.base_ref else pull.head_ref
        actual = row["source_branch"]
        self.result.equal("merge request", pull.number, "source_project_id", None, row["source_project_id"])
        # Whose fork it was is unknown where both the fork and the account are gone.
        if actual == pull.head_ref:
            return actual
        owner = pull.head_repository.split("/")[0] if pull.head_repository else actual.split("/")[2]
        return f"{self.truth.imported_from}/fork/{owner}/{pull.head_ref}"

    def reviewers(self, pull: Pull, reviews: list[Review], merge_request: Any) -> None:
        result, kind, key = self.result, "reviewer", pull.number
        states = {login: "unreviewed" for login in pull.requested}
        approved: dict[str | None, str] = {}
        for review in reviews:
            if review.state == "COMMENTED" and review.author == pull.author:
                continue  # GitHub keeps an author's answers as reviews; they make nobody a reviewer
            state = REVIEW_STATES.get(review.state, "reviewed")
            if review.state == "COMMENTED" and states.get(review.author) in ("approved", "requested_changes"):
                continue
            states[review.author] = state
            approved.pop(review.author, None)
            if state == "approved":
                approved[review.author] = review.submitted_at
        found = {row["user"]["username"]: row for row in rows(merge_request.reviewer_details)}
        result.equal(kind, key, "number of reviewers", len(states), len(found))
        for login, state in states.items():
            result.object(kind)
            row = found.get(self.username(login))
            if row is None:
                result.differ(kind, key, f"{login} is missing")
                continue
            result.person(kind, key, "reviewer", login, row["user"])
            result.equal(kind, key, f"state of {login}", state, row["state"])
        listed = {user["username"] for user in merge_request.attributes["reviewers"]}
        result.equal(kind, key, "reviewers on the merge request", sorted(found), sorted(listed))
        approvals = {row["user"]["username"]: row for row in merge_request.approvals.get().approved_by}
        result.equal("approval", key, "people", sorted(map(self.username, approved)), sorted(approvals))
        for login, time in approved.items():
            result.object("approval")
            result.time("approval", key, "approved_at", time, approvals.get(self.username(login), {}).get("approved_at"))

    def username(self, login: str | None) -> str:
        if login is None:
            return "ghost"
        if login not in self.result.usernames:
            return f"{cleaned(login)}_placeholder_user_1"
        return self.result.usernames[login]

    def discussions(
        self, pull: Pull, comments: list, reviews: list[Review], threads: list[Thread], merge_request: Any
    ) -> None:
        discussions = rows(merge_request.discussions)
        plain = [row["notes"][0] for row in discussions if row["individual_note"]]
        system = [note for note in plain if note["system"] and note["body"] == "approved this merge request"]
        if self.items.events:
            told = [note for note in plain if note["system"] and note["body"] != "approved this merge request"]
            self.items.events.compare("merge request", merge_request, told)
        compare_reactions(self.result, "merge request", pull.number, pull.reactions, merge_request)
        self.items.source_state(pull, merge_request.attributes)
        self.items.links.merge_request(pull, merge_request)
        bodies = [note for note in plain if not note["system"] and note["body"].startswith("**Review:**")]
        others = [note for note in plain if not note["system"] and not note["body"].startswith("**Review:**")]
        self.items.comments("MergeRequest", pull.number, comments, others, merge_request)
        self.review_notes(pull, reviews, bodies, system, merge_request)
        self.threads(pull, threads, [row for row in discussions if not row["individual_note"]], merge_request)
        people = len(comments) + len(bodies) + sum(len(thread.comments) for thread in threads)
        self.result.equal("merge request", pull.number, "user_notes_count", people, merge_request.user_notes_count)
        total = sum(len(row["notes"]) for row in discussions)
        self.result.equal("merge request", pull.number, "notes", total, len(rows(merge_request.notes)))

    def review_notes(
        self, pull: Pull, reviews: list[Review], bodies: list[dict], system: list[dict], merge_request: Any
    ) -> None:
        result = self.result
        awardables = {note.id: note for note in merge_request.notes.list(iterator=True, per_page=100)}
        by_time = lambda note: (moment(note["created_at"]), note["id"])
        told = [review for review in reviews if review.body]
        result.equal("review", pull.number, "texts", len(told), len(bodies))
        for review, note in zip(told, sorted(bodies, key=by_time)):
            key = f"{review.id} of {pull.number}"
            result.text("review", key, "body", f"**Review:** {HEADINGS[review.state]}\n\n{review.body}", note["body"])
            result.person("review", key, "author", review.author, note["author"])
            result.time("review", key, "created_at", review.submitted_at, note["created_at"])
            if review.minimized is not UNTOLD:
                result.equal("review", key, "minimized_reason", review.minimized, note.get("minimized_reason"))
            compare_reactions(result, "review", review.id, review.reactions, awardables[note["id"]])
        for _ in reviews:
            result.object("review")
        approvals = [review for review in reviews if review.state == "APPROVED"]
        result.equal("review", pull.number, "approval notes", len(approvals), len(system))
        for review, note in zip(approvals, sorted(system, key=by_time)):
            result.equal("review", review.id, "system note", "approved this merge request", note["body"])
            result.person("review", review.id, "approver", review.author, note["author"])
            result.time("review", review.id, "approved", review.submitted_at, note["created_at"])

    def threads(self, pull: Pull, threads: list[Thread], discussions: list[dict], merge_request: Any) -> None:
        result = self.result
        awardables = {note.id: note for note in merge_request.notes.list(iterator=True, per_page=100)}
        if len(threads) != len(discussions):
            result.differ("threads of", pull.number, f"should be {len(threads)}, are {len(discussions)}")
        threads = sorted(threads, key=lambda thread: (thread.comments[0].created_at, thread.comments[0].id))
        first = lambda row: (moment(row["notes"][0]["created_at"]), row["notes"][0]["id"])
        for thread, discussion in zip(threads, sorted(discussions, key=first)):
            key = f"{thread.comments[0].id} of {pull.number}"
            result.object("thread")
            notes = discussion["notes"]
            result.equal("thread", key, "length", len(thread.comments), len(notes))
            for comment, note in zip(thread.comments, notes):
                self.items.comment("review comment", "MergeRequest", comment, note)
                self.suggestion(comment, note)
                compare_reactions(result, "review comment", comment.id, comment.reactions, awardables[note["id"]])
                result.equal("review comment", comment.id, "type", "DiffNote", note["type"])
                result.equal("review comment", comment.id, "resolved", thread.resolved, note["resolved"])
                resolver = thread.resolved_by if thread.resolved else None
                result.person("review comment", comment.id, "resolved_by", resolver, note["resolved_by"])
                result.equal("review comment", comment.id, "position", notes[0]["position"], note["position"])
            self.position(thread.comments[0], pull, notes[0])

    def suggestion(self, comment: ReviewComment, note: dict) -> None:
        if "```suggestion" not in comment.body or "```suggestion" not in note["body"]:
            return
        start, line = comment.original_start_line, comment.original_line
        above = line - start if start is not None and line is not None else 0
        self.result.equal(
            "review comment", comment.id, "suggestion's lines", True, f"```suggestion:-{above}+0" in note["body"])

    def position(self, comment: ReviewComment, pull: Pull, note: dict) -> None:
        result, kind, key = self.result, "position", f"{comment.id} of {comment.number}"
        result.object(kind)
        position = note["position"]
        first, last = positions.expected(comment)
        result.equal(kind, key, "position_type", "file" if last is None else "text", position["position_type"])
        result.equal(kind, key, "paths", (comment.path, comment.path), (position["old_path"], position["new_path"]))
        result.equal(kind, key, "old_line", last and last.old, position["old_line"])
        result.equal(kind, key, "new_line", last and last.new, position["new_line"])
        self.commented_line(comment, last, pull, position)
        head = comment.original_commit if comment.is_outdated else comment.commit
        result.equal(kind, key, "head_sha", head, position["head_sha"])
        result.equal(kind, key, "commit_id", comment.original_commit, note["commit_id"])
        if pull.has_commits:
            result.equal(kind, key, "start_sha", pull.base_sha, position["start_sha"])
        expected = first and {"start": self.line(first), "end": self.line(last)}
        actual = position["line_range"]
        told = actual and {
            end: tuple(actual[end][name] for name in ("type", "old_line", "new_line")) for end in ("start", "end")}
        result.equal(kind, key, "line_range", expected, told)

    def commented_line(self, comment: ReviewComment, last: positions.Line | None, pull: Pull, position: dict) -> None:
        """The line a position names must be the one the comment was written on, as the repository here has it."""
        if last is None or comment.is_outdated or not pull.has_commits or not comment.hunk:
            return
        old = comment.side == "LEFT"
        commit, number = (position["base_sha"], position["old_line"]) if old else (position["head_sha"], position["new_line"])
        content = self.project.files.raw(comment.path, ref=commit).decode(errors="replace").split("\n")
        written = comment.hunk.rsplit("\n", 1)[-1][1:]
        shown = content[number - 1] if number and number <= len(content) else None
        key = f"{comment.id} of {comment.number}"
        self.result.equal("position", key, "line", written.rstrip("\r"), (shown or "").rstrip("\r"))

    @staticmethod
    def line(line: positions.Line) -> tuple:
        return line.type, line.old, line.new
