"""What writes a program of bash for the fuzzer: its words quoted, its layers' types.

Functions for `shell_layers.py` and `shell_evaluations.py`.
"""

from collections.abc import Callable
from random import Random

Name = Callable[[Random, str, str], str]
"""Writes a command, of its name and arguments, in another way."""

Layer = Callable[[Random, str], str]
"""Puts something around a program."""


def quoted(rng: Random, text: str) -> str:
    """A text as one word, quoted in one of three ways."""
    way = rng.randrange(3)
    if way == 0:
        return "'" + text.replace("'", "'\\''") + "'"
    if way == 1:
        for each in '\\"$`':
            text = text.replace(each, "\\" + each)
        return f'"{text}"'
    return "$'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
