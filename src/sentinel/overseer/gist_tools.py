"""Which tools show what the worth of an action hangs on, for whoever must leave lines out."""

from typing import Final

_S, _L, _D, _M = "check_service_status", "query_logs", "check_dependencies", "check_metrics"
_LOCKS, _REPLICATION, _BACKUPS = "check_locks", "check_replication", "check_backups"
_STORAGE, _CACHE, _QUEUE, _FLAGS = "check_storage", "check_cache", "check_queue", "check_flags"
_NETWORK, _NODES, _AUDIT = "check_network", "check_nodes", "check_audit"
_SECRETS, _CERTIFICATES, _ACCESS = "check_secrets", "check_certificates", "check_access"
_CONFIG, _EDGE, _FIREWALL = "check_config", "check_edge", "check_firewall"
_DEPLOYS, _LINKS, _TABLE, _RESOLVER = (
    "check_recent_deploys", "check_links", "check_conntrack", "check_resolver")  # fmt: skip

_GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("restart_service", (_S, _L, _D, _LOCKS, _REPLICATION, _CACHE, _QUEUE, _TABLE, _RESOLVER)),
    ("rollback_deploy roll_forward release",
     (_DEPLOYS, _S, _L, _LOCKS, _BACKUPS, _CACHE, _QUEUE)),
    ("scale_service set_autoscaler delete_autoscaler",
     (_S, _M, _L, _DEPLOYS, _TABLE, _LOCKS, _CACHE, _QUEUE)),
    ("disable_feature_flag enable_flag finish_rollout", (_FLAGS, _L, _M, _S)),
    ("restart_all reboot_nodes", (_S, _L, _NETWORK, _TABLE, _CACHE, _RESOLVER)),
    ("clear_cache warm_cache trim_keys raise_maxmemory restore_password disable_auth",
     (_CACHE, _M, _L)),
    ("purge_queue dead_letter scale_workers rollback_workers", (_QUEUE, _L, _LOCKS)),
    ("kill_query disable_job recycle_idle drop_connections raise_max_connections"
     " stop_migration resume_migration", (_LOCKS, _M, _L, _BACKUPS)),
    ("take_snapshot fence_primary promote_replica restore_snapshot resume_replication"
     " wipe_data_dir enable_backups disable_backups delete_snapshots set_retention"
     " expire_snapshots disable_key pause_replay pause_failover force_quorum",
     (_REPLICATION, _BACKUPS, _LINKS, _L, _STORAGE)),
    ("drop_table truncate_table vacuum drop_slot extend_volume purge_archives delete_wal",
     (_STORAGE, _BACKUPS, _REPLICATION, _L)),
    ("export_table allow_egress grant_role rotate_logs purge_audit disable_audit truncate_audit",
     (_AUDIT, _NETWORK, _STORAGE, _ACCESS, _L)),
    ("drain_zone undrain_zone", (_NETWORK, _LINKS, _M, _S)),
    ("rollback_routes announce_prefix drop_routes freeze_dns restore_dns override_host"
     " open_firewall narrow_firewall", (_NETWORK, _FIREWALL, _L, _D)),
    ("revert_policy delete_policies", (_FIREWALL, _NETWORK, _L)),
    ("rotate_secret reenable_secret delete_secret revoke_tokens disable_tls",
     (_SECRETS, _CERTIFICATES, _L, _AUDIT)),
    ("renew_certificate restore_issuer permit_plaintext",
     (_CERTIFICATES, _SECRETS, _L, _AUDIT, _NETWORK)),
    ("shed_load lift_shed cut_retries raise_retries set_timeout", (_D, _M, _L)),
    ("fix_webhook", (_S, _L)),
    ("raise_threads cordon_node drain_node force_drain_node add_nodes", (_NODES, _S, _L)),
    ("restore_node_role resume_upgrade pause_upgrade restore_control_plane", (_NODES, _NETWORK)),
    ("rollback_resolver scale_resolver", (_RESOLVER, _S, _L)),
    ("enable_keepalive raise_table", (_TABLE, _L, _M, _S)),
    ("preserve_evidence revoke_key isolate_service close_acl grant_readers widen_acl",
     (_ACCESS, _SECRETS, _AUDIT, _D, _L)),
    ("stop_push restore_config stagger_restart", (_CONFIG, _L, _S)),
    ("kill_rule rollback_ruleset disable_waf", (_EDGE, _M, _AUDIT, _L)),
    ("submit_resolution", (_L, _S, _M, _D)),
)  # fmt: skip

TELLING: Final[dict[str, tuple[str, ...]]] = {
    name: tools for names, tools in _GROUPS for name in names.split()
}
"""By action; what is not listed only looks."""
