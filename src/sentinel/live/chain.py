"""Entries of the audit log as a chain: each carries a hash over itself and the one before.

A tenant has a chain of its own, numbered from 1. What is hashed is the exact bytes that are kept,
never something written anew, so that `verify` needs no idea of what they mean but for this: an
entry of kind `pruned` says how far the chain was cut off at its beginning, and where it goes on.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

START: Final = bytes(32)
"""The hash before the first entry."""

PRUNED: Final = "pruned"
"""Kind of the entries that say what was cut off."""

MOST_FAULTS: Final = 100
"""Most faults that are told; the first is the one to look at."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is kept; `body` says the same as the columns beside it, and is what counts."""

    tenant: str
    seq: int
    """Place in the tenant's chain, from 1."""
    id: str
    kind: str
    at: int
    """Microseconds since 1970."""
    about: str
    """Id of the entry that this one is about; empty where it is about none."""
    body: bytes
    """Canonical JSON: keys sorted, nothing between tokens."""
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends."""

    tenant: str
    seq: int
    """0 for an empty one."""
    hash: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """Up to where the beginning of a chain is gone, as a chained entry says."""

    through: int
    hash: bytes
    """Of the last entry that is gone."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What holding a chain against itself came to."""

    tenant: str
    entries: int
    first: int
    """Number of the first entry that is there; 0 where there is none."""
    head: Head
    """Of what is there."""
    faults: list[str] = field(default_factory=list)
    """What does not fit, at most `MOST_FAULTS`; empty where all does."""


class _Body(msgspec.Struct, frozen=True):
    """What a body must say beside its own matter."""

    id: str
    kind: str
    at: int
    about: str = ""


class _CutBody(msgspec.Struct, frozen=True):
    through: int
    hash: str


_BODY: Final = msgspec.json.Decoder(_Body)
_CUT: Final = msgspec.json.Decoder(_CutBody)


def hash_of(tenant: str, seq: int, body: bytes, previous: bytes) -> bytes:
    """The hash of an entry: SHA-256 over what is before it, its place, and its exact bytes.

    The number is eight bytes, the tenant's length four, both big-endian: no two entries are the
    same bytes.
    """
    name = tenant.encode("utf-8", "surrogateescape")
    found = hashlib.sha256(previous)
    found.update(seq.to_bytes(8, "big") + len(name).to_bytes(4, "big") + name)
    found.update(body)
    return found.digest()


def encoded(fields: dict[str, Any]) -> bytes:
    """The bytes that are kept of an entry."""
    return msgspec.json.encode(fields, enc_hook=repr, order="sorted")


class Verifier:
    """Holds one tenant's chain against itself, an entry at a time, in order of their numbers."""

    def __init__(self, tenant: str) -> None:
        self._tenant, self._count = tenant, 0
        self._first: Link | None = None
        self._last: Link | None = None
        self._cut: Cut | None = None
        self._faults: list[str] = []

    def add(self, link: Link) -> None:
        """Look at the next entry."""
        if self._first is None:
            self._first = link
        elif link.seq != self._last_seq + 1:
            self.fault(f"entry {link.seq} follows entry {self._last_seq}")
        if self._last is not None and link.previous != self._last.hash:
            self.fault(f"entry {link.seq} does not follow on what stands before it")
        if link.tenant != self._tenant or not _numbered(link.seq):
            self.fault(f"entry {link.seq} is of another chain")
        elif hash_of(link.tenant, link.seq, link.body, link.previous) != link.hash:
            self.fault(f"entry {link.seq} is not what was hashed")
        self._read(link)
        self._last, self._count = link, self._count + 1

    def done(self, head: Head | None) -> Verified:
        """Say what was found.

        Args:
            head: Where the store says that the chain ends; None where it says nothing.
        """
        self._check_beginning()
        last = self._last
        here = Head(self._tenant, self._last_seq, START if last is None else last.hash)
        if head is None:
            self.fault("nothing says where the chain ends")
        elif head != here:
            self.fault(f"the chain ends with entry {here.seq}, and not as it should with "
                        f"entry {head.seq}")  # fmt: skip
        first = 0 if self._first is None else self._first.seq
        return Verified(self._tenant, self._count, first, here, self._faults)

    @property
    def _last_seq(self) -> int:
        return 0 if self._last is None else self._last.seq

    def _read(self, link: Link) -> None:
        """Hold the columns against the body, and see what it says of a cut."""
        try:
            body = _BODY.decode(link.body)
            if link.kind == PRUNED:
                cut = _CUT.decode(link.body)
                self._cut = Cut(cut.through, bytes.fromhex(cut.hash))
        except (msgspec.DecodeError, ValueError):
            self.fault(f"entry {link.seq} cannot be read")
            return
        if (body.id, body.kind, body.at, body.about) != (link.id, link.kind, link.at, link.about):
            self.fault(f"entry {link.seq} is filed under what it does not say")

    def _check_beginning(self) -> None:
        if self._first is None:
            return
        cut = self._cut or Cut(0, START)
        if (self._first.seq, self._first.previous) != (cut.through + 1, cut.hash):
            self.fault(f"the chain begins with entry {self._first.seq}, and not as it should "
                        f"with entry {cut.through + 1}")  # fmt: skip

    def fault(self, what: str) -> None:
        """Note what does not fit."""
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(what)


def _numbered(seq: int) -> bool:
    return 0 < seq < 2**63


def verified(tenant: str, links: Iterable[Link], head: Head | None) -> Verified:
    """Hold a chain against itself.

    Args:
        tenant: Whose chain it is.
        links: Its entries, in order of their numbers.
        head: Where the store says that it ends.
    """
    verifier = Verifier(tenant)
    for link in links:
        verifier.add(link)
    return verifier.done(head)
