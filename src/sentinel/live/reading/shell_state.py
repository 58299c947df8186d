"""What a shell remembers while a text is read: variables, functions, aliases, files it wrote."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import msgspec
from tree_sitter import Node

from sentinel.live.reading.shell_spans import Piece
from sentinel.live.reading.shell_words import Value

_ASSIGNED: Final = re.compile(
    r"\b([A-Za-z_]\w*)(?:\[[^\]\n]*\])?(?:\+?=|\+\+|--|:=)"
    r"|\b(?:read|mapfile|readarray|getopts|unset|local|declare|export|for|printf|set|shift)"
    r"\b([^\n;|&]*)"
)
_SPOKEN: Final = re.compile(r"\$\{?([A-Za-z_]\w*)")
_NAMES: Final = re.compile(r"[A-Za-z_]\w*")


class Source(msgspec.Struct, frozen=True, gc=False):
    """A text that was parsed, with what was taken out of it."""

    data: bytes
    pieces: list[Piece]
    read: set[int] = set()
    """Places of the pieces that were read."""

    def text(self, node: Node) -> str:
        """What a node spans."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


NO_SOURCE: Final = Source(b"", [])
"""Of what was not parsed."""


class Stream(msgspec.Struct, frozen=True, gc=False):
    """What is printed or fed."""

    text: str | None
    """None where it is not known."""
    program: str = ""
    """That it comes from."""
    decoded: bool = False
    kept: str | None = None
    """What comes to what is there already, where the rest is `crontab -l`: its own jobs."""

    def then(self, other: "Stream") -> "Stream":
        """Both, one after the other."""
        known = self.text is not None and other.text is not None
        text = (self.text or "") + (other.text or "") if known else None
        ours, theirs = self.added, other.added
        kept = None if text is not None or ours is None or theirs is None else ours + theirs
        return Stream(text, self.program or other.program, self.decoded or other.decoded, kept)

    @property
    def added(self) -> str | None:
        """What is known of it, where all else is kept."""
        return self.kept if self.text is None else self.text


SILENT: Final = Stream("")


Exit = tuple[str, dict[str, Value] | None, tuple[Source, Node] | None]
"""A text; its variables as they were when it was read, None where it was not; its function."""


_OWN: Final[dict[str, Value]] = {"USER": "me", "LOGNAME": "me", "UID": "1000", "EUID": "1000",
                                "PWD": "."}  # fmt: skip
"""What stands for whoever types, whatever they are called."""


@dataclass(slots=True)
class State:
    """A shell, as far as it is known."""

    values: dict[str, Value] = field(default_factory=lambda: dict(_OWN))
    positional: tuple[str, ...] | None = None
    functions: dict[str, tuple[Source, Node]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    files: dict[str, str | None] = field(default_factory=dict)
    """What was written to files, by their names; None where that is not known."""
    secrets: set[str] = field(default_factory=set)
    """Files that were filled with secrets, or with a whole database."""
    folder: str = ""
    """Where it is, where the text says it."""
    exported: set[str] = field(default_factory=set)
    """Variables that every program gets from here on."""
    stdin: Stream | None = None
    exits: list[Exit] = field(default_factory=list)
    """What traps run at the end."""
    wild: bool = False
    """Whether variables can no longer be followed (`declare -n`, `IFS=`)."""

    def put(self, name: str, value: Value) -> None:
        """Assign."""
        self.values[name] = None if self.wild else value
        if name == "IFS":
            self.forget()
            self.wild = True

    def forget(self) -> None:
        """Know no variable any more."""
        self.values = dict.fromkeys(self.values)
        self.positional = None

    def forget_assigned(self, text: str) -> None:
        """Know none that a text may assign: it is a loop's, or arithmetic."""
        if self.functions:
            self.forget()
            return
        for name, several in _ASSIGNED.findall(text):
            for each in [name] if name else _NAMES.findall(several):
                self.values[each] = None
            if several and " --" in several:
                self.positional = None

    def trapped(self, text: str) -> bool:
        """Keep what runs at the end; whether all that it speaks of is known already."""
        named = set(_SPOKEN.findall(text))
        before = {each: self.values[each] for each in named if each in self.values}
        body = self.functions.get(text.strip())
        complete = len(before) == len(named) and body is None
        self.exits.append((text, before if complete else None, body))
        return complete

    def exits_left(self) -> Iterator[str]:
        """Texts that run at the end and were not read, or that mean something else by then."""
        exits, self.exits = self.exits, []
        for text, before, body in exits:
            if body is not None:
                self.functions.setdefault(text.strip(), body)
            now = {each: self.values.get(each) for each in before or ()}
            if before is None or (now != before and None not in now.values()):
                yield text

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A subshell: what happens in it is not remembered, files are."""
        kept = (dict(self.values), self.positional, dict(self.functions), dict(self.aliases),
                self.folder, self.stdin, self.wild)  # fmt: skip
        try:
            yield
        finally:
            (self.values, self.positional, self.functions, self.aliases,
             self.folder, self.stdin, self.wild) = kept  # fmt: skip

    @contextmanager
    def perhaps(self) -> Iterator[None]:
        """Something that may not happen: what it assigns is not known after it."""
        before, folder = dict(self.values), self.folder
        positional = self.positional
        try:
            yield
        finally:
            for name, value in self.values.items():
                if name not in before or before[name] != value:
                    self.values[name] = None
            self.positional = positional if positional == self.positional else None
            self.folder = self.folder or folder
