"""Every snippet runs against a real server, and no action gets out of its quotes."""

import ast
import json
import shlex
import subprocess

import pytest
from gate_servers import KEY, served
from hypothesis import given, settings
from hypothesis import strategies as st
from pasted import SHELL, pasted

from sentinel.cli import main
from sentinel.errors import OptionError
from sentinel.integrations.snippets import KINDS, snippet

HOSTILE = "rm -rf / # '\"; $(touch owned) `touch owned` \\ \n%s ${HOME} \u2028 \"\"\" ''' {x}"


def run(kind, action, url, folder, **said):
    """What a snippet prints when it is pasted where its language is read."""
    return pasted(kind, snippet(kind, action, url, "MY_KEY", **said), folder, MY_KEY=KEY)


@pytest.mark.parametrize("kind", KINDS)
def test_a_snippet_stops_a_hostile_action_and_runs_none_of_it(kind, tmp_path):
    with served(locked=True) as url:
        said = run(kind, HOSTILE, url, tmp_path)
    assert any(word in said for word in ("did not run", "escalate", "block", '"ask"', '"deny"'))
    assert "runs:" not in said
    assert not (tmp_path / "owned").exists()
    if kind == "claude-code":
        settings = json.loads((tmp_path / ".claude" / "settings.json").read_text())
        assert url in settings["hooks"]["PreToolUse"][0]["hooks"][0]["command"]


@pytest.mark.parametrize("kind", ["langchain", "openai-agents", "mcp"])
def test_a_snippet_lets_a_safe_action_run(kind, tmp_path):
    with served(locked=True) as url:
        assert "runs: ls -la" in run(kind, "ls -la", url, tmp_path)


texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    st.sampled_from("'\"\\$`\n\r\t{}%#;|&<>!() ~\0"), max_size=20
)


@given(st.sampled_from([each for each in KINDS if each not in SHELL]), texts)
def test_an_action_comes_out_of_python_as_it_went_in(kind, action):
    code = snippet(kind, action, key_env="MY_KEY")
    assert code.isascii()
    (value,) = [
        each.value
        for each in ast.parse(code).body
        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") == "ACTION"
    ]
    assert ast.literal_eval(value) == action


@pytest.mark.parametrize("kind", KINDS)
def test_what_else_the_form_says_goes_along_and_gets_out_of_no_quotes(kind, tmp_path):
    said = {"environment": "prod", "goal": HOSTILE, "proposed_target": HOSTILE}
    with served(locked=True) as url:
        assert "runs:" not in run(
            kind, "DELETE FROM users", url, tmp_path, proposed_tool="psql", **said
        )
    assert not (tmp_path / "owned").exists()
    code = snippet(kind, "ls", proposed_tool="psql", **said)
    assert "prod" in code
    assert ("psql" in code) == (kind != "claude-code")


@given(texts)
def test_an_action_comes_out_of_the_shell_as_it_went_in(action):
    words = shlex.split(snippet("curl", action))
    assert json.loads(words[-1]) == {"action_description": action}
    words = shlex.split(snippet("claude-code", action), comments=True)
    assert json.loads(words[2])["tool_input"] == {"command": action}
    assert words[3:6] == ["|", "sentinel", "hook"]


@settings(max_examples=15)
@given(texts)
def test_bash_reads_the_words_that_were_written(action):
    code = snippet("curl", action).replace("curl -sS", "printf '%s\\0'", 1)
    out = subprocess.run(["bash", "-c", code], capture_output=True, check=True).stdout
    assert json.loads(out.split(b"\0")[-2]) == {"action_description": action}


@pytest.mark.parametrize(
    "how",
    [("perl", "x"), ("curl", "x", "ftp://x"), ("curl", "x", "'; ls"),
     ("curl", "x", "http://x", "A B"), ("python", "x", "http://x", 'A"]; ls #')],
)  # fmt: skip
def test_what_does_not_fit_is_refused(how):
    with pytest.raises(OptionError):
        snippet(*how)


def test_a_field_that_no_snippet_says_is_refused():
    with pytest.raises(OptionError, match="backend"):
        snippet("curl", "ls", backend="chat:x")


def test_the_command_prints_the_snippet(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["snippet", "--for", "curl", "ls", "--url", "https://gate.example"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == snippet("curl", "ls", "https://gate.example")
