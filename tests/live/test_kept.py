"""What the gate keeps for its next start is its own, is checked, and decides as if made anew."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sentinel.errors import PolicyError
from sentinel.live import kept
from sentinel.live.policy_files import Packs, load, shipped
from sentinel.live.reading.dispatch import read
from sentinel.live.reading.homes import MODULES, Readers, readers

OWN = """\
pack: own
version: "1"
rules:
  - id: own.rows
    sentence: It deletes rows.
    decision: block
    severity: high
    when: effect.kind == 'deletes' && effect.thing == 'rows' && size(effect.name) < 9
    match: [{kind: deletes, thing: rows}]
    not_match: [{kind: deletes, thing: table}]
"""

JUDGED = """
import json, sys
from sentinel.live.gate import Gate
from sentinel.live.policy_files import Packs
from sentinel.live.reading.dispatch import read
from sentinel.live.request import Request
gate = Gate(Packs(read=read))
actions = ["rm -rf /", "kubectl delete namespace prod", "ls", "frobnicate --all", "git push -f"]
found = [gate.judge(Request(action_description=each)) for each in actions]
told = [[each.decision, each.risk_score, [rule.id for rule in each.rules_fired]] for each in found]
print(json.dumps([told, sorted(sys.modules)]))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "SETTINGS", replace(kept.SETTINGS, cache_dir=tmp_path / "cache"))
    return tmp_path / "cache" / kept.FOLDER


def test_what_was_kept_is_found_by_what_it_was_made_from(folder):
    kept.keep("pack", b"text", {"a": [1]})
    assert kept.recall("pack", b"text", dict[str, list[int]]) == {"a": [1]}
    assert kept.recall("pack", b"another", dict[str, list[int]]) is None
    assert kept.recall("readers", b"text", dict[str, list[int]]) is None
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_made_by_other_sources_is_not_found(folder, monkeypatch):
    kept.keep("pack", b"text", {"a": 1})
    monkeypatch.setattr(kept, "fingerprint", lambda: b"others")
    assert kept.recall("pack", b"text", dict[str, int]) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": "b"}', b"\xff"])
def test_what_is_no_such_thing_is_not_found(folder, content):
    kept.keep("pack", b"text", {"a": 1})
    (file,) = folder.iterdir()
    file.write_bytes(content)
    assert kept.recall("pack", b"text", dict[str, int]) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no such modes here")
@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_may_write_is_not_read(folder, which):
    kept.keep("pack", b"text", {"a": 1})
    (file,) = folder.iterdir()
    (folder if which == "folder" else file).chmod(0o777)
    assert kept.recall("pack", b"text", dict[str, int]) is None


def test_a_link_is_not_followed(folder, tmp_path):
    kept.keep("pack", b"text", {"a": 1})
    (file,) = folder.iterdir()
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert kept.recall("pack", b"text", dict[str, int]) is None


def test_where_nothing_can_be_kept_all_is_made_anew(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    away = replace(kept.SETTINGS, cache_dir=tmp_path / "file" / "cache")
    monkeypatch.setattr(kept, "SETTINGS", away)
    assert [each.digest for each in Packs().packs] == [load(each).digest for each in shipped()]


def test_old_files_go(folder, monkeypatch):
    monkeypatch.setattr(kept, "MOST_FILES", 3)
    for number in range(8):
        kept.keep("pack", str(number).encode(), number)
    assert len(list(folder.iterdir())) == 3


def test_a_kept_pack_has_the_same_rules_examples_and_lines(folder, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    (fresh,) = Packs(files=[path], read=read).packs
    assert len(list(folder.iterdir())) == 1
    (again,) = Packs(files=[path], read=read).packs
    for mine, before in zip(again.rules, fresh.rules, strict=True):
        assert mine.condition is not None
        assert before.condition is not None
        assert mine.condition.only == before.condition.only
        assert mine.condition.quick is before.condition.quick is False
        assert replace(mine, condition=None) == replace(before, condition=None)
        mine.check(read)


def test_a_pack_that_breaks_its_examples_is_refused_every_time(folder, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("thing: table", "thing: rows"))
    for _ in range(2):
        with pytest.raises(PolicyError, match="fires on its not_match"):
            Packs(files=[path])


def test_a_check_by_another_reader_is_never_taken_for_ours(folder, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("{kind: deletes, thing: rows}", "{command: rm -rf /x}"))
    Packs(files=[path])
    with pytest.raises(PolicyError, match="does not fire on its match"):
        Packs(files=[path], read=read)


def test_a_second_process_judges_the_same_and_parses_and_loads_little(tmp_path):
    environ = {**os.environ, "SENTINEL_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", JUDGED]
    runs = [
        json.loads(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)
        for _ in range(2)
    ]
    assert runs[0][0] == runs[1][0]
    dear = {"yaml", "cel.cel", "prompt_toolkit", "sqlglot", "typer", "httpx"}
    assert dear & set(runs[0][1]) == {"yaml", "cel.cel", "sqlglot"}
    assert not dear & set(runs[1][1])


def test_readers_are_where_their_modules_say(folder):
    readers.cache_clear()
    fresh = readers()
    readers.cache_clear()
    again = readers()
    readers.cache_clear()
    for before, after in zip(fresh, again, strict=True):
        assert dict(before) == dict(after)
    assert len(list(folder.iterdir())) == 1


def test_a_table_that_names_another_module_is_made_anew(folder):
    kept.keep("readers", b"", {"programs": {"ls": "os"}, "languages": {}})
    readers.cache_clear()
    programs, _ = readers()
    readers.cache_clear()
    assert isinstance(programs, Readers)
    assert "kubectl" in programs
    assert set(programs._homes.values()) <= set(MODULES)


def test_the_fingerprint_is_of_sources_that_are_there():
    assert len(kept.fingerprint()) == 32
    assert all(Path(each, "__init__.py").exists() for each in kept._SOURCES)
