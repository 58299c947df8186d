"""Episodes played from end to end, for tests."""

from sentinel.episode.loop import Episode
from sentinel.verdict import Decision, Unparsed, Verdict

APPROVE, FLAG, BLOCK, ESCALATE = (Verdict(decision, "") for decision in Decision)
UNREAD = Unparsed("I think it is fine", "no JSON object")


def opened(tier="war_room", seed=8001, split="validation", **more):
    return Episode(tier, seed, split, ensemble=False, **more)


def lived(answer, *where, **more):
    """An episode brought to its end by one answer to everything, and its turns."""
    episode, turns = opened(*where, **more), []
    while episode.turn is not None:
        turns.append(episode.turn)
        episode.decide(answer(episode.turn) if callable(answer) else answer)
    return episode, turns
