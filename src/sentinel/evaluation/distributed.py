"""Episodes as Ray tasks, on this machine or on a cluster: the same results to the byte.

The driver hands out tasks in chunks, keeps what comes back as it comes, and puts
the run together in the order of the tasks. A chunk whose worker or node is lost is
handed out again and said so; an error of ours ends the run, as it does without Ray.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final, TypeVar, cast

from sentinel.chat import Usage
from sentinel.errors import LinkError, OptionError
from sentinel.evaluation.judges import Judge, usages
from sentinel.evaluation.plan import EpisodeKey, Plan, Protocol
from sentinel.evaluation.runner import Progress, Run, merged, played, steps
from sentinel.evaluation.stored import File, files, keep, make_folder
from sentinel.evaluation.tasks import Done, Kept, Task, tasks
from sentinel.extras import brought_by
from sentinel.scenario.salt import Salt
from sentinel.settings import SETTINGS
from sentinel.verdict import Investigator, Overseer

MOST_EPISODES: Final = 32
"""Most episodes of a chunk: a second of work or more, so that handing it out costs nothing."""

CHUNKS_A_WORKER: Final = 4
"""Fewest chunks that a worker gets of a small run, so that none waits for the others long."""

MOST_LOSSES: Final = 3
"""Workers that a chunk may lose before the run is given up."""

AHEAD: Final = 2
"""Chunks handed out for every worker, so that it never waits for the driver."""

Item = TypeVar("Item")
Result = TypeVar("Result")

Lost = Callable[[str], None]
"""Told, in words, of every chunk that is handed out again."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where work is handed out."""

    workers: int | None = None
    """Processes at work at the same time; a processor each when None."""
    address: str | None = None
    """Of a running cluster, as `host:port` or `auto`; workers of this machine when None."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What came out of some tasks."""

    done: list[Done]
    used: Mapping[str, Usage]
    """What asking the overseers took, by name."""


def run_on_ray(
    make: Callable[[], Mapping[str, Judge]],
    names: Sequence[str],
    plan: Plan,
    cluster: Cluster,
    progress: Progress,
    kept: Kept,
    lost: Lost,
) -> Run:
    """Run judges through the episodes of a plan on many processes.

    Args:
        make: Makes the judges, once in every worker.
        names: What they are called.
        plan: What to run.
        cluster: Where.
        progress: Called after every chunk, with the episodes done and their total.
        kept: What has been done of the run before; gets what is done now.
        lost: Told of every loss.

    Returns:
        What `runner.run` gives, but for `seconds` and `used`, which add up all workers.

    Raises:
        ExtraError: If Ray is missing.
        LinkError: If there is no cluster at the address, or a chunk loses worker after worker.
        OptionError: If the split is private and a worker has another salt, or none.
        SentinelError: Whatever a judge raises.
    """
    whole = tasks(plan, names)
    left = [task for task in whole if task not in kept.found]
    total = steps(whole)
    done = total - steps(left)
    used: dict[str, Usage] = {}
    with joined(cluster) as workers:
        chunks = chunked(left, workers)
        for chunk, results in spread(_player(make, plan), chunks, workers, lost):
            for each in results.done:
                kept.add(each)
            used |= {name: used.get(name, Usage()) + more for name, more in results.used.items()}
            done += steps(chunk)
            progress(done, total)
    return replace(merged(plan, names, kept), used=used)


def chunked(left: Sequence[Task], workers: int) -> list[tuple[Task, ...]]:
    """Tasks in chunks: all judges of the same fixed decisions together, a closed loop alone."""
    groups: dict[tuple[Protocol, str], dict[EpisodeKey, list[Task]]] = {}
    for task in left:
        alone = task.overseer if task.protocol is Protocol.CLOSED else ""
        episodes = groups.setdefault((task.protocol, alone), {})
        episodes.setdefault(task.episode, []).append(task)
    count = sum(len(episodes) for episodes in groups.values())
    size = min(max(count // (workers * CHUNKS_A_WORKER), 1), MOST_EPISODES)
    found = []
    for episodes in groups.values():
        every = list(episodes.values())
        for start in range(0, len(every), size):
            part = every[start : start + size]
            found.append(tuple(task for episode in part for task in episode))
    return found


def store_on_ray(
    make: Callable[[], Overseer | Investigator | None],
    plan: Plan,
    folder: Path,
    cluster: Cluster,
    advance: Callable[[], None],
    lost: Lost,
    *,
    parts: bool,
) -> None:
    """Play the episodes of a plan on many processes, and keep their transcripts.

    Args:
        make: Makes who decides, in every worker; None for the reference operator.
        plan: What to play.
        folder: Where to keep them; every machine sees the same one.
        cluster: Where to play.
        advance: Called after every episode.
        lost: Told of every loss.
        parts: Whether to write Parquet files of many episodes.

    Raises:
        ExtraError: If Ray or pyarrow is missing.
        LinkError: If there is no cluster at the address, or a file loses worker after worker.
        OptionError: If the split is private and a worker has another salt, or none.
        ReportError: If something cannot be written.
    """
    make_folder(folder, parts=parts)
    home, where = _sent(plan), folder.resolve()

    def work(file: File) -> None:
        keep(home(), where, make(), file)

    with joined(cluster) as workers:
        for file, _ in spread(work, files(plan, parts=parts), workers, lost):
            for _ in file.episodes:
                advance()


def _player(
    make: Callable[[], Mapping[str, Judge]], plan: Plan
) -> Callable[[tuple[Task, ...]], Chunk]:
    """What a worker does with a chunk; it makes the judges once."""
    home, made = _sent(plan), dict[str, Judge]()

    def play(chunk: tuple[Task, ...]) -> Chunk:
        if not made:
            made.update(make())
        before = usages(made)
        done = list(played(made, home(), chunk, lambda: None))
        return Chunk(done, {name: each - before[name] for name, each in usages(made).items()})

    return play


def _sent(plan: Plan) -> Callable[[], Plan]:
    """A plan as it is sent to a worker, which takes the salt from where it runs."""
    fingerprint = None if plan.salt is None else plan.salt.fingerprint
    bare = replace(plan, salt=None)
    return lambda: bare if fingerprint is None else replace(bare, salt=_own_salt(fingerprint))


def _own_salt(fingerprint: str) -> Salt:
    found = Salt(SETTINGS.salt) if SETTINGS.salt else None
    if found is None or found.fingerprint != fingerprint:
        raise OptionError(
            "a salt is not sent to workers: set the variable SENTINEL_SALT to the same value "
            "wherever one runs"
        )
    return found


@contextmanager
def joined(cluster: Cluster) -> Iterator[int]:
    """Join a cluster, or make one of this machine's processors; gives how many may work at once.

    A process that has joined one already, as a notebook may, stays in it.

    Raises:
        ExtraError: If Ray is missing.
        LinkError: If there is no cluster at the address.
    """
    ray = _ray()
    member = ray.is_initialized()
    if not member:
        _join(ray, cluster)
    try:
        found = int(ray.cluster_resources().get("CPU", 1))
        yield min(cluster.workers or found, found)
    finally:
        if not member:
            ray.shutdown()


def _join(ray: ModuleType, cluster: Cluster) -> None:
    own = cluster.address is None
    try:
        ray.init(
            address="local" if own else cluster.address,
            num_cpus=(cluster.workers or os.cpu_count()) if own else None,
            include_dashboard=False if own else None,
            log_to_driver=False,
            logging_level="ERROR",
        )
    except (ConnectionError, ValueError, RuntimeError) as error:
        where = "on this machine" if own else f"at {cluster.address!r}"
        raise LinkError(f"no Ray cluster {where}: {error}") from error


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int, lost: Lost
) -> Iterator[tuple[Item, Result]]:
    """Do some work on every item in the cluster that was joined.

    Args:
        work: What is done; sent to every worker once.
        items: What it is done on.
        workers: Processes at work at the same time.
        lost: Told of every item that is handed out again.

    Yields:
        Each item with what came out of it, as they are done.

    Raises:
        LinkError: If an item loses worker after worker.
    """
    ray = _ray()
    errors = _ray("ray.exceptions")
    remote = ray.remote(num_cpus=1, max_retries=0)(_one(work))
    waiting = deque((item, 0) for item in items)
    running: dict[object, tuple[Item, int]] = {}
    while waiting or running:
        while waiting and len(running) < workers * AHEAD:
            item, losses = waiting.popleft()
            running[remote.remote(item)] = item, losses
        (ready,), _ = ray.wait(list(running), num_returns=1)
        item, losses = running.pop(ready)
        try:
            result = ray.get(ready)
        except errors.RayTaskError as error:
            raise error.cause from error
        except errors.RayError as error:
            told = str(error).partition("\n")[0]
            if losses + 1 == MOST_LOSSES:
                raise LinkError(
                    f"{MOST_LOSSES} workers were lost over one chunk: {told}"
                ) from error
            lost(f"a worker was lost, and its episodes are played again: {told}")
            waiting.append((item, losses + 1))
            continue
        yield item, cast(Result, result)


def _one(work: Callable[[Item], Result]) -> Callable[[Item], Result]:
    """A plain function, which is what Ray sends; a worker keeps it, with what `work` has made."""

    def done(item: Item) -> Result:
        return work(item)

    return done


def _ray(name: str = "ray") -> ModuleType:
    # Read when it is imported: nothing about a run is sent to anyone.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    with brought_by("scale"):
        return import_module(name)
