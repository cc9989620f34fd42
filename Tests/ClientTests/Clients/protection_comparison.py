"""Holds branch protection against protected branches."""

from typing import Any

from comparison import Comparison
from truth import Protection


def compare_protection(result: Comparison, project: Any, protections: list[Protection]) -> None:
    found = {row.name: row.attributes for row in project.protectedbranches.list(iterator=True)}
    result.keys("protected branch", [protection.pattern for protection in protections], found)
    for protection in protections:
        result.object("protected branch")
        row = found.get(protection.pattern)
        if row is None:
            continue
        key = protection.pattern
        result.equal("protected branch", key, "allow_force_push", protection.allows_force_push, row["allow_force_push"])
        levels = [level["access_level"] for level in row["push_access_levels"]]
        # Where a review is demanded nobody pushes directly.
        result.equal("protected branch", key, "nobody pushes", protection.requires_review, levels == [0])
        result.equal(
            "protected branch", key, "code owners", protection.requires_code_owner,
            row.get("code_owner_approval_required", False))
