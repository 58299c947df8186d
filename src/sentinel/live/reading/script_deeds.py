"""What words of scripts do that programs of a shell do, too: modes, files, addresses, variables."""

from typing import Final

import re2

from sentinel.live.effects import Kind
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import deed
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.script_files import OPENERS, Piece, moved, opened, piped, rights

TAKEN: Final = ("process.env", "document.cookie", "localStorage", "$_ENV", "getenv(", "ENV.to_h")
"""What a request takes out where it stands beside it."""
_SECRET_WORDS: Final = ("SECRET", "TOKEN", "PASSWORD", "PASSWD", "KEY", "CREDENTIAL")
_SPEAKS: Final = ("http", "HTTP", "socket", "Socket", "fetch(", "dns", "smtp", "SMTP", "mail(",
                  "net.connect", "fsockopen", "LWP", "curl_exec", "ftplib", "axios")  # fmt: skip
_RESOLVES: Final = ("dns.lookup", "dns').lookup", "resolve4", "resolveTxt", "gethostbyname(",
                    "getaddrinfo(", "dns_get_record")  # fmt: skip
_LOOPS: Final = re2.compile(r"\b(?:while|until|for|foreach|loop)\b")


def done_by_program(
    word: str,
    pieces: list[Piece],
    place: int,
    text: str,
    found: Found,
    inner: Inner,
) -> bool:
    """Hand on what the shell has a program for: modes of files, and addresses that are read."""
    if moved(word, pieces, place, found, inner) or rights(word, pieces, place, found, inner):
        return True
    if word == "file_get_contents" and text.startswith(("http:", "https:")):
        whole = inner.text.count("file_get_contents") > 1 or any(x in inner.text for x in TAKEN)
        if whole:
            row = deed("exfiltrates data unknown never", "remote")
            found.add(row.effect(text, "file_get_contents", inner.place))
        found.calls.append(Call("curl", (Word(text.split(" ")[0]),), place=inner.place))
        return True
    if word == "open" and inner.language == "perl":
        _opened(text, found, inner)
        return True
    if word in OPENERS:
        return opened(pieces, place, found, inner)
    if word in ("fork", "pcntl_fork") and _LOOPS.search(inner.text):
        row = deed("stops host account hard")
        found.add(row.effect("", f"{inner.language} fork", inner.place))
        return True
    return False


def _opened(text: str, found: Found, inner: Inner) -> None:
    """`open(F, ">", PATH)` and `open(F, ">PATH")`: the mode may stand before the path."""
    plain = text.strip()
    if plain.startswith(("|", "-|")) or plain.endswith("|"):
        piped(plain, found, inner)
        return
    writes = plain.startswith((">", "+"))
    row = deed("writes file one hard") if writes else deed("reads file one easy")
    path = plain.lstrip("<>+").partition(":")[2] if plain[1:2] == ":" else plain.lstrip("<>+ ")
    known = bool(path) and "$" not in path
    found.add(*on_path(row, path.strip(), "perl open", inner.place, fixed=known))


def environment(pieces: list[Piece], place: int, found: Found, inner: Inner) -> None:
    """`process.env.HOME`, `ENV["HOME"]`: one variable, which may be a secret, or all of them."""
    after = pieces[place + 1 : place + 4]
    named = next((word or string.strip("'\"") for string, word, _ in after if string or word), "")
    named = "" if named in ("to_h", "to_a", "each", "inspect", "map", "to_s") else named
    opened = bool(after) and after[0][2] in (".", "[", "(", "{")
    if not (named and opened):
        row = deed("reveals secret set never", "secret")
        found.add(row.effect("the environment", inner.language, inner.place))
    elif any(each in named.upper() for each in _SECRET_WORDS):
        row = deed("reveals secret one never", "secret")
        found.add(row.effect(named, inner.language, inner.place))


def sent_on(found: Found, inner: Inner) -> None:
    """A secret of a file that is read by what speaks to the network, too."""
    if not any(each in inner.text for each in _SPEAKS):
        return
    from_file = any(e.kind is Kind.REVEALS and "/" in e.name for e in found.effects) or any(
        secret(word)
        for each in found.inner
        if each.language == "shell"
        for word in each.text.split()
    )
    by_name = any(each in inner.text for each in _RESOLVES) and any(
        e.kind is Kind.REVEALS for e in found.effects
    )
    if from_file or by_name:
        row = deed("exfiltrates secret unknown never", "remote", "secret")
        found.add(row.effect("", f"{inner.language} sends", inner.place))
