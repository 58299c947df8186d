"""YAML as it may come from anybody: bounded in length and depth, every scalar as text."""

from typing import Final

import yaml

_LARGEST: Final = 60_000
_DEEPEST: Final = 200
_MOST: Final = 64


def documents(text: str) -> list[object] | str:
    """The documents of a YAML text, every scalar as text.

    Args:
        text: Bounded in length and nesting here.

    Returns:
        The documents, or why they were not read.
    """
    if len(text) > _LARGEST:
        return "too-long"
    if text.count("[") + text.count("{") > 5_000 or _nesting(text) > _DEEPEST:
        return "too-deep"
    found: list[object] = []
    try:
        for each in yaml.load_all(text, Loader=yaml.CBaseLoader):
            found.append(each)
            if len(found) > _MOST:
                return "too-long"
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return "broken"
    return found


def _nesting(text: str) -> int:
    """More levels than a text can have."""
    deepest = 0
    for line in text.split("\n"):
        lead = len(line) - len(line.lstrip(" -?:\t"))
        deepest = max(deepest, lead + line.count("[") + line.count("{"))
    return max(deepest, text.count("[") - text.count("]"), text.count("{") - text.count("}"))
