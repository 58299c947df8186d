"""The secret that a private split is made from, which nothing prints.

Every stream of random numbers of a private incident begins with a key that is
derived from the salt, slowly, so that guessing salts costs more than it brings.
A result names the salt by its fingerprint: that tells two salts apart and
generates nothing.
"""

import hashlib
import hmac
from typing import Final

from sentinel.errors import ScenarioError
from sentinel.scenario.splits import Split

LEAST_CHARS: Final = 16
"""Fewest characters of a salt."""

FINGERPRINT_CHARS: Final = 12
"""Hexadecimal digits of a fingerprint."""

_ROUNDS: Final = 200_000
_PURPOSE: Final = b"sentinel private split"


class Salt:
    """A salt that an operator keeps.

    Args:
        text: The secret; at least `LEAST_CHARS` characters.

    Raises:
        ScenarioError: If it is too short.

    Example:
        >>> Salt("correct horse battery staple")
        Salt(fingerprint='b3bc65719ac6')
    """

    __slots__ = ("_key", "fingerprint")

    def __init__(self, text: str) -> None:
        if len(text) < LEAST_CHARS:
            raise ScenarioError(f"a salt has at least {LEAST_CHARS} characters; this one has fewer")
        secret = text.encode("utf-8", "surrogateescape")
        self._key = hashlib.pbkdf2_hmac("sha256", secret, _PURPOSE, _ROUNDS)
        self.fingerprint: str = self._digest("fingerprint").hex()[:FINGERPRINT_CHARS]
        """What results may say of it."""

    def __repr__(self) -> str:
        return f"Salt(fingerprint={self.fingerprint!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a salt is not written down")

    def named(self, name: str) -> str:
        """A stream's name with the secret in front."""
        return f"{self._key.hex()}/{name}"

    def number(self, name: str) -> int:
        """A secret number below 2 ** 64 that goes with a name."""
        return int.from_bytes(self._digest(name)[:8])

    def _digest(self, name: str) -> bytes:
        return hmac.digest(self._key, name.encode(), "sha256")


def salted(name: str, salt: Salt | None) -> str:
    """The name of a stream, made secret where there is a salt."""
    return name if salt is None else salt.named(name)


def check_salt(split: Split, salt: Salt | None) -> None:
    """Accept a salt where it is needed, and none elsewhere.

    Raises:
        ScenarioError: If a private split has none, or another split has one.
    """
    if split is Split.PRIVATE and salt is None:
        raise ScenarioError(
            f"split {split.value!r} is made from a salt; give --salt or set SENTINEL_SALT"
        )
    if split is not Split.PRIVATE and salt is not None:
        raise ScenarioError(f"a salt is for split 'private', and the split is {split.value!r}")


def salt_for(split: Split, given: str | None, kept: str) -> Salt | None:
    """The salt of a split.

    Args:
        split: The split that is asked for.
        given: A salt that came with the question; None if none did.
        kept: The one that the environment variable holds; empty if it is unset.

    Raises:
        ScenarioError: If the split needs one and there is none, or it takes none and one was
            given, or it is too short.
    """
    if split is Split.PRIVATE and given is None and kept:
        given = kept
    salt = None if given is None else Salt(given)
    check_salt(split, salt)
    return salt
