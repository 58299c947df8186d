"""Programs that dump, restore, create, drop and keep databases, and change their tables online.

Marks of our own: `locks`, `upkeep`, `overwrite`, `recovery`.
"""

from dataclasses import dataclass
from typing import Final

from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.verb_tools import Tool, asks_for_help, place_for

_PG: Final = names(
    "-h --host -p --port -U --username -d --dbname -j --jobs -f --file -F --format -t --table "
    "-n --schema -N --exclude-schema -T --exclude-table -O --owner -T --template -E --encoding "
    "-D --pgdata -l --log -o --options -L --use-list -c --connection-limit -S --superuser"
)
_WHERE: Final = names("-h --host -d --dbname -D --pgdata -H --databases --uri")


@dataclass(frozen=True, slots=True)
class Keeper:
    """A program that does one thing, and worse with some options."""

    row: Deed
    valued: frozenset[str] = _PG
    worse: tuple[tuple[frozenset[str], Deed], ...] = ()
    """Options, and what is done besides where one is given."""
    instead: tuple[tuple[frozenset[str], Deed], ...] = ()
    """Options, and what is done in place of it."""

    def __call__(self, call: Call) -> Found:
        """Read a call."""
        found, given = Found(), options(call.words, self.valued)
        if asks_for_help(given, self.valued) or given.has("-?"):
            return found.add(LOOKS.effect("", f"{call.program} --help"))
        name = given.texts[-1] if given.plain else given.value("-d", "--dbname", "-D")
        place = place_for(call, given, _WHERE, *given.texts)
        short = "-f" not in self.valued and given.has("-f")
        marks = frozenset({"force"}) if short or given.has("--force") else frozenset[str]()
        rows = [row for opts, row in self.instead if given.has(*opts)][:1] or [self.row]
        rows += [row for opts, row in self.worse if given.has(*opts)]
        for row in rows:
            found.add(row.effect(name, call.program, place, marks))
        out = given.value("-f", "--file", "--result-file", "-r") if rows[0] is _DUMP else ""
        if out:
            made = deed("creates backup one easy", "backup")
            found.add(made.effect(out, f"{call.program} -f", place_of(out)))
        return found


_DUMP: Final = deed("reads database namespace easy", "backup")
_RESTORE: Final = deed("writes database namespace hard")
_MYSQL: Final = names(
    "-h --host -P --port -u --user -S --socket --where -w --result-file -r --ignore-table "
    "--defaults-file --databases-file"
)
_ONLINE: Final = names(
    "--alter --alter-foreign-keys-method --max-load --critical-load --chunk-size --host --user "
    "--password --database --table --port --chunk-time --sleep --initially-drop-old-table"
)
_ADMIN: Final = {
    "ping": deed("reads database none easy"),
    "status": deed("reads database none easy"),
    "extended-status": deed("reads database none easy"),
    "processlist": deed("reads process set easy"),
    "variables": deed("reads configuration set easy"),
    "version": LOOKS,
    "drop": deed("deletes database namespace hard"),
    "create": deed("creates database one easy"),
    "shutdown": deed("stops database account easy"),
    "kill": deed("stops process one easy"),
    "password": deed("writes account one hard"),
    "reload": deed("writes permission account easy"),
    "refresh": deed("writes cache account easy"),
    "flush-hosts": deed("writes cache account easy"),
    "flush-logs": deed("writes audit account easy"),
    "flush-privileges": deed("writes permission account easy"),
    "flush-status": deed("writes cache account easy"),
    "flush-tables": deed("stops table account easy", "locks"),
    "flush-threads": deed("writes cache account easy"),
    "stop-slave": deed("stops cluster account easy", "replication"),
    "start-slave": deed("starts cluster account easy", "replication"),
}
_MYSQLADMIN: Final = Tool(
    _ADMIN, names("-u --user -P --port -S --socket -i --sleep -c --count"), names("-h --host")
)


def mysqladmin(call: Call) -> Found:
    """Read `mysqladmin`, whose password stands behind `-p` without a space."""
    words = tuple(
        Word("-p") if word.text.startswith("-p") and len(word.text) > 2 else word
        for word in call.words
    )
    return _MYSQLADMIN(
        Call(call.program, words, call.stdin, call.piped, call.marks, call.place, call.variables)
    )


_CTL: Final = {
    "status": deed("reads database none easy"),
    "start": deed("starts database account easy"),
    "stop": deed("stops database account easy"),
    "restart": deed("stops database account easy", "restart"),
    "reload": deed("writes configuration account easy"),
    "promote": deed("writes cluster account hard", "replication"),
    "init": deed("creates database one easy"),
    "initdb": deed("creates database one easy"),
    "kill": deed("stops process one easy"),
    "logrotate": deed("writes audit account easy"),
}


def pg_ctl(call: Call) -> Found:
    """Read `pg_ctl`; a stop in mode `immediate` needs a recovery afterwards."""
    given = options(call.words, names("-D --pgdata -m --mode -l --log -o --options -t -p -s"))
    if asks_for_help(given):
        return Found().add(LOOKS.effect("", "pg_ctl --help"))
    row = _CTL.get(given.verb())
    if row is None:
        return Found().unread(" ".join(call.texts), "a verb of pg_ctl that is not known", "dynamic")
    hard = given.value("-m", "--mode") in ("immediate", "i")
    marks = frozenset({"force"}) if hard else frozenset[str]()
    name = given.value("-D", "--pgdata")
    return Found().add(
        row.effect(name, f"pg_ctl {given.verb()}", place_for(call, given, _WHERE), marks)
    )


def online_change(call: Call) -> Found:
    """Read `pt-online-schema-change` and `gh-ost`: nothing happens without `--execute`."""
    given = options(call.words, _ONLINE)
    alter = given.value("--alter")
    place = place_for(call, given, names("--host --database"), *given.texts)
    if not given.has("--execute"):
        return Found().add(LOOKS.effect(alter, f"{call.program} --dry-run", place))
    row = deed("writes table one hard", "schema", safer="the same with --dry-run")
    found = Found().add(row.effect(alter, f"{call.program} --execute", place))
    if "DROP" in alter.upper():
        found.add(deed("deletes table one hard", "schema").effect(alter, call.program, place))
    return found


def pg_restore(call: Call) -> Found:
    """Read `pg_restore`: with `-l` or without a database it prints only."""
    given = options(call.words, _PG)
    place = place_for(call, given, _WHERE)
    name = given.value("-d", "--dbname")
    if not name or given.has("-l", "--list", "--help", "--version"):
        row = deed("reads backup one easy")
        return Found().add(row.effect("".join(given.texts[-1:]), "pg_restore", place))
    found = Found().add(_RESTORE.effect(name, "pg_restore", place))
    if given.has("-c", "--clean"):
        row = deed("deletes database namespace hard", "overwrite")
        found.add(row.effect(name, "pg_restore --clean", place))
    return found


PROGRAMS: Final[dict[str, Reader]] = {
    "pg_dump": Keeper(_DUMP, _PG - {"-c"}),
    "pg_dumpall": Keeper(_DUMP, _PG - {"-c"}),
    "pg_basebackup": Keeper(deed("creates backup account easy", "backup")),
    "pg_isready": Keeper(deed("reads database none easy")),
    "mysqldump": Keeper(_DUMP, _MYSQL),
    "mariadb-dump": Keeper(_DUMP, _MYSQL),
    "mysqlcheck": Keeper(deed("reads table set easy"), _MYSQL, worse=(
        (names("--repair -r --optimize -o --auto-repair"), deed("writes table set easy", "locks")),
    )),
    "mysqlimport": Keeper(deed("creates rows set hard"), _MYSQL),
    "mysqlshow": Keeper(deed("reads database set easy"), _MYSQL),
    "pg_restore": pg_restore,
    "dropdb": Keeper(deed("deletes database namespace hard", safer="pg_dump first")),
    "createdb": Keeper(deed("creates database one easy")),
    "dropuser": Keeper(deed("deletes account one hard")),
    "createuser": Keeper(
        deed("creates account one easy"),
        instead=(
            (names("-s --superuser -r --createrole --replication"),
             deed("escalates account one easy", "admin")),
        ),
    ),
    "mysqladmin": mysqladmin,
    "mariadb-admin": mysqladmin,
    "pg_ctl": pg_ctl,
    "pg_resetwal": Keeper(
        deed("deletes database account never", "recovery"),
        instead=((names("-n --dry-run"), LOOKS),),
    ),
    "pg_resetxlog": Keeper(deed("deletes database account never", "recovery")),
    "pg_rewind": Keeper(deed("writes database account never", "overwrite")),
    "pg_archivecleanup": Keeper(
        deed("deletes backup set never", "recovery"), instead=((names("-n"), LOOKS),)
    ),
    "pg_controldata": Keeper(deed("reads database none easy")),
    "initdb": Keeper(deed("creates database one easy")),
    "vacuumdb": Keeper(
        deed("reads table set easy", "upkeep"),
        instead=((names("-f --full"), deed("stops table namespace easy", "locks")),),
    ),
    "reindexdb": Keeper(
        deed("writes index set easy", "locks"),
        instead=((names("--concurrently"), deed("writes index set easy", "upkeep")),),
    ),
    "clusterdb": Keeper(deed("stops table set easy", "locks")),
    "pgbench": Keeper(deed("writes rows set hard")),
    "pt-online-schema-change": online_change,
    "gh-ost": online_change,
    "pt-kill": Keeper(deed("stops process set easy")),
    "pt-archiver": Keeper(deed("deletes rows set hard")),
    "pt-query-digest": Keeper(deed("reads audit set easy")),
}  # fmt: skip
