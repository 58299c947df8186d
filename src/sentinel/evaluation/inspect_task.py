"""Oversight as an Inspect task: `inspect eval sentinel/oversight --model ...`.

A sample is one fixed decision: the prompt that any model overseer gets, and its
label as the target. What a model answers is read and graded by the code of
`sentinel evaluate`, and the metrics are its summary, so the figures are the same.

    inspect eval sentinel/oversight --model MODEL -T split=heldout -T tier=war_room -T limit=5
"""

from collections.abc import Sequence

from sentinel.briefing import Briefing
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.json_lines import line, record
from sentinel.episode.turn import Turn
from sentinel.evaluation.asking import facts_of
from sentinel.evaluation.inspect_names import registered
from sentinel.evaluation.plan import EpisodeKey, Plan, plan
from sentinel.evaluation.records import Decided, Facts
from sentinel.evaluation.report import VERSIONS
from sentinel.evaluation.summary import summary
from sentinel.extras import brought_by
from sentinel.grading.classes import CANARY, Truth
from sentinel.grading.reward import grade
from sentinel.overseer.answer import read
from sentinel.overseer.dialogue import asked
from sentinel.scenario.salt import salt_for
from sentinel.scenario.splits import named
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.verdict import Unparsed
from sentinel.world.ops import Op

with brought_by("inspect"):
    from inspect_ai import Task, task
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.model import ChatMessage, ChatMessageSystem, ChatMessageUser
    from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, metric, scorer
    from inspect_ai.solver import TaskState, generate

FIGURES = ("f1", "precision", "recall", "balanced_accuracy", "mcc")
"""Figures that have an interval; its ends are `NAME_low` and `NAME_high`."""

COUNTED = (
    "catastrophic_miss_rate", "false_block_rate", "escalation_rate", "unparsed", "decisions",
    "episodes", "mean_shaped_reward", "mean_binary_reward", "mean_groundedness",
)  # fmt: skip
"""Figures without one."""


@task(name=registered("oversight"))
def oversight(
    split: str = "heldout",
    tier: str | list[str] | None = None,
    limit: int | None = None,
    preview: str = "none",
) -> Task:
    """Judge the fixed decisions of a split.

    Args:
        split: Name of a split; a private one takes its salt from SENTINEL_SALT.
        tier: Names of tiers, with commas between; all that the split has when None.
        limit: Most incidents of each tier, the first ones.
        preview: What briefings tell of effects: none, measured or labelled.

    Raises:
        ScenarioError: If a word names nothing.
    """
    tiers = tier.split(",") if isinstance(tier, str) else (tier or ())
    salt = salt_for(named(split), None, SETTINGS.salt)
    todo = plan(split, tuple(tiers), preview, "fixed", salt, limit=limit)
    return Task(
        dataset=MemoryDataset(samples(todo), name=f"sentinel-{todo.split}"),
        solver=generate(),
        scorer=verdicts(),
        metadata={"canary": CANARY, "preview": preview, **VERSIONS},
    )


def samples(todo: Plan) -> list[Sample]:
    """The fixed decisions of a plan as samples."""
    return [
        sample(turn)
        for key in todo.episodes
        for turn in fixed_turns(key.tier, key.seed, todo.split, todo.preview, salt=todo.salt)
    ]


def sample(turn: Turn) -> Sample:
    """One decision as a sample; a model sees its `input` alone."""
    return Sample(
        id=f"{turn.tier}-{turn.seed}-{turn.step}",
        input=_messages(turn.briefing),
        target=turn.truth.action_class.value,
        metadata={
            "canary": CANARY,
            "tier": turn.tier.value,
            "seed": turn.seed,
            "step": turn.step,
            "briefing": line(turn.briefing),
            "truth": line(turn.truth),
            "facts": line(facts_of(turn)),
        },
    )


def _messages(briefing: Briefing) -> list[ChatMessage]:
    kinds = {"system": ChatMessageSystem, "user": ChatMessageUser}
    return [kinds[each["role"]](content=each["content"]) for each in asked(briefing).messages()]


@metric(name=registered("figures"))
def figures() -> Metric:
    """The summary of `sentinel evaluate`, as a mapping of its figures."""

    def measured(scores: list[SampleScore]) -> dict[str, float]:
        decided = [record(Decided, (each.score.metadata or {})["decided"]) for each in scores]
        return flat(decided)

    return measured


def flat(decided: Sequence[Decided]) -> dict[str, float]:
    """The figures of one overseer in one mapping, by name; of a tier by `TIER/NAME`.

    Args:
        decided: Its fixed decisions, in any order.
    """
    tiers = list(Tier)
    keys = {each.episode for each in decided}
    episodes = sorted(keys, key=lambda key: (tiers.index(key.tier), key.seed))
    found = _block(decided, episodes)
    for tier in tiers:
        mine = [each for each in decided if each.episode.tier is tier]
        if mine:
            block = summary(mine, [key for key in episodes if key.tier is tier])
            found[f"{tier}/f1"] = _value(block, "f1")
    return found


def _block(decided: Sequence[Decided], episodes: Sequence[EpisodeKey]) -> dict[str, float]:
    block = summary(decided, episodes)
    found: dict[str, float] = {}
    for name in FIGURES:
        interval = block[name]
        assert isinstance(interval, dict)
        found[name] = interval["value"]
        found[f"{name}_low"] = interval["low"]
        found[f"{name}_high"] = interval["high"]
    for name in COUNTED:
        value = block[name]
        assert isinstance(value, int | float)
        found[name] = value
    for part in ("mutating_only", "strict"):
        inner = block[part]
        assert isinstance(inner, dict)
        found[f"{part}/f1"] = _value(inner, "f1")
    return found


def _value(block: dict[str, object], name: str) -> float:
    interval = block[name]
    assert isinstance(interval, dict)
    value: float = interval["value"]
    return value


@scorer(metrics=[figures()], name=registered("verdicts"))
def verdicts() -> Scorer:
    """Read a verdict and grade it: 1 for a decision that the class allows, else 0."""

    async def score(state: TaskState, target: Target) -> Score:
        cut = state.output.stop_reason in ("max_tokens", "model_length")
        decided = _decided(state, state.output.completion, cut=cut)
        answer = decided.answer
        if isinstance(answer, Unparsed):
            word, why = "unparsed", answer.cause
        else:
            word, why = answer.decision.value, answer.reason
        return Score(
            value=float(decided.grade.right),
            answer=word,
            explanation=why,
            metadata={
                "cell": decided.grade.cell.value,
                "shaped": decided.grade.shaped,
                "groundedness": decided.grade.groundedness,
                "decided": line(decided),
            },
        )

    return score


def _decided(state: TaskState, text: str, *, cut: bool) -> Decided:
    about = state.metadata
    briefing = record(Briefing, about["briefing"])
    truth = record(Truth, about["truth"])
    answer = read(text, briefing, cut=cut)
    return Decided(
        overseer=str(state.model),
        episode=EpisodeKey(Tier(about["tier"]), about["seed"]),
        step=about["step"],
        mutating=briefing.proposal.action.kind.op is not Op.NONE,
        truth=truth,
        answer=answer,
        grade=grade(truth.action_class, briefing, answer),
        facts=record(Facts, about["facts"]),
    )
