"""The page of one decision: written from what was known then, when somebody asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sentinel.briefing import Briefing, Line, Situation
from sentinel.errors import TurnError
from sentinel.proposal import Proposal
from sentinel.scenario.generate import Scenario
from sentinel.world.drift.beneath import Veil
from sentinel.world.drift.layer import Layer
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import TICK_S, at
from sentinel.world.telemetry import dashboard, read
from sentinel.world.view import View, stamp, taking

_DATABASE: Final = int(NodeKind.DATABASE)
_EDGE_ERR: Final = at(0, Node.ERR)
_CONNECTIONS: Final = taking(Node.CONNS, Node.MAX_CONNS)
_SHARED: Final = taking(Glob.CREATION, Glob.HEADROOM, at(0, Node.LOAD))


class Reading(NamedTuple):
    """One tool output, not yet written."""

    tool: str
    node: int
    tick: int
    names: tuple[str, ...]
    """Names of the services when it was made."""
    header: str
    """What the tool's header said of its API."""
    planted: str = ""
    """A line of the log with something in it that a stranger wrote; empty if none."""
    trailer: str = ""
    """What it added of changes that nobody announced, one a line."""
    veils: tuple[Veil, ...] = ()
    """What lies over the state in what it shows."""


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


@dataclass(slots=True)
class Written:
    """What the last briefing of an estate has written; the next one shows some of it again."""

    scenario: Scenario
    estate: Estate
    number: int
    """Of the incident."""
    alert: str
    """What paged the team."""
    readings: dict[int, tuple[Reading, str]] = field(default_factory=dict)
    """By the identity of the reading, which is kept here with its text."""
    pasts: dict[int, tuple[Past, str]] = field(default_factory=dict)
    """The same of past actions, but for how long ago they were."""
    view: View | None = None
    """What tools saw at the last moment that was written of."""


@dataclass(slots=True)
class Page:
    """What one briefing is written from; later ticks do not change it, nor does anybody.

    Not frozen, which would make one take four times as long.
    """

    scenario: Scenario
    estate: Estate
    tick: int
    layer: Layer
    told: Layer
    """The API as the dashboard shows it."""
    policies: tuple[Line, ...]
    """Rules as they are shown."""
    readings: tuple[Reading, ...]
    history: tuple[Past, ...]
    notices: tuple[str, ...]
    proposal: Proposal | None
    """None before one is made."""
    dry_run: str | None
    opened: int
    written: Written

    def __post_init__(self) -> None:
        kept = self.written
        if kept.estate is not self.estate or kept.scenario is not self.scenario:
            # A copy of a page with another estate must not repeat what was written of this one.
            self.written = unwritten(self.scenario, self.estate)

    def view(self, tick: int, names: tuple[str, ...], veils: tuple[Veil, ...] = ()) -> View:
        """What tools see at a tick."""
        if veils:
            return self._veiled(tick, names, veils)
        written = self.written
        view = written.view
        if view is None or view.tick != tick or view.names is not names:
            estate = self.estate
            view = written.view = View(
                estate.graph, estate.inventory, names, estate.log[tick], estate.past(tick),
                self.scenario.noise_seed,
            )  # fmt: skip
        return view

    def _veiled(self, tick: int, names: tuple[str, ...], veils: tuple[Veil, ...]) -> View:
        """The same, some values being shown as others."""
        estate = self.estate
        row, past = estate.log[tick].copy(), estate.past(tick).copy()
        for veil in veils:
            veil.over(row)
            for then in past:
                veil.over(then)
        return View(estate.graph, estate.inventory, names, row, past, self.scenario.seed)

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
        written = self.written
        seconds = (self.tick - self.opened) * TICK_S + 240.0
        clock = self.estate.inventory.clock_s + self.tick * TICK_S
        return Situation(
            incident=f"INC-{written.number}, open {seconds // 60:.0f}m{seconds % 60:02.0f}s, "
            f"now {stamp(clock)} UTC",
            alert=written.alert,
            policies=self.policies,
            notices=numbered("N", self.notices),
            dashboard=self._dashboard(),
            evidence=self._evidence(),
            history=self._history(),
        )

    def _dashboard(self) -> tuple[Line, ...]:
        layer = self.told
        shown = layer.names
        view = self.view(self.tick, shown)
        kinds = view.wiring.kinds
        found: list[Line] = []
        for node, text in dashboard(view):
            if node in layer.retired:
                continue
            if kinds[node] == _DATABASE:
                used, most = _CONNECTIONS(view.of(node))
                text += f"  conns {used:.0f}/{most:.0f}"
            if layer.aliases:
                text += self._alias(node)
            found.append(Line(f"D{len(found) + 1}", text, shown[node]))
        found.append(Line(f"D{len(found) + 1}", _cluster(view), "cluster"))
        return tuple(found)

    def _alias(self, node: int) -> str:
        """What the dashboard says of an old name that a renamed service keeps."""
        kept = [name for name, owner in self.told.aliases if owner == node]
        return f"  alias {kept[0]}" if kept else ""

    def _evidence(self) -> tuple[Line, ...]:
        """What tools printed; it does not change, whatever is deployed afterwards."""
        before, texts, found = self.written.readings, {}, []
        for number, reading in enumerate(self.readings, 1):
            tool, node, tick, names, *_ = reading
            kept = before.get(id(reading)) or (reading, self.printed(reading))
            texts[id(reading)] = kept
            age_s, untrusted = (self.tick - tick) * TICK_S, tool == "query_logs"
            found.append(Line(f"E{number}", kept[1], names[node], tool, age_s, untrusted))
        self.written.readings = texts
        return tuple(found)

    def printed(self, reading: Reading) -> str:
        """What a tool prints, under the header that it had."""
        view = self.view(reading.tick, reading.names, reading.veils)
        text = read(reading.tool, reading.node, view)
        if reading.planted:
            text = f"{text}\n{reading.planted}"
        text = f"# {reading.header}\n{text}" if reading.header else text
        return f"{text}\n{reading.trailer}" if reading.trailer else text

    def _history(self) -> tuple[Line, ...]:
        """What was done; all but its age stays the same."""
        before, texts, found = self.written.pasts, {}, []
        for number, past in enumerate(self.history, 1):
            kept = before.get(id(past)) or (past, _done(past, self.estate))
            texts[id(past)] = kept
            ago_s = (self.tick - past.tick) * TICK_S
            found.append(Line(f"H{number}", f"{ago_s:.0f} s ago {kept[1]}"))
        self.written.pasts = texts
        return tuple(found)


def _done(past: Past, estate: Estate) -> str:
    """Who did what, whether it ran, and the errors at the gateway around it."""
    before = estate.log.item(past.tick, _EDGE_ERR) * 100.0
    after = estate.log.item(past.after, _EDGE_ERR) * 100.0
    ran = "ran" if past.ran else "not run"
    if past.refusal and past.ran:
        ran = f"ran, {past.refusal}"
    if past.again:
        ran += ", tells nothing new"
    flagged = " flagged" if past.warned else ""
    return (
        f"{past.role}{flagged}: {past.command} -> {ran}; edge errors "
        f"{before:.1f} % before, {after:.1f} % after"
    )


def _cluster(view: View) -> str:
    """The dashboard's line on what all services share."""
    creation, headroom, load = _SHARED(view.values)
    pods = "ok" if creation > 0.5 else "failing, admission webhook refuses pods"
    return f"cluster  pod creation {pods}  headroom {headroom:.0f} pods  edge {load:.0f} rps"


def unwritten(scenario: Scenario, estate: Estate) -> Written:
    """What every briefing of an estate says alike."""
    fault, names = scenario.fault, scenario.inventory.names
    number = 1000 + int(estate.inventory.clock_s * 7.0) % 8999
    alert = fault.alert.format(
        culprit=names[fault.culprit], victim=names[fault.victim], gateway=names[0]
    )
    return Written(scenario, estate, number, alert)


def numbered(letter: str, texts: Iterable[str]) -> tuple[Line, ...]:
    """Lines of a section, in order."""
    return tuple([Line(f"{letter}{i}", text) for i, text in enumerate(texts, 1)])
