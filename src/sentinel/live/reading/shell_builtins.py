"""Commands that the shell itself runs, and that change what later words mean."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from tree_sitter import Node

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Word
from sentinel.live.reading.login_files import own_settings
from sentinel.live.reading.names import names
from sentinel.live.reading.shell_state import SILENT, State, Stream
from sentinel.live.reading.shells import FETCHERS

COMMANDS_IN: Final = names(
    "PROMPT_COMMAND PAGER MANPAGER GIT_PAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR "
    "GIT_SSH_COMMAND GIT_SSH GIT_ASKPASS SSH_ASKPASS GIT_EXTERNAL_DIFF LESSOPEN LESSCLOSE BROWSER "
    "RSYNC_RSH KUBE_EDITOR PSQL_EDITOR PS0 PS1 PS2 PS4 CVS_RSH TAR_OPTIONS GIT_PROXY_COMMAND"
)
"""Variables whose value is run as a command."""


class Shellish(ABC):
    """A shell, as its builtins see it."""

    found: Found
    state: State
    called: set[str]

    @abstractmethod
    def program(self, text: str, stdin: Stream | None = None) -> Stream:
        """Read a text as commands."""

    @abstractmethod
    def visit(self, node: Node, stdin: Stream | None) -> Stream:
        """Read a node of the tree."""

    @abstractmethod
    def call(
        self, words: list[Word], fed: Stream | None, variables: tuple[tuple[str, str], ...] = ()
    ) -> Stream:
        """Read a command."""

    @abstractmethod
    def assign_text(self, text: str) -> tuple[str, str]:
        """Do an assignment."""

    @abstractmethod
    def dormant(self, text: str) -> None:
        """Read substitutions that quotes hold back."""

    @abstractmethod
    def looked(self, by: str) -> None:
        """Say that something only looked."""


Builtin = Callable[[Shellish, list[Word], Stream | None], Stream | None]
"""Does a builtin; None where the call is to be read as any other is."""


def _eval(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    words = words[1:] if words and words[0].text == "--" else words
    text = " ".join(each.text for each in words)
    if not all(each.fixed for each in words):
        shell.found.unread(f"eval {text}", "what it evaluates is made at run time", "dynamic")
        shell.state.forget()
        return Stream(None)
    shell.looked("eval")
    return shell.program(text, fed)


def _source(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    name = words[0].text if words else ""
    text = shell.state.files.get(name.removeprefix("./"))
    if name == "/dev/stdin" and fed is not None:
        text = fed.text
    if text is not None:
        return shell.program(text)
    if fed is None and own_settings(name):
        shell.looked(f"source {name}")
        shell.state.forget()
        return Stream(None)
    marks = ["fetched"] if fed and fed.program in FETCHERS else []
    marks += ["decoded"] if fed and fed.decoded else []
    shell.found.add(
        Effect(
            Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN, f"source {name}",
            frozenset(marks),
        )
    )  # fmt: skip
    shell.state.forget()
    return Stream(None)


def _trap(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    words = words[1:] if words and words[0].text == "--" else words
    shell.looked("trap")
    if len(words) > 1 and words[0].text not in ("", "-", "-l", "-p"):
        if words[0].fixed and shell.state.trapped(words[0].text):
            shell.program(words[0].text)
        elif not words[0].fixed:
            shell.found.unread(words[0].text, "what it runs is made at run time", "dynamic")
        if any(each.text.upper() in ("DEBUG", "SIGDEBUG") for each in words[1:]):
            shell.state.forget()
    return SILENT


def _alias(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("alias")
    for word in words:
        name, equals, text = word.text.partition("=")
        if equals and word.fixed:
            shell.state.aliases[name] = text
            shell.called.discard(name)
        elif equals:
            shell.found.unread(word.text, "what it runs is made at run time", "dynamic")
    return SILENT


def _unalias(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("unalias")
    return SILENT


def _set(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    texts = [each.text for each in words]
    shell.looked("set")
    if texts == ["+o", "history"]:
        shell.assign_text("HISTFILE=/dev/null")
    if "--" in texts or (texts and not texts[0].startswith(("-", "+"))):
        given = words[texts.index("--") + 1 :] if "--" in texts else words
        known = all(each.fixed for each in given)
        shell.state.positional = tuple(each.text for each in given) if known else None
    return SILENT


def _shift(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    count = words[0].text if words else "1"
    known = shell.state.positional is not None and count.isdigit() and len(count) < 4
    shell.state.positional = (shell.state.positional or ())[int(count) :] if known else None
    shell.looked("shift")
    return SILENT


def _declare(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("declare")
    for word in words:
        if word.text.startswith("-"):
            if "n" in word.text and not word.text.startswith("--"):
                shell.state.forget()
                shell.state.wild = True
            continue
        name, equals, text = word.text.partition("=")
        shell.dormant(name if equals and "[" not in name else word.text)
        if not equals:
            continue
        if text.startswith("("):
            shell.assign_text(word.text)
        else:
            quoted = text.replace("'", "'\\''")
            shell.assign_text(f"{name}='{quoted}'")
            if not word.fixed:
                shell.state.put(name.removesuffix("+"), None)
    return SILENT


def _export(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.state.exported.update(each.text.partition("=")[0] for each in words)
    return _declare(shell, [each for each in words if not each.text.startswith("-")], fed)


def _forgets(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("read")
    texts = [each.text for each in words]
    if "HISTFILE" in texts:
        shell.assign_text("HISTFILE=/dev/null")
    for place, text in enumerate(texts):
        shell.dormant(text)
        shell.state.values[text] = None
        if text.startswith("-C") and text != "-C":
            shell.program(text[2:])
        elif text == "-C" and place + 1 < len(texts):
            shell.program(texts[place + 1])
        elif text.startswith(("-a", "-v")) and len(text) > 2:
            shell.state.values[text[2:]] = None
    shell.state.values.update(dict.fromkeys(("REPLY", "MAPFILE", "OPTARG", "OPTIND")))
    if not all(each.fixed for each in words):
        shell.state.forget()
    return SILENT


def _printf(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream | None:
    for place, word in enumerate(words[:-1]):
        if word.text == "-v":
            shell.state.put(words[place + 1].text, None)
            shell.dormant(words[place + 1].text)
    return None


def _exec(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    while words and words[0].text.startswith("-"):
        words = words[2:] if words[0].text == "-a" else words[1:]
    if words:
        return shell.call(words, fed)
    shell.looked("exec")
    shell.state.stdin = fed if fed is not None else shell.state.stdin
    return SILENT


def _command(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream | None:
    texts = [each.text for each in words]
    if texts and texts[0] in ("-v", "-V", "-pv", "-pV"):
        return None
    words = words[1:] if texts[:1] in (["-p"], ["--"]) else words
    if not words:
        shell.looked("command")
        return SILENT
    return shell.call(words, fed)


def _let(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("let")
    for word in words:
        shell.dormant(word.text)
        shell.state.forget_assigned(word.text)
    return SILENT


def _test(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream | None:
    for word in words:
        shell.dormant(word.text)
    return None


def _cd(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("cd")
    plain = [each for each in words if not each.text.startswith("-")]
    target = plain[0].text if plain else "~"
    if target.startswith(("/", "~", "$")) or not shell.state.folder:
        shell.state.folder = target
    else:
        shell.state.folder = f"{shell.state.folder.rstrip('/')}/{target}"
    shell.state.values["PWD"] = shell.state.folder if plain and plain[0].fixed else None
    return SILENT


def _hash(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    texts = [each.text for each in words]
    shell.looked("hash")
    if "-p" in texts and len(texts) > texts.index("-p") + 2:
        place = texts.index("-p")
        shell.state.aliases[texts[place + 2]] = texts[place + 1]
    return SILENT


def _enable(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.found.unread("enable", "builtins may be replaced", "dynamic")
    return SILENT


def _runs_text(shell: Shellish, words: list[Word], fed: Stream | None) -> Stream:
    shell.looked("complete")
    for option, word in pairwise(words):
        if option.text in ("-C", "-x"):
            shell.program(word.text.partition(":")[2] if option.text == "-x" else word.text)
    return SILENT


BUILTINS: Final[dict[str, Builtin]] = {
    "eval": _eval,
    "source": _source,
    ".": _source,
    "trap": _trap,
    "alias": _alias,
    "unalias": _unalias,
    "set": _set,
    "shift": _shift,
    "declare": _declare,
    "typeset": _declare,
    "local": _declare,
    "readonly": _export,
    "export": _export,
    **dict.fromkeys(("read", "mapfile", "readarray", "getopts", "unset"), _forgets),
    "printf": _printf,
    "exec": _exec,
    "command": _command,
    "builtin": _command,
    "let": _let,
    "test": _test,
    "[": _test,
    "cd": _cd,
    "pushd": _cd,
    "hash": _hash,
    "enable": _enable,
    "complete": _runs_text,
    "compgen": _runs_text,
    "bind": _runs_text,
}
