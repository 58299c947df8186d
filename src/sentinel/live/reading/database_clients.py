"""Clients of databases: what they are given to run, in which dialect, and where.

Mark of our own: `file` (statements in a file that is not on the page).
"""

from dataclasses import dataclass
from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.deeds import LOOKS, deed, names
from sentinel.live.reading.options import Options, options

_FILE: Final = deed("executes code unknown unknown", "file")
_LIST: Final = deed("reads database set easy")
_OUTPUT: Final = deed("writes file one easy")


@dataclass(frozen=True, slots=True)
class Client:
    """The options of a client."""

    dialect: str
    texts: frozenset[str]
    """Options that hold statements."""
    files: frozenset[str]
    """Options that name a file of statements."""
    where: frozenset[str]
    """Options that name a host or database."""
    valued: frozenset[str]
    """Other options that take a value."""
    text_at: int = -1
    """Place of the plain argument from which on arguments are statements; -1 for none."""
    language: str = "sql"
    single: bool = False
    variables: frozenset[str] = names("PGHOST PGDATABASE PGSERVICE MYSQL_HOST DATABASE_URL")

    def __call__(self, call: Call) -> Found:
        """Read a call."""
        found = Found()
        given = options(
            _attached(call), self.texts | self.files | self.where | self.valued, single=self.single
        )
        if given.has("--help", "--version", "-V", "-?") or (
            given.has("-h") and "-h" not in self.where | self.valued
        ):
            return found.add(LOOKS.effect("", f"{call.program} --help"))
        place = self._place(call, given)
        before = given.plain if self.text_at < 0 else given.plain[: self.text_at]
        texts = [word for name in self.texts for word in given.given.get(name, ())]
        texts += given.plain[self.text_at :] if self.text_at >= 0 else []
        for word in texts:
            inner = Inner(self.language, word.text, word.fixed, self.dialect, place, call.marks)
            found.inner.append(inner)
        for name in given.values(*self.files):
            found.add(_FILE.effect(name, f"{call.program} file", place))
        for word in before:
            if word.text.startswith("@") or word.text.endswith((".sql", ".js", ".cql")):
                found.add(_FILE.effect(word.text, f"{call.program} file", place))
        for name in given.values("-o", "--output", "--log-file", "-L"):
            if call.program == "snowsql" and not name.startswith("output_file="):
                continue
            found.add(_OUTPUT.effect(name, f"{call.program} -o", place_of(name)))
        if given.has("-l", "--list") and call.program in ("psql", "pgcli"):
            found.add(_LIST.effect("", f"{call.program} --list", place))
        return self._fed(call, found, place)

    def _fed(self, call: Call, found: Found, place: Place) -> Found:
        if call.stdin is not None:
            text, fixed = call.stdin.text, call.stdin.fixed
            found.inner.append(Inner(self.language, text, fixed, self.dialect, place, call.marks))
        elif call.piped:
            found.unread(call.program, f"statements come from {call.piped}", "dynamic")
        elif not (found.inner or found.effects):
            found.unread(call.program, "a session whose statements are not on the page", "dynamic")
        return found

    def _place(self, call: Call, given: Options) -> Place:
        if call.place is not Place.UNKNOWN:
            return call.place
        said = given.values(*self.where)
        said += given.texts if self.text_at < 0 else given.texts[: self.text_at]
        said += [value for name, value in call.variables if name in self.variables]
        return _where(" ".join(said))


def _where(said: str) -> Place:
    """The place that hosts and names say; a test database of this machine is this machine's."""
    place = place_of(said)
    if place is Place.STAGING and _OWN.search(said):
        return Place.LOCAL
    return place


_OWN: Final = re2.compile(r"(?i)(?:^|[\s/@=])(?:localhost|127\.0\.0\.1|\[?::1\]?)(?:$|[\s:/,?])")
_PASSWORDS: Final = frozenset({"mysql", "mariadb", "mycli"})


def _attached(call: Call) -> list[Word]:
    """Arguments without MySQL's passwords, whose letters would be read as options."""
    if call.program not in _PASSWORDS:
        return list(call.words)
    return [
        Word("-p") if word.text.startswith("-p") and len(word.text) > 2 else word
        for word in call.words
    ]


PSQL: Final = Client(
    "postgres",
    names("-c --command"),
    names("-f --file"),
    names("-h --host -d --dbname"),
    names(
        "-p --port -U --username -v --set --variable -F -P --pset -R -T -o --output -L --log-file"
    ),
)
MYSQL: Final = Client(
    "mysql",
    names("-e --execute --init-command"),
    names(""),
    names("-h --host -D --database"),
    names("-P --port -u --user -S --socket --default-character-set --ssl-ca --defaults-file"),
)
_NO: Final[frozenset[str]] = frozenset()
SQLITE: Final = Client("sqlite", names("-cmd"), names("-init"), _NO, _NO, 1, single=True)
SQLCMD: Final = Client(
    "tsql", names("-Q -q"), names("-i"), names("-S -d"), names("-U -P -o -v -h -s -w -t -l -a -H")
)
CLICKHOUSE: Final = Client(
    "clickhouse",
    names("-q --query"),
    names("--queries-file"),
    names("-h --host -d --database"),
    names("--port -u --user --password --format --config-file -C --output-format"),
)
_SNOW: Final = Client(
    "snowflake",
    names("-q --query"),
    names("-f --filename"),
    names("-c --connection -a --accountname -d --dbname -h --host"),
    names("-u --username -r --rolename -w --warehouse -s --schemaname -o --options"),
)
_CQL: Final = Client(
    "",
    names("-e --execute"),
    names("-f --file"),
    names("-k --keyspace"),
    names("-u --username -p --password --request-timeout --connect-timeout"),
)
_TRINO: Final = Client(
    "trino",
    names("--execute -e -q"),
    names("-f --file"),
    names("--server --catalog --schema -u -i -d"),
    names("--user --output-format -n -p"),
)
_DUCK: Final = Client("duckdb", names("-c -cmd"), names("-init -f"), _NO, _NO, 1, single=True)
_ORACLE: Final = Client("oracle", _NO, _NO, _NO, names("-M -C -L"))


def cockroach(call: Call) -> Found:
    """Read `cockroach`: `cockroach sql` is a client, `node` and `quit` run a cluster."""
    verb = call.words[0].text if call.words else ""
    rest = Call(
        "psql", call.words[1:], call.stdin, call.piped, call.marks, call.place, call.variables
    )
    if verb == "sql":
        return _COCKROACH(rest)
    rows = {
        "version": LOOKS,
        "node": deed("writes node one easy"),
        "quit": deed("stops node one easy"),
        "drain": deed("stops node one easy", "drain"),
        "start": deed("starts node one easy"),
        "debug": deed("reads node one easy"),
    }
    if verb == "node" and any(each in ("status", "ls") for each in call.texts[1:2]):
        return Found().add(deed("reads node set easy").effect("", "cockroach node", call.place))
    row = rows.get(verb)
    if row is None:
        return Found().unread(f"cockroach {verb}", "a verb that is not known", "unknown-program")
    return Found().add(row.effect("", f"cockroach {verb}", call.place))


_COCKROACH: Final = Client(
    "postgres",
    names("-e --execute"),
    names("-f --file"),
    names("--host --url -d --database"),
    names("-u --user -p --port --certs-dir --format"),
)

PROGRAMS: Final[dict[str, Reader]] = {
    "psql": PSQL,
    "pgcli": PSQL,
    "usql": PSQL,
    "mysql": MYSQL,
    "mariadb": MYSQL,
    "mycli": MYSQL,
    "sqlite3": SQLITE,
    "sqlite": SQLITE,
    "sqlcmd": SQLCMD,
    "osql": SQLCMD,
    "clickhouse-client": CLICKHOUSE,
    "snowsql": _SNOW,
    "cqlsh": _CQL,
    "trino": _TRINO,
    "presto": _TRINO,
    "beeline": _TRINO,
    "impala-shell": _TRINO,
    "duckdb": _DUCK,
    "sqlplus": _ORACLE,
    "cockroach": cockroach,
}
