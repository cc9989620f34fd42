#!/usr/bin/env python3
"""Compares an imported project with what its source had, field by field.

Reads the project only as people do: through python-gitlab and `git ls-remote`. Prints what was compared and every
difference; ends with 1 when there is one. The access token is taken from LANDFALL_TOKEN.
"""

import argparse
import base64
import hashlib
import os
import subprocess
import sys
import urllib.request
from typing import Any

import gitlab

import truth_bitbucket
import truth_simulator
import truth_standin
from base_data_comparison import compare_labels, compare_milestones, compare_releases
from bitbucket_comparison import BitbucketMergeRequestComparison
from commit_comparison import compare_commit_comments
from comparison import Comparison, login_of, rows
from file_comparison import UploadedFiles, compare_attachments, compare_lfs
from item_comparison import ItemComparison
from merge_request_comparison import MergeRequestComparison
from people_comparison import compare_people, compare_source_users
from protection_comparison import compare_protection, compare_tag_protection
from reaction_comparison import compare_reactions
from report_comparison import compare_report
from rewriting import Rewriting
from rewriting_bitbucket import BitbucketRewriting
from truth import UNTOLD, Truth

READERS = {
    "simulator": truth_simulator.read, "standin": truth_standin.read,
    "bitbucket-server": truth_bitbucket.read_server, "bitbucket-cloud": truth_bitbucket.read_cloud,
}


class ProjectComparison:
    def __init__(self, client: gitlab.Gitlab, path: str, truth: Truth, origins: list[str]) -> None:
        self.client = client
        self.truth = truth
        self.project = client.projects.get(path)
        self.result = Comparison(self.rewriting(origins))
        self.files = UploadedFiles(client, self.project)
        if truth.attachments is not UNTOLD:
            self.result.rewriting.read_files(truth.attachments, self.files)
        self.items = ItemComparison(self.result, truth)

    def rewriting(self, origins: list[str]) -> Rewriting:
        truth = self.truth
        names = (origins, truth.repository.full_name, self.project.web_url, set(truth.issues), set(truth.pulls))
        if truth.imported_from == "github":
            return Rewriting(*names)
        people = truth.people_elsewhere | truth.people
        logins = {person.key: login_of(login) for login, person in people.items()}
        return BitbucketRewriting(*names, logins, truth.imported_from == "bitbucket")

    def run(self) -> int:
        self.repository()
        self.refs()
        self.wiki()
        compare_labels(self.result, self.project, self.truth.labels)
        compare_milestones(self.result, self.project, self.truth.milestones)
        compare_releases(self.result, self.client, self.project, self.truth.releases)
        self.issues()
        is_github = self.truth.imported_from == "github"
        (MergeRequestComparison if is_github else BitbucketMergeRequestComparison)(self.items, self.project).run()
        if self.truth.attachments is not UNTOLD:
            compare_attachments(self.result, self.truth.attachments, self.client, self.project)
        if self.truth.lfs_objects is not UNTOLD:
            compare_lfs(
                self.result, self.project.http_url_to_repo, self.client.private_token, self.truth.lfs_objects)
        if self.truth.protections is not UNTOLD:
            compare_protection(self.result, self.project, self.truth.protections)
        if self.truth.tag_protections is not UNTOLD:
            compare_tag_protection(self.result, self.project, self.truth.tag_protections)
        if self.truth.commit_comments is not UNTOLD:
            compare_commit_comments(self.result, self.client, self.project, self.truth.commit_comments)
        if self.truth.collaborators is not UNTOLD:
            compare_people(self.result, self.client, self.project, self.truth.collaborators)
        if self.truth.people is not UNTOLD:
            compare_source_users(self.result, self.client, self.project, self.truth)
        compare_report(self.result, self.client, self.project, self.truth)
        return self.result.report()

    # The project

    def repository(self) -> None:
        result, source, project = self.result, self.truth.repository, self.project.attributes
        result.object("repository")
        key = source.full_name
        for name in ("default_branch", "description", "archived"):
            if getattr(source, name) is not UNTOLD:
                result.equal("repository", key, name, getattr(source, name), project[name])
        if source.license is not UNTOLD:
            told = self.client.projects.get(project["id"], license=True).attributes["license"]
            result.equal("repository", key, "license", source.license, told and told["key"])
        if source.deletes_merged_branches is not UNTOLD:
            result.equal(
                "repository", key, "remove_source_branch_after_merge", source.deletes_merged_branches,
                project["remove_source_branch_after_merge"])
        if source.needs_resolved_threads is not UNTOLD:
            result.equal(
                "repository", key, "only_allow_merge_if_all_discussions_are_resolved", source.needs_resolved_threads,
                project["only_allow_merge_if_all_discussions_are_resolved"])
        result.equal("repository", key, "topics", sorted(source.topics), sorted(project["topics"]))
        result.equal("repository", key, "import_status", "finished", self.project.imports.get().import_status)
        order = ["private", "internal", "public"]
        group = self.client.groups.get(project["namespace"]["id"]).visibility
        allowed = min(order.index(group), order.index(source.visibility))
        result.equal("repository", key, "visibility", order[allowed], project["visibility"])

    def refs(self) -> None:
        listed = self.ls_remote(self.project.http_url_to_repo)
        head = listed.pop("HEAD", None)
        peeled = {name.removesuffix("^{}"): oid for name, oid in listed.items() if name.endswith("^{}")}
        actual = {name: oid for name, oid in listed.items() if not name.endswith("^{}")}
        expected = {
            f"refs/merge-requests/{name.split('/')[2]}/head" if name.startswith("refs/pull/") else name: oid
            for name, oid in self.truth.refs.items()}
        for pull in self.truth.pulls.values():
            fork = pull.head_repository
            if pull.state == "open" and fork != self.truth.repository.full_name and pull.has_commits:
                branch = self.project.mergerequests.get(pull.number).source_branch
                expected[f"refs/heads/{branch}"] = pull.head_sha
        self.result.keys("ref", [*expected, *self.truth.peeled_tags], actual)
        for name, oid in expected.items():
            self.result.object("ref")
            self.result.equal("ref", name, "object", oid, actual.get(name))
        for name, oid in self.truth.peeled_tags.items():
            self.result.object("ref")
            self.result.equal("ref", name, "commit", oid, peeled.get(name))
        default = expected.get(f"refs/heads/{self.truth.repository.default_branch}")
        self.result.equal("ref", "HEAD", "object", default, head)
        for kind, manager in (("branch", self.project.branches), ("tag", self.project.tags)):
            prefix = "refs/heads/" if kind == "branch" else "refs/tags/"
            names = {name.removeprefix(prefix) for name in [*expected, *self.truth.peeled_tags] if name.startswith(prefix)}
            found = {row["name"]: row for row in rows(manager)}
            self.result.keys(kind, names, found)
            for name in names & set(found):
                self.result.object(kind)
                oid = peeled.get(prefix + name) or actual.get(prefix + name)
                self.result.equal(kind, name, "commit", oid, found[name]["commit"]["id"])

    def ls_remote(self, url: str) -> dict[str, str]:
        login = base64.b64encode(f"oauth2:{self.client.private_token}".encode()).decode()
        environment = dict(
            os.environ, GIT_TERMINAL_PROMPT="0", GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="http.extraHeader",
            GIT_CONFIG_VALUE_0=f"Authorization: Basic {login}")
        answer = subprocess.run(
            ["git", "ls-remote", url], env=environment, capture_output=True, text=True, check=True, timeout=60)
        return {name: oid for oid, name in (line.split("\t") for line in answer.stdout.splitlines())}

    def wiki(self) -> None:
        # GitLab refuses the list of a wiki that is switched off.
        wikis = rows(self.project.wikis, with_content=True) if self.project.wiki_enabled else []
        pages = {page["slug"]: page for page in wikis}
        if self.truth.wiki is None:
            return self.result.keys("wiki page", [], pages)
        if self.truth.wiki.head is not UNTOLD:
            self.result.object("wiki")
            listed = self.ls_remote(self.project.http_url_to_repo.removesuffix(".git") + ".wiki.git")
            self.result.equal("wiki", "HEAD", "object", self.truth.wiki.head, listed.get("HEAD"))
        expected = {
            name[: -len(".md")].replace(" ", "-"): file for name, file in self.truth.wiki.files.items()
            if name.endswith(".md")}
        self.result.keys("wiki page", expected, pages)
        for slug in set(expected) & set(pages):
            self.result.object("wiki page")
            content = pages[slug]["content"].encode()
            if isinstance(expected[slug], bytes):
                self.result.equal("wiki page", slug, "content", expected[slug], content)
            elif expected[slug].startswith("sha256:"):
                told = "sha256:" + hashlib.sha256(content).hexdigest()
                self.result.equal("wiki page", slug, "content's hash", expected[slug], told)
            else:
                blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
                self.result.equal("wiki page", slug, "content's hash", expected[slug], blob)

    # Issues

    def issues(self) -> None:
        found = {row.iid: row for row in self.project.issues.list(iterator=True, per_page=100, order_by="created_at")}
        self.result.keys("issue", self.truth.issues, found)
        comments = self.items.comments_by_number()
        for number in sorted(set(self.truth.issues) & set(found)):
            source, issue = self.truth.issues[number], found[number]
            self.items.item("issue", source, issue.attributes)
            self.result.equal("issue", number, "state", "opened" if source.state == "open" else "closed", issue.state)
            self.result.time("issue", number, "closed_at", source.closed_at, issue.closed_at)
            self.result.person("issue", number, "closed_by", source.closed_by, issue.attributes["closed_by"])
            self.result.equal("issue", number, "user_notes_count", len(comments[number]), issue.user_notes_count)
            discussions = rows(issue.discussions)
            self.result.equal(
                "issue", number, "individual notes", [True] * len(discussions),
                [row["individual_note"] for row in discussions])
            notes = [row["notes"][0] for row in discussions]
            self.items.comments("Issue", number, comments[number], [note for note in notes if not note["system"]], issue)
            if self.items.events:
                self.items.events.compare("issue", issue, [note for note in notes if note["system"]])
            compare_reactions(self.result, "issue", number, source.reactions, issue)
            self.items.source_state(source, issue.attributes)
            self.items.links.issue(source, issue)


def _text(place: str) -> str:
    if place.startswith("http"):
        with urllib.request.urlopen(place, timeout=60) as answer:
            return answer.read().decode()
    with open(place, encoding="utf-8") as file:
        return file.read()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="where Landfall is")
    parser.add_argument("--project", required=True, help="full path of the imported project")
    parser.add_argument("--truth", required=True, help="file or http address")
    parser.add_argument("--format", choices=READERS, required=True)
    parser.add_argument(
        "--origin", action="append", required=True,
        help="web address of the source; repeatable, for others that stand for it in texts")
    parser.add_argument(
        "--people", action="append", default=[], metavar="TRUTH",
        help="Bitbucket: truth of another project there, whose people may be named here; repeatable")
    arguments = parser.parse_args()
    text = _text(arguments.truth)
    for other in arguments.people:
        text = truth_bitbucket.with_people_of(text, _text(other))
    client = gitlab.Gitlab(arguments.url, private_token=os.environ["LANDFALL_TOKEN"])
    truth = READERS[arguments.format](text)
    return ProjectComparison(client, arguments.project, truth, [origin.rstrip("/") for origin in arguments.origin]).run()


if __name__ == "__main__":
    sys.exit(main())
