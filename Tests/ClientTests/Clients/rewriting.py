"""Tells whether an imported text says what the source's text says.

Landfall rewrites texts so that they mean in GitLab's Markdown what they meant in GitHub's: mentions become code, `#12`
becomes `!12` for a pull request, addresses lead to the imported project, signs that GitLab would read are escaped.
`canonical` undoes all that, on both texts alike; `wrong_links` looks at the result alone for what may not be in it.
"""

import html
import re


class Rewriting:
    def __init__(self, origins: list[str], full_name: str, project_url: str, issues: set[int], pulls: set[int]) -> None:
        # The first is the source's own, from which addresses are led here.
        self.source = origins[0]
        self.origins = sorted(origins, key=len, reverse=True)
        self.full_name = full_name
        self.project_url = project_url
        self.issues = issues
        self.pulls = pulls
        # What an attachment's address at the source, without its origin, holds; and how to look at an upload here.
        self.attachments: dict[str, str] = {}
        self.uploads = None

    def read_files(self, attachments: list, uploads) -> None:
        for attachment in attachments:
            if attachment.sha256:
                told = attachment.sha256 if isinstance(attachment.sha256, str) else "?"
                self.attachments[self._without_origin(attachment.url)] = told
        self.uploads = uploads

    def _without_origin(self, text: str) -> str:
        for origin in self.origins:
            text = re.sub(re.escape(origin), "SRC", text, flags=re.IGNORECASE)
        return text

    def canonical(self, text: str | None) -> str:
        text = html.unescape((text or "").replace("\0", ""))
        if self.uploads:
            text = self.uploads.named_by_content(text)
        text = text.replace(self.project_url, f"SRC/{self.full_name}")
        text = self._without_origin(text)
        for address, content in self.attachments.items():
            text = text.replace(address, f"FILE({content})")
        if "?" in self.attachments.values():
            told = set(self.attachments.values())
            text = re.sub(r"FILE\((\w+)\)", lambda match: match[0] if match[1] in told else "FILE(?)", text)
        # A bare address of a film is shown by GitHub as one; GitLab wants it written as an image.
        text = re.sub(r"!\[[^\]]*\.(?:mp4|mov|webm)\]\((FILE\([\w?]+\))\)", r"\1", text)
        text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
        name = re.escape(self.full_name)
        text = re.sub(rf"SRC/{name}(?![\w-])(\S*)", lambda match: self._address(match[1]), text, flags=re.IGNORECASE)
        text = re.sub(r"\[([\w.-]+/[\w.-]+#\d+)\]\(SRC/[^)\s]*\)", r"\1", text)
        text = re.sub(r"`(@[\w.-]+(?:/[\w.-]+)?)`", r"\1", text)
        text = re.sub(rf"(?<![\w/]){name}(?=[#!]\d)", "", text, flags=re.IGNORECASE)
        text = re.sub(r"\bGH-(?=\d)", "#", text, flags=re.IGNORECASE)
        text = re.sub(r"!(?=\d)", "#", text)
        return re.sub(r"(?m)^( {0,3}`{3,})suggestion:-\d+\+0", r"\1suggestion", text)

    def _address(self, path: str) -> str:
        path = path.removeprefix("/-").replace("/merge_requests", "/pull").replace("/issues/", "/pull/")
        path = re.sub(r"(/pull/\d+)/(?:diffs|changes)", r"\1/files", path)
        if re.match(r"/pull/\d+", path):
            path = re.sub(r"(?:/files)?#(?:note_|issuecomment-|discussion_r|pullrequestreview-|issue-|diff-)[\w-]*", "", path)
        path = path.replace("/releases/tag/", "/releases/").replace("/wikis", "/wiki").replace("/milestones/", "/milestone/")
        path = re.sub(r"/releases/download/([^/]+)/", r"/releases/\1/downloads/", path)
        path = path.replace("/releases/latest", "/releases/permalink/latest")
        path = re.sub(r"#L(\d+)(?:C\d+)?-L(\d+)(?:C\d+)?", r"#L\1-\2", path)
        return f"SRC/{self.full_name}{path}"

    def wrong_links(self, text: str | None) -> list[str]:
        """What GitLab would make of the result, where that leads to the wrong thing."""
        plain = without_code(text or "")
        wrong = []
        local = re.escape(self.project_url)
        for kind, number in re.findall(rf"{local}/-/(issues|merge_requests)/(\d+)", plain):
            if int(number) not in (self.issues if kind == "issues" else self.pulls):
                wrong.append(f"address of {kind}/{number}, which is something else")
        items = rf"{re.escape(self.source)}/{re.escape(self.full_name)}/(?:issues|pull)/(\d+)\b"
        for number in re.findall(items, plain):
            if int(number) in self.issues | self.pulls:
                wrong.append(f"address of {number} still at the source")
        plain = re.sub(r"https?://\S+", "", re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", plain))
        plain = re.sub(r"<[^>]*>", "", plain)
        for sign, number in re.findall(r"(?<![\w\\&/])([#!])(\d+)\b", plain):
            if int(number) not in (self.issues if sign == "#" else self.pulls):
                wrong.append(f"{sign}{number}, which is something else or nothing")
        for login in re.findall(r"(?<![\w\\/.])@([A-Za-z0-9][\w-]*)", plain):
            wrong.append(f"a mention of {login} that would reach somebody")
        return wrong


def without_code(text: str) -> str:
    lines, fence = [], None
    for line in text.splitlines():
        mark = re.match(r"(?:[ >]|[-*+] |\d+\. )*(`{3,}|~{3,})(.*)", line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = None
            continue
        if mark and (mark[1][0] == "~" or "`" not in mark[2]):
            fence = mark[1]
            continue
        lines.append("" if re.match(r"(?: {4}|\t)", line) else line)
    return re.sub(r"(?s)(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", "\n".join(lines))
