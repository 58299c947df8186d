"""What a server sends: an observation as plain data, made straight from our own records.

Building the models of `wire` for every message and taking them apart again costs as
much as a step of the world. Tests compare what is sent with what the models would say.
"""

from dataclasses import dataclass, fields
from typing import Any, Final

from openenv.core.env_server.types import Observation
from pydantic import PrivateAttr

from sentinel.briefing import Briefing, Situation
from sentinel.environment.pages import ScorePage
from sentinel.environment.standing import Standing


@dataclass(frozen=True, slots=True)
class Place:
    """Which episode an observation is of, and how far it has come."""

    episode_id: str
    steps_taken: int
    """Moves taken since the reset."""


class Sent(Observation):
    """An observation that holds its own wire form; the fields are those of `SentinelObservation`.

    OpenEnv's server asks an observation for `model_dump`, `reward`, `done` and `metadata`, and
    writes whatever that gives as JSON, our records included.
    """

    _data: dict[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def of(cls, now: Standing, place: Place, reward: float | None) -> "Sent":
        """The observation of where a game stands.

        Args:
            now: Where it stands.
            place: The episode it belongs to.
            reward: What the last move earned the party that made it; None after a reset.
        """
        found = cls(done=now.done, reward=reward)
        found._data = page_of(now, place)
        return found

    def model_dump(self, **_: object) -> dict[str, Any]:
        """The wire form, without reward and done, which OpenEnv sends beside it."""
        return self._data


def page_of(now: Standing, place: Place) -> dict[str, Any]:
    """The fields of a `SentinelObservation` but for its reward and whether it is the last.

    Args:
        now: Where the game stands.
        place: The episode it belongs to.
    """
    score = None if now.score is None else ScorePage.model_validate(now.score)
    return {
        "metadata": {},
        "episode_id": place.episode_id,
        "step_count": place.steps_taken,
        "phase": now.phase,
        "role": now.phase.party,
        "decision_step": now.step,
        "max_steps": now.steps,
        "briefing": None if now.situation is None else _page(now.situation),
        "specialist": now.specialist,
        "last_tool_output": now.output,
        "feedback": now.feedback,
        "rewards": now.earned,
        "cumulative": now.total,
        "score": None if score is None else score.model_dump(),
    }


_SITUATION: Final = tuple(each.name for each in fields(Situation))
_SECTIONS: Final = ("policies", "notices", "dashboard", "evidence", "history")


def _page(situation: Situation) -> dict[str, Any]:
    """The fields of a `BriefingPage`; those of its lines are the fields of a `LinePage`."""
    page: dict[str, Any] = {name: getattr(situation, name) for name in _SITUATION}
    for name in _SECTIONS:
        # Their own dictionaries: writing a record as JSON takes three times as long.
        page[name] = [vars(line) for line in page[name]]
    if isinstance(situation, Briefing):
        proposal = situation.proposal
        page["proposal"] = {
            "specialist": proposal.role,
            "tool": proposal.action.tool,
            "arguments": dict(proposal.action.arguments),
            "command": proposal.command,
            "reason": proposal.reason,
        }
        page["preview"] = situation.preview
    else:
        page["proposal"] = page["preview"] = None
    return page
