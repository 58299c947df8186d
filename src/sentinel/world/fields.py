"""Names for the places of a world's row of floats."""

from enum import IntEnum
from typing import Final

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
    EXTRA_QUERIES = 23
    """Lookups beyond the first that the shared resolver needs for one name."""
    RESOLVER_CAP = 24
    """Lookups a tick that the resolver can answer."""
    UNRESOLVED = 25
    """Share of lookups that it failed to answer in the last tick."""
    PRELOADED = 26
    """1 if pods start with the addresses of what they call."""
    RESOLVER_KEPT = 27
    """1 if the resolver's previous config still fits its upstreams."""
    PUSH_CLOSED = 28
    """Store that the last policy push closed to the internet; -1 if none."""
    PARTITION = 29
    """Ticks until the link between the zones works again; 0 while it does."""
    FAILOVER = 30
    """Ticks of a partition after which automation fences a cut primary; 0 while it is paused."""
    AUTO_FENCED = 31
    SYNC = 32
    """1 if databases commit a write only once the replica has it."""
    TABLE_MAX = 33
    """Entries that the shared connection table holds."""
    TABLE_USED = 34
    """Entries that its connections want."""
    TABLE_PER_NODE = 35
    """1 if each node brings a table of its own, so that pods on more nodes find more room."""
    TABLE_MEMORY = 36
    """1 if nodes have memory for a larger table."""
    ISSUER = 37
    """1 if the issuer of certificates answers."""
    HOT_RELOAD = 38
    """1 if services take up a new certificate without a restart."""
    SHIPPED = 39
    """1 if logs of pods are copied off their hosts as they are written."""
    INTRUDER = 40
    """1 while an intruder holds a key that works."""
    ACL_USED = 41
    """1 while partners read stores through public access and have no grants of their own."""
    PUSHING = 42
    """1 while a bad config goes on to further services."""
    GOOD_CONFIG = 43
    """1 once the last good config is what pods start with."""
    COLD_READS = 44
    """Reads of a service that starts with a new config, as a share of a store's capacity."""
    COLD = 45
    RULE_COST = 46
    """Share of the gateway's processors that an edge rule takes."""
    WAF_OFF = 47
    RULESET_KEPT = 48
    AUDIT_FROM = 49
    """Tick of the first record in the audit log, if older ones were deleted."""


class Node(IntEnum):
    """Places of the values of one service, from the start of its block."""

    DESIRED = 0
    """Replicas asked for."""
    READY = 1
    """Replicas that serve."""
    STARTING = 2
    """Replicas created and not yet ready."""
    START_LEFT = 3
    """Ticks until they are."""
    START_TICKS = 4
    """Ticks a replica needs to become ready."""
    CAPACITY = 5
    """Requests a second that one replica serves."""
    SERVICE_S = 6
    """Seconds of its own work a request."""
    THREADS = 7
    """Requests that one replica can hold at once."""
    VERSION_ERR = 8
    """Share of requests that the running version fails."""
    PREVIOUS_ERR = 9
    """Share that the previous version would fail."""
    IMAGE_OK = 10
    """1 if the image of the previous version still exists."""
    CONTRACT = 11
    """1 if a migration has removed what the previous version needs."""
    FLAG_ERR = 12
    """Share of requests that the feature flag fails while it is on."""
    FLAG_OFF_ERR = 13
    """Share that would fail with the flag off, if the flag protects something."""
    FLAG_ON = 14
    HANG = 15
    """Share of replicas that hang; a restart clears it."""
    MEMORY = 16
    """Share of the memory limit in use."""
    LEAK = 17
    """Memory share added a tick."""
    HPA_MAX = 18
    """Most replicas the autoscaler may set; 0 without one."""
    POOL = 19
    """Database connections a replica opens."""
    PREVIOUS_POOL = 20
    """Pool size of the previous version."""
    USES_SECRET = 21
    HOLDS_NEW = 22
    """1 if it holds the new secret."""
    ROUTE = 23
    """Share of paths to it that are up."""
    DNS = 24
    """1 if its name resolves."""
    OPEN = 25
    """1 if anyone on the internet may connect to it."""
    CERT_LEFT = 26
    """Ticks until its certificate ends."""
    QUEUED = 27
    """Requests waiting for a replica."""
    LOAD = 28
    """Requests a second that arrive."""
    UTIL = 29
    """Load over capacity."""
    ERR = 30
    """Share of requests that fail."""
    LATENCY = 31
    """Seconds, at about the 95th percentile."""
    LSN = 32
    """Rows written so far."""
    APPLIED = 33
    """Rows the replica has applied."""
    REPLICA = 34
    """1 while replication works."""
    APPLY_RATE = 35
    """Rows a tick that the replica can apply."""
    SNAP_LSN = 36
    """Rows in the newest verified snapshot."""
    SNAP_TICK = 37
    """Tick of that snapshot."""
    BACKUPS = 38
    """1 if snapshots are scheduled."""
    FENCED = 39
    """1 while the primary takes no writes."""
    DISK = 40
    """Share of the volume in use."""
    DISK_GROWTH = 41
    """Share of the volume added a tick for as long as its cause lasts."""
    SLOT = 42
    """1 while a slot without a reader holds back the log."""
    ARCHIVE = 43
    """Share of the volume that old archives take."""
    SCRATCH = 44
    """Share of the volume that a scratch table takes."""
    LOCK = 45
    """Share of capacity lost to a long transaction."""
    LOCK_LEFT = 46
    """Ticks until it ends by itself."""
    UNDO_TICKS = 47
    """Ticks of undo that ending it would take."""
    JOB = 48
    """1 while the batch job that starts such transactions may run."""
    MAX_CONNS = 49
    CONNS = 50
    """Connections in use."""
    IDLE = 51
    """Connections that idle clients hold."""
    CONN_MEMORY = 52
    """Connections that the database's memory could carry."""
    WRITES = 53
    """Share of its requests that write a row."""
    DEGRADED = 54
    """Share of capacity lost to bad hardware on the primary's host."""
    A_PRIMARY = 55
    """1 if host a is the primary, 0 if host b is."""
    ROWS = 56
    """Rows in its business tables."""
    WARM = 57
    """Share of the hot keys that a cache holds."""
    HIT_MAX = 58
    """Hit rate of a warm cache."""
    FILL = 59
    """Share of the hot keys a tick that misses refill when every miss is answered."""
    POISON = 60
    """Share of reads that a cache answers wrongly."""
    SESSIONS = 61
    """Share of user sessions that a cache holds; 0 for a look-aside cache."""
    DEPTH = 62
    """Messages waiting in a queue."""
    DRAIN = 63
    """Messages a tick that its consumers take."""
    STUCK = 64
    """1 while the message at the head cannot be read."""
    WAL = 65
    """Share of the volume that held-back log takes."""
    JOB_LOCK = 66
    """Share of capacity that each run of the batch job takes."""
    STALE_PLAN = 67
    """1 while the automation's stale plan would remove its record."""
    HOTFIX = 68
    """1 if a fixed version is ready to be rolled forward."""
    LAG = 69
    """Rows that the replica has not applied."""
    CUT = 70
    """Share of the calls to it that cross a broken link between the zones."""
    NO_KEEPALIVE = 71
    """How far it opens a connection for every call, 0 where it keeps them open."""
    OLD_CERT = 72
    """Share of replicas that serve a certificate which has ended; 0 for all, once it has."""
    RENEWED = 73
    """1 while a new certificate waits to be taken up."""
    PERMISSIVE = 74
    """1 if its callers accept it without a valid certificate."""
    EXPORT = 75
    """Reads a second that strangers would make of it."""
    INTRUDED = 76
    """1 while its pods hold what an intruder did."""
    EVIDENCE_KEPT = 77
    KEY_REVOKED = 78
    ISOLATED = 79
    PUBLIC = 80
    """1 while anyone may read it, 2 while anyone may write, -1 once that was closed."""
    BAD_CONFIG = 81
    """Share of replicas that exit on the config they were given."""


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
