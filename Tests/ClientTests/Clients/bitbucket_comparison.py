"""Merge requests that were pull requests of Bitbucket."""

from typing import Any

from conversation_comparison import ConversationComparison
from item_comparison import ItemComparison
from merge_request_comparison import MergeRequestComparison
from truth import Pull
from verdict_comparison import VerdictComparison


class BitbucketMergeRequestComparison(MergeRequestComparison):
    def __init__(self, items: ItemComparison, project: Any) -> None:
        super().__init__(items, project)
        self.conversations = ConversationComparison(items, project)
        self.verdicts = VerdictComparison(items.result, items.truth)

    def source_branch(self, pull: Pull, row: dict) -> str:
        """A fork's branch is named after whose fork it was; personal projects of Bitbucket Server begin with a tilde."""
        if pull.head_repository == self.truth.repository.full_name:
            return super().source_branch(pull, row)
        self.result.equal("merge request", pull.number, "source_project_id", None, row["source_project_id"])
        actual = row["source_branch"]
        owner = pull.head_repository.split("/")[0].lstrip("~") if pull.head_repository else actual.split("/")[-2]
        expected = f"{self.truth.imported_from}/fork/{owner}/{pull.head_ref}"
        return actual if actual.lower() == expected.lower() or actual == pull.head_ref else expected

    def reviewers(self, pull: Pull, reviews: list, merge_request: Any) -> None:
        self.verdicts.compare(pull, merge_request)

    def discussions(self, pull: Pull, comments: list, reviews: list, threads: list, merge_request: Any) -> None:
        self.conversations.compare(pull, merge_request)
        self.verdicts.participants(pull.number, merge_request)
        self.items.source_state(pull, merge_request.attributes)
        self.items.links.merge_request(pull, merge_request)
        # Where the target branch stood at the head itself, nothing tells where the changes had begun.
        if pull.has_commits and isinstance(pull.merge_base, str) and pull.base_sha != pull.head_sha:
            refs = merge_request.attributes["diff_refs"] or {}
            self.result.equal("merge request", pull.number, "base_sha", pull.merge_base, refs.get("base_sha"))
