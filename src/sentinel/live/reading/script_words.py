"""Reads JavaScript, Perl, Ruby and PHP by their words.

No parser stands behind this: a word that is not on the small list of its language, nor a name
that the code itself brings in, makes the code unread, and so does whatever could hide code from
a reader of words (patterns, odd quotes, here-documents). What is known to harm is told besides.
"""

from collections.abc import Callable
from re import Match
from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.named_deeds import effect_by_name
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.quoted_commands import SQL
from sentinel.live.reading.script_deeds import TAKEN, done_by_program, environment, sent_on
from sentinel.live.reading.script_files import Piece
from sentinel.live.reading.script_lexicons import JS, PERL, PHP, RUBY, Lexicon
from sentinel.live.reading.script_literals import STRING, put_away
from sentinel.live.reading.word_sounds import Sound, sound_of

_LONGEST: Final = 4_000
_PIECES: Final = re2.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|([A-Za-z_]\w*[?!]?)|(\S)"""
)
_PERL_PATTERN: Final = re2.compile(
    rf"{STRING}|"
    r"(^|[=~(,;{!?:]|\.\.|&&|\|\||\breturn|\bnot|\bif|\bunless|\band|\bor|\bsplit|\bgrep|\bprint)(\s*)"
    r"(?:(?:s|tr|y)/(?:[^/\\]|\\.)*/(?:[^/\\]|\\.)*/([a-z]*)|m?/((?:[^/\\]|\\.)*)/([a-z]*))"
)
_HIDES: Final = ("(?{", "(??{", "@{", "${", "'", '"', "`")
_STRINGS: Final = re2.compile(STRING)
_COMMENTS: Final = re2.compile(r"#|//|/[*]|\n\s*=")
_MODULES: Final = re2.compile(r"require(?:_relative)?[ (]\s*[\"']([^\"']+)[\"']\s*\)?")
_SAFE_MODULES: Final = names(
    "fs os path util crypto url assert querystring child_process fs/promises node:fs node:os "
    "node:path node:child_process node:crypto node:util perf_hooks zlib process json time date "
    "yaml set digest securerandom fileutils http https node:http node:https assert node:assert "
    "readline dns node:dns net node:net tls node:tls url node:url module node:module "
    "worker_threads node:perf_hooks node:zlib node:readline node:events node:stream timers "
    "node:timers punycode lodash dayjs moment semver uuid yaml js-yaml dotenv chalk axios "
    "node-fetch typescript ajv glob fast-glob minimatch commander yargs prettier eslint webpack "
    "rollup vite esbuild react react-dom vue next express pg mysql2 redis ioredis mongodb mongoose "
    "sqlite3 better-sqlite3 knex sequelize @prisma/client kafkajs amqplib ws jsonwebtoken bcrypt "
    "sharp cheerio csv-parse sidekiq/api sidekiq redis pg mysql2 active_record rails bundler "
    "nokogiri socket openssl uri net/http open-uri benchmark etc ostruct shellwords tempfile "
    "pathname logger find ipaddr pp zlib base64 timeout io/console rexml/document prime matrix "
    "socket English forwardable readline events stream buffer string_decoder v8 csv erb optparse "
    "bigdecimal stringio"
)
_DECLARED: Final = re2.compile(
    r"(?:\b(?:const|let|var|function|class|def)\s+([A-Za-z_]\w*))|([A-Za-z_]\w*)\s*=>"
    r"|\|\s*([A-Za-z_]\w*)|,\s*([A-Za-z_]\w*)\s*\||(?:^|[;\s])([A-Za-z_]\w*)\s*=[^=~>]"
)


_REQUESTS: Final = re2.compile(
    r"""require\(\s*['"](?:node:)?https?['"]\s*\)\s*\.\s*(get|request)\s*\(\s*"""
    r"""(?:"([^"\\]*)"|'([^'\\]*)')?\s*(.)"""
)
_WEB: Final = re2.compile(r"""require\(\s*['"](?:node:)?https?['"]\s*\)\s*(.)""")
_CONSTRUCTS: Final = ("require", "include", "eval")
"""Words of PHP that are names of fields behind an arrow."""
_RAISED: Final = re2.compile(r"\$[<>()]\s*=[^=~]|\$(?:UID|EUID|REAL_USER_ID)\s*=[^=~]")
"""Perl that becomes somebody else."""
_HELD: Final = ("readFile", "process.env", "execSync", "spawnSync", "stdin")
"""Words of what a program holds and may send away."""


def _read(inner: Inner, lexicon: Lexicon) -> Found:
    found, text = Found(), inner.text
    if not inner.fixed:
        found.unread(text, "part of the code is made at run time", "dynamic")
    if len(text) > _LONGEST:
        return found.unread(text, "the code is too long", "too-long")
    if lexicon is PERL:
        text = _without_patterns(text, found)
    if lexicon is JS and "http" in text:
        _requests(text, found, inner)
    if lexicon in (JS, RUBY):
        text = _without_modules(text, found)
    text = put_away(text, inner.language)
    bare = _STRINGS.sub(" S ", text)
    if _COMMENTS.search(bare) or (lexicon.tricky and re2.search(lexicon.tricky, bare)):
        found.unread(text, f"{inner.language} that may hide code", "broken")
    own = {each for names_ in _DECLARED.findall(text) for each in names_ if each}
    own -= lexicon.shells | lexicon.deeds.keys() | lexicon.fetches
    _words(text, own, lexicon, found, inner)
    sent_on(found, inner)
    if lexicon is PERL and _RAISED.search(bare):
        found.add(deed("escalates account one easy").effect("root", "perl $<", inner.place))
    if not (found.effects or found.opaque or found.inner or found.calls):
        found.add(deed("reads data one easy").effect("", inner.language, inner.place))
    return found


def _requests(text: str, found: Found, inner: Inner) -> None:
    """Read requests by Node's own modules, which are made in place or not known."""
    made = _REQUESTS.findall(text)
    for method, double, single, after in made:
        url = double or single
        holds = any(each in text for each in _HELD)
        if after == "+" and holds:
            row = deed("exfiltrates data unknown never", "remote")
            found.add(row.effect(url, f"http.{method}", inner.place))
        fixed = bool(url) and after in (",", ")")
        sends = method == "request" or holds
        words = (Word("-X"), Word("POST" if sends else "GET"), Word(url, fixed))
        found.calls.append(Call("curl", words, place=inner.place))
    if len(_WEB.findall(text)) > len(made):
        found.unread(text, "requests that are not made in place", "dynamic")


def _without_patterns(text: str, found: Found) -> str:
    def outside(match: Match[str]) -> str:
        before, whole = match.group(1), str(match.group(0))
        if before is None:
            return whole
        flags = (match.group(3) or "") + (match.group(5) or "")
        if "e" in flags or any(each in whole for each in _HIDES):
            found.unread(whole, "code inside a pattern", "dynamic")
        return f"{before}{match.group(2)} 1 "

    return str(_PERL_PATTERN.sub(outside, text))


def _without_modules(text: str, found: Found) -> str:
    for name in _MODULES.findall(text):
        data = name.startswith(("./", "../", "/")) and name.endswith(".json")
        if name not in _SAFE_MODULES and not data:
            row = deed("executes code one unknown", "module")
            found.add(row.effect(name, f"require({name})"))
    return str(_MODULES.sub(" 0 ", text))


def _words(text: str, own: set[str], lexicon: Lexicon, found: Found, inner: Inner) -> None:
    pieces = _PIECES.findall(text)
    before = ""
    for place, (string, word, other) in enumerate(pieces):
        if string:
            called = lexicon is PHP and before != "["
            if called and string[1:-1] in lexicon.shells | lexicon.deeds.keys():
                found.unread(string, "a function that is passed on by its name", "dynamic")
            _string(string, lexicon, found, inner)
        elif word in _CONSTRUCTS and lexicon is PHP and before == ">":
            continue
        elif word and before and before in lexicon.sigils:
            _marked(pieces, place, own, lexicon, found, inner)
        elif word:
            _word(pieces, place, own, lexicon, found, inner)
        elif other and other in "\"'`":
            found.unread(text, "quotes that do not end", "broken")
            return
        before = other


def _marked(
    pieces: list[Piece],
    place: int,
    own: set[str],
    lexicon: Lexicon,
    found: Found,
    inner: Inner,
) -> None:
    """A word behind a sigil: a variable or symbol, or a method that is passed on by its name."""
    word, before = pieces[place][1], pieces[place - 1][2]
    if before in ":%" and word in lexicon.shells | lexicon.deeds.keys():
        found.unread(word, "a function that is passed on", "dynamic")
    elif before == ":" and place > 1 and pieces[place - 2][2] in ("&", ":"):
        _word(pieces, place, own, lexicon, found, inner)
    elif lexicon is PERL and word == "ENV":
        environment(pieces, place, found, inner)


def _string(string: str, lexicon: Lexicon, found: Found, inner: Inner) -> None:
    inside = string[1:-1]
    if " " in inside and SQL.search(inside):
        fixed = not any(each in inside for each in ("$", "#{", "@"))
        found.inner.append(Inner("sql", inside, fixed, place=inner.place))
    if string[0] == "`" and lexicon.backtick:
        fixed = "$" not in inside and "#{" not in inside
        found.inner.append(Inner("shell", inside, fixed, place=inner.place))
    elif string[0] != "'" and (
        (lexicon.inside and lexicon.inside in inside) or "@{" in inside or "${" in inside
    ):
        opener = lexicon.inside or "{"
        for part in inside.split(opener)[1:]:
            _words(part.partition("}")[0], set(), lexicon, found, inner)


def _word(
    pieces: list[Piece],
    place: int,
    own: set[str],
    lexicon: Lexicon,
    found: Found,
    inner: Inner,
) -> None:
    word = pieces[place][1]
    plain = word.rstrip("?!")
    following = pieces[place + 1][2] if place + 1 < len(pieces) else ""
    if word in lexicon.shells:
        text, fixed = _argument(pieces, place)
        found.inner.append(Inner("shell", text, fixed, place=inner.place))
    elif word in lexicon.fetches:
        text, fixed = _argument(pieces, place)
        words = (Word("-X"), Word("POST" if "method" in inner.text else "GET"), Word(text, fixed))
        found.calls.append(Call("curl", words, place=inner.place))
        if any(each in inner.text for each in TAKEN) and "authorization" not in inner.text.lower():
            row = deed("exfiltrates secret unknown never", "remote", "secret")
            found.add(row.effect(text, inner.language, inner.place))
    elif word in lexicon.deeds:
        text, fixed = _argument(pieces, place)
        if done_by_program(word, pieces, place, text, found, inner):
            return
        by = f"{inner.language} {word}"
        found.add(*on_path(lexicon.deeds[word], text, by, inner.place, fixed=fixed))
    elif following == ":" and lexicon is not PERL:
        return
    elif plain not in lexicon.harmless and word not in own and len(plain) > 1:
        _unknown(pieces, place, found, inner)


def _unknown(pieces: list[Piece], place: int, found: Found, inner: Inner) -> None:
    """A word that is on no list: a field or method by its sound, a name of a type, or unread."""
    word = pieces[place][1]
    signs = [each[2] for each in pieces[max(0, place - 2) : place]]
    following = [each[2] for each in pieces[place + 1 : place + 3]]
    member = signs[-1:] in (["."], [">"]) or signs == [":", ":"] or signs == ["&", ":"]
    key = following == ["=", ">"] or (signs[-1:] == ["{"] and following[:1] == ["}"])
    named = word[:1].isupper() and following[:1] != ["("]
    sound = sound_of(word)
    if sound is Sound.HARM and (member or following[:1] == ["("]):
        text, _ = _argument(pieces, place)
        found.add(effect_by_name(word, text, inner.place))
    elif word.lower() in ("env", "getenv", "_env", "_server"):
        environment(pieces, place, found, inner)
    elif sound is not Sound.PLAIN or not (member or key or named):
        found.unread(word, f"a word of {inner.language} that is not known", "unknown-program")


def _argument(pieces: list[Piece], place: int) -> tuple[str, bool]:
    """The words in strings that follow a name, as one command; False where there is more."""
    texts, fixed = [], True
    for string, word, other in pieces[place + 1 : place + 12]:
        if string:
            texts.append(string[1:-1])
            fixed &= string[0] == "'" or not ("$" in string or "#{" in string or "@" in string)
        elif other in (")", ";", "}") or (word and texts):
            break
        elif word or other not in ("(", ",", "[", "]"):
            fixed = False
    return " ".join(texts), fixed and bool(texts)


def read_javascript(inner: Inner) -> Found:
    """Read JavaScript."""
    return _read(inner, JS)


def read_perl(inner: Inner) -> Found:
    """Read Perl."""
    return _read(inner, PERL)


def read_ruby(inner: Inner) -> Found:
    """Read Ruby."""
    return _read(inner, RUBY)


def read_php(inner: Inner) -> Found:
    """Read PHP."""
    return _read(inner, PHP)


READERS: Final[dict[str, Callable[[Inner], Found]]] = {
    "javascript": read_javascript,
    "perl": read_perl,
    "ruby": read_ruby,
    "php": read_php,
}
