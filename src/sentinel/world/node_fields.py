"""Names for the places of the values of one service in a world's row."""

from enum import IntEnum


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
    CONSUMERS = 70
    """Workers that read a queue."""
    PARTITIONS = 71
    """Partitions of a queue; each is read by one worker at most."""
    SLOW = 72
    """Share of their pace that the running version of a queue's workers costs."""
    SINK = 73
    """Database that a queue's workers write to; -1 without one."""
    PREVIOUS_LEAK = 74
    """Memory share that the previous version adds a tick."""
    MIGRATING = 75
    """1 while a migration of a database runs."""
    EVICTED = 76
    """Share of its hot keys that a cache has no memory for."""
    CACHE_ROOM = 77
    """1 if the host of a cache has memory for a larger one."""
    NOAUTH = 78
    """Share of its clients whose password a cache refuses."""
    FLEET_MAX = 79
    """Replicas above which each process needs more threads than it may have; 0 without such."""
    HPA_MIN = 80
    """Fewest replicas the autoscaler keeps; 0 without one."""
    MANIFEST = 81
    """Replicas that its manifest asks for."""
    HOSTS_NEW = 82
    """Share of its hosts that run the new version."""
    RETIRED_ERR = 83
    """Share of requests that a host of the old version fails while the flag is on."""
    ON_NODE = 84
    """Share of its replicas that run on worker-3."""
    MESHED = 85
    """Share of the paths to it that route reflectors announce."""
    RETENTION_MIN = 86
    """Minutes after which an expiry deletes a snapshot; 0 for the two newest being kept."""
    KEY_OFF = 87
    """1 while the key that opens its snapshots is disabled."""
    CUT = 88
    """Share of the calls to it that cross a broken link between the zones."""
    NO_KEEPALIVE = 89
    """How far it opens a connection for every call, 0 where it keeps them open."""
    OLD_CERT = 90
    """Share of replicas that serve a certificate which has ended; 0 for all, once it has."""
    RENEWED = 91
    """1 while a new certificate waits to be taken up."""
    PERMISSIVE = 92
    """1 if its callers accept it without a valid certificate."""
    EXPORT = 93
    """Reads a second that strangers would make of it."""
    INTRUDED = 94
    """1 while its pods hold what an intruder did."""
    EVIDENCE_KEPT = 95
    KEY_REVOKED = 96
    ISOLATED = 97
    PUBLIC = 98
    """1 while anyone may read it, 2 while anyone may write, -1 once that was closed."""
    BAD_CONFIG = 99
    """Share of replicas that exit on the config they were given."""
