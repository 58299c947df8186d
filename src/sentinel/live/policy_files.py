"""Policy packs as files of YAML, and the packs that are in force.

A pack is a mapping: `pack` (its name), `version`, `about`, `rules`. What is wrong with one is
told with file, line and rule; a reload that fails leaves in force what was. A text that kept to
its examples once is not asked again while no source of the gate changes (`live.kept`).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Final, cast

import msgspec

from sentinel.errors import PolicyError
from sentinel.live.kept import keep, recall
from sentinel.live.policy import Policy
from sentinel.live.policy_rules import Only, Read, Rule, Written, rule_of

SHIPPED: Final = Path(__file__).parent / "packs"
"""Folder of the packs that come with the gate."""

MOST_BYTES: Final = 1_000_000
"""Longest pack that is read."""

_YAML: Final = "sentinel.live.policy_yaml"
"""Loaded where a pack has to be read anew."""

_DISPATCHER: Final = "sentinel.live.reading.dispatch.read"
_KEPT: Final = "pack"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was loaded, and has kept to its examples."""

    name: str
    version: str
    about: str
    rules: tuple[Rule, ...]
    digest: str
    """First 12 hexadecimal digits of the SHA-256 of its bytes."""


def shipped() -> list[Path]:
    """The packs that come with the gate."""
    return sorted(SHIPPED.glob("*.yaml"))


def pack_of(text: str, file: str, read: Read | None = None) -> Pack:
    """Read a pack, and hold it to its examples.

    Args:
        text: YAML.
        file: Its name, for errors.
        read: Reads commands among the examples; without it those are not looked at.

    Raises:
        PolicyError: If it is no pack; names file, line and rule.
    """
    return _checked(_written(text, file), text, file, read)


def load(path: Path, read: Read | None = None) -> Pack:
    """Read the pack of a file, and hold it to its examples.

    Raises:
        PolicyError: If it cannot be read, or is no pack.
    """
    return pack_of(_text(path), str(path), read)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise PolicyError(f"{path}:1: longer than {MOST_BYTES:,} bytes")
        return content.decode()
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: is no UTF-8 text: {error.reason}") from None


class Packs:
    """The packs in force.

    Args:
        extra: Files beside the packs that come with the gate.
        read: Reads commands among the examples.
        files: The packs themselves, in place of those that come with the gate.

    Raises:
        PolicyError: If one of them is no pack.
    """

    def __init__(
        self,
        extra: Iterable[Path] = (),
        read: Read | None = None,
        files: Sequence[Path] | None = None,
    ) -> None:
        self._files = [*(shipped() if files is None else files), *extra]
        self._read = read
        self.failure = ""
        """Why the last reload was not taken over; empty where it was."""
        self.versions: dict[str, str] = {}
        """The packs by name, each with what tells it from every other text."""
        self._take()

    def reload(self) -> bool:
        """Read the files again; what was in force stays so where one of them is no pack.

        Returns:
            Whether they were taken over; `failure` says why not.
        """
        try:
            self._take()
        except PolicyError as error:
            self.failure = f"{error}; the packs from before stay in force"
            return False
        self.failure = ""
        return True

    def _take(self) -> None:
        packs = tuple(_known(each, self._read) for each in self._files)
        rules = [rule for pack in packs for rule in pack.rules]
        _check_ids(rules)
        self.policy, self.packs = Policy(rules), packs
        self.versions = {f"pack:{each.name}": f"{each.version}+{each.digest}" for each in packs}


def _check_ids(rules: Iterable[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise PolicyError(f"{rule.where}: rule {rule.id!r} is at {seen[rule.id]} already")
        seen[rule.id] = rule.where


class _Held(msgspec.Struct, frozen=True):
    """A pack that kept to its examples, as it is kept."""

    pack: Written
    only: list[dict[str, frozenset[str]] | None]
    """What the condition of each rule holds fields to."""


def _written(text: str, file: str) -> Written:
    read = cast("Callable[[str, str], Written]", import_module(_YAML).written)
    return read(text, file)


def _known(path: Path, read: Read | None) -> Pack:
    """The pack of a file, by what an earlier process found out where that is kept."""
    text, file = _text(path), str(path)
    reader = "" if read is None else f"{read.__module__}.{read.__qualname__}"
    if reader not in ("", _DISPATCHER):
        return pack_of(text, file, read)
    of = f"{reader}\n{path.stem}\n{text}".encode()
    held = recall(_KEPT, of, _Held)
    if held is not None:
        return _pack(held.pack, text, file, held.only)
    found = _written(text, file)
    pack = _checked(found, text, file, read)
    only = [None if each.condition is None else each.condition.only for each in pack.rules]
    keep(_KEPT, of, _Held(found, only))
    return pack


def _checked(found: Written, text: str, file: str, read: Read | None) -> Pack:
    pack = _pack(found, text, file)
    _check_ids(pack.rules)
    for rule in pack.rules:
        rule.check(read)
    return pack


def _pack(found: Written, text: str, file: str, only: Sequence[Only | None] = ()) -> Pack:
    rows = zip_longest(found.rules, found.lines, only)
    rules = tuple(rule_of(each, f"{file}:{line}", before) for each, line, before in rows)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Pack(found.name, found.version, found.about, rules, digest)
