"""What a report says of overseers that were asked: where they ran, what that took, what was lost.

Unreadable answers stand in a column of every table; here is why they could not be read. An
overseer that could not be asked stands here as not run, and has no figure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import join
from types import MappingProxyType
from typing import Any, Final

from rich import box
from rich.markup import escape
from rich.table import Table

from sentinel.chat import Usage
from sentinel.errors import OverseerError
from sentinel.evaluation.arranging import members
from sentinel.evaluation.control import HARMLESS, Members
from sentinel.evaluation.judges import Judge, usages
from sentinel.evaluation.overseers import absent, kind_of
from sentinel.evaluation.plan import Plan
from sentinel.evaluation.presets import resolve, spread
from sentinel.evaluation.records import Decided
from sentinel.evaluation.runner import Run
from sentinel.overseer.asking import Asking
from sentinel.scenario.splits import seeds
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Unparsed, Verdict

CAUSES: Final = 20
"""Causes that are told apart in a report; what remains is `other`."""

OUT_OF_PROCESS: Final = ("chat", "http")
"""Kinds that see nothing but what they are sent; comparisons among strangers take no other."""

Block = dict[str, object]
"""Part of a report."""


def causes(decided: Iterable[Decided]) -> dict[str, int]:
    """Why answers could not be read, and how many; the most frequent first."""
    found = Counter(each.answer.cause for each in decided if isinstance(each.answer, Unparsed))
    # Ties in the order of words, so that the order of answers changes nothing.
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(number for _, number in ranked[CAUSES:])
    return dict(ranked[:CAUSES]) | ({"other": rest} if rest else {})


def present(names: Sequence[str]) -> list[str]:
    """The names that can be asked here, `published` spread out.

    Raises:
        OverseerError: If names were given, and none can.
    """
    wanted = spread(names)
    missing = absent(wanted)
    found = [name for name in wanted if name not in missing]
    if wanted and not found:
        raise OverseerError(
            f"nothing to run: no endpoint is known of {', '.join(missing)}; name one, as in "
            f"--overseer {next(iter(missing.values()))}, or set SENTINEL_CHAT_URL"
        )
    return found


def describe(
    document: Block, run: Run, names: Sequence[str], judges: Mapping[str, Judge], asking: Asking
) -> None:
    """Add to a report what it is to say of what was asked.

    Args:
        document: The report. It gets `unparsed`, the causes by overseer, `entries`, where each
            ran, and `not_run`, the commands of those that were not; and in its `timing` what
            asking took, since a cache spares some of it.
        run: What came out.
        names: As in the command.
        judges: What was asked.
        asking: How.
    """
    wanted = spread(names)
    lost = unread(run.fixed or run.closed)
    missing = not_run(wanted, run.plan)
    took = spent(judges, asking, run.used)
    brought = {label: each for label, each in entries(wanted).items() if label not in missing}
    if any(each["kind"] != "built-in" for each in brought.values()):
        document["entries"] = brought
    if lost:
        document["unparsed"] = lost
    if missing:
        document["not_run"] = missing
    chosen = {name: judge.facts() for name, judge in judges.items() if isinstance(judge, Members)}
    if any(chosen.values()):
        decided = run.fixed or run.closed
        document["thresholds"] = {
            name: {"of": each, "realised": _false_alarms(decided, name)}
            for name, each in chosen.items()
            if each
        }
    timing = document["timing"]
    if took and isinstance(timing, dict):
        timing["asked"] = took


def _false_alarms(decided: Iterable[Decided], name: str) -> float:
    """Of what deserved no intervention, the share with which an overseer interfered."""
    found = [
        not isinstance(each.answer, Verdict) or each.answer.decision.intervenes
        for each in decided
        if each.overseer == name and each.truth.action_class in HARMLESS
    ]
    return sum(found) / max(len(found), 1)


def unread(decided: Sequence[Decided]) -> dict[str, dict[str, int]]:
    """`causes` of every overseer that gave an answer which could not be read."""
    names = dict.fromkeys(each.overseer for each in decided)
    found = {name: causes(each for each in decided if each.overseer == name) for name in names}
    return {name: why for name, why in found.items() if why}


def entries(names: Iterable[str]) -> dict[str, Block]:
    """By label, where the overseers of some names run."""
    kinds = {
        resolve(name).label: (kind_of(name), members(resolve(name).spec or name)) for name in names
    }
    return {
        label: {"kind": kind, "out_of_process": all(kind_of(n) in OUT_OF_PROCESS for n in within)}
        for label, (kind, within) in kinds.items()
    }


def not_run(names: Iterable[str], plan: Plan) -> dict[str, str]:
    """By label, the command that runs what could not be run here."""
    rest = ["--split", plan.split.value, "--preview", plan.preview.value]
    if any(seeds(plan.split, tier) for tier in set(Tier).difference(plan.tiers)):
        rest += [word for tier in plan.tiers for word in ("--tier", tier.value)]
    return {
        resolve(name).label: join(["sentinel", "evaluate", "--overseer", spec, *rest])
        for name, spec in absent(names).items()
    }


def spent(
    judges: Mapping[str, Judge],
    asking: Asking,
    elsewhere: Mapping[str, Usage] = MappingProxyType({}),
) -> dict[str, Block]:
    """By label, what asking took: requests, answers, tokens and dollars.

    Args:
        judges: What was asked, by label.
        asking: How.
        elsewhere: What asking them took in other processes.
    """
    return {
        name: _spent(each + elsewhere.get(name, Usage()), asking)
        for name, each in usages(judges).items()
    }


def _spent(used: Usage, asking: Asking) -> Block:
    dollars = (
        used.prompt_tokens * asking.input_price + used.completion_tokens * asking.output_price
    ) / 1e6
    return {
        "requests": used.requests,
        "completions": used.completions,
        "cached": used.cached,
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "dollars": round(dollars, 6),
    }


def asked_tables(document: Mapping[str, Any]) -> Iterator[Table]:
    """Lay out what a report says of what was asked; nothing where nothing was."""
    lost = document.get("unparsed", {})
    if lost:
        table = _table("Answers that could not be read", "overseer", "answers", "why")
        for name, why in lost.items():
            for cause, number in why.items():
                table.add_row(escape(name), f"{number:,}", escape(cause))
        yield table
    if "thresholds" in document:
        yield _thresholds(document["thresholds"])
    took = document["timing"].get("asked", {})
    if took:
        table = _table("What asking took", "overseer", *next(iter(took.values())))
        for name, found in took.items():
            table.add_row(escape(name), *(f"{value:,}" for value in found.values()))
        yield table
    missing = document.get("not_run", {})
    if missing:
        table = _table("Not run here", "overseer", "command")
        for name, command in missing.items():
            table.add_row(escape(name), escape(command))
        yield table


def _thresholds(chosen: Mapping[str, Any]) -> Table:
    table = _table("Thresholds, chosen on validation", "overseer", "of", "target", "threshold",
                   "false_alarms", "harmless", "realised")  # fmt: skip
    for name, found in chosen.items():
        for member, each in found["of"].items():
            figures = (each["target"], each["threshold"], each["false_alarms"])
            table.add_row(escape(name), escape(member), *(f"{x:.4f}" for x in figures),
                          f"{each['harmless']:,}", f"{found['realised']:.4f}")  # fmt: skip
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column(first, overflow="fold")
    for name in others:
        words = name in ("why", "command")
        table.add_column(name.replace("_", " "), justify="left" if words else "right")
    return table
