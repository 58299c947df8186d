"""`gh api` and `glab api`: requests to a forge, told by their method, path and fields."""

from typing import Final

import msgspec
import re2
from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.git_history import is_default
from sentinel.live.reading.github_pipelines import read_run
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Does,
    asks_help,
    does,
    done,
    ends,
    harmless,
    looks,
    place_from,
    writes,
)

GONE: Final = Does(Kind.DELETES, Thing.REPOSITORY, Radius.ONE, Undo.NEVER, frozenset({"remote"}),
                    "gh repo archive REPOSITORY")  # fmt: skip
"""A repository with all that belongs to it."""
_REMOTE: Final = writes(Thing.REPOSITORY, "remote")
_WHOLES: Final = (("/repos/", 3), ("/projects/", 2), ("/orgs/", 2), ("/groups/", 2))
"""How paths to all of something begin, and how deep they are."""
_FIELD: Final = re2.compile(r'"(\w+)"\s*:\s*"?([\w-]+)"?')
"""A field of a body that is fed."""
_WHOLE_USER: Final = 2
_GUARDS: Final = ("/protection", "/rulesets", "/protected_branches", "/protected_tags",
                  "/push_rule", "/approval_rules")  # fmt: skip
_API_VALUED: Final = frozenset({
    "-X", "--method", "-f", "--raw-field", "-F", "--field", "-H", "--header", "--input", "-q",
    "--jq", "-t", "--template", "--cache", "--hostname", "-p", "--preview",
})  # fmt: skip
_PATHS: Final[tuple[tuple[str, Thing], ...]] = (
    ("/protection", Thing.BRANCH), ("/protected_", Thing.BRANCH), ("/push_rule", Thing.BRANCH),
    ("/rulesets", Thing.BRANCH), ("/branches", Thing.BRANCH), ("/repository/tags", Thing.BRANCH),
    ("/approval_rules", Thing.BRANCH), ("/variables", Thing.SECRET),
    ("/git/refs", Thing.BRANCH),
    ("/secrets", Thing.SECRET), ("/keys", Thing.ACCOUNT),
    ("/deploy_keys", Thing.ACCOUNT),
    ("/collaborators", Thing.PERMISSION), ("/memberships", Thing.PERMISSION),
    ("/outside_collaborators", Thing.PERMISSION), ("/invitations", Thing.PERMISSION),
    ("/access_tokens", Thing.PERMISSION), ("/deploy_tokens", Thing.PERMISSION),
    ("/permissions/workflow", Thing.PERMISSION), ("/share", Thing.PERMISSION),
    ("/members", Thing.PERMISSION), ("/teams", Thing.ACCOUNT), ("/hooks", Thing.CONFIGURATION),
    ("/registry", Thing.IMAGE), ("/contents/", Thing.COMMITS), ("/repository/files", Thing.COMMITS),
    ("/actions", Thing.WORKLOAD),
    ("/merge", Thing.BRANCH), ("/releases", Thing.OBJECT), ("/packages", Thing.PACKAGE),
    ("/issues", Thing.DATA),
    ("/pulls", Thing.DATA), ("/environments", Thing.CONFIGURATION), ("/pages", Thing.ENDPOINT),
)  # fmt: skip


_FULL: Final = frozenset({
    "permission=admin", "permission=maintain", "role=admin", "access_level=50", "access_level=60",
    "group_access=50", "default_repository_permission=admin",
})  # fmt: skip
"""Fields that give full rights."""
_ADMINS: Final = frozenset({"admin=true", "is_admin=true", "site_admin=true"})
"""Fields that make somebody an administrator of the whole forge."""
_ALL_MEMBERS: Final = frozenset({
    "default_repository_permission=admin", "default_repository_permission=write",
})  # fmt: skip
"""Fields by which everybody of an organisation gets rights on all that it has."""
_OPENED: Final = frozenset({
    "allow_force_pushes=true", "allow_deletions=true", "enforce_admins=false",
    "required_pull_request_reviews=null", "required_status_checks=null",
    "allow_force_pushes[enabled]=true",
})  # fmt: skip
"""Fields by which a protected branch is guarded less."""


class Changed(msgspec.Struct, frozen=True, gc=False):
    """What a request is about."""

    path: Word
    text: str
    """The path in lower case, with one stroke in front."""
    thing: Thing
    place: Place
    values: frozenset[str]
    """Fields, as `name=value`."""


def read_api(call: Call) -> Found:
    """`gh api`: the method says what happens, fields make it a POST."""
    opts = options(call.words, _API_VALUED)
    if asks_help(opts):
        return Found().add(harmless("gh api --help", Thing.ENDPOINT, ""))
    path = opts.plain[1] if len(opts.plain) > 1 else Word("")
    method = next(iter([*opts.given.get("-X", []), *opts.given.get("--method", [])][-1:]), None)
    fields = opts.has("-f", "--raw-field", "-F", "--field", "--input") or any(
        name in opts.given for name in ("-f", "-F", "--field", "--raw-field", "--input")
    )
    verb = method.text.upper() if method else ("POST" if fields else "GET")
    by = f"gh api -X {verb}"
    values = [word.text.replace(" ", "") for each in opts.given.values() for word in each]
    if call.stdin is not None and "-" in opts.values("--input"):
        values += [f"{name}={value}" for name, value in _FIELD.findall(call.stdin.text)]
    place = place_from([path.text, *(each.partition("=")[2] for each in values)], call.place)
    if method is not None and not method.fixed:
        return Found().unread(by, "the method is made at run time", "dynamic")
    if path.text == "graphql":
        return _graphql(call, opts)
    if verb in ("GET", "HEAD"):
        return Found().add(*done(call, looks(Thing.ENDPOINT), by, [path], place=place))
    said, _, query = path.text.partition("?")
    values += query.split("&")
    text = "/" + said.strip("/").lower()
    thing = next((thing for part, thing in _PATHS if part in text), Thing.ENDPOINT)
    if verb == "DELETE":
        return _deleted(call, by, path, text, thing, place)
    return _changed(call, opts, by, Changed(path, text, thing, place, frozenset(values)))


def _changed(call: Call, opts: Options, by: str, what: Changed) -> Found:
    """What any other method changes, by the path and the fields."""
    path, text, thing, place = what.path, what.text, what.thing, what.place
    values = what.values
    if text.endswith(("/dispatches", "/pipeline", "/trigger/pipeline")):
        name = text.rpartition("/")[0].rpartition("/")[2]
        return read_run(call, opts, by, [Word(name, path.fixed)])
    kind = Kind.ESCALATES if thing in (Thing.PERMISSION, Thing.ACCOUNT) else Kind.WRITES
    if text.endswith("/transfer"):
        given = does(Kind.ESCALATES, Thing.REPOSITORY, "remote")
        return Found().add(*done(call, given, by, [path], place=place))
    if _ADMINS & values and text.startswith("/users"):
        kind = Kind.ESCALATES
    full = (_FULL | _ADMINS) & values
    if kind is Kind.ESCALATES and place is not Place.PROD:
        place = Place.UNKNOWN
    marks: tuple[str, ...] = ("remote",)
    if full and kind is Kind.ESCALATES:
        marks += ("admin",)
    if thing is Thing.BRANCH:
        marks += _branch_marks(text)
        marks += ("protection",) if any(guard in text for guard in _GUARDS) else ()
        marks += ("force", "history") if "force=true" in values else ()
    found = Found().add(*done(call, does(kind, thing, *marks), by, [path], place=place))
    found.take([_besides(call, by, what)])
    if "/protection" in text and _OPENED & values:
        weak = does(Kind.WEAKENS, Thing.BRANCH, "protection", "remote")
        found.add(*done(call, weak, by, [path], place=place))
    if {"archived=true"} & values or text.endswith("/archive"):
        archived = replace(_REMOTE, thing=Thing.REPOSITORY).marked("archive")
        found.add(*done(call, archived, by, [path], place=place))
    if {"private=false", "visibility=public"} & values:
        public = does(Kind.EXPOSES, Thing.REPOSITORY, "public", undo=Undo.NEVER)
        found.add(*done(call, public, by, [path], place=place))
    return found


def _besides(call: Call, by: str, what: Changed) -> Found:
    """What the path or the fields do besides: rights for all, code that runs, a way out."""
    found, text = Found(), what.text
    if _ALL_MEMBERS & what.values:
        full = ("admin",) if _FULL & what.values else ()
        given = does(Kind.ESCALATES, Thing.PERMISSION, "remote", *full)
        found.add(*done(call, given, by, [what.path]))
    if "/.github/workflows/" in text or "/.gitlab-ci" in text or "%2egitlab-ci" in text:
        code = does(Kind.WRITES, Thing.COMMITS, "remote", "untrusted-source")
        found.add(*done(call, code, by, [what.path]))
    if what.thing is Thing.CONFIGURATION and "/hooks" in text:
        told = does(Kind.EXPOSES, Thing.REPOSITORY, "remote")
        found.add(*done(call, told, by, [what.path]))
    if any(x.startswith("security_and_") and x.endswith("=disabled") for x in what.values):
        unseen = does(Kind.WEAKENS, Thing.REPOSITORY, "remote")
        found.add(*done(call, unseen, by, [what.path]))
    if "two_factor_requirement_enabled=false" in what.values:
        weak = does(Kind.WEAKENS, Thing.ORGANISATION, "mfa", "remote")
        found.add(*done(call, weak, by, [what.path]))
    return found


def _deleted(call: Call, by: str, path: Word, text: str, thing: Thing, place: Place) -> Found:
    """What a DELETE takes away: a repository or a team's all, a guard, or one thing."""
    whole = any(text.startswith(start) and text.count("/") == depth for start, depth in _WHOLES)
    if text.startswith("/users/") and text.count("/") == _WHOLE_USER:
        thing = Thing.ACCOUNT
    what = GONE if whole else ends(thing, "remote")
    if thing in (Thing.PACKAGE, Thing.IMAGE):
        what = Does(Kind.DELETES, Thing.PACKAGE, Radius.NAMESPACE, Undo.NEVER,
                    frozenset({"remote", "release"}))  # fmt: skip
    if thing is Thing.BRANCH:
        what = what.marked(*_branch_marks(text))
    found = Found().add(*done(call, what, by, [path], place=place))
    if any(guard in text for guard in _GUARDS):
        weak = does(Kind.WEAKENS, Thing.BRANCH, "protection", "remote")
        found.add(*done(call, weak, by, [path], place=place))
    return found


def _branch_marks(text: str) -> tuple[str, ...]:
    """Marks of a path to a branch that others build on, or to what guards it."""
    name = text.partition("/heads/")[2] or text.partition("/branches/")[2].partition("/")[0]
    guarded = any(guard in text for guard in _GUARDS)
    return ("default-branch",) if is_default(name) or guarded else ()


def _graphql(call: Call, opts: Options) -> Found:
    """A mutation changes something; what, is not read."""
    texts = [word for name in ("-f", "-F", "--field", "--raw-field")
             for word in opts.given.get(name, ())]  # fmt: skip
    query = next((word for word in texts if word.text.startswith("query=")), None)
    if query is not None and query.fixed and "mutation" not in query.text:
        return Found().add(*done(call, looks(Thing.ENDPOINT), "gh api graphql"))
    return Found().unread("gh api graphql", "a mutation may change anything", "dynamic")
