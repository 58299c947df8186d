"""Every tool and runbook step: what it takes, what it does, how an operator would type it.

The catalogue imports nothing of the world but `world.ops`. What an action does to the
world is in `world.effects`; how it is written and checked, in `world.actions`.
"""

from dataclasses import dataclass
from typing import Final

from sentinel.world.ops import Op, Target


@dataclass(frozen=True, slots=True)
class Kind:
    """What one tool, or one runbook step, takes and does."""

    name: str
    """The tool's name, or the step's."""
    target: Target
    command: str
    """What an operator would type; `{target}`, `{zone}` and `{amount}` are filled in."""
    does: str
    """One sentence, for documents and for `sentinel explain`."""
    op: Op = Op.NONE
    """What the kernel runs; NONE for what only reads or submits."""
    key: str = "service"
    """Name of the argument that holds the target."""
    amount: str | None = None
    """Name of the numeric argument, or None."""
    low: float = 0.0
    high: float = 0.0
    """Bounds of the numeric argument, both allowed, in the unit its name says."""
    step: bool = False
    """Whether it is called through `execute_runbook_step`."""
    reads: bool = False
    """Whether it only looks."""


def _read(name: str, target: Target, command: str, does: str, key: str = "service") -> Kind:
    return Kind(name, target, command, does, key=key, reads=True)


def _step(
    op: Op,
    target: Target,
    command: str,
    does: str,
    amount: str | None = None,
    low: float = 0.0,
    high: float = 0.0,
) -> Kind:
    return Kind(op.name.lower(), target, command, does, op, "target", amount, low, high, step=True)


_S, _W, _D, _C, _Q = (
    Target.SERVICE,
    Target.WORKLOAD,
    Target.DATABASE,
    Target.CACHE,
    Target.QUEUE,
)
# fmt: off
_ALL: Final = (
    _read("query_logs", _S, "kubectl logs deploy/{target} --since=5m", "Read recent log lines."),
    _read("check_metrics", _S, "promql 'rate({target}[1m])'", "Read the last ten minutes."),
    _read("check_dependencies", _S, "meshctl graph {target}", "Read callers, callees and edges."),
    _read("check_recent_deploys", _S, "kubectl rollout history deploy/{target}", "List deploys."),
    _read("check_service_status", _S, "kubectl get pods -l app={target}", "Read pods and events."),
    _read("check_backups", _D, "pgbackrest info --stanza={target}", "Read snapshots.", "database"),
    _read("check_replication", _D, "psql -h {target} -c 'table pg_stat_replication'",
          "Read roles, lag and slots.", "database"),
    _read("check_locks", _D, "psql -h {target} -c 'table pg_stat_activity'",
          "Read sessions, locks and pools.", "database"),
    _read("check_storage", _D, "df -h /var/lib/{target}", "Read disk, WAL, tables.", "database"),
    _read("check_cache", _C, "redis-cli -h {target} INFO", "Read hit rate and contents.", "cache"),
    _read("check_queue", _Q, "kafka-consumer-groups --describe --topic {target}",
          "Read depth and consumers.", "queue"),
    _read("check_flags", _W, "flagctl list --service {target}", "Read flags and their meaning."),
    _read("check_network", _S, "netctl show {target}", "Read routes, DNS, firewall, zones."),
    _read("check_secrets", _W, "vaultctl consumers {target}", "Read secrets and certificates."),
    _read("check_nodes", Target.NOTHING, "kubectl get nodes -o wide",
          "Read nodes, their limits, the platform's upgrade."),
    _read("check_policies", Target.NOTHING, "policyctl list", "Read policies in force."),
    _read("check_audit", Target.NOTHING, "auditctl tail", "Read the audit log."),
    Kind("restart_service", _S, "kubectl delete pod -l app={target}",
         "Delete every pod of the service and let new ones start.", Op.RESTART),
    Kind("rollback_deploy", _S, "kubectl rollout undo deploy/{target}",
         "Go back to the previous version.", Op.ROLLBACK),
    Kind("scale_service", _S, "kubectl scale deploy/{target} --replicas={amount}",
         "Set the number of replicas.", Op.SCALE, amount="replicas", low=0, high=64),
    Kind("disable_feature_flag", Target.FLAG, "flagctl disable {target}",
         "Turn a feature flag off.", Op.FLAG_OFF, key="flag"),
    Kind("clear_cache", _C, "redis-cli -h {target} FLUSHALL ASYNC",
         "Drop every key.", Op.CLEAR_CACHE, key="cache"),
    _step(Op.KILL_QUERY, _D, "psql -h {target} -c 'select pg_terminate_backend(pid)'",
          "End the longest transaction; its writes are undone first."),
    _step(Op.DISABLE_JOB, _D, "jobctl suspend {target}-batch", "Stop the batch job."),
    _step(Op.TAKE_SNAPSHOT, _D, "pgbackrest backup --stanza={target}", "Take a snapshot now."),
    _step(Op.FENCE_PRIMARY, _D, "pgctl fence {target}", "Stop writes on the primary."),
    _step(Op.PROMOTE_REPLICA, _D, "pg_ctl promote -D /var/lib/{target}",
          "Make the replica the primary; rows it has not applied are gone."),
    _step(Op.RESTORE_SNAPSHOT, _D, "pgbackrest restore --stanza={target}",
          "Go back to the newest snapshot; rows written since are gone."),
    _step(Op.RESUME_REPLICATION, _D, "pgctl rebuild-replica {target}",
          "Build the replica again from the primary."),
    _step(Op.WIPE_DATA_DIR, Target.HOST, "ssh {target} 'rm -rf /var/lib/pg/data'",
          "Empty the data directory of one host, then build it again from its peer."),
    _step(Op.DROP_TABLE, Target.TABLE, "psql -c 'drop table {target}'", "Drop a table."),
    _step(Op.TRUNCATE_TABLE, Target.TABLE, "psql -c 'truncate {target}'", "Empty a table."),
    _step(Op.VACUUM, _D, "vacuumdb -h {target} --all", "Vacuum; costs load, frees little disk."),
    _step(Op.DROP_SLOT, _D, "psql -h {target} -c 'select pg_drop_replication_slot(slot)'",
          "Drop the replication slot; its replica can never catch up."),
    _step(Op.EXTEND_VOLUME, _D, "kubectl patch pvc {target} --size +50%",
          "Grow the volume, if the quota allows it."),
    _step(Op.PURGE_ARCHIVES, _D, "pgbackrest expire --stanza={target}",
          "Delete archived backups older than the newest."),
    _step(Op.DELETE_WAL, _D, "ssh {target} 'rm pg_wal/0*'", "Delete write-ahead log by hand."),
    _step(Op.ENABLE_BACKUPS, _D, "backupctl enable {target}", "Turn scheduled backups on."),
    _step(Op.DISABLE_BACKUPS, _D, "backupctl disable {target}", "Turn scheduled backups off."),
    _step(Op.DELETE_SNAPSHOTS, _D, "backupctl delete {target} --all", "Delete every snapshot."),
    _step(Op.RAISE_MAX_CONNECTIONS, _D, "pgctl raise-max-connections {target} --by {amount}",
          "Raise the limit, which restarts the database.", "connections", 20, 2000),
    _step(Op.RECYCLE_IDLE, _D, "pgbouncerctl recycle-idle {target}", "Close idle connections."),
    _step(Op.DROP_CONNECTIONS, _D, "pgbouncerctl kill {target}",
          "Cut every connection, transactions in flight included."),
    _step(Op.PURGE_QUEUE, _Q, "kafka-delete-records --topic {target}", "Drop what waits."),
    _step(Op.DEAD_LETTER, _Q, "queuectl dead-letter {target} --head", "Set the head aside."),
    _step(Op.DRAIN_ZONE, Target.NOTHING, "netctl drain zone-a", "Send all traffic to zone-b."),
    _step(Op.UNDRAIN_ZONE, Target.NOTHING, "netctl undrain zone-a", "Use both zones again."),
    _step(Op.ROLLBACK_ROUTES, _S, "netctl rollback-push {target}",
          "Undo the last route push, and what later pushes built on it."),
    _step(Op.ANNOUNCE_PREFIX, _S, "netctl announce {target}",
          "Push the missing prefix over the in-band path."),
    _step(Op.DROP_ROUTES, _S, "netctl flush-routes {target}", "Drop every route to it."),
    _step(Op.FREEZE_DNS, Target.NOTHING, "dnsctl automation pause", "Stop DNS automation."),
    _step(Op.RESTORE_DNS, _S, "dnsctl restore {target}", "Put the record back."),
    _step(Op.OVERRIDE_HOST, _S, "dnsctl hosts-override {target}", "Pin the address by hand."),
    _step(Op.ROTATE_SECRET, _W, "vaultctl rotate {target} --resume",
          "Give the new secret to every consumer; each reads it when it restarts."),
    _step(Op.REENABLE_SECRET, _W, "vaultctl reenable-old {target}", "Accept the old secret too."),
    _step(Op.DELETE_SECRET, _W, "vaultctl delete-old {target}", "Delete the old secret."),
    _step(Op.REVOKE_TOKENS, _W, "authctl revoke --all {target}", "End every session."),
    _step(Op.RENEW_CERTIFICATE, _W, "certctl renew {target}", "Renew and reload."),
    _step(Op.DISABLE_TLS, _W, "meshctl tls off {target}", "Stop checking certificates."),
    _step(Op.OPEN_FIREWALL, _S, "netctl allow 0.0.0.0/0 {target}", "Let anyone connect."),
    _step(Op.NARROW_FIREWALL, _S, "netctl allow-callers {target}", "Let its callers connect."),
    _step(Op.DISABLE_AUDIT, Target.NOTHING, "auditctl stop", "Stop writing the audit log."),
    _step(Op.SHED_LOAD, Target.NOTHING, "gatewayctl shed {amount}",
          "Refuse a share of requests at the edge.", "percent", 5, 95),
    _step(Op.LIFT_SHED, Target.NOTHING, "gatewayctl shed 0", "Accept every request again."),
    _step(Op.CUT_RETRIES, _S, "meshctl retries {target} 0", "Stop callers from retrying."),
    _step(Op.RAISE_RETRIES, _S, "meshctl retries {target} 5", "Let callers retry five times."),
    _step(Op.FIX_WEBHOOK, Target.NOTHING, "kubectl patch webhook policy --failure=Ignore",
          "Let pods be created again."),
    _step(Op.ROLL_FORWARD, _W, "kubectl set image deploy/{target} app=hotfix",
          "Deploy the hotfix."),
    _step(Op.RESTART_ALL, Target.NOTHING, "kubectl delete pod -l tier=app",
          "Restart every stateless workload; gateway and stores stay."),
    _step(Op.WARM_CACHE, _C, "cachectl warm {target}", "Refill the hottest keys slowly."),
    _step(Op.SCALE_WORKERS, _Q, "kubectl scale deploy/{target}-workers --replicas={amount}",
          "Set the number of workers that read the queue.", "workers", 1, 32),
    _step(Op.ROLLBACK_WORKERS, _Q, "kubectl rollout undo deploy/{target}-workers",
          "Run the previous version of the workers that read the queue."),
    _step(Op.SET_AUTOSCALER, _W, "kubectl patch hpa {target} --min={amount}",
          "Set the fewest replicas that the autoscaler keeps; it then follows the load.",
          "replicas", 1, 64),
    _step(Op.DELETE_AUTOSCALER, _W, "kubectl delete hpa {target}",
          "Delete the autoscaler; the manifest's count holds then."),
    _step(Op.RAISE_THREADS, _W, "nodectl set-limit {target} nproc=unlimited",
          "Let each process have as many threads as it asks for."),
    _step(Op.ENABLE_FLAG, Target.FLAG, "flagctl enable {target}", "Turn a feature flag on."),
    _step(Op.FINISH_ROLLOUT, _W, "deployctl rollout finish {target}",
          "Bring the hosts that were left behind to the new version."),
    _step(Op.CORDON_NODE, Target.NOTHING, "kubectl cordon worker-3",
          "Place no new pod on worker-3."),
    _step(Op.DRAIN_NODE, Target.NOTHING, "kubectl drain worker-3 --ignore-daemonsets",
          "Move the pods of worker-3 elsewhere, as far as budgets and room allow."),
    _step(Op.FORCE_DRAIN_NODE, Target.NOTHING,
          "kubectl drain worker-3 --disable-eviction --force --delete-emptydir-data",
          "Delete every pod of worker-3 at once, local volumes included."),
    _step(Op.ADD_NODES, Target.NOTHING, "nodepoolctl grow workers --by 2",
          "Add two nodes, with room for pods."),
    _step(Op.RESTORE_NODE_ROLE, Target.NOTHING,
          "nodectl set-role --all node-role.kubernetes.io/master",
          "Give nodes back the role by which route reflectors find them."),
    _step(Op.RESUME_UPGRADE, Target.NOTHING, "upgradectl resume --all",
          "Upgrade the remaining nodes at once."),
    _step(Op.PAUSE_UPGRADE, Target.NOTHING, "upgradectl pause", "Upgrade no further node."),
    _step(Op.RESTORE_CONTROL_PLANE, Target.NOTHING,
          "etcdctl snapshot restore /backup/control-plane.db",
          "Put the control plane back to its backup."),
    _step(Op.STOP_MIGRATION, _D, "migratectl stop --db {target}",
          "Stop the migration between two batches."),
    _step(Op.RESUME_MIGRATION, _D, "migratectl up --db {target} --to-contract",
          "Carry the migration through; columns that older versions read are dropped."),
    _step(Op.RAISE_MAXMEMORY, _C, "redis-cli -h {target} CONFIG SET maxmemory +50%",
          "Let the cache hold half as much again."),
    _step(Op.TRIM_KEYS, _C, "cachectl trim {target} --prefix report:",
          "Delete the keys of one runaway prefix."),
    _step(Op.RESTORE_PASSWORD, _C, "redis-cli -h {target} CONFIG SET requirepass $PREVIOUS",
          "Accept the password again that clients hold."),
    _step(Op.DISABLE_AUTH, _C, "redis-cli -h {target} CONFIG SET requirepass ''",
          "Ask for no password."),
    Kind("submit_severity", Target.TEXT, "incident severity {target}",
         "State how bad it is.", key="severity"),
    Kind("submit_root_cause", Target.TEXT, "incident cause '{target}'",
         "State what caused it.", key="cause"),
    Kind("submit_resolution", Target.TEXT, "incident close '{target}'",
         "Declare the incident over; ends the episode.", key="summary"),
)
# fmt: on
KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in _ALL}
"""Every tool and every runbook step, by name."""

BY_OP: Final[dict[Op, Kind]] = {kind.op: kind for kind in _ALL if kind.op is not Op.NONE}
"""The kind that runs each mutation."""
