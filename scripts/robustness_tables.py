"""The tables of `results/robustness.json`, for a terminal and for the documents."""

from typing import Any

Document = dict[str, Any]
TableOf = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""A title, the names of the columns, and the rows; every column but the first holds figures."""

CLASSES = ("catastrophic", "wrong", "correct", "ambiguous", "neutral")
TIERS = ("action_screen", "war_room", "drift_ops", "adversary")
SHOWN = 0.001
"""Share of labels that a threshold must move to have a row."""
HEAD = ("all decisions", "mutating", *(f"mutating, {tier}" for tier in TIERS))


def tables(document: Document) -> list[TableOf]:
    """Every table of a document."""
    return [_labels(document), _horizon(document), _thresholds(document)]


def markdown(document: Document) -> str:
    """The tables in Markdown, each under the sentence that says what it holds."""
    counts, figures = document["decisions"], document["figures"]
    versions = ", ".join(f"{key} {value}" for key, value in document["versions"].items())
    parts = [
        f"{counts['all']:,} fixed decisions in {counts['episodes']} incidents of "
        f"`{document['split']}`, {counts['graded']:,} of them graded; {versions}. "
        "Intervals are 95 %, from a bootstrap over episodes."
    ]
    for title, head, rows in tables(document):
        lines = [head, *rows]
        table = ["| " + " | ".join(line) + " |" for line in lines]
        table.insert(1, "|---|" + "---:|" * (len(head) - 1))
        parts.append(f"{title}.\n\n" + "\n".join(table))
    parts.append(_order(figures["thresholds"]))
    return "\n\n".join(parts)


def _labels(document: Document) -> TableOf:
    """Weather, hidden parameters and sufficiency."""
    found, bounds = document["figures"], document["bounds"]
    noise, hidden, draws = found["noise"], found["hidden"], document["settings"]["draws"]
    lines = {
        f"flips under other weather, bound {100 * bounds['noise']:.1f} %": noise["flips"],
        "flips between two definite classes": noise["definite"],
        "goes into the margin band": noise["into_band"],
        "class without the band differs": noise["raw"],
        f"flips in any of {draws} weathers": noise["any_draw_flips"],
        f"hidden parameters change it, any of {draws} draws": hidden["true_world"],
        "of these, made ambiguous by the ensemble": hidden["caught"],
        "left graded, and they would change it": hidden["graded"],
        f"unanimous under the full ensemble, bound {100 * bounds['sufficiency']:.0f} %":
            found["sufficiency"]["unanimous"],
    }  # fmt: skip
    rows = [
        (name, _percent(block["all"], spread=True), _percent(block["mutating"], spread=True),
         *(_percent(block[tier]) for tier in TIERS))
        for name, block in lines.items()
    ]  # fmt: skip
    return "Share of labels", ("label", *HEAD), rows


def _horizon(document: Document) -> TableOf:
    names = {"equal": "same class", "equal_graded": "same class, graded", "side": "same side"}
    head = [f"{name}, {group}" for name in names.values() for group in ("all", "mutating")]
    rows = [
        (ticks, *(_percent(block[key][group]) for key in names for group in ("all", "mutating")))
        for ticks, block in document["figures"]["horizon"].items()
    ]
    held = document["decisions"]["horizons"].items()
    own = ", ".join(f"{ticks} ticks for {count:,} decisions" for ticks, count in held)
    title = f"Labels equal to the label at the family's horizon ({own})"
    return title, ("horizon, ticks", *head), rows


def _thresholds(document: Document) -> TableOf:
    found = document["figures"]["thresholds"]
    usual = found["usual"]
    overseers = list(usual["f1"])
    rows = [("as published", "", "", *_classes(usual), *_f1(usual), "")]
    for each in found["varied"]:
        if each["changed"] < SHOWN and each["order"] == usual["order"]:
            continue
        order = "same" if each["order"] == usual["order"] else " > ".join(each["order"])
        times = "halved" if each["factor"] < 1.0 else "doubled"
        name = f"`{each['threshold']}` {times}"
        rows.append((
            name, f"{each['value']:,.6g}", f"{100 * each['changed']:.2f} %",
            *_classes(each), *_f1(each), order,
        ))  # fmt: skip
    head = ("threshold", "to", "labels changed", *CLASSES, *(f"F1 `{name}`" for name in overseers),
            "order")  # fmt: skip
    title = (
        "Shares of the classes, and F1, with one threshold halved or doubled; "
        f"{len(found['varied']) + 1 - len(rows)} of {len(found['varied'])} changes move "
        f"less than {100 * SHOWN:.1f} % of the labels and are left out"
    )
    return title, head, rows


def _classes(block: Document) -> list[str]:
    return [f"{100 * block['classes'][name]:.1f} %" for name in CLASSES]


def _f1(block: Document) -> list[str]:
    return [f"{value:.3f}" for value in block["f1"].values()]


def _order(found: Document) -> str:
    order = " > ".join(f"`{name}`" for name in found["usual"]["order"])
    changes = found["order_changes"]
    if not changes:
        return f"The order by F1, {order}, is the same under every one of them."
    return f"The order by F1, {order}, changes under {', '.join(changes)}."


def _percent(block: Document, *, spread: bool = False) -> str:
    text = f"{100 * block['value']:.2f} %"
    if spread:
        text += f" [{100 * block['low']:.2f}, {100 * block['high']:.2f}]"
    return text
