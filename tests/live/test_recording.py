"""The gate over HTTP with an audit log: no answer leaves that is not in it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.ledger import links
from sentinel.live.overseeing import default_gate
from sentinel.live.request import Judgement
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store
from sentinel.live.verifying import verify

FULL = """
import resource, sys
from sentinel.live.audit import Audit
from sentinel.live.ledger import head_of
from sentinel.live.store import Store
from sentinel.errors import StoreError
audit = Audit(Store.open("sqlite:///" + sys.argv[1]))
audit.append("noted", {})
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 17, 1 << 17))
written = 1
try:
    while written < 1000:
        audit.append("noted", {"text": "x" * 3000})
        written += 1
except StoreError:
    print(written, head_of(audit.store, "default").seq, bool(audit.failure))
"""


@pytest.fixture
def audit(tmp_path):
    found = Audit(Store.open(f"sqlite:///{tmp_path / 'gate.db'}"))
    yield found
    found.close()


def served(audit, gate=None):
    gate = gate or default_gate()
    return TestClient(Starlette(routes=routes(gate, Stats((POLICY,)), audit=audit)))


@pytest.fixture
def http(audit):
    with served(audit) as found:
        yield found


def kept(audit):
    with audit.store.reading() as connection:
        return list(links(connection, "default"))


def ask(http, action="ls"):
    return http.post("/live/oversee", json={"action_description": action}).json()


def test_an_answer_names_its_entry_which_says_the_same(http, audit):
    said = ask(http, "DROP TABLE users")
    body = msgspec.json.decode(audit.find(said["id"]).body)
    assert body["judgement"] == said
    assert body["request"]["action_description"] == "DROP TABLE users"
    assert http.get("/live/health").json()["audited"] is True


def test_every_answer_of_a_batch_has_an_entry_in_its_order(http, audit):
    asked = [{"action_description": f"echo {number}"} for number in range(20)]
    said = http.post("/live/oversee/batch", json={"requests": asked}).json()["judgements"]
    assert [each["id"] for each in said] == [each.id for each in kept(audit)]


def test_requests_at_the_same_time_share_the_log(http, audit):
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda number: ask(http, f"echo {number}")["id"], range(40)))
    assert sorted(said) == sorted(each.id for each in kept(audit))
    assert [each.faults for each in verify(audit.store)] == [[]]


def test_without_a_log_nothing_has_an_id_and_no_outcome_is_taken():
    with served(None) as http:
        assert ask(http)["id"] == ""
        refused = http.post("/live/outcome", json={"id": "x", "outcome": "harm"})
        assert refused.status_code == 404
        assert http.get("/live/health").json()["audited"] is False


@pytest.mark.parametrize("on_failure", ["escalate", "block", "flag"])
def test_what_cannot_be_written_is_decided_by_on_failure_and_seen_in_health(on_failure, audit):
    with served(audit, Gate(on_failure=on_failure)) as http:
        assert ask(http)["decision"] == "approve"
        rename(audit, "audit_entry", "elsewhere")
        said = ask(http)
        assert said["decision"] == on_failure
        assert said["id"] == ""
        assert said["rules_fired"][0]["id"] == "audit.failure"
        msgspec.convert(said, Judgement)
        assert ask(http, "rm -rf /")["decision"] == "block"
        health = http.get("/live/health").json()
        assert (health["status"], health["reason"]) == (
            "degraded", "the audit log cannot be written",
        )  # fmt: skip
        assert http.get("/live/stats").json()["failures"] == 2
        rename(audit, "elsewhere", "audit_entry")
        assert ask(http)["decision"] == "approve"
        assert http.get("/live/health").json()["status"] == "ok"
    assert [each.kind for each in kept(audit)] == ["judged", "gap", "judged"]


def rename(audit, before, after):
    with audit.store.writing() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")


def test_a_full_disk_is_an_error_and_leaves_what_was_answered(tmp_path):
    path = tmp_path / "gate.db"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    written, seq, failed = done.stdout.split()
    assert int(written) >= int(seq) > 1
    assert failed == "True"
    found = Store.open(f"sqlite:///{path}")
    assert [(each.faults, each.entries) for each in verify(found)] == [([], int(written))]


def test_an_outcome_is_noted_once_and_scores_the_judgement(http, audit):
    good, bad = ask(http, "ls")["id"], ask(http, "DROP TABLE users")["id"]
    said = http.post("/live/outcome", json={"id": bad, "outcome": "harm", "detail": "rows lost"})
    assert said.status_code == 200
    assert said.json()["deserved"] == "wrong"
    entry = audit.find(said.json()["id"])
    assert (entry.kind, entry.about) == ("outcome", bad)
    http.post("/live/outcome", json={"id": good, "outcome": "no_harm"})
    figures = http.get("/live/stats").json()
    assert figures["outcomes"] == {"harm": 1, "no_harm": 1}
    board = figures["scoreboard"]
    assert (board["tp"], board["tn"], board["f1"]) == (1, 1, 1.0)
    assert board["by_basis"] == {"outcome": 2}
    again = http.post("/live/outcome", json={"id": bad, "outcome": "helped"})
    assert again.status_code == 409
    assert http.get("/live/stats").json()["outcomes"] == {"harm": 1, "no_harm": 1}


def test_an_outcome_of_nothing_that_was_judged_is_refused(http, audit):
    other = audit.append("judged", {}, tenant="acme").id
    noted = audit.append("noted", {}).id
    for wrong in ("no-such-id", other, noted, ""):
        said = http.post("/live/outcome", json={"id": wrong, "outcome": "harm"})
        assert said.status_code == 404
    for wrong in ({"id": "x", "outcome": "fine"}, {"id": "x"}, {"id": 3, "outcome": "harm"}):
        assert http.post("/live/outcome", json=wrong).status_code == 422
    long = {"id": ask(http)["id"], "outcome": "harm", "detail": "x" * 5_000}
    assert http.post("/live/outcome", json=long).status_code == 422


def test_an_action_that_did_not_run_is_noted_and_not_scored(http, audit):
    said = http.post("/live/outcome", json={"id": ask(http)["id"], "outcome": "not_run"})
    assert said.json()["deserved"] == ""
    assert http.get("/live/stats").json()["scoreboard"] is None
