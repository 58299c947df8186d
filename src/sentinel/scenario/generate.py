"""Making a scenario from `(tier, split, seed)`: an estate, its circumstances, a fault, its rules.

Every part draws from a stream of its own, named after it, so that two
scenarios which differ in one circumstance agree in everything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.errors import ScenarioError
from sentinel.scenario.acceptance import worth_playing
from sentinel.scenario.changes import changes
from sentinel.scenario.deploys import with_deploys
from sentinel.scenario.ground import LATEST, SERIES, Healthy, Key, healthy
from sentinel.scenario.policies import Policy
from sentinel.scenario.policies import draw as draw_policies
from sentinel.scenario.salt import Salt, check_salt, salted
from sentinel.scenario.second import Second, both, may_occur, put, second_of
from sentinel.scenario.shares import drawn
from sentinel.scenario.splits import Split, check_seed, held_out, parity
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.kinds import Drift
from sentinel.world.drift.layer import Layer
from sentinel.world.estate import Estate
from sentinel.world.faults.catalogue import BY_ID, PRIOR, QUIET
from sentinel.world.faults.family import Family, Fault, Site
from sentinel.world.fields import Glob
from sentinel.world.horizon import roll
from sentinel.world.inventory import Inventory
from sentinel.world.predicates import Predicates, draw, impose, lots
from sentinel.world.rollout import plan_array
from sentinel.world.state import Row

SHOWN: Final = 18
"""First draw of the demo, which is to show an incident with harm in it; in an earlier one the
first action mends everything."""

MAX_ATTEMPTS: Final = 1_000
"""Draws after which a seed is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """One incident, ready to be played. Nothing in it changes while it is."""

    tier: Tier
    split: Split
    seed: int
    attempt: int
    """Which draw was accepted, from 0."""
    family: Family
    predicates: Predicates
    fault: Fault
    """What went wrong, of both faults where there are two."""
    policies: tuple[Policy, ...]
    drifts: tuple[Drift, ...]
    inventory: Inventory
    """With the deploys of the incident in it."""
    start: Estate
    """The estate at the first proposal; fork it, never advance it."""
    plan: NDArray[np.float64]
    """The remediation, as `rollout.plan_array` gives it."""
    shape: str
    domain: str
    salt: Salt | None = None
    """What a private split is made from; None for every other."""
    second: Second | None = None
    """The second of two faults, of which `fault` and `plan` are made; None where there is one."""
    layer: Layer = field(init=False)
    """The API at the start."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "layer", Layer(1, self.inventory.names))

    def stream(self, name: str) -> Random:
        """A stream of random numbers of this scenario's own."""
        return self.key.stream(name)

    @property
    def key(self) -> Key:
        """Which draw it is."""
        return Key(self.tier, self.split, self.seed, self.attempt, self.salt)

    @property
    def noise_seed(self) -> int:
        """What the small errors of its tools are drawn from."""
        return self.seed if self.salt is None else self.salt.number(f"{self.tier}/{self.seed}")


def scenario(tier: Tier, split: Split, seed: int, salt: Salt | None = None) -> Scenario:
    """Make the scenario of a seed: the first draw that is accepted, of the demo from `SHOWN` on.

    Raises:
        ScenarioError: If the seed is not in the split, a salt is missing or has no place, or
            no draw was accepted.
    """
    check_seed(split, tier, seed)
    check_salt(split, salt)
    family = _family(tier, split, seed, salt)
    first = SHOWN if split is Split.DEMO else 0
    for attempt in range(first, first + MAX_ATTEMPTS):
        made = _sketch(family, Key(tier, split, seed, attempt, salt))
        if made is not None and worth_playing(made.estate, made.plan, family, made.second):
            return _finished(made)
    raise ScenarioError(f"no acceptable scenario for {tier}/{split}/{seed}")


def remembered(tier: Tier, split: Split, seed: int, salt: Salt | None = None) -> Scenario:
    """The scenario of a seed; the latest are remembered, for who plays one again."""
    return _of_family(_family(tier, split, seed, salt).id, tier, split, seed, salt)


@lru_cache(maxsize=LATEST)
def _of_family(_: str, tier: Tier, split: Split, seed: int, salt: Salt | None) -> Scenario:
    """The same; who has other families drawn meets none that was remembered before."""
    return scenario(tier, split, seed, salt)


def draft(
    tier: Tier, split: Split, seed: int, attempt: int, predicates: Predicates | None = None,
    salt: Salt | None = None,
) -> Scenario | None:  # fmt: skip
    """Make one draw.

    Args:
        tier: Its tier.
        split: Its split.
        seed: Its seed.
        attempt: Which draw.
        predicates: Circumstances to use instead of the drawn ones, for twins.
        salt: What a private split is made from.

    Returns:
        The scenario, or None when the draw's circumstances belong to another split.
    """
    key = Key(tier, split, seed, attempt, salt)
    made = _sketch(_family(tier, split, seed, salt), key, predicates)
    return None if made is None else _finished(made)


def starts(made: Scenario, given: Iterable[Predicates]) -> list[Row | None]:
    """Where a scenario would stand at the first proposal under each of some other circumstances.

    The fault is put in anew each time, and nothing of it but the state is worked out. None where
    a second fault finds no place under them.
    """
    key, family, base = made.key, made.family, healthy(made.key)
    graph, none = base.ground.graph, plan_array(())
    chance = lots(key.stream("impose"), graph)
    running: dict[bool, Row] = {}
    found: list[Row | None] = []
    for each in given:
        if each.low_traffic not in running:
            running[each.low_traffic] = base.running(low_traffic=each.low_traffic).row
        row = running[each.low_traffic].copy()
        impose(each, chance, row, graph)
        site = Site(key.stream("fault"), graph, row, each)
        fault = family.inject(site)
        if made.second is not None and put(key, site, fault, made.second.family) is None:
            found.append(None)
            continue
        ticks = site.rng.randint(*family.onset)
        roll(row, graph.kind, graph.first, graph.callee, base.weather, none, ticks, ticks)
        row[Glob.BURN : Glob.BURN_NOW] = 0.0
        found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A draw with its fault, before its names, rules and changes are worked out."""

    key: Key
    family: Family
    base: Healthy
    site: Site
    fault: Fault
    estate: Estate
    """At the first proposal; it has no names yet."""
    plan: NDArray[np.float64]
    injected: int
    """Tick at which the fault was put in."""
    second: Second | None


def _sketch(family: Family, key: Key, predicates: Predicates | None = None) -> _Sketch | None:
    given, another = predicates, second_of(key, family)
    if given is None:
        given = draw(key.stream("circumstances"))
        if any(getattr(given, name) != value for name, value in family.needs):
            return None
        if family is not QUIET and parity(family, given) != held_out(key.split):
            return None
        if another is not None and not may_occur(key, another, given):
            return None
    base = healthy(key)
    graph = base.ground.graph
    among = (*family.among, *(() if another is None else another.among))
    if any(not graph.of_kind(kind) for kind in among):
        return None
    estate = base.running(low_traffic=given.low_traffic)
    before = estate.row.copy()
    impose(given, lots(key.stream("impose"), graph), estate.row, graph)
    changed = np.flatnonzero(before != estate.row)
    estate.log[: estate.tick + 1, changed] = estate.row[changed]
    site = Site(key.stream("fault"), graph, estate.row, given)
    fault = family.inject(site)
    second = None if another is None else put(key, site, fault, another)
    if second is not None:
        fault = both(second)
    elif another is not None:
        return None
    injected = estate.tick
    estate.advance(site.rng.randint(*family.onset))
    estate.row[Glob.BURN : Glob.BURN_NOW] = 0.0
    plan = plan_array(fault.plan)
    return _Sketch(key, family, base, site, fault, estate, plan, injected, second)


def _finished(made: _Sketch) -> Scenario:
    key, base, estate, fault = made.key, made.base, made.estate, made.fault
    other = None if made.second is None else made.second.fault
    inventory = with_deploys(base.ground.inventory, made.site.rng, fault, made.injected, other)
    estate.inventory = inventory
    policies = draw_policies(key.stream("policies"), estate.clock_s)
    return Scenario(
        key.tier, key.split, key.seed, key.attempt, made.family, made.site.predicates, fault,
        policies, changes(key, estate, fault, policies),
        inventory, estate, made.plan, base.shape, base.domain, key.salt, made.second,
    )  # fmt: skip


def accepted(made: Scenario) -> bool:
    """Whether a scenario is worth playing: waiting costs or risks something, the plan resolves it.

    Of two faults each must be mended: the plan of either alone does not resolve it. A false
    alarm is the declared exception: it must burn nothing.
    """
    return worth_playing(made.start, made.plan, made.family, made.second)


def family_of(tier: Tier, split: Split, seed: int) -> str:
    """The id of the family that a seed of a split without a salt has, without making its world.

    Raises:
        ScenarioError: If the seed is not in the split, or the split needs a salt.
    """
    check_seed(split, tier, seed)
    check_salt(split, None)
    return _family(tier, split, seed, None).id


def _family(tier: Tier, split: Split, seed: int, salt: Salt | None) -> Family:
    """The family of a seed, the same in every draw of it."""
    chooser = Random(salted(f"{SERIES}/{tier}/{split}/{seed}/family", salt))
    return BY_ID[drawn(chooser, split, PRIOR)]
