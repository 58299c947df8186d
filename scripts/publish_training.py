"""Tables of what was trained."""

from statistics import median
from typing import Any

from publish_paired import beside_shipped
from publish_rows import RESULTS, figure, lead, load, row, table

_TIERS = ("all", "action_screen", "war_room", "drift_ops")

_KINDS = {"binary": "moved", "shaped": "moved-shaped", "consequence": "moved-consequence"}
"""Files of the runs by kind of reward."""


def ablations() -> str:
    """What the recipe of the shipped overseer owes to its parts."""
    if not (RESULTS / "ablations.json").exists():
        return "Not run on this version yet: `python scripts/ablations.py FOLDER`."
    found = load("ablations")
    rows = []
    for name, each in found["variants"].items():
        f1 = each["f1"]
        rows.append(row(
            f"`{name}`", *(figure(f1[tier]) for tier in _TIERS), beside_shipped(found, name),
            f"{each['groundedness']:.2f}", each["unparsed"],
            f"{each['timing']['seconds'] / 60.0:.0f}",
        ))  # fmt: skip
    graded = next(iter(found["variants"].values()))["graded"]
    return (
        table(
            (
                "F1 on `validation`",
                *_TIERS,
                "all, less `shipped`, paired",
                "groundedness",
                "unparsed",
                "minutes",
            ),
            rows,
        )
        + f"\n\n{graded:,} fixed decisions, one seed a row; 95 % intervals of incidents. "
        "Answers are free writing. `shipped` is the whole run above, of 300,000 decisions. "
        "Rows without a paired difference are of runs whose answers were not kept. "
        "Minutes are of stage B on a machine with other work."
    )


def speed() -> str:
    """What stages do in a second, beside plain TRL."""
    if not (RESULTS / "training_speed.json").exists():
        return "Not run on this version yet: `python benchmarks/training.py`."
    found = load("training_speed")
    rows, claims = [], found["claims"]
    for name, each in found["stages"].items():
        waits = ""
        if "environment" in each:
            claim = claims[f"{name}: wall time that waits for the environment"]
            waits = f"{100.0 * each['environment']:.1f} %, {_met(claim)}"
        ratio = f"{each['ratio']:.2f}, {_met(claims[f'{name}: tokens/s, plain TRL 1'])}"
        ours, plain = (f"{median(each[which]):,.0f}" for which in ("ours", "plain"))
        rows.append(row(f"`{name}`", ours, plain, ratio, waits))
    head = ("stage", "tokens/s", "plain TRL", "ratio, at least 0.90",
            "waits for the environment, at most 5 %")  # fmt: skip
    missed = [name for name, claim in claims.items() if not claim["met"]]
    said = f"Not met: {'; '.join(missed)}." if missed else "Every bound is met."
    return (
        f"{table(head, rows)}\n\n`{found['command']}`: medians of {found['rounds']} rounds on "
        f"{found['processors']} cores, the model of `{found['recipe']}`. `trl` is stage 0 by TRL's "
        "engine instead of the stream, `curriculum` all of `drift_ops`, the dearest tier. "
        f"{said}"
    )


def _met(claim: dict[str, Any]) -> str:
    return "met" if claim["met"] else "**not met**"


def trained() -> str:
    """The run that made the overseer that ships."""
    found = load("training/tiny-cpu")
    rows = [_stage("untrained", {}, found["measured"]["start"])]
    for name, stage in found["stages"].items():
        rows.append(_stage(name, stage, found["measured"][name]))
    head = ("stage", "steps", "minutes", "tokens/s", "F1 [95 %]", "binary reward", "groundedness",
            "unparsed")  # fmt: skip
    gates = "\n".join(
        f"* `{each['stage']}` against `{each['against']}`: "
        f"{'promoted' if each['promoted'] else 'not promoted'}, {each['reason']}."
        for each in found["gates"]
    )
    decisions = found["measured"]["start"]["decisions"]
    return (
        f"`{found['command']}`, {decisions:,} fixed decisions of `validation`; {_data(found)} "
        f"`{found['data_hash'][:16]}`.\n\n{table(head, rows)}\n\n{gates}"
    )


def _data(found: dict[str, Any]) -> str:
    """What the hash of a run's data is of."""
    data = found["data"]
    if not data.get("stream"):
        return "data"
    return f"first block of the stream of {data['size']:,} decisions, seed {data['seed']},"


def moved() -> str:
    """Whether reward moves the policy, by what is paid for."""
    rows, first = [], load(f"training/{_KINDS['binary']}")
    for kind, name in _KINDS.items():
        found = load(f"training/{name}")
        before, after = found["means"]
        rows.append(row(
            f"`{kind}`", f"{found['before']:.3f}", f"{found['after']:.3f}",
            lead(found | {"value": found["rise"]}),
            *(f"{before[of]:.2f}, {after[of]:.2f}" for of in ("right", "groundedness")),
        ))  # fmt: skip
    head = ("paid for", "binary reward before", "after", "rise [95 %]",
            "right before, after", "groundedness before, after")  # fmt: skip
    return (
        f"{table(head, rows)}\n\n`{first['command']}`, and the same with "
        "`--set stages.warmup.reward=shaped` or `consequence`: the mean binary reward of "
        f"{first['decisions']:,} sampled answers on fresh incidents of `train`, whatever is paid "
        "for."
    )


def _stage(name: str, stage: dict[str, Any], measured: dict[str, float]) -> str:
    f1 = {key: measured[key] for key in ("low", "high")} | {"value": measured["f1"]}
    told = ("", "", "")
    if stage:
        told = (f"{stage['steps']:,}", f"{stage['seconds'] / 60.0:.1f}",
                f"{stage['tokens_per_second']:,.0f}")  # fmt: skip
    return row(
        f"`{name}`", *told, figure(f1), f"{measured['binary_reward']:.3f}",
        f"{measured['groundedness']:.2f}", f"{100.0 * measured['unparsed']:.1f} %",
    )  # fmt: skip
