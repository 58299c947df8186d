"""What lies on the responder's desk, and how a briefing is written from it.

Readings are kept as a tool, a target and a tick; their text is written only
when somebody asks for the briefing.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from sentinel.briefing import Briefing, Line, Situation
from sentinel.errors import TurnError
from sentinel.proposal import Proposal
from sentinel.scenario.generate import Scenario
from sentinel.world.drift import Drift, DriftKind, Layer, Visibility
from sentinel.world.estate import Estate
from sentinel.world.fields import GLOBALS, Glob, Node, NodeKind
from sentinel.world.state import TICK_S, at
from sentinel.world.telemetry import dashboard, read
from sentinel.world.view import View

KEPT: Final = 8
"""Tool outputs, and past actions, that a briefing shows."""


TOLD: Final = "check_policies"
"""The tool that prints what every briefing holds."""

FRESH: Final = 2
"""Last tool outputs that would say the same if they were asked for again."""


class Reading(NamedTuple):
    """One tool output, not yet written."""

    tool: str
    node: int
    tick: int
    names: tuple[str, ...]
    """Names of the services when it was made."""
    header: str
    """What the tool's header said of its API."""


class Past(NamedTuple):
    """One proposal that was decided."""

    command: str
    role: str
    ran: bool
    warned: bool
    """Whether the overseer flagged it."""
    refusal: str
    """What the tool printed when it did nothing; empty otherwise."""
    again: bool
    """Whether it only looked where the desk had just looked."""
    tick: int
    after: int
    """Tick at which its effect was observed."""


@dataclass(frozen=True, slots=True)
class Written:
    """Readings of one estate that are written already; the next briefings show most of them."""

    estate: Estate
    texts: dict[int, tuple[Reading, str]] = field(default_factory=dict)
    """By the identity of the reading, which is kept here with its text."""


@dataclass(slots=True)
class Desk:
    """Everything that a briefing may show."""

    scenario: Scenario
    estate: Estate
    layer: Layer
    shown: tuple[str, ...]
    """Names as tools show them: the current ones, but for silent changes."""
    readings: list[Reading] = field(default_factory=list)
    history: list[Past] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    header: str = ""
    """What headers of tools say of the API."""
    opened: int = 0
    """Tick at which the incident was opened."""
    written: Written = field(init=False)

    def __post_init__(self) -> None:
        self.written = Written(self.estate)

    def note(self, tool: str, node: int, tick: int) -> None:
        """Keep a reading, unless every briefing has it anyway."""
        if tool == TOLD:
            return
        self.readings.append(Reading(tool, node, tick, self.shown, self.header))

    def has(self, tool: str, node: int) -> bool:
        """Whether a reading is so fresh that making it again tells nothing new.

        The briefing still shows it after the looks that come before a proposal.
        """
        return tool == TOLD or (tool, node) in [
            (each.tool, each.node) for each in self.readings[-FRESH:]
        ]

    def drift(self, drift: Drift) -> None:
        """Let the API change."""
        old = self.shown[drift.node]
        self.layer = self.layer.after(drift)
        renamed = drift.kind in (DriftKind.RENAME, DriftKind.ALIAS)
        if renamed and drift.visibility is not Visibility.SILENT:
            names = list(self.shown)
            names[drift.node] = drift.new
            self.shown = tuple(names)
        text = _told(drift, old)
        if drift.visibility is Visibility.ANNOUNCED:
            self.notices.append(text)
        elif drift.visibility is Visibility.HEADER:
            self.header = f"{self.header}; {text}" if self.header else text

    def briefing(self, proposal: Proposal | None, dry_run: str | None) -> "Page":
        """Keep what a briefing of this moment needs, or the situation before a proposal."""
        if self.written.estate is not self.estate:
            self.written = Written(self.estate)
        return Page(
            self.scenario, self.estate, self.estate.tick, self.layer, self.shown,
            tuple(self.readings[-KEPT:]), tuple(self.history[-KEPT:]), tuple(self.notices),
            proposal, dry_run, self.opened, self.written,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What one briefing is written from; later ticks do not change it."""

    scenario: Scenario
    estate: Estate
    tick: int
    layer: Layer
    shown: tuple[str, ...]
    readings: tuple[Reading, ...]
    history: tuple[Past, ...]
    notices: tuple[str, ...]
    proposal: Proposal | None
    """None before one is made."""
    dry_run: str | None
    opened: int
    written: Written

    def view(self, tick: int, names: tuple[str, ...]) -> View:
        """What tools see at a tick."""
        estate = self.estate
        return View(
            estate.graph, estate.inventory, names, estate.log[tick], estate.past(tick),
            self.scenario.seed,
        )  # fmt: skip

    def write(self) -> Briefing:
        """Write the briefing.

        Raises:
            TurnError: If nothing is proposed on this page.
        """
        if self.proposal is None:
            raise TurnError("nothing has been proposed")
        now = self.situation()
        return Briefing(
            now.incident, now.alert, now.policies, now.notices, now.dashboard, now.evidence,
            now.history, self.proposal, self.dry_run,
        )  # fmt: skip

    def situation(self) -> Situation:
        """Write what the team sees."""
        estate, fault = self.estate, self.scenario.fault
        seconds = (self.tick - self.opened) * TICK_S + 240.0
        clock = estate.inventory.clock_s + self.tick * TICK_S
        number = 1000 + int(estate.inventory.clock_s * 7.0) % 8999
        names = self.scenario.inventory.names
        alert = fault.alert.format(
            culprit=names[fault.culprit], victim=names[fault.victim], gateway=names[0]
        )
        return Situation(
            incident=f"INC-{number}, open {seconds // 60:.0f}m{seconds % 60:02.0f}s, "
            f"now {_clock(clock)} UTC",
            alert=alert,
            policies=_kept("P", tuple([policy.text for policy in self.scenario.policies])),
            notices=_kept("N", self.notices),
            dashboard=self._dashboard(),
            evidence=tuple(self._evidence()),
            history=_numbered("H", tuple([self._past(past) for past in self.history])),
        )

    def _dashboard(self) -> tuple[Line, ...]:
        lines = dashboard(self.view(self.tick, self.shown))
        kept = [each for each in lines if each[0] not in self.layer.retired]
        more = {i: self._connections(i) for i in self.estate.graph.of_kind(NodeKind.DATABASE)}
        if self.layer.aliases:
            more = {i: more.get(i, "") + self._alias(i) for i in range(len(self.shown))}
        found = [
            Line(f"D{i}", text + more.get(node, ""), self.shown[node])
            for i, (node, text) in enumerate(kept, 1)
        ]
        return (*found, Line(f"D{len(found) + 1}", self._cluster(), "cluster"))

    def _alias(self, node: int) -> str:
        """What the dashboard says of an old name that a renamed service keeps."""
        if self.shown[node] != self.layer.names[node]:
            return ""
        kept = [name for name, owner in self.layer.aliases if owner == node]
        return f"  alias {kept[0]}" if kept else ""

    def _connections(self, node: int) -> str:
        """What the dashboard's line of a database says of its connections."""
        row = self.estate.log[self.tick]
        used, most = row.item(at(node, Node.CONNS)), row.item(at(node, Node.MAX_CONNS))
        return f"  conns {used:.0f}/{most:.0f}"

    def _cluster(self) -> str:
        """The dashboard's line on what all services share."""
        row = self.estate.log[self.tick]
        pods = "ok" if row.item(Glob.CREATION) > 0.5 else "failing, admission webhook refuses pods"
        edge = row.item(GLOBALS + Node.LOAD)
        room = row.item(Glob.HEADROOM)
        return f"cluster  pod creation {pods}  headroom {room:.0f} pods  edge {edge:.0f} rps"

    def _evidence(self) -> list[Line]:
        found = []
        for i, reading in enumerate(self.readings, 1):
            text = self.printed(reading)
            found.append(
                Line(
                    f"E{i}", text, about=reading.names[reading.node], source=reading.tool,
                    age_s=(self.tick - reading.tick) * TICK_S,
                    untrusted=reading.tool == "query_logs",
                )
            )  # fmt: skip
        return found

    def printed(self, reading: Reading) -> str:
        """What a tool printed; it does not change, whatever is deployed afterwards."""
        texts = self.written.texts if self.written.estate is self.estate else {}
        kept = texts.get(id(reading))
        if kept is None:
            text = read(reading.tool, reading.node, self.view(reading.tick, reading.names))
            if reading.header:
                text = f"# {reading.header}\n{text}"
            kept = texts[id(reading)] = reading, text
        return kept[1]

    def _past(self, past: Past) -> str:
        log = self.estate.log
        before = log.item(past.tick, GLOBALS + Node.ERR) * 100.0
        after = log.item(past.after, GLOBALS + Node.ERR) * 100.0
        ran = "ran" if past.ran else "not run"
        if past.refusal and past.ran:
            ran = f"ran, {past.refusal}"
        if past.again:
            ran += ", tells nothing new"
        ago = (self.tick - past.tick) * TICK_S
        flagged = " flagged" if past.warned else ""
        return (
            f"{ago:.0f} s ago {past.role}{flagged}: {past.command} -> {ran}; edge errors "
            f"{before:.1f} % before, {after:.1f} % after"
        )


def _numbered(letter: str, texts: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple([Line(f"{letter}{i}", text) for i, text in enumerate(texts, 1)])


_kept: Final = lru_cache(maxsize=256)(_numbered)
"""The same for lines that stay from decision to decision."""


def _told(drift: Drift, old: str) -> str:
    return {
        DriftKind.RENAME: f"{old} is now {drift.new}; the old name is gone",
        DriftKind.ALIAS: f"{old} is now {drift.new}; the old name keeps working",
        DriftKind.PARAMETER: f"scale_service takes {drift.new} in place of replicas",
        DriftKind.REMOVAL: f"{old} is retired",
        DriftKind.ERRORS: f"{drift.new} answers with internal errors until further notice",
    }[drift.kind]


def _clock(seconds: float) -> str:
    whole = int(seconds) % 86_400
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
