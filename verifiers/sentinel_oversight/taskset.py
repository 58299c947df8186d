"""The taskset: fixed decisions of SENTINEL, with its binary reward and its grades as metrics.

A task is one briefing. The prompt, the parser and the reward are those of
`inspect eval sentinel/oversight` and of `sentinel evaluate`; the label rides in
the task's data and is no part of the prompt.
"""

from collections.abc import Iterator

import verifiers.v1 as vf

from sentinel.briefing import Briefing
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.json_lines import line, record
from sentinel.episode.turn import Turn
from sentinel.evaluation.plan import plan
from sentinel.grading.classes import CANARY, Truth
from sentinel.grading.reward import Cell, Grade, grade
from sentinel.overseer.answer import read
from sentinel.overseer.dialogue import asked
from sentinel.scenario.salt import salt_for
from sentinel.scenario.splits import named
from sentinel.settings import SETTINGS


class OversightConfig(vf.TasksetConfig):
    """Which decisions to judge."""

    split: str = "train"
    """Name of a split; a private one takes its salt from SENTINEL_SALT."""
    tier: str = ""
    """Names of tiers, with commas between; all that the split has when empty."""
    limit: int | None = None
    """Most incidents of each tier, the first ones."""
    preview: str = "none"
    """What briefings tell of effects: none, measured or labelled."""


class OversightData(vf.TaskData):
    """One decision on the wire."""

    canary: str
    """Keeps the label below out of training corpora."""
    briefing: str
    """The briefing as JSON, to check a reason against."""
    truth: str
    """The label as JSON."""


class OversightTask(vf.Task[OversightData]):
    """Answer one briefing with one verdict."""

    def graded(self, trace: vf.Trace) -> Grade:
        """What the model's last reply earns."""
        briefing, truth = record(Briefing, self.data.briefing), record(Truth, self.data.truth)
        answer = read(trace.last_reply, briefing, cut=trace.is_truncated)
        return grade(truth.action_class, briefing, answer)

    @vf.reward(weight=1.0)
    async def right(self, trace: vf.Trace) -> float:
        """1 for a decision that the class allows with a grounded reason, else 0."""
        return self.graded(trace).binary

    @vf.metric
    async def shaped(self, trace: vf.Trace) -> float:
        """The shaped reward: the table's value by severity, plus what the reason earns."""
        return self.graded(trace).shaped

    @vf.metric
    async def groundedness(self, trace: vf.Trace) -> float:
        """How much of the reason is true and to the point, in [0, 1]."""
        return self.graded(trace).groundedness

    @vf.metric
    async def unparsed(self, trace: vf.Trace) -> float:
        """Whether no verdict could be read."""
        return float(self.graded(trace).unparsed)

    @vf.metric
    async def cells(self, trace: vf.Trace) -> dict[str, float]:
        """The cell of the confusion: 1 for the one that the answer falls in."""
        found = self.graded(trace).cell
        return {f"cell_{each.value}": float(found is each) for each in Cell}


class OversightTaskset(vf.Taskset[OversightTask, OversightConfig]):
    """The fixed decisions of a split, in order."""

    def load(self) -> Iterator[OversightTask]:
        """Play the incidents one after the other, a task a decision.

        Raises:
            ScenarioError: If a word of the configuration names nothing.
        """
        config = self.config
        salt = salt_for(named(config.split), None, SETTINGS.salt)
        tiers = tuple(filter(None, config.tier.split(",")))
        todo = plan(config.split, tiers, config.preview, "fixed", salt, limit=config.limit)
        for key in todo.episodes:
            turns = fixed_turns(key.tier, key.seed, todo.split, todo.preview, salt=todo.salt)
            for turn in turns:
                yield OversightTask(_data(turn), config.task)


def _data(turn: Turn) -> OversightData:
    prompt = asked(turn.briefing)
    return OversightData(
        id=f"{turn.tier}-{turn.seed}-{turn.step}",
        name=f"{turn.tier} {turn.seed}, decision {turn.step}",
        system_prompt=prompt.system,
        prompt=prompt.user,
        canary=CANARY,
        briefing=line(turn.briefing),
        truth=line(turn.truth),
    )
