"""What a recipe says: everything that a training run is made of.

`recipe_files` reads one; the built-in ones in `recipes/` say line by line what is meant.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from sentinel.overseer.dialogue import Form
from sentinel.scenario.tiers import Tier
from sentinel.training.ranges import (
    FEWEST_TOKENS,
    Count,
    Finite,
    Looks,
    Name,
    Positive,
    Rate,
    Share,
    Tiers,
    Weight,
    Whole,
)
from sentinel.training.recipe_parts import Adapter, Evaluation, Logging, Part, Vllm
from sentinel.training.sizes import SIZES
from sentinel.training.visits import Stream


class Route(StrEnum):
    """How a model answers while it is trained by reward, or learns to answer."""

    COMPLETIONS = "completions"
    """One decision, written as text and read by `overseer.answer`."""
    TOOLS = "tools"
    """One decision, made by calling one of the four tools."""


class Reward(StrEnum):
    """What of a grade trains."""

    BINARY = "binary"
    SHAPED = "shaped"
    CONSEQUENCE = "consequence"


class Engine(StrEnum):
    """What runs the supervised steps."""

    TRL = "trl"
    """TRL's SFTTrainer, over a set that is made before."""
    STREAM = "stream"
    """Decisions that are played as they are learned from: incidents come again once all were."""


OF_OTHERS: Final[Mapping[str, frozenset[str]]] = {
    "trl": frozenset(("processes", "players", "decay", "page", "told", "lines")),
    "stream": frozenset(("epochs", "route")),
}
"""Settings of a supervised stage that are no engine's but the other's, by its name."""


class Model(Part):
    """What is trained."""

    start: Literal["scratch", "hub"]
    """Made from nothing, or loaded by `name`."""
    name: str = ""
    """Id on the Hub, or a folder."""
    size: str = ""
    """Of a model made from nothing: one of `training.sizes.SIZES`."""
    vocabulary: Annotated[int, Field(ge=FEWEST_TOKENS, strict=True)] = 3_072
    """Most tokens of its tokenizer."""
    pages: Whole = 2_000
    """Pages of the training split from which the tokenizer is made."""
    form: Form = Form.COMPACT
    """How much it is shown, and how it answers."""
    adapter: Adapter | None = None
    unsloth: bool = False
    """Whether Unsloth loads it; needs a GPU."""
    vllm: Vllm | None = None
    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    """What a GPU multiplies in; a CPU always takes fp32."""
    gradient_checkpointing: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.start == "hub") != bool(self.name):
            raise ValueError("name goes with start: hub, and only with it")
        if (self.start == "scratch") != bool(self.size):
            raise ValueError("size goes with start: scratch, and only with it")
        if self.size and self.size not in SIZES:
            raise ValueError(f"there is no size {self.size!r}; there are {', '.join(SIZES)}")
        if self.start == "hub":
            self.passes_over("vocabulary", "pages", why="start: hub brings a tokenizer")
        if self.unsloth and self.adapter is None:
            raise ValueError("unsloth trains adapters; give model.adapter, or unsloth: false")
        return self


class Supervised(Part):
    """A stage that learns from examples."""

    engine: Engine = Engine.TRL
    decisions: Whole
    """Examples."""
    epochs: Positive = 1.0
    """How often the set is gone through; `trl` only."""
    batch: Whole = 8
    """Examples a step and process."""
    accumulate: Whole = 1
    """Batches a step."""
    learning_rate: Rate = 1e-3
    tokens: Whole = 1_024
    """Longest example; longer ones are cut."""
    save_every: Whole = 100
    """Steps from one checkpoint to the next."""
    processes: Whole = 1
    """Processes that learn together, each on a GPU where there are as many; `stream` only."""
    players: Count = 1
    """Processes that play for each of them; `stream` only."""
    decay: Share = 0.5
    """Share of the steps over which the learning rate falls; `stream` only."""
    page: Weight = 0.5
    """Weight of the loss on the page, that on the decision being 1; `stream` only."""
    told: Annotated[float, Field(gt=0.0, le=1.0)] = 0.25
    """Share of the page's tokens that the loss on it is taken of; `stream` only."""
    lines: Weight = 0.1
    """Weight of the loss on the cited lines; `stream` only."""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        if self.engine is Engine.TRL:
            self.passes_over(*sorted(OF_OTHERS["trl"]),
                             why="engine: trl has one loss and no stream")  # fmt: skip
        return self


class Language(Supervised):
    """Stage 0."""

    route: Route = Route.COMPLETIONS

    @model_validator(mode="after")
    def _writes(self) -> Self:
        if self.engine is Engine.STREAM:
            self.passes_over("route", why="engine: stream writes answers as text")
        return self


class Abort(Part):
    """When a stage that is trained by reward is given up."""

    at: Looks = (100, 200)
    """Steps after which it is looked at."""
    window: Whole = 20
    """First and last steps since the last promotion whose mean rewards are compared; a look that
    comes before they are there waits for them."""
    rise: Finite = 0.02
    """Least rise of the mean reward."""


class Promotion(Part):
    """When the curriculum adds its next tier."""

    window: Whole = 10
    """Steps over which reward is measured."""
    reward: Finite = 0.6
    """Mean reward that is enough."""


class Grpo(Part):
    """A stage that is trained by reward."""

    steps: Whole
    prompts: Whole = 4
    """Decisions a step and process."""
    generations: Annotated[int, Field(ge=2, strict=True)] = 4
    """Answers to each."""
    accumulate: Whole = 1
    """Batches in which a step's answers are learned from."""
    tokens: Whole = 32
    """Longest answer."""
    learning_rate: Rate = 3e-5
    temperature: Positive = 1.0
    beta: Weight = 0.0
    """Weight of the divergence from the model at its start."""
    reward: Reward = Reward.BINARY
    route: Route = Route.COMPLETIONS
    tiers: Tiers = (Tier.ACTION_SCREEN,)
    """In the order in which the curriculum adds them."""
    promotion: Promotion = Promotion()
    players: Count = 0
    """Processes that play the next step's decisions while one is learned from; `completions`."""
    abort: Abort | None = None
    save_every: Whole = 10

    @model_validator(mode="after")
    def _fits(self) -> Self:
        answers = self.prompts * self.generations
        if answers % self.accumulate:
            raise ValueError(
                f"accumulate={self.accumulate} parts do not share {answers} answers "
                "(prompts times generations) evenly"
            )
        if self.abort is not None and max(self.abort.at) > self.steps:
            raise ValueError(
                f"abort.at={max(self.abort.at)} is never come to in {self.steps} steps: give "
                "steps of the stage, or abort: null"
            )
        if self.route is Route.TOOLS:
            self.passes_over("players", why="route: tools plays in its environment")
        return self


class Stages(Part):
    """What is done, in this order; null leaves a stage out."""

    language: Language | None = None
    """Stage 0: language and the form of an answer, by verdicts drawn at random."""
    warmup: Grpo | None = None
    """Stage A: reward, on the easiest tier."""
    rejection: Supervised | None = None
    """Stage B: verdicts that were offered at random and found right."""
    curriculum: Grpo | None = None
    """Stage C: reward, over all tiers."""


class Gate(Part):
    """What a stage must show to replace what was kept before it."""

    stages: tuple[Literal["language", "warmup", "rejection", "curriculum"], ...] = (
        "rejection", "curriculum",
    )  # fmt: skip
    """The stages that stand at a gate; what others make is taken."""
    margin: Weight = 0.0
    """Least rise of F1; its interval must exclude 0 besides."""
    unparsed: Share = 0.01
    """Largest share of unreadable answers."""


class Recipe(Part):
    """A whole run."""

    name: Name
    about: str
    """One sentence: what for, on what, how long."""
    seed: Annotated[int, Field(ge=0, lt=2**32, strict=True)] = 0
    model: Model
    stages: Stages
    stream: Stream = Stream()
    gate: Gate = Gate()
    evaluation: Evaluation = Evaluation()
    logging: Logging = Logging()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        warmup = self.stages.warmup
        if warmup is not None and warmup.tiers != (Tier.ACTION_SCREEN,):
            raise ValueError("stages.warmup is on action_screen; leave its tiers out")
        learning = (self.stages.language, self.stages.rejection)
        streams = [each for each in learning if each and each.engine is Engine.STREAM]
        if streams:
            self._streams(streams)
        self._gates()
        self._shows()
        return self

    def _shows(self) -> None:
        """Refuse tools where the page is one that their environment does not show."""
        asked = (self.stages.language, self.stages.warmup, self.stages.curriculum)
        if self.model.form.shows is not None and any(
            each is not None and each.route is Route.TOOLS for each in asked
        ):
            raise ValueError(
                f"route: tools shows no {self.model.form.value}; give a model.form of full or "
                "compact, or leave route out"
            )

    def _gates(self) -> None:
        """Refuse a gate that was asked for a stage that there is none of."""
        named = self.gate.stages if "stages" in self.gate.model_fields_set else ()
        for name in named:
            if getattr(self.stages, name) is None:
                raise ValueError(f"gate.stages has {name!r}, and there is no stages.{name}")

    def _streams(self, stages: Sequence[Supervised]) -> None:
        """Refuse what the stream cannot do."""
        if self.model.form.shows is None:
            raise ValueError("engine: stream writes gists; give a model.form of gist")
        if self.model.adapter is not None:
            raise ValueError("engine: stream trains whole models; leave model.adapter out")
        if self.model.precision == "fp16":
            raise ValueError("engine: stream has no scaling for fp16; give precision bf16 or fp32")
        if any(each.epochs != 1.0 for each in stages):
            raise ValueError("engine: stream has no end to go through again; leave epochs out and "
                             "ask for more decisions")  # fmt: skip
