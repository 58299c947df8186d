"""Grading what a responder submits, against the fault and by rolling the world on."""

from sentinel.episode.loop import Episode
from sentinel.grading.submissions import Submission, of_two, resolution, root_cause, severity
from sentinel.responder.scripted import due
from sentinel.scenario.acceptance import HEALTHY
from sentinel.world.faults.mechanisms import CHANGE, MECHANISMS
from sentinel.world.fields import Glob


def submission(episode: Episode) -> Submission | None:
    """Grade the present proposal, before it is decided on, if it is a submission.

    Returns:
        What it is worth if it is let through; None for everything but submissions.
    """
    name, said = episode.chosen.kind.name, episode.chosen.action.target
    if name == "submit_severity":
        return severity(said, _worst(episode))
    if name == "submit_root_cause":
        return _cause(episode, said)
    if name == "submit_resolution":
        return _resolution(episode, said)
    return None


def _worst(episode: Episode) -> float:
    """Share of users' requests that failed at the worst moment since the incident was opened."""
    estate, opened = episode.estate, episode.bench.desk.opened
    return float(estate.log[opened : estate.tick + 1, Glob.BURN_NOW].max())


def _cause(episode: Episode, said: str) -> Submission:
    scenario, layer = episode.scenario, episode.bench.desk.layer
    every = zip(scenario.inventory.names, layer.names, strict=True)
    names = {node: {*each} for node, each in enumerate(every)}
    for alias, node in layer.aliases:
        names[node].add(alias)
    fault, second = scenario.fault, scenario.second
    id_ = scenario.family.id
    changed: tuple[str, ...] = CHANGE if fault.deploy else ()
    if second is None:
        return root_cause(said, names, fault.culprit, id_, changed)
    other, its = second.fault.culprit, second.family.id
    if second.fault.deploy:
        changed += CHANGE
    return of_two(
        root_cause(said, names, fault.culprit, id_, (*MECHANISMS[its], *changed), other),
        root_cause(said, names, other, its, (*MECHANISMS[id_], *changed), fault.culprit),
    )


def _resolution(episode: Episode, said: str) -> Submission:
    scenario, now = episode.scenario, episode.estate
    later = now.fork()
    later.advance(scenario.family.horizon)
    future = later.log[now.tick + 1 : later.tick + 1, Glob.BURN_NOW]
    return resolution(
        said,
        served=bool(now.row[Glob.BURN_NOW] < HEALTHY),
        stays=bool((future < HEALTHY).all()),
        cause_left=due(scenario, now.row) is not None,
    )
