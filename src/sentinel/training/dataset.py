"""Right and grounded verdicts on decisions of `train`, as many as are asked for.

    found = samples(Order(size=321))            an iterator, nothing is kept in memory
    found = load(Path("data/sentinel-321"))     a dataset that was written
    data_hash(found)                            the same for the same samples

The same order gives the same samples in any process, on a cluster as well, and a smaller
size gives the beginning of a larger one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from sentinel.environment.protocol import RewardKind
from sentinel.errors import OptionError
from sentinel.evaluation.distributed import Cluster, joined, spread
from sentinel.scenario.tiers import Tier
from sentinel.training.balancing import Balance, Waiting
from sentinel.training.dataset_files import load as load
from sentinel.training.incidents import Chunk, chunks
from sentinel.training.offering import Terms, kept
from sentinel.training.rendering import rendering
from sentinel.training.sample import Sample as Sample
from sentinel.training.sample import data_hash as data_hash

TIERS: Final = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)
"""The tiers of a dataset where none are named: those of the headline tables."""

MOST_VISITS: Final = 16
"""How often the incidents are gone through for further verdicts before a size is given up."""

Told = Callable[[str], None]
"""Told, in words, what does not end the work."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a dataset is to be."""

    size: int
    """Samples, at least 1."""
    tiers: tuple[Tier, ...] = TIERS
    """Its tiers, as many samples of each."""
    seed: int = 0
    """Decides which incidents come, and what is offered on them."""
    form: str = "full"
    """Name of the rendering."""
    reward: RewardKind = RewardKind.BINARY
    """What is kept by; see `offering.Terms`."""

    def __post_init__(self) -> None:
        if self.size < 1:
            raise OptionError(f"size={self.size} must be at least 1")
        if not self.tiers or len(set(self.tiers)) != len(self.tiers):
            raise OptionError("tiers must be some tiers, each once")

    @property
    def terms(self) -> Terms:
        """What is kept of what is offered.

        Raises:
            OptionError: If there is no such rendering.
        """
        return Terms(self.seed, rendering(self.form), self.reward)


def samples(
    order: Order, cluster: Cluster | None = None, lost: Told = lambda _: None
) -> Iterator[Sample]:
    """Make the samples of a dataset.

    Args:
        order: What it is to be.
        cluster: Where its incidents are played; in this process when None.
        lost: Told of every chunk of work that a cluster lost and does again.

    Yields:
        The samples in their order, each as soon as it is known.

    Raises:
        OptionError: If there is no such rendering, or fewer samples than were asked for.
        ExtraError: If a cluster is given and Ray is missing.
        LinkError: If there is no cluster at the address, or work is lost again and again.
    """
    for made in progress(order, Place(), cluster, lost):
        yield from made.samples


class Place(NamedTuple):
    """How far the making of a dataset has come."""

    visit: int = 0
    """How often all incidents have been gone through."""
    chunk: int = 0
    """Chunks of this visit that are done."""
    waiting: Waiting = Waiting()
    """Where its balance stands."""


class Made(NamedTuple):
    """What a chunk of work has brought."""

    samples: list[Sample]
    """The next samples; perhaps none."""
    place: Callable[[], Place]
    """Tells where to go on after them; asked before the next chunk, or not at all."""


def progress(
    order: Order, start: Place, cluster: Cluster | None = None, lost: Told = lambda _: None
) -> Iterator[Made]:
    """Make the samples of a dataset from some place on; as `samples`, chunk by chunk."""
    balance = Balance(order.tiers, order.reward, start.waiting)
    if balance.came == order.size:
        return
    work = partial(kept, terms=order.terms)
    for visit in range(start.visit, MOST_VISITS):
        before = balance.came
        first = start.chunk if visit == start.visit else 0
        todo = chunks(order.tiers, order.seed, visit)[first:]
        for done, found in enumerate(_played(work, todo, cluster, lost), first + 1):
            for each in found:
                balance.offer(each)
            taken: list[Sample] = []
            while balance.came < order.size and (one := balance.take()) is not None:
                taken.append(one)
            yield Made(taken, partial(_place, visit, done, balance))
            if balance.came == order.size:
                return
        if balance.came == before and visit > start.visit:
            break
    raise OptionError(
        f"the train split has {balance.came} samples of this kind, and {order.size} were asked for"
    )


def _place(visit: int, done: int, balance: Balance) -> Place:
    return Place(visit, done, balance.waiting())


def _played(
    work: Callable[[Chunk], list[Sample]], todo: list[Chunk], cluster: Cluster | None, lost: Told
) -> Iterator[list[Sample]]:
    """What is kept of some chunks, in their order whoever plays them."""
    if cluster is None:
        yield from map(work, todo)
        return
    with joined(cluster) as workers:
        early: dict[Chunk, list[Sample]] = {}
        waiting = iter(todo)
        expected = next(waiting, None)
        for chunk, found in spread(work, todo, workers, lost):
            early[chunk] = found
            while expected is not None and expected in early:
                yield early.pop(expected)
                expected = next(waiting, None)
