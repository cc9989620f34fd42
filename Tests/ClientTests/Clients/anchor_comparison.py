"""Holds where a source says a thread stands against the position GitLab's answer gives it."""

from functools import lru_cache
from typing import Any

import gitlab

from comparison import Comparison
from truth import UNTOLD, Pull
from truth_threads import Anchor


class AnchorComparison:
    def __init__(self, result: Comparison, project: Any) -> None:
        self.result = result
        self.project = project
        self.lines = lru_cache(maxsize=256)(self._lines)

    def compare(self, key: str, anchor: Anchor, pull: Pull, note: dict) -> None:
        result, kind, position = self.result, "position", note.get("position")
        result.object(kind)
        if position is None:
            return result.differ(kind, key, "is nowhere")
        result.equal(kind, key, "position_type", "file" if anchor.is_on_file else "text", position["position_type"])
        told = {
            "new_path": anchor.path, "old_path": anchor.old_path, "old_line": anchor.old_line,
            "new_line": anchor.new_line, "base_sha": anchor.base, "head_sha": anchor.head}
        if anchor.is_on_file:
            told["old_line"] = told["new_line"] = None
        if not anchor.is_outdated and anchor.head is UNTOLD and pull.has_commits:
            told["head_sha"] = pull.head_sha
        for name, value in told.items():
            if value is not UNTOLD and not (value is None and name.endswith("_sha")):
                result.equal(kind, key, name, value, position[name])
        self.range(key, anchor, position)
        if not anchor.is_on_file and position["position_type"] == "text":
            self.sides(key, position)

    def range(self, key: str, anchor: Anchor, position: dict) -> None:
        actual = position.get("line_range")
        if anchor.start_line is None or anchor.is_on_file:
            return self.result.equal("position", key, "line_range", None, actual)
        if actual is None:
            return self.result.differ("position", key, f"should begin with line {anchor.start_line}, has no range")
        first, last = actual["start"], actual["end"]
        if anchor.start_type is not UNTOLD:
            self.result.equal("position", key, "type of the first line", anchor.start_type, first["type"])
        lines = (first["old_line"], first["new_line"])
        self.result.equal("position", key, f"first line in {lines}", True, anchor.start_line in lines)
        told = (position["old_line"], position["new_line"])
        self.result.equal("position", key, "last line", told, (last["old_line"], last["new_line"]))

    def sides(self, key: str, position: dict) -> None:
        """A line that nobody changed reads the same in both files; any line named is one that there is."""
        old = new = None
        if position["old_line"]:
            old = self.line(position["base_sha"], position["old_path"], position["old_line"])
        if position["new_line"]:
            new = self.line(position["head_sha"], position["new_path"], position["new_line"])
        for line, name in ((position["old_line"], "old"), (position["new_line"], "new")):
            if line and (old if name == "old" else new) is None:
                self.result.differ("position", key, f"{name} line {line} is not in the file")
        if old is not None and new is not None:
            self.result.equal("position", key, "the line in the old file", new, old)

    def line(self, commit: str | None, path: str, number: int) -> str | None:
        lines = self.lines(commit, path) if commit else None
        if lines is None:
            return ""  # git has no such commit: there is nothing to hold it against
        return lines[number - 1].rstrip("\r") if number <= len(lines) else None

    def _lines(self, commit: str, path: str) -> list[str] | None:
        try:
            content = self.project.files.raw(path, ref=commit)
        except gitlab.exceptions.GitlabGetError:
            return None
        return content.decode(errors="replace").split("\n")
