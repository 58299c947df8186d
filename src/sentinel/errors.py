"""Every error sentinel raises.

    SentinelError
    + ScenarioError        a scenario cannot be built: unknown tier or split, seed outside its split
    + ActionError          an action names no tool, or breaks the tool's arguments
    + TurnError            a call out of turn
      + NotResetError        a step before the first reset
      + EndedError           a step after the episode has ended
      + RoleError            a step by the role whose turn it is not
    + OptionError          a reset option that does not exist, or does not fit the others
    + OverseerError        no such overseer, or it cannot be built
      + LostOverseerError    one that runs elsewhere gave no answers
    + ReportError          a report or transcript cannot be read or written
    + ExtraError           a library that only an extra brings is missing
    + MessageError         a message to a server that cannot be read, or is too long
    + EpisodeError         an episode of the HTTP API that cannot be reached
      + UnknownEpisodeError  there never was one
      + GoneEpisodeError     it was deleted, or let go after nobody had moved for long
    + CapacityError        a server plays as many episodes as it may
    + RateError            an address has asked for more than its share
    + LinkError            client and server: no connection, a broken one, no answer in time
      + LostSessionError     the episode went with it; reset for another one
    + ChatError            a chat endpoint gave no completion
      + ChatUnreachableError nothing listens at its address, or the connection broke
      + ChatTimeoutError     no answer in time
      + ChatRefusedError     it answered with an HTTP status that is no success
      + ChatMalformedError   it answered with something that is no chat completion
    + ResponderError       a model that responds made no proposal that can be read
    + PolicyError          a policy pack cannot be read, or contradicts its own examples
    + ReviewError          a review was not changed as asked
      + UnknownReviewError   there is none, or it is somebody else's
      + ClosedReviewError    it does not wait for that: it was decided, or is not decided yet
      + ExpiredReviewError   too late to decide, or to use what was approved
      + UsedReviewError      its approval was used, and is good for once
      + OtherActionError     what was approved is another action
      + OwnRequestError      nobody approves what they asked for themselves
      + RepeatedVoteError    the same person twice, where different people are needed
      + BlockedActionError   the policies block it, whoever says yes
      + FullQueueError       too many reviews wait for people
    + GateError            a gate that adapters ask gave no judgement
      + GateUnreachableError nothing listens at its address, or the connection broke
      + GateTimeoutError     no whole answer in time
      + GateRefusedError     it answered with an HTTP status that is no success
      + GateMalformedError   it answered with something else, or cannot be asked that
    + RefusedError         the gate did not let a guarded function run
    + RecipeError          a training recipe does not exist, or something in it does not fit
    + TrainingError        a training run cannot go on from what its folder holds
    + StoreError           what the gate keeps cannot be written or read: no database, a full disk
      + StoreConflictError   another row stands in the way of one that is written
    + AccessError          whoever asks may not have what they ask for
      + UnknownKeyError      no API key, or one that is not known, was revoked, or has expired
      + ForbiddenError       the key is good, but not for this
      + OverQuotaError       the key has made its share of requests

A failure is never turned into a decision. What a model said but could not be
read is not an error at all: it is `verdict.Unparsed`, and it is counted.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentinel.live.request import Judgement


class SentinelError(Exception):
    """Base class: `except SentinelError` catches everything below and nothing else."""


class ScenarioError(SentinelError, ValueError):
    """A scenario cannot be built from the tier, split and seed given."""


class ActionError(SentinelError, ValueError):
    """An action names no known tool, or its arguments do not fit the tool."""


class TurnError(SentinelError):
    """A proposal or verdict arrived when the episode did not expect one."""


class NotResetError(TurnError):
    """A step arrived where no episode had been started: reset first."""


class EndedError(TurnError):
    """A step arrived after the episode had ended: reset for another one."""


class RoleError(TurnError):
    """A step was made for the role whose turn it is not; the episode waits for the other."""


class PassedError(TurnError):
    """A step was made for a state that has passed: what is to be decided now, it did not see."""


class OptionError(SentinelError, ValueError):
    """A reset option does not exist, has an impossible value, or does not fit the others."""


class OverseerError(SentinelError, ValueError):
    """No overseer has the name given, or it cannot be built here."""


class LostOverseerError(OverseerError):
    """An overseer that runs elsewhere gave no answers, however often it was asked."""


class ReportError(SentinelError):
    """A report or transcript cannot be read, or cannot be written where asked."""


class ExtraError(SentinelError, ImportError):
    """A library is missing that only an extra brings; the message says how to install it."""


class MessageError(SentinelError, ValueError):
    """A message cannot be read, does not fit the protocol, or is longer than is taken."""


class EpisodeError(SentinelError, LookupError):
    """An episode of the HTTP API cannot be reached."""


class UnknownEpisodeError(EpisodeError):
    """No episode has the id given."""


class GoneEpisodeError(EpisodeError):
    """The episode was deleted by its player, or let go because nobody had moved for long."""


class CapacityError(SentinelError):
    """A server plays as many episodes as it may, in all or for one address; try again later."""


class RateError(SentinelError):
    """An address has asked for more than its share; wait before the next message."""


class LinkError(SentinelError, ConnectionError):
    """A client could not reach its server, or got no answer in time."""


class LostSessionError(LinkError):
    """The episode being played is gone with its session: nothing more was played.

    A server that has lost a session would play on in another world without saying so; the
    client notices by the episode's id and the count of its steps. Reset for another episode.
    """


class ChatError(SentinelError, ConnectionError):
    """A chat endpoint gave no completion; nothing was decided and nothing proposed."""


class ChatUnreachableError(ChatError):
    """Nothing listens at the endpoint's address, or the connection broke."""


class ChatTimeoutError(ChatError):
    """The endpoint did not answer in time."""


class ChatRefusedError(ChatError):
    """The endpoint answered with an HTTP status that is no success.

    Where the status is 429 or 5xx, it has been asked again as often as was agreed.
    """

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status
        """The HTTP status; 0 where this was made without one."""


class ChatMalformedError(ChatError):
    """The endpoint answered with success and with something that is no chat completion."""


class ResponderError(SentinelError):
    """A model that plays the responder made no proposal that can be read, however often asked."""


class PolicyError(SentinelError, ValueError):
    """A policy pack cannot be read or contradicts its examples: file, line and rule are told."""


class ReviewError(SentinelError):
    """A review was not changed as asked; it stands as it stood."""


class UnknownReviewError(ReviewError, LookupError):
    """No review has the id given, or it belongs to another tenant."""


class ClosedReviewError(ReviewError):
    """The review does not wait for that: it was decided already, or is not decided yet."""


class ExpiredReviewError(ReviewError):
    """It is too late to decide the review, or to use what was approved in it."""


class UsedReviewError(ReviewError):
    """The approval was used already; an approval is good for one run."""


class OtherActionError(ReviewError):
    """What was approved is another action: an approval is good for exactly what was shown."""


class OwnRequestError(ReviewError):
    """Nobody approves or edits what they have asked for themselves."""


class RepeatedVoteError(ReviewError):
    """The same person approved twice where different people are needed."""


class BlockedActionError(ReviewError):
    """The policies in force block the action, so that nobody's approval lets it run."""


class FullQueueError(ReviewError):
    """As many reviews wait for people as may: decide some of them first."""


class GateError(SentinelError, ConnectionError):
    """A gate gave no judgement; nothing was decided, and the action did not run."""


class GateUnreachableError(GateError):
    """Nothing listens at the gate's address, or the connection broke."""


class GateTimeoutError(GateError):
    """The gate gave no whole answer in time."""


class GateRefusedError(GateError):
    """The gate's server answered with an HTTP status that is no success: no key, too long..."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status
        """The HTTP status; 0 where this was made without one."""


class GateMalformedError(GateError):
    """The gate's server answered with no judgement, or a request cannot be written for it."""


class RefusedError(SentinelError, PermissionError):
    """The gate did not let a guarded function run, and nobody who could did either."""

    def __init__(self, text: str, judgement: "Judgement") -> None:
        super().__init__(text)
        self.judgement = judgement
        """What the gate said to the call."""


class RecipeError(SentinelError, ValueError):
    """A training recipe does not exist, cannot be read, or something in it does not fit."""


class TrainingError(SentinelError):
    """A training run cannot start or go on: its folder holds another run, or a part is lost."""


class StoreError(SentinelError, OSError):
    """The database of the gate cannot be reached, written or read; what was begun is undone."""


class StoreConflictError(StoreError):
    """A row breaks a constraint of its table: its key is taken, or what it names is not there."""


class AccessError(SentinelError, PermissionError):
    """Whoever asked may not have what they asked for."""


class UnknownKeyError(AccessError):
    """No API key was shown, or one that is not known, was revoked, or has expired."""


class ForbiddenError(AccessError):
    """The API key is good, but not for this."""


class OverQuotaError(AccessError):
    """The API key has made its share of requests."""

    def __init__(self, text: str, wait_s: float = 0.0) -> None:
        super().__init__(text)
        self.wait_s = wait_s
        """Seconds after which it may make another."""
