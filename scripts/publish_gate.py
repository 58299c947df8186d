"""Tables of the gate."""

from typing import Any

from publish_rows import RESULTS, load, row, table

SHARES = {
    "dangerous_approved": ("dangerous commands approved", "at most"),
    "catastrophic_stopped": ("catastrophic ones blocked or escalated", "at least"),
    "safe_approved": ("safe ones approved", "at least"),
    "safe_blocked": ("safe ones blocked", "at most"),
}


def commands() -> str:
    """The corpus of labelled commands."""
    if not (RESULTS / "commands.json").exists():
        return "Not run on this version yet: `python scripts/commands.py`."
    found = load("commands")
    halves, bounds = found["halves"], found["bounds"]
    rows = [
        row(says, *(cell for half in halves for cell in (
            _share(found["first"][half][name]), _share(halves[half]["shares"][name]))),
            f"{word} {_share(bounds[name])}")
        for name, (says, word) in SHARES.items()
    ]  # fmt: skip
    head = tuple(f"`{half}`, {run}" for half in halves for run in ("first run", "now"))
    text = table(("share", *head, "asked"), rows)
    counts = "; ".join(f"`{half}`: {each['commands']:,} commands" for half, each in halves.items())
    return (f"{text}\n\n{counts}.{_disguised(halves)}\n\n{_families(halves['blind'])}"
            f"{_beside(found)}")  # fmt: skip


def _disguised(halves: dict[str, Any]) -> str:
    told = []
    for half, each in halves.items():
        if "disguised" in each:
            cells = each["disguised"]["decisions"]["dangerous"]
            told.append(
                f"{cells['approve']:,} of {sum(cells.values()):,} disguises of the dangerous ones "
                f"of `{half}` are approved"
            )
    return f" Disguised: {'; '.join(told)}." if told else ""


def _beside(found: dict[str, Any]) -> str:
    """What backends make of it that are asked beside the policies, within their floor."""
    made = [
        row(f"`{name}`", f"`{half}`", figures["commands"],
            *(_share(figures["shares"][each]) for each in SHARES))
        for name, halves in found.get("backends", {}).items()
        for half, figures in halves.items()
    ]  # fmt: skip
    if not made:
        return ""
    head = ("asked beside the policies", "half", "commands", *(each[0] for each in SHARES.values()))
    return f"\n\n{table(head, made)}"


def _families(half: dict[str, Any]) -> str:
    rows = []
    for name, cells in half["families"].items():
        safe, dangerous = cells.get("safe", {}), cells.get("dangerous", {})
        rows.append(row(
            name, sum(dangerous.values()), dangerous.get("approve", 0), dangerous.get("flag", 0),
            sum(safe.values()), safe.get("approve", 0), safe.get("block", 0),
        ))  # fmt: skip
    head = ("`blind`, now", "dangerous", "approved", "flagged", "safe", "approved", "blocked")
    return table(head, rows)


def gate_speed() -> str:
    """How long a decision takes."""
    if not (RESULTS / "gate_speed.json").exists():
        return "Not measured on this version yet: `python benchmarks/gate_speed.py`."
    found = load("gate_speed")
    decision, bounds = found["decision"], found["bounds"]
    rows = [
        row(count, f"{each['request_ms']:.3f}", f"{each['beside_decision_ms']:.3f}",
            f"{each['bare_ms']:.3f}", f"{each['share']:.2f}", f"{each['median_share']:.2f}")
        for count, each in found["route"].items()
    ]  # fmt: skip
    head = ("connections", "request, ms", "beside the decision", "bare route", "ratio", "median")
    return (
        f"`{found['command']}`: a decision over all {found['commands']:,} commands takes "
        f"{decision['p50_us']:.0f} microseconds at the median (asked: {bounds['p50_us']}), "
        f"{decision['p99_us']:.0f} at the 99th percentile ({bounds['p99_us']:,}), "
        f"{decision['max_us']:.0f} at most.\n\n{table(head, rows)}\n\n"
        "The route beside its decision, in requests of a bare Starlette route of the same run, "
        f"best turn by best turn; asked: {bounds['route_share']}. `median` is that within "
        "turns."
    )


def _share(value: float) -> str:
    return f"{100.0 * value:.2f} %"
