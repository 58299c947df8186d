"""Figures of the tools about what services share and who may reach them, as tables.

`readings` takes them in beside those of the other tools.
"""

from typing import Final

NUMBERS: Final[dict[str, dict[str, str]]] = {
    "check_resolver": {
        "answered": r"answered #%",
        "servfail": r"SERVFAIL #%",
        "cpu": r"cpu #%",
        "queries": r"queries a name #",
    },
    "check_firewall": {"dropped": r"SYN dropped #%"},
    "check_links": {"loss": r"zone-b loss #%", "cut": r"#% of calls to", "lacks": r"lacks # rows"},
    "check_conntrack": {
        "entries": r"entries #/",
        "most": r"entries \d+/#",
        "wanted": r"wanted #",
        "fresh": r", # new conns",
    },
    "check_certificates": {"old": r"served by #% of pods"},
    "check_access": {"strangers": r"strangers # reads/s", "partners": r"make #% of reads"},
    "check_config": {
        "affected": r"pods exit: #;",
        "exits": r" #% of pods exit",
        "cold": r"asks #% of a store",
        "now": r"now #%",
    },
    "check_edge": {"cost": r"regex takes #%", "stops": r"(?:stops|lets through) #/min"},
}
"""Patterns of numbers by tool; `#` stands for the number wanted."""

SAID: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "check_network": {
        "later": ("followed by push", "latest"),
        "resolves": ("dns resolves", "NXDOMAIN"),
        "automation": ("automation running", "automation paused"),
        "stale_plan": ("queued plan", "plan current"),
        "open": ("0.0.0.0/0", "callers only"),
        "drained": ("zone-a drained", "both zones"),
        "oob": ("oob path up", "oob path down"),
    },
    "check_secrets": {
        "uses": ("holds v", "does not use"),
        "new_held": ("holds v2", "holds v1"),
        "given": ("given to consumers", "not given out"),
        "old": ("v1 accepted", "v1 disabled"),
        "old_gone": ("v1 deleted", ""),
        "expired": ("expired at", "ends at"),
        "checks": ("checks on", "checks off"),
    },
    "check_audit": {
        "writes": ("log writing", "log stopped"),
        "attack": ("many ports", "scanners"),
        "intruder": ("first seen", ""),
        "shipped": ("shipped off host", "on host only"),
    },
    "check_resolver": {
        "kept": ("its upstreams answer", "were retired"),
        "preloaded": ("addresses preloaded", "looks addresses up"),
    },
    "check_firewall": {
        "reopens": ("undo also reopens", "undo restores"),
        "open": ("from 0.0.0.0/0", "listed callers"),
    },
    "check_links": {
        "armed": ("failover armed", "failover "),
        "sync": ("commit waits", "does not wait"),
        "fenced": ("primary fenced", "takes writes"),
        "drained": ("zone-a drained", "both zones"),
    },
    "check_conntrack": {
        "own": ("table on each node", "one NAT table"),
        "grows": ("memory for twice", "no memory"),
        "keeps": ("keep-alive on", "keep-alive off"),
    },
    "check_certificates": {
        "ended": ("leaf ended", "ends in"),
        "renewed": ("a new one waits", "no new one"),
        "issuer": ("issuer answers", "unreachable"),
        "reload": ("at once by", "when a pod starts"),
        "chain": ("intermediate that lasts", "has ended, leaves"),
        "permissive": ("permissive", "strict"),
    },
    "check_access": {
        "public": ("anyone may read", "no public access"),
        "writes": ("read and write", ""),
        "closed": ("access closed", ""),
        "stolen": ("unknown network", ""),
        "copied": ("memory and logs copied", "nothing copied"),
        "shipped": ("shipped off host", "on host only"),
        "revoked": ("v1 refused", "v1 accepted"),
    },
    "check_config": {
        "pushing": ("going on to", "not going further"),
        "good": ("last good", "start with rev"),
    },
    "check_edge": {
        "kept": (" kept\n", "not kept"),
        "on": ("waf on", "waf off"),
        "attack": ("login and port", "stray scanners"),
    },
}
"""Words that mean 1 and words that mean 0, by tool."""
