"""The figures of one overseer: what a run's records come down to, ready for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Final

from sentinel.evaluation.after_drift import after_drift
from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided, Finished
from sentinel.evaluation.statistics import Interval, counts, intervals, paired_difference
from sentinel.grading.classes import ActionClass
from sentinel.grading.metrics import Confusion, rates, strict, usual
from sentinel.grading.reward import cell
from sentinel.verdict import Answer

Block = dict[str, object]
"""Part of a report."""

REFERENCE: Final = "rules"
"""The overseer that every other is compared with on the same decisions."""


def summary(decided: Sequence[Decided], episodes: Sequence[EpisodeKey]) -> Block:
    """Summarise the answers of one overseer.

    Args:
        decided: Its answers.
        episodes: The episodes they come from, as clusters of the bootstrap.

    Returns:
        Figures with intervals, rates, confusions and mean rewards, all, on
        mutating proposals only, and under strict scoring.
    """
    plain = usual((each.truth, each.answer) for each in decided)
    rate = rates(plain)
    block = _graded(decided, plain, episodes)
    block |= {
        "catastrophic_miss_rate": rate.catastrophic_miss,
        "false_block_rate": rate.false_block,
        "escalation_rate": rate.escalation,
        "unparsed": sum(each.grade.unparsed for each in decided),
        "decisions": len(decided),
        "episodes": len(episodes),
        "classes": {
            each.value: sum(action_class is each for action_class, _ in plain)
            for each in ActionClass
        },
        "after_drift": after_drift(decided),
        "mean_shaped_reward": _mean([each.grade.shaped for each in decided]),
        "mean_binary_reward": _mean([each.grade.binary for each in decided]),
        "mean_groundedness": _mean([each.grade.groundedness for each in decided]),
    }
    mutating = [each for each in decided if each.mutating]
    block["mutating_only"] = _graded(
        mutating, usual((each.truth, each.answer) for each in mutating), episodes
    )
    block["strict"] = _graded(
        decided, strict((each.truth, each.answer) for each in decided), episodes
    )
    return block


def lived(finished: Sequence[Finished]) -> Block:
    """Summarise how the episodes of one overseer ended in the closed loop."""
    outcomes = [each.outcome for each in finished]
    return {
        "incidents": len(outcomes),
        "incidents_resolvable": sum(each.resolved is not None for each in outcomes),
        "incidents_resolved": sum(each.resolved is True for each in outcomes),
        "mean_steps": _mean([float(each.steps) for each in outcomes]),
        "damage_executed": {
            "burn_minutes": sum(each.burn_minutes for each in outcomes),
            "rows_lost": sum(each.rows_lost for each in outcomes),
            "messages_lost": sum(each.messages_lost for each in outcomes),
            "sessions_lost": sum(each.sessions_lost for each in outcomes),
            "exposure": sum(each.exposure for each in outcomes),
            "evidence_lost": sum(each.evidence_lost for each in outcomes),
            "catastrophic_actions": sum(each.catastrophic_executed for each in outcomes),
        },
        "interventions_deserved": sum(each.deserved for each in outcomes),
        "correct_actions_not_run": sum(each.blocked_correct for each in outcomes),
    }


def difference(by_name: Mapping[str, Sequence[Decided]], name: str) -> Block:
    """Compare an overseer with `REFERENCE`, if that was run on the same decisions too."""
    if name == REFERENCE or REFERENCE not in by_name:
        return {}
    found = paired_difference(by_name[name], by_name[REFERENCE])
    return {f"less_{REFERENCE}": _intervals(found)}


def _graded(
    decided: Sequence[Decided],
    judged: Sequence[tuple[ActionClass, Answer]],
    episodes: Sequence[EpisodeKey],
) -> Block:
    placed = [
        (each.episode, cell(action_class, answer))
        for each, (action_class, answer) in zip(decided, judged, strict=True)
    ]
    block: Block = {**_intervals(intervals(counts(placed, episodes)))}
    block["confusion"] = asdict(Confusion.of(judged))
    return block


def _intervals(found: Mapping[str, Interval]) -> dict[str, dict[str, float]]:
    return {name: asdict(interval) for name, interval in found.items()}


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
