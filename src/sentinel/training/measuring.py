"""How good a checkpoint is, on fixed decisions of `validation`, as every overseer is measured.

Nothing here opens a held-out split: gates, early ends and the choice of a checkpoint are made
on `validation` alone.
"""

import json
from pathlib import Path
from typing import Any

from sentinel.errors import TrainingError
from sentinel.evaluation.compare import Row
from sentinel.evaluation.judges import Judge
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.evaluation.runner import run
from sentinel.overseer.asking import Asking
from sentinel.overseer.local import local_overseer
from sentinel.scenario.splits import Split
from sentinel.training.recipe import Recipe


def measured(
    models: dict[str, Path], recipe: Recipe, episodes: int, besides: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Evaluate some checkpoints on the same decisions.

    Args:
        models: Folders of checkpoints, by the name of their row.
        recipe: Says which tiers, and how a model is asked.
        episodes: Incidents of each tier, the first ones.
        besides: Built-in overseers that get a row of their own.

    Returns:
        A report, as `sentinel evaluate` writes it.
    """
    asking = Asking(form=recipe.model.form, batch=recipe.evaluation.batch)
    judges: dict[str, Judge] = {
        name: local_overseer(str(where), asking) for name, where in models.items()
    }
    if besides:
        judges |= build_all(besides)
    todo = plan(
        Split.VALIDATION,
        tuple(recipe.evaluation.tiers),
        protocol="fixed",
        limit=episodes,
    )
    return report(run(judges, todo), f"sentinel train --recipe {recipe.name}")


def written(path: Path, name: str) -> dict[str, Any] | None:
    """The report of one checkpoint that was written before; None where there is none.

    Raises:
        TrainingError: If what stands there is something else.
    """
    if not path.exists():
        return None
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        headline(found, name)
    except (OSError, ValueError, LookupError, TypeError, ZeroDivisionError) as error:
        raise TrainingError(
            f"{str(path)!r} holds no report of {name!r}: delete it to have it made again"
        ) from error
    return found


def row(found: dict[str, Any], name: str) -> Row:
    """The row of one checkpoint, as a gate reads it."""
    return Row(found, name)


def headline(found: dict[str, Any], name: str) -> dict[str, float]:
    """F1 with its interval and what goes with it, of one row of a report."""
    block = found["overseers"][name]["overall"]
    return {
        "f1": block["f1"]["value"],
        "low": block["f1"]["low"],
        "high": block["f1"]["high"],
        "balanced_accuracy": block["balanced_accuracy"]["value"],
        "binary_reward": block["mean_binary_reward"],
        "groundedness": block["mean_groundedness"],
        "unparsed": block["unparsed"] / block["decisions"],
        "decisions": block["decisions"],
    }
