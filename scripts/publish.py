"""Write the figures of `results/*.json` into README.md, pages of docs/ and the model card.

Usage: python scripts/publish.py [--check]

With `--check` nothing is written; the exit code says whether the pages agree
with the results.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from publish_gate import commands, gate_speed
from publish_paired import ahead, differences, gap, grounded, shortcut, stages, tiny_card
from publish_rows import RESULTS, load, row, table
from publish_speed import bench, scale, stored
from publish_training import ablations, moved, speed, trained
from robustness_tables import markdown as robustness

from sentinel.evaluation.presets import PRESETS

TIERS = ("action_screen", "war_room", "drift_ops")
"""Tiers of the headline table."""
MODELS = [name for name, preset in PRESETS.items() if preset.model]
"""Models of the published table, which stand in ours with a figure only if they were run."""
PAGES = (
    Path("README.md"), Path("docs/world.md"), Path("docs/metrics.md"), Path("docs/scale.md"),
    Path("docs/training.md"), Path("docs/gate.md"), Path("docs/trained_features.md"),
    Path("src/sentinel/overseer/tiny_model/README.md"),
)  # fmt: skip


def headline(name: str, named: Iterable[str] = ()) -> str:
    """The table of overseers of one evaluation.

    Args:
        name: Of the results file.
        named: Overseers that have a row whether or not they were run.
    """
    found = load(name)
    tiered = list(next(iter(found["overseers"].values()))["tiers"])
    rows = []
    ranked = any(block["overall"].get("score") for block in found["overseers"].values())
    for overseer, block in found["overseers"].items():
        whole = block["overall"]
        f1 = whole["f1"]
        tiers = [f"{block['tiers'][tier]['f1']['value']:.3f}" for tier in tiered]
        closed = block.get("closed_loop", {}).get("overall")
        lived = ("", "")
        if closed is not None:
            solved = f"{closed['incidents_resolved']}/{closed['incidents_resolvable']}"
            lived = (solved, str(closed["damage_executed"]["catastrophic_actions"]))
        rows.append(row(
            f"`{overseer}`", f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]", *tiers,
            f"{whole['balanced_accuracy']['value']:.3f}", *([_auroc(whole)] if ranked else []),
            f"{whole['catastrophic_miss_rate']:.3f}", f"{whole['false_block_rate']:.3f}",
            *lived, whole["unparsed"],
        ))  # fmt: skip
    head = ("overseer", "F1 [95 %]", *tiered, "balanced accuracy",
            *(["AUROC"] if ranked else []), "catastrophic missed",
            "false blocks", "resolved", "catastrophes run", "unparsed")  # fmt: skip
    absent = ", ".join(f"`{each}`" for each in named if each not in found["overseers"])
    rows += [row(absent, "not run here", *[""] * (len(head) - 2))] if absent else []
    first = next(iter(found["overseers"].values()))["overall"]
    versions = ", ".join(f"{key} {value}" for key, value in found["versions"].items())
    return (
        f"{first['decisions']:,} fixed decisions in {first['episodes']} incidents of "
        f"`{found['split']}`, preview `{found['preview']}`; {versions}.\n\n" + table(head, rows)
    )


def _auroc(whole: dict[str, Any]) -> str:
    """AUROC of a stated risk, blank where none was stated."""
    found = (whole.get("score") or {}).get("auroc")
    return "" if found is None else f"{found['value']:.3f}"


def previews() -> str:
    """F1 of every overseer on every split under every preview."""
    names = [
        f"{split}-{preview}" if preview else split
        for split in ("heldout", "ood", "adversary")
        for preview in ("", "measured", "labelled")
    ]
    found = {name: load(name)["overseers"] for name in names if (RESULTS / f"{name}.json").exists()}
    every = dict.fromkeys(overseer for entries in found.values() for overseer in entries)
    rows = [
        row(f"`{overseer}`", *(
            f"{entries[overseer]['overall']['f1']['value']:.3f}" if overseer in entries else ""
            for entries in found.values()
        ))
        for overseer in every
    ]  # fmt: skip
    return table(("F1", *(f"`{name}`" for name in found)), rows)


def prevented() -> str:
    """What became of the held-out incidents of the closed loop."""
    entries = load("heldout")["overseers"]
    loops = {name: entry["closed_loop"]["overall"] for name, entry in entries.items()}
    if not all("prevention" in loop for loop in loops.values()):
        return "Not in these results yet: `python scripts/results.py heldout`."
    losses = {"outage_minutes": "outage-minutes", "rows": "rows", "sessions": "sessions",
              "exposure_minutes": "exposure"}  # fmt: skip
    rows = []
    for name, loop in loops.items():
        shares = [loop["prevention"][key]["share"] for key in losses]
        useful = loop["usefulness"]
        rows.append(row(
            f"`{name}`", *("" if each is None else f"{each['value']:.2f}" for each in shares),
            f"{useful['resolved']['value']:.2f}", f"{useful['recovery_minutes']['value']:.1f}",
            f"{useful['delay_minutes']['value']:+.1f}",
            f"{loop['escalations']['per_episode']['value']:.1f}",
        ))  # fmt: skip
    head = ("prevented, of what the oracle prevents", *losses.values(), "resolved",
            "recovery, min", "delay, min", "escalations an incident")  # fmt: skip
    return table(head, rows)


def labelled() -> str:
    """What the deck's protocol gives, for comparison."""
    found = load("heldout-labelled")["overseers"]
    rows = [row(f"`{name}`", f"{block['overall']['f1']['value']:.3f}",
                *(f"{block['tiers'][tier]['f1']['value']:.3f}" for tier in TIERS))
            for name, block in found.items()]  # fmt: skip
    return table(("overseer, preview `labelled`", "F1", *TIERS), rows)


def mix() -> str:
    """Shares of the classes in the large held-out split."""
    found = next(iter(load("heldout-xl")["overseers"].values()))
    rows = []
    for tier in TIERS:
        block = found["tiers"][tier]
        classes, whole = block["classes"], block["decisions"]
        graded = whole - classes["ambiguous"]
        deserved = (classes["catastrophic"] + classes["wrong"]) / graded
        shares = [f"{100 * classes[name] / whole:.1f} %" for name in
                  ("catastrophic", "wrong", "correct", "ambiguous", "neutral")]  # fmt: skip
        rows.append(row(f"`{tier}`", f"{whole:,}", *shares, f"{100 * deserved:.1f} %"))
    head = ("`heldout-xl`", "decisions", "catastrophic", "wrong", "correct", "ambiguous",
            "neutral", "deserved, of graded")  # fmt: skip
    return table(head, rows)


def blind() -> str:
    """Agreement of two blind readings with each other and with the labels."""
    found = load("blind")
    names = {"readers": "the two readings", "first_computed": "first reading and label",
             "second_computed": "second reading and label"}  # fmt: skip
    rows = [row(text, f"{found['kappa'][key]:.2f}", f"{found['kappa_intervention'][key]:.2f}")
            for key, text in names.items()]  # fmt: skip
    kappas = table(("Cohen's kappa", "five classes", "intervention"), rows)
    return f"{found['decisions']} held-out decisions.\n\n{kappas}"


def leaks() -> str:
    """What learners that never read the evidence can tell."""
    found = load("leaks")
    largest, bounds = found["largest"], found["bounds"]
    plain, told = largest["proposal"]["auroc"], largest["proposal and reason"]["auroc"]
    cell = largest["cell"]["balanced_accuracy"]
    rows = [
        row("proposal alone, AUROC", f"{plain:.3f}", f"{bounds['proposal']:.2f}"),
        row("proposal and reason, AUROC", f"{told:.3f}", ""),
        row("what the reason adds", f"{found['reason_adds']:+.3f}", f"{bounds['reason_adds']:.2f}"),
        row("metadata alone, AUROC", f"{largest['metadata']['auroc']:.3f}",
            f"{bounds['metadata']:.2f}"),
        row("family, tool, arguments, target role, tier: balanced accuracy", f"{cell:.3f}",
            f"{bounds['cell']:.2f}"),
    ]  # fmt: skip
    counts = found["decisions"]
    whole = counts["graded"] + counts["ambiguous"]
    return (
        f"{whole:,} fresh decisions of `{found['split']}`, {counts['graded']:,} of them graded; "
        f"trained on {counts['train_graded']:,} of `train`.\n\n"
        + table(("audit", "highest", "bound"), rows)
        + "\n\nBy tier, and of every other split by itself, learners fitted on fewer incidents:\n\n"
        + table(
            ("decisions of", "graded", "proposal", "reason adds", "metadata", "cell"),
            [*leaks_by_tier(found), *leaks_by_split(found)],
        )
    )


def leaks_by_tier(found: dict[str, Any]) -> Iterator[str]:
    """Rows of the audited split, a tier each."""
    largest = found["largest"]
    for tier in found["seeds"]:
        yield row(
            f"`{found['split']}`, {tier}", "", f"{largest['proposal'][f'auroc_{tier}']:.3f}", "",
            f"{largest['metadata'][f'auroc_{tier}']:.3f}",
            f"{largest['cell'][f'balanced_accuracy_{tier}']:.3f}",
        )  # fmt: skip


def leaks_by_split(found: dict[str, Any]) -> Iterator[str]:
    """Rows of every other split."""
    for name, block in found["splits"].items():
        largest = block["largest"]
        yield row(
            f"`{name}`", f"{block['decisions']['graded']:,}", f"{largest['proposal']['auroc']:.3f}",
            f"{block['reason_adds']:+.3f}", f"{largest['metadata']['auroc']:.3f}",
            f"{largest['cell']['balanced_accuracy']:.3f}",
        )  # fmt: skip


def flips() -> str:
    """Held-out decisions that have a twin."""
    found = load("flips")["heldout"]
    named = sorted(found["by_circumstance"].items(), key=lambda each: -each[1])[:10]
    rows = [row(f"`{name}`", f"{100 * share:.1f} %") for name, share in named]
    return (
        f"{100 * found['share']:.1f} % of {found['decisions']:,} held-out decisions have a twin "
        f"(bound {100 * found['bound']:.0f} %), {100 * found['of_mutations']:.1f} % of graded "
        "mutations.\n\n" + table(("circumstance", "decisions it flips"), rows)
    )


BLOCKS: dict[str, Callable[[], str]] = {
    "table:heldout": lambda: headline("heldout", MODELS),
    "table:heldout-xl": lambda: headline("heldout-xl"),
    "table:ood": lambda: headline("ood"),
    "table:adversary": lambda: headline("adversary"),
    "table:ood-trained": lambda: headline("ood-trained"),
    "table:adversary-trained": lambda: headline("adversary-trained"),
    "table:labelled": labelled,
    "table:previews": previews,
    "table:prevented": prevented,
    "mix": mix,
    "blind": blind,
    "leaks": leaks,
    "commands": commands,
    "flips": flips,
    "gate-speed": gate_speed,
    "ablations": ablations,
    "bench": bench,
    "scale": scale,
    "stored": stored,
    "trained": trained,
    "trained-ahead": ahead,
    "trained-differences": differences,
    "trained-gap": gap,
    "trained-grounded": grounded,
    "trained-shortcut": shortcut,
    "trained-stages": stages,
    "tiny-card": tiny_card,
    "training-speed": speed,
    "moved": moved,
    "robustness": lambda: robustness(load("robustness")),
}
"""What stands between `<!-- NAME -->` and `<!-- end -->`."""


def published(text: str) -> str:
    """A page with its blocks filled in."""

    def fill(match: re.Match[str]) -> str:
        write = BLOCKS.get(match[1])
        return match[0] if write is None else f"<!-- {match[1]} -->\n{write()}\n<!-- end -->"

    return re.sub(r"<!-- ([\w:-]+) -->\n.*?<!-- end -->", fill, text, flags=re.DOTALL)


def main() -> None:
    """Write or check the pages."""
    stale = []
    for page in PAGES:
        text = page.read_text()
        new = published(text)
        if new != text:
            stale.append(str(page))
            if "--check" not in sys.argv:
                page.write_text(new)
    print("changed:" if stale else "up to date", *stale)
    raise SystemExit(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    main()
