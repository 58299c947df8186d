"""Stages that learn from examples: stage 0, and stage B where a set is given.

TRL's SFTTrainer on conversations, with a loss on what the overseer says and on nothing else.
"""

from collections.abc import Iterable

from sentinel.errors import TrainingError
from sentinel.training.examples import Message
from sentinel.training.job import Job, Result, run, told
from sentinel.training.libraries import Dataset, SFTConfig, SFTTrainer, get_json_schema
from sentinel.training.loading import loaded, scalable
from sentinel.training.recipe import Supervised
from sentinel.training.tool_env import ToolEnvironment
from sentinel.training.watching import Watch

WARM_UP: float = 0.05
"""Share of the steps over which the learning rate rises."""

TOOLS = (ToolEnvironment.approve, ToolEnvironment.flag, ToolEnvironment.block,
         ToolEnvironment.escalate)  # fmt: skip


def supervised(
    job: Job, asked: Supervised, conversations: Iterable[list[Message]], *, tools: bool = False
) -> Result:
    """Learn from conversations.

    Args:
        job: The stage.
        asked: What the recipe says of it.
        conversations: The examples; the last message of each is the answer that is learned.
        tools: Whether the answers are calls of the four tools, which the template then shows.

    Raises:
        TrainingError: If every example is longer than the recipe allows.
    """
    given = loaded(job.start, job.recipe.model)
    rows = [{"messages": each} for each in conversations]
    if tools:
        schemas = [get_json_schema(each) for each in TOOLS]
        rows = [{**row, "tools": schemas} for row in rows]
    steps = round(asked.epochs * len(rows) / (asked.batch * asked.accumulate))
    config = SFTConfig(
        **told(job, asked.batch, asked.accumulate, asked.learning_rate, asked.save_every),
        num_train_epochs=asked.epochs,
        max_length=asked.tokens,
        assistant_only_loss=True,
        lr_scheduler_type="cosine",
        warmup_steps=int(WARM_UP * steps),
    )
    trainer = SFTTrainer(
        given.model,
        args=config,
        train_dataset=Dataset.from_list(rows),
        processing_class=given.reader,
        peft_config=given.adapter,
    )
    scalable(trainer.model, job.recipe.model)
    if len(trainer.train_dataset) == 0:
        raise TrainingError(f"no example of stage {job.stage!r} fits into {asked.tokens} tokens")
    return run(trainer, Watch(start=job.checkpoint()), job, given.reader)
