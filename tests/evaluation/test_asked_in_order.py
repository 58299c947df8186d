"""No overseer sees a page of an incident before it has judged the pages that came earlier."""

from dataclasses import replace

import pytest

from sentinel.evaluation.plan import plan
from sentinel.evaluation.rejudging import rejudged
from sentinel.evaluation.runner import run
from sentinel.evaluation.stored import played
from sentinel.verdict import Decision, Verdict


class Clerk:
    """Keeps which incidents and minutes were put before it together."""

    def __init__(self):
        self.asked = []

    def decide(self, briefings):
        self.asked.append([each.incident for each in briefings])
        return [Verdict(Decision.BLOCK, each.incident) for each in briefings]


def check(asked, incidents, steps):
    assert [len(batch) for batch in asked] == [incidents] * steps
    for batch in asked:
        assert len({each.partition(",")[0] for each in batch}) == incidents


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("protocol", ["fixed", "closed"])
def test_a_later_page_of_an_incident_comes_after_the_answer_to_an_earlier_one(protocol):
    clerk = Clerk()
    done = run({"clerk": clerk}, plan("heldout", ("war_room",), protocol=protocol))
    check(clerk.asked, incidents=20, steps=15)
    minutes = [batch[0].partition("for ")[2] for batch in clerk.asked]
    assert minutes == [f"{n} min" for n in range(1, 16)]
    # Every answer is still beside the page that it was given to.
    for each in done.fixed or done.closed:
        assert each.answer.reason == f"INC-{each.episode.seed}, open for {each.step} min"


def test_nor_does_one_who_judges_what_was_stored():
    todo = replace(plan("demo", ("war_room",)), protocols=())
    stored = played(todo, todo.episodes[0], None)
    clerk = Clerk()
    rejudged({"clerk": clerk}, [stored])
    check(clerk.asked, incidents=1, steps=len(stored.entries))
