"""Programs that pack and unpack: `tar`, `zip`, `gzip`."""

from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_changes import copied, deleted
from sentinel.live.reading.file_paths import secret, written
from sentinel.live.reading.looked_at import folder_of, reads, reveals, seen
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options

_FETCHERS: Final = ("curl", "wget")


def _tar(call: Call) -> Found:
    words = list(call.words)
    if words and not words[0].text.startswith("-"):
        words[0] = Word(f"-{words[0].text}", words[0].fixed)
    takes = names("-f -C -T -X -I -b --file --directory --exclude --to-command "
                      "--use-compress-program --checkpoint-action -g -N")  # fmt: skip
    found = options(words, takes)
    result, folder = Found(), folder_of(call)
    runs = found.values("--to-command", "--use-compress-program", "-I", "--rsh-command")
    runs += [each.partition("exec=")[2] for each in found.values("--checkpoint-action")]
    result.inner += [Inner("shell", each) for each in runs if each]
    archive = found.given.get("-f", found.given.get("--file", [Word("-")]))[-1]
    if found.has("-x", "--extract", "--get"):
        target = found.given.get("-C", found.given.get("--directory", [Word(".")]))[-1]
        if target.text in (".", "./"):
            by = f"{call.piped} | tar -x" if call.piped in _FETCHERS else "tar -x"
            return result.add(
                Effect(Kind.CREATES, Thing.FILE, target.text, Radius.SET, Undo.EASY, by)
            )
        return result.take([copied(call, Word(f"{target.text}/", target.fixed), found, folder)])
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
    found = options(call.words, names("-d -x -P"))
    if found.has("-l", "-t", "-v", "-Z", "-z", "-p"):
        return Found().add(reads(call))
    target = found.given.get("-d", [Word(".")])[-1]
    return Found().take([copied(call, target, found, folder_of(call))])


def _zip(call: Call) -> Found:
    found = options(call.words, names("-P -x -i -T -TT -b -t") - {"-T"})
    result = Found()
    result.inner += [Inner("shell", each) for each in found.values("-TT", "--unzip-command")]
    result.add(*(reveals(call, each.text) for each in found.plain[1:] if secret(each.text)))
    if found.has("-m", "--move"):
        result.add(*(deleted(call, each, "zip -m", recursive=True) for each in found.plain[1:]))
    return result.take([written(each, append=False, by="zip") for each in found.plain[:1]])


def _pack(call: Call) -> Found:
    found = options(call.words, names("-S -o -T"))
    if found.has("-l", "-t", "-c", "--list", "--test", "--stdout") or not found.plain:
        return Found().add(reads(call)) if not found.plain else seen(call, found.plain)
    return Found().take(
        [written(each, append=True, folder=folder_of(call), by=call.program)
         for each in found.plain]
    )  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    "tar": _tar,
    "bsdtar": _tar,
    "unzip": _unzip,
    "zip": _zip,
    **dict.fromkeys(("gzip", "gunzip", "bzip2", "xz", "zstd"), _pack),
}
