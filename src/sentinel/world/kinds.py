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
    _read("check_resolver", _S, "dnsctl resolver stats --from {target}",
          "Read the shared resolver: answers, load, config."),
    _read("check_firewall", _S, "netpolctl describe {target}",
          "Read network policies, their last push, drops by caller."),
    _read("check_links", _D, "netctl links --peers {target}",
          "Read loss between zones, heartbeats, failover automation.", "database"),
    _read("check_conntrack", _S, "conntrackctl stats --source {target}",
          "Read the connection table: entries, limit, who fills it."),
    _read("check_certificates", _S, "certctl status {target}",
          "Read certificates by pod, the issuer, how they are taken up."),
    _read("check_access", _S, "accessctl report {target}",
          "Read who reads it, under what key, and where to."),
    _read("check_config", _S, "configctl rollout status --service {target}",
          "Read the last config push: how far it is, who exits on it."),
    _read("check_edge", _S, "wafctl stats --via {target}",
          "Read the edge rules: version, cost, what they stop."),
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
    _step(Op.ROLLBACK_RESOLVER, Target.NOTHING,
          "kubectl -n kube-system rollout undo configmap/coredns",
          "Put the resolver's previous config back."),
    _step(Op.SCALE_RESOLVER, Target.NOTHING,
          "kubectl -n kube-system scale deploy/coredns --replicas=x2",
          "Run twice as many resolver pods, if they fit."),
    _step(Op.REVERT_POLICY, _S, "netpolctl revert --last-push {target}",
          "Undo the last policy push, all of it."),
    _step(Op.DELETE_POLICIES, Target.NOTHING, "kubectl delete networkpolicy --all",
          "Delete every network policy; anyone may connect to anything."),
    _step(Op.PAUSE_FAILOVER, _D, "orchestratorctl disable-recovery {target}",
          "Keep automation from failing the database over."),
    _step(Op.FORCE_QUORUM, _D, "orchestratorctl force-quorum {target}",
          "Let the replica's side elect a primary without asking the other side."),
    _step(Op.ENABLE_KEEPALIVE, _W, "meshctl keepalive on {target}",
          "Let the service reuse its connections."),
    _step(Op.RAISE_TABLE, Target.NOTHING, "sysctl -w net.netfilter.nf_conntrack_max=x2",
          "Double the connection table, where memory allows."),
    _step(Op.REBOOT_NODES, Target.NOTHING, "nodectl reboot --all",
          "Reboot every node at once; tables and pods start from nothing."),
    _step(Op.RESTORE_ISSUER, Target.NOTHING, "certctl issuer restore --from-backup",
          "Bring the issuer of certificates back."),
    _step(Op.PERMIT_PLAINTEXT, _W, "meshctl mtls permissive {target} --for 1h",
          "Let callers of one service accept it without a valid certificate."),
    _step(Op.PRESERVE_EVIDENCE, _W, "forensicctl snapshot {target} --memory --logs",
          "Copy memory and logs of the pods to a place nobody can change."),
    _step(Op.REVOKE_KEY, _W, "vaultctl revoke-key {target} --version v1",
          "Refuse the service's old key, whoever holds it."),
    _step(Op.ISOLATE_SERVICE, _W, "netpolctl quarantine {target}",
          "Cut the service off from everything."),
    _step(Op.PURGE_AUDIT, Target.NOTHING, "auditctl truncate --before now",
          "Delete the records of the audit log."),
    _step(Op.CLOSE_ACL, _D, "accessctl set {target} --public none", "End public access."),
    _step(Op.GRANT_READERS, _D, "accessctl grant {target} --readers known-partners",
          "Give readers that are known grants of their own."),
    _step(Op.WIDEN_ACL, _D, "accessctl set {target} --public read-write",
          "Let anyone read and write."),
    _step(Op.STOP_PUSH, Target.NOTHING, "configctl rollout stop",
          "Keep the last config push from going further."),
    _step(Op.RESTORE_CONFIG, Target.NOTHING, "configctl rollback --last-good",
          "Make the last good config what pods start with."),
    _step(Op.STAGGER_RESTART, Target.NOTHING, "configctl restart-affected --batch 1 --jitter 15s",
          "Restart services that exit on their config, one after another."),
    _step(Op.KILL_RULE, Target.NOTHING, "wafctl rule disable --top-cost",
          "Turn the edge rule off that takes most of the processors."),
    _step(Op.ROLLBACK_RULESET, Target.NOTHING, "wafctl ruleset rollback",
          "Go back to the version of the edge rules before."),
    _step(Op.DISABLE_WAF, Target.NOTHING, "wafctl off --global", "Turn every edge rule off."),
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
