"""Keepers of clusters of databases: Cassandra, InfluxDB, ClickHouse, Patroni, Debian's PostgreSQL.

Also programs that copy, check and load whole database servers. Marks of our own: `locks`,
`overwrite`, `recovery`, `replication`, `upkeep`.
"""

from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import plain, read, reader, shown, tool

_LOOK: Final = "reads database set"
_CONFIG: Final = "writes configuration"
_NODETOOL: Final = tool(
    {
        "status, info, ring, tpstats, tablestats, cfstats, tablehistograms, cfhistograms, "
        "proxyhistograms, netstats, describecluster, describering, gossipinfo, compactionstats, "
        "compactionhistory, listsnapshots, statusbinary, statusgossip, statushandoff, "
        "statusbackup, statusautocompaction, version, toppartitions, profileload, gcstats, "
        "failuredetector, rangekeysample, viewbuildstatus, datapaths, getcompactionthroughput, "
        "getcompactionthreshold, getconcurrency, getconcurrentcompactors, getendpoints, "
        "getinterdcstreamthroughput, getlogginglevels, getmaxhintwindow, getseeds, getsstables, "
        "getstreamthroughput, gettimeout, gettraceprobability, getauditlog, getfullquerylog, "
        "getsnapshotthrottle, getbatchlogreplaytrottle, getconcurrentviewbuilders, "
        "getdefaultrf, getcolumnindexsize, repair_admin list, sjk, listpendinghints, "
        "bootstrap status, checkandrepaircdcstreams, clientstats": _LOOK,
        "repair, repair_admin, flush, upgradesstables, scrub, verify, cleanup, "
        "garbagecollect, relocatesstables, rebuild_index, rebuild_view, refresh, import, "
        "refreshsizeestimates, recompress_sstables": "writes table set upkeep",
        "compact": "writes table set locks",
        "rebuild, bootstrap, join": "writes cluster hard",
        "snapshot": "creates backup backup",
        "clearsnapshot": "deletes backup set never",
        "drain, stopdaemon, disablebinary, disablegossip, disablethrift": "stops node",
        "enablebinary, enablegossip, enablethrift, resumehandoff": "starts node",
        "decommission": "deletes node account hard", "removenode": "deletes node hard",
        "assassinate": "deletes node never force", "move": "writes cluster hard",
        "pausehandoff, disablehandoff, disablehintsfordc": "weakens cluster replication",
        "disablebackup": "weakens backup backup",
        "disableauditlog": "weakens audit audit",
        "resetfullquerylog": "deletes audit audit",
        "truncatehints": "deletes queue namespace never",
        "resetlocalschema": "writes schema hard",
        "invalidatekeycache, invalidaterowcache, invalidatecountercache, "
        "invalidatepermissionscache, invalidaterolescache, invalidatecredentialscache, "
        "invalidatejmxpermissionscache, invalidatenetworkpermissionscache": "deletes cache easy",
        "stop": "stops process",
        "setcompactionthroughput, setcompactionthreshold, setconcurrency, setstreamthroughput, "
        "setinterdcstreamthroughput, setlogginglevel, settraceprobability, settimeout, "
        "setcachecapacity, setcachekeystosave, sethintedhandoffthrottlekb, setmaxhintwindow, "
        "setconcurrentcompactors, setconcurrentviewbuilders, setsnapshotthrottle, "
        "disableautocompaction, enableautocompaction, enablebackup, enablehandoff, "
        "enableauditlog, enablefullquerylog, disablefullquerylog, enablehintsfordc, "
        "replaybatchlog, reloadseeds, reloadtriggers, reloadssl, reloadlocalschema": _CONFIG,
    },
    "-p --port -u --username -pw --password -pwf --password-file -t --tag -cf -kt --kt-list "
    "-pr2 -dc --in-dc -hosts --in-hosts -st --start-token -et --end-token -j --jobs --job-threads",
    hosts="-h --host", single=True,
)  # fmt: skip
_INFLUX: Final = tool(
    {
        "bucket list, bucket ls, org list, org ls, user list, user ls, task list, task log, "
        "task run list, ping, version, telegrafs, v1 dbrp list, v1 shell, config list, config ls, "
        "dashboards, remote list, replication list, stacks, template, inspect, org members list, "
        "bucket-schema list, completion": _LOOK,
        "auth list, auth ls, v1 auth list": "reveals secret secret",
        "config, config create, config set": "writes configuration local",
        "write": "creates rows set hard", "write dryrun": "reads file",
        "delete": "deletes rows namespace never",
        "bucket delete": "deletes database namespace never",
        "bucket create, org create, user create, task create": "creates configuration",
        "bucket update": "writes database hard", "task update": "writes schedule",
        "org delete": "deletes organisation account never", "user delete": "deletes account hard",
        "user password": "writes account hard", "auth delete": "deletes account hard",
        "auth create, v1 auth create": "escalates account secret",
        "auth inactive": "stops account", "auth active": "starts account",
        "task delete": "deletes schedule hard", "task retry-failed, task run retry":
        "starts process", "backup": "creates backup backup",
        "restore": "writes database namespace hard overwrite",
        "apply": _CONFIG, "export": "reads configuration set", "setup": "creates account admin",
        "replication delete, remote delete": "deletes cluster hard replication",
        "replication create, remote create": "writes cluster replication",
    },
    "-o --org --org-id -t --token -b --bucket --bucket-id -n --name -i --id -c --active-config "
    "--configs-path --start --stop -p --predicate --precision -f --file -r --retention "
    "--http-debug -l --limit --format -d --description -u --url --user --shard-group-duration",
    hosts="--host", marks={"--force": "force"},
)  # fmt: skip
_FLUX_ACTS: Final = re2.compile(r"\bto\s*\(|\bimport\b|\bexperimental\b|\bhttp\b|secrets\.|post")
_PATRONI: Final = tool(
    {
        "list, topology, history, show-config, version, dsn": _LOOK,
        "query": "executes code", "edit-config": _CONFIG, "reload": "writes configuration",
        "restart": "stops database restart", "failover": "stops database namespace replication",
        "switchover": "stops database namespace replication",
        "reinit": "deletes database never overwrite", "remove": "deletes cluster account never",
        "pause": "weakens cluster protection", "resume": "starts cluster",
        "flush": "writes schedule", "demote-cluster": "stops database account",
        "promote-cluster": "stops database account",
    },
    "-c --config-file -d --dcs-url --dcs -r --role -m --member --group --format -s --set "
    "--leader --candidate --master --primary --scheduled -p --pg --timeout -W",
    marks={"--force": "force"},
)  # fmt: skip
_REPMGR: Final = tool(
    {
        "cluster show, cluster matrix, cluster crosscheck, cluster event, node status, "
        "node check, daemon status, service status": _LOOK,
        "standby switchover, standby promote, standby follow": "stops database replication",
        "standby clone, node rejoin": "writes database hard overwrite",
        "standby register, primary register, witness register": "writes cluster",
        "standby unregister, primary unregister, witness unregister": "writes cluster hard",
        "cluster cleanup": "deletes audit set", "node service": "stops database",
        "service pause, daemon pause": "weakens cluster protection",
        "service unpause, daemon unpause": "starts cluster",
    },
    "-f --config-file -h --host -U --username -d --dbname -p --port -D --pgdata --node-id -L",
    dry="--dry-run",
)  # fmt: skip
_CLUSTERS: Final = tool(
    {
        "": "reads database", "start": "starts database", "stop": "stops database account",
        "restart": "stops database account restart", "reload": "writes configuration",
        "status": _LOOK, "promote": "stops database account replication",
    },
    "-m --mode -o --options",
)  # fmt: skip
_PLAIN: Final = {
    "pg_lsclusters, pg_waldump, pg_xlogdump, pg_verifybackup, pg_test_fsync, pg_test_timing, "
    "pg_activity, pg_top, pg_config, innotop, mytop, pt-summary, pt-mysql-summary, "
    "pt-show-grants, pt-duplicate-key-checker, pt-variable-advisor, pt-index-usage, pt-diskstats, "
    "pt-ioprofile, pt-mext, pt-align, pt-config-diff, pt-deadlock-logger, pt-fk-error-logger, "
    "pt-replica-find, pt-slave-find, pt-upgrade, pt-visual-explain, pt-fingerprint, "
    "mysqldumpslow, mysql_config, my_print_defaults, perror, mysqltuner, mysqltuner.pl, "
    "innochecksum, bsondump, redis-check-rdb, sstablemetadata, sstabledump, sstableutil, "
    "sqldiff, sqlite3_analyzer, pgbadger, check_postgres, pg_amcheck": _LOOK,
    "pt-table-checksum": "writes table set upkeep", "pt-stalk": "creates file",
    "pt-heartbeat": "writes rows", "pt-table-sync": "writes rows namespace hard",
    "pt-slave-restart, pt-replica-restart": "writes cluster replication",
    "pg_repack": "writes table set locks", "pg_dropcluster": "deletes database account never",
    "pg_createcluster": "creates database", "pg_renamecluster": "writes database hard",
    "pg_upgradecluster, pg_upgrade": "writes database account hard",
    "pg_receivewal, pg_recvlogical": "creates backup backup",
    "pgloader": "writes database namespace hard", "mysqlslap, redis-benchmark, "
    "cassandra-stress, sysbench, memtier_benchmark": "writes rows set hard",
    "mysql_upgrade": "writes schema hard", "mysql_secure_installation": "writes account hard",
    "mysql_tzinfo_to_sql": "reads file", "mydumper, mysqlpump": "creates backup backup",
    "myloader": "writes database namespace hard", "innobackupex": "creates backup backup",
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
_XTRABACKUP: Final = tool(
    {"": "reads database"},
    "-u --user --password -H --host -P --port -S --socket --target-dir --datadir "
    "--defaults-file --parallel --incremental-basedir --incremental-dir --stream --compress "
    "--compress-threads --throttle --tmpdir --databases --tables --encrypt --encrypt-key-file",
    instead={
        "--copy-back": "writes database account hard overwrite",
        "--move-back": "writes database account hard overwrite",
        "--backup": "creates backup backup", "--prepare": "writes backup",
        "--stats": _LOOK, "--decompress": "writes backup",
    },
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


def influx(call: Call) -> Found:
    """Read `influx`: a query is a query where no function of it writes or fetches."""
    given = options(call.words, _INFLUX.valued | {"-execute", "-database", "-host", "-port"})
    place = place_of(" ".join(given.values("--host", "-host")))
    if given.has("-execute"):
        words = given.given["-execute"]
        return Found(inner=[Inner("sql", each.text, each.fixed, place=place) for each in words])
    if given.verb() != "query":
        return read(_INFLUX, call)
    text = " ".join(given.texts[1:])
    if given.has("-f", "--file") or not text or not all(each.fixed for each in given.plain):
        return Found().unread(shown(call), "a query that is not on the page", "dynamic")
    if _FLUX_ACTS.search(text):
        return Found().unread(shown(call), "a query that may write", "unknown-program")
    return read(tool({"query": "reads rows set"}), replace(call, words=tuple(given.plain)))


PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_PLAIN, _PLAIN_VALUED),
    "nodetool": reader(_NODETOOL),
    "influx": influx,
    "patronictl": reader(_PATRONI),
    "repmgr": reader(_REPMGR),
    "pg_ctlcluster": lambda call: read(_CLUSTERS, replace(call, words=call.words[2:])),
    "mysqlbinlog": reader(_BINLOG),
    "mariadb-binlog": reader(_BINLOG),
    "xtrabackup": reader(_XTRABACKUP),
    "mariabackup": reader(_XTRABACKUP),
    "mariadb-backup": reader(_XTRABACKUP),
    "clickhouse-backup": reader(_CHBACKUP),
    "pg_checksums": reader(_CHECKSUMS),
    "mongofiles": reader(_FILES),
}
