"""Where a chain ends, signed: what a chain cannot say of itself is that it was longer.

A head is exported to where those who can change the log cannot change it. Whoever holds the public
key (Ed25519) later tells with it if what is there still reaches as far, and is still the same.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from sentinel.errors import ReportError
from sentinel.files import write_whole
from sentinel.live.chain import Head, Link

PURPOSE: Final = b"sentinel audit head 1\n"
"""Stands before what is signed, so that no signature for something else fits."""


class SignedHead(msgspec.Struct, frozen=True, kw_only=True):
    """Where a chain ended at some time, as it is exported."""

    tenant: str
    seq: int
    hash: str
    """In hexadecimal."""
    at: int
    """When it was so: microseconds since 1970."""
    signature: str = ""
    """Ed25519 over all the others, in hexadecimal; empty where nobody signed."""

    def signed_bytes(self) -> bytes:
        """What a signature is over."""
        bare = msgspec.structs.replace(self, signature="")
        return PURPOSE + msgspec.json.encode(bare, order="sorted")


def exported(head: Head, key: Path | None = None) -> SignedHead:
    """A head as it is exported.

    Args:
        head: Where the chain ends now.
        key: File of the private key that signs it, PEM; unsigned when None.

    Raises:
        ReportError: If there is no such key.
    """
    found = SignedHead(
        tenant=head.tenant, seq=head.seq, hash=head.hash.hex(), at=time.time_ns() // 1_000
    )
    if key is None:
        return found
    signature = _private(key).sign(found.signed_bytes())
    return msgspec.structs.replace(found, signature=signature.hex())


def make_key(path: Path) -> Path:
    """Make a pair of keys; the private one is readable by its owner alone.

    Args:
        path: Of the private key; the public one is beside it, with `.pub` at its end.

    Returns:
        Where the public key is.

    Raises:
        ReportError: If there is a file already, or it cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(private)
    except OSError as error:
        raise ReportError(f"cannot make the key {str(path)!r}: {error.strerror}") from error
    public = path.with_name(path.name + ".pub")
    text = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_whole(public, text)
    return public


def head_of(path: Path, public_key: Path | None) -> SignedHead:
    """Read an exported head.

    Args:
        path: Where it is.
        public_key: File of the key that must have signed it, PEM; any head counts when None.

    Raises:
        ReportError: If it cannot be read, or the key did not sign it.
    """
    try:
        head = msgspec.json.decode(_read(path), type=SignedHead)
        bytes.fromhex(head.hash)
        signature = bytes.fromhex(head.signature)
    except (msgspec.DecodeError, ValueError) as error:
        raise ReportError(f"{str(path)!r} is no head of an audit log: {error}") from error
    if public_key is not None:
        try:
            _public(public_key).verify(signature, head.signed_bytes())
        except InvalidSignature:
            text = f"the head in {str(path)!r} was not signed by the key of {str(public_key)!r}"
            raise ReportError(text) from None
    return head


def missed(head: SignedHead, links: Iterable[Link], last: int) -> str:
    """What a chain lacks that an exported head says was there.

    Args:
        head: What was exported.
        links: The chain, or the part of it from the head's entry on.
        last: Number of its last entry.

    Returns:
        What is wrong; empty where nothing is. Where the entry was cut off since, as the log was
        told to, only the chain itself can say so, and nothing is wrong.
    """
    if last < head.seq:
        return f"the chain ends with entry {last}, and had {head.seq} when its head was exported"
    first = next(iter(links), None)
    if first is not None and first.seq == head.seq and first.hash.hex() != head.hash:
        return f"entry {head.seq} is not the one whose hash was exported"
    if first is not None and first.seq == head.seq + 1 and first.previous.hex() != head.hash:
        return f"entry {first.seq} does not follow on the one whose hash was exported"
    return ""


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(_read(path), None)
    except (TypeError, ValueError) as error:
        raise ReportError(f"{str(path)!r} holds no private key: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ReportError(f"the key in {str(path)!r} is none of Ed25519")
    return key


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(_read(path))
    except ValueError as error:
        raise ReportError(f"{str(path)!r} holds no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ReportError(f"the key in {str(path)!r} is none of Ed25519")
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(f"cannot read {str(path)!r}: {error.strerror}") from error
