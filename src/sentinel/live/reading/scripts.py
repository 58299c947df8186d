"""Interpreters: code on the command line or on standard input, files of code, modules.

Mark of our own: `file` (code that is not on the page).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.own_scripts import run
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.python_code import read_python
from sentinel.live.reading.script_modules import (
    CHECKS,
    CONSOLES,
    LIBRARIES,
    MODULES,
    NAMED,
    OWN_HOSTS,
    OWN_MODULE,
    PROGRAMS_AS_MODULES,
    RUNS_FILES,
)
from sentinel.live.reading.script_words import READERS

_FILE: Final = deed("executes code unknown unknown", "file")
_FETCHED: Final = deed("executes code unknown unknown", "fetched", "remote")
_FILES: Final = deed("reads file one easy")
_LINES: Final = re2.compile(r"-[acl0F]*[np]")
"""Options of Perl and Ruby with which code is run for each line of files."""
_IN_PLACE: Final = deed("writes file one hard")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The options of an interpreter."""

    language: str
    code: str
    """Letters of options that take code."""
    valued: str = ""
    """Letters of options that take a value, attached or from the next word."""
    attached: str = ""
    """Letters of options that may have a value attached."""
    long_code: frozenset[str] = frozenset()
    long_valued: frozenset[str] = frozenset()
    modules: str = ""
    """Letter of the option that runs a module, as Python's `-m`."""
    looks: frozenset[str] = names("--version --help")

    def __call__(self, call: Call) -> Found:
        """Read a call."""
        found = Found()
        words, place = list(call.words), 0
        ran = False
        if call.texts[:1] and call.texts[0] in CHECKS.get(call.program, ()):
            named = call.words[1].text if len(words) > 1 else ""
            return found.add(deed("reads file one easy").effect(named, f"{call.program} -l"))
        while place < len(words) and not ran:
            word = words[place]
            text = word.text
            if text in self.looks:
                return found.add(LOOKS.effect("", f"{call.program} {text}"))
            if text in ("-", "--") or not text.startswith("-"):
                break
            place, ran = self._option(call, words, place, found)
        rest = words[place:]
        if rest and rest[0].text == "--":
            rest = rest[1:]
        self._on_files(call, rest, found, ran=ran)
        if any(each.text.strip()[:1] == "|" or each.text.strip()[-1:] == "|" for each in rest):
            found.unread(rest[0].text, "a file name that runs a command", "dynamic")
        return found

    def _on_files(self, call: Call, rest: list[Word], found: Found, *, ran: bool) -> None:
        """What is done with the words behind the options: a script, or files gone through."""
        if not ran and not self._has_code(found):
            self._file(call, rest, found)
        elif self._in_place(call):
            for each in rest or [Word("", fixed=False)]:
                by = f"{call.program} -i"
                found.add(*on_path(_IN_PLACE, each.text, by, call.place, fixed=each.fixed))
        elif self.language in ("perl", "ruby") and any(_LINES.match(x) for x in call.texts):
            for each in rest:
                found.add(*on_path(_FILES, each.text, call.program, call.place, fixed=each.fixed))

    def _has_code(self, found: Found) -> bool:
        return bool(found.inner) or bool(found.calls) or bool(found.opaque)

    def _in_place(self, call: Call) -> bool:
        return self.language in ("perl", "ruby") and any(
            text[:1] == "-" and text[:2] != "--" and "i" in text.partition("e")[0]
            for text in call.texts
            if text[:2] not in ("-M", "-I", "-r", "-F")
        )

    def _option(self, call: Call, words: list[Word], place: int, found: Found) -> tuple[int, bool]:
        """Read the option at a place; gives the next place, and whether the code has begun."""
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else Word("", fixed=False)
        if word.text.startswith("--"):
            return place + self._long(call, word, following, found), False
        if word.text in ("-pe", "-ep") and self.language == "javascript":
            word = Word("-e", word.fixed)
        for index, letter in enumerate(word.text[1:], 1):
            rest = word.text[index + 1 :]
            taken = Word(rest, word.fixed) if rest else following
            after = place + (1 if rest else 2)
            if letter in self.code:
                self._code(call, taken, found)
                return after, self.language == "python"
            if letter == self.modules:
                self._module(call, taken, words[after:], found)
                return after, True
            if letter in self.valued:
                if letter in "Mr" and self.language in ("perl", "ruby", "javascript"):
                    self._library(call, taken, found)
                return after, False
            if letter in self.attached:
                break
            if not letter.isalnum():
                found.unread(word.text, "an option that is not known", "unknown-program")
                break
        return place + 1, False

    def _long(self, call: Call, word: Word, following: Word, found: Found) -> int:
        """Read a long option; gives how many words it takes."""
        name, equals, value = word.text.partition("=")
        if name in self.long_code:
            self._code(call, Word(value, word.fixed) if equals else following, found)
            return 1 if equals else 2
        if name in ("--require", "--import", "--loader"):
            found.add(_FILE.effect(value or following.text, name, call.place))
        return 2 if name in self.long_valued and not equals else 1

    def _code(self, call: Call, word: Word, found: Found) -> None:
        found.inner.append(
            Inner(self.language, word.text, word.fixed, place=call.place, marks=call.marks)
        )

    def _library(self, call: Call, word: Word, found: Found) -> None:
        if word.text.partition("=")[0] not in LIBRARIES:
            found.add(deed("executes code one unknown", "module").effect(word.text, "-M"))

    def _module(self, call: Call, word: Word, rest: list[Word], found: Found) -> None:
        name = word.text
        row = MODULES.get(name)
        if not word.fixed:
            found.unread(name, "a module named at run time", "dynamic")
        elif name == "timeit":
            for each in rest:
                self._code(call, each, found)
        elif name in PROGRAMS_AS_MODULES:
            program = NAMED.get(name, name.replace("_", "-"))
            found.calls.append(
                Call(program, tuple(rest), call.stdin, call.piped, call.marks, call.place,
                     call.variables)
            )  # fmt: skip
        elif name == "django":
            found.calls.append(Call("django-admin", tuple(rest), place=call.place))
        elif name == "http.server" and OWN_HOSTS & {each.text for each in rest}:
            found.add(LOOKS.effect("", f"{call.program} -m {name}", call.place))
        elif row is not None:
            target = rest[0].text if rest else ""
            found.add(row.effect(target, f"{call.program} -m {name}", call.place))
        else:
            self._other_module(call, name, rest, found)

    def _other_module(self, call: Call, name: str, rest: list[Word], found: Found) -> None:
        """A module that runs a file, or one of the project's own."""
        if name == "sqlite3" and len(rest) > 1:
            found.calls.append(Call("sqlite3", tuple(rest), place=call.place))
        elif name in RUNS_FILES:
            inside = [each for each in rest if each.text.endswith(".py") or "/" in each.text]
            self._file(call, inside[:1] or [Word("", fixed=False)], found)
        elif [each.text for each in rest] in (["--help"], ["--version"], ["-h"], ["-V"]):
            found.add(LOOKS.effect(name, f"python -m {name}", call.place))
        else:
            effect = OWN_MODULE.effect(name, "python -m", call.place)
            found.add(run(effect, name.replace(".", "/"), rest))

    def _file(self, call: Call, rest: list[Word], found: Found) -> None:
        if rest and rest[0].text != "-":
            name = rest[0].text.rpartition("/")[2]
            if name in CONSOLES and rest[0].fixed:
                found.calls.append(Call(name, tuple(rest[1:]), call.stdin, place=call.place,
                                        variables=call.variables))  # fmt: skip
                return
            row = _FETCHED if rest[0].text.startswith(("http:", "https:")) else _FILE
            marks = frozenset[str]() if rest[0].fixed else frozenset({"dynamic"})
            effect = row.effect(rest[0].text, f"{call.program} FILE", call.place, marks)
            found.add(run(effect, rest[0].text, rest[1:]))
        elif call.stdin is not None:
            fed = call.stdin
            found.inner.append(Inner(self.language, fed.text, fed.fixed, place=call.place))
        elif call.piped:
            found.unread(call.program, f"code comes from {call.piped}", "dynamic")
        elif not found.effects:
            found.unread(call.program, "code that is not on the page", "dynamic")


_PYTHON: Final = Interpreter(
    "python", "c", "WX", modules="m", looks=names("--version --help -V -VV -h")
)
_NODE: Final = Interpreter(
    "javascript",
    "ep",
    "r",
    long_code=names("--eval --print"),
    long_valued=names("--require --import --loader --input-type --env-file --max-old-space-size"),
    looks=names("--version --help -v -h"),
)
_PERL: Final = Interpreter("perl", "eE", "MmIF", "ixCDd", looks=names("--version --help -v -V -h"))
_RUBY: Final = Interpreter(
    "ruby", "e", "rICF", "ixKETW", looks=names("--version --help -v -h --copyright")
)
_PHP: Final = Interpreter(
    "php", "rBRE", "dcSt", looks=names("--version --help -v -h -i -m --info --modules --ini")
)
_LUA: Final = Interpreter("lua", "e", "l", looks=names("-v --version"))
_NODE_LIKE: Final[dict[str, Deed]] = {
    "fmt": deed("writes file set easy", "temporary"),
    "lint": deed("reads file set easy"),
    "check": deed("reads file set easy"),
    "test": deed("executes code one easy", "temporary"),
    "info": LOOKS,
    "doc": LOOKS,
    "build": deed("writes folder one easy", "temporary"),
}


def deno(call: Call) -> Found:
    """Read `deno` and `bun`: `eval TEXT`, `run FILE`, and their own checks."""
    verb = call.words[0].text if call.words else ""
    rest = call.words[1:]
    if verb == "eval":
        plain = [each for each in rest if not each.text.startswith("-")]
        return Found(inner=[Inner("javascript", each.text, each.fixed) for each in plain])
    if verb == "task":
        return Found(calls=[Call("npm", (Word("run"), *rest), marks=call.marks, place=call.place)])
    row = _NODE_LIKE.get(verb)
    if row is not None:
        return Found().add(row.effect("", f"{call.program} {verb}", call.place))
    if verb in ("install", "add", "remove", "update", "i", "pm", "x", "create", "publish", "link"):
        return Found(calls=[Call("npm", call.words, marks=call.marks, place=call.place)])
    words = rest if verb == "run" else call.words
    return _NODE(Call(call.program, words, call.stdin, call.piped, call.marks, call.place))


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("python", "python2", "python3", "pypy", "pypy3", "py"), _PYTHON),
    **{f"python3.{minor}": _PYTHON for minor in range(6, 16)},
    "ipython": _PYTHON,
    "node": _NODE,
    **dict.fromkeys(("nodejs", "tsx", "ts-node"), _NODE),
    "deno": deno,
    "perl": _PERL,
    "ruby": _RUBY,
    "php": _PHP,
    "lua": _LUA,
    "luajit": _LUA,
}
LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"python": read_python, **READERS}
