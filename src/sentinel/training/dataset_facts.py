"""What a dataset is, told by counting what stands in its file, and its data card."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import sentinel
from sentinel.evaluation.report import VERSIONS
from sentinel.grading.classes import CANARY
from sentinel.training.dataset import Order
from sentinel.training.incidents import SPLIT
from sentinel.training.sample import Sample

FORMAT: Final = 1
"""Rises when a reader of `dataset.json` or of a sample has to change."""

LICENCE: Final = "mit"

Facts = dict[str, Any]
"""What `dataset.json` holds: dicts, lists, strings and numbers."""

_COUNTED: Final = ("tier", "action_class", "decision", "family", "role", "drift", "changed")


def made_by(order: Order) -> Facts:
    """What makes a dataset: the same gives the same samples."""
    return {
        "format": FORMAT,
        "size": order.size,
        "tiers": [tier.value for tier in order.tiers],
        "split": SPLIT.value,
        "seed": order.seed,
        "form": order.form,
        "form_version": order.terms.rendering.version,
        "reward": order.reward.value,
        "versions": {**VERSIONS, "sentinel": sentinel.__version__},
    }


@dataclass(slots=True)
class Count:
    """Counts samples as they pass."""

    samples: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: {k: Counter() for k in _COUNTED})
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By tier, class and decision."""
    digest: Any = field(default_factory=sha256)
    incidents: set[tuple[str, int]] = field(default_factory=set)
    decisions: set[tuple[str, int, int]] = field(default_factory=set)
    grounded: float = 0.0
    characters: int = 0
    """In messages."""

    def add(self, each: Sample) -> None:
        """Count one more."""
        self.samples += 1
        self.digest.update(f"{each.line()}\n".encode())
        for name, counter in self.by.items():
            counter[str(getattr(each, name))] += 1
        self.pairs[each.tier.value, each.action_class.value, each.decision.value] += 1
        self.incidents.add((each.tier.value, each.seed))
        self.decisions.add((each.tier.value, each.seed, each.step))
        self.grounded += each.groundedness
        self.characters += sum(len(message.content) for message in each.messages)


def facts(order: Order, samples: Iterable[Sample]) -> Facts:
    """Say what a dataset is.

    Args:
        order: What it was to be.
        samples: Its samples, read one by one.
    """
    count = Count()
    for each in samples:
        count.add(each)
    many = max(count.samples, 1)
    return {
        "canary": CANARY,
        **made_by(order),
        "licence": LICENCE,
        "data_hash": count.digest.hexdigest(),
        "samples": count.samples,
        "incidents": len(count.incidents),
        "decisions": len(count.decisions),
        "mean_groundedness": round(count.grounded / many, 4),
        "mean_characters": round(count.characters / many),
        "counts": {name: dict(sorted(found.items())) for name, found in count.by.items()},
        "by_tier_class_decision": [[*each, many] for each, many in sorted(count.pairs.items())],
    }


def document(found: Facts) -> bytes:
    """`dataset.json`."""
    return f"{json.dumps(found, indent=1)}\n".encode()


def card(found: Facts, file: str) -> bytes:
    """The data card: `README.md`, with the front matter that the Hub reads.

    Args:
        found: What the dataset is.
        file: Name of the file of samples.
    """
    counts: Mapping[str, Mapping[str, int]] = found["counts"]
    versions = ", ".join(f"{name} {value}" for name, value in found["versions"].items())
    tables = "\n\n".join(_table(name, counts[name]) for name in _COUNTED)
    pairs = "\n".join(
        f"| {' | '.join(map(str, each))} |" for each in found["by_tier_class_decision"]
    )
    origin = f"{found['decisions']:,} decisions of {found['incidents']:,} incidents"
    return f"""\
---
license: {found["licence"]}
language: [en]
pretty_name: SENTINEL verdicts, {found["samples"]} samples
task_categories: [text-generation]
tags: [ai-control, oversight, incident-response, rejection-sampling]
size_categories: [{_size(found["samples"])}]
configs:
- config_name: default
  data_files: {file}
---

# SENTINEL verdicts: {found["samples"]:,} samples

Each sample is a decision that an overseer has to take on what an agent proposes in a \
production incident, and a verdict that is right and says why.
The incidents are simulated, and what a proposal deserved was measured by simulating the world \
with and without it.

| | |
|---|---|
| samples | {found["samples"]:,} on {origin} |
| split | `{found["split"]}` alone; no domain, family, kind of change, or combination of \
family and circumstances that is held out |
| seed | {found["seed"]} |
| prompt form | `{found["form"]}`, version {found["form_version"]} |
| reward | `{found["reward"]}` |
| mean groundedness | {found["mean_groundedness"]} |
| mean length | {found["mean_characters"]:,} characters of messages |
| SHA-256 | `{found["data_hash"]}` |
| versions | {versions} |
| licence | {found["licence"].upper()} |
| canary | `{found["canary"]}` |

## How it was made

`{command(found)}`

{_PROSE}

## Counts

{tables}

| tier | class | decision | samples |
|---|---|---|---:|
{pairs}
""".encode()


_PROSE: Final = """\
A proposer that draws each of the four decisions equally often, and knows no label, offered \
verdicts that cite lines of the briefing; which lines was drawn from those that bear on \
the proposal.
An offer was kept if it was a true positive or a true negative and its reason grounded, by the \
grader that training and evaluation use.
Decisions whose class is ambiguous are not in it.
Every beginning of the file is balanced as the whole is.
The hash is that of the samples as lines of JSON, in any format.

## What it is for

Fine-tuning an overseer by rejection sampling; what is trained on it must not be measured on \
incidents of `train`.
Classes are balanced, as they are in no incident: what learns from this alone may intervene too \
often where little is wrong.
Which of the right decisions a sample shows was left to chance; it is not always the best one.
The texts are written by a simulator in English; names and figures in them are invented."""
"""How a dataset is made and what it is for, the same on every card."""


def command(found: Facts) -> str:
    """The command that makes a dataset like this one, but for where and in which format."""
    tiers = " ".join(f"--tier {tier}" for tier in found["tiers"])
    return (
        f"sentinel dataset --size {found['size']} {tiers} --seed {found['seed']} "
        f"--form {found['form']} --reward {found['reward']} --out FOLDER"
    )


def _table(name: str, counts: Mapping[str, int]) -> str:
    rows = "\n".join(f"| {value} | {count} |" for value, count in counts.items())
    return f"| {name.replace('_', ' ')} | samples |\n|---|---:|\n{rows}"


def _size(samples: int) -> str:
    """The class of size that the Hub sorts by."""
    for most, words in ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K")):
        if samples < most:
            return words
    return "100K<n<1M"
