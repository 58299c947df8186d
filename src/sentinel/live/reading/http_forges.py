"""What a request does to a forge: GitHub and GitLab, by their interfaces.

What people write to each other there (issues, comments, reviews, the states of checks) harms
nobody; what merges, rewrites, opens or gives rights does. Marks: `message`, `pipeline`.
"""

from typing import Final

from sentinel.live.reading.http_services import READING, Asked, Told
from sentinel.live.reading.system_verbs import bag

_MAIN: Final = bag("main master trunk develop production release stable")
_AREAS: Final = bag("repos projects groups orgs users user teams gists organizations enterprises "
                    "search markdown snippets runners notifications graphql applications "
                    "app hooks keys")  # fmt: skip
_INTERFACES: Final[dict[tuple[str, ...], frozenset[str]]] = {
    ("api", "v3"): _AREAS, ("api", "v4"): _AREAS, ("api", "v1"): bag("repos orgs"),
}  # fmt: skip
"""What stands behind the version in a path: GitHub's own hosts, GitLab, Gitea."""
_SAID: Final = bag("issues pulls merge_requests statuses check-runs check-suites labels milestones "
                   "comments notes reactions discussions award_emoji todos markdown snippets "
                   "epics boards lint")  # fmt: skip
"""What is said there, and harms nobody."""
_ACTS: Final = bag("merge merges accept approve approvals rebase lock transfer move delete")
_GONE: Final = {
    "members": "deletes account", "memberships": "deletes account",
    "collaborators": "deletes permission", "teams": "deletes permission",
    "secrets": "deletes secret", "variables": "deletes configuration", "keys": "deletes account",
    "hooks": "deletes configuration", "releases": "deletes package release never",
    "packages": "deletes package release never", "registry": "deletes image namespace never",
    "rulesets": "weakens branch protection", "vulnerability-alerts": "weakens audit audit",
    "automated-security-fixes": "weakens audit audit", "environments": "deletes configuration",
    "caches": "deletes cache temporary easy", "artifacts": "deletes object",
    "runs": "deletes audit", "pipelines": "deletes audit", "runners": "deletes node",
    "labels": "deletes configuration easy", "comments": "deletes endpoint easy message",
    "tags": "deletes branch", "reactions": "deletes endpoint easy message",
}  # fmt: skip
_MADE: Final = {
    "collaborators": "escalates permission", "members": "escalates permission",
    "memberships": "escalates permission", "keys": "escalates permission",
    "deploy_keys": "escalates permission", "deploy_tokens": "escalates permission",
    "access_tokens": "escalates permission", "impersonation_tokens": "escalates permission",
    "invitations": "escalates permission",
    "transfer": "escalates repository namespace", "hooks": "exposes repository",
    "archive": "writes repository hard archive remote", "unarchive": "writes repository easy",
    "secrets": "writes secret", "variables": "writes configuration",
    "rulesets": "writes branch hard protection", "protection": "writes branch hard protection",
    "protected_branches": "writes branch hard protection",
    "dispatches": "starts workload pipeline", "pipeline": "starts workload pipeline",
    "pipelines": "starts workload pipeline", "retry": "starts workload pipeline",
    "rerun": "starts workload pipeline checks", "rerun-failed-jobs": "starts workload "
    "pipeline checks", "play": "starts workload pipeline", "cancel": "stops process easy",
    "force-cancel": "stops process easy", "contents": "writes branch remote default-branch",
    "commits": "writes branch remote default-branch", "forks": "creates repository",
    "fork": "creates repository", "releases": "creates package release public",
    "deployments": "starts workload", "merges": "writes branch remote",
    "merge": "writes branch remote default-branch", "blobs": "creates commits",
    "trees": "creates commits", "tags": "creates commits", "branches": "creates branch",
    "environments": "writes configuration", "permissions": "escalates permission",
}  # fmt: skip


def forge(asked: Asked) -> Told | None:
    """Read a request to GitHub or GitLab."""
    parts = asked.parts
    if "_apis" in parts and asked.method == "DELETE":
        return _azure(parts)
    if "".join(parts[2:3]) in _INTERFACES.get(parts[:2], ()):
        parts = parts[2:]
    elif parts[:2] == ("2.0", "repositories") and "bitbucket" in asked.host:
        parts = ("repos", *parts[2:])
    elif not asked.host.startswith("api.github"):
        return None
    if parts[:1] == ("graphql",):
        return None
    count = 3 if parts[:1] == ("repos",) else 2
    name, rest = "/".join(parts[1:count]), parts[count:]
    if asked.method in READING:
        told = "variables" in rest and parts[0] in ("projects", "groups")
        return ("reveals secret set secret" if told else "reads repository", name)
    if asked.method == "DELETE":
        return _deleted(parts, name, rest)
    return _written(asked, parts, name, rest)


def _azure(parts: tuple[str, ...]) -> Told | None:
    """What a DELETE takes away from Azure DevOps."""
    rest = parts[parts.index("_apis") + 1 :]
    if rest[:1] == ("projects",):
        return ("deletes repository namespace never", rest[-1])
    if rest[:2] == ("git", "repositories") and "refs" not in rest:
        return ("deletes repository never", rest[-1])
    if rest[:1] == ("policy",):
        return ("weakens branch protection", "/".join(rest))
    return None


def _deleted(parts: tuple[str, ...], name: str, rest: tuple[str, ...]) -> Told:
    if parts[:1] in (("repos",), ("projects",)) and not rest:
        return ("deletes repository never | archive the repository", name)
    if parts[:1] in (("groups",), ("orgs",)) and not rest:
        return ("deletes repository namespace never", name)
    if parts[:1] == ("users",) and not rest:
        return ("deletes account", name)
    if "protection" in rest or "protected_branches" in rest:
        return ("weakens branch protection", name)
    if "refs" in rest or "branches" in rest:
        mark = " default-branch" if rest[-1] in _MAIN else ""
        return (f"deletes branch remote{mark}", rest[-1])
    known = next((_GONE[each] for each in reversed(rest) if each in _GONE), "")
    return (known or "deletes endpoint", "/".join(parts))


def _written(asked: Asked, parts: tuple[str, ...], name: str, rest: tuple[str, ...]) -> Told:
    body = asked.body.replace(" ", "").replace("\n", "") + "&" + asked.query.lower()
    if "/".join(rest[:2]) == "git/refs":
        return _moved(asked.method, body, rest)
    if any(each in body for each in _ALL_MEMBERS):
        return ("escalates permission namespace admin", name)
    if (
        '"private":false' in body
        or '"is_private":false' in body
        or '"visibility":"public' in body
        or "visibility=public" in body
    ):
        return ("exposes repository never public", name)
    if '"archived":true' in body and not rest:
        return ("writes repository hard archive remote", name)
    known = next((_MADE[each] for each in reversed(rest) if each in _MADE), "")
    if known:
        admin = '"role":"admin"' in body or '"permission":"admin"' in body
        admin |= "access_level=50" in body or '"access_level":50' in body
        return (f"{known} admin" if admin and known.startswith("escalates") else known, name)
    if not _ACTS.isdisjoint(rest):
        return ("writes branch remote", name)
    if not _SAID.isdisjoint([*rest, *parts[:1]]):
        return ("creates endpoint easy message", "/".join(parts))
    if '"disabled"' in body and ("security_and_analysis" in body or "enforcement" in body):
        return ("weakens branch protection", name)
    return ("writes endpoint unknown hard", "/".join(parts))


_ALL_MEMBERS: Final = ('"default_repository_permission":"admin"',
                       '"default_repository_permission":"write"')  # fmt: skip


def _moved(method: str, body: str, rest: tuple[str, ...]) -> Told:
    """A branch that is made, or set to another commit."""
    if method == "POST":
        return ("creates branch", "".join(rest[-1:]))
    mark = " default-branch" if rest[-1] in _MAIN else ""
    forced = '"force":true' in body or "force=true" in body
    return (f"writes branch hard remote{mark}{' force history' if forced else ''}", rest[-1])
