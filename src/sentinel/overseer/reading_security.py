"""The figures in what the tools about certificates, access, config pushes and edge rules print."""

from typing import Final

from sentinel.overseer.reading_facts import NUMBER
from sentinel.overseer.reading_patterns import Pattern, number, state

SHIPPED: Final = state(
    "shipped", r"pod logs (shipped off host|on host only)",
    {"shipped off host": 1.0, "on host only": 0.0}, estate=True,
)  # fmt: skip
INTRUDER: Final = state("intruder", r"service key v1 from \S+, (first seen)", {"first seen": 1.0},
                        estate=True)  # fmt: skip

SECURITY: Final[dict[str, tuple[Pattern, ...]]] = {
    "check_certificates": (
        state("certificate", r"leaf (served by all pods|ended at)",
              {"served by all pods": 1.0, "ended at": 0.0}),
        state("renewed", r"(a new one waits|no new one waits)",
              {"a new one waits": 1.0, "no new one waits": 0.0}),
        state("issuer", r"issuer (answers|unreachable)", {"answers": 1.0, "unreachable": 0.0},
              estate=True),
        state("chain", r"an intermediate that (lasts|has ended)", {"lasts": 1.0, "has ended": 0.0},
              estate=True),
        state("reload", r"taken up (at once|when a pod starts)",
              {"at once": 1.0, "when a pod starts": 0.0}, estate=True),
        state("permissive", r"callers of \S+: (permissive|strict)",
              {"permissive": 1.0, "strict": 0.0}),
        state("tls", r"peer checks (on|off)", {"on": 1.0, "off": 0.0}, estate=True),
    ),
    "check_access": (
        state("public",
              r"acl: (no public access|anyone may read and write|anyone may read|public access"
              r" closed)",
              {"no public access": 0.0, "anyone may read": 1.0, "anyone may read and write": 2.0,
               "public access closed": -1.0}),
        number("strangers", rf"strangers {NUMBER} reads/s"),
        state("partners", r"(partners make|no partner reads)",
              {"partners make": 1.0, "no partner reads": 0.0}, estate=True),
        state("stolen", r"used (from an unknown network|by its own pods only)",
              {"from an unknown network": 1.0, "by its own pods only": 0.0}),
        state("copied", r"evidence: (pod memory and logs copied|nothing copied)",
              {"pod memory and logs copied": 1.0, "nothing copied": 0.0}),
        SHIPPED,
    ),
    "check_config": (
        state("pushing", r"(going on to further services|not going further)",
              {"going on to further services": 1.0, "not going further": 0.0}, estate=True),
        state("good_config", r"pods start with (last good|rev)", {"last good": 1.0, "rev": 0.0},
              estate=True),
        number("affected", rf"services whose pods exit: {NUMBER};", estate=True),
        number("exits", rf"\S+ {NUMBER}% of pods exit"),
        number("cold", rf"asks {NUMBER}% of a store", estate=True),
    ),
    "check_edge": (
        state("ruleset_kept", r"ruleset r\d+ by edge-sync, (ruleset r|r)",
              {"ruleset r": 1.0, "r": 0.0}, estate=True),
        state("waf", r"waf (on|off) ", {"on": 1.0, "off": 0.0}, estate=True),
        state("attack", r"(login and port probes|stray scanners)",
              {"login and port probes": 1.0, "stray scanners": 0.0}, estate=True),
        number("rule_cost", rf"regex takes {NUMBER}%", estate=True),
    ),
}  # fmt: skip
"""By tool."""
