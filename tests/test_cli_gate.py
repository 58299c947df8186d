"""The gate at a shell: its exit code is its decision."""

import io
import json
import sys

import pytest

import sentinel
from sentinel import cli
from sentinel.errors import OptionError

OWN = """\
pack: own
rules:
  - {id: own.look, sentence: Nobody looks., decision: block, severity: low, kinds: [reads],
     match: [{kind: reads, thing: table}], not_match: [{kind: deletes, thing: table}]}
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    return path


def run(*words):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    return ended.value.code


@pytest.mark.parametrize(
    ("action", "code"),
    [("ls", 0), ("systemctl restart nginx", 10), ("rm -rf /", 20), ("crontab -r", 30)],
)
def test_the_exit_code_is_the_decision(action, code, capsys):
    assert run("oversee", action) == code
    assert "decision" in capsys.readouterr().out


def test_shadow_mode_says_the_decision_and_exits_0(capsys):
    assert run("oversee", "rm -rf /", "--shadow") == 0
    assert "BLOCK (shadow: not enforced)" in capsys.readouterr().out


def test_a_judgement_can_be_had_as_json(capsys):
    assert run("oversee", "rm -rf /", "--json", "--environment", "prod") == 20
    found = json.loads(capsys.readouterr().out)
    assert (found["decision"], found["environment"]) == ("block", "prod")


def test_a_pack_of_ones_own_is_heard(own):
    assert run("oversee", "ls", "--pack", str(own)) == 20


def test_json_lines_go_in_and_come_out(capfdbinary, monkeypatch):
    lines = b'{"action_description": "ls"}\n\nnonsense\n{"action_description": "rm -rf /"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("oversee", "-") == 2
    first, second, third = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert first["decision"] == "approve"
    assert second["line"] == 3
    assert "error" in second
    assert third["decision"] == "block"


def test_an_environment_that_is_none_is_an_error_and_no_judgement(capsys):
    assert run("oversee", "ls", "--environment", "mars") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "environment='mars' is none of prod, staging and local" in told.err
    with pytest.raises(OptionError, match="environment='mars'"):
        sentinel.oversee("ls", environment="mars")
    for known in ("production", "PRD", "prod-eu", "qa", "laptop", "unknown", ""):
        assert sentinel.oversee("ls", environment=known).decision == "approve"


def test_a_line_with_an_environment_that_is_none_is_answered_with_why(capfdbinary, monkeypatch):
    line = b'{"action_description": "ls", "environment": "mars"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert run("oversee", "-") == 2
    assert "mars" in json.loads(capfdbinary.readouterr().out)["error"]


def test_packs_are_checked_and_a_bad_one_is_one_line_and_code_2(own, capsys):
    assert run("policy", "check") == 0
    assert "database" in capsys.readouterr().out
    assert run("policy", "check", str(own)) == 0
    own.write_text(OWN.replace("block", "stop"))
    assert run("policy", "check", str(own)) == 2
    assert "own.yaml:3: rule 'own.look': decision 'stop'" in capsys.readouterr().err


def test_a_rule_and_an_action_are_explained(capsys):
    assert run("policy", "explain", "database.drop-table") == 0
    assert "It drops a table with all its rows." in capsys.readouterr().out
    assert run("policy", "explain", "kubectl get secrets -o yaml -n prod") == 0
    told = capsys.readouterr().out
    assert "identity.secret-on-prod" in told
    assert "identity.yaml:" in told


def test_a_log_is_judged_again_under_other_packs(own, tmp_path, capsys):
    log = tmp_path / "log.jsonl"
    log.write_text('{"request": {"action_description": "ls"}}\n')
    assert run("policy", "simulate", str(log), "--pack", str(own)) == 0
    told = capsys.readouterr().out
    assert "own.look" in told
    assert "1 decisions would change: 1 stricter, 0 milder" in told
    assert run("policy", "simulate", str(tmp_path / "none")) == 2


def test_what_would_steer_a_terminal_is_not_printed(capsys):
    assert run("oversee", "ls \x1b]0;title\x07\x1b[2J") in (0, 10, 30)
    assert "\x1b]0" not in capsys.readouterr().out
