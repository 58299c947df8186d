"""A responder looks at what can be read of the service it looks at."""

import numpy as np
import pytest

from sentinel.episode.loop import Episode
from sentinel.responder.looking import CLOSE_LOOK, around
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.state import Graph
from sentinel.world.telemetry import kinds_read


@pytest.fixture
def graph():
    kinds = np.array([int(kind) for kind in NodeKind])
    none = np.zeros(0, dtype=np.int64)
    return Graph(kinds, np.zeros(len(kinds) + 1, dtype=np.int64), none, none)


def test_no_look_before_any_action_is_one_that_its_service_cannot_be_asked_for(graph):
    for op in CLOSE_LOOK:
        for node, kind in enumerate(NodeKind):
            for look in around(Call(op, node), node, graph):
                assert kind in kinds_read(look.tool), (op, kind, look)


def test_an_incident_in_which_a_certificate_was_renewed_by_mistake_can_be_told():
    episode = Episode(Tier.DRIFT_OPS, 7265, Split.TRAIN, ensemble=False)
    while (turn := episode.turn) is not None:
        assert turn.briefing.evidence
        episode.pass_by_reference()
