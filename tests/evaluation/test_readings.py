"""Tool outputs are read as they are printed now, so that a reference model does not go blind."""

from collections import defaultdict

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.readings import read

ALWAYS = {
    "query_logs": {"errors", "exits"},
    "check_metrics": {
        "rps", "rps_before", "err", "err_before", "p95", "p95_before", "cpu", "cpu_before",
        "memory", "leak", "waiting", "traffic", "traffic_before", "shed", "gateway_cpu", "slo",
    },
    "check_dependencies": {"to_count", "from_count"},
    "check_recent_deploys": {"image", "contract", "hotfix", "pool", "pool_before", "age_0"},
    "check_service_status": {"ready", "desired", "memory", "start", "headroom", "creates"},
    "check_backups": {"rows", "none", "scheduled"},
    "check_replication": {
        "lag", "lag_before", "lag_growth", "writes", "replay", "fenced", "streams", "no_slot",
    },
    "check_locks": {
        "conns", "most", "idle", "carries", "job", "blocked", "job_on", "pools", "room",
        "pool_room", "memory_room",
    },
    "check_storage": {"used", "growth", "wal", "archives", "grows"},
    "check_cache": {"hits", "warm", "loaded", "poison", "memory"},
    "check_queue": {"depth", "depth_before", "comes", "goes", "stuck", "surplus"},
    "check_flags": {"none"},
    "check_network": {
        "paths", "busiest", "later", "resolves", "automation", "stale_plan", "open", "drained",
        "oob",
    },
    "check_secrets": {"new", "consumers", "missing", "uses", "given", "checks"},
    "check_audit": {"writes"},
    "check_resolver": {"answered", "servfail", "cpu", "queries", "kept", "preloaded"},
    "check_firewall": {"reopens", "open"},
    "check_links": {"loss", "lacks", "armed", "sync", "fenced", "drained"},
    "check_conntrack": {"entries", "most", "wanted", "own", "grows", "keeps"},
    "check_certificates": {"ended", "renewed", "issuer", "reload", "permissive"},
    "check_access": {"copied", "shipped", "revoked", "public", "stolen"},
    "check_config": {"affected", "exits", "cold", "now", "pushing", "good"},
    "check_edge": {"cost", "stops", "kept", "on", "attack"},
}  # fmt: skip
"""What every output of a tool says."""


@pytest.fixture(scope="module")
def printed():
    """Outputs of many moments, by tool."""
    found = defaultdict(list)
    for seed in range(1, 13):
        for turn in fixed_turns("war_room", seed, ensemble=False):
            for line in turn.briefing.evidence:
                found[line.source].append(line.text)
    return found


@pytest.mark.parametrize("tool", sorted(ALWAYS))
def test_every_output_gives_the_figures_that_its_tool_always_prints(tool, printed):
    for text in printed[tool]:
        missing = ALWAYS[tool] - read(tool, text).keys()
        if "\nFLAG" in text and "no flag" not in text:
            missing -= {"none"}
        assert not missing, text


def test_calls_are_read_as_listed(printed):
    listed = [text for text in printed["check_dependencies"] if "<- " in text and "-> " in text]
    assert listed
    for text in listed:
        found = read("check_dependencies", text)
        assert found["to_count"] + found["from_count"] == text.count(" fan ")
        assert 0.0 <= found["to_goodput"] <= 100.0
        assert found["from_timeout"] > 0.0


def test_a_number_and_what_is_said_beside_it():
    text = "stanza: db\nbackup full-1  snapshot 166m old (taken 17:21:55)\nrows since snapshot 9000"
    found = read("check_backups", f"{text}\nschedule disabled since 14:01:00 (75s ago)")
    assert found == {
        "age": 166.0, "rows": 9000.0, "none": 0.0, "scheduled": 0.0, "age_0": 75.0, "lasts_0": 0.0,
        "unverified": 0.0,
    }  # fmt: skip


def test_what_is_not_said_is_missing_and_not_zero():
    assert "left" not in read("check_locks", "conns 3/90  idle 0\nno session waits")
    assert "protects" not in read("check_flags", "x  on  for over 9m")


def test_an_unknown_tool_has_no_figures():
    assert read("check_weather", "rps 12") == {}
