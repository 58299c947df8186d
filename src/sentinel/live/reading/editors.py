"""Editors that are told on the command line what to do: `ed`, `ex -sc`, `vim -c`.

What they print harms nobody; what they write is written, and what they call is called. A command
that is not known, a script in a file, or an editor that is opened for somebody to type in, is
unread.
"""

from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import written
from sentinel.live.reading.looked_at import folder_of, seen
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.system_verbs import bag, looks, shown

_VALUED: Final = bag("-c -s -p -T -u -S -t -w -i --cmd -W -l")
_LINE_EDITORS: Final = ("ed", "red")
_SCRIPTED: Final = ("-c", "--cmd")
_OF_FILES: Final = ("-S", "-s", "-l", "-w", "-W", "-t")
"""Options that name a script to run, or a file to note down what is typed."""
_NO_FILES: Final = ("NONE", "NORC", "DEFAULTS")
_MOST: Final = 100
"""Commands of a script."""

_RANGE: Final = re2.compile(
    r"^[\s:]*(?:(?:sil|silent|keepj|keepjumps|lockmarks|noa|noautocmd|undoj)!?\s+)*"
    r"(?:%|[\d.$,;+\-\s]|/(?:\\.|[^/\\])*/|\?(?:\\.|[^?\\])*\?|'[a-zA-Z<>])*"
)
_CALLS: Final = re2.compile(r"^(?:(?:r|read)\s*|(?:w|write|e)\s+)?!\s*(\S.*)$")
_WRITES: Final = re2.compile(
    r"^(?:w|write|wq|wqa|wa|wall|x|xa|xit|xall|up|update|sav|saveas|W|f|file)\s*!?"
    r"(?:\s*>>\s*(\S+)|\s+(\S+))?\s*$"
)
_INSERTS: Final = re2.compile(r"^[\d.,$%]*[aic]\s*$")
_GLOBAL: Final = re2.compile(r"^(?:g|global|v|vglobal)!?/(?:\\.|[^/\\])*/?(.*)$")
_TAME: Final = re2.compile(
    r"^(?:(?:s|substitute)[/#,@;_+].*|&&?|[dyjpnlPzq=H#Q&]|d[a-z0-9]?|qa?!|qa(?:ll)?!?|quit!?|"
    r"quita(?:ll)?!?|\d*|[aic]|norm(?:al)?!? (?:gg|G|V|J|=|>|dd)+|(?:se|set|setl|setlocal) [\w=!]+|"
    r"(?:m|t|co|copy|move|k|ma|mark)\s*[\d.$'+-]*[a-z]?|(?:delete|yank|join|print|nu|number|sort|"
    r"sor|undo|redo|re|red|ret|retab|noh|nohl|nohlsearch|version|syn on|syntax on|list|[<>]+|"
    r"echo \d+|only)!?|(?:d|y|delete|yank) [a-z])\s*\d*$"
)
_SETS_MORE: Final = re2.compile(r"^se\w* (?:sh|shell|makeprg|mp|grepprg|gp|ft|exrc|ex|modeline|"
                                r"equalprg|keywordprg|form|patchexpr|viminfo)")  # fmt: skip


def read_editor(call: Call) -> Found:
    """Read an editor by the script it is given."""
    line = call.program in _LINE_EDITORS
    quiet = line or call.program == "ex" or _silent(call)
    given = options(call.words, _VALUED - bag("-s") if quiet else _VALUED)
    if given.has("--help", "--version", "-h"):
        return Found().add(looks(call))
    scripts = [word for name in _SCRIPTED for word in given.given.get(name, ())]
    scripts += [Word(each.text[1:], each.fixed) for each in given.plain if each.text[:1] == "+"]
    texts = [each.text for each in scripts]
    if call.stdin is not None:
        texts.append(call.stdin.text)
    fixed = all(each.fixed for each in scripts) and (call.stdin is None or call.stdin.fixed)
    if not texts or not fixed or _of_files(given, line=line):
        return Found().unread(shown(call), "what is done in the editor is not known")
    files = [each for each in given.plain if each.text[:1] not in ("+", "!")]
    called = [Word(each.text[1:]) for each in given.plain if each.text[:1] == "!"]
    found = Found().take([seen(call, files)])
    found.inner += [_shell(call, each.text) for each in called]
    for command in _commands("\n".join(texts), line=line)[:_MOST]:
        _done(call, command, files, found, left=3)
    return found


def _silent(call: Call) -> bool:
    """Whether it is an editor of lines, for which `-s` says to be quiet."""
    shorts = [each.text for each in call.words if each.text[:1] == "-" and each.text[:2] != "--"]
    return any("e" in text.lower() for text in shorts)


def _of_files(given: Options, *, line: bool) -> bool:
    own = given.values("-u", "-i")
    if not line and any(each not in _NO_FILES for each in own):
        return True
    return any(any(given.values(name)) for name in _OF_FILES)


def _commands(script: str, *, line: bool) -> list[str]:
    """Commands of a script, without the text that is put in up to a lone dot."""
    found, inside = [], False
    for each in script.splitlines():
        if inside:
            inside = each != "."
            continue
        inside = line and _INSERTS.search(each) is not None
        command = each if line or "/" in each or "!" in each else each.replace("|", "\n")
        found += command.splitlines()
    return [each for each in found if each.strip()]


def _done(call: Call, text: str, files: list[Word], found: Found, left: int) -> None:
    """Add what one command does."""
    command = _RANGE.sub("", text).strip()
    if under := _CALLS.search(command):
        found.inner.append(_shell(call, under.group(1)))
    elif writes := _WRITES.search(command):
        named = writes.group(1) or writes.group(2)
        targets = [Word(named)] if named else files
        found.take(
            written(each, append=">>" in command, folder=folder_of(call),
                    by=f"{call.program} {each.text}"[:80])
            for each in targets
        )  # fmt: skip
    elif (all_lines := _GLOBAL.search(command)) and left:
        _done(call, all_lines.group(1), files, found, left - 1)
    elif command and (_TAME.search(command) is None or "\\=" in command
                      or _SETS_MORE.search(command)):  # fmt: skip
        found.unread(command, "a command of an editor that is not known")


def _shell(call: Call, text: str) -> Inner:
    return Inner("shell", text, marks=call.marks, place=call.place)


PROGRAMS: Final[dict[str, Reader]] = dict.fromkeys(
    ("ed", "ex", "vi", "vim", "nvim", "view", "red"), read_editor
)
