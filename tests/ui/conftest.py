"""One server and one browser for each file that looks at the pages."""

import shutil
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest
from servers import serving

from sentinel.settings import SETTINGS


@pytest.fixture(scope="module")
def chromium():
    """The system's Chromium, or a skip; with SENTINEL_REQUIRE_ALL=1 a failure."""
    lacking = pytest.fail if SETTINGS.require_all else pytest.skip
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacking("no chromium here: apt-get install chromium")
    for needed in ("playwright", "axe_playwright_python"):
        if find_spec(needed) is None:
            lacking(f"no {needed} here: pip install 'openenv-sentinel[test]'")
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    """A server as `sentinel serve` starts it, in a browser that may use the clipboard."""
    store = f"sqlite:///{tmp_path_factory.mktemp('gate') / 'gate.db'}"
    command = [sys.executable, "-m", "sentinel", "serve", "--workers", "1", "--store", store]
    with serving(lambda port: [*command, "--port", str(port)]) as port:
        context = chromium.new_context(color_scheme="light")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(60_000)
        found = import_module("sites").Site(f"http://127.0.0.1:{port}", context)
        yield found
        context.close()
