"""The pages, put together and mounted in the application at `/web`."""

from pathlib import Path
from typing import Final
from warnings import catch_warnings, simplefilter

import gradio as gr
from fastapi import FastAPI, HTTPException
from starlette.responses import FileResponse, RedirectResponse

from sentinel.live.access_guard import identify
from sentinel.live.behind import Behind
from sentinel.live.review_routes import Caller
from sentinel.ui import explorer, incidents, leaderboard, oversee, replay, reviewing

PATH: Final = "/web"
"""Where the pages are."""

HERE: Final = Path(__file__).parent
STYLE: Final = "style.css"
ICON: Final = "icon.svg"
SCRIPTS: Final = ("pages.js", "explorer.js")

MOST_WAITING: Final = 32
"""Most visitors who wait for an incident to be played; whoever comes then is told so."""

_CLOSED: Final = ("upload", "upload_progress", "deep_link")
"""Routes of Gradio's that write what visitors send to disk; no page needs one."""

_FONTS: Final = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO: Final = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def pages(app: FastAPI, behind: Behind, *, locked: bool) -> gr.Blocks:
    """Make the pages.

    Args:
        app: Whose routes the explorer shows.
        behind: Judges and has people review, as for requests.
        locked: Whether programs need a key.
    """
    with gr.Blocks(title="SENTINEL", analytics_enabled=False) as made:
        oversee.Page(behind, locked=locked)
    made.queue(api_open=False, max_size=MOST_WAITING)
    made.pages[0] = ("", "Oversee", True)
    if behind.desk is not None:
        with made.route("Review", "review") as found:
            page = reviewing.Page(behind.desk.reviews, caller_of)
            found.load(*page.load)
    with made.route("Replay", "replay"):
        replay.Page()
    with made.route("Incidents", "incidents"):
        incidents.Page()
    with made.route("Leaderboard", "leaderboard"):
        leaderboard.Page()
    with made.route("API explorer", "api"):
        explorer.Page(app.openapi(), app.state.episodes)
    return made


def caller_of(request: gr.Request) -> Caller:
    """Who sits before a page: the key that the guard found, nobody where it asks for none."""
    return identify(request.request, "review")


def mount(app: FastAPI, behind: Behind, *, locked: bool = False) -> None:
    """Mount the pages in an application, and lead `/` to them.

    Args:
        app: The application.
        behind: Judges on the page Oversee; without a desk there is no page Review.
        locked: Whether programs need a key, which copied code then shows.
    """
    app.add_api_route(
        "/", lambda: RedirectResponse(f"{PATH}/"), include_in_schema=False, methods=["GET"]
    )
    app.add_api_route(
        "/favicon.ico", lambda: FileResponse(HERE / ICON), include_in_schema=False, methods=["GET"]
    )
    for each in _CLOSED:
        app.add_api_route(
            f"{PATH}/gradio_api/{each}", _closed, include_in_schema=False, methods=["GET", "POST"]
        )
    with catch_warnings():
        # It says that several pages are not rendered on the server, which nobody asked for.
        simplefilter("ignore", UserWarning)
        # A history would keep in the browser whatever was typed, secrets included.
        gr.mount_gradio_app(
            app, pages(app, behind, locked=locked), PATH, theme=_theme(), show_error=False,
            footer_links=[], css_paths=[HERE / STYLE], head=_head(), ssr_mode=False,
            enable_monitoring=False, run_history=False, pwa=False, mcp_server=False,
        )  # fmt: skip


def _closed() -> None:
    raise HTTPException(404, "the pages take no files, and keep nothing")


def _theme() -> gr.themes.Base:
    """Gradio's own, with system fonts, and words that can be read on what they stand on."""
    theme = gr.themes.Default(primary_hue="blue", font=_FONTS, font_mono=_MONO)
    return theme.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_600",
    )


def _head() -> str:
    return "".join(f"<script>{(HERE / each).read_text('utf-8')}</script>" for each in SCRIPTS)
