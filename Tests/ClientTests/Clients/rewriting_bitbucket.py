"""Tells whether an imported text says what Bitbucket's text says; see `rewriting.py` for how.

Mentions are `@name`, `@"name with spaces"` and, in Cloud, `@{account id}`; addresses of the repository's own pull
requests, issues, files and commits lead to the imported project; attachments are uploads.
"""

import html
import re
from urllib.parse import unquote

from rewriting import Rewriting, without_code

ENDS = r"[^\s<>()\[\]\"'`*|]*[^\s<>()\[\]\"'`*|.,;:!?_]"


class BitbucketRewriting(Rewriting):
    def __init__(
        self, origins: list[str], full_name: str, project_url: str, issues: set[int], pulls: set[int],
        logins: dict[str, str], is_cloud: bool
    ) -> None:
        """- logins: by what mentions call people."""
        super().__init__(origins, full_name, project_url, issues, pulls)
        self.logins = logins
        self.is_cloud = is_cloud
        key, _, slug = full_name.partition("/")
        self.paths = [f"SRC/{key}/{slug}"] if is_cloud else [f"SRC/projects/{key}/repos/{slug}"]

    def canonical(self, text: str | None) -> str:
        text = html.unescape((text or "").replace("\0", ""))
        if self.uploads:
            text = self.uploads.named_by_content(text)
        text = text.replace(self.project_url, "HERE")
        text = self._without_origin(text)
        for address in sorted(self.attachments, key=len, reverse=True):
            text = re.sub(rf"{re.escape(address)}(?![\w%/-])", f"FILE({self.attachments[address]})", text)
        text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
        text = re.sub(r"\{: data-inline-card='' \}", "", text)
        text = re.sub(rf"HERE/-/({ENDS})", lambda match: self._local(match[1]), text)
        for path in self.paths:
            text = re.sub(
                rf"{re.escape(path)}/({ENDS})", lambda match: self._own(match[1]) or match[0], text,
                flags=re.IGNORECASE)
        text = self._mentions(text)
        text = re.sub(r"(?i)\b(?:pull|merge) request(?=\s+[#!]\d)", "pull request", text)
        text = re.sub(r"!(?=\d)", "#", text)
        # A line break that Bitbucket shows and GitLab would not.
        text = re.sub(r"(?:\\| {2,})(?=\r?\n)", "", text)
        return re.sub(r"(?m)^( {0,3}`{3,})suggestion:-\d+\+0", r"\1suggestion", text)

    def _mentions(self, text: str) -> str:
        def named(match: re.Match) -> str:
            return "@" + self.logins.get(match[1], match[1])

        text = re.sub(r"@\{([^}\s]+)\}", named, text)
        text = re.sub(r"@\"([^\"\n]+)\"", named, text)
        return re.sub(r"(?<!`)(`+)(@[^`\n]+?)\1(?!`)", lambda match: match[2].strip(), text)

    def _own(self, path: str) -> str | None:
        """An address at the source, by what it is the address of."""
        path, _, fragment = path.partition("#")
        path, _, query = path.partition("?")
        if match := re.match(r"(pull-requests|issues)/(\d+)\b", path):
            return f"LINK({'pull' if match[1] == 'pull-requests' else 'issue'} {match[2]})"
        if match := re.match(r"commits/([0-9a-f]+)", path):
            return f"LINK(commit {match[1]})"
        if match := re.match(r"src/([^/]+)/(.*)", path):
            lines = re.match(r"lines-(\d+)(?::(\d+))?", fragment)
            return self._file(match[1], match[2], lines)
        if match := re.match(r"browse/?(.*)", path):
            at = re.search(r"(?:^|&)at=([^&]*)", query)
            lines = re.match(r"(\d+)(?:-(\d+))?", fragment)
            return self._file(at[1] if at else "HEAD", match[1], lines)
        return None

    def _local(self, path: str) -> str:
        path, _, fragment = path.partition("#")
        if match := re.match(r"(merge_requests|issues)/(\d+)\b", path):
            return f"LINK({'pull' if match[1] == 'merge_requests' else 'issue'} {match[2]})"
        if match := re.match(r"commit/([0-9a-f]+)", path):
            return f"LINK(commit {match[1]})"
        if match := re.match(r"(?:blob|tree)/(.*)", path):
            lines = re.match(r"L(\d+)(?:-L?(\d+))?", fragment)
            return self._file(match[1], "", lines)
        return f"HERE/-/{path}"

    @staticmethod
    def _file(ref: str, path: str, lines: re.Match | None) -> str:
        name = re.sub("^refs/(?:heads|tags)/", "", unquote(ref)) + "/" + unquote(path)
        return f"LINK(file {name.strip('/')} {'-'.join(line for line in lines.groups() if line) if lines else ''})"

    def wrong_links(self, text: str | None) -> list[str]:
        plain = without_code(text or "")
        wrong = self._wrong_addresses(plain)
        plain = re.sub(r"https?://\S+", "", re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", plain))
        for sign, number in re.findall(r"(?<![\w\\&/#!])([#!])(\d+)\b", plain):
            if int(number) not in (self.issues if sign == "#" else self.pulls):
                wrong.append(f"{sign}{number}, which is something else or nothing")
        for login in re.findall(r"(?<![\w\\/.`])@([A-Za-z0-9][\w-]*)", plain):
            wrong.append(f"a mention of {login} that would reach somebody")
        for name in re.findall(r"@(\{[^}\s]+\}|\"[^\"\n]+\")", plain):
            if name[1:-1] in self.logins:
                wrong.append(f"a mention of {name} that says nothing here")
        return wrong

    def _wrong_addresses(self, plain: str) -> list[str]:
        wrong = []
        for kind, number in re.findall(rf"{re.escape(self.project_url)}/-/(issues|merge_requests)/(\d+)", plain):
            if int(number) not in (self.issues if kind == "issues" else self.pulls):
                wrong.append(f"address of {kind}/{number}, which is something else")
        base = re.escape(self.source) + re.escape(self.paths[0].removeprefix("SRC"))
        # An address that begins within a word is no link, there as here.
        base = rf"(?<![A-Za-z0-9]){base}"
        for kind, number in re.findall(rf"(?i){base}/(pull-requests|issues)/(\d+)\b", plain):
            if int(number) in (self.pulls if kind == "pull-requests" else self.issues):
                wrong.append(f"address of {kind}/{number} still at the source")
        wrong += [
            f"address of {what} still at the source"
            for what in re.findall(rf"(?i){base}/((?:src|browse|commits)/{ENDS})", plain)]
        for address, content in self.attachments.items():
            if content != "?" and address.replace("SRC", self.source) in plain:
                wrong.append(f"address of the attachment {address}")
        return wrong
