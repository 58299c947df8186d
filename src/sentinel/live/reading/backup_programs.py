"""Tools that keep copies of files: restic, borg, kopia, snapper and their like."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Radius, Undo
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads backup"
_SHOT: Final = "creates backup"
_OVER: Final = "writes folder hard"
_SET: Final = "writes backup system"
_LOST: Final = "deletes backup set never backup"
_GONE: Final = "deletes backup namespace never backup"
_KEPT: Final = "deletes backup set hard backup retention"
_SECRET: Final = "reveals secret"

_RESTIC: Final = table(
    {
        "snapshots, ls, stats, find, diff, check, version, cat config, cat snapshot, list, "
        "features, "
        "generate, cache, key list, tag --help, self-update --help, rewrite --dry-run": _LOOK,
        "dump, mount": _LOOK,
        "backup, copy, init": _SHOT,
        "restore": _OVER,
        "forget": _LOST,
        "prune, repair, recover, rewrite, migrate, rebuild-index": "deletes backup set hard backup",
        "unlock, tag": _SET,
        "key add, key passwd": "escalates secret",
        "key remove": "deletes secret",
        "cat masterkey": _SECRET,
    },
    "-r --repo -p --password-file --password-command -H --host --tag --path -o --option "
    "--cache-dir "
    "--keep-last --keep-daily --keep-weekly --keep-monthly --keep-yearly --keep-hourly "
    "--keep-within "
    "--limit-upload --limit-download -t --target -i --include -e --exclude --exclude-file "
    "--files-from "
    "--repository-file --key-hint --mode --read-data-subset",
    dry="-n --dry-run",
)
_BORG: Final = table(
    {
        "list, info, check, diff, version, repo-list, repo-info, mount, umount, help, analyze, "
        "debug info, benchmark crud, transfer --dry-run, config --list": _LOOK,
        "create, init, repo-create, export-tar, import-tar, transfer": _SHOT,
        "extract": _OVER,
        "delete, repo-delete, undelete": _GONE,
        "prune": _LOST,
        "compact, break-lock, rename, recreate, config, upgrade, key import, with-lock": _SET,
        "key export, key change-passphrase": _SECRET,
        "serve": "exposes backup",
    },
    "--rsh --remote-path -C --compression -e --exclude --exclude-from --pattern --patterns-from "
    "-P --prefix -a "
    "--glob-archives --keep-daily --keep-weekly --keep-monthly --keep-last --keep-within "
    "--keep-yearly --keep-hourly "
    "-r --repo --encryption --comment --timestamp --format --first --last --sort-by",
    dry="-n --dry-run",
)
_BORGMATIC: Final = table(
    {"list, info, rlist, rinfo, repo-list, repo-info, check, config validate, config show, "
     "config generate": _LOOK,
     "create, rcreate, repo-create, compact, export-tar": _SHOT, "prune": _LOST, "": _SHOT,
     "extract, restore": _OVER, "delete, repo-delete, rdelete": _GONE,
     "borg": "executes code unknown unknown"},
    "-c --config -v --verbosity --repository --archive --destination", dry="-n --dry-run",
    bare=_SHOT,
)  # fmt: skip
_KOPIA: Final = table(
    {
        "snapshot list, snapshot ls, snapshot verify, snapshot estimate, repository status, "
        "policy list, policy show, policy get, ls, "
        "list, show, diff, maintenance info, content list, content stats, blob list, blob stats, "
        "cache info, "
        "server status, user list, acl list, index list, mount, notification profile list": _LOOK,
        "snapshot create, snapshot save, repository create, repository sync-to": _SHOT,
        "snapshot restore, restore": _OVER,
        "snapshot delete, snapshot remove, snapshot rm": _LOST,
        "snapshot expire": _KEPT,
        "content delete, content rewrite, blob delete, blob gc, repository repair": _GONE,
        "policy set, policy delete, policy edit, maintenance run, maintenance set, repository "
        "connect, repository disconnect, cache clear, "
        "repository set-parameters, snapshot pin, snapshot migrate, server start, server "
        "refresh": _SET,
        "repository change-password": "escalates secret",
    },
    "--config-file -p --password --parallel --tags",
)
_DUPLICITY: Final = table(
    {"collection-status, list-current-files, verify, status, list": _LOOK,
     "full, incr, incremental, backup, inc, bkp, pre, post, backup_verify_purge": _SHOT,
     "restore, fetch": _OVER, "remove-older-than, remove-all-but-n-full, "
     "remove-all-inc-of-but-n-full, cleanup, purge, purgefull, purgeincr, purgeall, "
     "purge-full": _LOST, "": _SHOT},
    "--encrypt-key --sign-key --exclude --include --full-if-older-than --file-to-restore -t --time",
)  # fmt: skip
_RDIFF: Final = table(
    {"": _SHOT, "list, info, compare, calculate, test, verify": _LOOK, "backup": _SHOT,
     "restore": _OVER, "remove": _LOST, "regress": _GONE}, "--exclude --include --remote-schema",
    instead={"-l, --list-increments, --list-increment-sizes, --list-at-time, --verify, --compare, "
             "--calculate-average, --list-changed-since": _LOOK,
             "--remove-older-than": _LOST, "-r, --restore-as-of": _OVER,
                 "--check-destination-dir": _SET},
)  # fmt: skip
_RSNAPSHOT: Final = table(
    {"configtest, du, diff, help": _LOOK,
     "alpha, beta, gamma, delta, hourly, daily, weekly, monthly, sync, rollback": _SHOT},
    "-c", dry="-t",
)  # fmt: skip
_SNAPPER: Final = table(
    {"list, ls, list-configs, status, diff, get-config, xadiff, debug": _LOOK,
     "create, setup-quota": _SHOT,
     "create-config, set-config, modify, delete-config": _SET, "delete, remove, rm": _LOST,
     "cleanup": _KEPT,
     "undochange, rollback": "writes filesystem hard system"}, "-c --config -t -d",
)  # fmt: skip
_TIMESHIFT: Final = table(
    {"": _LOOK}, "--snapshot --snapshot-device --target-device --comments --tags --target",
    instead={"--list, --list-snapshots, --list-devices, --check": _LOOK, "--create": _SHOT,
             "--restore": "writes filesystem hard system", "--delete": _LOST, "--delete-all":
                 _GONE},
)  # fmt: skip
_PROXMOX: Final = table(
    {
        "list, snapshot list, snapshot files, catalog dump, status, version, snapshots, benchmark, "
        "task list": _LOOK,
        "backup": _SHOT,
        "restore, map, mount": _OVER,
        "forget, snapshot forget, prune": _LOST,
        "login, logout, key, namespace, garbage-collect, upload-log": _SET,
    },
    "--repository --ns --keyfile",
)
_TARSNAP: Final = table({"": _LOOK}, "-f --keyfile --cachedir -C", instead={
    "-d, --nuke": _GONE, "-c": _SHOT, "-x": _OVER,
        "--list-archives, -t, --print-stats, --verify-config, --dry-run": _LOOK})  # fmt: skip
_COPIES: Final = table({"": _SHOT}, "-c --configdir", bare=_SHOT, instead={
    "--prune-snapshots, --force-prune": _KEPT, "--monitor-snapshots, --monitor-health, "
                                               "--monitor-capacity, "
    "--version": _LOOK})  # fmt: skip
_BTRBK: Final = table({"list, stats, ls, diff, origin, usage, config": _LOOK,
                       "run, snapshot, resume, archive":
                       _SHOT, "clean, prune": _KEPT}, "-c", dry="-n --dry-run")  # fmt: skip
_XTRABACKUP: Final = table({"": _SHOT}, "--target-dir --user --password --host --datadir",
                           bare=_LOOK, instead={
    "--prepare": _SET, "--copy-back, --move-back":
        "writes database hard namespace", "--backup": _SHOT,
    "--version, --print-defaults": _LOOK})  # fmt: skip


def _restic(call: Call) -> Found:
    """Read `restic`: to forget what a rule of keeping leaves over is everyday upkeep."""
    found = _RESTIC(call)
    texts = " ".join(call.texts).replace("=", " ").split()
    kept = [texts[at + 1] for at, each in enumerate(texts[:-1]) if each.startswith("--keep-")]
    if "forget" in texts and kept and not any(each.startswith(("0", "$")) for each in kept):
        found.effects = [
            replace(each, radius=Radius.ONE, undo=Undo.HARD, marks=each.marks | {"condition"})
            if each.kind is Kind.DELETES else each
            for each in found.effects
        ]  # fmt: skip
    return found


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("restic", "rustic"), _restic),
    **dict.fromkeys(("borg", "borg2", "borgbackup"), _BORG),
    "borgmatic": _BORGMATIC,
    "kopia": _KOPIA,
    **dict.fromkeys(("duplicity", "duply"), _DUPLICITY),
    "rdiff-backup": _RDIFF,
    "rsnapshot": _RSNAPSHOT,
    "snapper": _SNAPPER,
    "timeshift": _TIMESHIFT,
    "proxmox-backup-client": _PROXMOX,
    "tarsnap": _TARSNAP,
    **dict.fromkeys(("sanoid", "syncoid", "zfs-auto-snapshot"), _COPIES),
    "zrepl": table({"status, version, configcheck, test": _LOOK, "signal, daemon": _SET,
                    "zfs-abstraction release-all": _LOST}),
    "btrbk": _BTRBK,
    **dict.fromkeys(("xtrabackup", "mariabackup", "mariadb-backup"), _XTRABACKUP),
    **dict.fromkeys(("mydumper",), table({"": _SHOT}, "-h -u -p -B -o", bare=_SHOT)),
    "myloader": table({"": "writes database hard namespace"}, "-h -u -p -B -d",
                      extra={"-o, --overwrite-tables": "deletes table namespace never"}),
    **views("innochecksum pg_verifybackup", "-r"),
}  # fmt: skip
"""Readers of this module, by program."""
