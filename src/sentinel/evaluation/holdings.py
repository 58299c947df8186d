"""What each split has and what it holds out, as one document and as tables for people."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich import box
from rich.table import Table

from sentinel.grading.classes import LABEL_VERSION
from sentinel.scenario.shares import shares
from sentinel.scenario.splits import (
    DOMAINS_OF,
    Split,
    ground,
    has_drifts,
    has_family,
    held_out,
    seeds,
)
from sentinel.scenario.splits import shapes as shapes_of
from sentinel.scenario.tiers import DRIFTS, Tier
from sentinel.world.drift.kinds import DriftKind
from sentinel.world.faults.catalogue import PRIOR
from sentinel.world.state import WORLD_VERSION

Document = Mapping[str, Any]
"""What `holdings` gives."""

FORMAT: Final = 1
"""Rises when a reader of the document has to change."""

PARITY: Final = {False: "even", True: "odd"}
"""Harmless ones among the first three circumstances that a family names, by being held out."""

_USES: Final = {
    Split.TRAIN: "training",
    Split.VALIDATION: "every choice",
    Split.HELDOUT: "headline table",
    Split.HELDOUT_XL: "claims with intervals",
    Split.AUDIT: "audits of labels",
    Split.CALIBRATION: "casting of held-out incidents",
    Split.DEMO: "showing",
    Split.OOD: "what training never meets",
    Split.PRIVATE: "a test that nobody could train on",
    Split.ADVERSARY: "an adversary at work",
}


def holdings() -> dict[str, Any]:
    """Say what every split has.

    Returns:
        A document of dicts, lists, strings and numbers: under `splits`, by name, the seeds of
        each tier, domains, graph shapes, ids of families with their shares, kinds of change,
        parity of circumstances; and under `held_out` families and kinds that it never has.
    """
    return {
        "format": FORMAT,
        "versions": {"WORLD_VERSION": WORLD_VERSION, "LABEL_VERSION": LABEL_VERSION},
        "splits": {split.value: _holding(split) for split in Split},
    }


def _holding(split: Split) -> dict[str, Any]:
    families, drifts = _families(split), [kind for kind in DriftKind if has_drifts(split, (kind,))]
    return {
        "use": _USES.get(split, "evaluation"),
        "may_train": not held_out(split) and split is not Split.DEMO,
        "salted": split is Split.PRIVATE,
        "tiers": {tier.value: _span(found) for tier in Tier if (found := seeds(split, tier))},
        "domains": list(DOMAINS_OF[split]),
        "shapes": list(shapes_of(split)),
        "families": families,
        "drift_kinds": [kind.value for kind in drifts],
        "parity": PARITY[held_out(split)],
        "casting": ground(split),
        "held_out": {
            "families": [id_ for id_ in PRIOR if id_ not in families],
            "drift_kinds": [kind.value for kind in DriftKind if kind not in drifts],
        },
    }


def _families(split: Split) -> dict[str, float]:
    """Share of incidents of each family that a split may have."""
    first = dict(zip(PRIOR, shares(split, PRIOR), strict=True))
    kept = {id_: share for id_, share in first.items() if share > 0.0 and has_family(split, id_)}
    whole = sum(kept.values())
    return {id_: round(share / whole, 4) for id_, share in kept.items()}


def _span(numbers: tuple[int, ...]) -> dict[str, Any]:
    first, last = numbers[0], numbers[-1]
    missing = sorted(set(range(first, last + 1)) - set(numbers))
    return {"first": first, "last": last, "count": len(numbers), "without": missing}


def tables(document: Document) -> Iterator[Table]:
    """Lay the document out: what every split has, then what each never has."""
    splits = document["splits"]
    table = _table("Splits", ("split", "used for", *(tier.value for tier in Tier),
                              "domains", "shapes", "parity"))  # fmt: skip
    for name, each in splits.items():
        salted = "\nneeds a salt" if each["salted"] else ""
        tiers = [_seeds(each["tiers"][tier]) if tier in each["tiers"] else "" for tier in Tier]
        domains, shapes = ("\n".join(each[part]) for part in ("domains", "shapes"))
        table.add_row(name, each["use"] + salted, *tiers, domains, shapes, each["parity"])
    table.caption = (
        "Parity: how many of the first three circumstances that change what a family's actions "
        "deserve\nare harmless. Training has an even number, what is held out an odd one."
    )
    yield table
    table = _table("Held out", ("split", "families it has", "never", "changes it has", "never"))
    for name, each in splits.items():
        table.add_row(
            name,
            _had(each, "families", " "), _listed(each["held_out"]["families"], " "),
            _had(each, "drift_kinds", "\n"), _listed(each["held_out"]["drift_kinds"], "\n"),
        )  # fmt: skip
    most = ", ".join(f"{tier.value} {low} to {high}" for tier, (low, high) in DRIFTS.items())
    table.caption = f"Changes of the API in an episode: {most}."
    yield table


def _table(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left")
    for heading in headings:
        table.add_column(heading, no_wrap=heading == "split")
    return table


def _seeds(span: Document) -> str:
    count = f"{span['count']:,}"
    if span["count"] == 1:
        return f"seed {span['first']}"
    return f"{count}: {span['first']}-{span['last']}"


def _had(holding: Document, part: str, between: str) -> str:
    names = holding[part]
    every = not holding["held_out"][part]
    return f"all {len(names)}" if every else _listed(names, between)


def _listed(names: Mapping[str, float] | list[str], between: str) -> str:
    return between.join(names) or "-"
