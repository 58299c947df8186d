"""Programs that keep backups of PostgreSQL: `pgbackrest`, `barman`, `wal-g`.

What they do it to stands in an option or behind the verb. Marks of its own: `expired` (goes by
the retention that is set, which the command itself may lower).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import Tool, looks, read, reader, tool

_SHOT: Final = "creates backup namespace backup"
_KEPT: Final = "writes backup namespace easy"
_EXPIRED: Final = "deletes backup set never backup expired"
_GONE: Final = "deletes backup namespace never backup"
_OVER: Final = "writes database namespace hard overwrite"

_PGBACKREST: Final = tool(
    {
        "info, check, verify, version, repo-ls, repo-get, manifest, archive-get": "reads backup",
        "backup": _SHOT, "archive-push": _SHOT, "annotate": _KEPT,
        "stanza-create, stanza-upgrade, start": _KEPT,
        "restore": _OVER, "expire": _EXPIRED, "stanza-delete, repo-rm": _GONE,
        "repo-create, repo-put": _KEPT,
        "stop": "weakens backup namespace backup",
    },
    "--stanza --config --config-path --repo --set --type --target --pg1-path --repo1-path "
    "--log-level-console --log-level-file --process-max --repo1-retention-full --output "
    "--target-action --target-timeline --db-include --tablespace-map --link-map --annotation",
    marks={"--force": "force", "--delta": "force"},
    dry="--dry-run",
    names=0,
)  # fmt: skip

_BARMAN: Final = tool(
    {
        "list-server, list-servers, list-backup, list-backups, list-files, show-server, "
        "show-servers, show-backup, show-backups, status, check, check-backup, diagnose, "
        "get-wal, verify-backup, verify, replication-status": "reads backup",
        "backup": _SHOT,
        "cron, sync-info, sync-backup, sync-wals, keep": _KEPT,
        "receive-wal, switch-wal, switch-xlog, archive-wal, put-wal": _KEPT,
        "recover, restore": _OVER,
        "delete": "deletes backup one never backup",
    },
    "-c --config -f --format --target-time --target-xid --target-name --remote-ssh-command",
)

_WAL_G: Final = tool(
    {
        "backup-list, backup-show, wal-show, wal-verify, wal-fetch, st ls, st cat, st check, "
        "daemon-client": "reads backup",
        "backup-push, wal-push, wal-receive, catchup-push": _SHOT,
        "backup-mark, copy": _KEPT,
        "backup-fetch, catchup-fetch, catchup-receive": _OVER,
        "delete retain, delete before, delete target": "deletes backup set never backup",
        "delete everything, delete garbage, st rm": _GONE,
        "delete": _GONE,
    },
    "--config --turbo --tag",
)


def _pgbackrest(call: Call) -> Found:
    """Read `pgbackrest`; without a command it only takes over options, as for how long to keep."""
    given = options(call.words, _PGBACKREST.valued)
    if not given.plain:
        keeps = any("-retention-" in name for name in given.given)
        if not keeps:
            return Found().add(looks(call))
        return _named(call, tool({}, bare="writes backup namespace easy retention"))
    return _named(call, _PGBACKREST)


def _named(call: Call, what: Tool) -> Found:
    """Read by a table what an option names."""
    given = options(call.words, what.valued | _PGBACKREST.valued)
    stanza = given.given.get("--stanza", [Word("")])[-1]
    found = read(what, call, given)
    found.effects = [replace(each, name=stanza.text[:200]) for each in found.effects]
    return found


def _wal_g(call: Call) -> Found:
    """Read `wal-g`, which deletes only when it is told so twice."""
    given = options(call.words, _WAL_G.valued)
    if given.verb() == "delete" and not given.has("--confirm"):
        return Found().add(looks(call, "delete"))
    return read(_WAL_G, call, given)


PROGRAMS: Final[dict[str, Reader]] = {
    "pgbackrest": _pgbackrest,
    "barman": reader(_BARMAN),
    "wal-g": _wal_g,
}
