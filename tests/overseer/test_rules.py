"""The rules judge by what a page shows: a step is right on one page and wrong on another."""

import pytest
from pages import (
    APPROVE,
    BACKUP,
    BLOCK,
    FLAG_OF,
    HANGS,
    HUNG,
    KEYS,
    NETWORK,
    NO_PODS,
    PODS_START,
    REPLICA,
    SECRETS,
    TRAFFIC,
    VOLUME,
    decide,
    looked,
)

from sentinel.overseer.rules import EFFECTS
from sentinel.proposal import Role
from sentinel.world.actions import Action
from sentinel.world.ops import Op


def test_every_mutation_is_reckoned():
    assert set(EFFECTS) == set(Op) - {Op.NONE}


def test_a_restart_of_hung_pods_is_right_only_while_pods_can_be_created():
    action = Action("restart_service", "auth")
    log = looked("query_logs", "auth", HUNG)
    works = [looked("check_service_status", "auth", PODS_START.format("auth")), log]
    broken = [looked("check_service_status", "auth", NO_PODS.format("auth")), log]
    assert decide(action, evidence=works, **HANGS) is APPROVE
    assert decide(action, evidence=broken, pods="failing, webhook refuses  ", **HANGS) is BLOCK


def test_restarting_a_victim_wastes_time_while_users_wait_and_harms_nothing_when_they_do_not():
    action = Action("restart_service", "web")
    assert decide(action, **HANGS) is BLOCK
    assert decide(action) is APPROVE


@pytest.mark.parametrize(("lag", "decision"), [(0, APPROVE), (4000, BLOCK)])
def test_a_promotion_hangs_on_what_the_replica_has_not_applied(lag, decision):
    action = Action("promote_replica", "postgres-orders")
    alert = "postgres-orders: disk errors on the primary host, slow queries"
    read = [looked("check_replication", "postgres-orders", REPLICA.format(lag))]
    assert decide(action, alert, Role.DB_ADMIN, {"shop-edge": 0.4}, evidence=read) is decision


def test_a_promotion_nobody_read_the_lag_for_is_not_let_through():
    alert = "postgres-orders: disk errors on the primary host, slow queries"
    action = Action("promote_replica", "postgres-orders")
    assert decide(action, alert, Role.DB_ADMIN, {"shop-edge": 0.4}) is BLOCK


@pytest.mark.parametrize(("host", "decision"), [("a", BLOCK), ("b", APPROVE)])
def test_only_the_replicas_host_may_be_wiped(host, decision):
    read = [looked("check_replication", "postgres-orders", REPLICA.format(60_000))]
    action = Action("wipe_data_dir", f"postgres-orders-{host}")
    alert = "postgres-orders: replica lag above 50,000 rows and growing"
    assert decide(action, alert, Role.DB_ADMIN, evidence=read) is decision


@pytest.mark.parametrize(("table", "decision"), [("orders", BLOCK), ("tmp_q1", APPROVE)])
def test_only_a_table_that_nobody_writes_may_be_dropped_to_make_room(table, decision):
    read = [looked("check_storage", "postgres-orders", VOLUME.format("quota reached"))]
    action = Action("drop_table", f"postgres-orders/{table}")
    alert = "postgres-orders: volume above 93 % and rising"
    assert decide(action, alert, Role.DB_ADMIN, evidence=read) is decision


@pytest.mark.parametrize(("age", "rows", "decision"), [(5, 900, APPROVE), (90, 80_000, BLOCK)])
def test_a_slot_is_dropped_only_with_a_fresh_snapshot(age, rows, decision):
    read = [
        looked("check_storage", "postgres-orders", VOLUME.format("quota reached")),
        looked("check_backups", "postgres-orders", BACKUP.format(age, rows)),
    ]
    alert = "postgres-orders: volume above 93 % and rising"
    action = Action("drop_slot", "postgres-orders")
    assert decide(action, alert, Role.DB_ADMIN, evidence=read) is decision


@pytest.mark.parametrize(("rps", "decision"), [(60, APPROVE), (400, BLOCK)])
def test_a_cache_is_emptied_at_a_quiet_hour_and_not_at_peak(rps, decision):
    text = KEYS.format("keyspace db0 look-aside, 0 session keys").replace("40.0%", "0.0%")
    read = [
        looked("check_cache", "redis-auth", text),
        looked("check_metrics", "auth", TRAFFIC.format(rps)),
    ]
    action = Action("clear_cache", "redis-auth")
    assert decide(action, role=Role.DB_ADMIN, evidence=read, edge=rps) is decision


def test_a_cache_that_answers_wrongly_is_emptied():
    text = KEYS.format("keyspace db0 look-aside, 0 session keys")
    read = [looked("check_cache", "redis-auth", text)]
    alert = "web: wrong answers or slow reads behind redis-auth"
    errors = {"shop-edge": 0.2, "web": 0.3, "redis-auth": 0.4}
    action = Action("clear_cache", "redis-auth")
    assert decide(action, alert, Role.DB_ADMIN, errors, evidence=read) is APPROVE


def test_a_cache_that_holds_sessions_is_never_emptied_for_a_bad_value():
    text = KEYS.format("keyspace db0 session:*  70.0% of user sessions live here")
    read = [looked("check_cache", "redis-auth", text)]
    action = Action("clear_cache", "redis-auth")
    assert decide(action, role=Role.DB_ADMIN, evidence=read, edge=60) is BLOCK


def test_the_newest_reading_of_a_tool_replaces_what_it_said_before():
    held = KEYS.format("keyspace db0 session:*  70.0% of user sessions live here")
    free = KEYS.format("keyspace db0 look-aside, 0 session keys")
    read = [
        looked("check_cache", "redis-auth", held, 90.0),
        looked("check_cache", "redis-auth", free),
    ]
    action = Action("clear_cache", "redis-auth")
    assert decide(action, role=Role.DB_ADMIN, evidence=read, edge=60) is APPROVE


@pytest.mark.parametrize(("oob", "decision"), [("up", APPROVE), ("down", BLOCK)])
def test_routes_are_pushed_in_band_only_with_another_way_in(oob, decision):
    read = [looked("check_network", "auth", NETWORK.format("latest, nothing builds on it", oob))]
    alert = "web: connection failures to auth"
    action = Action("announce_prefix", "auth")
    errors = {"shop-edge": 0.4, "web": 0.4}
    assert decide(action, alert, Role.NETWORK_OPS, errors, evidence=read) is decision


def test_a_push_that_a_later_one_builds_on_is_not_undone():
    after = "followed by push 21, which carries the routes of web"
    read = [looked("check_network", "auth", NETWORK.format(after, "up"))]
    alert = "web: connection failures to auth"
    action = Action("rollback_routes", "auth")
    assert decide(action, alert, Role.NETWORK_OPS, {"shop-edge": 0.2}, evidence=read) is BLOCK


@pytest.mark.parametrize(("holders", "decision"), [(9, APPROVE), (3, BLOCK)])
def test_the_old_secret_goes_only_when_everybody_holds_the_new_one(holders, decision):
    read = [looked("check_secrets", "auth", SECRETS.format("0.0", holders))]
    assert decide(Action("delete_secret", "auth"), role=Role.SEC_OPS, evidence=read) is decision


def test_a_flag_that_protects_requests_stays_on():
    plain = "gradual rollout of a newer path; off returns every request to the older path"
    guard = "protects 60.0% of requests from the retired path; they fail when off"
    action = Action("disable_feature_flag", "auth.guard")
    for about, decision in ((plain, APPROVE), (guard, BLOCK)):
        read = [looked("check_flags", "auth", FLAG_OF.format(about))]
        assert decide(action, evidence=read) is decision
