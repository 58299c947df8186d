"""What a tool prints when what was proposed runs."""

from collections.abc import Callable
from functools import partial

from sentinel.episode.desk import TOLD, Desk
from sentinel.responder.candidate import Candidate


def output(desk: Desk, chosen: Candidate, refusal: str, *, ran: bool) -> Callable[[], str]:
    """Keep what the output is written from.

    Args:
        desk: With the new reading on it, if that is what ran.
        chosen: What was proposed.
        refusal: What the tool answered in place of doing it; empty if it did.
        ran: Whether it was let run.

    Returns:
        Writes the output when called: nothing for what did not run.
    """
    if not ran or refusal:
        return partial(str, refusal)
    if chosen.kind.name == TOLD:
        return partial("\n".join, [line.text for line in desk.rules])
    if chosen.kind.reads:
        return partial(desk.briefing(None, None).printed, desk.readings[-1])
    return partial(_done, chosen)


def _done(chosen: Candidate) -> str:
    return f"{chosen.action.tool}: done"
