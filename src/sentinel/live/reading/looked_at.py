"""What a look at something is: it reads, or it reveals a secret."""

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.file_paths import path_of, secret


def reads(call: Call, name: str = "", thing: Thing = Thing.UNKNOWN) -> Effect:
    """That a program looks at something."""
    return Effect(
        Kind.READS, thing, name, Radius.ONE if name else Radius.NONE, Undo.EASY, call.program,
        place=place_of(name) if name else call.place,
    )  # fmt: skip


def reveals(call: Call, name: str, *marks: str) -> Effect:
    """That a program prints a secret."""
    return Effect(
        Kind.REVEALS, Thing.SECRET, name, Radius.ONE, Undo.NEVER, f"{call.program} {name}"[:80],
        frozenset(["secret", *marks]), place_of(name),
    )  # fmt: skip


def folder_of(call: Call) -> str:
    """Where a call runs, as far as the text says it."""
    return next((value for name, value in reversed(call.variables) if name == "PWD"), "")


def seen(call: Call, words: list[Word]) -> Found:
    """What reading some paths does: it looks, or it reveals."""
    found, folder = Found(), folder_of(call)
    for word in words:
        if secret(path_of(word.text, folder)):
            found.add(reveals(call, word.text))
    return found if found.effects else found.add(reads(call, words[0].text if words else ""))
