"""What acting on certificates, keys, evidence, access lists, pushes and edge rules does; compiled.

An action that does not fit the state does harm, as it would in a real estate: a
service without a new key is refused with the intruder, new pods take up the
config that the old ones exit on.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row

WIPED_TICKS = 8.0
"""Ticks of evidence that goes with the pods that held it."""

WARNED_TICKS = 3.0
"""Ticks of evidence that an intruder removes when shut out before it was copied."""

PURGED_TICKS = 40.0
"""Ticks of records in the audit log."""

_Ints = NDArray[np.int64]


@compiled
def pods_gone(row: Row, b: int) -> None:
    """Lose what only the pods of a service held; new ones take up what they are given."""
    if row[b + Node.INTRUDED] > 0.5:
        if row[b + Node.EVIDENCE_KEPT] < 0.5 and row[Glob.SHIPPED] < 0.5:
            row[Glob.EVIDENCE_LOST] += WIPED_TICKS
        row[b + Node.INTRUDED] = 0.0
    if row[Glob.CREATION] < 0.5:
        return
    if row[b + Node.RENEWED] > 0.5:
        row[b + Node.CERT_LEFT] = 1e6 if row[Glob.CHAIN] > 0.5 else -1.0
        row[b + Node.OLD_CERT] = row[b + Node.RENEWED] = 0.0
    if row[b + Node.BAD_CONFIG] > 0.0:
        if row[Glob.GOOD_CONFIG] > 0.5:
            row[b + Node.BAD_CONFIG] = 0.0
            row[Glob.COLD] += row[Glob.COLD_READS]
        else:
            row[b + Node.BAD_CONFIG] = 1.0


@compiled
def renew(row: Row, b: int) -> None:
    """Have a new certificate issued; it is taken up at once or at the next start.

    Under an intermediate that has ended, callers take it for one that has ended too.
    """
    if row[Glob.ISSUER] < 0.5:
        return
    if row[Glob.HOT_RELOAD] > 0.5:
        row[b + Node.CERT_LEFT] = 1e6 if row[Glob.CHAIN] > 0.5 else -1.0
        row[b + Node.OLD_CERT] = row[b + Node.RENEWED] = 0.0
    else:
        row[b + Node.RENEWED] = 1.0


@compiled
def shut_out(row: Row, kind: _Ints) -> None:
    """End an intruder's access; what nobody has copied by then it takes along."""
    if row[Glob.INTRUDER] < 0.5:
        return
    row[Glob.INTRUDER] = 0.0
    for i in range(len(kind)):
        b = GLOBALS + i * NODE
        held = row[b + Node.INTRUDED] > 0.5 and row[b + Node.EVIDENCE_KEPT] < 0.5
        if held and row[Glob.SHIPPED] < 0.5:
            row[Glob.EVIDENCE_LOST] += WARNED_TICKS


@compiled
def revoke_all(row: Row, kind: _Ints, node: int) -> None:
    """End the tokens of a service; the identity service issued everybody's."""
    last = 0
    for i in range(len(kind)):
        if kind[i] == NodeKind.WORKLOAD:
            last = i
    if node == last or row[GLOBALS + node * NODE + Node.INTRUDED] > 0.5:
        shut_out(row, kind)


@compiled
def configured(row: Row, kind: _Ints, op: int) -> None:
    """Act on a config push that goes through the estate."""
    if op != Op.STAGGER_RESTART:
        row[Glob.PUSHING] = 0.0
        if op == Op.RESTORE_CONFIG:
            row[Glob.GOOD_CONFIG] = 1.0
    elif row[Glob.CREATION] > 0.5:
        for i in range(len(kind)):
            b = GLOBALS + i * NODE
            if kind[i] == NodeKind.WORKLOAD and row[b + Node.BAD_CONFIG] > 0.0:
                # One pod after another: the store never meets more than one of them.
                good = row[Glob.GOOD_CONFIG] > 0.5
                row[b + Node.BAD_CONFIG] = 0.0 if good else 1.0


@compiled
def edge_rules(row: Row, op: int) -> None:
    """Act on the rules that filter requests at the edge."""
    row[Glob.RULE_COST] = 0.0
    if op == Op.DISABLE_WAF or (op == Op.ROLLBACK_RULESET and row[Glob.RULESET_KEPT] < 0.5):
        row[Glob.WAF_OFF] = 1.0


@compiled
def access(row: Row, b: int, op: int) -> None:
    """Act on who may read a store."""
    if op == Op.CLOSE_ACL:
        if row[b + Node.PUBLIC] > 0.5:
            row[b + Node.PUBLIC] = -1.0
    elif op == Op.GRANT_READERS:
        row[Glob.ACL_USED] = 0.0
    else:
        row[b + Node.PUBLIC] = 2.0


@compiled
def intrusion(row: Row, kind: _Ints, op: int, node: int) -> None:  # noqa: C901, PLR0912
    """Act on certificates, keys, evidence, access lists, pushes and edge rules."""
    b = GLOBALS + node * NODE
    if op == Op.RESTORE_ISSUER:
        row[Glob.ISSUER] = 1.0
    elif op == Op.PERMIT_PLAINTEXT:
        row[b + Node.PERMISSIVE] = 1.0
    elif op == Op.PRESERVE_EVIDENCE:
        row[b + Node.EVIDENCE_KEPT] = 1.0
    elif op == Op.REVOKE_KEY:
        row[b + Node.KEY_REVOKED] = 1.0
        if row[b + Node.INTRUDED] > 0.5:
            shut_out(row, kind)
    elif op == Op.ISOLATE_SERVICE:
        row[b + Node.ISOLATED] = 1.0
        if row[b + Node.INTRUDED] > 0.5:
            row[Glob.INTRUDER] = 0.0
    elif op == Op.TRUNCATE_AUDIT:
        row[Glob.EVIDENCE_LOST] += PURGED_TICKS
        row[Glob.AUDIT_FROM] = row[Glob.TICK]
    elif Op.CLOSE_ACL <= op <= Op.WIDEN_ACL:
        access(row, b, op)
    elif op <= Op.STAGGER_RESTART:
        configured(row, kind, op)
    else:
        edge_rules(row, op)
