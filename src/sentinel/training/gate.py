"""The gate: whether what a stage has made replaces what was kept before it.

Pure functions. `gate` reads two reports of the same decisions; `look` reads the rewards of a
stage so far. Each says why, with the figures, and what it says is written into the run's
summary and on the model's card.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Any, Final

from sentinel.errors import ReportError
from sentinel.evaluation.compare import Row, compare
from sentinel.training.recipe import Abort, Gate

INTERVAL_Z: Final = 1.96
"""Standard errors on either side of a mean that make a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a gate decided."""

    stage: str
    """The stage whose model stood at it."""
    promoted: bool
    reason: str
    """One sentence with the figures it rests on."""
    figures: dict[str, float]
    """F1 of the `candidate` and of what was kept (`incumbent`), their paired `difference` with
    its interval from `low` to `high`, the `margin` asked, and the candidate's share of
    `unparsed` answers."""

    def block(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the rewards of a stage found."""

    step: int
    """The step that it had come to."""
    learned: bool
    """Whether the reward rose as asked."""
    reason: str
    figures: dict[str, float]
    """Mean reward of the `first` and of the `last` steps since the last promotion, its `rise` with
    its interval from `low` to `high`, and the rise `asked`."""

    def block(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def gate(stage: str, candidate: Row, incumbent: Row, asked: Gate, given_up: str = "") -> Passage:
    """Decide whether a candidate replaces the incumbent.

    It does only if its F1 is higher by the margin asked, the paired 95 % interval of the
    difference excludes 0, nearly all its answers can be read, and its stage was not given up.

    Args:
        stage: Which stage made the candidate.
        candidate: It, in its report.
        incumbent: What was kept so far, in a report of the same decisions.
        asked: What must be shown.
        given_up: When and why the candidate's stage was given up, if it was.

    Raises:
        ReportError: If the reports are not of the same decisions, or of none.
    """
    block = candidate.document["overseers"][candidate.name]["overall"]
    if not block["decisions"]:
        raise ReportError(f"the report of {candidate.name!r} has no decisions to compare")
    found = compare(candidate, incumbent)["class"]["figures"]["f1"]
    lead = found["difference"]
    figures = {
        "candidate": found["one"]["value"],
        "incumbent": found["other"]["value"],
        "difference": lead["value"],
        "low": lead["low"],
        "high": lead["high"],
        "margin": asked.margin,
        "unparsed": block["unparsed"] / block["decisions"],
    }
    why = _against(figures, asked, given_up)
    shown = (
        f"F1 {figures['candidate']:.3f} against {figures['incumbent']:.3f}, difference "
        f"{lead['value']:+.3f} [{lead['low']:+.3f}, {lead['high']:+.3f}]"
    )
    return Passage(stage, not why, f"{why or 'better by the margin'}: {shown}", figures)


def _against(figures: dict[str, float], asked: Gate, given_up: str) -> str:
    """What speaks against a candidate; empty where nothing does."""
    if given_up:
        return f"given up at {given_up}"
    if figures["unparsed"] > asked.unparsed:
        return f"{figures['unparsed']:.1%} of its answers cannot be read"
    if figures["difference"] < asked.margin:
        return f"not better by the margin of {asked.margin:g}"
    if not figures["low"] > 0.0:
        return "the interval of the difference does not exclude 0"
    return ""


def look(rewards: Sequence[float], asked: Abort, levels: Sequence[int] = ()) -> Look | None:
    """Look whether a stage has learned, at the step that it has come to.

    Only steps since the last promotion are compared: those before had easier tiers, and a policy
    that earns its promotions would seem to get worse. A look that comes before these steps fill
    both windows waits until they do; where the stage is over first, there is none.

    Args:
        rewards: Mean reward of each step so far.
        asked: When to look, and what rise to ask for.
        levels: Promotions before each step, none below the one before it; none where they are
            left out.

    Returns:
        What was found; None where it is not looked at now.

    Example:
        >>> found = look([0.5] * 8, Abort(at=(8,), window=4, rise=0.1))
        >>> found.learned, found.reason
        (False, 'reward rose by +0.000 [+0.000, +0.000], less than 0.1')
        >>> look([0.1] * 4 + [0.5] * 4, Abort(at=(8,), window=4, rise=0.1)).reason
        'reward rose by +0.400 [+0.400, +0.400], of 0.1 asked'
        >>> look([0.5] * 4 + [0.1] * 4, Abort(at=(8,), window=4), [0] * 4 + [1] * 4) is None
        True
    """
    step = len(rewards)
    due = max((each for each in asked.at if each <= step), default=step + 1)
    filled = [since for since in range(due, step + 1) if _filled(since, asked, levels)]
    if filled != [step]:
        return None
    window = _window(step, asked)
    first, last = rewards[step - _alike(step, levels) :][:window], rewards[-window:]
    rise = fmean(last) - fmean(first)
    wide = INTERVAL_Z * sqrt((_variance(first) + _variance(last)) / window)
    low, high, learned = rise - wide, rise + wide, rise >= asked.rise
    against = f"of {asked.rise:g} asked" if learned else f"less than {asked.rise:g}"
    return Look(
        step,
        learned,
        f"reward rose by {rise:+.3f} [{low:+.3f}, {high:+.3f}], {against}",
        {"first": fmean(first), "last": fmean(last), "rise": rise, "low": low, "high": high,
         "asked": asked.rise},
    )  # fmt: skip


def looks(rewards: Sequence[float], asked: Abort, levels: Sequence[int]) -> list[Look]:
    """Every look at the rewards of a stage, in order.

    Args:
        rewards: Mean reward of each step so far.
        asked: When to look, and what rise to ask for.
        levels: Promotions before each step; none where they are left out.
    """
    found = (look(rewards[:step], asked, levels) for step in range(1, len(rewards) + 1))
    return [each for each in found if each is not None]


def _window(step: int, asked: Abort) -> int:
    """Steps of either window, at a step."""
    return min(asked.window, step // 2)


def _alike(step: int, levels: Sequence[int]) -> int:
    """Steps since the last promotion, at a step."""
    return step - bisect_left(levels, levels[step - 1], 0, step) if levels else step


def _filled(step: int, asked: Abort, levels: Sequence[int]) -> bool:
    """Whether the steps since the last promotion fill both windows."""
    return _alike(step, levels) >= 2 * _window(step, asked)


def _variance(values: Sequence[float]) -> float:
    return variance(values) if len(values) > 1 else 0.0
