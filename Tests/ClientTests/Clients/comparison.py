"""Counts what was compared and keeps every difference."""

import re
from collections import Counter
from datetime import datetime
from typing import Any

from rewriting import Rewriting
from truth import UNTOLD


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def login_of(person: str) -> str:
    """Without what sets people of one login apart."""
    return person.partition("\0")[0]


def cleaned(person: str) -> str:
    """What of a login goes into the username of its placeholder."""
    return re.sub(r"[^A-Za-z0-9]", "", login_of(person))


def rows(manager: Any, **parameters: Any) -> list[dict]:
    return [row.attributes for row in manager.list(iterator=True, per_page=100, **parameters)]


class Comparison:
    def __init__(self, rewriting: Rewriting) -> None:
        self.rewriting = rewriting
        self.objects: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self.differences: list[str] = []
        self.usernames: dict[str, str] = {}
        self.logins: dict[str, str] = {}

    def object(self, kind: str) -> None:
        self.objects[kind] += 1

    def differ(self, kind: str, key: Any, what: str) -> None:
        self.differences.append(f"{kind} {key}: {what}")

    def equal(self, kind: str, key: Any, name: str, expected: Any, actual: Any) -> None:
        self.values[kind] += 1
        if expected != actual:
            self.differ(kind, key, f"{name} should be {_short(expected)}, is {_short(actual)}")

    def time(self, kind: str, key: Any, name: str, expected: Any, actual: str | None) -> None:
        if expected is not UNTOLD:
            self.equal(kind, key, name, moment(expected), moment(actual))

    def text(self, kind: str, key: Any, name: str, expected: str | None, actual: str | None) -> None:
        self.values[kind] += 1
        source, result = self.rewriting.canonical(expected), self.rewriting.canonical(actual)
        if source != result:
            at = next((i for i, (a, b) in enumerate(zip(source, result)) if a != b), min(len(source), len(result)))
            start = max(0, at - 30)
            self.differ(kind, key, f"{name} differs: {source[start:at + 50]!r} became {result[start:at + 50]!r}")
        for wrong in self.rewriting.wrong_links(actual):
            self.differ(kind, key, f"{name} has {wrong}")

    def person(self, kind: str, key: Any, name: str, login: str | None, user: dict | None) -> None:
        """One local user for each login and one login for each user, named as placeholders are."""
        self.values[kind] += 1
        username = user["username"] if user else None
        if login is None:
            if username is not None and username != "ghost":
                self.differ(kind, key, f"{name} should be nobody or the ghost user, is {username}")
            return
        if username is None:
            return self.differ(kind, key, f"{name} should stand for {login}, is nobody")
        known = self.usernames.setdefault(login, username)
        if known != username:
            self.differ(kind, key, f"{name} should be {known} as elsewhere for {login}, is {username}")
        if self.logins.setdefault(username, login) != login:
            self.differ(kind, key, f"{name}: {username} stands for {self.logins[username]} and for {login}")
        if not re.fullmatch(rf"{cleaned(login)}_placeholder_user_\d+", username):
            self.differ(kind, key, f"{name} should be a placeholder of {login}, is {username}")

    def people(self, kind: str, key: Any, name: str, logins: list[str], users: list[dict]) -> None:
        by_login = {self.usernames.get(login): login for login in logins}
        found = sorted(by_login.get(user["username"]) or f"({user['username']})" for user in users)
        for login, user in self._unseen(logins, users):
            self.person(kind, key, name, login, user)
            found = sorted(set(found) - {f"({user['username']})"} | {login})
        self.equal(kind, key, name, sorted(logins), found)

    def _unseen(self, logins: list[str], users: list[dict]) -> list[tuple[str, dict]]:
        """People met here for the first time, told by the form of their usernames."""
        pairs = []
        for login in logins:
            if login in self.usernames:
                continue
            start = cleaned(login) + "_placeholder_user_"
            user = next((user for user in users if user["username"].startswith(start)), None)
            if user and user["username"] not in self.logins:
                pairs.append((login, user))
        return pairs

    def keys(self, kind: str, expected: Any, actual: Any) -> None:
        for key in sorted(set(expected) - set(actual)):
            self.differ(kind, key, "is missing")
        for key in sorted(set(actual) - set(expected)):
            self.differ(kind, key, "is here and not at the source")

    def report(self) -> int:
        for kind in self.objects:
            print(f"{kind:<18} {self.objects[kind]:>6} objects {self.values[kind]:>7} values compared")
        for difference in self.differences:
            print(f"DIFFERENT {difference}")
        print(f"{sum(self.objects.values())} objects, {len(self.differences)} differences")
        return 1 if self.differences else 0


def _short(value: Any) -> str:
    text = str(value) if isinstance(value, datetime) else repr(value)
    return text if len(text) <= 160 else text[:157] + "…"
