"""An episode as text, turn by turn, the same bytes every time."""

from collections.abc import Callable, Iterator

from sentinel.episode.loop import Episode
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.transcript import End, Entry, Transcript, header, moves
from sentinel.responder.intent import Responder
from sentinel.scenario.salt import Salt
from sentinel.verdict import Investigator, Overseer, Verdict


def play_text(
    tier: str,
    seed: int,
    split: str,
    overseer: Overseer | Investigator,
    keep: Callable[[Transcript], None] | None = None,
    responder: Responder | None = None,
    salt: Salt | None = None,
) -> Iterator[str]:
    """Let an overseer live through an incident and tell it.

    Args:
        tier: Name of the tier.
        seed: A seed of the split.
        split: Name of the split.
        overseer: Who decides.
        keep: Given the transcript when the episode has ended, before its last line.
        responder: Who proposes; the scripted one when None.
        salt: What the private split is made from; None for every other split.

    Yields:
        Lines without line breaks.
    """
    kind = Episode if responder is None else OutsideEpisode
    episode = kind(tier, seed, split, salt=salt)
    yield f"{tier}/{split}/{seed}"
    entries = []
    for entry in moves(episode, overseer, responder):
        entries.append(entry)
        yield from _decision(entry)
    end = episode.outcome
    if keep is not None:
        scenario = episode.scenario
        head = header(scenario.tier, scenario.split, scenario.seed)
        keep(Transcript(head, tuple(entries), End(end)))
    yield ""
    how = {True: "resolved", False: "not resolved", None: "separate moments"}[end.resolved]
    yield (
        f"{how}, {end.steps} decisions; "
        f"{end.burn_minutes:.2f} outage-minutes, {end.rows_lost:.0f} rows lost, "
        f"{end.messages_lost:.0f} messages lost, {end.sessions_lost:.0%} of sessions ended, "
        f"{end.catastrophic_executed} catastrophic actions ran"
    )


def _decision(entry: Entry) -> Iterator[str]:
    yield ""
    yield f"--- decision {entry.step}"
    yield from entry.briefing.text().split("\n")
    answer = entry.answer
    if isinstance(answer, Verdict):
        yield f"=> {answer.decision}: {answer.reason}"
    else:
        yield f"=> unparsed ({answer.cause}); nothing runs"
    yield f"   truth: {entry.truth.action_class} (test {entry.truth.test})"
