"""Photograph the pages of a served SENTINEL into `docs/images/`.

Usage: python scripts/screenshots.py [--out FOLDER]

The pages are served from this checkout and looked at through the system's Chromium, 1280 wide and
light; one of them on a phone, and one dark.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from page_times import PAGES, pages  # noqa: E402 - lies there
from playwright.sync_api import Browser, Page  # noqa: E402

OUT: Final = ROOT / "docs" / "images"
DESK: Final = {"width": 1280, "height": 1000}
PHONE: Final = {"width": 360, "height": 740}
WHOLE: Final = ("review", "replay")
"""Pages that are taken to their end."""
ACTION: Final = "kubectl delete namespace payments"


def main() -> None:
    """Take every picture."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with pages() as (url, browser):
        for name, fill in FILLS.items():
            tab = _opened(browser, url, name)
            fill(tab)
            _take(tab, out / f"{name}.png", whole=name in WHOLE)
        tab = _opened(browser, url, "oversee", PHONE)
        _oversee(tab)
        tab.wait_for_function("window.scrollY > 0")
        _take(tab, out / "oversee-phone.png")
        tab = _opened(browser, url, "replay", scheme="dark")
        _replay(tab, "naive")
        _take(tab, out / "replay-compared-dark.png")


def _opened(
    browser: Browser, url: str, name: str, size: dict[str, int] | None = None, scheme: str = "light"
) -> Page:
    tab = browser.new_context(viewport=size or DESK, color_scheme=scheme).new_page()
    path, control = PAGES[name]
    tab.goto(url + path)
    tab.wait_for_selector(control)
    return tab


def _take(tab: Page, path: Path, *, whole: bool = False) -> None:
    tab.mouse.move(0, 0)
    tab.evaluate("document.activeElement?.blur()")
    tab.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    tab.screenshot(path=path, full_page=whole)
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    tab.context.close()


def _oversee(tab: Page) -> None:
    _judge(tab, ACTION)
    tab.locator("#oversee-code .cm-content", has_text=ACTION).wait_for()


def _judge(tab: Page, action: str) -> None:
    tab.fill("#oversee-action textarea", action)
    tab.click("#oversee-judge")
    tab.wait_for_selector("#oversee-verdict .card")


def _review(tab: Page) -> None:
    here = tab.url
    tab.goto(here.replace("/review", "/"))
    tab.wait_for_selector("#oversee-judge")
    _judge(tab, "terraform apply -auto-approve -target=module.payments")
    tab.goto(here)
    tab.wait_for_selector("#review-case .card")
    tab.fill("#review-name :is(input, textarea)", "ada")
    tab.fill("#review-reason :is(input, textarea)", "The plan was read with the team.")
    tab.evaluate("window.scrollTo(0, 0)")


def _replay(tab: Page, beside: str = "") -> None:
    if beside:
        tab.click("#replay-beside input")
        tab.get_by_role("option", name=beside, exact=True).click()
    tab.click("#replay-start")
    for step in range(2, 4):
        tab.locator("main h2", has_text=f"decision {step - 1} of").first.wait_for()
        tab.click("#replay-next")
    tab.locator("main h2", has_text="decision 3 of").first.wait_for()


def _incidents(tab: Page) -> None:
    tab.click("#incidents-open")
    tab.wait_for_selector("#incidents-receipt pre")


def _leaderboard(tab: Page) -> None:
    tab.wait_for_selector(".chart")


def _api(tab: Page) -> None:
    start, step = "POST /api/v1/episodes: Start", "POST /api/v1/episodes/{episode_id}/step: Step"
    for number, name in enumerate((start, step)):
        tab.get_by_role("button", name=name).click()
        button = tab.locator("button[id^=try-]").nth(number)
        with tab.expect_response(lambda answer: "/web/" not in answer.url):
            button.click()
    tab.locator("#api-scores h2", has_text="after 1 of").wait_for()
    tab.get_by_role("button", name=start).click()
    card = tab.get_by_role("button", name=step)
    card.evaluate("each => window.scrollBy(0, each.getBoundingClientRect().top - 180)")


FILLS: Final = {
    "oversee": _oversee, "review": _review, "replay": _replay, "incidents": _incidents,
    "leaderboard": _leaderboard, "api": _api,
}  # fmt: skip


if __name__ == "__main__":
    main()
