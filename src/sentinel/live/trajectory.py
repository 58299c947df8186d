"""What the earlier calls of a run make of this one: small steps that are harm together.

| mark | what happened before |
|---|---|
| `backup-off` | backups or deletion protection were taken away |
| `audit-off` | the record of what is done was taken away |
| `secret-read` | a secret was read, and this call reaches outside or runs code |
| `fetched` | a file came from the network, and this call runs it |
| `opened` | something was opened to more people or networks |
| `escalated` | more rights were taken or given |
| `denied-before` | the same resource was denied to the run, or the same call |
| `many-small` | at least `MANY` single deletions of one kind under one name |
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Reading, Thing
from sentinel.live.request import Request, Step
from sentinel.live.words import words

LONGEST: Final = 100
"""Earlier calls that are looked at, the latest."""
MANY: Final = 5
"""Single deletions on one set, this call's included, that are many."""

_REFUSED: Final = words(
    "block blocked escalate escalated deny denied refuse refused reject rejected"
)
_QUIET: Final = frozenset({Kind.READS})
_GONE: Final = frozenset({Kind.DELETES, Kind.WEAKENS, Kind.STOPS})
_OUTWARD: Final = frozenset({Kind.EXFILTRATES, Kind.EXPOSES, Kind.EXECUTES})
_FETCHERS: Final = words("curl wget fetch scp sftp rsync aria2c http https git gsutil aws az")
_SENTENCES: Final = {
    "backup-off": "Earlier in the run {name} lost its backups or its protection from deletion.",
    "audit-off": "Earlier in the run the record of what is done was taken away ({name}).",
    "secret-read": "Earlier in the run a secret was read ({name}), and this reaches outside.",
    "fetched": "{name} came from the network earlier in the run, and is run now.",
    "opened": "Earlier in the run {name} was opened to more people or networks.",
    "escalated": "Earlier in the run more rights were taken or given ({name}).",
    "denied-before": "{name} was denied to the run before, and is tried again.",
    "many-small": "Many small deletions in a row take {name} away piece by piece.",
}


def happened(step: Step) -> bool:
    """Whether an earlier call may have run: it does not where the gate refused it."""
    return step.decision.lower() not in _REFUSED


def chain_of(
    request: Request, reading: Reading, earlier: Sequence[Reading]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The marks of a call that follows from the earlier calls of its run.

    Args:
        request: The call, with its trajectory.
        reading: What it would do.
        earlier: What each call of the trajectory would do, in the same order.

    Returns:
        Marks, and a sentence for each. A call that only looks has none.
    """
    if not request.trajectory or _only_looks(reading):
        return frozenset(), ()
    pairs = list(zip(request.trajectory, earlier, strict=False))[-LONGEST:]
    ran = [effect for step, each in pairs if happened(step) for effect in _real(each.effects)]
    found: dict[str, str] = {}
    _after(ran, reading, found)
    _refused(pairs, request, reading, found)
    _pieces(ran, reading, found)
    notes = tuple(_SENTENCES[mark].format(name=name or "it") for mark, name in found.items())
    return frozenset(found), notes


def called(tool: str, arguments: Mapping[str, object]) -> str:
    """The call of a tool in one line, as an earlier step has it.

    Example:
        >>> called("restart", {"service": "auth"})
        '{"tool": "restart", "arguments": {"service": "auth"}}'
    """
    return json.dumps({"tool": tool, "arguments": dict(arguments)}, ensure_ascii=False, default=str)


def name_of(name: str) -> str:
    """A resource's name in the form that names are compared in.

    Example:
        >>> name_of("./x.sh"), name_of("deployment/Shop")
        ('x.sh', 'shop')
    """
    return name.strip().strip("\"'").rstrip("/").rpartition("/")[2].lower()


def _only_looks(reading: Reading) -> bool:
    return not reading.opaque and all(
        each.kind in _QUIET or each.radius is Radius.NONE for each in reading.effects
    )


def _real(effects: Iterable[Effect]) -> list[Effect]:
    return [each for each in effects if each.radius is not Radius.NONE]


def _after(ran: list[Effect], reading: Reading, found: dict[str, str]) -> None:
    now = _real(reading.effects)
    outward = bool(reading.opaque) or any(
        each.kind in _OUTWARD or (each.thing is Thing.ENDPOINT and each.kind not in _QUIET)
        for each in now
    )
    for each in ran:
        if _unguards(each):
            found.setdefault("backup-off", each.name)
        elif each.kind in _GONE and (each.thing is Thing.AUDIT or "audit" in each.marks):
            found.setdefault("audit-off", each.name)
        elif each.kind is Kind.REVEALS and outward:
            found.setdefault("secret-read", each.name)
        elif each.kind is Kind.EXPOSES:
            found.setdefault("opened", each.name)
        elif each.kind is Kind.ESCALATES:
            found.setdefault("escalated", each.name)
    _fetched([*ran, *now], reading, found)


def _unguards(effect: Effect) -> bool:
    if effect.kind in _GONE and effect.thing is Thing.BACKUP:
        return True
    guard = effect.kind in (Kind.WEAKENS, Kind.WRITES)
    return guard and not effect.marks.isdisjoint(("protection", "backup", "skip-backup"))


def _fetched(effects: list[Effect], reading: Reading, found: dict[str, str]) -> None:
    files = {name_of(each.name) for each in effects if _fetches(each)} - {"", "*", "-"}
    if not files:
        return
    runs = [each.name for each in reading.effects if each.kind is Kind.EXECUTES]
    runs += [each.text.split()[0] for each in reading.opaque if each.text.strip()]
    for name in runs:
        if name_of(name.split()[0] if name.strip() else "") in files:
            found.setdefault("fetched", name)


def _fetches(effect: Effect) -> bool:
    """Whether an effect makes a file of what comes from the network."""
    if effect.kind not in (Kind.CREATES, Kind.WRITES) or not effect.name:
        return False
    if effect.thing not in (Thing.FILE, Thing.FOLDER, Thing.CODE, Thing.REPOSITORY):
        return False
    return "fetched" in effect.marks or effect.by.partition(" ")[0] in _FETCHERS


def _refused(
    pairs: list[tuple[Step, Reading]], request: Request, reading: Reading, found: dict[str, str]
) -> None:
    names = {
        (name_of(each.name), each.thing): each.name
        for each in _real(reading.effects)
        if each.kind not in _QUIET
    }
    text = request.action_description or called(request.proposed_tool, request.arguments or {})
    text = " ".join(text.split())
    for step, each in pairs:
        if happened(step):
            continue
        if " ".join(step.action_description.split()) == text:
            found.setdefault("denied-before", "The same call")
        for effect in each.effects:
            key = name_of(effect.name)
            if effect.kind in _QUIET or key in ("", "*", ".", "~"):
                continue
            same = next((known for (name, _), known in names.items() if name == key), "")
            if same:
                found.setdefault("denied-before", same)


def _pieces(ran: list[Effect], reading: Reading, found: dict[str, str]) -> None:
    now = {_set_of(each) for each in _real(reading.effects) if each.kind is Kind.DELETES}
    if not now:
        return
    counted = Counter(_set_of(each) for each in ran if each.kind is Kind.DELETES)
    for key in now:
        if counted[key] + 1 >= MANY:
            found.setdefault("many-small", key[1] or f"a set of {key[0].value}s")


def _set_of(effect: Effect) -> tuple[Thing, str]:
    """What a deletion is a piece of: the folder, bucket, namespace or kind of its name."""
    parent, slash, _ = effect.name.rstrip("/").rpartition("/")
    if not slash and effect.thing is Thing.ROWS:
        parent = effect.name
    return effect.thing, parent.lower()
