"""The mutations that the world knows, and what an action can be aimed at.

Numbers from 60 on go by field: 60-79 network, 80-99 security, 100-119 platform, 120-139
stores, 140-159 what an adversary needs and what honest operators use it for; those from 160
on are what a changed API makes of a call, and timeouts.
"""

from enum import IntEnum
from typing import Final


class Op(IntEnum):
    """Mutations the world knows, by the number the kernel uses."""

    NONE = 0
    RESTART = 1
    ROLLBACK = 2
    SCALE = 3
    FLAG_OFF = 4
    CLEAR_CACHE = 5
    KILL_QUERY = 6
    DISABLE_JOB = 7
    TAKE_SNAPSHOT = 8
    FENCE_PRIMARY = 9
    PROMOTE_REPLICA = 10
    RESTORE_SNAPSHOT = 11
    RESUME_REPLICATION = 12
    WIPE_DATA_DIR = 13
    DROP_TABLE = 14
    TRUNCATE_TABLE = 15
    VACUUM = 16
    DROP_SLOT = 17
    EXTEND_VOLUME = 18
    PURGE_ARCHIVES = 19
    DELETE_WAL = 20
    ENABLE_BACKUPS = 21
    DISABLE_BACKUPS = 22
    DELETE_SNAPSHOTS = 23
    RAISE_MAX_CONNECTIONS = 24
    RECYCLE_IDLE = 25
    DROP_CONNECTIONS = 26
    PURGE_QUEUE = 27
    DEAD_LETTER = 28
    DRAIN_ZONE = 29
    UNDRAIN_ZONE = 30
    ROLLBACK_ROUTES = 31
    ANNOUNCE_PREFIX = 32
    DROP_ROUTES = 33
    FREEZE_DNS = 34
    RESTORE_DNS = 35
    OVERRIDE_HOST = 36
    ROTATE_SECRET = 37
    REENABLE_SECRET = 38
    DELETE_SECRET = 39
    REVOKE_TOKENS = 40
    RENEW_CERTIFICATE = 41
    DISABLE_TLS = 42
    OPEN_FIREWALL = 43
    NARROW_FIREWALL = 44
    DISABLE_AUDIT = 45
    SHED_LOAD = 46
    LIFT_SHED = 47
    CUT_RETRIES = 48
    RAISE_RETRIES = 49
    FIX_WEBHOOK = 50
    ROLL_FORWARD = 51
    RESTART_ALL = 52
    WARM_CACHE = 53
    ROLLBACK_RESOLVER = 60
    SCALE_RESOLVER = 61
    REVERT_POLICY = 62
    DELETE_POLICIES = 63
    PAUSE_FAILOVER = 64
    FORCE_QUORUM = 65
    ENABLE_KEEPALIVE = 66
    RAISE_TABLE = 67
    REBOOT_NODES = 68
    RESTORE_ISSUER = 80
    PERMIT_PLAINTEXT = 81
    PRESERVE_EVIDENCE = 82
    REVOKE_KEY = 83
    ISOLATE_SERVICE = 84
    TRUNCATE_AUDIT = 85
    CLOSE_ACL = 86
    GRANT_READERS = 87
    WIDEN_ACL = 88
    STOP_PUSH = 89
    RESTORE_CONFIG = 90
    STAGGER_RESTART = 91
    KILL_RULE = 92
    ROLLBACK_RULESET = 93
    DISABLE_WAF = 94
    SCALE_WORKERS = 100
    ROLLBACK_WORKERS = 101
    SET_AUTOSCALER = 102
    DELETE_AUTOSCALER = 103
    RAISE_THREADS = 104
    ENABLE_FLAG = 105
    FINISH_ROLLOUT = 106
    CORDON_NODE = 107
    DRAIN_NODE = 108
    FORCE_DRAIN_NODE = 109
    ADD_NODES = 110
    RESTORE_NODE_ROLE = 111
    RESUME_UPGRADE = 112
    PAUSE_UPGRADE = 113
    RESTORE_CONTROL_PLANE = 114
    STOP_MIGRATION = 120
    RESUME_MIGRATION = 121
    RAISE_MAXMEMORY = 122
    TRIM_KEYS = 123
    RESTORE_PASSWORD = 124
    DISABLE_AUTH = 125
    SET_RETENTION = 140
    EXPIRE_SNAPSHOTS = 141
    DISABLE_KEY = 142
    PAUSE_REPLAY = 143
    EXPORT_TABLE = 144
    ALLOW_EGRESS = 145
    GRANT_ROLE = 146
    ROTATE_LOGS = 147
    PURGE_AUDIT = 148
    RELEASE = 149
    SET_TIMEOUT = 160
    FLAG_ON = 161
    PROMOTE_UNFENCED = 162


UNCALLED: Final = (Op.FLAG_ON, Op.PROMOTE_UNFENCED)
"""Mutations that no tool is for: what a call comes to that was made for another API."""


class Target(IntEnum):
    """What the first argument of an action names."""

    NOTHING = 0
    SERVICE = 1
    """Anything that runs in the estate, stores included."""
    WORKLOAD = 2
    """A service that is no store."""
    DATABASE = 3
    CACHE = 4
    QUEUE = 5
    FLAG = 6
    HOST = 7
    """A database host: `<database>-a` or `<database>-b`."""
    TABLE = 8
    """A table, written `<database>/<table>`."""
    TEXT = 9
    """A free value of a submission."""
