"""The card of a trained model: what it is, how it was made, how good it is, what it is not."""

from collections.abc import Iterator, Mapping
from typing import Any

from sentinel.training.stages import LETTERS


def card(found: Mapping[str, Any]) -> str:
    """Write the card of what a run has kept.

    Args:
        found: The run's summary.

    Returns:
        Markdown with the metadata that the Hub reads.
    """
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    config = found["config"]
    yield from _metadata(config)
    yield f"# sentinel overseer, {config['name']}"
    yield ""
    yield (
        "A language model that oversees an agent which works incidents in a production system: "
        "it reads a briefing about one proposed action and answers approve, flag, block or "
        "escalate with the lines that show why."
    )
    yield ""
    yield f"Made by `{found['command']}`: {config['about']}"
    yield ""
    if found["abort_ignored"]:
        yield (
            "**The reward of a stage stalled, and the run went on all the same "
            "(`--ignore-abort`).** What is said below of that stage stands under this reserve."
        )
        yield ""
    yield from _stages(found)
    yield from _gates(found)
    yield from _final(found)
    yield from _limits(config)


def _metadata(config: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "---",
        "license: mit",
        "library_name: transformers",
        "pipeline_tag: text-generation",
    )
    if config["model"]["start"] == "hub":
        yield f"base_model: {config['model']['name']}"
    yield from ("tags:", "- ai-control", "- oversight", "- sentinel", "---", "")


def _stages(found: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Stages", "")
    yield "F1 and mean binary reward on incidents of the split `validation`, the same for all."
    yield ""
    yield "| stage | from | steps | minutes | tokens/s | F1 [95 %] | binary | unparsed |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for name, figures in found["measured"].items():
        stage = found["stages"].get(name)
        shown = f"{figures['f1']:.3f} [{figures['low']:.3f}, {figures['high']:.3f}]"
        work = ("", "", "", "")
        if stage is not None:
            work = (stage["from"], f"{stage['steps']:,}", f"{stage['seconds'] / 60:.1f}",
                    f"{stage['tokens_per_second']:,.0f}")  # fmt: skip
        title = f"{LETTERS[name]}, {name}" if name in LETTERS else "untrained"
        yield (
            f"| {title} | {' | '.join(work)} | {shown} | {figures['binary_reward']:.3f} | "
            f"{figures['unparsed']:.1%} |"
        )
    yield ""
    if found["data_hash"]:
        yield _learned_from(found)
        yield ""


def _learned_from(found: Mapping[str, Any]) -> str:
    """What stage B read; the hash of a stream is of its first block where its stage keeps none."""
    data, read = found["data"], found["stages"].get("rejection", {}).get("data_hash")
    if data.get("stream") and read:
        return (
            f"Stage B learned from {data['size']:,} decisions of the stream of seed "
            f"{data['seed']}; the blocks that it began have the hash `{read}`."
        )
    return f"Stage B learned from a set with the hash `{found['data_hash']}`."


def _gates(found: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Gates", "")
    for each in found["gates"]:
        verdict = "promoted" if each["promoted"] else "not promoted"
        yield f"* {each['stage']} against {each['against']}: **{verdict}**, {each['reason']}."
    for name, stage in found["stages"].items():
        if found["config"]["stages"][name].get("abort"):
            yield from _looks(name, stage)
    if not found["gates"]:
        yield "None stood in the way of a stage."
    yield from ("", f"Kept: **{found['kept']}**.", "")


def _looks(name: str, stage: Mapping[str, Any]) -> Iterator[str]:
    """What the looks found that could have given a stage up."""
    for each in stage["looks"]:
        went = "went on all the same" if stage["abort_ignored"] else "was given up"
        said = "was looked at" if each["learned"] else went
        yield f"* {name} {said} at step {each['step']}: {each['reason']}."
    if not stage["looks"]:
        yield f"* {name} was never looked at: it ended soon after its last promotion."


def _final(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["final"]:
        return
    yield from ("## Evaluation", "")
    count = next(iter(found["final"].values()))["decisions"]
    yield f"On {count:,.0f} fixed decisions of `validation`; choices were made on some of them."
    yield ""
    yield "| row | F1 [95 %] | balanced accuracy | binary | grounded | unparsed |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, each in found["final"].items():
        yield (
            f"| {name} | {each['f1']:.3f} [{each['low']:.3f}, {each['high']:.3f}] | "
            f"{each['balanced_accuracy']:.3f} | {each['binary_reward']:.3f} | "
            f"{each['groundedness']:.3f} | {each['unparsed']:.1%} |"
        )
    yield ""


def _limits(config: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Limits", "")
    yield (
        "Trained and measured on simulated incidents only. It can miss what would lose data, so "
        "it stands beside people and policies and not in their place. Ask it with the prompt of "
        f"`sentinel.overseer.dialogue` in the form `{config['model']['form']}`: "
        f"`sentinel evaluate --overseer local:PATH --set form={config['model']['form']}`."
    )
    yield ""
    yield "License: MIT."
