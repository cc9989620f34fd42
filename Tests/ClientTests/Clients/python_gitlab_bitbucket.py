#!/usr/bin/env python3
"""Imports from Bitbucket with python-gitlab, unmodified; ends at the first thing that is not as it should be.

Told by the environment: LANDFALL_URL, LANDFALL_TOKEN (an administrator's), SERVER_URL, SERVER_USER, SERVER_TOKEN,
SERVER_REPOSITORY (KEY/SLUG) for Bitbucket Server, CLOUD_USER, CLOUD_TOKEN, CLOUD_REPOSITORY (WORKSPACE/SLUG) for
Bitbucket Cloud, and the number of merge requests it should find: SERVER_PULLS, CLOUD_PULLS.
"""

import os
import sys
import time
from typing import Any, Callable

import gitlab
from gitlab.exceptions import GitlabAuthenticationError, GitlabHttpError

KEY, SLUG = os.environ["SERVER_REPOSITORY"].split("/")


def expect(expected: Any, actual: Any, what: str) -> None:
    if expected != actual:
        sys.exit(f"not ok {what}: expected {expected!r}, got {actual!r}")


def raises(kind: type, status: int, text: str, call: Callable[[], Any], what: str) -> None:
    try:
        call()
    except kind as error:
        expect(status, error.response_code, f"{what}: status")
        if text not in str(error.error_message):
            sys.exit(f"not ok {what}: {error.error_message!r} should say {text!r}")
        return
    sys.exit(f"not ok {what}: nothing was raised")


def from_server(client: gitlab.Gitlab, **changes: Any) -> Any:
    arguments = dict(
        bitbucket_server_url=os.environ["SERVER_URL"], bitbucket_server_username=os.environ["SERVER_USER"],
        personal_access_token=os.environ["SERVER_TOKEN"], bitbucket_server_project=KEY, bitbucket_server_repo=SLUG,
        target_namespace="python/server")
    return client.projects.import_bitbucket_server(**(arguments | changes))


def from_cloud(client: gitlab.Gitlab, **changes: Any) -> Any:
    # python-gitlab has no method for Bitbucket Cloud.
    body = dict(
        bitbucket_email=os.environ["CLOUD_USER"], bitbucket_api_token=os.environ["CLOUD_TOKEN"],
        repo_path=os.environ["CLOUD_REPOSITORY"], target_namespace="python/cloud")
    return client.http_post("/import/bitbucket", post_data=body | changes)


def arrived(client: gitlab.Gitlab, answer: dict[str, Any], kind: str, pulls: int) -> None:
    expect("scheduled", answer["import_status"], "the status of the import's answer")
    expect(None, answer["import_warning"], "the warning")
    project = client.projects.get(answer["id"])
    deadline = time.monotonic() + 120
    status = project.imports.get()
    while status.import_status in ("scheduled", "started") and time.monotonic() < deadline:
        time.sleep(0.05)
        status = project.imports.get()
    expect("finished", status.import_status, f"the import ({status.import_error})")
    expect([], status.failed_relations, "what failed")
    expect(kind, status.import_type, "the import's type")
    found = list(project.mergerequests.list(state="all", iterator=True))
    expect(pulls, len(found), "the merge requests")
    expect({kind}, {row.imported_from for row in found}, "where they are from")
    for row in found:
        notes = list(row.notes.list(iterator=True))
        inside = [note for thread in row.discussions.list(iterator=True) for note in thread.attributes["notes"]]
        expect({note.id for note in notes}, {note["id"] for note in inside}, f"the notes of !{row.iid}")
    raises(
        GitlabHttpError, 400, "cannot be canceled because it is finished",
        lambda: client.http_post(f"/projects/{project.id}/import/cancel"), "a cancel after the end")


def server(client: gitlab.Gitlab) -> None:
    answer = from_server(client)
    expect("/python/server/" + SLUG, answer["full_path"].lower(), "the path of the import's answer")
    expect("private", client.groups.get("python/server").visibility, "the visibility of the group that was made")
    arrived(client, answer, "bitbucket_server", int(os.environ["SERVER_PULLS"]))


def refused_by_server(client: gitlab.Gitlab) -> None:
    raises(GitlabHttpError, 422, "has already been taken", lambda: from_server(client), "a project that is there")
    raises(
        GitlabHttpError, 422, f"Project {KEY}/nowhere could not be found",
        lambda: from_server(client, bitbucket_server_repo="nowhere"), "a repository that is not there")
    raises(
        GitlabHttpError, 400, "may be wrong", lambda: from_server(client, personal_access_token="wrong"),
        "a token that the server refuses")
    raises(
        GitlabHttpError, 400, "Invalid URL", lambda: from_server(client, bitbucket_server_url="ftp://127.0.0.1"),
        "an address that is none")


def cloud(client: gitlab.Gitlab) -> None:
    arrived(client, from_cloud(client), "bitbucket", int(os.environ["CLOUD_PULLS"]))


def refused_by_cloud(client: gitlab.Gitlab) -> None:
    raises(
        GitlabAuthenticationError, 401, "Unable to authorize with Bitbucket",
        lambda: from_cloud(client, bitbucket_api_token="wrong"), "a token that Bitbucket refuses")
    raises(
        GitlabHttpError, 422, "could not be found", lambda: from_cloud(client, repo_path="no/where"),
        "a repository that is not there")
    raises(
        GitlabHttpError, 400, "mutually exclusive",
        lambda: from_cloud(client, bitbucket_username="x", bitbucket_app_password="x"), "both pairs of credentials")


def main() -> None:
    client = gitlab.Gitlab(os.environ["LANDFALL_URL"], private_token=os.environ["LANDFALL_TOKEN"])
    print("begin")
    for step in (server, refused_by_server, cloud, refused_by_cloud):
        step(client)
        print(f"ok {step.__name__}", flush=True)


main()
