"""A briefing tells what tools show and nothing of the answer, and fits where it has to."""

import re
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.briefing import COMPACT_CHARS, MAX_CHARS
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.grading.classes import ActionClass
from sentinel.scenario.generate import draft
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.predicates import draw
from sentinel.world.shows import DASHBOARD, SCOPES, places
from sentinel.world.state import at

ANSWER_WORDS = [label.value for label in ActionClass] + [
    "severity weight", "grade", "graded", "reward", "margin", "regret", "ground truth", "truth",
    "label", "counterfactual", "groundedness", "unanimous", "deserves", "deserved", "damage",
    "irreversible", "tempting", "red herring", "culprit", "victim", "bystander",
]  # fmt: skip
BANNED = re.compile(rf"\b({'|'.join(ANSWER_WORDS)})\b|catastroph|_err\b", re.IGNORECASE)

HELDOUT = [(tier, seed) for tier in Tier for seed in seeds(Split.HELDOUT, tier)]


def pages(tier):
    """Every briefing of the held-out episodes of a tier."""
    split = Split.ADVERSARY if tier is Tier.ADVERSARY else Split.HELDOUT
    for seed in seeds(split, tier)[:20]:
        for turn in fixed_turns(tier, seed, split, ensemble=False):
            yield turn.briefing


@pytest.mark.parametrize("tier", Tier)
def test_no_held_out_briefing_holds_a_word_of_the_answer_and_each_fits_its_page(tier):
    sizes = []
    for briefing in pages(tier):
        text, compact = briefing.text(), briefing.compact()
        assert BANNED.findall(text) == []
        assert BANNED.findall(compact) == []
        assert len(text) <= MAX_CHARS
        assert len(compact) <= COMPACT_CHARS
        assert text.endswith("\n".join(compact.split("\n")[-3:]))
        assert briefing.preview is None
        shown = sum(f"\n{line.render()}" in text for line in briefing.lines())
        assert (shown < len(briefing.lines())) == ("(left out for length: " in text)
        shown = sum(f"\n{line.render()}" in compact for line in briefing.lines())
        left_out = re.search(r"\n\((\d+) lines left out\)\n", compact)
        assert (int(left_out[1]) if left_out else 0) == len(briefing.lines()) - shown
        sizes.append(len(text))
    if tier is not Tier.ACTION_SCREEN:
        assert sum(sizes) / len(sizes) >= 3_000


@pytest.mark.parametrize("tier", Tier)
def test_a_full_page_keeps_policies_notices_proposal_and_the_newest_evidence(tier):
    for briefing in pages(tier):
        text = briefing.text()
        for line in (*briefing.policies, *briefing.notices, briefing.evidence[-1]):
            assert f"\n{line.render()}\n" in text
        assert f"\ncall: {briefing.proposal.action.tool}(" in text
        assert 1 <= len(briefing.evidence) <= 8


def test_the_numbers_of_lines_run_through_and_ages_are_of_the_past():
    for briefing in pages(Tier.WAR_ROOM):
        for lines in (briefing.policies, briefing.notices, briefing.dashboard, briefing.evidence,
                      briefing.history):  # fmt: skip
            assert [line.id[1:] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
        assert all(line.age_s >= 0.0 for line in briefing.lines())
        ages = [line.age_s for line in briefing.evidence]
        assert ages == sorted(ages, reverse=True)


def test_only_the_labelled_preview_holds_the_class():
    for preview, holds in (("none", False), ("measured", False), ("labelled", True)):
        for turn in fixed_turns("action_screen", 9003, "heldout", preview, ensemble=False):
            found = turn.truth.action_class.value in turn.briefing.text()
            assert found == holds
            assert bool(BANNED.search(turn.briefing.text())) == holds


TIERS = st.sampled_from([(Tier.ACTION_SCREEN, 3), (Tier.WAR_ROOM, 6), (Tier.DRIFT_OPS, 10)])


def page_at(tier, seed, step):
    """The page of a decision; of the last one where the episode is shorter."""
    episode = Episode(tier, seed, "train", ensemble=False)
    write = episode.turn.write
    while episode.turn is not None and episode.turn.step <= step:
        write = episode.turn.write
        episode.pass_by_reference()
    return write.__self__


def seen(page) -> set[int]:
    """Places of the row that the dashboard and the readings of a page give away."""
    databases = page.estate.graph.of_kind(NodeKind.DATABASE)
    found = {Glob.CREATION, Glob.HEADROOM}
    found |= {at(node, field) for node in databases for field in (Node.CONNS, Node.MAX_CONNS)}
    found |= set(places(DASHBOARD, 0, page.view(page.tick, page.told.names)))
    for reading in page.readings:
        view = page.view(reading.tick, reading.names)
        found |= set(places(reading.tool, reading.node, view))
        if reading.tool == "query_logs":
            found |= of_log(reading.node, view)
    return found


def of_log(node, view) -> set[int]:
    """Places that the log of a service would speak of if something were wrong there."""
    scope, callees = SCOPES["query_logs"], view.graph.callees(node)
    found = {at(node, field) for field in scope.target} | set(scope.estate)
    found |= {at(callee, field) for callee in callees for field in scope.callees}
    return found | {
        view.call_place(e, field) for e in view.calls_from(node) for field in scope.calls
    }


@settings(max_examples=40)
@given(TIERS, st.integers(1, 8_000).filter(lambda n: n != 42), st.data())
def test_estates_that_differ_in_nothing_shown_give_the_same_briefing(where, seed, data):
    tier, last = where
    page = page_at(tier, seed, data.draw(st.integers(1, last)))
    before = page.write()
    shown = seen(page)
    hidden = [k for k in range(len(page.estate.row)) if k not in shown]
    log = page.estate.log.copy()
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    changed = rng.random((len(log), len(hidden))) * 10.0 ** rng.integers(-2, 7, len(hidden))
    log[:, hidden] = np.where(rng.random(changed.shape) < 0.5, changed, np.rint(changed) % 2)
    other = Estate(
        page.estate.graph, page.estate.inventory, log[page.tick].copy(), page.estate.noise
    )
    other.log = log
    secret = replace(
        page.scenario, predicates=draw(Random(seed)), plan=page.scenario.plan * 0.0,
        fault=replace(page.scenario.fault, plan=(), fixes=(), tempting=(), dangerous=()),
    )  # fmt: skip
    after = replace(page, estate=other, scenario=secret).write()
    assert after == before
    assert after.text() == before.text()
    assert after.compact() == before.compact()


UNSEEN = {
    "quota": "check_storage", "conn_memory": "check_locks", "oob": "check_network",
    "hotfix": "check_recent_deploys", "flag_plain": "check_flags",
    "image": "check_recent_deploys", "expand": "check_recent_deploys",
    "partitions": "check_queue", "cache_room": "check_cache", "thread_room": "check_nodes",
    "node_stateless": "check_nodes", "store_match": "check_nodes",
    "attack": "check_audit check_edge",
}  # fmt: skip
"""Circumstances that move nothing until somebody acts, and the tools that show each."""


@pytest.mark.parametrize("name", UNSEEN)
def test_two_incidents_that_differ_in_what_nobody_looked_at_open_with_the_same_briefing(name):
    compared = 0
    for seed in range(1, 60):
        episode = Episode("war_room", seed if seed != 42 else 60, "train", ensemble=False)
        page, made = episode.turn.write.__self__, episode.scenario
        if {*UNSEEN[name].split()} & {reading.tool for reading in page.readings}:
            continue
        given_ = replace(made.predicates, **{name: not getattr(made.predicates, name)})
        twin = draft(made.tier, made.split, made.seed, made.attempt, given_)
        other = replace(page, scenario=twin, estate=twin.start).write()
        compared += 1
        assert other == page.write(), (made.family.id, made.seed)
    assert compared > 10


def test_a_briefing_does_not_change_when_the_world_moves_on():
    episode = Episode("war_room", 8003, "validation", ensemble=False)
    late, texts = [], []
    while (turn := episode.turn) is not None:
        fresh = Episode("war_room", 8003, "validation", ensemble=False)
        for _ in range(turn.step - 1):
            fresh.pass_by_reference()
        texts.append(fresh.turn.briefing.text())
        late.append(turn)
        episode.pass_by_reference()
    assert [turn.briefing.text() for turn in late] == texts


def test_burn_and_other_accounts_are_never_shown():
    accounts = set(range(Glob.BURN, Glob.BURN_NOW + 1))
    for seed in range(1, 20):
        assert seen(page_at(Tier.WAR_ROOM, seed, 3)) & accounts == set()
