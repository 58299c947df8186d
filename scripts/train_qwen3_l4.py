# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = [
#   "openenv-sentinel==0.1.0",
#   "accelerate==1.15.0",
#   "bitsandbytes==0.50.2",
#   "datasets==4.8.5",
#   "peft==0.21.2",
#   "pyyaml==6.0.3",
#   "tensorboard==2.21.0",
#   "torch==2.13.0",
#   "transformers==5.17.0",
#   "trl==1.15.0",
#   "unsloth==2026.10.9",
#   "unsloth-zoo==2026.10.9",
#   "vllm==0.27.0",
# ]
# ///
"""Train Qwen3-1.7B on one L4 by the recipe `qwen3-1.7b-l4`, and push what came out.

The versions above go together by what their packages ask for; `uv run` makes an environment of
them. The package is on no index yet: `pip wheel --no-deps --wheel-dir dist .` in the checkout
makes its wheel, which `--find-links dist` lets uv find. Everything else is `sentinel train`: with
`--model` the same run is made on any other model without Unsloth, vLLM and adapters, which is how
it is tested where there is no GPU.

Usage: uv run --find-links dist scripts/train_qwen3_l4.py [--out DIR] [--push OWNER/NAME]
       [--ignore-abort] [--model PATH] [--set NAME=VALUE ...]
"""

import sys
from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

if find_spec("unsloth") is not None and not any(
    word.partition("=")[0] == "--model" for word in sys.argv
):
    import_module("unsloth")  # has to come before what it changes

from sentinel.training.hub import check_repo, push_run
from sentinel.training.pipeline import Run, train
from sentinel.training.recipe_files import recipe

RECIPE: Final = "qwen3-1.7b-l4"
WITHOUT_GPU: Final = (
    "model.unsloth=false", "model.vllm=null", "model.adapter=null", "model.precision=fp32",
    "model.gradient_checkpointing=false",
)  # fmt: skip
"""What another model is trained without."""


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Train, and push if asked; gives the summary."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("runs") / RECIPE)
    parser.add_argument("--push", help="repository on the Hub for what came out, OWNER/NAME")
    parser.add_argument("--model", help="train this one instead, without a GPU")
    parser.add_argument("--ignore-abort", action="store_true")
    parser.add_argument("--set", action="append", default=[], dest="settings")
    given = parser.parse_args(arguments)
    settings = [*given.settings]
    if given.model:
        settings = [f"model.name={given.model}", *WITHOUT_GPU, *settings]
    elif find_spec("unsloth") is None:
        sys.exit("unsloth is missing: start this file by `uv run`, or give --model")
    if given.push:
        check_repo(given.push)
    words = ["train", "--recipe", RECIPE, *(f"--set={each}" for each in settings)]
    run = Run(
        recipe(RECIPE, settings), given.out, " ".join(["sentinel", *words]),
        resume=(given.out / "progress.json").exists(), ignore_abort=given.ignore_abort,
    )  # fmt: skip
    found = train(run, lambda text: print(f"sentinel: {text}", flush=True))
    if given.push and found:
        print(push_run(given.out, given.push))
    return found


if __name__ == "__main__":
    main()
