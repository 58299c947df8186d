"""The gate: whether what a stage has made replaces what was kept before it.

Pure functions. `gate` reads two reports of the same decisions; `stall` reads the rewards of a
stage so far. Each says why, with the figures, and what it says is written into the run's
summary and on the model's card.
"""

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
class Stall:
    """A stage that was looked at, and has not learned."""

    step: int
    reason: str
    figures: dict[str, float]
    """Mean reward of the `first` and of the `last` steps since the last promotion, its `rise` with
    its interval from `low` to `high`, and the rise `asked`."""

    def block(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def gate(
    stage: str, candidate: Row, incumbent: Row, asked: Gate, stalled: Stall | None = None
) -> Passage:
    """Decide whether a candidate replaces the incumbent.

    It does only if its F1 is higher by the margin asked, the paired 95 % interval of the
    difference excludes 0, nearly all its answers can be read, and its stage was not given up.

    Args:
        stage: Which stage made the candidate.
        candidate: It, in its report.
        incumbent: What was kept so far, in a report of the same decisions.
        asked: What must be shown.
        stalled: Why the candidate's stage was given up, if it was.

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
    why = _against(figures, asked, stalled)
    shown = (
        f"F1 {figures['candidate']:.3f} against {figures['incumbent']:.3f}, difference "
        f"{lead['value']:+.3f} [{lead['low']:+.3f}, {lead['high']:+.3f}]"
    )
    return Passage(stage, not why, f"{why or 'better by the margin'}: {shown}", figures)


def _against(figures: dict[str, float], asked: Gate, stalled: Stall | None) -> str:
    """What speaks against a candidate; empty where nothing does."""
    if stalled is not None:
        return f"given up at step {stalled.step}, {stalled.reason}"
    if figures["unparsed"] > asked.unparsed:
        return f"{figures['unparsed']:.1%} of its answers cannot be read"
    if figures["difference"] < asked.margin:
        return f"not better by the margin of {asked.margin:g}"
    if not figures["low"] > 0.0:
        return "the interval of the difference does not exclude 0"
    return ""


def stall(rewards: Sequence[float], asked: Abort, levels: Sequence[int] = ()) -> Stall | None:
    """Look whether a stage has learned, at the step that it has come to.

    Only steps since the last promotion are compared: those before had easier tiers, and a policy
    that earns its promotions would seem to get worse. A look that comes before these steps fill
    both windows waits until they do.

    Args:
        rewards: Mean reward of each step so far.
        asked: When to look, and what rise to ask for.
        levels: Promotions before each step; none where they are left out.

    Returns:
        Why it is to be given up; None where it is not looked at now, or has learned.

    Example:
        >>> found = stall([0.5] * 8, Abort(at=(8,), window=4, rise=0.1))
        >>> found.reason
        'reward rose by +0.000 [+0.000, +0.000], less than 0.1'
        >>> stall([0.1] * 4 + [0.5] * 4, Abort(at=(8,), window=4, rise=0.1)) is None
        True
        >>> stall([0.5] * 4 + [0.1] * 4, Abort(at=(8,), window=4), [0] * 4 + [1] * 4) is None
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
    if rise >= asked.rise:
        return None
    low, high = rise - wide, rise + wide
    return Stall(
        step,
        f"reward rose by {rise:+.3f} [{low:+.3f}, {high:+.3f}], less than {asked.rise:g}",
        {"first": fmean(first), "last": fmean(last), "rise": rise, "low": low, "high": high,
         "asked": asked.rise},
    )  # fmt: skip


def _window(step: int, asked: Abort) -> int:
    """Steps of either window, at a step."""
    return min(asked.window, step // 2)


def _alike(step: int, levels: Sequence[int]) -> int:
    """Steps since the last promotion, at a step."""
    return levels[:step].count(levels[step - 1]) if levels else step


def _filled(step: int, asked: Abort, levels: Sequence[int]) -> bool:
    """Whether the steps since the last promotion fill both windows."""
    return _alike(step, levels) >= 2 * _window(step, asked)


def _variance(values: Sequence[float]) -> float:
    return variance(values) if len(values) > 1 else 0.0
