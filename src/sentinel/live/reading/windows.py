"""Programs of Windows' command line, whose options begin with a slash."""

from collections.abc import Callable
from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.system_verbs import deeds, effect, looks, plain, shown

_LINES: Final[dict[str, dict[str, str]]] = {
    "reg": {"query": "reads configuration", "delete": "deletes configuration recursive",
            "add": "writes configuration persistent", "export": "creates file easy",
            "save": "reveals secret secret", "import": "writes configuration set hard",
            "restore": "writes configuration set hard", "compare": "reads configuration",
            "copy": "writes configuration", "load": "writes configuration"},
    "vssadmin": {"list": "reads backup", "delete": "deletes backup namespace never",
                 "resize": "weakens backup namespace", "create": "creates backup"},
    "wbadmin": {"get": "reads backup", "delete": "deletes backup namespace never",
                "start": "creates backup", "stop": "stops backup",
                "disable": "weakens backup account skip-backup"},
    "wevtutil": {"qe": "reads audit", "gl": "reads audit", "el": "reads audit", "gli": "reads "
    "audit",
                 "query-events": "reads audit", "cl": "deletes audit namespace never audit",
                 "clear-log": "deletes audit namespace never audit",
                 "sl": "weakens audit audit", "epl": "creates file easy"},
    "bcdedit": {"": "reads configuration", "/enum": "reads configuration",
                "/set": "weakens configuration account hard protection",
                "/delete": "deletes configuration account system", "/export": "creates backup"},
    "sc": {"query": "reads unit", "qc": "reads unit", "queryex": "reads unit", "stop": "stops unit",
           "delete": "deletes unit", "start": "starts unit", "config": "writes unit persistent",
           "create": "creates unit persistent", "pause": "stops unit", "failure": "writes unit"},
    "schtasks": {"/query": "reads schedule", "/delete": "deletes schedule",
                 "/create": "creates schedule persistent", "/run": "starts schedule",
                 "/end": "stops schedule", "/change": "writes schedule", "": "reads schedule"},
    "diskpart": {"/s": "deletes device account never"},
    "cipher": {"/w": "deletes file namespace never", "/e": "writes file", "": "reads file"},
    "ipconfig": {"": "reads network", "/all": "reads network", "/displaydns": "reads dns",
                 "/flushdns": "deletes cache easy temporary", "/release": "stops network",
                 "/renew": "writes network easy", "/registerdns": "writes dns easy"},
    "chkdsk": {"": "reads filesystem"}, "nbtstat": {"": "reads network", "-a": "reads network",
                                                    "-n": "reads network", "-r": "reads network"},
    "fsutil": {"usn": "deletes audit audit", "file": "writes file", "fsinfo": "reads filesystem",
               "volume": "reads filesystem", "dirty": "reads filesystem"},
}  # fmt: skip
_BY_WORDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("advfirewall", "state", "off"), "weakens firewall account protection"),
    (("firewall", "opmode", "disable"), "weakens firewall account protection"),
    (("advfirewall", "reset"), "deletes firewall account"),
    (("firewall", "delete"), "deletes firewall"),
    (("firewall", "add", "action=allow"), "exposes network"),
    (("firewall", "add"), "writes firewall"),
    (("interface", "disable"), "stops network lock-out"),
    (("winsock", "reset"), "stops network namespace"),
    (("interface", "set"), "writes network hard"),
    (("portproxy", "add"), "exposes network tunnel"),
    (("key=clear",), "reveals secret secret"),
    (("advfirewall", "set"), "writes firewall"),
    (("show",), "reads network"),
)
"""Of `netsh`: words that all stand in it, the first row that does."""


def _slashed(lines: dict[str, str]) -> Reader:
    def read_call(call: Call) -> Found:
        low = [each.text.lower() for each in call.words]
        if "/?" in low:
            return Found().add(looks(call))
        verb = low[0] if low else ""
        if call.words and not call.words[0].fixed:
            return Found().unread(shown(call), "what is to be done is made at run time", "dynamic")
        line = lines.get(verb, lines.get(verb.partition(":")[0], ""))
        if not line:
            return Found().unread(shown(call), f"{call.program} is used in a way that is not known")
        name = next((each for each in call.words[1:] if not each.text.startswith("/")), Word(""))
        marks = {"force"} if {"/f", "/quiet", "/q"} & frozenset(low) else set()
        return Found().add(*(effect(call, each, name, verb, marks=marks) for each in deeds(line)))

    return read_call


def read_netsh(call: Call) -> Found:
    """Read `netsh`."""
    low = frozenset(each.text.lower() for each in call.words)
    if any(not each.fixed for each in call.words[:4]):
        return Found().unread(shown(call), "what netsh is to do is made at run time", "dynamic")
    line = next((line for words, line in _BY_WORDS if low.issuperset(words)), "")
    if not line:
        return Found().unread(shown(call), "netsh is used in a way that is not known")
    return Found().add(*(effect(call, each, call.words[-1]) for each in deeds(line)))


def _names(lines: Callable[[frozenset[str]], str]) -> Reader:
    """Make a reader of a program whose slash options only mark what it does to names."""

    def read_call(call: Call) -> Found:
        options = frozenset(each.text.lower() for each in call.words if _option(each.text))
        if "/?" in options:
            return Found().add(looks(call))
        named = [each for each in call.words if not _option(each.text)]
        marks = {"recursive"} if "/s" in options else set()
        marks |= {"force"} if options & {"/q", "/f", "/y"} else set()
        found = Found()
        for word in named[:16] or [Word("")]:
            wide = word.text.rstrip("\\*").lower() in ("c:", "d:", "c:\\windows")
            extra = marks | ({"system", "root"} if wide else set())
            found.add(*(effect(call, each, word, marks=extra) for each in deeds(lines(options))))
        return found if named else found.unread(shown(call), "nothing is named")

    return read_call


def _option(text: str) -> bool:
    return text.startswith("/") and len(text) <= 6 and "/" not in text[1:]


def _taskkill(call: Call) -> Found:
    """Read `taskkill /f /im NAME`."""
    low = [each.text.lower() for each in call.words]
    if "/?" in low:
        return Found().add(looks(call))
    name = next((call.words[place + 1] for place, each in enumerate(low[:-1])
                 if each in ("/im", "/pid")), None)  # fmt: skip
    if name is None:
        return Found().unread(shown(call), "no process is named")
    marks = {"force"} if "/f" in low else set()
    return Found().add(*(effect(call, each, name, marks=marks) for each in deeds("stops process")))


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: _slashed(lines) for name, lines in _LINES.items()},
    **dict.fromkeys(("rd",), _names(
        lambda said: "deletes folder namespace" if "/s" in said else "deletes folder")),
    **dict.fromkeys(("del", "erase"), _names(
        lambda said: "deletes file namespace never" if "/s" in said else "deletes file")),
    **dict.fromkeys(("format",), _names(lambda _: "deletes device account never")),
    **dict.fromkeys(("takeown", "icacls"), _names(lambda _: "escalates permission")),
    "netsh": read_netsh,
    **plain({"systeminfo, tasklist, getmac, driverquery, quser, qwinsta, gpresult, "
             "ver": "reads host"}),
    "taskkill": _taskkill,
}  # fmt: skip
