"""`ctr`, the client of containerd: what it runs, and where it goes in.

Marks: `host` (a container that reaches the machine under it), `container`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.container_runs import mounts_host
from sentinel.live.reading.image_names import nowhere_known
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Tool,
    asks_help,
    called,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    place_from,
    spread,
    writes,
)

_GLOBALS: Final = frozenset({"-n", "--namespace", "-a", "--address", "--timeout",
                             "--connect-timeout"})  # fmt: skip
_RUN: Final = frozenset({
    "--snapshotter", "--label", "--env", "--mount", "--cwd", "--user", "--hostname", "--runtime",
    "--runtime-config-path", "--pid-file", "--log-uri", "--gpus", "--device", "--cpus",
    "--memory-limit", "--cap-add", "--cap-drop", "--with-ns", "--platform", "--config",
    "--seccomp-profile", "--apparmor-profile", "--annotation", "--env-file", "--rootfs-propagation",
    "--exec-id", "--fifo-dir", "--cni-conf-dir",
})  # fmt: skip
_POWERS: Final = ("ALL", "CAP_SYS_ADMIN", "SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_MODULE")

_CTR: Final = Tool(spread({
    "images ls | image ls | i ls | containers ls | container ls | c ls | tasks ls | task ls | "
    "t ls | namespaces ls | ns ls | version | snapshots ls | content ls | info | "
    "containers info | c info | tasks ps | t ps | images check | image check | "
    "tasks metrics | t metrics | plugins ls | plugin ls | leases ls | content fetch-object | "
    "namespaces list | images list | containers list | tasks list | events": looks(Thing.WORKLOAD),
    "images export | image export | i export": writes(Thing.FILE),
    "images mount | snapshots mount": does(Kind.STARTS, Thing.VOLUME),
    "images rm | image rm | i rm | images delete": ends(Thing.IMAGE, undo=Undo.EASY),
    "images pull | image pull | i pull | images import | images tag": makes(Thing.IMAGE),
    "images push | image push | i push": writes(Thing.IMAGE, "remote"),
    "containers rm | container rm | c rm | containers delete | tasks rm | task rm | t rm":
        ends(Thing.WORKLOAD),
    "tasks kill | task kill | t kill | tasks pause": does(Kind.STOPS, Thing.WORKLOAD),
    "tasks start | task start": does(Kind.STARTS, Thing.WORKLOAD),
    "namespaces rm | ns rm": ends(Thing.NAMESPACE, radius=Radius.NAMESPACE),
    "snapshots rm": ends(Thing.VOLUME),
}), frozenset({"-n", "--namespace", "-a", "--address", "-s", "--signal"}),
    {"-f": "force", "--force": "force"}, placed=("-n", "--namespace"))  # fmt: skip


def read_ctr(call: Call) -> Found:
    """Read a call of containerd's client."""
    before = options(call.words, _GLOBALS, first_only=True)
    plain = before.plain
    group, verb = before.verb(), before.verb(1)
    if group == "run" or (group in ("containers", "container", "c") and verb == "create"):
        return _run(call, before, plain[1:] if group == "run" else plain[2:])
    if group in ("tasks", "task", "t") and verb == "exec":
        rest = options(plain[2:], _RUN, first_only=True).plain
        if len(rest) < 2:
            return Found().unread("ctr tasks exec", "what is typed there is not known", "dynamic")
        return called(rest[1:], call, "container", "remote", place=_place(before, call, rest[0]))
    found = _CTR.read(call)
    if verb == "push" and any(nowhere_known(word.text) for word in plain[2:]):
        found.effects = [replace(each, kind=Kind.EXFILTRATES) for each in found.effects]
    return found


def _place(before: Options, call: Call, name: Word) -> Place:
    return place_from([before.value("-n", "--namespace"), name.text], call.place)


def _run(call: Call, before: Options, words: list[Word]) -> Found:
    """`run IMAGE NAME COMMAND`."""
    opts, by = options(words, _RUN, first_only=True), "ctr run"
    image, name = opts.plain[:1], opts.plain[1:2]
    if not image:
        return Found().unread(by, "it does not say which image", "broken")
    place = _place(before, call, (name or image)[0])
    found = Found().add(*done(call, does(Kind.STARTS, Thing.WORKLOAD), by, image, place=place))
    why = [each for each in ("--privileged", "--net-host") if opts.has(each)]
    why += [f"--cap-add={each}" for each in opts.values("--cap-add") if each.upper() in _POWERS]
    why += [f"--with-ns={each}" for each in opts.values("--with-ns") if "/proc/1/" in each]
    for each in opts.values("--mount"):
        fields = dict(part.partition("=")[::2] for part in each.split(","))
        if mounts_host(fields.get("src", fields.get("source", "")) + ":"):
            why.append(f"--mount {each}")
    for each in why:
        what = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
        found.add(*done(call, what, f"{by} {each}", [Word(each)], place=place))
    inside = ("container", *(("root", "host") if why else ()))
    return found.take([called(opts.plain[2:], call, *inside, place=place)])


def read_dockerd(call: Call) -> Found:
    """Read `dockerd`: a socket of the network without certificates gives the machine away."""
    opts = options(call.words, _DAEMON)
    if asks_help(opts) or opts.has("--validate", "--version", "-v"):
        return Found().add(harmless("dockerd --help", Thing.HOST, ""))
    found = Found().add(*done(call, does(Kind.STARTS, Thing.UNIT), "dockerd", place=call.place))
    for word in opts.given.get("--insecure-registry", ()):
        weak = does(Kind.WEAKENS, Thing.IMAGE, "no-verify")
        found.add(*done(call, weak, "dockerd --insecure-registry", [word], place=call.place))
    for word in [*opts.given.get("-H", ()), *opts.given.get("--host", ())]:
        if word.text.startswith("tcp://") and not opts.has("--tlsverify"):
            what = does(Kind.EXPOSES, Thing.HOST, "root", "public")
            found.add(*done(call, what, "dockerd --host", [word], place=call.place))
    return found


_DAEMON: Final = frozenset({"-H", "--host", "--config-file", "--data-root", "-g", "-G", "--group",
                            "-l", "--log-level", "-p", "--pidfile", "--tlscacert", "--tlscert",
                            "--tlskey", "--storage-driver", "-s",
                            "--insecure-registry"})  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {"ctr": read_ctr, "dockerd": read_dockerd}
"""Readers, by program."""
