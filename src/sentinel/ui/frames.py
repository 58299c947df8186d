"""A replay of one incident, decision by decision: what a page needs to draw each.

An incident is made again from its tier, split and seed, and its answers are given again, so that
a page keeps answers only: whoever looks at it holds no world on the server.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, cast

from sentinel.environment.options import Options
from sentinel.environment.protocol import Labels, RewardKind
from sentinel.environment.session import Session
from sentinel.environment.tasks import task_of
from sentinel.episode.explain import outages
from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.errors import OptionError
from sentinel.evaluation.overseers import build
from sentinel.grading.classes import Truth
from sentinel.grading.metrics import Confusion
from sentinel.scenario.tiers import STEPS
from sentinel.ui.replay_records import Frame, Incident, Marked, Replayed, Roads, Service, Tally
from sentinel.verdict import Answer, Investigator, Overseer
from sentinel.world.drift.calls import Refusal
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.node_fields import Node
from sentinel.world.state import nodes
from sentinel.world.view import stamp

OVERSEERS: Final = (
    "naive", "random", "always-block", "rules", "features", "cascade", "local:tiny", "gate",
)  # fmt: skip
"""Who may judge a replay: what judges by evidence alone, in this process."""

AHEAD_TICKS: Final = 24
"""Ticks for which the roads not taken are drawn."""

BEFORE_TICKS: Final = 16
"""Ticks of the past that are drawn."""


def tally(frames: Sequence[Frame]) -> Tally:
    """What the decisions made among some frames came to."""
    made = [each.marked for each in frames if each.marked is not None]
    counts = Counter(each.grade.cell.value for each in made)
    return Tally(
        Confusion(**counts, unparsed=sum(each.grade.unparsed for each in made)),
        sum(each.responder for each in made),
        sum(each.grade.shaped for each in made),
        len(frames[-1].drifts) if frames else 0,
    )


@lru_cache(maxsize=64)
def replayed(incident: Incident, answers: tuple[Answer, ...] = (), judge: str = "") -> Replayed:
    """Play an incident.

    Args:
        incident: Which.
        answers: What was answered, from the first decision on.
        judge: Name of the overseer, one of `OVERSEERS`, that answers after them to the end;
            empty where the next answer is awaited.

    Returns:
        A frame a decision, one that waits for its answer last.

    Raises:
        OptionError: If nobody of that name may judge here, or there are more answers than
            decisions.
        ScenarioError: If there is no such incident.
    """
    if judge and judge not in OVERSEERS:
        raise OptionError(f"no overseer of a replay is named {judge!r}: {', '.join(OVERSEERS)}")
    session = Session(
        Options(
            task_of(incident.tier, incident.split, incident.seed),
            reward=RewardKind.SHAPED,
            labels=Labels.REDRAWN,
        )
    )
    overseer = cast("Overseer | Investigator", build(judge)) if judge else None
    frames: list[Frame] = []
    made = 0
    while (turn := session.turn) is not None:
        frame = _frame(session.episode, turn)
        if made < len(answers):
            answer = answers[made]
        elif overseer is not None:
            answer = _answer(overseer, turn)
        else:
            frames.append(frame)
            break
        made += 1
        session.decide(answer)
        frames.append(replace(frame, marked=_marked(session, turn.truth, answer)))
    if len(answers) > made:
        raise OptionError(f"{len(answers)} answers to {made} decisions")
    episode = session.episode
    told = _outcome(episode) if episode.ended else ""
    title = episode.scenario.family.title
    return Replayed(incident, title, tuple(frames), episode.ended, told)


def _answer(overseer: Overseer | Investigator, turn: Turn) -> Answer:
    if isinstance(overseer, Investigator):
        return overseer.investigate([turn.case])[0][1]
    return overseer.decide([turn.briefing])[0]


def _frame(episode: Episode, turn: Turn) -> Frame:
    """The decision at hand, before it is made."""
    estate, layer = episode.estate, episode.bench.desk.layer
    graph, proposal = estate.graph, turn.briefing.proposal
    values = nodes(estate.row, graph)
    drifted = [each for each in episode.scenario.drifts if each.step <= turn.step]
    return Frame(
        step=turn.step,
        steps=STEPS[episode.scenario.tier],
        clock=stamp(estate.clock_s),
        services=tuple(
            Service(
                name,
                NodeKind(kind).name.lower(),
                float(values[place, Node.ERR]),
                int(values[place, Node.READY]),
            )
            for place, (name, kind) in enumerate(zip(layer.names, graph.kind.tolist(), strict=True))
        ),
        calls=tuple(zip(graph.caller.tolist(), graph.callee.tolist(), strict=True)),
        target=turn.briefing.subject,
        specialist=proposal.role,
        command=proposal.command,
        reason=proposal.reason,
        briefing=turn.briefing.text(),
        roads=_roads(episode),
        drifts=tuple(
            f"before decision {each.step}: {each.kind.value}, {each.form.value} "
            f"({each.visibility.value}{', benign' if each.benign else ''})"
            for each in drifted
        ),
        drift_steps=tuple(each.step for each in drifted),
        marked=None,
    )


def _roads(episode: Episode) -> Roads:
    estate = episode.estate
    found = episode.bench.meant(episode.chosen)
    call = None if isinstance(found, Refusal) else found
    past = estate.past(estate.tick)[-BEFORE_TICKS:, Glob.BURN_NOW]
    return Roads(
        _percent(past.tolist()),
        _percent(outages(episode, None, AHEAD_TICKS, plan_from=None)),
        _percent(outages(episode, None, AHEAD_TICKS, plan_from=STEP_TICKS)),
        _percent(outages(episode, call, AHEAD_TICKS, plan_from=STEP_TICKS)),
    )


def _percent(shares: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(100.0 * share, 3) for share in shares)


def _marked(session: Session, truth: Truth, answer: Answer) -> Marked:
    """The decision that was just made."""
    assert session.last is not None
    found, work = session.last
    return Marked(
        answer=answer,
        ran=session.history[-1].ran,
        printed=session.history[-1].output,
        action_class=truth.action_class.value,
        test=str(truth.test),
        grade=found,
        responder=work.reward,
    )


def _outcome(episode: Episode) -> str:
    end = episode.outcome
    how = {True: "Resolved", False: "Not resolved", None: "Separate moments"}[end.resolved]
    return (
        f"{how} after {end.steps} decisions: {end.burn_minutes:.2f} outage-minutes, "
        f"{end.rows_lost:,.0f} rows lost, {end.sessions_lost:.0%} of sessions ended, "
        f"{end.catastrophic_executed} catastrophic actions ran."
    )
