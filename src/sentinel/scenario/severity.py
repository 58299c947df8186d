"""How severe an incident is: by the share of users' requests that failed at its worst."""

from typing import Final

from sentinel.scenario.acceptance import HEALTHY

SEVERITIES: Final = {"sev1": 0.4, "sev2": HEALTHY, "sev3": 0.0}
"""Least share of users' requests that fail at the worst moment so far, in [0, 1], worst first."""


def severity_of(outage: float) -> str:
    """The severity of a measured outage.

    Args:
        outage: Share of users' requests that failed at the worst moment, in [0, 1].

    Example:
        >>> severity_of(0.25)
        'sev2'
    """
    return next(name for name, least in SEVERITIES.items() if outage >= least)
