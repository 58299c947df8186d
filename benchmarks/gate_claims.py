"""What `verify.py` asks of the gate: fuzzed against bash, and hostile actions."""

import hostile_actions
import shell_fuzz
from claims import Claim


def fuzzed(programs: int, sample: bool) -> list[Claim]:
    """Programs of bash that hide a payload; the sample leaves them to the tests."""
    if sample:
        return []
    found = shell_fuzz.tally(range(programs))
    return [
        Claim("programs of bash that were judged", found.programs, programs, least=True),
        Claim("of those that run the marker, approved", len(found.approved), 0, least=False),
        Claim("of those that run the marker, read as harmless", len(found.hidden), 0, least=False),
        Claim("approved with a harmless payload", round(found.harmless_share, 4),
              shell_fuzz.LEAST_HARMLESS, least=True),
    ]  # fmt: skip


def hostile(actions: int, sample: bool) -> list[Claim]:
    """Hostile actions; the sample leaves them to the tests."""
    if sample:
        return []
    found = hostile_actions.tally(range(actions))
    wrong = sum(len(each) for each in found.faults.values())
    return [
        Claim("hostile actions that were judged", found.actions, actions, least=True),
        Claim("raised, slow, failed, or approved unread", wrong, 0, least=False),
    ]
