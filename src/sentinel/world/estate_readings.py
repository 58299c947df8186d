"""What the tools about the network, secrets and the audit log print."""

from typing import Final

from sentinel.world.fields import GLOBALS, NODE, Edge, Glob, Node, NodeKind
from sentinel.world.state import TICK_S, at
from sentinel.world.view import View, age, measured, mixed, noisy, percent

LISTED_CALLERS: Final = 3
"""Callers that one reading of the network lists: those with most drops, then fewest live."""

_DATABASE: Final = int(NodeKind.DATABASE)
_AUDITED: Final = ("backup read secret", "vault read policy", "cron list pods", "ops login sso")


def listed_callers(view: View, node: int) -> list[int]:
    """Edges to a service that a reading of its network lists."""
    near, item = view.calls_to(node), view.row.item
    if len(near) > LISTED_CALLERS:
        state = {
            e: (-item(view.call_place(e, Edge.BLOCKED)), item(view.call_place(e, Edge.LIVE)))
            for e in near
        }
        near.sort(key=lambda e: (state[e], e))
    return near[:LISTED_CALLERS]


def network(view: View, node: int, dice: int) -> str:
    """Paths, pushes, name, firewall and live connections of the service, and the zones."""
    v, whole, names = view.of(node), view.whole(), view.names
    push = mixed(view.seed, -1, 0, 6) % 4000 + 1000
    later = int(whole[Glob.LATER_PUSH])
    after = "latest, nothing builds on it"
    if later >= 0:
        after = f"followed by push {push + 1}, which carries the routes of {names[later]}"
    name = "resolves" if v[Node.DNS] > 0.5 else "NXDOMAIN"
    runs = "running" if whole[Glob.DNS_AUTOMATION] > 0.5 else "paused"
    plan = "queued plan older than the record" if v[Node.STALE_PLAN] > 0.5 else "plan current"
    edges = [(names[view.graph.caller.item(e)], view.call(e)) for e in listed_callers(view, node)]
    calls = ", ".join(
        f"{caller} drop {100.0 * x[Edge.BLOCKED]:.0f}% live {100.0 * x[Edge.LIVE]:.0f}%"
        for caller, x in edges
    )
    allowed = "0.0.0.0/0" if v[Node.OPEN] > 0.5 else "callers only"
    zones = "zone-a drained, zone-b serving" if whole[Glob.DRAINED] > 0.5 else "both zones serving"
    busiest, used = _busiest(view)
    return (
        f"{view.clock()} {names[node]} paths up {100.0 * v[Node.ROUTE]:.0f}%"
        f" {view.since(at(node, Node.ROUTE))}\n"
        f"push {push} {after}\n"
        f"dns {name} {view.since(at(node, Node.DNS))}; automation {runs}, {plan}\n"
        f"fw allows {allowed}; {calls or 'no callers'}\n"
        f"{zones}; busiest {names[busiest]} {measured(used, dice, 0)} of its capacity\n"
        f"oob path {'up' if whole[Glob.OOB] > 0.5 else 'down'}"
    )


def secrets(view: View, node: int, dice: int) -> str:
    """Which secret the service holds, how many hold the new one, and its certificate."""
    v, whole = view.of(node), view.whole()
    graph = view.graph
    every = view.row[GLOBALS : GLOBALS + graph.nodes * NODE].reshape(graph.nodes, NODE)
    pairs = every[:, Node.USES_SECRET : Node.HOLDS_NEW + 1].tolist()
    new = [held > 0.5 for uses, held in pairs if uses > 0.5]
    if v[Node.USES_SECRET] < 0.5:
        holds = "does not use it"
    else:
        holds = "holds v2 (new)" if v[Node.HOLDS_NEW] > 0.5 else "holds v1 (old)"
    state = whole[Glob.OLD_SECRET]
    old = "accepted" if state > 0.5 else "disabled" if state > -0.5 else "deleted"
    given = "given to consumers at restart" if whole[Glob.NEW_SECRET] > 0.5 else "not given out"
    left = v[Node.CERT_LEFT] * TICK_S
    if left > 0.0:
        cert = f"ends at {view.clock(-left)} in {age(left)}"
    else:
        cert = f"expired at {view.clock(-left)} ({age(-left)} ago)"
    checks = "on" if whole[Glob.TLS] > 0.5 else "off"
    signs = f"tokens of {percent(v[Node.SESSIONS])} of user sessions are issued here"
    return (
        f"{view.clock()} consumers of secret app/signing, asked for {view.names[node]}\n"
        f"{view.names[node]} {holds}; {signs}\n"
        f"v2 held by {sum(new)}/{len(new)} consumers, {given}\n"
        f"v1 {old} {view.since(Glob.OLD_SECRET)}\n"
        f"certificate of {view.names[node]} {cert}; peer checks {checks}"
    )


def audit(view: View, node: int, dice: int) -> str:
    """Whether the audit log is written, its last records, and probes from outside."""
    whole = view.whole()
    lines = [f"{view.clock()} audit tail"]
    writing = whole[Glob.AUDIT] > 0.5
    state = "writing" if writing else "stopped, no record"
    lines.append(f"log {state} {view.since(Glob.AUDIT)}")
    if not writing:
        lines.append("(records of logins, secrets and probes are missing for that time)")
        return "\n".join(lines)
    now = view.tick
    for done in [d for d in view.inventory.deploys if d.tick <= now][:2]:
        past = (now - done.tick) * TICK_S
        what = f"deploy {view.names[done.node]} {done.version}"
        lines.append(f"{view.clock(past)} ({age(past)} ago) ci-deployer {what} allowed")
    for nth in range(2):
        what = _AUDITED[(dice >> 6 * nth) % len(_AUDITED)]
        lines.append(f"{view.clock(140 - 60 * nth - dice % 50)} {what} allowed")
    attacked = whole[Glob.ATTACK] > 0.5
    probes = noisy(420.0, dice, 1) if attacked else 1.0 + dice % 4
    doing = "tries many ports and logins" if attacked else "background scanners"
    lines.append(f"probes from outside {probes:.0f}/min, {doing}")
    return "\n".join(lines)


def _busiest(view: View) -> tuple[int, float]:
    """The service outside the databases with the highest use of its capacity, and that use."""
    graph = view.graph
    every = view.row[GLOBALS : GLOBALS + graph.nodes * NODE].reshape(graph.nodes, NODE)
    used = every[:, Node.UTIL].tolist()
    most, busiest = -1.0, 0
    for node, kind in enumerate(graph.kind.tolist()):
        if kind != _DATABASE and used[node] > most:
            most, busiest = used[node], node
    return busiest, min(most, 1.0)
