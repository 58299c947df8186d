"""Programs whose first plain words say what they do: `helm uninstall`, `gh repo delete`.

What each pair of words does stands in a table, so that a reader of such a program is the table
and the few cases that options change. What is not in the table is unread.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec.structs import replace

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.options import EMPTY, Options, options
from sentinel.live.throwaways import thrown_away

NAMES_SHOWN: Final = 8
"""Most resources of one call that get an effect each; the rest share one."""
_PLACED: Final = 6
"""Most texts of one call that are asked where they are."""
_LONGEST_VERB: Final = 3
_DRY: Final = frozenset({"", "true", "client", "server", "1", "t"})


class Does(msgspec.Struct, frozen=True, gc=False):
    """What a sub-command does, before its arguments are known."""

    kind: Kind
    thing: Thing
    radius: Radius = Radius.ONE
    undo: Undo = Undo.EASY
    marks: frozenset[str] = NOTHING
    safer: str = ""
    takes: int = 1_000
    """How many plain words after the verb name what it is done to."""

    def marked(self, *marks: str) -> "Does":
        """The same with more marks."""
        return replace(self, marks=self.marks | frozenset(marks)) if marks else self


def looks(thing: Thing) -> Does:
    """Looks at something."""
    return Does(Kind.READS, thing, Radius.SET)


def makes(thing: Thing, *marks: str) -> Does:
    """Makes one of something."""
    return Does(Kind.CREATES, thing, marks=frozenset(marks))


def writes(thing: Thing, *marks: str) -> Does:
    """Changes one of something."""
    return Does(Kind.WRITES, thing, marks=frozenset(marks))


def ends(
    thing: Thing, *marks: str, undo: Undo = Undo.HARD, radius: Radius = Radius.ONE, safer: str = ""
) -> Does:
    """Takes one of something away."""
    return Does(Kind.DELETES, thing, radius, undo, frozenset(marks), safer)


def does(kind: Kind, thing: Thing, *marks: str, undo: Undo = Undo.EASY) -> Does:
    """Does anything else to one of something."""
    return Does(kind, thing, undo=undo, marks=frozenset(marks))


def spread(table: Mapping[str, Does]) -> dict[str, Does]:
    """A table of sub-commands from one whose keys hold several, `list | get | app list`."""
    return {verb.strip(): what for verbs, what in table.items() for verb in verbs.split("|")}


def place_from(texts: Iterable[str], otherwise: Place = Place.UNKNOWN) -> Place:
    """Where a call acts, by the texts in it that say so, the most telling ones first.

    Args:
        texts: Contexts, namespaces, names. Empty ones are skipped.
        otherwise: What is known without them.

    Returns:
        `PROD` where one says so; else `STAGING` before `LOCAL`; else `otherwise`.
    """
    said = {place_of(text) for text in [each for each in texts if each][:_PLACED]}
    if Place.PROD in said or otherwise is Place.PROD:
        return Place.PROD
    for place in (Place.STAGING, Place.LOCAL):
        if place in said:
            return place
    return otherwise


def dry(opts: Options, *names: str) -> bool:
    """Whether an option that makes a call do nothing is given, and each time it is."""
    given = [word for name in names for word in opts.given.get(name, ())]
    return bool(given) and all(word.fixed and word.text.lower() in _DRY for word in given)


def asks_help(opts: Options) -> bool:
    """Whether only help is asked for; `-h` counts where it takes no value."""
    for name in ("--help", "-h", "-help"):
        for word in opts.given.get(name, ()):
            if word.fixed and word.text.lower() in ("", "true"):
                return True
    return False


def harmless(by: str, thing: Thing = Thing.UNKNOWN, mark: str = "dry-run") -> Effect:
    """A call that does nothing: help, a version, a dry run."""
    return Effect(
        Kind.READS, thing, "", Radius.NONE, Undo.EASY, by, frozenset({mark} if mark else ())
    )


def done(
    call: Call,
    what: Does,
    by: str,
    targets: Sequence[Word] = (),
    *,
    place: Place = Place.UNKNOWN,
    marks: Collection[str] = (),
) -> list[Effect]:
    """Effects of one thing done to each of some targets.

    Args:
        call: The call that does it.
        what: What is done.
        by: Words for people.
        targets: Names; none where the call says none.
        place: Where.
        marks: More marks.

    Returns:
        One effect a target, of radius `SET` where there are several; a name that is made at run
        time has the radius `UNKNOWN` and the mark `dynamic`, unless the call only looks.
    """
    every = what.marks.union(marks, call.marks)
    if not targets:
        return [Effect(what.kind, what.thing, "", what.radius, what.undo, by, every, place,
                       what.safer)]  # fmt: skip
    many = len(targets) > 1 and what.radius is Radius.ONE
    radius = Radius.SET if many or ("many" in every and what.radius is Radius.ONE) else what.radius
    made = []
    for word in targets[:NAMES_SHOWN]:
        dynamic = not word.fixed and what.kind is not Kind.READS
        own = not dynamic and place is not Place.PROD and thrown_away(word.text)
        made.append(
            Effect(
                what.kind,
                what.thing,
                word.text,
                Radius.UNKNOWN if dynamic else radius,
                what.undo,
                by,
                every | {"dynamic"} if dynamic else every,
                Place.LOCAL if own else place,
                what.safer,
            )
        )
    if len(targets) > NAMES_SHOWN:
        made.append(replace(made[0], name="*", radius=Radius.SET, marks=every | {"many"}))
    return made


def called(words: Sequence[Word], outer: Call, *marks: str, place: Place = Place.UNKNOWN) -> Found:
    """The call that some words of another call are, still to be read."""
    found = Found()
    if not words:
        return found
    if not words[0].fixed:
        shown = " ".join(word.text for word in words)
        return found.unread(shown, "the program's name is made at run time", "dynamic")
    name = words[0].text.replace("\\", "/").rsplit("/", 1)[-1].lower().removesuffix(".exe")
    inner = Call(
        name,
        tuple(words[1:]),
        stdin=outer.stdin,
        piped=outer.piped,
        marks=outer.marks.union(marks),
        place=place if place is not Place.UNKNOWN else outer.place,
    )
    found.calls.append(inner)
    return found


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, by a table of what its sub-commands do."""

    verbs: Mapping[str, Does | tuple[Does, ...]]
    """By one to three plain words in lower case; the longest that fits counts."""
    valued: frozenset[str] = EMPTY
    """Options that take a value."""
    marked: Mapping[str, str] = field(default_factory=dict)
    """Marks of options: `{"--force": "force"}`."""
    dry: tuple[str, ...] = ("--dry-run",)
    """Options that make a call change nothing."""
    placed: tuple[str, ...] = ()
    """Options whose values say where the call acts."""
    wide: Mapping[str, Radius] = field(default_factory=dict)
    """Options that widen what is changed: `{"--all": Radius.NAMESPACE}`."""
    named: tuple[str, ...] = ()
    """Options whose values name the target where no plain word does."""
    single: bool = False
    """Whether long options are written with one dash."""

    def read(self, call: Call) -> Found:
        """Read a call of it."""
        opts = self.options(call.words)
        return self.judge(call, opts, opts.plain)

    def options(self, words: Sequence[Word]) -> Options:
        """Take its command line apart."""
        return options(words, self.valued, single=self.single)

    def judge(self, call: Call, opts: Options, plain: Sequence[Word]) -> Found:
        """Read a call whose options are known, by its plain words."""
        found = Found()
        count, what = self._verb(plain)
        # An unknown sub-command may pass `--help` on to a program that it runs.
        if (count and asks_help(opts)) or (not plain and (_nothing_asked(call) or asks_help(opts))):
            return found.add(harmless(f"{call.program} --help", mark=""))
        if not count:
            dynamic = [word for word in plain[:2] if not word.fixed]
            shown = f"{call.program} {' '.join(word.text for word in plain[:6])}"
            why = "made at run time" if dynamic else "not known"
            return found.unread(
                shown, f"the sub-command is {why}", "dynamic" if dynamic else "unknown-program"
            )
        by = f"{call.program} {' '.join(word.text for word in plain[:count])}"
        targets = list(plain[count:])
        if not targets:
            targets = [word for name in self.named for word in opts.given.get(name, ())]
        place = self.place(call, opts, targets)
        for each in what:
            if each.kind is not Kind.READS and dry(opts, *self.dry):
                found.add(harmless(by, each.thing))
                continue
            if each.kind is Kind.READS:
                found.add(*done(call, each, by, targets[:1], place=place))
                continue
            marks = [mark for option, mark in self.marked.items() if opts.has(option)]
            named = targets[: each.takes]
            found.add(*done(call, self._widened(each, opts), by, named, place=place, marks=marks))
        return found

    def place(self, call: Call, opts: Options, targets: Sequence[Word]) -> Place:
        """Where a call acts, by its options, its variables and the names of its targets."""
        texts = opts.values(*self.placed) + [value for _, value in call.variables]
        return place_from([*texts, *(word.text for word in targets if word.fixed)], call.place)

    def _verb(self, plain: Sequence[Word]) -> tuple[int, tuple[Does, ...]]:
        for count in range(min(_LONGEST_VERB, len(plain)), 0, -1):
            first = plain[:count]
            what = self.verbs.get(" ".join(word.text for word in first).lower())
            if what is not None and all(word.fixed for word in first):
                return count, what if isinstance(what, tuple) else (what,)
        return 0, ()

    def _widened(self, what: Does, opts: Options) -> Does:
        for option, radius in self.wide.items():
            if what.kind is not Kind.READS and opts.has(option):
                return replace(what, radius=radius)
        return what


def _nothing_asked(call: Call) -> bool:
    known = {"--version", "-v", "-V", "-version", "version"}
    return all(word.fixed and word.text in known for word in call.words)
