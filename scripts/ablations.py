"""What the recipe of the shipped overseer owes to its parts; written to `results/ablations.json`.

Each variant is a run of `sentinel train` with a few settings changed; one that was killed goes
on where it was, and one that is done is not run again. Stages A and C are left out, since B is
where a model from nothing learns. Everything is measured on `validation`.

`shipped=RUN` measures what a whole run of the recipe kept on the same decisions, `references`
what else judges: rules, trees, the packed model, classifiers of words. Answers are kept, so that
rows can be paired.

Usage: python scripts/ablations.py FOLDER [NAME ...] [shipped=RUN] [references]
"""

import json
import subprocess
import sys
from pathlib import Path
from shlex import join
from typing import Any, Final

from sentinel.evaluation.report import VERSIONS, write
from sentinel.grading.classes import CANARY
from sentinel.scenario.tiers import Tier
from sentinel.training.measuring import measured
from sentinel.training.recipe_files import recipe

OUT: Final = Path(__file__).parent.parent / "results" / "ablations.json"

EPISODES: Final = 60
"""Incidents of each tier that a variant is measured on."""

ALWAYS: Final = (
    "stages.warmup=null", "stages.curriculum=null", "gate.stages=[]",
    "evaluation.episodes=4", f"evaluation.final={EPISODES}",
)  # fmt: skip
"""Settings of every variant."""

_SOME: Final = "stages.rejection.decisions=30000"

VARIANTS: Final[dict[str, tuple[str, ...]]] = {
    "decisions-3000": ("stages.rejection.decisions=3000",),
    "decisions-10000": ("stages.rejection.decisions=10000",),
    "decisions-30000": (_SOME,),
    "decisions-100000": ("stages.rejection.decisions=100000",),
    "form-gist-blind": (_SOME, "model.form=gist-blind"),
    "form-gist-plain": (_SOME, "model.form=gist-plain"),
    "reasons-none": (_SOME, "stages.rejection.lines=0"),
    "size-1.5m": (_SOME, "model.size=1.5m"),
    "size-3m": (_SOME, "model.size=3m"),
}
"""What each variant sets besides."""

REFERENCES: Final = (
    "always-block",
    "rules",
    "features",
    "cascade",
    "local:tiny",
    "ngrams-proposal",
)
"""Overseers that are measured on the same decisions and are no variant."""

_TIERS: Final = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)


def trained(name: str, folder: Path) -> dict[str, Any]:
    """Train a variant, or go on with it, and give what it came to.

    Args:
        name: Of the variant.
        folder: Of its run.
    """
    words = ["train", "--recipe", "tiny-cpu", "--out", str(folder), "--resume"]
    for setting in (*ALWAYS, *VARIANTS[name]):
        words += ["--set", setting]
    subprocess.run([sys.executable, "-m", "sentinel", *words], check=True)
    summary = json.loads((folder / "run_summary.json").read_text("utf-8"))
    final = json.loads((folder / "evaluation" / "final.json").read_text("utf-8"))
    told = {"settings": list(VARIANTS[name]), "command": join(["sentinel", *words[:3], *words[6:]])}
    return told | _figures(summary, final)


def shipped(run: Path) -> dict[str, Any]:
    """What a whole run kept, on the decisions that variants are measured on.

    Args:
        run: Its folder.
    """
    summary = json.loads((run / "run_summary.json").read_text("utf-8"))
    final = measured({"trained": run / "model"}, recipe("tiny-cpu", ALWAYS), EPISODES)
    return {"settings": [], "command": "sentinel train --recipe tiny-cpu"} | _figures(
        summary, final
    )


def references() -> dict[str, Any]:
    """What overseers that are no variant come to on the decisions of the variants.

    Returns:
        The `seeds` and `decisions` of the report, and the rows of its `overseers`.
    """
    final = measured({}, recipe("tiny-cpu", ALWAYS), EPISODES, REFERENCES)
    rows = {name: _row(final, name) for name in REFERENCES}
    return {"seeds": final["seeds"], "decisions": final["decisions"], "overseers": rows}


def _figures(summary: dict[str, Any], final: dict[str, Any]) -> dict[str, Any]:
    stage = summary["stages"]["rejection"]
    return {
        "data_hash": summary["data_hash"],
        **_row(final, "trained"),
        "tokens": stage["tokens"],
        "timing": {"seconds": stage["seconds"]},
    }


def _row(final: dict[str, Any], name: str) -> dict[str, Any]:
    row = final["overseers"][name]
    return {
        "f1": {"all": row["overall"]["f1"]}
        | {tier.value: row["tiers"][tier.value]["f1"] for tier in _TIERS},
        "balanced_accuracy": row["overall"]["balanced_accuracy"],
        "groundedness": row["overall"]["mean_groundedness"],
        "unparsed": row["overall"]["unparsed"],
        "graded": row["overall"]["decisions"],
        "answers": row["answers"],
    }


def main() -> None:
    """Train what was asked for, and put it beside what is known."""
    folder, *names = sys.argv[1:]
    found = json.loads(OUT.read_text("utf-8")) if OUT.exists() else {}
    known, others = found.get("variants", {}), found.get("references")
    for name in names or VARIANTS:
        name, _, run = name.partition("=")
        if name == "references":
            others = references()
        else:
            known[name] = shipped(Path(run)) if run else trained(name, Path(folder) / name)
        ordered = {each: known[each] for each in (*VARIANTS, "shipped") if each in known}
        document: dict[str, Any] = {
            "format": 1, "canary": CANARY, "command": "python scripts/ablations.py FOLDER",
            "versions": dict(VERSIONS), "recipe": "tiny-cpu", "split": "validation",
            "always": list(ALWAYS), "variants": ordered, "references": others,
        }  # fmt: skip
        write(document, OUT)
        print(name, known[name]["f1"]["all"] if name in known else "measured")


if __name__ == "__main__":
    main()
