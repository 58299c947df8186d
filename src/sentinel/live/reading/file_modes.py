"""Programs that change who may use a file: `chmod`, `chown`, `setfacl`, `chattr`.

Marks: `public` (everybody may write, or may read a secret), `setuid`, `no-access`, `recursive`,
`protection`.
"""

from typing import Final

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.file_paths import aim, secret
from sentinel.live.reading.looked_at import folder_of, reads
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options


def mode_set(call: Call, target: Word, *marks: str, recursive: bool = False) -> Effect:
    """That who may use a path is changed."""
    what = aim(target, folder_of(call))
    open_to_all = "public" in marks
    kind = Kind.ESCALATES if "setuid" in marks else Kind.EXPOSES if open_to_all else Kind.WRITES
    radius = what.radius
    if recursive and radius is Radius.ONE:
        radius = Radius.NAMESPACE
    both = what.marks | set(marks) | ({"recursive"} if recursive else set())
    undo = Undo.HARD if recursive else Undo.EASY
    by = f"{call.program} {' '.join(call.texts)}"[:80]
    # A program with the rights of its owner is a way in wherever it lies.
    own = "setuid" in marks and what.place is Place.LOCAL
    place = Place.UNKNOWN if own else what.place
    return Effect(kind, Thing.PERMISSION, target.text, radius, undo, by, both, place)


def _chmod(call: Call) -> Found:
    texts = call.texts
    flags = [each for each in texts if each in ("-R", "-f", "-v", "-c", "--recursive", "-Rf", "-fR",
                                                "-Rv", "-vR")]  # fmt: skip
    recursive = any("R" in each or each == "--recursive" for each in flags)
    rest = [each for each in call.words if each.text not in flags and each.text != "--"]
    if any(each.startswith("--reference") for each in texts):
        mode, targets = "", rest[1:]
    elif not rest:
        return Found().add(reads(call))
    else:
        mode, targets = rest[0].text, rest[1:]
    marks: list[str] = ["dynamic"] if rest and not rest[0].fixed else []
    digits = mode.lstrip("0") if mode.isdigit() else ""
    if (digits and (len(digits) == 4 and digits[0] in "4567" and len(mode) >= 4)) or "+s" in mode:
        marks.append("setuid")
    if digits[-1:] in ("2", "3", "6", "7") or any(
        each in mode for each in ("o+w", "a+w", "a+rwx", "o+rwx", "ugo+w", "ugo+rwx", "a=rwx",
                                  "o=rw", "a=rw")
    ) or (digits[-1:] in ("4", "5") and any(secret(each.text) for each in targets)):  # fmt: skip
        marks.append("public")
    if mode in ("000", "0", "a-rwx", "a-rwX", "ugo-rwx", "a-x", "-x", "0000"):
        marks.append("no-access")
    return Found().add(*(mode_set(call, each, *marks, recursive=recursive) for each in targets))


def _chown(call: Call) -> Found:
    found = options(call.words, frozenset(["--from"]))
    targets = found.plain if found.has("--reference") else found.plain[1:]
    recursive = found.has("-R", "--recursive")
    return Found().add(*(mode_set(call, each, recursive=recursive) for each in targets))


def _setfacl(call: Call) -> Found:
    takes = names("-m --modify -x --remove -M -X --set --restore")
    found = options(call.words, takes)
    given = " ".join(found.values("-m", "--modify", "--set"))
    wide = ["public"] if any(x in given for x in ("o::rw", "other::rw", "o:rw", "o::7")) else []
    recursive = found.has("-R", "--recursive")
    return Found().add(*(mode_set(call, each, *wide, recursive=recursive) for each in found.plain))


def _chattr(call: Call) -> Found:
    texts = call.texts
    targets = [each for each in call.words if each.text[:1] not in "-+="]
    off = [each for each in texts if each.startswith("-") and ("i" in each or "a" in each)]
    recursive = "-R" in texts
    result = Found()
    for each in targets:
        effect = mode_set(call, each, recursive=recursive)
        kind = Kind.WEAKENS if off else Kind.WRITES
        result.add(
            Effect(kind, effect.thing, effect.name, effect.radius, effect.undo, effect.by,
                   effect.marks | ({"protection"} if off else set()), effect.place)
        )  # fmt: skip
    return result


PROGRAMS: Final[dict[str, Reader]] = {
    "chmod": _chmod,
    "chown": _chown,
    "chgrp": _chown,
    "setfacl": _setfacl,
    "chattr": _chattr,
}
