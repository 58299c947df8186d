"""The figures in tool outputs, one table of patterns a tool.

A pattern finds one fact. What it captures is a number, or a word that stands
for one: 1 for the state that is usually harmless to act in, 0 for the other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sentinel.briefing import Line
from sentinel.overseer.reading_calls import FINDERS
from sentinel.overseer.reading_facts import ESTATE, MAX_CHARS, NUMBER, Fact, Reading, Rename

NEVER_MIN: Final = 1e6
"""Age of a snapshot that does not exist, in minutes."""

Words = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one fact is printed."""

    what: str
    regex: re.Pattern[str]
    estate: bool
    """Whether it holds for the whole estate."""
    words: Words | None
    """Values of the words captured; None where a number is captured."""


def _number(what: str, regex: str, *, estate: bool = False) -> Pattern:
    return Pattern(what, re.compile(regex), estate, None)


def _state(what: str, regex: str, words: Words, *, estate: bool = False) -> Pattern:
    return Pattern(what, re.compile(regex), estate, words)


PATTERNS: Final[dict[str, tuple[Pattern, ...]]] = {
    "check_service_status": (
        _number("start_s", rf"start takes ~{NUMBER}s"),
        _state("creation", r"webhook policy-guard (answers|timing out)[^\n]*",
               {"answers": 1.0, "timing out": 0.0}, estate=True),
        _number("headroom", rf"cluster headroom {NUMBER} pods", estate=True),
        _number("hpa_min", rf"hpa min {NUMBER}"),
        _state("no_hpa", r"(no hpa)", {"no hpa": 1.0}),
        _number("manifest", rf"manifest replicas {NUMBER}"),
        _number("fleet_max", rf"threads allow {NUMBER} replicas"),
        _number("on_node", rf"{NUMBER}% of pods on worker-3"),
    ),
    "check_recent_deploys": (
        _state("image", r"image (present|garbage-collected)",
               {"present": 1.0, "garbage-collected": 0.0}),
        _number("previous_err", rf"it ran at {NUMBER}% errors"),
        _number("previous_leak", rf"errors, mem \+{NUMBER}%/min"),
        _state("schema", r"schema: (expand|contract) phase", {"expand": 1.0, "contract": 0.0}),
        _number("pool", rf"db pool {NUMBER} per replica"),
        _number("previous_pool", rf"per replica, \S+ had {NUMBER}"),
        _state("hotfix", r"hotfix (built|none)", {"built": 1.0, "none": 0.0}),
    ),
    "check_metrics": (
        _number("rps", rf"rps {NUMBER} "),
        _number("waiting", rf"waiting {NUMBER} requests"),
        _number("mem", rf"\nmem {NUMBER}% "),
        _number("leak", rf"\nmem \S+% \+{NUMBER}%/min"),
        _number("iowait", rf"iowait {NUMBER}%"),
        _number("traffic", rf"edge traffic {NUMBER} rps", estate=True),
        _number("shed", rf"shed {NUMBER}%", estate=True),
        _number("slo_ms", rf"slo p95 {NUMBER} ms", estate=True),
    ),
    "check_flags": (
        _state("flag", r"\n\S+\.\S+  (on|off)  ", {"on": 1.0, "off": 0.0}),
        _number("flag_guards", rf"protects {NUMBER}% of requests"),
        _number("hosts", rf"new ruleset on {NUMBER}/8 hosts"),
        _state("flag_plain", r"(gradual rollout) of a newer path", {"gradual rollout": 1.0}),
    ),
    "query_logs": (
        _number("version_err", rf"ERROR v[0-9]+ [^\n]{{1,200}}?, {NUMBER}% of requests"),
        _number("flag_err", rf"ERROR \[flag \S+=on\] [^\n]{{1,200}}?, {NUMBER}% of requests"),
        _number("retired", rf"retired path taken on older hosts, {NUMBER}% of calls"),
        _number("threads", rf"pthread_create: [^\n]{{1,60}}?, {NUMBER}% of calls"),
        _number("silent_pods", rf"no answer from pods on worker-3, {NUMBER}%"),
        _number("killed", rf"killed at memory limit, now {NUMBER}%"),
        _number("noauth", rf"NOAUTH Authentication required, {NUMBER}%"),
        _state("evicting", r"(maxmemory reached)", {"maxmemory reached": 1.0}),
        _state("stuck", r"(cannot deserialize) the head", {"cannot deserialize": 1.0}),
        _number("hung", rf"watchdog: {NUMBER}% of workers hung"),
        _number("refused", rf"signature refused: [^\n]{{1,200}}?, {NUMBER}% of requests"),
        _state("fenced", r"(read-only transaction)", {"read-only transaction": 1.0}),
        _number("poison", rf"stale value returned on {NUMBER}% of reads"),
    ),
    "check_backups": (
        _number("snapshot_min", rf"snapshot {NUMBER}m old"),
        _state("snapshot_min", r"(no snapshot)", {"no snapshot": NEVER_MIN}),
        _number("rows_since", rf"rows since snapshot {NUMBER}"),
        _number("position", rf"position now {NUMBER}"),
        _state("backups", r"schedule (enabled|disabled)", {"enabled": 1.0, "disabled": 0.0}),
    ),
    "check_replication": (
        _state("a_primary", r"\S+-a  (primary|replica)", {"primary": 1.0, "replica": 0.0}),
        _state("fenced", r"(accepts writes|fenced)", {"accepts writes": 0.0, "fenced": 1.0}),
        _state("replica", r"replica  (streaming|not connected)",
               {"streaming": 1.0, "not connected": 0.0}),
        _number("lag", rf"lag {NUMBER} rows"),
        _number("writes_min", rf"writes {NUMBER} rows/min"),
        _state("slot", r"slot \S+ (active=f|active=t|none)",
               {"active=f": 1.0, "active=t": 0.0, "none": 0.0}),
    ),
    "check_locks": (
        _number("conns", rf"conns {NUMBER}/"),
        _number("max_conns", rf"conns \d+/{NUMBER}"),
        _number("idle", rf"idle {NUMBER}"),
        _number("memory_conns", rf"memory carries {NUMBER} conns"),
        _number("lock", rf"holds locks, blocks {NUMBER}% of work"),
        _state("unlocked", r"(no session waits)", {"no session waits": 1.0}),
        _number("undo_s", rf"undo takes {NUMBER}s"),
        _state("migrating", r"(migration [0-9]+ running)", {}),
        _state("job", r"-batch (enabled|suspended)", {"enabled": 1.0, "suspended": 0.0}),
    ),
    "check_storage": (
        _number("disk", rf"used {NUMBER}%"),
        _number("growth", rf"used \S+%, \+{NUMBER}%/min"),
        _state("quota", r"volume (may still grow|quota reached)",
               {"may still grow": 1.0, "quota reached": 0.0}, estate=True),
        _number("wal", rf"pg_wal {NUMBER}%"),
        _number("archives", rf"old archives {NUMBER}%"),
    ),
    "check_cache": (
        _number("hit_rate", rf"hit_rate {NUMBER}%"),
        _number("warm", rf"hot keys loaded {NUMBER}%"),
        _number("sessions", rf"{NUMBER}% of user sessions live here"),
        _state("no_sessions", r"(0 session keys)", {"0 session keys": 1.0}),
        _number("poison", rf"checksum mismatch {NUMBER}%"),
        _number("holds", rf"maxmemory holds {NUMBER}% of hot keys"),
        _state("cache_room", r"host has (room for|no memory left)",
               {"room for": 1.0, "no memory left": 0.0}),
        _number("noauth", rf"NOAUTH to {NUMBER}% of clients"),
    ),
    "check_queue": (
        _number("depth", rf"depth {NUMBER} messages"),
        _state("stuck", r"head (advances|offset)", {"advances": 0.0, "offset": 1.0}),
        _number("comes_min", rf"\nin {NUMBER}/min"),
        _number("pace_min", rf"workers take up to {NUMBER}/min"),
        _number("workers", rf"\nworkers {NUMBER} partitions"),
        _number("partitions", rf" partitions {NUMBER}"),
        _number("slow", rf"workers' version costs {NUMBER}%"),
    ),
    "check_network": (
        _number("paths", rf"paths up {NUMBER}%"),
        _state("later_push", r"push \d+ (latest|followed by push \d+, which carries the routes of)",
               {"latest": 0.0}, estate=True),
        _state("resolves", r"dns (resolves|NXDOMAIN)", {"resolves": 1.0, "NXDOMAIN": 0.0}),
        _state("automation", r"automation (running|paused)", {"running": 1.0, "paused": 0.0},
               estate=True),
        _state("stale_plan", r"(queued plan|plan current)",
               {"queued plan": 1.0, "plan current": 0.0}),
        _state("open", r"fw allows (0\.0\.0\.0/0|callers only)",
               {"0.0.0.0/0": 1.0, "callers only": 0.0}),
        _state("drained", r"(zone-a drained|both zones serving)",
               {"zone-a drained": 1.0, "both zones serving": 0.0}, estate=True),
        _number("busiest", rf"busiest \S+ {NUMBER}% of its capacity", estate=True),
        _state("oob", r"oob path (up|down)", {"up": 1.0, "down": 0.0}, estate=True),
    ),
    "check_secrets": (
        _state("holds_new", r"\S+ holds (v1|v2)", {"v2": 1.0, "v1": 0.0}),
        _number("token_sessions", rf"tokens of {NUMBER}% of user sessions"),
        _number("holders", rf"v2 held by {NUMBER}/", estate=True),
        _number("consumers", rf"v2 held by \d+/{NUMBER}", estate=True),
        _state("given", r"consumers, (given|not given)", {"given": 1.0, "not given": 0.0},
               estate=True),
        _state("old_secret", r"v1 (accepted|disabled|deleted)",
               {"accepted": 1.0, "disabled": 0.0, "deleted": -1.0}, estate=True),
        _state("certificate", r"certificate of \S+ (ends|expired)", {"ends": 1.0, "expired": 0.0}),
        _state("tls", r"peer checks (on|off)", {"on": 1.0, "off": 0.0}, estate=True),
    ),
    "check_nodes": (
        _state("node_failed", r"worker-3  (NotReady|Ready)", {"NotReady": 1.0, "Ready": 0.0},
               estate=True),
        _state("node_store", r"(no local volume|only volume of \S+) ",
               {"no local volume": 0.0}, estate=True),
        _state("thread_room", r"hosts have (memory for|no memory for)",
               {"memory for": 1.0, "no memory for": 0.0}, estate=True),
        _number("upgraded", rf"upgrade to v1.24 on {NUMBER}% of nodes", estate=True),
        _state("label", r"matches (every node|no upgraded node)",
               {"every node": 1.0, "no upgraded node": 0.0}, estate=True),
        _state("store_match", r"etcd backup taken by (this version|the version before)",
               {"this version": 1.0, "the version before": 0.0}, estate=True),
    ),
    "check_audit": (
        _state("audit", r"log (writing|stopped)", {"writing": 1.0, "stopped": 0.0}, estate=True),
        _state("attack", r"(tries many ports|background scanners)",
               {"tries many ports": 1.0, "background scanners": 0.0}, estate=True),
    ),
}  # fmt: skip
"""By tool."""

BOARD: Final = (
    _number("conns", rf"conns {NUMBER}/"),
    _number("max_conns", rf"conns \d+/{NUMBER}"),
    _state("creation", r"pod creation (ok|failing)[^\n]*?(?=  )", {"ok": 1.0, "failing": 0.0},
           estate=True),
    _number("headroom", rf"headroom {NUMBER} pods", estate=True),
    _number("edge_rps", rf"edge {NUMBER} rps", estate=True),
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
