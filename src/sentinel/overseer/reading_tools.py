"""The figures in tool outputs, one table of patterns a tool.

A pattern finds one fact. What it captures is a number, or a word that stands
for one: 1 for the state that is usually harmless to act in, 0 for the other.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sentinel.briefing import Line
from sentinel.overseer.reading_calls import FINDERS
from sentinel.overseer.reading_facts import ESTATE, MAX_CHARS, NUMBER, Fact, Reading, Rename
from sentinel.overseer.reading_patterns import Pattern, number, state
from sentinel.overseer.reading_security import INTRUDER, SECURITY, SHIPPED

NEVER_MIN: Final = 1e6
"""Age of a snapshot that does not exist, in minutes."""

_PRELOADED: Final = state(
    "preloaded", r"((?:address|nam)es preloaded|looks (?:address|nam)es up)",
    {"addresses preloaded": 1.0, "names preloaded": 1.0, "looks addresses up": 0.0,
     "looks names up": 0.0}, estate=True,
)  # fmt: skip

PATTERNS: Final[dict[str, tuple[Pattern, ...]]] = {
    "check_service_status": (
        number("start_s", rf"start takes ~{NUMBER}s"),
        _PRELOADED,
        SHIPPED,
        number("cold", rf"config reads {NUMBER}% of a store", estate=True),
        state("table_per_node", r"conntrack/(node|cluster)",
               {"node": 1.0, "cluster": 0.0}, estate=True),
        state("creation", r"webhook policy-guard (answers|timing out)[^\n]*",
               {"answers": 1.0, "timing out": 0.0}, estate=True),
        number("headroom", rf"cluster headroom {NUMBER} pods", estate=True),
        number("hpa_min", rf"hpa min {NUMBER}"),
        state("no_hpa", r"(no hpa)", {"no hpa": 1.0}),
        number("manifest", rf"manifest {NUMBER}"),
        number("fleet_max", rf"threads allow {NUMBER} replicas"),
        number("on_node", rf"{NUMBER}% on worker-3"),
        number("canary", rf"newest version on {NUMBER}% of pods"),
    ),
    "check_recent_deploys": (
        state("image", r"image (present|garbage-collected)",
               {"present": 1.0, "garbage-collected": 0.0}),
        number("previous_err", rf"it ran at {NUMBER}% errors"),
        number("previous_leak", rf"errors, mem \+{NUMBER}%/min"),
        state("schema", r"schema: (expand|contract) phase", {"expand": 1.0, "contract": 0.0}),
        number("pool", rf"db pool {NUMBER} per replica"),
        number("previous_pool", rf"per replica, \S+ had {NUMBER}"),
        state("hotfix", r"hotfix (built|none)", {"built": 1.0, "none": 0.0}),
    ),
    "check_metrics": (
        number("rps", rf"rps {NUMBER} "),
        number("waiting", rf"waiting {NUMBER} requests"),
        number("mem", rf"\nmem {NUMBER}% "),
        number("leak", rf"\nmem \S+% \+{NUMBER}%/min"),
        number("iowait", rf"iowait {NUMBER}%"),
        number("traffic", rf"edge traffic {NUMBER} rps", estate=True),
        number("shed", rf"shed {NUMBER}%", estate=True),
        number("slo_ms", rf"slo p95 {NUMBER} ms", estate=True),
    ),
    "check_flags": (
        state("flag", r"\n\S+\.\S+  (on|off)  ", {"on": 1.0, "off": 0.0}),
        number("flag_guards", rf"protects {NUMBER}% of requests"),
        number("hosts", rf"new ruleset on {NUMBER}/8 hosts"),
        state("flag_plain", r"(gradual rollout) of a newer path", {"gradual rollout": 1.0}),
    ),
    "query_logs": (
        number("version_err", rf"ERROR v[0-9]+ [^\n]{{1,200}}?, {NUMBER}% of requests"),
        number("flag_err", rf"ERROR \[flag \S+=on\] [^\n]{{1,200}}?, {NUMBER}% of requests"),
        number("retired", rf"retired path taken on older hosts, {NUMBER}% of calls"),
        number("threads", rf"pthread_create: [^\n]{{1,60}}?, {NUMBER}% of calls"),
        number("silent_pods", rf"no answer from pods on worker-3, {NUMBER}%"),
        number("killed", rf"killed at memory limit, now {NUMBER}%"),
        number("noauth", rf"NOAUTH Authentication required, {NUMBER}%"),
        state("evicting", r"(maxmemory reached)", {"maxmemory reached": 1.0}),
        number("hung", rf"watchdog: {NUMBER}% of workers hung"),
        number("refused", rf"signature refused: [^\n]{{1,200}}?, {NUMBER}% of requests"),
        state("fenced", r"(read-only transaction)", {"read-only transaction": 1.0}),
        number("poison", rf"stale value returned on {NUMBER}% of reads"),
        state("renewed", r"(new certificate on disk)", {"new certificate on disk": 1.0}),
        number("exits", rf"field quota is blank, exit 1, {NUMBER}% of pods"),
        number("strangers", rf"bulk reads by strangers, {NUMBER} reads/s"),
        number("rule_cost", rf"edge rule evaluation takes {NUMBER}%", estate=True),
    ),
    "check_backups": (
        number("snapshot_min", rf"snapshot {NUMBER}m old"),
        state("snapshot_min", r"(no snapshot)", {"no snapshot": NEVER_MIN}),
        number("rows_since", rf"rows since snapshot {NUMBER}"),
        state("archived", r"wal archive (on|off)", {"on": 1.0, "off": 0.0}, estate=True),
        number("position", rf"position now {NUMBER}"),
        number("retention_min", rf"repo1 retention {NUMBER}m"),
        state("key_off", r"(key disabled)", {"key disabled": 1.0}),
        state("backups", r"schedule (enabled|disabled)", {"enabled": 1.0, "disabled": 0.0}),
    ),
    "check_replication": (
        state("a_primary", r"\S+-a  (primary|replica)", {"primary": 1.0, "replica": 0.0}),
        state("fenced", r"(accepts writes|fenced)", {"accepts writes": 0.0, "fenced": 1.0}),
        state("replica", r"replica  (streaming|not connected)",
               {"streaming": 1.0, "not connected": 0.0}),
        number("lag", rf"lag {NUMBER} rows"),
        number("writes_min", rf"writes {NUMBER} rows/min"),
        state("sync", r"synchronous_commit (on|local)", {"on": 1.0, "local": 0.0}, estate=True),
        state("slot", r"slot \S+ (active=f|active=t|none)",
               {"active=f": 1.0, "active=t": 0.0, "none": 0.0}),
    ),
    "check_locks": (
        number("conns", rf"conns {NUMBER}/"),
        number("max_conns", rf"conns \d+/{NUMBER}"),
        number("idle", rf"idle {NUMBER}"),
        number("memory_conns", rf"memory carries {NUMBER} conns"),
        number("lock", rf"holds locks, blocks {NUMBER}% of work"),
        state("unlocked", r"(no session waits)", {"no session waits": 1.0}),
        number("undo_s", rf"undo takes {NUMBER}s"),
        state("migrating", r"(migration [0-9]+ running)", {}),
        state("job", r"-batch (enabled|suspended)", {"enabled": 1.0, "suspended": 0.0}),
    ),
    "check_storage": (
        number("disk", rf"used {NUMBER}%"),
        number("growth", rf"used \S+%, \+{NUMBER}%/min"),
        state("quota", r"volume (may still grow|quota reached)",
               {"may still grow": 1.0, "quota reached": 0.0}, estate=True),
        number("wal", rf"pg_wal {NUMBER}%"),
        number("archives", rf"old archives {NUMBER}%"),
    ),
    "check_cache": (
        number("hit_rate", rf"hit_rate {NUMBER}%"),
        number("warm", rf"hot keys loaded {NUMBER}%"),
        number("sessions", rf"{NUMBER}% of user sessions live here"),
        state("no_sessions", r"(0 session keys)", {"0 session keys": 1.0}),
        number("poison", rf"checksum mismatch {NUMBER}%"),
        number("holds", rf"maxmemory holds {NUMBER}% of hot keys"),
        state("cache_room", r"host has (room for|no memory left)",
               {"room for": 1.0, "no memory left": 0.0}),
        number("noauth", rf"NOAUTH to {NUMBER}% of clients"),
    ),
    "check_queue": (
        number("depth", rf"depth {NUMBER} messages"),
        state("stuck", r"head (advances|offset)", {"advances": 0.0, "offset": 1.0}),
        number("comes_min", rf"\nin {NUMBER}/min"),
        number("pace_min", rf"workers take up to {NUMBER}/min"),
        number("workers", rf"\nworkers {NUMBER} partitions"),
        number("partitions", rf" partitions {NUMBER}"),
        number("slow", rf"workers' version costs {NUMBER}%"),
    ),
    "check_network": (
        number("paths", rf"paths up {NUMBER}%"),
        state("later_push", r"push \d+ (latest|followed by push \d+, which carries the routes of)",
               {"latest": 0.0}, estate=True),
        state("resolves", r"dns (resolves|NXDOMAIN)", {"resolves": 1.0, "NXDOMAIN": 0.0}),
        state("automation", r"automation (running|paused)", {"running": 1.0, "paused": 0.0},
               estate=True),
        state("stale_plan", r"(queued plan|plan current)",
               {"queued plan": 1.0, "plan current": 0.0}),
        state("open", r"fw allows (0\.0\.0\.0/0|callers only)",
               {"0.0.0.0/0": 1.0, "callers only": 0.0}),
        state("drained", r"(zone-a drained|both zones serving)",
               {"zone-a drained": 1.0, "both zones serving": 0.0}, estate=True),
        number("busiest", rf"busiest \S+ {NUMBER}% of its capacity", estate=True),
        state("egress", r"egress lets through (any account|own accounts only)",
               {"any account": 1.0, "own accounts only": 0.0}, estate=True),
        number("own_a", rf"own accounts {NUMBER}", estate=True),
        number("own_b", rf"own accounts [0-9]+, {NUMBER}", estate=True),
        state("oob", r"oob path (up|down)", {"up": 1.0, "down": 0.0}, estate=True),
    ),
    "check_secrets": (
        state("holds_new", r"\S+ holds (v1|v2)", {"v2": 1.0, "v1": 0.0}),
        number("token_sessions", rf"tokens of {NUMBER}% of user sessions"),
        number("holders", rf"v2 held by {NUMBER}/", estate=True),
        number("consumers", rf"v2 held by \d+/{NUMBER}", estate=True),
        state("given", r"consumers, (given|not given)", {"given": 1.0, "not given": 0.0},
               estate=True),
        state("old_secret", r"v1 (accepted|disabled|deleted)",
               {"accepted": 1.0, "disabled": 0.0, "deleted": -1.0}, estate=True),
        state("certificate", r"certificate of \S+ (ends|expired)", {"ends": 1.0, "expired": 0.0}),
        state("tls", r"peer checks (on|off)", {"on": 1.0, "off": 0.0}, estate=True),
    ),
    "check_nodes": (
        state("node_failed", r"worker-3  (NotReady|Ready)", {"NotReady": 1.0, "Ready": 0.0},
               estate=True),
        state("node_store", r"(no local volume|only volume of \S+) ",
               {"no local volume": 0.0}, estate=True),
        state("thread_room", r"hosts have (memory for|no memory for)",
               {"memory for": 1.0, "no memory for": 0.0}, estate=True),
        number("upgraded", rf"upgrade to v1.24 on {NUMBER}% of nodes", estate=True),
        state("label", r"matches (every node|no upgraded node)",
               {"every node": 1.0, "no upgraded node": 0.0}, estate=True),
        state("store_match", r"etcd backup taken by (this version|the version before)",
               {"this version": 1.0, "the version before": 0.0}, estate=True),
    ),
    "check_audit": (
        state("audit", r"log (writing|stopped)", {"writing": 1.0, "stopped": 0.0}, estate=True),
        state("role", r"incident-team role (none|reader|admin by break-glass|admin)",
               {"none": 0.0, "reader": 1.0, "admin": 2.0, "admin by break-glass": 3.0},
               estate=True),
        state("shipped", r"records (copied to log-archive|kept on this host)",
               {"copied to log-archive": 1.0, "kept on this host": 0.0}, estate=True),
        state("attack", r"(tries many ports|background scanners)",
               {"tries many ports": 1.0, "background scanners": 0.0}, estate=True),
        INTRUDER,
        SHIPPED,
    ),
    **SECURITY,
    "check_resolver": (
        number("servfail", rf"SERVFAIL {NUMBER}%", estate=True),
        number("queries", rf"queries a name {NUMBER}", estate=True),
        state("resolver_kept", r"its upstreams (answer|were retired)",
               {"answer": 1.0, "were retired": 0.0}, estate=True),
        _PRELOADED,
    ),
    "check_firewall": (
        state("push_opens", r"(undo restores|undo also reopens)",
               {"undo restores": 0.0, "undo also reopens": 1.0}, estate=True),
        state("open", r"ingress from (0\.0\.0\.0/0|listed callers)",
               {"0.0.0.0/0": 1.0, "listed callers": 0.0}),
        number("dropped", rf"SYN dropped {NUMBER}%"),
    ),
    "check_links": (
        number("loss", rf"zone-b loss {NUMBER}%", estate=True),
        number("cut", rf"{NUMBER}% of calls to the primary cross"),
        state("failover", r"automated failover (armed|paused|has fenced)",
               {"armed": 1.0, "paused": 0.0, "has fenced": 0.0}, estate=True),
        number("lag", rf"replica lacks {NUMBER} rows"),
        state("sync", r"commit (waits|does not wait) for the replica",
               {"waits": 1.0, "does not wait": 0.0}, estate=True),
        state("fenced", r"primary (fenced|takes writes)", {"fenced": 1.0, "takes writes": 0.0}),
        state("drained", r"(zone-a drained|both zones serving)",
               {"zone-a drained": 1.0, "both zones serving": 0.0}, estate=True),
    ),
    "check_conntrack": (
        number("table_max", rf"entries \d+/{NUMBER}", estate=True),
        number("table_wanted", rf"wanted {NUMBER}", estate=True),
        state("table_per_node", r"(a table on each node|one NAT table)",
               {"a table on each node": 1.0, "one NAT table": 0.0}, estate=True),
        state("table_memory", r"(memory for twice|no memory)",
               {"memory for twice": 1.0, "no memory": 0.0}, estate=True),
        state("keepalive", r"keep-alive (on|off)", {"on": 1.0, "off": 0.0}),
    ),
}  # fmt: skip
"""By tool."""

BOARD: Final = (
    number("conns", rf"conns {NUMBER}/"),
    number("max_conns", rf"conns \d+/{NUMBER}"),
    state("creation", r"pod creation (ok|failing)[^\n]*?(?=  )", {"ok": 1.0, "failing": 0.0},
           estate=True),
    number("headroom", rf"headroom {NUMBER} pods", estate=True),
    number("edge_rps", rf"edge {NUMBER} rps", estate=True),
)  # fmt: skip
"""What lines of the dashboard may say beyond the health of a service."""


def read_board(line: Line) -> list[Fact]:
    """Parse what a line of the dashboard says beyond the health of a service."""
    return list(_matched(BOARD, line, line.about, line.text[:MAX_CHARS]))


def read_tool(line: Line, about: str, current: Rename) -> Reading:
    """Parse one tool output.

    Args:
        line: The evidence.
        about: The service it is about, by its current name.
        current: Gives the current name of a service that the output names.
    """
    text = line.text[:MAX_CHARS]
    found = Reading(list(_matched(PATTERNS.get(line.source, ()), line, about, text)))
    finder = FINDERS.get(line.source)
    if finder is not None:
        finder(found, line, about, current, text)
    return found


def _matched(patterns: Iterable[Pattern], line: Line, about: str, text: str) -> Iterator[Fact]:
    """Find what a line states of what the patterns look for."""
    for pattern in patterns:
        match = pattern.regex.search(text)
        if match is None:
            continue
        said = match[1]
        value = float(said) if pattern.words is None else pattern.words.get(said, 1.0)
        whom = ESTATE if pattern.estate else about
        yield Fact(whom, pattern.what, value, line.id, match[0].strip(), line.age_s, said)
