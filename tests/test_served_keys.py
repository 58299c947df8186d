"""A server that asks for keys, as it is run: nothing but health without one, in workers too."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from sentinel.live.keys import Keys
from sentinel.live.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from servers import serving

MOVE = json.dumps({"type": "reset", "data": {"task_id": "war_room", "seed": 42}})


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address of a server with two workers, and a key by the word for it."""
    store = f"sqlite:///{tmp_path_factory.mktemp('gate') / 'gate.db'}"
    keys = Keys(Store.open(store))
    secrets = {
        "agent": keys.create("agent", ["oversee"], tenant="blue")[0],
        "ada": keys.create("ada", ["review", "read"], tenant="blue")[0],
        "other": keys.create("other", ["oversee", "review", "read"], tenant="red")[0],
    }
    command = [sys.executable, "-m", "sentinel", "serve", "--no-pages", "--keys",
               "--workers", "2", "--store", store]  # fmt: skip
    with serving(lambda port: [*command, "--port", str(port)]) as port:
        yield f"http://127.0.0.1:{port}", secrets


def _first_answer(where, headers=None):
    with connect(where, additional_headers=headers) as socket:
        socket.send(MOVE)
        return json.loads(socket.recv())


def shown(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_nothing_but_health_is_answered_without_a_key(served):
    url, _ = served
    for path in ("/health", "/live/health", "/live/health/ready", "/live/health/live"):
        assert httpx.get(url + path).status_code == 200, path
    document = httpx.get(f"{url}/openapi.json", headers=shown(served[1]["agent"])).json()
    for path, methods in document["paths"].items():
        if path in ("/health", "/live/health", "/live/health/ready", "/live/health/live"):
            continue
        for method in methods:
            answer = httpx.request(method, url + path, json={})
            assert answer.status_code == 401, (method, path)
    assert httpx.get(f"{url}/docs").status_code == 401


def test_a_worker_asks_for_a_key_as_well(served):
    url, secrets = served
    where = url.replace("http", "ws") + "/ws"
    with pytest.raises(WebSocketException):
        _first_answer(where)
    assert _first_answer(where, shown(secrets["agent"]))["type"] == "observation"


def test_an_escalation_goes_from_agent_to_reviewer_and_back_within_its_tenant(served):
    url, secrets = served
    asked = {"action_description": "terraform apply -auto-approve", "environment": "prod"}
    found = httpx.post(f"{url}/live/oversee", json=asked, headers=shown(secrets["agent"])).json()
    assert found["decision"] == "escalate"
    review = f"{url}/reviews/{found['review']['id']}"
    assert httpx.get(review, headers=shown(secrets["other"])).status_code == 404
    word = {"reason": "planned with the team"}
    theirs = httpx.post(f"{review}/approve", json=word, headers=shown(secrets["other"]))
    assert theirs.status_code == 404
    agents = httpx.post(f"{review}/approve", json=word, headers=shown(secrets["agent"]))
    assert agents.status_code == 403
    done = httpx.post(f"{review}/approve", json=word, headers=shown(secrets["ada"]))
    assert done.status_code == 200, done.text
    again = asked | {"review": found["review"]["id"]}
    let = httpx.post(f"{url}/live/oversee", json=again, headers=shown(secrets["agent"])).json()
    assert let["decision"] == "approve"
    spent = httpx.post(f"{url}/live/oversee", json=again, headers=shown(secrets["agent"])).json()
    assert spent["decision"] != "approve"


def test_nobody_listens_where_others_can_reach_it_without_a_key(tmp_path):
    command = [sys.executable, "-m", "sentinel", "serve", "--host", "0.0.0.0", "--port", "0",
               "--no-pages", "--store", f"sqlite:///{tmp_path / 'gate.db'}"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "keys create" in done.stderr
    done = subprocess.run([*command, "--no-keys"], capture_output=True, text=True, check=False,
                          timeout=120)  # fmt: skip
    assert done.returncode == 2
