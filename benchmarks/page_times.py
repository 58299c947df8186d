"""Measure how long a visitor waits for the pages, in a real browser on this machine.

A server as `sentinel serve` starts it is opened in a browser that has kept nothing, page by page:
until the first byte, until something of it is painted, and until its main control is there. Then
`war_room` seed 42 is played decision by decision on the page Replay: from each click until what it
changes is painted, and how much of that the answer took to arrive.

Usage: python benchmarks/page_times.py [--json] [--runs N]

With `--json` the figures are written to `results/pages.json` too.
"""

import os
import platform
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import join
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from servers import serving
from throughput import processor

from sentinel.errors import SentinelError
from sentinel.evaluation.report import CANARY, Block, write

OUT: Final = Path("results/pages.json")
PAINT_MS: Final = 3_000
STEP_MS: Final = 300
"""Most milliseconds until the first page is painted, and until a decision is; both medians."""
RUNS: Final = 5

PAGES: Final = {
    "oversee": ("/", "#oversee-judge"),
    "review": ("/web/review", "#review-refresh"),
    "replay": ("/web/replay", "#replay-start"),
    "incidents": ("/web/incidents", "#incidents-open"),
    "leaderboard": ("/web/leaderboard", ".chart"),
    "api": ("/web/api", "#api-scores .scores"),
}
"""Path of each page, and its main control."""

_OPENED: Final = """() => {
  const [got] = performance.getEntriesByType("navigation");
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return [got.responseStart, painted.startTime, performance.now()];
}"""
"""Milliseconds since the page was asked for."""

_STEP: Final = """() => new Promise((done) => {
  const title = () => document.querySelector("main h2")?.innerText ?? "";
  const before = title();
  performance.clearResourceTimings();
  const started = performance.now();
  const watch = new MutationObserver(() => {
    if (title() === before) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const [asked] = performance.getEntriesByType("resource").slice(-1);
      done([performance.now() - started, asked ? asked.duration : 0]);
    }));
  });
  watch.observe(document.body, { childList: true, characterData: true, subtree: true });
  document.querySelector("#replay-next").click();
})"""
"""Milliseconds of a step in all, and of the request it made."""


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    with pages() as (url, browser):
        opened = {name: _open(browser, url, name, given.runs) for name in PAGES}
        steps = [each for _ in range(given.runs) for each in _play(browser, url)]
    whole, asked = [both for both, _ in steps], [request for _, request in steps]
    paint, step = opened["oversee"]["painted"], _figures(whole)
    met = {"paint": paint["median"] <= PAINT_MS, "step": step["median"] <= STEP_MS}
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {
            "processor": processor(), "cores": len(os.sched_getaffinity(0)),
            "python": platform.python_version(), "load": round(os.getloadavg()[0], 1),
        },
        "runs": given.runs,
        "bounds": {"paint_median_ms": PAINT_MS, "step_median_ms": STEP_MS},
        "opened_ms": opened,
        "step_ms": {"whole": step, "request": _figures(asked), "steps": len(steps)},
        "met": met,
    }  # fmt: skip
    for name, each in opened.items():
        print(f"{name:12} {each}")
    print(f"{'step':12} {document['step_ms']}")
    print(f"met: {met}, at a load of {document['machine']['load']}")
    if given.json:
        write(document, OUT)


@contextmanager
def pages() -> Iterator[tuple[str, Browser]]:
    """Serve the pages for a while; gives their address and a browser.

    Raises:
        SentinelError: If there is no browser.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SentinelError("no chromium here: apt-get install chromium")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = f"sqlite:///{Path(folder) / 'gate.db'}"
        command = [sys.executable, "-m", "sentinel", "serve", "--workers", "1", "--store", store]
        with serving(lambda port: [*command, "--port", str(port)]) as port:
            browser = playwright.chromium.launch(executable_path=found)
            yield f"http://127.0.0.1:{port}", browser
            browser.close()


def _open(browser: Browser, url: str, name: str, runs: int) -> Block:
    path, control = PAGES[name]
    times = []
    for _ in range(runs):
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(url + path)
        tab.wait_for_selector(control)
        times.append(tab.evaluate(_OPENED))
        context.close()
    parts = zip(*times, strict=True)
    return {
        word: _figures(part)
        for word, part in zip(("first_byte", "painted", "usable"), parts, strict=True)
    }


def _play(browser: Browser, url: str) -> list[list[float]]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(f"{url}/web/replay")
    tab.click("#replay-start")
    tab.wait_for_selector("main h2:has-text('decision 1 of')")
    times = []
    while not _ended(tab):
        times.append(tab.evaluate(_STEP))
    context.close()
    return times


def _ended(tab: Page) -> bool:
    return "esolved after" in tab.inner_text("main")


def _figures(times: object) -> Block:
    found = sorted(float(each) for each in times)  # type: ignore[attr-defined]
    return {
        "median": round(median(found), 1), "best": round(found[0], 1),
        "worst": round(found[-1], 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
