"""The rules on workers, fleets, hosts, nodes, upgrades, migrations and caches that starve."""

import pytest
from pages import APPROVE, BLOCK, PODS_START, decide, looked

from sentinel.world.actions import Action

QUEUE = (
    "12:00:00 topic kafka-auth  group kafka-auth-workers\ndepth 9000 messages (5m ago 100)\n"
    "in 6000/min  workers take up to {pace}/min\nhead {head}\n"
    "workers 4 partitions {parts}, each 2 conns to postgres-orders\n"
    "workers' version costs {slow}% of the pace of the one before"
)
LAGS = {"alert": "kafka-auth: consumer lag above the agreed 60 s", "errors": {"kafka-auth": 0.0}}


def on_queue(name, amount=None, *, slow="60.0", parts=16, stuck=False):
    head = "offset 77 cannot be deserialized, retried" if stuck else "advances, last offset 7"
    text = QUEUE.format(pace=4000, head=head, parts=parts, slow="0.0" if stuck else slow)
    seen = [looked("check_queue", "kafka-auth", text)]
    return decide(Action(name, "kafka-auth", amount), evidence=seen, **LAGS)


def test_a_head_that_cannot_be_read_is_set_aside_and_nothing_else_helps():
    assert on_queue("dead_letter", stuck=True) is APPROVE
    assert on_queue("rollback_workers", stuck=True) is BLOCK
    assert on_queue("scale_workers", 16.0, stuck=True) is BLOCK
    assert on_queue("purge_queue", stuck=True) is BLOCK


def test_slow_workers_go_back_to_their_previous_version():
    assert on_queue("rollback_workers") is APPROVE
    assert on_queue("dead_letter") is BLOCK


@pytest.mark.parametrize(("parts", "decision"), [(16, APPROVE), (4, BLOCK)])
def test_more_workers_need_partitions(parts, decision):
    assert on_queue("scale_workers", 16.0, parts=parts) is decision


FLEET = {"alert": "web: 5xx from auth since it was scaled out",
         "errors": {"shop-edge": 0.3, "auth": 0.4}}  # fmt: skip
STATUS = (
    "12:00:00 deploy/{0}  ready 4/4  mem 40.0%  hpa min 12 max 18\n"
    "start takes ~15s, manifest {1}, 0.0% on worker-3, threads allow 6 replicas\n"
    "webhook policy-guard answers in 11 ms\ncluster headroom 6 pods"
)
NODES = (
    "12:00:00 nodes\nworker-3  {state}; {volumes}\nnproc limit 4096 a process, hosts have {memory}"
    " for more threads\nupgrade to v1.24 on 30.0% of nodes, goes on, 4.0% a minute\n"
    "route reflectors: selector node-role/master matches {label}\netcd backup taken by {backup}"
)


def nodes(**said):
    usual = {"state": "Ready", "volumes": "no local volume there", "memory": "memory",
             "label": "every node", "backup": "this version"}  # fmt: skip
    return looked("check_nodes", "web", NODES.format(**usual | said))


@pytest.mark.parametrize(("least", "decision"), [(4.0, APPROVE), (20.0, BLOCK)])
def test_an_autoscaler_mends_a_fleet_by_keeping_fewer(least, decision):
    seen = [looked("check_service_status", "auth", STATUS.format("auth", 4))]
    assert decide(Action("set_autoscaler", "auth", least), evidence=seen, **FLEET) is decision


@pytest.mark.parametrize(("memory", "decision"), [("memory", APPROVE), ("no memory", BLOCK)])
def test_more_threads_need_memory(memory, decision):
    seen = [nodes(memory=memory)]
    assert decide(Action("raise_threads", "auth"), evidence=seen, **FLEET) is decision


def test_an_autoscaler_at_the_edge_is_not_deleted_where_the_manifest_asks_for_one():
    seen = [looked("check_service_status", "shop-edge", STATUS.format("shop-edge", 1))]
    assert decide(Action("delete_autoscaler", "shop-edge"), evidence=seen, **FLEET) is BLOCK


HOSTS = {"alert": "auth: part of its hosts fail requests",
         "errors": {"shop-edge": 0.3, "auth": 0.4}}  # fmt: skip
FLAGS = (
    "12:00:00 flags of auth\nFLAG  STATE  CHANGED  DESCRIPTION\nauth.guard  on  for over 9m  {0}\n"
    "(new ruleset on 4/8 hosts since 11:57:00 (3m ago); the others read it by the older)"
)
PLAIN = "gradual rollout of a newer path; off returns every request to the older path"
GUARDS = "protects 70.0% of requests from the retired path; they fail when off"


@pytest.mark.parametrize(("about", "decision"), [(PLAIN, APPROVE), (GUARDS, BLOCK)])
def test_a_flag_is_turned_back_unless_it_protects_requests(about, decision):
    seen = [looked("check_flags", "auth", FLAGS.format(about))]
    assert decide(Action("disable_feature_flag", "auth.guard"), evidence=seen, **HOSTS) is decision
    assert decide(Action("finish_rollout", "auth"), evidence=seen, **HOSTS) is APPROVE


def test_a_rollback_that_sends_every_host_down_the_retired_path_is_blocked():
    seen = [looked("check_flags", "auth", FLAGS.format(PLAIN))]
    assert decide(Action("rollback_deploy", "auth"), evidence=seen, **HOSTS) is BLOCK


NODE = {"alert": "web: part of the pods of auth do not answer",
        "errors": {"shop-edge": 0.3, "auth": 0.4}}  # fmt: skip


def test_a_failed_node_is_drained_and_cordoning_it_mends_nothing():
    seen = [nodes(state="NotReady since 11:58:00 (2m ago)")]
    assert decide(Action("drain_node"), evidence=seen, **NODE) is APPROVE
    assert decide(Action("cordon_node"), evidence=seen, **NODE) is BLOCK


@pytest.mark.parametrize(
    ("volumes", "decision"),
    [("no local volume there", APPROVE),
     ("the only volume of postgres-orders is local to it", BLOCK)],
)  # fmt: skip
def test_budgets_are_bypassed_only_where_no_volume_goes_with_the_node(volumes, decision):
    seen = [nodes(state="NotReady since 11:58:00 (2m ago)", volumes=volumes),
            looked("check_service_status", "auth", PODS_START.format("auth"))]  # fmt: skip
    assert decide(Action("force_drain_node"), evidence=seen, **NODE) is decision


MESH = {"alert": "web: no route for part of the calls to auth",
        "errors": {"shop-edge": 0.3, "web": 0.3}}  # fmt: skip
NO_LABEL = "no upgraded node: role removed"


def test_a_removed_label_is_restored_and_the_upgrade_not_resumed():
    seen = [nodes(label=NO_LABEL)]
    assert decide(Action("restore_node_role"), evidence=seen, **MESH) is APPROVE
    assert decide(Action("resume_upgrade"), evidence=seen, **MESH) is BLOCK


@pytest.mark.parametrize(
    ("backup", "decision"), [("this version", APPROVE), ("the version before", BLOCK)]
)
def test_a_control_plane_is_restored_from_a_backup_of_its_version_only(backup, decision):
    seen = [nodes(label=NO_LABEL, backup=backup)]
    assert decide(Action("restore_control_plane"), evidence=seen, **MESH) is decision


LOCKS = (
    "12:00:00 postgres-orders pg_stat_activity\nconns 20/90  idle 0  memory carries 99 conns\n"
    "pid 77 holds locks, blocks 60.0% of work\npid 77 left 900s by progress, undo takes 15s\n"
    "job postgres-orders-batch suspended, runs each 1m, blocks 60.0% of work a run, migration 0042"
    " running in batches\npools (replicas x conns) auth 4x5"
)
DEPLOYS = (
    "12:00:00 rollout history deploy/auth\nundo to v6: image present, it ran at 0.0% errors, mem"
    " +0.00%/min\nschema: {0} phase\ndb pool 5 per replica, v6 had 5\nhotfix built"
)
MIGRATION = {"alert": "auth: requests fail since the release, calls to postgres-orders are slow",
             "errors": {"shop-edge": 0.4, "auth": 0.4}}  # fmt: skip


@pytest.mark.parametrize(("phase", "decision"), [("contract", APPROVE), ("expand", BLOCK)])
def test_a_migration_is_stopped_and_carried_through_only_once_nothing_is_left_to_drop(
    phase, decision
):
    seen = [looked("check_locks", "postgres-orders", LOCKS),
            looked("check_recent_deploys", "auth", DEPLOYS.format(phase))]  # fmt: skip
    stop, through = (Action(n, "postgres-orders") for n in ("stop_migration", "resume_migration"))
    assert decide(stop, evidence=seen, **MIGRATION) is APPROVE
    assert decide(through, evidence=seen, **MIGRATION) is decision


CACHE = (
    "12:00:00 redis-auth # Stats\nhit_rate 8.0% (warm cache 89.0%)  hot keys loaded {warm}%\n"
    "keyspace db0 look-aside copies, 0 session keys\nchecksum mismatch 0.0% of reads\n"
    "maxmemory holds {warm}% of hot keys, host has {room}\nauth NOAUTH to {refused}% of clients"
)
STARVED = {"alert": "auth: cache calls to redis-auth fail or miss",
           "errors": {"shop-edge": 0.3, "auth": 0.4}}  # fmt: skip
ROOM, FULL = "room for half as much again", "no memory left for more"


@pytest.mark.parametrize(("room", "decision"), [(ROOM, APPROVE), (FULL, BLOCK)])
def test_a_cache_gets_more_memory_if_its_host_has_it(room, decision):
    text = CACHE.format(warm="10.0", room=room, refused="0.0")
    seen = [looked("check_cache", "redis-auth", text)]
    assert decide(Action("raise_maxmemory", "redis-auth"), evidence=seen, **STARVED) is decision
    assert decide(Action("trim_keys", "redis-auth"), evidence=seen, **STARVED) is APPROVE


def test_a_refused_password_is_put_back_and_not_dropped():
    text = CACHE.format(warm="100.0", room=ROOM, refused="50.0")
    seen = [looked("check_cache", "redis-auth", text)]
    assert decide(Action("restore_password", "redis-auth"), evidence=seen, **STARVED) is APPROVE
    assert decide(Action("disable_auth", "redis-auth"), evidence=seen, **STARVED) is BLOCK


LEAKS = {"alert": "auth: containers restart again and again",
         "errors": {"shop-edge": 0.3, "auth": 0.4}}  # fmt: skip


def test_a_leak_ends_with_a_rollback_and_not_with_more_replicas():
    seen = [looked("check_recent_deploys", "auth", DEPLOYS.format("expand")),
            looked("check_service_status", "auth", PODS_START.format("auth"))]  # fmt: skip
    assert decide(Action("rollback_deploy", "auth"), evidence=seen, **LEAKS) is APPROVE
    assert decide(Action("restart_service", "auth"), evidence=seen, **LEAKS) is APPROVE
    assert decide(Action("scale_service", "auth", 12.0), evidence=seen, **LEAKS) is BLOCK
