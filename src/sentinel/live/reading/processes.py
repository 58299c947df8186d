"""Programs that end processes, stop the machine, or change its kernel while it runs.

Marks: `force` (`-9`), `many` (all of a name), `restart` (it comes back), `system` (the first
process, the kernel), `persistent` (a process that stays after the shell).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.looked_at import reads
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options

_VITAL: Final = names(
    "init systemd sshd dockerd containerd kubelet postgres mysqld mariadbd mongod redis-server "
    "etcd nginx haproxy kube-apiserver launchd dbus-daemon journald rsyslogd auditd java"
)
_ASKING: Final = names("USR1 USR2 CONT WINCH INFO URG 10 12 18 28 23")
"""Signals that a process is asked something with: to report, to reopen its logs, to go on."""
_OWN_SESSIONS: Final = names("scratch build test tests tmp temp dev demo bench try play work")
_AUDITING: Final = names("auditd rsyslogd journald falco osqueryd syslogd")


def _stops(
    call: Call, thing: Thing, name: str, radius: Radius, *marks: str, undo: Undo = Undo.EASY
) -> Effect:
    shown = f"{call.program} {' '.join(call.texts)}"[:80].strip()
    return Effect(Kind.STOPS, thing, name, radius, undo, shown, frozenset(marks))


def _kill(call: Call) -> Found:
    texts = call.texts
    if not texts or texts[0] in ("-l", "-L", "--list", "-t", "--help", "--version"):
        return Found().add(reads(call))
    found, force = Found(), False
    place = 0
    if texts[0] in ("-s", "-n", "--signal"):
        force, place = _forces(texts[1] if len(texts) > 1 else ""), 2
    elif texts[0].startswith("-"):
        force, place = _forces(texts[0][1:].partition("=")[2] or texts[0][1:]), 1
    if _signal(texts, place) == "0":
        return found.add(reads(call))
    asks = _signal(texts, place).upper().removeprefix("SIG") in _ASKING
    named = [each for each in call.words[place:] if each.text != "--"]
    marks = ["force"] if force else []
    found.add(*(_killed(call, each, *marks, asks=asks) for each in named))
    return found if found.effects else found.unread(" ".join(texts), "no process is named")


def _killed(call: Call, word: Word, *marks: str, asks: bool) -> Effect:
    if word.text == "$!" or (word.text.startswith("%") and word.fixed):
        return _own(_stops(call, Thing.PROCESS, word.text, Radius.ONE, *marks))
    if asks and word.text not in ("-1", "1", "0"):
        return _asked(call, word)
    if word.text in ("-1", "1"):
        return _stops(call, Thing.HOST, word.text, Radius.ACCOUNT, *marks, "system",
                      undo=Undo.HARD)  # fmt: skip
    if not word.fixed:
        return _stops(call, Thing.PROCESS, word.text, Radius.UNKNOWN, *marks, "dynamic")
    radius = Radius.SET if word.text.startswith(("-", "%-")) else Radius.ONE
    return _stops(call, Thing.PROCESS, word.text, radius, *marks)


def _own(effect: Effect) -> Effect:
    """What stops a process that the same shell, or the same hands, started."""
    return replace(effect, marks=effect.marks | {"temporary"}, place=Place.LOCAL)


def _asked(call: Call, word: Word) -> Effect:
    """That a process is sent a signal that does not end it."""
    return Effect(Kind.WRITES, Thing.PROCESS, word.text, Radius.ONE, Undo.EASY,
                  f"{call.program} {' '.join(call.texts)}"[:80])  # fmt: skip


def _signal(texts: list[str], place: int) -> str:
    if place == 2 and len(texts) > 1:
        return texts[1]
    return texts[0][1:] if place == 1 else "TERM"


def _forces(signal: str) -> bool:
    return signal.upper().removeprefix("SIG") in ("9", "KILL")


def _pkill(call: Call) -> Found:
    takes = names("-u -U -G -g -P -t -s --signal -F -d --euid --uid --parent --pidfile")
    found = options(call.words, takes, bundled=False)
    signals = [each[1:] for each in found.given if each[1:].isdigit() or each[1:].isupper()]
    numbers = [each for each in found.plain if each.text.startswith("-")]
    signals += [each.text[1:] for each in numbers] + found.values("--signal", "-s")
    plain = [each for each in found.plain if each not in numbers]
    force = any(_forces(each) for each in signals)
    marks = ["many", *(["force"] if force else [])]
    if "0" in signals or found.has("-l", "--list", "--help", "--version"):
        return Found().add(reads(call))
    users = found.values("-u", "-U", "--euid", "--uid")
    if users and not plain:
        return Found().add(_stops(call, Thing.PROCESS, users[0], Radius.NAMESPACE, *marks))
    result = Found()
    for word in plain:
        name = word.text.strip("^$")
        if not word.fixed:
            result.add(_stops(call, Thing.PROCESS, name, Radius.UNKNOWN, *marks, "dynamic"))
        elif name in ("", ".", ".*", "*"):
            result.add(_stops(call, Thing.HOST, name, Radius.ACCOUNT, *marks, undo=Undo.HARD))
        elif name in _AUDITING:
            result.add(
                Effect(Kind.WEAKENS, Thing.AUDIT, name, Radius.ONE, Undo.EASY,
                       f"{call.program} {name}", frozenset(["audit", *marks]))
            )  # fmt: skip
        else:
            vital = ["system"] if name in _VITAL else []
            result.add(_stops(call, Thing.PROCESS, name, Radius.SET, *marks, *vital))
    return result if result.effects else result.unread(call.program, "no process is named")


def _killall5(call: Call) -> Found:
    return Found().add(_stops(call, Thing.HOST, "*", Radius.ACCOUNT, "system", undo=Undo.HARD))


def _machine(*marks: str) -> Reader:
    """A reader of a program that stops the machine."""

    def read(call: Call) -> Found:
        found = options(call.words, names("-t --message"))
        if found.has("--help", "--show", "-w", "--wtmp-only") or "-c" in call.texts:
            return Found().add(reads(call))
        also = {"restart"} if found.has("-r", "--reboot") else set()
        also |= {"force"} if found.has("-f", "--force", "-ff") else set()
        return Found().add(
            _stops(call, Thing.HOST, "this machine", Radius.ACCOUNT, *marks, *also, undo=Undo.HARD)
        )

    return read


def _init(call: Call) -> Found:
    level = call.texts[0] if call.texts else ""
    if level in ("0", "6", "1", "s", "S", "single"):
        marks = ["restart"] if level == "6" else []
        return Found().add(_stops(call, Thing.HOST, "this machine", Radius.ACCOUNT, *marks,
                                  undo=Undo.HARD))  # fmt: skip
    if level in ("q", "Q", "u", "U"):
        return Found().add(_sets(call, "init"))
    return Found().unread(" ".join(call.texts), "a run level that is not known")


def _sets(call: Call, name: str, *marks: str, kind: Kind = Kind.WRITES) -> Effect:
    shown = f"{call.program} {' '.join(call.texts)}"[:80]
    return Effect(
        kind, Thing.CONFIGURATION, name, Radius.ACCOUNT, Undo.EASY, shown,
        frozenset(["system", *marks]),
    )  # fmt: skip


def _renice(call: Call) -> Found:
    found = options(call.words, names("-n --priority -p -g -u"))
    return Found().add(
        Effect(Kind.WRITES, Thing.PROCESS, " ".join(found.texts), Radius.ONE, Undo.EASY, "renice")
    )


def _ulimit(call: Call) -> Found:
    found = options(call.words)
    if not found.plain:
        return Found().add(reads(call))
    return Found().add(
        Effect(Kind.WRITES, Thing.PROCESS, "limits", Radius.ONE, Undo.EASY,
               f"ulimit {' '.join(call.texts)}"[:80])
    )  # fmt: skip


def _sysctl(call: Call) -> Found:
    found = options(call.words, names("-p --load -r --pattern"))
    sets = [each for each in found.texts if "=" in each]
    if sets or found.has("-w", "--write", "-p", "--load", "--system"):
        guards = ("randomize_va_space", "kptr_restrict", "dmesg_restrict", "ptrace_scope",
                  "rp_filter", "tcp_syncookies", "sysrq", "panic", "unprivileged")  # fmt: skip
        text = " ".join(sets)
        kind = Kind.WEAKENS if any(each in text for each in guards) else Kind.WRITES
        return Found().add(_sets(call, text or "kernel settings", kind=kind))
    return Found().add(reads(call))


def _swap(call: Call) -> Found:
    found = options(call.words, names("-L -U -p --priority -o --options"))
    shows = found.has("-s", "--summary", "--show", "--help", "--version")
    if call.program == "swapon" and (shows or not call.words):
        return Found().add(reads(call))
    return Found().add(_sets(call, " ".join(call.texts)))


def _module(call: Call) -> Found:
    found = options(call.words, names("-d -C -S"))
    if found.has("-n", "--dry-run", "-c", "--showconfig", "-D", "--show-depends"):
        return Found().add(reads(call))
    name = found.verb()
    if found.has("-r", "--remove") or call.program == "rmmod":
        return Found().add(_stops(call, Thing.CONFIGURATION, name, Radius.ACCOUNT, "system"))
    return Found().add(
        Effect(Kind.EXECUTES, Thing.CODE, name, Radius.ACCOUNT, Undo.HARD,
               f"{call.program} {name}", names("system root"))
    )  # fmt: skip


_TMUX_LOOKS: Final = names(
    "ls list-sessions list-windows lsw list-panes lsp capture-pane capturep attach a "
    "attach-session attach-client has has-session info show display display-message show-options "
    "list-keys lsk list-commands select-window select-pane switch-client rename-window"
)


def _tmux(call: Call) -> Found:
    takes = names("-t -s -n -c -L -S -f -F -x -y -e")
    found = options(call.words, takes, first_only=True)
    verb = found.verb()
    rest = options(found.plain[1:], takes)
    if not verb or verb in _TMUX_LOOKS:
        return Found().add(reads(call))
    if verb in ("send-keys", "send"):
        keys = [each.text for each in rest.plain]
        keys = ["\n" if each in ("Enter", "C-m", "C-j") else each for each in keys]
        return Found(inner=[Inner("shell", " ".join(keys), all(x.fixed for x in rest.plain))])
    if verb.startswith(("kill-", "killp", "killw")):
        whole = verb == "kill-server"
        name = rest.value("-t")
        ends = _stops(call, Thing.PROCESS, name, Radius.NAMESPACE if whole else Radius.ONE)
        return Found().add(_own(ends) if name in _OWN_SESSIONS else ends)
    starts = Effect(Kind.STARTS, Thing.PROCESS, "tmux", Radius.ONE, Undo.EASY, f"tmux {verb}",
                    frozenset(["persistent"]))  # fmt: skip
    if verb in ("new", "new-session", "new-window", "neww", "split-window", "splitw",
                "run-shell", "run", "respawn-pane", "if-shell", "pipe-pane"):  # fmt: skip
        text = " ".join(rest.texts)
        fixed = all(each.fixed for each in rest.plain)
        return Found([starts], inner=[Inner("shell", text, fixed)] if text else [])
    return Found().unread(" ".join(call.texts), "a command of tmux that is not known")


def _screen(call: Call) -> Found:
    found = options(call.words, names("-S -t -c -e -h -s -T -p -L -X -r -x") - {"-X", "-L"},
                    first_only=True)  # fmt: skip
    if found.has("-ls", "-list", "-l", "-r", "-x", "-v"):
        return Found().add(reads(call))
    if found.has("-X"):
        if found.verb() in ("quit", "kill"):
            return Found().add(_stops(call, Thing.PROCESS, found.value("-S"), Radius.ONE))
        text = " ".join(found.texts[1:]).replace("\\n", "\n").replace("^M", "\n")
        return Found(inner=[Inner("shell", text)]) if text else Found().add(reads(call))
    starts = Effect(Kind.STARTS, Thing.PROCESS, "screen", Radius.ONE, Undo.EASY, "screen",
                    frozenset(["persistent"]))  # fmt: skip
    text = " ".join(found.texts)
    return Found([starts], inner=[Inner("shell", text)] if text else [])


def _fuser(call: Call) -> Found:
    found = options(call.words, names("-n -s"))
    if found.has("-k", "--kill"):
        return Found().add(_stops(call, Thing.PROCESS, " ".join(found.texts), Radius.SET, "force"))
    return Found().add(reads(call))


PROGRAMS: Final[dict[str, Reader]] = {
    "kill": _kill,
    "pkill": _pkill,
    "killall": _pkill,
    "killall5": _killall5,
    "skill": _pkill,
    "xkill": _killall5,
    "shutdown": _machine(),
    "halt": _machine(),
    "poweroff": _machine(),
    "reboot": _machine("restart"),
    "kexec": _machine("restart", "system"),
    "init": _init,
    "telinit": _init,
    "renice": _renice,
    "ulimit": _ulimit,
    "prlimit": _renice,
    "sysctl": _sysctl,
    "swapoff": _swap,
    "swapon": _swap,
    "modprobe": _module,
    "insmod": _module,
    "rmmod": _module,
    "tmux": _tmux,
    "screen": _screen,
    "fuser": _fuser,
}
