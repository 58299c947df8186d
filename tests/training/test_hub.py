"""A dataset is pushed in one commit; without a network it stays, and the error says so."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from sentinel import cli
from sentinel.errors import LinkError, OptionError, ReportError
from sentinel.scenario.tiers import Tier
from sentinel.training.dataset import Order
from sentinel.training.dataset_making import make
from sentinel.training.hub import check_repo, push

ORDER = Order(4, (Tier.ACTION_SCREEN,), form="compact")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("pushed")
    make(ORDER, made)
    return made


@contextmanager
def hub(status=200):
    """A server that takes repositories and commits as the Hub does, and what it was asked."""
    asked = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            asked.append((self.path, body))
            address = f"http://127.0.0.1:{self.server.server_port}"
            found = {"commitUrl": f"{address}/datasets/team/verdicts/commit/1", "commitOid": "1"}
            if self.path == "/api/repos/create":
                found = {"url": f"{address}/datasets/team/verdicts"}
            elif "/preupload/" in self.path:
                files = [each["path"] for each in json.loads(body)["files"]]
                modes = [{"path": each, "uploadMode": "regular", "shouldIgnore": False, "oid": None}
                         for each in files]  # fmt: skip
                found = {"files": modes}
            answer = json.dumps(found if status == 200 else {"error": "not yours"}).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def point(monkeypatch):
    """Points the client at a server, logged in."""
    monkeypatch.setenv("HF_TOKEN", "hf_a_token_of_nobody")
    return lambda url: monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)


def test_samples_facts_and_card_go_there_in_one_commit(folder, point):
    with hub() as (url, asked):
        point(url)
        assert push(folder, "team/verdicts").endswith("/datasets/team/verdicts")
    paths = [path for path, _ in asked]
    assert paths[0] == "/api/repos/create"
    assert json.loads(asked[0][1])["visibility"] == "private"
    commits = [body for path, body in asked if "/commit/main" in path]
    assert len(commits) == 1
    kept = [json.loads(row)["value"]["path"] for row in commits[0].splitlines()
            if json.loads(row)["key"] == "file"]  # fmt: skip
    assert sorted(kept) == ["README.md", "dataset.json", "train.jsonl"]


def test_what_the_hub_refuses_is_told(folder, point):
    with hub(403) as (url, _):
        point(url)
        with pytest.raises(LinkError, match="cannot push to 'team/verdicts'"):
            push(folder, "team/verdicts")


def test_without_a_network_the_command_keeps_what_it_made(tmp_path, point, capsys):
    point("http://127.0.0.1:1")
    words = ["dataset", "--size", "4", "--tier", "action_screen", "--form", "compact"]
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, "--out", str(tmp_path), "--push", "team/verdicts"])
    assert caught.value.code == 2
    assert "cannot push to 'team/verdicts'" in capsys.readouterr().err
    assert (tmp_path / "train.jsonl").is_file()


def test_what_cannot_be_pushed_is_refused(tmp_path):
    with pytest.raises(ReportError, match="has no whole dataset"):
        push(tmp_path, "team/verdicts")
    for name in ("verdicts", "a/b/c", "--", "team/ver dicts"):
        with pytest.raises(OptionError, match=r"OWNER/NAME|can be named"):
            check_repo(name)
