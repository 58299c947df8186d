"""Clients and upkeep of databases beside the common ones: Oracle, DB2, Neo4j, Hive, MySQL's shell.

Marks of our own: `recovery`, `overwrite`.
"""

import re
from typing import Final

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.database_clients import Client
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads database"
_READ: Final = deed("reads database set easy")
_CHANGE: Final = deed("writes database one hard")
_EVERYTHING: Final = deed("deletes filesystem account never", "recursive")
_UNSEEN: Final = deed("executes code unknown unknown", "file")
_NO: Final[frozenset[str]] = frozenset()

_HIVE: Final = Client(
    "hive", names("-e"), names("-f -i"), names("--database"),
    names("--hiveconf --hivevar -S --define -d --master --conf --name --queue --executor-memory "
          "--num-executors --driver-memory"),
)  # fmt: skip
_DB2: Final = Client("db2", _NO, names("-tvf -tf -f"), _NO, names("-z -r -l"), 0)
_CYPHER_VALUED: Final = names(
    "-a --address -u --username -p --password -d --database -f --file -P --param --format"
)
_CYPHER_WORDS: Final = re.compile(
    r"\b(create|merge|set|delete|detach|remove|drop|load|foreach|call|alter|grant|deny|revoke|stop|"
    r"start|terminate)\b", re.IGNORECASE,
)  # fmt: skip
_CYPHER_ALL: Final = re.compile(r"\bmatch\s*\(\s*\w+\s*\)\s*(?:detach\s+)?delete\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_PROCEDURES: Final = re.compile(
    r"\bcall\s+(?:db\.(?:labels|schema[\w.]*|indexes|constraints|relationshipTypes|propertyKeys|"
    r"ping|info)|dbms\.(?:components|listQueries|listConnections|queryJmx)|apoc\.meta[\w.]*)\b",
    re.IGNORECASE,
)
_ALL_NODES: Final = deed(
    "deletes rows account never", "no-condition", safer="MATCH ... LIMIT first"
)
_SOME_NODES: Final = deed("deletes rows set hard", "condition")
_GONE: Final = deed("deletes database namespace never")


def _cypher(call: Call) -> Found:
    """Read `cypher-shell`: statements of Cypher, by their words."""
    given = options(call.words, _CYPHER_VALUED)
    found = Found()
    for name in given.values("-f", "--file"):
        found.add(_UNSEEN.effect(name, "cypher-shell file", call.place))
    words = list(given.plain)
    if call.stdin is not None:
        words.append(Word(call.stdin.text, call.stdin.fixed))
    for word in words:
        for part in _QUOTED.sub("''", word.text).split(";"):
            _cypher_statement(part, word, call, found)
    if not (found.effects or found.opaque):
        found.unread("cypher-shell", "a session whose statements are not on the page", "dynamic")
    return found


def _cypher_statement(part: str, word: Word, call: Call, found: Found) -> None:
    text = _PROCEDURES.sub("", part)
    if not text.strip() and not part.strip():
        return
    if not word.fixed:
        found.unread(word.text, "a statement made at run time", "dynamic")
        return
    said = {each.lower() for each in _CYPHER_WORDS.findall(text)}
    row: Deed = _READ
    if _CYPHER_ALL.search(text):
        row = _ALL_NODES
    elif "delete" in said:
        row = _SOME_NODES
    elif "drop" in said:
        row = _GONE if "database" in text.lower() else deed("deletes index one hard")
    elif said & {"grant", "alter", "deny", "revoke"}:
        row = deed("escalates permission one easy")
    elif said & {"create", "merge", "set", "remove", "foreach"}:
        row = deed("writes rows set hard", "condition")
    elif said:
        row = deed("executes code one unknown")
    found.add(row.effect("", f"cypher {' '.join(sorted(said))}".strip(), call.place))


_NEO4J: Final = table(
    {
        "server status, server report, database info, server console --help, status, memrec, "
        "server memory-recommendation, database check, dbms unbind-system-db --help, version, "
        "server validate-config": _LOOK,
        "database dump, database backup, dump, backup": "creates backup backup",
        "database load, load, database restore, restore, database copy, database "
        "import": "writes database namespace hard overwrite",
        "server start, server restart, start, console": "starts unit",
        "server stop, stop": "stops unit",
        "dbms set-initial-password": "writes account",
        "server unbind, dbms unbind-system-db, unbind": "deletes cluster never",
    },
    "--from-path --to-path --database --verbose --pagecache --additional-config",
)
_RMAN_LOOKS: Final = re.compile(r"(?:list|report|show|validate|crosscheck|exit|quit)\b", re.I)
_RMAN_MAKES: Final = re.compile(r"(?:backup|configure\s+.*\bon|catalog|resync|connect|set)\b", re.I)


def _rman(call: Call) -> Found:
    """Read `rman`: its commands are words as well, `list backup summary;`."""
    given = options(call.words, names("cmdfile log"))
    text = call.stdin.text if call.stdin is not None else ""
    found = Found()
    for name in [each for each in given.texts if each.startswith(("cmdfile=", "@"))]:
        found.add(_UNSEEN.effect(name, "rman cmdfile", call.place))
    for part in (each.strip() for each in text.split(";")):
        if not part:
            continue
        if part.lower().startswith("delete"):
            row = deed("deletes backup set never", "recovery")
        elif part.lower().startswith("drop"):
            row = _GONE
        elif _RMAN_LOOKS.match(part):
            row = deed("reads backup set easy")
        elif _RMAN_MAKES.match(part):
            row = deed("creates backup one easy", "backup")
        else:
            row = deed("writes database namespace hard", "recovery")
        found.add(row.effect(part[:60], "rman", call.place))
    if not found.effects:
        found.unread("rman", "a session whose commands are not on the page", "dynamic")
    return found


_SHELL_VALUED: Final = names(
    "-e --execute -f --file -u --user -h --host -P --port -D --schema --database --uri "
    "--result-format --log-file -p --password"
)
_CLUSTER_LOOKS: Final = names(
    "status describe options dry-run check-instance-state list-routers get-cluster-set "
    "check-for-server-upgrade check-instance-configuration list get-name"
)
_CLUSTER_ENDS: Final = names("dissolve remove-instance force-quorum-using-partition-of "
                             "reboot-cluster-from-complete-outage force-primary-instance "
                             "drop")  # fmt: skip


def _mysqlsh(call: Call) -> Found:
    """Read MySQL's shell: SQL, JavaScript or Python, and `-- cluster status`."""
    given = options(call.words, _SHELL_VALUED)
    found = Found()
    if given.after:
        said = [each.text.lower() for each in given.after]
        verb = next((each for each in said[1:] if not each.startswith("-")), said[0])
        dry = any(each in ("--dryrun", "--dry-run", "--dryrun=true") for each in said)
        row = _READ if dry or verb in _CLUSTER_LOOKS or verb.startswith(("get-", "list-")) else (
            deed("deletes cluster one hard") if verb in _CLUSTER_ENDS else _UTIL.get(verb, _CHANGE)
        )  # fmt: skip
        return found.add(row.effect(" ".join(said[2:4]), f"mysqlsh {verb}", call.place))
    language = "sql" if given.has("--sql", "--sqlc") else ""
    for name in ("-e", "--execute"):
        for word in given.given.get(name, ()):
            _shell_text(call, word, language, found)
    for name in given.values("-f", "--file"):
        found.add(_UNSEEN.effect(name, "mysqlsh file", call.place))
    if call.stdin is not None and not found.effects:
        _shell_text(call, Word(call.stdin.text, call.stdin.fixed), language, found)
    if not (found.effects or found.inner or found.opaque):
        found.unread("mysqlsh", "a session whose statements are not on the page", "dynamic")
    return found


_UTIL: Final[dict[str, Deed]] = {
    **dict.fromkeys(("dump-instance", "dump-schemas", "dump-tables", "export-table"),
                    deed("creates backup one easy", "backup")),
    "load-dump": deed("writes database namespace hard", "overwrite"),
    "import-table": deed("creates rows set hard"),
    "set-primary-instance": deed("stops database one easy", "restart"),
    "switch-to-single-primary-mode": deed("stops database one easy", "restart"),
}  # fmt: skip
_SHELL_LOOKS: Final = re.compile(
    r"\s*(?:print\s*\(\s*)?dba\.get(?:Cluster|ReplicaSet|ClusterSet)\(\s*['\"\w]*\s*\)\."
    r"(?:status|describe|options|listRouters)\(\s*(?:\{[\w\s:,'\"]*\})?\s*\)\s*\)?\s*;?\s*"
)


def _shell_text(call: Call, word: Word, language: str, found: Found) -> None:
    if language == "sql":
        inner = Inner("sql", word.text, word.fixed, "mysql", call.place, call.marks)
        found.inner.append(inner)
    elif word.fixed and _SHELL_LOOKS.fullmatch(word.text):
        found.add(_READ.effect("", "mysqlsh status", call.place))
    else:
        found.unread(word.text, "code of MySQL's shell that is not known", "dynamic")


_HADOOP: Final = table(
    {
        "version, classpath, fsck, getconf, lssnapshottabledir, checknative": _LOOK,
    },
    instead={"-ls, -cat, -du, -df, -count, -tail, -stat, -test, -text, -head, -find, -getfacl, "
             "-checksum, -get, -copyToLocal, -report, -listCorruptFileBlocks, -list, -status, "
             "-help, -metasave, -getServiceState, -printTopology, -files, -blocks, "
             "-getDatanodeInfo, -fetchImage, -applicationId, -getAllServiceState": "reads folder",
             "-put, -copyFromLocal, -mkdir, -touchz, -cp, -appendToFile, -touch": "creates file",
             "-mv, -chmod, -chown, -setfacl, -setrep, -setSpaceQuota, -setQuota, -allowSnapshot":
                 "writes folder", "-rm, -rmr, -rmdir, -expunge": "deletes folder never",
             "-deleteSnapshot": "deletes backup never", "-createSnapshot": "creates backup backup",
             "-kill, -killTask": "stops workload", "-safemode, -saveNamespace, -refreshNodes, "
             "-failover, -transitionToActive, -transitionToStandby, -rollingUpgrade":
                 "writes cluster", "-format": "deletes filesystem account never",
             "-delete, -move": "deletes file set never"},
    single=True, marks={"-r, -R, -skipTrash": "recursive"},
)  # fmt: skip
_REMOVALS: Final = names("-rm -rmr")


def _hadoop(call: Call) -> Found:
    """Read `hdfs` and `hadoop`; a removal of a folder is as wide as its path says."""
    found, texts = _HADOOP(call), call.texts
    if texts[:1] in (["dfs"], ["fs"]) and texts[1:2] and texts[1] in _REMOVALS:
        for word in call.words[2:]:
            top = word.text.rstrip("/*").rpartition("://")[2].count("/") <= 1
            if not word.text.startswith("-") and word.text.startswith(("/", "hdfs:")) and top:
                found.add(_EVERYTHING.effect(word.text, f"{call.program} -rm", call.place))
    return found


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("hive", "spark-sql", "spark-beeline"), _HIVE),
    "db2": _DB2,
    "cypher-shell": _cypher,
    "neo4j-admin": _NEO4J,
    "neo4j": _NEO4J,
    "rman": _rman,
    "mysqlsh": _mysqlsh,
    **dict.fromkeys(("hdfs", "hadoop"), _hadoop),
    "mapred": _HADOOP,
    "lsnrctl": table({"status, services, version, show, help": _LOOK, "start, reload":
                      "starts unit", "stop": "stops unit", "set": "writes configuration"}),
    "expdp": table({"": "creates backup backup"}),
    "exp": table({"": "creates backup backup"}),
    "impdp": table({"": "writes database namespace hard overwrite"}),
    "imp": table({"": "writes database namespace hard overwrite"}),
    "bcp": table({"": "reads rows"}, "-S -U -P -d -b -f -F -L -r -t -h -o -e"),
    "pgloader": table({"": "writes database namespace hard"}, "--with --set --cast -l",
                      dry="--dry-run -D", instead={"--list-encodings, -E": _LOOK}),
    "pgbouncer": table({"": "starts unit"}, "-u", instead={"-V, -h": _LOOK}),
    "pgpool": table({"": "starts unit", "stop": "stops unit", "reload": "writes configuration"}),
    **views("oid2name memcstat memcping memcdump pg_verify_checksums ora2pg-report tnsping adrci "
            "orapki-list db2level db2pd db2ls oratab mongosh-info pgmetrics pgcenter "
            "pg_view pg_stat_statements redis-rdb-tools rdb redis-memory-for-key",
            "-d -H -p -U -h -s -f -c -u --servers"),
}  # fmt: skip
"""Readers of this module, by program."""
