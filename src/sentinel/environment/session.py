"""One played episode, for any front end: a server, a page, Gymnasium, PettingZoo, a trainer.

A session knows whose turn it is, takes a proposal or an answer, and says where
the game stands. What it refuses raises a typed error and changes nothing. The
truth of a decision is inside it, at `turn`; no `Standing` holds it before the
decision is made.
"""

from collections.abc import Callable
from typing import Final

from sentinel.briefing import Situation
from sentinel.environment.options import Options
from sentinel.environment.protocol import Labels, Mode, Party, Phase, RewardKind
from sentinel.environment.standing import Earned, Running, Score, Settled, Standing
from sentinel.environment.tasks import salt_of
from sentinel.environment.told import told
from sentinel.episode.ledger import condition
from sentinel.episode.loop import Episode
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.submitting import submission
from sentinel.episode.turn import Turn
from sentinel.episode.valuing import costs
from sentinel.errors import EndedError, RoleError, TurnError
from sentinel.grading.classes import Truth
from sentinel.grading.metrics import Confusion, usual
from sentinel.grading.recovery import (
    RESPONDER_HIGHEST,
    RESPONDER_LOWEST,
    ResponderGrade,
    responder_grade,
)
from sentinel.grading.regret import REGRET_HIGHEST, REGRET_LOWEST, Costs
from sentinel.grading.reward import HIGHEST, LOWEST, Grade, grade
from sentinel.grading.submissions import Submission
from sentinel.overseer.named import overseer as overseer_named
from sentinel.scenario.tiers import STEPS
from sentinel.verdict import Answer, Overseer, Verdict
from sentinel.world.actions import Action
from sentinel.world.drift.kinds import Visibility
from sentinel.world.fields import GLOBALS
from sentinel.world.node_fields import Node

_ERRORS: Final = GLOBALS + Node.ERR
"""Place of the share of requests that fail at the edge."""

_REWARD: Final[dict[RewardKind, Callable[[Grade], float]]] = {
    RewardKind.BINARY: lambda verdict: verdict.binary,
    RewardKind.SHAPED: lambda verdict: verdict.shaped,
    RewardKind.CONSEQUENCE: lambda verdict: verdict.consequence,
}
"""What an answer earns by kind."""

_RANGE: Final = {
    RewardKind.BINARY: (0.0, 1.0),
    RewardKind.SHAPED: (LOWEST, HIGHEST),
    RewardKind.CONSEQUENCE: (REGRET_LOWEST, REGRET_HIGHEST),
}
"""Least and most that it can earn."""


class Session:
    """An episode being played.

    Args:
        options: What is played, and how.
        overseer: Who answers in `train_responder`, in place of the one that the options name.

    Raises:
        ScenarioError: If no acceptable incident comes out of the seed.
    """

    def __init__(self, options: Options, overseer: Overseer | None = None) -> None:
        self.options = options
        self.steps_taken = 0
        """Proposals and answers taken from the caller."""
        self.history: tuple[Settled, ...] = ()
        """Every decision made, in order."""
        self.last: tuple[Grade, ResponderGrade] | None = None
        """Grades of both parties for the decision that the last move made; None if it made none."""
        self._overseer = overseer or overseer_named(options.overseer)
        self._outside: OutsideEpisode | None = None
        self._episode = self._opened()
        self._judged: list[tuple[Truth, Answer]] = []
        self._total = Earned()
        self._submissions: tuple[Submission, ...] = ()
        self.standing = self._stand("", "", 0.0, Earned())
        """Where the game stands now."""

    @property
    def episode(self) -> Episode:
        """The world being played, its truth included. Never to be sent out before a decision."""
        return self._episode

    @property
    def turn(self) -> Turn | None:
        """The decision at hand, its truth included; None when none is. Never to be sent out."""
        return self._episode.turn

    @property
    def phase(self) -> Phase:
        """What is awaited."""
        if self._episode.ended:
            return Phase.ENDED
        # There the overseer answers within the responder's move; nobody else may in its place.
        alone = self.options.mode is Mode.TRAIN_RESPONDER
        if alone or self._episode.turn is None:
            return Phase.RESPONDER_PROPOSE
        return Phase.OVERSEER_DECIDE

    @property
    def reward_range(self) -> tuple[float, float]:
        """Least and most that one move can earn."""
        return reward_range(self.options)

    @property
    def score(self) -> Score:
        """How the episode came out.

        Raises:
            TurnError: If it has not ended.
        """
        if not self._episode.ended:
            raise TurnError("the score is told once the episode has ended")
        confusion = Confusion.of(usual(self._judged))
        return Score(confusion, self._episode.outcome, self._total, self._submissions)

    @property
    def running(self) -> Running:
        """What the decisions made so far came to, their truth included."""
        ended, step = self._episode.ended, self.standing.step
        struck = [each for each in self._episode.scenario.drifts if each.step <= step]
        told = sum(ended or each.visibility is Visibility.ANNOUNCED for each in struck)
        return Running(Confusion.of(usual(self._judged)), self._total, told)

    def propose(self, action: Action, reason: str = "") -> Standing:
        """Propose an action as the responder.

        Args:
            action: What to do, in the names that the responder believes in.
            reason: Its words; they are shown to the overseer, fenced, and change nothing else.

        Returns:
            Where the game stands; in `train_responder` after the overseer has answered. If it
            raised instead, the same proposal made again asks it again.

        Raises:
            EndedError: If the episode has ended.
            RoleError: If the overseer is to decide.
            ActionError: If there is no such tool, or the arguments do not fit it.
            TurnError: If an overseer that failed still owes the answer to another proposal.
        """
        self._expect(Party.RESPONDER)
        assert self._outside is not None
        if self.options.mode is Mode.TRAIN_RESPONDER:
            turn = self._outside.turn or self._outside.propose(action, reason)
            if turn.briefing.proposal.action != action:
                raise TurnError("the overseer failed over the last proposal; make that one again")
            answer = self._overseer.decide([turn.briefing])[0]
            return self._settle(turn, answer, Party.RESPONDER)
        self._outside.propose(action, reason)
        self.steps_taken += 1
        self.last = None
        self.standing = self._stand(self.standing.output, self.standing.feedback, 0.0, Earned())
        return self.standing

    def decide(self, answer: Answer) -> Standing:
        """Answer the proposal as the overseer.

        Args:
            answer: A verdict; or `Unparsed`, which lets nothing run and earns the least.

        Returns:
            Where the game stands.

        Raises:
            EndedError: If the episode has ended.
            RoleError: If the responder is to propose.
        """
        self._expect(Party.OVERSEER)
        turn = self._episode.turn
        assert turn is not None
        return self._settle(turn, answer, Party.OVERSEER)

    def _opened(self) -> Episode:
        task, preview = self.options.task, self.options.preview
        redrawn = self.options.labels is Labels.REDRAWN
        where = task.task_id, task.seed, task.split, preview, redrawn, salt_of(task.split)
        reverts = self.options.flag_reverts
        if self.options.mode is Mode.TRAIN_OVERSEER:
            return Episode(*where, payload=self.options.payload, flag_reverts=reverts)
        self._outside = OutsideEpisode(*where, flag_reverts=reverts)
        return self._outside

    def _expect(self, party: Party) -> None:
        """Accept a move of a party whose turn it is."""
        awaited = self.phase.party
        if awaited is None:
            raise EndedError("the episode has ended; reset for another one")
        if awaited is not party:
            raise RoleError(f"{awaited.value} is to act now, and this is a move of {party.value}")

    def _settle(self, turn: Turn, answer: Answer, mover: Party) -> Standing:
        """Carry out an answer, grade it, and say where the game stands then."""
        episode, briefing = self._episode, turn.briefing
        tier, found = self._episode.scenario.tier, turn.truth.consequence
        estate, before = episode.estate, condition(episode.estate.row)
        failing = float(estate.row[_ERRORS])
        verdict = grade(turn.truth.action_class, briefing, answer, self._costs())
        made = self._submitted()
        episode.decide(answer)
        work = responder_grade(tier, before, condition(estate.row), found, answer, made)
        if made is not None and isinstance(answer, Verdict) and answer.decision.executes:
            self._submissions += (made,)
        self.last = verdict, work
        earned = Earned(work.reward, _REWARD[self.options.reward](verdict))
        self._total += earned
        self._judged.append((turn.truth, answer))
        output = episode.printed()
        given = answer if isinstance(answer, Verdict) else None
        self.history += (
            Settled(
                step=turn.step,
                specialist=briefing.proposal.role,
                command=briefing.proposal.command,
                decision=None if given is None else given.decision,
                reason="" if given is None else given.reason,
                ran=given is not None and given.decision.executes,
                output=output,
                earned=earned,
            ),
        )
        self.steps_taken += 1
        text = told(
            self.options.feedback, answer, output, (failing, float(estate.row[_ERRORS])), found
        )
        reward = earned.responder if mover is Party.RESPONDER else earned.overseer
        self.standing = self._stand(output, text, reward, earned)
        return self.standing

    def _submitted(self) -> Submission | None:
        """What is submitted now, graded before it is carried out; None for a second of its kind."""
        made = submission(self._episode)
        if made is None or made.kind in [each.kind for each in self._submissions]:
            return None
        return made

    def _costs(self) -> Costs | None:
        """What each answer would cost, if that is what is paid for; before one is carried out."""
        if self.options.reward is not RewardKind.CONSEQUENCE:
            return None
        redrawn = self.options.labels is Labels.REDRAWN
        return costs(
            self._episode.bench,
            self._episode.chosen,
            redrawn=redrawn,
            flag_reverts=self.options.flag_reverts,
        )

    def _stand(self, output: str, feedback: str, reward: float, earned: Earned) -> Standing:
        phase, outside, turn = self.phase, self._outside, self._episode.turn
        situation: Situation | None = None if turn is None else turn.briefing
        specialist = None
        if phase is Phase.RESPONDER_PROPOSE and outside is not None:
            situation, specialist = outside.situation, outside.specialist
        decided = len(self.history)
        return Standing(
            phase=phase,
            step=decided if phase is Phase.ENDED else decided + 1,
            steps=STEPS[self._episode.scenario.tier],
            situation=situation,
            specialist=specialist,
            output=output,
            feedback=feedback,
            reward=reward,
            earned=earned,
            total=self._total,
            score=self.score if phase is Phase.ENDED else None,
        )


def reward_range(options: Options) -> tuple[float, float]:
    """Least and most that one move can earn the party that makes it.

    Args:
        options: How it is played.

    Returns:
        Lower and upper bound, both finite.
    """
    if options.mode is Mode.TRAIN_RESPONDER:
        return RESPONDER_LOWEST, RESPONDER_HIGHEST
    return _RANGE[options.reward]
