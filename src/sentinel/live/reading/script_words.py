"""Reads JavaScript, Perl, Ruby and PHP by their words.

No parser stands behind this: a word that is not on the small list of its language, nor a name
that the code itself brings in, makes the code unread. What is known to harm is told besides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import Deed, deed, names

_LONGEST: Final = 4_000
_UNLINK: Final = deed("deletes file one never")
_TREE: Final = deed("deletes folder one never", "recursive")
_WRITE: Final = deed("writes file one hard")
_READ: Final = deed("reads file one easy")
_NET: Final = deed("exfiltrates data unknown never", "remote", "socket")
_RUNS: Final = deed("executes code unknown unknown", "dynamic")
_MADE: Final = deed("creates folder one easy")
_KILL: Final = deed("stops process one easy")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language."""

    harmless: frozenset[str]
    deeds: dict[str, Deed]
    shells: frozenset[str]
    """They run their first argument as a command."""
    fetches: frozenset[str] = frozenset()
    sigils: str = ""
    """Marks in front of variables."""
    comment: str = "#"
    inside: str = ""
    """What opens code inside a string."""
    backtick: bool = True
    """Whether backticks run a command."""


_JS: Final = Lexicon(
    names(
        "const let var if else for of in while do return new true false null undefined typeof "
        "function async await try catch finally throw switch case break continue class this "
        "console log error warn table info JSON parse stringify Math Object keys values entries "
        "assign fromEntries Array from isArray map filter reduce forEach join split slice length "
        "push pop sort reverse includes indexOf find findIndex some every concat flat flatMap "
        "trim toUpperCase toLowerCase replaceAll padStart padEnd toFixed toString Number String "
        "Boolean Date now toISOString parseInt parseFloat isNaN round floor ceil max min random "
        "abs pow sqrt Set Map has get set add size Promise all resolve then version versions "
        "argv platform arch cwd uptime memoryUsage hrtime exit charAt charCodeAt startsWith "
        "endsWith substring repeat match test RegExp BigInt Symbol Infinity NaN void getTime "
        "getFullYear os path crypto util url createHash update digest randomUUID randomBytes "
        "basename dirname extname inspect cpus totalmem freemem hostname readFileSync "
        "existsSync readdirSync statSync utf8 searchParams URL stdout stderr print p"
    ),
    {
        "unlink": _UNLINK, "unlinkSync": _UNLINK, "rm": _TREE, "rmSync": _TREE, "rmdir": _TREE,
        "rmdirSync": _TREE, "remove": _TREE, "removeSync": _TREE, "rimraf": _TREE,
        "emptyDirSync": _TREE, "writeFile": _WRITE, "writeFileSync": _WRITE,
        "appendFile": _WRITE, "appendFileSync": _WRITE, "createWriteStream": _WRITE,
        "truncateSync": _UNLINK, "renameSync": _WRITE, "copyFileSync": _WRITE,
        "chmodSync": deed("writes permission one easy"), "mkdirSync": _MADE, "kill": _KILL,
        "eval": _RUNS, "Function": _RUNS, "runInNewContext": _RUNS, "runInThisContext": _RUNS,
        "connect": _NET, "createConnection": _NET, "readFileSync": _READ, "fork": _RUNS,
        "readFile": _READ,
    },
    names("exec execSync spawn spawnSync execFile execFileSync"),
    names("fetch"),
    comment="//",
    inside="${",
    backtick=False,
)  # fmt: skip
_PERL: Final = Lexicon(
    names(
        "print say printf sprintf if else elsif unless while until for foreach my our local use "
        "strict warnings length substr index rindex uc lc ucfirst lcfirst join split push pop "
        "shift unshift sort reverse map grep keys values exists defined scalar chomp chop sprintf "
        "time localtime gmtime int abs sqrt hex oct ord chr rand srand and or not eq ne lt gt le "
        "ge cmp x last next redo return die warn exit BEGIN END qw List Util sum max min first "
        "uniq POSIX strftime floor ceil JSON PP decode_json encode_json STDIN STDOUT STDERR "
        "ARGV ENV n w r lines eof undef sub wantarray ref bless pos quotemeta reverse Dumper Data"
    ) - {"ENV"},
    {
        "unlink": _UNLINK, "rmtree": _TREE, "remove_tree": _TREE, "rmdir": _TREE,
        "rename": _WRITE, "truncate": _UNLINK, "mkdir": _MADE, "chmod": deed(
            "writes permission one easy"), "kill": _KILL, "eval": _RUNS, "do": _RUNS,
        "require": _RUNS, "socket": _NET, "Socket": _NET, "fork": deed(
            "starts process unknown easy"), "open": deed("writes file one hard", "dynamic"),
    },
    names("system exec qx readpipe"),
    sigils="$@%&",
)  # fmt: skip
_RUBY: Final = Lexicon(
    names(
        "puts print p pp if else elsif unless while until for in do end each each_with_index map "
        "select reject reduce inject sum sort sort_by reverse uniq join split length size first "
        "last push pop shift include any all none keys values to_s to_i to_f to_a to_h to_sym "
        "strip chomp upcase downcase capitalize gsub sub match scan start_with end_with require "
        "json time date yaml set digest securerandom JSON Time now Date today Digest SHA256 MD5 "
        "hexdigest SecureRandom hex uuid random_number parse generate pretty_generate true false "
        "nil and or not return next break then def times upto downto step rand Math sqrt round "
        "floor ceil abs max min zip flatten compact group_by count inspect class RUBY_VERSION "
        "Array Hash String Integer Float Range Set new STDIN STDOUT gets read lines readlines "
        "format strftime iso8601 iso utc empty nil? zero freeze dup tap then"
    ),
    {
        "rm": _UNLINK, "rm_f": _UNLINK, "rm_r": _TREE, "rm_rf": _TREE, "remove_dir": _TREE,
        "rmtree": _TREE, "unlink": _UNLINK, "delete": _UNLINK, "rmdir": _TREE, "write": _WRITE,
        "binwrite": _WRITE, "mv": _WRITE, "cp": _WRITE, "mkdir_p": _MADE, "mkdir": _MADE,
        "chmod": deed("writes permission one easy"), "kill": _KILL, "eval": _RUNS,
        "instance_eval": _RUNS, "class_eval": _RUNS, "send": _RUNS, "load": _RUNS,
        "TCPSocket": _NET, "delete_all": deed("deletes rows namespace hard", "no-condition"),
        "destroy_all": deed("deletes rows namespace hard", "no-condition"),
        "drop_table": deed("deletes table one hard"), "update_all": deed(
            "writes rows namespace hard", "no-condition"), "truncate": deed(
            "deletes rows namespace hard", "truncate"),
    },
    names("system exec spawn popen popen3 capture2 capture2e capture3 x"),
    sigils="$@:",
    inside="#{",
)  # fmt: skip
_PHP: Final = Lexicon(
    names(
        "php echo print print_r var_dump var_export if else elseif for foreach while do return "
        "true false null as function fn new array count strlen substr strpos str_replace explode "
        "implode trim strtolower strtoupper json_encode json_decode date time microtime phpversion "
        "PHP_VERSION PHP_EOL sprintf printf number_format round floor ceil max min rand abs "
        "array_map array_filter array_keys array_values array_sum in_array sort md5 sha1 hash "
        "isset empty is_array is_string intval strval uniqid JSON_PRETTY_PRINT phpinfo php_uname "
        "php_sapi_name memory_get_usage sys_get_temp_dir get_loaded_extensions ini_get m i n"
    ),
    {
        "unlink": _UNLINK, "rmdir": _TREE, "file_put_contents": _WRITE, "rename": _WRITE,
        "copy": _WRITE, "mkdir": _MADE, "chmod": deed("writes permission one easy"),
        "eval": _RUNS, "assert": _RUNS, "include": _RUNS, "require": _RUNS,
        "create_function": _RUNS, "fsockopen": _NET, "file_get_contents": _READ,
    },
    names("system exec shell_exec passthru popen proc_open pcntl_exec"),
    sigils="$",
)  # fmt: skip

_PIECES: Final = re2.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|([A-Za-z_]\w*[?!]?)|(\S)"""
)
_PERL_PATTERN: Final = re2.compile(
    r"(^|[=~(,;{!]|\bif|\bunless|\band|\bor|\bsplit|\bgrep|\bprint)(\s*)"
    r"(?:(?:s|tr|y)/(?:[^/\\]|\\.)*/(?:[^/\\]|\\.)*/([a-z]*)|m?/((?:[^/\\]|\\.)*)/([a-z]*))"
)
_MODULES: Final = re2.compile(r"require\(\s*[\"']([^\"']+)[\"']\s*\)")
_SAFE_MODULES: Final = names(
    "fs os path util crypto url assert querystring child_process fs/promises node:fs node:os "
    "node:path node:child_process node:crypto node:util perf_hooks zlib process"
)
_DECLARED: Final = re2.compile(
    r"(?:\b(?:const|let|var|function|class|def)\s+([A-Za-z_]\w*))|([A-Za-z_]\w*)\s*=>"
    r"|\|\s*([A-Za-z_]\w*)|,\s*([A-Za-z_]\w*)\s*\||(?:^|[;\s])([A-Za-z_]\w*)\s*=[^=~>]"
)


def _read(inner: Inner, lexicon: Lexicon) -> Found:
    found, text = Found(), inner.text
    if not inner.fixed:
        found.unread(text, "part of the code is made at run time", "dynamic")
    if len(text) > _LONGEST:
        return found.unread(text, "the code is too long", "too-long")
    if lexicon.comment and f"\n{lexicon.comment}" in f"\n{text}":
        lines = [each for each in text.split("\n") if not each.lstrip().startswith(lexicon.comment)]
        text = "\n".join(lines)
    if lexicon is _PERL:
        text = _without_patterns(text, found)
    if lexicon is _JS:
        text = _without_modules(text, found)
    own = {each for names_ in _DECLARED.findall(text) for each in names_ if each}
    own -= lexicon.shells | lexicon.deeds.keys() | lexicon.fetches
    _words(text, own, lexicon, found, inner)
    if not (found.effects or found.opaque or found.inner or found.calls):
        found.add(deed("reads data one easy").effect("", inner.language, inner.place))
    return found


def _without_patterns(text: str, found: Found) -> str:
    for match in _PERL_PATTERN.finditer(text):
        whole, flags = match.group(0), (match.group(3) or "") + (match.group(5) or "")
        if "e" in flags or "(?{" in whole or "(??{" in whole or "@{" in whole or "${" in whole:
            found.unread(whole, "code inside a pattern", "dynamic")
    return str(_PERL_PATTERN.sub(r"\1\2 1 ", text))


def _without_modules(text: str, found: Found) -> str:
    for name in _MODULES.findall(text):
        if name not in _SAFE_MODULES:
            row = deed("executes code one unknown", "module")
            found.add(row.effect(name, f"require({name})"))
    return str(_MODULES.sub(" os ", text))


def _words(text: str, own: set[str], lexicon: Lexicon, found: Found, inner: Inner) -> None:
    pieces = _PIECES.findall(text)
    before = ""
    for place, (string, word, other) in enumerate(pieces):
        if string:
            _string(string, lexicon, found, inner)
        elif word and not (before and before in lexicon.sigils):
            _word(pieces, place, own, lexicon, found, inner)
        elif other and other in "\"'`":
            found.unread(text, "quotes that do not end", "broken")
            return
        before = other


def _string(string: str, lexicon: Lexicon, found: Found, inner: Inner) -> None:
    inside = string[1:-1]
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
    pieces: list[tuple[str, str, str]],
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
    elif word in lexicon.deeds:
        text, fixed = _argument(pieces, place)
        marks = frozenset[str]() if fixed else frozenset({"dynamic"})
        row = lexicon.deeds[word]
        found.add(row.effect(text, f"{inner.language} {word}", inner.place, marks))
    elif following == ":" and lexicon is not _PERL:
        return
    elif plain not in lexicon.harmless and word not in own and len(plain) > 1:
        found.unread(word, f"a word of {inner.language} that is not known", "unknown-program")


def _argument(pieces: list[tuple[str, str, str]], place: int) -> tuple[str, bool]:
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
    return _read(inner, _JS)


def read_perl(inner: Inner) -> Found:
    """Read Perl."""
    return _read(inner, _PERL)


def read_ruby(inner: Inner) -> Found:
    """Read Ruby."""
    return _read(inner, _RUBY)


def read_php(inner: Inner) -> Found:
    """Read PHP."""
    return _read(inner, _PHP)


READERS: Final[dict[str, Callable[[Inner], Found]]] = {
    "javascript": read_javascript,
    "perl": read_perl,
    "ruby": read_ruby,
    "php": read_php,
}
