"""What numbers of lines stand for: a reason that says what each line shows.

A model that writes figures itself invents some. It names lines, and what they show is
told from the briefing: the figure, the tool that printed it, the policy, the notice.
"""

import re
from collections.abc import Iterable
from typing import Final

from sentinel.briefing import Briefing, Line

MOST_LINES: Final = 5
"""Lines that are told of; graders read as many facts."""

QUOTED_CHARS: Final = 110
"""Longest part of a line that is quoted."""

RULE_CHARS: Final = 240
"""The same of a policy or a notice, whose exception stands at its end."""

_NUMBER: Final = re.compile(r"[PNDEH][1-9]\d?")
_KINDS: Final = {"P": "policy", "N": "notice", "D": "dashboard", "H": "past"}
"""What a line is that no tool printed, by the letter of its number."""


def told(numbers: Iterable[str], briefing: Briefing | None) -> str:
    """Tell what some lines show.

    Args:
        numbers: Numbers of lines, most telling first; a second mention of one is left out, as
            is what follows the first `MOST_LINES`.
        briefing: What they are lines of. Without it, and for a line that it does not have, the
            number alone is told.

    Returns:
        One clause a line, with semicolons between them.

    Example:
        >>> told(["E3", "e3", "P1"], None)
        'E3; P1'
    """
    wanted = list(dict.fromkeys(each.upper() for each in numbers))[:MOST_LINES]
    lines = {} if briefing is None else {line.id: line for line in briefing.lines()}
    return "; ".join(_shown(lines[each]) if each in lines else each for each in wanted)


def numbers_in(text: str) -> list[str]:
    """The numbers of lines in a text, in its order.

    Example:
        >>> numbers_in("block e3, P1")
        ['E3', 'P1']
    """
    return _NUMBER.findall(text.upper())


def is_number(text: str) -> bool:
    """Whether a text is the number of a line and nothing else.

    Example:
        >>> is_number("E3"), is_number("E3 shows")
        (True, False)
    """
    return _NUMBER.fullmatch(text.strip().upper()) is not None


def _shown(line: Line) -> str:
    """A line by its number, where it comes from, and the beginning of what it says."""
    source = line.source or _KINDS[line.id[0]]
    about = f" on {line.about}" if line.about else ""
    # What has just been printed has no age, and naming one would claim it.
    age = f", {line.age_s:.0f} s old" if line.source and line.age_s >= 1.0 else ""
    said = " ".join(line.text.split()).replace(";", ",")
    most = RULE_CHARS if line.id[0] in "PN" else QUOTED_CHARS
    return f"{line.id} ({source}{about}{age}): {_cut(said, most)}"


def _cut(text: str, most: int) -> str:
    """The beginning of a text, ending with a word: half a figure is another figure."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]
