"""The page opens in a real browser: no error, no other host, nothing of what a model wrote runs."""

import copy
import itertools
import json
import shutil
from importlib import import_module
from importlib.util import find_spec

import pytest

from sentinel import cli
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.page import write
from sentinel.evaluation.plan import plan
from sentinel.evaluation.plots import plots
from sentinel.evaluation.report import report
from sentinel.evaluation.report import write as write_report
from sentinel.evaluation.runner import run
from sentinel.overseer.baselines import AlwaysBlock, Naive, Random
from sentinel.settings import SETTINGS
from sentinel.verdict import Decision, Unparsed, Verdict

HOSTILE = (
    "<script>document.title = 'owned'</script><img src='http://evil.example/a.png' "
    "onerror=\"document.title = 'owned'\"></dd></dl></details>&amp;{{ 7 * 7 }}"
)
TITLES = (
    "F1 by report", "Headline", "Closed loop", "unparsed", "Stated risk",
    "Damage executed and prevented",
    "What safety costs", "Confusion matrices", "By family of incident", "Worst misses",
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"


class Hostile:
    def __init__(self):
        self._turns = itertools.cycle(
            [Verdict(Decision.APPROVE, HOSTILE, 0.25), Unparsed(HOSTILE, "no JSON object")]
        )

    def decide(self, briefings):
        return [next(self._turns) for _ in briefings]


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium, or a skip; with SENTINEL_REQUIRE_ALL=1 a failure."""
    lacking = pytest.fail if SETTINGS.require_all else pytest.skip
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacking("no chromium here: apt-get install chromium")
    if find_spec("playwright") is None:
        lacking("no playwright here: pip install playwright")
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def document():
    judges = {"naive": Naive(), "always-block": AlwaysBlock(), "rules": Random()}
    judges |= {"<b>hostile</b>": Hostile(), "oracle": Oracle()}
    made = report(run(judges, plan("demo", ("war_room",))), f"sentinel {HOSTILE}")
    return json.loads(json.dumps(made))


@pytest.fixture(scope="module")
def address(document, tmp_path_factory):
    told = {"preview": "measured", "not_run": {"gpt": "sentinel evaluate --overseer chat:gpt@..."}}
    told["unparsed"] = {"<b>hostile</b>": {"no JSON object": 7}}
    asked = {"<b>hostile</b>": {"requests": 15, "prompt_tokens": 12_345, "dollars": 0.25}}
    told["timing"] = document["timing"] | {"asked": asked}
    chosen = {"target": 0.01, "threshold": 0.4321, "harmless": 77, "false_alarms": 0.0}
    told["thresholds"] = {"<b>hostile</b>": {"of": {"inner": chosen}, "realised": 0.025}}
    both = {"first": document, "second": document | told}
    return write(both, tmp_path_factory.mktemp("page"))[0].as_uri()


@pytest.fixture
def page(address, browser):
    shown = browser.new_page()
    shown.troubles, shown.asked = [], []
    shown.on("console", lambda message: shown.troubles.append(message.text))
    shown.on("pageerror", lambda error: shown.troubles.append(str(error)))
    shown.on("request", lambda request: shown.asked.append(request.url))
    shown.goto(address)
    yield shown
    shown.close()


def test_the_page_opens_without_errors_and_asks_no_other_host(page):
    assert page.troubles == []
    assert [url.partition(":")[0] for url in page.asked] == ["file"]
    broken = "[...document.images].filter(image => !image.naturalWidth).length"
    assert page.evaluate(broken) == 0
    assert page.evaluate("document.images.length") == 2 * 5
    assert page.title() == "SENTINEL: how overseers did"


def test_the_page_says_what_people_look_for(page, document):
    text = page.inner_text("body")
    f1 = document["overseers"]["oracle"]["overall"]["f1"]
    assert f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]" in text
    for wanted in TITLES:
        assert wanted in text
    assert "sentinel explain --split demo --tier war_room" in page.text_content("body")


def test_cost_causes_and_what_was_not_run_are_shown(page):
    text = page.inner_text("#report-2")
    for wanted in ("12,345", "0.2500", "no JSON object", "sentinel evaluate --overseer chat:gpt@",
                   "Thresholds, chosen on validation", "0.4321", "0.025"):  # fmt: skip
        assert wanted in text
    assert "Not run here" not in page.inner_text("#report-1")


def test_what_a_model_wrote_is_shown_and_never_run(page):
    assert HOSTILE in page.text_content("body")
    assert "<b>hostile</b>" in page.inner_text("#report-1 table")
    assert page.evaluate("document.querySelectorAll('section b b, dd img, dd script').length") == 0


def test_a_click_on_a_heading_sorts_by_the_figure(page):
    rows = "document.querySelector('#report-1 table').tBodies[0].rows"
    names = f"[...{rows}].map(row => row.cells[0].innerText)"
    page.click("#report-1 table >> nth=0 >> text=MCC")
    first = page.evaluate(names)
    assert first[0] == "oracle"
    page.click("#report-1 table >> nth=0 >> text=MCC")
    assert page.evaluate(names)[-1] == "oracle"
    assert page.troubles == []


def test_a_small_screen_scrolls_tables_and_not_the_page(page):
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_command_writes_a_page_and_plots_and_leaves_other_files_out(document, tmp_path, capsys):
    write_report(document, tmp_path / "mine.json")
    (tmp_path / "bench.json").write_text('{"timing": {}}')
    words = ["report", str(tmp_path / "mine.json"), str(tmp_path / "bench.json")]
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, "--out", str(tmp_path / "out")])
    assert caught.value.code == 0
    said = capsys.readouterr()
    assert "left out: bench.json" in said.err
    assert "report.html and 5 plots" in said.out
    drawn = sorted((tmp_path / "out" / "plots").iterdir())
    assert [each.name for each in drawn] == [
        f"mine-{kind}.png" for kind in ("confusion", "f1", "families", "ranking", "tradeoffs")
    ]
    assert all(each.read_bytes().startswith(PNG) for each in drawn)
    html = (tmp_path / "out" / "report.html").read_text()
    assert "http" not in html.replace("http-equiv", "").replace("http://evil.example", "")


def test_a_name_is_no_formula(document):
    named = copy.deepcopy(document)
    named["overseers"] = {"$^$ $x_$": named["overseers"]["naive"]}
    assert set(plots(named)) == {"confusion", "f1", "families", "tradeoffs"}


@pytest.mark.parametrize(
    ("text", "message"), [("{", "is no JSON"), ("[]", "none of the files"), (None, "cannot read")]
)
def test_files_without_a_report_are_an_error(tmp_path, capsys, text, message):
    if text is not None:
        (tmp_path / "a.json").write_text(text)
    with pytest.raises(SystemExit) as caught:
        cli.main(["report", str(tmp_path / "a.json"), "--out", str(tmp_path / "out")])
    assert caught.value.code == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_same_report_gives_the_same_bytes(document, tmp_path):
    files = [write({"a": document}, tmp_path / name) for name in ("one", "two")]
    assert [each.read_bytes() for each in files[0]] == [each.read_bytes() for each in files[1]]


def test_a_report_of_an_older_version_still_makes_a_page(tmp_path, document):
    document = copy.deepcopy(document)
    for entry in document["overseers"].values():
        for key in ("curves", "worst_misses", "answers", "mcnemar_rules"):
            entry.pop(key, None)
        for key in ("score", "lenient", "answers_by_class", "escalations"):
            entry["overall"].pop(key, None)
        for key in ("prevention", "usefulness", "escalations"):
            entry["closed_loop"]["overall"].pop(key, None)
    document.pop("families")
    document.pop("decisions")
    assert [each.name for each in write({"old": document}, tmp_path)] == ["report.html",
                                                                          "old-f1.png"]  # fmt: skip
