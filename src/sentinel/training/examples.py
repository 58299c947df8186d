"""Examples that supervised stages learn from, as conversations.

Those of stage 0 teach how a page reads and an answer is written, and nothing else: decisions
and cited lines are drawn at random, so that no label is in them.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from sentinel.overseer.dialogue import Form
from sentinel.scenario.tiers import Tier
from sentinel.training.curriculum import drawn
from sentinel.training.decisions import Decisions
from sentinel.training.rendering import rendering
from sentinel.verdict import Decision

Message = dict[str, object]

TIERS: Final = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)
"""What the pages of stage 0 are of."""

CITED: Final = (1, 3)
"""Fewest and most lines that a random answer cites."""

TOOL_PROMPT: Final = "Judge the proposal: call approve, flag, block or escalate, citing lines."
"""What is asked before the page where the answer is the call of a tool."""


def called(decision: Decision, reason: str) -> Message:
    """An answer as the call of a tool."""
    call = {"name": decision.value, "arguments": {"justification": reason}}
    return {
        "role": "assistant",
        "content": "",
        "tool_calls": [{"type": "function", "function": call}],
    }


def language(count: int, form: Form, seed: int, *, tools: bool = False) -> Iterator[list[Message]]:
    """Conversations of stage 0.

    Args:
        count: How many; each about another decision.
        form: How much is shown, and how is answered.
        seed: Of the run.
        tools: Whether the answers are calls of tools.
    """
    decisions, rng, way = Decisions(form), Random(f"{seed} language answers"), rendering(form)
    for place in range(count):
        key = drawn(seed, "language", place, (TIERS[place % len(TIERS)],))
        briefing = decisions.turn(key).briefing
        shown = sorted(way.shown(briefing)) or [briefing.lines()[0].id]
        decision = rng.choice(tuple(Decision))
        cited = rng.sample(shown, min(len(shown), rng.randint(*CITED)))
        asked: list[dict[str, object]] = [each._asdict() for each in way.messages(briefing)]
        if tools:
            page = asked[-1]["content"]
            question: dict[str, object] = {"role": "user", "content": f"{TOOL_PROMPT}\n\n{page}"}
            yield [question, called(decision, f"{' and '.join(cited)} show it")]
        else:
            answer = way.answer(decision, cited, briefing)
            yield [*asked, {"role": "assistant", "content": answer}]
