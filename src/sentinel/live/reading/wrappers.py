"""Programs that run another: `sudo`, `env`, `watch`; `find -exec` is in `files`.

Marks: `root` (as another user or with more rights), `container` (in another root or namespace),
`persistent` (stays after the shell), `fetched` and `decoded` (what is run came over the network,
or out of an encoding).
"""

from collections.abc import Collection
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.repeated_calls import PROGRAMS as REPEATED
from sentinel.live.reading.shells import PROGRAMS as SHELLS
from sentinel.live.reading.shells import called, looks, shell, text_of

_HELP: Final = names("--help --version -V --usage")


def _wrapper(valued: str = "", *marks: str, skip: int = 0, bare: str = "looks") -> Reader:
    """A reader of a program that runs the words after its options.

    Args:
        valued: Options that take a value.
        marks: Added to what is called.
        skip: Plain words in front of the command, as the time of `timeout`.
        bare: What it is without a command: `looks`, or `shell` where it starts one.
    """
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        if call.texts and call.texts[0] in _HELP:
            return looks(call)
        found = options(call.words, takes, first_only=True)
        rest = found.plain[skip:]
        if not rest and bare == "shell":
            return shell(replace(call, program="sh", words=(), marks=call.marks | set(marks)))
        return called(call, rest, *marks)

    return read


def _sudo(call: Call) -> Found:
    found = options(call.words, _SUDO, first_only=True)
    if found.has("-l", "--list", "-v", "-k", "-K", "--validate", "-V") and not found.plain:
        return looks(call)
    if found.has("-e", "--edit"):
        return _edited(call, found)
    if found.plain:
        return called(call, found.plain, "root")
    if found.has("-s", "-i", "--shell", "--login"):
        return shell(replace(call, program="sh", words=(), marks=call.marks | {"root"}))
    return looks(call)


def _edited(call: Call, found: Options) -> Found:
    inner = Call("tee", tuple(found.plain), None, "", call.marks | {"root"}, call.place)
    return Found(calls=[inner])


def _joined(valued: str, *marks: str) -> Reader:
    """A reader of a program that hands its words to a shell as one text: `watch`."""
    takes = frozenset(valued.split())

    def read(call: Call) -> Found:
        found = options(call.words, takes, first_only=True)
        if not found.plain:
            return looks(call)
        fixed = all(each.fixed for each in found.plain)
        text = " ".join(found.texts)
        return Found(inner=[Inner("shell", text, fixed, place=call.place,
                                  marks=call.marks | set(marks))])  # fmt: skip

    return read


def _option_command(option: Collection[str], valued: str = "", skip: int = 0) -> Reader:
    """A reader of a program whose command is an option's value (`script -c`), or its words."""
    takes = frozenset(valued.split()) | frozenset(option)

    def read(call: Call) -> Found:
        found = options(call.words, takes, first_only=True)
        texts = [word for name in option for word in found.given.get(name, ())]
        rest = list(found.plain[skip:])
        while rest and rest[0].text in option and len(rest) > 1:
            texts.append(rest[1])
            rest = rest[2:]
        if texts:
            return Found(inner=[text_of(each, call) for each in texts])
        return called(call, rest) if rest else looks(call)

    return read


def _env(call: Call) -> Found:
    if call.texts[:1] in (["--help"], ["--version"]):
        return looks(call)
    found = options(call.words, names("-u --unset -C --chdir -S"),
                    first_only=True)  # fmt: skip
    split = found.value("-S", "--split-string")
    if split:
        tail = " ".join("'" + each.text.replace("'", "'\\''") + "'" for each in found.plain)
        return Found(inner=[Inner("shell", f"{split} {tail}", marks=call.marks)])
    rest = [each for each in found.plain if "=" not in each.text]
    if rest:
        assigned = " ".join(each.text for each in found.plain[: found.plain.index(rest[0])])
        result = called(call, found.plain)
        if any(name in assigned for name in ("LD_PRELOAD=", "BASH_ENV=", "LD_AUDIT=", "PATH=")):
            result.unread(f"env {assigned}", "programs are looked for elsewhere", "path")
        return result
    return Found().add(
        Effect(Kind.REVEALS, Thing.SECRET, "environment", Radius.SET, Undo.NEVER, "env",
               frozenset(["environment"]))
    )  # fmt: skip


def _found(call: Call) -> Found:
    """Read `command`: with `-v` it only says where a program is."""
    if call.texts and call.texts[0] in ("-v", "-V", "-pv", "-pV"):
        return looks(call, "command -v")
    return _wrapper()(call)


_GDB_LOOKS: Final = ("bt", "backtrace", "info", "thread apply all bt", "frame", "print", "p ", "x/",
                     "list", "disas", "thread", "where", "up", "down", "set pagination",
                     "set print", "set confirm off", "quit", "detach", "t a a bt")  # fmt: skip


def _gdb(call: Call) -> Found:
    """Read `gdb`: with a core or a process it looks, unless it is told to run something."""
    found = options(call.words, names("-x -ex -iex -p -c -eval-command"), single=True)
    told = [*found.values("-ex"), *found.values("-iex"), *found.values("-eval-command")]
    only = all(each.strip().startswith(_GDB_LOOKS) and "call" not in each and "(" not in each
               for each in told)  # fmt: skip
    kept = found.has("-p", "-c") or len(found.plain) == 2
    if told and only and kept and not found.has("-x", "-args", "--args", "-command"):
        return looks(call, "gdb")
    return _wrapper("-x -ex -p -c")(call)


def _unshare(call: Call) -> Found:
    """Read `unshare`: what it runs has a network, or mounts, of its own."""
    found = options(call.words, names("-S -G -R -w --setuid --setgid --root --wd"), first_only=True)
    marks = ["container"]
    marks += ["own-network"] if found.has("-n", "--net") else []
    marks += ["own-mounts"] if found.has("-m", "--mount") else []
    return _wrapper("-S -G -R -w --setuid --setgid --root --wd", *marks, bare="shell")(call)


def _busybox(call: Call) -> Found:
    return called(call, list(call.words)) if call.words else looks(call)


_SUDO: Final = names(
    "-u --user -g --group -C --close-from -D --chdir -h --host -p --prompt -R --chroot -T "
    "--command-timeout -r --role -t --type -U --other-user -a -c"
)


PROGRAMS: Final[dict[str, Reader]] = {
    **SHELLS,
    "sudo": _sudo,
    "doas": _wrapper("-u -C -a", "root", bare="shell"),
    "pkexec": _wrapper("--user", "root"),
    "gosu": _wrapper("", "root", skip=1),
    "su-exec": _wrapper("", "root", skip=1),
    "fakeroot": _wrapper("-l -s -i -b"),
    "env": _env,
    "timeout": _wrapper("-k --kill-after -s --signal", skip=1),
    "gtimeout": _wrapper("-k --kill-after -s --signal", skip=1),
    "time": _wrapper("-f --format -o --output"),
    "nice": _wrapper("-n --adjustment"),
    "ionice": _wrapper("-c --class -n --classdata -p"),
    "chrt": _wrapper("-T -P -D", skip=1),
    "taskset": _wrapper("", skip=1),
    "numactl": _wrapper("-m -N -C --membind --cpunodebind --physcpubind"),
    "nohup": _wrapper(),
    "setsid": _wrapper(),
    "stdbuf": _wrapper("-i -o -e --input --output --error"),
    "unbuffer": _wrapper(),
    "chronic": _wrapper(),
    "caffeinate": _wrapper("-t -w"),
    "setarch": _wrapper("", skip=1),
    "linux64": _wrapper(),
    "catchsegv": _wrapper(),
    "eatmydata": _wrapper(),
    "proxychains": _wrapper("-f"),
    "proxychains4": _wrapper("-f"),
    "torsocks": _wrapper(),
    "command": _found,
    "builtin": _wrapper(),
    "exec": _wrapper("-a"),
    "coproc": _wrapper(),
    "strace": _wrapper("-e -o -p -s -u -E -P -a -I -O -S -b"),
    "ltrace": _wrapper("-e -o -p -s -u -a -n"),
    "gdb": _gdb,
    "valgrind": _wrapper(),
    "direnv": _wrapper("", skip=2),
    "dotenv": _wrapper("-f -e -p"),
    "dumb-init": _wrapper(),
    "tini": _wrapper("-e -p"),
    "catatonit": _wrapper(),
    "chroot": _wrapper("--userspec --groups", "container", skip=1, bare="shell"),
    "unshare": _unshare,
    "nsenter": _wrapper("-t --target -S -G -W", "root", bare="shell"),
    "setpriv": _wrapper("--reuid --regid --groups --inh-caps --bounding-set"),
    "capsh": _option_command(["-c"]),
    "systemd-run": _wrapper("-p --property -u --unit -E --setenv -d --working-directory --uid "
                            "--gid --nice --slice -M --machine -H --host --description "
                            "--on-calendar --on-active --on-boot --timer-property", "persistent"),
    "firejail": _wrapper(),
    "bwrap": _wrapper("--bind --ro-bind --dev --proc --tmpfs", "container"),
    "flock": _option_command(["-c", "--command"], "-w --timeout -E --conflict-exit-code", 1),
    "script": _option_command(["-c", "--command"], "-T -I -O -B -m -o", 1),
    **REPEATED,
    "watch": _joined("-n --interval -q --equexit"),
    "entr": _wrapper(),
    "busybox": _busybox,
    "toybox": _busybox,
}  # fmt: skip
