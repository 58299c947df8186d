"""What a deletion and a copy do to a path."""

import re
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.file_paths import aim, path_of, trusted, written
from sentinel.live.reading.looked_at import folder_of
from sentinel.live.reading.moments import set_aside
from sentinel.live.reading.options import Options

_MINOR: Final = (
    ".csv", ".tsv", ".txt", ".log", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".out", ".err",
    ".html", ".xml", ".ipynb", ".prof", ".trace", ".diff", ".patch", ".pid", ".lock", ".whl",
    ".deb", ".rpm", ".old",
)  # fmt: skip
_FILES: Final = (".json", ".yaml", ".yml", ".md", ".toml", ".ini", ".py", ".js", ".ts", ".sh")
_LOCKS: Final = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "cargo.lock",
                 "gemfile.lock", "composer.lock", "uv.lock", "a.out", ".eslintcache",
                 "nohup.out", "core",
                 "npm-debug.log")  # fmt: skip
"""Files that a package manager or a compiler makes again."""
_WEIGHTY: Final = (
    "prod", "backup", "dump", "customer", "payroll", "invoice", "order", "user", "ledger", "audit",
    "secret", "key", "master", "final", "important", "requirements",
)  # fmt: skip


def _minor(
    word: Word, thing: Thing, radius: Radius, marks: frozenset[str], *, recursive: bool
) -> bool:
    """Whether it is one file below where one works, of a kind that is made again."""
    text = word.text.lower()
    if text.removeprefix("./") in _LOCKS:
        return True
    return (
        thing is Thing.FILE
        and radius is Radius.ONE
        and word.fixed
        and not marks
        and not recursive
        and text.endswith(_MINOR)
        and not text.startswith(("/", "~", ".", "$"))
        and not any(each in text for each in ("..", "*", "?", "[", *_WEIGHTY))
    )


def _plainly_file(word: Word, marks: frozenset[str]) -> bool:
    """Whether a name below where one works is that of a file, as its ending says."""
    text = word.text.lower()
    here = word.fixed and not text.startswith(("/", "~", "$")) and ".." not in text
    return here and text.endswith((*_MINOR, *_FILES)) and not marks & {"system", "home", "many"}


_EVERY: Final = re.compile(r"/(?:\*|\?\*|\[[^\]]*\]\*|\*\*|\*\.\*)$")
"""Globs that match nearly all there is in a folder."""


def deleted(call: Call, word: Word, by: str, *marks: str, recursive: bool = False) -> Effect:
    """That a path is deleted."""
    what = aim(word, folder_of(call))
    thing, radius, undo = what.thing, what.radius, what.undo
    both = what.marks | frozenset(marks) | (frozenset(["recursive"]) if recursive else frozenset())
    if path_of(word.text, folder_of(call)).endswith("/.ssh/authorized_keys"):
        both |= {"system"}
    if _minor(word, thing, radius, both, recursive=recursive):
        both |= {"minor"}
    if recursive and thing is Thing.FILE and not _plainly_file(word, both):
        thing = Thing.FOLDER
        radius = Radius.NAMESPACE if radius is Radius.ONE and "temporary" not in both else radius
    path = path_of(word.text, folder_of(call)) if folder_of(call) else word.text
    whole = bool(_EVERY.search(path)) and not word.quoted
    if recursive and whole and radius is Radius.SET and "temporary" not in both:
        thing, radius = Thing.FOLDER, Radius.NAMESPACE
    if "temporary" not in both and undo is Undo.HARD and recursive and radius is not Radius.ONE:
        undo = Undo.NEVER
    safer = f"ls -la {word.text}" if radius is not Radius.ONE else f"mv {word.text} /tmp/"
    return Effect(Kind.DELETES, thing, word.text, radius, undo, by, both, what.place, safer)


def copied(call: Call, target: Word, found: Options, folder: str) -> Found:
    """That something is put at a path."""
    what = aim(target, folder)
    path = path_of(target.text, folder)
    by = f"{call.program} ... {target.text}"[:80]
    if set_aside(path) and what.radius is Radius.ONE and found.plain[:-1]:
        return Found().add(
            Effect(Kind.CREATES, Thing.FILE, target.text, Radius.ONE, Undo.EASY, by,
                   what.marks | {"saved"}, what.place)
        )  # fmt: skip
    if trusted(path) or what.thing in (Thing.DEVICE, Thing.DATABASE, Thing.INFRASTRUCTURE):
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
