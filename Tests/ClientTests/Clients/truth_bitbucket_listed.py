"""What of a Bitbucket project has no place in GitLab, or not a whole one, so that the report must list it."""

import re

from comparison import login_of
from rewriting import without_code
from truth import Listed

Rows = dict[str, list[dict]]

# What the source counts for one question; of the others it says only whether one commit or pull request has any.
COUNTED = {
    "webhook": "webhook", "deploy_key": "deploy_key", "fork": "fork", "environment": "environment",
    "pipeline_variable": "pipeline_variable",
}
UNCOUNTED = {
    "build_status": "build_status", "report": "code_report", "jira_link": "jira_link",
    "commit_comment": "commit_comment",
}


def read(rows: Rows, is_cloud: bool) -> list[Listed]:
    listed = [
        Listed("skipped", name, f"all {name}", f"not brought: {len(rows[kind])} at the source")
        for kind, name in COUNTED.items() if rows[kind]]
    listed += [Listed("skipped", name, f"all {name}", "not brought") for kind, name in UNCOUNTED.items() if rows[kind]]
    listed += _rules(rows)
    listed += [
        Listed("", "collaborator", "", rf"{re.escape(row['name'])}\b.*\b(?i:(?:REPO_|PROJECT_)?{row['permission']})\b")
        for row in rows["group_permission"]]
    listed += [
        Listed("degraded", "pull_request", rf"/pull-requests/{row['id']}$", "commit")
        for row in rows["pull_request"] if row["head_by"] in ("refused", "none")]
    listed += [
        Listed("skipped", "note|diff_note", str(row["id"]), "deleted") for row in rows["deleted_comment"]]
    listed += [
        Listed("", "issue_attachment", rf"\b{row['issue']}\b", "no longer has|cannot be had|is not there")
        for row in rows["issue_attachment"] if not row["available"]]
    return listed + _files(rows)


def _rules(rows: Rows) -> list[Listed]:
    """Who is asked to review, and what must have been built: one line for each rule."""
    listed = [
        Listed("skipped", "default_reviewer", rf"^{row['id']}\b", "review")
        for row in rows["default_reviewer_condition"]]
    listed += [
        Listed("skipped", "default_reviewer", "", re.escape(login_of(row["user"])) + ".*review")
        for row in rows["default_reviewer"]]
    listed += [
        Listed("skipped", "reviewer_group", "", f"group {re.escape(row['name'])} ") for row in rows["reviewer_group"]]
    listed += [
        Listed("skipped", "required_build", "", re.escape(key)) for row in rows["required_build"] for key in row["keys"]]
    return listed + [
        Listed("degraded", "issue", rf"/issues/{row['id']}$", r"\bvotes? ") for row in rows["issue"] if row["votes"]]


def _files(rows: Rows) -> list[Listed]:
    """Attachments that cannot be had, and those that stand where nothing may be changed."""
    listed = []
    for kind, place, text in _texts(rows):
        for file in rows["attachment"]:
            found = text.count(file["link"])
            if found and not file["available"]:
                listed.append(Listed("", f"{kind}_attachment", place, "no longer has|cannot be had|is not there"))
            if found > without_code(text).count(file["link"]):
                listed.append(Listed("degraded", f"{kind}_attachment", place, "in code or among HTML"))
    return listed


def _texts(rows: Rows) -> list[tuple[str, str, str]]:
    """Kinds, how keys or addresses end, and what they say."""
    texts = [
        ("pull_request|merge_request", rf"/pull-requests/{row['id']}$", row["description"] or "")
        for row in rows["pull_request"]]
    texts += [("(?:diff_)?note", rf"\b{row['id']}\b", row["text"] or "") for row in rows["comment"]]
    texts += [("issue", rf"/issues/{row['id']}\b", row["description"] or "") for row in rows["issue"]]
    return texts + [("note", rf"\b{row['id']}\b", row["text"] or "") for row in rows["issue_comment"]]
