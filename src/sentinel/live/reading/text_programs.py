"""Programs that change text on its way: `awk`, `sed`, `sort`. They may run and write as well."""

import re
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import written
from sentinel.live.reading.looked_at import folder_of, seen
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.saved_plans import UNGUARDS

_AWK_RUNS: Final = re.compile(r"system\s*\(|\|\s*getline|\|\s*[\"a-z]|\|&|@load|@include|/inet/")


_AWK_WRITES: Final = re.compile(r"print[^\n;}]*>\s*[\"$a-zA-Z]")


_AWK_NAMED: Final = re.compile(r"print[^\n;}]*?(>>?)\s*\"([^\"\\]+)\"\s*(?=[;}\n]|$)")


_SED_RUNS: Final = re.compile(r"(?:^|[;{}\n]|\d|\$|/|[!,])\s*e(?:\s+\S|$|\s*;)")


_SED_FLAG: Final = re.compile(r"s(.)(?:\\.|(?!\1).)*\1(?:\\.|(?!\1).)*\1[gpiIm0-9]*e", re.DOTALL)


_SED_WRITES: Final = re.compile(r"(?:^|[;{}\n]|\d|\$|/[gpiI0-9]*)\s*[wW]\s+([^\s;}]+)")


def _written_option(*names: str, valued: str = "") -> Reader:
    """A reader of a program that writes to the file an option names: `sort -o`."""
    takes = frozenset(valued.split()) | frozenset(names)

    def read(call: Call) -> Found:
        found = options(call.words, takes)
        result = seen(call, found.plain)
        for name in names:
            for word in found.given.get(name, ()):
                result.take([written(word, append=False, folder=folder_of(call))])
        return result

    return read


def _sort(call: Call) -> Found:
    result = _written_option("-o", "--output", valued="-k -t -T -S --key --parallel")(call)
    found = options(call.words, names("--compress-program -k -t -o"))
    for each in found.values("--compress-program"):
        result.inner.append(Inner("shell", each, marks=call.marks))
    return result


def _uniq(call: Call) -> Found:
    plain = options(call.words, names("-f -s -w")).plain
    result = seen(call, plain[:1])
    return result.take([written(each, append=False) for each in plain[1:2]])


def _awk(call: Call) -> Found:
    found = options(call.words, names("-F -v -f -i -E -e --file --source"),
                    first_only=True)  # fmt: skip
    result = Found()
    if found.has("-f", "-E", "--file"):
        name = found.value("-f", "-E", "--file")
        return result.add(
            Effect(Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN, "awk -f")
        )
    programs = [*found.given.get("-e", []), *found.given.get("--source", [])]
    files = found.plain if programs else found.plain[1:]
    for word in programs or found.plain[:1]:
        if _AWK_RUNS.search(word.text):
            quoted = re.findall(r"\"((?:[^\"\\]|\\.)*)\"", word.text)
            result.inner += [Inner("shell", each.replace('\\"', '"')) for each in quoted[:8]]
            result.unread(word.text, "awk runs commands", "dynamic")
        elif _AWK_WRITES.search(word.text):
            result.take([_awk_printed(word.text, folder_of(call))])
        elif not word.fixed and not word.quoted:
            result.unread(word.text, "the program of awk is made at run time", "dynamic")
    if found.has("-i"):
        return result.take(_edited(each, folder_of(call), edits=True) for each in files)
    return result.take([seen(call, files)])


def _awk_printed(text: str, folder: str) -> Found:
    """Files that awk prints to: by their names, where all of them stand there."""
    named = _AWK_NAMED.findall(text)
    result = Found()
    for arrow, name in named:
        result.take([written(Word(name), append=arrow == ">>", folder=folder)])
    if len(_AWK_WRITES.findall(text)) > len(named):
        result.add(
            Effect(Kind.WRITES, Thing.FILE, "", Radius.UNKNOWN, Undo.HARD, "awk print >",
                   frozenset(["dynamic"]))
        )  # fmt: skip
    return result


_UNGUARDS: Final = re.compile(
    r"(?:prevent_destroy|deletion_protection|termination_protection|skip_final_snapshot)"
)


def _sed(call: Call) -> Found:
    result = Found()
    found = options(call.words, names("-e -f -l --expression --file"))
    scripts = [*found.given.get("-e", []), *found.given.get("--expression", [])]
    files = found.plain if scripts or found.has("-f", "--file") else found.plain[1:]
    in_place = [each for each in found.given if each.startswith(("-i", "--in-place", "-I"))]
    for word in scripts or found.plain[:1]:
        text = word.text
        if "e" in text and (_SED_FLAG.search(text) or _SED_RUNS.search(text)):
            result.unread(text, "sed runs commands", "dynamic")
        for name in _SED_WRITES.findall(text) if "w" in text.lower() else ():
            result.take([written(Word(name), append=False)])
    if found.has("-f", "--file"):
        result.unread(found.value("-f", "--file"), "the script of sed is in a file", "dynamic")
    if in_place:
        # A substitution keeps the rest of the file; what it does to a trusted one is said there.
        edits = bool(scripts or found.plain[:1]) and all(
            each.text.lstrip().startswith(("s/", "s|", "s#", "s,", "s@"))
            for each in scripts or found.plain[:1]
        )
        result.take(_edited(each, folder_of(call), edits=edits) for each in files)
        if any(_UNGUARDS.search(each.text) for each in scripts or found.plain[:1]):
            result.effects = [replace(each, marks=each.marks | {UNGUARDS})
                              for each in result.effects]  # fmt: skip
        return result
    return result.take([seen(call, files)])


def _edited(word: Word, folder: str, *, edits: bool) -> Found:
    """What `sed -i` does to a file."""
    made = written(word, append=False, folder=folder, by="sed -i")
    own = edits and not word.text.startswith(("/", "~", "..", "$"))
    if own:
        made.effects = [
            each if each.thing is Thing.INFRASTRUCTURE
            else replace(each, marks=each.marks - {"truncate"})
            for each in made.effects
        ]  # fmt: skip
    return made


def _xxd(call: Call) -> Found:
    found = options(call.words, names("-l -s -c -g -o"))
    result = seen(call, found.plain[:1])
    return result.take([written(each, append=False) for each in found.plain[1:2]])


PROGRAMS: Final[dict[str, Reader]] = {
    "sort": _sort,
    "uniq": _uniq,
    **dict.fromkeys(("awk", "gawk", "mawk", "nawk"), _awk),
    "sed": _sed,
    "gsed": _sed,
    "xxd": _xxd,
}
