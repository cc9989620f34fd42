"""Holds collaborators against members: who is only stood for is none, and waits to be somebody."""

from typing import Any

from comparison import Comparison, login_of
from truth import Collaborator, Truth


def compare_people(result: Comparison, client: Any, project: Any, collaborators: list[Collaborator]) -> None:
    members = [row.username for row in project.members.list(iterator=True)]
    result.equal("member", project.path_with_namespace, "stood-for people", [], [
        name for name in members if "_placeholder_user_" in name])
    group = project.namespace["full_path"].split("/")[0]
    found = client.http_list(f"/groups/{group}/source_users", iterator=True, per_page=100)
    waiting = {row["source_username"]: row for row in found}
    for one in collaborators:
        result.object("collaborator")
        if one.outside:
            continue
        row = waiting.get(login_of(one.login))
        if row is None:
            result.differ("collaborator", one.login, "is no source user of the group")
            continue
        result.equal("collaborator", one.login, "status", "pending_reassignment", row["status"])
        result.person("collaborator", one.login, "placeholder", one.login, row["placeholder_user"])


def compare_source_users(result: Comparison, client: Any, project: Any, truth: Truth) -> None:
    """Whoever did something stands among the source users of the group, by what the source never changes."""
    group = project.namespace["full_path"].split("/")[0]
    found = client.http_list(f"/groups/{group}/source_users", iterator=True, per_page=100)
    known = {row["source_user_identifier"]: row for row in found if row["import_type"] == truth.imported_from}
    for login, person in truth.people.items():
        result.object("person")
        row = known.get(person.identifier)
        if row is None:
            result.differ("person", login, f"is no source user of {group}")
            continue
        result.equal("person", login, "username", login_of(login), row["source_username"])
        result.equal("person", login, "name", person.name, row["source_name"])
        result.person("person", login, "placeholder", login, row["placeholder_user"])
