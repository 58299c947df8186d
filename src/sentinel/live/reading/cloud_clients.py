"""Clients whose commands are groups, then a verb, then what it is done to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.cloud_options import eager_options
from sentinel.live.reading.cloud_orders import (
    Case,
    Order,
    by_words,
    named_by_options,
    plain_call,
    worse_place,
)
from sentinel.live.reading.cloud_words import VERBS, words_in

LOOKS: Final = frozenset(
    {"info", "show", "version", "status", "help", "view", "read", "cat", "check", "validate"}
)
"""Verbs that only read, beside those that always do."""

_VALUED: Final = words_in(
    "--project --filter --format --zone --region --account --output -o --query --name -n --app -a "
    "--type --since --lines --num --deployment --component "
    "--context --profile --location --sort-by --limit --configuration --cluster --instance"
)
"""Options that take a value in every client that has them."""

_HELP: Final = ("--help", "-h")


@dataclass(frozen=True, slots=True)
class Client:
    """One client: its words, and what is read in its own way."""

    program: str
    cases: Mapping[str, Case]
    """What a command does, by its words without the program; the longest match counts."""
    about: Mapping[str, Thing] = field(default_factory=dict)
    """What a group is about, for nouns that are not known; the empty group is for all others."""
    flags: Collection[str] = frozenset()
    """Options that take no value."""
    endings: Mapping[str, Case] = field(default_factory=dict)
    """What a verb does in every group."""
    looks: Collection[str] = LOOKS
    quiet: tuple[str, ...] = ("--force", "-f", "--yes", "-y", "--quiet", "-q")
    """Options by which it asks nothing."""
    dry: tuple[str, ...] = ("--dry-run",)
    """Options with which nothing is done."""
    where: tuple[str, ...] = ()
    """Options that say where it runs."""
    variables: tuple[str, ...] = ()
    """Variables that say so."""
    tracks: Collection[str] = frozenset()
    """Words in front of the groups that change nothing."""
    bare: Case | None = None
    """What it does when no command is given; None where it only shows its help."""
    first: int = 0
    """Place of the first word that may be a verb."""
    colon: bool = False
    """Whether groups and verb are one word, as in `apps:destroy`."""

    def read(self, call: Call) -> Found:
        """Read a call of this client."""
        options = eager_options(call.words, self.flags)
        words = options.plain
        while words and words[0].text in self.tracks:
            words = words[1:]
        least = 1
        if self.colon and words:
            least = words[0].text.count(":") + 1
            parts = [Word(each, words[0].fixed) for each in words[0].text.split(":")]
            words = parts + words[1:]
        marks = {"force"} if options.has(*self.quiet) else set[str]()
        order = Order(call, self.program, options, marks=call.marks | marks)
        order.place = self._place(call, order)
        helps = bool(words) and words[0].text in ("help", "version")
        if helps or options.has(*_HELP) or options.asks_version:
            return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE, name="")
        if not words and self.bare is not None and not options.after:
            return self._done(order, words, 0) or self.bare(order)
        if not words:
            return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE, name="")
        return self._command(order, words, least)

    def _place(self, call: Call, order: Order) -> Place:
        said = order.options.values(*self.where)
        if self.variables:
            given = dict(call.variables)
            said += [given.get(name, "") for name in self.variables]
        return worse_place(call.place, place_of(" ".join(said)) if said else Place.UNKNOWN)

    def _command(self, order: Order, words: Sequence[Word], least: int) -> Found:
        head = [word.text.lower() for word in words[:6]]
        for count in range(min(5, len(head)), least - 1, -1):
            case = self.cases.get(" ".join(head[:count]))
            if case is not None:
                return self._done(order, words, count) or case(order)
        for place, text in enumerate(head):
            if not words[place].fixed:
                why = "the command is made at run time"
                return Found().unread(plain_call(order.call), why, "dynamic")
            found = self._verb(order, words, place, head) if place >= self.first else None
            if found is not None or text in self.looks:
                return found or self._done(order, words, place + 1) or order.looks()
        return order.strange()

    def _verb(
        self, order: Order, words: Sequence[Word], place: int, head: Sequence[str]
    ) -> Found | None:
        text = head[place]
        case = self.endings.get(text)
        if case is not None:
            return self._done(order, words, place + 1) or case(order)
        verb, _, noun = text.partition("-")
        if text in VERBS:
            verb, noun = text, ""
        if verb not in VERBS and verb not in self.looks:
            return None
        done = self._done(order, words, place + 1)
        if done is not None:
            return done
        if VERBS.get(verb, Kind.READS) is Kind.READS and self._hides(order):
            return order.strange()
        if verb in self.looks:
            return order.looks()
        group = head[place - 1] if place else ""
        about = self.about.get(head[0] if place else "", self.about.get("", Thing.UNKNOWN))
        return by_words(order, verb, noun or group, about)

    def _hides(self, order: Order) -> bool:
        """Whether an option that may take no value has taken a verb for it."""
        return any(
            VERBS.get(word.text.lower(), Kind.READS) is not Kind.READS
            for name, words in order.options.given.items()
            if name not in _VALUED and name not in self.where
            for word in words
        )

    def _done(self, order: Order, words: Sequence[Word], count: int) -> Found | None:
        """Take the verbs away from the targets; give what is found when nothing is done now."""
        order.by = " ".join([self.program, *(word.text.lower() for word in words[:count])])
        order.targets = list(words[count:]) or named_by_options(order.options)
        if order.options.unsure:
            order.marks |= {"dynamic"}
        return order.dry() if order.has(*self.dry) and not order.options.unsure else None
