"""Programs that change files, folders, disks and who may use them.

Marks: `recursive`, `force`, `truncate`, `temporary`, `system`, `home`, `public` (everybody may
write), `setuid`, `persistent`, `dry-run`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.archives import PROGRAMS as ARCHIVES
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_changes import copied, deleted
from sentinel.live.reading.file_disks import PROGRAMS as DISKS
from sentinel.live.reading.file_modes import PROGRAMS as MODES
from sentinel.live.reading.file_modes import mode_set
from sentinel.live.reading.file_paths import aim, path_of, secret, trusted, written
from sentinel.live.reading.find_tests import narrowed
from sentinel.live.reading.looked_at import folder_of, reads, reveals
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.path_deeds import thrown_away
from sentinel.live.reading.shells import called


def _rm(call: Call) -> Found:
    found = options(call.words)
    if found.has("--help", "--version"):
        return Found().add(reads(call))
    recursive = found.has("-r", "-R", "--recursive")
    marks = [*(["force"] if found.has("-f", "--force") else [])]
    marks += ["protection"] if found.has("--no-preserve-root") else []
    by = " ".join([call.program, *found.given])
    result = Found().add(
        *(deleted(call, each, by, *marks, recursive=recursive) for each in found.plain)
    )
    return result if found.plain else result.unread(by, "no path is named")


def _rmdir(call: Call) -> Found:
    found = options(call.words)
    return Found().add(
        *(
            Effect(Kind.DELETES, Thing.FOLDER, each.text, Radius.ONE, Undo.EASY, "rmdir",
                   frozenset(["empty"]))
            for each in found.plain
        )
    )  # fmt: skip


def _targets(found: Options, *named: str) -> tuple[list[Word], list[Word]]:
    """Sources and the target of `cp`, `mv`, `ln`, `install`."""
    for name in named:
        if given := found.given.get(name):
            return found.plain, given
    return found.plain[:-1], found.plain[-1:]


def _cp(call: Call) -> Found:
    found = options(call.words, names("-t --target-directory -S --suffix"))
    sources, targets = _targets(found, "-t", "--target-directory")
    result, folder = Found(), folder_of(call)
    if [each.text for each in sources] == ["/dev/null"]:
        return DISKS["truncate"](replace(call, program="truncate", words=tuple(targets)))
    for each in sources:
        if secret(path_of(each.text, folder)):
            result.add(reveals(call, each.text))
    for each in targets:
        result.take([copied(call, each, found, folder)])
    return result if result.effects else result.add(reads(call))


_KEYS_IN: Final = ("/.ssh", "/.gnupg", "/.ssh/authorized_keys")
"""Without these nobody gets in, or nothing is opened any more."""


def _mv(call: Call) -> Found:
    found = options(call.words, names("-t --target-directory -S --suffix"))
    sources, targets = _targets(found, "-t", "--target-directory")
    result, folder = Found(), folder_of(call)
    gone = any(each.text == "/dev/null" for each in targets)
    for each in sources:
        what = aim(each, folder)
        if gone:
            result.add(deleted(call, each, "mv /dev/null", "moved", recursive=True))
            continue
        whole = what.radius in (Radius.ACCOUNT, Radius.NAMESPACE, Radius.UNKNOWN)
        path = path_of(each.text, folder)
        if secret(path):
            result.add(reveals(call, each.text))
        thing = Thing.FILE if trusted(path) else what.thing
        whole = whole or path.endswith(_KEYS_IN)
        result.add(
            Effect(
                Kind.DELETES if whole else Kind.WRITES, thing, each.text, what.radius,
                Undo.EASY if not whole else Undo.HARD,
                f"mv {each.text}"[:80], what.marks | {"moved"}, what.place,
            )
        )  # fmt: skip
    for each in targets if not gone else ():
        result.take([copied(call, each, found, folder)])
    return result


def _ln(call: Call) -> Found:
    found = options(call.words, names("-t --target-directory -S"))
    result = Found()
    for each in found.plain[1:] or found.plain:
        trust = trusted(path_of(each.text, folder_of(call)))
        if trust:
            result.take([written(each, append=False, by="ln")])
            continue
        what = aim(each, folder_of(call))
        forced = found.has("-f", "--force")
        if found.texts[0] == "/dev/null" and what.thing is Thing.AUDIT:
            result.take([written(each, append=False, by="ln /dev/null")])
            continue
        result.add(
            Effect(Kind.WRITES if forced else Kind.CREATES, Thing.FILE, each.text, Radius.ONE,
                   Undo.EASY, "ln", what.marks, what.place)
        )  # fmt: skip
    return result


def _tee(call: Call) -> Found:
    found = options(call.words)
    append = found.has("-a", "--append")
    result = Found().add(reads(call))
    return result.take(
        written(each, append=append, folder=folder_of(call), by=f"tee {each.text}")
        for each in found.plain
    )


def _install(call: Call) -> Found:
    takes = names("-m --mode -o --owner -g --group -t --target-directory -S -d") - {"-d"}
    found = options(call.words, takes)
    sources, targets = _targets(found, "-t", "--target-directory")
    result = Found()
    if found.has("-d", "--directory"):
        return _mkdir(call)
    if "7" in found.value("-m", "--mode")[:1] and len(found.value("-m")) == 4:
        result.add(mode_set(call, targets[0] if targets else Word(""), "setuid"))
    for each in sources:
        if secret(path_of(each.text, folder_of(call))):
            result.add(reveals(call, each.text))
    return result.take(copied(call, each, found, folder_of(call)) for each in targets)


def _mkdir(call: Call) -> Found:
    found = options(call.words, names("-m --mode -Z"))
    return _created(call, found, Thing.FOLDER)


def _touch(call: Call) -> Found:
    found = options(call.words, names("-t -d -r --date --reference"))
    return _created(call, found, Thing.FILE)


def _created(call: Call, found: Options, thing: Thing) -> Found:
    result = Found()
    for each in found.plain:
        what = aim(each, folder_of(call))
        result.add(
            Effect(Kind.CREATES, thing, each.text, Radius.ONE, Undo.EASY, call.program,
                   what.marks, what.place)
        )  # fmt: skip
    return result if result.effects else result.add(reads(call))


def _mktemp(call: Call) -> Found:
    return Found().add(
        Effect(Kind.CREATES, Thing.FILE, "", Radius.ONE, Undo.EASY, "mktemp",
               frozenset(["temporary"]))
    )  # fmt: skip


def _find(call: Call) -> Found:
    result = Found()
    words = list(call.words)
    start = 0
    while start < len(words) and words[start].text in ("-H", "-L", "-P"):
        start += 1
    stop = start
    while stop < len(words) and words[stop].text[:1] not in ("-", "(", "!"):
        stop += 1
    roots = words[start:stop] or [Word(".")]
    tests = [each.text for each in words[stop:]]
    for place, text in enumerate(tests):
        narrow = narrowed(tests[:place])
        if text == "-delete":
            kept = _all_thrown_away(tests)
            result.add(
                *(_found_deleted(call, each, tests, narrow=narrow, kept=kept) for each in roots)
            )
        elif text in ("-exec", "-execdir", "-ok", "-okdir"):
            command = words[stop + place + 1 :]
            end = next((at for at, each in enumerate(command) if each.text in (";", "+")),
                       len(command))  # fmt: skip
            if not narrow and command and command[0].text in ("rm", "shred", "unlink"):
                result.add(*(_found_deleted(call, x, [], narrow=False, kept=False) for x in roots))
            for root in roots:
                shown = root.text.rstrip("/") + _matched(tests, narrow=narrow)
                filled = [
                    Word(each.text.replace("{}", shown), each.fixed and root.fixed)
                    if "{}" in each.text else each for each in command[:end]
                ]  # fmt: skip
                result.take([called(call, filled, "recursive", many=True, fed=False)])
        elif text in ("-fprint", "-fprint0", "-fls", "-fprintf") and stop + place + 1 < len(words):
            result.take([written(words[stop + place + 1], append=False)])
    if any(not each.fixed and not each.quoted for each in words[stop:]):
        result.unread(" ".join(tests), "a test of find is made at run time", "dynamic")
    return result.add(reads(call, roots[0].text)) if not result.effects else result


def _all_thrown_away(tests: list[str]) -> bool:
    """Whether all that is looked for is what tools leave behind, and nothing widens that."""
    named = [
        tests[place + 1] for place, each in enumerate(tests[:-1]) if each in ("-name", "-iname")
    ]
    wider = any(each in ("!", "-not", ",") for each in tests)
    joined = tests.count("-o") + tests.count("-or")
    return bool(named) and joined < len(named) and not wider and all(map(thrown_away, named))


def _matched(tests: list[str], *, narrow: bool) -> str:
    """What stands for the names that are found: what a pattern says, where it tells something."""
    named = [tests[at + 1] for at, each in enumerate(tests[:-1]) if each in ("-name", "-iname")]
    if len(named) == 1 and (_all_thrown_away(tests) or secret(named[0].lstrip("*"))):
        return f"/{named[0]}"
    return "/*.*" if narrow else "/*"


def _found_deleted(call: Call, root: Word, tests: list[str], *, narrow: bool, kept: bool) -> Effect:
    shown = _matched(tests, narrow=narrow)
    if narrow and shown.rstrip("*").endswith(".tfstate"):
        every = Word(root.text.rstrip("/") + shown, root.fixed)
        return deleted(call, every, "find -delete")
    effect = deleted(call, root, "find -delete", recursive=True)
    if not narrow or effect.radius is Radius.UNKNOWN:
        return effect
    marks = effect.marks | {"condition"} | ({"temporary"} if kept else set())
    marks -= {"system"} if root.text.startswith("/var/backups") else set()
    return Effect(effect.kind, Thing.FILE, effect.name, Radius.SET, effect.undo, effect.by, marks,
                  effect.place, "find ... -print")  # fmt: skip


def _split(call: Call) -> Found:
    found = options(call.words, names("-b -l -n -a -C --filter"))
    result = Found(inner=[Inner("shell", each) for each in found.values("--filter")])
    return result.add(
        Effect(Kind.CREATES, Thing.FILE, found.verb(1) or "x*", Radius.SET, Undo.EASY, call.program)
    )


def _patch(call: Call) -> Found:
    found = options(call.words, names("-p -i -d -o -r"))
    if found.has("--dry-run"):
        return Found().add(reads(call))
    return Found().add(
        Effect(Kind.WRITES, Thing.FILE, found.verb(), Radius.SET, Undo.EASY, "patch",
               safer="patch --dry-run")
    )  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    "rm": _rm,
    "unlink": _rm,
    "trash": _rm,
    "grm": _rm,
    "rmdir": _rmdir,
    "cp": _cp,
    "mv": _mv,
    "rename": _patch,
    "ln": _ln,
    "tee": _tee,
    "sponge": _tee,
    "install": _install,
    "mkdir": _mkdir,
    "touch": _touch,
    "mkfifo": _mkdir,
    "mktemp": _mktemp,
    "find": _find,
    "split": _split,
    "csplit": _split,
    "patch": _patch,
    **MODES,
    **ARCHIVES,
    **DISKS,
}
