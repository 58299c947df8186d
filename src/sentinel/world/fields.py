"""Names for the places of a world's row of floats."""

from enum import IntEnum
from typing import Final

from sentinel.world.node_fields import Node
from sentinel.world.node_kind import NodeKind as NodeKind


class Glob(IntEnum):
    """Places of the global values, from the start of the row."""

    TICK = 0
    """Ticks since the world was made."""
    TRAFFIC = 1
    """User requests a second before noise, retries and shedding."""
    SHED = 2
    """Share of user requests refused at the edge, in [0, 1]."""
    CREATION = 3
    """1 if pods can be created, 0 while the admission webhook refuses them."""
    HEADROOM = 4
    """Pods that still fit on the nodes."""
    OOB = 5
    """1 if the out-of-band network path works."""
    LATER_PUSH = 6
    """Node that a later route push serves and undoing the last would cut off; -1 if none."""
    DRAINED = 7
    """1 while zone-a takes no traffic."""
    DNS_AUTOMATION = 8
    """1 while automation would overwrite a restored record with its stale plan."""
    OLD_SECRET = 9
    """1 while the old secret is accepted, 0 while it is disabled, -1 once it is deleted."""
    NEW_SECRET = 10
    """1 once the new secret is handed to every consumer that restarts."""
    AUDIT = 11
    """1 while the audit log is written."""
    TLS = 12
    """1 while certificates are checked."""
    QUOTA = 13
    """1 if volumes may still grow."""
    BURN = 14
    """Outage so far, in ticks of total outage."""
    ROWS_LOST = 15
    MESSAGES_LOST = 16
    SESSIONS_LOST = 17
    """Share of sessions ended, summed."""
    EXPOSURE = 18
    """Ticks of exposure, weighted by sensitivity."""
    EVIDENCE_LOST = 19
    """Ticks of audit log lost."""
    BURN_NOW = 20
    """Outage of the last tick, in [0, 1]."""
    SLO_S = 21
    """Latency at the gateway above which a user calls it slow, in seconds."""
    ATTACK = 22
    """1 while somebody probes the estate from outside: exposure then costs more."""
    THREAD_ROOM = 23
    """1 if hosts have memory for more threads a process."""
    NODE_FAILED = 24
    """1 once the node worker-3 has failed; it takes traffic and answers little of it."""
    CORDONED = 25
    """1 while no pod is placed on worker-3."""
    NODE_STORE = 26
    """Database whose only volume lies on worker-3; -1 if none does."""
    LABEL = 27
    """1 while nodes carry the label by which route reflectors find them."""
    UPGRADED = 28
    """Share of the nodes that run the new version of the platform."""
    UPGRADING = 29
    """Share of the nodes upgraded a tick; 0 while the upgrade is paused."""
    STORE_MATCH = 30
    """1 if the backup of the control plane was taken by the version that runs now."""
    ACCOUNT_A = 31
    """Number of an outside account that belongs to the company; 0 where none are listed."""
    ACCOUNT_B = 32
    """Number of another."""
    EGRESS = 33
    """1 while connections to any outside account are let through."""
    ROLE = 34
    """Role of the team that answers the incident: 0 none, 1 reads, 2 administers, 3 break-glass."""
    SHIPPED = 35
    """1 if logs and audit records are copied to another host as they are written."""
    EXPORT_TO = 36
    """Account that the last copy of a table went to; 0 if none went anywhere."""
    RECORDS_CUT = 37
    """Minutes of records thrown away that had no second home."""
    EXTRA_QUERIES = 38
    """Lookups beyond the first that the shared resolver needs for one name."""
    RESOLVER_CAP = 39
    """Lookups a tick that the resolver can answer."""
    UNRESOLVED = 40
    """Share of lookups that it failed to answer in the last tick."""
    PRELOADED = 41
    """1 if pods start with the addresses of what they call."""
    RESOLVER_KEPT = 42
    """1 if the resolver's previous config still fits its upstreams."""
    PUSH_CLOSED = 43
    """Store that the last policy push closed to the internet; -1 if none."""
    PARTITION = 44
    """Ticks until the link between the zones works again; 0 while it does."""
    FAILOVER = 45
    """Ticks of a partition after which automation fences a cut primary; 0 while it is paused."""
    AUTO_FENCED = 46
    """1 while the automation's fence stands."""
    SYNC = 47
    """1 if databases commit a write only once the replica has it."""
    TABLE_MAX = 48
    """Entries that the shared connection table holds."""
    TABLE_USED = 49
    """Entries that its connections want."""
    TABLE_PER_NODE = 50
    """1 if each node brings a table of its own, so that pods on more nodes find more room."""
    TABLE_MEMORY = 51
    """1 if nodes have memory for a larger table."""
    ISSUER = 52
    """1 if the issuer of certificates answers."""
    HOT_RELOAD = 53
    """1 if services take up a new certificate without a restart."""
    INTRUDER = 54
    """1 while an intruder holds a key that works."""
    ACL_USED = 55
    """1 while partners read stores through public access and have no grants of their own."""
    PUSHING = 56
    """1 while a bad config goes on to further services."""
    GOOD_CONFIG = 57
    """1 once the last good config is what pods start with."""
    COLD_READS = 58
    """Reads of a service that starts with a new config, as a share of a store's capacity."""
    COLD = 59
    """The same of all that start now."""
    RULE_COST = 60
    """Share of the gateway's processors that an edge rule takes."""
    WAF_OFF = 61
    RULESET_KEPT = 62
    AUDIT_FROM = 63
    """Tick of the first record in the audit log, if older ones were deleted."""
    CHAIN = 64
    """1 while the intermediate that new certificates are signed with has not ended."""
    PITR = 65
    """1 while databases archive their log, so that a restore can replay it on a snapshot."""
    SNAP_FAILED = 66
    """Tick of the last run of backups whose checksums failed; 0 if there was none."""
    CANARY = 67
    """Share of its pods on which the newest version of one service runs; 0 where none is."""
    CANARY_NODE = 68
    """That service."""


class Edge(IntEnum):
    """Places of the values of one call, from the start of its block."""

    FAN = 0
    """Calls a request makes."""
    RETRIES = 1
    TIMEOUT_S = 2
    WEIGHT = 3
    """Share of a failed call that fails the caller: 1 hard, near 0 with a fallback."""
    FAIL = 4
    """Share of calls that failed in the last tick, before retries."""
    BREAKER = 5
    """Share of circuit breakers open."""
    HAS_BREAKER = 6
    LIVE = 7
    """Share of the caller's connections that are open, and need no name."""
    CACHE = 8
    """Node of the cache in front of this call; -1 without one."""
    BLOCKED = 9
    """Share of calls that a firewall drops."""


GLOBALS: Final = len(Glob)
"""Global values at the start of a row."""

NODE: Final = len(Node)
"""Values of one service."""

EDGE: Final = len(Edge)
"""Values of one call."""
