"""Parts of a recipe that hang on no other: how a model is held, measured and logged.

What they are made of refuses settings that an engine, a route or a start would pass over, so
that nobody takes a run for one that heeded them.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sentinel.scenario.tiers import Tier
from sentinel.training.ranges import Share, Tiers, Whole


class Part(BaseModel):
    """What every part of a recipe is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def passes_over(self, *names: str, why: str) -> None:
        """Refuse settings that would be passed over.

        Args:
            names: Of those; one that says what it would be without is let through.
            why: They would be.

        Raises:
            ValueError: If one is given.
        """
        fields = type(self).model_fields
        given = [name for name in names if getattr(self, name) != fields[name].default]
        if given:
            raise ValueError(f"{why}; leave {', '.join(given)} out")


class Adapter(Part):
    """A low-rank adapter, trained in the place of the whole model."""

    rank: Whole = 16
    alpha: Whole = 32
    dropout: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    four_bit: bool = False
    """Whether the model below is held in four bits (QLoRA); needs a GPU and bitsandbytes."""


class Vllm(Part):
    """Generation by vLLM on the same GPU."""

    memory: Share = 0.3
    """Share of the GPU's memory that it may take."""


class Evaluation(Part):
    """How a checkpoint is measured: fixed decisions of the split `validation`."""

    episodes: Whole = 20
    """Incidents of each tier at a gate."""
    final: Whole = 50
    """The same after the last stage."""
    batch: Whole = 32
    tiers: Tiers = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)


class Logging(Part):
    """Where figures go besides TensorBoard, which always gets them."""

    wandb: bool = False
    trackio: bool = False
