"""Shells on other machines: ssh and what resembles it, and the keys that let one in.

Marks of its own: `tunnel` (a network is reached through another).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import is_address, is_local, is_outside
from sentinel.live.reading.shell_bindings import SECRET_FILE
from sentinel.live.reading.system_verbs import (
    Deeds,
    bag,
    deeds,
    effect,
    looks,
    plain,
    read,
    reader,
    shown,
    tool,
)  # fmt: skip

_SSH: Final = bag("-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w")
_TUNNELS: Final = {
    "-L": deeds("starts network tunnel"),
    "-D": deeds("starts network tunnel"),
    "-R": deeds("exposes network tunnel public"),
    "-w": deeds("exposes network namespace tunnel"),
    "-W": deeds("reads endpoint tunnel"),
}
_COMMANDS: Final = bag("proxycommand localcommand knownhostscommand")
_UNCHECKED: Final = deeds("weakens host no-verify easy | StrictHostKeyChecking=accept-new")
_FED: Final = deeds("writes data unknown")
_TAKEN: Final = deeds("exfiltrates data unknown")
_HOARDS: Final = bag(
    "mysqldump mariadb-dump pg_dump pg_dumpall mongodump tar zip redis-cli ldapsearch slapcat cat "
    "dd gzip zstd xz base64 openssl gpg env printenv ssh pg_basebackup mariabackup xtrabackup "
    "kubectl docker sqlite3 mysql psql aws gsutil rsync find etcdctl vault pv lz4 bzip2 cpio btrfs "
    "zfs git hg svnadmin svnrdump podman nerdctl"
)
_SECRET_TAKEN: Final = deeds("exfiltrates secret secret")
_ASKS: Final = deeds("reads host")
_FORGES: Final = bag("github.com gitlab.com bitbucket.org ssh.github.com altssh.gitlab.com "
                     "codeberg.org git.sr.ht gitea.com ssh.dev.azure.com")  # fmt: skip
_SHELL_SIGNS: Final = frozenset(";&|<>$`\"'\\(){}*?[]~#!\n=")


def read_ssh(call: Call) -> Found:
    """Read `ssh`: the command behind the host is read as shell, on that host."""
    if call.program == "autossh":
        call = replace(call, program="ssh", words=_unwatched(call.words))
    given, rest = _taken_apart(call)
    found = Found()
    if given.has("-V", "-Q", "-G", "--help"):
        return found.add(looks(call))
    if given.has("-O"):
        return found.add(*(effect(call, each, verb="-O") for each in _ASKS))
    if not given.plain and not given.given:
        return found.unread(shown(call), "no host is named")
    if not given.plain:
        # As in `GIT_SSH_COMMAND="ssh -i KEY"`: by itself it prints how it is to be called.
        given.plain = [Word("")]
        _options(found, call, given)
        return found.add(looks(call))
    host = given.plain[0]
    _options(found, call, given)
    place = call.place if call.place is not Place.UNKNOWN else place_of(host.text)
    if rest:
        _command(found, call, rest, place, host.text)
    elif call.stdin is not None:
        found.inner.append(_remote(call, call.stdin, place))
    elif given.has("-N", "-L", "-D") or given.has("-W") or (given.has("-T") and _forge(host.text)):
        found.add(*(effect(call, each, host) for each in _ASKS))
    else:
        found.unread(shown(call), "a session on another host: what is typed there is not known",
                     *(() if host.fixed else ("dynamic",)))  # fmt: skip
    return found


def _unwatched(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of `autossh` without `-M PORT`, which ssh does not know."""
    if words and words[0].text == "-M":
        return words[2:]
    return words[1:] if words and words[0].text.startswith("-M") else words


def _forge(host: str) -> bool:
    """Whether a host answers a login without a command by a greeting only."""
    return host.rpartition("@")[2].lower() in _FORGES


def _taken_apart(call: Call) -> tuple[Options, list[Word]]:
    """Give the options and the host, and the words of the command.

    Options may stand behind the host as well: `ssh host -p 22 ls`.
    """
    given = Options()
    rest = _leading(given, list(call.words))
    if not rest:
        return given, []
    given.plain = [rest[0]]
    return given, _leading(given, rest[1:])


def _leading(given: Options, words: list[Word]) -> list[Word]:
    """Add the options that words begin with, and give the words behind them."""
    while words and words[0].text.startswith("-") and words[0].text != "-":
        if words[0].text == "--":
            return words[1:]
        if words[0].text[1:].isdigit():
            words = words[1:]
            continue
        more = options(words, _SSH, first_only=True)
        for name, values in more.given.items():
            given.given.setdefault(name, []).extend(values)
        words = more.plain
        if more.after:
            return words
    return words


def _options(found: Found, call: Call, given: Options) -> None:
    for name, done in _TUNNELS.items():
        for value in given.given.get(name, ()):
            found.add(*(_tunnel(call, done, value, name)))
    for word in given.given.get("-o", ()):
        blank = " " in word.text.partition("=")[0].strip()
        key, _, said = word.text.strip().partition(" " if blank else "=")
        low = key.strip().lower()
        if low in _COMMANDS and said.strip().lower() not in ("", "none"):
            found.inner.append(Inner("shell", said.lstrip(" ="), word.fixed, marks=call.marks))
        elif low == "stricthostkeychecking" and said.strip().lower() in ("no", "off"):
            found.add(*(effect(call, each, given.plain[0], "-o") for each in _UNCHECKED))
        elif not word.fixed and "=" not in word.text:
            found.unread(word.text, "an option of ssh is made at run time", "dynamic")


def _tunnel(call: Call, done: Deeds, value: Word, name: str) -> list[Effect]:
    """Give the effects of a tunnel; one that listens on all addresses is public."""
    wide = value.text.startswith(("0.0.0.0:", "*:", ":")) or name == "-R"
    marks = {"public"} if wide else set()
    if name == "-R":
        value = Word(value.text.replace("localhost", "here"), value.fixed)
    done = deeds("exposes network tunnel") if wide and name in ("-L", "-D") else done
    return [effect(call, each, value, name, marks=marks) for each in done]


def _remote(call: Call, source: Inner, place: Place) -> Inner:
    marks = source.marks | call.marks | {"remote"}
    return replace(source, language="shell", marks=marks, place=place)


def _command(found: Found, call: Call, rest: list[Word], place: Place, host: str = "") -> None:
    """Add a command of another host: as a call where it is fed, else as text for its shell."""
    text = " ".join(each.text for each in rest)
    fixed = all(each.fixed for each in rest)
    marks = call.marks | {"remote"}
    fed = call.stdin is not None or bool(call.piped)
    server = host.rpartition("@")[2]
    if call.piped == SECRET_FILE and not is_local(server):
        found.add(*(effect(call, each, host, "stdin") for each in _SECRET_TAKEN))
    elif call.piped in _HOARDS and is_address(server) and is_outside(server):
        found.add(*(effect(call, each, host, call.piped) for each in _TAKEN))
    if fed and fixed and not _SHELL_SIGNS & frozenset(text):
        program, *words = text.split() or [""]
        name = program.rsplit("/", 1)[-1].lower()
        stdin = call.stdin and replace(call.stdin, place=place, marks=call.stdin.marks | marks)
        found.calls.append(
            Call(name, tuple(Word(each) for each in words), stdin, call.piped, marks, place)
        )
        return
    found.inner.append(Inner("shell", text, fixed, place=place, marks=marks))
    if fed:
        found.add(*(effect(call, each, text[:80], "stdin", marks={"remote"}) for each in _FED))


_SSHPASS: Final = bag("-f -d -p -P")


def _sshpass(call: Call) -> Found:
    """Read `sshpass`: the program behind its options is called."""
    given = options(call.words, _SSHPASS, first_only=True)
    return _called(call, given.plain, "nothing is called by sshpass")


def _called(call: Call, words: list[Word], why: str) -> Found:
    if not words or not words[0].fixed:
        return Found().unread(shown(call), why)
    name = words[0].text.rsplit("/", 1)[-1].lower()
    return Found(calls=[replace(call, program=name, words=tuple(words[1:]))])


_MOSH: Final = bag("-p --port --ssh --server --client --bind-server --predict --family")


def _mosh(call: Call) -> Found:
    given = options(call.words, _MOSH, first_only=True)
    if given.has("--version", "-v", "--help") and not given.plain:
        return Found().add(looks(call))
    if given.has("--ssh") and not given.value("--ssh").startswith("ssh"):
        return Found().unread(shown(call), "the program that connects is not known")
    return read_ssh(replace(call, program="ssh", words=tuple(given.plain)))


_MANY: Final = bag(
    "-h --hosts -H --host -w -g -l --user -x -p --par -t --timeout -o --outdir -e --errdir -O "
    "--options -f --fanout -u -X -R -G --group --inventory"
)


def _many(call: Call) -> Found:
    """Read `pssh`, `pdsh`, `clush`: one command on many hosts."""
    given = options(call.words, _MANY, first_only=True)
    hosts = given.value("-w", "-H", "--host", "-h", "--hosts", "-g")
    rest = given.plain
    if not hosts and call.program in ("pssh", "parallel-ssh") and rest:
        hosts, rest = rest[0].text, rest[1:]
    if given.has("--help", "--version"):
        return Found().add(looks(call))
    if not rest:
        return Found().unread(shown(call), "a session on many hosts: what is typed is not known")
    place = call.place if call.place is not Place.UNKNOWN else place_of(hosts)
    marks = call.marks | {"remote", "many"}
    text, fixed = " ".join(each.text for each in rest), all(each.fixed for each in rest)
    return Found(inner=[Inner("shell", text, fixed, place=place, marks=marks)])


_KEYGEN: Final = tool(
    {"": "creates secret"},
    "-t -b -C -f -N -P -m -F -R -I -V -n -s -D -z -O -Y -a -E -g -r -w -Z",
    instead={
        "-l, -B, -F, -e, -L, -H, -y": "reads secret", "-R": "writes file easy",
        "-p": "writes file easy", "-k": "deletes certificate", "-h": "creates certificate",
        "-s": "escalates account persistent", "-Q": "reads certificate",
        "-A": "creates secret set", "-Y": "reads secret",
    },
    bare="creates secret",
)  # fmt: skip


_BARED: Final = deeds("weakens secret protection")
_SIGNED: Final = deeds("escalates account persistent | ssh-keygen -V +1h -n USER")


def _keygen(call: Call) -> Found:
    """Read `ssh-keygen`: `-y` and a key that is replaced lose or show a secret."""
    given = options(call.words, _KEYGEN.valued)
    found = read(_KEYGEN, call, given)
    target = given.value("-f")
    if given.has("-p") and "-N" in given.given and not given.value("-N"):
        return Found().add(*(effect(call, each, target, "-p") for each in _BARED))
    if given.has("-y"):
        return Found().add(*(effect(call, each, target, "-y") for each in _ASKS))
    if given.has("-s") and not given.has("-h", "-k", "-Y"):
        return Found().add(*(effect(call, each, given.value("-n"), "-s") for each in _SIGNED))
    made = [
        each for each in found.effects if each.kind is Kind.CREATES and each.thing is Thing.SECRET
    ]
    if made and target:
        replaced = call.piped == "yes" or target.startswith("/etc/ssh/")
        found.effects = [replace(each, name=target) for each in made]
        if replaced:
            lost = deeds("deletes secret never force")
            found.add(*(effect(call, each, target, "-f") for each in lost))
    return found


_LETS_IN: Final = {
    "ssh-agent, ssh-keyscan": "reads host",
}
_COPY_ID: Final = tool({"": "escalates account remote persistent"}, "-i -p -o -t -F -s",
                       dry="-n -h -?")  # fmt: skip

_SSH_ADD: Final = tool(
    {"": "reads secret"}, "-t -c -s -S -h -H", bare="reads secret",
    instead={"-l, -L, -T": "reads secret", "-D, -d, -x, -X": "writes process easy",
             "-s": "executes code unknown", "-e": "writes process easy"},
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_LETS_IN, "-i -p -o -t -T"),
    **dict.fromkeys(("ssh", "autossh", "slogin", "rsh"), read_ssh),
    **dict.fromkeys(("pssh", "parallel-ssh", "pdsh", "clush", "dsh"), _many),
    "ssh-copy-id": reader(_COPY_ID),
    "ssh-add": reader(_SSH_ADD),
    "sshpass": _sshpass,
    "mosh": _mosh,
    "ssh-keygen": _keygen,
}
