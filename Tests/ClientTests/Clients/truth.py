"""What an import should have brought, in one form whatever source told it.

Times are text in ISO 8601, people are logins (None for a deleted account), followed by a NUL and their identifier where
two have the same. A field that a source does not tell is UNTOLD and not compared.
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
    # The key of choosealicense.com.
    license: Any = UNTOLD
    needs_resolved_threads: Any = UNTOLD
    deletes_merged_branches: Any = UNTOLD


@dataclass
class Label:
    name: str
    # Both UNTOLD where the source knows names only.
    color: Any
    description: Any


@dataclass
class Milestone:
    # UNTOLD where the source counts them otherwise: titles tell them apart then.
    number: Any
    title: str
    description: Any
    state: str
    due_on: str | None
    created_at: Any


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
    # This and the following are UNTOLD where the source has files and no release.
    body: Any
    author: Any
    created_at: Any
    published_at: Any
    draft: bool = False
    assets: list[Asset] = field(default_factory=list)
    prerelease: Any = UNTOLD
    # How many there are; nobody keeps them.
    reactions: int = 0


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
    lock_reason: Any = field(default=UNTOLD, kw_only=True)
    issue_type: Any = field(default=UNTOLD, kw_only=True)
    # Numbers of the issue it is a part of and of the one it is a duplicate of.
    parent: Any = field(default=UNTOLD, kw_only=True)
    duplicate_of: Any = field(default=UNTOLD, kw_only=True)


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
    # Where it left its target branch; None where git does not know.
    merge_base: Any = field(default=UNTOLD, kw_only=True)
    # Numbers of the issues it closes.
    closes: Any = field(default=UNTOLD, kw_only=True)
    # Slugs.
    requested_teams: Any = field(default=UNTOLD, kw_only=True)
    # Login of who told the source to merge it by itself.
    auto_merge_by: Any = field(default=UNTOLD, kw_only=True)


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
    reactions: Any = field(default=UNTOLD, kw_only=True)
    minimized: Any = field(default=UNTOLD, kw_only=True)


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
class CommitComment:
    id: int
    commit: str
    author: str | None
    body: str
    # None for a comment on the whole commit; without a line it is on the whole file.
    path: str | None
    line: int | None
    created_at: str
    updated_at: str
    reactions: dict[str, list[str]]
    # None where the source does not hide it, UNTOLD where it hides nothing ever.
    minimized: Any


@dataclass
class Event:
    """One line of an item's timeline, by the name REST gives its kind."""

    number: int
    kind: str
    actor: str | None
    created_at: str
    # label, milestone, assignee, reviewer, team, old_title, new_title, source, commit_id, …, as the kind has them.
    details: dict[str, Any]


@dataclass
class Attachment:
    # With `SRC` for the source's address, or whole.
    url: str
    # None for one that cannot be had, UNTOLD for one of which the source tells no more than texts do.
    sha256: Any


@dataclass
class LFSObject:
    oid: str
    size: int
    path: str
    branch: str


@dataclass
class Collaborator:
    login: str
    role: str
    outside: bool = False
    # The name of a role of the organization's own.
    custom_role: str | None = None


@dataclass
class Listed:
    """Something that the report must list."""

    # Empty where it may be either.
    outcome: str
    # A pattern for the whole of it.
    kind: str
    # Key or the end of the address; a pattern.
    name: str
    # What the reason speaks of; a pattern.
    reason: str = ""


@dataclass
class Wiki:
    # Commit of the only branch; UNTOLD where the source cannot say.
    head: Any
    # Blob ids by file name, `sha256:` and that of the contents, or contents (bytes), as the source tells.
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
    tag_protections: Any = UNTOLD
    collaborators: Any = UNTOLD
    commit_comments: Any = UNTOLD
    # By GitLab's name of the source, in `imported_from`.
    imported_from: str = "github"
    # What sources have that keep threads in conversations and tell verdicts as they are in the end.
    conversations: Any = UNTOLD
    verdicts: list[Any] = field(default_factory=list)
    # Everybody who did something by login, and by number who took part in a pull request.
    people: Any = UNTOLD
    participants: dict[int, list[str]] = field(default_factory=dict)
    # Whom other projects of the source know: texts may name them.
    people_elsewhere: dict = field(default_factory=dict)
    # What the report must list besides what follows from the above, and whether that is all it may.
    listed: list[Listed] = field(default_factory=list)
    tells_all_listed: bool = False
