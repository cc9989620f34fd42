"""Reads the truth of a simulator of Bitbucket Server or Cloud: NDJSON, a line for each object with its `kind`."""

import json
from collections import Counter, defaultdict

import truth_bitbucket_issues
import truth_bitbucket_listed
import truth_bitbucket_protection
import truth_bitbucket_requests
from truth import (
    UNTOLD, Asset, Attachment, Collaborator, LFSObject, Release, Repository, Truth, Wiki)
from truth_threads import Person

Rows = dict[str, list[dict]]

# Where the simulator's LFS files lie on their branch; it tells their sizes.
LFS_PATHS = {1_000: "data/small.bin", 40_000: "data/medium.bin", 1_500_000: "data/large.bin"}


def read_server(text: str) -> Truth:
    return _read(_rows(text), is_cloud=False)


def read_cloud(text: str) -> Truth:
    return _read(_rows(text), is_cloud=True)


def with_people_of(text: str, other: str) -> str:
    """The truth with the people whom another project of the same source knows: some are only named in passing."""
    elsewhere = [row | {"kind": "user_elsewhere"} for row in _rows(other)["user"]]
    return "\n".join([text, *map(json.dumps, elsewhere)])


def _rows(text: str) -> Rows:
    rows: Rows = defaultdict(list)
    for line in text.splitlines():
        if line.strip():
            row = json.loads(line)
            rows[row["kind"]].append(row)
    return rows


def _read(rows: Rows, is_cloud: bool) -> Truth:
    people = _people(rows["user"], is_cloud)
    elsewhere = _people(rows["user_elsewhere"], is_cloud)
    _name_people(rows, {person.identifier: login for login, person in (elsewhere | people).items()})
    refs = {f"refs/heads/{row['name']}": row["sha"] for row in rows["branch"]}
    refs |= {f"refs/tags/{row['name']}": row["sha"] for row in rows["tag"]}
    truth = Truth(_repository(rows, is_cloud), refs, _wiki(rows))
    truth.imported_from = "bitbucket" if is_cloud else "bitbucket_server"
    truth.people = people
    truth.people_elsewhere = elsewhere
    truth.peeled_tags = {f"refs/tags/{row['name']}": row["target"] for row in rows["tag"] if row["annotated"]}
    truth.attachments = [
        Attachment(row["link"], row["sha256"] if row["available"] else None) for row in rows["attachment"]]
    truth_bitbucket_requests.read(rows, truth, is_cloud)
    truth_bitbucket_issues.read(rows, truth)
    truth.lfs_objects = [
        LFSObject(row["oid"], row["size"], LFS_PATHS[row["size"]], row["branch"]) for row in rows["lfs_object"]]
    truth.collaborators = [Collaborator(row["user"], row["permission"]) for row in rows["member"]]
    truth.releases = _downloads(rows["download"])
    truth_bitbucket_protection.read(rows, truth, is_cloud)
    truth.listed += truth_bitbucket_listed.read(rows, is_cloud)
    return truth


def _people(rows: list[dict], is_cloud: bool) -> dict[str, Person]:
    def login(row: dict) -> str:
        if not is_cloud:
            return row["name"]
        # What the API shows of accounts: those of services have no nickname, closed ones have lost theirs.
        return row["display_name"] if row["type"] == "SERVICE" or row["state"] == "deleted" else row["nickname"]

    times = Counter(login(row) for row in rows)
    people = {}
    for row in rows:
        key = login(row) if times[login(row)] == 1 else f"{login(row)}\0{row['id']}"
        people[key] = Person(row["id"], row["display_name"], row.get("account_id") or row["name"])
    return people


PEOPLE = (
    "author", "user", "creator", "resolver", "merged_by", "closed_by", "thread_resolver", "reporter", "assignee",
    "added", "removed", "users", "reviewers")


def _name_people(rows: Rows, logins: dict[str, str]) -> None:
    """Identifiers become logins wherever people stand in a line."""
    def login(identifier: str | None) -> str | None:
        return identifier and logins.get(identifier, identifier)

    for kind, lines in rows.items():
        for row in lines if kind != "user" else []:
            for name in PEOPLE:
                if isinstance(row.get(name), list):
                    row[name] = [login(one) for one in row[name]]
                elif row.get(name) is not None:
                    row[name] = login(row[name])


def _repository(rows: Rows, is_cloud: bool) -> Repository:
    row = rows["repository"][0]
    return Repository(
        full_name=f"{row['project']}/{row['slug']}", default_branch=row["default_branch"],
        description=row["description"] or None, topics=[label["name"] for label in rows["label"]],
        visibility="private" if row["private"] else "public", archived=UNTOLD if is_cloud else row["archived"])


def _wiki(rows: Rows) -> Wiki | None:
    if not rows["wiki_page"]:
        return None
    return Wiki(UNTOLD, {row["path"]: f"sha256:{row['sha256']}" for row in rows["wiki_page"]})


def _downloads(rows: list[dict]) -> list[Release]:
    if not rows:
        return []
    assets = [Asset(row["name"], row["size"], row["sha256"]) for row in rows]
    return [Release("downloads", "Downloads", UNTOLD, UNTOLD, UNTOLD, UNTOLD, assets=assets)]

