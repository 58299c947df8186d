"""What options of any command of `gcloud` and `az` do besides: guards off, doors open."""

from collections.abc import Iterator
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.names import names

_OFF: Final = names("disabled disable off false none")
_ON: Final = names("true enabled enable on yes")
_GUARDS: Final = names(
    "--state --enable --enabled --status --auto-provision --soft-delete-feature-state --https-only "
    "--dnssec-state --require-ssl --enable-purge-protection --logging --enable-soft-delete "
    "--geo-redundant-backup --enable-rbac-authorization --ssl-enforcement --monitoring "
    "--infrastructure-encryption --enable-secure-boot"
)
"""Options that guard while they are on."""
_DOORS: Final = names(
    "--anonymous-pull-enabled --allow-blob-public-access --public-network-access "
    "--enable-public-network --public-access --public-network-enabled"
)
"""Options that open something to everybody while they are on."""
_BY_PHRASE: Final[dict[str, tuple[Kind, Thing, str]]] = {
    "instances add-access-config": (Kind.EXPOSES, Thing.INSTANCE, "public"),
    "scc muteconfigs create": (Kind.WEAKENS, Thing.AUDIT, "audit"),
    "ad-admin create": (Kind.ESCALATES, Thing.ACCOUNT, "admin"),
}
_SCRIPTS: Final = ("startup-script=", "shutdown-script=", "windows-startup-script-ps1=")


def besides(call: Call, found: Found) -> Found:
    """Add what options of a call do besides; gives what it was given.

    Args:
        call: The call.
        found: What its command does.
    """
    if not found.effects or all(each.kind is Kind.READS for each in found.effects):
        return found
    first = found.effects[0]
    known = {each.kind for each in found.effects}
    for name, value in _pairs(call):
        deed = _deed(name, value.text.lower(), first.by)
        if deed is not None and deed[0] not in known:
            found.add(_effect(first, *deed))
        if name == "--metadata":
            _script(call, value, found)
    for phrase, deed in _BY_PHRASE.items():
        if phrase in " ".join(call.texts[:6]) and deed[0] not in known:
            found.add(_effect(first, *deed))
    return found


def _pairs(call: Call) -> Iterator[tuple[str, Word]]:
    for place, word in enumerate(call.words):
        if not word.text.startswith("--"):
            continue
        name, equals, value = word.text.partition("=")
        if equals:
            yield name, Word(value, word.fixed, word.quoted)
        elif place + 1 < len(call.words):
            yield name, call.words[place + 1]


def _deed(name: str, value: str, by: str) -> tuple[Kind, Thing, str] | None:
    if name in _DOORS and value in _ON:
        return Kind.EXPOSES, Thing.ENDPOINT, "public"
    if name == "--admin-enabled" and value in _ON:
        return Kind.WEAKENS, Thing.ACCOUNT, "protection"
    if name in ("--min-tls-version", "--minimum-tls-version") and _old(value):
        return Kind.WEAKENS, Thing.CONFIGURATION, "encryption"
    if name in _GUARDS and value in _OFF:
        watches = any(part in by for part in ("audit", "log", "diagnos", "security", "cluster"))
        return Kind.WEAKENS, Thing.AUDIT if watches else Thing.CONFIGURATION, "protection"
    return None


def _old(value: str) -> bool:
    return value.replace("_", ".").removeprefix("tls").lstrip(".") in ("1", "1.0", "1.1")


def _effect(first: Effect, kind: Kind, thing: Thing, mark: str) -> Effect:
    radius = Radius.ONE if first.radius is Radius.NONE else first.radius
    marks = first.marks | {mark}
    return Effect(kind, thing, first.name, radius, Undo.EASY, first.by, marks, first.place)


def _script(call: Call, value: Word, found: Found) -> None:
    for start in _SCRIPTS:
        if start in value.text:
            text = value.text.partition(start)[2]
            marks = call.marks | {"remote", "root"}
            found.inner.append(Inner("shell", text, value.fixed, place=call.place, marks=marks))
