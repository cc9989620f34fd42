"""What of the bundled stand-in has no place in GitLab, or not a whole one, so that the report must list it."""

from rewriting import without_code
from truth import Listed

COUNTED = {
    "hooks": "webhook", "autolinks": "autolink", "watchers": "watcher", "forks": "fork", "deployKeys": "deploy_key",
    "environments": "environment", "deployments": "deployment", "boards": "project_board", "packages": "package",
    "alerts": "security_alert",
}


def read(sample: dict) -> list[Listed]:
    settings, listed = sample["settings"], []
    counts = {COUNTED[name]: count for name, count in settings["others"].items()}
    counts["star"], counts["discussion"] = sample["repository"]["stars"], len(settings["discussions"])
    counts["page"] = int(settings["hasPages"])
    listed += [
        Listed("skipped", kind, f"all {kind}", f"not brought: {count} at the source")
        for kind, count in counts.items() if count]
    listed += [
        Listed("degraded", "collaborator", "/teams/" + team["slug"], rf"team {team['slug']} has the role {team['role']}")
        for team in settings["teams"]]
    listed += [
        Listed("skipped", "lfs_object", row["oid"]) for row in sample["pointers"] if row["isMissing"]]
    for row in sample["releases"]:
        if row["reactions"]:
            listed.append(
                Listed("degraded", "release", f"{row['id']} .*{row['tag']}$", rf"{len(row['reactions'])} reactions?"))
    for row in sample["issues"]:
        listed += _item(row)
    for kind, rows, place in _remarks(sample):
        listed += [
            Listed("degraded", kind, place.format(row["id"]), f"hides it as {row['minimizedReason']}")
            for row in rows if row.get("minimizedReason")]
    return listed + _files(sample)


def _remarks(sample: dict) -> list[tuple[str, list[dict], str]]:
    """Kinds of what people said, where it is, and how its address ends."""
    return [
        ("note", sample["comments"], "#issuecomment-{}$"),
        ("pull_request_review", sample["reviews"], "#pullrequestreview-{}$"),
        ("diff_note", sample["reviewComments"], "#discussion_r{}$"),
        ("commit_comment", sample["commitComments"], "^{}\\b"),
    ]


def _item(row: dict) -> list[Listed]:
    if pull := row.get("pullRequest"):
        place = f"/pull/{row['number']}$"
        return [Listed("degraded", "pull_request", place, "asked of a team")] * bool(pull["requestedTeams"])
    reasons = []
    if row["isPinned"]:
        reasons.append("it is pinned")
    if row.get("issueType"):
        reasons.append(f"its type {row['issueType']}")
    if row.get("parent") is not None:
        reasons.append("its parent is kept as a related issue")
    stories = [event["kind"].get("story", {}).get("_0", {}) for event in row["events"]]
    if any(story.get("mentionedElsewhere", {}).get("closes") for story in stories):
        reasons.append("closed by a pull request of another repository")
    return [Listed("degraded", "issue", f"/issues/{row['number']}$", reason) for reason in reasons]


def _files(sample: dict) -> list[Listed]:
    """Attachments that cannot be had, and those that stand where nothing may be changed."""
    listed = []
    texts = [
        ("pull_request" if row.get("pullRequest") else "issue", f"/{row['number']}$", row.get("body"))
        for row in sample["issues"]]
    texts += [(kind, place.format(row["id"]), row["body"]) for kind, rows, place in _remarks(sample) for row in rows]
    texts += [("release", f"{row['tag']}$", row.get("body")) for row in sample["releases"]]
    for kind, place, text in texts:
        for file in sample["attachments"]:
            found = (text or "").count(file["path"])
            if found and file["access"] == "gone":
                listed.append(Listed("skipped", f"{kind}_attachment", place, f"no longer has .*{file['path']}"))
            if found > without_code(text or "").count(file["path"]):
                listed.append(Listed("degraded", f"{kind}_attachment", place, "in code or among HTML"))
    return listed
