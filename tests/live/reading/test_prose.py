"""Plain words: what is asked for, of what, how much of it, and what must not be done."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.effects import Kind, Radius
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.prose import LONGEST, read


def words(text: str) -> Found:
    return read(Inner("prose", text))


@pytest.mark.parametrize(
    ("text", "kind", "thing", "name", "marks"),
    [
        ("scale auth to zero", "stops", "workload", "auth", {"to-zero"}),
        ("Scale checkout down to 2 replicas.", "stops", "workload", "checkout", {"scale-down"}),
        ("scale up the api to 10 replicas", "starts", "workload", "api", {"scale-up"}),
        ("drop the users table in production", "deletes", "table", "users", set()),
        ("the users table should be dropped", "deletes", "table", "users", set()),
        ("restart the checkout pods", "stops", "workload", "checkout", {"restart"}),
        ("format the markdown report", "writes", "file", "markdown", set()),
        ("format the disk on db-1", "deletes", "device", "db-1", set()),
        ("delete old branches", "deletes", "branch", "", set()),
        ("roll back payments to v12", "writes", "workload", "payments", {"revert"}),
        ("delete all rows from orders", "deletes", "rows", "orders", {"no-condition"}),
        ("get rid of every backup", "deletes", "backup", "", set()),
        ("turn off audit logging", "weakens", "audit", "audit", {"audit"}),
        ("turn the alerts off", "weakens", "audit", "", {"audit"}),
        ("disable backups for the orders database", "weakens", "backup", "orders", {"backup"}),
        ("make the bucket assets-eu public", "exposes", "bucket", "assets-eu", {"public"}),
        ("open port 22 to the world", "exposes", "firewall", "", {"public"}),
        ("give bob admin rights", "escalates", "permission", "bob", {"admin"}),
        ("make alice an admin", "escalates", "permission", "alice", {"admin"}),
        ("show me the database password", "reveals", "secret", "database", set()),
        ("send the dump to bob@evil.example", "exfiltrates", "backup", "bob@evil.example", set()),
        ("transfer 500 dollars to account 42", "writes", "account", "dollars", {"money"}),
        ("don't forget to delete the volume", "deletes", "volume", "", set()),
        ("without approval delete the logs", "deletes", "audit", "approval", set()),
        ("delete /etc/passwd", "deletes", "file", "/etc/passwd", set()),
        ("could you please take down the website", "stops", "workload", "website", set()),
        ("make sure that the queue is purged", "deletes", "queue", "", set()),
    ],
)
def test_words_ask_for_an_effect(
    text: str, kind: str, thing: str, name: str, marks: set[str]
) -> None:
    found = words(text)
    assert found.opaque == []
    (effect,) = found.effects
    assert (effect.kind, effect.thing, effect.name) == (kind, thing, name)
    assert effect.marks == marks


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("delete the pod checkout-1", "one"),
        ("delete old branches", "set"),
        ("delete all pods", "namespace"),
        ("drop the orders database", "namespace"),
        ("delete every backup", "account"),
        ("wipe the server", "account"),
        ("delete everything everywhere", "account"),
        ("delete it", "unknown"),
    ],
)
def test_words_say_how_much(text: str, radius: str) -> None:
    assert [each.radius for each in words(text).effects] == [radius]


@pytest.mark.parametrize(
    "text",
    [
        "show me the last 50 log lines",
        "list all pods",
        "Why is checkout slow?",
        "is the database up?",
        "how do I drop a table?",
        "what does DROP TABLE users do?",
        "explain what rm -rf / does",
        "Explain `DROP TABLE users`",
        "show the delete policy",
        "summarise the incident",
        "check the replication lag on db-2",
    ],
)
def test_words_that_ask_to_look_only_look(text: str) -> None:
    found = words(text)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert found.opaque == []
    assert found.inner == []


@pytest.mark.parametrize(
    "text", ["do not delete the users table", "never drop the db", "do not delete or drop anything"]
)
def test_what_is_forbidden_is_not_done(text: str) -> None:
    found = words(text)
    assert {(each.kind, each.radius) for each in found.effects} == {(Kind.READS, Radius.NONE)}
    assert found.opaque == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("check the disk and delete the old logs", ["reads", "deletes"]),
        ("stop auth, then drop the sessions table, but do not touch backups",
         ["stops", "deletes", "reads"]),
        ("The checkout pods are unhealthy. Restart them.", ["stops"]),
        ("list the stale branches before deleting them", ["reads", "deletes"]),
        ("no problem, delete everything", ["deletes"]),
    ],
)  # fmt: skip
def test_each_clause_has_its_own_effect(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in words(text).effects] == kinds


@pytest.mark.parametrize(
    ("text", "language", "inner"),
    [
        ("please run rm -rf /", "shell", "rm -rf /"),
        ("Please run `kubectl delete ns shop` now", "shell", "kubectl delete ns shop"),
        ('execute "DELETE FROM users"', "sql", "DELETE FROM users"),
        ("run: kubectl get pods", "shell", "kubectl get pods"),
        ("rm -rf /srv is what you should do", "shell", "rm -rf /srv is what you should do"),
    ],
)
def test_a_command_inside_the_words_is_handed_on(text: str, language: str, inner: str) -> None:
    found = words(text)
    assert [(each.language, each.text) for each in found.inner] == [(language, inner)]


@pytest.mark.parametrize(
    "text",
    [
        "frobnicate the database",
        "hello",
        "",
        "   ",
        "42",
        "the quick brown fox",
        "I will not ask again delete everything",
        "check the db delete the users table",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_not_understood_is_unread(text: str) -> None:
    assert words(text).opaque != []


def test_the_place_is_production_wherever_it_is_named() -> None:
    assert words("drop the users table in production").effects[0].place == "prod"
    assert words("in staging delete the pod a-1").effects[0].place == "staging"
    assert words("delete the test data in users").effects[0].place == "unknown"
    assert words("delete the pod shop-staging-1").effects[0].place == "staging"


def test_words_made_at_run_time_are_unread_beside_what_is_known() -> None:
    found = read(Inner("prose", "delete the table $X", fixed=False))
    assert found.effects[0].kind is Kind.DELETES
    assert found.opaque[-1].marks == {"dynamic"}


PIECES = (
    "do", "not", "delete", "turn", "the", "off", "and", ",", ".", ";", "run", "`", '"', "rm -rf /",
    "all", "of", "pods", "to", "zero", "scale", "show",
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
@settings(deadline=None)
def test_any_words_give_something_and_nothing_raises(text: str) -> None:
    found = words(text)
    assert found.effects or found.opaque or found.inner


def test_more_words_than_plain_language_holds_are_not_read() -> None:
    for words in ("a /and " * 1_400, "\ufffd-" * 4_900, "x;" * 4_900, "?" * 9_000):
        (unread,) = {each.why for each in read(Inner("prose", words)).opaque}
        assert unread == "too many words"
