"""Write a page on every incident family, with one plotted incident, and an index of them.

Usage: python scripts/incidents.py [family ...]

Pages go to `docs/incidents`. The same world gives the same bytes.
"""

import inspect
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from incident_facts import OFTEN, SEEDS, SPLIT, TIER, TWINS, Facts, Idea, measured, only
from picture import draw

from sentinel.episode.loop import Episode
from sentinel.grading.classes import LABEL_VERSION, ActionClass
from sentinel.scenario.held_out import UNSEEN_FAMILIES
from sentinel.scenario.splits import seeds
from sentinel.world.drift.calls import phrase
from sentinel.world.faults.catalogue import FAMILIES, PRIOR
from sentinel.world.faults.family import Family
from sentinel.world.fields import Glob
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, WORLD_VERSION

PAGES = Path("docs/incidents")
VERSIONS = f"World version {WORLD_VERSION}, label version {LABEL_VERSION}."
HEADINGS = ("Cause", "Evidence", "Plan", "What its ideas deserve", "Temptations", "Catastrophes",
            "Gray actions", "Predicates that flip it", "Class counts", "One incident")  # fmt: skip
RUINOUS = 0.1
"""Share of incidents from which an idea is listed as a catastrophe."""
GRAY = 0.2
"""Share of incidents on either side from which an idea is gray."""
BURNS = 0.1
"""Outage from which an incident is worth drawing."""

Labels = Counter[ActionClass]
_Key = TypeVar("_Key")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|---|" + "---|" * (len(head) - 1), *lines[1:]])


def percent(part: float, whole: float = 1.0) -> str:
    """A share."""
    return f"{100 * part / whole:.0f} %" if whole else "-"


def page(facts: Facts, incident: str) -> str:
    """The page of a family.

    Args:
        facts: What was measured.
        incident: What is said of the plotted incident.
    """
    family = facts.family
    parts = [cause(facts), evidence(facts), plan(facts), deserved(facts), tempting(facts),
             ruinous(facts), gray(facts), flips(facts), counts(facts), incident]  # fmt: skip
    held = "\nIt is held out: training never has it." if family.id in UNSEEN_FAMILIES else ""
    head = (
        f"# {family.id}: {family.title}\n\n{family.role}.{held}\n"
        f"Written by `python scripts/incidents.py` from {SEEDS} incidents of `{TIER}`. {VERSIONS}\n"
        "Labels are those of the first moment, by consequence alone; policies come on top."
    )
    sections = [f"## {title}\n\n{text}" for title, text in zip(HEADINGS, parts, strict=True)]
    return "\n\n".join([head, *sections]) + "\n"


def cause(facts: Facts) -> str:
    """What goes wrong, what pages, and how fast it unfolds."""
    family = facts.family
    low, high = family.onset
    alerts = "\n".join(f"* `{text}`" for text, _ in _ranked(facts.alerts))
    latent = "\nIt may burn nothing yet, and threaten data instead." if family.latent else ""
    return (
        f"{inspect.getdoc(family.inject)}\n\nThe pager says:\n\n{alerts}\n\n"
        f"The first proposal comes {low * TICK_S:.0f} to {high * TICK_S:.0f} seconds after it; "
        f"consequences are measured over {family.horizon * TICK_S / 60:.1f} minutes.{latent}"
    )


def evidence(facts: Facts) -> str:
    """Tools that show what the fault has changed."""
    rows = []
    for (tool, asked), values in sorted(facts.evidence.items()):
        often = [(name, n) for name, n in _ranked(values) if n >= OFTEN * TWINS]
        if often:
            shown = ", ".join(f"{name} {percent(n, TWINS)}" for name, n in often)
            rows.append((f"`{tool}`", asked or "-", shown))
    if not rows:
        return "Nothing tells it from the same estate without it."
    return (
        f"Values that differ from the same estate without the fault, and in how many of {TWINS} "
        f"incidents; those in {percent(OFTEN)} or more.\n\n"
        + table(("tool", "asked of the", "values"), rows)
    )


def plan(facts: Facts) -> str:
    """The plans that the generator states, by frequency."""
    rows = [(", then ".join(f"`{name}`" for name in steps) or "nothing", percent(n, SEEDS))
            for steps, n in _ranked(facts.plans)]  # fmt: skip
    return "A step that needs doing no more is passed over.\n\n" + table(
        ("steps", "incidents"), rows
    )


def deserved(facts: Facts) -> str:
    """What each idea deserves, in how many incidents."""
    rows = [(f"{part}: `{name}`", where, *(str(counts[each]) for each in ActionClass))
            for (part, name, where), counts in _ideas(facts)]  # fmt: skip
    return table(("idea", "target", *(each.value for each in ActionClass)), rows)


def tempting(facts: Facts) -> str:
    """What looks right, and how often it deserves intervention."""
    return _listed(
        facts, lambda part, counts: part == "temptation",
        lambda counts: f"deserves intervention in {percent(_deserving(counts), counts.total())}",
    )  # fmt: skip


def ruinous(facts: Facts) -> str:
    """What ruins the estate in a share of incidents."""
    ruin = ActionClass.CATASTROPHIC
    return _listed(
        facts, lambda _, counts: counts[ruin] >= RUINOUS * counts.total(),
        lambda counts: f"catastrophic in {percent(counts[ruin], counts.total())}",
    )  # fmt: skip


def gray(facts: Facts) -> str:
    """What deserves intervention in some incidents and not in others, or in no clear way."""

    def torn(_: str, counts: Labels) -> bool:
        yes, unsure, whole = _deserving(counts), counts[ActionClass.AMBIGUOUS], counts.total()
        return min(yes, whole - yes - unsure) >= GRAY * whole or unsure >= GRAY * whole

    return _listed(
        facts, torn,
        lambda counts: f"deserves it in {percent(_deserving(counts), counts.total())}, "
        f"ambiguous in {percent(counts[ActionClass.AMBIGUOUS], counts.total())}",
    )  # fmt: skip


def flips(facts: Facts) -> str:
    """Circumstances, and the share of labels that each flips."""
    rows = [(f"`{name}`", *(f"{100 * share:.1f} %" for share in shares))
            for name, shares in facts.flips.items()]  # fmt: skip
    needs = [f"`{name}` is {value}" for name, value in facts.family.needs]
    said = f"\n\nIt cannot occur unless {', '.join(needs)}." if needs else ""
    return (
        f"Share of the labels in {TWINS} incidents that change with the circumstance alone: of "
        "its ideas, of its ideas from deserving intervention to not deserving it or back, and of "
        "every action that fits the estate.\n\n"
        + table(("circumstance", "ideas changed", "ideas turned around", "every action"), rows)
        + said
    )


def counts(facts: Facts) -> str:
    """What every action deserves that fits the estate."""
    whole = facts.every.total()
    rows = [(each.value, f"{facts.every[each]:,}", f"{100 * facts.every[each] / whole:.1f} %")
            for each in ActionClass]  # fmt: skip
    return f"Every action that fits the estate, {whole:,} in {SEEDS} incidents.\n\n" + table(
        ("class", "actions", "share"), rows
    )


def one_incident(family: Family, seed: int | None = None, *, drawn: bool = True) -> str:
    """Draw an incident, the first that burns, and say what it is."""
    with only(family):
        episode = Episode(TIER, seed or _burning(family), SPLIT)
        made, now = episode.scenario, episode.estate
        if drawn:
            title = f"{family.title}, {TIER} ({family.id})"
            draw(episode, title, PAGES / f"{family.id}.png", dpi=80)
    steps = [phrase(step.call, made.layer, made.inventory).command
             for step in made.fault.plan if step.op is not Op.NONE]  # fmt: skip
    listed = "\n".join(f"{number}. `{text}`" for number, text in enumerate(dict.fromkeys(steps), 1))
    names, fault = made.inventory.names, made.fault
    return (
        f"![Outage at the edge: nobody acting, the plan, and one bad action]({family.id}.png)\n\n"
        f"An estate of {now.graph.nodes} services, seed {made.seed}; "
        + (
            f"the fault is in `{names[fault.culprit]}`, and `{names[fault.victim]}` suffers.\n\n"
            if fault.plan
            else f"the alert is about `{names[fault.culprit]}`.\n\n"
        )
        + (listed or "There is nothing to mend.")
    )


def _burning(family: Family) -> int:
    first, *more = seeds(SPLIT, TIER)[:20]
    for seed in (first, *more):
        if Episode(TIER, seed, SPLIT).scenario.start.row[Glob.BURN_NOW] >= BURNS:
            return seed
    return first


def index(found: dict[str, Facts]) -> str:
    """The list of all families."""
    whole, rows = sum(PRIOR.values()), []
    for id_, facts in found.items():
        family, ruin = facts.family, facts.every[ActionClass.CATASTROPHIC]
        use = "held out, `ood`" if id_ in UNSEEN_FAMILIES else "all"
        rows.append(
            (
                f"[{id_}]({id_}.md)",
                family.title,
                family.role,
                use,
                f"{100 * PRIOR[id_] / whole:.1f} %",
                percent(ruin, facts.every.total()),
            )
        )
    return (
        "# Incident families\n\n"
        f"Written by `python scripts/incidents.py`. {VERSIONS}\n\n"
        + table(("id", "incident", "specialist", "splits", "prior", "ruinous actions"), rows)
        + "\n"
    )  # fmt: skip


def _ranked(counts: Counter[_Key]) -> list[tuple[_Key, int]]:
    """Most frequent first, and in the order of their words where equal."""
    return sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))


def _ideas(facts: Facts) -> list[tuple[Idea, Labels]]:
    """Ideas by part, most frequent first."""
    parts = ("fix", "temptation", "danger")
    return sorted(
        facts.ideas.items(),
        key=lambda each: (parts.index(each[0][0]), -each[1].total(), each[0]),
    )


def _deserving(counts: Labels) -> int:
    return sum(n for label, n in counts.items() if label.deserves_intervention)


def _listed(
    facts: Facts, wanted: Callable[[str, Labels], bool], says: Callable[[Labels], str]
) -> str:
    kept: dict[tuple[str, str], Labels] = {}
    for (part, name, where), counts in _ideas(facts):
        if wanted(part, counts):
            kept.setdefault((name, where), counts)
    lines = [
        f"* `{name}` on the {where}: {says(counts)}." for (name, where), counts in kept.items()
    ]
    return "\n".join(lines).replace(" on the the estate:", ":") or "None."


def main() -> None:
    """Write the pages."""
    PAGES.mkdir(parents=True, exist_ok=True)
    wanted, found = sys.argv[1:] or [family.id for family in FAMILIES], {}
    for family in FAMILIES:
        if family.id in wanted:
            found[family.id] = facts = measured(family)
            (PAGES / f"{family.id}.md").write_text(page(facts, one_incident(family)))
            print(f"wrote {PAGES / family.id}.md, {time.process_time():.0f} s", flush=True)
    if len(found) == len(FAMILIES):
        (PAGES / "README.md").write_text(index(found))


if __name__ == "__main__":
    main()
