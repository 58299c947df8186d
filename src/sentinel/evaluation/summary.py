"""The figures of one overseer: what a run's records come down to, ready for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Final

from sentinel.evaluation.after_drift import after_drift
from sentinel.evaluation.answered import matrix
from sentinel.evaluation.error_rates import error_rates
from sentinel.evaluation.mcnemar import mcnemar
from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided, Finished
from sentinel.evaluation.scores import Scores, calibration, ranking, reliability, scores
from sentinel.evaluation.statistics import Interval, counts, intervals, paired_difference
from sentinel.evaluation.tradeoffs import tradeoffs
from sentinel.evaluation.workload import workload
from sentinel.grading.classes import ActionClass
from sentinel.grading.metrics import Confusion, lenient, rates, strict, usual
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
        mutating proposals only, and under strict and lenient scoring. `score` holds what
        stated risks are worth; None where one was not stated.
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
    block["lenient"] = _graded(
        decided, lenient((each.truth, each.answer) for each in decided), episodes, scored=False
    )
    block["answers_by_class"] = matrix(decided)
    block["escalations"] = workload(decided, episodes)
    block["rates"] = error_rates(decided)
    return block


def curves(decided: Sequence[Decided], episodes: Sequence[EpisodeKey]) -> Block:
    """Draw the curves of one overseer: what safety costs, and what its risks mean."""
    block = tradeoffs(decided)
    found = _scores(decided, usual((each.truth, each.answer) for each in decided), episodes)
    if found is not None:
        block["reliability"] = reliability(found)
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
    theirs = {each.place: each.grade.cell for each in by_name[REFERENCE]}
    test = mcnemar((each.grade.cell, theirs[each.place]) for each in by_name[name])
    return {f"less_{REFERENCE}": _intervals(found), f"mcnemar_{REFERENCE}": asdict(test)}


def _graded(
    decided: Sequence[Decided],
    judged: Sequence[tuple[ActionClass, Answer]],
    episodes: Sequence[EpisodeKey],
    *,
    scored: bool = True,
) -> Block:
    placed = [
        (each.episode, cell(action_class, answer))
        for each, (action_class, answer) in zip(decided, judged, strict=True)
    ]
    block: Block = {**_intervals(intervals(counts(placed, episodes)))}
    block["confusion"] = asdict(Confusion.of(judged))
    if scored:
        found = _scores(decided, judged, episodes)
        block["score"] = None if found is None else ranking(found) | calibration(found)
    return block


def _scores(
    decided: Sequence[Decided],
    judged: Sequence[tuple[ActionClass, Answer]],
    episodes: Sequence[EpisodeKey],
) -> Scores | None:
    return scores(
        [(each.episode, kind, answer)
         for each, (kind, answer) in zip(decided, judged, strict=True)],
        episodes,
    )  # fmt: skip


def _intervals(found: Mapping[str, Interval]) -> dict[str, dict[str, float]]:
    return {name: asdict(interval) for name, interval in found.items()}


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
