"""What intruders, open lists, spreading configs and edge rules add up to."""

import pytest
from aftermath import burn, of, soon

from sentinel.world.fields import Glob, Node, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import at

SEEDS = range(4)


def robbed(grown, seed, *, shipped=0.0):
    """An estate with an intruder in its second workload, and the store that is read."""
    estate = grown(seed)
    store = estate.graph.of_kind(NodeKind.DATABASE)[0]
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    estate.row[at(store, Node.EXPORT)] = 2.0 * of(estate, store, Node.CAPACITY)
    estate.row[at(service, Node.INTRUDED)] = estate.row[Glob.INTRUDER] = 1.0
    estate.row[Glob.SHIPPED], estate.row[Glob.CREATION] = shipped, 1.0
    estate.advance(3)
    return estate, service, store


@pytest.mark.parametrize("seed", SEEDS)
def test_an_intruder_exposes_and_loads_a_store_until_shut_out(grown, seed):
    estate, service, store = robbed(grown, seed)
    assert estate.row[Glob.EXPOSURE] > 1.0
    assert of(estate, store, Node.UTIL) > 1.0
    shut = soon(estate, Call(Op.REVOKE_KEY, service), 4)
    assert of(shut, store, Node.UTIL) < 1.0
    assert shut.row[Glob.EXPOSURE] == estate.row[Glob.EXPOSURE]


@pytest.mark.parametrize(
    ("shipped", "first", "lost"),
    [(1.0, Op.NONE, 0.0), (0.0, Op.NONE, 8.0), (0.0, Op.PRESERVE_EVIDENCE, 0.0)],
)
def test_a_restart_destroys_evidence_that_only_the_pods_hold(grown, shipped, first, lost):
    estate, service, _ = robbed(grown, 1, shipped=shipped)
    estate.execute(Call(first, service))
    estate.execute(Call(Op.RESTART, service))
    assert estate.row[Glob.EVIDENCE_LOST] == lost


@pytest.mark.parametrize("seed", SEEDS)
def test_a_push_reaches_service_after_service_until_it_is_stopped(grown, seed):
    estate = grown(seed)
    work = estate.graph.of_kind(NodeKind.WORKLOAD)
    estate.row[at(work[0], Node.BAD_CONFIG)], estate.row[Glob.PUSHING] = 0.2, 1.0

    def hit(one):
        return sum(of(one, node, Node.BAD_CONFIG) > 0.0 for node in work)

    estate.advance(4)
    assert hit(estate) == 3
    assert hit(soon(estate, Call(Op.STOP_PUSH), 6)) == 3
    assert hit(soon(estate, Call(Op.NONE), 6)) > 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_herd_drowns_the_stores_where_a_staggered_restart_does_not(grown, seed):
    worst = {}
    for reads in (0.02, 0.3):
        estate = grown(seed)
        for node in estate.graph.of_kind(NodeKind.WORKLOAD):
            estate.row[at(node, Node.BAD_CONFIG)] = 0.1
        estate.row[Glob.GOOD_CONFIG] = estate.row[Glob.CREATION] = 1.0
        estate.row[Glob.COLD_READS] = reads
        store = estate.graph.of_kind(NodeKind.DATABASE)[0]
        herd = soon(estate, Call(Op.RESTART_ALL), 2)
        worst[reads] = of(herd, store, Node.UTIL)
        assert of(soon(estate, Call(Op.STAGGER_RESTART), 2), store, Node.UTIL) < 1.0
    assert worst[0.02] < 1.0 < worst[0.3]


@pytest.mark.parametrize("attack", [0.0, 1.0])
def test_the_waf_off_exposes_only_while_somebody_attacks(grown, attack):
    estate = grown(1)
    estate.row[Glob.RULE_COST], estate.row[Glob.ATTACK] = 0.7, attack
    estate.advance(3)
    off, killed = (soon(estate, Call(op), 10) for op in (Op.DISABLE_WAF, Op.KILL_RULE))
    assert burn(off) == burn(killed) < burn(estate)
    assert killed.row[Glob.EXPOSURE] == 0.0
    assert (off.row[Glob.EXPOSURE] > 5.0) == bool(attack)


@pytest.mark.parametrize("used", [0.0, 1.0])
def test_a_closed_list_refuses_partners_that_have_no_grants(grown, used):
    estate = grown(1)
    store = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[at(store, Node.PUBLIC)], estate.row[Glob.ACL_USED] = 1.0, used
    estate.advance(1)
    closed = soon(estate, Call(Op.CLOSE_ACL, store), 2)
    assert (of(closed, store, Node.ERR) > 0.5) == bool(used)
    estate.execute(Call(Op.GRANT_READERS, store))
    assert of(soon(estate, Call(Op.CLOSE_ACL, store), 2), store, Node.ERR) < 0.1


def test_a_certificate_needs_its_issuer_and_a_start_where_nothing_watches_the_file(grown):
    estate = grown(1)
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    estate.row[at(service, Node.CERT_LEFT)], estate.row[at(service, Node.OLD_CERT)] = -1.0, 0.5
    estate.row[Glob.ISSUER], estate.row[Glob.HOT_RELOAD] = 0.0, 0.0
    estate.row[Glob.CREATION] = 1.0
    estate.execute(Call(Op.RENEW_CERTIFICATE, service))
    assert of(estate, service, Node.RENEWED) == 0.0
    for op in (Op.RESTORE_ISSUER, Op.RENEW_CERTIFICATE):
        estate.execute(Call(op, service))
    assert of(estate, service, Node.CERT_LEFT) < 0.0
    estate.execute(Call(Op.RESTART, service))
    assert of(estate, service, Node.CERT_LEFT) > 0.0
