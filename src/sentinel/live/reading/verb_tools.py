"""Tools whose first words say what they do, read from a table of verbs.

A verb that the table does not hold is unread; help, versions and rehearsals do nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sentinel.live.effects import NOTHING, Effect, Kind, Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found
from sentinel.live.reading.deeds import LOOKS, Deed
from sentinel.live.reading.options import EMPTY, Options, options
from sentinel.live.throwaways import thrown_away

_FORCE: Final = ("-f", "--force", "--yes", "-y", "--assumeyes", "-force", "--confirm")
_RECURSIVE: Final = ("-r", "-R", "--recursive", "-recurse", "--prefix", "--all")
_PLAIN: Final = frozenset(
    {*_FORCE, *_RECURSIVE, "-v", "--verbose", "-q", "--quiet", "--json", "--debug", "--dry-run"}
)
_HELP: Final = ("--help", "-help")


@dataclass(frozen=True, slots=True)
class Tool:
    """How the command line of one tool is read."""

    verbs: Mapping[str, Deed]
    """By up to three first words (`stream rm`); the longest wins."""
    valued: frozenset[str] = EMPTY
    """Options that take a value."""
    where: frozenset[str] = EMPTY
    """Options whose value says where it runs."""
    single: bool = False
    """Whether long options have one dash."""
    dry: tuple[str, ...] = ("--dry-run", "--dryrun", "--dry_run")
    """Options of a rehearsal."""

    def __call__(self, call: Call) -> Found:
        """Read a call."""
        found = Found()
        given = options(call.words, self.valued | self.where, single=self.single)
        if asks_for_help(given, self.valued | self.where):
            return found.add(LOOKS.effect("", f"{call.program} --help"))
        text = " ".join([call.program, *call.texts])
        words = given.plain[:3]
        if not words:
            return found.unread(text, f"{call.program} without a verb", "unknown-program")
        for count in range(len(words), 0, -1):
            if not all(each.fixed for each in words[:count]):
                continue
            verb = " ".join(each.text.lower() for each in words[:count])
            row = self.verbs.get(verb)
            if row is not None:
                found.add(self._effect(call, given, row, verb, count))
                return self._hidden(call, given, row, found)
        dynamic = not all(each.fixed for each in words)
        mark = "dynamic" if dynamic else "unknown-program"
        return found.unread(text, f"a verb of {call.program} that is not known", mark)

    def _hidden(self, call: Call, given: Options, row: Deed, found: Found) -> Found:
        """Add verbs further on, where an option that is not known may have taken the first."""
        known = self.valued | self.where | _PLAIN
        if row.kind is not Kind.READS or all(each in known for each in given.given):
            return found
        for place in range(1, len(given.plain)):
            verb = given.verb(place)
            other = self.verbs.get(verb) or self.verbs.get(f"{verb} {given.verb(place + 1)}")
            if other is not None and other.kind is not Kind.READS:
                found.add(other.effect("", f"{call.program} {verb}", call.place))
        return found

    def _effect(self, call: Call, given: Options, row: Deed, verb: str, count: int) -> Effect:
        name = given.texts[count] if len(given.plain) > count else ""
        by = f"{call.program} {verb}"
        if given.has(*self.dry):
            return LOOKS.effect(name, by, place_for(call, given, self.where))
        dynamic = len(given.plain) > count and not given.plain[count].fixed
        marks = marks_of(given) | ({"dynamic"} if dynamic else NOTHING)
        return row.effect(name, by, place_for(call, given, self.where, name), marks)


def asks_for_help(given: Options, valued: frozenset[str] = EMPTY) -> bool:
    """Whether a call asks for help or a version only."""
    version = given.asks_version or (given.has("-version") and not given.plain)
    return given.has(*_HELP) or version or ("-h" not in valued and given.has("-h"))


def marks_of(given: Options) -> frozenset[str]:
    """`force` and `recursive`, where options say so."""
    marks = set()
    if given.has(*_FORCE):
        marks.add("force")
    if given.has(*_RECURSIVE):
        marks.add("recursive")
    return frozenset(marks)


def place_for(call: Call, given: Options, where: frozenset[str], *names: str) -> Place:
    """Where a call runs: as its wrappers say, else its options, variables and names."""
    if call.place is not Place.UNKNOWN:
        return call.place
    said = given.values(*where) if where else []
    said += [value for _, value in call.variables]
    place = place_of(" ".join((*said, *names))) if said or names else Place.UNKNOWN
    if not said and place is not Place.PROD and names and all(map(thrown_away, names)):
        return Place.LOCAL
    own = bool(said) and {"localhost", "127.0.0.1", "::1"} >= set(given.values(*where))
    return Place.LOCAL if own and place is Place.STAGING and given.values(*where) else place
