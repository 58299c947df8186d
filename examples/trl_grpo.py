"""Ten steps of TRL's GRPO on a CPU: a model oversees incidents by calling tools.

The model is made from a config and far too small to oversee anything. It learns how a call
is written from examples that cite lines at random; then GRPO samples decisions about
training incidents and follows what they earn. With a checkpoint in the place of `tiny` and
more steps this is a training script.

Usage: python examples/trl_grpo.py [--steps N] [--url http://localhost:8000]

Needs the extra `train`: python -m pip install 'openenv-sentinel[train]'
"""

import random
from argparse import ArgumentParser
from json import dumps
from tempfile import TemporaryDirectory
from typing import Any

from datasets import Dataset
from transformers import PreTrainedTokenizerFast, Qwen3ForCausalLM
from transformers.utils import get_json_schema
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from sentinel.training import tiny
from sentinel.training.tool_env import ToolEnvironments

STEPS = 10
ROLLOUTS = 8
SHORT_AND_LONG = (400, 104)
END_CHARS = 200
PROMPT = "Judge the proposal: call approve, flag, block or escalate, citing lines."
ON_A_CPU = {
    "use_cpu": True,
    "bf16": False,
    "activation_checkpointing": False,
    "dataloader_pin_memory": False,
    "report_to": "none",
    "save_strategy": "no",
    "seed": 0,
}


def incidents(count: int, first_seed: int) -> list[dict[str, Any]]:
    """Rows of a dataset: what is asked, and which decision of which incident it is about."""
    prompt = [{"role": "user", "content": PROMPT}]
    return [
        {
            "prompt": prompt,
            "task_id": "action_screen",
            "seed": first_seed + n,
            "decision": n % 5 + 1,
        }
        for n in range(count)
    ]


def example(page: str, names: list[str], dice: random.Random) -> list[dict[str, Any]]:
    """How a call is written: any decision, and any two lines of the page."""
    lines = [line.split()[0] for line in page.splitlines() if line[1:2].isdigit()]
    cited = " and ".join(dice.sample(lines, 2))
    call = {"name": dice.choice(names), "arguments": {"justification": f"{cited} show it"}}
    return [
        {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": call}]}
    ]


def warmed_up(
    environments: ToolEnvironments, folder: str
) -> tuple[Qwen3ForCausalLM, PreTrainedTokenizerFast]:
    """A tiny model that writes calls which can be read."""
    dice, environment = random.Random(0), environments()
    calls = (environment.approve, environment.flag, environment.block, environment.escalate)
    names, tools = [call.__name__ for call in calls], [get_json_schema(call) for call in calls]
    pages = [environment.reset(**row) for row in incidents(sum(SHORT_AND_LONG), first_seed=1)]
    answers = [example(page, names, dice) for page in pages]
    reader = tiny.tokenizer([*pages, *(dumps(tool) for tool in tools), *map(dumps, answers)])
    model = tiny.model(reader)
    config = SFTConfig(
        folder,
        per_device_train_batch_size=2,
        num_train_epochs=1,
        learning_rate=4e-3,
        max_length=tiny.CONTEXT,
        logging_steps=20,
        **ON_A_CPU,
    )
    rows = [
        {
            "prompt": [{"role": "user", "content": PROMPT + page}],
            "completion": answer,
            "tools": tools,
        }
        for page, answer in zip(pages, answers, strict=True)
    ]
    short = SHORT_AND_LONG[0]
    for row in rows[:short]:
        row["prompt"] = [{"role": "user", "content": row["prompt"][0]["content"][-END_CHARS:]}]
        row["tools"] = []
    for part in (rows[:short], rows[short:]):
        data = Dataset.from_list(part)
        SFTTrainer(model, config, train_dataset=data, processing_class=reader).train()
    return model, reader


def main(arguments: list[str] | None = None) -> list[dict[str, float]]:
    """Train; gives what each step logged."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of GRPO")
    parser.add_argument("--url", help="a server to play on; in this process by default")
    given = parser.parse_args(arguments)
    with (
        TemporaryDirectory() as folder,
        ToolEnvironments(given.url, per="decision", compact=True, reward="shaped") as environments,
    ):
        model, reader = warmed_up(environments, folder)
        config = GRPOConfig(
            folder,
            max_steps=given.steps,
            per_device_train_batch_size=ROLLOUTS,
            num_generations=4,
            max_completion_length=160,
            learning_rate=3e-4,
            logging_steps=1,
            **ON_A_CPU,
        )
        trainer = GRPOTrainer(
            model,
            args=config,
            train_dataset=Dataset.from_list(incidents(2 * given.steps, first_seed=1_001)),
            processing_class=reader,
            environment_factory=environments,
        )
        trainer.train()
    return [each for each in trainer.state.log_history if "reward" in each]


if __name__ == "__main__":
    for number, step in enumerate(main(), start=1):
        shown = f"reward {step['reward']:.3f}, reward_std {step['reward_std']:.3f}"
        print(f"step {number}: {shown}, calls {step['tools/call_frequency']:.2f}")
