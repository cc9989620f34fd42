"""Reviewers and what they think in the end, approvals, and who else took part."""

from typing import Any

from comparison import Comparison, rows
from truth import Pull, Truth


class VerdictComparison:
    def __init__(self, result: Comparison, truth: Truth) -> None:
        self.result = result
        self.truth = truth

    def compare(self, pull: Pull, merge_request: Any) -> None:
        result, kind, key = self.result, "reviewer", pull.number
        verdicts = {verdict.login: verdict for verdict in self.truth.verdicts if verdict.number == key}
        found = [(row["user"], row) for row in rows(merge_request.reviewer_details)]
        result.people(kind, key, "reviewers", list(verdicts), [user for user, _ in found])
        listed = sorted(user["username"] for user in merge_request.attributes["reviewers"])
        result.equal(kind, key, "on the merge request", sorted(user["username"] for user, _ in found), listed)
        for user, row in found:
            result.object(kind)
            if verdict := verdicts.get(result.logins.get(user["username"])):
                result.equal(kind, key, f"state of {verdict.login}", verdict.state, row["state"])
        self.approvals(key, verdicts, merge_request.approvals.get().approved_by)

    def approvals(self, key: int, verdicts: dict, found: list[dict]) -> None:
        approved = [login for login, verdict in verdicts.items() if verdict.state == "approved"]
        self.result.people("approval", key, "people", approved, [row["user"] for row in found])
        for row in found:
            self.result.object("approval")
            if verdict := verdicts.get(self.result.logins.get(row["user"]["username"])):
                self.result.time("approval", key, f"time of {verdict.login}", verdict.at, row["approved_at"])

    def participants(self, key: int, merge_request: Any) -> None:
        """Who said something is one; who only merged or declined stands in the story."""
        remarks = [
            remark.author for conversation in self.truth.conversations if conversation.number == key
            for remark in conversation.remarks]
        expected = {login for login in self.truth.participants.get(key, []) if login in remarks}
        there = {self.result.logins.get(row["username"]) for row in merge_request.participants(get_all=True)}
        self.result.object("participants")
        self.result.equal("merge request", key, "participants that are missing", [], sorted(expected - there))
