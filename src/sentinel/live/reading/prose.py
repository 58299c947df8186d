"""Reads plain words: "scale auth to zero", "drop the users table in production".

It knows verbs and nouns (`reading.verbs`, `reading.nouns`), how much of a thing is meant, and
what must not be done. Words it does not know are unread and never harmless: only what plainly asks
to look is taken for looking. Commands inside the words are handed on.
"""

from collections.abc import Callable
from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.asides import without_asides
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.clauses import Clause, clauses_of, hides, is_crowded
from sentinel.live.reading.everyday_words import everyday, place_said
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.nouns import GUARD_WORDS, thing_among, thing_of, thing_of_pair
from sentinel.live.reading.quoted_commands import taken_out
from sentinel.live.reading.tongues import in_english
from sentinel.live.reading.verbs import WHOLES, Deed, effect_of, kind_of
from sentinel.live.words import words

LONGEST: Final = 10_000
"""Characters that are read; more is too much for one action."""

MOST: Final = 100
"""Clauses that are read."""

_SMALL: Final = words(
    "the a an of my our your their its this that these those some any it them for with into onto "
    "as is are be been using via called named please me us also all every each entire whole both "
    "old older oldest new newer unused stale obsolete temporary temp last first next previous "
    "current existing remaining specific single two three few many more than over under about so "
    "to zero down up out off in on at from by and or if , now again just really completely "
    "permanently forcefully immediately production prod staging everything anything force cascade "
    "without backup public publicly admin before after then i we you he she they should must shall "
    "will would can could want wants need needs do does not never version replicas instances "
    "copies world internet anyone everyone everybody while because here there what why how which "
    "who when where whether has have had was were get got being yet too"
)
_BREAKS: Final = words(
    "that which who whose where in on at from to of for with into by via as until than before "
    "after if so"
)
_ALL: Final = words("all every each everything entire whole everywhere any anything")
_PRONOUNS: Final = words("it them that this those these")
_ADMIN: Final = words("admin administrator root superuser owner cluster-admin sudo superadmin")
_OPEN: Final = words("public publicly anyone everyone everybody world internet 0.0.0.0/0 anonymous")
_MANY: Final = words("several many multiple few old older stale unused both two three")
_RUNS: Final = words(
    "scale restart stop start rollback deploy pause resume kill reboot bounce fence isolate "
    "undeploy drain suspend revert promote failover cordon terminate"
)
_MADE: Final = words(
    "write create draft format make generate edit rename build update add sort translate "
    "refactor rewrite convert fix append save implement"
)
_KINDS_OF_WORK: Final = words(
    "deployment pod job container function lambda workload service app application "
    "microservice worker fleet batch task pipeline"
)


def read(inner: Inner) -> Found:
    """Find what plain words ask for.

    Example:
        >>> effect = read(Inner("prose", "Scale auth to zero in production")).effects[0]
        >>> effect.kind.value, effect.thing.value, effect.name, effect.place.value
        ('stops', 'workload', 'auth', 'prod')
        >>> read(Inner("prose", "frobnicate the database")).opaque[0].why
        'no verb that is known'
    """
    found = Found()
    if len(inner.text) > LONGEST:
        return found.unread(inner.text, "too long to be read as words", "too-long")
    told = without_asides(in_english(inner.text))
    plain = taken_out(replace(inner, text=told), found)
    if is_crowded(plain):
        return found.unread(inner.text, "too many words", "too-long")
    place = place_said(plain.split()) if inner.place is Place.UNKNOWN else inner.place
    before: tuple[Thing, str] | None = None
    for number, clause in enumerate(clauses_of(plain)):
        if number == MOST:
            found.unread(inner.text, "too many things are said at once", "too-long")
            break
        before = _add(found, clause, replace(inner, place=place), before)
    if not (found.effects or found.opaque or found.inner):
        found.unread(inner.text, "nothing that is plainly asked for")
    if not inner.fixed:
        found.unread(inner.text, "the words are made at run time", "dynamic")
    return found


def _add(
    found: Found, clause: Clause, inner: Inner, before: tuple[Thing, str] | None
) -> tuple[Thing, str] | None:
    """Add a clause's effect; gives the thing and name that `it` means from then on."""
    thing, name = _object(clause)
    if hides(clause):
        found.unread(" ".join((clause.verb, *clause.rest)), "two orders in one sentence")
        return before
    if clause.forbidden:
        by = f"do not {clause.verb}".strip()
        found.add(Effect(Kind.READS, thing or Thing.UNKNOWN, name, Radius.NONE, Undo.EASY, by))
        return before
    if not clause.verb:
        if thing and not clause.statement:
            found.unread(" ".join(clause.rest), "no verb that is known")
        return (thing, name) if thing else before
    pronoun = not _PRONOUNS.isdisjoint(each.lower() for each in clause.rest)
    if thing is None and not name and pronoun and before:
        thing, name = before
    thing = _meant(clause, thing)
    deed = _deed(clause, thing, name, inner)
    effect = _given_away(effect_of(deed), clause)
    found.add(everyday(_public(effect, clause), clause))
    return thing, name


def _meant(clause: Clause, thing: Thing | None) -> Thing:
    """The thing that is named, or what the verb is usually done to."""
    verb = clause.verb
    if verb == "install":
        return Thing.PACKAGE
    if verb in ("snapshot", "backup"):
        return Thing.BACKUP
    if verb in _MADE and any(_SOURCE.search(each) for each in clause.rest):
        return Thing.FILE
    if thing in (None, Thing.FILE) and not _ADMIN.isdisjoint(each.lower() for each in clause.rest):
        return Thing.PERMISSION
    if thing is not None:
        return thing
    if verb in _RUNS:
        return Thing.WORKLOAD
    return Thing.FILE if verb in _MADE else Thing.UNKNOWN


def _deed(clause: Clause, thing: Thing, name: str, inner: Inner) -> Deed:
    lower = [each.lower() for each in clause.rest]
    marks = set(inner.marks)
    verb = clause.verb
    if verb in ("scale", "set", "reduce", "decrease", "shrink", "lower", "resize", "patch"):
        marks |= _scaled(lower, verb)
    if not _ADMIN.isdisjoint(lower) and kind_of(verb) is not Kind.READS:
        marks.add("admin")
    verb, thing = _weaker(verb, thing, lower)
    guards = {GUARD_WORDS[each] for each in lower if each in GUARD_WORDS}
    if guards and verb in _GUARDING and not (verb == "remove" and guards == {"backup"}):
        marks |= guards
        verb, thing = "weaken", Thing.CONFIGURATION if thing is Thing.UNKNOWN else thing
    onto = "force" in lower and not {"main", "master", "trunk"}.isdisjoint(lower)
    pushes = verb == "push" or "push" in lower or onto
    pushed = pushes and not {"force", "force-push", "forced"}.isdisjoint((*lower, verb))
    if pushed or verb == "force-push":
        verb, thing = "push", Thing.BRANCH
        marks |= {"force", "remote", "default-branch"}
    if not {"force", "forcefully", "forcibly", "force-push"}.isdisjoint(lower):
        marks.add("force")
    if "cascade" in lower:
        marks.add("cascade")
    if thing is Thing.ENDPOINT and verb in (
        "open",
        "create",
        "draft",
        "submit",
        "file",
        "make",
        "comment",
    ):
        marks |= {"message"} if not _TICKETS.isdisjoint(lower) else set()
    if "without" in lower and not {"backup", "snapshot", "backups"}.isdisjoint(lower):
        marks.add("skip-backup")
    radius = _radius(lower, verb, thing, name)
    if radius in (Radius.NAMESPACE, Radius.ACCOUNT) and thing is Thing.ROWS:
        marks.add("no-condition")
    by = " ".join((clause.verb, *clause.rest))[:60]
    place = place_said([*clause.rest]) if inner.place is Place.UNKNOWN else inner.place
    return Deed(verb, thing, name, radius, by, frozenset(marks), place)


_SOURCE: Final = re2.compile(
    r"\w\.(?:py|js|ts|tsx|go|rb|rs|java|kt|c|h|cpp|cs|php|md|rst|txt|html|css|toml|ini|cfg|lua)\W*$"
)
"""A file of a project's text or code."""
_TICKETS: Final = words("pull pr merge issue ticket draft mr")
_GUARDING: Final = words("disable deactivate stop pause suspend skip bypass shutdown remove kill")


def _weaker(verb: str, thing: Thing, lower: list[str]) -> tuple[str, Thing]:
    """A verb and thing, or what they come to where they take a guard away."""
    if "retention" in lower and not {"zero", "0", "none"}.isdisjoint(lower):
        return "weaken", Thing.BACKUP
    if "audit" in lower and verb in ("edit", "change", "modify", "alter", "rewrite", "overwrite"):
        return "weaken", Thing.AUDIT
    return verb, thing


def _scaled(lower: list[str], verb: str) -> set[str]:
    counts = [int(each) for each in lower if each.isdecimal() and len(each) < 6]
    said = {"replicas", "replica", "pods", "instances", "nodes", "workers"} & set(lower)
    if verb != "scale" and not said:
        return set()
    if "zero" in lower or counts[-1:] == [0]:
        return {"to-zero"}
    if "down" in lower or lower[-1:] == ["in"] or verb in ("reduce", "decrease", "lower"):
        return {"scale-down"}
    if len(counts) > 1:
        return {"scale-down"} if counts[-1] < counts[0] else {"scale-up"}
    if counts == [1] or "half" in lower:
        return {"scale-down"}
    return {"scale-up"} if "up" in lower or "out" in lower else set()


def _given_away(effect: Effect, clause: Clause) -> Effect:
    """`commit the .env file`: a secret that is put where others read it."""
    if clause.verb not in _PUTS:
        return effect
    lower = [each.lower() for each in clause.rest]
    if any(secret(each) for each in lower) or not _SECRET_WORDS.isdisjoint(lower):
        return replace(effect, kind=Kind.EXPOSES, thing=Thing.SECRET, undo=Undo.NEVER)
    return effect


_PUTS: Final = words("commit push publish upload paste merge")
_SECRET_WORDS: Final = words("password passwords secret secrets token tokens credentials keys")


def _public(effect: Effect, clause: Clause) -> Effect:
    """`make the bucket public`: whatever the verb, it opens."""
    lower = {each.lower() for each in clause.rest}
    if not {"777", "0777", "666", "world-writable"}.isdisjoint(lower):
        wide = Radius.NAMESPACE if not _ALL.isdisjoint(lower) else effect.radius
        both = effect.marks | {"public"}
        return replace(effect, kind=Kind.EXPOSES, thing=Thing.PERMISSION, radius=wide, marks=both)
    if _OPEN.isdisjoint(lower) or effect.kind in (Kind.READS, Kind.DELETES, Kind.STOPS):
        return effect
    kind = Kind.EXPOSES if effect.kind in (Kind.WRITES, Kind.CREATES) else effect.kind
    kind = Kind.EXPOSES if effect.thing in (Thing.FIREWALL, Thing.BUCKET) else kind
    return replace(effect, kind=kind, marks=effect.marks | {"public"})


def _object(clause: Clause) -> tuple[Thing | None, str]:
    """What a clause is about: its noun, and the name beside it."""
    lower = [each.lower() for each in clause.rest]
    stop = next((n for n, each in enumerate(lower) if n and each in _BREAKS), len(lower))
    thing, place = thing_among(lower[:stop])
    if thing is None:
        thing, place = thing_among(lower)
    name = _name(clause.rest[:stop], place) or _name(clause.rest[stop:], place - stop)
    if not name and thing is Thing.WORKLOAD and lower[place].rstrip("s") not in _KINDS_OF_WORK:
        name = clause.rest[place]
    if thing is None and name.startswith(("/", "~", ".")):
        return Thing.FILE, name
    return thing, name


def _name(rest: tuple[str, ...], noun: int) -> str:
    """The first word that is a name: no article, number, verb or noun of a thing.

    Args:
        rest: The words.
        noun: Place of the noun among them.
    """
    shown = [
        each for place, each in enumerate(rest)
        if place != noun and each.lower() not in _SMALL and not each.isdecimal()
        and not (place == noun - 1 and thing_of_pair(each.lower(), rest[noun].lower()))
    ]  # fmt: skip
    marked = [each for each in shown if any(sign in each for sign in "-_./@:0123456789")]
    others = [each for each in shown if thing_of(each.lower()) is None]
    return next(iter([*marked, *others, *shown]), "").rstrip(",")


def _radius(lower: list[str], verb: str, thing: Thing, name: str) -> Radius:
    every = not _ALL.isdisjoint(lower) or verb in ("nuke",)
    plural = any(each.endswith("s") and thing_of(each) is thing for each in lower)
    if kind_of(verb) in (Kind.DELETES, Kind.STOPS) and thing in WHOLES and not plural:
        return Radius.ACCOUNT if every and "entire" not in lower else WHOLES[thing]
    if every:
        large = thing in WHOLES or thing in (
            Thing.BACKUP,
            Thing.INSTANCE,
            Thing.NODE,
            Thing.UNKNOWN,
        )
        return Radius.ACCOUNT if large or "everywhere" in lower else Radius.NAMESPACE
    if plural or not _MANY.isdisjoint(lower):
        return Radius.SET
    return Radius.ONE if name or thing is not Thing.UNKNOWN else Radius.UNKNOWN


LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"prose": read}
"""Readers of this module, by language."""
