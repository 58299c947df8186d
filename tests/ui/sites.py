"""A served SENTINEL in a browser: its pages, each opened once and with something on it."""

from contextlib import contextmanager
from urllib.parse import urlsplit

HOSTILE = "<script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
PATHS = {
    "oversee": "/web/", "review": "/web/review", "replay": "/web/replay",
    "incidents": "/web/incidents", "leaderboard": "/web/leaderboard", "api": "/web/api",
}  # fmt: skip
MAIN = {
    "oversee": ("oversee-action", "oversee-judge", "oversee-kind", "oversee-code"),
    "review": ("review-refresh", "review-name", "review-reason", "review-approve", "review-deny"),
    "replay": ("replay-start", "replay-back", "replay-next", "replay-end"),
    "incidents": ("incidents-open",),
    "leaderboard": (),
    "api": ("api-key", "try-0", "try-0-answer"),
}
"""What a visitor needs of each page, by the id of what holds it."""


class Site:
    """A served SENTINEL, seen through one browser."""

    def __init__(self, url, context):
        self.url, self.context = url, context
        self.tabs, self.troubles, self.refused = {}, [], []
        self.hosts = set()

    def open(self, path):
        """Open a page of its own, whose troubles are noted."""
        tab = self.context.new_page()
        tab.on("console", self._said)
        tab.on("pageerror", lambda error: self.troubles.append(str(error)))
        tab.on("request", lambda asked: self.hosts.add(urlsplit(asked.url).netloc))
        tab.goto(self.url + path)
        return tab

    def tab(self, name):
        """A page with something on it, light and 1280 wide."""
        if name not in self.tabs:
            self.tabs[name] = self.open(PATHS[name])
            FILLED[name](self.tabs[name])
        tab = self.tabs[name]
        tab.bring_to_front()
        tab.set_viewport_size({"width": 1280, "height": 900})
        return tab

    @contextmanager
    def refusing(self):
        """While requests may be refused, of which a browser makes an error of its own accord."""
        before = list(self.troubles)
        yield
        rest = [each for each in self.troubles[len(before) :] if "the server responded" not in each]
        self.troubles[:] = before + rest

    def _said(self, message):
        if message.type == "error":
            self.troubles.append(f"{message.text} {message.location}")


def judged(tab, action, environment=""):
    """Judge an action on the page Oversee; gives the text of the card."""
    card = "#oversee-verdict .card"
    before = tab.inner_text(card) if tab.locator(card).count() else ""
    tab.fill("#oversee-action textarea", action)
    if environment:
        chosen(tab, "oversee-environment", environment)
    tab.click("#oversee-judge")
    # Each has an entry of its own in the audit log, so that no card is as the one before.
    told = "([card, was]) => ![was, undefined].includes(document.querySelector(card)?.innerText)"
    tab.wait_for_function(told, arg=[card, before])
    return tab.inner_text(card)


def chosen(tab, name, option):
    """Choose an option of a list."""
    tab.click(f"#{name} input")
    tab.get_by_role("option", name=option, exact=True).click()


def tried(tab, number, label):
    """Try a card of the API explorer; gives what came back."""
    button = tab.locator(f"#try-{number}")
    if not button.is_visible():
        tab.get_by_role("button", name=label).click()
    button.wait_for()
    with tab.expect_response(lambda answer: "/web/" not in answer.url) as came:
        button.click()
    tab.wait_for_function(
        """([id, status]) => document.querySelector(`#${id} :is(input, textarea)`)
           .value.startsWith(status)""", arg=[f"try-{number}-status", f"{came.value.status}"],
    )  # fmt: skip
    return came.value


def _oversee(tab):
    judged(tab, "kubectl delete namespace payments")
    tab.locator("#oversee-code .cm-content", has_text="namespace payments").wait_for()


def _review(tab):
    tab.wait_for_selector("#review-queue :is(p, table)")


def _replay(tab):
    tab.click("#replay-start")
    tab.get_by_role("heading", name="decision 1 of").wait_for()


def _incidents(tab):
    tab.click("#incidents-open")
    tab.wait_for_selector("#incidents-receipt pre")


def _leaderboard(tab):
    tab.wait_for_selector(".chart")


def _api(tab):
    tab.wait_for_selector("#api-scores .scores")
    tried(tab, 0, "GET /list_environments")


FILLED = {
    "oversee": _oversee, "review": _review, "replay": _replay, "incidents": _incidents,
    "leaderboard": _leaderboard, "api": _api,
}  # fmt: skip
