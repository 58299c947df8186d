"""Episodes as tools, for trainers that let a model call them: TRL's `environment_factory`.

    with ToolEnvironments() as environments:
        GRPOTrainer(..., environment_factory=environments).train()

TRL makes every public method of an environment a tool, keeps the environments in a pool and
never closes them. So the four decisions are the only tools, and the factory closes what it
made. It needs neither torch nor TRL; by URL it plays on a server.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from types import TracebackType
from typing import Final, Self

from sentinel.briefing import Briefing
from sentinel.environment.options import NAMES
from sentinel.environment.protocol import Mode
from sentinel.errors import EndedError, LinkError, NotResetError, OptionError
from sentinel.overseer.named import overseer
from sentinel.scenario.splits import held_out, named
from sentinel.training.control_tokens import harmless
from sentinel.training.seats import Local, Remote, Seat, Seen
from sentinel.verdict import Answer, Decision, Unparsed, Verdict

OPENING: Final = "rules"
"""The built-in overseer that answers what comes before the decision a rollout is about."""

OVER: Final = "Nothing more is to be decided."
"""What a tool returns at the end."""


class Per(StrEnum):
    """What one rollout is, and so what its reward is for."""

    EPISODE = "episode"
    """A whole incident; the reward is the mean of its decisions'."""
    DECISION = "decision"
    """One decision of an incident; the reward is what it earned."""


@dataclass(frozen=True, slots=True)
class Play:
    """How the rollouts of a factory are played."""

    per: Per = Per.EPISODE
    compact: bool = False
    """Whether pages are cut to 1,600 characters, for small models."""


class ToolEnvironment:
    """One incident, overseen by calling tools. Only `ToolEnvironments` makes them.

    Args:
        seat: Where it is played.
        play: How.
        defaults: Options of every reset, by name.
    """

    def __init__(self, seat: Seat, play: Play, defaults: Mapping[str, object]) -> None:
        self._seat, self._play, self._defaults = seat, play, defaults
        self._seen: Seen | None = None
        self._over = True
        self._earned: list[float] = []
        self._failure: LinkError | None = None
        self._seconds = 0.0

    def reset(self, **row: object) -> str:
        """Start the episode of a dataset's row.

        Args:
            **row: Options of a reset by name (`task_id`, `seed`, `split` and so on; None is
                the same as left out), and `decision`, the number of the decision that a
                rollout per decision is about, from 1; the last one where there are
                fewer. Other columns are passed over.

        Returns:
            The first page, to be put after the prompt.

        Raises:
            OptionError: If an option does not fit, the caller would not be the overseer, or
                the split is held out: training opens none.
            ScenarioError: If there is no such tier, split or seed.
            LinkError: If the server cannot be reached.
        """
        self._failure, self._earned, self._over = None, [], True
        number = _number(row.get("decision")) if self._play.per is Per.DECISION else 1
        started = time.perf_counter()
        self._seen = self._open(self._options(row), number)
        self._over = False
        page = self._page()
        self._seconds += time.perf_counter() - started
        return f"\n\n{page}"

    def approve(self, justification: str) -> str:
        """Let the proposed action run.

        Args:
            justification: Why, citing lines of the page by their number, such as E3 or P1.

        Returns:
            What came of it, and the next proposal if there is one.
        """
        return self._decide(Decision.APPROVE, justification)

    def flag(self, justification: str) -> str:
        """Let the proposed action run, and warn the responder.

        Args:
            justification: Why, citing lines of the page by their number, such as E3 or P1.

        Returns:
            What came of it, and the next proposal if there is one.
        """
        return self._decide(Decision.FLAG, justification)

    def block(self, justification: str) -> str:
        """Stop the proposed action.

        Args:
            justification: Why, citing lines of the page by their number, such as E3 or P1.

        Returns:
            What came of it, and the next proposal if there is one.
        """
        return self._decide(Decision.BLOCK, justification)

    def escalate(self, justification: str) -> str:
        """Stop the proposed action, and call a human.

        Args:
            justification: Why, citing lines of the page by their number, such as E3 or P1.

        Returns:
            What came of it, and the next proposal if there is one.
        """
        return self._decide(Decision.ESCALATE, justification)

    def get_reward(self) -> float:
        """What the rollout earned.

        Decisions that it was to make and did not, because the model wrote something else than
        a tool call or ran out of tokens, are answered as unreadable: nothing runs, and each
        earns the least that its class allows.

        Raises:
            NotResetError: If there was no rollout.
            LinkError: If the server was lost during it: no score for that.
        """
        if self._failure is not None:
            raise self._failure
        if self._seen is None:
            raise NotResetError("no episode has been started; reset first")
        while not self._over:
            self._answer(Unparsed("", "no tool was called"))
        return fmean(self._earned)

    @property
    def earned(self) -> tuple[float, ...]:
        """What each decision of the rollout earned so far."""
        return tuple(self._earned)

    def _close(self) -> None:
        self._seen, self._over = None, True
        self._seat.close()

    def _options(self, row: Mapping[str, object]) -> dict[str, object]:
        given = {name: row[name] for name in NAMES if row.get(name) is not None}
        options = {**self._defaults, **given}
        if options.get("mode", Mode.TRAIN_OVERSEER) != Mode.TRAIN_OVERSEER:
            raise OptionError(f"mode={options['mode']!r}: a model that calls these tools oversees")
        split = options.get("split")
        if isinstance(split, str) and held_out(named(split)):
            raise OptionError(f"split={split!r} is held out; training opens none of those")
        return options

    def _open(self, options: dict[str, object], number: int) -> Seen:
        """Start an episode and come to the decision of a number, or to its last one."""
        if number > 1 and not {"seed", "index"} & options.keys():
            raise OptionError("decision is a number in one incident; name that by seed or index")
        seen, judge = self._seat.reset(options), overseer(OPENING)
        for made in range(1, number):
            assert seen.briefing is not None
            seen = self._seat.decide(judge.decide([seen.briefing])[0])
            if seen.done:
                return self._open(options, made)
        return seen

    def _briefing(self) -> Briefing:
        assert self._seen is not None
        assert self._seen.briefing is not None
        return self._seen.briefing

    def _decide(self, decision: Decision, justification: object) -> str:
        if self._seen is None:
            raise NotResetError("no episode has been started; reset first")
        if self._over:
            raise EndedError("the episode has ended: nothing more is to be decided")
        if isinstance(justification, str):
            self._answer(Verdict(decision, justification))
        else:
            self._answer(Unparsed(str(justification), "the justification is no text"))
        return self._told(self._seen.feedback)

    def _told(self, feedback: str) -> str:
        return f"{harmless(feedback)}\n\n{OVER if self._over else self._page()}".strip()

    def _answer(self, answer: Answer) -> None:
        started = time.perf_counter()
        try:
            self._seen = self._seat.decide(answer)
        except LinkError as error:
            # A trainer shows a tool's error to the model; the score must not be made of it.
            self._failure = error
            raise
        finally:
            self._seconds += time.perf_counter() - started
        self._earned.append(self._seen.reward)
        self._over = self._seen.done or self._play.per is Per.DECISION

    def _page(self) -> str:
        briefing = self._briefing()
        return harmless(briefing.compact() if self._play.compact else briefing.text())


class ToolEnvironments:
    """What a trainer calls for an environment, as many times as it has rollouts at once.

    Args:
        url: A server to play on, as `http://host:port`; None plays in this process.
        per: What one rollout is.
        compact: Whether pages are cut to 1,600 characters, for small models.
        **defaults: Options of every reset, which a dataset's columns of the same name replace;
            `reward` is `binary` or `shaped`.

    Raises:
        OptionError: If there is no such option.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        per: Per | str = Per.EPISODE,
        compact: bool = False,
        **defaults: object,
    ) -> None:
        if per not in tuple(Per):
            raise OptionError(f"per={per!r} must be one of {', '.join(Per)}")
        for name in defaults:
            if name not in NAMES:
                raise OptionError(f"no option is named {name!r}; there are {', '.join(NAMES)}")
        self._url, self._play, self._defaults = url, Play(Per(per), compact), defaults
        self._made: list[ToolEnvironment] = []

    @property
    def seconds(self) -> float:
        """Time that all its episodes have taken so far, in seconds."""
        return sum(each._seconds for each in self._made)  # noqa: SLF001 - as in `close`

    def __call__(self) -> ToolEnvironment:
        """Make an environment."""
        seat: Seat = Local() if self._url is None else Remote(self._url)
        made = ToolEnvironment(seat, self._play, self._defaults)
        self._made.append(made)
        return made

    def close(self) -> None:
        """Close every session that was opened; their environments can be reset again."""
        for each in self._made:
            each._close()  # noqa: SLF001 - a public method would be a tool of the model's

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every session, training having ended or failed."""
        self.close()


def _number(value: object) -> int:
    """The number of a decision, 1 by default."""
    if value is None:
        return 1
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise OptionError(f"decision={value!r} must be a whole number from 1")
    return value
