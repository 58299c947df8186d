"""A judgement of the gate as a card: decision, reasons, effects, rules, trace, safer way."""

from markupsafe import Markup

from sentinel.live.request import Judgement
from sentinel.ui.markup import TONES, badge, block, facts, listed, table

SEVERITY_TONES = {"low": "good", "medium": "warn", "high": "bad", "catastrophic": "bad"}


def card(found: Judgement) -> Markup:
    """The card of a judgement."""
    head = Markup('<p class="decision">{} {}</p>').format(
        badge(found.decision.upper(), TONES[found.decision]),
        badge(f"severity: {found.severity_assessed}", SEVERITY_TONES[found.severity_assessed]),
    )
    told = facts(
        (
            ("Why", found.justification),
            ("Safer", found.safer_alternative),
            ("Environment", found.environment),
            ("Confidence", f"{found.confidence:.2f}"),
            ("Judged by", f"{found.backend_used}, {found.latency_ms:.2f} ms"),
            ("Hash of the action", found.action_hash),
            ("Asked of people in", _review(found)),
            ("Entry of the audit log", found.id),
        )
    )
    return Markup('<section class="card" aria-live="polite">{}{}{}{}{}{}{}</section>').format(
        head, told, _effects(found), _rules(found), listed("Not read", found.opaque),
        listed("Signs of injection", found.shield_signs),
        block("Trace", "\n".join(found.reasoning_trace)),
    )  # fmt: skip


def _review(found: Judgement) -> Markup:
    """A link to the page Review, beside which this one lies; nothing where nobody is asked."""
    if found.review is None:
        return Markup("")
    return Markup('<a href="review">{}</a>').format(found.review.id)


def _effects(found: Judgement) -> Markup:
    if not found.effects:
        return Markup("")
    return table(
        ("what", "which", "name", "how much", "undo", "where"),
        ((e.kind, e.thing, e.name, e.radius, e.undo, e.place) for e in found.effects),
        "Effects",
    )


def _rules(found: Judgement) -> Markup:
    if not found.rules_fired:
        return Markup("")
    return table(
        ("rule", "says", "severity", "why"),
        (
            (e.id, badge(e.decision, TONES[e.decision]), e.severity, e.sentence)
            for e in found.rules_fired
        ),
        "Rules fired",
    )
