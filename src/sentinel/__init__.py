"""SENTINEL: can an AI overseer be trusted to stop another AI's bad action?

The names below are found when they are first used, so that `import sentinel`
loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentinel.briefing import Briefing
    from sentinel.client import SentinelAction, SentinelEnv, SentinelObservation
    from sentinel.environment.gymnasium_env import make
    from sentinel.environment.pettingzoo_env import make_aec
    from sentinel.errors import RefusedError, SentinelError
    from sentinel.integrations.guarded import guarded
    from sentinel.live.overseeing import oversee
    from sentinel.proposal import Proposal
    from sentinel.verdict import Decision, Overseer, Unparsed, Verdict

    __version__: str

__all__ = [
    "Briefing",
    "Decision",
    "Overseer",
    "Proposal",
    "RefusedError",
    "SentinelAction",
    "SentinelEnv",
    "SentinelError",
    "SentinelObservation",
    "Unparsed",
    "Verdict",
    "guarded",
    "make",
    "make_aec",
    "oversee",
]

_HOMES: Final = {
    "Briefing": "sentinel.briefing",
    "Decision": "sentinel.verdict",
    "Overseer": "sentinel.verdict",
    "Proposal": "sentinel.proposal",
    "RefusedError": "sentinel.errors",
    "SentinelAction": "sentinel.client",
    "SentinelEnv": "sentinel.client",
    "SentinelError": "sentinel.errors",
    "SentinelObservation": "sentinel.client",
    "Unparsed": "sentinel.verdict",
    "Verdict": "sentinel.verdict",
    "guarded": "sentinel.integrations.guarded",
    "make": "sentinel.environment.gymnasium_env",
    "make_aec": "sentinel.environment.pettingzoo_env",
    "oversee": "sentinel.live.overseeing",
}


def __getattr__(name: str) -> object:
    """Find a public name where it lives, and keep it here."""
    if name == "__version__":
        value: object = import_module("importlib.metadata").version("openenv-sentinel")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'sentinel' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return [*globals(), *(name for name in __all__ if name not in globals())]
