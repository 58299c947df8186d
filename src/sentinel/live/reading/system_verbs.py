"""Programs whose first words or options say what they do, read by a table.

An entry of a table is a line, `stops unit one easy restart`: a kind, a thing, then a radius, an
undo and marks, in any order. `+` parts several effects; what follows `|` is a safer command. A
key may hold several verbs, parted by commas, and each may be of several words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import Options, options

_RADII: Final = frozenset(Radius)
_UNDOS: Final = frozenset(Undo)
_EASY: Final = frozenset(
    {Kind.READS, Kind.CREATES, Kind.STARTS, Kind.STOPS, Kind.WRITES, Kind.EXPOSES, Kind.WEAKENS}
)
_NEVER: Final = frozenset({Kind.REVEALS, Kind.EXFILTRATES})
_DRY: Final = frozenset({"dry-run"})
_MOST_NAMES: Final = 16
"""Names beyond these are told as one effect."""
_LONGEST_VERB: Final = 3
"""Words of a verb, at most."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb or an option does, to a resource that the call names."""

    kind: Kind
    thing: Thing
    radius: Radius
    undo: Undo
    marks: frozenset[str] = NOTHING
    safer: str = ""


Deeds = tuple[Deed, ...]


def deeds(line: str) -> Deeds:
    """Read a line of a table.

    Example:
        >>> [(each.kind.value, each.radius.value) for each in deeds("stops unit restart")]
        [('stops', 'one')]
    """
    text, _, safer = line.partition(" | ")
    return tuple(_deed(part.split(), safer) for part in text.split(" + "))


def _deed(words: Sequence[str], safer: str) -> Deed:
    kind = Kind(words[0])
    undo = Undo.EASY if kind in _EASY else Undo.NEVER if kind in _NEVER else Undo.HARD
    radius, marks = Radius.ONE, set()
    for word in words[2:]:
        if word in _RADII:
            radius = Radius(word)
        elif word in _UNDOS:
            undo = Undo(word)
        else:
            marks.add(word)
    return Deed(kind, Thing(words[1]), radius, undo, frozenset(marks), safer)


@dataclass(frozen=True, slots=True)
class Tool:
    """What is known of a program."""

    verbs: Mapping[str, Deeds]
    """By verb; the empty verb is for programs without, whose words are all names."""
    valued: frozenset[str] = NOTHING
    """Options that take a value."""
    instead: Mapping[str, Deeds] = field(default_factory=dict)
    """Options that say what is done, whatever the verb; the first of them counts."""
    extra: Mapping[str, Deeds] = field(default_factory=dict)
    """Options that do something besides."""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Options that mark what is done."""
    dry: frozenset[str] = NOTHING
    """Options with which nothing is done."""
    bare: Deeds = ()
    """What is done where neither verb nor option says anything."""
    hosts: frozenset[str] = NOTHING
    """Options that name another host."""
    system: frozenset[str] = NOTHING
    """Names that belong to the operating system."""
    single: bool = False
    """Whether long options have one dash."""
    names: int | None = None
    """How many of the words behind the verb name what it is done to; None for all."""


def tool(
    verbs: Mapping[str, str],
    valued: str = "",
    *,
    instead: Mapping[str, str] | None = None,
    extra: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    dry: str = "",
    bare: str = "",
    hosts: str = "",
    system: frozenset[str] = NOTHING,
    single: bool = False,
    names: int | None = None,
) -> Tool:
    """Make a tool of lines; the arguments are as the fields of `Tool`, parted by blanks."""
    return Tool(
        verbs=_table(verbs),
        valued=frozenset((valued + " " + hosts).split()),
        instead=_table(instead or {}),
        extra=_table(extra or {}),
        marks={
            key: frozenset(said.split())
            for keys, said in (marks or {}).items()
            for key in keys.split(", ")
        },
        dry=frozenset(dry.split()),
        bare=deeds(bare) if bare else (),
        hosts=frozenset(hosts.split()),
        system=system,
        single=single,
        names=names,
    )


def _table(lines: Mapping[str, str]) -> dict[str, Deeds]:
    return {key: deeds(line) for keys, line in lines.items() for key in keys.split(", ")}


def reader(what: Tool) -> Reader:
    """Make a reader of a tool."""

    def read_call(call: Call) -> Found:
        return read(what, call)

    return read_call


def plain(lines: Mapping[str, str], valued: str = "") -> dict[str, Reader]:
    """Make readers of programs without verbs, from a line each; a key may hold several."""
    return {
        program: reader(tool({"": line}, valued, bare=line))
        for programs, line in lines.items()
        for program in programs.split(", ")
    }


def read(what: Tool, call: Call, given: Options | None = None) -> Found:
    """Read a call by a tool's table.

    Args:
        what: The table.
        call: The call.
        given: Its words, where they were taken apart already.
    """
    found = Found()
    given = given or options(call.words, what.valued, single=what.single)
    if given.has("--help") or given.asks_version or given.verb() == "help":
        return found.add(looks(call))
    chosen = next((name for name in what.instead if name in given.given), "")
    if chosen:
        value = [each for each in given.given[chosen] if each.text]
        done, verb, names = what.instead[chosen], chosen, [*value, *given.plain]
    else:
        verb, done = _verb(what, given)
        names = given.plain[len(verb.split()) :]
    if not done:
        return unknown(call, given)
    marks = NOTHING.union(*(said for name, said in what.marks.items() if given.has(name)))
    if given.has(*what.dry):
        return found.add(looks(call, verb))
    host = given.value(*what.hosts) if what.hosts else ""
    if host:
        marks |= {"remote"}
        call = replace(call, place=place_of(host) if call.place is Place.UNKNOWN else call.place)
    names = names[: what.names]
    found.effects += told(call, done, names, verb, marks=marks, system=what.system)
    for name, besides in what.extra.items():
        if given.has(name):
            found.effects += told(call, besides, names, f"{verb} {name}".strip(), marks=marks)
    return found


def _verb(what: Tool, given: Options) -> tuple[str, Deeds]:
    """Give the longest verb that the table knows, and what it does."""
    words: list[str] = []
    for each in given.plain[:_LONGEST_VERB]:
        if not each.fixed:
            break
        words.append(each.text.lower())
    for count in range(len(words), 0, -1):
        verb = " ".join(words[:count])
        if verb in what.verbs:
            return verb, what.verbs[verb]
    if not given.plain and what.bare:
        return "", what.bare
    return "", what.verbs.get("", ())


def unknown(call: Call, given: Options) -> Found:
    """Say that a call's verb is not known, or is made at run time."""
    text = shown(call)
    if any(not each.fixed for each in given.plain[:_LONGEST_VERB]):
        return Found().unread(text, f"what {call.program} is to do is made at run time", "dynamic")
    return Found().unread(text, f"{call.program} is used in a way that is not known")


def told(
    call: Call,
    done: Deeds,
    names: Sequence[Word],
    verb: str = "",
    *,
    marks: frozenset[str] = NOTHING,
    system: frozenset[str] = NOTHING,
) -> list[Effect]:
    """Give the effects of deeds on each of some names; on no name where there is none."""
    several = len(names) > 1
    kept: list[Word] = list(names[:_MOST_NAMES]) or [Word("")]
    if len(names) > _MOST_NAMES:
        kept.append(Word("*"))
    return [
        effect(call, deed, name, verb, marks=marks, several=several, system=system)
        for deed in done
        for name in kept
    ]


def effect(
    call: Call,
    deed: Deed,
    name: Word | str = "",
    verb: str = "",
    *,
    marks: Iterable[str] = NOTHING,
    several: bool = False,
    system: frozenset[str] = NOTHING,
) -> Effect:
    """Give the effect of a deed on one name, as wide as the name says."""
    word = Word(name) if isinstance(name, str) else name
    radius, said = deed.radius, deed.marks.union(call.marks, marks)
    if not word.fixed:
        said |= {"dynamic"}
        radius = Radius.UNKNOWN if radius is not Radius.NONE else radius
    elif radius is Radius.ONE and deed.kind is not Kind.READS:
        radius = _radius(word, several=several or "many" in call.marks)
    if system and base_name(word.text) in system:
        said |= {"system"}
    place = call.place if call.place is not Place.UNKNOWN else place_of(word.text)
    by = f"{call.program} {verb}".rstrip()
    return Effect(deed.kind, deed.thing, word.text[:200], radius, deed.undo, by, said, place,
                  deed.safer)  # fmt: skip


def _radius(word: Word, *, several: bool) -> Radius:
    if word.text in ("*", "all", "--all"):
        return Radius.NAMESPACE
    return Radius.SET if several or "*" in word.text or "?" in word.text else Radius.ONE


def base_name(name: str) -> str:
    """Give a name without version, architecture or kind: `sshd.service`, `sudo=1.9`, `x:amd64`."""
    short = name.partition("=")[0].partition(":")[0].partition("@")[0].lower()
    return short.removesuffix(".service").removesuffix(".socket").removesuffix(".timer")


def looks(call: Call, verb: str = "") -> Effect:
    """Give the effect of help, a version or a dry run: nothing."""
    by = f"{call.program} {verb}".rstrip()
    marks = _DRY.union(call.marks)
    return Effect(Kind.READS, Thing.UNKNOWN, "", Radius.NONE, Undo.EASY, by, marks, call.place)


def bag(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


def unnumbered(words: Sequence[Word]) -> tuple[Word, ...]:
    """Leave out the options `-4` and `-6`, which would pass for numbers."""
    return tuple(each for each in words if each.text not in ("-4", "-6"))


def shown(call: Call) -> str:
    """Give a call as text, for people."""
    return " ".join([call.program, *(each.text for each in call.words[:20])])
