"""Holds comments on commits against the discussions on those commits."""

from collections import defaultdict
from typing import Any

from comparison import Comparison
from reaction_comparison import compare_awards
from truth import UNTOLD, CommitComment


def compare_commit_comments(result: Comparison, client: Any, project: Any, comments: list[CommitComment]) -> None:
    by_commit: dict[str, list[CommitComment]] = defaultdict(list)
    for comment in comments:
        by_commit[comment.commit].append(comment)
    for commit, expected in by_commit.items():
        path = f"/projects/{project.id}/repository/commits/{commit}"
        discussions = list(client.http_list(f"{path}/discussions", iterator=True, per_page=100))
        notes = sorted((note for row in discussions for note in row["notes"]), key=lambda note: note["id"])
        notes.sort(key=lambda note: note["created_at"])
        result.equal("commit comment", commit, "number", len(expected), len(notes))
        for comment, note in zip(sorted(expected, key=lambda one: (one.created_at, one.id)), notes):
            _compare(result, comment, note)
            awards = list(client.http_list(f"{path}/notes/{note['id']}/award_emoji", iterator=True, per_page=100))
            compare_awards(result, "commit comment", comment.id, comment.reactions, awards)
        _threads(result, commit, expected, discussions)


def _compare(result: Comparison, comment: CommitComment, note: dict) -> None:
    kind, key = "commit comment", comment.id
    result.object(kind)
    result.text(kind, key, "body", comment.body, note["body"])
    result.person(kind, key, "author", comment.author, note["author"])
    result.time(kind, key, "created_at", comment.created_at, note["created_at"])
    result.time(kind, key, "updated_at", comment.updated_at, note["updated_at"])
    if comment.minimized is not UNTOLD:
        result.equal(kind, key, "minimized_reason", comment.minimized, note.get("minimized_reason"))
    result.equal(kind, key, "noteable_type", "Commit", note["noteable_type"])
    position = note.get("position") or {}
    result.equal(kind, key, "path", comment.path, position.get("new_path"))
    line = position.get("new_line") if position.get("new_line") is not None else position.get("old_line")
    result.equal(kind, key, "line", comment.line, line)


def _threads(result: Comparison, commit: str, comments: list[CommitComment], discussions: list[dict]) -> None:
    """What was said about one line of one file is one thread; a remark on the whole commit stands alone."""
    lines: dict[tuple, int] = defaultdict(int)
    for comment in comments:
        alone = comment.id if comment.path is None else None
        lines[(comment.path, comment.line, alone)] += 1
    result.equal(
        "commit comment", commit, "notes of each thread", sorted(lines.values()),
        sorted(len(row["notes"]) for row in discussions))
