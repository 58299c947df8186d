"""Plain commands are read as the parser reads them, and nothing that is more is plain."""

from random import Random

import pytest

from sentinel.live.reading import shell
from sentinel.live.reading.dispatch import read
from sentinel.live.reading.shell_plain import plain

NAMES = ["rm", "kubectl", "/usr/bin/find", "./deploy.sh", "git", "echo", "sudo", "psql", "eval"]
WORDS = [
    "-rf", "/srv/data", "delete", "--force", "a=b", "-n", "prod", "'a b'", '"x;y"', "''", "*.log",
    "a'b'\"c\"", "--name='*'", "~/x", "s3://b/k", "'$(ls)'", '"(a)"', "get", "pods", "+x", "'#'",
]  # fmt: skip


def commands():
    rng = Random(7)
    for _ in range(400):
        spaced = rng.choice((" ", "  ", "\t"))
        yield spaced.join([rng.choice(NAMES), *rng.choices(WORDS, k=rng.randrange(6))])


def test_a_plain_command_is_read_as_the_parser_reads_it(monkeypatch):
    quick = {each: read(each, language="shell") for each in commands()}
    assert all(plain(each) is not None for each in quick)
    monkeypatch.setattr(shell, "plain", lambda text: None)
    assert {each: read(each, language="shell") for each in quick} == quick


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "ls $HOME", "ls `id`", "ls $(id)", "a=b ls", "ls; id", "ls | sh", "ls & id",
        "ls > x", "ls < x", "ls 2>&1", "ls {a,b}", "ls [ab]", "ls \\x", "ls # x", "! ls", "if ls",
        "export A=b", "time ls", "{ ls", "ls 'a", 'ls "a', 'ls "$A"', 'ls "`id`"', 'ls "\\x"',
        "ls\nid", "ls\rid", "ls \x0b id", "ls\u00a0id", "'if' x", "*x", "ls ~" + "a" * 1_000,
        "ls '_SNTL0_'", "ls '" + "(" * 70 + "'", "coproc ls", "function f", "ls é",
    ],
)  # fmt: skip
def test_what_a_shell_would_expand_or_join_or_take_for_its_own_is_not_plain(text):
    assert plain(text) is None
