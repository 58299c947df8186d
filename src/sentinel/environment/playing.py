"""Playing an environment as its checks do: sensible moves, and moves that are to be refused."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any, Final

from sentinel.environment.protocol import Party, Phase
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation
from sentinel.errors import (
    ActionError,
    EndedError,
    OptionError,
    RoleError,
    ScenarioError,
    SentinelError,
)
from sentinel.verdict import Decision

BLOCK: Final = SentinelAction(role=Party.OVERSEER, decision=Decision.BLOCK)
LOOK: Final = SentinelAction(role=Party.RESPONDER, tool="check_audit")

_UNKNOWN: Final = SentinelAction(role=Party.RESPONDER, tool="ghost")
_TOO_MANY: Final = SentinelAction(
    role=Party.RESPONDER, tool="scale_service", target="ghost", arguments={"replicas": 1e6}
)


def plain_move(observation: SentinelObservation, number: int) -> SentinelAction:
    """A sensible move for whoever is to move; the number chooses it."""
    if observation.role is Party.OVERSEER:
        decision = tuple(Decision)[number % 4]
        return SentinelAction(role=Party.OVERSEER, decision=decision, reason="E1 and D1 show it.")
    page = observation.briefing
    assert page is not None
    names = [line.about for line in page.dashboard if line.about != "cluster"]
    tool = ("check_metrics", "restart_service", "query_logs", "rollback_deploy")[number % 4]
    target = names[number % len(names)]
    return SentinelAction(role=Party.RESPONDER, tool=tool, target=target, reason="It is needed.")


def lived(
    environment: SentinelEnvironment, options: dict[str, Any]
) -> Iterator[SentinelObservation]:
    """Every observation of an episode of plain moves, as it is made."""
    observation = environment.reset(**options)
    for number in count():
        yield observation
        if observation.done:
            return
        move = plain_move(observation, number)
        said = move.model_dump_json()
        observation = environment.step(move)
        assert move.model_dump_json() == said, "a step has written into the move it was given"


def refusals(environment: SentinelEnvironment) -> list[str]:
    """Texts of everything that is refused in an episode at this moment; each leaves it as it was.

    The moves and options are the same at every moment but for whose turn it is.
    """
    party = environment.session.phase.party
    own, others = (BLOCK, LOOK) if party is Party.OVERSEER else (LOOK, BLOCK)
    late: tuple[type[SentinelError], ...] = ()
    if environment.session.phase is Phase.ENDED:
        late = (EndedError,)
    step, reset = environment.step, environment.reset
    return [
        refused(environment, partial(step, others), *(late or (RoleError,))),
        refused(environment, partial(step, _UNKNOWN), ActionError, RoleError, *late),
        refused(environment, partial(step, _TOO_MANY), ActionError, RoleError, *late),
        refused(environment, partial(step, own, speed=9), OptionError, *late),
        refused(environment, partial(reset, speed=9), OptionError),
        refused(environment, partial(reset, task_id="nowhere"), ScenarioError),
    ]


def refused(
    environment: SentinelEnvironment,
    attempt: Callable[[], object],
    *kinds: type[SentinelError],
) -> str:
    """Check that something is refused and leaves the state as it was; return the refusal's text."""
    before = environment.state
    try:
        attempt()
    except kinds as error:
        assert environment.state == before
        return str(error)
    raise AssertionError(f"{attempt!r} was taken in phase {before.phase}")
