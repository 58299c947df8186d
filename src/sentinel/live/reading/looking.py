"""Programs that only look, but for what their options do: `sort -o`, `sed -i`, `dmesg -C`.

What is read may be a secret: `cat ~/.aws/credentials` reveals. Marks: `environment` (all
variables), `history`, `private-key`, `audit` (what shows later what was done goes).
"""

import re
from collections.abc import Callable
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.looked_at import reads, reveals, seen
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.text_programs import PROGRAMS as TEXT_PROGRAMS


def _looks(valued: str = "") -> Reader:
    """A reader of a program that reads the files it is given."""
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        return seen(call, options(call.words, takes).plain)

    return read


def _measures(valued: str) -> Reader:
    """A reader of a program that tells about files and shows nothing of what they hold."""
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        first = next(iter(options(call.words, takes).texts), "")
        return Found().add(reads(call, first))

    return read


def _only(call: Call) -> Found:
    """A program that looks at no file."""
    return Found().add(reads(call))


def _pattern(valued: str = "") -> Reader:
    """A reader of a program whose first plain argument is a pattern: `grep`, `jq`."""
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        found = options(call.words, takes)
        given = found.has("-e", "--regexp", "-f", "--file", "--from-file")
        return seen(call, found.plain if given else found.plain[1:])

    return read


def _rg(call: Call) -> Found:
    found = options(call.words, names("-e -g -t -A -B -C -m --glob --type --pre"))
    result = seen(call, found.plain[1:])
    for each in found.values("--pre"):
        result.inner.append(Inner("shell", each, marks=call.marks))
    return result


def _env_shown(call: Call) -> Found:
    names = options(call.words).texts
    if names and not any(_named_secret(each) for each in names):
        return Found().add(reads(call))
    return Found().add(reveals(call, " ".join(names) or "environment", "environment"))


def _named_secret(name: str) -> bool:
    low = name.lower()
    return any(each in low for each in ("secret", "token", "passw", "key", "credential", "auth"))


def _echo(call: Call) -> Found:
    shown = [each.text for each in call.words if "$" in each.text and not each.fixed]
    if any(_named_secret(each) for each in shown):
        return Found().add(reveals(call, " ".join(shown)))
    result = Found().add(reads(call))
    result.spoken += [" ".join(call.texts)] if call.words else []
    return result


def _journalctl(call: Call) -> Found:
    takes = "-u --unit -n --lines -p --priority -S --since -U --until -o --output -t -b -g -D"
    found = options(call.words, frozenset(takes.split()) - {"-b"})
    erasing = [each for each in found.given if each.startswith("--vacuum")]
    if erasing:
        return Found().add(
            Effect(Kind.DELETES, Thing.AUDIT, "journal", Radius.SET, Undo.NEVER,
                   f"journalctl {erasing[0]}", names("audit condition"),
                   safer="journalctl --disk-usage")
        )  # fmt: skip
    if found.has("--rotate", "--flush", "--sync", "--relinquish-var"):
        return Found().add(
            Effect(Kind.WRITES, Thing.AUDIT, "journal", Radius.ONE, Undo.EASY, "journalctl")
        )
    return Found().add(reads(call, found.value("-u", "--unit")))


def _dmesg(call: Call) -> Found:
    found = options(call.words)
    if found.has("-C", "-c", "--clear", "--read-clear"):
        return Found().add(_erased("the kernel's messages", "dmesg -C"))
    if found.has("-D", "--console-off", "-n", "--console-level"):
        return Found().add(
            Effect(Kind.WEAKENS, Thing.AUDIT, "console", Radius.ONE, Undo.EASY, "dmesg")
        )
    return Found().add(reads(call))


def _erased(name: str, by: str) -> Effect:
    return Effect(
        Kind.DELETES, Thing.AUDIT, name, Radius.NAMESPACE, Undo.NEVER, by, frozenset(["audit"])
    )


def _history(call: Call) -> Found:
    found = options(call.words, frozenset(["-d"]))
    if found.has("-c", "-d", "-w", "-r"):
        return Found().add(_erased("shell history", "history -c"))
    return Found().add(reads(call))


def _date(call: Call) -> Found:
    found = options(
        call.words, names("-d --date -f --file -r --reference -v -I") - {"-I"}, bundled=False
    )
    sets = any(name.startswith("--se") or re.match(r"-[uRj]*s", name) for name in found.given)
    plain = [each for each in found.texts if not each.startswith("+")]
    if sets or any(each.isdigit() for each in plain):
        return _sets(call, "clock")
    return Found().add(reads(call))


def _sets(call: Call, name: str) -> Found:
    return Found().add(
        Effect(Kind.WRITES, Thing.CONFIGURATION, name, Radius.ONE, Undo.EASY,
               f"{call.program} {' '.join(call.texts)}"[:80], frozenset(["system"]))
    )  # fmt: skip


def _less(call: Call) -> Found:
    result = seen(call, [each for each in options(call.words).plain if each.text[:1] != "+"])
    if any(each.startswith(("+!", "+|")) for each in call.texts):
        result.unread(" ".join(call.texts), "a pager runs a command", "dynamic")
    return result


def _ss(call: Call) -> Found:
    found = options(call.words)
    if found.has("-K", "--kill"):
        return Found().add(
            Effect(Kind.STOPS, Thing.NETWORK, " ".join(found.texts), Radius.SET, Undo.EASY, "ss -K")
        )
    return Found().add(reads(call))


def _man(call: Call) -> Found:
    found = options(call.words, names("-P --pager -H -S -s"))
    pager = found.value("-P", "--pager")
    result = Found().add(reads(call))
    result.inner += [Inner("shell", pager)] if pager else []
    return result


_NO_FILES: Final = names(
    "true false : sleep ps top htop free uptime whoami id groups uname lsof netstat ping ping6 dig "
    "nslookup host traceroute tracepath which whereis type pwd w who last lastlog lastb users "
    "tty seq vmstat iostat mpstat sar nproc lscpu lsblk blkid lspci lsusb lsmod lshw dmidecode "
    "locale getconf arch cal bc expr factor yes clear reset tput stty return exit break continue "
    "wait jobs fg bg disown times dirs popd umask help logout getent pgrep pidof pstree test [ [[ "
    "findmnt finger whois iotop nethogs ncal basename dirname realpath "
    "readlink caller suspend shopt unset numfmt pmap pwdx slabtop sensors "
    "apropos whatis info tldr getcap lsattr getfacl namei locate mlocate "
    "logname hostid lsns lslocks lsipc ipcs "
    "cmp sync notify-send say pbpaste pbcopy xclip xsel wl-copy wl-paste scc xdg-open beep"
)


_FILES: Final = {
    "ls": "-I -w -T --hide --ignore", "cat": "", "head": "-n -c", "tail": "-n -c -s --pid",
    "tac": "", "nl": "-b -s -w", "zless": "", "zcat": "", "bzcat": "", "xzcat": "",
    "wc": "", "diff": "-U -C -I -x --label", "sdiff": "-w", "comm": "", "stat": "-c -f --format",
    "du": "-d --max-depth --exclude -t", "df": "-t -x", "file": "-m", "md5sum": "", "sha1sum": "",
    "sha256sum": "", "sha512sum": "", "shasum": "-a", "cksum": "", "b2sum": "", "md5": "",
    "column": "-s -t -c -o", "cut": "-d -f -c -b", "paste": "-d", "join": "-t -1 -2 -o",
    "fold": "-w", "fmt": "-w", "expand": "-t", "unexpand": "-t", "tr": "", "rev": "",
    "od": "-A -t -N -j",
    "hexdump": "-n -s -e", "strings": "-n", "tree": "-L -I -P", "exa": "", "eza": "", "lsd": "",
    "bat": "-l --language", "batcat": "", "base64": "-w", "base32": "-w", "vdir": "", "dir": "",
    "colordiff": "", "ncdu": "", "tsort": "", "shuf": "-n -i", "nm": "", "ldd": "",
    "size": "", "objdump": "-j", "readelf": "-x", "zipinfo": "", "look": "", "pr": "", "cksfv": "",
}  # fmt: skip


_ABOUT: Final = names("ls stat du df file wc tree exa eza lsd vdir dir md5sum sha1sum sha256sum "
                      "sha512sum shasum cksum b2sum md5")  # fmt: skip
"""Of these, programs that tell what files are, not what they hold."""

_GREP: Final = "-e -f -A -B -C -m --include --exclude --exclude-dir --color --max-count -d -D"


_READERS: Final[dict[str, Callable[[Call], Found]]] = {
    **{name: _looks(valued) for name, valued in _FILES.items()},
    **{name: _measures(_FILES[name]) for name in _ABOUT},
    **dict.fromkeys(_NO_FILES, _only),
    **dict.fromkeys(("grep", "egrep", "fgrep", "zgrep", "ag", "ack"), _pattern(_GREP)),
    "rg": _rg,
    "jq": _pattern("--arg --argjson --slurpfile --rawfile --indent"),
    "printenv": _env_shown,
    "echo": _echo,
    "printf": _echo,
    "journalctl": _journalctl,
    "dmesg": _dmesg,
    "history": _history,
    "date": _date,
    **dict.fromkeys(("less", "more"), _less),
    "ss": _ss,
    "man": _man,
}


PROGRAMS: Final[dict[str, Reader]] = {**_READERS, **TEXT_PROGRAMS}
