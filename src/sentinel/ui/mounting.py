"""The pages, put together and mounted in the application at `/web`."""

from pathlib import Path
from typing import Final, NamedTuple
from warnings import catch_warnings, simplefilter

import gradio as gr
from fastapi import FastAPI
from starlette.responses import RedirectResponse

from sentinel.live.access_guard import identify
from sentinel.live.gate import Gate
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.review_routes import Caller
from sentinel.live.stats import Stats
from sentinel.ui import explorer, incidents, leaderboard, oversee, replay, reviewing

PATH: Final = "/web"
"""Where the pages are."""

STYLE: Final = "style.css"

_FONTS: Final = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO: Final = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


class Judging(NamedTuple):
    """What stands behind the pages that judge and review."""

    gate: Gate
    stats: Stats
    """Is told of what the page Oversee has judged."""
    desk: ReviewDesk | None = None
    """Has people review; None where nobody does."""


def pages(app: FastAPI, judging: Judging) -> gr.Blocks:
    """Make the pages.

    Args:
        app: Whose routes the explorer shows.
        judging: What stands behind them.
    """
    with gr.Blocks(title="SENTINEL", analytics_enabled=False) as made:
        oversee.Page(judging.gate, judging.stats)
    made.pages[0] = ("", "Oversee", True)
    if judging.desk is not None:
        with made.route("Review", "review") as found:
            page = reviewing.Page(judging.desk.reviews, caller_of)
            found.load(*page.load)
    with made.route("Replay", "replay"):
        replay.Page()
    with made.route("Incidents", "incidents"):
        incidents.Page()
    with made.route("Leaderboard", "leaderboard"):
        leaderboard.Page()
    with made.route("API explorer", "api"):
        explorer.Page(app.openapi())
    return made


def caller_of(request: gr.Request) -> Caller:
    """Who sits before a page: the key that the guard found, nobody where it asks for none."""
    return identify(request.request, "review")


def mount(app: FastAPI, gate: Gate, stats: Stats, desk: ReviewDesk | None = None) -> None:
    """Mount the pages in an application, and lead `/` to them.

    Args:
        app: The application.
        gate: Judges on the page Oversee.
        stats: Is told of what it judged.
        desk: Has people review; there is no page for it when None.
    """
    judging = Judging(gate, stats, desk)
    app.add_api_route(
        "/", lambda: RedirectResponse(f"{PATH}/"), include_in_schema=False, methods=["GET"]
    )
    theme = gr.themes.Default(font=_FONTS, font_mono=_MONO)
    with catch_warnings():
        # It says that several pages are not rendered on the server, which nobody asked for.
        simplefilter("ignore", UserWarning)
        gr.mount_gradio_app(
            app, pages(app, judging), PATH, theme=theme, show_error=False, footer_links=[],
            css_paths=[Path(__file__).parent / STYLE], ssr_mode=False, enable_monitoring=False,
            pwa=False, mcp_server=False,
        )  # fmt: skip
