"""The hook goes into the settings of coding agents once, and all else stays as it was."""

import json
import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel import cli_hook
from sentinel.integrations.hook_settings import BACKUP, PLACES, installed, removed

OTHERS = {
    "permissions": {"deny": ["Bash(rm:*)"]},
    "env": {"A": "ü"},
    "hooks": {
        "PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "./mine.sh"}], "x": 1}
        ],
        "PostToolUse": [{"hooks": [{"type": "command", "command": "fmt"}]}],
    },
    "unknown": [1, None],
}
COMMAND = "sentinel hook claude-code || exit 2"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for each in ("CLAUDE_CONFIG_DIR", "CODEX_HOME"):
        monkeypatch.delenv(each, raising=False)
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path


def settings(path):
    return json.loads(path.read_text("utf-8"))


def test_what_is_there_stays_and_the_hook_is_there_once(home):
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text(json.dumps(OTHERS))
    path.chmod(0o600)
    assert cli_hook.main(["claude-code", "install"]) == 0
    first = path.read_bytes()
    assert cli_hook.main(["claude-code", "install"]) == 0
    assert path.read_bytes() == first
    found = settings(path)
    mine, ours = found["hooks"]["PreToolUse"]
    assert mine == OTHERS["hooks"]["PreToolUse"][0]
    assert ours["matcher"] == "*"
    assert ours["hooks"][0]["type"] == "command"
    assert {**found, "hooks": None} == {**OTHERS, "hooks": None}
    assert path.stat().st_mode & 0o777 == 0o600
    assert settings(path.with_name(path.name + BACKUP)) == OTHERS
    assert cli_hook.main(["claude-code", "uninstall"]) == 0
    assert settings(path) == OTHERS


@pytest.mark.parametrize("product", PLACES)
def test_the_command_that_is_written_denies_what_the_gate_denies(home, product, capfd):
    assert cli_hook.main([product, "install", "--on-failure", "deny"]) == 0
    path = home / PLACES[product].files["user"]
    hooks = settings(path)["hooks"]
    (event, entries), *_ = hooks.items()
    entry = entries[0]
    command = entry["command"] if product == "cursor" else entry["hooks"][0]["command"]
    call = {"tool_name": "run_shell_command", "tool_input": {"command": "rm -rf /"}}
    told = {"hook_event_name": event, "command": "rm -rf /", **call}
    ran = subprocess.run(command, shell=True, input=json.dumps(told).encode(), capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert b'"deny"' in ran.stdout
    assert cli_hook.main([product, "uninstall"]) == 0
    assert settings(path) == ({"version": 1} if product == "cursor" else {})


def test_a_command_that_is_gone_blocks():
    ran = subprocess.run("/nowhere/sentinel hook codex || exit 2", shell=True, capture_output=True)
    assert ran.returncode == 2


def test_hooks_of_cursor_fail_closed_and_have_its_version(home):
    cli_hook.main(["cursor", "install", "--scope", "project"])
    found = settings(home / "project" / ".cursor" / "hooks.json")
    assert found["version"] == 1
    assert all(each["failClosed"] for entries in found["hooks"].values() for each in entries)
    assert set(found["hooks"]) == {
        "beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "preToolUse",
    }  # fmt: skip


def test_a_project_names_no_path_of_this_machine(home):
    cli_hook.main(["claude-code", "install", "--scope", "project", "--url", "https://g.example"])
    text = (home / "project" / ".claude" / "settings.json").read_text()
    assert "sentinel hook claude-code --url https://g.example || exit 2" in text
    assert sys.executable not in text
    cli_hook.main(["claude-code", "install", "--scope", "local"])
    local = settings(home / "project" / ".claude" / "settings.local.json")
    command = local["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
    assert shlex.split(command)[:4] == [sys.executable, "-P", "-m", "sentinel"]
    assert shlex.split(command)[4:6] == ["hook", "claude-code"]


def test_a_dry_run_shows_the_change_and_makes_none(home, capsys):
    assert cli_hook.main(["gemini", "install", "--dry-run"]) == 0
    assert '+    "BeforeTool": [' in capsys.readouterr().out
    assert not (home / ".gemini").exists()


@pytest.mark.parametrize(
    "text",
    ["{", "// c\n{}", '{"a": 1,}', "[]", '{"hooks": []}', '{"hooks": {"PreToolUse": {}}}',
     '{"a": 1, "a": 2}', b"\xff"],
)  # fmt: skip
@pytest.mark.parametrize("action", ["install", "uninstall"])
def test_a_file_that_cannot_be_read_is_not_touched(home, text, action, capsys):
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    raw = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(raw)
    assert cli_hook.main(["claude-code", action]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert path.read_bytes() == raw
    assert list(path.parent.iterdir()) == [path]


def test_switches_among_the_hooks_of_gemini_stay(home):
    path = home / ".gemini" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"hooks": {"enabled": true}}')
    cli_hook.main(["gemini", "install"])
    assert settings(path)["hooks"]["enabled"] is True
    cli_hook.main(["gemini", "uninstall"])
    assert settings(path) == {"hooks": {"enabled": True}}


def test_a_link_to_settings_stays_one(home):
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    (home / "dotfiles.json").write_text("{}")
    path.symlink_to(home / "dotfiles.json")
    cli_hook.main(["claude-code", "install"])
    assert path.is_symlink()
    assert "hooks" in settings(home / "dotfiles.json")


def test_there_is_no_such_scope(home, capsys):
    assert cli_hook.main(["codex", "install", "--scope", "local"]) == 2
    assert "scope='local' must be one of user, project" in capsys.readouterr().err


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
entries = st.lists(
    st.fixed_dictionaries({"hooks": st.lists(json_values, max_size=2)}) | json_values, max_size=3
)


@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "hooks"), json_values),
       st.dictionaries(st.sampled_from(["PreToolUse", "Stop"]), entries))  # fmt: skip
def test_taking_out_what_was_put_in_gives_what_was_there(others, hooks):
    before = {**others, "hooks": hooks} if hooks else others
    once = installed("claude-code", COMMAND, before)
    assert installed("claude-code", COMMAND, once) == once
    back = removed("claude-code", once)
    assert {name: each for name, each in back.items() if name != "hooks"} == others
    for event, left in hooks.items():
        assert back.get("hooks", {}).get(event, []) == left


def test_the_agent_gives_the_hook_longer_than_the_hook_takes(home):
    for timeout, patience_s in (("10", 30), ("45.5", 66)):
        assert cli_hook.main(["claude-code", "install", "--timeout", timeout]) == 0
        hook = settings(home / ".claude" / "settings.json")["hooks"]["PreToolUse"][0]["hooks"][0]
        assert hook["timeout"] == patience_s
