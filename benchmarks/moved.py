"""Whether reward moves a policy: mean binary reward on fresh train incidents, before and after.

From an under-trained checkpoint, stage A runs as recipes run it; then both policies answer the
same decisions of incidents that the stage has not met, by sampling as they did in training.

Usage: python benchmarks/moved.py [--start FOLDER] [--recipe NAME] [--set NAME=VALUE ...]
       [--decisions N] [--json FILE]
"""

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from shlex import join
from statistics import fmean
from typing import Any, Final

import numpy as np

from sentinel.evaluation.report import CANARY, write
from sentinel.grading.reward import Grade
from sentinel.scenario.tiers import Tier
from sentinel.training.by_reward import by_reward
from sentinel.training.curriculum import Key, drawn
from sentinel.training.decisions import Decisions
from sentinel.training.job import Job
from sentinel.training.libraries import AutoModelForCausalLM, AutoTokenizer, set_seed, torch
from sentinel.training.recipe import Recipe
from sentinel.training.recipe_files import recipe
from sentinel.training.stages import performed
from sentinel.training.starting import begin

BATCH: Final = 32
RESAMPLES: Final = 2_000


def moved(asked: Recipe, start: Path | None, decisions: int) -> dict[str, Any]:
    """Train by reward and compare.

    Args:
        asked: The recipe; its stage A is run. Without a checkpoint its stage 0 makes one.
        start: Folder of the checkpoint.
        decisions: How many fresh ones are answered.

    Returns:
        Mean binary reward `before` and `after`, the paired `rise` with its 95 % interval from
        `low` to `high` over incidents, the rewards of every step, and before and after in
        `means` how many decisions were right, how grounded their reasons, how many unread.
    """
    stage = asked.stages.warmup
    assert stage is not None
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        if start is None:
            start = _begun(asked, where)
        set_seed(asked.seed)
        job = Job(asked, "warmup", start, where / "warmup", where / "tensorboard")
        result = by_reward(job, stage)
        met = {
            drawn(asked.seed, "warmup", place, stage.tiers).seed
            for place in range(stage.steps * stage.prompts)
        }
        keys = _fresh(decisions, met)
        graded = [_grades(asked, path, keys) for path in (start, job.model)]
    before, after = (np.array([each.binary for each in some]) for some in graded)
    rise = after - before
    rng = np.random.default_rng(0)
    draws = rise[rng.integers(0, len(rise), (RESAMPLES, len(rise)))].mean(1)
    low, high = np.percentile(draws, (2.5, 97.5))
    return {
        "recipe": asked.name,
        "stage": stage.model_dump(mode="json"),
        "decisions": decisions,
        "before": float(before.mean()),
        "after": float(after.mean()),
        "rise": float(rise.mean()),
        "low": float(low),
        "high": float(high),
        "seconds": round(result.seconds, 1),
        "environment_share": result.environment_seconds / result.seconds,
        "means": [_means(some) for some in graded],
        "rewards": [row["reward"] for row in result.history],
    }


def _begun(asked: Recipe, folder: Path) -> Path:
    """A checkpoint that can write answers and knows no label."""
    start = folder / "start"
    start.mkdir()
    begin(asked, start)
    job = Job(asked, "language", start, folder / "language", folder / "tensorboard")
    performed(job, folder)
    return job.model


def _fresh(many: int, met: set[int]) -> list[Key]:
    """Decisions of incidents that were not met, each of another incident."""
    found: dict[int, Key] = {}
    place = 0
    while len(found) < many:
        key = drawn(0, "fresh", place, (Tier.ACTION_SCREEN,))
        if key.seed not in met:
            found.setdefault(key.seed, key)
        place += 1
    return list(found.values())


def _means(grades: list[Grade]) -> dict[str, float]:
    return {
        "right": fmean(each.right for each in grades),
        "groundedness": fmean(each.groundedness for each in grades),
        "shaped": fmean(each.shaped for each in grades),
        "unparsed": fmean(each.unparsed for each in grades),
    }


def _grades(asked: Recipe, path: Path, keys: list[Key]) -> list[Grade]:
    """The grade of one sampled answer to each decision."""
    model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()
    reader = AutoTokenizer.from_pretrained(path, padding_side="left")
    decisions, stage = Decisions(asked.model.form), asked.stages.warmup
    assert stage is not None
    torch.manual_seed(0)
    found: list[Grade] = []
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        texts = [
            reader.apply_chat_template(
                decisions.prompt(key).messages(), tokenize=False, add_generation_prompt=True
            )
            for key in some
        ]
        given = reader(texts, return_tensors="pt", padding=True, add_special_tokens=False)
        with torch.inference_mode():
            whole = model.generate(
                **given, max_new_tokens=stage.tokens, do_sample=True, top_k=0,
                temperature=stage.temperature, pad_token_id=reader.pad_token_id,
            )  # fmt: skip
        for key, row in zip(some, whole[:, given["input_ids"].shape[1] :].tolist(), strict=True):
            cut = reader.eos_token_id not in row
            text = reader.decode(row, skip_special_tokens=True)
            found.append(decisions.graded(key, text, cut=cut))
    return found


def main() -> None:
    """Measure, print, and write if asked."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--recipe", default="smoke")
    parser.add_argument("--set", action="append", default=[], dest="settings")
    parser.add_argument("--decisions", type=int, default=400)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = moved(recipe(given.recipe, given.settings), given.start, given.decisions)
    found = {"format": 1, "canary": CANARY, "command": join(["python", *sys.argv])} | found
    print(
        f"binary reward {found['before']:.3f} -> {found['after']:.3f}, rise "
        f"{found['rise']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}]"
    )
    if given.json is not None:
        write(found, given.json)
    sys.exit(not found["low"] > 0.0)


if __name__ == "__main__":
    main()
