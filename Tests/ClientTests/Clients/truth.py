"""What an import should have brought, in one form whatever source told it.

Times are text in ISO 8601, people are logins (None for a deleted account). A field that a source does not tell is UNTOLD
and not compared.
"""

from dataclasses import dataclass, field
from typing import Any


class _Untold:
    def __repr__(self) -> str:
        return "UNTOLD"


UNTOLD: Any = _Untold()


@dataclass
class Repository:
    full_name: str
    default_branch: str
    description: str | None
    topics: list[str]
    visibility: str
    archived: Any = UNTOLD


@dataclass
class Label:
    name: str
    color: str
    description: str | None


@dataclass
class Milestone:
    number: int
    title: str
    description: str | None
    state: str
    due_on: str | None
    created_at: str


@dataclass
class Asset:
    name: str
    size: int
    # Lower-case hex; UNTOLD where the source does not tell it.
    sha256: Any = UNTOLD


@dataclass
class Release:
    tag: str
    name: str | None
    body: str | None
    author: str | None
    created_at: str
    published_at: str | None
    draft: bool = False
    assets: list[Asset] = field(default_factory=list)


@dataclass
class Item:
    """An issue, and what a pull request shares with it."""

    number: int
    title: str
    body: str | None
    state: str
    author: str | None
    assignees: list[str]
    labels: list[str]
    milestone: str | None
    locked: bool
    created_at: str
    updated_at: str
    closed_at: str | None
    closed_by: str | None
    # Logins by GitHub's name of the reaction.
    reactions: Any = field(default=UNTOLD, kw_only=True)
    pinned: Any = field(default=UNTOLD, kw_only=True)
    state_reason: Any = field(default=UNTOLD, kw_only=True)


@dataclass
class Pull(Item):
    draft: bool
    base_ref: str
    base_sha: str
    head_ref: str
    head_sha: str
    head_repository: str | None
    merged_at: str | None
    merged_by: str | None
    merge_commit: str | None
    requested: list[str]
    # Whether git at the source still has the commits.
    has_commits: bool = True
    # Numbers of the issues it closes.
    closes: Any = field(default=UNTOLD, kw_only=True)


@dataclass
class Comment:
    id: int
    number: int
    author: str | None
    body: str
    created_at: str
    updated_at: str
    reactions: Any = field(default=UNTOLD, kw_only=True)
    # Why the source hides it; None where it does not.
    minimized: Any = field(default=UNTOLD, kw_only=True)


@dataclass
class Review:
    id: int
    number: int
    author: str | None
    state: str
    body: str
    submitted_at: str


@dataclass
class ReviewComment(Comment):
    path: str
    is_on_file: bool
    side: str
    line: int | None
    start_line: int | None
    original_line: int | None
    original_start_line: int | None
    is_outdated: bool
    commit: str
    original_commit: str
    hunk: str


@dataclass
class Thread:
    number: int
    comments: list[ReviewComment]
    resolved: bool
    resolved_by: str | None


@dataclass
class Event:
    """One line of an item's timeline, by the name REST gives its kind."""

    number: int
    kind: str
    actor: str | None
    created_at: str
    # label, milestone, assignee, reviewer, team, old_title, new_title, source, commit_id, as the kind has them.
    details: dict[str, Any]


@dataclass
class Attachment:
    url: str
    sha256: str


@dataclass
class LFSObject:
    oid: str
    size: int
    path: str
    branch: str


@dataclass
class Protection:
    pattern: str
    allows_force_push: bool
    requires_review: bool
    requires_code_owner: bool


@dataclass
class Collaborator:
    login: str
    role: str


@dataclass
class Wiki:
    # Commit of the only branch; UNTOLD where the source cannot say.
    head: Any
    # Blob ids by file name, or contents (bytes) where the source tells those.
    files: dict[str, Any]


@dataclass
class Truth:
    repository: Repository
    # Object ids by full name; a peeled id for tags whose objects the source does not tell.
    refs: dict[str, str]
    wiki: Wiki | None
    peeled_tags: dict[str, str] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    issues: dict[int, Item] = field(default_factory=dict)
    pulls: dict[int, Pull] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    # UNTOLD where the source does not tell of any.
    events: Any = UNTOLD
    attachments: Any = UNTOLD
    lfs_objects: Any = UNTOLD
    protections: Any = UNTOLD
    collaborators: Any = UNTOLD
