"""Holds what the report lists against what had to be listed: nothing less, and where the source tells all, nothing more."""

import json
import re
from typing import Any

import gitlab
import requests

from comparison import Comparison
from truth import UNTOLD, Listed, Truth


def compare_report(result: Comparison, client: Any, project: Any, truth: Truth) -> None:
    address = f"{client.url}/api/v4/projects/{project.id}/import/report"
    headers = {"PRIVATE-TOKEN": client.private_token}
    report = requests.get(address, headers=headers, timeout=60).json()
    _counts(result, report)
    answer = requests.get(address, params={"format": "ndjson"}, headers=headers, timeout=60)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    result.equal("report", "lines", "number", report["exceptions_total"], len(lines))
    for line in lines:
        result.equal("report", line["id"], "outcome", True, line["outcome"] in ("degraded", "skipped"))
        result.equal("report", line["id"], "has a reason", True, bool(line["reason"]))
    workflows = _workflows(project) if truth.imported_from == "github" else []
    expected = _from_rules(truth) + _from_people(truth) + truth.listed + workflows
    left = list(lines)
    for listed in expected:
        result.object("listed")
        line = next((line for line in left if _matches(listed, line)), None)
        if line is None and not any(_matches(listed, line) for line in lines):
            result.differ("report", f"{listed.kind} {listed.name}", f"does not list it as {listed.outcome}: {listed.reason}")
        elif line:
            left.remove(line)
    for line in left if truth.tells_all_listed else []:
        result.differ("report", f"{line['kind']} {line['source_key']}", f"lists what is no loss: {line['reason'][:100]}")


def _counts(result: Comparison, report: dict) -> None:
    result.equal("report", "import", "status", "finished", report["status"])
    result.equal("report", "import", "complete", True, report["complete"])
    for row in report["kinds"]:
        result.object("kind in the report")
        result.equal("report", row["kind"], "failed and missing", (0, 0), (row["failed"], row["missing"]))


def _matches(listed: Listed, line: dict) -> bool:
    where = f"{line['source_key']} {line['source_url'] or ''}".strip()
    return (
        listed.outcome in ("", line["outcome"]) and re.fullmatch(listed.kind, line["kind"]) is not None
        and re.search(listed.name, where) is not None
        and re.search(listed.reason, line["reason"], re.DOTALL) is not None)


def _from_rules(truth: Truth) -> list[Listed]:
    if truth.protections is UNTOLD:
        return []
    return [
        Listed("degraded", "protected_branch", "^" + re.escape(rule.pattern) + " ", demand)
        for rule in truth.protections for demand in dict.fromkeys(rule.demands)]


def _from_people(truth: Truth) -> list[Listed]:
    if truth.collaborators is UNTOLD:
        return []
    outside = [
        Listed("degraded", "collaborator", "^outside:", f"{re.escape(one.login)} is an outside collaborator")
        for one in truth.collaborators if one.outside]
    return outside + [
        Listed("degraded", "collaborator", re.escape(one.login), f"the role {one.custom_role}")
        for one in truth.collaborators if one.custom_role and not one.outside]


def _workflows(project: Any) -> list[Listed]:
    """They are files, and the files are compared. Elsewhere than at GitHub they are files and no more."""
    try:
        files = project.repository_tree(".github/workflows", get_all=True)
    except gitlab.exceptions.GitlabGetError:
        return []
    return [Listed("skipped", "workflow", "all workflow", f"not brought: {len(files)}")] if files else []
