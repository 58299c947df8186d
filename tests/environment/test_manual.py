"""The manual of the environment: its code and commands run, and its table is of the options."""

import json
import re
import subprocess
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from sentinel.environment.options import NAMES, Options
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "environment.md").read_text("utf-8")
CODE = re.findall(r"^## (.*?)\n.*?^```(\w*)\n(.*?)^```", PAGE, re.M | re.S)
OPTION = re.compile(r"^\| `(\w+)` \| (.*?) \|", re.M)


@pytest.mark.parametrize(("title", "code"), [(t, code) for t, language, code in CODE if language])
def test_the_code_of_the_manual_runs(title, code, url, capsys):
    names = {}
    exec(compile(code.replace("http://localhost:8000", url), title, "exec"), names)
    if title == "A server, from Python":
        *commands, f1 = capsys.readouterr().out.splitlines()
        score = names["result"].observation.score.confusion
        made = score.tp + score.fp + score.tn + score.fn + score.ambiguous
        assert len(commands) == made > 0
        assert float(f1) == score.f1
    elif title.startswith("Gymnasium"):
        assert names["reward"] in (0.0, 1.0)
    elif title.startswith("Tools"):
        assert "PROPOSAL" in names["page"].upper()
        assert names["said"] not in ("", names["page"])
    elif title.startswith("Is an environment"):
        checks = names["TestMine"]()
        checks.test_the_same_moves_give_the_same_bytes()


def test_the_commands_of_the_manual_run(port):
    (code,) = [code for _, language, code in CODE if not language]
    code = code.replace("localhost:8000", f"127.0.0.1:{port}").replace("curl -s", "curl -sf")
    shell = ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(shell, capture_output=True, text=True, check=True, timeout=300)
    assert json.loads(done.stdout)["step_count"] == 1


def test_the_options_of_the_manual_are_those_of_a_reset():
    told = dict(OPTION.findall(PAGE))
    assert tuple(told) == ("task_id", "split", "seed", *NAMES[3:])
    kinds: dict[str, type[StrEnum]] = {"task_id": Tier}
    kinds |= {
        each.name: type(each.default)
        for each in fields(Options)
        if isinstance(each.default, StrEnum)
    }
    for name, kind in kinds.items():
        values = re.findall(r"`([\w-]+)`", told[name])
        assert sorted(values) == sorted(kind), name
        default = next((each.default for each in fields(Options) if each.name == name), values[0])
        assert values[0] == default
    assert set(re.findall(r"`([\w-]+)`", told["split"])) <= set(Split)
