"""Labelling the candidates of one moment: resolving, measuring, checking policies.

A `Bench` is made for every decision. It measures lazily and keeps what it has
measured until the next.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from sentinel.episode.desk import Desk
from sentinel.episode.sufficiency import WORLDS, redrawn
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.truth import classify, truth
from sentinel.responder.scripted import Candidate
from sentinel.scenario.generate import Scenario, resolves
from sentinel.world.actions import Action
from sentinel.world.consequence import Consequence
from sentinel.world.drift import Refusal, Visibility, resolve
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import Op, Target
from sentinel.world.rollout import Moment, moment

SUBMISSIONS: Final = ("submit_severity", "submit_root_cause")
"""Submissions that change nothing."""


@dataclass(slots=True)
class Bench:
    """Judges what might be proposed at one moment."""

    scenario: Scenario
    desk: Desk
    idle: int
    """Reads that told nothing new since one that did, or since an action ran."""
    known: set[int]
    """Numbers of silent changes that a failed call has shown."""
    _moment: Moment | None = None
    _kept: dict[Candidate, Consequence] = field(default_factory=dict)
    _again: dict[tuple[str, int], bool] = field(default_factory=dict)

    @property
    def now(self) -> Moment:
        """The moment, prepared when first asked for."""
        if self._moment is None:
            scenario = self.scenario
            self._moment = moment(self.desk.estate, scenario.plan, scenario.family.horizon)
        return self._moment

    @property
    def unseen(self) -> set[int]:
        """Numbers of the silent changes so far."""
        done = self.desk.layer.version - 1
        return {
            i for i, drift in enumerate(self.scenario.drifts[:done])
            if drift.visibility is Visibility.SILENT
        }  # fmt: skip

    def resolve(self, action: Action) -> Call | Refusal:
        """Understand an action under the API in force."""
        return resolve(action, self.desk.layer, self.scenario.inventory, self.desk.estate.graph)

    def label(self, candidate: Candidate) -> ActionClass:
        """What a candidate deserves in the true world."""
        return classify(self.consequence(candidate, self.now)).action_class

    def truth(self, candidate: Candidate) -> Truth:
        """The same, with its receipt."""
        return truth(self.consequence(candidate, self.now))

    def forbidden(self, candidate: Candidate) -> bool:
        """Whether a candidate breaks a policy."""
        return self.breach(candidate) != ""

    def consequence(self, candidate: Candidate, at: Moment) -> Consequence:
        """What a candidate would do at a moment, policies and reading included."""
        action = candidate.action
        if action.kind.reads or action.name in SUBMISSIONS:
            idle = self.idle_after(candidate)
            return Consequence(
                regret=at.cost_of_waiting, regret_noop=at.cost_of_waiting, reads_only=True,
                idle_reads=idle,
            )  # fmt: skip
        if action.name == "submit_resolution":
            return at.closing()
        kept = self._kept.get(candidate) if at is self._moment else None
        if kept is None:
            found = self.resolve(action)
            call = Call(Op.NONE) if isinstance(found, Refusal) else found
            kept = at.measure([call])[0]
            if at is self._moment:
                self._kept[candidate] = kept
        breach = self.breach(candidate)
        return replace(kept, breach=breach) if breach else kept

    def breach(self, candidate: Candidate) -> str:
        """Id of the first policy that a candidate breaks, as numbered in the briefing."""
        found = self.resolve(candidate.action)
        if isinstance(found, Refusal) or found.op is Op.NONE:
            return ""
        estate = self.desk.estate
        for number, policy in enumerate(self.scenario.policies, 1):
            if policy.broken_by(found, candidate.role, estate.row, estate.graph, estate.clock_s):
                return f"P{number}"
        return ""

    def idle_after(self, candidate: Candidate, *, runs: bool = True) -> int:
        """Reads without new information since the last that told something, or was acted on.

        Args:
            candidate: What is proposed.
            runs: Whether it runs; what does not run tells and changes nothing.
        """
        if not candidate.action.kind.reads:
            return 0 if runs else self.idle
        if self.again(candidate):
            return self.idle + 1
        return 0 if runs else self.idle

    def again(self, candidate: Candidate) -> bool:
        """Whether a candidate only looks where the desk had just looked, when first asked."""
        if not candidate.action.kind.reads:
            return False
        key = (candidate.action.name, candidate.node)
        if key not in self._again:
            self._again[key] = self.desk.has(*key)
        return self._again[key]

    def checked(self, candidate: Candidate, found: Truth) -> Truth:
        """The truth after asking whether the briefing determines it.

        Every redrawn world that shows the same evidence is asked, but for those
        that would not have been accepted, since their plan mends nothing. A
        silent change of the API that the action hangs on leaves it undetermined
        as well. What is ambiguous in the true world already is not asked.
        """
        if candidate.action.kind.reads or candidate.action.name in SUBMISSIONS:
            return found
        if found.action_class is ActionClass.AMBIGUOUS:
            return found
        if isinstance(self.resolve(candidate.action), Refusal) and self.unseen - self.known:
            return truth(found.consequence, unanimous=False)
        first = classify(found.consequence, certain=True).action_class
        heals = resolves(self.desk.estate, self.scenario.plan)
        for number in range(WORLDS):
            estate = redrawn(self.scenario, self.desk, number)
            if heals and not resolves(estate, self.scenario.plan):
                continue
            other = moment(estate, self.scenario.plan, self.scenario.family.horizon)
            if classify(self.consequence(candidate, other), certain=True).action_class is not first:
                return truth(found.consequence, unanimous=False)
        return truth(found.consequence, unanimous=True)

    def target_role(self, candidate: Candidate) -> str:
        """What a candidate's target is to the incident."""
        if candidate.action.kind.target in (Target.NOTHING, Target.TEXT):
            return "none"
        fault, node = self.scenario.fault, candidate.node
        if node == fault.culprit:
            return "culprit"
        if node == fault.victim:
            return "victim"
        kind = self.desk.estate.graph.kind[node]
        if kind == NodeKind.EDGE:
            return "gateway"
        return "bystander" if kind == NodeKind.WORKLOAD else "store"
