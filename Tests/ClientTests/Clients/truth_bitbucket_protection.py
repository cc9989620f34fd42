"""What Bitbucket's branch restrictions come to in GitLab, and which of its merge checks GitLab has."""

import re
from collections import defaultdict

from comparison import login_of
from protection_truth import Protection, wildcard
from truth import Listed, Truth

Rows = dict[str, list[dict]]

# What the branching model calls its branches, by the start of their names.
PREFIXES = {"release": "release/*", "hotfix": "hotfix/*", "feature": "feature/*", "bugfix": "bugfix/*"}
# Cloud's restrictions that say who may do what to a branch; the others are merge checks.
BRANCH_KINDS = {"push", "delete", "force", "restrict_merges"}


def read(rows: Rows, truth: Truth, is_cloud: bool) -> None:
    by_name: dict[str, list[dict]] = defaultdict(list)
    for row in rows["restriction"]:
        if not is_cloud or row["type"] in BRANCH_KINDS:
            by_name[_name(row, truth.repository.default_branch)].append(row)
    names = {login: person.name for login, person in truth.people.items()}
    truth.protections = [_protection(name, lines, names) for name, lines in by_name.items()]
    truth.tag_protections = []
    kinds = {row["type"] for row in rows["restriction"]}
    if is_cloud:
        truth.repository.needs_resolved_threads = bool(
            kinds & {"require_all_comments_resolved", "require_tasks_to_be_completed"})
        truth.listed += [
            Listed("", "protected_branch", "", words) for kind, words in CHECKS.items() if kind in kinds]
    else:
        settings = rows["settings"][0]
        truth.repository.needs_resolved_threads = settings["all_tasks"]
        truth.listed += _checks(settings)


def _name(row: dict, default_branch: str) -> str:
    kind = row.get("matcher_type") or row["match"]
    if kind == "ANY_REF":
        return "*"
    if kind in ("MODEL_BRANCH", "MODEL_CATEGORY", "branching_model"):
        told = (row.get("matcher") or row["branch_type"]).lower()
        return PREFIXES.get(told, default_branch)
    return wildcard(re.sub("^refs/heads/", "", row.get("matcher") or row["pattern"]))


def _protection(name: str, rows: list[dict], names: dict[str, str]) -> Protection:
    kinds = {row["type"] for row in rows}
    demands = [
        f"{row['type']}.*{one}" if "matcher_type" in row else one
        for row in rows if row["type"] not in ("force", "delete") for one in _exempt(row, names)]
    for_all = {row["type"] for row in rows if not _exempt(row, names)}
    return Protection(
        name, not kinds & {"fast-forward-only", "force", "read-only", "pull-request-only"},
        "pull-request-only" in kinds or "push" in for_all, False, demands, "read-only" in for_all)


def _exempt(row: dict, names: dict[str, str]) -> list[str]:
    """Whom a rule does not hold for, by login or by name."""
    people = [f"(?:{re.escape(login_of(login))}|{re.escape(names[login])})" for login in row["users"]]
    return people + [re.escape(group) for group in row["groups"]]


CHECKS = {
    "require_approvals_to_merge": "approv", "require_passing_builds_to_merge": "build",
    "reset_pullrequest_approvals_on_change": "approv",
}


def _checks(settings: dict) -> list[Listed]:
    listed = []
    if settings["required_approvers"]:
        listed.append(Listed("", "protected_branch|repository", "", "approv"))
    if settings["builds"]:
        listed.append(Listed("", "protected_branch|repository", "", "build"))
    return listed
