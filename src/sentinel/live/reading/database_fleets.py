"""Programs that look into, copy, check and load whole database servers.

Marks of our own: `locks`,
`overwrite`, `recovery`, `replication`, `upkeep`.
"""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.system_verbs import plain, reader, tool

_LOOK: Final = "reads database set"
_PLAIN: Final = {
    "pg_xlogdump, "
    "pg_activity, pg_top, innotop, mytop, pt-summary, pt-mysql-summary, "
    "pt-show-grants, pt-duplicate-key-checker, pt-variable-advisor, pt-index-usage, pt-diskstats, "
    "pt-ioprofile, pt-mext, pt-align, pt-config-diff, pt-deadlock-logger, pt-fk-error-logger, "
    "pt-replica-find, pt-slave-find, pt-upgrade, pt-visual-explain, pt-fingerprint, "
    "mysqldumpslow, mysql_config, my_print_defaults, perror, mysqltuner, mysqltuner.pl, "
    "bsondump, redis-check-rdb, sstablemetadata, sstabledump, sstableutil, "
    "check_postgres, pg_amcheck": _LOOK,
    "pt-table-checksum": "writes table set upkeep", "pt-stalk": "creates file",
    "pt-heartbeat": "writes rows", "pt-table-sync": "writes rows namespace hard",
    "pt-slave-restart, pt-replica-restart": "writes cluster replication",
    "pg_repack": "writes table set locks",

    "pg_upgrade": "writes database account hard",
    "pg_receivewal, pg_recvlogical": "creates backup backup",
    "mysqlslap, redis-benchmark, "
    "cassandra-stress, memtier_benchmark": "writes rows set hard",
    "mysql_upgrade": "writes schema hard", "mysql_secure_installation": "writes account hard",
    "mysql_tzinfo_to_sql": "reads file", "mysqlpump": "creates backup backup",
    "innobackupex": "creates backup backup",
    "sstableloader": "writes rows namespace hard", "sstablescrub, sstableupgrade": "writes table",
    "redis-check-aof": "reads file", "elasticsearch-reset-password": "writes account hard secret",
    "elasticsearch-setup-passwords": "writes account set hard secret",
    "elasticsearch-node, opensearch-node": "writes node never force",
    "elasticsearch-shard, opensearch-shard": "deletes table namespace never",
}  # fmt: skip
_PLAIN_VALUED: Final = (
    "-h --host -p --port -P -u --user -U --username -d --database --dbname -t --table --tables -S "
    "--socket -n --num -o --output -D --databases --defaults-file --limit --since --until "
    "--replicate -c -w --threads --outputdir -B"
)
_BINLOG: Final = tool(
    {"": "reads audit"},
    "--start-datetime --stop-datetime --start-position --stop-position -d --database "
    "--base64-output -r --result-file -u --user -P --port -S --socket -j --include-gtids "
    "--exclude-gtids --rewrite-db --server-id --connection-server-id --result-file",
    hosts="-h --host", bare="reads audit",
    extra={"-r": "writes file", "--result-file": "writes file"},
)  # fmt: skip
_CHBACKUP: Final = tool(
    {
        "list, tables, default-config, print-config": "reads backup",
        "create, create_remote, upload": "creates backup backup", "download": "creates backup",
        "restore, restore_remote": "writes database namespace hard overwrite",
        "delete, clean, clean_remote_broken": "deletes backup never", "watch, server":
        "starts schedule",
    },
    "-c --config -t --tables -p --partitions --diff-from --diff-from-remote",
    extra={"--rm": "deletes table namespace hard overwrite",
           "--drop": "deletes table namespace hard overwrite"},
)  # fmt: skip
_CHECKSUMS: Final = tool(
    {"": "reads database"}, "-D --pgdata -f --filenode", bare="reads database",
    instead={"--enable": "writes database", "-e": "writes database",
             "--disable": "weakens database protection", "-d": "weakens database protection"},
)  # fmt: skip
_FILES: Final = tool(
    {"list, search": "reads object", "get, get_id, get_regex": "reads object",
     "put, put_id": "creates object", "delete, delete_id": "deletes object never"},
    "-h --host -d --db --uri -l --local -u --username -p --password --port --prefix",
)  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_PLAIN, _PLAIN_VALUED),
    "mysqlbinlog": reader(_BINLOG),
    "mariadb-binlog": reader(_BINLOG),
    "clickhouse-backup": reader(_CHBACKUP),
    "pg_checksums": reader(_CHECKSUMS),
    "mongofiles": reader(_FILES),
}
