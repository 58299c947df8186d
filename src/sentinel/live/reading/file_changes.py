"""What a deletion and a copy do to a path."""

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.file_paths import aim, path_of, trusted, written
from sentinel.live.reading.looked_at import folder_of
from sentinel.live.reading.options import Options


def deleted(call: Call, word: Word, by: str, *marks: str, recursive: bool = False) -> Effect:
    """That a path is deleted."""
    what = aim(word, folder_of(call))
    thing, radius, undo = what.thing, what.radius, what.undo
    both = what.marks | frozenset(marks) | (frozenset(["recursive"]) if recursive else frozenset())
    if recursive and thing is Thing.FILE:
        thing = Thing.FOLDER
        radius = Radius.NAMESPACE if radius is Radius.ONE and "temporary" not in both else radius
    if "temporary" not in both and undo is Undo.HARD and recursive and radius is not Radius.ONE:
        undo = Undo.NEVER
    safer = f"ls -la {word.text}" if radius is not Radius.ONE else f"mv {word.text} /tmp/"
    return Effect(Kind.DELETES, thing, word.text, radius, undo, by, both, what.place, safer)


def copied(call: Call, target: Word, found: Options, folder: str) -> Found:
    """That something is put at a path."""
    what = aim(target, folder)
    path = path_of(target.text, folder)
    by = f"{call.program} ... {target.text}"[:80]
    if trusted(path) or what.thing in (Thing.DEVICE, Thing.DATABASE):
        return written(target, append=False, folder=folder, by=by)
    if found.has("-n", "--no-clobber", "-i", "--backup", "-b"):
        return Found().add(
            Effect(Kind.CREATES, what.thing, target.text, Radius.ONE, Undo.EASY, by, what.marks,
                   what.place)
        )  # fmt: skip
    radius = Radius.ONE if what.thing in (Thing.FILESYSTEM, Thing.FOLDER) else what.radius
    return Found().add(
        Effect(Kind.WRITES, Thing.FILE if radius is Radius.ONE else what.thing, target.text,
               radius, Undo.HARD if "system" in what.marks else Undo.EASY, by, what.marks,
               what.place, "cp --backup=numbered")
    )  # fmt: skip
