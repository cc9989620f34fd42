"""Where GitLab shows a GitHub review comment, worked out from GitHub's line numbers and the hunk."""

import re
from dataclasses import dataclass

from truth import ReviewComment


@dataclass(frozen=True)
class Line:
    old: int | None
    new: int | None

    @property
    def type(self) -> str | None:
        return "new" if self.old is None else "old" if self.new is None else None


def lines_of(hunk: str) -> list[Line]:
    """The lines a hunk shows, by their numbers in the old and in the new file."""
    head, *rows = hunk.split("\n")
    match = re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@", head)
    if not match:
        return []
    old, new, lines = int(match[1]), int(match[2]), []
    for row in rows:
        if row.startswith("+"):
            lines.append(Line(None, new))
            new += 1
        elif row.startswith("-"):
            lines.append(Line(old, None))
            old += 1
        elif not row.startswith("\\"):
            lines.append(Line(old, new))
            old, new = old + 1, new + 1
    return lines


def expected(comment: ReviewComment) -> tuple[Line | None, Line | None]:
    """The first (of several) and the last line commented on; none for a comment on the file."""
    if comment.is_on_file:
        return None, None
    lines = lines_of(comment.hunk)
    if comment.original_line is None:
        return None, lines[-1] if lines else None
    last = _place(comment.original_line, comment.line, comment.side, lines)
    first = None
    if comment.original_start_line is not None:
        first = _place(comment.original_start_line, comment.start_line, comment.side, lines)
    return first, last


def _place(original: int, current: int | None, side: str, lines: list[Line]) -> Line:
    on_side = (lambda line: line.old) if side == "LEFT" else (lambda line: line.new)
    written = next((line for line in lines if on_side(line) == original), None)
    moved = (current or original) - original
    if side == "LEFT":
        return Line(original + moved, written.new if written else None)
    return Line(written.old if written else None, original + moved)
