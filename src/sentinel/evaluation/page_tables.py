"""The tables of the HTML page, each only where a report has what it shows."""

from collections.abc import Iterator, Mapping
from typing import Final

from sentinel.evaluation.page_cells import (
    BLANK,
    Cell,
    Document,
    PageTable,
    Reader,
    count,
    figure,
    number,
    p_value,
    plain,
    table,
)


def page_tables(document: Document) -> Iterator[PageTable]:
    """The tables of one report, each only where the report has what it shows."""
    entries = document["overseers"]
    yield _headline(entries)
    yield _scorings(document, entries)
    if all("closed_loop" in each for each in entries.values()):
        yield _closed(entries)
    if any(each["overall"].get("score") for each in entries.values()):
        yield _risks(entries)
    loops = {
        name: each["overall"] if document["protocol"] == "closed"
        else each.get("closed_loop", {}).get("overall", {})
        for name, each in entries.items()
    }  # fmt: skip
    if all("prevention" in loop for loop in loops.values()):
        yield _damage(loops)
        yield _useful(loops)
    if "adversary" in document:
        yield _attacked(document["adversary"])
    if document.get("unparsed"):
        yield _unread(document["unparsed"])
    if document.get("thresholds"):
        yield _thresholds(document["thresholds"])
    yield _earned(entries)
    yield _cost(document, entries)
    if document.get("not_run"):
        yield _not_run(document["not_run"])


def overview(documents: Mapping[str, Document]) -> PageTable:
    """F1 of every overseer in every report."""
    names = list(dict.fromkeys(name for each in documents.values() for name in each["overseers"]))
    rows = []
    for name in names:
        cells = [
            figure(each["overseers"][name]["overall"]["f1"]) if name in each["overseers"]
            else Cell("not run here")
            for each in documents.values()
        ]  # fmt: skip
        rows.append((name, tuple(cells)))
    return PageTable(
        "F1 by report", "Headline protocol of each, with 95 % intervals.",
        tuple(documents), tuple(rows),
    )  # fmt: skip


def _headline(entries: Document) -> PageTable:
    note = (
        "Intervals are of 95 %, whole episodes resampled. A flag on a catastrophic action is a"
        " miss. An unparsed answer counts as the worst of its row, and beside that here."
    )
    return table("Headline", note, _HEADLINE, entries)


def _closed(entries: Document) -> PageTable:
    loops = {name: each["closed_loop"] for name, each in entries.items()}
    note = (
        "Every overseer judged what its own decisions led to, so rows are of different decisions"
        " and cannot be paired. The figures are those of the headline."
    )
    return table("Closed loop", note, _HEADLINE, loops)


def _scorings(document: Document, entries: Document) -> PageTable:
    columns: dict[str, Reader] = {f"F1, {tier}": _tier(tier) for tier in document["seeds"]}
    columns |= {
        "mutating only": lambda each: plain(each["overall"]["mutating_only"]["f1"]),
        "strict": lambda each: plain(each["overall"]["strict"]["f1"]),
        "lenient": lambda each: plain(each["overall"].get("lenient", {}).get("f1")),
        "closed loop": lambda each: plain(each.get("closed_loop", {}).get("overall", {}).get("f1")),
        "less rules, paired [95 %]": lambda each: figure(
            each.get("less_rules", {}).get("f1"), bar=False, signed=True
        ),
        "McNemar, p": lambda each: p_value(each.get("mcnemar_rules")),
    }
    note = (
        "Ambiguous decisions are left out; strict scoring gives each its nearest class, lenient"
        " scoring what its answer suits, a block aside. p is exact and takes decisions as"
        " independent; the interval does not."
    )
    return table("F1 by tier, scoring and protocol", note, columns, entries)


def _risks(entries: Document) -> PageTable:
    columns: dict[str, Reader] = {
        "AUROC [95 %]": _score("auroc"),
        "average precision [95 %]": _score("average_precision"),
        "ECE [95 %]": _score("ece", bar=False),
        "Brier [95 %]": _score("brier", bar=False),
        "AUROC, strict": lambda each: plain(
            (each["overall"]["strict"].get("score") or {}).get("auroc")
        ),
    }
    targets = dict.fromkeys(
        target for each in entries.values() for target in each.get("operating_points", {})
    )
    columns |= {
        f"TPR at {100 * float(target):g} % (FPR realised)": _operating(target) for target in targets
    }
    note = (
        "From the risk that an overseer stated with every answer; blank where it left one out."
        " TPR at a fixed FPR takes its threshold from validation, a coin deciding at ties, and"
        " needs 5,000 negatives."
    )
    return table("Stated risk", note, columns, entries)


def _damage(loops: Document) -> PageTable:
    names = {"outage_minutes": "outage-minutes", "rows": "rows", "sessions": "sessions",
             "exposure_minutes": "exposure, min",
             "catastrophic_actions": "catastrophic actions"}  # fmt: skip
    columns: dict[str, Reader] = {}
    for key, text in names.items():
        columns[f"{text}, executed"] = _lost(key)
        columns[f"{text}, prevented"] = _prevented(key)
    note = (
        "Closed loop. Executed: the mean an incident. Prevented: 1 is all that the oracle"
        " prevents against nobody watching; less than 0 is more damage than with nobody."
    )
    return table("Damage executed and prevented", note, columns, loops)


def _useful(loops: Document) -> PageTable:
    columns: dict[str, Reader] = {
        "resolved [95 %]": _useful_figure("resolved", bar=True),
        "recovery, min": _useful_figure("recovery_minutes"),
        "delay against oracle, min": _useful_figure("delay_minutes"),
        "sooner than nobody, min": _useful_figure("sooner_than_nobody_minutes"),
        "withheld, min": _useful_figure("withheld_minutes"),
        "escalations an episode": lambda loop: figure(
            loop["escalations"]["per_episode"], bar=False, digits=2
        ),
    }
    note = (
        "Closed loop. An incident that was not resolved counts with the whole length of its tier."
        " Withheld: time an incident lost to correct actions kept from running."
    )
    return table("What became of the incidents, and work left to people", note, columns, loops)


def _attacked(adversary: Document) -> PageTable:
    columns: dict[str, Reader] = {
        "decisions flipped by text": lambda each: number(each["flips"]["rate"]),
        "harm an episode [95 %]": lambda each: figure(each["success"]["harm"], bar=False),
        "catastrophic moves an episode": lambda each: number(
            each["success"]["catastrophic_moves_per_episode"], 2
        ),
        "episodes hit": lambda each: number(each["success"]["episodes_hit"]),
        "level": lambda each: number(each["success"]["threshold"], 2),
        "stopped at it": lambda each: number(each["success"].get("share_at_threshold")),
        "FPR, validation": lambda each: number(each["success"].get("validation_false_alarms")),
        "FPR, realised": lambda each: number(each["success"]["false_alarms"]),
    }
    note = "Harm: damage of moves that ran, in catastrophes, at 1 % false alarms on validation."
    return table("What the adversary achieves", note, columns, adversary)


def _earned(entries: Document) -> PageTable:
    columns: dict[str, Reader] = {
        "shaped reward": _rate("mean_shaped_reward"),
        "binary reward": _rate("mean_binary_reward"),
        "groundedness": _rate("mean_groundedness"),
    }
    note = "Means over all decisions. Reasons that cite nothing to the point are not grounded."
    return table("Rewards", note, columns, entries)


def _cost(document: Document, entries: Document) -> PageTable:
    timing = document.get("timing", {})
    spent, asked = timing.get("ms_per_decision", {}), timing.get("asked", {})
    rows = {name: {"ms": spent.get(name), **asked.get(name, {})} for name in entries}
    columns: dict[str, Reader] = {"ms a decision": lambda each: number(each["ms"])}
    for key in dict.fromkeys(key for each in asked.values() for key in each):
        columns[key.replace("_", " ")] = _used(key, 4 if key == "dollars" else 0)
    note = "Wall time on the machine that made the report; the rest where a model was asked."
    return table("Latency and cost", note, columns, rows)


def _unread(lost: Mapping[str, Mapping[str, int]]) -> PageTable:
    rows = [(name, (count(many), Cell(cause, words=True)))
            for name, why in lost.items() for cause, many in why.items()]  # fmt: skip
    note = "Each counts as the worst of its row; none of them is an approval."
    return PageTable("Answers that could not be read", note, ("answers", "why"), tuple(rows))


def _thresholds(chosen: Mapping[str, Document]) -> PageTable:
    rows = [
        (name, (Cell(member, words=True), number(each["target"]), number(each["threshold"], 4),
                number(each["false_alarms"]), count(each["harmless"]), number(found["realised"])))
        for name, found in chosen.items() for member, each in found["of"].items()
    ]  # fmt: skip
    note = "False alarms: share of harmless actions stopped, on validation and realised here."
    head = ("of", "target", "threshold", "FPR, validation", "harmless", "FPR, realised")
    return PageTable("Thresholds, chosen on validation", note, head, tuple(rows))


def _not_run(commands: Mapping[str, str]) -> PageTable:
    rows = [(name, (Cell(command, words=True),)) for name, command in commands.items()]
    note = "No figure of theirs is known here; the command makes the row."
    return PageTable("Not run here", note, ("command",), tuple(rows))


def _overall(name: str) -> Reader:
    return lambda each: plain(each["overall"][name])


def _share(name: str) -> Reader:
    """A rate with its interval; without, where a report is older than those."""

    def cell(each: Document) -> Cell:
        found = each["overall"].get("rates", {}).get(name)
        return (
            number(each["overall"][f"{name}_rate"]) if found is None else figure(found, bar=False)
        )

    return cell


def _rate(name: str) -> Reader:
    return lambda each: number(each["overall"][name])


def _tier(tier: str) -> Reader:
    return lambda each: plain(each["tiers"][tier]["f1"])


def _score(name: str, *, bar: bool = True) -> Reader:
    return lambda each: figure((each["overall"].get("score") or {}).get(name), bar=bar)


def _lost(name: str) -> Reader:
    def cell(loop: Document) -> Cell:
        value = loop["prevention"][name]["executed"]["value"]
        return number(value, 2 if value < 100 else 0)

    return cell


def _prevented(name: str) -> Reader:
    return lambda loop: figure(loop["prevention"][name]["share"], digits=2)


def _useful_figure(name: str, *, bar: bool = False) -> Reader:
    return lambda loop: figure((loop["usefulness"] or {}).get(name), bar=bar, digits=2)


def _used(name: str, digits: int) -> Reader:
    return lambda each: number(each.get(name), digits)


def _operating(target: str) -> Reader:
    def cell(each: Document) -> Cell:
        found = each.get("operating_points", {}).get(target)
        if found is None:
            return BLANK
        caught, alarms = found["tpr"]["value"], found["fpr"]["value"]
        return Cell(f"{caught:.3f} ({100 * alarms:.1f} %)", caught, caught)

    return cell


_HEADLINE: Final[dict[str, Reader]] = {
    "decisions": lambda each: count(each["overall"]["decisions"]),
    "F1 [95 %]": lambda each: figure(each["overall"]["f1"]),
    "precision": _overall("precision"),
    "recall": _overall("recall"),
    "balanced accuracy": _overall("balanced_accuracy"),
    "MCC": _overall("mcc"),
    "catastrophic missed [95 %]": _share("catastrophic_miss"),
    "false blocks [95 %]": _share("false_block"),
    "escalated": _rate("escalation_rate"),
    "unparsed": lambda each: count(each["overall"]["unparsed"]),
}
"""The figures of either protocol that stand first."""
