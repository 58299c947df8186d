"""More figures of tool outputs: workers, autoscalers, rollouts, nodes, migrations, caches."""

from typing import Final

NUMBERS: Final[dict[str, dict[str, str]]] = {
    "query_logs": {
        "retired": r"older hosts, #% of calls",
        "threads": r"pthread_create: .*, #% of calls",
        "silent": r"pods on worker-3, #%",
        "noauth": r"NOAUTH .*, #% of commands",
        "unguarded": r"guard missing, #%",
    },
    "check_recent_deploys": {"leak_before": r"errors, mem #%/min"},
    "check_service_status": {
        "hpa_min": r"hpa min #",
        "manifest": r"manifest #",
        "fleet": r"threads allow #",
        "on_node": r"#% on worker-3",
    },
    "check_cache": {"holds": r"maxmemory holds #%", "noauth": r"NOAUTH to #%"},
    "check_queue": {
        "depth": r"depth # messages",
        "depth_before": r"messages \(\w+ ago #",
        "comes": r"in #/min",
        "goes": r"take up to #/min",
        "workers": r"workers # partitions",
        "partitions": r"partitions #",
        "slow": r"version costs #%",
    },
    "check_flags": {"hosts": r"on #/8 hosts"},
    "check_network": {"reflected": r"reflectors announce #%", "meshed": r"announce \d+% of #%"},
    "check_nodes": {"upgraded": r"on #% of nodes", "speed": r"goes on, #%"},
}
"""Numbers of each tool; the first match counts."""

SAID: Final = {
    "query_logs": {"evicting": ("maxmemory reached", ""), "head": ("cannot deserialize", "")},
    "check_service_status": {"scaled": ("hpa min", "no hpa")},
    "check_locks": {"migrates": ("running in batches", "")},
    "check_cache": {"room": ("room for half", "no memory left")},
    "check_flags": {"synced": ("every host synced", "new ruleset on")},
    "check_nodes": {
        "failed": ("NotReady", "Ready"),
        "cordoned": ("SchedulingDisabled", ""),
        "store": ("only volume of", "no local volume"),
        "threads": ("have memory for more", "have no memory"),
        "label": ("matches every node", "matches no upgraded"),
        "match": ("taken by this version", "taken by the version before"),
    },
}
"""What each tool may say: words that mean 1, and words that mean 0 (none: their absence does)."""
