"""Drawings of the pages: the topology, the roads of an incident, the gauge of a risk.

Colour never stands alone: what a mark says, its shape and its words say too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import Final

from markupsafe import Markup

from sentinel.ui.charts import WIDE, Axes, Line, Upright, drawn, lines, words
from sentinel.ui.replay_records import Frame, Roads, Service
from sentinel.world.state import TICK_S

HEALTHY: Final = 0.01
FAILING: Final = 0.2
"""Shares of failing requests below which a service is healthy, and above which it is failing."""

CROWDED: Final = 4
"""Services in a row above which every other name is written lower."""

_TALL: Final = 390
_SHAPES: Final = {
    "edge": "0,-13 13,0 0,13 -13,0",
    "database": "-11,-11 11,-11 11,11 -11,11",
    "cache": "-7,-12 7,-12 13,0 7,12 -7,12 -13,0",
    "queue": "-10,-12 13,0 -10,12",
}
"""Corners by kind; a service that is none of these is a circle."""


def health(service: Service) -> tuple[str, str]:
    """The tone of a service, and the word for it."""
    if service.ready == 0:
        return "bad", "down"
    if service.failing < HEALTHY:
        return "good", "healthy"
    return ("warn", "degraded") if service.failing < FAILING else ("bad", "failing")


def topology(frame: Frame) -> Markup:
    """Who calls whom, and how each service stands at a decision."""
    places = _places(frame.services, frame.calls)
    low = set(_lowered(places))
    parts = [
        Markup('<line class="call" x1="{:.0f}" y1="{:.0f}" x2="{:.0f}" y2="{:.0f}"/>').format(
            *places[caller], *places[callee]
        )
        for caller, callee in frame.calls
    ]
    ailing = []
    for number, each in enumerate(frame.services):
        tone, word = health(each)
        if word != "healthy":
            ailing.append(f"{each.name} {word}")
        parts += _node(each, tone, word, ringed=each.name == frame.target, at=places[number],
                       lower=number in low)  # fmt: skip
    told = f"Services at {frame.clock}" + (f"; ringed: {frame.target}" if frame.target else "")
    state = ", ".join(ailing) or "all healthy"
    return Markup('<figure class="figure"><figcaption>{}</figcaption>{}</figure>').format(
        told, drawn(f"{told}. {state}.", _TALL, parts, "map")
    )


def roads(found: Roads, drift_ticks: Sequence[int] = ()) -> Markup:
    """Outage over time up to a decision, and on the roads from it.

    Args:
        found: The roads.
        drift_ticks: When the API changed, in ticks from the decision; 0 or less.
    """
    minutes = TICK_S / 60.0
    back = len(found.past) - 1
    past = [(minutes * (place - back), value) for place, value in enumerate(found.past)]
    now = past[-1]
    series = [Line("so far", "line-past", past)]
    for name, values, look in (
        ("nobody acts", found.idle, "line-idle"),
        ("without the action, then the plan", found.without, "line-without"),
        ("with the action, then the plan", found.carried_out, "line-with"),
    ):
        ahead = [(minutes * (place + 1), value) for place, value in enumerate(values)]
        series.append(Line(name, look, [now, *ahead]))
    uprights = [Upright(0.0, "decision", "mark")]
    uprights += [Upright(minutes * tick, "drift", "mark-drift") for tick in drift_ticks]
    first = min([past[0][0], *(each.at for each in uprights)])
    last = max(x for x, _ in series[-1].points)
    axes = Axes(
        (first, last), (0.0, 100.0), range(int(first), int(last) + 1), (0, 50, 100),
        "minutes from the decision",
    )  # fmt: skip
    told = (
        f"Requests that fail at the edge: {now[1]:.0f} % now; at the end {found.without[-1]:.0f} % "
        f"without the action, {found.carried_out[-1]:.0f} % with it."
    )
    return Markup(
        '<figure class="figure"><figcaption>Requests that fail at the edge, %</figcaption>{}'
        "</figure>"
    ).format(lines(told, axes, series, uprights))


def gauge(risk: float) -> Markup:
    """The risk score of a judgement, in [0, 1]."""
    tone = "good" if risk < 0.3 else "warn" if risk < 0.6 else "bad"
    arc = Markup('<path class="{}" d="M {:.1f} {:.1f} A 90 90 0 0 1 {:.1f} {:.1f}"/>')
    x, y = _round(risk)
    parts = [arc.format("arc", *_round(0.0), *_round(1.0)), arc.format(f"arc {tone}", *_round(0.0),
                                                                        x, y)]  # fmt: skip
    parts += [
        words(120 + 118 * cos(pi * (1 - at)), 119 - 112 * sin(pi * (1 - at)), f"{at:g}")
        for at in (0.2, 0.4, 0.6, 0.8)
    ]
    number = Markup('<text class="number" x="120" y="112" text-anchor="middle">{:.2f}</text>')
    parts.append(number.format(risk))
    return Markup(
        '<svg class="gauge" role="img" viewBox="-14 0 268 124" aria-label="Risk score {:.2f} of 1">'
        "{}</svg>"
    ).format(risk, Markup("").join(parts))


def _round(share: float) -> tuple[float, float]:
    return 120 - 90 * cos(pi * share), 116 - 90 * sin(pi * share)


def _node(
    service: Service, tone: str, word: str, *, ringed: bool, at: tuple[float, float], lower: bool
) -> Iterator[Markup]:
    look = f"node {tone}" + (" ringed" if ringed else "")
    corners = _SHAPES.get(service.kind)
    shape = (
        Markup('<circle class="{}" r="11">').format(look)
        if corners is None
        else Markup('<polygon class="{}" points="{}">').format(look, corners)
    )
    end = Markup("</circle>" if corners is None else "</polygon>")
    told = f"{service.name}: {word}, {service.failing:.0%} of requests fail, {service.ready} ready"
    yield Markup('<g transform="translate({:.0f} {:.0f})">{}<title>{}</title>{}</g>').format(
        *at, shape, told, end
    )
    below = at[1] + (42 if lower else 28)
    yield words(at[0], below, service.name)
    if word != "healthy":
        failing = word if service.ready == 0 else f"{word}, {service.failing:.0%} fail"
        yield words(at[0], below + 14, failing)


def _lowered(places: Sequence[tuple[float, float]]) -> Iterator[int]:
    """Those whose names are written lower, so that they do not run into their neighbours'."""
    rows: defaultdict[float, list[int]] = defaultdict(list)
    for number, (_, down) in enumerate(places):
        rows[down].append(number)
    for members in rows.values():
        if len(members) > CROWDED:
            yield from members[1::2]


def _places(
    services: Sequence[Service], calls: Sequence[tuple[int, int]]
) -> list[tuple[float, float]]:
    """Where each service stands: callers above what they call, rows spread evenly."""
    depth = [0] * len(services)
    for caller, callee in sorted(calls):
        depth[callee] = max(depth[callee], depth[caller] + 1)
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(depth):
        rows[row].append(place)
    deepest = max(rows)
    found = [(0.0, 0.0)] * len(services)
    for row, members in rows.items():
        for number, place in enumerate(members):
            across = WIDE * (number + 0.5) / len(members)
            found[place] = across, 24 + (_TALL - 90) * row / max(deepest, 1)
    return found
