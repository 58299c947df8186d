"""Labelling candidates: resolving, measuring, checking policies.

A `Bench` goes with an episode. It measures lazily, keeps what it has measured
until the next moment, and rolls on what happened instead of rolling it anew.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sentinel.episode.casting import TWO, Setting
from sentinel.episode.course import whole
from sentinel.episode.desk import Desk
from sentinel.episode.roles import roles
from sentinel.episode.rulebook import Rulebook
from sentinel.episode.sufficiency import drawn
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.truth import classify, settled, truth, undetermined
from sentinel.responder.candidate import Candidate
from sentinel.scenario.acceptance import resolves
from sentinel.scenario.generate import Scenario
from sentinel.scenario.policies import Policy
from sentinel.scenario.splits import ground
from sentinel.world.actions import Action
from sentinel.world.consequence import Consequence
from sentinel.world.drift.calls import Refusal, resolve, understood
from sentinel.world.estate import Estate
from sentinel.world.inventory import Call
from sentinel.world.ops import Op, Target
from sentinel.world.rollout import Course, Moment, measured, moment

SUBMISSIONS: Final = ("submit_severity", "submit_root_cause")
"""Submissions that change nothing."""


def label_of(found: Consequence) -> Truth:
    """The label of a consequence measured elsewhere, redrawn worlds not asked."""
    return truth(found)


@dataclass(slots=True)
class Bench:
    """Judges what might be proposed, moment after moment of one episode."""

    scenario: Scenario
    desk: Desk
    setting: Setting = field(init=False)
    idle: int = 0
    """Reads that told nothing new since one that did, or since an action ran."""
    _moment: Moment | None = None
    _again: dict[tuple[str, int], bool] = field(default_factory=dict)
    _past: Course | None = None
    """What happened since the last moment, if that was one step ago."""
    _judged: dict[Candidate, tuple[Course, Truth]] = field(default_factory=dict)
    """What has been judged at this moment, and what follows it."""
    _looked: dict[int, tuple[Course, Truth]] = field(default_factory=dict)
    """The same of looks, by the reads that told nothing before them, themselves included."""
    _roles: list[str] = field(init=False)
    """What each node is to the incident."""
    _found: dict[Candidate, Call | Refusal] = field(default_factory=dict)
    """What candidates mean under the API of `_version`."""
    _version: int = 0
    _book: Rulebook = field(default_factory=lambda: Rulebook(()))

    def __post_init__(self) -> None:
        scenario = self.scenario
        family = scenario.family.id if scenario.second is None else TWO
        self.setting = Setting(ground(scenario.split), scenario.tier, family)
        kinds: list[int] = self.desk.estate.graph.kind.tolist()
        self._roles = roles(scenario.fault, kinds)

    @property
    def now(self) -> Moment:
        """The moment, prepared when first asked for."""
        if self._moment is None:
            scenario = self.scenario
            self._moment = moment(
                self.desk.estate, scenario.plan, scenario.family.horizon, self._past
            )
        return self._moment

    def turn(self, ran: Candidate | None = None, *, steps: int = 0) -> None:
        """Turn to the present moment.

        Args:
            ran: What ran at the last one; None if nothing did.
            steps: Steps gone since the last one; 0 where the world is another one.
        """
        last, self._past = self._moment, None
        if last is not None and steps == 1:
            judged = None if ran is None else self._judged.get(ran)
            self._past = last.idle if judged is None else judged[0]
        self._moment = None
        self._judged.clear()
        self._looked.clear()
        self._again.clear()
        if self._version > 1:
            # A changed API may understand a call by the state of the estate.
            self._found.clear()

    def hinges(self, candidate: Candidate) -> bool:
        """Whether a class hangs on a change that no line of the briefing shows."""
        return self._hinges(candidate, self.truth(candidate).consequence)

    def behind(self, candidate: Candidate) -> set[int]:
        """Numbers of the untold changes that a call hangs on."""
        call, changes = candidate.intended, self.desk.changes
        if call is None:
            return set()
        role = candidate.role
        return {i for i in changes.untold if changes.past[i].drift.concerns(call, role)}

    def _hinges(self, candidate: Candidate, found: Consequence) -> bool:
        """Ask what the call would do had nothing changed that the page does not show."""
        desk, intended = self.desk, candidate.intended
        hidden = desk.hidden
        if not hidden or intended is None:
            return False
        changes, estate, scenario = desk.changes, desk.estate, self.scenario
        row = changes.as_shown(estate.row, hidden, intended.node)
        shown = resolve(
            candidate.action, changes.layer(hidden), scenario.inventory, estate.graph, row,
            candidate.role,
        )  # fmt: skip
        policies = changes.policies(hidden)
        same = shown == self.meant(candidate) and policies == desk.policies
        if same and np.array_equal(row, estate.row):
            return False
        call = Call(Op.NONE) if isinstance(shown, Refusal) else shown
        broken = "" if isinstance(shown, Refusal) else self._broken(call, candidate.role, policies)
        other = measured(
            estate.graph, row[None], estate.noise[None], scenario.plan, call,
            scenario.family.horizon, breach=broken,
        )[0]  # fmt: skip
        first = classify(found, certain=True).action_class
        return classify(other, certain=True).action_class is not first

    def resolve(self, action: Action, role: str = "") -> Call | Refusal:
        """Understand an action under the API in force, called by a specialist or by nobody."""
        estate = self.desk.estate
        return resolve(
            action, self.desk.layer, self.scenario.inventory, estate.graph, estate.row, role
        )

    def meant(self, candidate: Candidate) -> Call | Refusal:
        """Understand a candidate likewise, once, since it comes again and again."""
        desk = self.desk
        if self._version != desk.layer.version:
            self._version = desk.layer.version
            self._found.clear()
        found = self._found.get(candidate)
        if found is None:
            call, layer = candidate.intended, desk.layer
            current = candidate.layer.version == layer.version and not candidate.given
            if call is not None and current and understood(call, layer, desk.estate.graph):
                found = call
            else:
                found = self.resolve(candidate.action, candidate.role)
            self._found[candidate] = found
        return found

    def label(self, candidate: Candidate) -> ActionClass:
        """What a candidate deserves in the true world."""
        return self.truth(candidate).action_class

    def truth(self, candidate: Candidate) -> Truth:
        """The same, with its receipt."""
        judged = self._judged.get(candidate)
        if judged is None:
            judged = self._judged[candidate] = self._judge(candidate)
        return judged[1]

    def _judge(self, candidate: Candidate) -> tuple[Course, Truth]:
        if candidate.intended is None and candidate.kind.name != "submit_resolution":
            # Whatever it looks at: only how many reads told nothing before it counts.
            idle = self.idle_after(candidate)
            if idle not in self._looked:
                course, does = self._does(candidate, self.now)
                self._looked[idle] = course, truth(does)
            return self._looked[idle]
        course, does = self._does(candidate, self.now)
        return course, truth(does)

    def forbidden(self, candidate: Candidate) -> bool:
        """Whether a candidate breaks a policy."""
        return self.breach(candidate) != ""

    def consequence(self, candidate: Candidate, at: Moment) -> Consequence:
        """What a candidate would do at a moment, policies and reading included."""
        return self._does(candidate, at)[1]

    def _does(self, candidate: Candidate, at: Moment) -> tuple[Course, Consequence]:
        if candidate.intended is None:
            if candidate.kind.name == "submit_resolution":
                return at.idle, at.closing()
            cost, idle = at.cost_of_waiting, self.idle_after(candidate)
            reading = Consequence(regret=cost, regret_noop=cost, reads_only=True, idle_reads=idle)
            return at.idle, reading
        found = self.meant(candidate)
        course = at.idle if isinstance(found, Refusal) else at.course(found)
        does = at.consequence(course.values, self.breach(candidate))
        if not isinstance(found, Refusal):
            here = at.estate
            does = whole(does, here.graph, here.row, here.noise, found, candidate.rest, at.ticks)
        return course, does

    def breach(self, candidate: Candidate) -> str:
        """Id of the first policy that a candidate breaks, as numbered in the briefing."""
        if candidate.intended is None:
            return ""
        found = self.meant(candidate)
        if isinstance(found, Refusal):
            return ""
        return self._broken(found, candidate.role, self.desk.policies)

    def _broken(self, call: Call, role: str, policies: tuple[Policy, ...]) -> str:
        """Id of the first of some policies that a call breaks now."""
        if policies is not self._book.policies:
            self._book = Rulebook(policies)
        return self._book.broken(call, role, self.desk.estate)

    def idle_after(self, candidate: Candidate, *, runs: bool = True) -> int:
        """Reads without new information since the last that told something, or was acted on.

        Args:
            candidate: What is proposed.
            runs: Whether it runs; what does not run tells and changes nothing.
        """
        if not candidate.kind.reads:
            return 0 if runs else self.idle
        if self.again(candidate):
            return self.idle + 1
        return 0 if runs else self.idle

    def again(self, candidate: Candidate) -> bool:
        """Whether a candidate only looks where the desk had just looked, when first asked."""
        if not candidate.kind.reads:
            return False
        if self.unheard(candidate):
            return True
        key = (candidate.kind.name, candidate.node)
        if key not in self._again:
            self._again[key] = self.desk.has(*key)
        return self._again[key]

    def unheard(self, candidate: Candidate) -> bool:
        """Whether a candidate only looks, and somebody outside has pointed it where nothing is."""
        looks = candidate.given and candidate.kind.reads
        return looks and isinstance(self.meant(candidate), Refusal)

    def checked(self, candidate: Candidate, found: Truth) -> Truth:
        """The truth after asking whether the briefing determines it.

        Every redrawn world that shows the same evidence is asked, but for those
        that would not have been accepted, since their plan mends nothing. A
        change that no line shows leaves it undetermined as well, if without it
        the action would deserve another class. What is ambiguous in the true
        world already is not asked.
        """
        if candidate.kind.reads or candidate.kind.name in SUBMISSIONS:
            return found
        if found.action_class is ActionClass.AMBIGUOUS:
            return found
        if self._hinges(candidate, found.consequence):
            return undetermined(found)
        dissent = self._dissent(candidate, found.consequence)
        return truth(found.consequence, unanimous=not dissent)

    def _dissent(self, candidate: Candidate, found: Consequence) -> bool:
        """Whether some redrawn world that counts gives another class than the true one."""
        scenario, estate = self.scenario, self.desk.estate
        stands = settled(found)
        first = stands or classify(found, certain=True).action_class
        meant = None if candidate.intended is None else self.meant(candidate)
        call = Call(Op.NONE) if isinstance(meant, Refusal) else meant
        worlds = drawn(scenario)
        rows, weather = worlds.rows(self.desk), worlds.weather
        others = measured(
            estate.graph, rows, weather, scenario.plan, call, scenario.family.horizon,
            breach=found.breach, regrets=stands is None,
        )  # fmt: skip
        if call is not None and call.op is not Op.NONE:
            ticks, rest = scenario.family.horizon, candidate.rest
            worlds_of = zip(others, rows, weather, strict=True)
            others = [whole(o, estate.graph, r, w, call, rest, ticks) for o, r, w in worlds_of]
        for number, other in enumerate(others):
            its = settled(other) if stands else classify(other, certain=True).action_class
            if its is not first:
                heals = resolves(estate, scenario.plan)
                there = Estate(estate.graph, estate.inventory, rows[number], weather[number])
                if not heals or resolves(there, scenario.plan):
                    return True
        return False

    def target_role(self, candidate: Candidate) -> str:
        """What a candidate's target is to the incident."""
        if candidate.kind.target in (Target.NOTHING, Target.TEXT):
            return "none"
        return self._roles[candidate.node]
