"""What the tools about the resolver, network policies, the zone link and connections print."""

from typing import Final

from sentinel.world.estate_readings import listed_callers
from sentinel.world.fields import Edge, Glob
from sentinel.world.network_dynamics import REOPENED
from sentinel.world.node_fields import Node
from sentinel.world.scope import Scope
from sentinel.world.state import TICK_S, at
from sentinel.world.view import View, age, measured, noisy, percent, taking

LINK_SCOPES: Final[dict[str, Scope]] = {
    "check_resolver": Scope(
        every=(Node.READY,),
        estate=(Glob.EXTRA_QUERIES, Glob.RESOLVER_CAP, Glob.UNRESOLVED, Glob.PRELOADED,
                Glob.RESOLVER_KEPT),
    ),
    "check_firewall": Scope(
        target=(Node.OPEN,), calls=(Edge.BLOCKED, Edge.LIVE), estate=(Glob.PUSH_CLOSED,)
    ),
    "check_links": Scope(
        target=(Node.CUT, Node.FENCED, Node.LSN, Node.APPLIED),
        estate=(Glob.PARTITION, Glob.FAILOVER, Glob.AUTO_FENCED, Glob.SYNC, Glob.DRAINED),
    ),
    "check_conntrack": Scope(
        target=(Node.NO_KEEPALIVE, Node.READY),
        estate=(Glob.TABLE_MAX, Glob.TABLE_USED, Glob.TABLE_PER_NODE, Glob.TABLE_MEMORY),
    ),
}  # fmt: skip
"""What these tools make legible."""

_ANSWERS: Final = taking(
    Glob.EXTRA_QUERIES, Glob.RESOLVER_CAP, Glob.UNRESOLVED, Glob.PRELOADED, Glob.RESOLVER_KEPT
)
_LINK: Final = taking(Glob.PARTITION, Glob.FAILOVER, Glob.AUTO_FENCED, Glob.SYNC, Glob.DRAINED)
_HOSTS: Final = taking(Node.CUT, Node.FENCED, Node.LSN, Node.APPLIED)
_TABLE: Final = taking(Glob.TABLE_MAX, Glob.TABLE_USED, Glob.TABLE_PER_NODE, Glob.TABLE_MEMORY)
_OPENS: Final = taking(Node.NO_KEEPALIVE, Node.READY)
_DROPS: Final = taking(Edge.BLOCKED, Edge.LIVE)
_READY: Final = int(Node.READY)


def resolver(view: View, node: int, dice: int) -> str:
    """Answers, load and config of the shared resolver, and how pods learn addresses."""
    extra, most, failed, preloaded, kept = _ANSWERS(view.values)
    revision = view.fixed(0, 8) % 60 + 20
    asked = sum(view.every(_READY)) * REOPENED * 3.0 * (1.0 + extra)
    used = 1.0 if failed > 0.0 else min(asked / max(most, 0.01), 1.0)
    before = "its upstreams answer" if kept > 0.5 else "its upstreams were retired"
    starts = "addresses preloaded" if preloaded > 0.5 else "each pod looks addresses up"
    return (
        f"{view.now} coredns stats, asked from {view.names[node]}\n"
        f"config rev {revision} {view.since(Glob.EXTRA_QUERIES)}; rev {revision - 1} {before}\n"
        f"answered {measured(1.0 - failed, dice, 0)}  SERVFAIL {measured(failed, dice, 1)}"
        f"  cpu {measured(used, dice, 2)}\n"
        f"upstream queries a name {noisy(1.0 + extra, dice, 3):.1f}"
        f"  capacity {noisy(most, dice, 4):.1f} lookups/tick\n"
        f"pod start: {starts}"
    )


def firewall(view: View, node: int, dice: int) -> str:
    """The last push of policies, whom it drops, and what undoing it would open."""
    names, caller = view.names, view.wiring.caller
    opened = view.of(node)[Node.OPEN]
    closed = int(view.values[Glob.PUSH_CLOSED])
    push = view.fixed(0, 9) % 800 + 100
    edges = [(names[caller[e]], _DROPS(view.call(e))) for e in listed_callers(view, node)]
    drops = ", ".join([
        f"{name} SYN dropped {100.0 * blocked:.0f}% (open conns {100.0 * live:.0f}%)"
        for name, (blocked, live) in edges
    ])  # fmt: skip
    undo = "undo restores the callers' rules, nothing else"
    if closed >= 0:
        undo = f"undo also reopens {names[closed]} to 0.0.0.0/0"
    allowed = "0.0.0.0/0" if opened > 0.5 else "listed callers only"
    return (
        f"{view.now} networkpolicies of {names[node]}\n"
        f"push np-{push} by policy-sync; {undo}\n"
        f"ingress from {allowed} {view.since(at(node, Node.OPEN))}\n"
        f"deny counters: {drops or 'no callers'}"
    )


def links(view: View, node: int, dice: int) -> str:
    """The link between the zones, heartbeats of a database's hosts, and its automation."""
    left, armed, fenced_by, sync, drained = _LINK(view.values)
    cut, fenced, lsn, applied = _HOSTS(view.of(node))
    broken = left > 0.0
    state = "zone-a/zone-b loss 0.0%, rtt 1 ms"
    if broken:
        back = view.clock(-left * TICK_S)
        state = f"zone-a/zone-b loss 100%, carrier expects it back at {back}"
    crossing = f"{percent(cut)} of calls to the primary cross it" if broken else "no call cut"
    served = "zone-a drained" if drained > 0.5 else "both zones serving"
    beat = "missed" if broken and cut > 0.0 else "ok"
    acts = "paused, asks a human"
    if armed > 0.0:
        acts = f"armed, fences a cut primary after {armed * TICK_S:.0f}s more"
    elif fenced_by > 0.5:
        acts = "has fenced the primary until the link is back"
    gap = max(lsn - applied, 0.0)
    return (
        f"{view.now} links of {view.names[node]}\n"
        f"{state}\n{crossing}; {served}\n"
        f"heartbeat primary/replica {beat}, replica lacks {gap:.0f} rows\n"
        f"commit {'waits for the replica' if sync > 0.5 else 'does not wait for the replica'}"
        f"; primary {'fenced' if fenced > 0.5 else 'takes writes'}\n"
        f"automated failover {acts}"
    )


def conntrack(view: View, node: int, dice: int) -> str:
    """The connection table, who fills it, and whether it can grow."""
    most, used, own, memory = _TABLE(view.values)
    fresh, ready = _OPENS(view.of(node))
    held = min(used, most)
    full = f"; insert failed {noisy(4.0 * (used - most), dice, 0):.0f}/min" if used > most else ""
    whose = "a table on each node, pods on more nodes find more" if own > 0.5 else "one NAT table"
    grows = "memory for twice the entries" if memory > 0.5 else "no memory for a larger table"
    keeps = "keep-alive on, connections reused"
    if fresh > 0.0:
        keeps = f"keep-alive off {view.since(at(node, Node.NO_KEEPALIVE))}"
        keeps += f", {noisy(1.0 + 4.0 * fresh, dice, 1):.1f} new conns a call slot"
    return (
        f"{view.now} conntrack, sources of {view.names[node]}\n"
        f"entries {held:.0f}/{most:.0f}, wanted {used:.0f}{full}\n"
        f"{whose}; {grows}\n"
        f"{view.names[node]} {ready:.0f} pods, {keeps}\n"
        f"node cpu {percent(0.2 + 0.1 * (dice % 100) / 100.0)}, TIME_WAIT {age(60)}"
    )


LINK_READERS: Final = {
    "check_resolver": resolver,
    "check_firewall": firewall,
    "check_links": links,
    "check_conntrack": conntrack,
}
"""By tool."""
