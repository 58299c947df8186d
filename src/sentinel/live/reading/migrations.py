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

_UP: Final = deed("writes schema set hard", "migration", safer="the same as SQL, to be read first")
_DOWN: Final = deed("deletes schema set hard", "migration", "downgrade", safer="a dump first")
_WIPE: Final = deed("deletes database namespace hard", safer="a dump first")
_SEE: Final = deed("reads schema set easy")
_MAKES: Final = deed("creates file one easy", "migration")
_SEEDS: Final = deed("creates rows set hard")
_CONTENT: Final = deed("creates database one easy")

_ENVIRONMENT: Final = names(
    "--env --environment -e --url --database-url -url --config -configFiles"
)

FLYWAY: Final[dict[str, Deed]] = {
    "migrate": _UP, "clean": _WIPE, "undo": _DOWN, "info": _SEE, "validate": _SEE,
    "repair": deed("writes schema one easy"), "baseline": deed("writes schema one easy"),
}  # fmt: skip
LIQUIBASE: Final[dict[str, Deed]] = {
    "update": _UP, "updatecount": _UP, "update-count": _UP, "updatesql": _SEE, "update-sql": _SEE,
    "dropall": _WIPE, "drop-all": _WIPE, "rollback": _DOWN, "rollbackcount": _DOWN,
    "rollback-count": _DOWN, "rollbacktodate": _DOWN, "status": _SEE, "history": _SEE,
    "validate": _SEE, "diff": _SEE, "changelogsync": deed("writes schema one easy"),
    "generate-changelog": _MAKES, "rollback-sql": _SEE, "rollbacksql": _SEE,
    "clear-checksums": deed("writes schema one easy"),
}  # fmt: skip
_ALEMBIC: Final[dict[str, Deed]] = {
    "upgrade": _UP, "downgrade": _DOWN, "downgrade base": _WIPE, "current": _SEE, "heads": _SEE,
    "history": _SEE, "show": _SEE, "branches": _SEE, "check": _SEE, "revision": _MAKES,
    "stamp": deed("writes schema one easy"), "merge": _MAKES, "init": _MAKES,
}  # fmt: skip
_KNEX: Final[dict[str, Deed]] = {
    "migrate:latest": _UP, "migrate:up": _UP, "migrate:down": _DOWN, "migrate:rollback": _DOWN,
    "migrate:status": _SEE, "migrate:list": _SEE, "migrate:currentversion": _SEE,
    "migrate:make": _MAKES, "seed:run": _SEEDS, "seed:make": _MAKES,
    "db:migrate": _UP, "db:migrate:undo": _DOWN, "db:migrate:undo:all": _WIPE,
    "db:migrate:status": _SEE, "db:drop": _WIPE, "db:create": _CONTENT, "db:seed:all": _SEEDS,
    "db:seed": _SEEDS, "db:seed:undo:all": _DOWN, "migration:generate": _MAKES,
    "migration:run": _UP, "migration:revert": _DOWN, "migration:show": _SEE, "schema:drop": _WIPE,
    "schema:sync": _DOWN, "schema:log": _SEE, "query": deed("executes code unknown unknown"),
    "cache:clear": deed("deletes cache one easy"),
}  # fmt: skip
_PRISMA: Final[dict[str, Deed]] = {
    "migrate reset": _WIPE, "migrate deploy": _UP, "migrate dev": _UP, "migrate status": _SEE,
    "migrate diff": _SEE, "migrate resolve": deed("writes schema one easy"), "db push": _UP,
    "db pull": _MAKES, "db seed": _SEEDS, "db execute": deed("executes code unknown unknown"),
    "generate": _MAKES, "validate": _SEE, "format": _MAKES, "version": LOOKS, "studio": _SEE,
}  # fmt: skip
_RAILS: Final[dict[str, Deed]] = {
    "db:drop": _WIPE, "db:drop:all": _WIPE, "db:reset": _WIPE, "db:migrate:reset": _WIPE,
    "db:setup": _WIPE, "db:schema:load": _WIPE, "db:structure:load": _WIPE, "db:purge": _WIPE,
    "db:truncate_all": deed("deletes rows account hard", "truncate", "no-condition"),
    "db:migrate": _UP, "db:rollback": _DOWN, "db:migrate:down": _DOWN, "db:migrate:up": _UP,
    "db:migrate:status": _SEE, "db:version": _SEE, "db:seed": _SEEDS, "db:create": _CONTENT,
    "db:prepare": _UP, "db:test:prepare": deed("writes database one easy", "temporary"),
    "routes": _SEE, "about": _SEE, "notes": _SEE, "stats": _SEE, "test": deed(
        "executes code one easy", "temporary"),
    "spec": deed("executes code one easy", "temporary"), "-t": _SEE,
    "assets:precompile": deed("writes folder one easy", "temporary"),
    "tmp:clear": deed("deletes folder one easy", "temporary"),
    "log:clear": deed("deletes audit namespace never", "audit"),
    "server": deed("starts process one easy"), "s": deed("starts process one easy"),
    "generate": _MAKES, "g": _MAKES, "new": _MAKES,
}  # fmt: skip
_DJANGO: Final[dict[str, Deed]] = {
    "flush": deed("deletes rows account hard", "no-condition", safer="manage.py dumpdata first"),
    "migrate": _UP, "makemigrations": _MAKES, "showmigrations": _SEE, "sqlmigrate": _SEE,
    "check": _SEE, "test": deed("executes code one easy", "temporary"), "dumpdata": _SEE,
    "loaddata": _SEEDS, "createsuperuser": deed("escalates account one easy", "admin"),
    "changepassword": deed("writes account one hard"), "inspectdb": _SEE, "diffsettings": _SEE,
    "collectstatic": deed("writes folder one easy", "temporary"), "help": LOOKS, "version": LOOKS,
    "runserver": deed("starts process one easy"), "startapp": _MAKES, "startproject": _MAKES,
    "reset_db": _WIPE, "sqlflush": _SEE, "findstatic": _SEE, "compilemessages": _MAKES,
    "makemessages": _MAKES, "clearsessions": deed("deletes rows set easy"),
    "createcachetable": deed("creates table one easy"), "squashmigrations": _MAKES,
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
        return Found().add(_WIPE.effect(given.texts[1], "migrate zero", call.place))
    return _DJANGO_TOOL(call)


def prisma(call: Call) -> Found:
    """Read `prisma`: `db push --force-reset` empties the database first."""
    texts = call.texts
    found = _PRISMA_TOOL(call)
    if "--force-reset" in texts or "--accept-data-loss" in texts:
        found.add(_WIPE.effect("", f"prisma {' '.join(texts[:2])}", call.place))
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
        {"up": _UP, "migrate": _UP, "down": _DOWN, "rollback": _DOWN, "drop": _WIPE,
         "create": _CONTENT, "status": _SEE, "new": _MAKES, "dump": _SEE, "wait": _SEE},
        names("-d --migrations-dir"), _ENVIRONMENT | {"-u"},
    ),
    "goose": Tool({"up": _UP, "down": _DOWN, "reset": _WIPE, "status": _SEE, "create": _MAKES}),
}  # fmt: skip
