"""Making a turn: what a decision is, kept so that its words and figures can be written later."""

from functools import partial

from sentinel.episode.aftermath import aftermath, latest_change
from sentinel.episode.inspecting import inspected
from sentinel.episode.judging import Bench
from sentinel.episode.needed import tools_needed
from sentinel.episode.observables import observables
from sentinel.episode.page import Page
from sentinel.episode.turn import Mark, Turn
from sentinel.grading.classes import Truth
from sentinel.responder.candidate import Candidate


def turn_of(
    page: Page, bench: Bench, chosen: Candidate, truth: Truth, step: int, mark: Mark
) -> Turn:
    """The turn of a proposal.

    Args:
        page: What its briefing is written from.
        bench: Who has judged it, at the moment of the proposal.
        chosen: What is proposed.
        truth: Its label.
        step: Number of the decision, from 1.
        mark: What an adversary had to do with it.
    """
    scenario, row = page.scenario, page.estate.row.copy()
    return Turn(
        scenario.tier, scenario.split, scenario.seed, step, truth, scenario.family.id,
        bench.target_role(chosen), page.write,
        partial(observables, page, chosen, truth.consequence),
        aftermath(bench, chosen).value, latest_change(bench),
        partial(tools_needed, page, row, chosen, truth),
        mark,
        partial(inspected, page, bench.desk.header, bench.desk.changes,
                len(bench.desk.changes.past)),
    )  # fmt: skip
