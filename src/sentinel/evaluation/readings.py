"""The figures of one tool output, by name, as a script that knows the tool would take them.

A figure is a number that is printed, in the unit that it is printed in (ages
in seconds), or 1 where the output says something and 0 where it says the
opposite. What an output does not say is not among its figures.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from sentinel.evaluation import platform_readings, readings_shared

_Pattern = tuple[str, re.Pattern[str]]

_AGE_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_NUMBER: Final = r"([-+]?\d+(?:\.\d+)?)"


def _numbers(**patterns: str) -> tuple[_Pattern, ...]:
    """Compile patterns in which `#` stands for the number wanted."""
    return tuple(
        (name, re.compile(pattern.replace("#", _NUMBER))) for name, pattern in patterns.items()
    )


_NUMBERS: Final[dict[str, tuple[_Pattern, ...]]] = {
    "query_logs": _numbers(
        own=r"ERROR v\d+ .*, #% of requests",
        flag=r"\[flag \S+\] .*, #% of requests",
        hung=r"watchdog: #% of workers",
        disk=r"throughput down #%",
        poison=r"stale value returned on #%",
        memory=r"at memory limit, now #%",
        dns=r"NXDOMAIN, #% of calls",
        certificate=r"certificate has expired, #% of calls",
        blocked=r"no answer to SYN, #% of calls",
        route=r"no route to host, #% of calls",
        clients=r"too many clients already, #% of calls",
        refused=r"connection refused, #% of calls",
        replies=r"error reply, #% of calls",
        overloaded=r"callee overloaded, #% of calls",
        deadline=r"deadline exceeded, #% of calls",
        breaker=r"breaker #% open",
        servfail=r"SERVFAIL, #% of calls",
        apart=r"across zones, #% of calls",
        address=r"requested address, #% of calls",
        exits=r"exit 1, #% of pods",
        strangers=r"strangers, # reads/s",
    ),
    "check_metrics": _numbers(
        rps=r"rps #",
        rps_before=r"rps \S+ \(\w+ ago #",
        err=r"err #%",
        err_before=r"err \S+ \(\w+ ago #%",
        p95=r"p95 # ms",
        p95_before=r"p95 \S+ ms \(\w+ ago #",
        cpu=r"ms\)  cpu #%",
        cpu_before=r"ms\)  cpu \S+ \(\w+ ago #%",
        memory=r"mem #%",
        leak=r"mem \S+ #%/min",
        waiting=r"waiting # requests",
        iowait=r"iowait #%",
        disk_errors=r"disk errors #/min",
        traffic=r"edge traffic # rps",
        traffic_before=r"edge traffic \S+ rps \(\w+ ago #",
        shed=r"shed #%",
        gateway_cpu=r"\n\S+ cpu #%",
        slo=r"slo p95 # ms",
    ),
    "check_recent_deploys": _numbers(
        before_err=r"it ran at #% errors",
        pool=r"db pool # per",
        pool_before=r"had #",
    ),
    "check_service_status": _numbers(
        ready=r"ready #/",
        desired=r"ready \d+/#",
        memory=r"mem #%",
        hpa=r"hpa min \d+ max #",
        creating=r"ready in ~#s",
        pending=r"Pending ~#s",
        starting=r"starting #",
        start=r"start takes ~#s",
        cold=r"reads #% of a store",
        headroom=r"headroom # pods",
        canary=r"version on #% of pods",
    ),
    "check_backups": _numbers(age=r"snapshot #m old", rows=r"rows since snapshot #"),
    "check_replication": _numbers(
        lag=r"lag # rows",
        lag_before=r"rows \(\w+ ago #",
        writes=r"writes # rows",
        replay=r"replay up to # rows",
    ),
    "check_locks": _numbers(
        conns=r"conns #/",
        most=r"conns \d+/#",
        idle=r"idle #",
        carries=r"memory carries #",
        blocks=r"holds locks, blocks #%",
        left=r"left #s by progress",
        undo=r"undo takes #s",
        job=r"each 1m, blocks #%",
    ),
    "check_storage": _numbers(
        used=r"used #%",
        growth=r"used \S+ #%/min",
        full=r"full in #m",
        wal=r"pg_wal #%",
        archives=r"old archives #%",
    ),
    "check_cache": _numbers(
        hits=r"hit_rate #%",
        warm=r"warm cache #%",
        loaded=r"keys loaded #%",
        sessions=r"session:\*  #%",
        poison=r"mismatch #%",
        memory=r"mem #%",
    ),
    "check_flags": _numbers(protects=r"protects #%"),
    "check_network": _numbers(paths=r"paths up #%", busiest=r"busiest \S+ #%"),
    "check_secrets": _numbers(
        sessions=r"tokens of #%", new=r"v2 held by #/", consumers=r"v2 held by \d+/#"
    ),
    "check_audit": _numbers(probes=r"outside #/min"),
    **{tool: _numbers(**each) for tool, each in readings_shared.NUMBERS.items()},
}
"""Numbers of each tool; the first match counts."""

_PLATFORM: Final = {tool: _numbers(**each) for tool, each in platform_readings.NUMBERS.items()}

_SAID: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "query_logs": {
        "exits": ("no running pod", ""),
        "signature": ("signature refused", ""),
        "full": ("No space left", ""),
        "read_only": ("read-only transaction", ""),
        "errors": ("ERROR", ""),
        "renewed": ("new certificate on disk", ""),
    },
    "check_recent_deploys": {
        "image": ("image present", "garbage-collected"),
        "contract": ("contract phase", "expand phase"),
        "hotfix": ("hotfix built", "hotfix none"),
    },
    "check_service_status": {
        "creates": ("answers in", "timing out"),
        "killed": ("OOMKilled", ""),
        "preloaded": ("names preloaded", "looks names up"),
        "node_table": ("conntrack/node", "conntrack/cluster"),
        "shipped": ("shipped off host", "on host only"),
    },
    "check_backups": {
        "none": ("no snapshot", "snapshot "),
        "scheduled": ("schedule enabled", "schedule disabled"),
        "archived": ("wal archive on", "wal archive off"),
        "unverified": ("checksums FAILED", ""),
    },
    "check_replication": {
        "fenced": ("fenced", "accepts writes"),
        "streams": ("streaming", "not connected"),
        "slot": ("active=f", "active=t"),
        "no_slot": ("slot standby", ""),
        "sync": ("commit on", "commit local"),
    },
    "check_locks": {
        "blocked": ("holds locks", "no session waits"),
        "job_on": ("batch enabled", "batch suspended"),
    },
    "check_storage": {"grows": ("may still grow", "cannot grow")},
    "check_queue": {"stuck": ("cannot be deserialized", "head advances")},
    "check_flags": {
        "none": ("no flag is read", ""),
        "on": ("  on  ", "  off  "),
        "plain": ("gradual rollout", "protects"),
    },
    **readings_shared.SAID,
}
"""What each tool may say: words that mean 1, and words that mean 0 (none: their absence does)."""

_AGE: Final = re.compile(r"\((\d+)([smhd]) ago\)|for over (\d+)([smhd])")
_CALL: Final = re.compile(
    r"(<-|->) \S+ fan ([\d.]+) attempts ([\d.]+) goodput (\d+)% timeout ([\d.]+)s retries (\d+) "
    r"(hard|fallback)(?: breaker (\d+)%)?(?: live (\d+)%)?( via)?"
)
_CALLER: Final = re.compile(r"drop (\d+)% live (\d+)%")
_POOL: Final = re.compile(r"(\d+)x(\d+)")
_CERTIFICATE: Final = re.compile(r"certificate .*? in (\d+)([smhd])")


def read(tool: str, text: str) -> dict[str, float]:
    r"""Take the figures from what a tool printed.

    Args:
        tool: Name of the tool; one that is not known has no figures but the ages.
        text: What it printed.

    Returns:
        Values by name.

    Example:
        >>> read("check_backups", "snapshot 12m old\nrows since snapshot 900\nschedule enabled")
        {'age': 12.0, 'rows': 900.0, 'none': 0.0, 'scheduled': 1.0, 'unverified': 0.0}
    """
    found: dict[str, float] = {}
    for name, pattern in (*_NUMBERS.get(tool, ()), *_PLATFORM.get(tool, ())):
        match = pattern.search(text)
        if match:
            found[name] = float(match[1])
    for name, (yes, no) in (_SAID.get(tool, {}) | platform_readings.SAID.get(tool, {})).items():
        if yes in text:
            found[name] = 1.0
        elif not no or no in text:
            found[name] = 0.0
    found.update(_DERIVED.get(tool, _nothing)(text, found))
    for nth, match in enumerate(_AGE.finditer(text)):
        number, unit, over, over_unit = match.groups()
        found[f"age_{nth}"] = float(number or over) * _AGE_UNITS[unit or over_unit]
        found[f"lasts_{nth}"] = float(number is None)
    return found


def _calls(text: str, _found: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Calls to and from the service, the worst of each."""
    for way, arrow in (("to", "<-"), ("from", "->")):
        calls = [call for call in _CALL.findall(text) if call[0] == arrow]
        yield f"{way}_count", float(len(calls))
        if not calls:
            continue
        yield f"{way}_goodput", min(float(call[3]) for call in calls)
        yield f"{way}_attempts", max(float(call[2]) for call in calls)
        yield f"{way}_timeout", min(float(call[4]) for call in calls)
        yield f"{way}_retries", max(float(call[5]) for call in calls)
        yield f"{way}_breaker", max(float(call[7] or -1.0) for call in calls)
        yield f"{way}_live", min(float(call[8] or 100.0) for call in calls)
        hard = [float(call[3]) for call in calls if call[6] == "hard"]
        yield f"{way}_hard_goodput", min(hard, default=100.0)
        yield f"{way}_cached", float(any(call[9] for call in calls))


def _callers(text: str, _found: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Calls that a firewall drops and connections that live on."""
    calls = _CALLER.findall(text)
    if calls:
        yield "drop", max(float(drop) for drop, _ in calls)
        yield "live", min(float(live) for _, live in calls)


def _connections(text: str, found: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Room for connections, and what the clients' pools could ask for."""
    pools = sum(float(pods) * float(size) for pods, size in _POOL.findall(text))
    yield "pools", pools
    if "most" in found:
        yield "room", found["most"] - found["conns"]
        yield "pool_room", found["most"] - pools
        yield "memory_room", found.get("carries", 0.0) - found["most"]


def _certificate(text: str, found: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Time to the end of the certificate, and consumers still without the new secret."""
    match = _CERTIFICATE.search(text)
    if match:
        yield "certificate_left", float(match[1]) * _AGE_UNITS[match[2]]
    if "consumers" in found:
        yield "missing", found["consumers"] - found["new"]


def _lag(_text: str, found: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Whether the replica falls behind."""
    if "lag_before" in found:
        yield "lag_growth", found["lag"] - found["lag_before"]
    if "writes" in found:
        yield "deficit", found["writes"] - found["replay"]


def _backlog(_text: str, found: dict[str, float]) -> Iterator[tuple[str, float]]:
    if "goes" in found:
        yield "surplus", found["comes"] - found["goes"]


def _nothing(_text: str, _found: dict[str, float]) -> Iterator[tuple[str, float]]:
    return iter(())


_DERIVED: Final[dict[str, Callable[[str, dict[str, float]], Iterator[tuple[str, float]]]]] = {
    "check_dependencies": _calls,
    "check_network": _callers,
    "check_locks": _connections,
    "check_secrets": _certificate,
    "check_replication": _lag,
    "check_queue": _backlog,
}
"""What takes more than one number to say."""
