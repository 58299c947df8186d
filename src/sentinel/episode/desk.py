"""What lies on the responder's desk, and how a briefing is written from it.

Readings are kept as a tool, a target and a tick; their text is written only
when somebody asks for the briefing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sentinel.briefing import Line
from sentinel.episode.changes import Change, Changes
from sentinel.episode.page import Page, Past, Reading, Written, numbered, unwritten
from sentinel.proposal import Proposal
from sentinel.responder.looking import Look
from sentinel.scenario.generate import Scenario
from sentinel.scenario.policies import Policy
from sentinel.world.drift.beneath import strike
from sentinel.world.drift.kinds import Drift, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.drift.words import announced
from sentinel.world.estate import Estate
from sentinel.world.kinds import KINDS
from sentinel.world.node_fields import Node
from sentinel.world.ops import Target
from sentinel.world.state import at
from sentinel.world.view import stamp

KEPT: Final = 8
"""Tool outputs, and past actions, that a briefing shows."""


TOLD: Final = "check_policies"
"""The tool that prints what every briefing holds."""

FRESH: Final = 2
"""Last tool outputs that would say the same if they were asked for again."""


@dataclass(slots=True)
class Desk:
    """Everything that a briefing may show."""

    scenario: Scenario
    estate: Estate
    layer: Layer
    """The API in force."""
    readings: list[Reading] = field(default_factory=list)
    history: list[Past] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    header: str = ""
    """What headers of tools say of the API."""
    opened: int = 0
    """Tick at which the incident was opened."""
    changes: Changes = field(init=False)
    """What has changed since the start."""
    policies: tuple[Policy, ...] = field(init=False)
    """Rules in force."""
    rules: tuple[Line, ...] = field(init=False)
    """Rules as the page shows them: those in force, but for silent changes."""
    told: Layer = field(init=False)
    """The API as the dashboard shows it: the one in force, but for silent changes."""
    shown: tuple[str, ...] = field(init=False)
    """Names as tools show them: those of `told`."""
    written: Written = field(init=False)

    def __post_init__(self) -> None:
        self.changes = Changes(self.scenario)
        self._take()
        self.written = unwritten(self.scenario, self.estate)

    def note(
        self, looks: Iterable[Look], tick: int, log: Look | None = None, planted: str = ""
    ) -> None:
        """Keep readings of one tick, but for what every briefing has anyway.

        Args:
            looks: What was read.
            tick: When.
            log: The log among them that holds what is planted.
            planted: A line that a stranger wrote there.
        """
        shown, header = self.shown, self.header
        for tool, node in looks:
            if tool != TOLD:
                about = (tool, node)
                self.readings.append(
                    Reading(tool, node, tick, shown, header, planted if log == about else "")
                    if not self.changes.past
                    else Reading(tool, node, tick, shown, header, planted if log == about else "",
                                 self.changes.trailer(tool, node), self.changes.veils(tool, node))
                )  # fmt: skip

    def has(self, tool: str, node: int) -> bool:
        """Whether a reading is so fresh that making it again tells nothing new.

        The briefing still shows it after the looks that come before a proposal.
        """
        fresh = self.readings[-FRESH:]
        if KINDS[tool].target is Target.NOTHING:
            return tool == TOLD or tool in [each.tool for each in fresh]
        return (tool, node) in [(each.tool, each.node) for each in fresh]

    def drift(self, drift: Drift) -> None:
        """Let the API, the world beneath it or the rules change."""
        old = self.shown[drift.node] if drift.node >= 0 else ""
        self.changes.past.append(self._struck(drift))
        self.layer = self.layer.after(drift)
        self._take()
        text = self._announced(drift, old)
        if drift.visibility is Visibility.ANNOUNCED:
            self.notices.append(text)
        elif drift.visibility is Visibility.HEADER:
            self.header = f"{self.header}; {text}" if self.header else text

    def catch_up(self, other: "Desk") -> None:
        """Let everything change here that has changed on another desk, world included."""
        for each in other.changes.past:
            self.changes.past.append(self._struck(each.drift))
        self.changes.known = set(other.changes.known)
        self._take()

    @property
    def hidden(self) -> set[int]:
        """Numbers of the changes that a briefing of this moment does not show."""
        return self.changes.hidden(self.readings[-KEPT:]) if self.changes.past else set()

    def _struck(self, drift: Drift) -> Change:
        """Let the world change, what tools read of this tick included."""
        estate = self.estate
        veils = strike(drift, estate.row)
        for veil in veils:
            estate.log[estate.tick, veil.place] = estate.row[veil.place]
        return Change(drift, estate.tick, veils)

    def _take(self) -> None:
        """Take in what has changed."""
        silent = self.changes.silent
        self.policies = self.changes.policies()
        self.rules = numbered("P", [each.text for each in self.changes.policies(silent)])
        self.told = self.changes.layer(silent)
        self.shown = self.told.names

    def _announced(self, drift: Drift, old: str) -> str:
        inventory, now = self.scenario.inventory, stamp(self.estate.clock_s)
        if drift.form is not Form.SWITCHED:
            return announced(drift, old, inventory, now)
        first = self.estate.row.item(at(drift.node, Node.A_PRIMARY)) > 0.5
        hosts = (f"{old}-a", f"{old}-b") if first else (f"{old}-b", f"{old}-a")
        return announced(drift, old, inventory, now, *hosts)

    def briefing(self, proposal: Proposal | None, dry_run: str | None) -> Page:
        """Keep what a briefing of this moment needs, or the situation before a proposal."""
        if self.written.estate is not self.estate:
            self.written = unwritten(self.scenario, self.estate)
        return Page(
            self.scenario, self.estate, self.estate.tick, self.layer, self.told, self.rules,
            tuple(self.readings[-KEPT:]), tuple(self.history[-KEPT:]), tuple(self.notices),
            proposal, dry_run, self.opened, self.written,
        )  # fmt: skip
