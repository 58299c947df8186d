"""Programs that change files, folders, disks and who may use them.

Marks: `recursive`, `force`, `truncate`, `temporary`, `system`, `home`, `public` (everybody may
write), `setuid`, `persistent`, `dry-run`.
"""

from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_disks import PROGRAMS as DISKS
from sentinel.live.reading.file_paths import aim, path_of, secret, trusted, written
from sentinel.live.reading.looking import folder_of, reads, reveals, seen
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.wrappers import called


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


def _rm(call: Call) -> Found:
    found = options(call.words)
    if found.has("--help", "--version"):
        return Found().add(reads(call))
    recursive = found.has("-r", "-R", "--recursive")
    marks = [*(["force"] if found.has("-f", "--force") else [])]
    marks += ["protection"] if found.has("--no-preserve-root") else []
    by = " ".join([call.program, *[each for each in found.given]])
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
    found = options(call.words, frozenset("-t --target-directory -S --suffix".split()))
    sources, targets = _targets(found, "-t", "--target-directory")
    result, folder = Found(), folder_of(call)
    for each in sources:
        if secret(path_of(each.text, folder)):
            result.add(reveals(call, each.text))
    for each in targets:
        result.take([_copied(call, each, found, folder)])
    return result if result.effects else result.add(reads(call))


def _copied(call: Call, target: Word, found: Options, folder: str) -> Found:
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


def _mv(call: Call) -> Found:
    found = options(call.words, frozenset("-t --target-directory -S --suffix".split()))
    sources, targets = _targets(found, "-t", "--target-directory")
    result, folder = Found(), folder_of(call)
    gone = any(each.text == "/dev/null" for each in targets)
    for each in sources:
        what = aim(each, folder)
        whole = what.radius in (Radius.ACCOUNT, Radius.NAMESPACE, Radius.UNKNOWN) or gone
        if secret(path_of(each.text, folder)):
            result.add(reveals(call, each.text))
        result.add(
            Effect(
                Kind.DELETES if whole else Kind.WRITES, what.thing, each.text, what.radius,
                what.undo if gone else Undo.EASY if not whole else Undo.HARD,
                f"mv {each.text}"[:80], what.marks | {"moved"}, what.place,
            )
        )  # fmt: skip
    for each in targets if not gone else ():
        result.take([_copied(call, each, found, folder)])
    return result


def _ln(call: Call) -> Found:
    found = options(call.words, frozenset("-t --target-directory -S".split()))
    result = Found()
    for each in found.plain[1:] or found.plain:
        trust = trusted(path_of(each.text, folder_of(call)))
        if trust:
            result.take([written(each, append=False, by="ln")])
            continue
        what = aim(each, folder_of(call))
        forced = found.has("-f", "--force")
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
    takes = frozenset("-m --mode -o --owner -g --group -t --target-directory -S -d".split()) - {
        "-d"
    }
    found = options(call.words, takes)
    sources, targets = _targets(found, "-t", "--target-directory")
    result = Found()
    if found.has("-d", "--directory"):
        return _mkdir(call)
    if "7" in found.value("-m", "--mode")[:1] and len(found.value("-m")) == 4:
        result.add(_mode(call, targets[0] if targets else Word(""), "setuid"))
    for each in sources:
        if secret(path_of(each.text, folder_of(call))):
            result.add(reveals(call, each.text))
    return result.take(_copied(call, each, found, folder_of(call)) for each in targets)


def _mkdir(call: Call) -> Found:
    found = options(call.words, frozenset(["-m", "--mode", "-Z"]))
    return _created(call, found, Thing.FOLDER)


def _touch(call: Call) -> Found:
    found = options(call.words, frozenset("-t -d -r --date --reference".split()))
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


def _mode(call: Call, target: Word, *marks: str, recursive: bool = False) -> Effect:
    what = aim(target, folder_of(call))
    open_to_all = "public" in marks
    kind = Kind.ESCALATES if "setuid" in marks else Kind.EXPOSES if open_to_all else Kind.WRITES
    radius = what.radius
    if recursive and radius is Radius.ONE:
        radius = Radius.NAMESPACE
    both = what.marks | set(marks) | ({"recursive"} if recursive else set())
    undo = Undo.HARD if recursive else Undo.EASY
    by = f"{call.program} {' '.join(call.texts)}"[:80]
    return Effect(kind, Thing.PERMISSION, target.text, radius, undo, by, both, what.place)


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
    if digits and (len(digits) == 4 and digits[0] in "4567" and len(mode) >= 4) or "+s" in mode:
        marks.append("setuid")
    if digits[-1:] in ("2", "3", "6", "7") or any(
        each in mode for each in ("o+w", "a+w", "a+rwx", "o+rwx", "ugo+w", "ugo+rwx", "a=rwx", "o=rw",
                                  "a=rw")
    ):  # fmt: skip
        marks.append("public")
    elif digits[-1:] in ("4", "5") and any(secret(each.text) for each in targets):
        marks.append("public")
    if mode in ("000", "0", "a-rwx", "a-rwX", "ugo-rwx", "a-x", "-x", "0000"):
        marks.append("no-access")
    return Found().add(*(_mode(call, each, *marks, recursive=recursive) for each in targets))


def _chown(call: Call) -> Found:
    found = options(call.words, frozenset(["--from"]))
    targets = found.plain if found.has("--reference") else found.plain[1:]
    recursive = found.has("-R", "--recursive")
    return Found().add(*(_mode(call, each, recursive=recursive) for each in targets))


def _setfacl(call: Call) -> Found:
    takes = frozenset("-m --modify -x --remove -M -X --set --restore".split())
    found = options(call.words, takes)
    given = " ".join(found.values("-m", "--modify", "--set"))
    wide = ["public"] if any(x in given for x in ("o::rw", "other::rw", "o:rw", "o::7")) else []
    recursive = found.has("-R", "--recursive")
    return Found().add(*(_mode(call, each, *wide, recursive=recursive) for each in found.plain))


def _chattr(call: Call) -> Found:
    texts = call.texts
    targets = [each for each in call.words if each.text[:1] not in "-+="]
    off = [each for each in texts if each.startswith("-") and ("i" in each or "a" in each)]
    recursive = "-R" in texts
    result = Found()
    for each in targets:
        effect = _mode(call, each, recursive=recursive)
        kind = Kind.WEAKENS if off else Kind.WRITES
        result.add(
            Effect(kind, effect.thing, effect.name, effect.radius, effect.undo, effect.by,
                   effect.marks | ({"protection"} if off else set()), effect.place)
        )  # fmt: skip
    return result


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
    narrow = any(x in tests for x in ("-name", "-iname", "-mtime", "-path", "-regex", "-mmin",
                                      "-empty", "-size", "-user", "-newer", "-atime"))  # fmt: skip
    for place, text in enumerate(tests):
        if text == "-delete":
            result.add(*(_found_deleted(call, each, narrow=narrow) for each in roots))
        elif text in ("-exec", "-execdir", "-ok", "-okdir"):
            command = words[stop + place + 1 :]
            end = next((at for at, each in enumerate(command) if each.text in (";", "+")),
                       len(command))  # fmt: skip
            for root in roots:
                shown = root.text.rstrip("/") + ("/*" if not narrow else "/*.*")
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


def _found_deleted(call: Call, root: Word, *, narrow: bool) -> Effect:
    effect = deleted(call, root, "find -delete", recursive=True)
    if not narrow or effect.radius is Radius.UNKNOWN:
        return effect
    marks = effect.marks | {"condition"}
    return Effect(effect.kind, Thing.FILE, effect.name, Radius.SET, effect.undo, effect.by, marks,
                  effect.place, "find ... -print")  # fmt: skip


def _tar(call: Call) -> Found:
    words = list(call.words)
    if words and not words[0].text.startswith("-"):
        words[0] = Word(f"-{words[0].text}", words[0].fixed)
    takes = frozenset("-f -C -T -X -I -b --file --directory --exclude --to-command "
                      "--use-compress-program --checkpoint-action -g -N".split())  # fmt: skip
    found = options(words, takes)
    result, folder = Found(), folder_of(call)
    runs = found.values("--to-command", "--use-compress-program", "-I", "--rsh-command")
    runs += [each.partition("exec=")[2] for each in found.values("--checkpoint-action")]
    result.inner += [Inner("shell", each) for each in runs if each]
    archive = found.given.get("-f", found.given.get("--file", [Word("-")]))[-1]
    if found.has("-x", "--extract", "--get"):
        target = found.given.get("-C", found.given.get("--directory", [Word(".")]))[-1]
        if target.text in (".", "./"):
            return result.add(
                Effect(Kind.CREATES, Thing.FILE, target.text, Radius.SET, Undo.EASY, "tar -x")
            )
        return result.take([_copied(call, Word(f"{target.text}/", target.fixed), found, folder)])
    if found.has("-c", "-r", "-u", "--create", "--append", "--update"):
        result.add(*(reveals(call, each.text) for each in found.plain if secret(each.text)))
        result.take([written(archive, append=False, folder=folder, by="tar -c")])
        if found.has("--remove-files"):
            result.add(*(deleted(call, x, "tar --remove-files", recursive=True)
                         for x in found.plain))  # fmt: skip
        return result if result.effects else result.add(reads(call))
    if found.has("--delete"):
        return result.add(deleted(call, archive, "tar --delete"))
    return result.add(reads(call, archive.text))


def _unzip(call: Call) -> Found:
    found = options(call.words, frozenset("-d -x -P".split()))
    if found.has("-l", "-t", "-v", "-Z", "-z", "-p"):
        return Found().add(reads(call))
    target = found.given.get("-d", [Word(".")])[-1]
    return Found().take([_copied(call, target, found, folder_of(call))])


def _zip(call: Call) -> Found:
    found = options(call.words, frozenset("-P -x -i -T -TT -b -t".split()) - {"-T"})
    result = Found()
    result.inner += [Inner("shell", each) for each in found.values("-TT", "--unzip-command")]
    result.add(*(reveals(call, each.text) for each in found.plain[1:] if secret(each.text)))
    if found.has("-m", "--move"):
        result.add(*(deleted(call, each, "zip -m", recursive=True) for each in found.plain[1:]))
    return result.take([written(each, append=False, by="zip") for each in found.plain[:1]])


def _pack(call: Call) -> Found:
    found = options(call.words, frozenset("-S -o -T".split()))
    if found.has("-l", "-t", "-c", "--list", "--test", "--stdout") or not found.plain:
        return Found().add(reads(call)) if not found.plain else seen(call, found.plain)
    return Found().take(
        [written(each, append=True, folder=folder_of(call), by=call.program)
         for each in found.plain]
    )  # fmt: skip


def _split(call: Call) -> Found:
    found = options(call.words, frozenset("-b -l -n -a -C --filter".split()))
    result = Found(inner=[Inner("shell", each) for each in found.values("--filter")])
    return result.add(
        Effect(Kind.CREATES, Thing.FILE, found.verb(1) or "x*", Radius.SET, Undo.EASY, call.program)
    )


def _patch(call: Call) -> Found:
    found = options(call.words, frozenset("-p -i -d -o -r".split()))
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
    "chmod": _chmod,
    "chown": _chown,
    "chgrp": _chown,
    "setfacl": _setfacl,
    "chattr": _chattr,
    "find": _find,
    "tar": _tar,
    "bsdtar": _tar,
    "unzip": _unzip,
    "zip": _zip,
    "gzip": _pack,
    "gunzip": _pack,
    "bzip2": _pack,
    "xz": _pack,
    "zstd": _pack,
    "split": _split,
    "csplit": _split,
    "patch": _patch,
    **DISKS,
}
