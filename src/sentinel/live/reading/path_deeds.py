"""What code does to a file or a folder that it names: the same as a shell's commands do."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.deeds import LOOKS, Deed
from sentinel.live.reading.file_changes import deleted
from sentinel.live.reading.file_paths import secret, written

_PATHS: Final = frozenset([Thing.FILE, Thing.FOLDER])
_REVEALS: Final = Deed(
    Kind.REVEALS, Thing.SECRET, Radius.ONE, LOOKS.undo, frozenset(["secret"])
)  # fmt: skip
THROWN_AWAY: Final = (
    ".pyc", ".pyo", "~", ".tmp", ".swp", ".swo", ".orig", ".rej", ".o", ".class", ".DS_Store",
    "__pycache__", "Thumbs.db", ".bak~", ".coverage", ".pytest_cache",
)  # fmt: skip
"""How patterns end whose files tools make and make again."""


def thrown_away(pattern: str) -> bool:
    """Whether a pattern finds only what tools leave behind.

    Example:
        >>> thrown_away("*.pyc"), thrown_away("*")
        (True, False)
    """
    return pattern.endswith(THROWN_AWAY) and not any(each in pattern for each in "[{/")


def on_path(
    row: Deed, text: str, by: str, place: Place = Place.UNKNOWN, *, fixed: bool = True
) -> list[Effect]:
    """Effects of a row of a table on a path, as wide and grave as the path says.

    Args:
        row: What is done.
        text: The path, as far as it is known.
        by: Words of the code that do it.
        place: What the call says about where.
        fixed: Whether that is all of the path.
    """
    if row.thing not in _PATHS or not text:
        marks = frozenset[str]() if fixed else frozenset(["dynamic"])
        return [row.effect(text, by, place, marks)]
    word = Word(text, fixed, quoted="*" not in text)
    if row.kind is Kind.READS and secret(text):
        return [_REVEALS.effect(text, by, place)]
    if row.kind is Kind.DELETES:
        effect = deleted(Call("rm", (), place=place), word, by, recursive="recursive" in row.marks)
        return [_at(effect, place)]
    if row.kind is Kind.WRITES:
        found = written(word, append=False, by=by).effects
        return [_at(each, place) for each in found] or [LOOKS.effect(text, by, place)]
    marks = frozenset[str]() if fixed else frozenset(["dynamic"])
    return [row.effect(text, by, place, marks)]


def _at(effect: Effect, place: Place) -> Effect:
    return replace(effect, place=place) if effect.place is Place.UNKNOWN else effect
