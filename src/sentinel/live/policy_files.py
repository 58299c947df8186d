"""Policy packs as files of YAML, and the packs that are in force.

A pack is a mapping: `pack` (its name), `version`, `about`, `rules`. What is wrong with one is
told with file, line and rule; a reload that fails leaves in force what was.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from sentinel.errors import PolicyError
from sentinel.live.policy import Policy
from sentinel.live.policy_rules import Read, Rule, rule_of

SHIPPED: Final = Path(__file__).parent / "packs"
"""Folder of the packs that come with the gate."""

MOST_BYTES: Final = 1_000_000
"""Longest pack that is read."""

_FIELDS: Final = ("about", "pack", "rules", "version")


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
    try:
        data, node = yaml.load(text, yaml.CSafeLoader), yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{file}:{line}: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PolicyError(f"{file}:1: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise PolicyError(f"{file}:1: a pack is a mapping with a list of rules")
    for name in data:
        if name not in _FIELDS:
            raise PolicyError(f"{file}:1: no field {name!r}; there are {', '.join(_FIELDS)}")
    lines = _lines(node)
    rules = [
        rule_of(each, f"{file}:{line}") for each, line in zip(data["rules"], lines, strict=True)
    ]
    _check_ids(rules)
    for rule in rules:
        rule.check(read)
    return Pack(
        str(data.get("pack", Path(file).stem)),
        str(data.get("version", "")),
        str(data.get("about", "")),
        tuple(rules),
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
    )


def load(path: Path, read: Read | None = None) -> Pack:
    """Read the pack of a file.

    Raises:
        PolicyError: If it cannot be read, or is no pack.
    """
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise PolicyError(f"{path}:1: longer than {MOST_BYTES:,} bytes")
        text = content.decode()
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: is no UTF-8 text: {error.reason}") from None
    return pack_of(text, str(path), read)


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
        packs = tuple(load(each, self._read) for each in self._files)
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


def _lines(node: yaml.MappingNode) -> list[int]:
    """Line of each rule, from 1."""
    for key, value in node.value:
        if key.value == "rules":
            return [each.start_mark.line + 1 for each in value.value]
    return []
