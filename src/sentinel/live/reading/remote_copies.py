"""Copies between machines: scp, rsync, sftp.

What comes in is made; what goes out is written there, and is given away where it is a secret or a
dump and the host is outside, or the host is a bare public address.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import trusted
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import is_address, is_dump, is_outside, is_secret
from sentinel.live.reading.system_verbs import bag, deeds, effect, looks, shown, unnumbered

_SCP: Final = bag("-c -D -F -i -J -l -o -P -S -X")
_RSYNC: Final = bag(
    "-e --rsh --exclude --include --exclude-from --include-from --files-from --filter -f --bwlimit "
    "--port --password-file --log-file --backup-dir --suffix -T --temp-dir --compare-dest "
    "--copy-dest --link-dest --max-size --min-size --timeout --rsync-path --chmod --chown --info "
    "--out-format -B --block-size --partial-dir --modify-window --max-delete -M --remote-option "
    "--contimeout --usermap --groupmap --iconv --compress-level --skip-compress --debug --address"
)
_FROM: Final = deeds("reads file remote")
_IN: Final = deeds("creates file easy")
_OVER: Final = deeds("writes file hard system")
_OUT: Final = deeds("writes file remote")
_OUT_OVER: Final = deeds("writes file hard system remote")
_TRUSTED: Final = deeds("escalates permission account hard persistent remote")
_REMOTE_SYSTEM: Final = (
    "/etc/", "/usr/bin", "/usr/sbin", "/usr/lib", "/bin/", "/sbin/", "/lib/", "/boot/", "/root/",
    "/dev/", "/var/spool/", "/sys/",
)  # fmt: skip
_AWAY: Final = deeds("exfiltrates data")
_SECRET_AWAY: Final = deeds("exfiltrates secret secret")
_SECRET_IN: Final = deeds("reveals secret secret remote")
_MIRROR: Final = deeds(
    "deletes folder namespace recursive | rsync --dry-run --itemize-changes first"
)
_SOURCE_GONE: Final = deeds("deletes file set recursive")
_COPIED: Final = deeds("writes folder set easy")
_UNCHECKED: Final = deeds("weakens host no-verify")
_BUILT: Final = bag("dist build public out target site _site htmlcov")
"""Folders that are made again at each build: a mirror of one is a deployment."""
_SYSTEM_PATHS: Final = (
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/boot", "/root", "/dev", "/var/lib", "/var/spool",
    "/opt", "/var/www", "~/.ssh", "/sys",
)  # fmt: skip


def host_of(text: str) -> str:
    """Give the host of `user@host:path` or `rsync://host/path`; empty for a path of this machine.

    Example:
        >>> host_of("deploy@web-1:/srv"), host_of("./a:b"), host_of("rsync://mirror/x")
        ('web-1', '', 'mirror')
    """
    for scheme in ("rsync://", "scp://", "sftp://"):
        if text.lower().startswith(scheme):
            return text[len(scheme) :].partition("/")[0].rpartition("@")[2].partition(":")[0]
    host, colon, _ = text.partition(":")
    if not colon or "/" in host or (len(host) == 1 and text[2:3] == "\\"):
        return ""
    return host.rpartition("@")[2]


def _unchecked(call: Call, given: Options, found: Found) -> None:
    for word in [*given.given.get("-o", ()), *given.given.get("-e", ())]:
        low = word.text.lower().replace(" ", "")
        if "stricthostkeychecking=no" in low:
            found.add(*(effect(call, each, verb="-o") for each in _UNCHECKED))
        if "proxycommand=" in low:
            _, _, command = word.text.partition("=")
            found.inner.append(Inner("shell", command, word.fixed, marks=call.marks))


def sent(call: Call, sources: list[Word], host: str, target: Word) -> list[Effect]:
    """Give the effects of sending files to a host."""
    place = call.place if call.place is not Place.UNKNOWN else place_of(target.text)
    by = Call(call.program, call.words, marks=call.marks | {"remote"}, place=place)
    effects: list[Effect] = []
    outside = is_outside(host) or not target.fixed
    for word in sources or [Word("")]:
        if is_secret(word.text):
            effects += [effect(by, each, word) for each in _SECRET_AWAY]
        elif outside and (is_dump(word.text) or is_address(host)):
            effects += [effect(by, each, word) for each in _AWAY]
    path = target.text.partition(":")[2]
    if trusted(path):
        return effects + [effect(by, each, target) for each in _TRUSTED]
    over = path.startswith(_REMOTE_SYSTEM) or path == "/"
    return effects + [effect(by, each, target) for each in (_OUT_OVER if over else _OUT)]


def _got(call: Call, sources: list[Word], target: Word) -> list[Effect]:
    effects: list[Effect] = []
    for word in sources:
        if host_of(word.text):
            done = _SECRET_IN if is_secret(word.text) else _FROM
            effects += [effect(call, each, word) for each in done]
    system = target.text.rstrip("/") == "" or target.text.startswith(_SYSTEM_PATHS)
    here = replace(call, place=Place.LOCAL) if _own_file(target.text) else call
    return effects + [effect(here, each, target) for each in (_OVER if system else _IN)]


def _own_file(path: str) -> bool:
    """Whether a file is made where one works, whatever its name says of where it is from."""
    return path.startswith("./") or "/" not in path


def read_scp(call: Call) -> Found:
    """Read `scp`."""
    given = options(unnumbered(call.words), _SCP)
    found = Found()
    if given.has("--help", "--version"):
        return found.add(looks(call))
    if len(given.plain) < 2 or given.has("-S"):
        return found.unread(shown(call), "what is copied, or through what, is not known")
    _unchecked(call, given, found)
    *sources, target = given.plain
    if host_of(target.text):
        return found.add(*sent(call, sources, host_of(target.text), target))
    return found.add(*_got(call, sources, target))


def read_rsync(call: Call) -> Found:
    """Read `rsync`; what is only at the target goes where it is told to mirror."""
    given = options(unnumbered(call.words), _RSYNC)
    found = Found()
    if given.has("-n", "--dry-run", "--help", "--version", "--list-only"):
        return found.add(looks(call))
    if len(given.plain) < 2:
        if given.plain and given.plain[0].fixed and not given.unsure:
            return found.add(*(effect(call, each, given.plain[0]) for each in _FROM))
        return found.unread(shown(call), "what is copied is not known")
    _unchecked(call, given, found)
    _programs(call, given, found)
    *sources, target = given.plain
    host = host_of(target.text)
    if host:
        found.add(*sent(call, sources, host, target))
    elif any(host_of(each.text) for each in sources):
        found.add(*_got(call, sources, target))
    else:
        system = target.text.rstrip("/") == "" or target.text.startswith(_SYSTEM_PATHS)
        found.add(*(effect(call, each, target) for each in (_OVER if system else _COPIED)))
    if any(name.startswith("--del") for name in given.given):
        marks = {"root"} if target.text.partition(":")[2] == "/" or target.text == "/" else set()
        marks |= {"remote"} if host else set()
        built = all(_BUILT.isdisjoint(x.text.split("/")) is False for x in sources)
        if built and place_of(host or target.text) is Place.STAGING:
            marks |= {"temporary"}
        found.add(*(effect(call, each, target, "--delete", marks=marks) for each in _MIRROR))
    if given.has("--remove-source-files"):
        found.add(*(effect(call, each, word, "--remove-source-files")
                    for each in _SOURCE_GONE for word in sources))  # fmt: skip
    return found


def _programs(call: Call, given: Options, found: Found) -> None:
    """Add the programs that an rsync calls here and there, where they are not the usual ones."""
    for word in [*given.given.get("-e", ()), *given.given.get("--rsh", ())]:
        plain = word.text.split()[:1] == ["ssh"] and not set(";|&$`") & set(word.text)
        if not plain or not word.fixed:
            found.inner.append(Inner("shell", word.text, word.fixed, marks=call.marks))
    for word in given.given.get("--rsync-path", ()):
        if word.text.removeprefix("sudo ").rsplit("/", 1)[-1] != "rsync":
            marks = call.marks | {"remote"}
            found.inner.append(Inner("shell", word.text, word.fixed, marks=marks))


def _sftp(call: Call) -> Found:
    """Read `sftp`: what it is fed is a little language of its own, of which removal counts."""
    given = options(call.words, bag("-b -B -c -D -F -i -J -l -o -P -R -S -s -X"))
    found = Found()
    if call.stdin is None and given.plain and "-b" not in given.given:
        path = given.plain[0].text.partition(":")[2]
        if path and not path.endswith("/"):
            return found.add(*_got(call, [given.plain[0]], [*given.plain, Word(".")][1]))
    if call.stdin is None or given.value("-b") not in ("", "-", "/dev/stdin"):
        return found.unread(shown(call), "what is done over sftp is not on the page")
    host = Word(given.plain[0].text if given.plain else "")
    for line in call.stdin.text.splitlines()[:100]:
        verb, _, rest = line.strip().lstrip("-@").partition(" ")
        word = Word(rest.strip(), call.stdin.fixed)
        if verb in ("put", "mput", "reput"):
            found.add(*sent(call, [word], host_of(host.text + ":"), host))
        elif verb in ("rm", "rmdir"):
            found.add(*(effect(call, each, word, "rm", marks={"remote"}) for each in _SOURCE_GONE))
        elif verb.startswith("!"):
            found.inner.append(Inner("shell", line.strip().lstrip("!"), call.stdin.fixed))
        elif verb in ("ls", "cd", "lcd", "pwd", "lpwd", "bye", "exit", "quit", "df", "lls", ""):
            found.add(*(effect(call, each, host) for each in _FROM))
        elif verb in ("get", "mget", "reget"):
            found.add(*_got(call, [Word(host.text + ":" + rest)], Word(".")))
        else:
            found.unread(line, "a line for sftp that is not known")
    return found


PROGRAMS: Final[dict[str, Reader]] = {"scp": read_scp, "rsync": read_rsync, "sftp": _sftp}
