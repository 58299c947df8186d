"""An incident whose responder sits outside: it proposes, and the episode waits for it."""

from sentinel.briefing import Situation
from sentinel.episode.gathering import LOOKS
from sentinel.episode.given import candidate, looks, turn_of
from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.errors import TurnError
from sentinel.proposal import Role
from sentinel.world.actions import Action, check
from sentinel.world.drift.calls import Refusal


class OutsideEpisode(Episode):
    """An episode in which nothing is proposed until `propose` is called.

    Everything else is as with the scripted responder: the same bench labels what
    is proposed, the same overseers judge it, and the API, which may have
    changed, takes or refuses it when it runs.
    """

    @property
    def situation(self) -> Situation:
        """What the responder sees before it proposes."""
        return self._desk.briefing(None, None).situation()

    @property
    def specialist(self) -> Role | None:
        """In whose name the next proposal is made; None for the one whose field it is."""
        return turn_of(self.scenario, self._step)

    def propose(self, action: Action, reason: str) -> Turn:
        """Put an action before the overseer.

        Args:
            action: What to do, in the names that the responder believes in.
            reason: Its words; they are shown, fenced, and change nothing else.

        Returns:
            The decision to be made now.

        Raises:
            TurnError: If the episode has ended, or a proposal waits for its decision already.
            ActionError: If there is no such tool, or the arguments do not fit it.
        """
        if self.ended:
            raise TurnError("the episode has ended; no proposal is expected")
        if self.turn is not None:
            raise TurnError("a proposal waits for its decision; no other is expected")
        check(action)
        desk = self._desk
        self.chosen = chosen = candidate(
            action, self.scenario, desk.layer, self._step, desk.estate.row
        )
        truth = self.bench.truth(chosen)
        refused = isinstance(self.bench.meant(chosen), Refusal)
        now, graph = desk.estate.tick, self.estate.graph
        desk.note(looks(chosen, graph, self._rng, refused=refused, many=LOOKS), now)
        self._put(truth, reason)
        return self._expected()

    def _propose(self) -> None:
        """Wait: whoever responds will."""
