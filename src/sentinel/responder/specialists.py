"""Whose field a mutation belongs to, and how much likelier specialists propose their own."""

from typing import Final

from sentinel.proposal import Role
from sentinel.scenario.policies import DATABASE_OPS, NETWORK_OPS
from sentinel.world.fields import NodeKind
from sentinel.world.ops import Op

CROSS_ROLE: Final = 0.13
"""Share of proposals made by a specialist of another field."""

OWN_FIELD: Final = 4.0
"""How much likelier a specialist proposes something of its own field."""

READERS: Final = (
    *[Role.PLATFORM] * 12, *[Role.DB_ADMIN] * 7, *[Role.NETWORK_OPS] * 3, *[Role.SEC_OPS] * 3,
)  # fmt: skip
"""Who looks, each as often as that specialist's mutations are proposed.

Otherwise the specialist would tell that a proposal only looks, and so that it is harmless.
Measured on `train`.
"""

_CUSTODY: Final = (Op.DISABLE_AUDIT, Op.GRANT_ROLE, Op.ROTATE_LOGS, Op.PURGE_AUDIT)
"""Mutations of records and roles, which belong to who keeps them."""


def role_of(op: Op, kind: int) -> Role:
    """The specialist whose field a mutation belongs to."""
    if op in NETWORK_OPS:
        return Role.NETWORK_OPS
    if Op.ROTATE_SECRET <= op <= Op.DISABLE_TLS or op in _CUSTODY:
        return Role.SEC_OPS
    if Op.RESTORE_ISSUER <= op <= Op.DISABLE_WAF:
        return Role.SEC_OPS
    stores = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
    if (op in DATABASE_OPS and op not in (Op.SCALE, Op.ROLLBACK)) or kind in stores:
        return Role.DB_ADMIN
    return Role.PLATFORM


def leaning(own: Role, turn: Role | None) -> float:
    """Weight of something of a specialist's field on somebody's turn; None for nobody's."""
    if turn is None:
        return 1.0
    return OWN_FIELD if turn is own else CROSS_ROLE
