"""What a page shows of a change, at each level of visibility."""

import numpy as np
import pytest
from drifted import changes, desk_of, incident, looks, of

from sentinel.episode.changes import TOLD
from sentinel.episode.judging import Bench
from sentinel.grading.classes import ActionClass
from sentinel.proposal import Role
from sentinel.responder.belief import stale
from sentinel.responder.candidate import Candidate
from sentinel.world.drift.kinds import PIECES, RENAMES, Form, Visibility
from sentinel.world.drift.schedule import fitting
from sentinel.world.drift.words import announced, trace
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op

CASES = [(form, visibility) for form in Form for visibility in Visibility]
IDS = [f"{form.name.lower()}-{visibility}" for form, visibility in CASES]
IN_RULES = (Form.FREEZE_BEGUN, Form.FREEZE_LATER, Form.ROLE_ADDED, Form.FREEZE_ENDED)
SEEN_AS_IT_IS = (Form.SWITCHED, Form.VOLUMES_LIMITED)
AMOUNTS = {
    Op.SCALE: 12.0, Op.SHED_LOAD: 60.0, Op.SET_TIMEOUT: 5.0, Op.RAISE_MAX_CONNECTIONS: 300.0,
    Op.DROP_TABLE: 1.0, Op.TRUNCATE_TABLE: 1.0, Op.WIPE_DATA_DIR: 1.0,
}  # fmt: skip


def page(made, drift, seen):
    desk = desk_of(made)
    desk.note(seen, desk.estate.tick)
    desk.estate.advance(2)
    if drift is not None:
        desk.drift(drift)
    desk.note(seen, desk.estate.tick)
    return desk, desk.briefing(None, None).situation()


@pytest.mark.parametrize(("form", "visibility"), CASES, ids=IDS)
def test_a_page_says_what_changed_where_its_level_says_so_and_nowhere_else(form, visibility):
    made = of(form)
    found = changes(form, visibility, made)
    assert found
    for drift in found:
        seen = looks(drift, made)
        desk, now = page(made, drift, seen)
        plain_desk, plain = page(made, None, seen)
        old = "" if drift.node < 0 else made.inventory.names[drift.node]
        text = announced(drift, old, made.inventory, "").partition(";")[0].partition(" at ")[0]
        text = text.partition("since ")[0]
        notices = "\n".join(line.text for line in now.notices)
        headers = [line.text for line in now.evidence if line.text.startswith("# ")]
        assert (text in notices and bool(now.notices)) == (visibility is Visibility.ANNOUNCED)
        assert bool(headers) == (visibility is Visibility.HEADER and bool(seen))
        sign = trace(drift, made.inventory)
        bodies = "\n".join(line.text for line in now.evidence)
        traced = visibility is Visibility.INFERABLE and bool(sign) and bool(seen)
        assert bool(sign and f"~ {sign}" in bodies) == traced
        if visibility is Visibility.SILENT:
            assert desk.hidden == {0}
            assert (now.policies, now.dashboard) == (plain.policies, plain.dashboard)
            if form is not Form.COUNTED:
                assert now.text() == plain.text()
        else:
            assert (now.policies != plain.policies) == (form in IN_RULES)
            renamed = form in RENAMES or form is Form.RETIRED
            assert (now.dashboard != plain.dashboard) == renamed
            shown = visibility in TOLD or seen or renamed or form in IN_RULES
            assert desk.hidden == (set() if shown else {0})
        assert not plain_desk.hidden


@pytest.mark.parametrize("form", SEEN_AS_IT_IS)
def test_what_a_tool_can_see_of_the_world_it_shows_unless_the_change_is_silent(form):
    made = incident()
    for visibility in Visibility:
        drift = changes(form, visibility, made)[0]
        _, now = page(made, drift, looks(drift, made))
        _, plain = page(made, None, looks(drift, made))
        last, before = now.evidence[-1].text, plain.evidence[-1].text
        if visibility is Visibility.SILENT:
            assert last == before
        elif form is Form.SWITCHED:
            assert "since" in last
            assert last != before


def test_a_tool_that_counts_in_larger_pieces_prints_a_smaller_figure_at_every_level():
    made = incident()
    for visibility in Visibility:
        drift = next(each for each in changes(Form.COUNTED, visibility, made)
                     if Op.PURGE_QUEUE in each.ops)  # fmt: skip
        _, now = page(made, drift, looks(drift, made))
        _, plain = page(made, None, looks(drift, made))

        def depth(situation):
            return float(situation.evidence[-1].text.partition("\ndepth ")[2].split()[0])

        assert depth(now) == pytest.approx(depth(plain) / PIECES["check_queue"], abs=0.51)


def proposals(drift, made):
    for call in fitting(drift, made.start.graph, made.inventory)[:6]:
        amount = AMOUNTS.get(call.op, 0.0)
        yield Call(call.op, call.node, amount)


@pytest.mark.parametrize("form", Form, ids=lambda form: form.name.lower())
def test_a_class_hangs_on_a_change_that_nothing_shows_and_on_no_other(form):
    made = of(form)
    for visibility in Visibility:
        for drift in changes(form, visibility, made):
            desk, _ = page(made, drift, looks(drift, made))
            bench = Bench(made, desk)
            for call in proposals(drift, made):
                role = Role(drift.new) if form is Form.DENIED else Role.PLATFORM
                one = Candidate(BY_OP[call.op], call, call.node, role, made.layer, made.inventory)
                found = bench.checked(one, bench.truth(one))
                if visibility in TOLD or (drift.benign and form is not Form.FREEZE_ENDED):
                    assert not bench.hinges(one), drift
                if bench.hinges(one):
                    assert found.action_class is ActionClass.AMBIGUOUS
                    assert 0 in desk.hidden


def test_silent_changes_of_every_harmful_kind_that_turns_a_call_leave_something_ambiguous():
    hanging = set()
    for seed in range(100, 400, 10):
        made = incident(seed)
        for form in Form:
            for drift in changes(form, Visibility.SILENT, made):
                desk, _ = page(made, drift, [])
                bench = Bench(made, desk)
                for call in proposals(drift, made):
                    role = Role(drift.new) if form is Form.DENIED else Role.PLATFORM
                    one = Candidate(
                        BY_OP[call.op], call, call.node, role, made.layer, made.inventory
                    )
                    if bench.hinges(one):
                        hanging.add(drift.kind.name)
    assert hanging >= {"UNITS", "DEFAULT", "ID", "POLARITY", "POLICY"}


def test_a_responder_is_stale_only_towards_harmful_changes_it_has_not_taken_in():
    made = incident()
    for form in Form:
        for drift in changes(form, Visibility.ANNOUNCED, of(form)):
            old = made.layer
            now = old.after(drift)
            for call in fitting(drift, of(form).start.graph, of(form).inventory)[:2]:
                role = drift.new if form is Form.DENIED else "Platform"
                assert stale(call, role, old, now) == (not drift.benign)
                assert not stale(call, role, now, now)


def test_the_same_change_gives_the_same_page_twice():
    for form in Form:
        made = of(form)
        drift = changes(form, Visibility.HEADER, made)[0]
        first, again = (page(made, drift, looks(drift, made)) for _ in range(2))
        assert first[1].text() == again[1].text()
        assert np.array_equal(first[0].estate.row, again[0].estate.row)
