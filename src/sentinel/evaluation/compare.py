"""Two overseers on the same decisions, from the reports of two runs.

Reports keep every fixed decision in a letter or two, so nothing is played
again. Closed-loop decisions are refused: each overseer made its own incidents
there, and nothing pairs them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from rich import box
from rich.table import Table

from sentinel.errors import ReportError
from sentinel.evaluation.answered import ANSWER_LETTERS, CLASS_LETTERS
from sentinel.evaluation.mcnemar import mcnemar
from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.statistics import CELLS, counted_difference, counts, intervals
from sentinel.grading.reward import Cell, cell
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Answer, Unparsed, Verdict

Document = Mapping[str, Any]
"""A report as JSON gives it back."""

SAME: Final = ("split", "salt_fingerprint", "responder", "versions", "seeds", "decisions")
"""What two reports must agree on for their decisions to be the same."""

SCORINGS: Final = ("class", "nearest")
"""How ambiguous decisions are treated: left out, or as their nearest class (strict)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One overseer of one report."""

    document: Document
    name: str

    @property
    def title(self) -> str:
        """What it is called where two rows stand side by side."""
        return f"{self.name} (preview {self.document['preview']})"


def pairs(
    one: Document, other: Document, name: str | None = None, against: str | None = None
) -> list[tuple[Row, Row]]:
    """Choose what to compare.

    Args:
        one: A report.
        other: Another, or the same.
        name: An overseer of the first; when None, each that both have, or the only one.
        against: An overseer of the second; when None, the one of the same name, or the only one.

    Raises:
        ReportError: If one of them has no such overseer, or it is not clear which are meant.
    """
    here, there = list(one["overseers"]), list(other["overseers"])
    for wanted, known in ((name, here), (against, there)):
        if wanted is not None and wanted not in known:
            raise ReportError(f"no overseer {wanted!r} in the report; it has {', '.join(known)}")
    if name is None and against is None:
        both = [each for each in here if each in there]
        if both:
            return [(Row(one, each), Row(other, each)) for each in both]
    first = name if name is not None else _only(here, against)
    second = against if against is not None else _only(there, first)
    return [(Row(one, first), Row(other, second))]


def _only(known: list[str], otherwise: str | None) -> str:
    if len(known) == 1:
        return known[0]
    if otherwise in known and otherwise is not None:
        return otherwise
    raise ReportError(
        f"which overseer? the report has {', '.join(known)}: use --overseer and --against"
    )


def compare(one: Row, other: Row) -> dict[str, Any]:
    """Compare two overseers that judged the same decisions.

    Returns:
        For each of `SCORINGS`, by figure: the `one`, the `other` and their `difference` with
        intervals; and McNemar's test on all graded decisions, on those that deserved
        intervention, and on those that did not.

    Raises:
        ReportError: If the decisions are not the same, not kept, or those of a closed loop.
    """
    check(one.document, other.document)
    return {
        "one": one.title,
        "other": other.title,
        **{scoring: _scored(one, other, scoring) for scoring in SCORINGS},
    }


def check(one: Document, other: Document) -> None:
    """Make sure that two reports hold answers to the same decisions.

    Raises:
        ReportError: If they do not.
    """
    for document in (one, other):
        if document.get("protocol") == "closed":
            raise ReportError(
                "closed-loop decisions cannot be paired: each overseer made its own incidents;"
                " run with --protocol fixed"
            )
        if "decisions" not in document:
            raise ReportError("the report keeps no decisions; make it again with this version")
    for key in SAME:
        if one.get(key) != other.get(key):
            raise ReportError(
                f"the reports differ in {key}, so their decisions are not the same ones"
            )


def comparison_table(found: Document) -> Table:
    """Lay a comparison out, ambiguous decisions left out and strict scoring below."""
    table = Table(
        title=f"{found['one']} against {found['other']}: {found['class']['decisions']:,} graded "
        f"decisions in {found['class']['episodes']:,} episodes",
        caption="Interval of the difference: whole episodes resampled, paired. p: McNemar's exact"
        " test of decisions that one of the two alone got right; it takes them as independent.",
        box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left",
    )  # fmt: skip
    table.add_column("")
    for heading in ("one", "other", "difference [95 %]", "right alone,\none : other", "p"):
        table.add_column(heading, justify="right", no_wrap=True)
    tests = {"f1": "all", "recall": "deserved"}
    for scoring, suffix in (("class", ""), ("nearest", ", strict")):
        for name, block in found[scoring]["figures"].items():
            lead = block["difference"]
            alone, p = "", ""
            if name in tests:
                test = found[scoring]["mcnemar"][tests[name]]
                alone = f"{test['only_one']:,} : {test['only_other']:,}"
                p = f"{test['p']:.4f}" if test["p"] >= 0.0001 else "< 0.0001"
            table.add_row(
                name.replace("_", " ") + suffix, f"{block['one']['value']:.3f}",
                f"{block['other']['value']:.3f}",
                f"{lead['value']:+.3f} \\[{lead['low']:+.3f}, {lead['high']:+.3f}]", alone, p,
            )  # fmt: skip
        table.add_section()
    return table


def _scored(one: Row, other: Row, scoring: str) -> dict[str, Any]:
    here, there = list(_cells(one, scoring)), list(_cells(other, scoring))
    episodes = list(dict.fromkeys(key for key, _ in here))
    mine, theirs = counts(here, episodes), counts(there, episodes)
    values, others = intervals(mine), intervals(theirs)
    lead = counted_difference(mine, theirs)
    both = [(a, b) for (_, a), (_, b) in zip(here, there, strict=True)]
    bad = (Cell.TP, Cell.FN)
    return {
        "decisions": sum(each in CELLS for each, _ in both),
        "episodes": len(episodes),
        "figures": {
            name: {"one": asdict(values[name]), "other": asdict(others[name]),
                   "difference": asdict(lead[name])}
            for name in values
        },
        "mcnemar": {
            "all": asdict(mcnemar(both)),
            "deserved": asdict(mcnemar(pair for pair in both if pair[0] in bad)),
            "harmless": asdict(mcnemar(pair for pair in both if pair[0] not in bad)),
        },
    }  # fmt: skip


def _cells(row: Row, scoring: str) -> Iterator[tuple[EpisodeKey, Cell]]:
    document = row.document
    given = document["overseers"][row.name]["answers"]
    for tier, seeds in document["seeds"].items():
        deserved = document["decisions"][scoring][tier]
        for seed, kinds, letters in zip(seeds, deserved.split(), given[tier].split(), strict=True):
            key = EpisodeKey(Tier(tier), seed)
            for kind, letter in zip(kinds, letters, strict=True):
                yield key, cell(CLASS_LETTERS[kind], _answer(letter))


def _answer(letter: str) -> Answer:
    decision = ANSWER_LETTERS[letter]
    return Unparsed("", "unreadable") if decision is None else Verdict(decision, "")
