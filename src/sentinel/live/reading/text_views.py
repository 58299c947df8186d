"""More tools of texts, tables, archives and pictures: what they read stays as it is."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import written
from sentinel.live.reading.looked_at import folder_of, reads, seen
from sentinel.live.reading.options import options
from sentinel.live.reading.shells import called
from sentinel.live.reading.tool_tables import runner, table, views

_LOOK: Final = "reads file"


def _editing(valued: str, *changes: str) -> Reader:
    """A reader of a program whose first word is an expression; with options it changes files."""
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        given = options(call.words, takes)
        plain = given.plain
        verbs = ("e", "eval", "ea", "eval-all", "r", "read", "sh", "w", "write", "d", "delete")
        if call.program == "yq" and given.verb() in verbs:
            plain = plain[1:]
        files = plain if given.has("--from-file", "-f", "--expression") else plain[1:]
        if not given.has(*changes):
            return seen(call, files)
        by = f"{call.program} {changes[0]}"
        return Found().take(
            written(each, append=False, folder=folder_of(call), by=by) for each in files
        )

    return read


def _finder(call: Call) -> Found:
    """Read `fd`: with `-x` and `-X` it runs a program for each name it finds."""
    words = list(call.words)
    found = seen(call, [])
    for place, word in enumerate(words):
        text = word.text
        if text in ("-x", "--exec", "-X", "--exec-batch"):
            rest = words[place + 1 :]
            end = next((at for at, each in enumerate(rest) if each.text == ";"), len(rest))
            inner = called(call, rest[:end], many=True)
            found.calls += inner.calls
            found.effects += inner.effects
            found.opaque += inner.opaque
            return found
        if text.startswith(("--exec=", "--exec-batch=")):
            return Found().unread(" ".join(call.texts), "a program in an option", "dynamic")
    return found if found.effects else found.add(reads(call))


def _seven_zip(call: Call) -> Found:
    """Read `7z`: the first word is a command."""
    given = options(call.words, single=True)
    verb, names = given.verb(), given.plain[1:]
    if verb in ("l", "t", "b", "i", "h", "") or given.has("--help"):
        return seen(call, names)
    into = next((name[2:] for name in given.given if name.startswith("-o")), ".")
    if verb in ("x", "e"):
        made = written(Word(into), append=False, folder=folder_of(call), by=f"{call.program} x")
        return seen(call, names[:1]).take([made])
    if verb in ("a", "u", "rn") and not given.has("-sdel") and names:
        made = written(names[0], append=False, folder=folder_of(call), by=f"{call.program} a")
        return seen(call, names[1:]).take([made])
    return Found().unread(" ".join([call.program, *call.texts]), "a verb that is not known")


def _cpio(call: Call) -> Found:
    """Read `cpio`: `-t` lists, `-i` unpacks here, `-o` writes to its output."""
    given = options(call.words, frozenset(["-H", "-F", "-C", "-D", "-I", "-O", "-M", "-R", "-E"]))
    if given.has("-t", "--list") or given.has("-o", "--create"):
        return Found().add(reads(call))
    made = Word(given.value("-D", "--directory") or ".")
    return Found().take([written(made, append=False, folder=folder_of(call), by="cpio -i")])


def _sd(call: Call) -> Found:
    """Read `sd FIND REPLACE FILE...`."""
    given = options(call.words, frozenset(["-f", "--flags", "-n", "--max-replacements"]))
    files = given.plain[2:]
    if given.has("-p", "--preview") or not files:
        return seen(call, files)
    return Found().take(
        written(each, append=False, folder=folder_of(call), by="sd") for each in files
    )


def _watcher(call: Call) -> Found:
    """Read `inotifywait` and `fswatch`, which only tell."""
    return Found().add(reads(call))


def _fzf(call: Call) -> Found:
    """Read `fzf`; its bindings and its preview are commands."""
    given = options(call.words, frozenset(["--preview", "--bind", "-q", "-d", "-n", "--height"]))
    shells = [*given.values("--preview"), *given.values("--bind")]
    return Found(effects=[reads(call)], inner=[Inner("shell", each) for each in shells
                                               if "execute" not in each and each in given.values(
                                                   "--preview")]) if not any(
        "execute" in each or "become" in each for each in given.values("--bind")
    ) else Found().unread(" ".join(call.texts), "a command in a binding", "dynamic")  # fmt: skip


def _in_place(line: str) -> dict[str, Reader]:
    return dict.fromkeys(line.split(), table({"": "writes file"}, "-n -o -c -e", bare=_LOOK))


PROGRAMS: Final[dict[str, Reader]] = {
    "yq": _editing("-p --input-format -o --output-format -I --indent --arg --argjson", "-i",
                   "--inplace", "--in-place"),
    **dict.fromkeys(("xq", "tomlq", "gojq", "jaq", "jql", "htmlq", "pup", "jp", "jello", "jc"),
                    _editing("--arg --argjson --slurpfile --rawfile --indent -f --filename -a",
                             "-i", "--in-place")),
    **dict.fromkeys(("fd", "fdfind"), _finder),
    **dict.fromkeys(("7z", "7za", "7zr", "7zz"), _seven_zip),
    "cpio": _cpio,
    "sd": _sd,
    **dict.fromkeys(("inotifywait", "inotifywatch", "fswatch"), _watcher),
    "fzf": _fzf,
    "grc": runner("-c --config"),
    "xmllint": table({"": _LOOK}, "--xpath --schema --dtdvalid --relaxng --encode --path --pattern "
                     "-o --output", instead={"-o, --output": "writes file"}, bare=_LOOK),
    **dict.fromkeys(("xmlstarlet", "xml"), table({
        "sel, select, el, elements, val, validate, fo, format, c14n, ls, pyx, esc, unesc, tr":
            _LOOK,
        "ed, edit": _LOOK}, "-t -m -v -c -o -N -e -n", extra={"-L, --inplace": "writes file"})),
    "rar": table({"l, lt, lb, v, vt, vb, t": _LOOK, "x, e": "writes folder",
                  "a, u, f": "creates file"}),
    "unrar": table({"l, lt, lb, v, vt, vb, t": _LOOK, "x, e": "writes folder"}),
    "exiftool": table({"": _LOOK}, "-o -d -if -ext",
                      instead={"-overwrite_original, -all=": "writes file", "-all": "writes file",
                               "-tagsFromFile": "writes file", "-o": "creates file"}, single=True),
    "watchexec": runner("-e --exts -w --watch -i --ignore -f --filter -d --debounce -s --signal"),
    "nodemon": table({"": "executes code unknown file"}, "-w --watch -e --ext -x --exec"),
    "pv": table({"": _LOOK}, "-L -s -i -N -w -B -H -b", bare=_LOOK),
    **_in_place("dos2unix unix2dos mac2unix unix2mac detox"),
    **views(
        "diffstat dust duf broot tre delta difft difftastic icdiff wdiff dwdiff "
        "hexyl viu chafa most ccze "
        "highlight source-highlight jless fblog ov moar agedu gdu dutree "
        "pdu diskus erd lsix termgraph uuidgen mcookie pwgen "
        "iconv recode enca uchardet msgcat gettext ngettext envsubst datamash textql q "
        "csvsql-view csvjson csvgroup csvclean csvformat csvstack xlsx2csv xls2csv "
        "catdoc docx2txt odt2txt antiword unrtf pdfgrep parquet-tools parquet "
        "parquet-schema pqrs avro-tools orc-tools h5dump h5ls ncdump zstdcat zstdgrep "
        "zstdless lz4cat lzcat lzgrep lsar lsmbox rpm2archive "
        "dwarfdump pahole checksec rabin2 readpe elfutils hashdeep "
        "md5deep sha224sum sha384sum rhash xxhsum xxh64sum xxh128sum b3sum crc32 sum ssdeep "
        "vidir-list progress cv bar dialog whiptail gum tig gitk qrencode "
        "lolcat toilet fortune banner xdpyinfo xprop xwininfo glxinfo vulkaninfo "
        "ptx dictionary dict sdcv spell hunspell hxselect hxnormalize "
        "w3m elinks links html2text python-markdown mdr jnv "
        "typos-view rga ugrep ug sift pt pcregrep pcre2grep agrep glark ripgrep-all zipcmp "
        "sqlite3_analyzer sqldiff dbfdump readstat vd visidata numbat qalc "
        "insect genact when julianday dateadd datediff dateconv "
        "faketime-view lsb_release distro screenfetch macchina onefetch "
        "cheat cht.sh navi howdoi tealdeer",
        "-n -f -o -t -d -c -s -w -i -p -e -r -k -m -x -l -b -a -u -g",
    ),
    "tesseract": table({"": "creates file"}, "-l --psm --oem"),
    "ocrmypdf": table({"": "creates file"}),
    "gs": table({"": "creates file"}, single=True),
    "libreoffice": table({"": "creates file"}, "--convert-to --outdir", single=True),
    "soffice": table({"": "creates file"}, "--convert-to --outdir", single=True),
    "gnuplot": table({"": "executes code easy temporary"}, "-e"),
    **dict.fromkeys(("fdupes", "jdupes", "rdfind", "rmlint"), table(
        {"": _LOOK}, instead={"-d, --delete, -N, --deleteduplicates, -deleteduplicates, -L, "
                              "--linkhard, -B": "deletes file set hard"})),
    **dict.fromkeys(("unzstd", "pzstd", "lz4", "lzma", "unlzma", "lzip", "pigz", "unpigz",
                     "pbzip2", "lbzip2", "bunzip2", "unxz", "brotli", "compress", "uncompress",
                     "lzop", "pixz", "zopfli"), table(
        {"": "writes file"}, "-o -T -p -D -S -b -w", bare=_LOOK, instead={
            "-l, --list, -t, --test, -c, --stdout, --to-stdout": _LOOK,
            "--rm": "writes file"})),
}  # fmt: skip
"""Readers of this module, by program."""
