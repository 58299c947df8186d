"""SQL is read to what each statement does; what is not understood is unread."""

import pytest

from sentinel.live.effects import Kind, Place, Radius, Thing
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.sql import read_sql, warm_up


def read(text: str, dialect: str = "postgres") -> Found:
    return read_sql(Inner("sql", text, dialect=dialect))


HARMS = [
    ("DELETE FROM users", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    ("DELETE FROM users WHERE 1=1", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    ("DELETE FROM users WHERE true", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    ("DELETE FROM users WHERE id=id", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    (
        "DELETE FROM users WHERE id IS NOT NULL",
        Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition",
    ),
    (
        "DELETE FROM users WHERE id IN (SELECT id FROM users)",
        Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition",
    ),
    (
        "DELETE FROM users WHERE name = 'x' OR 1 = 1",
        Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition",
    ),
    ("DELETE FROM users WHERE id > 0", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    ("DELETE FROM users WHERE id = 3", Kind.DELETES, Thing.ROWS, Radius.ONE, "key"),
    ("DELETE FROM users WHERE id IN (3, 4)", Kind.DELETES, Thing.ROWS, Radius.SET, "key"),
    (
        "DELETE FROM users WHERE seen < now() - interval '1 year'",
        Kind.DELETES, Thing.ROWS, Radius.SET, "condition",
    ),
    ("UPDATE users SET a = 1", Kind.WRITES, Thing.ROWS, Radius.NAMESPACE, "no-condition"),
    (
        "UPDATE users SET role = 'admin' WHERE id = 3",
        Kind.ESCALATES, Thing.PERMISSION, Radius.ONE, "admin",
    ),
    (
        "WITH d AS (DELETE FROM users RETURNING *) SELECT count(*) FROM d",
        Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "no-condition",
    ),
    ("EXPLAIN ANALYZE DELETE FROM users", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, ""),
    ("EXPLAIN (ANALYZE, COSTS) DELETE FROM u", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, ""),
    ("TRUNCATE TABLE a, b CASCADE", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, "cascade"),
    ("DROP TABLE IF EXISTS users CASCADE", Kind.DELETES, Thing.TABLE, Radius.ONE, "cascade"),
    ("DROP DATABASE shop WITH (FORCE)", Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE, "force"),
    ("DROP SCHEMA public CASCADE", Kind.DELETES, Thing.SCHEMA, Radius.NAMESPACE, "cascade"),
    ("DROP/**/TABLE users", Kind.DELETES, Thing.TABLE, Radius.ONE, ""),
    ("ALTER TABLE t DROP COLUMN c", Kind.DELETES, Thing.TABLE, Radius.ONE, "schema"),
    ("LOAD DATA INFILE '/etc/passwd' INTO TABLE x", Kind.REVEALS, Thing.FILE, Radius.ONE, ""),
    ("SELECT lo_import('/etc/passwd')", Kind.REVEALS, Thing.FILE, Radius.ONE, "server-file"),
    ("MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE", Kind.DELETES, Thing.ROWS,
     Radius.NAMESPACE, "no-condition"),
    ("CREATE SUBSCRIPTION s CONNECTION 'host=h' PUBLICATION p", Kind.EXECUTES, Thing.CODE,
     Radius.ONE, "remote"),
    ("ALTER TABLE t DROP PARTITION p", Kind.DELETES, Thing.ROWS, Radius.NAMESPACE, ""),
    ("ALTER TABLE t DISABLE TRIGGER ALL", Kind.WEAKENS, Thing.TABLE, Radius.ONE, "protection"),
    (
        "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
        Kind.WEAKENS, Thing.PERMISSION, Radius.ONE, "protection",
    ),
    ("ALTER TABLE t ALTER COLUMN c TYPE bigint", Kind.WRITES, Thing.TABLE, Radius.ONE, "locks"),
    ("CREATE INDEX i ON t (c)", Kind.CREATES, Thing.INDEX, Radius.ONE, "locks"),
    ("GRANT ALL ON t TO PUBLIC", Kind.ESCALATES, Thing.PERMISSION, Radius.ONE, "public"),
    ("ALTER USER bob SUPERUSER", Kind.ESCALATES, Thing.ACCOUNT, Radius.ONE, "admin"),
    ("DROP USER bob", Kind.DELETES, Thing.ACCOUNT, Radius.ONE, ""),
    ("VACUUM FULL t", Kind.STOPS, Thing.TABLE, Radius.ONE, "locks"),
    ("ALTER SYSTEM SET fsync = off", Kind.WEAKENS, Thing.DATABASE, Radius.ACCOUNT, "protection"),
    ("SHUTDOWN", Kind.STOPS, Thing.DATABASE, Radius.ACCOUNT, ""),
    ("COPY t TO PROGRAM 'sh -c x'", Kind.EXECUTES, Thing.CODE, Radius.ONE, "system"),
    ("COPY t TO '/tmp/x'", Kind.WRITES, Thing.FILE, Radius.ONE, ""),
    ("CALL tidy()", Kind.EXECUTES, Thing.CODE, Radius.UNKNOWN, "function"),
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
        Kind.STOPS, Thing.PROCESS, Radius.SET, "",
    ),
    ("SELECT pg_sleep(600)", Kind.STOPS, Thing.PROCESS, Radius.ONE, "waits"),
    ("SELECT lo_export(1, '/etc/x')", Kind.WRITES, Thing.FILE, Radius.ONE, "system"),
    ("SELECT tidy_up_everything()", Kind.EXECUTES, Thing.CODE, Radius.UNKNOWN, "function"),
    ("SELECT password_hash FROM users", Kind.REVEALS, Thing.SECRET, Radius.SET, "secret"),
    ("SELECT * FROM pg_shadow", Kind.REVEALS, Thing.SECRET, Radius.SET, "secret"),
    ("SET session_replication_role = replica", Kind.WEAKENS, Thing.TABLE, Radius.ONE, "protection"),
    ("SELECT 1; DROP TABLE t; SELECT 2", Kind.DELETES, Thing.TABLE, Radius.ONE, ""),
    ("\\! rm -rf /", Kind.EXECUTES, Thing.CODE, Radius.ONE, "system"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "thing", "radius", "mark"), HARMS)
def test_what_harms_is_found(
    text: str, kind: Kind, thing: Thing, radius: Radius, mark: str
) -> None:
    effects = read(text).effects
    assert any(
        each.kind is kind
        and each.thing is thing
        and each.radius is radius
        and (not mark or mark in each.marks)
        for each in effects
    ), effects


OF_OTHERS = [
    ("/*!50000 DROP TABLE users */", "mysql", Kind.DELETES, Thing.TABLE),
    ("SELECT 5--1; DROP TABLE x", "mysql", Kind.DELETES, Thing.TABLE),
    ("SELECT * INTO OUTFILE '/tmp/a' FROM t", "mysql", Kind.WRITES, Thing.FILE),
    ("LOAD DATA INFILE 'a' INTO TABLE t", "mysql", Kind.CREATES, Thing.ROWS),
    ("RESET MASTER", "mysql", Kind.DELETES, Thing.BACKUP),
    ("PURGE BINARY LOGS BEFORE '2024-01-01'", "mysql", Kind.DELETES, Thing.BACKUP),
    ("SET GLOBAL general_log = OFF", "mysql", Kind.WEAKENS, Thing.AUDIT),
    ("SET foreign_key_checks = 0", "mysql", Kind.WEAKENS, Thing.TABLE),
    ("UPDATE mysql.user SET x = 1", "mysql", Kind.ESCALATES, Thing.PERMISSION),
    ("EXEC xp_cmdshell 'dir'", "tsql", Kind.EXECUTES, Thing.CODE),
    ("ALTER DATABASE x SET OFFLINE", "tsql", Kind.STOPS, Thing.DATABASE),
    ("USE x DROP TABLE y", "tsql", Kind.DELETES, Thing.TABLE),
    ("PRAGMA writable_schema=1", "sqlite", Kind.WEAKENS, Thing.DATABASE),
    (".shell rm x", "sqlite", Kind.EXECUTES, Thing.CODE),
    ("SYSTEM SHUTDOWN", "clickhouse", Kind.STOPS, Thing.DATABASE),
    ("BEGIN DELETE FROM t; END;", "oracle", Kind.DELETES, Thing.ROWS),
    ("SELECT 'a\\'; DROP TABLE x; -- '", "", Kind.DELETES, Thing.TABLE),
    ("SELECT 1\nGO\nDROP TABLE x", "tsql", Kind.DELETES, Thing.TABLE),
]


@pytest.mark.parametrize(("text", "dialect", "kind", "thing"), OF_OTHERS)
def test_each_database_is_read_as_it_would_run_it(
    text: str, dialect: str, kind: Kind, thing: Thing
) -> None:
    effects = read(text, dialect).effects
    assert any(each.kind is kind and each.thing is thing for each in effects), effects


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("SELECT * FROM users WHERE id = 1", ""),
        ("SELECT count(password) FROM users", "postgres"),
        ("SELECT 'DROP TABLE users'", "postgres"),
        ("SELECT now(), pg_size_pretty(pg_database_size('x')), nextval('s')", "postgres"),
        ("SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM t", "postgres"),
        ("SELECT usename FROM pg_stat_activity -- DROP TABLE t", "postgres"),
        ("WITH a AS (SELECT 1) SELECT * FROM a UNION ALL SELECT 2", "postgres"),
        ("EXPLAIN DELETE FROM users", "postgres"),
        ("EXPLAIN (ANALYZE false) DELETE FROM users", "postgres"),
        ("EXPLAIN ANALYZE SELECT * FROM users", "postgres"),
        ("SHOW PROCESSLIST", "mysql"),
        ("SHOW CREATE TABLE users", "mysql"),
        ("DESCRIBE users", "mysql"),
        ("USE shop; SELECT 1", "mysql"),
        ("\\d users", "postgres"),
        (".tables", "sqlite"),
        ("PRAGMA table_info(users)", "sqlite"),
        ("SET statement_timeout = '5s'; SELECT 1", "postgres"),
        ("SELECT TOP 3 * FROM users", "tsql"),
        ("EXEC sp_help 'users'", "tsql"),
        ("SELECT $$ '; DROP TABLE x; -- $$", "postgres"),
        ("COPY users TO STDOUT", "postgres"),
    ],
)
def test_what_only_looks_is_read_as_such(text: str, dialect: str) -> None:
    found = read(text, dialect)
    assert found.effects
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque
    assert not found.inner


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("", "postgres"),
        ("-- nothing", "postgres"),
        ("rubbish words here", ""),
        ("SELECT 'open", "postgres"),
        ("SELECT 1 \\gexec", "postgres"),
        ("SELECT 1 SHUTDOWN", "tsql"),
        ("HANDLER x OPEN", "mysql"),
        ("SELECT " + "(" * 500 + "1" + ")" * 500, "postgres"),
        ("SELECT " + "NOT " * 2000 + "1", ""),
        ("SELECT " + "a, " * 9000 + "1", ""),
        ("CREATE FUNCTION f() RETURNS int AS 'x' LANGUAGE c", "postgres"),
        ("IF 1=1 THEN DROP TABLE x", "tsql"),
    ],
)
def test_what_is_not_understood_is_unread(text: str, dialect: str) -> None:
    assert read(text, dialect).opaque


def test_a_statement_in_words_made_at_run_time_is_unread() -> None:
    found = read_sql(Inner("sql", "SELECT * FROM $TABLE", fixed=False, dialect="postgres"))
    assert found.opaque[0].marks == {"dynamic"}


def test_what_a_rollback_takes_back_is_marked() -> None:
    def marks(text: str, dialect: str) -> set[str]:
        return {mark for each in read(text, dialect).effects for mark in each.marks}

    assert "rolled-back" in marks("BEGIN; DELETE FROM t; ROLLBACK", "postgres")
    assert "rolled-back" in marks("BEGIN; DROP TABLE t; ROLLBACK", "postgres")
    assert "rolled-back" not in marks("BEGIN; DROP TABLE t; ROLLBACK", "mysql")
    assert "rolled-back" not in marks("BEGIN; DELETE FROM t; COMMIT", "postgres")
    assert "rolled-back" not in marks("BEGIN; DELETE FROM t; COMMIT; ROLLBACK", "postgres")
    assert "rolled-back" not in marks("BEGIN; DELETE FROM t; ROLLBACK TO a", "postgres")
    assert "rolled-back" not in marks("BEGIN; DELETE FROM t; CALL f(); ROLLBACK", "postgres")


def test_a_table_made_for_the_session_is_temporary() -> None:
    found = read("CREATE TEMP TABLE x AS SELECT 1; DROP TABLE x")
    assert all("temporary" in each.marks for each in found.effects)


def test_bodies_of_blocks_programs_and_strings_are_handed_on() -> None:
    body = read("DO $$ BEGIN DELETE FROM x; END $$").inner[0]
    assert read_sql(body).effects[0].kind is Kind.DELETES
    assert read("COPY t TO PROGRAM 'curl x'").inner == [Inner("shell", "curl x")]
    assert read("EXEC('DROP TABLE x')", "tsql").inner[0].text == "DROP TABLE x"
    assert read("SELECT dblink_exec('h', 'DROP TABLE x')").inner[0].text == "DROP TABLE x"


def test_the_place_is_the_callers_else_the_schemas() -> None:
    given = read_sql(Inner("sql", "DELETE FROM t", place=Place.STAGING)).effects[0]
    assert given.place is Place.STAGING
    assert read("DROP DATABASE prod").effects[0].place is Place.PROD
    assert read("DROP TABLE test_results").effects[0].place is Place.UNKNOWN


def test_warming_up_changes_nothing() -> None:
    warm_up()
    assert read("SELECT 1").effects
