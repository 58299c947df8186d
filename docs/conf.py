"""How the pages of docs/ become a site: `make docs`."""

import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx

project = "SENTINEL"
author = "SENTINEL contributors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "SENTINEL"
templates_path = []
exclude_patterns = []
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header"]
# Pages that load nothing from other hosts.
html_theme_options = {"top_of_page_buttons": []}


def _write_reference(app: Sphinx) -> None:
    """Write the pages of reference/ from the code, before they are read."""
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "scripts/reference.py"], cwd=root, check=True)


def setup(app: Sphinx) -> None:
    """Have the reference written first."""
    app.connect("builder-inited", _write_reference)
