"""Numbers with units, as people and tools write them, made comparable.

`12.4%`, `12 percent` and a tool's bare `0.124` may say the same; so may `2 min`
and `118 s`. A claim holds when what is stated rounds to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

RELATIVE_SLACK: Final = 0.01
"""Share by which a claim may be off beyond its own rounding."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a text, as the range of values that round to it."""

    value: float
    """In the base unit of its dimension: seconds, bytes, per cent, minutes of the day, a count."""
    dimension: str
    """`time`, `size`, `share`, `count`, `clock`, `3/8` for itself, empty for a bare number."""
    low: float
    high: float
    """Least and greatest value that agrees with it, in the base unit."""
    unit: float = 1.0
    """Size of the unit it was written in, in the base unit."""
    start: int = 0
    """Where it begins in the text, in characters."""

    def holds(self, stated: "Stated") -> bool:
        """Tell whether this claim agrees with one of the numbers stated.

        A bare number agrees with any unit; a bare share in [0, 1] with a percentage too.
        """
        low, high, unit = self.low, self.high, self.unit
        for value in stated.get(self.dimension, ()):
            if low <= value <= high:
                return True
        if "" in stated and self.dimension in _MEASURES:
            for value in stated[""]:
                if low <= value * unit <= high:
                    return True
                if self.dimension == "share" and low <= 100.0 * value <= high:
                    return True
        return False


Stated = Mapping[str, tuple[float, ...]]
"""Numbers of a text in base units, by dimension."""


@lru_cache(maxsize=8_192)
def stated(text: str) -> Stated:
    """List every number of a briefing's line, bare ones included; remembered by text."""
    found: dict[str, list[float]] = {}
    for groups in _FIGURE.findall(text):
        value, dimension, _ = _value(*groups)
        found.setdefault(dimension, []).append(value)
    return {dimension: tuple(values) for dimension, values in found.items()}


def claimed(text: str) -> list[Figure]:
    """List the numbers of a reason that carry a unit, a ratio or a clock time.

    Example:
        >>> [(each.value, each.dimension) for each in claimed("lag 900 rows, 2 min old, 3 errors")]
        [(900.0, 'count'), (120.0, 'time'), (3.0, 'count')]
        >>> claimed("v2.41 of step 4")
        []
    """
    return [each for each in _read(text) if each.dimension]


_MEASURES: Final = frozenset({"time", "size", "share", "count"})
"""Dimensions that a bare number may stand for."""

_COUNTS: Final = (
    "rows messages msgs sessions replicas pods connections conns requests users consumers keys"
    " snapshots partitions nodes zones tokens locks queries errors deploys callers clients secrets"
    " retries attempts files tables transactions workers threads instances hosts"
)
_UNITS: Final[dict[str, tuple[str, float]]] = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), ("time", 1e-3)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("time", 1.0)),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("time", 60.0)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("time", 3600.0)),
    **dict.fromkeys(("d", "day", "days"), ("time", 86_400.0)),
    **dict.fromkeys(("%", "percent", "pct"), ("share", 1.0)),
    **dict.fromkeys(("bytes", "byte"), ("size", 1.0)),
    **dict.fromkeys(("kb", "ki", "kib"), ("size", 1024.0)),
    **dict.fromkeys(("mb", "mi", "mib"), ("size", 1024.0**2)),
    **dict.fromkeys(("gb", "gi", "gib"), ("size", 1024.0**3)),
    **dict.fromkeys(("tb", "ti", "tib"), ("size", 1024.0**4)),
    **dict.fromkeys(("rps", "qps", "req/s", "rows/s", "msg/s", "msgs/s"), ("count", 1.0)),
    **dict.fromkeys(_COUNTS.split(), ("count", 1.0)),
    **dict.fromkeys((word.removesuffix("s") for word in _COUNTS.split()), ("count", 1.0)),
}

_FIGURE: Final = re.compile(
    r"(?<![\w.:/])(?<!\w-)(?:"
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<part>\d+)\s?(?:/|of)\s?(?P<whole>\d+)"
    r"|(?P<mixed>(?:\d+[dhms]){2,})"
    r"|(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?:[ -]?(?P<unit>%|[A-Za-z]+(?:/s)?))?"
    r")(?!\w)"
)
_PIECE: Final = re.compile(r"(\d+)([dhms])")


def _read(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        groups = match.groups("")
        value, dimension, unit = _value(*groups)
        slack = _slack(dimension, unit, *groups[3:6])
        low = high = value
        if slack is not None:
            low = min(value - slack, value / (1.0 + RELATIVE_SLACK))
            high = max(value + slack, value / (1.0 - RELATIVE_SLACK))
        yield Figure(value, dimension, low, high, unit, match.start())


def _value(
    clock: str, part: str, whole: str, mixed: str, number: str, decimals: str, unit: str
) -> tuple[float, str, float]:
    """Value in the base unit, dimension, and size of the unit of what `_FIGURE` has found."""
    if number:
        dimension, size = _UNITS.get(unit.lower(), _BARE) if unit else _BARE
        return float(number.replace(",", "") + decimals) * size, dimension, size
    if mixed:
        total = sum(float(number) * _UNITS[unit][1] for number, unit in _PIECE.findall(mixed))
        return total, "time", 1.0
    if clock:
        hours, minutes = clock.split(":")[:2]
        return 60.0 * int(hours) + int(minutes), "clock", 1.0
    # Of digits without end no number is made, and nothing that a tool prints agrees with them.
    return 0.0, f"{part.lstrip('0') or 0}/{whole.lstrip('0') or 0}", 1.0


def _slack(dimension: str, size: float, mixed: str, number: str, decimals: str) -> float | None:
    """Half of the last digit, in the base unit; None where a figure is exact."""
    if number:
        if dimension == "count" and not decimals:
            return 0.0
        return 0.5 * 10.0 ** -max(len(decimals) - 1, 0) * size
    if mixed:
        return 0.5 * _UNITS[_PIECE.findall(mixed)[-1][1]][1]
    return None


_BARE: Final = ("", 1.0)
