"""The overseers of the published table are one flag away, and a row not run says how to run it."""

import json

import pytest
from endpoint import endpoint, says

from sentinel import cli
from sentinel.errors import OptionError, OverseerError
from sentinel.evaluation import asked, overseers
from sentinel.evaluation.overseers import absent, build, build_all, kind_of
from sentinel.evaluation.presets import PRESETS, resolve, spread
from sentinel.overseer.asking import asking
from sentinel.overseer.baselines import LabelReader
from sentinel.settings import read

OFF = asking(["cache=off"])
URL = "http://127.0.0.1:1/v1"


def exit_code(words):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    return ended.value.code


def test_every_preset_is_a_model_at_whatever_endpoint_has_it():
    for name, preset in PRESETS.items():
        if preset.model:
            found = build(f"{name}@{URL}", OFF).chat.endpoint
            assert (found.model, found.base_url) == (preset.model, URL)
            assert resolve(f"{name}@{URL}").label == name
    assert isinstance(build("policy-aware"), LabelReader)


def test_a_preset_without_an_endpoint_is_absent_and_no_error_beside_others(monkeypatch):
    assert set(absent(spread(["published"]))) == {n for n, each in PRESETS.items() if each.model}
    with pytest.raises(OverseerError, match="needs an endpoint"):
        build("qwen3-1.7b")
    monkeypatch.setattr(overseers, "SETTINGS", read({"SENTINEL_CHAT_URL": URL}))
    assert absent(["qwen3-1.7b"]) == {}
    assert build("qwen3-1.7b", OFF).chat.endpoint.base_url == URL


def test_a_row_that_was_not_run_says_so_with_its_command(capsys, tmp_path):
    path = tmp_path / "report.json"
    words = ["evaluate", "--split", "demo", "--tier", "action_screen", "--preview", "labelled"]
    assert exit_code([*words, "--overseer", "published", "--json", str(path)]) == 0
    document = json.loads(path.read_text())
    assert list(document["overseers"]) == ["policy-aware"]
    assert document["not_run"]["qwen2.5-72b"] == (
        "sentinel evaluate --overseer qwen2.5-72b@http://HOST:PORT/v1 --split demo "
        "--preview labelled --tier action_screen"
    )
    assert "Not run here" in capsys.readouterr().out


def test_nothing_but_absent_overseers_is_an_error(capsys):
    assert exit_code(["evaluate", "--overseer", "gpt-oss-20b"]) == 2
    assert "gpt-oss-20b@http://HOST:PORT/v1" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "kind"), [
    ("rules", "built-in"), (f"chat:m@{URL}", "chat"), ("local:org/m", "local"),
    ("http:http://h/x", "http"), ("http://h/x", "http"), ("https://h/x.py:8", "http"),
    ("mine.py:Mine", "file"), ("mine=../a/mine.py:Mine", "file"), ("qwen3-1.7b@" + URL, "chat"),
])  # fmt: skip
def test_a_name_says_where_an_overseer_runs(name, kind):
    assert kind_of(name) == kind


def test_rows_have_labels_of_their_own():
    same = [f"a=chat:m@{URL}", f"b=chat:m@{URL}"]
    assert list(build_all(same, OFF)) == ["a", "b"]
    with pytest.raises(OptionError, match="two overseers are called 'a'"):
        build_all([same[0], "a=naive"], OFF)


def test_one_key_goes_to_one_host():
    keyed = asking(["cache=off"], key="sk-1")
    build_all([f"a=chat:m@{URL}", f"b=chat:n@{URL}"], keyed)
    with pytest.raises(OptionError, match="one by one"):
        build_all([f"a=chat:m@{URL}", "b=chat:m@http://other/v1"], keyed)


def test_a_brought_class_and_a_price_stand_in_the_report(tmp_path, capsys):
    mine = tmp_path / "mine.py"
    mine.write_text(
        "from sentinel import Decision, Verdict\n"
        "class Mine:\n"
        "    def decide(self, briefings):\n"
        "        return [Verdict(Decision.BLOCK, 'no') for _ in briefings]\n"
    )
    path = tmp_path / "report.json"
    with endpoint([says("block")]) as served:
        words = ["evaluate", "--split", "demo", "--tier", "action_screen", "--protocol", "fixed",
                 "--overseer", f"mine={mine}:Mine", "--overseer", f"m=chat:m@{served.url}",
                 "--set", "cache=off", "--set", "input_price=2", "--json", str(path)]  # fmt: skip
        assert exit_code(words) == 0
    document = json.loads(path.read_text())
    assert document["entries"]["mine"] == {"kind": "file", "out_of_process": False}
    took = document["timing"]["asked"]
    assert took["m"]["dollars"] == pytest.approx(took["m"]["prompt_tokens"] * 2e-6)
    assert "mine" not in took
    assert "What asking took" in capsys.readouterr().out


def test_many_causes_are_counted_without_end(monkeypatch):
    class Answered:
        def __init__(self, cause):
            self.answer, self.overseer = asked.Unparsed("", cause), "m"

    given = [Answered(f"c{n % 30:02}") for n in range(90)] + [Answered("c29")]
    found = asked.causes(given)
    assert list(found)[:2] == ["c29", "c00"]
    assert len(found) == asked.CAUSES + 1
    assert sum(found.values()) == 91
    assert asked.causes(given[::-1]) == found
