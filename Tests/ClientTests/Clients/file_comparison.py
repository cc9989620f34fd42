"""Holds attachments, release assets and LFS objects against what was stored, byte by byte."""

import hashlib
import os
import re
import subprocess
import tempfile
from typing import Any

import requests

from comparison import Comparison
from truth import UNTOLD, Attachment, LFSObject, Release

UPLOAD = re.compile(r"/uploads/[0-9a-f]{32}/[^\s)\"'>\]]+")


class UploadedFiles:
    """What stands behind the uploads of a project, fetched as a client fetches them."""

    def __init__(self, client: Any, project: Any) -> None:
        self.address = f"{client.url}/api/v4/projects/{project.id}"
        self.headers = {"PRIVATE-TOKEN": client.private_token}
        self.known: dict[str, str] = {}

    def sha256(self, link: str) -> str:
        if link not in self.known:
            answer = requests.get(self.address + link, headers=self.headers, timeout=60)
            self.known[link] = hashlib.sha256(answer.content).hexdigest() if answer.ok else f"HTTP {answer.status_code}"
        return self.known[link]

    def named_by_content(self, text: str) -> str:
        """The text with each upload replaced by what it is."""
        return UPLOAD.sub(lambda match: f"FILE({self.sha256(match[0])})", text)


def compare_attachments(result: Comparison, attachments: list[Attachment], client: Any, project: Any) -> None:
    """Each is among the uploads, once by content; that texts show it where it belongs, comparing the texts tells."""
    stored = []
    for row in client.http_list(f"/projects/{project.id}/uploads", iterator=True, per_page=100):
        answer = client.http_get(f"/projects/{project.id}/uploads/{row['id']}", streamed=False, raw=True)
        result.object("upload")
        result.equal("upload", row["filename"], "size", row["size"], len(answer.content))
        stored.append(hashlib.sha256(answer.content).hexdigest())
    result.equal("upload", project.path_with_namespace, "stored once", len(set(stored)), len(stored))
    for attachment in attachments:
        result.object("attachment")
        if attachment.sha256 is not None and attachment.sha256 is not UNTOLD:
            result.equal("attachment", attachment.url, "is an upload", True, attachment.sha256 in stored)


def compare_assets(result: Comparison, client: Any, release: Release, row: dict) -> None:
    links = {link["name"]: link for link in row.get("assets", {}).get("links", [])}
    result.keys(f"asset of {release.tag}", [asset.name for asset in release.assets], links)
    for asset in release.assets:
        result.object("asset")
        if asset.name not in links:
            continue
        answer = requests.get(
            links[asset.name]["direct_asset_url"], headers={"PRIVATE-TOKEN": client.private_token}, timeout=60)
        result.equal("asset", asset.name, "status", 200, answer.status_code)
        result.equal("asset", asset.name, "size", asset.size, len(answer.content))
        if asset.sha256 is not UNTOLD:
            result.equal("asset", asset.name, "sha256", asset.sha256, hashlib.sha256(answer.content).hexdigest())


def compare_lfs(result: Comparison, url: str, token: str, objects: list[LFSObject]) -> None:
    """Clones each branch with `git lfs` and looks at the files it checks out."""
    address = url.replace("://", f"://oauth2:{token}@", 1)
    for branch in sorted({object.branch for object in objects}):
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(os.environ, GIT_TERMINAL_PROMPT="0", HOME=folder)
            subprocess.run(["git", "lfs", "install"], env=environment, capture_output=True, check=True, timeout=60)
            clone = subprocess.run(
                ["git", "clone", "--quiet", "--branch", branch, address, "clone"], cwd=folder, env=environment,
                capture_output=True, text=True, timeout=300)
            result.equal("LFS", branch, "clone", "", clone.stderr if clone.returncode else "")
            for object in (object for object in objects if object.branch == branch):
                result.object("LFS object")
                path = os.path.join(folder, "clone", object.path)
                content = open(path, "rb").read() if os.path.exists(path) else b""
                result.equal("LFS object", object.path, "size", object.size, len(content))
                result.equal("LFS object", object.path, "sha256", object.oid, hashlib.sha256(content).hexdigest())
