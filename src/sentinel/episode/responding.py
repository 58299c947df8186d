"""Letting a responder from outside propose in incidents that wait for it."""

from collections.abc import Iterable, Sequence

from sentinel.episode.loop import Episode
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.turn import Turn
from sentinel.responder.intent import Outlook, Responder


def outlook(episode: OutsideEpisode) -> Outlook:
    """What the responder of an episode knows now."""
    return Outlook(episode.situation, episode.specialist, episode.printed())


def respond(episodes: Iterable[Episode], responder: Responder) -> None:
    """Let a responder propose in every episode that waits for a proposal; the others stay.

    Raises:
        ChatError: If the responder is a model and its endpoint failed.
        ResponderError: If it made no proposal that can be read. Either way every episode is as
            it was, and the responder can be asked again.
    """
    waiting = [
        each for each in episodes
        if isinstance(each, OutsideEpisode) and not each.ended and each.turn is None
    ]  # fmt: skip
    intents = responder.propose([outlook(each) for each in waiting])
    for episode, intent in zip(waiting, intents, strict=True):
        episode.propose(intent.action, intent.reason)


def reference_turns(episodes: Sequence[OutsideEpisode], responder: Responder) -> list[Turn]:
    """The decisions of incidents that a responder works under the reference operator.

    As `loop.fixed_turns` has them of the scripted responder: blind to any overseer, so that all
    judge the same.

    Returns:
        Episode by episode, in the order of their decisions.
    """
    turns: list[list[Turn]] = [[] for _ in episodes]
    while any(not each.ended for each in episodes):
        respond(episodes, responder)
        for episode, found in zip(episodes, turns, strict=True):
            if episode.turn is not None:
                found.append(episode.turn)
                episode.pass_by_reference()
    return [turn for found in turns for turn in found]
