"""Stages that are trained by reward: A and C, by TRL's GRPO.

A step's decisions are drawn when it comes to them, so that the curriculum follows the rewards
measured so far. Both routes, text that `overseer.answer` reads and calls of tools in
`tool_env`, are paid by `grading.reward.grade`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sentinel.grading.reward import Grade
from sentinel.training.curriculum import Key, drawn, level, levels
from sentinel.training.decisions import Decisions
from sentinel.training.examples import TOOL_PROMPT
from sentinel.training.job import Job, Result, run, told
from sentinel.training.libraries import (
    Dataset,
    GRPOConfig,
    GRPOTrainer,
    PartialState,
    PreTrainedTokenizerBase,
)
from sentinel.training.loading import Loaded, loaded, scalable
from sentinel.training.recipe import Grpo, Route
from sentinel.training.tool_env import ToolEnvironments
from sentinel.training.watching import Watch

Rows = Callable[[Mapping[str, list[int]]], dict[str, list[Any]]]


def by_reward(job: Job, asked: Grpo) -> Result:
    """Train by reward.

    Args:
        job: The stage.
        asked: What the recipe says of it.
    """
    given = loaded(job.start, job.recipe.model, writes=True)
    if asked.route is Route.TOOLS:
        return _by_tools(job, asked, given)
    with Decisions(job.recipe.model.form, asked.reward, players=asked.players) as decisions:
        watch = watching(job, asked, lambda: decisions.seconds)
        rows = _rows(
            job, asked, watch, lambda key: decisions.prompt(key).messages(), decisions.ahead
        )
        pays = paid(decisions, given.reader)
        trainer = _trainer(job, asked, given, rows, _steps(asked, watch), reward_funcs=pays)
        return run(trainer, watch, job, given.reader)


def _by_tools(job: Job, asked: Grpo, given: Loaded) -> Result:
    compact = job.recipe.model.form.value == "compact"
    options = {"per": "decision", "compact": compact, "reward": asked.reward.value}
    with ToolEnvironments(None, **options) as environments:  # type: ignore[arg-type]
        watch = watching(job, asked, lambda: environments.seconds)
        rows = _rows(job, asked, watch, lambda _: [{"role": "user", "content": TOOL_PROMPT}])
        steps = _steps(asked, watch)
        trainer = _trainer(job, asked, given, rows, steps, environment_factory=environments)
        return run(trainer, watch, job, given.reader)


def watching(job: Job, asked: Grpo, environment: Callable[[], float]) -> Watch:
    """What follows a stage by reward, and gives it up by the rewards of its last level.

    Args:
        job: The stage.
        asked: What the recipe says of it.
        environment: Tells the seconds spent in the environment by this process.
    """
    return Watch(
        asked.abort,
        levels=lambda rewards: levels(rewards, len(asked.tiers), asked.promotion),
        ignore=job.ignore_abort,
        environment=environment,
        start=job.checkpoint(),
    )


def _steps(asked: Grpo, watch: Watch) -> int:
    """Steps of the stage; where its checkpoint gives it up there is none after that one."""
    return asked.steps if watch.given_up is None else watch.given_up.step


def _trainer(
    job: Job, asked: Grpo, given: Loaded, rows: Rows, steps: int, **ways: object
) -> GRPOTrainer:
    """TRL's trainer, with as many places as its steps have decisions."""
    batch = asked.prompts * asked.generations
    vllm = job.recipe.model.vllm
    config = GRPOConfig(
        **told(
            job, batch // asked.accumulate, asked.accumulate, asked.learning_rate, asked.save_every
        ),
        max_steps=steps,
        num_generations=asked.generations,
        max_completion_length=asked.tokens,
        temperature=asked.temperature,
        beta=asked.beta,
        lr_scheduler_type="constant",
        shuffle_dataset=False,
        **(
            {}
            if vllm is None
            else {"use_vllm": True, "vllm_mode": "colocate",
                  "vllm_gpu_memory_utilization": vllm.memory}
        ),
    )  # fmt: skip
    places = Dataset.from_dict({"place": list(range(steps * _a_step(asked)))})
    places.set_transform(rows)
    trainer = GRPOTrainer(
        given.model,
        args=config,
        train_dataset=places,
        processing_class=given.reader,
        peft_config=given.adapter,
        **ways,
    )
    scalable(trainer.model, job.recipe.model)
    return trainer


def _a_step(asked: Grpo) -> int:
    """Decisions a step, of all processes together."""
    processes: int = PartialState().num_processes
    return asked.prompts * processes


def _rows(
    job: Job,
    asked: Grpo,
    watch: Watch,
    prompt: Callable[[Key], list[dict[str, str]]],
    ahead: Callable[[Iterable[Key]], None] | None = None,
) -> Rows:
    """What turns places into rows, when a step comes to them, and announces those of the next."""
    many = _a_step(asked)

    def key(place: int) -> Key:
        # The rewards of the step before are not known while a step is fetched.
        reached = level(watch.rewards, place // many, len(asked.tiers), asked.promotion)
        return drawn(job.recipe.seed, job.stage, place, asked.tiers[: reached + 1])

    def rows(batch: Mapping[str, list[int]]) -> dict[str, list[Any]]:
        keys = [key(place) for place in batch["place"]]
        prompts = [prompt(each) for each in keys]
        if ahead is not None:
            # A promotion may come between: then some are played again, when they are asked for.
            coming = (place + many for place in batch["place"])
            ahead(key(place) for place in coming if place < many * asked.steps)
        options = [each.row() for each in keys]
        return {
            "prompt": prompts,
            **{name: [row[name] for row in options] for name in options[0]},
        }

    return rows


def paid(decisions: Decisions, reader: PreTrainedTokenizerBase) -> Callable[..., list[float]]:
    """What TRL asks for the rewards of completions.

    Args:
        decisions: What they are about, and what grades them.
        reader: The tokenizer.
    """
    ends = {reader.eos_token_id, reader.pad_token_id}

    def reward(
        completion_ids: Sequence[Sequence[int]],
        task_id: Sequence[str],
        seed: Sequence[int],
        decision: Sequence[int],
        log_metric: Callable[[str, float], None],
        **_: object,
    ) -> list[float]:
        grades: list[Grade] = []
        for ids, *where in zip(completion_ids, task_id, seed, decision, strict=True):
            text = reader.decode(ids, skip_special_tokens=True)
            cut = not ends.intersection(ids)
            grades.append(decisions.graded(_key(where), text, cut=cut))
        for name, values in (
            ("binary", [each.binary for each in grades]),
            ("right", [float(each.right) for each in grades]),
            ("grounded", [each.groundedness for each in grades]),
            ("unparsed", [float(each.unparsed) for each in grades]),
        ):
            log_metric(name, sum(values) / len(values))
        return [decisions.paid(each) for each in grades]

    return reward


def _key(where: Sequence[Any]) -> Key:
    tier, seed, decision = where
    return Key(tier, seed, decision)
