"""Consoles of web frameworks, and more tools that change the shape of a database step by step.

Laravel, Symfony, Drupal, WordPress, Magento, Flask; diesel, sqlx, drizzle, golang-migrate, dbt.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.migrations import DOWN, MAKES, SEE, SEEDS, UP, WIPE
from sentinel.live.reading.options import options
from sentinel.live.reading.subcommands import called
from sentinel.live.reading.verb_tools import Tool

_TEST: Final = deed("executes code one easy", "temporary")
_CODE: Final = deed("executes code unknown unknown")
_SERVE: Final = deed("starts process one easy")
_CACHE: Final = deed("deletes cache namespace easy")
_SETS: Final = deed("writes configuration one easy")
_STEP: Final = deed("writes schema one easy")
_CONTENT: Final = deed("creates database one easy")
_BUILD: Final = deed("writes folder one easy", "temporary")
_STOPS: Final = deed("stops workload one easy")
_RESTARTS: Final = deed("stops workload one easy", "restart")
_STARTS: Final = deed("starts workload one easy")
_EMPTIES: Final = deed("deletes queue namespace never", "purge")
_ROWS: Final = deed("deletes rows set hard")
_ADMIN: Final = deed("escalates account one easy", "admin")
_GUARD: Final = deed("deletes secret one never")
_DUMP: Final = deed("creates backup one easy")
_LOAD: Final = deed("writes database namespace hard", "overwrite")
_INSTALLS: Final = deed("creates package one easy")
_REMOVES: Final = deed("deletes package one hard")
_USER: Final = deed("writes account one easy")
_USER_GONE: Final = deed("deletes account one hard")


def _spread(table: dict[str, Deed]) -> dict[str, Deed]:
    return {verb.strip(): row for verbs, row in table.items() for verb in verbs.split(",")}


_ARTISAN: Final = _spread({
    "migrate, migrate:install": UP, "migrate:rollback": DOWN,
    "migrate:reset, migrate:refresh": WIPE, "migrate:fresh, db:wipe": WIPE,
    "migrate:status, route:list, about, list, env, db:show, db:table, db:monitor, model:show, "
    "schedule:list, queue:failed, queue:monitor, event:list, channel:list, horizon:list, "
    "horizon:status, config:show, telescope:status, horizon:supervisors, package:discover, "
    "lang:show, --version, pulse:check --help, inspire": SEE,
    "test, pest, dusk": _TEST, "tinker": _CODE, "serve, queue:work, queue:listen, schedule:work, "
    "horizon, reverb:start, octane:start, schedule:run, queue:retry, horizon:continue": _SERVE,
    "config:cache, route:cache, view:cache, event:cache, optimize, storage:link, vendor:publish, "
    "icons:cache, ide-helper:generate, ide-helper:models, ide-helper:meta": _BUILD,
    "config:clear, route:clear, view:clear, event:clear, optimize:clear, clear-compiled": deed(
        "deletes cache one easy", "temporary"),
    "cache:clear, cache:forget, cache:prune-stale-tags, responsecache:clear": _CACHE,
    "db:seed": SEEDS, "schema:dump": _DUMP, "down, horizon:pause": _STOPS, "up": _STARTS,
    "queue:restart, horizon:terminate, octane:reload, reverb:restart": _RESTARTS,
    "queue:flush, queue:clear, horizon:clear, queue:prune-failed, horizon:forget": _EMPTIES,
    "queue:forget, model:prune, telescope:prune, auth:clear-resets, sanctum:prune-expired": _ROWS,
    "key:generate, passport:keys, jwt:secret": _GUARD,
    "db": _CODE, "env:decrypt": deed("reveals secret set never"), "env:encrypt": MAKES,
})  # fmt: skip
_SYMFONY: Final = _spread({
    "doctrine:migrations:migrate, d:m:m": UP, "doctrine:migrations:execute": DOWN,
    "doctrine:migrations:status, doctrine:migrations:list, doctrine:schema:validate, "
    "doctrine:mapping:info, debug:router, debug:container, debug:config, debug:autowiring, "
    "debug:event-dispatcher, debug:messenger, debug:twig, debug:translation, debug:firewall, "
    "debug:form, debug:validator, debug:scheduler, lint:yaml, lint:twig, lint:container, "
    "lint:xliff, router:match, about, list, messenger:failed:show, messenger:stats, "
    "doctrine:migrations:up-to-date, doctrine:migrations:current, secrets:list, "
    "doctrine:migrations:latest, config:dump-reference, debug:dotenv": SEE,
    "doctrine:migrations:diff, doctrine:migrations:generate, make:migration, doctrine:"
    "migrations:dump-schema": MAKES,
    "doctrine:schema:drop, doctrine:database:drop": WIPE,
    "doctrine:schema:update": deed("writes schema set hard", "unreviewed", "force"),
    "doctrine:schema:create, doctrine:database:create": _CONTENT,
    "doctrine:fixtures:load, hautelook:fixtures:load": WIPE,
    "doctrine:query:sql, dbal:run-sql, doctrine:query:dql": _CODE,
    "cache:clear, cache:warmup": deed("deletes cache one easy", "temporary"),
    "cache:pool:clear, cache:pool:prune, cache:pool:invalidate-tags": _CACHE,
    "assets:install, importmap:install, asset-map:compile, tailwind:build, sass:build": _BUILD,
    "messenger:consume, server:start, messenger:failed:retry": _SERVE,
    "messenger:stop-workers": _RESTARTS, "messenger:failed:remove": _EMPTIES,
    "doctrine:cache:clear-metadata, doctrine:cache:clear-query, doctrine:cache:clear-result":
        _CACHE, "secrets:reveal": deed("reveals secret set never"), "secrets:set": _SETS,
    "secrets:remove, secrets:generate-keys": _GUARD,
    "doctrine:migrations:version, doctrine:migrations:sync-metadata-storage": _STEP,
})  # fmt: skip
_DRUSH: Final = _spread({
    "status, st, core:status, pm:list, pml, watchdog:show, ws, watchdog:list, config:get, cget, "
    "updatedb:status, updbst, user:information, uinf, config:status, cst, cron --help, "
    "state:get, role:list, rls, requirements, rq, core:requirements, queue:list, views:list, "
    "site:alias, sa, pm:security, sec, version, twig:debug, sql:conf --help": SEE,
    "cache:rebuild, cr, cache:clear, cc": _CACHE, "updatedb, updb": UP,
    "config:import, cim, config:set, cset, config:delete, state:set, sset": deed(
        "writes configuration set easy"), "config:export, cex": MAKES,
    "sql:dump, archive:dump": _DUMP, "sql:drop, site:install, si": WIPE, "sql:sync": _LOAD,
    "sql:query, sqlq, php:eval, ev, php:script, scr, sql:cli, sqlc": _CODE,
    "pm:enable, en, pm:install": _INSTALLS, "pm:uninstall, pmu": _REMOVES,
    "user:login, uli, user:role:add, urol": _ADMIN, "user:create, user:password": _USER,
    "user:cancel, user:block": _USER_GONE, "cron, core:cron, queue:run": _SERVE,
    "watchdog:delete, wd-del": deed("deletes audit namespace never", "audit"),
    "entity:delete": _ROWS, "maint:set": _STOPS, "deploy": UP,
})  # fmt: skip
_WP: Final = _spread({
    "core version, core check-update, core verify-checksums, plugin list, plugin status, "
    "plugin get, theme list, theme status, user list, user get, post list, post get, option get, "
    "option list, db check, db size, db tables, db prefix, cron event list, cron schedule list, "
    "cron test, site list, transient list, plugin verify-checksums, role list, cap list, "
    "cli version, cli info, rewrite list, media list, term list, comment list, comment count, "
    "menu list, post-type list, plugin search, plugin path, db search, config list, "
    "doctor check, maintenance-mode status, user meta list, post meta list, super-admin list": SEE,
    "config get": deed("reveals secret one never"),
    "db reset, db drop, db clean, site empty": WIPE, "site delete": WIPE,
    "db export": _DUMP, "db import": _LOAD, "db query, eval, eval-file, shell, db cli": _CODE,
    "db optimize, db repair": _STEP, "search-replace": deed("writes rows account hard"),
    "plugin install, theme install, core download, core install, language core install": _INSTALLS,
    "plugin update, core update, theme update, plugin activate, plugin deactivate, core update-db, "
    "theme activate, language core update, plugin toggle": deed("writes package one easy"),
    "plugin delete, plugin uninstall, theme delete": _REMOVES,
    "option update, option add, option set, rewrite flush, config set, rewrite structure, "
    "option patch, config create, config shuffle-salts": _SETS,
    "option delete": deed("deletes configuration one hard"),
    "user create, user update, user reset-password, user session destroy": _USER,
    "user delete": _USER_GONE, "user add-role, user set-role, user add-cap, super-admin add, "
    "cap add, role create": _ADMIN,
    "cache flush, transient delete": _CACHE, "post delete, comment delete, term delete, "
    "media regenerate": _ROWS, "post create, post update, media import, menu create, term create":
        deed("writes rows one easy"), "cron event run": _SERVE,
    "maintenance-mode activate": _STOPS, "maintenance-mode deactivate": _STARTS,
    "scaffold plugin, scaffold child-theme, scaffold block, i18n make-pot": MAKES,
})  # fmt: skip
_MAGENTO: Final = _spread({
    "setup:upgrade": UP, "setup:db:status, module:status, cache:status, indexer:status, "
    "indexer:info, config:show, deploy:mode:show, maintenance:status, info:adminuri, list, "
    "queue:consumers:list, store:list, cron:list, app:config:status": SEE,
    "setup:di:compile, setup:static-content:deploy": _BUILD, "cache:clean, cache:flush": _CACHE,
    "maintenance:enable": _STOPS, "maintenance:disable": _STARTS, "setup:uninstall": WIPE,
    "setup:rollback": _LOAD, "setup:backup": _DUMP, "config:set, module:enable": _SETS,
    "module:disable, deploy:mode:set, app:config:import": _SETS, "module:uninstall": _REMOVES,
    "admin:user:create": _ADMIN, "indexer:reindex": deed("writes index set easy"),
    "cron:run, queue:consumers:start": _SERVE,
})  # fmt: skip
_FLASK: Final = _spread({
    "run": _SERVE, "routes": SEE, "shell": _CODE, "db upgrade": UP, "db downgrade": DOWN,
    "db downgrade base": WIPE,
    "db current, db history, db heads, db show, db check, db branches": SEE,
    "db migrate, db revision, db init, db merge": MAKES, "db stamp": _STEP,
    "translate, assets build": _BUILD,
})  # fmt: skip
_DIESEL: Final = _spread({
    "setup, migration run": UP, "migration revert": DOWN, "migration redo": DOWN,
    "database reset, database drop": WIPE, "database setup": _CONTENT, "print-schema": SEE,
    "migration list, migration pending": SEE, "migration generate, completions": MAKES,
})  # fmt: skip
_SQLX: Final = _spread({
    "migrate run": UP, "migrate revert": DOWN, "migrate info": SEE, "migrate add": MAKES,
    "database create, database setup, db create, db setup": _CONTENT, "prepare": MAKES,
    "database drop, database reset, db drop, db reset": WIPE, "migrate build-script": MAKES,
})  # fmt: skip
_SEA: Final = _spread({
    "migrate up, migrate": UP, "migrate down": DOWN, "migrate status": SEE, "migrate fresh": WIPE,
    "migrate refresh, migrate reset": WIPE, "migrate generate, generate entity, migrate init":
        MAKES,
})  # fmt: skip
_DRIZZLE: Final = _spread({
    "generate, introspect, pull, up, export": MAKES, "check": SEE, "migrate, push": UP,
    "drop": deed("deletes file one easy", "migration"), "studio": _SERVE,
})  # fmt: skip
_STEPS: Final = _spread({
    "up, upgrade, migrate, deploy, apply, migration:up, orm:migrate, update, push, run": UP,
    "down, downgrade, rollback, revert, undo, migration:down, rework": DOWN,
    "drop, reset, schema:drop, fresh, migration:fresh, schema:fresh, down -all, rebase": WIPE,
    "status, version, history, heads, inspectdb, list, plan, verify, log, diff, lint, check, "
    "migration:list, migration:pending, migration:check, breakpoint, show, info, validate": SEE,
    "create, new, make, init, add, generate, migration:create, init-db, pull, format, "
    "schema:create, tag, bundle, new-migration": MAKES,
    "force, goto, mark, redo, init-tables, stamp, resolve": _STEP, "seed:run, seed": SEEDS,
})  # fmt: skip
_DBT: Final = _spread({
    "run, build, seed, snapshot, run-operation, retry, clone": deed("writes table set easy"),
    "test, compile, parse, ls, list, debug, source freshness, show, environment, deps, "
    "docs generate": SEE, "init, docs serve, clean": _BUILD,
})  # fmt: skip
_WHERE: Final = names("--env -e --environment --database --database-url -database -d --url "
                      "--dsn --config -c --target --profile")  # fmt: skip


def _steps(call: Call) -> Found:
    """Read `migrate`, `goose`, and their like: what to reach stands before or behind the verb."""
    given = options(call.words, _STEPS_VALUED | _WHERE, single=call.program == "migrate")
    verbs = [each for each in given.plain if each.text.lower() in _STEPS]
    verb = verbs[0].text.lower() if verbs else ""
    if (
        verb == "down"
        and (given.texts[-1:] == ["down"] or given.has("-all"))
        and (call.program == "migrate")
    ):
        return Found().add(WIPE.effect("", "migrate down", call.place))
    if verb == "reset":
        return Found().add(WIPE.effect("", f"{call.program} reset", call.place))
    if call.program == "goose" and verbs:
        where = given.texts[: given.texts.index(verbs[0].text)]
        named = replace(
            call, words=(verbs[0],), variables=(*call.variables, ("DSN", " ".join(where)))
        )
        return _STEPS_TOOL(named)
    return _STEPS_TOOL(call)


_STEPS_VALUED: Final = names("-path --path -source -dir --dir -p -t --table --migrations-dir "
                             "--configuration -m --message --name -s --schema --to")  # fmt: skip
_STEPS_TOOL: Final = Tool(_STEPS, _STEPS_VALUED, _WHERE)


def _console(table: dict[str, Deed], makers: tuple[str, ...] = ()) -> Reader:
    """A console whose commands are in a table; those that begin so make files of a project."""
    tool = Tool(table, names("--path --seeder --class --name --conn --step --limit --queue"),
                names("--env -e --database --connection --url"),
                dry=("--dry-run", "--pretend", "--dump-sql"))  # fmt: skip

    def read(call: Call) -> Found:
        given = options(call.words)
        verb = given.verb()
        if makers and verb.startswith(makers) and given.plain[0].fixed and verb not in table:
            return Found().add(MAKES.effect(verb, f"{call.program} {verb}", call.place))
        if not given.plain:
            return Found().add(LOOKS.effect("", f"{call.program} list"))
        code = given.given.get("--execute", [])
        if code:
            language = "sql" if verb == "db" else "php"
            return Found(inner=[Inner(language, each.text, each.fixed) for each in code])
        return tool(call)

    return read


def _sail(call: Call) -> Found:
    """Read Laravel's `sail`: it calls the program that it names, in a container."""
    given = options(call.words, first_only=True)
    verb = given.verb()
    if verb in ("up", "down", "stop", "restart", "ps", "build", "logs"):
        return Found(calls=[replace(call, program="docker-compose")])
    if verb in ("art", "artisan", "a"):
        return Found(calls=[replace(call, program="artisan", words=tuple(given.plain[1:]))])
    if verb in ("test", "pest", "phpunit", "pint", "dusk"):
        return Found().add(_TEST.effect("", f"sail {verb}", call.place))
    return called(given.plain, call) if given.plain else Found().unread("sail", "without a verb")


_WP_TOOL: Final = Tool(_WP, names("--path --url --format --fields --user"), names("--ssh"))


def _wp(call: Call) -> Found:
    """Read `wp`, which runs code that it is given before anything else."""
    given = options(call.words)
    found = Found(inner=[Inner("php", each.text, each.fixed)
                         for each in given.given.get("--exec", ())])  # fmt: skip
    found.add(*(_CODE.effect(each.text, "wp --require", call.place)
                for each in given.given.get("--require", ())))  # fmt: skip
    return found.take([_WP_TOOL(call)])


PROGRAMS: Final[dict[str, Reader]] = {
    "artisan": _console(_ARTISAN, ("make:", "stub:", "lang:publish")),
    "sail": _sail,
    "console": _console(_SYMFONY, ("make:",)),
    "drush": Tool(_DRUSH),
    **dict.fromkeys(("wp", "wp-cli.phar"), _wp),
    "magento": _console(_MAGENTO),
    "flask": Tool(_FLASK, names("--app -A --host --port -h -p -m --message -d --directory")),
    "diesel": Tool(_DIESEL, names("--migration-dir"), _WHERE | {"--database-url"}),
    "sqlx": Tool(_SQLX, names("--source"), _WHERE | {"-D"}),
    "sea-orm-cli": Tool(_SEA, names("-d --migration-dir -o --output-dir -s -t"), names("-u")),
    "drizzle-kit": Tool(_DRIZZLE, names("--dialect --schema --out --name"), _WHERE),
    "dbt": Tool(_DBT, names("-s --select --exclude --models -m --vars --threads --project-dir "
                            "--profiles-dir --args"), names("--target -t --profile")),
    **dict.fromkeys(("migrate", "goose", "sqitch", "phinx", "aerich", "mikro-orm", "tern",
                     "refinery", "skeema", "yoyo", "migrate-mongo", "node-pg-migrate",
                     "db-migrate", "pg-migrate", "pgroll", "geni", "pressly-goose"), _steps),
}  # fmt: skip
"""Readers of this module, by program."""
