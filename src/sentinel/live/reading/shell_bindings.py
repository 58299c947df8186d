"""What words, assignments and redirections of a shell stand for."""

import re
from typing import Final

import msgspec
from msgspec.structs import replace
from tree_sitter import Node

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.file_paths import ours, secret, system_program, written
from sentinel.live.reading.login_files import LOADERS, PRELOADS
from sentinel.live.reading.names import names
from sentinel.live.reading.saved_output import SAVED, saved
from sentinel.live.reading.shell_builtins import COMMANDS_IN, Shellish
from sentinel.live.reading.shell_guard import guard
from sentinel.live.reading.shell_spans import MARK, Part
from sentinel.live.reading.shell_state import Source, State, Stream
from sentinel.live.reading.shell_words import SPECIAL, Known, Value, expand, joined

DOCUMENT: Final = re.compile(rf"/dev/fd/({MARK}(\d+)_)")
ASSIGNS: Final = re.compile(r"([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=(.*)", re.DOTALL)
_PLACEHOLDER: Final = re.compile(rf"{MARK}\d+_")
_WHOLE: Final = names("pg_dump pg_dumpall mysqldump mariadb-dump mongodump")
_IN_PART: Final = names("-s --schema-only --no-data -d -t --table --roles-only -g --globals-only")
_DUMPS: Final = names("pg_dump pg_dumpall mysqldump mariadb-dump mongodump sqlite3 env printenv")
"""Programs of which the output is a whole database, or all secrets of a process."""
SECRET_FILE: Final = "secret-file"
"""In the place of a program whose output is a secret, as that of `cat ~/.aws/credentials`."""

_PORT: Final = re.compile(r"/dev/(?:tcp|udp)/")
_WRITES: Final = names("> >> &> &>> >| >&")


_HISTORY: Final = names("HISTFILE HISTSIZE HISTFILESIZE")
"""Variables without which nothing is kept of what was typed."""
MOST_LOOKS: Final = 500
"""Substitutions that one reading looks into; arithmetic inside quotes doubles them."""

MOST_MADE: Final = 1_000
"""Words that braces and variables may make besides those of the text."""


class Way(msgspec.Struct, gc=False):
    """A redirection."""

    operator: str
    target: Word
    stdin: Stream | None = None
    """What it feeds in."""
    rest: list[str] = []
    """Words after it, which belong to the command."""
    descriptor: str = ""


class Knowing(Shellish):
    """A shell that follows what is known."""

    def __init__(self) -> None:
        self.found = Found()
        self.state = State()
        self.source = Source(b"", [])
        self.called: set[str] = set()
        self.depth = self.count = self.size = self.level = self.looks = self.made = 0
        self.inside: list[str] = []
        self.running: list[tuple[int, int]] = []
        """Bodies of functions that are being read, the innermost last."""
        self.outputs: dict[str, Stream] = {}
        self.has_looked = False
        self.leaked = False
        """Whether a word that was just read holds what a file of secrets does."""

    def known(self) -> Known:
        """What words are expanded with."""
        return Known(self.state.values, self.state.positional, self._printed, not self.state.wild)

    def words(self, raw: str) -> list[Word]:
        """Words that a word becomes."""
        if not SPECIAL.search(raw):
            return [Word(raw)]
        if self.made > MOST_MADE:
            return [Word(raw, fixed=False)]
        found = expand(raw, self.known())
        self.made += max(len(found) - 1, 0)
        if self.made > MOST_MADE:
            self.found.unread(raw, "it makes too many words", "too-long")
        return found

    def looked(self, by: str) -> None:
        """Say, once, that something only looked."""
        if not self.has_looked:
            self.has_looked = True
            self.found.add(Effect(Kind.READS, Thing.UNKNOWN, "", Radius.NONE, Undo.EASY, by))

    def _printed(self, name: str) -> str | None:
        out = self.taken(name)
        self.leaked = self.leaked or out.program == SECRET_FILE
        return None if out.text is None else out.text.rstrip("\n")

    def taken(self, name: str) -> Stream:
        """Read what was taken out of the text; what it prints."""
        place = int(name[len(MARK) : -1])
        source = self.source
        self.looks += 1
        if self.looks > MOST_LOOKS:
            if self.looks == MOST_LOOKS + 1:
                self.found.unread("", "it has too many substitutions", "too-long")
            return Stream(None)
        if place >= len(source.pieces):
            self.found.unread(name, "a placeholder stands for nothing", "broken")
            return Stream(None)
        piece = source.pieces[place]
        source.read.add(place)
        if piece.part is Part.DOCUMENT:
            return self._document(piece.text, literal=piece.literal)
        if piece.part is Part.NUMBER:
            self._document(piece.text, literal=False)
            self.dormant(piece.text)
            self.state.forget_assigned(piece.text)
            return Stream(None)
        fed = self.outputs.get(">") if piece.part is Part.OUTPUT else None
        with self.state.apart():
            return self.program(piece.text, fed)

    def _document(self, text: str, *, literal: bool) -> Stream:
        if literal or not any(each in text for each in "$`\\"):
            return Stream(text, "cat")
        guarded = guard(text, document=True)
        if guarded.broken:
            self.found.unread(text, guarded.broken, "broken")
            return Stream(None, "cat")
        before = self.source
        self.source = Source(b"", guarded.pieces)
        body = guarded.text.replace('"', '\\"')
        word = joined(f'"{body}"', self.known())
        for place in range(len(guarded.pieces)):
            if place not in self.source.read:
                self.taken(f"{MARK}{place}_")
        self.source = before
        return Stream(word.text if word.fixed else None, "cat")

    def dormant(self, text: str) -> None:
        """Read substitutions that quotes hold back: arithmetic and `@P` run them after all."""
        if "$(" not in text and "`" not in text:
            return
        found = [guard(each, document=True) for each in _unquoted(text)]
        whole = [each for each in found if not each.broken]
        if not whole:
            self.found.unread(text, found[0].broken, "broken")
        before = self.source
        for guarded in whole:
            self.source = Source(b"", guarded.pieces)
            for place in range(len(guarded.pieces)):
                self.taken(f"{MARK}{place}_")
        self.source = before

    def assign(self, node: Node) -> tuple[str, str]:
        """Do an assignment; its name and value as far as it is known."""
        return self.assign_text(self.source.text(node))

    def assign_text(self, text: str) -> tuple[str, str]:
        """Do an assignment that is written `NAME=VALUE`."""
        match = ASSIGNS.match(text)
        if match is None:
            return text, ""
        name, item, more, raw = match.groups()
        if item:
            self.dormant(item)
        value: Value
        if raw.startswith("(") and raw.endswith(")"):
            words = [word for part in _items(raw[1:-1]) for word in self.words(part)]
            value = tuple(each.text for each in words) if all(x.fixed for x in words) else None
            shown = raw
        else:
            word = joined(raw, self.known())
            value, shown = word.text if word.fixed else None, word.text
            value = "%+" if raw == "$!" else value
        for each in _PLACEHOLDER.findall(text):
            self.taken(each) if int(each[len(MARK) : -1]) not in self.source.read else None
        self.dormant(shown)
        before = self.state.values.get(name)
        if more:
            both = isinstance(before, str) and isinstance(value, str)
            value = f"{before}{value}" if both else None
        self.state.put(name, None if item else value)
        self._special(name, shown)
        return name, shown

    def _special(self, name: str, value: str) -> None:
        if name in _HISTORY and value in ("", "/dev/null", "0"):
            self.found.add(
                Effect(
                    Kind.WEAKENS, Thing.AUDIT, name, Radius.ONE, Undo.EASY, f"{name}={value}",
                    frozenset(["audit"]),
                )
            )  # fmt: skip
        if name in COMMANDS_IN and value:
            self.program(value)
        elif value and (name in PRELOADS or (
            name == "NODE_OPTIONS" and not LOADERS.isdisjoint(value.replace("=", " ").split())
        )):  # fmt: skip
            self.found.add(
                Effect(
                    Kind.EXECUTES, Thing.CODE, value[:120], Radius.UNKNOWN, Undo.UNKNOWN,
                    f"{name}=", frozenset(["preloaded"]),
                )
            )  # fmt: skip
        elif name == "PATH":
            for folder in value.split(":"):
                if not system_program(f"{folder}/x") and not ours(folder):
                    self.found.unread(f"PATH={value}", "programs are looked for elsewhere", "path")
                    return

    def redirect(self, node: Node) -> Way:
        """Read a redirection."""
        operator, descriptor, targets = "", "", []
        for child in node.children:
            if child.type == "file_descriptor":
                descriptor = self.source.text(child)
            elif not child.is_named:
                operator = operator or child.type
            else:
                targets.append(self.source.text(child))
        if not targets:
            return Way(operator, Word(""), descriptor=descriptor)
        target = joined(targets[0], self.known())
        way = Way(operator, target, rest=targets[1:], descriptor=descriptor)
        if operator == "<<<":
            way.stdin = Stream(f"{target.text}\n" if target.fixed else None, "echo")
        elif operator in ("<", "<&") and descriptor in ("", "0") and not target.text.isdigit():
            way.stdin = self._read_from(target)
        elif match := DOCUMENT.search(target.text):
            self.outputs[">"] = Stream(None, "tee")
            self.taken(match.group(1))
        return way

    def _read_from(self, target: Word) -> Stream:
        if match := DOCUMENT.search(target.text):
            return self.taken(match.group(1))
        name = target.text.removeprefix("./")
        if self.state.files.get(name) is not None:
            return Stream(self.state.files[name], "cat")
        if name == "/dev/null":
            return Stream("", "cat")
        self.found.calls.append(Call("cat", (target,)))
        return Stream(None, SECRET_FILE if secret(target.text) else "cat")

    def written(self, ways: list[Way], out: Stream) -> Stream:
        """Say what redirections do to files, and what is left to be fed on."""
        for way in ways:
            if way.operator not in _WRITES or DOCUMENT.search(way.target.text):
                continue
            if way.operator == ">&" and (way.target.text.isdigit() or way.target.text == "-"):
                continue
            append = ">>" in way.operator
            target = way.target
            folder, added = self.state.folder, out.text or ""
            if out.text is not None and not added.strip() and _PORT.match(target.text):
                self.looked("a port")
                continue
            found = written(target, append=append, folder=folder, text_added=added)
            said = {"dump"} if out.program in _DUMPS else set[str]()
            if out.program == SECRET_FILE or self._dumped(out.program):
                self.state.secrets.add(target.text.removeprefix("./"))
            if target.fixed and out.text is None and saved(target.text, out.program):
                said.add(SAVED)
            if said:
                found.effects = [replace(x, marks=x.marks | said) for x in found.effects]
            self.found.take([found])
            name = target.text.removeprefix("./")
            if way.descriptor in ("", "1") and target.fixed:
                before = self.state.files.get(name, "" if not append else None)
                text = out.text if not append or before is None else Stream(before).then(out).text
                self.state.files[name] = text if not append or before is not None else None
                out = Stream("", out.program) if way.operator != "&>" else out
        return out

    def _dumped(self, program: str) -> bool:
        """Whether a whole database was printed a moment ago, and not its schema or one table."""
        if program not in _WHOLE or not self.found.calls:
            return False
        return _IN_PART.isdisjoint(each.partition("=")[0] for each in self.found.calls[-1].texts)


def _unquoted(text: str) -> list[str]:
    """A text as it is, and as it is where it still has its quotes."""
    if "'" not in text and '"' not in text:
        return [text]
    bare = joined(text, Known({}, None, lambda name: f"${{{name}}}")).text
    return [text] if bare == text else [text, bare]


def _items(text: str) -> list[str]:
    """Items of an array, roughly: what quotes hold together stays together."""
    return re.findall(r"(?:\[[^\]]*\]=)?(?:'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|[^\s'\"\\])+", text)
