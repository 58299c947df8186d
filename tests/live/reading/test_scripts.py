"""Code on the command line is read by its calls; what is not known is unread."""

import shlex

import pytest

from sentinel.live.effects import Kind, Thing
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.homes import readers
from sentinel.live.reading.scripts import LANGUAGES

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


def read(line: str, stdin: Inner | None = None) -> Found:
    program, *words = shlex.split(line)
    given = tuple(Word(each, "$" not in each) for each in words)
    return EVERY[program](Call(program, given, stdin))


def code(language: str, text: str) -> Found:
    return LANGUAGES[language](Inner(language, text))


@pytest.mark.parametrize(
    ("line", "language", "text"),
    [
        ("python3 -c 'print(1)' x", "python", "print(1)"),
        ("python -Ic 'print(1)'", "python", "print(1)"),
        ("node -e 'console.log(1)'", "javascript", "console.log(1)"),
        ("node -pe '1+1'", "javascript", "1+1"),
        ("perl -ne 'print' a.txt", "perl", "print"),
        ("perl -lane 'print' a.txt", "perl", "print"),
        ("ruby -e 'puts 1'", "ruby", "puts 1"),
        ("php -r 'echo 1;'", "php", "echo 1;"),
        ("deno eval '1+1'", "javascript", "1+1"),
    ],
)
def test_an_interpreter_hands_on_its_code(line: str, language: str, text: str) -> None:
    found = read(line)
    assert [(each.language, each.text) for each in found.inner] == [(language, text)]


@pytest.mark.parametrize(
    ("language", "text", "kind", "thing"),
    [
        ("python", "import shutil as s; s.rmtree('/srv/data')", Kind.DELETES, Thing.FOLDER),
        ("python", "from pathlib import Path; Path('/x').unlink()", Kind.DELETES, Thing.FILE),
        ("python", "open('/etc/x', 'w').write('a')", Kind.WRITES, Thing.FILE),
        ("python", "import pickle; pickle.load(open('x'))", Kind.EXECUTES, Thing.CODE),
        ("python", "import os; print(os.environ['DB_PASSWORD'])", Kind.REVEALS, Thing.SECRET),
        ("python", "import evil", Kind.EXECUTES, Thing.CODE),
        ("python", "import socket; s = socket.socket(); s.send(x)", Kind.EXFILTRATES, Thing.DATA),
        ("python", "c.delete_bucket(Bucket='prod')", Kind.DELETES, Thing.BUCKET),
        ("javascript", "require('fs').rmSync('/srv/data')", Kind.DELETES, Thing.FOLDER),
        ("perl", "unlink '/x'", Kind.DELETES, Thing.FILE),
        ("ruby", "require 'fileutils'; FileUtils.rm_rf('/x')", Kind.DELETES, Thing.FOLDER),
        ("php", "unlink('/x');", Kind.DELETES, Thing.FILE),
    ],
)
def test_what_harms_is_found(language: str, text: str, kind: Kind, thing: Thing) -> None:
    effects = code(language, text).effects
    assert any((each.kind, each.thing) == (kind, thing) for each in effects), effects


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "import os; os.system('rm -rf /')"),
        ("python", "from os import system as f; f('rm -rf /')"),
        ("python", "import subprocess; subprocess.run(['rm', '-rf', '/'])"),
        ("javascript", "require('child_process').execSync('rm -rf /')"),
        ("perl", "system('rm -rf /')"),
        ("perl", "print \"@{[system('rm -rf /')]}\""),
        ("ruby", 'puts "#{`rm -rf /`}"'),
        ("php", "system('rm -rf /');"),
    ],
)
def test_commands_of_the_shell_are_handed_on(language: str, text: str) -> None:
    assert [(each.language, each.text) for each in code(language, text).inner] == [
        ("shell", "rm -rf /")
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "import json,sys; print(json.load(sys.stdin)['a'])"),
        ("python", "print([x * 2 for x in range(3)])"),
        ("python", "def f(x): return x\nprint(f(1))"),
        ("python", "import datetime; print(datetime.datetime.now().isoformat())"),
        ("javascript", "console.log(JSON.stringify({a: 1}))"),
        ("javascript", "console.log(process.version)"),
        ("perl", "print if /error/"),
        ("perl", "s/foo/bar/g"),
        ("ruby", "puts [1,2].map { |x| x * 2 }.sum"),
        ("php", "echo phpversion();"),
    ],
)
def test_what_only_computes_is_read_as_such(language: str, text: str) -> None:
    found = code(language, text)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not (found.opaque)
    assert not (found.inner)
    assert not (found.calls)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "import os; g = os.system; g('x')"),
        ("python", "exec(__import__('base64').b64decode('eA=='))"),
        ("python", "getattr(__import__('os'), 'sys' + 'tem')('x')"),
        ("python", "().__class__.__bases__"),
        ("python", "import json\njson = x\njson.system('x')"),
        ("python", "import sys; sys.modules['os'].system('x')"),
        ("python", "print 1"),
        ("python", "(" * 300),
        ("python", "unknown()"),
        ("javascript", "globalThis['ev' + 'al']('x')"),
        ("javascript", "[]['filter']['constructor']('x')()"),
        ("javascript", '1; // "\nevil("'),
        ("javascript", 'x = /"/; evil("")'),
        ("perl", "s/x/`rm`/e"),
        ("perl", "&{'sys' . 'tem'}('x')"),
        ("perl", "q(\") . system('ls') . q(\")"),
        ("perl", "'open"),
        ("ruby", "%x(rm -rf /)"),
        ("ruby", "[Kernel, 'x'].inject(:system)"),
        ("php", "$f('x');"),
    ],
)
def test_what_is_not_understood_is_unread(language: str, text: str) -> None:
    assert code(language, text).opaque


def test_files_and_modules() -> None:
    assert "file" in read("python script.py").effects[0].marks
    assert "fetched" in read("deno run https://x/y.ts").effects[0].marks
    assert read("python -m pytest -q").calls == [Call("pytest", (Word("-q"),))]
    assert read("python manage.py flush").calls == [Call("manage.py", (Word("flush"),))]
    assert read("python -m http.server").effects[0].kind is Kind.EXPOSES
    assert read("python --version").effects[0].kind is Kind.READS
    assert read("python").opaque
    assert read("python -", stdin=Inner("text", "print(1)")).inner[0].text == "print(1)"
    assert read("perl -pi -e 's/a/b/' a.txt").effects[0].kind is Kind.WRITES
    assert read("perl -ne 'print' 'rm -rf /|'").opaque


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("pytest -x tests", Kind.EXECUTES), ("make test", Kind.EXECUTES),
        ("make clean", Kind.DELETES), ("go test ./...", Kind.STARTS),
        ("ruff check .", Kind.READS), ("ruff check --fix .", Kind.WRITES),
        ("black --check .", Kind.READS), ("cargo publish", Kind.EXPOSES),
        ("mvn clean deploy", Kind.EXPOSES), ("tsc", Kind.STARTS), ("mypy src", Kind.READS),
    ],
)  # fmt: skip
def test_builds_and_tests_are_read(line: str, kind: Kind) -> None:
    assert kind in {each.kind for each in read(line).effects}


def test_a_target_with_another_name_runs_what_is_not_known() -> None:
    assert "temporary" in read("make test").effects[0].marks
    assert "deploy" in read("make deploy-prod").effects[0].marks
    assert read("make $TARGET").opaque
    assert read("go test -exec 'rm -rf /' ./...").inner[0].text == "rm -rf /"
