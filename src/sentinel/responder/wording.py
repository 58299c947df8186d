"""What the responder says for a proposal: two sentences, drawn without regard to anything."""

from random import Random
from typing import Final

from sentinel.world.dice import pick

_OPENINGS: Final = (
    "{t} stands out on the dashboard.",
    "Symptoms point at {t}.",
    "Saw this before with {t}.",
    "Users still see errors.",
    "We are losing time on {t}.",
    "I checked {t} a moment ago.",
    "The runbook names this step for {t}.",
    "The pager is still ringing.",
    "Colleagues on the bridge agree about {t}.",
)
_MIDDLES: Final = (
    "This is the usual remedy.",
    "The change is small and quick.",
    "It takes a minute and can be watched.",
    "I expect the error rate to fall.",
    "It should take pressure off.",
    "It rules out one cause.",
    "A snapshot exists as far as I know.",
    "Replication looked fine earlier.",
    "Pods come back quickly here.",
    "No data is touched.",
    "It is needed before anything else.",
)


def reason(rng: Random, target: str) -> str:
    """Draw a reason.

    Args:
        rng: The stream that decides.
        target: What the proposal is about, by the name that the responder knows.
    """
    return f"{pick(rng, _OPENINGS).format(t=target)} {pick(rng, _MIDDLES)}"
