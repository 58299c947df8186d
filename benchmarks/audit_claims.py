"""What `verify.py` asks of the audit log: appended to by many, and killed at any moment."""

import tempfile

import audit_killed
import postgres
from appended import appended
from claims import Claim

from sentinel.settings import SETTINGS


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
