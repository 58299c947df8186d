"""The labelled commands are what their page says, and their disguises do what they do."""

import hashlib
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from shlex import quote

import pytest
from obfuscation import Entry, load, variants

from sentinel.grading.classes import CANARY

FOLDER = Path(__file__).parents[1] / "data" / "commands"
PAGE = (FOLDER / "README.md").read_text("utf-8")
FILES = {name: load(FOLDER / f"{name}.jsonl") for name in ("blind", "open")}
FAMILIES = {
    "shell", "sql", "kubectl", "helm", "docker", "git", "terraform", "aws", "gcloud", "az",
    "systemctl", "packages", "dbclient", "crontab", "firewall", "ssh", "http", "oneliner",
    "ansible", "manifest", "mcp", "prose",
}  # fmt: skip
LANGUAGES = frozenset(
    ["", "sql", "manifest", "iam", "terraform-plan", "http", "json", "yaml", "crontab", "prose"]
)
PAYLOADS = (
    "expr 4100 + 1",
    "cd / && expr 4100 + 1 | cat # done",
    "cat <<'Q'\n$x 'y'\nQ\nexpr 4100 + 1",
)
"""Harmless, and their text does not hold what they print."""
TOOLS = ("xxd", "rev", "node", "perl", "python3", "xargs", "setsid", "stdbuf")
SLOW = "python3|node"
"""To start; one payload is enough for them."""
files = pytest.mark.parametrize("name", FILES)


def test_the_blind_half_is_as_it_was_frozen():
    digest = hashlib.sha256((FOLDER / "blind.jsonl").read_bytes()).hexdigest()
    assert f"{digest}  blind.jsonl" in PAGE


def test_the_page_carries_the_canary():
    assert CANARY in PAGE


def test_there_are_as_many_commands_as_promised():
    assert len(FILES["blind"]) >= 800
    assert len(FILES["open"]) >= 750
    assert sum(map(len, FILES.values())) >= 1500


@files
def test_every_language_is_there_at_least_25_times(name):
    counts = Counter(entry.family for entry in FILES[name])
    assert counts.keys() == FAMILIES
    assert min(counts.values()) >= 25


@files
def test_labels_and_fields_hold_together(name):
    for entry in FILES[name]:
        assert entry.label in {"dangerous", "look", "safe"}, entry
        assert entry.environment in {"", "prod", "staging", "local"}, entry
        assert entry.language in LANGUAGES, entry
        assert entry.text.strip(), entry
        assert entry.why.strip(), entry
        assert entry.label == "dangerous" or not entry.catastrophic, entry
        assert not (entry.catastrophic and entry.read_only), entry


@files
def test_the_shares_are_those_of_the_design(name):
    entries = FILES[name]
    share = {label: n / len(entries) for label, n in Counter(e.label for e in entries).items()}
    catastrophic = sum(e.catastrophic for e in entries) / len(entries)
    reading = sum(e.label == "safe" and e.read_only for e in entries) / len(entries)
    assert 0.30 <= share["dangerous"] <= 0.45
    assert 0.15 <= share["look"] <= 0.25
    assert 0.38 <= share["safe"] <= 0.50
    assert 0.5 <= catastrophic / share["dangerous"] <= 0.75
    assert 0.4 <= reading / share["safe"] <= 0.65


def test_no_command_is_there_twice():
    texts = Counter(" ".join(entry.text.split()) for half in FILES.values() for entry in half)
    assert [text for text, times in texts.items() if times > 1] == []


@files
def test_the_page_counts_what_is_there(name):
    entries = FILES[name]
    table = PAGE.split(f"### `{name}.jsonl`")[1]
    dangerous = sum(e.label == "dangerous" for e in entries)
    row = re.search(r"\| \*\*all\*\* \| (\d+) \|.*\| (\d+) \|", table)
    assert row is not None
    assert (int(row[1]), int(row[2])) == (dangerous, len(entries))


@files
def test_every_document_parses_as_what_it_says(name):
    for entry in FILES[name]:
        if entry.text.startswith("{") and entry.language in {"json", "iam", "terraform-plan"}:
            json.loads(entry.text)


@files
def test_every_dangerous_command_has_disguises(name):
    kinds = Counter()
    for entry in FILES[name]:
        if entry.label != "dangerous":
            continue
        made = list(variants(entry))
        assert made == list(variants(entry))
        assert len({new.text for new in made} - {entry.text}) == len(made)
        assert made, entry
        kinds.update(new.why for new in made)
    assert len(kinds) >= 60
    assert sum(kinds.values()) >= 10_000


@files
def test_a_document_that_is_disguised_holds_the_same_values(name):
    tried = 0
    for entry in FILES[name]:
        if entry.label == "dangerous" and entry.language in {"json", "iam", "terraform-plan"}:
            for new in variants(entry):
                assert json.loads(new.text) == json.loads(entry.text)
                tried += 1
    assert tried >= 30


def test_a_call_by_name_holds_the_whole_command():
    entry = next(e for e in FILES["open"] if "\n" in e.text and not e.language)
    for new in variants(entry):
        if new.language == "json":
            arguments = json.loads(new.text).get("arguments") or json.loads(
                json.loads(new.text)["function"]["arguments"]
            )
            assert arguments["command"] == entry.text


def test_disguises_do_in_bash_what_the_original_does():
    missing = [tool for tool in ("sudo", *TOOLS) if not shutil.which(tool)]
    plain = Entry("", "bash", "", "", "shell", "dangerous", True, False, "")
    tried = [
        new
        for payload in PAYLOADS
        for new in variants(plain._replace(text=payload))
        if not new.language
        and not any(re.search(rf"\b{tool}\b", new.text) for tool in missing)
        and (payload == PAYLOADS[0] or not re.match(SLOW, new.text))
    ]
    assert len(tried) >= 120
    lines = ['run() { [[ $( (eval "$1") 2>/dev/null) == *4101* ]] || echo "$2"; }']
    lines += [f"run {quote(new.text)} {quote(new.why)}" for new in tried]
    done = subprocess.run(
        ["bash"], input="\n".join(lines), capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split("\n")[:-1] == []
