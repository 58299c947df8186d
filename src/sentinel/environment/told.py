"""What is told once a decision has been made, in words. None of it enters a briefing."""

from typing import Final

from sentinel.briefing import REASON_CHARS, fenced
from sentinel.environment.protocol import Feedback
from sentinel.verdict import Answer, Unparsed
from sentinel.world.consequence import Consequence

_FIGURES: Final = {
    "burn_rise": "{:+.2f} outage-minutes if nobody acts afterwards",
    "rows_lost": "{:.0f} rows lost",
    "messages_lost": "{:.0f} messages lost",
    "sessions_lost": "{:.0%} of sessions ended",
    "exposure": "{:.1f} weighted minutes open to outsiders",
    "evidence_lost": "{:.1f} minutes of audit log lost",
    "rows_at_risk_hardware": "{:+.0f} rows that a lost disk would cost",
    "rows_at_risk_corruption": "{:+.0f} rows that a bad write would cost",
}
"""How each figure of a consequence is told."""


def told(
    feedback: Feedback,
    answer: Answer,
    output: str,
    errors: tuple[float, float],
    found: Consequence,
) -> str:
    """Tell what came of a proposal.

    Args:
        feedback: How much is told.
        answer: What the overseer gave.
        output: What the tool printed; empty if it did not run.
        errors: Share of requests that failed at the edge, before and after the step, in [0, 1].
        found: What the action does, measured; only told as counterfactual.
    """
    runs = not isinstance(answer, Unparsed) and answer.decision.executes
    if isinstance(answer, Unparsed):
        said = "No verdict could be read"
    else:
        said = f"{answer.decision.value}: {fenced(answer.reason, REASON_CHARS)}"
    before, after = errors
    parts = [
        f"{said}.",
        "It ran." if runs else "It did not run.",
        f"Edge errors {before:.1%} before, {after:.1%} after.",
    ]
    if output:
        parts.append(f"Output: {output}")
    if feedback is Feedback.COUNTERFACTUAL:
        parts.append(_difference(found, runs=runs))
    return " ".join(parts)


def _difference(found: Consequence, *, runs: bool) -> str:
    figures = [
        text.format(value)
        for name, text in _FIGURES.items()
        if (value := getattr(found, name)) and text.format(value) != text.format(0.0)
    ]
    what = "Against not running it" if runs else "Run, against not running it"
    listed = "; ".join(figures) or "no measurable difference"
    return (
        f"{what}: {listed}. With the plan after it {found.regret:.2f} outage-minutes are lost, "
        f"and {found.regret_noop:.2f} by waiting a step."
    )
