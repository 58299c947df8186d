"""What no test runs of the code in the documents is at least read: commands, options, names, files.

A command is parsed as the command line would parse it, and not run. Python is compiled, and what
it takes from `sentinel` must be there. YAML and JSON are loaded.
"""

import ast
import json
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest
import typer
import yaml

from sentinel.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md",
         *sorted(path for path in (ROOT / "docs").rglob("*.md") if "reference" not in path.parts),
         ROOT / "src" / "sentinel" / "overseer" / "tiny_model" / "README.md"]  # fmt: skip
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
SHELL = {"", "bash", "console"}
ENDS = {"|", "||", "&&", "&", ";", ">", "<"}
MADE = re.compile(r"^make ([a-z]+)", re.M)
RUN = re.compile(r"\bpython3? ((?:scripts|benchmarks|examples|verifiers)/[\w/]+\.py)")


def blocks(languages):
    """Page and code of every block in some languages."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for language, code in BLOCK.findall(text):
            if language in languages:
                yield page.relative_to(ROOT).as_posix(), code.replace("\\\n", " ")


def sentinels(code):
    """The words of each `sentinel` command in some lines of shell."""
    for line in code.splitlines():
        lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars="();<>|&")
        lexer.whitespace_split = True
        try:
            words = list(lexer)
        except ValueError:
            continue  # A quote that goes on in the next line: no command of ours.
        for place, word in enumerate(words):
            first = place == 0 or words[place - 1] in ENDS or "=" in words[place - 1]
            if word == "sentinel" and first:
                rest = words[place + 1 :]
                end = next((n for n, each in enumerate(rest) if each in ENDS), len(rest))
                yield rest[:end]


def in_passing():
    """Page and words of each command that stands in a line of text, or in a template."""
    templates = sorted((ROOT / ".github").rglob("*.yml"))
    for page in [*PAGES, *templates]:
        text = BLOCK.sub("", page.read_text("utf-8"))
        for code in re.findall(r"`(sentinel [a-z-][^`\n]*)`", text):
            if "..." not in code and "|" not in code:
                for words in sentinels(code):
                    yield page.relative_to(ROOT).as_posix(), words


COMMANDS = [(page, words) for page, code in blocks(SHELL) for words in sentinels(code)]
PASSING = list(in_passing())
PYTHON = list(blocks({"python"}))


def test_there_are_commands_to_read():
    assert len(COMMANDS) > 60
    assert len({page for page, _ in COMMANDS}) > 15


def named(page, words):
    """The command that some words name, and what is left of them."""
    command, rest = typer.main.get_command(app), list(words)
    while rest and hasattr(command, "commands") and not rest[0].startswith("-"):
        name = rest.pop(0)
        assert name in command.commands, f"{page}: sentinel {' '.join(words)}"
        command = command.commands[name]
    return command, rest


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[f"{p}: {w[:2]}" for p, w in COMMANDS])
def test_a_command_of_the_documents_is_one_with_these_options(page, words):
    command, rest = named(page, words)
    with command.make_context(command.name, rest):
        pass


def test_what_is_named_in_passing_has_the_options_that_are_named():
    assert len(PASSING) > 30
    for page, words in PASSING:
        command, rest = named(page, words)
        options = {name for each in command.params for name in each.opts}
        asked = {word.partition("=")[0] for word in rest if word.startswith("--")} - {"--"}
        assert command.name == "hook" or asked <= options, f"{page}: sentinel {' '.join(words)}"


@pytest.mark.parametrize(("page", "code"), PYTHON, ids=[page for page, _ in PYTHON])
def test_what_python_in_the_documents_takes_from_sentinel_is_there(page, code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sentinel"):
            module = import_module(node.module)
            lacking = [each.name for each in node.names if not hasattr(module, each.name)]
            assert lacking == [], page


def test_yaml_and_json_in_the_documents_can_be_loaded():
    for _, code in blocks({"yaml"}):
        assert yaml.safe_load(code)
    for _, code in blocks({"json"}):
        assert json.loads(code)


def test_the_scripts_and_targets_that_the_documents_run_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page, code in blocks(SHELL):
        assert [each for each in RUN.findall(code) if not (ROOT / each).exists()] == [], page
        assert set(MADE.findall(code)) <= targets | {"test", "check"}, page
