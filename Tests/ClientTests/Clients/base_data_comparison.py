"""Labels, milestones and releases."""

from typing import Any

import gitlab

from comparison import Comparison, rows
from file_comparison import compare_assets
from truth import UNTOLD, Label, Milestone, Release


def compare_labels(result: Comparison, project: Any, labels: list[Label]) -> None:
    found = {row["name"]: row for row in rows(project.labels)}
    result.keys("label", [label.name for label in labels], found)
    for label in labels:
        result.object("label")
        row = found.get(label.name, {})
        if label.color is not UNTOLD:
            result.equal("label", label.name, "color", "#" + label.color.lower(), row.get("color", "").lower())
            result.equal("label", label.name, "description", label.description or None, row.get("description"))


def compare_milestones(result: Comparison, project: Any, milestones: list[Milestone]) -> None:
    by_title = any(milestone.number is UNTOLD for milestone in milestones)
    found = {row["title" if by_title else "iid"]: row for row in rows(project.milestones)}
    result.keys("milestone", [_name(milestone) for milestone in milestones], found)
    for milestone in milestones:
        result.object("milestone")
        row, key = found.get(_name(milestone), {}), _name(milestone)
        result.equal("milestone", key, "title", milestone.title, row.get("title"))
        if milestone.description is not UNTOLD:
            result.text("milestone", key, "description", milestone.description, row.get("description"))
        state = "active" if milestone.state == "open" else "closed"
        result.equal("milestone", key, "state", state, row.get("state"))
        result.equal("milestone", key, "due_date", (milestone.due_on or "")[:10] or None, row.get("due_date"))
        result.time("milestone", key, "created_at", milestone.created_at, row.get("created_at"))


def _name(milestone: Milestone) -> Any:
    return milestone.title if milestone.number is UNTOLD else milestone.number


def compare_releases(result: Comparison, client: Any, project: Any, releases: list[Release]) -> None:
    found = {row["tag_name"]: row for row in rows(project.releases)}
    result.keys("release", [release.tag for release in releases], found)
    if project.visibility == "public":
        anybody = gitlab.Gitlab(client.url).projects.get(project.id)
        shown = sorted(row["tag_name"] for row in rows(anybody.releases))
        published = sorted(release.tag for release in releases if not release.draft)
        result.equal("release", "all", "those that anybody sees", published, shown)
    for release in releases:
        result.object("release")
        row, key = found.get(release.tag, {}), release.tag
        result.equal("release", key, "name", release.name or release.tag, row.get("name"))
        if release.body is not UNTOLD:
            _story(result, release, row)
        result.equal("release", key, "draft", release.draft, row.get("draft", False))
        if release.prerelease is not UNTOLD:
            result.equal("release", key, "prerelease", release.prerelease, row.get("prerelease", False))
        compare_assets(result, client, release, row)


def _story(result: Comparison, release: Release, row: dict) -> None:
    key = release.tag
    body = release.body or f"Release for tag {release.tag}"
    result.text("release", key, "description", body, row.get("description"))
    result.person("release", key, "author", release.author, row.get("author"))
    result.time("release", key, "created_at", release.created_at, row.get("created_at"))
    released = release.published_at or release.created_at
    result.time("release", key, "released_at", released, row.get("released_at"))
