"""The command `sentinel dataset`: verdicts to train an overseer on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from sentinel.cli_options import EngineOption, RayAddressOption, RestartOption, WorkersOption
from sentinel.errors import OptionError

_Word = TypeVar("_Word", bound=StrEnum)


def dataset(
    out: Annotated[Path, typer.Option(help="Folder to make it in.")],
    size: Annotated[int, typer.Option(min=1, help="Samples.")] = 321,
    tier: Annotated[
        list[str] | None,
        typer.Option(help="Name of a tier; may be repeated; all but adversary by default."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides which incidents come.")] = 0,
    format: Annotated[str, typer.Option(help="jsonl or parquet.")] = "jsonl",
    form: Annotated[
        str,
        typer.Option(help="How decisions are put: full, written, compact or MODULE:OBJECT."),
    ] = "full",
    reward: Annotated[
        str, typer.Option(help="What verdicts are kept by: binary, shaped or consequence.")
    ] = "binary",
    push: Annotated[
        str | None, typer.Option(help="Repository of the Hub to put it into, OWNER/NAME.")
    ] = None,
    restart: RestartOption = False,
    engine: EngineOption = "local",
    workers: WorkersOption = None,
    ray_address: RayAddressOption = None,
) -> None:
    """Make a dataset of right and grounded verdicts; go on where a killed one stopped."""
    from sentinel.environment.protocol import RewardKind
    from sentinel.evaluating import cluster_of
    from sentinel.scenario.splits import tier_named
    from sentinel.terminal import counted, warn
    from sentinel.training.dataset import TIERS, Order
    from sentinel.training.dataset_files import Format
    from sentinel.training.dataset_making import Watch, make

    tiers = tuple(map(tier_named, tier or ())) or TIERS
    order = Order(size, tiers, seed, form, _word(RewardKind, "reward", reward))
    kind, cluster = _word(Format, "format", format), cluster_of(engine, workers, ray_address)
    if push is not None:
        from sentinel.training.hub import check_repo

        check_repo(push)
    with counted(size, "samples") as advance:
        found = make(order, out, kind, cluster, Watch(advance, warn), restart=restart)
    print(f"{found['samples']} samples on {found['decisions']} decisions of "
          f"{found['incidents']} incidents, groundedness {found['mean_groundedness']}")  # fmt: skip
    print(f"sha256 {found['data_hash']}")
    if push is not None:
        from sentinel.training.hub import push as push_to

        print(push_to(out, push))


def _word(kinds: type[_Word], name: str, given: str) -> _Word:
    """The member that a word names."""
    try:
        return kinds(given)
    except ValueError:
        known = ", ".join(kinds)
        raise OptionError(f"--{name} {given!r} must be one of {known}") from None
