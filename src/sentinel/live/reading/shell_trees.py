"""A parsed shell, and what stands in its nodes: the parts of a chain, the values of a loop."""

from time import thread_time
from typing import Final

import tree_sitter_bash
from tree_sitter import Language, Node, Parser, Point

from sentinel.live.reading.calls import Word
from sentinel.live.reading.shell_words import Glob

_PARSER: Final = Parser(Language(tree_sitter_bash.language()))
_ASCII: Final = bytes(each if each < 128 else ord(".") for each in range(256))
"""What is parsed in the place of each byte. The parser looks characters up in a table of 256 and
crashes on those far beyond it; to a shell they are parts of words, as a dot is, and of no name."""
_WATCHED: Final = 500
"""Bytes from which on parsing is watched; nothing shorter takes long."""
_LONGEST_S: Final = 0.012
"""Seconds of the thread's processor time for one text: what repairs errors may take them by the
square. A script of 10,000 characters takes a third."""


def parsed(data: bytes) -> Node | None:
    """The tree of a program; None where it takes too long."""
    data = data if data.isascii() else data.translate(_ASCII)
    if len(data) < _WATCHED:
        return _PARSER.parse(data).root_node
    ends = thread_time() + _LONGEST_S

    def rest(at: int, point: Point) -> bytes:
        return data[at:]

    def late(at: int, has_error: bool) -> bool:
        return thread_time() > ends

    try:
        return _PARSER.parse(rest, progress_callback=late).root_node
    except ValueError:
        _PARSER.reset()
        return None


def parts_of(node: Node) -> tuple[list[Node], set[str]]:
    """Parts of `a && b || c`, and what stands between them."""
    parts: list[Node] = []
    joints: set[str] = set()
    left: Node | None = node
    while left is not None and left.type == "list":
        children = left.children
        named = [each for each in children if each.is_named]
        joints |= {each.type for each in children if not each.is_named}
        parts += reversed(named[1:])
        left = named[0] if named else None
    if left is not None:
        parts.append(left)
    return parts[::-1], joints


def meant_by(word: Word) -> str:
    """What a loop's name stands for: a text, or all that a pattern finds."""
    globs = not word.quoted and any(each in word.text for each in "*?[")
    return Glob(word.text) if globs else word.text
