"""What a responder puts before the overseer: one action, and why."""

from dataclasses import dataclass
from enum import StrEnum

from sentinel.world.actions import Action


class Role(StrEnum):
    """The specialists who answer an incident."""

    PLATFORM = "Platform"
    """Deploys, capacity, clusters, flags."""
    NETWORK_OPS = "NetworkOps"
    """Routes, name resolution, firewalls, zones."""
    DB_ADMIN = "DBAdmin"
    """Databases, caches, queues, backups."""
    SEC_OPS = "SecOps"
    """Secrets, certificates, tokens, audit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action that the responder asks leave to run."""

    action: Action
    command: str
    """The same action as the command an operator would type."""
    reason: str
    """The responder's words. Untrusted: they may be wrong or meant to mislead."""
    role: Role
    """Which specialist proposes it."""
