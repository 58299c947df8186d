"""PowerShell, read verb by verb: `Get-` looks, `Remove-` deletes, `Stop-` stops.

Only plain pipelines are read; a statement with a verb that is not known, a variable that is
called, or a script block is unread. Code that is fetched, or written in base64, is not.
"""

import binascii
from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import secret, trusted
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import bag, deeds, effect, looks, shown

_LOOKS: Final = bag("get test select where measure sort format out compare find show resolve "
                    "convertto convertfrom join split group read search trace")  # fmt: skip
_CMDLETS: Final = {
    "remove-item": "deletes file", "rm": "deletes file", "del": "deletes file",
    "ri": "deletes file", "rd": "deletes folder", "rmdir": "deletes folder",
    "erase": "deletes file", "clear-content": "deletes file truncate",
    "clear-recyclebin": "deletes file namespace never", "format-volume": "deletes device "
    "account never",
    "clear-disk": "deletes device account never", "initialize-disk": "deletes device account never",
    "remove-partition": "deletes device account never", "stop-service": "stops unit",
    "restart-service": "stops unit restart", "start-service": "starts unit",
    "set-service": "writes unit persistent", "suspend-service": "stops unit",
    "remove-service": "deletes unit", "stop-process": "stops process", "kill": "stops process",
    "stop-computer": "stops host account hard", "restart-computer": "stops host account restart",
    "set-executionpolicy": "weakens configuration account protection",
    "set-mppreference": "weakens configuration account protection",
    "add-mppreference": "weakens configuration protection",
    "set-netfirewallprofile": "weakens firewall account protection",
    "disable-netfirewallrule": "weakens firewall set", "remove-netfirewallrule": "deletes firewall",
    "new-netfirewallrule": "exposes network", "clear-eventlog": "deletes audit namespace never "
    "audit",
    "remove-eventlog": "deletes audit namespace never audit", "new-localuser": "creates account",
    "add-localgroupmember": "escalates account persistent", "remove-localuser": "deletes account",
    "add-adgroupmember": "escalates account persistent", "remove-aduser": "deletes account",
    "remove-adgroup": "deletes account", "remove-adobject": "deletes account never",
    "remove-adorganizationalunit": "deletes account namespace never",
    "set-adaccountpassword": "writes secret", "disable-adaccount": "stops account",
    "unlock-adaccount": "writes account", "set-acl": "writes permission",
    "set-itemproperty": "writes configuration", "remove-itemproperty": "deletes configuration",
    "new-itemproperty": "creates configuration", "new-item": "creates file",
    "set-content": "writes file hard", "add-content": "writes file", "out-file": "writes file hard",
    "copy-item": "creates file", "move-item": "writes file", "rename-item": "writes file",
    "register-scheduledtask": "creates schedule persistent",
    "unregister-scheduledtask": "deletes schedule", "disable-scheduledtask": "stops schedule",
    "install-module": "creates package", "install-package": "creates package",
    "uninstall-module": "deletes package", "uninstall-windowsfeature": "deletes package",
    "install-windowsfeature": "creates package", "remove-vm": "deletes instance never",
    "stop-vm": "stops instance", "restart-vm": "stops instance restart",
    "checkpoint-vm": "creates backup", "remove-vmsnapshot": "deletes backup never",
    "invoke-webrequest": "reads endpoint", "iwr": "reads endpoint", "irm": "reads endpoint",
    "invoke-restmethod": "reads endpoint", "enable-psremoting": "exposes host",
    "disable-netadapter": "stops network", "remove-dnsserverzone": "deletes dns namespace",
    "remove-dnsserverresourcerecord": "deletes dns", "invoke-sqlcmd": "writes database unknown",
    "export-pfxcertificate": "reveals secret secret", "write-host": "reads data",
    "write-output": "reads data", "echo": "reads data", "ls": "reads folder", "dir": "reads folder",
    "cat": "reads file", "type": "reads file", "gci": "reads folder", "ps": "reads process",
    "cd": "reads folder", "set-location": "reads folder", "pwd": "reads folder",
    "start-sleep": "reads data",
}  # fmt: skip
_RUNS: Final = bag("iex invoke-expression invoke-command icm start-process saps & . invoke-item "
                   "add-type start-job powershell pwsh cmd")  # fmt: skip
_FETCHES: Final = ("iwr", "irm", "invoke-webrequest", "invoke-restmethod", "downloadstring",
                   "downloadfile", "curl", "wget", "net.webclient")  # fmt: skip
_FETCHED: Final = deeds("executes code unknown never fetched")
_QUERY: Final = re2.compile(r"""-query\s+(?:"([^"]*)"|'([^']*)')""")
_SYSTEM: Final = re2.compile(
    r"(?i)/(?:etc|boot|usr|bin|sbin|lib|root)/|[a-z]:[\\/](?:windows|inetpub|program)"
)
_FILLS: Final = bag("set-content add-content out-file clear-content")
_SWITCHES: Final = bag(
    "-rf -fr -recurse -force -confirm -verbose -whatif -r -fo -autosize -wait -passthru"
)
_NAMING: Final = _SWITCHES | bag(
    "-path -name -taskname -literalpath -identity -driveletter -id -uri"
)
"""Options behind which a name stands: those without a value, and those whose value is one."""
_DRIVES: Final = (
    "c:\\",
    "c:/",
    "/",
    "c:",
    "\\",
    "$env:systemroot",
    "c:\\windows",
    "c:\\*",
    "d:\\",
    "c:\\users",
    "c:\\program files",
    "c:\\programdata",
    "c:\\inetpub",
)


def read_powershell(source: Inner) -> Found:
    """Read a script of PowerShell, statement by statement."""
    found = Found()
    call = Call("powershell", (), marks=source.marks, place=source.place)
    low = source.text.lower()
    if not source.fixed:
        found.unread(source.text, "a script that is made at run time", "dynamic")
    runs = any(name in low.replace("|", " ").replace("(", " ").split() for name in _RUNS)
    if runs and any(name in low for name in _FETCHES):
        return found.add(*(effect(call, each, source.text, "iex") for each in _FETCHED))
    low = _plainly(found, low, source)
    if "{" in low or "`" in low or "frombase64string" in low or "$(" in low:
        return found.unread(source.text, "a script block, or what is put together at run time")
    low = low.replace("&&", ";").replace("||", ";")
    for statement in low.replace("\n", ";").split(";")[:200]:
        for part in statement.split("|"):
            if part.strip():
                _part(found, call, part.strip(), piped="|" in statement)
    if not found.effects and not found.opaque:
        found.unread(source.text, "an empty script")
    return found


_CHOOSES: Final = re2.compile(
    r"((?:\||^)\s*(?:where-object|where|\?|sort-object|sort|group-object|select-object|"
    r"measure-object)(?:\s+-[a-z]+)*)\s*\{[^{}();|`&<>]*\}"
)
"""Blocks that compare what they are given, and do nothing to it."""
_TABLES: Final = re2.compile(r"@\{[^{}()|`&<>]*\}")
_COUNTED: Final = re2.compile(
    r"@\{\s*(?:n|name|l|label)\s*=[^{};]*;\s*(?:e|expression)\s*=\s*\{([^{};|&`<>]*)\}\s*\}"
)
"""A column that is counted from others: `@{n='MB'; e={$_.WS/1MB}}`."""
_METHOD: Final = re2.compile(r"\.\s*[a-z_]+\s*\(|^\s*[a-z]+-[a-z]+|\b(?:iex|rm|del|start)\b")
_REMOTE: Final = re2.compile(r"-scriptblock\s*\{([^{}]*)\}")
_FIELD: Final = re2.compile(r"\(([^(){};&$]*)\)(?:\.[a-z]+)+")
"""A field of what a command gives: `(Get-Item a).Length`."""


def _only_counts(expression: str) -> bool:
    """Whether an expression calls nothing but what rounds or turns a number."""
    plain = expression.replace("[math]::round(", "(").replace("[math]::floor(", "(")
    plain = plain.replace(".tostring(", "(")
    return "::" not in plain and not _METHOD.search(plain)


def _plainly(found: Found, low: str, source: Inner) -> str:
    """A script without the blocks that only choose, and those that are read by themselves."""
    for block in _REMOTE.findall(low)[:20]:
        marks = source.marks | {"remote"}
        found.inner.append(replace(source, language="powershell", text=block, marks=marks))
    low = _REMOTE.sub("", low).replace("invoke-command", "get-remote") if found.inner else low
    low = _COUNTED.sub(lambda match: "@" if _only_counts(match.group(1)) else match.group(0), low)
    return str(_TABLES.sub("@", _CHOOSES.sub(r"\1", low)))


def _part(found: Found, call: Call, text: str, *, piped: bool) -> None:
    inside = _FIELD.fullmatch(text)
    text = inside.group(1) if inside else text
    verb, _, rest = text.partition(" ")
    if verb in ("?", "%", "select", "where", "sort", "fl", "ft", "measure"):
        return
    line = _CMDLETS.get(verb)
    if line is None and "-" in verb and verb.partition("-")[0] in _LOOKS:
        line = "reads data"
    if line is None:
        if verb.isalpha() and "$" not in text and not text.startswith(("&", ".")):
            found.inner.append(Inner("shell", text, place=call.place, marks=call.marks))
            return
        found.unread(text, "a statement of PowerShell that is not known")
        return
    if ">" in rest and not rest.rstrip().endswith((">$null", "> $null", "2>&1")):
        found.unread(text, "what it prints is written somewhere")
    words = _arguments(found, call, verb, rest)
    if "-whatif" in words:
        found.add(looks(call, verb))
        return
    marks = {mark for switch, mark in (("-recurse", "recursive"), ("-r", "recursive"),
                                       ("-rf", "recursive"), ("-fr", "recursive"),
                                       ("-force", "force")) if switch in words}  # fmt: skip
    if "recursive" in marks and line.startswith("deletes file"):
        line = "deletes folder namespace never"
    if "-all" in words and line.startswith(("deletes", "weakens")):
        line += " namespace"
    named = [
        each
        for place, each in enumerate(words)
        if not each.startswith("-") and (place == 0 or words[place - 1] in _NAMING)
    ]
    name = named[0] if named else ("*" if piped else "")
    if name.rstrip("*").rstrip("\\/") in {each.rstrip("\\/*") for each in _DRIVES} and name:
        marks |= {"system"}
    found.add(*_done(call, verb, line, words, name, marks))


def _arguments(found: Found, call: Call, verb: str, rest: str) -> list[str]:
    """The words behind a verb; what it says to a database is read as SQL."""
    words = rest.replace('"', "").replace("'", "").split()
    query = _QUERY.search(rest)
    if verb == "invoke-sqlcmd" and query is not None:
        sql = query.group(1) or query.group(2)
        found.inner.append(Inner("sql", sql, "$" not in sql, place=call.place))
    if verb in ("rd", "rmdir", "del", "erase"):
        switches = {"/s", "/q", "/f"} & {*words}
        plain = [each for each in words if each not in switches]
        return ["-recurse", *plain] if "/s" in switches else plain
    return words


def _done(
    call: Call, verb: str, line: str, words: list[str], name: str, marks: set[str]
) -> list[Effect]:
    sends = verb in ("irm", "iwr", "invoke-restmethod", "invoke-webrequest") and "-method" in words
    if sends and "get" not in words:
        line = "deletes endpoint unknown" if "delete" in words else "writes endpoint unknown"
    if "backup" in name and verb in ("unregister-scheduledtask", "disable-scheduledtask"):
        line += " + weakens backup skip-backup"
    if sends and any(each in words or secret(each.strip("()")) for each in ("env:", *words)):
        line += " + exfiltrates secret unknown never remote secret"
    if verb in _FILLS and (_SYSTEM.match(name) or trusted(name)):
        marks = marks | {"system", "truncate"}
    if verb == "invoke-sqlcmd" and "-query" in words:
        return []
    word = Word(name, fixed="$" not in name)
    return [effect(call, each, word, verb, marks=marks) for each in deeds(line)]


def decoded(text: str) -> str:
    """Give the script of `-EncodedCommand`: base64 of UTF-16; empty where it is neither."""
    try:
        return binascii.a2b_base64(text, strict_mode=False).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def call_powershell(call: Call) -> Found:
    """Read `powershell` and `pwsh`: their script is on the command line, or in a file."""
    words = [replace(each, text=_option(each.text)) for each in call.words]
    given = options(words, bag("-executionpolicy -windowstyle -file -version -inputformat "
                               "-outputformat -configurationname -encodedcommand "
                               "-workingdirectory"), single=True, first_only=True)  # fmt: skip
    found = Found()
    if given.has("-help", "-?", "--help", "--version"):
        return found.add(looks(call))
    for word in given.given.get("-encodedcommand", ()):
        script = decoded(word.text) if word.fixed else ""
        if not script:
            return found.unread(shown(call), "a script in base64 that cannot be read", "obfuscated")
        marks = call.marks | {"decoded"}
        found.inner.append(Inner("powershell", script, place=call.place, marks=marks))
    for word in given.given.get("-file", ()):
        found.add(*(effect(call, each, word) for each in deeds("executes code unknown")))
    if given.plain and not given.has("-file"):
        text = " ".join(each.text for each in given.plain)
        fixed = all(each.fixed for each in given.plain)
        found.inner.append(Inner("powershell", text, fixed, place=call.place, marks=call.marks))
    elif call.stdin is not None:
        found.inner.append(replace(call.stdin, language="powershell"))
    if not (found.inner or found.effects):
        found.unread(shown(call), "a session: what is typed there is not known")
    return found


def _option(text: str) -> str:
    """Give an option in full, which PowerShell lets one cut short."""
    low = text.lower()
    if not low.startswith("-") or len(low) < 2:
        return text
    if low in ("-ec", "-e", "-enc") or "-encodedcommand".startswith(low):
        return "-encodedcommand"
    for full in ("-executionpolicy", "-windowstyle", "-file", "-command", "-workingdirectory"):
        if full.startswith(low) and len(low) > 1:
            return full
    return "-executionpolicy" if low == "-ep" else low


PROGRAMS: Final[dict[str, Reader]] = dict.fromkeys(("powershell", "pwsh"), call_powershell)
LANGUAGES: Final = {"powershell": read_powershell}
