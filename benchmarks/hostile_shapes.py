"""Texts made to break whoever reads them: bytes, every Unicode plane, nesting, endless lines.

Functions for `hostile_actions.py`.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

LINE: Final = 1_000_000
"""Characters of the longest lines."""
LIMIT: Final = 10_000
"""Characters of an action that are read: what is a little shorter costs most."""

Maker = Callable[[Random, Sequence[str]], str]
"""Makes a text from a draw and from commands that are no harm to read."""

OPENERS: Final = (
    ("$(", ")"), ("`", "`"), ("(", ")"), ("{ ", "; }"), ("[", "]"), ("{", "}"), ('{"a":', "}"),
    ('[{"tool":"x","arguments":', "}]"), ("$((", "))"), ("${x:-", "}"), ("<(", ")"),
    ("bash -c '", "'"), ('sh -c "', '"'), ("eval ", ""), ("sudo ", ""), ("env a=b ", ""),
    ("if true; then ", "; fi"), ("while :; do ", "; done"), ("case x in x) ", ";; esac"),
    ("f() { ", "; }"), ("cat <<A\n", "\nA\n"), ("! ", ""), ("time ", ""), ("\\\n", ""),
    ("SELECT (", ")"), ("SELECT * FROM (", ") x"), ("CASE WHEN ", " THEN 1 END"),
    ("/* ", " */"), ("WITH a AS (", ") SELECT 1"), ("NOT ", ""), ("a.", ""), ("- ", ""),
    ("a: ", ""), ("? ", ""), ("&a [*a, ", "]"), ("- - ", ""), ("lambda: ", ""), ("x = ", ""),
    ("exec('", "')"), ("eval(", ")"), ("a[", "]"), ("f(", ")"), ("-", ""), ("~", ""),
    ("BEGIN ", "; END"), ("DO $a$ ", " $a$"), ("<a>", "</a>"), ("%25", ""), ("&amp;", ""),
    ("do not ", ""), ("ssh a ", ""), ("kubectl exec p -- ", ""), ("xargs ", ""), ("1+", "1"),
    ("{a,", "}"), ("{1..9}", ""), ("db.a.find({$or:[", "]})"), ("?(", ")"), ("'", "'"),
    ('"', '"'), ("#{", "}"), ("\\", ""), ("@", ""), ("**", ""), ("/*!40000 ", " */"),
)  # fmt: skip
UNITS: Final = (
    "a", " ", "\t", "\n", "\r\n", "\0", "'", '"', "\\", "$", "`", "(", ")", "{", "}", "[", "]",
    "<", ">", "<<", "<<<", "|", "||", "&", "&&", ";", ";;", "#", "!", "*", "**/", "?", "~", "%",
    "=", "a=", "a=b ", "-", "--", "--a ", "-a ", "-a=", "/", "../", "//", ".", ",", ":", "::", "@",
    "0", "9", "1e9", "0x", "\u200b", "\u202e", "\u0301", "\ufeff", "\ud800", "\U000e0041", "ſ",
    "ﷺ", "ß", "İ", "\ufdfa", "𝒜", "a ", "a b ", "a.b ", "a;", "a|", "x&&", "$a", "${a}", "$(a)",
    "`a`", "<(a)", "<<A\n", "A\n", "\\\n", "''", '""', "$''", "if ", "do ", "the ", "drop table ",
    "delete ", "and ", "not ", "'a',", "a,", "SELECT 1;", "SELECT ", "-- \n", "/*", "*/", "/**/",
    "$$", "E'\\'", "a: b\n", "- a\n", "---\n", "? ", "&a ", "*a ", "!!x ", "{{", "}}", "{% ",
    "ignore ", "ignore all ", "previous ", "you are ", "aWdub3Jl", "YQ==", "6162", "0x61,",
    "\\x61", "\\u0061", "%61", "&#97;", "a_", "i g n o r e ", "A-", "user: ", "[INST]", "<|im_",
    "rm -rf / ", "echo ", "--set a=b ", "-e x ", "prod ", "a/b/", "1;", "def f():\n ", "import ",
    "GET / HTTP/1.1\n", "Host: a\n", "* * * * * a\n", "-A INPUT -j DROP\n", "\x1b[2J", "\x07",
)  # fmt: skip
PLANES: Final = 17


def bytes_as_text(rng: Random, _: Sequence[str]) -> str:
    """Bytes, in one of the ways in which they become text."""
    data = rng.randbytes(rng.choice((1, 8, 60, 400, 3_000)))
    how = rng.choice((("latin-1", "strict"), ("utf-8", "replace"), ("utf-8", "surrogateescape"),
                      ("utf-16-le", "surrogatepass"), ("cp437", "replace")))  # fmt: skip
    try:
        return data.decode(*how)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def planes(rng: Random, commands: Sequence[str]) -> str:
    """Characters of any plane, lone surrogates among them, alone or among a command's."""
    size = rng.choice((1, 5, 40, 300))
    drawn = [chr(rng.randrange(PLANES) << 16 | rng.randrange(0x10000)) for _ in range(size)]
    if rng.random() < 0.5:
        return "".join(drawn)
    text = list(rng.choice(commands))
    for each in drawn[:40]:
        text.insert(rng.randrange(len(text) + 1), each)
    return "".join(text)


def nested(rng: Random, commands: Sequence[str]) -> str:
    """One thing inside itself, sometimes without an end, or two in turn."""
    pairs = [rng.choice(OPENERS) for _ in range(rng.choice((1, 1, 2)))]
    inside = rng.choice(("", "a", "1", "rm -rf /", "drop table users", rng.choice(commands)))
    depth = rng.choice((3, 17, 60, 300, 1_500, LIMIT))
    longest = max(LIMIT - len(inside) - 10, 10)
    depth = max(1, min(depth, longest // sum(len(a) + len(b) for a, b in pairs)))
    opened = "".join(pair[0] for pair in pairs) * depth
    closed = "".join(pair[1] for pair in reversed(pairs)) * depth
    return opened + inside + closed * (rng.random() < 0.7)


def repeated(rng: Random, commands: Sequence[str]) -> str:
    """A few pieces again and again, up to what is just read."""
    unit = "".join(rng.choice(UNITS) for _ in range(rng.choice((1, 1, 1, 2, 3, 5))))
    before = rng.choice(("", "", rng.choice(commands) + rng.choice((" ", "\n", "; ", ""))))
    size = rng.choice((50, 500, 3_000, LIMIT))
    room = max(size - len(before) - 1, 1)
    return before[:size] + unit * (room // len(unit)) + rng.choice(("", "", "x", '"', "'", ")"))


def endless(rng: Random, commands: Sequence[str]) -> str:
    """Lines of up to a megabyte."""
    unit = rng.choice((rng.choice(UNITS), rng.choice(commands) + rng.choice("\n; &")))
    size = rng.choice((LIMIT + 1, 65_536, LINE))
    return (unit * (size // len(unit) + 1))[:size]


def mutated(rng: Random, commands: Sequence[str]) -> str:
    """A command with pieces cut, doubled, swapped, put in or taken from another."""
    text = rng.choice(commands)
    for _ in range(rng.choice((1, 1, 2, 3, 6, 12))):
        text = rng.choice(CHANGES)(rng, text, commands)
    return text


def _span(rng: Random, text: str) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.choice((1, 2, 4, 16, 64)))


def _cut(rng: Random, text: str, _: Sequence[str]) -> str:
    start, end = _span(rng, text)
    return text[:start] + text[end:]


def _doubled(rng: Random, text: str, _: Sequence[str]) -> str:
    start, end = _span(rng, text)
    return text[:end] + text[start:end] * rng.choice((1, 2, 40)) + text[end:]


def _ended(rng: Random, text: str, _: Sequence[str]) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _put_in(rng: Random, text: str, _: Sequence[str]) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice(UNITS) + text[place:]


def _flipped(rng: Random, text: str, _: Sequence[str]) -> str:
    data = bytearray(text.encode("utf-8", "surrogatepass")) or bytearray(b"\0")
    for _each in range(rng.choice((1, 1, 4))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data).decode("utf-8", "surrogateescape")


def _spliced(rng: Random, text: str, commands: Sequence[str]) -> str:
    other = rng.choice(commands)
    start, end = _span(rng, other)
    place = rng.randrange(len(text) + 1)
    return text[:place] + other[start : rng.choice((end, len(other)))] + text[place:]


def _joined(rng: Random, text: str, commands: Sequence[str]) -> str:
    return text + rng.choice((" ", "\n", "; ", " | ", " && ", "\0", ",")) + rng.choice(commands)


def _swapped(rng: Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    one, two = rng.randrange(len(words)), rng.randrange(len(words))
    words[one], words[two] = words[two], words[one]
    return " ".join(words)


def _wrapped(rng: Random, text: str, _: Sequence[str]) -> str:
    before, after = rng.choice(OPENERS)
    return f"{before}{text}{after}"


CHANGES: Final[tuple[Callable[[Random, str, Sequence[str]], str], ...]] = (
    _cut, _doubled, _ended, _put_in, _put_in, _flipped, _spliced, _joined, _swapped, _wrapped,
)  # fmt: skip
MAKERS: Final[tuple[tuple[Maker, int], ...]] = (
    (mutated, 60), (planes, 12), (bytes_as_text, 8), (nested, 12), (repeated, 7), (endless, 1),
)  # fmt: skip
"""Makers, and of a hundred texts how many each makes."""


def text_of(rng: Random, commands: Sequence[str]) -> str:
    """A hostile text."""
    makers, weights = zip(*MAKERS, strict=True)
    maker: Maker = rng.choices(makers, weights)[0]
    return maker(rng, commands)
