"""More figures of tool outputs: workers, autoscalers, rollouts, nodes, migrations, caches."""

import re
from typing import Final

_NUMBER: Final = r"([-+]?\d+(?:\.\d+)?)"


def _numbers(**patterns: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile patterns in which `#` stands for the number wanted."""
    return tuple(
        (name, re.compile(pattern.replace("#", _NUMBER))) for name, pattern in patterns.items()
    )


NUMBERS: Final = {
    "query_logs": _numbers(
        retired=r"older hosts, #% of calls",
        threads=r"pthread_create: .*, #% of calls",
        silent=r"pods on worker-3, #%",
        noauth=r"NOAUTH .*, #% of commands",
        unguarded=r"guard missing, #%",
    ),
    "check_recent_deploys": _numbers(leak_before=r"errors, mem #%/min"),
    "check_service_status": _numbers(
        hpa_min=r"hpa min #",
        manifest=r"manifest #",
        fleet=r"threads allow #",
        on_node=r"#% on worker-3",
    ),
    "check_cache": _numbers(holds=r"maxmemory holds #%", noauth=r"NOAUTH to #%"),
    "check_queue": _numbers(
        depth=r"depth # messages",
        depth_before=r"messages \(\w+ ago #",
        comes=r"in #/min",
        goes=r"take up to #/min",
        workers=r"workers # partitions",
        partitions=r"partitions #",
        slow=r"version costs #%",
    ),
    "check_flags": _numbers(hosts=r"on #/8 hosts"),
    "check_network": _numbers(reflected=r"reflectors announce #%", meshed=r"announce \d+% of #%"),
    "check_nodes": _numbers(upgraded=r"on #% of nodes", speed=r"goes on, #%"),
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
