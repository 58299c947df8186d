"""What an evaluation runs: which incidents, shown how, under which protocols."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sentinel.episode.preview import Preview
from sentinel.errors import ScenarioError
from sentinel.scenario.salt import Salt, check_salt
from sentinel.scenario.splits import Split, named, seeds, tier_named
from sentinel.scenario.tiers import Tier


class Protocol(StrEnum):
    """Whose decisions move the incident on."""

    FIXED = "fixed"
    """A reference policy's, so that every overseer judges the same briefings."""
    CLOSED = "closed"
    """The overseer's own, so that its mistakes do their damage."""


@dataclass(frozen=True, slots=True)
class EpisodeKey:
    """One episode of a split, and the cluster of the bootstrap."""

    tier: Tier
    seed: int


SCRIPTED: Final = "scripted"
"""The built-in responder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    split: Split
    tiers: tuple[Tier, ...] = tuple(Tier)
    preview: Preview = Preview.NONE
    protocols: tuple[Protocol, ...] = tuple(Protocol)
    """The first one gives the headline; a closed loop after it stands beside it."""
    responder: str = SCRIPTED
    """Who proposes: the built-in responder, or what a model is called."""
    salt: Salt | None = None
    """What the private split is made from; None for every other split."""
    by: tuple[str, ...] = ()
    """What figures are grouped by: keys of `breakdown.GROUPINGS`."""
    only: tuple[EpisodeKey, ...] = ()
    """The episodes, tier by tier, where they are not all that the split has; empty where all."""

    @property
    def episodes(self) -> tuple[EpisodeKey, ...]:
        """Every episode, tier by tier, in the order of the seeds."""
        return self.only or tuple(
            EpisodeKey(tier, seed) for tier in self.tiers for seed in seeds(self.split, tier)
        )


DEFAULT_SPLIT: Final = Split.HELDOUT


def plan(
    split: str | None = None,
    tiers: tuple[str, ...] = (),
    preview: str = Preview.NONE,
    protocol: str | None = None,
    salt: Salt | None = None,
    by: tuple[str, ...] = (),
    limit: int | None = None,
) -> Plan:
    """Read a plan from the words of a command.

    Args:
        split: Name of a split; when None `heldout`, or `adversary` for that tier alone.
        tiers: Names of tiers; every tier of the split when empty, each once in the order of the
            tiers.
        preview: Name of a preview.
        protocol: Name of a protocol; both, the fixed one first, when None.
        salt: What the private split is made from.
        by: What figures are grouped by, as `breakdown.check_groupings` accepts it.
        limit: Most incidents of each tier, the first ones; all of them when None.

    Returns:
        The plan.

    Raises:
        ScenarioError: If a word names nothing, with the words that do; or the split has no
            incidents of a tier; or the salt is missing or has no place; or difficulty is asked
            of a closed loop, which has no decisions that all overseers judge.

    Example:
        >>> plan("demo", ("war_room",)).episodes
        (EpisodeKey(tier=<Tier.WAR_ROOM: 'war_room'>, seed=42),)
        >>> plan(preview="full")
        Traceback (most recent call last):
        sentinel.errors.ScenarioError: no preview is named 'full'; there are none, measured, ...
    """
    wanted = {tier_named(tier) for tier in tiers}
    if split is None:
        split = Split.ADVERSARY if wanted == {Tier.ADVERSARY} else DEFAULT_SPLIT
    where = named(split)
    check_salt(where, salt)
    has = [tier for tier in Tier if seeds(where, tier)]
    for tier in sorted(wanted.difference(has)):
        raise ScenarioError(f"{where} has no incidents of {tier}; it has {', '.join(has)}")
    if "difficulty" in by and protocol == Protocol.CLOSED:
        raise ScenarioError("difficulty is measured on fixed decisions; leave protocol closed out")
    tiers_of = tuple(tier for tier in has if not wanted or tier in wanted)
    return Plan(
        where,
        tiers_of,
        Preview(preview),
        tuple(Protocol) if protocol is None else (_protocol(protocol),),
        salt=salt,
        by=by,
        only=()
        if limit is None
        else tuple(
            EpisodeKey(tier, seed) for tier in tiers_of for seed in seeds(where, tier)[:limit]
        ),
    )


def _protocol(word: str) -> Protocol:
    try:
        return Protocol(word)
    except ValueError:
        known = ", ".join(Protocol)
        raise ScenarioError(f"no protocol is named {word!r}; there are {known}") from None
