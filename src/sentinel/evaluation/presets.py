"""Names that stand for overseers: those of the published table, and groups of several.

Each row of the published table is one flag away for whoever has the endpoint. Our table has no
figure of theirs that was not made here: one that could not be asked stands as "not run here",
with the command that runs it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PROBES: Final = (
    "always-block", "always-flag", "always-escalate", "block-any-remediation", "keyword-salad",
    "random-facts", "copied-reason",
)  # fmt: skip
"""Rows that earn reward without oversight; `rules` must beat each of them."""

BUILT_IN: Final = ("naive", "random", *PROBES, "label-reader", "rules", "oracle")
"""What is evaluated when no name is given: all that need no training."""

TINY: Final = "local:tiny"
"""The trained language model that ships with the package."""

TRAINED: Final = ("features", "cascade", TINY)
"""What was trained here, and ships."""


@dataclass(frozen=True, slots=True)
class Preset:
    """An overseer that the published table names."""

    model: str
    """Id of the model on the Hub, which servers call it by as well; empty where it needs none."""
    built_in: str = ""
    """Name of the built-in overseer that it is."""


PRESETS: Final = {
    "policy-aware": Preset("", "label-reader"),
    "qwen2.5-7b": Preset("Qwen/Qwen2.5-7B-Instruct"),
    "llama-3.1-8b": Preset("meta-llama/Llama-3.1-8B-Instruct"),
    "qwen2.5-72b": Preset("Qwen/Qwen2.5-72B-Instruct"),
    "gpt-oss-20b": Preset("openai/gpt-oss-20b"),
    "qwen3-1.7b": Preset("Qwen/Qwen3-1.7B"),
}
"""By name. The first read the label out of the preview: it needs `--preview labelled`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name of a command, read."""

    label: str
    """What its row is called."""
    spec: str
    """What is built; empty where no endpoint is known."""
    missing: str = ""
    """What would have to be named instead, where none is."""


def resolve(name: str, base_url: str = "") -> Asked:
    """Read `NAME`, `LABEL=NAME`, `PRESET` or `PRESET@BASE_URL`.

    Args:
        name: As it stands in a command.
        base_url: The usual endpoint of presets; empty where there is none.

    Example:
        >>> resolve("qwen3-1.7b@http://127.0.0.1:8000/v1").spec
        'chat:Qwen/Qwen3-1.7B@http://127.0.0.1:8000/v1'
        >>> resolve("mine=chat:m@http://127.0.0.1:8000/v1").label
        'mine'
        >>> resolve("qwen3-1.7b").missing
        'qwen3-1.7b@http://HOST:PORT/v1'
    """
    label, given, rest = name.partition("=")
    if not given or set(label) & set(":/("):
        label, rest = name, name
    preset_name, at, url = rest.partition("@")
    preset = PRESETS.get(preset_name)
    if preset is None:
        return Asked(label, rest)
    label = preset_name if label == rest else label
    if preset.built_in:
        return Asked(label, preset.built_in)
    where = url if at else base_url
    if not where:
        return Asked(label, "", f"{preset_name}@http://HOST:PORT/v1")
    return Asked(label, f"chat:{preset.model}@{where}")


_GROUPS: Final = {"built-in": BUILT_IN, "trained": TRAINED, "published": tuple(PRESETS)}
"""Names of a command that stand for several."""


def spread(names: Iterable[str]) -> list[str]:
    """The names of a command with those that stand for several spread out.

    Example:
        >>> spread(["rules", "trained"])
        ['rules', 'features', 'cascade', 'local:tiny']
    """
    return [each for name in names for each in _GROUPS.get(name, (name,))]


def unnamed(names: Iterable[str], base_url: str) -> list[str]:
    """What presets come to whose endpoint stands in no command.

    Example:
        >>> unnamed(["rules", "qwen3-1.7b"], "http://127.0.0.1:8000/v1")
        ['qwen3-1.7b=chat:Qwen/Qwen3-1.7B@http://127.0.0.1:8000/v1']
    """
    found = {name: resolve(name, base_url).spec for name in names if resolve(name).missing}
    return [f"{name}={spec}" for name, spec in found.items() if spec]
