"""Clients of places that host applications: `heroku`, `flyctl`, `vercel`, `netlify`, `wrangler`."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.azure_access import here
from sentinel.live.reading.calls import Found, Inner, Reader, Word
from sentinel.live.reading.cloud_clients import LOOKS, Client
from sentinel.live.reading.cloud_options import script_of
from sentinel.live.reading.cloud_orders import Case, Fact, Order, named_by_options, worse_place
from sentinel.live.reading.cloud_words import words_in

_FLAGS: Final = words_in(
    "--yes -y --force -f --json --prod --production --detach -d --now --help -h --version --local "
    "--remote --build --all --verbose --debug --no-wait --confirm-yes --safe -s --shell --tail -t "
    "--preview --ha --no-cache --remote-only --local-only --stage --auto-confirm --skip-provision "
    "--dry-run --no-tty --no-bundle --minify -j --quiet -q --public"
)
_APP: Final = Fact(Kind.DELETES, Thing.WORKLOAD, (), Radius.NAMESPACE)
_SHOWN: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret",))
_KEPT: Final = Fact(Kind.WRITES, Thing.SECRET)
_READ: Final = Fact(Kind.READS, Thing.WORKLOAD)
_RELEASED: Final = Fact(Kind.WRITES, Thing.WORKLOAD)
_DATABASE: Final = Fact(Kind.DELETES, Thing.DATABASE)
_DONE: Final = Fact(Kind.STOPS, Thing.WORKLOAD, ("restart",))


def _scale(order: Order) -> Found:
    """Counts as `web=0`, `worker=2:standard`, or `count 0`."""
    said = [word.text.lower() for word in order.targets]
    counts = [each.partition("=")[2].partition(":")[0] if "=" in each else each for each in said]
    if any(not word.fixed for word in order.targets):
        return order.does(Kind.WRITES, Thing.WORKLOAD)
    order.targets = named_by_options(order.options)
    if not said:
        return order.looks(Thing.WORKLOAD)
    if "0" in counts:
        return order.does(Kind.STOPS, Thing.WORKLOAD, "to-zero")
    return order.does(Kind.WRITES, Thing.WORKLOAD, "scale")


def _run(order: Order) -> Found:
    """A command in a container of the application."""
    words = order.options.given.get("--command", []) or order.options.given.get("-C", [])
    text, fixed = script_of(words or order.options.after or _behind(order))
    order.targets = named_by_options(order.options)
    if not text:
        return order.does(Kind.ESCALATES, Thing.WORKLOAD, "remote", undo=Undo.EASY)
    marks = order.marks | {"remote", "container"}
    order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.looks(Thing.WORKLOAD)


def _behind(order: Order) -> Sequence[Word]:
    """All words from the first target on: options among them belong to the command that runs."""
    words, first = order.call.words, order.targets[0] if order.targets else None
    return next((words[place:] for place, word in enumerate(words) if word is first), ())


def _sql(dialect: str) -> Case:
    """A case for a statement in an option, for a database that is hosted."""

    def read(order: Order) -> Found:
        words = order.options.given.get("--command", []) or order.options.given.get("-c", [])
        text, fixed = script_of(words)
        place = Place.LOCAL if order.has("--local") and not order.has("--remote") else order.place
        if not text:
            shell = "--file" not in order.options.given and dialect != "sqlite"
            if shell:
                return order.does(Kind.ESCALATES, Thing.DATABASE, "remote", undo=Undo.EASY)
            return order.found.unread(order.by, "the statements are not on the page", "dynamic")
        marks = order.marks | {"remote"}
        order.found.inner.append(Inner("sql", text, fixed, dialect, place, marks))
        return order.found

    return read


def _production(order: Order) -> Found:
    """A deployment: to production where an option says so, else a preview."""
    live = order.has("--prod", "--production") or order.value("--target") == "production"
    if live or order.call.program == "wrangler":
        place = Place.PROD if live else Place.UNKNOWN
        order.place = worse_place(order.place, place)
        return order.does(Kind.WRITES, Thing.WORKLOAD, radius=Radius.ONE)
    return order.does(Kind.CREATES, Thing.WORKLOAD, "preview", radius=Radius.ONE)


def _remove(order: Order) -> Found:
    return order.does(Kind.DELETES, Thing.WORKLOAD, radius=Radius.NAMESPACE)


HEROKU: Final = Client(
    "heroku",
    {
        "pg reset": Fact(
            Kind.DELETES, Thing.DATABASE, undo=Undo.HARD, safer="heroku pg:backups:capture first"
        ),
        "pg": _READ, "pg psql": _sql("postgres"), "psql": _sql("postgres"),
        "pg backups capture": Fact(Kind.CREATES, Thing.BACKUP, ("backup",)),
        "pg backups restore": Fact(Kind.WRITES, Thing.DATABASE),
        "pg backups unschedule": Fact(Kind.WEAKENS, Thing.BACKUP),
        "pg backups url": _SHOWN, "pg backups": Fact(Kind.READS, Thing.BACKUP),
        "pg backups download": Fact(Kind.READS, Thing.BACKUP),
        "pg credentials url": _SHOWN, "pg push": Fact(Kind.WRITES, Thing.DATABASE),
        "pg pull": Fact(Kind.READS, Thing.DATABASE), "pg killall": _DONE,
        "pg copy": Fact(Kind.WRITES, Thing.DATABASE),
        "pg promote": Fact(Kind.WRITES, Thing.DATABASE),
        "apps destroy": _APP, "destroy": _APP, "apps delete": _APP,
        "apps": _READ, "ps scale": _scale, "ps": _READ, "scale": _scale, "config set": _KEPT,
        "config": _SHOWN, "config get": _SHOWN, "config unset": Fact(Kind.DELETES, Thing.SECRET),
        "run": _run, "run detached": _run, "ps exec": _run,
        "addons destroy": Fact(Kind.DELETES, Thing.DATABASE), "addons": _READ,
        "maintenance on": Fact(Kind.STOPS, Thing.WORKLOAD), "maintenance": _READ,
        "maintenance off": Fact(Kind.STARTS, Thing.WORKLOAD),
        "logs": _READ, "releases": _READ, "rollback": _RELEASED, "releases rollback": _RELEASED,
        "access": _READ, "access add": Fact(Kind.ESCALATES, Thing.ACCOUNT), "domains": _READ,
        "members add": Fact(Kind.ESCALATES, Thing.ACCOUNT), "restart": _DONE,
        "auth token": _SHOWN, "auth whoami": _READ, "whoami": _READ, "login": here,
        "logout": here, "git remote": here, "open": _READ, "redis cli": _run, "regions": _READ,
        "drains remove": Fact(Kind.WEAKENS, Thing.AUDIT),
    },
    about={"": Thing.WORKLOAD, "pg": Thing.DATABASE, "redis": Thing.CACHE}, flags=_FLAGS,
    where=("--app", "-a", "--remote", "-r", "--confirm"), variables=("HEROKU_APP",),
    looks=LOOKS | {"diagnose", "locks", "outliers", "bloat", "blocking", "wait", "plans"},
    colon=True,
)  # fmt: skip
FLY: Final = Client(
    "fly",
    {
        "apps destroy": _APP, "destroy": _APP, "scale count": _scale, "scale show": _READ,
        "deploy": _RELEASED, "launch": Fact(Kind.CREATES, Thing.WORKLOAD),
        "volumes destroy": Fact(Kind.DELETES, Thing.VOLUME), "ssh console": _run,
        "vol destroy": Fact(Kind.DELETES, Thing.VOLUME), "machine exec": _run,
        "volumes delete": Fact(Kind.DELETES, Thing.VOLUME), "m destroy": _remove,
        "secrets set": _KEPT, "secrets unset": Fact(Kind.DELETES, Thing.SECRET),
        "secrets list": Fact(Kind.READS, Thing.SECRET), "secrets import": _KEPT,
        "postgres connect": _sql("postgres"), "pg connect": _sql("postgres"),
        "postgres detach": Fact(Kind.STOPS, Thing.DATABASE), "logs": _READ, "ping": _READ,
        "auth token": _SHOWN, "tokens create": Fact(Kind.ESCALATES, Thing.ACCOUNT, ("secret",)),
        "auth login": here, "auth whoami": _READ, "releases": _READ, "proxy": here,
        "suspend": Fact(Kind.STOPS, Thing.WORKLOAD), "open": _READ, "doctor": _READ,
        "console": _run, "orgs delete": Fact(Kind.DELETES, Thing.ORGANISATION),
        "orgs invite": Fact(Kind.ESCALATES, Thing.ACCOUNT), "checks list": _READ,
    },
    about={"": Thing.WORKLOAD}, flags=_FLAGS, where=("--app", "-a", "--config", "-c", "--org"),
    variables=("FLY_APP",),
)  # fmt: skip
VERCEL: Final = Client(
    "vercel",
    {
        "remove": _remove, "rm": _remove, "deploy": _production, "promote": _RELEASED,
        "rollback": _RELEASED, "env pull": _SHOWN, "env ls": _READ, "env add": _KEPT,
        "env rm": Fact(Kind.DELETES, Thing.SECRET), "dns rm": Fact(Kind.DELETES, Thing.DNS),
        "domains rm": Fact(Kind.DELETES, Thing.DNS), "logs": _READ, "inspect": _READ,
        "whoami": _READ, "login": here, "logout": here, "link": here, "switch": here,
        "pull": _SHOWN, "dev": here, "build": here, "project rm": _remove,
        "project remove": _remove, "alias rm": Fact(Kind.DELETES, Thing.NETWORK),
    },
    about={"": Thing.WORKLOAD}, flags=_FLAGS, where=("--scope", "-S"), bare=_production,
)  # fmt: skip
NETLIFY: Final = Client(
    "netlify",
    {
        "deploy": _production, "sites delete": _remove, "env set": _KEPT, "env get": _SHOWN,
        "env list": _SHOWN, "env unset": Fact(Kind.DELETES, Thing.SECRET), "env import": _KEPT,
        "login": here, "link": here, "dev": here, "build": here, "open": _READ, "logs": _READ,
        "functions invoke": Fact(Kind.EXECUTES, Thing.WORKLOAD), "api": Fact(
            Kind.WRITES, Thing.WORKLOAD, radius=Radius.UNKNOWN
        ),
    },
    about={"": Thing.WORKLOAD}, flags=_FLAGS, where=("--site", "-s", "--alias"), colon=True,
)  # fmt: skip
WRANGLER: Final = Client(
    "wrangler",
    {
        "deploy": _production, "publish": _production, "delete": _remove, "dev": here,
        "d1 execute": _sql("sqlite"), "d1 delete": _DATABASE, "login": here, "whoami": _READ,
        "d1 time-travel restore": Fact(Kind.WRITES, Thing.DATABASE), "tail": _READ, "init": here,
        "kv bulk delete": Fact(Kind.DELETES, Thing.ROWS, ("many",), Radius.SET),
        "kv namespace delete": Fact(Kind.DELETES, Thing.DATABASE),
        "kv key delete": Fact(Kind.DELETES, Thing.ROWS, ("key",), Radius.ONE),
        "kv bulk put": Fact(Kind.WRITES, Thing.ROWS, ("many",), Radius.SET),
        "r2 bucket delete": Fact(Kind.DELETES, Thing.BUCKET),
        "r2 object delete": Fact(Kind.DELETES, Thing.OBJECT),
        "secret put": _KEPT, "secret delete": Fact(Kind.DELETES, Thing.SECRET),
        "secret list": Fact(Kind.READS, Thing.SECRET), "rollback": _RELEASED, "types": here,
        "queues purge": Fact(Kind.DELETES, Thing.QUEUE, ("purge",), Radius.NAMESPACE),
    },
    about={"": Thing.WORKLOAD}, flags=_FLAGS, where=("--env", "-e", "--name"), colon=True,
)  # fmt: skip
CLOUDFLARED: Final = Client(
    "cloudflared",
    {
        "tunnel": Fact(Kind.EXPOSES, Thing.ENDPOINT, ("public",)),
        "tunnel run": Fact(Kind.EXPOSES, Thing.ENDPOINT, ("public",)),
        "tunnel list": Fact(Kind.READS, Thing.NETWORK), "update": here,
        "tunnel info": Fact(Kind.READS, Thing.NETWORK), "tunnel login": here,
        "tunnel delete": Fact(Kind.DELETES, Thing.NETWORK),
        "tunnel create": Fact(Kind.CREATES, Thing.NETWORK),
        "tunnel cleanup": Fact(Kind.STOPS, Thing.NETWORK), "tunnel token": _SHOWN,
        "tunnel route": Fact(Kind.WRITES, Thing.DNS), "service install": Fact(
            Kind.EXPOSES, Thing.ENDPOINT, ("public", "persistent")
        ),
        "access": here,
    },
    flags=_FLAGS, looks=LOOKS,
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "heroku": HEROKU.read,
    "fly": FLY.read,
    "flyctl": FLY.read,
    "vercel": VERCEL.read,
    "netlify": NETLIFY.read,
    "ntl": NETLIFY.read,
    "wrangler": WRANGLER.read,
    "cloudflared": CLOUDFLARED.read,
}
"""By the name of the program."""
