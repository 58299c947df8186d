"""What `{a,b}` and `{1..3}` in a word become."""

import re
from collections.abc import Sequence
from typing import Final

MOST_WORDS: Final = 256
"""Words that braces may make of one."""

MOST_WORK: Final = 20_000
"""Characters that are looked at for one word; beyond them braces stay as they are."""

_RANGE: Final = re.compile(r"(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])(?:\.\.-?\d+)?")


def braces(raw: str) -> Sequence[str]:
    """What `{a,b}` and `{1..3}` outside quotes become.

    Example:
        >>> braces("/{etc,usr}/x")
        ['/etc/x', '/usr/x']
    """
    done: list[str] = []
    ready = [raw]
    left = MOST_WORK
    while ready:
        each = ready.pop()
        parts = _first_brace(each, left // (len(each) + 1))
        left -= len(each)
        if parts is None or len(done) + len(ready) > MOST_WORDS:
            done.append(each)
            continue
        before, choices, after = parts
        ready += [before + choice + after for choice in reversed(choices)]
    return done


def _first_brace(raw: str, tries: int) -> tuple[str, list[str], str] | None:
    mark, at = "", 0
    while at < len(raw) and tries > 0:
        char = raw[at]
        if char == "\\" and mark != "'":
            at += 2
            continue
        if char in "'\"":
            mark = "" if mark == char else mark or char
        elif char == "{" and not mark and (at == 0 or raw[at - 1] != "$"):
            tries -= 1
            found = _choices(raw, at)
            if found is not None:
                return raw[:at], found[0], raw[found[1] :]
        at += 1
    return None


def _choices(raw: str, at: int) -> tuple[list[str], int] | None:
    depth, mark, start, choices, place = 0, "", at + 1, [], at
    while place < len(raw):
        char = raw[place]
        if char == "\\" and mark != "'":
            place += 2
            continue
        if char in "'\"":
            mark = "" if mark == char else mark or char
        elif not mark:
            depth += (char == "{") - (char == "}")
            if depth == 0 or (depth == 1 and char == ","):
                choices.append(raw[start:place])
                start = place + 1
            if depth == 0:
                break
        place += 1
    else:
        return None
    if len(choices) > 1:
        return choices, place + 1
    span = _RANGE.fullmatch(choices[0])
    return None if span is None else (_range(span.group(1), span.group(2)), place + 1)


def _range(first: str, last: str) -> list[str]:
    numbers = first.lstrip("-").isdigit() and last.lstrip("-").isdigit()
    if not numbers and (len(first) > 1 or len(last) > 1):
        return [f"{{{first}..{last}}}"]
    low, high = (int(first), int(last)) if numbers else (ord(first), ord(last))
    step = 1 if low <= high else -1
    codes = list(range(low, high + step, step))[:MOST_WORDS]
    return [str(code) if numbers else chr(code) for code in codes]
