"""Versions that a run hangs on: of the world, and of the libraries that train."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import sentinel
from sentinel.evaluation.report import VERSIONS

LIBRARIES: Final = (
    "openenv-sentinel", "torch", "transformers", "trl", "peft", "accelerate", "datasets",
    "tokenizers", "bitsandbytes", "vllm", "unsloth",
)  # fmt: skip
"""Those whose versions are written down, where they are installed."""


def of_results() -> dict[str, int | str]:
    """Versions whose results are never mixed: of the world, labels, prompt and package."""
    return {**VERSIONS, "sentinel": sentinel.__version__}


def of_libraries() -> dict[str, str]:
    """Versions of Python and of `LIBRARIES`: with others the figures of a step may differ."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
