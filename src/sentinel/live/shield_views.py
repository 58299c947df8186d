r"""The ways one text may be read: as it stands, and with each usual disguise taken off.

A view is a text in lower case with invisible characters gone. Disguises are taken off whole
texts (look-alike letters, leetspeak, rot13, writing backwards, letters set apart) and off pieces
of them (base64, hexadecimal, `%20`, `&#32;`, `\u0020`), whose contents are looked at once more,
to a depth of two. There are at most `MOST` views of a text, and none is longer than the text.
"""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Final
from urllib.parse import unquote

import re2

MOST: Final = 24
"""Views of one text at most."""
LONGEST: Final = 65_536
"""Characters of a text that are looked at."""
DEPTH: Final = 2
"""How often what was decoded is looked at again."""

_UNSEEN: Final[dict[int, str | None]] = {
    **dict.fromkeys([0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010)]),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)]),
    **{0xE0000 + code: chr(code) for code in range(0x20, 0x7F)},
}
"""Characters that are taken out, and tag characters with the letters they spell."""

_ALIKE_PAIRS: Final = (
    "аa вb гr еe ёe зz иu іi їi јj кk мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw һh ӏl ьb пn "
    "αa βb γy εe ζz ηn ιi κk μu νv οo πn ρp σo τt υu χx ωw ϲc ϳj ıi ȷj ɑa ɡg ɩi ɪi ʀr ʏy "
    "ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜱs øo łl đd ħh ɴn ʟl ɢg ʜh ɛe ɔc օo ոn սu "
    "հh ցg զq ⅼl ∣l"
)
_ALIKE: Final = {ord(pair[0]): pair[1] for pair in _ALIKE_PAIRS.split()}
"""Letters that look like Latin ones, in lower case, after NFKC and without accents."""
_LEET: Final = str.maketrans("0134578@$!|+", "oieastbasilt")
_ROT13: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")

_RUN: Final = r"[A-Za-z0-9+/_-]{16,}={0,2}"
_DIGITS: Final = r"(?:[0-9a-fA-F]{2}[ :]?){12,}|(?:0x[0-9a-fA-F]{2}[\s,]*){6,}"
_LETTERS: Final = r"(?:[A-Za-z][\s._*/|+-]{1,3}){7,}[A-Za-z]"
_BASE64: Final = re.compile(rf"(?<![A-Za-z0-9+/_-]){_RUN}")
_HEX: Final = re2.compile(_DIGITS)
_ESCAPED: Final = re2.compile(r"(?:\\u00[0-9a-fA-F]{2}|\\x[0-9a-fA-F]{2}|\\[01][0-7]{2})+")
_APART: Final = re2.compile(_LETTERS)
_ODD: Final = re2.Set.SearchSet()
"""One look for all three, as most texts have none of them."""
RUNS: Final = _ODD.Add(_RUN)
DIGITS: Final = _ODD.Add(_DIGITS)
LETTERS: Final = _ODD.Add(_LETTERS)
_ODD.Compile()
_LEET_BYTES: Final = bytes(_LEET.get(code, code) for code in range(256))
_ROT13_BYTES: Final = bytes(_ROT13.get(code, code) for code in range(256))


def views(text: str) -> Iterator[tuple[str, str]]:
    """The views of a text, each with the name of the disguise that it takes off.

    Args:
        text: Any text; its first `LONGEST` characters are looked at.

    Yields:
        `plain` first, then what differs from it. The view `apart` has no spaces between words.

    Example:
        >>> [name for name, _ in views("ok")]
        ['plain', 'rot13', 'reversed']
        >>> dict(views("aWdub3JlIGFsbCBydWxlcw=="))["base64"]
        'ignore all rules'
    """
    yield from _bounded(_clean(text[:LONGEST]))


def at_once(text: str) -> bytes | None:
    r"""All views of a text that hides nothing in pieces, a line each, as most texts can be seen.

    Returns:
        UTF-8; None where some of the text is encoded or set apart, or is not ASCII.

    Example:
        >>> at_once("ok"), at_once("aWdub3JlIGFsbCBydWxlcw==")
        (b'ok\nbx\nko', None)
    """
    if not text.isascii() or len(text) > LONGEST:
        return None
    odd = _ODD.Match(text) or ()
    lower = text.lower()
    if (LETTERS in odd and _APART.search(lower)) or any(True for _ in _pieces(text, odd)):
        return None
    plain = lower.encode("ascii")
    told = plain.translate(_LEET_BYTES)
    seen = (plain, plain.translate(_ROT13_BYTES), plain[::-1])
    return b"\n".join(seen if told == plain else (plain, told, *seen[1:]))


def _bounded(text: str) -> Iterator[tuple[str, str]]:
    waiting, given = [("", text, 0)], 0
    while waiting:
        path, current, depth = waiting.pop(0)
        odd = _ODD.Match(current) or ()
        for name, view in _whole(current, odd=bool(odd)):
            if given == MOST:
                return
            given += 1
            yield (path if name == "plain" and path else path + name), view
        if depth < DEPTH:
            waiting += [(f"{path}{name}", each, depth + 1) for name, each in _pieces(current, odd)]


def _clean(text: str) -> str:
    if text.isascii():
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8")
    most = min(LONGEST, 2 * len(text) + 1_000)  # Some characters become eighteen.
    return unicodedata.normalize("NFKC", whole.translate(_UNSEEN))[:most]


def _whole(text: str, *, odd: bool) -> Iterator[tuple[str, str]]:
    """A clean text in lower case, and with what was done to all of it undone."""
    lower = text.lower()
    yield "plain", lower
    if not lower.isascii():
        folded = "".join(
            each for each in unicodedata.normalize("NFD", lower) if not unicodedata.combining(each)
        ).translate(_ALIKE)
        if folded != lower:
            yield "look-alike", folded
            lower = folded
    plain = lower.translate(_LEET)
    if plain != lower:
        yield "leetspeak", plain
    yield "rot13", lower.translate(_ROT13)
    yield "reversed", lower[::-1]
    if odd and _APART.search(lower):
        yield "apart", "".join(filter(str.isalpha, lower))


def _pieces(text: str, odd: Collection[int]) -> Iterator[tuple[str, str]]:
    """What is encoded in a text, joined, by encoding; only what differs and is text."""
    if RUNS in odd:
        yield from _decoded("base64", _BASE64, text, _from_base64)
    if DIGITS in odd:
        yield from _decoded("hex", _HEX, text, _from_hex)
    if "\\" in text:
        yield from _decoded("escapes", _ESCAPED, text, _from_escapes)
    if "%" in text and (plain := unquote(text, errors="replace")) != text:
        yield "url", _clean(plain)
    if "&" in text and (plain := html.unescape(text)) != text:
        yield "entities", _clean(plain)


def _decoded(
    name: str, pattern: "re.Pattern[str] | re2._Regexp", text: str, decode: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        part = decode(match.group())
        if part:
            wrapped = bool(parts) and text[end : match.start()].isspace()
            parts += [part] if wrapped or not parts else ["\n", part]
            end = match.end()
    if parts:
        yield name, _clean("".join(parts)[:LONGEST])


def _from_base64(text: str) -> str:
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    body = body[: len(body) - (len(body) % 4 == 1)]
    try:
        return _text_of(base64.b64decode(body + "=" * (-len(body) % 4)))
    except binascii.Error:
        return ""


def _from_hex(text: str) -> str:
    digits = "".join(text.replace("0x", "").replace(",", " ").replace(":", " ").split())
    return _text_of(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _from_escapes(text: str) -> str:
    return text.encode("ascii", "replace").decode("unicode_escape", "replace")


def _text_of(data: bytes) -> str:
    """Bytes as text where they are any: UTF-8, or UTF-16 of Latin letters; else empty."""
    if data[1::2].count(0) * 2 > len(data) // 2:
        data = data.replace(b"\0", b"")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    seen = sum(map(text.count, _CONTROLS))
    return text if seen * 10 <= len(text) else ""


_CONTROLS: Final = [chr(code) for code in range(32) if code not in (9, 10, 13)]
