"""What steps on autoscalers, rollouts, nodes and upgrades would do, as reckoned from the page."""

from sentinel.overseer.rules_case import TICK_MIN, Case
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_pods import warming
from sentinel.overseer.rules_replicas import grown, shrunk


def set_autoscaler(case: Case) -> Effect:
    """The autoscaler keeps at least so many replicas, and follows the load above them."""
    service, least = case.service, case.action.amount or 0.0
    facts = case.facts("fleet_max", "hpa_min", "threads", "headroom")
    scaled = case.cause == "fleet" and case.culprit == case.target
    if service is None or (not scaled and case.number("hpa_min", 0.0) < 0.5):
        return Effect(facts=case.facts("no_hpa"), note="there is no autoscaler")
    most = case.number("fleet_max", service.wanted - 5.0 if scaled else 1e9)
    if scaled and least <= most + 1.0:
        return Effect(mends=1.0, facts=facts, note="the fleet shrinks below its thread limit")
    if least > service.wanted:
        return grown(case, least)
    return Effect(mends=0.0, facts=facts, note="the fleet stays above its thread limit")


def delete_autoscaler(case: Case) -> Effect:
    """The count of the manifest holds."""
    facts = case.facts("manifest", "hpa_min", "no_hpa", "rps")
    service, edge = case.service, case.kind == "gateway"
    scaled = case.cause == "fleet" and (edge or case.culprit == case.target)
    if service is None or not (scaled or case.number("hpa_min", 0.0) > 0.5):
        return Effect(facts=facts, note="there is no autoscaler")
    manifest = case.fact("manifest")
    if manifest is None:
        return Effect(
            burn=case.outage(0.5), facts=facts, note="nobody read how many the manifest asks for"
        )
    found = shrunk(case, manifest.value)
    mends = float(not edge and found.burn < 0.1)
    return Effect(found.burn, mends=mends, facts=facts, note="the manifest's count holds then")


def raise_threads(case: Case) -> Effect:
    """Processes may have more threads, if the hosts have memory for them."""
    facts = case.facts("thread_room", "threads", "fleet_max")
    if case.cause != "fleet" or case.culprit != case.target:
        return Effect(facts=facts, note="no limit is in its way")
    room = case.page.whole("thread_room")
    if room is None:
        return Effect(burn=0.2, mends=0.5, facts=facts, note="nobody read what the hosts can bear")
    if room.value < 0.5:
        return Effect(
            burn=max(case.outage(0.8), 0.2), facts=facts, note="the hosts run out of memory"
        )
    return Effect(mends=1.0, facts=facts, note="the hosts have memory for the threads")


def left_behind(case: Case) -> bool:
    """Whether part of the target's hosts runs an older version that takes a retired path."""
    hosts, retired = case.fact("hosts"), case.fact("retired")
    if hosts is not None or (retired is not None and retired.value > 1.0):
        return True
    unread = case.fact("flag") is None
    return unread and case.cause == "hosts" and case.culprit == case.target


def enable_flag(case: Case) -> Effect:
    """The flag's path is taken again."""
    facts = case.facts("flag", "flag_guards", "hosts")
    if case.number("flag", 1.0) > 0.5:
        return Effect(facts=facts, note="the flag is on already")
    if case.number("flag_guards", 0.0) > 5.0 and case.fact("hosts") is None:
        return Effect(mends=1.0, facts=facts, note="the flag protects requests")
    guilty = case.cause in ("version", "flag") and case.culprit in ("", case.target)
    burn = case.outage(0.35) if left_behind(case) or guilty else 0.0
    return Effect(burn=burn, facts=facts, note="the flag is turned on again")


def finish_rollout(case: Case) -> Effect:
    """The hosts left behind get the new version."""
    facts = case.facts("hosts", "retired", "creation")
    share = case.number("canary", 0.0) / 100.0
    if share > 0.0 and case.pods_start:
        service = case.service
        failing = max(service.err if service is not None else 0.3, 0.3)
        return Effect(
            burn=case.outage(min(failing / share, 1.0)),
            facts=case.facts("canary", "version_err"),
            note="every pod gets the version that fails",
        )
    if not left_behind(case) or not case.pods_start:
        return Effect(facts=facts, note="no host is brought to the new version")
    return Effect(warming(case), mends=1.0, facts=facts, note="every host runs the new version")


def cordon(case: Case) -> Effect:
    """New pods go elsewhere; those that are there stay."""
    return Effect(facts=case.facts("node_failed"), note="no pod is moved")


def _there(case: Case) -> float:
    """Pods on the failing node, roughly."""
    service = case.page.services.get(case.culprit)
    share = case.number("on_node", 42.0, case.culprit) / 100.0
    work = [each for each in case.page.services.values() if case.page.kind(each.name) == "workload"]
    others = sum(0.11 * each.wanted for each in work)
    return others + (share * service.wanted if service is not None else 2.0)


def drain_node(case: Case) -> Effect:
    """Pods of the node move, as far as there is room."""
    facts = case.facts("node_failed", "on_node", "headroom", "creation")
    room = case.number("headroom", 10.0, "")
    if not case.pods_start or room < 0.5:
        return Effect(facts=facts, note="no pod finds a place elsewhere")
    moved = min(room / max(_there(case), 0.1), 1.0)
    mends = float(case.cause == "node" and moved > 0.5)
    return Effect(mends=mends, facts=facts, note="the pods move to other nodes")


def force_drain_node(case: Case) -> Effect:
    """Every pod of the node is deleted, and its local volumes with them."""
    store = case.page.whole("node_store")
    facts = case.facts("node_store", "node_failed", "on_node", "headroom", "creation")
    if store is None:
        return Effect(rows=600.0, facts=facts, note="nobody read what lies on the node")
    if store.value > 0.5:
        name = case.page.drifts.current(store.word.rpartition(" ")[2])
        rows = case.number("lag", 600.0, name)
        burn = 8.0 * TICK_MIN * case.reach(name) * (1.0 - case.burn)
        return Effect(burn, rows=rows, facts=facts, note="the only volume of a database is there")
    service = case.page.services.get(case.culprit)
    share = case.number("on_node", 42.0 if case.cause == "node" else 15.0, case.culprit) / 100.0
    room = case.pods_start and case.number("headroom", 10.0, "") > 0.5
    used = (service.cpu if service is not None else 0.5) / max(1.0 - share, 0.1)
    lost = 0.0 if room or case.cause == "node" else case.overload(used)
    mends = float(case.cause == "node" and (room or used < 1.0))
    return Effect(lost * case.minutes, mends=mends, facts=facts, note="no volume lies there")


def add_nodes(case: Case) -> Effect:
    """There is room for more pods."""
    facts = case.facts("headroom", "on_node", "node_failed")
    lacks = case.cause == "node" and case.number("headroom", 10.0, "") < _there(case)
    return Effect(mends=float(lacks and case.pods_start), facts=facts, note="there is more room")


def unlabelled(case: Case) -> bool:
    """Whether upgraded nodes lack the label of the route reflectors, as far as the page tells."""
    seen = case.page.whole("label")
    return seen.value < 0.5 if seen is not None else case.cause == "mesh"


def restore_node_role(case: Case) -> Effect:
    """Route reflectors find their peers."""
    facts = case.facts("label", "upgraded")
    return Effect(mends=float(unlabelled(case)), facts=facts, note="route reflectors peer again")


def resume_upgrade(case: Case) -> Effect:
    """Every node gets the new version."""
    facts = case.facts("label", "upgraded")
    if not unlabelled(case):
        return Effect(facts=facts, note="nodes keep their role")
    left = 1.0 - case.number("upgraded", 40.0, "") / 100.0
    reach = max(case.reach(case.culprit), 0.3) + 0.25
    burn = 1.3 * left * reach * case.minutes * (1.0 - case.burn)
    return Effect(burn, facts=facts, note="every upgraded node loses its routes")


def pause_upgrade(case: Case) -> Effect:
    """No further node is upgraded."""
    return Effect(
        facts=case.facts("upgraded", "label"), note="what is upgraded stays without routes"
    )


def restore_control_plane(case: Case) -> Effect:
    """The control plane goes back to its backup."""
    facts = case.facts("store_match", "label")
    match = case.page.whole("store_match")
    if match is None or match.value < 0.5:
        return Effect(
            burn=0.7 * case.minutes, facts=facts, note="the backup does not fit what runs"
        )
    return Effect(mends=float(unlabelled(case)), facts=facts, note="the backup fits what runs")
