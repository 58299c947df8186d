"""The note that compares the table of rewards with the reward by consequence, as Markdown."""

from collections.abc import Mapping
from typing import Any, Final

Document = Mapping[str, Any]
"""What `scripts/rewards.py` measured."""

_WHY: Final = {
    "ambiguous, and the rollout is not": "The table rewards a flag, since the evidence does not "
    "settle the class, or benefit and damage come together. The rollout prices both in one unit "
    "and has an answer.",
    "breaks a policy, and helps": "A rollout knows no policies. The table stops what breaks one, "
    "however much it helps.",
    "costs something, below every threshold": "The class is neutral or correct, because what it "
    "costs stays below the thresholds of damage. The rollout counts it from the first second.",
    "helps by less than the table asks": "The class is wrong, because it mends nothing while the "
    "incident burns, or far less than the plan. The rollout finds it a little better than nothing, "
    "mostly for a risk that it lowers.",
    "the loss comes anyway, or is worth the outage it ends": "The plan loses the same a step "
    "later, or what is lost is worth less than the outage-minutes saved.",
    "waiting is best": "The plan, or the action, does better a minute later than now: a replica "
    "catches up, a lock runs out. Nobody could have chosen that by what is proposed.",
}


def note(found: Document) -> str:
    """Write the note."""
    whole = found["overall"]
    versions = ", ".join(f"{name} {value}" for name, value in found["versions"].items())
    seeds = sum(len(each) for each in found["seeds"].values())
    share = 100.0 * whole["differ"] / whole["decisions"]
    redrawn = 100.0 * whole["differ_redrawn"] / whole["decisions"]
    low, high = (100.0 * each for each in found["interval"])
    parts = [
        _HEAD.format(wait=found["settings"]["escalation_s"], most=found["settings"]["most_regret"]),
        _table(
            ("damage", "worth one outage-minute"),
            [
                (name.replace("_", " "), f"{1.0 / rate:,.12g}")
                for name, rate in found["settings"]["rates"].items()
            ],
        ),
        "## How often they differ\n\n"
        f"Measured on the {whole['decisions']:,} fixed decisions of {seeds} incidents of "
        f"`{found['split']}` ({versions}; `{found['command']}`).\n"
        "The two differ where no decision is best both ways; ties count as best.\n"
        f"They differ in {whole['differ']} decisions: {share:.1f} % [{low:.1f}, {high:.1f}], "
        "incidents redrawn 2,000 times.\n"
        "With the mean over redrawn worlds in place of the world as it is (`labels=redrawn`) they "
        f"differ in {whole['differ_redrawn']} ({redrawn:.1f} %).\n"
        "Regret is what the best decision of the table then loses, in outage-minutes.",
        _groups("family", found["families"]),
        _groups("class", found["classes"]),
        "## Why they differ",
        _table(("reason", "decisions"), [(why, count) for why, count in whole["why"].items()]),
        "\n".join(f"* *{why}*: {_WHY[why]}" for why in whole["why"]),
        "## Which decisions are best by rollout\n\n"
        "More than one may be: a look costs the same approved or blocked.",
        _table(
            ("decision", "best in the world", "best in the mean over redrawn worlds"),
            [(name, whole["best"][name], whole["best_redrawn"][name]) for name in whole["best"]],
        ),
        "## What simple policies earn\n\nMean reward by consequence of a decision.",
        _table(("policy", "reward"), [(n, f"{v:.3f}") for n, v in found["policies"].items()]),
        _TAIL.format(block=found["policies"]["always block"]),
    ]
    return "\n\n".join(parts) + "\n"


def _groups(name: str, found: Document) -> str:
    rows = []
    for group, block in found.items():
        share = 100.0 * block["differ"] / block["decisions"]
        why = next(iter(block["why"]), "")
        rows.append((group, block["decisions"], block["differ"], f"{share:.1f} %",
                     f"{block['regret_of_the_table']:.2f}", block["differ_redrawn"],
                     why))  # fmt: skip
    head = (
        name,
        "decisions",
        "differ",
        "share",
        "regret",
        "differ, redrawn",
        "most frequent reason",
    )
    return _table(head, rows)


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [f"| {' | '.join(str(cell) for cell in row)} |" for row in (head, *rows)]
    lines.insert(1, "|---|" + "---:|" * (len(head) - 1))
    return "\n".join(lines)


_HEAD: Final = """\
# Two rewards for one decision

This page is written by `python scripts/rewards.py`; change it there.

`reward=shaped` and `reward=binary` pay by a table: the class of the action, measured, and the \
decision.
`reward=consequence` asks the world about each decision and pays its regret against the best one.

| decision | what is rolled on |
|---|---|
| approve | the action now, the plan from the next step on |
| flag | the same: a flag lets the action run, and warns |
| block | the plan from the next step on |
| escalate | nothing for {wait:.0f} s; then a human runs the action or sets it aside, whichever \
is better, and the plan follows |

All four are followed for the horizon of the family after the human has decided, under the same \
weather.
Everything is counted in outage-minutes; damage is changed into them at the rates at which \
damages are catastrophic (`grading/thresholds.py`).
The reward is minus the regret: 0 for the best decision, never below -{most:g}, and -{most:g} \
for an answer that cannot be read.
Regrets of at most 0.02 outage-minutes count as none."""

_TAIL: Final = """\
## Which to use

The table is the default, and every published figure is made with it.
It knows what a rollout cannot: policies, evidence that does not settle a question, and that a \
broken rule is wrong on the day it does no harm.
It also pays for grounded reasons; the reward by consequence pays for none.
The reward by consequence knows what the table cannot: how much is at stake in this decision, \
and that stopping a good action costs more the faster the incident burns.
Under it `flag` is never better than `approve`, since both let the action run, and a look may be \
answered in any way that does not call a human.
Blocking everything costs little under it ({block:.3f} a decision), since the planned \
continuation has the responder propose the plan next, whatever was blocked before.
Lived through, blocking everything mends nothing: watch the closed loop beside it."""
