"""One's own class oversees, and is held to what an overseer promises."""

import pytest
from pages import page

from sentinel.errors import OverseerError
from sentinel.overseer.asking import Asking
from sentinel.overseer.brought import brought_overseer
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action

PAGES = [page(Action("restart_service", "auth"))] * 2

HEAD = """
from sentinel import Decision, Unparsed, Verdict

class Mine:
    def decide(self, briefings):
        return {0}

class Silent:
    pass

number = 3
"""


def mine(tmp_path, answers, kind="Mine"):
    path = tmp_path / "mine.py"
    path.write_text(HEAD.format(answers))
    return brought_overseer(f"{path}:{kind}", Asking())


def test_a_class_of_a_file_gives_verdicts(tmp_path):
    found = mine(tmp_path, "[Verdict(Decision.BLOCK, 'no', 0.5), Unparsed('', 'none')]")
    first, second = found.decide(PAGES)
    assert (first.decision, first.risk) == (Decision.BLOCK, 0.5)
    assert isinstance(second, Unparsed)


@pytest.mark.parametrize("answers", [
    "None", "[]", "[Verdict(Decision.BLOCK, '')]", "['block'] * 2", "[None] * 2", "'ab'",
    "[Verdict('block', '')] * 2", "[Verdict(Decision.BLOCK, None)] * 2",
    "[Verdict(Decision.BLOCK, '', 1.5)] * 2", "[Verdict(Decision.BLOCK, '', float('nan'))] * 2",
    "[Verdict(Decision.BLOCK, '', 'high')] * 2", "[Verdict(Decision.BLOCK, '', True)] * 2",
    "[Unparsed(None, None)] * 2",
])  # fmt: skip
def test_what_is_no_list_of_answers_is_an_error_and_no_decision(tmp_path, answers):
    with pytest.raises(OverseerError):
        mine(tmp_path, answers).decide(PAGES)


def test_what_no_file_can_hold_is_replaced_before_hours_of_work_depend_on_it(tmp_path):
    given = "[Verdict(Decision.BLOCK, '\\ud800', 1), Unparsed('\\ud800', '\\ud800')]"
    assert mine(tmp_path, given).decide(PAGES) == [
        Verdict(Decision.BLOCK, "?", 1.0),
        Unparsed("?", "?"),
    ]


def test_what_its_own_code_raises_is_shown_to_its_author(tmp_path):
    with pytest.raises(ZeroDivisionError):
        mine(tmp_path, "1 / 0").decide(PAGES)


@pytest.mark.parametrize(("kind", "message"), [
    ("Yours", "has no class 'Yours'"), ("number", "has no class"), ("Silent", "has no method"),
])  # fmt: skip
def test_what_is_no_overseer_is_refused(tmp_path, kind, message):
    with pytest.raises(OverseerError, match=message):
        mine(tmp_path, "[]", kind)


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(OverseerError, match="names no Python file"):
        brought_overseer("/nowhere/mine.py:Mine", Asking())
