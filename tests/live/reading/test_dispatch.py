from pathlib import Path

import pytest

from sentinel.live.effects import Kind
from sentinel.live.reading import dispatch
from sentinel.live.reading.calls import Call, Found
from sentinel.live.reading.dispatch import read
from sentinel.live.reading.languages import language_of

PROGRAMS = {"ls", "find", "rm", "kubectl", "restart", "stop", "kill"}
LANGUAGES = {"shell", "sql", "prose", "json", "python"}


@pytest.mark.parametrize(
    ("text", "tool", "language"),
    [
        ("ls -la", "", "shell"),
        ("DROP TABLE users", "", "sql"),
        ("select 1", "", "sql"),
        ("drop the users table", "", "prose"),
        ("delete from users", "", "sql"),
        ("WITH a AS (SELECT 1) SELECT * FROM a", "", "sql"),
        ("SELECT 1", "psql", "sql"),
        ("print(1)", "python", "python"),
        ("rm x", "mcp__box__bash", "shell"),
        ("kubectl get pods", "kubectl", "shell"),
        ('{"kind": "Pod"}', "", "json"),
        ("[ -f x ] && ls", "", "shell"),
        ("find the failing service and restart it", "", "prose"),
        ("find . -delete", "", "shell"),
        ("scale auth to zero", "", "prose"),
        ("kill -9 1", "", "shell"),
        ("./run.sh", "", "shell"),
        ("A=1 make", "", "shell"),
        ("zap --all", "", "shell"),
        ("", "", "shell"),
    ],
)
def test_the_language_is_found_out(text, tool, language):
    assert language_of(text, tool, PROGRAMS, LANGUAGES) == language


@pytest.mark.parametrize("text", ["", " ", "\n", "#"])
def test_nothing_to_read_is_opaque(text):
    assert read(text).opaque


def test_a_reader_that_fails_is_opaque_and_raises_nothing(monkeypatch):
    def fails(call):
        raise ValueError("no")

    programs, languages = dispatch.readers()
    monkeypatch.setattr(dispatch, "readers", lambda: ({**programs, "ls": fails}, languages))

    (opaque,) = read("ls").opaque

    assert "broken" in opaque.marks


def test_a_reader_that_calls_itself_for_ever_is_cut(monkeypatch):
    def again(call):
        return Found(calls=[Call("ls", ())])

    programs, languages = dispatch.readers()
    monkeypatch.setattr(dispatch, "readers", lambda: ({**programs, "ls": again}, languages))

    assert any("too-deep" in each.marks for each in read("ls").opaque)


def test_a_language_without_a_reader_is_opaque():
    assert read("x", language="cobol").opaque


def test_a_long_text_is_not_read():
    reading = read("ls " * 5000)

    assert not reading.effects
    assert "too-long" in reading.opaque[0].marks


def test_marks_of_a_wrapper_are_on_what_is_inside():
    reading = read("sudo sh -c 'sh -c \"rm x\"'")
    (effect,) = [each for each in reading.effects if each.kind is Kind.DELETES]

    assert "root" in effect.marks


def test_the_trace_says_how_it_was_read():
    assert read("bash -c 'ls'").trace == ("shell", "bash", "shell", "ls")


@pytest.mark.parametrize(
    ("tool", "text"),
    [
        ("clickhouse-client", "SELECT quantile(0.99)(ms) FROM http FORMAT Vertical"),
        ("snowflake", "SELECT $1:user.id::int FROM raw.events, LATERAL FLATTEN(input => $1:items)"),
        ("sqlcmd", "SELECT TOP (20) st.text FROM sys.dm_exec_sql_text(0x01) st"),
        ("mysql", "SELECT * FROM orders LIMIT 5\\G"),
        ("bq", "SELECT a FROM `p.d.t` QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1"),
    ],
)
def test_sql_is_read_in_the_dialect_of_its_client(tool, text):
    found = read(text, language="sql", tool=tool)
    assert found.opaque == ()
    assert {each.kind.value for each in found.effects} == {"reads"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mysqladmin -h prod-db -f drop shop", "deletes"),
        ("nats stream rm orders --version 3", "deletes"),
        ("bundle exec rails db:drop", "deletes"),
        ("go run github.com/stranger/tool@latest", "executes"),
        ("doctl databases delete shop --version 3", "deletes"),
    ],
)
def test_an_option_that_looks_like_help_hides_nothing(text, kind):
    assert kind in {each.kind.value for each in read(text, tool="bash").effects}


def test_no_reader_replaces_fields_by_a_function_that_takes_dataclasses_alone():
    folder = Path(dispatch.__file__).parent
    wrong = [
        each.name
        for each in folder.glob("*.py")
        for line in each.read_text("utf-8").splitlines()
        if line.startswith("from dataclasses import") and "replace" in line
    ]
    assert wrong == []
