"""What sources tell that have threads everywhere, and verdicts as they are in the end; see `truth.py`."""

from dataclasses import dataclass
from typing import Any

from truth import UNTOLD, Comment


@dataclass
class Anchor:
    """Where in a diff a conversation stands, as its source tells it."""

    path: str
    # Differs where the file was renamed.
    old_path: str
    is_on_file: bool
    is_outdated: bool
    # Lines of the old and of the new file; UNTOLD where the source does not tell that side of an unchanged line.
    old_line: Any
    new_line: Any
    # The first of several lines and how GitLab calls its side (`old`, `new`; None for an unchanged one).
    start_line: int | None = None
    start_type: str | None = None
    # The commits the lines are counted in; UNTOLD where the source does not tell them, None where git lacks them.
    base: Any = UNTOLD
    head: Any = UNTOLD


@dataclass
class Conversation:
    """What sources with threads have: a first remark and all answers to it and to each other, the oldest first."""

    number: int
    remarks: list[Comment]
    # None for one in the conversation of the whole item.
    anchor: Anchor | None = None
    # Something to be done, which people tick off.
    is_task: bool = False
    # Whether people at the source can say that it is settled; they always can on a diff.
    is_resolvable: bool = False
    is_resolved: bool = False
    resolved_by: str | None = None
    resolved_at: str | None = None


@dataclass
class Verdict:
    """What a reviewer thinks in the end, in GitLab's words: unreviewed, reviewed, approved, requested_changes."""

    number: int
    login: str
    state: str
    # When they came to it.
    at: str | None


@dataclass
class Person:
    # What the source never changes about an account.
    identifier: str
    name: str
    # What sets the login apart from that of others.
    key: str
