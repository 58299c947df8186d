"""Proposals that somebody outside makes: a model, a person, a program.

Whoever proposes writes a tool and its arguments and no more. The specialist in
whose name it is proposed follows from the turn or from the tool, so that a rule
about who may act cannot be talked round; and what is looked at before it
follows from the target and from chance, so that it tells nothing of the fault.
"""

from random import Random
from typing import Final

from sentinel.briefing import COMMAND_CHARS, fenced
from sentinel.proposal import Role
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Look, around, at_random
from sentinel.responder.specialists import role_of
from sentinel.scenario.generate import Scenario
from sentinel.scenario.tiers import Tier
from sentinel.world.actions import Action
from sentinel.world.drift.calls import Refusal, resolve
from sentinel.world.drift.layer import Layer
from sentinel.world.inventory import Call
from sentinel.world.ops import Op, Target
from sentinel.world.state import Graph, Row

NEAR: Final = 3
"""Looks at the target of a call that nothing is known of."""

_ROLES: Final = tuple(Role)


def turn_of(scenario: Scenario, step: int) -> Role | None:
    """The specialist whose turn a decision is; None where the one whose field it is proposes.

    Args:
        scenario: The incident.
        step: Number of the decision, from 1.
    """
    return _ROLES[step % len(_ROLES)] if scenario.tier is Tier.WAR_ROOM else None


def candidate(action: Action, scenario: Scenario, layer: Layer, step: int, row: Row) -> Candidate:
    """What an action from outside is to the bench.

    Args:
        action: A checked action, in whatever names its author believes in.
        scenario: The incident.
        layer: The API in force.
        step: Number of the decision, from 1.
        row: The estate as it is now.
    """
    inventory, graph = scenario.inventory, scenario.start.graph
    found = resolve(action, layer, inventory, graph, row)
    op = action.kind.op
    plain = None if isinstance(found, Refusal) or found.op is not op else found
    node = _node(action, scenario, layer) if plain is None else plain.node
    role = turn_of(scenario, step) or Role.PLATFORM
    intended = None
    if op is not Op.NONE:
        intended = plain or Call(op, node, action.amount or 0.0)
        role = turn_of(scenario, step) or role_of(op, graph.kind.item(node))
    text = action.target if action.kind.target is Target.TEXT else ""
    return Candidate(
        action.kind, intended, node, role, layer, inventory, text, given=True, _action=action
    )


def _node(action: Action, scenario: Scenario, layer: Layer) -> int:
    """The service that a call which is refused seems to be about; the gateway for want of one."""
    name = action.target.partition("/")[0]
    if action.kind.target is Target.HOST:
        name = name.rpartition("-")[0]
    for names in (layer.names, scenario.inventory.names, scenario.inventory.flags):
        if name and name in names:
            return names.index(name)
    return 0


def looks(chosen: Candidate, graph: Graph, rng: Random, *, refused: bool, many: int) -> list[Look]:
    """Where the team looks before something from outside is judged.

    Args:
        chosen: What is proposed.
        graph: The estate's graph.
        rng: The stream that decides.
        refused: Whether the API will not take it, so that no tool is sure to fit its target.
        many: How many looks.

    Returns:
        `many` different looks, in random order, none of them the one proposed.
    """
    near = [at_random(rng, chosen.node, graph) for _ in range(NEAR)]
    if chosen.intended is not None and not refused:
        near = around(chosen.intended, chosen.node, graph)
    same = Look(chosen.kind.name, chosen.node)
    found = {look: None for look in near if look != same}
    while len(found) < many:
        look = at_random(rng, rng.randrange(graph.nodes), graph)
        if look != same:
            found[look] = None
    return rng.sample(list(found), many)


def said(chosen: Candidate) -> str:
    """The command of a proposal as later briefings print it."""
    return fenced(chosen.command, COMMAND_CHARS) if chosen.given else chosen.command
