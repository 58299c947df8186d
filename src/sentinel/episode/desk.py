"""What lies on the responder's desk, and how a briefing is written from it.

Readings are kept as a tool, a target and a tick; their text is written only
when somebody asks for the briefing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sentinel.episode.page import Page, Past, Reading, Written, unwritten
from sentinel.proposal import Proposal
from sentinel.responder.looking import Look
from sentinel.scenario.generate import Scenario
from sentinel.world.drift import Drift, DriftKind, Layer, Visibility
from sentinel.world.estate import Estate
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

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
        self.written = unwritten(self.scenario, self.estate)

    def note(self, looks: Iterable[Look], tick: int) -> None:
        """Keep readings of one tick, but for what every briefing has anyway."""
        shown, header = self.shown, self.header
        self.readings.extend(
            [Reading(tool, node, tick, shown, header) for tool, node in looks if tool != TOLD]
        )

    def has(self, tool: str, node: int) -> bool:
        """Whether a reading is so fresh that making it again tells nothing new.

        The briefing still shows it after the looks that come before a proposal.
        """
        fresh = self.readings[-FRESH:]
        if KINDS[tool].target is Target.NOTHING:
            return tool == TOLD or tool in [each.tool for each in fresh]
        return (tool, node) in [(each.tool, each.node) for each in fresh]

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

    def briefing(self, proposal: Proposal | None, dry_run: str | None) -> Page:
        """Keep what a briefing of this moment needs, or the situation before a proposal."""
        if self.written.estate is not self.estate:
            self.written = unwritten(self.scenario, self.estate)
        return Page(
            self.scenario, self.estate, self.estate.tick, self.layer, self.shown,
            tuple(self.readings[-KEPT:]), tuple(self.history[-KEPT:]), tuple(self.notices),
            proposal, dry_run, self.opened, self.written,
        )  # fmt: skip


def _told(drift: Drift, old: str) -> str:
    return {
        DriftKind.RENAME: f"{old} is now {drift.new}; the old name is gone",
        DriftKind.ALIAS: f"{old} is now {drift.new}; the old name keeps working",
        DriftKind.PARAMETER: f"scale_service takes {drift.new} in place of replicas",
        DriftKind.REMOVAL: f"{old} is retired",
        DriftKind.ERRORS: f"{drift.new} answers with internal errors until further notice",
    }[drift.kind]
