"""What the estate's tools print, and the standing dashboard.

Every reading starts with the time of day at which it was made, and names
services as they are called at that time. It shows symptoms, as the tool it
stands for would; which tool shows which part of the state:

====================  =========================================================
query_logs            its own exceptions, by version and by flag; hung workers;
                      refused signatures; full disk, fence, I/O errors, bad
                      checksums; failing calls by callee and reason
check_metrics         rps, errors, p95, cpu, memory and backlog, now and ten
                      minutes ago; I/O wait of a database; traffic and shedding
check_dependencies    each call: fan, attempts, goodput, timeout, retries,
                      breaker, hard or fallback, open connections, cache
check_recent_deploys  deploys; image and error rate of the version before; the
                      schema's phase; pools now and before; a hotfix
check_service_status  pods, start times, autoscaler, manifest, memory, threads;
                      whether pods can be created; room on the nodes
check_backups         age of the snapshot, rows since, schedule
check_replication     roles, fence, link, lag, write and replay rates, slot
check_locks           connections, blocking transaction and its undo, batch
                      job, pools of the clients
check_storage         volume, growth, log, archives, tables, quota
check_cache           hit rate, warmth, refill, sessions held, checksums
check_queue           depth, rates, whether the head moves
check_flags           flag, state, what turning it off would expose
check_network         paths, pushes, name and its automation, firewall, open
                      connections, zones, out-of-band path
check_secrets         secret held, holders k/n, the old secret, certificate
check_audit           whether it is written, recent records, probes
check_nodes           the failing node and what lies on it, thread limits, the
                      upgrade, the label of route reflectors, the backup
check_resolver        answers, load and config of the shared resolver
check_firewall        the last push of network policies, drops by caller
check_links           loss between zones, heartbeats, failover automation
check_conntrack       entries of the connection table, and who fills it
check_certificates    certificates by pod, the issuer, how a new one is taken up
check_access          who reads under what key, public access, evidence copied
check_config          the last config push, who exits on it, cost of a start
check_edge            edge rules, what they take and what they stop
====================  =========================================================

The same by field is `sentinel.world.shows.SHOWS`. Policies are the scenario's,
so `check_policies` is not read here.
"""

from collections.abc import Callable
from typing import Final

from sentinel.errors import ActionError
from sentinel.world.estate_readings import audit, network, secrets
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.kinds import KINDS
from sentinel.world.link_readings import LINK_READERS
from sentinel.world.logs import logs
from sentinel.world.node_fields import Node
from sentinel.world.node_readings import nodes as node_list
from sentinel.world.ops import Target
from sentinel.world.security_readings import SECURITY_READERS
from sentinel.world.service_readings import dependencies, deploys, flags, metrics, status
from sentinel.world.shows import DASHBOARD, SHOWS, places
from sentinel.world.state import TICK_S
from sentinel.world.store_readings import backups, cache, locks, queue, replication, storage
from sentinel.world.view import View, age, busy, mixed, spread

__all__ = ["DASHBOARD", "SHOWS", "View", "dashboard", "kinds_read", "places", "read"]

_Reader = Callable[[View, int, int], str]

_READERS: Final[dict[str, _Reader]] = {
    "query_logs": logs,
    "check_metrics": metrics,
    "check_dependencies": dependencies,
    "check_recent_deploys": deploys,
    "check_service_status": status,
    "check_backups": backups,
    "check_replication": replication,
    "check_locks": locks,
    "check_storage": storage,
    "check_cache": cache,
    "check_queue": queue,
    "check_flags": flags,
    "check_network": network,
    "check_secrets": secrets,
    "check_audit": audit,
    "check_nodes": node_list,
    **LINK_READERS,
    **SECURITY_READERS,
}

_KINDS: Final[dict[Target, tuple[NodeKind, ...]]] = {
    Target.NOTHING: tuple(NodeKind),
    Target.SERVICE: tuple(NodeKind),
    Target.WORKLOAD: (NodeKind.EDGE, NodeKind.WORKLOAD),
    Target.DATABASE: (NodeKind.DATABASE,),
    Target.CACHE: (NodeKind.CACHE,),
    Target.QUEUE: (NodeKind.QUEUE,),
}

_SHOWN: Final = [
    int(field)
    for field in (
        Node.DESIRED, Node.READY, Node.CAPACITY, Node.LOAD, Node.UTIL, Node.ERR, Node.LATENCY,
    )
]  # fmt: skip
"""Fields of a service that its line of the dashboard shows."""

_RULE_COST: Final = int(Glob.RULE_COST)

_TOOLS: Final = {
    name: (reader, number, _KINDS[KINDS[name].target])
    for number, (name, reader) in enumerate(_READERS.items())
}


def kinds_read(tool: str) -> tuple[NodeKind, ...]:
    """The kinds of services that a diagnostic tool can be asked for."""
    return _TOOLS[tool][2]


def read(tool: str, node: int, view: View) -> str:
    """What a diagnostic tool prints.

    Args:
        tool: Name of the tool, a key of `KINDS`.
        node: The service it is asked for; `check_audit` and `check_nodes` ignore it.
        view: What can be seen.

    Returns:
        About 120 to 420 characters for names of common length, at most nine lines, without a line
        break at the end.

    Raises:
        ActionError: If no reading of telemetry has that name, or it reads another kind of service.
    """
    found = _TOOLS.get(tool)
    if found is None:
        raise ActionError(f"{tool!r} reads no telemetry; one of {', '.join(_TOOLS)} does")
    reader, number, kinds = found
    if len(kinds) == len(NodeKind) and KINDS[tool].target is Target.NOTHING:
        node = 0
    kind = view.kind(node)
    if kind not in kinds:
        wanted = " or ".join(each.name.lower() for each in kinds)
        got = NodeKind(kind).name.lower()
        raise ActionError(f"{tool} reads a {wanted}, and {view.names[node]!r} is a {got}")
    return reader(view, node, mixed(view.seed, view.tick, node, number))


def dashboard(view: View) -> list[tuple[int, str]]:
    """One line for each service: errors, latency, processors, replicas, last deploy.

    Returns:
        The node and its line: `auth  err 12.4%  p95 830 ms  cpu 71%  ready 3/4  deploy v41 6m ago`.
    """
    nodes, now = view.graph.nodes, view.tick
    errors = spread(mixed(view.seed, now, nodes, len(_TOOLS)), 3 * nodes)
    shown = zip(
        view.names, errors[::3], errors[1::3], errors[2::3], *map(view.every, _SHOWN), strict=True
    )
    found = []
    left = 1.0 - view.values[_RULE_COST]
    for node, (
        name,
        off,
        off_cpu,
        off_p95,
        wanted,
        ready,
        capacity,
        load,
        util,
        err,
        latency,
    ) in enumerate(shown):
        newest = view.newest(node)
        deploy = "no deploy"
        if newest is not None:
            deploy = f"deploy {newest.version} {age((now - newest.tick) * TICK_S)} ago"
        failing = err * (100.0 * off)
        most = capacity if node else capacity * left
        cpu = 100.0 * off_cpu * busy(load, util, ready, most)
        line = (
            f"{name}  err {failing if failing < 100.0 else 100.0:.1f}%"
            f"  p95 {int(1e3 * latency * off_p95 + 0.5)} ms"
            f"  cpu {int(cpu + 0.5) if cpu < 100.0 else 100}%"
            f"  ready {int(ready + 0.5)}/{int(wanted + 0.5)}  {deploy}"
        )
        found.append((node, line))
    return found
