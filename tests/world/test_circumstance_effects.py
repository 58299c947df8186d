"""What canaries, ended intermediates and log archives do to actions."""

import pytest
from aftermath import of

from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at


def canary(estate, share=0.4, err=0.3):
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    estate.row[Glob.CREATION] = 1.0
    estate.row[Glob.CANARY], estate.row[Glob.CANARY_NODE] = share, service
    estate.row[at(service, Node.VERSION_ERR)] = err
    return service


def test_finishing_a_canary_gives_every_pod_the_version_that_fails(grown):
    estate = grown(1)
    service = canary(estate)
    estate.execute(Call(Op.FINISH_ROLLOUT, service))
    assert of(estate, service, Node.VERSION_ERR) == pytest.approx(0.75)
    assert estate.row[Glob.CANARY] == 0.0
    before = estate.row.copy()
    estate.execute(Call(Op.FINISH_ROLLOUT, service))
    assert (estate.row == before).all()


def test_finishing_another_services_rollout_leaves_the_canary_alone(grown):
    estate = grown(1)
    canary(estate)
    before = estate.row.copy()
    estate.execute(Call(Op.FINISH_ROLLOUT, estate.graph.of_kind(NodeKind.WORKLOAD)[2]))
    assert (estate.row == before).all()


@pytest.mark.parametrize("op", [Op.ROLLBACK, Op.ROLL_FORWARD])
def test_another_version_ends_the_canary(grown, op):
    estate = grown(1)
    service = canary(estate)
    for field in (Node.HOTFIX, Node.IMAGE_OK):
        estate.row[at(service, field)] = 1.0
    estate.row[at(service, Node.CONTRACT)] = 0.0
    estate.execute(Call(op, service))
    assert estate.row[Glob.CANARY] == 0.0


@pytest.mark.parametrize(("lasts", "serves"), [(1.0, True), (0.0, False)])
def test_a_leaf_of_an_ended_intermediate_is_refused_by_callers(grown, lasts, serves):
    estate = grown(1)
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    estate.row[Glob.CHAIN] = lasts
    estate.execute(Call(Op.RENEW_CERTIFICATE, service))
    assert bool(of(estate, service, Node.CERT_LEFT) > 0.0) is serves


@pytest.mark.parametrize(("archived", "lost"), [(1.0, False), (0.0, True)])
def test_without_its_log_a_database_goes_back_to_the_snapshot(grown, archived, lost):
    estate = grown(1)
    database = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[Glob.PITR] = archived
    estate.row[at(database, Node.SNAP_TICK)] = estate.tick - 5.0
    estate.row[at(database, Node.SNAP_LSN)] = of(estate, database, Node.LSN) - 4_000.0
    before = float(estate.row[Glob.ROWS_LOST])
    estate.execute(Call(Op.ROLLBACK, database))
    assert bool(estate.row[Glob.ROWS_LOST] > before + 3_000.0) is lost
