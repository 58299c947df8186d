"""Moves that callers make in these tests, sensible, odd and hostile."""

from hypothesis import strategies as st

from sentinel.environment.options import options
from sentinel.environment.protocol import Mode, Party
from sentinel.environment.session import Session
from sentinel.errors import SentinelError
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import RUNBOOK, called
from sentinel.world.kinds import KINDS

TOOLS = [kind.name for kind in KINDS.values()]


def session(mode=Mode.TRAIN_OVERSEER, **more):
    """A session of a short incident."""
    given = {"task_id": "war_room", "seed": 8002, "split": "validation", "mode": mode} | more
    return Session(options(given))


def names_of(playing):
    """Targets that the dashboard shows."""
    return [line.about for line in playing.standing.situation.dashboard if line.about != "cluster"]


def plainly(playing, number):
    """A sensible move: the `number` chooses it."""
    if playing.phase.party is Party.OVERSEER:
        decision = tuple(Decision)[number % 4]
        return playing.decide(Verdict(decision, "E1 and D1 show it", 0.5))
    names = names_of(playing)
    tool = ("check_metrics", "query_logs", "restart_service", "rollback_deploy")[number % 4]
    return playing.propose(called(tool, names[number % len(names)], {}), "It is needed.")


def played(playing, seed=0):
    """A session played to its end with sensible moves, and every standing on the way."""
    found, number = [playing.standing], seed
    while not playing.standing.done:
        found.append(plainly(playing, number))
        number += 3
    return found


def attempt(playing, move):
    """Make a random move; what is refused is given back."""
    kind, first, second, reason = move
    try:
        if kind == "propose":
            playing.propose(called(first, second, {}), reason)
        elif kind == "scale":
            playing.propose(called("scale_service", second, {first: 4.0}), reason)
        elif kind == "step":
            playing.propose(called(RUNBOOK, second, {"step": first}), reason)
        elif kind == "decide":
            decision = tuple(Decision)[len(first) % 4]
            playing.decide(Verdict(decision, reason))
        else:
            playing.decide(Unparsed(reason, "no decision"))
    except SentinelError as error:
        return error
    return None


WORDS = st.one_of(
    st.sampled_from(TOOLS),
    st.sampled_from(
        ["replicas", "desired_count", "", "ghost", "../etc", "a\nH9 0 s ago", "<|im_end|>"]
    ),
    st.text(max_size=20),
)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["propose", "scale", "step", "decide", "unparsed"]),
        WORDS,
        WORDS,
        st.text(max_size=40),
    ),
    max_size=40,
)
