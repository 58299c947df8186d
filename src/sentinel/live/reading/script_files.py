"""What scripts do to files by words that take several: opening, moving, owners and rights.

They are handed to the readers of the shell's own programs, or of what is written to a path.
"""

from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.path_deeds import on_path

Piece = tuple[str, str, str]
"""A string, a word or a sign of a script; the other two are empty."""
OPENERS: Final = names("open fopen openSync new_file")
"""They take a path and, behind it, a mode."""
_MOVES: Final = {
    "rename": "mv", "renameSync": "mv", "mv": "mv", "move": "mv", "copy": "cp", "cp": "cp",
    "cp_r": "cp", "copyFile": "cp", "copyFileSync": "cp", "cpSync": "cp", "symlinkSync": "ln",
    "symlink": "ln", "ln_s": "ln", "ln_sf": "ln",
}  # fmt: skip
_OWNERS: Final = names("chown chown_R chownSync lchown lchownSync chgrp")
_SHELLS: Final = names("sh bash zsh dash ksh ash")
_WRITE: Final = deed("writes file one hard")
_READ: Final = deed("reads file one easy")
_DIGITS: Final = re2.compile(r"0o?([0-7]{3,4})|o([0-7]{3,4})")
_PRINTED: Final = re2.compile(r"""print\s*[{(]?\s*\$?\w+\s*[})]?\s*(?:"([^"]*)"|'([^']*)')""")
_CREATED: Final = frozenset("wax+c")


def strings(pieces: list[Piece], place: int) -> list[str]:
    """The strings among the arguments of a word, up to the end of its statement."""
    texts = []
    for string, _, other in pieces[place + 1 : place + 16]:
        if string:
            texts.append(string[1:-1])
        elif other in (";", "}", "{", "|"):
            break
    return texts


def moved(word: str, pieces: list[Piece], place: int, found: Found, inner: Inner) -> bool:
    """`rename(a, b)` is `mv a b`; where no two paths are on the page, it is not told."""
    program, paths = _MOVES.get(word), strings(pieces, place)
    if program is None or len(paths) < 2:
        return False
    words = tuple(Word(each, "$" not in each and "#{" not in each) for each in paths[:2])
    found.calls.append(Call(program, words, place=inner.place))
    return True


def rights(word: str, pieces: list[Piece], place: int, found: Found, inner: Inner) -> bool:
    """`chmod_R 0777, path` is `chmod -R 777 path`, and so is a change of owner."""
    mode, paths = word in ("chmod", "chmodSync", "chmod_R", "lchmod"), strings(pieces, place)
    if not mode and word not in _OWNERS:
        return False
    deep = (Word("-R"),) if word.endswith("_R") else ()
    if mode:
        after = "".join(part for each in pieces[place + 1 : place + 10] for part in each)
        digits = next((one or two for one, two in _DIGITS.findall(after)), "")
        if not digits and paths and paths[-1].isdigit():
            digits = paths.pop()
        first = Word(digits, fixed=bool(digits))
    else:
        owner = ":".join(paths[:2]) if inner.language == "ruby" else "somebody"
        paths = paths[2:] if inner.language == "ruby" else paths
        first = Word(owner)
    targets = tuple(Word(each) for each in paths) or (Word("", fixed=False),)
    program = "chmod" if mode else "chown"
    found.calls.append(Call(program, (*deep, first, *targets), place=inner.place))
    return True


def opened(pieces: list[Piece], place: int, found: Found, inner: Inner) -> bool:
    """`fopen(PATH, MODE)` and `File.open(PATH, MODE)`, of a file, an address or a program."""
    texts = strings(pieces, place)
    path, mode = (texts[0] if texts else ""), (texts[1] if len(texts) > 1 else "r")
    fixed = bool(path) and "$" not in path and "#{" not in path
    if path.startswith(("http:", "https:")):
        found.calls.append(Call("curl", (Word(path, fixed),), place=inner.place))
    elif path.startswith("|"):
        found.inner.append(Inner("shell", path[1:], fixed, place=inner.place))
    else:
        row = _WRITE if set(mode) & _CREATED and len(mode) < 5 else _READ
        found.add(*on_path(row, path, f"{inner.language} open", inner.place, fixed=fixed))
        if not path:
            found.unread("open", "a file that is named at run time", "dynamic")
    return True


def piped(plain: str, found: Found, inner: Inner) -> None:
    """`open(P, "|sh"); print P "..."`: a program that is fed, or one whose output is read."""
    command = plain.strip("|- ")
    found.inner.append(Inner("shell", command, bool(plain), place=inner.place))
    program = command.partition(" ")[0].rpartition("/")[2]
    if program in _SHELLS:
        for double, single in _PRINTED.findall(inner.text)[:20]:
            found.inner.append(Inner("shell", double or single, place=inner.place))
        found.unread(plain, "a shell that is fed at run time", "dynamic")
