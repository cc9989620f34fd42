#!/usr/bin/env python3
"""Imports a project with python-gitlab and reads back all of it; ends at the first thing that is not as it should be.

Told by the environment: LANDFALL_URL, LANDFALL_TOKEN (an administrator's), SOURCE_URL, SOURCE_TOKEN, SOURCE_ID (the
repository's number), and the numbers it should find: ISSUES, PULLS, LABELS, MILESTONES, RELEASES, COMMENTS.
"""

import base64
import os
import sys
import time
from typing import Any, Callable

import gitlab
from gitlab.exceptions import (
    GitlabAuthenticationError, GitlabError, GitlabGetError, GitlabHttpError, GitlabImportError, GitlabListError)

URL, TOKEN = os.environ["LANDFALL_URL"], os.environ["LANDFALL_TOKEN"]
SOURCE, SOURCE_ID = os.environ["SOURCE_URL"], int(os.environ["SOURCE_ID"])
GROUP, NAME = "python", "imported"


def expect(expected: Any, actual: Any, what: str) -> None:
    if expected != actual:
        sys.exit(f"not ok {what}: expected {expected!r}, got {actual!r}")


def truth(condition: Any, what: str) -> None:
    if not condition:
        sys.exit(f"not ok {what}")


def raises(kind: type, status: int, text: str, call: Callable[[], Any], what: str) -> None:
    try:
        call()
    except kind as error:
        expect(status, error.response_code, f"{what}: status")
        return truth(text in str(error.error_message), f"{what}: {error.error_message!r} should say {text!r}")
    sys.exit(f"not ok {what}: nothing was raised")


def said(name: str) -> int:
    return int(os.environ[name])


def import_project(client: gitlab.Gitlab, **changes: Any) -> Any:
    arguments = dict(
        personal_access_token=os.environ["SOURCE_TOKEN"], repo_id=SOURCE_ID, target_namespace=GROUP, new_name=NAME,
        github_hostname=SOURCE)
    return client.projects.import_github(**(arguments | changes))


def account(client: gitlab.Gitlab) -> None:
    client.auth()
    expect("root", client.user.username, "the user")
    truth(client.version()[0] not in (None, "unknown"), "the version")
    expect(TOKEN, client.private_token, "the token")
    truth(client.personal_access_tokens.get("self").active, "the token's own facts")
    truth(any(user.username == "root" for user in client.users.list(iterator=True)), "the list of users")


def importing(client: gitlab.Gitlab) -> Any:
    group = client.groups.create({"name": "Python", "path": GROUP, "visibility": "public"})
    answer = import_project(client)
    expect(f"/{GROUP}/{NAME}", answer["full_path"], "the path of the import's answer")
    expect("scheduled", answer["import_status"], "the status of the import's answer")
    project = client.projects.get(answer["id"])
    deadline = time.monotonic() + 120
    status = project.imports.get()
    while status.import_status in ("scheduled", "started") and time.monotonic() < deadline:
        time.sleep(0.05)
        status = project.imports.get()
    expect("finished", status.import_status, f"the import ({status.import_error})")
    expect([], status.failed_relations, "what failed")
    expect(said("ISSUES"), status.stats["imported"]["issue"], "the imported issues told")
    expect([NAME], [row.path for row in group.projects.list(get_all=True)], "the group's projects")
    return client.projects.get(f"{GROUP}/{NAME}")


def refused_imports(client: gitlab.Gitlab) -> None:
    raises(
        GitlabHttpError, 422, "has already been taken",
        lambda: import_project(client), "an import onto an existing project")
    raises(
        GitlabHttpError, 422, "does not exist", lambda: import_project(client, target_namespace="nowhere"),
        "an import into a group that is not there")
    raises(
        GitlabHttpError, 422, "read access", lambda: import_project(client, personal_access_token="ghp_wrong"),
        "an import with a token the source refuses")
    raises(
        GitlabHttpError, 422, "HTTP 404", lambda: import_project(client, repo_id=999_999, new_name="other"),
        "an import of a repository that is not there")
    raises(
        GitlabHttpError, 400, "repo_id is invalid", lambda: import_project(client, repo_id="x"),
        "an import without a number")


def projects(client: gitlab.Gitlab, project: Any) -> None:
    expect([project.id], [row.id for row in client.projects.list(search=NAME, iterator=True)], "a search")
    keyset = client.projects.list(pagination="keyset", order_by="id", sort="asc", per_page=1, iterator=True)
    truth(project.id in [row.id for row in keyset], "projects page by page, keyset")
    expect("github", project.import_type, "the import's type")
    truth(project.members_all.list(get_all=True) is not None, "the members")


def issues(project: Any) -> None:
    listed = project.issues.list(per_page=5, iterator=True)
    expect(said("ISSUES"), listed.total, "the number of issues in the headers")
    found = list(listed)
    expect(said("ISSUES"), len({issue.iid for issue in found}), "issues over pages of 5")
    keyset = list(project.issues.list(per_page=5, pagination="keyset", order_by="created_at", iterator=True))
    expect([issue.iid for issue in found], [issue.iid for issue in keyset], "issues page by page, keyset")
    closed = project.issues.list(state="closed", get_all=True)
    expect({"closed"}, {issue.state for issue in closed}, "the filter by state")
    ordered = [issue.iid for issue in project.issues.list(order_by="created_at", sort="asc", get_all=True)]
    expect(ordered, [issue.iid for issue in reversed(found)], "the order")
    labeled = next(issue for issue in found if issue.labels)
    named = project.issues.list(labels=labeled.labels[:1], get_all=True)
    truth(labeled.iid in {issue.iid for issue in named}, "the filter by label")
    shown = project.issues.get(labeled.iid)
    expect(labeled.title, shown.title, "one issue")
    for issue in found:
        notes = issue.notes.list(per_page=2, iterator=True)
        texts = [note for note in notes if not note.system]
        expect(issue.user_notes_count, len(texts), f"the notes of issue {issue.iid}")
        if texts:
            expect(texts[0].body, issue.notes.get(texts[0].id).body, "one note")
            discussion = next(iter(issue.discussions.list(iterator=True)))
            expect(discussion.id, issue.discussions.get(discussion.id).id, "one discussion")
    expect(said("ISSUES"), project.issues_statistics.get().statistics["counts"]["all"], "the statistics")


def merge_requests(project: Any) -> None:
    found = list(project.mergerequests.list(per_page=5, iterator=True))
    expect(said("PULLS"), len({row.iid for row in found}), "merge requests over pages of 5")
    merged = project.mergerequests.list(state="merged", get_all=True)
    expect({"merged"}, {row.state for row in merged}, "the filter by state")
    comments = 0
    for row in found:
        merge_request = project.mergerequests.get(row.iid)
        commits = list(merge_request.commits())
        diffs = merge_request.diffs.list(get_all=True)
        expect(merge_request.sha, commits[0].id, f"the newest commit of {row.iid}")
        expect(merge_request.sha, diffs[0].head_commit_sha, f"the version of {row.iid}")
        changes = merge_request.changes()["changes"]
        expect(str(len(changes)), merge_request.changes_count, f"the changes of {row.iid}")
        version = merge_request.diffs.get(diffs[0].id)
        expect(len(changes), len(version.diffs), f"the diffs of {row.iid}'s version")
        approvals = merge_request.approvals.get()
        expect(bool(approvals.approved_by), approvals.approved, f"the approvals of {row.iid}")
        truth(merge_request.participants(), f"the participants of {row.iid}")
        reviewers = merge_request.reviewer_details.list(get_all=True)
        expect(len(merge_request.reviewers), len(reviewers), f"the reviewers of {row.iid}")
        for discussion in merge_request.discussions.list(per_page=5, iterator=True):
            for note in discussion.attributes["notes"]:
                comments += not note["system"]
                if note["type"] == "DiffNote":
                    truth(note["position"]["new_path"], "the position of a diff note")
    for issue in project.issues.list(iterator=True):
        comments += issue.user_notes_count
    expect(said("COMMENTS"), comments, "the comments of all kinds")


def planning(project: Any) -> None:
    labels = list(project.labels.list(per_page=5, iterator=True, with_counts=True))
    expect(said("LABELS"), len(labels), "the labels")
    expect(labels[0].color, project.labels.get(labels[0].id).color, "one label")
    milestones = project.milestones.list(get_all=True)
    expect(said("MILESTONES"), len(milestones), "the milestones")
    planned = sum(len(list(row.issues())) + len(list(row.merge_requests())) for row in milestones)
    truth(planned > 0, "what is planned for the milestones")
    releases = project.releases.list(per_page=1, iterator=True)
    tags = [release.tag_name for release in releases]
    expect(said("RELEASES"), len(tags), "the releases")
    expect(tags[0], project.releases.get(tags[0]).tag_name, "one release")


def repository(project: Any) -> None:
    branches = project.branches.list(per_page=2, iterator=True)
    names = [branch.name for branch in branches]
    truth(project.default_branch in names, "the branches")
    head = project.branches.get(project.default_branch).commit["id"]
    tag = project.tags.list(get_all=True)[0]
    expect(tag.name, project.tags.get(tag.name).name, "one tag")
    commits = list(project.commits.list(per_page=5, iterator=True))
    expect(head, commits[0].id, "the commits")
    truth(project.commits.get(head).diff(get_all=True), "a commit's diff")
    truth(project.commits.get(head).refs(), "a commit's refs")
    tree = list(project.repository_tree(recursive=True, iterator=True, per_page=3))
    keyset = list(project.repository_tree(recursive=True, iterator=True, per_page=3, pagination="keyset"))
    expect([row["path"] for row in tree], [row["path"] for row in keyset], "the tree page by page, keyset")
    entry = next(row for row in tree if row["type"] == "blob")
    file = project.files.get(entry["path"], ref=project.default_branch)
    expect(entry["id"], file.blob_id, "a file")
    expect(file.decode(), project.files.raw(entry["path"], ref=head), "a file's content")
    expect(file.decode(), project.repository_raw_blob(entry["id"]), "a blob's content")
    expect(file.decode(), base64.b64decode(project.repository_blob(entry["id"])["content"]), "a blob")
    oldest = commits[-1].id
    expect(head, project.repository_compare(oldest, head)["commit"]["id"], "a comparison")
    expect(oldest, project.repository_merge_base([oldest, head])["id"], "a merge base")
    # GitLab leaves merges out here.
    own = sum(len(commit.parent_ids) < 2 for commit in commits)
    expect(own, sum(row["commits"] for row in project.repository_contributors(get_all=True)), "the contributors")
    truth(project.repository_archive(format="tar.gz").startswith(b"\x1f\x8b"), "the archive")


def wiki(project: Any) -> None:
    pages = project.wikis.list(get_all=True)
    truth(pages, "the wiki")
    truth(project.wikis.get(pages[0].slug).content, "a page of the wiki")


def errors(client: gitlab.Gitlab, project: Any) -> None:
    stranger = gitlab.Gitlab(URL, private_token="glpat-nobody")
    raises(GitlabAuthenticationError, 401, "401 Unauthorized", stranger.auth, "a wrong token")
    anonymous = gitlab.Gitlab(URL)
    raises(GitlabAuthenticationError, 401, "401", lambda: import_project(anonymous), "an import without a token")
    raises(GitlabGetError, 404, "404 Project Not Found", lambda: client.projects.get(987_654), "a project that is not there")
    raises(GitlabGetError, 404, "404", lambda: project.issues.get(987_654), "an issue that is not there")
    raises(
        GitlabListError, 400, "state does not have a valid value", lambda: project.issues.list(state="half"),
        "a filter that is none")
    raises(
        GitlabHttpError, 404, "404", lambda: client.http_post("/import/github/cancel", post_data={"project_id": 987_654}),
        "canceling what is not there")


def main() -> None:
    client = gitlab.Gitlab(URL, private_token=TOKEN)
    account(client)
    print("ok account", flush=True)
    project = importing(client)
    print("ok import", flush=True)
    for step in (issues, merge_requests, planning, repository, wiki):
        step(project)
        print(f"ok {step.__name__}", flush=True)
    projects(client, project)
    refused_imports(client)
    errors(client, project)
    print("ok projects, refused imports and errors", flush=True)
    project.delete()
    print("ok removal", flush=True)


main()
