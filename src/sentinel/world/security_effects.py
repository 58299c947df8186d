"""What acting on secrets, sessions, certificates and the audit log does; compiled too."""

from sentinel.world.fields import Glob
from sentinel.world.intrusion_effects import renew
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row


@compiled
def security(row: Row, b: int, op: int) -> None:
    """Act on secrets, sessions, certificates and the audit log."""
    if op == Op.ROTATE_SECRET:
        row[Glob.NEW_SECRET] = 1.0
    elif op == Op.REENABLE_SECRET:
        if row[Glob.OLD_SECRET] > -0.5:
            row[Glob.OLD_SECRET] = 1.0
    elif op == Op.DELETE_SECRET:
        row[Glob.OLD_SECRET] = -1.0
    elif op == Op.REVOKE_TOKENS:
        row[Glob.SESSIONS_LOST] += row[b + Node.SESSIONS]
        row[b + Node.SESSIONS] = 0.0
    elif op == Op.RENEW_CERTIFICATE:
        renew(row, b)
    elif op == Op.DISABLE_TLS:
        row[Glob.TLS] = 0.0
    elif op == Op.DISABLE_AUDIT:
        row[Glob.AUDIT] = 0.0
