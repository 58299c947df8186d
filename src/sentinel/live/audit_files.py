"""The audit log as JSON lines, which can be held against themselves without a database.

A line is an entry, with its exact bytes as text; or the end of a chain, `{"head": {...}}`, which
comes after its entries, so that a file that was cut off is known for one.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from sentinel.errors import MessageError, ReportError
from sentinel.live.audit import JUDGED
from sentinel.live.chain import Head, Link, Verified, Verifier
from sentinel.live.ledger import heads, links
from sentinel.live.store import Store

HEAD: Final = "head"
"""What a line that ends a chain has, and none of an entry."""


def export(store: Store, tenant: str | None = None) -> Iterator[str]:
    """Lines of every chain, or one, as they stand at one moment.

    Raises:
        StoreError: If the database fails.
    """
    with store.reading() as connection:
        for head in heads(store, connection):
            if tenant in (None, head.tenant):
                for link in links(connection, head.tenant):
                    yield line_of(link)
                end = {"tenant": head.tenant, "seq": head.seq, "hash": head.hash.hex()}
                yield json.dumps({HEAD: end})


def bodies(store: Store, tenant: str | None = None, kind: str = JUDGED) -> Iterator[str]:
    """The bytes of every entry of a kind, as text; what was judged is a log for `simulate`.

    Raises:
        StoreError: If the database fails.
    """
    with store.reading() as connection:
        for head in heads(store, connection):
            if tenant in (None, head.tenant):
                for link in links(connection, head.tenant):
                    if link.kind == kind:
                        yield link.body.decode("utf-8", "replace")


def line_of(link: Link) -> str:
    """An entry as a line, which says exactly what it is, whatever it is."""
    return json.dumps(
        {
            "tenant": link.tenant, "seq": link.seq, "id": link.id, "kind": link.kind,
            "at": link.at, "about": link.about,
            "body": link.body.decode("utf-8", "surrogateescape"),
            "previous": link.previous.hex(), "hash": link.hash.hex(),
        }
    )  # fmt: skip


def link_of(line: dict[str, Any]) -> Link:
    """An entry out of a line.

    Raises:
        MessageError: If it is none.
    """
    try:
        return Link(
            str(line["tenant"]), int(line["seq"]), str(line["id"]), str(line["kind"]),
            int(line["at"]), str(line["about"]),
            line["body"].encode("utf-8", "surrogateescape"),
            bytes.fromhex(line["previous"]), bytes.fromhex(line["hash"]),
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise MessageError(f"it is no entry of an audit log: {error!r}") from None


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file.

    Raises:
        ReportError: If it cannot be read.
        MessageError: If a line is no JSON object; names it.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _object(line, number)
    except OSError as error:
        raise ReportError(f"cannot read {str(path)!r}: {error.strerror}") from error


def verify_lines(lines: Iterable[dict[str, Any]]) -> list[Verified]:
    """Hold an exported log against itself.

    Raises:
        MessageError: If a line is neither an entry nor an end.
    """
    chains: dict[str, Verifier] = {}
    ends: dict[str, Head] = {}
    for line in lines:
        if HEAD in line:
            end = _end_of(line[HEAD])
            verifier = chains.setdefault(end.tenant, Verifier(end.tenant))
            if end.tenant in ends:
                verifier.fault("the chain ends twice")
            ends[end.tenant] = end
            continue
        link = link_of(line)
        verifier = chains.setdefault(link.tenant, Verifier(link.tenant))
        if link.tenant in ends:
            verifier.fault(f"entry {link.seq} comes after the end")
        verifier.add(link)
    return [each.done(ends.get(name)) for name, each in chains.items()]


def _end_of(line: Any) -> Head:  # noqa: ANN401 - whatever the file holds
    try:
        return Head(str(line["tenant"]), int(line["seq"]), bytes.fromhex(line["hash"]))
    except (KeyError, TypeError, ValueError) as error:
        raise MessageError(f"it is no end of an audit log: {error!r}") from None


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (RecursionError, ValueError) as error:
        raise MessageError(f"line {number} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise MessageError(f"line {number} is no entry of an audit log")
    return found
