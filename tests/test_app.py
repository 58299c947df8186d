"""The application warms up before it serves, tidies up while it does, and says where it is."""

import socket
from unittest.mock import Mock

import pytest
from fastapi.testclient import TestClient

from sentinel import cli
from sentinel.app import application, warm
from sentinel.environment.protocol import Mode
from sentinel.environment.server import SentinelEnvironment
from sentinel.live.audit import audit_of
from sentinel.live.gate import Gate
from sentinel.scenario.tiers import Tier
from sentinel.settings import read


def test_it_serves_its_health_schema_and_pages_of_documentation_under_its_own_name():
    with TestClient(application(read({}))) as http:
        assert http.get("/health").json() == {"status": "healthy"}
        assert http.get("/openapi.json").json()["info"]["title"] == "SENTINEL"
        assert "history" in http.get("/schema").json()["state"]["properties"]


def test_the_gate_answers_past_the_framework_and_what_it_does_not_answer_goes_its_way():
    gate = Gate()
    with TestClient(application(read({}), gate=gate), raise_server_exceptions=False) as http:
        found = http.post("/live/oversee", json={"action_description": "ls"})
        assert (found.json()["decision"], found.headers["x-frame-options"]) == (
            "approve",
            "SAMEORIGIN",
        )
        assert http.post("/live/oversee", content=b"{" * 70_000).status_code == 413
        wrong = http.get("/live/oversee")
        assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
        assert http.post("/live/nothing").status_code == 404
        assert 'route="/live/oversee",status="200"' in http.get("/metrics").text
        gate.judge = Mock(side_effect=ZeroDivisionError("secret"))
        crashed = http.post("/live/oversee", json={"action_description": "ls"})
        assert (crashed.status_code, crashed.json()["status"]) == (500, 500)
        assert "secret" not in crashed.text


def test_warming_up_plays_every_tier_and_mode_to_its_end(monkeypatch):
    played = {}
    step = SentinelEnvironment.step

    def noting(self, action, **more):
        seen = step(self, action, **more)
        played[self.session.options.task.task_id, self.session.options.mode] = seen.done
        return seen

    monkeypatch.setattr(SentinelEnvironment, "step", noting)
    warm()
    assert played == {(tier, mode): True for tier in Tier for mode in Mode}


def test_an_address_that_is_taken_is_one_line_and_code_2(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as caught:
            cli.main(["serve", "--no-audit", "--port", str(port)])
    assert caught.value.code == 2
    assert f"cannot listen at 127.0.0.1 port {port}" in capsys.readouterr().err


def test_an_application_with_a_desk_has_people_review_what_its_gate_escalates(tmp_path):
    settings = read({"SENTINEL_STATE_DIR": str(tmp_path)})
    audit = audit_of(settings)
    http = TestClient(application(settings, 1, audit))
    found = http.post("/live/oversee", json={"action_description": "crontab -r"}).json()
    where = found["review"]["url"]
    said = {"by": "ada", "reason": "It was looked at."}
    assert http.post(f"{where}/approve", json=said).json()["state"] == "approved"
    asked = {"action_description": "crontab -r", "review": found["review"]["id"]}
    assert http.post("/live/oversee", json=asked).json()["decision"] == "approve"
    assert http.get("/live/stats").json()["scoreboard"]["by_basis"] == {"reviewed": 1}
    assert "/live/reviews/{id}/approve" in http.get("/openapi.json").json()["paths"]
    audit.close()


@pytest.mark.parametrize("host", ["10.0.0.5", "[2001:db8::1]"])
def test_without_keys_nobody_is_answered_who_comes_from_elsewhere_whoever_serves_it(host):
    http = TestClient(application(read({}), pages=False), base_url=f"http://{host}:8000")
    assert http.post("/live/oversee", json={"action_description": "ls"}).status_code == 403
    assert http.post("/reset", json={}).status_code == 403
    assert http.get("/live/health").status_code == 200


def test_whoever_serves_it_is_asked_for_keys_where_the_settings_say_so(tmp_path):
    settings = read({"SENTINEL_KEYS": "1", "SENTINEL_STATE_DIR": str(tmp_path)})
    http = TestClient(application(settings, pages=False))
    assert http.post("/live/oversee", json={"action_description": "ls"}).status_code == 401
