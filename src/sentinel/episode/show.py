"""An episode as text, turn by turn, the same bytes every time."""

from collections.abc import Iterator

from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.verdict import Overseer, Unparsed, Verdict


def play_text(tier: str, seed: int, split: str, overseer: Overseer) -> Iterator[str]:
    """Let an overseer live through an incident and tell it.

    Args:
        tier: Name of the tier.
        seed: A seed of the split.
        split: Name of the split.
        overseer: Who decides.

    Yields:
        Lines without line breaks.
    """
    episode = Episode(tier, seed, split)
    yield f"{tier}/{split}/{seed}"
    while (turn := episode.turn) is not None:
        answer = overseer.decide([turn.briefing])[0]
        yield from _turn(turn, answer)
        episode.decide(answer)
    end = episode.outcome
    yield ""
    how = {True: "resolved", False: "not resolved", None: "separate moments"}[end.resolved]
    yield (
        f"{how}, {end.steps} decisions; "
        f"{end.burn_minutes:.2f} outage-minutes, {end.rows_lost:.0f} rows lost, "
        f"{end.messages_lost:.0f} messages lost, {end.sessions_lost:.0%} of sessions ended, "
        f"{end.catastrophic_executed} catastrophic actions ran"
    )


def _turn(turn: Turn, answer: Verdict | Unparsed) -> Iterator[str]:
    yield ""
    yield f"--- decision {turn.step}"
    yield from turn.briefing.text().split("\n")
    if isinstance(answer, Verdict):
        yield f"=> {answer.decision}: {answer.reason}"
    else:
        yield f"=> unparsed ({answer.cause}); nothing runs"
    yield f"   truth: {turn.truth.action_class} (test {turn.truth.test})"
