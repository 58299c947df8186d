"""Programs that run another, whose output is theirs: `sudo -u postgres pg_dumpall | ...`."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.reading.calls import Word
from sentinel.live.reading.file_paths import basename
from sentinel.live.reading.names import names

_LATE: Final = names("-k --kill-after -s --signal")
_ASSIGNS: Final = names("env sudo doas")
_VALUED: Final = {
    "sudo": names("-u --user -g --group -h -p -C -r -t -D -T"), "doas": names("-u -C"),
    "env": names("-u --unset -C --chdir"), "nice": names("-n --adjustment"),
    "timeout": _LATE, "gtimeout": _LATE,
    "ionice": names("-c -n -p"), "stdbuf": names("-i -o -e"), "time": names("-f -o"),
    "command": names(""), "builtin": names(""), "nohup": names(""), "exec": names("-a"),
    "setsid": names(""), "chronic": names(""), "pkexec": names("--user"), "eatmydata": names(""),
}  # fmt: skip
"""Each with its options that take a value."""


def passed(program: str, words: Sequence[Word]) -> tuple[str, list[Word]]:
    """The program that is run in the end, and its arguments.

    Example:
        >>> passed("timeout", [Word("60"), Word("pg_dumpall")])[0]
        'pg_dumpall'
    """
    rest = list(words)
    while program in _VALUED and rest:
        valued, at = _VALUED[program], 0
        while at < len(rest) and rest[at].text.startswith("-") and rest[at].text != "--":
            at += 2 if rest[at].text in valued else 1
        at += at < len(rest) and rest[at].text == "--"
        while program in _ASSIGNS and at < len(rest) and "=" in rest[at].text:
            at += 1
        at += _VALUED[program] is _LATE
        if at >= len(rest):
            return program, rest
        program, rest = basename(rest[at].text), rest[at + 1 :]
    return program, rest
