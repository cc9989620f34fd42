"""Holds what items have to do with each other against links, and force pushes against versions."""

from typing import Any

from comparison import Comparison, moment
from truth import UNTOLD, Event, Item, Pull, Truth


class LinkComparison:
    def __init__(self, result: Comparison, truth: Truth) -> None:
        self.result = result
        self.truth = truth
        self.tells_closing = all(pull.closes is not UNTOLD for pull in truth.pulls.values())

    def issue(self, item: Item, issue: Any) -> None:
        if self.tells_closing:
            self.closed_by(item.number, issue)
        if item.parent is not UNTOLD:
            self.links(item, issue)

    def merge_request(self, pull: Pull, merge_request: Any) -> None:
        if pull.closes is not UNTOLD:
            closes = sorted(number for number in pull.closes if number in self.truth.issues)
            found = sorted(row.iid for row in merge_request.closes_issues())
            self.result.equal("merge request", pull.number, "closes_issues", closes, found)
        if self.truth.events is not UNTOLD and pull.has_commits:
            self.versions(pull, merge_request)

    def closed_by(self, number: int, issue: Any) -> None:
        closing = {pull.number for pull in self.truth.pulls.values() if number in pull.closes}
        found = {row["iid"] for row in issue.closed_by()}
        self.result.equal("issue", number, "closed_by merge requests", sorted(closing), sorted(found))
        related = {row["iid"] for row in issue.related_merge_requests()}
        missing = sorted((closing | self.mentioning(number)) - related)
        self.result.equal("issue", number, "related merge requests that are missing", [], missing)

    def mentioning(self, number: int) -> set[int]:
        """Pull requests that mention the issue."""
        if self.truth.events is UNTOLD:
            return set()
        return {
            event.details["source"] for event in self.truth.events
            if event.number == number and event.kind == "cross-referenced" and "repository" not in event.details
        } & set(self.truth.pulls)

    def links(self, item: Item, issue: Any) -> None:
        others = self.truth.issues.values()
        expected = [("parent", item.parent)] + [("child", other.number) for other in others if other.parent == item.number]
        expected += [("original", item.duplicate_of)]
        expected += [("duplicate", other.number) for other in others if other.duplicate_of == item.number]
        found = issue.manager.gitlab.http_get(f"{issue.manager.path}/{issue.iid}/links")
        told = sorted((row["source_link_type"], row["iid"]) for row in found)
        self.result.object("links of an issue")
        self.result.equal("issue", item.number, "links", sorted(link for link in expected if link[1] is not None), told)
        self.result.equal("issue", item.number, "link types", [], [
            row["link_type"] for row in found if row["link_type"] != "relates_to"])
        original = (issue.attributes["_links"]["closed_as_duplicate_of"] or "").rpartition("/")[2]
        self.result.equal("issue", item.number, "closed_as_duplicate_of", str(item.duplicate_of or ""), original)

    def versions(self, pull: Pull, merge_request: Any) -> None:
        """The newest is the pull request's head; of those before, each that the source still names is there."""
        pushes = [
            event for event in self.truth.events
            if event.number == pull.number and event.kind in ("head_ref_force_pushed", "head_moved")]
        found = [row.attributes for row in merge_request.diffs.list(iterator=True)]
        heads = [row["head_commit_sha"] for row in found]
        self.result.object("version")
        self.result.equal("version", pull.number, "newest head", pull.head_sha, heads[0] if heads else None)
        for event in sorted(pushes, key=lambda event: moment(event.created_at)):
            if before := self.before(event):
                self.result.object("version")
                self.result.equal("version", pull.number, f"head {before} before a push", True, before in heads)

    @staticmethod
    def before(event: Event) -> str | None:
        return event.details.get("before")
