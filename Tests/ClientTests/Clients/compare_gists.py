#!/usr/bin/env python3
"""Compares the caller's snippets with the gists they were: every gist is a whole snippet or named among the failures.

Prints what was compared and every difference; ends with 1 when there is one. The access token is taken from
LANDFALL_TOKEN.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

import gitlab

from comparison import Comparison, moment
from rewriting import Rewriting

MOST_FILES = 10


class GistComparison:
    def __init__(self, client: gitlab.Gitlab, gists: list[dict], origin: str) -> None:
        self.client = client
        self.gists = gists
        self.result = Comparison(Rewriting([origin], "gist/gist", f"{client.url}/-/snippets", set(), set()))

    def run(self) -> int:
        snippets = [row.attributes for row in self.client.snippets.list(iterator=True, per_page=100)]
        refused = [gist for gist in self.gists if len(files(gist)) > MOST_FILES or gist["extraBranches"]]
        whole = [gist for gist in self.gists if gist not in refused]
        state = self.client.http_get("/import/github/gists")
        failed = {row["gist_id"]: row for row in state["failures"] if row["outcome"] == "failed"}
        self.result.keys("refused gist", [gist["id"] for gist in refused], failed)
        for gist in refused:
            self.result.object("refused gist")
            reason = failed.get(gist["id"], {}).get("error")
            self.result.equal("refused gist", gist["id"], "has a reason", True, bool(reason))
        self.result.equal("gist", "all", "imported", len(whole), state["stats"]["imported"])
        self.result.equal("gist", "all", "titles", sorted(map(title, whole)), sorted(row["title"] for row in snippets))
        for gist in whole:
            snippet = next((row for row in snippets if row["title"] == title(gist)), None)
            if snippet:
                self.compare(gist, snippet)
        return self.result.report()

    def compare(self, gist: dict, snippet: dict) -> None:
        result, key = self.result, gist["id"]
        result.object("gist")
        result.equal("gist", key, "description", None, snippet["description"])
        result.equal("gist", key, "visibility", "public" if gist["isPublic"] else "private", snippet["visibility"])
        for name, told in (("created_at", "createdAt"), ("updated_at", "updatedAt")):
            result.equal("gist", key, name, moment(gist[told]), moment(snippet[name]))
        contents = files(gist)
        result.equal("gist", key, "files", sorted(contents), sorted(file["path"] for file in snippet["files"]))
        for path, content in contents.items():
            result.object("file of a gist")
            address = f"/snippets/{snippet['id']}/files/main/{gitlab.utils.EncodedId(path)}/raw"
            raw = self.client.http_get(address, raw=True, streamed=False).content
            result.equal("file of a gist", path, "content", content.encode(), raw)
        self.clone(gist, snippet)
        self.comments(gist, snippet)

    def clone(self, gist: dict, snippet: dict) -> None:
        address = snippet["http_url_to_repo"].replace("://", f"://oauth2:{self.client.private_token}@", 1)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "clone", "--quiet", address, folder + "/clone"], check=True, timeout=60)
            count = subprocess.run(
                ["git", "-C", folder + "/clone", "rev-list", "--count", "HEAD"], capture_output=True, text=True,
                check=True, timeout=60)
            self.result.equal("gist", gist["id"], "commits", len(gist["commits"]), int(count.stdout))

    def comments(self, gist: dict, snippet: dict) -> None:
        rows = self.client.http_list(f"/snippets/{snippet['id']}/notes", iterator=True, sort="asc")
        notes = sorted(rows, key=lambda note: note["id"])
        self.result.equal("gist", gist["id"], "comments", len(gist["comments"]), len(notes))
        for comment, note in zip(sorted(gist["comments"], key=lambda comment: comment["id"]), notes):
            self.result.object("comment on a gist")
            self.result.text("comment on a gist", comment["id"], "body", comment["body"], note["body"])


def files(gist: dict) -> dict[str, str]:
    contents: dict[str, Any] = {}
    for commit in gist["commits"]:
        contents.update(commit)
    return {path: content for path, content in contents.items() if content is not None}


def title(gist: dict) -> str:
    """The description, else the first file's name."""
    return gist.get("description", "").strip() or min(files(gist))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="where Landfall is")
    parser.add_argument("--truth", required=True, help="the gists, as JSON")
    parser.add_argument("--origin", required=True, help="web address of the source")
    arguments = parser.parse_args()
    with open(arguments.truth, encoding="utf-8") as file:
        gists = json.load(file)
    client = gitlab.Gitlab(arguments.url, private_token=os.environ["LANDFALL_TOKEN"])
    return GistComparison(client, gists, arguments.origin.rstrip("/")).run()


if __name__ == "__main__":
    sys.exit(main())
