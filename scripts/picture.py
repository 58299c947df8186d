"""Draw one incident: outage over time with and without two actions, for `docs/world.md`.

Usage: python scripts/picture.py [tier seed split]
"""

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

from sentinel.episode.loop import Episode
from sentinel.responder.scripted import due
from sentinel.world.drift.calls import phrase
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.inventory import Call
from sentinel.world.state import TICK_S

OUT = Path("docs/incident.png")
AHEAD = 24


def course(episode: Episode, estate: Estate, *, plan: bool) -> list[float]:
    """Outage in percent for `AHEAD` ticks, with the plan or with nobody acting."""
    found = []
    for tick in range(AHEAD):
        step = due(episode.scenario, estate.row) if plan and tick % 2 == 0 else None
        if step is not None:
            estate.execute(step)
        estate.advance(1)
        found.append(100.0 * float(estate.row[Glob.BURN_NOW]))
    return found


def worst(episode: Episode) -> Call:
    """The call of the family's temptations and dangers that hurts most."""
    fault = episode.scenario.fault
    calls = [*fault.dangerous, *fault.tempting]
    rises = [found.burn_rise for found in episode.bench.now.measure(calls)]
    return calls[rises.index(max(rises))]


def draw(episode: Episode, title: str, out: Path, dpi: int = 110) -> None:
    """Draw the first moment of an episode into a file, the same bytes every time."""
    scenario, now = episode.scenario, episode.estate
    past = [100.0 * float(row[Glob.BURN_NOW]) for row in now.past(now.tick)[-12:]]
    bad = worst(episode)
    ruined = now.fork()
    ruined.execute(bad)
    figure, axis = plt.subplots(figsize=(8, 4))
    before = [TICK_S / 60 * (i - len(past) + 1) for i in range(len(past))]
    ahead = [TICK_S / 60 * (i + 1) for i in range(AHEAD)]
    axis.plot(before, past, color="black", label="so far")
    axis.plot(ahead, course(episode, now.fork(), plan=False), "--", color="grey",
              label="nobody acts")  # fmt: skip
    axis.plot(ahead, course(episode, now.fork(), plan=True), color="tab:green", label="the plan")
    command = phrase(bad, scenario.layer, scenario.inventory).command
    axis.plot(ahead, course(episode, ruined, plan=False), color="tab:red", label=command)
    axis.axvline(0.0, color="black", linewidth=0.6)
    axis.set_xlabel("minutes from the decision")
    axis.set_ylabel("outage at the edge, %")
    axis.set_ylim(-2, 102)
    axis.set_title(title)
    axis.legend(loc="center right", fontsize=8)
    figure.tight_layout()
    figure.savefig(out, dpi=dpi, metadata={"Software": None})
    plt.close(figure)


def main() -> None:
    """Draw the incident."""
    tier, seed, split = sys.argv[1:4] if len(sys.argv) > 3 else ("war_room", "42", "demo")
    episode = Episode(tier, int(seed), split)
    title = f"{episode.scenario.family.title}, {tier} seed {seed} ({split})"
    draw(episode, title, OUT)
    print(f"wrote {OUT}")


if __name__ == "__main__":
    main()
