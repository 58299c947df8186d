"""What stands in nodes of a parsed shell: the parts of a chain, the values of a loop."""

from tree_sitter import Node

from sentinel.live.reading.calls import Word
from sentinel.live.reading.shell_words import Glob


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
