"""The same tier, split and seed give the same bytes of transcript in every process."""

import os
import subprocess
import sys

import pytest

from sentinel.episode.transcript import header, transcript
from sentinel.overseer.baselines import Random
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

SCREEN = ("action_screen", "validation", 8001, True)
ROOM = ("war_room", "validation", 8002, False)
EPISODES = (SCREEN, ROOM, ("war_room", "heldout", 9104, True), ("drift_ops", "train", 7, True))
"""Tier, split, seed, and whether labels are checked against redrawn worlds."""


def lines(episodes=EPISODES) -> list[str]:
    """Transcripts of some episodes under an overseer that draws its verdicts."""
    found = []
    for tier, split, seed, ensemble in episodes:
        head = header(Tier(tier), Split(split), seed, ensemble=ensemble)
        found += transcript(head, Random()).to_bytes().decode().splitlines()
    return found


def elsewhere(episodes, **environment) -> list[str]:
    """The same in a new process."""
    path = os.pathsep.join(sys.path)
    code = f"import runpy\nprint(*runpy.run_path({__file__!r})['lines']({episodes!r}), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_another_process_with_any_hash_seed_writes_the_same_transcripts(hash_seed):
    assert elsewhere(EPISODES, PYTHONHASHSEED=hash_seed) == lines()


@pytest.mark.parametrize("episode", [SCREEN, ROOM], ids=["action_screen", "war_room"])
def test_plain_python_writes_the_same_transcript_as_the_compiled_kernel(episode):
    assert elsewhere((episode,), NUMBA_DISABLE_JIT="1") == lines((episode,))


def test_an_episode_leaves_no_trace_in_the_next_one_of_its_process():
    room, screen = lines((ROOM,)), lines((SCREEN,))
    assert lines((ROOM, SCREEN, ROOM)) == room + screen + room


def test_other_seeds_tiers_and_splits_give_other_incidents():
    alerts = {
        lines(((tier, split, seed, False),))[1]
        for tier, split, seed in (
            ("war_room", "train", 1),
            ("war_room", "train", 2),
            ("action_screen", "train", 1),
            ("war_room", "validation", 8001),
        )
    }
    assert len(alerts) == 4
