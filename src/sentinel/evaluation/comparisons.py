"""Figures of a briefing held against one another: room for more, growth, what would be left."""

from collections.abc import Iterator
from typing import Final

Figures = dict[str, float]
"""Values by name; what is not known is missing."""

_DIFFERENCES: Final = {
    "scale/added": ("proposal/amount", "target/desired"),
    "scale/beyond_hpa": ("proposal/amount", "check_service_status/hpa"),
    "connections/room": ("proposal/amount", "check_locks/conns"),
    "connections/memory": ("check_locks/carries", "proposal/amount"),
    "metrics/err_rise": ("check_metrics/err", "check_metrics/err_before"),
    "gateway/shed_room": ("estate/gateway_cpu", "proposal/amount"),
    "target/short": ("target/desired", "target/ready"),
    "replication/undumped": ("check_backups/rows", "check_replication/lag"),
}
"""Differences of two figures that a tree would need many cuts to see."""

_RATIOS: Final = {
    "scale/times": ("proposal/amount", "target/ready"),
    "metrics/rps_times": ("check_metrics/rps", "check_metrics/rps_before"),
    "metrics/p95_times": ("check_metrics/p95", "check_metrics/p95_before"),
    "metrics/traffic_times": ("check_metrics/traffic", "check_metrics/traffic_before"),
}


def compared(found: Figures) -> Iterator[tuple[str, float]]:
    """Compare the figures that are known.

    Yields:
        A name and a value for each comparison.
    """
    for name, (one, other) in _DIFFERENCES.items():
        if one in found and other in found:
            yield name, found[one] - found[other]
    for name, (one, other) in _RATIOS.items():
        if one in found and other in found:
            yield name, found[one] / max(found[other], 0.01)
    if "check_backups/rows" in found and "check_replication/lag" in found:
        yield "risk/rows", min(found["check_backups/rows"], found["check_replication/lag"])
    if "scale/added" in found and "estate/headroom" in found:
        yield "scale/room", found["estate/headroom"] - found["scale/added"]
