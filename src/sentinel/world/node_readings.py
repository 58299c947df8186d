"""What the tool about the nodes of the platform prints."""

from typing import Final

from sentinel.world.fields import Glob
from sentinel.world.view import View, percent, taking

_NODES: Final = taking(
    Glob.THREAD_ROOM, Glob.NODE_FAILED, Glob.CORDONED, Glob.NODE_STORE, Glob.LABEL, Glob.UPGRADED,
    Glob.UPGRADING, Glob.STORE_MATCH,
)  # fmt: skip


def nodes(view: View, node: int, dice: int) -> str:
    """Nodes and their labels, the failing one if any, thread limits, and the upgrade."""
    threads, failed, cordoned, store, label, upgraded, speed, match = _NODES(view.values)
    state = "Ready"
    if failed > 0.5:
        state = f"NotReady {view.since(Glob.NODE_FAILED)}"
    if cordoned > 0.5:
        state += ",SchedulingDisabled"
    volumes = "no local volume there"
    if store >= 0.0:
        volumes = f"the only volume of {view.names[int(store)]} is local to it"
    runs = f"goes on, {percent(4.0 * speed)} a minute" if speed > 0.0 else "paused or done"
    selector = "every node" if label > 0.5 else "no upgraded node: role removed"
    backup = "taken by this version" if match > 0.5 else "taken by the version before"
    limit = "have memory for more" if threads > 0.5 else "have no memory for more"
    return (
        f"{view.now} nodes\nworker-3  {state}; {volumes}\n"
        f"nproc limit 4096 a process, hosts {limit} threads\n"
        f"upgrade to v1.24 on {percent(upgraded)} of nodes, {runs}\n"
        f"route reflectors: selector node-role/master matches {selector}\n"
        f"etcd backup {backup}"
    )
