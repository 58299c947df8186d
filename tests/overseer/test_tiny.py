"""The overseer that ships: it runs without torch, reads figures, and names lines that are there."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.overseers import build
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell, grade
from sentinel.overseer.asking import asking
from sentinel.overseer.gist import gist
from sentinel.overseer.line_choice import LEAST, MOST, LineChoice
from sentinel.overseer.tiny import PACKAGED, TOO_LONG
from sentinel.training.model_card import card
from sentinel.verdict import Unparsed, Verdict

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def turns():
    return [
        turn for seed in range(8001, 8041)
        for turn in fixed_turns("action_screen", seed, "validation", ensemble=False)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def answers(turns):
    return build("local:tiny").decide([turn.briefing for turn in turns])


def test_its_card_says_what_the_run_in_results_came_to():
    run = json.loads((ROOT / "results" / "training" / "tiny-cpu.json").read_text("utf-8"))
    assert (PACKAGED / "README.md").read_text("utf-8").startswith(card(run))


def test_it_ships_with_weights_card_and_licence():
    sizes = {each.name: each.stat().st_size for each in PACKAGED.iterdir()}
    assert {"model.onnx", "model.safetensors", "tokenizer.json", "README.md"} <= sizes.keys()
    assert {"tokenizer_config.json", "chat_template.jinja"} <= sizes.keys()
    assert sum(sizes.values()) < 20 * MEGABYTE
    assert "license: mit" in (PACKAGED / "README.md").read_text()


def test_it_tells_good_from_bad_far_better_than_blocking_everything(turns, answers):
    cells = [
        grade(turn.truth.action_class, turn.briefing, answer).cell
        for turn, answer in zip(turns, answers, strict=True)
        if turn.truth.action_class is not ActionClass.AMBIGUOUS
    ]
    right = sum(cell in (Cell.TP, Cell.TN) for cell in cells)
    assert right / len(cells) > 0.9


def test_every_answer_is_read_and_names_lines_of_its_page(turns, answers):
    for turn, answer in zip(turns, answers, strict=True):
        assert isinstance(answer, Verdict)
        shown = [each for each in gist(turn.briefing).shown if each[0] != "H"]
        named = [each for each in shown if f"{each} (" in answer.reason]
        assert min(LEAST, len(shown)) <= len(named) <= MOST


def test_an_answer_hangs_on_its_briefing_alone(turns, answers):
    overseer = build("local:tiny")
    assert overseer.decide([turns[7].briefing]) == [answers[7]]


def test_its_weights_for_torch_say_the_same(turns, answers):
    """They lean to any decision from a half, and the graph intervenes from its threshold."""
    some = [turn.briefing for turn in turns[:40]]
    found = build(f"local:{PACKAGED}", asking(["form=gist"])).decide(some)
    for graph, weights in zip(answers, found, strict=False):
        assert isinstance(weights, Verdict)
        assert abs(graph.risk - weights.risk) < 0.03
    right = sum(a.decision is b.decision for a, b in zip(answers, found, strict=False))
    assert right >= 38


def test_a_page_that_does_not_fit_has_no_verdict_and_stops_nothing(turns, answers):
    briefing = turns[7].briefing
    action = replace(briefing.proposal.action, option="db-7 " * 20_000)
    long = replace(briefing, proposal=replace(briefing.proposal, action=action))
    found = build("local:tiny").decide([long, briefing])
    assert found == [Unparsed("", TOO_LONG), answers[7]]


def test_it_needs_no_torch():
    code = (
        "import sys; from sentinel.overseer.tiny import tiny_overseer; tiny_overseer();"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_line_is_named_once_and_the_answer_ends():
    choice = LineChoice({"E1": (5, 1), "D2": (6, 2)}, end=0)
    taken = []
    ended = False
    while not ended:
        token = max(choice.allowed())
        taken.append(token)
        ended = choice.take(token)
    assert taken == [6, 2, 5, 1, 0]
    assert choice.named == ["D2", "E1"]
