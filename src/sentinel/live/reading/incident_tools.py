"""Reads the operators' tools of the simulated estate, none of which is a program of the world.

Each is `SUBJECTctl VERB ... TARGET`, and is read by its verb as any tool with such a name would
be; where a verb means something of its own there, the table says so. Whether a command is right
in an incident is no matter of its words, and is not said here.

| mark | meaning |
|---|---|
| `revert` | goes back to what was before |
| `throttle` | refuses a share of what comes |
"""

from dataclasses import dataclass
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.daemons import read_auditctl
from sentinel.live.reading.options import Options, options
from sentinel.live.words import words

_VALUED: Final = frozenset(
    {"--service", "--source", "--from", "--peers", "--via", "--by", "--db", "--level", "--keep",
     "--before", "--for", "--version", "--public", "--readers", "--prefix", "--batch", "--jitter",
     "--mode", "--to"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Means:
    """What a verb of a tool does."""

    kind: Kind
    thing: Thing
    undo: Undo = Undo.EASY
    marks: str = ""
    radius: Radius = Radius.ONE


_R, _W, _D, _C = Kind.READS, Kind.WRITES, Kind.DELETES, Kind.CREATES
_S, _G, _E, _X, _P = Kind.STOPS, Kind.STARTS, Kind.EXPOSES, Kind.WEAKENS, Kind.ESCALATES
_NS, _AC, _ST = Radius.NAMESPACE, Radius.ACCOUNT, Radius.SET
_HARD, _NEVER = Undo.HARD, Undo.NEVER
_LOOKS: Final = words(
    "list show get status stats describe report graph consumers tail links resolver info check "
    "history resolve version help view inspect"
)
# fmt: off
_TABLE: Final[dict[str, dict[str, _Means]]] = {
    "flagctl": {
        "enable": _Means(_W, Thing.CONFIGURATION), "disable": _Means(_W, Thing.CONFIGURATION),
        "delete": _Means(_D, Thing.CONFIGURATION, _HARD),
    },
    "jobctl": {"suspend": _Means(_S, Thing.SCHEDULE), "resume": _Means(_G, Thing.SCHEDULE),
               "delete": _Means(_D, Thing.SCHEDULE, _HARD)},
    "pgctl": {
        "fence": _Means(_S, Thing.DATABASE, radius=_NS),
        "rebuild-replica": _Means(_W, Thing.DATABASE, _HARD),
        "raise-max-connections": _Means(_S, Thing.DATABASE, marks="restart", radius=_NS),
        "replica stop": _Means(_S, Thing.DATABASE),
        "promote": _Means(_S, Thing.DATABASE, _HARD, "restart", _NS),
    },
    "backupctl": {
        "enable": _Means(_W, Thing.BACKUP), "disable": _Means(_X, Thing.BACKUP, marks="backup"),
        "delete": _Means(_D, Thing.BACKUP, _NEVER), "create": _Means(_C, Thing.BACKUP),
    },
    "pgbouncerctl": {"recycle-idle": _Means(_S, Thing.PROCESS, radius=_ST),
                     "kill": _Means(_S, Thing.PROCESS, radius=_NS)},
    "queuectl": {"dead-letter": _Means(_W, Thing.QUEUE), "purge": _Means(_D, Thing.QUEUE, _NEVER)},
    "netctl": {
        "drain": _Means(_S, Thing.NETWORK, marks="drain", radius=_ST),
        "undrain": _Means(_G, Thing.NETWORK, radius=_ST),
        "rollback-push": _Means(_W, Thing.NETWORK, marks="revert"),
        "announce": _Means(_W, Thing.NETWORK),
        "flush-routes": _Means(_D, Thing.NETWORK, _HARD, radius=_NS),
        "allow": _Means(_E, Thing.FIREWALL), "allow-callers": _Means(_W, Thing.FIREWALL),
        "egress allow": _Means(_E, Thing.FIREWALL),
    },
    "dnsctl": {
        "automation pause": _Means(_S, Thing.DNS, radius=_NS), "restore": _Means(_W, Thing.DNS),
        "automation resume": _Means(_G, Thing.DNS, radius=_NS),
        "hosts-override": _Means(_W, Thing.DNS), "delete": _Means(_D, Thing.DNS, _HARD),
    },
    "vaultctl": {
        "rotate": _Means(_W, Thing.SECRET), "reenable-old": _Means(_W, Thing.SECRET),
        "delete-old": _Means(_D, Thing.SECRET, _HARD),
        "key disable": _Means(_X, Thing.ENCRYPTION_KEY, _HARD, "encryption"),
        "revoke-key": _Means(_D, Thing.SECRET, _HARD),
    },
    "authctl": {"revoke": _Means(_D, Thing.SECRET, _HARD)},
    "certctl": {"renew": _Means(_W, Thing.CERTIFICATE),
                "issuer restore": _Means(_W, Thing.CERTIFICATE, marks="revert")},
    "meshctl": {
        "tls off": _Means(_X, Thing.CERTIFICATE, marks="encryption"),
        "retries": _Means(_W, Thing.CONFIGURATION), "timeout": _Means(_W, Thing.CONFIGURATION),
        "keepalive on": _Means(_W, Thing.CONFIGURATION), "tls on": _Means(_W, Thing.CERTIFICATE),
        "keepalive off": _Means(_W, Thing.CONFIGURATION),
        "mtls permissive": _Means(_X, Thing.CERTIFICATE, marks="encryption"),
        "mtls strict": _Means(_W, Thing.CERTIFICATE),
    },
    "auditctl": {
        "stop": _Means(_X, Thing.AUDIT, marks="audit", radius=_NS),
        "purge": _Means(_D, Thing.AUDIT, _NEVER, "audit", _NS),
        "truncate": _Means(_D, Thing.AUDIT, _NEVER, "audit truncate", _NS),
        "start": _Means(_G, Thing.AUDIT),
    },
    "gatewayctl": {"shed": _Means(_S, Thing.NETWORK, marks="throttle", radius=_ST)},
    "cachectl": {"warm": _Means(_W, Thing.CACHE),
                 "trim": _Means(_D, Thing.CACHE, radius=_ST),
                 "flush": _Means(_D, Thing.CACHE, radius=_NS)},
    "nodectl": {
        "set-limit": _Means(_W, Thing.CONFIGURATION), "set-role": _Means(_W, Thing.NODE),
        "reboot": _Means(_S, Thing.NODE, marks="restart"), "drain": _Means(_S, Thing.NODE),
    },
    "deployctl": {"rollout finish": _Means(_W, Thing.WORKLOAD)},
    "nodepoolctl": {"grow": _Means(_C, Thing.NODE, radius=_ST),
                    "shrink": _Means(_D, Thing.NODE, _HARD, radius=_ST)},
    "upgradectl": {"resume": _Means(_W, Thing.CLUSTER), "pause": _Means(_S, Thing.CLUSTER)},
    "migratectl": {"stop": _Means(_S, Thing.SCHEMA), "up": _Means(_W, Thing.SCHEMA, _HARD),
                   "down": _Means(_W, Thing.SCHEMA, _HARD)},
    "iamctl": {"bind": _Means(_P, Thing.PERMISSION), "unbind": _Means(_D, Thing.PERMISSION)},
    "netpolctl": {"revert": _Means(_W, Thing.FIREWALL, marks="revert"),
                  "quarantine": _Means(_S, Thing.WORKLOAD),
                  "delete": _Means(_E, Thing.FIREWALL, _HARD)},
    "orchestratorctl": {"disable-recovery": _Means(_W, Thing.CONFIGURATION),
                        "enable-recovery": _Means(_W, Thing.CONFIGURATION),
                        "force-quorum": _Means(_W, Thing.DATABASE, _HARD, "force", _NS)},
    "forensicctl": {"snapshot": _Means(_C, Thing.AUDIT)},
    "accessctl": {"set": _Means(_W, Thing.PERMISSION), "grant": _Means(_P, Thing.PERMISSION),
                  "revoke": _Means(_D, Thing.PERMISSION)},
    "configctl": {
        "rollout stop": _Means(_W, Thing.CONFIGURATION),
        "rollback": _Means(_W, Thing.CONFIGURATION, marks="revert"),
        "restart-affected": _Means(_S, Thing.WORKLOAD, marks="restart", radius=_ST),
    },
    "wafctl": {
        "rule disable": _Means(_X, Thing.FIREWALL), "ruleset rollback": _Means(
            _W, Thing.FIREWALL, marks="revert"),
        "off": _Means(_X, Thing.FIREWALL, marks="protection"),
    },
    "incident": {"severity": _Means(_W, Thing.FILE), "cause": _Means(_W, Thing.FILE),
                 "close": _Means(_W, Thing.FILE)},
    "policyctl": {}, "conntrackctl": {}, "promql": {},
}
# fmt: on


def _read(call: Call) -> Found:
    found = Found()
    given = options(call.words, _VALUED, bundled=False)
    if given.has("--help", "-h") or not call.words:
        return found.add(_look(call, "help", Radius.NONE))
    shown = given.texts
    if not all(word.fixed for word in given.plain[:1]):
        return found.unread(" ".join(call.texts), "its verb is made at run time", "dynamic")
    if call.program == "promql" or given.verb() in _LOOKS or _looks_deeper(call.program, given):
        return found.add(_look(call, " ".join(shown[:2]), Radius.ONE))
    meanings = _TABLE[call.program]
    for size in (2, 1):
        verb = " ".join(each.lower() for each in shown[:size])
        if verb in meanings:
            return found.add(_effect(call, given, verb, meanings[verb], shown[size:]))
    return found.unread(f"{call.program} {' '.join(shown)}", "a verb that is not known")


def _looks_deeper(program: str, given: Options) -> bool:
    second = given.verb(1)
    return second in ("status", "stats", "list", "show") and given.verb() not in _TABLE[program]


def _look(call: Call, verb: str, radius: Radius) -> Effect:
    by = f"{call.program} {verb}"
    return Effect(
        Kind.READS, Thing.CONFIGURATION, "", radius, Undo.EASY, by, call.marks, call.place
    )


def _effect(call: Call, given: Options, verb: str, means: _Means, rest: list[str]) -> Effect:
    marks = set(means.marks.split()) | set(call.marks)
    kind, undo, radius = means.kind, means.undo, means.radius
    name = next((each for each in rest if each not in ("0.0.0.0/0", "::/0", "any")), "")
    name = name or given.value("--db", "--service")
    if given.has("--dry-run"):
        return _look(call, verb, Radius.NONE)
    if given.has("--all", "--global"):
        radius = _AC if not name else _NS
        marks.add("many")
    if {"0.0.0.0/0", "::/0", "any"} & set(rest):
        marks.add("public")
    if not all(word.fixed for word in given.plain) or given.unsure:
        marks.add("dynamic")
        radius = Radius.UNKNOWN
    kind = _by_value(call.program, verb, given, rest, kind, marks)
    place = call.place if call.place != "unknown" else place_of(name)
    by = f"{call.program} {verb}"
    return Effect(kind, means.thing, name, radius, undo, by, frozenset(marks), place)


def _by_value(
    program: str, verb: str, given: Options, rest: list[str], kind: Kind, marks: set[str]
) -> Kind:
    """What the value of an option or argument makes of a verb."""
    if program == "accessctl" and verb == "set":
        opened = given.value("--public").lower() not in ("", "none", "off", "false")
        marks |= {"public"} if opened else set()
        return Kind.EXPOSES if opened else kind
    if program == "iamctl" and verb == "bind":
        level = given.value("--level")
        marks |= {"admin"} if not level.isdecimal() or int(level) > 1 else set()
    if program == "gatewayctl" and rest[:1] == ["0"]:
        marks.discard("throttle")
        return Kind.STARTS
    if program == "migratectl" and "--to-contract" in given.given:
        marks.add("cascade")
    return kind


def _audit(call: Call) -> Found:
    """Read `auditctl`: the tool of the estate has verbs, the one of Linux has options."""
    own = call.texts[:1] in ([], ["--help"], ["-h"]) or not call.texts[0].startswith("-")
    return _read(call) if own else read_auditctl(call)


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(_TABLE, _read),
    "auditctl": _audit,
}
"""Readers of this module, by program."""
