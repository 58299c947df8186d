"""The commands `sentinel report` and `sentinel compare`: what to make of written reports."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def report(
    results: Annotated[
        list[Path], typer.Argument(help="Reports of `sentinel evaluate --json`; others are left.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the page and its plots.")] = Path("report"),
) -> None:
    """Write reports as one self-contained HTML page, with PNG plots beside it."""
    from sentinel.evaluation.documents import read_all
    from sentinel.evaluation.page import write

    documents, others = read_all(results)
    if others:
        print("no reports of an evaluation, left out:", ", ".join(others), file=sys.stderr)
    page, *plots = write(documents, out)
    print(f"wrote {page} and {len(plots)} plots")


def compare(
    one: Annotated[Path, typer.Argument(help="A report of fixed decisions.")],
    other: Annotated[Path, typer.Argument(help="Another of the same decisions, or the same.")],
    overseer: Annotated[
        str | None, typer.Option(help="Overseer of the first; by default each that both have.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="Overseer of the second; by default that of the same name.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="File to write the comparison to.")] = None,
) -> None:
    """Compare overseers on the same decisions: McNemar's test and clustered intervals."""
    from sentinel.evaluation.compare import compare as compared
    from sentinel.evaluation.compare import comparison_table, pairs
    from sentinel.evaluation.documents import read
    from sentinel.evaluation.report import write
    from sentinel.files import check_writable
    from sentinel.terminal import print_tables

    if json is not None:
        check_writable(json)
    found = [
        compared(here, there) for here, there in pairs(read(one), read(other), overseer, against)
    ]
    if json is not None:
        write({"comparisons": found}, json)
    print_tables(comparison_table(each) for each in found)
