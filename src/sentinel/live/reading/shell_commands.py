"""Commands of a shell: words, assignments and redirections become one call."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace
from tree_sitter import Node

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Inner, Word
from sentinel.live.reading.file_paths import basename, init_script, secret, system_program
from sentinel.live.reading.names import names
from sentinel.live.reading.names_only import names_only, seen_as_names
from sentinel.live.reading.own_scripts import everyday, run
from sentinel.live.reading.passed_on import passed
from sentinel.live.reading.shell_bindings import ASSIGNS, DOCUMENT, SECRET_FILE, Knowing, Way
from sentinel.live.reading.shell_builtins import BUILTINS
from sentinel.live.reading.shell_outputs import DECODERS, printed
from sentinel.live.reading.shell_spans import Part
from sentinel.live.reading.shell_state import SILENT, Stream
from sentinel.live.reading.told_away import LEAKED, tells, told_away
from sentinel.live.reading.variables_shown import kept_quiet, narrowed

FILTERS: Final = names(
    "tee cat sed tr gunzip zcat head tail grep awk sort uniq jq xz openssl base64 base32 xxd rev "
    "gzip cut tac pv bzip2 zstd"
)
"""Programs that pass on what they are fed, changed or not: what matters is where it came from."""

INTERPRETERS: Final = names(
    "sh bash dash zsh ksh ash fish python python3 perl ruby node php psql mysql sqlite3 mongosh "
    "redis-cli kubectl source ."
)
"""Programs that do what a file says."""

_OWN_WRAPPERS: Final = names(
    "bin/rails bin/rake bin/bundle bin/yarn bin/spring manage.py mvnw gradlew artisan bin/console "
    "vendor/bin/drush bin/magento"
)
"""Of a project: each calls the program of its name, which is read."""

_HEADER: Final = re.compile(r"[\"']?[A-Za-z-]+: ")
_OWN_HOST: Final = re.compile(
    r"[\"']?(?:\w+://)?(?:[^/?@]*@)?(?:localhost|127\.0\.0\.1|\[::1\])(?![\w.-])"
)
_GLOB: Final = re.compile(r"[*?[]")

_STRUCTURES: Final = names("subshell compound_statement redirected_statement")


class Commands(Knowing):
    """What a shell does with one command."""

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
                self.found.unread(self.source.text(child), "it is not well-formed", "broken")
            elif kind == "ERROR":
                raws += self.source.text(child).split()
            elif kind != "comment":
                named = named or kind == "command_name"
                raws.append(self.source.text(child))
        ways = [self.redirect(each) for each in nodes]
        for way in ways:
            raws += way.rest
        while not named and raws and ASSIGNS.match(raws[0]):
            assigned.append((raws.pop(0), ""))
        return self._with(raws, [each for each, _ in assigned], ways, stdin)

    def _with(
        self, raws: list[str], assigned: list[str], ways: list[Way], stdin: Stream | None
    ) -> Stream:
        given = next((each.stdin for each in reversed(ways) if each.stdin is not None), None)
        fed = stdin if given is None else given
        words: list[Word] = []
        told = False
        for raw in raws:
            self.leaked = False
            words += self.words(raw)
            told = told or (self.leaked and not _HEADER.match(raw))
        if told and tells(words) and not any(map(_OWN_HOST.match, raws)):
            self.found.add(told_away(words[0].text))
        values = dict(self.state.values)
        variables = [self.assign_text(each) for each in assigned]
        if words and assigned:
            self.state.values = values
        if not words:
            if fed is not None and not raws and ways:
                self.looked("a redirection")
            if assigned:
                self.looked("an assignment")
            # `$(< file)` is what the file holds.
            return self.written(ways, SILENT if given is None else given)
        self.outputs.pop(">", None)
        out = self.call(words, fed, tuple(variables))
        if told and self.found.calls:
            last = self.found.calls[-1]
            self.found.calls[-1] = replace(last, marks=last.marks | {LEAKED})
        return self.written(ways, out)

    def call(
        self, words: list[Word], fed: Stream | None, variables: tuple[tuple[str, str], ...] = ()
    ) -> Stream:
        """Read a command whose words are known as far as they can be."""
        first, rest = words[0], words[1:]
        glob = not first.quoted and _GLOB.search(first.text) and first.text[0] != "["
        if not first.fixed or glob:
            shown = " ".join(each.text for each in words)
            self.found.unread(shown, "the program's name is made at run time", "dynamic")
            self._fed_through(rest, fed)
            return Stream(None, first.text)
        name = first.text
        if name in self.state.functions and not self._runs(name):
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
        if name in ("source", "."):
            rest, fed = self._fed_through(rest, fed)
        if builtin := BUILTINS.get(name):
            printed_by = builtin(self, rest, fed)
            if printed_by is not None:
                return printed_by
        return self._program(name, rest, fed, variables)

    def _runs(self, name: str) -> bool:
        """Whether a function is called from its own body; one may have replaced itself."""
        source, body = self.state.functions[name]
        return (id(source), body.id) in self.running

    def _function_called(self, name: str, rest: list[Word], fed: Stream | None) -> Stream:
        source, body = self.state.functions[name]
        before, kept = self.source, self.state.positional
        known = all(each.fixed for each in rest)
        self.called.add(name)
        self.inside.append(name)
        self.running.append((id(source), body.id))
        self.source = source
        self.state.positional = tuple(each.text for each in rest) if known else None
        out = self.visit(body, fed)
        self.source, self.state.positional = before, kept
        self.inside.pop()
        self.running.pop()
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
        if (service := init_script(name)) and name not in self.state.files:
            program, rest = "service", [Word(service), *rest]
        elif "/" in name and not system_program(name):
            self._local_program(name, program, rest)
        elif name.startswith("/usr/local/bin/") and everyday(program, rest):
            self.found.add(run(_local(name), program, rest))
        if fed is None:
            fed = self.state.stdin
        if program in INTERPRETERS:
            rest, fed = self._file_read(rest, fed)
        stdin = self._given(program, rest, fed) if fed is not None else None
        if self.state.exported:
            variables = (*self._exported(), *variables)
        if self.state.folder:
            variables = (*variables, ("PWD", self.state.folder))
        if name.startswith("/usr/local/"):
            variables = (*variables, ("0", name))
        piped = fed.program if fed else ""
        self.found.calls.append(Call(program, tuple(rest), stdin, piped, variables=variables))
        return self._output(program, rest, fed)

    def _exported(self) -> Iterator[tuple[str, str]]:
        """Variables that were exported before, as far as their values are known."""
        for name in sorted(self.state.exported):
            value = self.state.values.get(name)
            if isinstance(value, str):
                yield name, value

    def _given(self, program: str, rest: list[Word], fed: Stream) -> Inner | None:
        """What is known of the text that a program is fed."""
        if fed.program in ("env", "printenv"):
            narrowed(self.found, program, rest)
        elif fed.program == SECRET_FILE:
            kept_quiet(self.found, program, rest)
        if fed.text is None and fed.program and names_only(program, rest):
            seen_as_names(self.found.calls, fed.program)
        if fed.text is not None:
            return Inner("text", fed.text, marks=frozenset(["decoded"] if fed.decoded else ()))
        if fed.kept is not None and program == "crontab":
            return Inner("text", fed.kept, marks=frozenset(["appended"]))
        return None

    def _output(self, program: str, rest: list[Word], fed: Stream | None) -> Stream:
        program, rest = passed(program, rest)
        if program == "cat" and len(rest) == 1 and rest[0].text in self.state.files:
            return Stream(self.state.files[rest[0].text], "cat")
        if program == "tee":
            for each in rest:
                self.state.files[each.text] = fed.text if fed else None
        if program == "mktemp" and not any("/" in each.text for each in rest):
            return Stream(f"/tmp/tmp.{self.count:06}\n", program)
        if program == "crontab" and [each.text for each in rest] == ["-l"]:
            return Stream(None, program, kept="")
        if program in FILTERS and any(secret(each.text) for each in rest):
            return Stream(None, SECRET_FILE)
        text = printed(program, rest, fed.text if fed else None)
        origin = fed.program if fed and fed.program and program in FILTERS else program
        return Stream(text, origin, program in DECODERS or bool(fed and fed.decoded))

    def _local_program(self, name: str, program: str, rest: list[Word]) -> None:
        short = name.removeprefix("./")
        if short in _OWN_WRAPPERS or self._own_environment(name):
            return
        if self.state.files.get(short) is not None:
            self.state.positional = tuple(each.text for each in rest)
            with self.state.apart():
                self.program(self.state.files[short] or "")
            return
        effect = _local(name)
        self.found.add(effect if short in self.state.files else run(effect, name, rest))

    def _own_environment(self, name: str) -> bool:
        """Whether a program lies in an environment of Python that this text made before."""
        folder = name.rpartition("/bin/")[0]
        return bool(folder) and any(
            each.words[-1].text.rstrip("/") == folder
            and (each.program == "virtualenv" or "venv" in each.texts[:2])
            for each in self.found.calls
            if each.words
        )

    def _fed_through(
        self, rest: list[Word], fed: Stream | None
    ) -> tuple[list[Word], Stream | None]:
        """Put what `<(...)` prints where the standard input is."""
        if not self.source.pieces:
            return rest, fed
        out: list[Word] = []
        for word in rest:
            match = DOCUMENT.search(word.text)
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
        if rest and rest[0].text == "/dev/stdin":
            return rest[1:], fed
        for place, word in enumerate(rest):
            name = word.text.removeprefix("./")
            if self.state.files.get(name) is not None:
                fed = Stream(self.state.files[name], "cat")
                return [*rest[:place], Word("/dev/stdin"), *rest[place + 1 :]], fed
        return rest, fed


def _local(name: str) -> Effect:
    """That a program is run that no system brings."""
    return Effect(
        Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN, name,
        frozenset(["local-file"]),
    )  # fmt: skip


def _again(word: Word) -> str:
    """A word, quoted so that it is read as it is."""
    return "'" + word.text.replace("'", "'\\''") + "'" if word.fixed else word.text
