"""Holds reactions against award emoji."""

from typing import Any

from comparison import Comparison, cleaned
from truth import UNTOLD

NAMES = {
    "+1": "thumbsup", "-1": "thumbsdown", "laugh": "laughing", "hooray": "tada", "confused": "confused",
    "heart": "heart", "rocket": "rocket", "eyes": "eyes", "thumbsup": "thumbsup", "thumbsdown": "thumbsdown",
    "laughing": "laughing", "thinking_face": "thinking",
}


def compare_reactions(result: Comparison, kind: str, key: Any, reactions: Any, awardable: Any) -> None:
    """- awardable: the issue, merge request or note as the client has it."""
    if reactions is UNTOLD:
        return
    found = [row.attributes for row in awardable.awardemojis.list(iterator=True, per_page=100)]
    compare_awards(result, kind, key, reactions, found)


def compare_awards(result: Comparison, kind: str, key: Any, reactions: dict[str, list[str]], found: list[dict]) -> None:
    expected = sorted((NAMES[name], login or "ghost") for name, logins in reactions.items() for login in logins)
    result.equal("reaction", f"on {kind} {key}", "number", len(expected), len(found))
    left = [(row["name"], row["user"]) for row in found]
    for name, login in expected:
        result.object("reaction")
        known = result.usernames.get(login)
        match = next(
            ((other, user) for other, user in left if other == name and user["username"] in (known, login)
             or other == name and known is None and _stands_for(user["username"], login)), None)
        if match is None:
            result.differ("reaction", f"on {kind} {key}", f"{name} of {login} is missing")
            continue
        left.remove(match)
        result.person("reaction", f"on {kind} {key}", "user", None if login == "ghost" else login, match[1])


def _stands_for(username: str, login: str) -> bool:
    return username.startswith(cleaned(login) + "_placeholder")
