"""A command of a cloud's client, taken apart, and the effects it is read as.

| mark | meaning |
|---|---|
| `secret` | what is shown or made is a secret |
| `unmet` | nothing but a name says what the command does |
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.cloud_words import RESTARTS, VERBS, thing_of
from sentinel.live.reading.options import Options

SHOWN: Final = 120
"""Longest name that is kept of a resource."""

WHOLE: Final[dict[Thing, Radius]] = {
    Thing.BUCKET: Radius.NAMESPACE,
    Thing.CACHE: Radius.NAMESPACE,
    Thing.TABLE: Radius.NAMESPACE,
    Thing.DATABASE: Radius.NAMESPACE,
    Thing.NAMESPACE: Radius.NAMESPACE,
    Thing.INFRASTRUCTURE: Radius.NAMESPACE,
    Thing.CLUSTER: Radius.ACCOUNT,
    Thing.ORGANISATION: Radius.ACCOUNT,
}
"""What goes with all that is in it when one of it goes."""

_LOST: Final[dict[Thing, Undo]] = {
    Thing.BACKUP: Undo.NEVER,
    Thing.ENCRYPTION_KEY: Undo.NEVER,
    Thing.AUDIT: Undo.NEVER,
    Thing.BUCKET: Undo.NEVER,
    Thing.QUEUE: Undo.NEVER,
    Thing.VOLUME: Undo.NEVER,
    Thing.PERMISSION: Undo.EASY,
    Thing.CONFIGURATION: Undo.EASY,
}
"""Whether a deletion can be taken back; it is work where nothing is said."""

_REPLACED: Final = frozenset(
    {Thing.OBJECT, Thing.FILE, Thing.ROWS, Thing.TABLE, Thing.DATABASE, Thing.SECRET}
)
"""What is lost when it is written over."""

_UNDO: Final[dict[Kind, Undo]] = {
    Kind.READS: Undo.EASY,
    Kind.REVEALS: Undo.NEVER,
    Kind.CREATES: Undo.EASY,
    Kind.WRITES: Undo.EASY,
    Kind.DELETES: Undo.HARD,
    Kind.STARTS: Undo.EASY,
    Kind.STOPS: Undo.EASY,
    Kind.EXPOSES: Undo.NEVER,
    Kind.ESCALATES: Undo.HARD,
    Kind.WEAKENS: Undo.EASY,
    Kind.EXFILTRATES: Undo.NEVER,
    Kind.EXECUTES: Undo.UNKNOWN,
}

GUARDS: Final[dict[Thing, str]] = {
    Thing.AUDIT: "audit",
    Thing.BACKUP: "backup",
    Thing.ENCRYPTION_KEY: "encryption",
}
"""Things that protect others, and the mark that says so."""

_RANK: Final = (Place.PROD, Place.STAGING, Place.LOCAL)


def undo_of(kind: Kind, thing: Thing) -> Undo:
    """Whether what is done can be taken back, where nothing else is known."""
    if kind is Kind.DELETES:
        return _LOST.get(thing, Undo.HARD)
    if kind is Kind.WRITES and thing in _REPLACED:
        return Undo.HARD
    return Undo.EASY if kind is Kind.EXPOSES and thing is Thing.FIREWALL else _UNDO[kind]


def worse_place(*places: Place) -> Place:
    """The place on which most depends; `UNKNOWN` where nothing is known."""
    return next((each for each in _RANK if each in places), Place.UNKNOWN)


@dataclass(slots=True)
class Order:
    """A command of a cloud's client, taken apart."""

    call: Call
    by: str
    """The program and its verbs: `aws ec2 terminate-instances`."""
    options: Options
    """Options, and what is left besides when the verbs are taken away."""
    targets: list[Word] = field(default_factory=list)
    """Names of what it is done to."""
    place: Place = Place.UNKNOWN
    """What the profile, project or endpoint says."""
    pinned: bool = False
    """Whether the place holds whatever the names say, as with an endpoint on this machine."""
    marks: frozenset[str] = NOTHING
    """On every effect: those of the call, `force`..."""
    found: Found = field(default_factory=Found)

    def has(self, *names: str) -> bool:
        """Whether one of some options is given."""
        return self.options.has(*names)

    def value(self, *names: str) -> str:
        """The value of the first of some options that is given."""
        return self.options.value(*names)

    def says(self, *texts: str) -> bool:
        """Whether an option's value or another argument holds one of some texts in lower case."""
        return any(text in word.text.lower() for word in self.call.words for text in texts)

    def does(
        self,
        kind: Kind,
        thing: Thing,
        *marks: str,
        name: str | None = None,
        radius: Radius | None = None,
        undo: Undo | None = None,
        safer: str = "",
    ) -> Found:
        """Add an effect; what is not said follows from the kind, the thing and the targets.

        Args:
            kind: What happens.
            thing: To what kind of resource.
            marks: Beside those of the whole order.
            name: Of the resource; the targets' names when it is None.
            radius: By the number of targets when it is None.
            undo: By the kind and the thing when it is None.
            safer: A safer command.
        """
        given = self.targets if name is None else ()
        if name is None:
            name = " ".join(word.text for word in given[:4])[:SHOWN]
        every = self.marks.union(marks)
        if kind in (Kind.DELETES, Kind.WEAKENS, Kind.STOPS) and thing in GUARDS:
            every |= {GUARDS[thing]}
        if any(not word.fixed for word in given):
            every |= {"dynamic"}
            radius = Radius.NONE if radius is Radius.NONE else Radius.UNKNOWN
        if radius is None:
            radius = self._radius(kind, thing, name)
        place = self.place if self.pinned else worse_place(self.place, place_of(name))
        undo = undo_of(kind, thing) if undo is None else undo
        effect = Effect(kind, thing, name, radius, undo, self.by, every, place, safer)
        return self.found.add(effect)

    def _radius(self, kind: Kind, thing: Thing, name: str) -> Radius:
        if kind is Kind.READS:
            return Radius.ONE if self.targets else Radius.SET
        if kind is Kind.DELETES and thing in WHOLE:
            return WHOLE[thing]
        if len(self.targets) > 1 or "*" in name:
            return Radius.SET
        return Radius.ONE if name else Radius.UNKNOWN

    def looks(self, thing: Thing = Thing.UNKNOWN, *marks: str) -> Found:
        """Add that it only reads."""
        radius = Radius.ONE if self.targets else Radius.SET
        return self.does(Kind.READS, thing, *marks, radius=radius)

    def dry(self) -> Found:
        """Add that it would do nothing now."""
        return self.does(Kind.READS, Thing.UNKNOWN, "dry-run", radius=Radius.NONE)

    def strange(self) -> Found:
        """Say that what it does is not known."""
        text = f"{self.call.program} {' '.join(self.call.texts)}"
        return self.found.unread(text, f"what {self.by!r} does is not known", "unknown-program")


Case = Callable[[Order], Found]
"""Reads one command of a client in its own way."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one command does, where its words alone do not say it."""

    kind: Kind
    thing: Thing
    marks: tuple[str, ...] = ()
    radius: Radius | None = None
    undo: Undo | None = None
    safer: str = ""

    def __call__(self, order: Order) -> Found:
        """Add the effect to an order; this makes a fact a `Case`."""
        return order.does(
            self.kind, self.thing, *self.marks,
            radius=self.radius, undo=self.undo, safer=self.safer,
        )  # fmt: skip


def by_words(order: Order, verb: str, noun: str, otherwise: Thing) -> Found:
    """Read a command by its verb and noun alone.

    Args:
        order: The command; its effects are added to it.
        verb: In lower case; one that is not known leaves the order unread.
        noun: What the verb is done to, with dashes.
        otherwise: What a noun that is not known is taken for.
    """
    kind = VERBS.get(verb)
    thing = thing_of(noun, otherwise) if noun else otherwise
    if kind is None:
        return order.strange()
    if kind is Kind.READS:
        return order.looks(thing)
    if kind is Kind.STOPS and verb in ("disable", "deactivate") and thing in GUARDS:
        return order.does(Kind.WEAKENS, thing)
    if kind is Kind.CREATES and thing is Thing.BACKUP:
        return order.does(kind, thing, "backup")
    return order.does(kind, thing, *(("restart",) if verb in RESTARTS else ()))


_NAMING: Final = ("-id", "-ids", "-name")
_NAMES: Final = frozenset({"--name", "-n", "--id", "--app", "-a"})


def named_by_options(options: Options) -> list[Word]:
    """What options name, where nothing else names what a command is about."""
    given = options.given.items()
    words = [words for name, words in given if name in _NAMES or name.endswith(_NAMING)]
    return next((each for each in words if each[0].text), [])


def plain_call(call: Call) -> str:
    """A call as one text, for people."""
    return f"{call.program} {' '.join(call.texts)}"
