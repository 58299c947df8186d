"""Programs of everyday work that make a file of another, or show something: pandoc, convert.

What they make is named after `-o`, or last; what they read is not changed.
"""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.file_paths import written
from sentinel.live.reading.looked_at import folder_of, reads
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import plain

_OUTPUTS: Final = ("-o", "--output", "-O", "--out", "--outfile", "-out")
_HOOKS: Final = names("--filter -F --lua-filter --post --exec --run -exec --pdf-engine-opt")
"""Options that bring in a program."""


def _maker(valued: str = "", *, last: bool = False) -> Reader:
    """A reader of a program that makes a file.

    Args:
        valued: Options that take a value.
        last: Whether the last of several words names what is made.
    """
    takes = frozenset(valued.split()) | frozenset(_OUTPUTS) | _HOOKS

    def read(call: Call) -> Found:
        found = options(call.words, takes)
        result = Found().add(reads(call, found.texts[0] if found.plain else ""))
        made = [word for name in _OUTPUTS for word in found.given.get(name, ())]
        made += found.plain[-1:] if last and len(found.plain) > 1 else []
        if not _HOOKS.isdisjoint(found.given):
            result.unread(" ".join(call.texts), "a program that it calls", "unknown-program")
        return result.take(
            written(
                each, append=False, folder=folder_of(call), by=f"{call.program} {each.text}"[:80]
            )
            for each in made or [Word("")]
        )

    return read


_MAKERS: Final = names(
    "pandoc dot neato plantuml mmdc asciidoctor typst protoc sass lessc minify svgo optipng "
    "pngquant jpegoptim wkhtmltopdf bibtex rst2html"
)
_CONVERTERS: Final = names("convert magick ffmpeg cwebp rsvg-convert pdftotext pdftoppm sox "
                           "ps2pdf qpdf")  # fmt: skip
_LOOKING: Final = (
    "semgrep, "
    "gitleaks, pip-audit, pip-licenses, pipdeptree, safety, npm-check, licensee, "
    "bundler-audit, govulncheck, staticcheck, radon, jsonlint, "
    "tidy, codespell, aspell, vale, sloccount, gocloc, "
    "ffprobe, mediainfo, identify, pdfinfo, pdffonts, "
    "btop, atop, glances, nmon, dstat, "
    "collectl, "
    "pidstat, cifsiostat, tload, smem, procinfo, lsmem, lsirq, hwinfo, inxi, neofetch, "
    "fastfetch, acpi, upower, cpuid, x86info, numastat, "
    "addr2line, c++filt, strace-log-merge, gprof, pkg-config, "
    "pygmentize, glow, mdcat, dc, units, cowsay, figlet, jo, "
    "dasel, gron, fx, mlr, xsv, csvlook, csvstat, csvcut, csvgrep, csvsort, csvjoin, in2csv, "
    "zdiff, zcmp, zipgrep, lzless, xzless, bzless, xzgrep, bzgrep, "
    "ascii, cmatrix, ts, "
    "isutf8, errno, combine, tzselect, zdump, utmpdump, nstat, rtacct, lnstat, ctstat, ioping"
)
_UPKEEP: Final = (
    "mandb, updatedb, fc-cache, gtk-update-icon-cache, texhash, mktexlsr, geoipupdate, freshclam, "
    "sa-update"
)


PROGRAMS: Final[dict[str, Reader]] = {
    **plain({_LOOKING: "reads file", _UPKEEP: "creates cache easy temporary"},
            "-r -f -o -c -w -n -p -t -s -e"),
    **dict.fromkeys(_MAKERS, _maker("-f -t --from --to --template -T -K -G --theme -i")),
    **dict.fromkeys(_CONVERTERS, _maker("-i -f -c -b -r -resize -quality -vf -ss -t -crf -preset",
                                        last=True)),
}  # fmt: skip
