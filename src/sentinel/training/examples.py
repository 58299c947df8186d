"""Examples that supervised stages learn from, as conversations.

Those of stage 0 teach how a page reads and an answer is written, and nothing else: decisions
and cited lines are drawn at random, so that no label is in them.
"""

import itertools
from collections.abc import Iterator
from random import Random
from typing import Final

from sentinel.training.recipe import Recipe
from sentinel.training.rendering import rendering
from sentinel.training.stream import turns
from sentinel.verdict import Decision

Message = dict[str, object]

FAR: Final = 50_000
"""Number of the first block of the stream whose pages stage 0 shows, all of later visits; stage B
begins at 0."""

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


def language(count: int, recipe: Recipe, *, tools: bool = False) -> Iterator[list[Message]]:
    """Conversations of stage 0.

    Args:
        count: How many; each about another decision.
        recipe: Says how much is shown, and how is answered.
        tools: Whether the answers are calls of tools.
    """
    seed, again = recipe.seed, recipe.stream.again
    rng, way = Random(f"{seed} language answers"), rendering(recipe.model.form)
    met = (turn for number in itertools.count(FAR) for turn in turns(seed, number, again))
    for turn in itertools.islice(met, count):
        briefing = turn.briefing
        shown = sorted(way.shown(briefing)) or [briefing.lines()[0].id]
        decision = rng.choice(tuple(Decision))
        cited = rng.sample(shown, min(len(shown), rng.randint(*CITED)))
        asked: list[Message] = [each._asdict() for each in way.messages(briefing)]
        if tools:
            page = asked[-1]["content"]
            question: Message = {"role": "user", "content": f"{TOOL_PROMPT}\n\n{page}"}
            yield [question, called(decision, f"{' and '.join(cited)} show it")]
        else:
            answer = way.answer(decision, cited, briefing)
            yield [*asked, {"role": "assistant", "content": answer}]
