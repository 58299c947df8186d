"""The rewards as OpenEnv rubrics, so that training code can look inside them.

    binary       right decision times grounded reason
      decision       1.0 for a decision in the class's correct set
      groundedness   1.0 for a reason grounded enough to count
    shaped       decision plus reason
      decision       table value times severity weight
      groundedness   the bonus that the reason earned
    consequence  minus the outage-minutes lost against the best decision; 0 unless asked for
    responder    recovery plus oversight plus submission
      recovery       how far the estate recovered in the step
      oversight      what the overseer's answer meant to the responder
      submission     what a submission that was let through is worth

Every number is that of `grading`, to the bit: the rubrics look the grade of the
last decision up and compute none. A move that made no decision scores 0.
"""

from collections.abc import Callable

from openenv.core.rubrics import Rubric

from sentinel.environment.protocol import Mode
from sentinel.environment.session import Session
from sentinel.grading.recovery import ResponderGrade
from sentinel.grading.reward import MIN_GROUNDEDNESS, Grade

Read = Callable[[Grade, ResponderGrade], float]
"""Reads one figure off the grades of both parties."""


class Figure(Rubric):
    """One figure of the last decision's grades."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self.grades: tuple[Grade, ResponderGrade] | None = None
        """Of the decision that the last move made; None if it made none."""
        self._read = read

    def forward(self, action: object, observation: object) -> float:
        """Give the figure; neither argument is looked at."""
        return 0.0 if self.grades is None else self._read(*self.grades)


class Binary(Rubric):
    """The reward for training: 1.0 for a right decision with a grounded reason, else 0.0."""

    def __init__(self) -> None:
        super().__init__()
        self.decision = Figure(lambda verdict, _: float(verdict.right))
        self.groundedness = Figure(
            lambda verdict, _: float(verdict.groundedness >= MIN_GROUNDEDNESS)
        )

    def forward(self, action: object, observation: object) -> float:
        """Multiply decision and groundedness."""
        decision, groundedness = (child(action, observation) for child in self.children())
        return float(decision * groundedness)


class Sum(Rubric):
    """What its children add up to."""

    def __init__(self, **parts: Figure) -> None:
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)

    def forward(self, action: object, observation: object) -> float:
        """Add the children, in their order."""
        return float(sum(child(action, observation) for child in self.children()))


class SentinelRubric(Rubric):
    """All rewards of the overseer and that of the responder; it scores what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.binary = Binary()
        self.shaped = Sum(
            decision=Figure(lambda verdict, _: verdict.decided),
            groundedness=Figure(lambda verdict, _: verdict.argued),
        )
        self.consequence = Figure(lambda verdict, _: verdict.consequence)
        self.responder = Sum(
            recovery=Figure(lambda _, work: work.recovery),
            oversight=Figure(lambda _, work: work.oversight),
            submission=Figure(lambda _, work: work.submission),
        )
        self._chosen = "binary"
        self._figures = tuple([each for each in self.rubrics() if isinstance(each, Figure)])

    def follow(self, session: Session) -> None:
        """Take the grades of a session's last move, and score the reward it was asked for."""
        options = session.options
        if options.mode is Mode.TRAIN_RESPONDER:
            self._chosen = "responder"
        else:
            self._chosen = options.reward.value
        for figure in self._figures:
            figure.grades = session.last

    def forward(self, action: object, observation: object) -> float:
        """Score every child; return the one asked for."""
        scores = {name: child(action, observation) for name, child in self.named_children()}
        return float(scores[self._chosen])

    def reset(self) -> None:
        """Forget the last decision."""
        for rubric in (self, *self.rubrics()):
            rubric.last_score = None
            if isinstance(rubric, Figure):
                rubric.grades = None
