"""The whole application as it is served to others: whatever is asked, by whatever key."""

import json
import logging
import sys
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from sentinel.app import application
from sentinel.live.access import Access
from sentinel.live.access_guard import FREE, LOGIN
from sentinel.live.audit import Audit
from sentinel.live.keys import Keys, Scope
from sentinel.live.store import Store
from sentinel.settings import read

sys.path.insert(0, str(Path(__file__).parent / "live"))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from servers import within
from test_redaction import HOLDERS

EXAMPLES = 4
SECRET = "hunter2Zx9"


def made(url="sqlite://", *, pages=False, telemetry=None):
    """An application with keys, a log and reviews, and a key of each scope."""
    store = Store.open(url)
    keys = Keys(store)
    secrets = {each: keys.create(each.value, [each], tenant="blue")[0] for each in Scope}
    found = read({"SENTINEL_MAX_SESSIONS": "100000"})
    app = application(found, audit=Audit(store), access=Access(keys), pages=pages)
    return app, secrets, store


app, secrets, _ = made()
schema = schemathesis.openapi.from_dict(app.openapi())
SHOWN = {each: {"Authorization": f"Bearer {secret}"} for each, secret in secrets.items()}
client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def _opened(*, decided):
    asked = {"action_description": "terraform apply -auto-approve", "environment": "prod"}
    found = client.post("/live/oversee", json=asked, headers=SHOWN[Scope.OVERSEE]).json()
    name = found["review"]["id"]
    if decided:
        word = {"reason": "not now"}
        assert client.post(
            f"/reviews/{name}/deny", json=word, headers=SHOWN[Scope.REVIEW]
        ).is_success
    return name


def _played():
    shown = SHOWN[Scope.OVERSEE]
    return client.post("/api/v1/episodes", json={"mode": "alternating"}, headers=shown).json()


@pytest.fixture(scope="module")
def url():
    """Where the application listens."""
    with within(app) as port:
        yield f"http://127.0.0.1:{port}"


@schema.parametrize()
@settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_no_route_breaks_by_whatever_key_it_is_asked(case, url):
    given_ = case.path_parameters or {}
    if "episode_id" in given_:
        given_["episode_id"] = _played()["state"]["episode_id"]
    if "id" in given_:
        given_["id"] = _opened(decided=case.method == "GET")  # Nobody waits for what is decided.
    for shown in ({}, *SHOWN.values()):
        answer = case.call(base_url=url, headers=shown)
        assert answer.status_code < 500, (shown, answer.text)
        if not shown and case.path not in FREE:
            assert answer.status_code == 401, case.path


READERS = (LOGIN, "/live/oversee", "/live/oversee/batch", "/live/outcome", "/reviews/x/approve",
           "/reviews/x/edit", "/mcp", "/step")  # fmt: skip


@pytest.mark.parametrize("path", READERS)
@settings(max_examples=20)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda each: f"key={each}".encode()))
def test_no_body_breaks_a_route(path, body):
    shown = SHOWN[Scope.ADMIN]
    assert client.post(path, content=body, headers=shown).status_code < 500


def walked(routes, before=""):
    """Every path of an application and what is mounted in it, and its methods."""
    for each in routes:
        path = before + getattr(each, "path", "")
        if isinstance(each, WebSocketRoute):
            yield path, None
        elif isinstance(each, Mount):
            yield from ((f"{path}{end}", "GET") for end in ("", "/", "/x"))
            yield from walked(each.routes or (), path)
        else:
            yield from ((path, method) for method in getattr(each, "methods", None) or ("GET",))


@pytest.fixture(scope="module")
def whole():
    """The same with its pages."""
    found, _, _ = made(pages=True)
    return found


def test_every_route_but_health_wants_a_key(whole):
    http = TestClient(whole, raise_server_exceptions=False, follow_redirects=False)
    seen = set()
    for path, method in walked(whole.routes):
        seen.add(path)
        if method is None:
            with pytest.raises(WebSocketDisconnect), http.websocket_connect(path) as socket:
                socket.receive_text()
        elif path not in FREE:
            answer = http.request(method, path, headers={"accept": "application/json"})
            assert answer.status_code == 401, (method, path)
            assert answer.headers["www-authenticate"] == "Bearer"
    assert {"/ws", "/docs", "/openapi.json", "/metrics", "/reset", "/step", "/live/oversee",
            "/reviews/{id}", "/mcp", "/"} <= seen  # fmt: skip
    assert any(each.startswith("/web") for each in seen)


def test_a_browser_without_a_key_is_shown_where_to_give_one_and_nothing_else(whole):
    http = TestClient(whole, follow_redirects=False)
    for path in ("/", "/web/", "/docs", "/no/such/page"):
        answer = http.get(path, headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert http.get("/no/such/page").status_code == 401


def test_a_secret_in_a_command_reaches_no_log_no_metric_and_no_trace(tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    served, own, store = made(f"sqlite:///{tmp_path / 'gate.db'}")
    shown = {"Authorization": f"Bearer {own[Scope.ADMIN]}"}
    http = TestClient(served, raise_server_exceptions=False)
    for place, holder in enumerate(HOLDERS):
        text = holder.format(SECRET)
        asked = {"action_description": text, "goal": text, "context": {"note": text},
                 "arguments": {"command": text}, "run_id": f"{place}"}  # fmt: skip
        assert http.post("/live/oversee", json=asked, headers=shown).status_code == 200
    broken = {"action_description": f"mysql -p{SECRET}", "severity_hint": f"-p{SECRET}"}
    assert http.post("/live/oversee", json=broken, headers=shown).status_code == 422
    http.post(f"/live/oversee?password={SECRET}", content=b"{", headers=shown)
    figures = http.get("/metrics", headers=shown).text + http.get("/live/stats", headers=shown).text
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT body FROM audit_entry").all()
    assert len(rows) >= len(HOLDERS)
    told = capfd.readouterr()
    everything = json.dumps([bytes(row[0]).decode() for row in rows])
    logged = "".join(
        f"{each.getMessage()} {each.exc_text}" for each in caplog.records
        if not each.name.startswith("httpx")
    )  # fmt: skip
    for where in (everything, figures, logged, told.out, told.err):
        assert SECRET not in where
        assert own[Scope.ADMIN] not in where
