#!/usr/bin/env python3
"""Compares an imported project with what its source had, field by field.

Reads the project only as people do: through python-gitlab and `git ls-remote`. Prints what was compared and every
difference; ends with 1 when there is one. The access token is taken from LANDFALL_TOKEN.
"""

import argparse
import base64
import hashlib
import os
import re
import subprocess
import sys
import urllib.request
from collections import defaultdict
from typing import Any

import gitlab

import positions
import truth_simulator
import truth_standin
from commit_comparison import compare_commit_comments
from comparison import Comparison, moment
from event_comparison import EventComparison
from file_comparison import UploadedFiles, compare_assets, compare_attachments, compare_lfs
from link_comparison import LinkComparison
from people_comparison import compare_people
from protection_comparison import compare_protection, compare_tag_protection
from reaction_comparison import compare_reactions
from report_comparison import compare_report
from rewriting import Rewriting
from truth import UNTOLD, Item, Pull, Review, ReviewComment, Thread, Truth

READERS = {"simulator": truth_simulator.read, "standin": truth_standin.read}
REVIEW_STATES = {"APPROVED": "approved", "CHANGES_REQUESTED": "requested_changes"}
HEADINGS = {
    "APPROVED": "Approved", "CHANGES_REQUESTED": "Changes requested", "COMMENTED": "Commented",
    "DISMISSED": "Dismissed",
}


def rows(manager: Any, **parameters: Any) -> list[dict]:
    return [row.attributes for row in manager.list(iterator=True, per_page=100, **parameters)]


class ProjectComparison:
    def __init__(self, client: gitlab.Gitlab, path: str, truth: Truth, origins: list[str]) -> None:
        self.client = client
        self.truth = truth
        self.project = client.projects.get(path)
        self.result = Comparison(
            Rewriting(
                origins, truth.repository.full_name, self.project.web_url, set(truth.issues), set(truth.pulls)))
        self.files = UploadedFiles(client, self.project)
        if truth.attachments is not UNTOLD:
            self.result.rewriting.read_files(truth.attachments, self.files)
        self.links = LinkComparison(self.result, truth)
        self.events = None
        if truth.events is not UNTOLD:
            self.events = EventComparison(self.result, truth.events, set(truth.issues), set(truth.pulls))

    def run(self) -> int:
        self.repository()
        self.refs()
        self.wiki()
        self.base_data()
        self.issues()
        self.merge_requests()
        if self.truth.attachments is not UNTOLD:
            compare_attachments(self.result, self.truth.attachments, self.client, self.project)
        if self.truth.lfs_objects is not UNTOLD:
            compare_lfs(
                self.result, self.project.http_url_to_repo, self.client.private_token, self.truth.lfs_objects)
        if self.truth.protections is not UNTOLD:
            compare_protection(self.result, self.project, self.truth.protections)
        if self.truth.tag_protections is not UNTOLD:
            compare_tag_protection(self.result, self.project, self.truth.tag_protections)
        if self.truth.commit_comments is not UNTOLD:
            compare_commit_comments(self.result, self.client, self.project, self.truth.commit_comments)
        if self.truth.collaborators is not UNTOLD:
            compare_people(self.result, self.client, self.project, self.truth.collaborators)
        compare_report(self.result, self.client, self.project, self.truth)
        return self.result.report()

    # The project

    def repository(self) -> None:
        result, source, project = self.result, self.truth.repository, self.project.attributes
        result.object("repository")
        key = source.full_name
        for name in ("default_branch", "description", "archived"):
            if getattr(source, name) is not UNTOLD:
                result.equal("repository", key, name, getattr(source, name), project[name])
        if source.license is not UNTOLD:
            told = self.client.projects.get(project["id"], license=True).attributes["license"]
            result.equal("repository", key, "license", source.license, told and told["key"])
        if source.deletes_merged_branches is not UNTOLD:
            result.equal(
                "repository", key, "remove_source_branch_after_merge", source.deletes_merged_branches,
                project["remove_source_branch_after_merge"])
        if source.needs_resolved_threads is not UNTOLD:
            result.equal(
                "repository", key, "only_allow_merge_if_all_discussions_are_resolved", source.needs_resolved_threads,
                project["only_allow_merge_if_all_discussions_are_resolved"])
        result.equal("repository", key, "topics", sorted(source.topics), sorted(project["topics"]))
        result.equal("repository", key, "import_status", "finished", self.project.imports.get().import_status)
        order = ["private", "internal", "public"]
        group = self.client.groups.get(project["namespace"]["id"]).visibility
        allowed = min(order.index(group), order.index(source.visibility))
        result.equal("repository", key, "visibility", order[allowed], project["visibility"])

    def refs(self) -> None:
        listed = self.ls_remote(self.project.http_url_to_repo)
        head = listed.pop("HEAD", None)
        peeled = {name.removesuffix("^{}"): oid for name, oid in listed.items() if name.endswith("^{}")}
        actual = {name: oid for name, oid in listed.items() if not name.endswith("^{}")}
        expected = {
            f"refs/merge-requests/{name.split('/')[2]}/head" if name.startswith("refs/pull/") else name: oid
            for name, oid in self.truth.refs.items()}
        for pull in self.truth.pulls.values():
            fork = pull.head_repository
            if pull.state == "open" and fork != self.truth.repository.full_name and pull.has_commits:
                branch = self.project.mergerequests.get(pull.number).source_branch
                expected[f"refs/heads/{branch}"] = pull.head_sha
        self.result.keys("ref", [*expected, *self.truth.peeled_tags], actual)
        for name, oid in expected.items():
            self.result.object("ref")
            self.result.equal("ref", name, "object", oid, actual.get(name))
        for name, oid in self.truth.peeled_tags.items():
            self.result.object("ref")
            self.result.equal("ref", name, "commit", oid, peeled.get(name))
        default = expected.get(f"refs/heads/{self.truth.repository.default_branch}")
        self.result.equal("ref", "HEAD", "object", default, head)
        for kind, manager in (("branch", self.project.branches), ("tag", self.project.tags)):
            prefix = "refs/heads/" if kind == "branch" else "refs/tags/"
            names = {name.removeprefix(prefix) for name in [*expected, *self.truth.peeled_tags] if name.startswith(prefix)}
            found = {row["name"]: row for row in rows(manager)}
            self.result.keys(kind, names, found)
            for name in names & set(found):
                self.result.object(kind)
                oid = peeled.get(prefix + name) or actual.get(prefix + name)
                self.result.equal(kind, name, "commit", oid, found[name]["commit"]["id"])

    def ls_remote(self, url: str) -> dict[str, str]:
        login = base64.b64encode(f"oauth2:{self.client.private_token}".encode()).decode()
        environment = dict(
            os.environ, GIT_TERMINAL_PROMPT="0", GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="http.extraHeader",
            GIT_CONFIG_VALUE_0=f"Authorization: Basic {login}")
        answer = subprocess.run(
            ["git", "ls-remote", url], env=environment, capture_output=True, text=True, check=True, timeout=60)
        return {name: oid for oid, name in (line.split("\t") for line in answer.stdout.splitlines())}

    def wiki(self) -> None:
        # GitLab refuses the list of a wiki that is switched off.
        wikis = rows(self.project.wikis, with_content=True) if self.project.wiki_enabled else []
        pages = {page["slug"]: page for page in wikis}
        if self.truth.wiki is None:
            return self.result.keys("wiki page", [], pages)
        if self.truth.wiki.head is not UNTOLD:
            self.result.object("wiki")
            listed = self.ls_remote(self.project.http_url_to_repo.removesuffix(".git") + ".wiki.git")
            self.result.equal("wiki", "HEAD", "object", self.truth.wiki.head, listed.get("HEAD"))
        expected = {
            name[: -len(".md")].replace(" ", "-"): file for name, file in self.truth.wiki.files.items()
            if name.endswith(".md")}
        self.result.keys("wiki page", expected, pages)
        for slug in set(expected) & set(pages):
            self.result.object("wiki page")
            content = pages[slug]["content"].encode()
            if isinstance(expected[slug], bytes):
                self.result.equal("wiki page", slug, "content", expected[slug], content)
            else:
                blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
                self.result.equal("wiki page", slug, "content's hash", expected[slug], blob)

    # Labels, milestones, releases

    def base_data(self) -> None:
        result = self.result
        labels = {row["name"]: row for row in rows(self.project.labels)}
        result.keys("label", [label.name for label in self.truth.labels], labels)
        for label in self.truth.labels:
            result.object("label")
            row = labels.get(label.name, {})
            result.equal("label", label.name, "color", "#" + label.color.lower(), row.get("color", "").lower())
            result.equal("label", label.name, "description", label.description or None, row.get("description"))
        milestones = {row["iid"]: row for row in rows(self.project.milestones)}
        result.keys("milestone", [milestone.number for milestone in self.truth.milestones], milestones)
        for milestone in self.truth.milestones:
            result.object("milestone")
            row, key = milestones.get(milestone.number, {}), milestone.number
            result.equal("milestone", key, "title", milestone.title, row.get("title"))
            result.text("milestone", key, "description", milestone.description, row.get("description"))
            state = "active" if milestone.state == "open" else "closed"
            result.equal("milestone", key, "state", state, row.get("state"))
            result.equal("milestone", key, "due_date", (milestone.due_on or "")[:10] or None, row.get("due_date"))
            result.time("milestone", key, "created_at", milestone.created_at, row.get("created_at"))
        self.releases()

    def releases(self) -> None:
        result = self.result
        releases = {row["tag_name"]: row for row in rows(self.project.releases)}
        result.keys("release", [release.tag for release in self.truth.releases], releases)
        if self.project.visibility == "public":
            anybody = gitlab.Gitlab(self.client.url).projects.get(self.project.id)
            shown = sorted(row["tag_name"] for row in rows(anybody.releases))
            published = sorted(release.tag for release in self.truth.releases if not release.draft)
            result.equal("release", "all", "those that anybody sees", published, shown)
        for release in self.truth.releases:
            result.object("release")
            row, key = releases.get(release.tag, {}), release.tag
            result.equal("release", key, "name", release.name or release.tag, row.get("name"))
            body = release.body or f"Release for tag {release.tag}"
            result.text("release", key, "description", body, row.get("description"))
            result.person("release", key, "author", release.author, row.get("author"))
            result.time("release", key, "created_at", release.created_at, row.get("created_at"))
            released = release.published_at or release.created_at
            result.time("release", key, "released_at", released, row.get("released_at"))
            result.equal("release", key, "draft", release.draft, row.get("draft", False))
            if release.prerelease is not UNTOLD:
                result.equal("release", key, "prerelease", release.prerelease, row.get("prerelease", False))
            compare_assets(result, self.client, release, row)

    # Issues and merge requests

    def issues(self) -> None:
        found = {row.iid: row for row in self.project.issues.list(iterator=True, per_page=100, order_by="created_at")}
        self.result.keys("issue", self.truth.issues, found)
        comments = self.comments_by_number()
        for number in sorted(set(self.truth.issues) & set(found)):
            source, issue = self.truth.issues[number], found[number]
            self.item("issue", source, issue.attributes)
            self.result.equal("issue", number, "state", "opened" if source.state == "open" else "closed", issue.state)
            self.result.time("issue", number, "closed_at", source.closed_at, issue.closed_at)
            self.result.person("issue", number, "closed_by", source.closed_by, issue.attributes["closed_by"])
            self.result.equal("issue", number, "user_notes_count", len(comments[number]), issue.user_notes_count)
            discussions = rows(issue.discussions)
            self.result.equal(
                "issue", number, "individual notes", [True] * len(discussions),
                [row["individual_note"] for row in discussions])
            notes = [row["notes"][0] for row in discussions]
            self.comments("Issue", number, comments[number], [note for note in notes if not note["system"]], issue)
            if self.events:
                self.events.compare("issue", issue, [note for note in notes if note["system"]])
            compare_reactions(self.result, "issue", number, source.reactions, issue)
            self.source_state(source, issue.attributes)
            self.links.issue(source, issue)

    def source_state(self, source: Item, row: dict) -> None:
        """What GitLab's items have no place for stands beside them."""
        state = row.get("source_state") or {}
        lock_reason = source.lock_reason and re.sub("[ -]", "_", source.lock_reason)
        expected = {"lock_reason": source.lock_reason if source.lock_reason is UNTOLD else lock_reason}
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
        result.equal(kind, key, "source author", source.author or "ghost", row["source_author"]["login"])
        result.people(kind, key, "assignees", source.assignees, row["assignees"])
        first = source.assignees[0] if source.assignees else None
        result.person(kind, key, "assignee", first, row["assignee"])
        result.equal(kind, key, "labels", sorted(source.labels), sorted(row["labels"]))
        result.equal(kind, key, "milestone", source.milestone, (row["milestone"] or {}).get("title"))
        result.equal(kind, key, "discussion_locked", source.locked, bool(row["discussion_locked"]))
        result.time(kind, key, "created_at", source.created_at, row["created_at"])
        result.time(kind, key, "updated_at", source.updated_at, row["updated_at"])
        result.equal(kind, key, "imported_from", "github", row["imported_from"])

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

    def merge_requests(self) -> None:
        listed = {row.iid for row in self.project.mergerequests.list(iterator=True, per_page=100)}
        self.result.keys("merge request", self.truth.pulls, listed)
        comments = self.comments_by_number()
        reviews, threads = defaultdict(list), defaultdict(list)
        for review in sorted(self.truth.reviews, key=lambda review: (review.submitted_at, review.id)):
            reviews[review.number].append(review)
        for thread in self.truth.threads:
            threads[thread.number].append(thread)
        for number in sorted(set(self.truth.pulls) & listed):
            merge_request = self.project.mergerequests.get(number)
            pull = self.truth.pulls[number]
            self.item("merge request", pull, merge_request.attributes)
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
        return f"github/fork/{owner}/{pull.head_ref}"

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
            cleaned = "".join(letter for letter in login if letter.isascii() and letter.isalnum())
            return f"{cleaned}_placeholder_user_1"
        return self.result.usernames[login]

    def discussions(
        self, pull: Pull, comments: list, reviews: list[Review], threads: list[Thread], merge_request: Any
    ) -> None:
        discussions = rows(merge_request.discussions)
        plain = [row["notes"][0] for row in discussions if row["individual_note"]]
        system = [note for note in plain if note["system"] and note["body"] == "approved this merge request"]
        if self.events:
            told = [note for note in plain if note["system"] and note["body"] != "approved this merge request"]
            self.events.compare("merge request", merge_request, told)
        compare_reactions(self.result, "merge request", pull.number, pull.reactions, merge_request)
        self.source_state(pull, merge_request.attributes)
        self.links.merge_request(pull, merge_request)
        bodies = [note for note in plain if not note["system"] and note["body"].startswith("**Review:**")]
        others = [note for note in plain if not note["system"] and not note["body"].startswith("**Review:**")]
        self.comments("MergeRequest", pull.number, comments, others, merge_request)
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
                self.comment("review comment", "MergeRequest", comment, note)
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="where Landfall is")
    parser.add_argument("--project", required=True, help="full path of the imported project")
    parser.add_argument("--truth", required=True, help="file or http address")
    parser.add_argument("--format", choices=READERS, required=True)
    parser.add_argument(
        "--origin", action="append", required=True,
        help="web address of the source; repeatable, for others that stand for it in texts")
    arguments = parser.parse_args()
    if arguments.truth.startswith("http"):
        with urllib.request.urlopen(arguments.truth, timeout=60) as answer:
            text = answer.read().decode()
    else:
        with open(arguments.truth, encoding="utf-8") as file:
            text = file.read()
    client = gitlab.Gitlab(arguments.url, private_token=os.environ["LANDFALL_TOKEN"])
    truth = READERS[arguments.format](text)
    return ProjectComparison(client, arguments.project, truth, [origin.rstrip("/") for origin in arguments.origin]).run()


if __name__ == "__main__":
    sys.exit(main())
