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
    + ReportError          a report or transcript cannot be read or written
    + ExtraError           a library that only an extra brings is missing

A failure is never turned into a decision. What a model said but could not be
read is not an error at all: it is `verdict.Unparsed`, and it is counted.
"""


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


class OptionError(SentinelError, ValueError):
    """A reset option does not exist, has an impossible value, or does not fit the others."""


class OverseerError(SentinelError, ValueError):
    """No overseer has the name given, or it cannot be built here."""


class ReportError(SentinelError):
    """A report or transcript cannot be read, or cannot be written where asked."""


class ExtraError(SentinelError, ImportError):
    """A library is missing that only an extra brings; the message says how to install it."""
