"""Recompute what `results/` claims about the labels; write `results/verify.json`.

Labels of a batch, the same bytes in every process, a server under many sessions, training and
evaluations that are killed, the gate against hostile actions, its audit log, leaks, state-flip
pairs, robustness: what was found, and what was asked.

Usage: python benchmarks/verify.py [--sample]

A run that was cut short goes on where it was, at the same commit.
`--sample` takes a twentieth of every count and writes nothing; bounds on shares are widened by what
so few decisions leave open. The exit code is 1 where something asked is not met.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import audit_claims  # noqa: E402
import flips as flip_counts  # noqa: E402
import gate_claims  # noqa: E402
import grpo  # noqa: E402
import hostile  # noqa: E402
import killed  # noqa: E402
import resuming  # noqa: E402
import robustness  # noqa: E402
import robustness_shares as shares  # noqa: E402
import sessions  # noqa: E402
from claims import Claim, show  # noqa: E402
from servers import sentinel, sentinel_alone, serving  # noqa: E402
from verified_parts import Verified  # noqa: E402

from sentinel.episode.explain import every_call  # noqa: E402
from sentinel.episode.loop import Episode  # noqa: E402
from sentinel.episode.transcript import header, transcript  # noqa: E402
from sentinel.evaluation import flips, leaks  # noqa: E402
from sentinel.evaluation.overseers import build_all  # noqa: E402
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, Block, write  # noqa: E402
from sentinel.grading.classes import LABEL_VERSION  # noqa: E402
from sentinel.overseer.baselines import Random  # noqa: E402
from sentinel.scenario.splits import Split, seeds  # noqa: E402
from sentinel.scenario.tiers import Tier  # noqa: E402
from sentinel.world.rollout import moment  # noqa: E402
from sentinel.world.state import WORLD_VERSION  # noqa: E402

OUT: Final = ROOT / "results" / "verify.json"
SO_FAR: Final = ROOT / "build" / "verify.json"
"""Where a run that is cut short leaves what it found, to be gone on with at the same commit."""
FULL: Final = {
    "leaks": 300, "flips": 60, "robustness": 300, "processes": 60, "labels": 60, "served": 1_000,
    "trained": 10, "killed": 20, "resumed": 4, "fuzzed": 20_000, "hostile": 100_000,
    "appended": 10_000, "audit_killed": 60, "soaked": 600,
}  # fmt: skip
"""Episodes of each tier that a part plays, steps, kills, or seconds; the sample: a twentieth."""

SESSIONS: Final = 64
"""Sessions that play at the same time."""

GROWTH_MB: Final = 16.0
"""Most megabytes by which a server may grow over its episodes."""

SLACK: Final = {"leaks": 0.12, "flips": 0.15, "robustness": 0.02}
"""How far from a bound the figures of the sample may lie."""

HASH_SEEDS: Final = ("0", "4711")


def main() -> None:
    """Run every part, print a table, write the document of a full run."""
    sample = "--sample" in sys.argv[1:]
    parts: dict[str, Callable[[int, bool], list[Claim]]] = {
        "labels": labels,
        "processes": processes,
        "served": served,
        "trained": trained,
        "killed": interrupted,
        "resumed": resumed,
        "fuzzed": gate_claims.fuzzed,
        "hostile": gate_claims.hostile,
        "appended": audit_claims.many,
        "audit_killed": audit_claims.killed,
        "soaked": audit_claims.soaked,
        "leaks": leaking,
        "flips": flipped,
        "robustness": robust,
    }
    done = Verified(None if sample else SO_FAR)
    found, seconds = done.parts, done.seconds
    for name, part in parts.items():
        episodes = FULL[name] // 20 if sample else FULL[name]
        slack, began = SLACK.get(name, 0.0) if sample else 0.0, perf_counter()
        if name not in found:
            claims = {claim.what: claim.block(slack) for claim in part(episodes, sample)}
            done.add(name, claims, perf_counter() - began)
        show(f"{name}, {seconds[name]:.0f} s", found[name])
    every = [each for block in found.values() for each in block.values()]
    held, same = (all(each[how] for each in every) for how in ("met", "as_published"))
    if not sample:
        document: Block = {
            "format": 1,
            "canary": CANARY,
            "command": join(["python", *sys.argv]),
            "commit": done.commit,
            "versions": {
                "WORLD_VERSION": WORLD_VERSION,
                "LABEL_VERSION": LABEL_VERSION,
                "PROMPT_VERSION": PROMPT_VERSION,
            },
            "episodes_a_tier": FULL,
            "met": held,
            "as_published": same,
            "parts": found,
            "timing": {"seconds": round(sum(seconds.values()), 1)},
        }
        write(document, OUT)
        done.end()
    print("met" if held else "NOT met", "" if same else "- results/ holds other figures")
    raise SystemExit(not held)


def labels(episodes: int, sample: bool) -> list[Claim]:
    """Labels in a batch, one by one, and rolled on from the moment before: the same floats."""
    apart = rolled = asked = moments = 0
    for tier in Tier:
        for seed in seeds(Split.VALIDATION, tier)[:episodes]:
            for episode in steps(tier, seed):
                now, moments = episode.bench.now, moments + 1
                fresh = moment(episode.estate, episode.scenario.plan, now.ticks)
                rolled += now.without != fresh.without or now.burn_with_plan != fresh.burn_with_plan
                calls = every_call(episode.estate)[moments % 7 :: 7 if sample else 3]
                alone = [now.consequence(now.course(call).values) for call in calls]
                apart += sum(a != b for a, b in zip(alone, now.measure(calls), strict=True))
                asked += len(calls)
    print(f"labels: {asked:,} calls at {moments:,} moments")
    return [
        Claim("labels of a batch that differ from those one by one", apart, 0, least=False),
        Claim("moments that differ from those rolled anew", rolled, 0, least=False),
    ]


def steps(tier: Tier, seed: int) -> Iterator[Episode]:
    """An episode at each of its decisions."""
    episode = Episode(tier, seed, Split.VALIDATION, ensemble=False)
    while episode.turn is not None:
        yield episode
        episode.pass_by_reference()


def processes(episodes: int, sample: bool) -> list[Claim]:
    """Transcripts in this process and in others with other hash seeds: the same bytes."""
    here = digests(episodes)
    apart = 0
    for hash_seed in HASH_SEEDS[: 1 if sample else None]:
        path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        code = f"import json, verify; print(json.dumps(verify.digests({episodes})))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": hash_seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        there = json.loads(done.stdout)
        apart += sum(one != other for one, other in zip(here, there, strict=True))
    return [Claim("transcripts that differ between processes", apart, 0, least=False)]


def digests(episodes: int) -> list[str]:
    """A digest of the transcript of each episode."""
    return [
        hashlib.sha256(transcript(header(tier, Split.VALIDATION, seed), Random()).to_bytes())
        .hexdigest()
        for tier in Tier
        for seed in seeds(Split.VALIDATION, tier)[:episodes]
    ]  # fmt: skip


def flipped(episodes: int, sample: bool) -> list[Claim]:
    """State-flip pairs, as `scripts/flips.py` counts them."""
    xl = flip_counts.audited(Split.HELDOUT_XL, episodes, 1 if sample else flip_counts.WORKERS)
    before = {} if sample else published("flips").get("heldout-xl", {})
    return [
        Claim("decisions with a twin", xl["share"], flips.BOUND, least=True,
              published=before.get("share")),
        Claim("twins whose proposal reads otherwise", xl["unequal_texts"], 0, least=False),
    ]  # fmt: skip


def robust(episodes: int, sample: bool) -> list[Claim]:
    """Labels under other weather and redrawn worlds, as `scripts/robustness.py` counts them."""
    judges = build_all(("always-block",))
    cases = [
        case
        for tier in Tier
        for seed in seeds(Split.AUDIT, tier)[:episodes]
        for case in robustness.played(tier, seed, judges)
    ]
    before = {} if sample else published("robustness").get("figures", {})
    noise = shares.noise(cases)["flips"]["all"]["value"]
    kept = shares.sufficiency(cases)["unanimous"]["all"]["value"]
    was = [
        before.get("noise", {}).get("flips", {}).get("all", {}).get("value"),
        before.get("sufficiency", {}).get("unanimous", {}).get("all", {}).get("value"),
    ]
    return [
        Claim("labels that flip under other weather", noise, shares.NOISE_BOUND, least=False,
              published=was[0]),
        Claim("labels on which redrawn worlds agree", kept, shares.SUFFICIENCY_BOUND, least=True,
              published=was[1]),
    ]  # fmt: skip


def leaking(episodes: int, sample: bool) -> list[Claim]:
    """What gives the answer away, as `scripts/leaks.py` asks it."""
    train, _ = leaks.decisions(Split.TRAIN, 16 if sample else 320)
    heldout, _ = leaks.decisions(Split.AUDIT, episodes)
    found = leaks.audit(train, heldout)
    before = {} if sample else published("leaks")
    bounds = (("proposal", "auroc", leaks.PROPOSAL_BOUND), ("metadata", "auroc",
              leaks.METADATA_BOUND), ("cell", "balanced_accuracy", leaks.CELL_BOUND))  # fmt: skip
    claims = [
        Claim(f"{kind} of {name}", found["largest"][name][kind], bound, least=False,
              published=before.get("largest", {}).get(name, {}).get(kind))
        for name, kind, bound in bounds
    ]  # fmt: skip
    added, was = found["reason_adds"], before.get("reason_adds")
    return [*claims, Claim("what the reason adds", added, leaks.REASON_BOUND, False, was)]


def served(episodes: int, sample: bool) -> list[Claim]:
    """A server: sessions at once, memory over episodes, ten random messages an episode."""
    with serving(sentinel) as port:
        apart = sessions.apart(f"http://127.0.0.1:{port}", SESSIONS // (8 if sample else 1))
        random = hostile.bombarded(port, 10 * episodes)
    with serving(sentinel_alone) as port:  # each process has caches to fill before it is flat
        grown = sessions.grown(f"http://127.0.0.1:{port}", episodes)
    print(f"served: {episodes:,} episodes, {random['sent']:,} random messages")
    return [
        Claim("sessions at once that ended with an error", apart["failed"], 0, least=False),
        Claim("transcripts that differ from those played alone", apart["differ"], 0, least=False),
        Claim("megabytes grown over episodes", grown, GROWTH_MB, least=False),
        Claim("random messages without a typed answer", random["untyped"], 0, least=False),
        Claim("connections that a random message ended", random["ended"], 0, least=False),
        Claim("whether another session noticed", random["noticed"], 0, least=False),
    ]


def trained(steps: int, sample: bool) -> list[Claim]:
    """The example that trains; the sample leaves it to the tests."""
    return [] if sample else [Claim(*each) for each in grpo.trained(steps)]


def interrupted(times: int, sample: bool) -> list[Claim]:
    """Evaluations killed at random moments and run again: the same report but for its timing."""
    found = killed.killed(times)
    print(f"killed: {times}, of which {found['left']} had part of the work done")
    return [Claim("reports of a run that was killed that differ", found["differ"], 0, least=False)]


def resumed(_stages: int, sample: bool) -> list[Claim]:
    """A training run of which each stage is killed once; the sample leaves it to the tests."""
    if sample:
        return []
    return [
        *_resumed("", resuming.resumed(), len(resuming.STAGES)),
        *_resumed(", 2 processes", resuming.resumed(processes=2), len(resuming.STAGES)),
        *_resumed(", given up", resuming.resumed(resuming.GIVEN_UP), 1),
        *_resumed(", streamed", resuming.resumed(resuming.STREAMED), 2),
    ]


def _resumed(said: str, found: dict[str, int], stages: int) -> list[Claim]:
    return [
        Claim(f"stages killed and gone on with{said}", found["killed"], stages, least=True),
        Claim(f"steps that the resumed run lacks{said}", found["missing"], 0, least=False),
        Claim(f"steps that the undisturbed run lacks{said}", found["beyond"], 0, least=False),
        Claim(f"steps that it has twice{said}", found["twice"], 0, least=False),
        Claim(f"steps whose figures differ from an undisturbed run{said}", found["differ"], 0,
              least=False),
        Claim(f"data hashes that differ{said}", found["hashes"], 0, least=False),
        Claim(f"streamed stages without a data hash{said}", found["unread"], 0, least=False),
        Claim(f"gates that differ{said}", found["gates"], 0, least=False),
    ]  # fmt: skip


def published(name: str) -> Block:
    """A results file, empty where there is none."""
    path = ROOT / "results" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else {}


if __name__ == "__main__":
    main()
