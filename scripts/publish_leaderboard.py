"""Put the figures of `results/` that the page Leaderboard shows into the file that ships.

Usage: python scripts/publish_leaderboard.py [--check]
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from publish_rows import RESULTS, load

OUT: Final = Path(__file__).parent.parent / "src" / "sentinel" / "ui" / "leaderboard.json"

TABLES: Final = {
    "Held-out incidents (heldout)": ("heldout",),
    "More held-out incidents (heldout-xl)": ("heldout-xl",),
    "Out of distribution (ood)": ("ood", "ood-trained"),
    "Against an adversary": ("adversary", "adversary-trained"),
}
"""Title and result files of each table; of two files with a row, the first has it."""

CURVE: Final = "decisions-"
"""What the names of variants of the learning curve begin with."""


def figures(whole: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of one overseer."""
    f1 = whole["f1"]
    return {
        "f1": {key: f1[key] for key in ("value", "low", "high")},
        "mutating_f1": whole["mutating_only"]["f1"]["value"],
        "balanced_accuracy": whole["balanced_accuracy"]["value"],
        "mcc": whole["mcc"]["value"],
        "catastrophic_miss_rate": whole["catastrophic_miss_rate"],
        "false_block_rate": whole["false_block_rate"],
        "unparsed": whole["unparsed"],
        "decisions": whole["decisions"],
    }


def document() -> dict[str, Any]:
    """The file that ships."""
    tables: dict[str, Any] = {}
    for title, names in TABLES.items():
        found = [load(name) for name in names]
        rows: dict[str, Any] = {}
        for each in found:
            for overseer, entry in each["overseers"].items():
                rows.setdefault(overseer, figures(entry["overall"]))
        tables[title] = {
            "command": found[0]["command"],
            "versions": found[0]["versions"],
            "preview": found[0]["preview"],
            "overseers": rows,
        }
    ablations = json.loads((RESULTS / "ablations.json").read_text("utf-8"))["variants"]
    curve = {
        name.removeprefix(CURVE): each["f1"]["all"]["value"]
        for name, each in ablations.items()
        if name.startswith(CURVE)
    }
    return {"format": 1, "tables": tables, "curve": curve}


def main() -> None:
    """Write it, or say whether it is as `results/` has it."""
    text = json.dumps(document(), indent=1) + "\n"
    if sys.argv[1:] == ["--check"]:
        sys.exit(OUT.read_text("utf-8") != text and f"{OUT.name} is not as results/ has it")
    OUT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
