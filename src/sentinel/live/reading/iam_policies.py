"""Policy documents of clouds' access control, in JSON: who may do what, and how far that goes.

Statements of AWS, bindings of Google Cloud and role definitions of Azure are told apart by their
keys. A document that only takes rights away, or gives none but looking, writes a permission.

| mark | meaning |
|---|---|
| `admin` | full rights, or rights by which they can be taken |
| `public` | for anybody |
| `condition` | only where a condition holds |
| `lock-out` | a refusal so wide that it may shut its owner out |
"""

import json
from collections.abc import Callable, Mapping
from typing import Final, cast

import re2

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_words import words_in

_TAKING: Final = words_in(
    "iam:* iam:passrole iam:attachuserpolicy iam:attachrolepolicy iam:attachgrouppolicy "
    "iam:putuserpolicy iam:putrolepolicy iam:putgrouppolicy iam:createaccesskey "
    "iam:createpolicyversion iam:setdefaultpolicyversion iam:updateassumerolepolicy "
    "iam:createloginprofile iam:updateloginprofile iam:addusertogroup sts:* sts:assumerole "
    "organizations:* kms:* iam:put* iam:attach* iam:create* iam:update* iam:pass* iam:add* "
    "iam:set* lambda:* ssm:* ec2:* secretsmanager:*"
)
"""Actions by which somebody who has them on everything can take the rest."""

_LOOKING: Final = ("get", "list", "describe", "head", "search", "lookup", "view", "batchget",
                   "batchcheck", "batchdescribe", "query", "scan")  # fmt: skip
_HARMING: Final = (
    "s3:deletebucket", "s3:deleteobject", "kms:schedulekeydeletion", "kms:disablekey",
    "cloudtrail:stop", "cloudtrail:delete", "guardduty:delete", "config:delete", "config:stop",
    "logs:deleteloggroup", "secretsmanager:getsecretvalue", "ssm:sendcommand", "ssm:startsession",
    "rds:delete", "dynamodb:deletetable", "ec2:terminateinstances", "backup:delete",
    "lambda:updatefunctioncode", "eks:delete", "route53:delete", "cloudformation:delete",
    "organizations:", "ecr:deleterepository", "sts:assumerole", "ec2:createsnapshot*", "iam:",
)  # fmt: skip
"""Beginnings of actions that nobody should have on everything without being asked why."""
_SECRETS: Final = ("secretsmanager:get", "ssm:getparameter")
_PUBLIC: Final = frozenset({"allusers", "allauthenticatedusers"})
_OWNING: Final = ("roles/owner", "roles/editor", "roles/iam.", "admin")
_BY: Final = "a policy document"


def read_policy(inner: Inner) -> Found:
    """Read a policy document."""
    found = Found()
    if not inner.fixed:
        found.unread(inner.text, "parts of the policy are made at run time", "dynamic")
    try:
        document = json.loads(inner.text)
    except (ValueError, RecursionError):
        return found.unread(inner.text, "a policy that is no JSON", "broken")
    writer = _Writer(found, inner)
    given = _mapping(document)
    if "Statement" in given:
        for statement in _listed(given["Statement"]):
            writer.statement(_lowered(statement))
    elif "bindings" in given:
        for binding in _listed(given["bindings"]):
            writer.binding(_lowered(binding))
    elif "Actions" in given or "actions" in given or "permissions" in given:
        writer.definition(_lowered(given))
    else:
        return found.unread(inner.text, "no policy of a kind that is known", "broken")
    if not found.effects:
        writer.add(Kind.WRITES, Radius.SET)
    return found


LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"iam": read_policy}


class _Writer:
    """Adds the effects of one document."""

    def __init__(self, found: Found, inner: Inner) -> None:
        self._found, self._inner = found, inner

    def add(self, kind: Kind, radius: Radius, *marks: str, name: str = "") -> None:
        """Add one effect."""
        inner = self._inner
        undo = Undo.NEVER if kind is Kind.EXPOSES else Undo.EASY
        every = inner.marks.union(marks)
        effect = Effect(kind, Thing.PERMISSION, name[:120], radius, undo, _BY, every, inner.place)
        self._found.add(effect)

    def statement(self, given: Mapping[str, object]) -> None:
        """Read a statement of AWS."""
        if str(given.get("effect", "")).lower() != "allow":
            self._refusal(given)
            return
        marks = ("condition",) if given.get("condition") else ()
        actions = [each.lower() for each in _texts(given.get("action"))]
        resources = _texts(given.get("resource"))
        wide = any(each == "*" or each.endswith(":*:*") for each in resources) or (
            "notresource" in given
        )
        radius = Radius.ACCOUNT if wide else Radius.SET
        name = " ".join(actions[:3]) or "*"
        if _anybody(given):
            self.add(Kind.EXPOSES, radius, "public", *marks, name=name)
        if _is_trust(given, actions):
            self._trust(given, name)
            return
        everything = "notaction" in given or any(each in ("*", "*:*") for each in actions)
        taking = any(_takes(each) for each in actions) and (wide or not resources)
        if everything or taking:
            self.add(Kind.ESCALATES, radius, "admin", *marks, name=name)
        elif not all(_looks(each) for each in actions):
            self._some(actions, radius, name, *marks)

    def _some(self, actions: list[str], radius: Radius, name: str, *marks: str) -> None:
        whole = any(each.endswith(":*") or "*" in each for each in actions)
        taking = any(each.startswith(("iam:", "sts:assumerole")) for each in actions)
        harming = any(each.startswith(_HARMING) for each in actions) and "condition" not in marks
        wide = radius is Radius.ACCOUNT and (whole or harming)
        kind = Kind.ESCALATES if taking or wide else Kind.WRITES
        self.add(kind, radius, *marks, name=name)

    def _trust(self, given: Mapping[str, object], name: str) -> None:
        """Read who may take on a role: a service of the cloud, a build of one repository."""
        who = {key.lower() for key in _mapping(given.get("principal"))}
        if _anybody(given):
            self.add(Kind.ESCALATES, Radius.ACCOUNT, "admin", name=name)
        elif who == {"service"} or (who == {"federated"} and _narrow(given.get("condition"))):
            self.add(Kind.WRITES, Radius.ONE, name=name)
        else:
            marks = ("condition",) if given.get("condition") else ()
            self.add(Kind.ESCALATES, Radius.SET, *marks, name=name)

    def _refusal(self, given: Mapping[str, object]) -> None:
        """Read a refusal: it guards, but one of everything for everybody shuts out its owner."""
        whole = any(each in ("*", "s3:*") for each in _texts(given.get("action")))
        if whole and _anybody(given) and not given.get("condition"):
            self.add(Kind.STOPS, Radius.ACCOUNT, "lock-out", name="*")
        elif str(given.get("effect", "")).lower() != "deny":
            self._found.unread(str(dict(given)), "neither allows nor denies", "broken")

    def binding(self, given: Mapping[str, object]) -> None:
        """Read a binding of Google Cloud."""
        role = str(given.get("role", ""))
        members = [each.lower() for each in _texts(given.get("members"))]
        marks = ("condition",) if given.get("condition") else ()
        if any(each in _PUBLIC for each in members):
            self.add(Kind.EXPOSES, Radius.ACCOUNT, "public", *marks, name=role)
        if any(part in role.lower() for part in _OWNING):
            self.add(Kind.ESCALATES, Radius.ACCOUNT, "admin", *marks, name=role)

    def definition(self, given: Mapping[str, object]) -> None:
        """Read a role definition of Azure."""
        parts = [given, *map(_lowered, _listed(given.get("permissions", [])))]
        actions = [each for part in parts for each in _texts(part.get("actions"))]
        if any(_governs(each.lower()) for each in actions):
            self.add(Kind.ESCALATES, Radius.ACCOUNT, "admin", name=" ".join(actions[:3]))


def _is_trust(given: Mapping[str, object], actions: list[str]) -> bool:
    taken = ("sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml",
             "sts:tagsession", "sts:setsourceidentity")  # fmt: skip
    who = given.get("principal")
    return isinstance(who, dict) and bool(actions) and all(each in taken for each in actions)


def _narrow(condition: object) -> bool:
    """Whether a condition names the subject that comes, and no whole organisation of them."""
    said = {
        key.lower(): text
        for test in _mapping(condition).values()
        for key, value in _mapping(test).items()
        for text in _texts(value)
    }
    subjects = [text for key, text in said.items() if key.endswith(":sub")]
    return bool(subjects) and all("*" not in x or _ONE_REPOSITORY.fullmatch(x) for x in subjects)


_ONE_REPOSITORY: Final = re2.compile(r"repo:[^*/?]+/[^*:?]+:\*")


def _governs(action: str) -> bool:
    """Whether an action of Azure is every action, or changes who may do what."""
    about = action.startswith("microsoft.authorization/")
    return action == "*" or (about and not action.endswith("/read"))


def _mapping(value: object) -> Mapping[str, object]:
    return cast(dict[str, object], value) if isinstance(value, dict) else {}


def _lowered(value: object) -> Mapping[str, object]:
    """A statement with its keys in lower case, as they are compared."""
    return {key.lower(): each for key, each in _mapping(value).items()}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _anybody(given: Mapping[str, object]) -> bool:
    """Whether a statement is for everybody."""
    if "notprincipal" in given:
        return True
    who = given.get("principal")
    if isinstance(who, dict):
        return any("*" in _texts(each) for each in who.values())
    return "*" in _texts(who)


def _takes(action: str) -> bool:
    return action in _TAKING


def _looks(action: str) -> bool:
    return action.partition(":")[2].startswith(_LOOKING) and not action.startswith(_SECRETS)
