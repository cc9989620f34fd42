"""Holds protection against protected branches and tags."""

from typing import Any

from comparison import Comparison
from protection_truth import Protection, TagProtection


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
        closed = protection.requires_review or protection.is_locked
        result.equal("protected branch", key, "nobody pushes", closed, levels == [0])
        merging = [level["access_level"] for level in row["merge_access_levels"]]
        result.equal("protected branch", key, "nobody merges", protection.is_locked, merging == [0])
        result.equal(
            "protected branch", key, "code owners", protection.requires_code_owner,
            row.get("code_owner_approval_required", False))


def compare_tag_protection(result: Comparison, project: Any, protections: list[TagProtection]) -> None:
    found = {row.name: row.attributes for row in project.protectedtags.list(iterator=True)}
    result.keys("protected tag", [protection.pattern for protection in protections], found)
    for protection in protections:
        result.object("protected tag")
        if row := found.get(protection.pattern):
            levels = [level["access_level"] for level in row["create_access_levels"]]
            result.equal("protected tag", protection.pattern, "create_access_levels", [protection.level], levels)
