"""The commands print tables and episodes; what a user gets wrong costs one line and code 2."""

import json
import subprocess
import sys

import pytest
from endpoint import endpoint, proposes

import sentinel
from sentinel import cli
from sentinel.episode.transcript import read, replay

BAD = {
    "unknown overseer": (["evaluate", "--overseer", "naif"], "no overseer is named 'naif'"),
    "unknown split": (["evaluate", "--split", "test"], "no split is named 'test'"),
    "unknown tier": (["evaluate", "--tier", "easy"], "no tier is named 'easy'"),
    "unknown preview": (["evaluate", "--preview", "all"], "no preview is named 'all'"),
    "unknown protocol": (["evaluate", "--protocol", "open"], "no protocol is named 'open'"),
    "folder that is not there": (
        ["evaluate", "--overseer", "naive", "--json", "/nowhere/at/all.json"],
        "cannot write '/nowhere/at/all.json'",
    ),
    "seed outside its split": (
        ["play", "--tier", "war_room", "--seed", "1", "--split", "heldout"],
        "seed 1 is not in heldout/war_room",
    ),
    "seed outside train": (["play", "--tier", "war_room", "--seed", "9101"], "is not in train"),
    "oracle at play": (
        ["play", "--tier", "war_room", "--seed", "42", "--overseer", "oracle"],
        "'oracle' sees more than a briefing",
    ),
    "transcript in a folder that is not there": (
        ["play", "--tier", "war_room", "--seed", "42", "--transcript", "/nowhere/at/all.jsonl"],
        "cannot write '/nowhere/at/all.jsonl'",
    ),
    "transcript that is a folder": (
        ["play", "--tier", "war_room", "--seed", "42", "--transcript", "/"],
        "it is a folder",
    ),
    "unknown responder": (
        ["play", "--tier", "war_room", "--seed", "42", "--responder", "gpt"],
        "no responder is named 'gpt'",
    ),
    "model without an endpoint": (
        ["evaluate", "--responder", "model", "--model", "m"],
        "needs --base-url and --model",
    ),
    "endpoint without a model": (
        ["evaluate", "--base-url", "http://127.0.0.1:1/v1"],
        "are for --responder model",
    ),
    "tier to explain": (["explain", "--tier", "x", "--seed", "1", "--step", "1"], "no tier is"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_on_stderr_and_code_2(case, capsys):
    words, message = BAD[case]
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    out, err = capsys.readouterr()
    assert caught.value.code == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert message in err


def test_nothing_is_written_when_the_input_is_bad(tmp_path):
    with pytest.raises(SystemExit):
        cli.main(["evaluate", "--overseer", "naif", "--json", str(tmp_path / "out.json")])
    assert list(tmp_path.iterdir()) == []


def test_evaluate_prints_a_table_and_writes_the_same_figures(tmp_path, capsys):
    path = tmp_path / "out.json"
    words = ["evaluate", "--split", "demo", "--tier", "action_screen", "--json", str(path)]
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, "--overseer", "naive", "--overseer", "oracle"])
    assert caught.value.code == 0
    document = json.loads(path.read_text())
    assert document["seeds"] == {"action_screen": [42]}
    assert document["command"].startswith("sentinel evaluate --split demo --tier action_screen")
    out = capsys.readouterr().out
    assert "naive" in out
    assert "oracle" in out
    assert f"{document['overseers']['oracle']['overall']['f1']['value']:.3f}" in out


@pytest.mark.parametrize(
    "words",
    [
        ["play", "--tier", "action_screen", "--seed", "42"],
        ["explain", "--tier", "action_screen", "--seed", "42", "--step", "1"],
    ],
)
def test_an_episode_and_a_label_are_shown_the_same_way_every_time(words, capsys):
    shown = []
    for _ in range(2):
        with pytest.raises(SystemExit) as caught:
            cli.main(words)
        assert caught.value.code == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] != ""


def test_help_loads_no_numerics_and_no_tables():
    code = (
        "import sys\n"
        "from sentinel.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print({'numpy', 'numba', 'rich', 'sklearn'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "evaluate" in done.stdout
    assert done.stdout.endswith("set()\n")


def test_play_writes_a_transcript_that_replays(tmp_path, capsys):
    path = tmp_path / "episode.jsonl"
    words = ["play", "--tier", "action_screen", "--seed", "42"]
    assert _exit_code([*words, "--transcript", str(path)]) == 0
    with_it = capsys.readouterr().out
    assert replay(read(path)) == path.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["episode.jsonl"]
    assert _exit_code(words) == 0
    assert capsys.readouterr().out == with_it


def _exit_code(words):
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    return caught.value.code


def test_the_version_is_the_one_of_pyproject(capsys):
    assert _exit_code(["--version"]) == 0
    assert capsys.readouterr().out == f"sentinel {sentinel.__version__}\n"


MODEL = ["--responder", "model", "--model", "m"]


def test_a_model_plays_the_responder_in_play_and_in_an_evaluation(capsys, tmp_path):
    out = tmp_path / "out.json"
    where = ["--tier", "action_screen", "--split", "demo"]
    with endpoint([proposes("check_audit", reason="who did that?")]) as served:
        at = ["--base-url", served.url, *MODEL]
        with pytest.raises(SystemExit) as ended:
            cli.main(["play", *where, "--seed", "42", *at])
        assert ended.value.code == 0
        with pytest.raises(SystemExit) as ended:
            cli.main(["evaluate", *where, "--overseer", "naive", "--json", str(out), *at])
        assert ended.value.code == 0
    shown, said = capsys.readouterr()
    assert "m: 5 requests, 55 prompt tokens, 35 completion tokens" in said
    assert shown.count('reason given (untrusted): "who did that?"') == 5
    report = json.loads(out.read_text())
    assert report["responder"] == "model:m"
    assert report["overseers"]["naive"]["overall"]["decisions"] == 5


def test_an_endpoint_that_fails_ends_the_command_in_one_line(capsys):
    words = ["play", "--tier", "war_room", "--seed", "42", *MODEL]
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--base-url", "http://127.0.0.1:1/v1"])
    assert ended.value.code == 2
    assert "http://127.0.0.1:1/v1 cannot be reached" in capsys.readouterr().err
