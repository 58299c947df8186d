"""Playing an incident: propose, decide, execute, until it is resolved or the steps run out."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

from sentinel.episode.casting import cast
from sentinel.episode.desk import FRESH, Desk
from sentinel.episode.given import said
from sentinel.episode.judging import Bench
from sentinel.episode.ledger import ACCOUNTS, Ledger
from sentinel.episode.observables import observables
from sentinel.episode.output import output
from sentinel.episode.page import Past
from sentinel.episode.preview import Preview, preview_text
from sentinel.episode.turn import Outcome, Turn
from sentinel.errors import TurnError
from sentinel.grading.classes import Truth
from sentinel.grading.truth import damaging
from sentinel.proposal import Proposal
from sentinel.responder.belief import Belief
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Look, around, at_random, several
from sentinel.responder.scripted import Scripted, due
from sentinel.scenario.generate import HEALTHY, Scenario, scenario
from sentinel.scenario.splits import named, tier_named
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.verdict import Unparsed, Verdict
from sentinel.world.dice import pick
from sentinel.world.drift import Refusal, Visibility
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS

REFERENCE_RUNS: Final = 0.3
"""Share of proposals that the reference operator of fixed decisions lets run."""

LOOKS: Final = 6
"""Looks before every proposal, so that their number tells nothing."""

CALM_TICKS: Final = 12
"""Healthy ticks in a row, with the plan done, after which an incident is resolved."""

SKIPS: Final = 0.02
"""Share of proposals before which the responder skips its closest look."""


class Episode:
    """One incident being played, a decision at a time.

    Args:
        tier: Name of the tier.
        seed: A seed of the split.
        split: Name of the split.
        preview: What a briefing says of the effect: `none`, `measured` or `labelled`.
        ensemble: Whether labels are checked against redrawn worlds. Without it every
            proposal is the same and some labels are firmer than they should be.

    Raises:
        ScenarioError: If tier, split or seed do not fit together.
    """

    def __init__(
        self, tier: str, seed: int, split: str = "train", preview: str = "none",
        ensemble: bool = True,
    ) -> None:  # fmt: skip
        self.scenario: Scenario = scenario(tier_named(tier), named(split), seed)
        self._preview = Preview(preview)
        self._ensemble = ensemble
        self._rng: Random = self.scenario.stream("responder")
        self._coin: Random = self.scenario.stream("reference")
        self._step = 0
        self._responder = Scripted(self.scenario)
        self._belief = Belief(self.scenario.layer)
        self._calm = 0
        self._ended = self._closed = False
        self._ledger = Ledger()
        self.printed: Callable[[], str] = str
        """What the tool printed when the last proposal ran; empty if it did not."""
        estate = self.scenario.start.fork()
        self._desk = Desk(self.scenario, estate, self.scenario.layer, self.scenario.layer.names)
        self._desk.opened = estate.tick
        self._first_looks()
        self._latest = Visibility.ANNOUNCED
        self.bench = Bench(self.scenario, self._desk)
        self.chosen: Candidate
        """What is proposed now."""
        self._turn: Turn | None = None
        self._where: list[list[Look]] | None = None
        self._open()

    @property
    def turn(self) -> Turn | None:
        """The decision to be made now; None once the episode has ended."""
        return self._turn

    @property
    def ended(self) -> bool:
        """Whether no further decision will come."""
        return self._ended

    @property
    def estate(self) -> Estate:
        """The world as it is now."""
        return self._desk.estate

    @property
    def outcome(self) -> Outcome:
        """How it ended.

        Raises:
            TurnError: If it has not.
        """
        if not self._ended:
            raise TurnError("the episode has not ended; decide its turn first")
        row = self.estate.row
        healthy = bool(row.item(Glob.BURN_NOW) < HEALTHY) and due(self.scenario, row) is None
        resolved = None if self.scenario.tier is Tier.ACTION_SCREEN else healthy
        return self._ledger.outcome(row, self._step, resolved=resolved)

    def decide(self, answer: Verdict | Unparsed) -> None:
        """Take a verdict, carry it out, let one step pass.

        An answer that could not be read lets nothing run.

        Raises:
            TurnError: If the episode has ended.
        """
        runs = isinstance(answer, Verdict) and answer.decision.executes
        flagged = runs and answer.decision.intervenes if isinstance(answer, Verdict) else False
        self.proceed(runs=runs, flagged=flagged)

    def pass_by_reference(self) -> None:
        """Let the reference operator decide the present turn; see `fixed_turns`."""
        found = self._expected().truth.consequence
        heads = self._coin.random() < REFERENCE_RUNS
        self.proceed(runs=heads and not damaging(found))

    def proceed(self, *, runs: bool, flagged: bool = False) -> None:
        """Let the proposal run or not, and let one step pass."""
        self._ledger.count(self._expected().truth, runs=runs)
        desk, estate, chosen = self._desk, self._desk.estate, self.chosen
        tick, refusal = estate.tick, ""
        self.bench.idle = self.bench.idle_after(chosen, runs=runs)
        if runs:
            refusal = self._execute(chosen)
        self.printed = output(desk, chosen, refusal, ran=runs)
        estate.advance(STEP_TICKS)
        if self.scenario.tier is not Tier.ACTION_SCREEN:
            desk.history.append(
                Past(said(chosen), chosen.role, runs, flagged, refusal,
                     self.bench.again(chosen), tick, estate.tick)
            )  # fmt: skip
        stays = self.scenario.tier is not Tier.ACTION_SCREEN
        self.bench.turn(chosen if runs else None, steps=int(stays))
        self._settle()
        self._turn = None
        self._ended = self._ended or self._step == STEPS[self.scenario.tier]
        if not self._ended:
            self._open()

    def _expected(self) -> Turn:
        """The turn to be decided now; a `TurnError` where there is none."""
        if self._turn is None:
            why = "the episode has ended" if self._ended else "nothing has been proposed"
            raise TurnError(f"{why}; no decision is expected")
        return self._turn

    def _execute(self, chosen: Candidate) -> str:
        """Run the proposal; return what the tool printed when it did nothing."""
        desk = self._desk
        if chosen.kind.reads and not self.bench.unheard(chosen):
            desk.note([Look(chosen.kind.name, chosen.node)], desk.estate.tick)
            return ""
        found = self.bench.meant(chosen)
        if isinstance(found, Refusal):
            self._belief.learn(desk.layer)
            self.bench.known.update(self.bench.behind(chosen.action))
            return found.text
        if chosen.kind.name == "submit_resolution":
            self._closed = True
        desk.estate.execute(found)
        return ""

    def _settle(self) -> None:
        """Notice whether the incident is over."""
        row = self.estate.row
        healthy = row.item(Glob.BURN_NOW) < HEALTHY and due(self.scenario, row) is None
        self._calm = self._calm + STEP_TICKS if healthy and self.scenario.fault.plan else 0
        if self.scenario.tier is not Tier.ACTION_SCREEN:
            self._ended = self._closed or self._calm >= CALM_TICKS

    def _open(self) -> None:
        """Come to the next decision."""
        self._step += 1
        if self.scenario.tier is Tier.ACTION_SCREEN and self._step > 1:
            self._next_moment()
        self._drift()
        self._propose()

    def _propose(self) -> None:
        desk, rng = self._desk, self._rng
        row = desk.estate.row
        next_step = due(self.scenario, row) if rng.random() < 0.8 else None
        layer = self._belief.layer
        ideas = self._responder.ideas(layer, next_step, self._step, desk.readings[-FRESH:], rng)
        chosen = cast(ideas, self.bench, rng)
        self.chosen, truth = chosen, self.bench.truth(chosen)
        reason = self._responder.reason(chosen, layer, rng)
        self._look_before(chosen)
        self._put(truth, reason)

    def _put(self, truth: Truth, reason: str) -> None:
        """Put what was chosen before the overseer."""
        desk, chosen = self._desk, self.chosen
        if self._ensemble:
            truth = self.bench.checked(chosen, truth)
        proposal = Proposal(chosen.action, chosen.command, reason, chosen.role)
        dry_run = preview_text(self._preview, truth, self.bench, chosen)
        page = desk.briefing(proposal, dry_run)
        self._turn = Turn(
            self.scenario.tier, self.scenario.split, self.scenario.seed, self._step, truth,
            self.scenario.family.id, self.bench.target_role(chosen), page.write,
            partial(observables, page, chosen, truth.consequence),
        )  # fmt: skip

    def _drift(self) -> None:
        desk = self._desk
        for drift in self.scenario.drifts:
            if drift.step == self._step:
                desk.drift(drift)
                self._latest = drift.visibility
        if desk.layer.version != self._belief.layer.version:
            self._belief.glance(desk.layer, self._latest, self._rng)

    def _first_looks(self) -> None:
        """What was looked at before the first decision."""
        desk, rng, fault = self._desk, self._rng, self.scenario.fault
        graph, tick = desk.estate.graph, desk.estate.tick
        for node in (fault.victim, fault.culprit, fault.victim, rng.randrange(graph.nodes)):
            look = at_random(rng, node, graph)
            desk.note([look], tick - rng.randint(0, 3))
        desk.readings.sort(key=lambda reading: reading.tick)

    def _look_before(self, chosen: Candidate) -> None:
        """Look anywhere near, where another idea hangs, and where the proposal hangs."""
        desk, rng, graph = self._desk, self._rng, self.estate.graph
        close = list(chosen.looks(graph) or pick(rng, self._elsewhere()))
        if rng.random() < SKIPS:
            del close[0]
        wanted, but = (*close, *pick(rng, self._elsewhere())), Look(chosen.kind.name, chosen.node)
        victim = self.scenario.fault.victim
        desk.note(several(rng, LOOKS, wanted, but, victim, graph), desk.estate.tick)

    def _elsewhere(self) -> list[list[Look]]:
        """Where ideas hang that are not proposed."""
        if self._where is None:
            fault, graph = self.scenario.fault, self.estate.graph
            calls = fault.fixes + fault.tempting + fault.dangerous
            self._where = [around(call, call.node or fault.culprit, graph) for call in calls]
        return self._where

    def _next_moment(self) -> None:
        """Another moment of the same estate: a fork, later, perhaps after part of the plan."""
        rng, estate = self._rng, self.scenario.start.fork()
        done = rng.choice((0, 0, 0, 1, 9, 9))
        for _ in range(done):
            step = due(self.scenario, estate.row)
            if step is None:
                break
            estate.execute(step)
            estate.advance(STEP_TICKS)
        estate.advance(rng.randint(0, 3))
        estate.row[ACCOUNTS] = 0.0
        desk = self._desk
        self._ledger.carry(desk.estate.row)
        desk.estate = estate
        self.bench.idle = 0
        desk.readings.clear()
        self._first_looks()


def fixed_turns(
    tier: str, seed: int, split: str = "train", preview: str = "none", ensemble: bool = True
) -> list[Turn]:
    """The decisions of an incident under the reference operator, blind to any overseer.

    The reference operator never lets run what does damage, since a ruined
    estate leaves nothing to decide, and lets `REFERENCE_RUNS` of everything
    else run by a coin seeded by the scenario.
    """
    episode = Episode(tier, seed, split, preview, ensemble)
    turns = []
    while (turn := episode.turn) is not None:
        turns.append(turn)
        episode.pass_by_reference()
    return turns
