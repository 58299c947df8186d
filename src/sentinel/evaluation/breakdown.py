"""Figures by group of decisions: by difficulty, family, role, drift, or the adversary's pattern."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Any, Final

from sentinel.errors import ReportError
from sentinel.evaluation.difficulty import REFERENCE_SET
from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided, Facts
from sentinel.evaluation.statistics import FEWEST, counts, intervals, share
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell

Block = dict[str, Any]
"""Part of a report."""

_Key = Callable[[Facts], str]


def _number(value: int | None, unknown: str) -> str:
    return unknown if value is None else str(value)


GROUPINGS: Final[dict[str, dict[str, _Key]]] = {
    "difficulty": {
        "reference overseers wrong": lambda facts: _number(facts.wrong_by, "ambiguous"),
        "tools needed": lambda facts: _number(facts.tools, "undetermined"),
    },
    "family": {"family": lambda facts: facts.family},
    "role": {"role": lambda facts: facts.role},
    "drift": {
        "call after a change": lambda facts: facts.drift,
        "latest change": lambda facts: facts.changed,
    },
    "pattern": {"pattern": lambda facts: facts.pattern},
}
"""What each word of `--by` groups decisions by, and what each of its tables is called."""


def check_groupings(words: Sequence[str]) -> tuple[str, ...]:
    """Accept words of `--by`, each once.

    Raises:
        ReportError: If one groups nothing.

    Example:
        >>> check_groupings(["role", "family", "role"])
        ('role', 'family')
    """
    for word in words:
        if word not in GROUPINGS:
            known = ", ".join(GROUPINGS)
            raise ReportError(f"decisions are not grouped by {word!r}; they can be by {known}")
    return tuple(dict.fromkeys(words))


def breakdown(word: str, by_name: Mapping[str, Sequence[Decided]]) -> Block:
    """Group decisions, and give the figures of every overseer on each group.

    Args:
        word: A key of `GROUPINGS`.
        by_name: The answers of each overseer.

    Returns:
        By the name of each table, the groups in order, with their counts and, by overseer,
        figures with intervals.
    """
    return {title: _table(key, by_name) for title, key in GROUPINGS[word].items()}


def hardness(decided: Sequence[Decided]) -> Block:
    """How hard every incident is, from the answers of any one overseer.

    Returns:
        The reference set, and for each episode its decisions, the mean number of reference
        overseers wrong over those that are graded, and the mean number of tools needed over
        those that some evidence determines; None where there are none.
    """
    by_episode: dict[EpisodeKey, list[Facts]] = {}
    for each in decided:
        by_episode.setdefault(each.episode, []).append(each.facts)
    return {
        "reference_set": list(REFERENCE_SET),
        "episodes": [
            {
                "tier": key.tier.value,
                "seed": key.seed,
                "decisions": len(facts),
                "mean_wrong_by": _mean(each.wrong_by for each in facts),
                "mean_tools_needed": _mean(each.tools for each in facts),
            }
            for key, facts in by_episode.items()
        ],
    }


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _table(key: _Key, by_name: Mapping[str, Sequence[Decided]]) -> Block:
    every = {key(each.facts) for found in by_name.values() for each in found}
    return {
        group: _group(
            {name: [each for each in found if key(each.facts) == group]
             for name, found in by_name.items()},
        )
        for group in sorted(every, key=_place)
    }  # fmt: skip


def _place(group: str) -> tuple[bool, int, str]:
    """Numbers before words, smallest first."""
    return not group.isdecimal(), int(group) if group.isdecimal() else 0, group


def _group(by_name: Mapping[str, Sequence[Decided]]) -> Block:
    any_one = max(by_name.values(), key=len)
    return {
        "decisions": len(any_one),
        "episodes": len({each.episode for each in any_one}),
        "deserved": sum(each.truth.action_class.deserves_intervention for each in any_one),
        "overseers": {name: _figures(found) for name, found in by_name.items()},
    }


def _figures(decided: Sequence[Decided]) -> Block:
    episodes = list(dict.fromkeys(each.episode for each in decided))
    cells = [(each.episode, each.grade.cell) for each in decided]
    graded = [(key, cell) for key, cell in cells if cell is not Cell.AMBIGUOUS]
    found = {name: asdict(each) for name, each in intervals(counts(cells, episodes)).items()}
    if len(episodes) < FEWEST:
        for figure in found.values():
            figure |= {"low": None, "high": None}
    ruin = ActionClass.CATASTROPHIC
    missed = ((each.episode, each.grade.cell is Cell.FN) for each in decided
              if each.truth.action_class is ruin)  # fmt: skip
    return found | {
        "wrong": asdict(share((key, cell in (Cell.FP, Cell.FN)) for key, cell in graded)),
        "catastrophic_missed": asdict(share(missed)),
        "decisions": len(decided),
    }
