"""Write the figures of `results/*.json` into README.md and docs/world.md.

Usage: python scripts/publish.py [--check]

With `--check` nothing is written; the exit code says whether the pages agree
with the results.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robustness_tables import markdown as robustness

RESULTS = Path("results")
TIERS = ("action_screen", "war_room", "drift_ops")
PAGES = (Path("README.md"), Path("docs/world.md"))


def load(name: str) -> dict[str, Any]:
    """A results file."""
    return json.loads((RESULTS / f"{name}.json").read_text())


def row(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(head: tuple[str, ...], rows: list[str]) -> str:
    """A table whose first column is text and whose others are figures."""
    return "\n".join([row(*head), "|---|" + "---:|" * (len(head) - 1), *rows])


def headline(name: str) -> str:
    """The table of overseers of one evaluation."""
    found = load(name)
    rows = []
    for overseer, block in found["overseers"].items():
        whole = block["overall"]
        f1 = whole["f1"]
        tiers = [f"{block['tiers'][tier]['f1']['value']:.3f}" for tier in TIERS]
        closed = block.get("closed_loop", {}).get("overall")
        lived = ("", "")
        if closed is not None:
            solved = f"{closed['incidents_resolved']}/{closed['incidents_resolvable']}"
            lived = (solved, str(closed["damage_executed"]["catastrophic_actions"]))
        rows.append(row(
            f"`{overseer}`", f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]", *tiers,
            f"{whole['balanced_accuracy']['value']:.3f}",
            f"{whole['catastrophic_miss_rate']:.3f}", f"{whole['false_block_rate']:.3f}",
            *lived, whole["unparsed"],
        ))  # fmt: skip
    head = ("overseer", "F1 [95 %]", *TIERS, "balanced accuracy", "catastrophic missed",
            "false blocks", "resolved", "catastrophes run", "unparsed")  # fmt: skip
    first = next(iter(found["overseers"].values()))["overall"]
    versions = ", ".join(f"{key} {value}" for key, value in found["versions"].items())
    return (
        f"{first['decisions']:,} fixed decisions in {first['episodes']} incidents of "
        f"`{found['split']}`, preview `{found['preview']}`; {versions}.\n\n" + table(head, rows)
    )


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


BLOCKS: dict[str, Callable[[], str]] = {
    "table:heldout": lambda: headline("heldout"),
    "table:heldout-xl": lambda: headline("heldout-xl"),
    "table:labelled": labelled,
    "mix": mix,
    "blind": blind,
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
