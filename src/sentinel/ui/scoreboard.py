"""The scoreboard: rewards so far, F1 with its band, the four counts, how often the API changed."""

from typing import Final

from markupsafe import Markup

from sentinel.grading.metrics import Confusion
from sentinel.ui.markup import badge

BANDS: Final = ((0.9, "good", "strong"), (0.6, "warn", "middling"), (0.0, "bad", "weak"))
"""Least F1 of each band, its tone and its word."""


def scoreboard(
    confusion: Confusion, responder: float, overseer: float, drifts: int, title: str = "Scoreboard"
) -> Markup:
    """The scoreboard of decisions made so far.

    Args:
        confusion: Of those decisions.
        responder: Cumulative reward of the responder.
        overseer: Cumulative shaped reward of the overseer.
        drifts: How often the API has changed.
        title: What stands above it.
    """
    tone, word = next((tone, word) for least, tone, word in BANDS if confusion.f1 >= least)
    f1 = badge(f"{confusion.f1:.3f} {word}", tone) if confusion.graded else badge("none yet")
    cells = (
        ("Responder reward", f"{responder:+.2f}"), ("Overseer reward", f"{overseer:+.2f}"),
        ("F1", f1), ("TP", str(confusion.tp)), ("FP", str(confusion.fp)),
        ("TN", str(confusion.tn)), ("FN", str(confusion.fn)),
        ("Ambiguous", str(confusion.ambiguous)), ("Drifts", str(drifts)),
    )  # fmt: skip
    inner = Markup("").join(
        Markup('<div class="cell"><dt>{}</dt><dd>{}</dd></div>').format(name, value)
        for name, value in cells
    )
    return Markup(
        '<section class="scores" aria-live="polite"><h2>{}</h2><dl>{}</dl></section>'
    ).format(title, inner)
