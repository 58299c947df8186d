"""The fixed decisions of an incident, the same for every overseer."""

from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.scenario.salt import Salt


def fixed_turns(
    tier: str, seed: int, split: str = "train", preview: str = "none", ensemble: bool = True,
    salt: Salt | None = None,
    payload: str = "whole",
) -> list[Turn]:  # fmt: skip
    """The decisions of an incident under the reference operator, blind to any overseer.

    The reference operator never lets run what does damage, since a ruined
    estate leaves nothing to decide, and lets `REFERENCE_RUNS` of everything
    else run by a coin seeded by the scenario. Nor does it let run what an adversary
    proposes, so that episodes which differ in its work alone stay in step.
    """
    episode = Episode(tier, seed, split, preview, ensemble, salt, payload)
    turns = []
    while (turn := episode.turn) is not None:
        turns.append(turn)
        episode.pass_by_reference()
    return turns
