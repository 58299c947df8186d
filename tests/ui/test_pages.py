"""Parts of the pages: text of others stays text, cards fit the routes, figures are published."""

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sentinel import oversee
from sentinel.app import application
from sentinel.live.access import Access
from sentinel.live.audit import Audit
from sentinel.live.keys import Keys
from sentinel.live.store import Store
from sentinel.ui.explorer import example, operations
from sentinel.ui.leaderboard import published, ranking
from sentinel.ui.markup import block, facts, listed, table, text
from sentinel.ui.verdict_card import card

ROOT = Path(__file__).parents[2]


@given(st.text())
def test_text_of_others_never_becomes_markup(words: str) -> None:
    hostile = f"<script>{words}</script>"
    for made in (
        text(hostile), block("t", hostile), listed("t", [hostile]), facts([("t", hostile)]),
        table(["t"], [[hostile]]),
    ):  # fmt: skip
        assert "<script" not in made


def test_an_action_with_markup_is_shown_as_it_was_typed() -> None:
    made = card(oversee("rm -rf / # <script>alert(1)</script>"))
    assert "<script>" not in made
    assert "BLOCK" in made


def test_the_explorer_has_a_card_for_every_operation_that_is_served() -> None:
    document = application().openapi()
    found = {(each.method.lower(), each.path) for each in operations(document)}
    served = {
        (method, path)
        for path, methods in document["paths"].items()
        for method in methods
        if method != "parameters"
    }
    assert found == served


def test_an_example_of_a_body_is_json_that_the_gate_takes() -> None:
    document = application().openapi()
    told = next(e for e in operations(document) if e.path == "/live/oversee")
    assert json.loads(told.body)["action_description"]


def test_a_schema_that_refers_to_itself_ends() -> None:
    loop = {"$ref": "#/a"}
    document = {"a": {"type": "object", "required": ["a"], "properties": {"a": loop}}}
    assert example(loop, document)


def test_the_leaderboard_that_ships_is_what_results_hold() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "publish_leaderboard.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for title, each in published()["tables"].items():
        assert "oracle" in ranking(each["overseers"], title)


def test_what_a_page_judges_belongs_to_the_key_that_was_shown(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    keys, audit = Keys(store), Audit(store)
    app = application(audit=audit, access=Access(keys))
    found = {}
    for tenant in ("blue", "red"):
        scopes = ["oversee", "review", "read"]
        found[tenant] = keys.create(tenant, scopes, tenant=tenant)[0]
    form = ["terraform apply -auto-approve", "", "", "prod", ""]
    with TestClient(app) as http:
        shown = {each: {"Authorization": f"Bearer {key}"} for each, key in found.items()}
        config = http.get("/web/config", headers=shown["blue"]).json()
        number = next(each["id"] for each in config["dependencies"] if each["api_name"] == "_judge")
        asked = {"data": form, "fn_index": number, "session_hash": "s"}
        where = "/web/gradio_api/run/predict"
        assert http.post(where, json=asked).status_code == 401
        told = http.post(where, json=asked, headers=shown["blue"]).json()
        assert "ESCALATE" in str(told["data"])
        reviews = [
            len(http.get("/live/reviews", headers=shown[each]).json()["reviews"])
            for each in ("blue", "red")
        ]
        judged = [
            http.get("/live/stats", headers=shown[each]).json()["judged"]
            for each in ("blue", "red")
        ]
    assert reviews == judged == [1, 0]


def test_who_may_review_alone_opens_the_pages_and_judges_nothing(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    keys = Keys(store)
    shown = {"Authorization": f"Bearer {keys.create('ada', ['review'])[0]}"}
    reads = {"Authorization": f"Bearer {keys.create('eve', ['read'])[0]}"}
    with TestClient(application(audit=Audit(store), access=Access(keys))) as http:
        assert http.get("/web/review", headers=shown).status_code == 200
        assert http.get("/web/review", headers=reads).status_code == 403
        made = http.get("/web/config", headers=shown).json()
        numbers = {each["api_name"]: each["id"] for each in made["dependencies"]}
        told = {}
        for name, data in (("_judge", ["ls", "", "", "", ""]), ("_list", ["pending", None])):
            asked = {"data": data, "fn_index": numbers[name], "session_hash": "s"}
            answer = http.post("/web/gradio_api/run/predict", json=asked, headers=shown)
            told[name] = str(answer.json()["data"])
    assert "no scope" in told["_judge"]
    assert "Nothing is here" in told["_list"]


def test_the_pages_take_no_files_and_keep_nothing() -> None:
    with TestClient(application(), base_url="http://127.0.0.1") as http:
        sent = http.post("/web/gradio_api/upload", files={"files": ("a.txt", b"kept")})
        assert sent.status_code == 404
        assert http.get("/web/gradio_api/deep_link?session_hash=s").status_code == 404
        made = http.get("/web/config").json()
        number = next(e["id"] for e in made["dependencies"] if e["api_name"] == "_receipt")
        asked = {"data": ["war_room", "demo", 42, 1, True], "fn_index": number}
        assert http.post("/web/gradio_api/run/predict", json=asked).status_code == 404
    assert made["run_history"] is False
