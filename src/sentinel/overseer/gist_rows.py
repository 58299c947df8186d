"""What the gist of a briefing keeps of one line, in few tokens.

Clock times, ids and rows that never bear on an action are cut; figures are rounded to what a
person would say. Nothing is added that the line does not state.
"""

import re
from collections.abc import Callable
from typing import Final

Alias = Callable[[str], str]
"""Gives a text with every name of a service replaced by what it is to the proposal."""

_NOISE: Final = re.compile(
    r"^(?:pod \S+  1/1 Running  restarts \d$|event .*Created pod|FLAG  STATE|TABLE  SIZE"
    r"|.*(?:WARN gc pause|WARN client closed|INFO health check|INFO trace sampling"
    r"|WARN metrics export|INFO rotated access|INFO config reloaded|WARN deprecated header)"
    r"|.* allowed$|event .*FailedCreate|webhook policy-guard|node cpu |\(every host synced"
    r"|\(no flag is read|.*push \d+ latest)"
)
"""Rows that say nothing of what an action would do."""

_CUTS: Final = (
    (":", re.compile(r"\d\d:\d\d:\d\d ?"), ""),
    ("0.0.0.0/0", re.compile(r"0\.0\.0\.0/0"), "anyone"),
    ("pid ", re.compile(r" ?\(?pid \d+\)?"), ""),
    ("", re.compile(r"\b(push|rev|offset|rule|full|migration|xact|err) (?:np)?-?\d+(?![\d.]*%)"),
     r"\1"),
    ("", re.compile(r"\b(?:r|np-)\d+\b"), "r"),
    ("worker-3", re.compile(r"\bworker-3\b"), "worker"),
    ("", re.compile(r"\brepo1|db0\b|status: ok, cipher none, |upgrade to v[\d.]+ "
                    r"|  checksums verified| attempts [\d.]+| \(position now \d+\)"
                    r"|lsn \d+ applied \d+ |, last 5 min|with length \d+"), ""),
    ("backup full-", re.compile(r"backup full-\S+  "), ""),
    ("ERROR v", re.compile(r"ERROR v\d* .*?, (?=\d)"), "own error "),
    ("", re.compile(r"[;,] \S+ drop 0% live 100%| \(taken \)| timeout [\d.]+(?= retries)"), ""),
    ("since (", re.compile(r"(since) \((\w+) ago\)"), r"\1 \2"),
    ("for over ", re.compile(r"for over \d+m"), "long"),
    ("", re.compile(r"stops \d+/min of |probes from outside \d+/min, |cluster headroom \d+ pods, "
                    r"|nproc limit \d+ a process, |  slo p95 600 ms|\+0\.00%/min"
                    r"|  waiting 0 requests| breaker 0%|, 0\.0% on worker"), ""),
    ("  ", re.compile(r"  +"), " "),
)  # fmt: skip
"""What is cut out or put shorter, each with a part of it that is looked for first: cheaply."""
_VERSION: Final = re.compile(r"\bv\d+\b")
_KEPT_VERSIONS: Final = ("check_secrets", "check_access")
_CALL: Final = re.compile(
    r"^(<-|->) (\S+) fan ([\d.]+) goodput (\d+)% timeout ([\d.]+)s retries (\d+) (hard|fallback)"
)
_METRICS: Final = (
    (re.compile(r"(\d+) \(\w+ ago (\d+)\)"), r"\1 was \2"),
    (re.compile(r" err \S+ \(\w+ ago \S+\)"), ""),
    (re.compile(r"^p95 .*"), ""),
    (re.compile(r"shed (\S+) \(\w+ ago \S+\)"), r"shed \1"),
    (re.compile(r"edge traffic \d+ rps \(\w+ ago \d+\) "), ""),
)
_POOLS: Final = re.compile(r"pools \(replicas x conns\) .*")
_POOL: Final = re.compile(r" (\d+)x(\d+)")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_ESTATE_OF: Final = {
    "check_metrics": re.compile(r"^(?:edge traffic|\S+ cpu )"),
    "query_logs": re.compile(r"@t"),
    "check_dependencies": re.compile(r"@t"),
}
"""Rows about the estate or the target, of a tool that was run on something else."""


def rounded(text: str) -> str:
    """Round every figure to what a person would say.

    Example:
        >>> rounded("hit_rate 29.3% of 12345, lag 0.04")
        'hit_rate 29% of 12300, lag 0.04'
    """
    return _NUMBER.sub(_rounded, text)


def _rounded(match: re.Match[str]) -> str:
    value = float(match[0])
    if value >= 1_000.0:
        digits = len(str(int(value))) - 3
        return str(round(int(value), -digits))
    if value >= 10.0 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.1 else f"{value:.2f}"


def plain(text: str) -> str:
    """A short text without clock times and ids, figures rounded."""
    for part, pattern, kept in _CUTS:
        if part in text:
            text = pattern.sub(kept, text)
    return rounded(text).strip()


def rows(source: str, text: str, alias: Alias, *, own: bool, table: str = "") -> list[str]:
    """What a tool output says, a row each, without announcements.

    Args:
        source: The tool.
        text: What it printed.
        alias: Gives the words for names.
        own: Whether it was run on the target; else only what holds for the estate is kept.
        table: The table that the proposal names; rows of others are cut.
    """
    found = []
    for place, row in enumerate(text.split("\n")):
        if row[:2] in ("# ", "~ ") or _NOISE.match(row):
            continue
        kept = _row(source, row, place, text, table)
        if kept:
            kept = alias(plain(kept))
            if own or source not in _ESTATE_OF or _ESTATE_OF[source].search(kept):
                found.append(kept)
    return found


def _row(source: str, row: str, place: int, text: str, table: str) -> str:
    first = place == 0 or (place == 1 and text.startswith("# "))
    if first:
        at = row.find("  ready ") if source == "check_service_status" else -1
        return row[at + 2 :] if at >= 0 else ""
    if source not in _KEPT_VERSIONS:
        if source == "check_recent_deploys" and _VERSION.match(row):
            # Only the newest deploy tells; the one before is what `undo` speaks of.
            return row.split("  ")[1] if "(" in row and text.find(row) < 120 else ""
        row = _VERSION.sub("v", row)
    if source == "check_metrics":
        for pattern, kept in _METRICS:
            row = pattern.sub(kept, row)
    elif source == "check_dependencies":
        row = row.replace(" attempts 1.00", "")
        row = re.sub(r" attempts [\d.]+", "", row)
        row = _CALL.sub(r"\1 \2 fan \3 good \4 timeout \5 retries \6 \7", row)
    elif source == "check_storage" and "  last write " in row:
        return (
            f"this table {row.partition('  ')[2]}" if table and row.startswith(f"{table}  ") else ""
        )
    elif source == "check_locks":
        pools = _POOLS.search(row)
        if pools:
            return f"pools {sum(int(a) * int(b) for a, b in _POOL.findall(pools[0]))}"
    return row
