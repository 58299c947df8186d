"""What `verify.py` asks of the audit log: appended to by many, killed at any moment, and soaked."""

import tempfile
from typing import Final

import audit_killed
import audit_soak
import postgres
from appended import appended
from claims import Claim

from sentinel.settings import SETTINGS

SAMPLE_S: Final = 2.0
"""Seconds for which the sample soaks: too few for a slope, which it leaves to the whole run."""


def many(entries: int, sample: bool) -> list[Claim]:
    """Processes that append at the same time, on each database; PostgreSQL is not optional."""
    with tempfile.TemporaryDirectory() as folder:
        found = _claims("SQLite", f"sqlite:///{folder}/gate.db", entries)
    if sample and postgres.programs() is None and not SETTINGS.require_all:
        return found
    with postgres.postgresql() as url:
        return found + _claims("PostgreSQL", url, entries)


def _claims(name: str, url: str, entries: int) -> list[Claim]:
    found = appended(url, entries)
    return [
        Claim(f"{name}: entries appended by 4 processes", found["entries"], entries, least=True),
        Claim(f"{name}: of those, lost", found["lost"], 0, least=False),
        Claim(f"{name}: of those, twice", found["twice"], 0, least=False),
        Claim(f"{name}: faults that verify found", found["faults"], 0, least=False),
    ]


def killed(times: int, sample: bool) -> list[Claim]:
    """A gate killed at random moments; answers are in its log, which verifies."""
    found = audit_killed.killed(times)
    print(f"audit_killed: {times} kills, {found['answered']:,} requests answered")
    return [
        Claim("requests answered by gates that were killed", found["answered"], times, least=True),
        Claim("of those, not in the audit log", found["lost"], 0, least=False),
        Claim("faults that verify found after a kill", found["faults"], 0, least=False),
    ]


def soaked(seconds: int, sample: bool) -> list[Claim]:
    """A server with keys, a log and reviews that sixteen connections ask for minutes."""
    found = audit_soak.soaked(SAMPLE_S if sample else seconds)
    print(f"soaked: {found.answered:,} requests in {found.seconds:.0f} s")
    claims = [
        Claim("requests answered with keys and a log", found.answered, 16, least=True),
        Claim("of those, errors", len(found.errors), 0, least=False),
        Claim("of those, not in the audit log", found.answered - found.kept, 0, least=False),
    ]
    if sample:
        return claims
    slope = round(found.slope_mb, 3)
    bound = audit_soak.SLOPE_MB
    return [*claims, Claim("megabytes grown over 10,000 requests", slope, bound, least=False)]
