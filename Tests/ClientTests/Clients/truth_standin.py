"""Reads the truth of the bundled stand-in GitHub: `SampleTruth` as JSON (ISO 8601 dates), and beside it the diff hunks it
shows above review comments, by their ids: {"truth": {…}, "hunks": {"12": "@@ …"}}."""

import json

from truth import UNTOLD, Comment, Item, Label, Milestone, Pull, Release, Repository, Review, ReviewComment, Thread, Truth, Wiki


def read(text: str) -> Truth:
    document = json.loads(text)
    sample, hunks = document["truth"], document["hunks"]
    commits = sample["commits"]
    repository = sample["repository"]
    truth = Truth(
        Repository(
            full_name=f"{repository['owner']}/{repository['name']}", default_branch=repository["defaultBranch"],
            description=repository.get("description"), topics=repository["topics"],
            visibility="private" if repository["isPrivate"] else "public", archived=repository["isArchived"]),
        refs={ref["name"]: commits[ref["commit"]] for ref in sample["refs"]}, wiki=_wiki(sample))
    truth.peeled_tags = {f"refs/tags/{tag['name']}": commits[tag["commit"]] for tag in sample["tags"]}
    truth.labels = [Label(row["name"], row["color"], row.get("description")) for row in sample["labels"]]
    truth.milestones = [
        Milestone(
            row["number"], row["title"], row.get("description"), row["state"], row.get("dueOn"), row["createdAt"])
        for row in sample["milestones"]]
    truth.releases = [
        Release(
            row["tag"], row.get("name"), row.get("body"), row.get("author"), row["createdAt"],
            row.get("publishedAt"))
        for row in sample["releases"]]
    titles = {milestone.number: milestone.title for milestone in truth.milestones}
    for row in sample["issues"]:
        if row.get("pullRequest"):
            truth.pulls[row["number"]] = _pull(row, titles, commits, truth)
        else:
            truth.issues[row["number"]] = Item(**_item(row, titles))
    truth.comments = [
        Comment(row["id"], row["issue"], row.get("author"), row["body"], row["createdAt"], row["updatedAt"])
        for row in sample["comments"]]
    truth.reviews = [
        Review(
            row["id"], row["pullRequest"], row.get("author"), row["state"], row["body"], row["submittedAt"])
        for row in sample["reviews"]]
    truth.threads = _threads(sample, hunks, commits, truth)
    return truth


def _wiki(sample: dict) -> Wiki | None:
    pages = {page["path"]: page["content"].encode() for page in sample["wikiPages"]}
    # The stand-in makes the wiki's only commit itself and does not tell it.
    return Wiki(UNTOLD, pages) if pages and sample["repository"]["hasWiki"] else None


def _item(row: dict, titles: dict[int, str]) -> dict:
    return dict(
        number=row["number"], title=row["title"], body=row.get("body"), state=row["state"],
        author=row.get("author"), assignees=row["assignees"], labels=row["labels"],
        milestone=titles.get(row.get("milestone")), locked=row["isLocked"], created_at=row["createdAt"],
        updated_at=row["updatedAt"], closed_at=row.get("closedAt"), closed_by=row.get("closedBy"))


def _pull(row: dict, titles: dict[int, str], commits: list[str], truth: Truth) -> Pull:
    pull = row["pullRequest"]
    (kind, head), = pull["head"].items()
    full_name = truth.repository.full_name
    head_repository = {
        "sameRepository": lambda: full_name, "fork": lambda: f"{head['owner']}/{head['name']}",
        "deletedFork": lambda: None,
    }[kind]()
    return Pull(
        **_item(row, titles), draft=pull["isDraft"], base_ref=pull["baseRef"], base_sha=commits[pull["baseCommit"]],
        head_ref=pull["headRef"], head_sha=commits[(pull["commits"] or [pull["baseCommit"]])[-1]],
        head_repository=head_repository, merged_at=pull.get("mergedAt"), merged_by=pull.get("mergedBy"),
        merge_commit=commits[pull["mergeCommit"]] if pull.get("mergeCommit") is not None else None,
        requested=pull["requestedReviewers"], has_commits=f"refs/pull/{row['number']}/head" in truth.refs)


def _threads(sample: dict, hunks: dict[str, str], commits: list[str], truth: Truth) -> list[Thread]:
    threads: dict[int, Thread] = {}
    for row in sample["reviewComments"]:
        number, outdated = row["pullRequest"], row["isOutdated"]
        line, start = row.get("originalLine"), row.get("originalStartLine")
        comment = ReviewComment(
            row["id"], number, row.get("author"), row["body"], row["createdAt"], row["updatedAt"], path=row["path"],
            is_on_file=line is None, side=row["side"], line=None if outdated else line,
            start_line=None if outdated else start, original_line=line, original_start_line=start,
            is_outdated=outdated,
            commit=commits[row["commit"]] if outdated else truth.pulls[number].head_sha,
            original_commit=commits[row["commit"]], hunk=hunks.get(str(row["id"]), ""))
        if row.get("inReplyTo") is None:
            threads[row["id"]] = Thread(number, [comment], row["isResolved"], row.get("resolvedBy"))
        else:
            threads[row["inReplyTo"]].comments.append(comment)
    return list(threads.values())
