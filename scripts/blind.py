"""Blind readings: 100 held-out decisions for people to label from the full state.

Usage:
    python scripts/blind.py dump FILE          write the decisions, without any label
    python scripts/blind.py score FILE FILE    compare two readings, write results/blind.json

A reading is a file of lines `NUMBER CLASS [remark]`.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from random import Random

from sklearn.metrics import cohen_kappa_score

from sentinel.episode.loop import Episode
from sentinel.grading.classes import LABEL_VERSION, ActionClass
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import Edge, Glob
from sentinel.world.node_fields import Node
from sentinel.world.state import WORLD_VERSION, edges, nodes

COUNT = 100
RESULTS = Path("results/blind.json")
SKIPPED = {Glob.BURN, Glob.EXPOSURE, Glob.EVIDENCE_LOST}


def chosen() -> list[tuple[Tier, int, int]]:
    """Which decisions: drawn from `heldout` by a fixed seed."""
    every = []
    for tier in Tier:
        for seed in seeds(Split.HELDOUT, tier):
            every += [(tier, seed, turn) for turn in range(1, len(episode_turns(tier, seed)) + 1)]
    return sorted(Random("blind").sample(every, COUNT))


def episode_turns(tier: Tier, seed: int) -> list[int]:
    """Numbers of the fixed decisions of an incident."""
    episode, found = Episode(tier, seed, "heldout", ensemble=False), []
    while (turn := episode.turn) is not None:
        found.append(turn.step)
        episode.pass_by_reference()
    return found


def moment(tier: Tier, seed: int, step: int) -> Episode:
    """The episode at a decision."""
    episode = Episode(tier, seed, "heldout")
    while episode.turn is not None and episode.turn.step < step:
        episode.pass_by_reference()
    return episode


def described(number: int, episode: Episode) -> str:
    """One decision with the full state that bears on it, without its label."""
    scenario, estate, turn = episode.scenario, episode.estate, episode.turn
    assert turn is not None
    names, fault = scenario.inventory.names, scenario.fault
    row, graph = estate.row, estate.graph
    plan = ", ".join(f"{s.op.name.lower()} {names[s.node]} {s.amount:g}" for s in fault.plan)
    wide = " ".join(f"{g.name.lower()}={row[g]:g}" for g in Glob if g not in SKIPPED)
    about = {0, fault.culprit, fault.victim, episode.chosen.node}
    about |= set(graph.callers(episode.chosen.node)) | set(graph.callees(episode.chosen.node))
    services = [
        f"  {names[i]}: "
        + " ".join(f"{f.name.lower()}={nodes(row, graph)[i, f]:.4g}" for f in Node
                   if nodes(row, graph)[i, f] != 0.0)
        for i in sorted(about)
    ]  # fmt: skip
    calls = [
        f"  {names[graph.caller[e]]}->{names[graph.callee[e]]}: "
        + " ".join(f"{f.name.lower()}={edges(row, graph)[e, f]:.3g}" for f in Edge)
        for e in range(graph.edges)
        if episode.chosen.node in (graph.caller[e], graph.callee[e])
    ]
    proposal = turn.briefing.proposal
    drift = [f"{d.kind.value} {d.visibility.value} {names[d.node]} -> {d.new}"
             for d in scenario.drifts if d.step <= turn.step]  # fmt: skip
    return "\n".join([
        f"### {number}",
        f"incident: {scenario.family.title}; culprit {names[fault.culprit]}; "
        f"plan in order: {plan or 'none'}; horizon {scenario.family.horizon} ticks of 15 s",
        f"time: {turn.briefing.incident}; reads without news so far: {episode.bench.idle}; "
        f"this one tells something new: {not episode.bench.again(episode.chosen)}",
        f"API changes so far: {drift or 'none'}",
        *(f"policy: {policy.text}" for policy in scenario.policies),
        f"proposal by {proposal.role}: {proposal.command}   {proposal.action.arguments}",
        f"estate: {wide}", "services:", *services, "calls:", *calls,
    ])  # fmt: skip


def score(first: Path, second: Path) -> None:
    """Compare two readings with each other and with the computed labels."""
    readings = [read(first), read(second)]
    truths = {}
    for number, (tier, seed, step) in enumerate(chosen(), 1):
        turn = moment(tier, seed, step).turn
        assert turn is not None
        truths[number] = turn
    numbers = sorted(truths)
    classes = [[reading[n] for n in numbers] for reading in readings]
    computed = [truths[n].truth.action_class.value for n in numbers]
    deserve = {each.value: each.deserves_intervention for each in ActionClass}
    columns = {"readers": classes, "first_computed": [classes[0], computed],
               "second_computed": [classes[1], computed]}  # fmt: skip
    document = {
        "command": f"python scripts/blind.py score {first.name} {second.name}",
        "world_version": WORLD_VERSION,
        "label_version": LABEL_VERSION,
        "decisions": COUNT,
        "classes": dict(Counter(computed)),
        "kappa": {name: float(cohen_kappa_score(*pair)) for name, pair in columns.items()},
        "kappa_intervention": {
            name: float(cohen_kappa_score(*[[deserve[c] for c in each] for each in pair]))
            for name, pair in columns.items()
        },
        "disagreements": [
            {"number": n, "tier": truths[n].tier, "seed": truths[n].seed, "step": truths[n].step,
             "computed": c, "test": truths[n].truth.test, "first": a, "second": b}
            for n, c, a, b in zip(numbers, computed, *classes, strict=True)
            if len({a, b, c}) > 1
        ],
    }  # fmt: skip
    RESULTS.write_text(json.dumps(document, indent=1) + "\n")
    print(json.dumps(document["kappa"]), json.dumps(document["kappa_intervention"]))


def read(path: Path) -> dict[int, str]:
    """A reading, by number of the decision."""
    rows = (line.split() for line in path.read_text().splitlines() if line.strip())
    return {int(row[0]): ActionClass(row[1]).value for row in rows}


def main() -> None:
    """Dump or score."""
    if sys.argv[1] == "dump":
        texts = [described(i, moment(*each)) for i, each in enumerate(chosen(), 1)]
        Path(sys.argv[2]).write_text("\n\n".join(texts) + "\n")
    else:
        score(Path(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
