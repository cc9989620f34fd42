"""Holds collaborators against members: who is only stood for is none, and waits to be somebody."""

from typing import Any

from comparison import Comparison
from truth import Collaborator


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
        row = waiting.get(one.login)
        if row is None:
            result.differ("collaborator", one.login, "is no source user of the group")
            continue
        result.equal("collaborator", one.login, "status", "pending_reassignment", row["status"])
        result.person("collaborator", one.login, "placeholder", one.login, row["placeholder_user"])
