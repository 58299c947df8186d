"""What `{a,b}` and `{1..3}` in a word become."""

import re
from collections.abc import Sequence
from typing import Final

MOST_WORDS: Final = 256
"""Words that braces may make of one."""


_RANGE: Final = re.compile(r"(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])(?:\.\.-?\d+)?")


def braces(raw: str) -> Sequence[str]:
    """What `{a,b}` and `{1..3}` outside quotes become.

    Example:
        >>> braces("/{etc,usr}/x")
        ['/etc/x', '/usr/x']
    """
    done: list[str] = []
    ready = [raw]
    while ready:
        each = ready.pop()
        parts = _first_brace(each)
        if parts is None or len(done) + len(ready) > MOST_WORDS:
            done.append(each)
            continue
        before, choices, after = parts
        ready += [before + choice + after for choice in reversed(choices)]
    return done


def _first_brace(raw: str) -> tuple[str, list[str], str] | None:
    at = raw.find("{")
    while at >= 0:
        if not _quoted_at(raw, at) and (at == 0 or raw[at - 1] != "$"):
            found = _choices(raw, at)
            if found is not None:
                return raw[:at], found[0], raw[found[1] :]
        at = raw.find("{", at + 1)
    return None


def _quoted_at(raw: str, place: int) -> bool:
    mark, at = "", 0
    while at < place:
        char = raw[at]
        if char == "\\" and mark != "'":
            at += 2
            if at > place:
                return True
            continue
        if char in "'\"":
            mark = "" if mark == char else mark or char
        at += 1
    return bool(mark)


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
