"""Nobody without a good key gets further than health; a browser signs in with one."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sentinel.environment import limits
from sentinel.environment.channel import Counts
from sentinel.environment.guard import Guard
from sentinel.environment.limits import Slots
from sentinel.environment.metrics import Metrics
from sentinel.errors import ForbiddenError
from sentinel.live import access_guard
from sentinel.live.access import Access
from sentinel.live.access_guard import FREE, PLACE, AccessGuard, identify, scopes_of
from sentinel.live.answering import told
from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.keys import Keys
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store

PATHS = (
    "/", "/web/", "/docs", "/openapi.json", "/metrics", "/reset", "/step", "/api/v1/episodes",
    "/live/oversee", "/live/stats", "/live/outcome", "/live/reviews", "/reviews/rv_1", "/mcp",
    "/live/audit", "/health/", "/LIVE/health",
)  # fmt: skip


async def _who(http):
    caller = identify(http, "read")
    return JSONResponse({"name": caller.name, "tenant": caller.tenant})


async def _ws(socket):
    await socket.accept()
    await socket.send_text("in")
    await socket.close()


def client(*, demo=False):
    keys = Keys(Store.open("sqlite://"))
    routes = [WebSocketRoute("/ws", _ws)]
    routes += [Route("/{path:path}", told(_who), methods=["GET", "POST", "DELETE"])]
    app = AccessGuard(Starlette(routes=routes), Access(keys), demo=demo)
    return TestClient(app, follow_redirects=False), keys


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_nothing_but_health_is_answered_without_a_key(path, method):
    http, _ = client()
    answer = http.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:sentinel:error:UnknownKeyError"


@pytest.mark.parametrize("path", sorted(FREE))
def test_health_is(path):
    http, _ = client()
    assert http.get(path).status_code == 200


def test_a_websocket_needs_a_key_as_well():
    http, keys = client()
    with pytest.raises(WebSocketDisconnect), http.websocket_connect("/ws") as socket:
        socket.receive_text()
    secret, _ = keys.create("ci", ["oversee"])
    shown = {"Authorization": f"Bearer {secret}"}
    with http.websocket_connect("/ws", headers=shown) as socket:
        assert socket.receive_text() == "in"


def test_a_key_says_who_asks_and_an_admin_sees_every_tenant():
    http, keys = client()
    one, _ = keys.create("ada", ["read"], tenant="blue")
    boss, _ = keys.create("eve", ["admin"], tenant="red")
    seen = http.get("/live/stats", headers={"Authorization": f"Bearer {one}"}).json()
    assert seen == {"name": "ada", "tenant": "blue"}
    seen = http.get("/live/stats", headers={"Authorization": f"Bearer {boss}"}).json()
    assert seen == {"name": "eve", "tenant": None}


def test_a_key_that_may_judge_may_not_decide_reviews_nor_read_figures():
    http, keys = client()
    secret, _ = keys.create("ci", ["oversee"])
    shown = {"Authorization": f"Bearer {secret}"}
    assert http.post("/live/oversee", headers=shown).status_code == 200
    assert http.post("/reviews/x/use", headers=shown).status_code == 200
    for method, path in (("POST", "/reviews/x/approve"), ("GET", "/live/stats"),
                         ("GET", "/metrics"), ("POST", "/live/audit")):  # fmt: skip
        assert http.request(method, path, headers=shown).status_code == 403, path


def test_reviews_are_listed_for_who_reads_or_decides_and_for_no_agent():
    _, keys = client()
    for scope, listed in (("read", True), ("review", True), ("admin", True), ("oversee", False)):
        _, key = keys.create("ci", [scope])
        http = HttpRequest({"type": "http", PLACE: key})
        if listed:
            assert identify(http, "queue").name == "ci"
        else:
            with pytest.raises(ForbiddenError):
                identify(http, "queue")
        assert identify(http, "read").name == "ci"


def test_a_demo_lets_everybody_play_and_judge_and_nobody_review():
    http, _ = client(demo=True)
    for method, path in (("GET", "/"), ("GET", "/web/replay"), ("POST", "/live/oversee"),
                         ("POST", "/api/v1/episodes"), ("GET", "/live/stats")):  # fmt: skip
        assert http.request(method, path).status_code == 200, path
    for method, path in (("GET", "/live/reviews"), ("POST", "/reviews/x/approve"),
                         ("POST", "/reviews/x/use"), ("GET", "/live/audit"),
                         ("POST", "/live/outcome")):  # fmt: skip
        assert http.request(method, path).status_code == 401, path


def test_a_browser_is_led_to_sign_in_and_shows_its_key_from_then_on():
    http, keys = client()
    secret, _ = keys.create("ada", ["oversee", "read"])
    led = http.get("/web/", headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/login")
    assert http.post("/login", data={"key": "sk_nonsense"}).status_code == 401
    signed = http.post("/login", data={"key": secret})
    assert signed.status_code == 303
    assert "HttpOnly" in signed.headers["set-cookie"]
    assert "SameSite=strict" in signed.headers["set-cookie"]
    assert http.get("/web/").status_code == 200


def test_a_page_of_another_host_cannot_ask_in_a_browsers_name():
    http, keys = client()
    secret, _ = keys.create("ada", ["oversee", "review"])
    http.post("/login", data={"key": secret})
    foreign = {"Origin": "https://evil.example"}
    assert http.post("/reviews/x/approve", headers=foreign).status_code == 403
    same = {"Origin": "http://testserver"}
    assert http.post("/reviews/x/approve", headers=same).status_code == 200


def test_a_page_of_another_host_opens_no_websocket_and_signs_nobody_in():
    http, keys = client()
    secret, _ = keys.create("ada", ["oversee", "review"])
    foreign, same = {"Origin": "https://evil.example"}, {"Origin": "http://testserver"}
    assert http.post("/login", data={"key": secret}, headers=foreign).status_code == 403
    assert http.post("/login", data={"key": secret}, headers=same).status_code == 303
    assert "x-frame-options" in http.get("/web/").headers
    with pytest.raises(WebSocketDisconnect):
        http.websocket_connect("/ws", headers=foreign).__enter__()
    with http.websocket_connect("/ws", headers=same) as socket:
        assert socket.receive_text() == "in"


def test_over_its_rate_a_key_is_told_when_to_come_back():
    http, keys = client()
    secret, _ = keys.create("ci", ["oversee"], rate=0.5)
    shown = {"Authorization": f"Bearer {secret}"}
    assert http.post("/live/oversee", headers=shown).status_code == 200
    over = http.post("/live/oversee", headers=shown)
    assert over.status_code == 429
    assert int(over.headers["retry-after"]) >= 1


@pytest.mark.parametrize("path", ["/live/new", "/live/oversee/", "/live/keys"])
def test_what_no_rule_knows_needs_the_widest_scope(path):
    assert scopes_of("POST", path) == ("admin",)


def test_a_key_of_one_tenant_sees_nothing_of_another_in_figures_or_the_log(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    keys, audit = Keys(store), Audit(store)
    gate, stats = Gate(), Stats((POLICY,))
    inner = Starlette(routes=routes(gate, stats, audit=audit, identify=identify))
    http = TestClient(AccessGuard(inner, Access(keys)))
    shown = {}
    for tenant in ("blue", "red"):
        secret, _ = keys.create(tenant, ["oversee", "read"], tenant=tenant)
        shown[tenant] = {"Authorization": f"Bearer {secret}"}
    asked = {"action_description": "kubectl delete namespace payments"}
    judged = http.post("/live/oversee", json=asked, headers=shown["blue"]).json()
    assert judged["decision"] == "block"
    assert http.get("/live/stats", headers=shown["blue"]).json()["judged"] == 1
    assert http.get("/live/stats", headers=shown["red"]).json()["judged"] == 0
    report = {"id": judged["id"], "outcome": "no_harm"}
    assert http.post("/live/outcome", json=report, headers=shown["red"]).status_code == 404
    assert http.post("/live/outcome", json=report, headers=shown["blue"]).status_code == 200
    audit.close()


@pytest.mark.parametrize("where", ["/login", "/live/oversee"])
def test_a_body_that_never_comes_is_not_waited_for(where, monkeypatch):
    monkeypatch.setattr(access_guard, "FORM_S", 0.02)
    monkeypatch.setattr(limits, "BODY_S", 0.02)
    keys, sent = Keys(Store.open("sqlite://")), []
    secret, _ = keys.create("ci", ["oversee"])
    app = Guard(Starlette(), Slots(1), None, Metrics(int, int, list, lambda: Counts(0, 0)))
    scope = {
        "type": "http", "method": "POST", "path": where, "query_string": b"", "root_path": "",
        "headers": [(b"authorization", f"Bearer {secret}".encode()), (b"host", b"x")],
    }  # fmt: skip
    parts = iter([{"type": "http.request", "body": b"key=", "more_body": True}])

    async def receive():
        each = next(parts, None)
        return each or await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(AccessGuard(app, Access(keys))(scope, receive, send))
    assert sent[0]["status"] == 408
