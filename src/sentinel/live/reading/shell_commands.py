"""Commands of a shell: words, assignments and redirections become one call."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.file_paths import basename, ours, system_program, written
from sentinel.live.reading.shell_builtins import BUILTINS, COMMANDS_IN, PRELOADS, Shellish
from sentinel.live.reading.shell_guard import MARK, Part, guard
from sentinel.live.reading.shell_outputs import DECODERS, printed
from sentinel.live.reading.shell_state import SILENT, Source, State, Stream
from sentinel.live.reading.shell_words import Known, Value, expand, joined

FILTERS: Final = frozenset(
    "tee cat sed tr gunzip zcat head tail grep awk sort uniq jq xz openssl base64 base32 xxd rev "
    "gzip cut tac pv bzip2 zstd".split()
)
"""Programs that pass on what they are fed, changed or not: what matters is where it came from."""

PASSING: Final = frozenset("sudo doas env command builtin nohup time exec nice timeout".split())
INTERPRETERS: Final = frozenset(
    "sh bash dash zsh ksh ash fish python python3 perl ruby node php psql mysql sqlite3 mongosh "
    "redis-cli kubectl source .".split()
)
"""Programs that do what a file says."""

_DOCUMENT: Final = re.compile(rf"/dev/fd/({MARK}(\d+)_)")
_ASSIGNS: Final = re.compile(r"([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=(.*)", re.DOTALL)
_PLACEHOLDER: Final = re.compile(rf"{MARK}\d+_")
_WRITES: Final = frozenset([">", ">>", "&>", "&>>", ">|", ">&"])
_NAMED: Final = re.compile(r"[A-Za-z_]\w*")
_STRUCTURES: Final = frozenset(["subshell", "compound_statement", "redirected_statement"])


@dataclass(slots=True)
class Way:
    """A redirection."""

    operator: str
    target: Word
    stdin: Stream | None = None
    """What it feeds in."""
    rest: list[str] = field(default_factory=list)
    """Words after it, which belong to the command."""
    descriptor: str = ""


class Commands(Shellish):
    """What a shell does with one command."""

    def __init__(self) -> None:
        self.found = Found()
        self.state = State()
        self.source = Source(b"", [])
        self.called: set[str] = set()
        self.depth = self.count = 0
        self.inside: list[str] = []
        self.outputs: dict[str, Stream] = {}
        self.has_looked = False

    def known(self) -> Known:
        """What words are expanded with."""
        return Known(self.state.values, self.state.positional, self._printed, not self.state.wild)

    def words(self, raw: str) -> list[Word]:
        """Words that a word becomes."""
        return expand(raw, self.known())

    def looked(self, by: str) -> None:
        """Say, once, that something only looked."""
        if not self.has_looked:
            self.has_looked = True
            self.found.add(Effect(Kind.READS, Thing.UNKNOWN, "", Radius.NONE, Undo.EASY, by))

    def _printed(self, name: str) -> str | None:
        out = self.taken(name)
        return None if out.text is None else out.text.rstrip("\n")

    def taken(self, name: str) -> Stream:
        """Read what was taken out of the text; what it prints."""
        place = int(name[len(MARK) : -1])
        source = self.source
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
        guarded = guard(text, document=True)
        if guarded.broken:
            return
        before, self.source = self.source, Source(b"", guarded.pieces)
        for place in range(len(guarded.pieces)):
            self.taken(f"{MARK}{place}_")
        self.source = before

    def assign(self, node: Node) -> tuple[str, str]:
        """Do an assignment; its name and value as far as it is known."""
        return self.assign_text(self.source.text(node))

    def assign_text(self, text: str) -> tuple[str, str]:
        """Do an assignment that is written `NAME=VALUE`."""
        match = _ASSIGNS.match(text)
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
        if name in COMMANDS_IN and value:
            self.program(value)
        elif name in PRELOADS and value:
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

    def command(self, node: Node | None, stdin: Stream | None, redirects: Sequence[Node]) -> Stream:
        """Read a simple command; what it prints."""
        raws: list[str] = []
        assigned: list[tuple[str, str]] = []
        nodes = list(redirects)
        named = False
        for child in node.children if node is not None else ():
            kind = child.type
            if kind == "variable_assignment" and not raws:
                assigned.append((self.source.text(child), ""))
            elif kind in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                nodes.append(child)
            elif kind in _STRUCTURES:
                self.visit(child, stdin)
            elif kind == "ERROR":
                raws += self.source.text(child).split()
            elif kind != "comment":
                named = named or kind == "command_name"
                raws.append(self.source.text(child))
        ways = [self.redirect(each) for each in nodes]
        for way in ways:
            raws += way.rest
        while not named and raws and _ASSIGNS.match(raws[0]):
            assigned.append((raws.pop(0), ""))
        return self._with(raws, [each for each, _ in assigned], ways, stdin)

    def _with(
        self, raws: list[str], assigned: list[str], ways: list[Way], stdin: Stream | None
    ) -> Stream:
        fed = next((each.stdin for each in reversed(ways) if each.stdin is not None), stdin)
        words: list[Word] = []
        for raw in raws:
            words += self.words(raw)
        values = dict(self.state.values)
        variables = [self.assign_text(each) for each in assigned]
        if words and assigned:
            self.state.values = values
        if not words:
            if fed is not None and not raws and ways:
                self.looked("a redirection")
            if assigned:
                self.looked("an assignment")
            return self.written(ways, SILENT)
        self.outputs.pop(">", None)
        return self.written(ways, self.call(words, fed, tuple(variables)))

    def call(
        self, words: list[Word], fed: Stream | None, variables: tuple[tuple[str, str], ...] = ()
    ) -> Stream:
        """Read a command whose words are known as far as they can be."""
        first, rest = words[0], words[1:]
        if not first.fixed:
            shown = " ".join(each.text for each in words)
            self.found.unread(shown, "the program's name is made at run time", "dynamic")
            self._fed_through(rest, fed)
            return Stream(None, first.text)
        name = first.text
        if name in self.state.functions and name not in self.inside:
            return self._function_called(name, rest, fed)
        if name in self.state.aliases and name not in self.inside and not first.quoted:
            self.called.add(name)
            self.inside.append(name)
            tail = " ".join(_again(each) for each in rest)
            out = self.program(f"{self.state.aliases[name]} {tail}", fed)
            self.inside.pop()
            return out
        if name in self.inside and name in self.state.functions:
            return Stream(None, name)
        if builtin := BUILTINS.get(name):
            out = builtin(self, rest, fed)
            if out is not None:
                return out
        return self._program(name, rest, fed, variables)

    def _function_called(self, name: str, rest: list[Word], fed: Stream | None) -> Stream:
        source, body = self.state.functions[name]
        before, kept = self.source, self.state.positional
        known = all(each.fixed for each in rest)
        self.called.add(name)
        self.inside.append(name)
        self.source = source
        self.state.positional = tuple(each.text for each in rest) if known else None
        out = self.visit(body, fed)
        self.source, self.state.positional = before, kept
        self.inside.pop()
        return out

    def _program(
        self,
        name: str,
        rest: list[Word],
        fed: Stream | None,
        variables: tuple[tuple[str, str], ...],
    ) -> Stream:
        program = basename(name)
        if not name.isascii() or not name.isprintable() or " " in name.strip():
            self.found.unread(name, "the program's name hides what it is", "obfuscated")
            return Stream(None, program)
        rest, fed = self._fed_through(rest, fed)
        if "/" in name and not system_program(name):
            self._local_program(name, program, rest)
        if fed is None:
            fed = self.state.stdin
        if program in INTERPRETERS:
            rest, fed = self._file_read(rest, fed)
        stdin = None
        if fed is not None and fed.text is not None:
            marks = frozenset(["decoded"] if fed.decoded else ())
            stdin = Inner("text", fed.text, marks=marks)
        if self.state.folder:
            variables = (*variables, ("PWD", self.state.folder))
        self.found.calls.append(
            Call(program, tuple(rest), stdin, fed.program if fed else "", variables=variables)
        )
        return self._output(program, rest, fed)

    def _output(self, program: str, rest: list[Word], fed: Stream | None) -> Stream:
        while program in PASSING and rest and not rest[0].text.startswith("-"):
            program, rest = basename(rest[0].text), rest[1:]
        if program == "cat" and len(rest) == 1 and rest[0].text in self.state.files:
            return Stream(self.state.files[rest[0].text], "cat")
        if program == "tee":
            for each in rest:
                self.state.files[each.text] = fed.text if fed else None
        text = printed(program, rest, fed.text if fed else None)
        origin = fed.program if fed and fed.program and program in FILTERS else program
        return Stream(text, origin, program in DECODERS or bool(fed and fed.decoded))

    def _local_program(self, name: str, program: str, rest: list[Word]) -> None:
        short = name.removeprefix("./")
        if self.state.files.get(short) is not None:
            self.state.positional = tuple(each.text for each in rest)
            with self.state.apart():
                self.program(self.state.files[short] or "")
            return
        self.found.add(
            Effect(
                Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN, name,
                frozenset(["local-file"]),
            )
        )  # fmt: skip

    def _fed_through(
        self, rest: list[Word], fed: Stream | None
    ) -> tuple[list[Word], Stream | None]:
        """Put what `<(...)` prints where the standard input is."""
        if not self.source.pieces:
            return rest, fed
        out: list[Word] = []
        for word in rest:
            match = _DOCUMENT.search(word.text)
            if match is None:
                out.append(word)
                continue
            self.outputs[">"] = fed if fed is not None else Stream(None, "tee")
            stream = self.taken(match.group(1))
            is_input = self.source.pieces[int(match.group(2))].part is Part.INPUT
            fed = stream if is_input and fed is None else fed
            out.append(Word("/dev/stdin" if is_input else "/dev/fd/63"))
        return out, fed

    def _file_read(self, rest: list[Word], fed: Stream | None) -> tuple[list[Word], Stream | None]:
        """Feed a file that this text wrote to the interpreter that runs it."""
        for place, word in enumerate(rest):
            name = word.text.removeprefix("./")
            if self.state.files.get(name) is not None:
                fed = Stream(self.state.files[name], "cat")
                return [*rest[:place], Word("/dev/stdin"), *rest[place + 1 :]], fed
        return rest, fed

    def redirect(self, node: Node) -> Way:
        """Read a redirection."""
        operator, descriptor, targets = "", "", []
        for child in node.children:
            if child.type == "file_descriptor":
                descriptor = self.source.text(child)
            elif not child.is_named:
                operator = child.type if not operator else operator
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
        elif match := _DOCUMENT.search(target.text):
            self.outputs[">"] = Stream(None, "tee")
            self.taken(match.group(1))
        return way

    def _read_from(self, target: Word) -> Stream:
        if match := _DOCUMENT.search(target.text):
            return self.taken(match.group(1))
        name = target.text.removeprefix("./")
        if self.state.files.get(name) is not None:
            return Stream(self.state.files[name], "cat")
        self.found.calls.append(Call("cat", (target,)))
        return Stream(None, "cat")

    def written(self, ways: list[Way], out: Stream) -> Stream:
        """Say what redirections do to files, and what is left to be fed on."""
        for way in ways:
            if way.operator not in _WRITES or _DOCUMENT.search(way.target.text):
                continue
            if way.operator == ">&" and (way.target.text.isdigit() or way.target.text == "-"):
                continue
            append = ">>" in way.operator
            target = way.target
            self.found.take([written(target, append=append, folder=self.state.folder)])
            name = target.text.removeprefix("./")
            if way.descriptor in ("", "1") and target.fixed:
                before = self.state.files.get(name, "" if not append else None)
                text = out.text if not append or before is None else Stream(before).then(out).text
                self.state.files[name] = text if not append or before is not None else None
                out = Stream("", out.program) if way.operator != "&>" else out
        return out


def _items(text: str) -> list[str]:
    """Items of an array, roughly: what quotes hold together stays together."""
    return re.findall(r"(?:\[[^\]]*\]=)?(?:'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|[^\s'\"\\])+", text)


def _again(word: Word) -> str:
    """A word, quoted so that it is read as it is."""
    return "'" + word.text.replace("'", "'\\''") + "'" if word.fixed else word.text
