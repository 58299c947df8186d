"""What the tools about the network, secrets and the audit log print."""

from typing import Final

from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import TICK_S, Values, at
from sentinel.world.view import View, age, measured, noisy, percent, taking

LISTED_CALLERS: Final = 3
"""Callers that one reading of the network lists: those with most drops, then fewest live."""

_PATHS: Final = taking(Node.ROUTE, Node.DNS, Node.STALE_PLAN, Node.OPEN, Node.MESHED)
_ZONES: Final = taking(Glob.LATER_PUSH, Glob.DNS_AUTOMATION, Glob.DRAINED, Glob.OOB)
_REFLECTED: Final = taking(Glob.LABEL, Glob.UPGRADED)
_CONNECTED: Final = taking(Edge.BLOCKED, Edge.LIVE)
_HOLDER: Final = taking(Node.USES_SECRET, Node.HOLDS_NEW, Node.CERT_LEFT, Node.SESSIONS)
_OUTWARD: Final = taking(Glob.ACCOUNT_A, Glob.ACCOUNT_B, Glob.EGRESS)
_KEPT: Final = taking(Glob.ACCOUNT_A, Glob.ROLE, Glob.SHIPPED, Glob.EXPORT_TO, Glob.RECORDS_CUT)
_ROLES: Final = ("none", "reader", "admin", "admin by break-glass token")
_SIGNING: Final = taking(Glob.OLD_SECRET, Glob.NEW_SECRET, Glob.TLS)
_USES_SECRET: Final = int(Node.USES_SECRET)
_HOLDS_NEW: Final = int(Node.HOLDS_NEW)
_UTIL: Final = int(Node.UTIL)
_WORKLOAD: Final = int(NodeKind.WORKLOAD)
_DATABASE: Final = int(NodeKind.DATABASE)
_AUDITED: Final = ("backup read secret", "vault read policy", "cron list pods", "ops login sso")


def listed_callers(view: View, node: int) -> list[int]:
    """Edges to a service that a reading of its network lists."""
    near = view.calls_to(node)
    if len(near) > LISTED_CALLERS:
        near = sorted(near, key=lambda e: (*_worst_first(view.call(e)), e))
    return near[:LISTED_CALLERS]


def network(view: View, node: int, dice: int) -> str:
    """Paths, pushes, name, firewall and live connections of the service, and the zones."""
    route, dns, stale, opened, meshed = _PATHS(view.of(node))
    label, upgraded = _REFLECTED(view.values)
    pushed, automation, drained, oob = _ZONES(view.values)
    names, caller = view.names, view.wiring.caller
    push = view.fixed(0, 6) % 4000 + 1000
    later = int(pushed)
    after = "latest, nothing builds on it"
    if later >= 0:
        after = f"followed by push {push + 1}, which carries the routes of {names[later]}"
    name = "resolves" if dns > 0.5 else "NXDOMAIN"
    runs = "running" if automation > 0.5 else "paused"
    plan = "queued plan older than the record" if stale > 0.5 else "plan current"
    edges = [(names[caller[e]], _CONNECTED(view.call(e))) for e in listed_callers(view, node)]
    calls = ", ".join([
        f"{name_of} drop {100.0 * blocked:.0f}% live {100.0 * live:.0f}%"
        for name_of, (blocked, live) in edges
    ])  # fmt: skip
    allowed = "0.0.0.0/0" if opened > 0.5 else "callers only"
    zones = "zone-a drained, zone-b serving" if drained > 0.5 else "both zones serving"
    busiest, used = _busiest(view)
    lost = meshed * upgraded if label < 0.5 else 0.0
    reflected = f"reflectors announce {100.0 * (meshed - lost):.0f}% of {100.0 * meshed:.0f}%"
    return (
        f"{view.now} {names[node]} paths up {100.0 * route:.0f}%"
        f" {view.since(at(node, Node.ROUTE))}; {reflected}\n"
        f"push {push} {after}\n"
        f"dns {name} {view.since(at(node, Node.DNS))}; automation {runs}, {plan}\n"
        f"fw allows {allowed}; {calls or 'no callers'}\n"
        f"{zones}; busiest {names[busiest]} {measured(used, dice, 0)} of its capacity\n"
        f"oob path {'up' if oob > 0.5 else 'down'}{_outward(view)}"
    )


def _outward(view: View) -> str:
    """Where connections out of the estate may go, where that is kept track of."""
    one, other, egress = _OUTWARD(view.values)
    if one < 0.5:
        return ""
    passes = "any account" if egress > 0.5 else "own accounts only"
    return f"; egress lets through {passes}\nown accounts {one:.0f}, {other:.0f}"


def secrets(view: View, node: int, dice: int) -> str:
    """Which secret the service holds, how many hold the new one, and its certificate."""
    uses, new, cert_left, sessions = _HOLDER(view.of(node))
    state, handed, tls = _SIGNING(view.values)
    name = view.names[node]
    pairs = zip(view.every(_USES_SECRET), view.every(_HOLDS_NEW), strict=True)
    consumers = [holds > 0.5 for needs, holds in pairs if needs > 0.5]
    held = "holds v2 (new)" if new > 0.5 else "holds v1 (old)"
    old = "accepted" if state > 0.5 else "disabled" if state > -0.5 else "deleted"
    given = "given to consumers at restart" if handed > 0.5 else "not given out"
    left = cert_left * TICK_S
    if left > 0.0:
        cert = f"ends at {view.clock(-left)} in {age(left)}"
    else:
        cert = f"expired at {view.clock(-left)} ({age(-left)} ago)"
    checks = "on" if tls > 0.5 else "off"
    work = [i for i, kind in enumerate(view.wiring.kinds) if kind == _WORKLOAD]
    signs = "issues no tokens"
    if node in work[-1:] or sessions > 0.0:
        signs = f"tokens of {percent(sessions)} of user sessions are issued here"
    return (
        f"{view.now} consumers of secret app/signing, asked for {name}\n"
        f"{name} {held if uses > 0.5 else 'does not use it'}; {signs}\n"
        f"v2 held by {sum(consumers)}/{len(consumers)} consumers, {given}\n"
        f"v1 {old} {view.since(Glob.OLD_SECRET)}\n"
        f"certificate of {name} {cert}; peer checks {checks}{_sealed(view)}"
    )


def _sealed(view: View) -> str:
    """Whether the token for emergencies was used, where that is kept track of."""
    tracked, role = _KEPT(view.values)[:2]
    if tracked < 0.5:
        return ""
    return f"; break-glass token {'used by incident-team' if role > 2.5 else 'sealed'}"


def audit(view: View, node: int, dice: int) -> str:
    """Whether the audit log is written, its last records, and probes from outside."""
    whole = view.values
    lines = [f"{view.now} audit tail"]
    writing = whole[Glob.AUDIT] > 0.5
    state = "writing" if writing else "stopped, no record"
    lines.append(f"log {state} {view.since(Glob.AUDIT)}")
    if not writing:
        lines.append("(records of logins, secrets and probes are missing for that time)")
        return "\n".join(lines)
    now, first = view.tick, whole[Glob.AUDIT_FROM]
    shipped, intruder = whole[Glob.SHIPPED] > 0.5, whole[Glob.INTRUDER] > 0.5
    lines[-1] += f"; pod logs {'shipped off host' if shipped else 'on host only'}"
    if first > 0.0:
        lines[-1] += f"; no record before {view.clock((now - first) * TICK_S)}"
    for done in [d for d in view.inventory.deploys if d.tick <= now][:2]:
        past = (now - done.tick) * TICK_S
        what = f"deploy {view.names[done.node]} {done.version}"
        lines.append(f"{view.clock(past)} ({age(past)} ago) ci-deployer {what} allowed")
    for nth in range(2):
        what = _AUDITED[(dice >> 6 * nth) % len(_AUDITED)]
        lines.append(f"{view.clock(140 - 60 * nth - dice % 50)} {what} allowed")
    if intruder:
        host = f"198.51.100.{view.fixed(0, 15) % 250 + 1}"
        lines.append(f"{view.clock(8 + dice % 7)} service key v1 from {host}, first seen, allowed")
    attacked = whole[Glob.ATTACK] > 0.5
    lines += _custody(view)
    probes = noisy(420.0, dice, 1) if attacked else 1.0 + dice % 4
    doing = "tries many ports and logins" if attacked else "background scanners"
    lines.append(f"probes from outside {probes:.0f}/min, {doing}")
    return "\n".join(lines)


def _custody(view: View) -> list[str]:
    """The team's role and where records go, where that is kept track of."""
    tracked, role, shipped, export, cut = _KEPT(view.values)
    if tracked < 0.5:
        return []
    second = "copied to log-archive as written" if shipped > 0.5 else "kept on this host only"
    since = view.since(Glob.ROLE)
    lines = [f"incident-team role {_ROLES[min(int(role), 3)]} {since}; records {second}"]
    if export > 0.5 or cut > 0.0:
        lines.append(f"last table export to acct-{export:.0f}; {cut:.0f}m of records deleted")
    return lines


def _worst_first(call: Values) -> tuple[float, float]:
    """What calls are ordered by: most drops first, then fewest live connections."""
    blocked, live = _CONNECTED(call)
    return -blocked, live


def _busiest(view: View) -> tuple[int, float]:
    """The service outside the databases with the highest use of its capacity, and that use."""
    pairs = zip(view.wiring.kinds, view.every(_UTIL), strict=True)
    used = [util if kind != _DATABASE else -1.0 for kind, util in pairs]
    most = max(used)
    return used.index(most), min(most, 1.0)
