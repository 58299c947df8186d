"""Every error sentinel raises.

    SentinelError
    + ScenarioError        a scenario cannot be built: unknown tier or split, seed outside its split
    + ActionError          an action names no tool, or breaks the tool's arguments
    + TurnError            a call out of turn, or after the episode has ended
    + OverseerError        no such overseer, or it cannot be built
    + ReportError          a report or transcript cannot be read or written

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


class OverseerError(SentinelError, ValueError):
    """No overseer has the name given, or it cannot be built here."""


class ReportError(SentinelError):
    """A report or transcript cannot be read, or cannot be written where asked."""
