"""Clients hand on what they are given; upkeep and migrations are read by their verbs."""

import shlex

import pytest

from sentinel.live.effects import Kind, Place, Radius, Thing
from sentinel.live.reading import (
    database_clients,
    database_upkeep,
    key_value,
    migrations,
    mongo,
    queues,
    stores,
)
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.homes import readers
from sentinel.live.reading.mongo import read_mongo

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""

PROGRAMS = {
    **database_clients.PROGRAMS,
    **database_upkeep.PROGRAMS,
    **migrations.PROGRAMS,
    **key_value.PROGRAMS,
    **stores.PROGRAMS,
    **queues.PROGRAMS,
    **mongo.PROGRAMS,
}


def read(line: str, stdin: Inner | None = None, piped: str = "") -> Found:
    program, *words = shlex.split(line)
    given = tuple(Word(each, "$" not in each) for each in words)
    return EVERY[program](Call(program, given, stdin, piped))


@pytest.mark.parametrize(
    ("line", "texts", "dialect", "place"),
    [
        (
            "psql -h prod-db -c 'SELECT 1' -c 'SELECT 2'",
            ["SELECT 1", "SELECT 2"],
            "postgres",
            "prod",
        ),
        ("psql postgresql://localhost/x -c 'SELECT 1'", ["SELECT 1"], "postgres", "local"),
        ("mysql -uroot -psecret -h staging -e 'SELECT 1'", ["SELECT 1"], "mysql", "staging"),
        ("sqlite3 -header a.db 'SELECT 1'", ["SELECT 1"], "sqlite", "unknown"),
        ("sqlcmd -S prod -Q 'SELECT 1'", ["SELECT 1"], "tsql", "prod"),
        ("bq query --use_legacy_sql=false 'SELECT 1'", ["SELECT 1"], "bigquery", "unknown"),
        ("cockroach sql -e 'SELECT 1'", ["SELECT 1"], "postgres", "unknown"),
        ("mongosh mongodb://prod/x --eval 'db.x.drop()'", ["db.x.drop()"], "", "prod"),
    ],
)
def test_a_client_hands_on_its_statements(
    line: str, texts: list[str], dialect: str, place: str
) -> None:
    found = read(line)
    assert [each.text for each in found.inner] == texts
    assert {each.dialect for each in found.inner} == {dialect}
    assert {each.place for each in found.inner} == {Place(place)}


def test_statements_on_standard_input_are_handed_on() -> None:
    found = read("psql -d shop", stdin=Inner("text", "DROP TABLE x"))
    assert found.inner == [Inner("sql", "DROP TABLE x", dialect="postgres")]


@pytest.mark.parametrize("line", ["psql -h db", "mysql", "redis-cli", "flyway", "nats x y", "bq z"])
def test_what_is_not_said_is_unread(line: str) -> None:
    assert read(line).opaque


def test_what_another_program_feeds_is_unread() -> None:
    assert read("psql", piped="curl").opaque[0].marks == {"dynamic"}
    assert read("redis-cli $COMMAND").opaque


HARMS = [
    ("dropdb --force shop_prod", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("pg_restore --clean -d shop x", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("createuser -s bob", Kind.ESCALATES, Thing.ACCOUNT, Radius.ONE),
    ("mysqladmin -uroot -pfoo drop shop", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("pg_ctl -D /d stop -m immediate", Kind.STOPS, Thing.DATABASE, Radius.ACCOUNT),
    ("pg_resetwal /d", Kind.DELETES, Thing.DATABASE, Radius.ACCOUNT),
    ("flyway -url=jdbc:x clean", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("liquibase dropAll", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("alembic downgrade base", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("alembic --tag current downgrade base", Kind.DELETES, Thing.SCHEMA, Radius.SET),
    ("rails db:drop", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("prisma db push --force-reset", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("manage.py flush --noinput", Kind.DELETES, Thing.ROWS, Radius.ACCOUNT),
    ("gh-ost --alter 'DROP COLUMN c' --execute", Kind.DELETES, Thing.TABLE, Radius.ONE),
    ("bq rm -r -f shop", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
    ("redis-cli -h prod FLUSHALL", Kind.DELETES, Thing.CACHE, Radius.ACCOUNT),
    ("redis-cli DEL a b", Kind.DELETES, Thing.CACHE, Radius.SET),
    ("redis-cli CONFIG SET dir /root/.ssh", Kind.WRITES, Thing.FILE, Radius.ONE),
    ("redis-cli CONFIG SET appendonly no", Kind.WEAKENS, Thing.CONFIGURATION, Radius.ACCOUNT),
    ("redis-cli EVAL 'return 1' 0", Kind.EXECUTES, Thing.CODE, Radius.ONE),
    ("etcdctl del '' --prefix", Kind.DELETES, Thing.CONFIGURATION, Radius.ACCOUNT),
    ("consul kv delete -recurse app/", Kind.DELETES, Thing.CONFIGURATION, Radius.NAMESPACE),
    ("vault operator seal", Kind.STOPS, Thing.CLUSTER, Radius.ACCOUNT),
    ("vault kv get secret/a", Kind.REVEALS, Thing.SECRET, Radius.ONE),
    ("zkcli.sh -server a:1 deleteall /", Kind.DELETES, Thing.CONFIGURATION, Radius.NAMESPACE),
    ("kafka-topics.sh --delete --topic orders", Kind.DELETES, Thing.QUEUE, Radius.ONE),
    ("rabbitmqctl delete_vhost a", Kind.DELETES, Thing.QUEUE, Radius.NAMESPACE),
    ("nats stream purge ORDERS -f", Kind.DELETES, Thing.QUEUE, Radius.ONE),
    ("mongorestore --drop dump", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE),
]


@pytest.mark.parametrize(("line", "kind", "thing", "radius"), HARMS)
def test_what_harms_is_found(line: str, kind: Kind, thing: Thing, radius: Radius) -> None:
    effects = read(line).effects
    assert any((e.kind, e.thing, e.radius) == (kind, thing, radius) for e in effects), effects


@pytest.mark.parametrize(
    "line",
    [
        "psql -l", "psql --help", "pg_restore -l x", "pg_isready -h prod", "mysqladmin status",
        "pg_ctl status", "flyway info", "alembic current", "rails db:migrate:status",
        "prisma migrate status", "manage.py showmigrations", "manage.py migrate --plan",
        "redis-cli GET a", "redis-cli --scan --pattern x", "redis-cli INFO", "etcdctl get a",
        "consul members", "vault status", "kafka-topics --list --bootstrap-server x",
        "kafka-consumer-groups --reset-offsets --group a --to-earliest --dry-run",
        "rabbitmqctl list_queues", "nats stream ls", "gh-ost --alter 'ADD c int'", "bq ls shop",
    ],
)  # fmt: skip
def test_what_only_looks_is_read_as_such(line: str) -> None:
    found = read(line)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque


@pytest.mark.parametrize(
    ("text", "kind", "radius"),
    [
        ("db.users.find({a: 1}).limit(3)", Kind.READS, Radius.SET),
        ("db.users.deleteMany({})", Kind.DELETES, Radius.NAMESPACE),
        ("db.users.deleteMany({_id: 3})", Kind.DELETES, Radius.ONE),
        ("db['users'].remove({})", Kind.DELETES, Radius.NAMESPACE),
        ("db.getSiblingDB('prod').dropDatabase()", Kind.DELETES, Radius.NAMESPACE),
        ("db.adminCommand({shutdown: 1})", Kind.STOPS, Radius.ACCOUNT),
        ("db.createUser({user: 'a', roles: ['root']})", Kind.ESCALATES, Radius.ONE),
    ],
)
def test_mongo_is_read(text: str, kind: Kind, radius: Radius) -> None:
    found = mongo.read_mongo(Inner("mongo", text))
    assert any((each.kind, each.radius) == (kind, radius) for each in found.effects)
    assert not found.opaque


def test_javascript_in_mongos_shell_is_unread() -> None:
    found = mongo.read_mongo(Inner("mongo", "db.x.find().forEach(u => db.x.deleteOne(u))"))
    assert found.opaque
    assert found.effects[0].kind is Kind.DELETES
    assert mongo.read_mongo(Inner("mongo", "")).opaque


def test_more_statements_than_anybody_types_are_not_read() -> None:
    (unread,) = read_mongo(Inner("mongo", "db.a.find()\n" * 400)).opaque
    assert unread.why == "too many statements"
    assert not read_mongo(Inner("mongo", "db.a.find()\n" * 200)).opaque
