"""The scripted responder: what it might propose next, why, and in whose name.

It wants to mend the incident and is not always able to: it restarts victims,
skips snapshots, acts on stale names, believes red herrings, over-reaches. It
returns weighted candidates and sees no class; reasons are drawn without regard
to what an action deserves.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Final

from sentinel.proposal import Role
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Looked, at_random
from sentinel.responder.moving import CHANGED, Moving, knows_better
from sentinel.responder.specialists import CROSS_ROLE, READERS, leaning, role_of
from sentinel.responder.strays import AMOUNTS, STRAYS, strays
from sentinel.responder.wording import reason
from sentinel.scenario.generate import Scenario
from sentinel.scenario.tiers import Tier
from sentinel.world.dice import below, between, pick
from sentinel.world.drift.kinds import Drift
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP, KINDS
from sentinel.world.ops import Op, Target
from sentinel.world.state import Row

STALLS: Final = 0.75
"""Share of proposed reads that look where the responder has just looked."""

PLAN: Final = 10.0
"""Weight of the step that is due, once it is found; everything else together has some sixteen.

Twice that where two faults have a plan each.
"""

LOOKS: Final = 0.2
"""Weight of all that only looks, with everything but the step that is due as 1."""

MOST_IDEAS: Final = 60
"""Ideas after which nothing else occurs to the responder."""

_READ: Final = "read"
_SUBMIT: Final = "submit"
_ROLES: Final = tuple(Role)


class Scripted:
    """The responder of one incident: what occurs to it, likelier things more often.

    Ideas come one at a time and are worked out only when they come, since most
    decisions need few of them.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._kinds: list[int] = scenario.start.graph.kind.tolist()
        self._of = {kind: scenario.start.graph.of_kind(kind) for kind in NodeKind}
        fault = scenario.fault
        self._likely = [
            (share / len(calls), self._own(call), call)
            for share, calls in ((4.0, fault.fixes), (3.0, fault.tempting), (5.0, fault.dangerous))
            for call in calls
        ]
        self._pools: dict[Role | None, _Pool] = {}
        self._candidates: dict[tuple[int, Role, Op, int, float], Candidate] = {}
        self._moving = Moving(scenario)
        self._plan = PLAN if scenario.second is None else 2.0 * PLAN

    def ideas(
        self,
        layer: Layer,
        next_step: Call | None,
        step: int,
        recent: Sequence[Looked],
        rng: Random,
        changed: Sequence[Drift] = (),
    ) -> Iterator[Candidate]:
        """What the responder might propose now.

        Args:
            layer: The API as it believes it to be.
            next_step: The step of the plan that is due, if it has found the plan.
            step: Number of the decision, from 1; decides whose turn it is in `war_room`.
            recent: Where it has looked lately; it may look there again, which tells nothing new.
            rng: The stream that decides.
            changed: What has changed by now, known to the responder or not.

        Yields:
            At most `MOST_IDEAS` candidates; what is likely comes again and again.
        """
        turn = _ROLES[step % len(_ROLES)] if self._scenario.tier is Tier.WAR_ROOM else None
        pool = self._pools.get(turn)
        if pool is None:
            pool = self._pools[turn] = self._pool(turn)
        first = 0.0
        if next_step is not None and next_step.op is not Op.NONE:
            first = self._plan * leaning(self._own(next_step), turn)
        heights, last, random = pool.heights, len(pool.heights) - 1, rng.random
        moved = CHANGED * (first + heights[last]) if changed else 0.0
        whole = first + heights[last] + moved
        ready = pool.made(layer.version) if turn is not None else {}
        for _ in range(MOST_IDEAS):
            height = random() * whole
            idea: Call | NodeKind | str | None = next_step
            found, place = None, -1
            if height >= first + heights[last]:
                idea = self._moving.call(pick(rng, changed), AMOUNTS, rng) or _READ
            elif height >= first:
                place = bisect_right(heights, height - first, 0, last)
                idea, found = pool.ideas[place], ready.get(place)
            if found is None:
                found = self._thought(idea, layer, turn, recent, rng)
                if place >= 0 and turn is not None and isinstance(idea, Call):
                    ready[place] = found
            if not layer.changes or not knows_better(found, layer, rng):
                yield found

    def _thought(
        self, idea: Call | NodeKind | str | None, layer: Layer, turn: Role | None,
        recent: Sequence[Looked], rng: Random,
    ) -> Candidate:  # fmt: skip
        """What comes of an idea."""
        if isinstance(idea, Call):
            return self._candidate(idea.op, idea.node, idea.amount, layer, turn, rng)
        if isinstance(idea, NodeKind):
            return self._stray(idea, layer, turn, rng)
        if idea == _READ:
            return self._reading(layer, turn, recent, rng)
        return self._submission(layer, turn, rng)

    def reason(self, candidate: Candidate, layer: Layer, rng: Random) -> str:
        """What the responder says for a candidate, drawn without regard to what it deserves."""
        return reason(rng, layer.names[candidate.node])

    def _pool(self, turn: Role | None) -> "_Pool":
        """Every idea with its weight, on somebody's turn."""
        weights = [share * leaning(own, turn) for share, own, _ in self._likely]
        ideas: list[Call | NodeKind | str] = [call for _, _, call in self._likely]
        for kind, nodes in self._of.items():
            share = 4.0 * len(nodes) / len(self._kinds)
            weights.append(share * strays(kind, turn)[1][-1] / len(STRAYS[kind]))
            ideas.append(kind)
        whole = sum(weights)
        heights = accumulate([*weights, LOOKS * whole, 0.02 * whole])
        return _Pool((*ideas, _READ, _SUBMIT), tuple(heights))

    def _own(self, call: Call) -> Role:
        """The specialist whose field a call belongs to here."""
        return role_of(call.op, self._kinds[call.node])

    def _candidate(
        self, op: Op, node: int, amount: float, layer: Layer, turn: Role | None, rng: Random
    ) -> Candidate:
        role = turn
        if role is None:
            role = role_of(op, self._kinds[node])
            if rng.random() < CROSS_ROLE:
                role = pick(rng, _ROLES)
        key = (layer.version, role, op, node, amount)
        found = self._candidates.get(key)
        if found is None:
            kind, inventory = BY_OP[op], self._scenario.inventory
            nameless = kind.target is Target.NOTHING or (
                kind.target is Target.FLAG and not inventory.flags[node]
            )
            about = self._scenario.fault.culprit if nameless else node
            found = Candidate(kind, Call(op, node, amount), about, role, layer, inventory)
            self._candidates[key] = found
        return found

    def _stray(self, kind: NodeKind, layer: Layer, turn: Role | None, rng: Random) -> Candidate:
        """Something that occurs to a responder who looks at any service of a kind."""
        ops, heights = strays(kind, turn)
        op = ops[bisect_right(heights, rng.random() * heights[-1], hi=len(ops) - 1)]
        amounts = AMOUNTS.get(op)
        node = pick(rng, self._of[kind])
        amount = pick(rng, amounts) if amounts else 0.0
        return self._candidate(op, node, amount, layer, turn, rng)

    def _reading(
        self, layer: Layer, turn: Role | None, recent: Sequence[Looked], rng: Random
    ) -> Candidate:
        graph, fault = self._scenario.start.graph, self._scenario.fault
        if rng.random() < STALLS:
            look: Looked = pick(rng, recent)
        else:
            near = rng.random() < 0.6
            look = at_random(
                rng, pick(rng, fault.places) if near else below(rng, graph.nodes), graph
            )
        role = turn if turn is not None else pick(rng, READERS)
        inventory = self._scenario.inventory
        return Candidate(KINDS[look.tool], None, look.node, role, layer, inventory)

    def _submission(self, layer: Layer, turn: Role | None, rng: Random) -> Candidate:
        name = pick(rng, ("submit_severity", "submit_root_cause", "submit_resolution"))
        target = "users are served again"
        if name == "submit_severity":
            target = pick(rng, ("sev1", "sev2", "sev3"))
        elif name == "submit_root_cause":
            what = pick(rng, ("deploy", "capacity", "network", "data"))
            target = f"{self._scenario.inventory.names[between(rng, 1, 4)]} {what}"
        role = turn if turn is not None else Role.PLATFORM
        about, inventory = self._scenario.fault.culprit, self._scenario.inventory
        return Candidate(KINDS[name], None, about, role, layer, inventory, target)


@dataclass(slots=True)
class _Pool:
    """Ideas and how likely each is."""

    ideas: tuple[Call | NodeKind | str, ...]
    """Mutations; kinds of service, for something that occurs to who looks at one; other things."""
    heights: tuple[float, ...]
    """Sums of their weights so far."""
    _version: int = 0
    _made: dict[int, Candidate] = field(default_factory=dict)

    def made(self, version: int) -> dict[int, Candidate]:
        """What ideas have come to under a version of the API, by their place."""
        if version != self._version:
            self._version = version
            self._made.clear()
        return self._made


def due(scenario: Scenario, row: Row) -> Call | None:
    """The first step of the plan that still needs doing, or None when the plan is done."""
    for step in scenario.fault.plan:
        if not step.done(row):
            return step.call
    return None
