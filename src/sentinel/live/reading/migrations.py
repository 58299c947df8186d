"""Tools that change the shape of a database step by step: migrations, up and down.

Marks of our own: `migration` (steps in files that are not on the page), `downgrade`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.verb_tools import Tool, asks_for_help

# What steps do, which other modules' tools of migrations share.
UP: Final = deed("writes schema set hard", "migration", safer="the same as SQL, to be read first")
DOWN: Final = deed("deletes schema set hard", "migration", "downgrade", safer="a dump first")
WIPE: Final = deed("deletes database namespace hard", safer="a dump first")
SEE: Final = deed("reads schema set easy")
MAKES: Final = deed("creates file one easy", "migration")
SEEDS: Final = deed("creates rows set hard")
_CONTENT: Final = deed("creates database one easy")

_ENVIRONMENT: Final = names(
    "--env --environment -e --url --database-url -url --config -configFiles"
)

FLYWAY: Final[dict[str, Deed]] = {
    "migrate": UP, "clean": WIPE, "undo": DOWN, "info": SEE, "validate": SEE,
    "repair": deed("writes schema one easy"), "baseline": deed("writes schema one easy"),
}  # fmt: skip
LIQUIBASE: Final[dict[str, Deed]] = {
    "update": UP, "updatecount": UP, "update-count": UP, "updatesql": SEE, "update-sql": SEE,
    "dropall": WIPE, "drop-all": WIPE, "rollback": DOWN, "rollbackcount": DOWN,
    "rollback-count": DOWN, "rollbacktodate": DOWN, "status": SEE, "history": SEE,
    "validate": SEE, "diff": SEE, "changelogsync": deed("writes schema one easy"),
    "generate-changelog": MAKES, "rollback-sql": SEE, "rollbacksql": SEE,
    "clear-checksums": deed("writes schema one easy"),
}  # fmt: skip
_ALEMBIC: Final[dict[str, Deed]] = {
    "upgrade": UP, "downgrade": DOWN, "downgrade base": WIPE, "current": SEE, "heads": SEE,
    "history": SEE, "show": SEE, "branches": SEE, "check": SEE, "revision": MAKES,
    "stamp": deed("writes schema one easy"), "merge": MAKES, "init": MAKES,
}  # fmt: skip
_KNEX: Final[dict[str, Deed]] = {
    "migrate:latest": UP, "migrate:up": UP, "migrate:down": DOWN, "migrate:rollback": DOWN,
    "migrate:status": SEE, "migrate:list": SEE, "migrate:currentversion": SEE,
    "migrate:make": MAKES, "seed:run": SEEDS, "seed:make": MAKES,
    "db:migrate": UP, "db:migrate:undo": DOWN, "db:migrate:undo:all": WIPE,
    "db:migrate:status": SEE, "db:drop": WIPE, "db:create": _CONTENT, "db:seed:all": SEEDS,
    "db:seed": SEEDS, "db:seed:undo:all": DOWN, "migration:generate": MAKES,
    "migration:run": UP, "migration:revert": DOWN, "migration:show": SEE, "schema:drop": WIPE,
    "schema:sync": DOWN, "schema:log": SEE, "query": deed("executes code unknown unknown"),
    "cache:clear": deed("deletes cache one easy"),
}  # fmt: skip
_PRISMA: Final[dict[str, Deed]] = {
    "migrate reset": WIPE, "migrate deploy": UP, "migrate dev": UP, "migrate status": SEE,
    "migrate diff": SEE, "migrate resolve": deed("writes schema one easy"), "db push": UP,
    "db pull": MAKES, "db seed": SEEDS, "db execute": deed("executes code unknown unknown"),
    "generate": MAKES, "validate": SEE, "format": MAKES, "version": LOOKS, "studio": SEE,
}  # fmt: skip
_RAILS: Final[dict[str, Deed]] = {
    "db:drop": WIPE, "db:drop:all": WIPE, "db:reset": WIPE, "db:migrate:reset": WIPE,
    "db:setup": WIPE, "db:schema:load": WIPE, "db:structure:load": WIPE, "db:purge": WIPE,
    "db:truncate_all": deed("deletes rows account hard", "truncate", "no-condition"),
    "db:migrate": UP, "db:rollback": DOWN, "db:migrate:down": DOWN, "db:migrate:up": UP,
    "db:migrate:status": SEE, "db:version": SEE, "db:seed": SEEDS, "db:create": _CONTENT,
    "db:prepare": UP, "db:test:prepare": deed("writes database one easy", "temporary"),
    "routes": SEE, "about": SEE, "notes": SEE, "stats": SEE, "test": deed(
        "executes code one easy", "temporary"),
    "spec": deed("executes code one easy", "temporary"), "-t": SEE,
    "assets:precompile": deed("writes folder one easy", "temporary"),
    "tmp:clear": deed("deletes folder one easy", "temporary"),
    "log:clear": deed("deletes audit namespace never", "audit"),
    "server": deed("starts process one easy"), "s": deed("starts process one easy"),
    "generate": MAKES, "g": MAKES, "new": MAKES,
}  # fmt: skip
_DJANGO: Final[dict[str, Deed]] = {
    "flush": deed("deletes rows account hard", "no-condition", safer="manage.py dumpdata first"),
    "migrate": UP, "makemigrations": MAKES, "showmigrations": SEE, "sqlmigrate": SEE,
    "check": SEE, "test": deed("executes code one easy", "temporary"), "dumpdata": SEE,
    "loaddata": SEEDS, "createsuperuser": deed("escalates account one easy", "admin"),
    "changepassword": deed("writes account one hard"), "inspectdb": SEE, "diffsettings": SEE,
    "collectstatic": deed("writes folder one easy", "temporary"), "help": LOOKS, "version": LOOKS,
    "runserver": deed("starts process one easy"), "startapp": MAKES, "startproject": MAKES,
    "reset_db": WIPE, "sqlflush": SEE, "findstatic": SEE, "compilemessages": MAKES,
    "makemessages": MAKES, "clearsessions": deed("deletes cache set easy", "temporary"),
    "createcachetable": deed("creates table one easy"), "squashmigrations": MAKES,
    "sendtestemail": deed("exfiltrates data one never"),
}  # fmt: skip

_RAILS_TOOL: Final = Tool(_RAILS, names("-e --environment"), names("RAILS_ENV"))
_DJANGO_TOOL: Final = Tool(
    _DJANGO, names("--verbosity -v --pythonpath -o --output --format --indent"),
    names("--settings --database"), dry=("--dry-run", "--plan", "--check"),
)  # fmt: skip
_PRISMA_TOOL: Final = Tool(_PRISMA, names("--schema --name -n --from-url --to-url"), names("--url"))


def django(call: Call) -> Found:
    """Read `django-admin` and `manage.py`: their own shells take code and SQL."""
    given = options(call.words, names("--settings --database -c --command"))
    verb = given.verb()
    if verb in ("shell", "dbshell", "shell_plus") and not asks_for_help(given):
        language = "sql" if verb == "dbshell" else "python"
        found = Found()
        for word in [each for name in ("-c", "--command") for each in given.given.get(name, ())]:
            found.inner.append(Inner(language, word.text, word.fixed, place=call.place))
        if call.stdin is not None:
            fed = call.stdin
            found.inner.append(Inner(language, fed.text, fed.fixed, place=call.place))
        return found if found.inner else found.unread(verb, "a session not on the page", "dynamic")
    if verb == "migrate" and given.texts[-1:] == ["zero"]:
        return Found().add(WIPE.effect(given.texts[1], "migrate zero", call.place))
    return _DJANGO_TOOL(call)


def prisma(call: Call) -> Found:
    """Read `prisma`: `db push --force-reset` empties the database first."""
    texts = call.texts
    found = _PRISMA_TOOL(call)
    if "--force-reset" in texts or "--accept-data-loss" in texts:
        found.add(WIPE.effect("", f"prisma {' '.join(texts[:2])}", call.place))
    return found


def rails(call: Call) -> Found:
    """Read `rails` and `rake`, with their runner and console."""
    given = options(call.words, names("-e --environment"))
    if given.verb() in ("runner", "r") and len(given.plain) > 1:
        word = given.plain[1]
        return Found(inner=[Inner("ruby", word.text, word.fixed, place=call.place)])
    return _RAILS_TOOL(_of_one_person(call, given))


def _of_one_person(call: Call, given: Options) -> Call:
    """The call, marked as local where Rails is told to use the database of tests or of work."""
    variables = dict(call.variables)
    said = variables.get("RAILS_ENV") or given.value("-e", "--environment")
    elsewhere = any(place_of(each) is Place.PROD for each in variables.values())
    if said not in ("test", "development") or elsewhere or "DATABASE_URL" in variables:
        return call
    return replace(call, place=Place.LOCAL) if call.place is Place.UNKNOWN else call


PROGRAMS: Final[dict[str, Reader]] = {
    "flyway": Tool(FLYWAY, where=_ENVIRONMENT, single=True),
    "liquibase": Tool(LIQUIBASE, names("--changelog-file --username --password"), _ENVIRONMENT),
    "alembic": Tool(_ALEMBIC, names("-x -m --message -n --name -r"), names("-c --config")),
    "rails": rails,
    "rake": rails,
    "django-admin": django,
    "manage.py": django,
    "prisma": prisma,
    "knex": Tool(_KNEX, names("--knexfile"), _ENVIRONMENT),
    "sequelize": Tool(_KNEX, names("--name"), _ENVIRONMENT),
    "sequelize-cli": Tool(_KNEX, names("--name"), _ENVIRONMENT),
    "typeorm": Tool(_KNEX, names("-d --dataSource"), _ENVIRONMENT),
    "dbmate": Tool(
        {"up": UP, "migrate": UP, "down": DOWN, "rollback": DOWN, "drop": WIPE,
         "create": _CONTENT, "status": SEE, "new": MAKES, "dump": SEE, "wait": SEE},
        names("-d --migrations-dir"), _ENVIRONMENT | {"-u"},
    ),
}  # fmt: skip
