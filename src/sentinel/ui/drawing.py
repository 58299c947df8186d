"""Plotly figures of the pages: the topology, the roads of an incident, the gauge of a risk.

Colour never stands alone: what a mark says, its shape and its text say too.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from sentinel.ui.replay_records import Frame, Roads, Service
from sentinel.world.state import TICK_S

HEALTHY: Final = 0.01
FAILING: Final = 0.2
"""Shares of failing requests below which a service is healthy, and above which it is failing."""

GREEN: Final = "#2e7d32"
AMBER: Final = "#b26a00"
RED: Final = "#c62828"
GREY: Final = "#6b7280"
BLUE: Final = "#1d4ed8"

_LAYOUT: Final = {
    "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"color": GREY, "family": "system-ui, sans-serif", "size": 12},
    "margin": {"l": 44, "r": 12, "t": 30, "b": 36},
}  # fmt: skip
_SYMBOLS: Final = {
    "edge": "diamond", "workload": "circle", "database": "square", "cache": "hexagon",
    "queue": "triangle-right",
}  # fmt: skip


def health(service: Service) -> tuple[str, str]:
    """Colour of a service, and the word for it."""
    if service.ready == 0:
        return RED, "down"
    if service.failing < HEALTHY:
        return GREEN, "healthy"
    return (AMBER, "degraded") if service.failing < FAILING else (RED, "failing")


def topology(frame: Frame) -> go.Figure:
    """Who calls whom, and how each service stands at a decision."""
    places = _places(frame.services, frame.calls)
    lines: tuple[list[float | None], list[float | None]] = ([], [])
    for caller, callee in frame.calls:
        for axis in (0, 1):
            lines[axis].extend((places[caller][axis], places[callee][axis], None))
    found = go.Figure(
        go.Scatter(
            x=lines[0], y=lines[1], mode="lines", hoverinfo="skip", line={"color": "#9ca3af"}
        )
    )
    looks = [health(each) for each in frame.services]
    found.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers+text",
        text=[_label(each) for each in frame.services],
        textposition="bottom center",
        textfont={"size": 10},
        hovertext=[
            f"{each.name}: {word}, {each.failing:.0%} of requests fail, {each.ready} ready"
            for each, (_, word) in zip(frame.services, looks, strict=True)
        ],
        hoverinfo="text",
        marker={
            "size": [26 if each.name == frame.target else 17 for each in frame.services],
            "color": [colour for colour, _ in looks],
            "symbol": [_SYMBOLS.get(each.kind, "circle") for each in frame.services],
            "line": {
                "width": [4 if each.name == frame.target else 0 for each in frame.services],
                "color": BLUE,
            },
        },
    )
    title = f"Services at {frame.clock}" + (f"; ringed: {frame.target}" if frame.target else "")
    found.update_layout(
        **_LAYOUT, title={"text": title, "font": {"size": 13}}, showlegend=False, height=380
    )
    found.update_xaxes(visible=False, range=[-0.08, 1.08])
    found.update_yaxes(visible=False, range=[-0.16, 1.08])
    return found


def roads(found: Roads, drift_ticks: Sequence[int] = ()) -> go.Figure:
    """Outage over time up to a decision, and on the roads from it.

    Args:
        found: The roads.
        drift_ticks: When the API changed, in ticks from the decision; 0 or less.
    """
    minutes = TICK_S / 60.0
    before = [minutes * (place - len(found.past) + 1) for place in range(len(found.past))]
    drawn = go.Figure(
        go.Scatter(x=before, y=found.past, name="so far", mode="lines", line={"color": GREY})
    )
    for name, values, colour, dash in (
        ("nobody acts", found.idle, GREY, "dot"),
        ("without the action, then the plan", found.without, GREEN, "dash"),
        ("with the action, then the plan", found.carried_out, RED, "solid"),
    ):
        ahead = [0.0, *(minutes * (place + 1) for place in range(len(values)))]
        drawn.add_scatter(
            x=ahead, y=[found.past[-1], *values], name=name, mode="lines",
            line={"color": colour, "dash": dash},
        )  # fmt: skip
    drawn.add_vline(x=0.0, line={"color": GREY, "width": 1}, annotation_text="decision")
    for tick in drift_ticks:
        drawn.add_vline(
            x=minutes * tick, line={"color": BLUE, "dash": "dashdot", "width": 1},
            annotation_text="drift", annotation_position="bottom right",
        )  # fmt: skip
    drawn.update_layout(
        **_LAYOUT, height=320, legend={"orientation": "h", "y": -0.25},
        title={"text": "Requests that fail at the edge, %", "font": {"size": 13}},
    )  # fmt: skip
    drawn.update_xaxes(title="minutes from the decision")
    drawn.update_yaxes(range=[-2, 102])
    return drawn


def gauge(risk: float) -> go.Figure:
    """The risk score of a judgement, in [0, 1]."""
    colour = GREEN if risk < 0.3 else AMBER if risk < 0.6 else RED
    found = go.Figure(
        go.Indicator(
            mode="gauge+number",
            value=risk,
            number={"valueformat": ".2f"},
            gauge={"axis": {"range": [0, 1]}, "bar": {"color": colour}},
        )
    )
    layout = {**_LAYOUT, "margin": {"l": 24, "r": 24, "t": 24, "b": 8}}
    found.update_layout(**layout, height=170)
    return found


def _label(service: Service) -> str:
    failing = f"<br>{service.failing:.0%} fail" if service.failing >= HEALTHY else ""
    return f"{service.name}{failing}"


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
            across = (number + 0.5) / len(members)
            found[place] = across, 1.0 - row / max(deepest, 1)
    return found
