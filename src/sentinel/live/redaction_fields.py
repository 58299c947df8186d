"""Structures of ours as redaction goes through them: what is ours in them stays as it is.

An agent writes what is looked at, and so chooses what is taken out of everything: one that calls
its password `decision` must not take the decision out of the log.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from sentinel.live.request import Request, Step

OURS: Final = frozenset(
    {
        "action_hash", "decision", "edited_hash", "environment", "id", "outcome", "review", "said",
        "severity", "severity_assessed", "state", "successor", "versions",
    }
)  # fmt: skip
"""Fields of structures that hold our own words and no text of others, but for `THEIRS`."""

THEIRS: Final = (Request, Step)
"""Structures that others fill."""


class Fields(dict[str, Any]):
    """A structure: what its fields are called is ours, whatever others write into them."""

    ours: frozenset[str] = OURS


class Theirs(Fields):
    """A structure that others fill."""

    ours = frozenset()


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What JSON can say of a value, with structures known for such."""
    if isinstance(value, msgspec.Struct):
        kind = Theirs if isinstance(value, THEIRS) else Fields
        return kind((name, plain(getattr(value, name))) for name in value.__struct_fields__)
    if isinstance(value, Fields):
        return type(value)((name, plain(part)) for name, part in value.items())
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return msgspec.to_builtins(value, enc_hook=repr)


def mapped(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    """A copy with every text of others changed, names among them."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Fields):
        return {
            name: part if name in value.ours else mapped(part, change)
            for name, part in value.items()
        }
    if isinstance(value, Mapping):
        return {change(name): mapped(part, change) for name, part in value.items()}
    if isinstance(value, list):
        return [mapped(part, change) for part in value]
    return value
