"""Judging what a stage has made: whether it replaces what was kept before it."""

from collections.abc import Callable
from typing import Any

from sentinel.training.gate import gate
from sentinel.training.journal import Journal
from sentinel.training.measuring import row
from sentinel.training.recipe import Gate


def judge(
    journal: Journal, name: str, asked: Gate, measure: Callable[[str], dict[str, Any]]
) -> str:
    """Decide on a stage, and write the decision down.

    What a stage has made is taken unless it stands at a gate; one that was given up always does.

    Args:
        journal: Of the run; the stage is done.
        name: Of the stage.
        asked: What a gate asks for.
        measure: Gives the report of a stage's model, or of that which the run starts from.

    Returns:
        What was decided and why; empty where nothing stood in the way.
    """
    stage, found, said = journal.stages[name], measure(name), ""
    given_up = "step {step}, {reason}".format(**stage["stalls"][-1]) if stage["aborted"] else ""
    taken = True
    if given_up or name in asked.stages:
        kept = row(measure(journal.kept), journal.kept)
        passage = gate(name, row(found, name), kept, asked, given_up)
        journal.gates.append({**passage.block(), "against": journal.kept})
        verdict = "promoted" if passage.promoted else "not promoted"
        said, taken = f"gate: {name} is {verdict}: {passage.reason}", passage.promoted
    if taken:
        journal.kept = name
    stage["judged"] = True
    journal.write()
    return said
