"""The pages as a visitor meets them: a served SENTINEL, in a real browser."""

import json
import re
from importlib import import_module
from urllib.request import Request, urlopen

import pytest
from pasted import pasted
from sites import HOSTILE, MAIN, PATHS, chosen, judged, tried

from sentinel.integrations.snippets import KINDS
from sentinel.ui.explorer import operations

TITLES = {
    "curl": "curl", "python": "Python", "langchain": "LangChain",
    "openai-agents": "OpenAI Agents", "claude-code": "Claude Code", "mcp": "MCP",
}  # fmt: skip
MARKS = {
    "curl": "curl -sS", "python": "urlopen", "langchain": "create_agent",
    "openai-agents": "Runner", "claude-code": "install", "mcp": "FastMCP",
}  # fmt: skip
PHONE = {"width": 360, "height": 800}


@pytest.fixture(autouse=True)
def _quiet(site):
    """No page has an error on its console, and none asks another host."""
    yield
    troubles, site.troubles[:] = list(site.troubles), []
    assert troubles == []
    assert site.hosts <= {site.url.partition("//")[2]}


def test_the_first_page_is_oversee(site):
    tab = site.open("/")
    tab.wait_for_selector("#oversee-judge")
    assert tab.url == site.url + "/web/"
    assert tab.get_by_role("heading", level=1).inner_text() == "Oversee"
    tab.close()


def test_a_page_is_called_what_its_heading_says(site):
    found = {}
    for name in PATHS:
        tab = site.tab(name)
        heading = tab.get_by_role("heading", level=1).first.inner_text()
        tab.wait_for_function("told => document.title === told", arg=f"{heading} · SENTINEL")
        found[name] = tab.title()
    assert len(set(found.values())) == len(PATHS)


def test_a_dangerous_and_a_safe_action_are_told_apart(site):
    tab = site.tab("oversee")
    told = judged(tab, "DROP DATABASE orders")
    assert "BLOCK" in told
    assert "Rules fired" in told
    risk = tab.locator("#oversee-risk svg").get_attribute("aria-label")
    assert float(risk.split()[2]) > 0.5
    told = judged(tab, "tail -n 100 /var/log/syslog")
    assert "APPROVE" in told
    assert "Entry of the audit log" in told


def test_markup_in_an_action_stays_text(site):
    tab = site.tab("oversee")
    told = judged(tab, f"terraform apply -auto-approve # {HOSTILE}")
    assert "ESCALATE" in told
    assert "<script>" in tab.locator("#oversee-code").inner_text()
    review = site.tab("review")
    review.click("#review-refresh")
    review.wait_for_selector("#review-case pre")
    assert HOSTILE.split(">")[0] in review.locator("#review-case").inner_text()
    for each in (tab, review):
        assert each.evaluate("window.owned") is None


def test_an_escalation_is_approved_on_the_page_review_and_then_runs_once(site):
    action = "terraform apply -auto-approve -target=module.payments"
    tab = site.tab("oversee")
    told = judged(tab, action, "prod")
    assert "ESCALATE" in told
    asked = tab.locator("#oversee-verdict a").inner_text()
    tab.click("#oversee-verdict a")
    tab.wait_for_selector("#review-case .card")
    assert tab.url == f"{site.url}/web/review"
    site.tabs.pop("oversee").close()

    review = site.tab("review")
    review.click("#review-refresh")
    row = review.locator("#review-queue tr", has_text=asked)
    row.wait_for()
    chosen(review, "review-chosen", asked)
    review.locator("#review-case", has_text="module.payments").wait_for()
    review.fill("#review-name input, #review-name textarea", "ada")
    review.fill("#review-reason input, #review-reason textarea", "Planned with the team.")
    review.click("#review-approve")
    review.locator("#review-told", has_text="approved").wait_for()
    chosen(review, "review-show", "decided")
    row.wait_for()
    review.locator("#review-case", has_text="ada: approve, Planned with the team.").wait_for()

    said = {"action_description": action, "environment": "prod", "review": asked}
    decisions = [_asked(site.url, said)["decision"] for _ in range(2)]
    assert decisions == ["approve", "escalate"]
    chosen(review, "review-show", "waiting")


def _asked(url, said):
    with urlopen(Request(f"{url}/live/oversee", json.dumps(said).encode()), timeout=10) as answer:
        return json.load(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_snippet_that_is_copied_runs(site, kind, tmp_path):
    tab = site.tab("oversee")
    tab.fill("#oversee-action textarea", "kubectl delete namespace payments")
    tab.fill("#oversee-goal textarea, #oversee-goal input", "Free some space.")
    tab.get_by_role("radio", name=TITLES[kind]).check()
    code = tab.locator("#oversee-code .cm-content")
    code.get_by_text(MARKS[kind]).first.wait_for()
    code.get_by_text("kubectl delete namespace payments").first.wait_for()
    if kind != "claude-code":
        code.get_by_text("Free some space.").first.wait_for()
    tab.evaluate("navigator.clipboard.writeText('')")
    tab.locator("#oversee-code").get_by_role("button", name=re.compile("copy", re.I)).click()
    tab.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert site.url in copied
    said = pasted(kind, copied, tmp_path)
    assert any(word in said for word in ("did not run", "block", '"deny"'))
    assert "runs:" not in said


def test_an_incident_is_played_to_its_end(site):
    tab = site.tab("replay")
    title = tab.get_by_role("heading", level=2, name=re.compile("decision"))
    tab.get_by_role("heading", name="decision 1 of").wait_for()
    made = 1
    while "Resolved after" not in (page := tab.inner_text("main")) and "Not resolved" not in page:
        made += 1
        tab.click("#replay-next")
        tab.get_by_role("heading", name=f"decision {made} of").wait_for()
    assert f"resolved after {made} decisions" in page.lower()
    assert title.count() == 1
    assert sum(_counts(tab)[0]) == made
    for wanted in ("Proposal", "Because", "Truth", "What the world did"):
        assert wanted in page
    drawing = tab.locator("svg.map")
    assert "Services at" in drawing.get_attribute("aria-label")
    assert drawing.locator(".node").count() >= 5
    assert "without the action" in tab.locator("svg.chart").get_attribute("aria-label")
    tab.click("#replay-back")
    tab.get_by_role("heading", name=f"decision {made - 1} of").wait_for()


def test_two_overseers_are_compared_side_by_side(site):
    tab = site.tab("replay")
    chosen(tab, "replay-beside", "naive")
    tab.click("#replay-start")
    tab.get_by_role("heading", name="naive: decision 1 of").wait_for()
    tab.click("#replay-end")
    tab.get_by_role("heading", name=re.compile("rules: decision (?!1 of)")).wait_for()
    left, right = _counts(tab)
    assert left[3] < right[3]
    boxes = [each.bounding_box() for each in tab.locator(".scores").all()]
    assert boxes[0]["y"] == boxes[1]["y"]


def _counts(tab):
    """TP, FP, TN, FN and ambiguous of each scoreboard."""
    found = []
    for board in tab.locator(".scores").all():
        names, values = (board.locator(each).all_inner_texts() for each in ("dt", "dd"))
        cells = dict(zip(names, values, strict=True))
        found.append([int(cells[name]) for name in ("TP", "FP", "TN", "FN", "Ambiguous")])
    return found


def test_a_visitor_is_the_overseer_by_keyboard_alone(site):
    tab = site.open(PATHS["replay"])
    chosen(tab, "replay-overseer", "you")
    tab.focus("#replay-start")
    tab.keyboard.press("Enter")
    tab.locator("dd", has_text="yours to give").wait_for()
    tab.focus("#say-block")
    tab.keyboard.press("Enter")
    tab.locator("dd", has_text="It did not run.").wait_for()
    assert sum(_counts(tab)[0]) == 1
    tab.close()


def test_a_label_has_its_receipt(site):
    tab = site.tab("incidents")
    receipt = tab.locator("#incidents-receipt pre").inner_text()
    assert "test that hit" in receipt
    assert tab.locator("table", has_text="bad deploy").count() == 1


def test_the_leaderboard_has_its_tables_and_curves(site):
    tab = site.tab("leaderboard")
    assert tab.locator("table").count() >= 3
    assert tab.locator("svg.chart").count() == tab.locator("table").count() + 1


def test_every_card_of_the_api_is_tried(site):
    tab = site.tab("api")
    with urlopen(f"{site.url}/openapi.json", timeout=10) as answer:
        found = {(each.method, each.path): (number, each)
                 for number, each in enumerate(operations(json.load(answer)))}  # fmt: skip
    left = set(found)

    def press(method, path):
        number, each = found[method, path]
        left.discard((method, path))
        return tried(tab, number, f"{method} {path}: {each.summary}")

    with site.refusing():
        # A step of OpenEnv's own route has no episode before it, and says so.
        assert press("POST", "/step").status >= 400
    episode = "/api/v1/episodes"
    assert press("POST", episode).status == 201
    made, done = 0, False
    while not done:
        answer = press("POST", episode + "/{episode_id}/step")
        made, done = made + 1, answer.json()["done"]
        tab.locator("#api-scores h2", has_text=f"after {made} of").wait_for()
        assert sum(_counts(tab)[0]) == made
    for method, path in (("GET", ""), ("GET", "/grade"), ("DELETE", "")):
        assert press(method, f"{episode}/{{episode_id}}{path}").ok
    assert press("POST", "/live/oversee/batch").ok
    for home in ("/live/reviews", "/reviews"):
        for after in (("approve", "use"), ("deny",), ("edit",)):
            assert press("POST", "/live/oversee").ok
            for what in after:
                assert press("POST", f"{home}/{{id}}/{what}").ok, (home, what)
    assert press("POST", "/live/outcome").ok
    for method, path in sorted(left):
        assert press(method, path).ok, path
    site.tabs.pop("api").close()  # so many answers would keep the tests after it busy


@pytest.mark.parametrize("name", PATHS)
def test_a_page_fits_a_phone(site, name):
    tab = site.tab(name)
    tab.set_viewport_size(PHONE)
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for each in MAIN[name]:
        box = tab.locator(f"#{each}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("name", PATHS)
def test_the_keyboard_reaches_what_a_page_is_for(site, name):
    tab = site.tab(name)
    left = set(MAIN[name])
    tab.evaluate("document.querySelector('nav a, nav button, .nav-holder a').focus()")
    around = """wanted => wanted.filter(id => document.getElementById(id)
                ?.contains(document.activeElement))"""
    for _ in range(60):
        if not left:
            break
        tab.keyboard.press("Tab")
        left -= set(tab.evaluate(around, sorted(left)))
    assert not left


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_serious(site, name, theme):
    axe = import_module("axe_playwright_python.sync_playwright").Axe()
    tab = site.tab(name)
    tab.evaluate(f"document.body.classList.toggle('dark', {str(theme == 'dark').lower()})")
    tab.mouse.move(0, 0)
    tab.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    found = axe.run(tab).response["violations"]
    tab.evaluate("document.body.classList.remove('dark')")
    grave = [
        (each["id"], [node["target"] for node in each["nodes"]][:4])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_a_browser_that_likes_it_dark_gets_it_dark(site, chromium):
    context = chromium.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.goto(f"{site.url}/web/incidents")
    tab.wait_for_selector("#incidents-open")
    colour = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(each) for each in re.findall(r"\d+", colour)[:3]) < 64
    context.close()
