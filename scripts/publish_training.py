"""Tables of what was trained."""

from typing import Any

from publish_rows import RESULTS, load, row, table

_TIERS = ("all", "action_screen", "war_room", "drift_ops")


def ablations() -> str:
    """What the recipe of the shipped overseer owes to its parts."""
    if not (RESULTS / "ablations.json").exists():
        return "Not run on this version yet: `python scripts/ablations.py FOLDER`."
    found = load("ablations")
    rows = []
    for name, each in found["variants"].items():
        f1 = each["f1"]
        rows.append(row(
            f"`{name}`", *(_figure(f1[tier]) for tier in _TIERS),
            f"{each['groundedness']:.2f}", each["unparsed"],
            f"{each['timing']['seconds'] / 60.0:.0f}",
        ))  # fmt: skip
    graded = next(iter(found["variants"].values()))["graded"]
    return (
        table(("F1 on `validation`", *_TIERS, "groundedness", "unparsed", "minutes"), rows)
        + f"\n\n{graded:,} fixed decisions, one seed a row; 95 % intervals of incidents."
    )


def _figure(f1: dict[str, Any]) -> str:
    return f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]"
