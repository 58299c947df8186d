"""What options of a tool do whatever else it is asked: programs they name, files they write."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import aim, trusted, written
from sentinel.live.reading.looked_at import folder_of
from sentinel.live.reading.options import Options

_OUTPUTS: Final = re.compile(
    r"--?(?:o|d|outdir|out|output|out-?(?:file|dir|path)\w*|output-?\w+|dest\w*|dist-?dir|"
    r"save\S*|emit\S*|target-dir|log-file|build-dir)",
    re.IGNORECASE,
)
_CODES: Final = re.compile(
    r"--?(?:c|r|config|require|plugin\S*|rulesdir|resolve-plugins\S*|global\w+|setup\w*|loader|"
    r"import|preset|parser|init-script|register|ext\w*|reporter|transform|use)"
)
_CHANGED: Final = frozenset({"--write", "--fix", "-w", "-i", "--in-place", "--inplace", "--apply"})
_STRANGE: Final = ("http://", "https://", "/tmp/", "/var/tmp/", "/dev/shm/")
_DATA: Final = (".json", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".rc", ".xml", ".txt")


def kept_within(readers: Mapping[str, Reader]) -> dict[str, Reader]:
    """Readers of tools of a project, which see what a tool is told to do beyond the project."""
    return {name: _kept(reader) for name, reader in readers.items()}


def _kept(reader: Reader) -> Reader:
    def read(call: Call) -> Found:
        found = reader(call)
        return found.take([beyond(call)]) if any(map(_outside, call.words)) else found

    return read


def _outside(word: Word) -> bool:
    text = word.text.partition("=")[2] if word.text.startswith("-") else word.text
    return text.startswith(("/", "~", "$HOME", "http"))


def beyond(call: Call) -> Found:
    """What a tool of a project is told to write to the system, or to run from anywhere."""
    found, option = Found(), ""
    changes = not _CHANGED.isdisjoint(call.texts)
    for word in call.words:
        name, _, value = word.text.partition("=")
        if not word.text.startswith("-"):
            name, value = option, word.text
        option = word.text if word.text.startswith("-") else ""
        each = Word(value, word.fixed)
        if value.startswith(_STRANGE) and _CODES.fullmatch(name) and not value.endswith(_DATA):
            ran = Effect(Kind.EXECUTES, Thing.CODE, value, Radius.ONE, Undo.UNKNOWN, call.program,
                         call.marks | {"untrusted-source"}, call.place)  # fmt: skip
            found.add(ran)
        elif (_OUTPUTS.fullmatch(name) or changes) and _of_system(each):
            found.take([written(each, append=False, folder="", by=f"{call.program} {name}")])
    return found


def _of_system(word: Word) -> bool:
    if not word.text.startswith(("/", "~", "$HOME")):
        return False
    what = aim(word)
    own = what.thing in (Thing.FILESYSTEM, Thing.DEVICE) or "system" in what.marks
    return own or word.text.rstrip("/") in ("~", "$HOME") or trusted(word.text)


def programs_of(call: Call, opts: Options, names: Iterable[str]) -> Found:
    """What is run by the programs that some options name.

    Args:
        call: The call.
        opts: Its options.
        names: Of those whose value is a command of the shell.
    """
    found = Found()
    for word in [word for name in names for word in opts.given.get(name, ())]:
        found.take([program(call, word, word.text)])
    return found


def program(call: Call, word: Word, text: str) -> Found:
    """What is run by a program that stands in an option."""
    ran = Effect(Kind.EXECUTES, Thing.CODE, text, Radius.ONE, Undo.UNKNOWN, call.program,
                 call.marks | {"hook"}, call.place)  # fmt: skip
    found = Found().add(ran)
    found.inner.append(Inner("shell", text, word.fixed, place=call.place, marks=call.marks))
    return found


def written_to(call: Call, word: Word, by: str = "") -> Found:
    """What is written over by a file, or folder, that an option names; one of `/tmp` is nothing.

    A path that stays in the folder one works in is a tool's everyday work.
    """
    if "://" in word.text:
        ran = Effect(Kind.EXECUTES, Thing.CODE, word.text, Radius.ONE, Undo.UNKNOWN,
                     by or call.program, call.marks | {"fetched"}, call.place)  # fmt: skip
        return Found().add(ran)
    if word.fixed and not word.text.startswith(("/", "~", "$", "..")):
        return Found()
    return written(word, append=False, folder=folder_of(call), by=by or call.program)
