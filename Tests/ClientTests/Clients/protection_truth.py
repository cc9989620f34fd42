"""What a source's rules about branches and tags come to, name by name: of two the stricter holds."""

import re
from dataclasses import dataclass, field

from truth import Listed


@dataclass
class Protection:
    """What all rules about the branches of one name come to."""

    pattern: str
    allows_force_push: bool
    requires_review: bool
    requires_code_owner: bool
    # What else is demanded, a word for each of which the report must speak.
    demands: list[str] = field(default_factory=list)
    is_locked: bool = False


@dataclass
class TagProtection:
    pattern: str
    # Who makes such tags, by GitLab's numbers: nobody, Maintainers or Developers.
    level: int


@dataclass
class Rule:
    """A rule about the branches of one name, or what a ruleset says about them."""

    pattern: str
    reviews: int | None = None
    code_owner: bool = False
    contexts: list[str] = field(default_factory=list)
    conversation: bool = False
    allows_force: bool = False
    locked: bool = False
    pushers: list[str] | None = None
    # Words for whatever else it demands.
    others: list[str] = field(default_factory=list)


@dataclass
class Ruleset:
    name: str
    target: str
    is_active: bool
    include: list[str]
    exclude: list[str]
    # Names of types in capitals.
    rules: dict[str, dict]
    has_bypass: bool


OTHERS = {"REQUIRED_SIGNATURES": "signed", "REQUIRED_LINEAR_HISTORY": "linear", "CREATION": "create"}
BRANCHES = {"PULL_REQUEST", "UPDATE", "DELETION", "NON_FAST_FORWARD", "LOCK_BRANCH", "CREATION"}
TAGS = {"CREATION", "UPDATE", "DELETION", "NON_FAST_FORWARD"}


def wildcard(pattern: str) -> str:
    """GitLab's wildcards have one sign, which goes through slashes."""
    return re.sub(r"\*+", "*", re.sub(r"\*\*/", "**", pattern))


class Protections:
    def __init__(self, rules: list[Rule], tag_patterns: list[str], rulesets: list[Ruleset], default_branch: str) -> None:
        self.default_branch = default_branch
        self.branches: dict[str, Protection] = {}
        # The old protection of tags: they are made by those who maintain the repository.
        self.tags = {wildcard(name): TagProtection(wildcard(name), 40) for name in tag_patterns}
        self.listed: list[Listed] = []
        self.needs_resolved_threads = False
        for rule in rules:
            self.add(rule)
        for ruleset in rulesets:
            self.add_ruleset(ruleset)

    def add(self, rule: Rule) -> None:
        name = wildcard(rule.pattern)
        demands = list(rule.others)
        if rule.reviews:
            demands.append("approving review")
        demands += [f"status checks must pass.*{context}" for context in rule.contexts]
        demands += [f"only .*{login}.*may push" for login in rule.pushers or []]
        if rule.conversation and name == self.default_branch:
            self.needs_resolved_threads = True
        elif rule.conversation:
            demands.append("threads must be resolved")
        here = Protection(name, rule.allows_force, rule.reviews is not None, rule.code_owner, demands, rule.locked)
        there = self.branches.get(name)
        if there:
            here = Protection(
                name, here.allows_force_push and there.allows_force_push, here.requires_review or there.requires_review,
                here.requires_code_owner or there.requires_code_owner, there.demands + demands,
                here.is_locked or there.is_locked)
        self.branches[name] = here

    def add_ruleset(self, ruleset: Ruleset) -> None:
        is_branch = ruleset.target == "BRANCH"
        if not ruleset.is_active or not set(ruleset.rules) & (BRANCHES if is_branch else TAGS):
            kind = "protected_branch" if is_branch else "protected_tag"
            return self.listed.append(Listed("skipped", kind, rf"ruleset:{ruleset.name}", "left out"))
        for pattern in ruleset.include:
            name = {"~DEFAULT_BRANCH": self.default_branch, "~ALL": "*"}.get(pattern)
            name = name or re.sub("^refs/(?:heads|tags)/", "", pattern)
            self.add(self.branch(name, ruleset)) if is_branch else self.add_tag(name, ruleset)

    @staticmethod
    def branch(name: str, ruleset: Ruleset) -> Rule:
        rule = Rule(name, allows_force=not {"NON_FAST_FORWARD", "UPDATE"} & set(ruleset.rules))
        rule.others = [OTHERS[type] for type in ruleset.rules if type in OTHERS]
        pull = ruleset.rules.get("PULL_REQUEST")
        if pull is not None:
            rule.reviews = pull["required_approving_review_count"]
        rule.contexts = ruleset.rules.get("REQUIRED_STATUS_CHECKS", {}).get("contexts", [])
        rule.locked = "LOCK_BRANCH" in ruleset.rules or "UPDATE" in ruleset.rules and not ruleset.has_bypass
        if ruleset.has_bypass:
            rule.others.append("may pass over")
        if ruleset.exclude and "*" in name:
            rule.others.append("exceptions")
        return rule

    def add_tag(self, name: str, ruleset: Ruleset) -> None:
        name = wildcard(name)
        level = 30 if "CREATION" not in ruleset.rules else 40 if ruleset.has_bypass else 0
        there = self.tags.get(name)
        self.tags[name] = TagProtection(name, min(level, there.level if there else 30, key=[0, 40, 30].index))
