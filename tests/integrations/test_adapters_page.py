"""What the page of the adapters says can be run."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sentinel.integrations.gatekeeper import Gatekeeper

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adapters.md").read_text("utf-8")
OWN, MOST = "def guarded_call", 15


def block(holding):
    (found,) = [each for each in PAGE.split("```python\n")[1:] if holding in each.split("```")[0]]
    return found.split("```")[0]


@pytest.mark.parametrize(("yes", "runs"), [(True, 3), (False, 2)])
def test_an_adapter_of_your_own_is_short_and_guards(yes, runs):
    code = block(OWN)
    assert len([line for line in code.splitlines() if line.strip()]) <= MOST
    names, ran = {}, []
    exec(code, names)
    tools = {"bash": lambda command: ran.append(command) or "done"}

    def call(command):
        return names["guarded_call"](tools, "bash", {"command": command}, lambda *given: yes)

    assert call("ls") == "done"
    assert "ran, with a warning" in call("kubectl rollout restart deploy/x")
    assert ("done" in call("userdel bob")) is yes
    assert "did not run. Blocked" in call("rm -rf /")
    assert len(ran) == runs


def test_the_gatekeepers_of_the_page_can_be_made():
    names = {"key": "k"}
    exec(block("there = "), names)
    assert isinstance(names["here"], Gatekeeper)
    assert names["there"].on_failure == "block"


def test_every_example_of_the_page_is_there():
    for name in ("langchain", "openai_agents", "pydantic_ai", "inspect", "function"):
        assert f"../examples/guard_{name}.py" in PAGE
        assert (ROOT / "examples" / f"guard_{name}.py").is_file()


MISSING = """
import importlib, sys
for module, library, extra in {cases!r}:
    sys.modules[library] = None
    try:
        importlib.import_module("sentinel.integrations." + module)
    except ImportError as error:
        assert type(error).__name__ == "ExtraError", error
        assert "python -m pip install 'openenv-sentinel[" + extra + "]'" in str(error), error
    else:
        raise AssertionError(module)
"""


def test_a_missing_library_names_what_installs_it():
    cases = [
        ("langchain_middleware", "langchain", "langchain"),
        ("openai_guardrail", "agents", "openai-agents"),
        ("pydantic_toolset", "pydantic_ai", "pydantic-ai"),
        ("inspect_gate", "inspect_ai", "inspect"),
    ]
    code = MISSING.format(cases=cases)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {extra for *_, extra in cases} <= set(extras["optional-dependencies"])
