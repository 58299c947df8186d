"""The page on the adversary tier: its commands run, and its seeds are those of the code."""

import re
import shlex
from pathlib import Path

import pytest

from sentinel import cli
from sentinel.responder.adversary import Pattern
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "adversary.md").read_text("utf-8")
SHELL = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line for block in SHELL for line in block.splitlines()]
SHORT = {"evaluate": ["--limit", "1"]}
"""What makes a command short enough for a test."""


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_runs(line, monkeypatch, capsys):
    monkeypatch.setattr("sentinel.evaluation.attacks.TUNED_ON", 1)
    program, *words = shlex.split(line, comments=True)
    assert program == "sentinel"
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, *SHORT.get(words[0], [])])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert ("What the adversary achieves" in out) is (words[0] == "evaluate")
    assert len(out.splitlines()) > 20


def test_the_page_has_commands_and_the_readme_leads_to_it():
    assert [line.split()[1] for line in COMMANDS] == ["evaluate", "play"]
    assert "(docs/adversary.md)" in (ROOT / "README.md").read_text("utf-8")


def test_the_seeds_and_patterns_of_the_page_are_those_of_the_code():
    (count, first, last) = map(int, re.search(r"(\d+) seeds \((\d+)-(\d+)\)", PAGE).groups())
    known = seeds(Split.ADVERSARY, Tier.ADVERSARY)
    assert (count, first, last) == (len(known), known[0], known[-1])
    (number,) = map(int, re.findall(r"(\d+) held-out incidents", PAGE))
    assert number == len(known)
    assert re.findall(r"^\| (A\d+) \|", PAGE, re.MULTILINE) == [each.value for each in Pattern]
