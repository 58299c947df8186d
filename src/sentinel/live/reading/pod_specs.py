"""What any part of a Kubernetes object may hold: rights, commands, copies, ways in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_DEEPEST: Final = 24
_MOST: Final = 4_000
_HOST: Final = ("hostPID", "hostNetwork", "hostIPC")
_CAPS: Final = frozenset({"ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE",
                          "NET_ADMIN", "DAC_READ_SEARCH", "BPF"})  # fmt: skip
_POWERS: Final = frozenset({"*", "escalate", "bind", "impersonate"})


def mapping(value: object) -> dict[str, object]:
    """A mapping with text for keys, merged with what `<<` names; empty for anything else."""
    if not isinstance(value, Mapping):
        return {}
    own = {key: each for key, each in value.items() if isinstance(key, str)}
    merged = own.pop("<<", None)
    if merged is None:
        return own
    for each in reversed(merged if isinstance(merged, list) else [merged]):
        if isinstance(each, Mapping):
            own = {**{key: other for key, other in each.items() if isinstance(key, str)}, **own}
    return own


def sequence(value: object) -> list[object]:
    """A list; empty for anything else."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """A scalar as text; empty for anything else."""
    return value if isinstance(value, str) else ("" if isinstance(value, dict | list) else
                                                 "" if value is None else str(value))  # fmt: skip


def parts(value: object) -> list[tuple[str, object]]:
    """The first fields of a mapping."""
    return list(mapping(value).items())[:64]


def grants(rules: object) -> bool:
    """Whether rules of a role give all verbs, or a verb that gives more rights."""
    for rule in sequence(rules):
        fields = mapping(rule)
        verbs = {text_of(each) for each in sequence(fields.get("verbs"))}
        things = {text_of(each) for each in sequence(fields.get("resources"))}
        if verbs & _POWERS or (things & {"*", "secrets"} and verbs & {"*", "create", "update"}):
            return True
    return False


def sees_secrets(rules: object) -> bool:
    """Whether rules of a role let somebody read all secrets, not only those they name."""
    for rule in sequence(rules):
        fields = mapping(rule)
        things = {text_of(each) for each in sequence(fields.get("resources"))}
        verbs = {text_of(each) for each in sequence(fields.get("verbs"))}
        named = sequence(fields.get("resourceNames"))
        if things & {"*", "secrets"} and verbs & {"get", "list", "watch", "*"} and not named:
            return True
    return False


@dataclass(slots=True)
class Spec:
    """What was found in an object, wherever in it."""

    rights: list[str] = field(default_factory=list)
    """A mark for each way in which a pod reaches the machine under it: `root` or `host`."""
    replicas: int | None = None
    suspended: bool = False
    unfinished: bool = False
    """Whether what holds an object back from deletion is taken away."""
    opened: bool = False
    """Whether a service takes callers from outside."""
    ignores_failure: bool = False
    """Whether a check that fails lets through."""
    commands: list[list[str]] = field(default_factory=list)

    @classmethod
    def of(cls, document: object) -> "Spec":
        """Look through an object, to a bounded depth and size."""
        spec, left = cls(), [(document, 0)]
        seen = 0
        while left and seen < _MOST:
            value, depth = left.pop()
            seen += 1
            if depth > _DEEPEST:
                continue
            if isinstance(value, list):
                left += [(each, depth + 1) for each in value[:_MOST]]
            elif isinstance(value, Mapping):
                fields = mapping(value)
                spec.look(fields)
                left += [(each, depth + 1) for each in fields.values()]
        if left:
            spec.rights.append("unknown")
        return spec

    def look(self, fields: dict[str, object]) -> None:
        """Look at one mapping."""
        self._rights(fields)
        replicas = text_of(fields.get("replicas"))
        if replicas.isdigit() and len(replicas) < 9:
            least = int(replicas) if self.replicas is None else min(int(replicas), self.replicas)
            self.replicas = least
        self.suspended |= _true(fields.get("suspend"))
        if "finalizers" in fields:
            held = fields["finalizers"]
            self.unfinished |= not sequence(held) and text_of(held) in ("", "null", "~")
        self.opened |= text_of(fields.get("type")) in ("LoadBalancer", "NodePort")
        self.ignores_failure |= text_of(fields.get("failurePolicy")) == "Ignore"
        command = [text_of(each) for each in sequence(fields.get("command"))]
        arguments = [text_of(each) for each in sequence(fields.get("args"))]
        if command and "image" in fields:
            self.commands.append([*command, *arguments])

    def _rights(self, fields: dict[str, object]) -> None:
        if _true(fields.get("privileged")):
            self.rights.append("root")
        if any(_true(fields.get(name)) for name in _HOST):
            self.rights.append("host")
        if "hostPath" in fields and (mapping(fields["hostPath"]) or fields["hostPath"] == ""):
            self.rights.append("host")
        user = text_of(fields.get("runAsUser"))
        if user == "0":
            self.rights.append("root")
        added = sequence(mapping(fields.get("capabilities")).get("add"))
        if {text_of(each).upper() for each in added} & _CAPS:
            self.rights.append("root")


def _true(value: object) -> bool:
    return text_of(value).lower() in ("true", "yes", "on")
