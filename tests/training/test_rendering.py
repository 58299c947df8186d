"""Every rendering asks about a whole decision, and what it has a model say is read back."""

import sys
from types import ModuleType

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.errors import OptionError
from sentinel.grading.justification import groundedness
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.training.incidents import SPLIT, chunks, order
from sentinel.training.offering import citable
from sentinel.training.rendering import Compact, Message, Rendering, register, rendering
from sentinel.verdict import Decision

FORMS = ("full", "written", "compact")


@pytest.fixture(scope="module")
def briefings():
    return [turn.briefing for turn in fixed_turns("drift_ops", 100)[::4]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("decision", Decision)
def test_what_is_said_is_read_as_the_decision_with_what_its_lines_show(form, decision, briefings):
    shape = rendering(form)
    assert isinstance(shape, Rendering)
    grounded = []
    for briefing in briefings:
        cited = [number for number, _ in citable(briefing, shape.shown(briefing))][:2]
        found = shape.read(shape.answer(decision, cited, briefing), briefing)
        assert found.decision is decision
        assert [part.split()[0] for part in found.reason.split("; ")] == cited
        grounded.append(groundedness(briefing, found.reason))
    assert sum(grounded) / len(grounded) > 0.5


@pytest.mark.parametrize("form", FORMS)
def test_only_lines_that_are_shown_can_be_cited(form, briefings):
    shape, left_out = rendering(form), 0
    for briefing in briefings:
        page = shape.messages(briefing)[-1].content
        for line in briefing.lines():
            printed = f"\n{line.id} {line.render().split(' ', 1)[1].splitlines()[0][:30]}"
            assert (printed in page) == (line.id in shape.shown(briefing))
            left_out += line.id not in shape.shown(briefing)
    assert left_out > 0


def test_a_model_that_names_lines_says_less_than_one_that_writes_them_out(briefings):
    said = [rendering(form).answer(Decision.BLOCK, ["E1"], briefings[0]) for form in FORMS]
    assert said[0] == '{"decision": "block", "lines": ["E1"]}'
    assert said[2] == "block E1"
    assert len(said[1]) > len(said[0])


class Short(Compact):
    """Asks in one line."""

    def messages(self, briefing):
        return (Message("user", briefing.alert),)


def test_another_rendering_is_put_in_by_name_or_by_where_it_stands():
    short, module = Short(), ModuleType("elsewhere")
    register("short-form", short)
    register("short-form", short)
    module.SHORT, module.NONE = short, object()
    sys.modules["elsewhere"] = module
    assert rendering("short-form") is rendering("elsewhere:SHORT") is short
    for name, told in (
        ("elsewhere:NONE", "is no rendering"),
        ("elsewhere:MISSING", "cannot be loaded"),
        ("nowhere.at.all:X", "cannot be loaded"),
        ("shorter", "no prompt form is named 'shorter'; there are full, written, compact"),
    ):
        with pytest.raises(OptionError, match=told):
            rendering(name)
    with pytest.raises(OptionError, match="is named 'full' already"):
        register("full", short)


def test_every_incident_of_train_comes_once_a_visit_and_no_other():
    assert SPLIT is Split.TRAIN
    for tier in Tier:
        assert sorted(order(tier, 3)) == list(seeds(Split.TRAIN, tier))
    found = chunks((Tier.ACTION_SCREEN, Tier.DRIFT_OPS), 3, 1)
    assert {chunk.visit for chunk in found} == {1}
    for tier in (Tier.ACTION_SCREEN, Tier.DRIFT_OPS):
        assert tuple(s for chunk in found if chunk.tier is tier for s in chunk.seeds) == order(
            tier, 3
        )
    assert [chunk.tier for chunk in found[:4]] == [Tier.ACTION_SCREEN, Tier.DRIFT_OPS] * 2
