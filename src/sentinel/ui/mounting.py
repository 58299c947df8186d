"""The pages, put together and mounted in the application at `/web`."""

from pathlib import Path
from typing import Final
from warnings import catch_warnings, simplefilter

import gradio as gr
from fastapi import FastAPI
from starlette.responses import RedirectResponse

from sentinel.live.gate import Gate
from sentinel.live.stats import Stats
from sentinel.ui import explorer, incidents, leaderboard, oversee, replay

PATH: Final = "/web"
"""Where the pages are."""

STYLE: Final = "style.css"

_FONTS: Final = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO: Final = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def pages(app: FastAPI, gate: Gate, stats: Stats) -> gr.Blocks:
    """Make the pages.

    Args:
        app: Whose routes the explorer shows.
        gate: Judges on the page Oversee.
        stats: Is told of what it judged.
    """
    with gr.Blocks(title="SENTINEL", analytics_enabled=False) as made:
        oversee.Page(gate, stats)
    made.pages[0] = ("", "Oversee", True)
    with made.route("Replay", "replay"):
        replay.Page()
    with made.route("Incidents", "incidents"):
        incidents.Page()
    with made.route("Leaderboard", "leaderboard"):
        leaderboard.Page()
    with made.route("API explorer", "api"):
        explorer.Page(app.openapi())
    return made


def mount(app: FastAPI, gate: Gate, stats: Stats) -> None:
    """Mount the pages in an application, and lead `/` to them."""
    app.add_api_route(
        "/", lambda: RedirectResponse(f"{PATH}/"), include_in_schema=False, methods=["GET"]
    )
    theme = gr.themes.Default(font=_FONTS, font_mono=_MONO)
    with catch_warnings():
        # It says that several pages are not rendered on the server, which nobody asked for.
        simplefilter("ignore", UserWarning)
        gr.mount_gradio_app(
            app, pages(app, gate, stats), PATH, theme=theme, show_error=False, footer_links=[],
            css_paths=[Path(__file__).parent / STYLE], ssr_mode=False, enable_monitoring=False,
            pwa=False, mcp_server=False,
        )  # fmt: skip
