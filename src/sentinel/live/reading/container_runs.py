"""Containers that are run, entered and copied from."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Kind, Place, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.container_images import (
    entry,
    gives_the_daemon,
    lets_anybody_in,
    published,
)
from sentinel.live.reading.container_mounts import as_outside, given_secrets, overwritten
from sentinel.live.reading.file_paths import aim, secret, trusted
from sentinel.live.reading.image_names import nowhere_known, stranger
from sentinel.live.reading.kubernetes_changes import scaled
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Does,
    called,
    does,
    done,
    ends,
    harmless,
    looks,
    place_from,
    writes,
)

_VALUED: Final = frozenset({
    "-a", "--attach", "--add-host", "--annotation", "--blkio-weight", "--cap-add", "--cap-drop",
    "--cgroup-parent", "--cgroupns", "--cidfile", "-c", "--cpu-shares", "--cpus", "--cpu-period",
    "--cpu-quota", "--cpuset-cpus", "--cpuset-mems", "--device", "--device-cgroup-rule", "--dns",
    "--detach-keys", "--dns-option", "--dns-search", "--domainname", "--entrypoint", "-e", "--env",
    "--env-file", "--expose", "--gpus", "--group-add", "--health-cmd", "--health-interval",
    "--health-retries", "--health-timeout", "--health-start-period", "-h", "--hostname", "--ip",
    "--ip6", "--ipc", "--isolation", "-l", "--label", "--label-file", "--link", "--log-driver",
    "--log-opt", "--mac-address", "-m", "--memory", "--memory-reservation", "--memory-swap",
    "--mount", "--name", "--network", "--net", "--network-alias", "--oom-score-adj", "--pid",
    "--pids-limit", "--platform", "-p", "--publish", "--pull", "--restart", "--runtime",
    "--security-opt", "--shm-size", "--stop-signal", "--stop-timeout", "--storage-opt", "--sysctl",
    "--tmpfs", "--ulimit", "-u", "--user", "--userns", "--uts", "-v", "--volume",
    "--volume-driver", "--volumes-from", "-w", "--workdir", "--pod", "--arch", "--os",
    "--secret", "--authfile", "--kernel-memory", "--memory-swappiness", "--mode", "--replicas",
    "--constraint", "--limit-memory", "--limit-cpu", "--reserve-memory", "--reserve-cpu",
    "--update-parallelism", "--update-delay", "--update-order", "--update-failure-action",
    "--config", "--restart-condition", "--endpoint-mode", "--container-label", "--placement-pref",
    "--stop-grace-period", "--replicas-max-per-node", "--restart-delay", "--restart-max-attempts",
})  # fmt: skip
"""Options of `run`, `create` and `service create` that take a value."""
_SYSTEM: Final = ("/etc", "/root", "/var/run", "/run", "/proc", "/sys", "/dev", "/boot",
                  "/usr", "/bin", "/sbin", "/lib", "/var/lib", "/home")  # fmt: skip
_SPACES: Final = ("--pid", "--ipc", "--uts", "--userns", "--cgroupns")
_TOYS: Final = ("/dev/dri", "/dev/snd", "/dev/video", "/dev/kvm")
_TIME: Final = frozenset({"/etc/localtime", "/etc/timezone"})
CAPS: Final = frozenset({"ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE",
                          "DAC_READ_SEARCH", "SYS_RAWIO", "BPF"})  # fmt: skip
"""Powers by which a container is as good as root of its machine."""

_MINERS: Final = ("xmrig", "minerd", "cpuminer", "ethminer", "nbminer", "kinsing", "cryptonight",
                  "stratum+", "monero", "t-rex", "phoenixminer", "randomx")  # fmt: skip
_SECRET_WORDS: Final = ("SECRET", "TOKEN", "PASSWORD", "PASSWD", "PRIVATE_KEY", "API_KEY",
                        "APIKEY", "ACCESS_KEY", "CREDENTIAL", "_PAT", "AUTH_KEY", "SSH_KEY",
                        "DEPLOY_KEY", "SIGNING_KEY")  # fmt: skip
_TRIED: Final = frozenset({"", "test", "dev", "dummy", "example", "changeme", "password", "none",
                           "fake", "placeholder", "false", "true", "0", "1", "x"})  # fmt: skip


def holds_secret(text: str) -> bool:
    """Whether `NAME=VALUE` gives a secret away, by its name; the value may be made at run time."""
    name, equals, value = text.partition("=")
    if not equals or value.lower() in _TRIED:
        return False
    return any(each in name.upper() for each in _SECRET_WORDS) and "_FILE" not in name.upper()


def run(call: Call, words: Sequence[Word], verb: str) -> Found:
    """`run` and `create`: what the container may reach, and the command in it."""
    opts = options(words, _VALUED, first_only=True)
    by = f"{call.program} {verb}"
    if opts.has("--help"):
        return Found().add(harmless(f"{by} --help", Thing.WORKLOAD, ""))
    if not opts.plain:
        return Found().unread(by, "it does not say which image", "broken")
    image, command = opts.plain[0], list(opts.plain[1:])
    marks = {"throwaway"} if opts.has("--rm") else set[str]()
    if opts.value("--restart") in ("always", "unless-stopped"):
        marks.add("persistent")
    stays = opts.has("-d", "--detach") or "persistent" in marks
    shared = "host" in (opts.value("--network"), opts.value("--net"))
    kept = stays and (shared or "persistent" in marks)
    if nowhere_known(image.text) or (kept and stranger(image.text)):
        marks.add("stranger")
    place = _place(call, opts)
    mined = [word for word in (image, *command) if any(x in word.text.lower() for x in _MINERS)]
    found = Found().add(
        *(
            each
            for word in mined[:1]
            for each in done(
                call,
                does(Kind.EXECUTES, Thing.CODE, "untrusted-source", "container", undo=Undo.UNKNOWN),
                by,
                [word],
                place=place,
            )
        ),
        *done(call, does(Kind.STARTS, Thing.WORKLOAD, *marks), by, [image], place=place),
    )
    whys = reaches(opts)
    for why in whys:
        what = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
        found.add(*done(call, what, f"{by} {why}", [Word(why)], place=place))
    inside = ["container", "root", "host"] if whys else ["container"]
    inside += [] if shared or whys else ["own-network"]
    open_by = lets_anybody_in(opts, command)
    if open_by and published(opts) and place is not Place.LOCAL:
        what = does(Kind.EXPOSES, Thing.DATABASE, "no-password")
        found.add(*done(call, what, f"{by} {open_by}", [image], place=place))
    if any(gives_the_daemon(each) for each in opts.values("-p", "--publish")):
        what = does(Kind.EXPOSES, Thing.HOST, "root", "public")
        found.add(*done(call, what, f"{by} --publish", [image], place=place))
    told = [each.partition("=")[0] for each in opts.values("-e", "--env") if _tells(each)]
    found.take([given_secrets(call, opts, image, told, by)])
    command = _command(opts, image, command)
    found.take([overwritten(call, opts, command, by)])
    command = as_outside(command, opts)
    if command and not command[0].text.startswith("-"):
        found.take([called(command, call, *inside, place=place)])
    return found


def _tells(variable: str) -> bool:
    """Whether a variable that is handed on, with a value or as it is here, holds a secret."""
    return holds_secret(variable if "=" in variable else f"{variable}=$")


def _command(opts: Options, image: Word, command: list[Word]) -> list[Word]:
    """What runs in a container: the words behind the image, for the program that it starts."""
    given = opts.given.get("--entrypoint", [])
    if given:
        return [*_split(given[-1]), *command] if given[-1].text else command
    own = entry(image.text) if image.fixed else ""
    if own and command and command[0].text not in ("sh", "bash", "/bin/sh", "/bin/bash", own):
        return [Word(own), *command]
    return command


def _split(word: Word) -> list[Word]:
    return [Word(text, word.fixed) for text in word.text.split()]


def _place(call: Call, opts: Options) -> Place:
    name = opts.value("--name")
    said = place_of(name) if name else Place.UNKNOWN
    return call.place if said is Place.UNKNOWN else said


def reaches(opts: Options) -> list[str]:
    """Why a container reaches the machine under it, an option each; empty where it does not."""
    why = ["--privileged"] if opts.has("--privileged") else []
    why += [f"{name}=host" for name in _SPACES if opts.value(name) == "host"]
    why += [f"--cap-add={each}" for each in opts.values("--cap-add") if each.upper() in CAPS]
    why += [f"--device={each}" for each in opts.values("--device")
            if each.startswith("/dev/") and not each.startswith(_TOYS)]  # fmt: skip
    why += [f"--security-opt={each}" for each in opts.values("--security-opt")
            if "unconfined" in each or "disable" in each]  # fmt: skip
    why += [f"-v {each}" for each in opts.values("-v", "--volume") if mounts_host(each)]
    for each in opts.values("--mount"):
        fields = dict(part.partition("=")[::2] for part in each.split(","))
        if mounts_host(fields.get("source", fields.get("src", "")) + ":"):
            why.append(f"--mount {each}")
    return why


def mounts_host(volume: str) -> bool:
    """Whether a mount shows a container the system or the daemon of its machine."""
    source, colon, rest = volume.partition(":")
    if not colon or not source.startswith("/"):
        return False
    if "docker.sock" in source or "containerd.sock" in source or "podman.sock" in source:
        return True
    path = "/" + "/".join(part for part in source.split("/") if part not in ("", "."))
    if path == "/" or ".." in path.split("/"):
        return True
    if rest.endswith((":ro", ",ro")) and path in _TIME:
        return False
    deep = path.count("/")
    return any(path == each or (path.startswith(each + "/") and deep < 3 and each != "/home")
               for each in _SYSTEM)  # fmt: skip


ENTERED: Final = "entered"
"""Mark of what runs in a container that is there already: its `localhost` is no one's desk."""


def exec_(call: Call, words: Sequence[Word]) -> Found:
    """`exec CONTAINER COMMAND`."""
    opts = options(words, frozenset({
        "-e", "--env", "--env-file", "-u", "--user", "-w", "--workdir", "--detach-keys",
    }), first_only=True)  # fmt: skip
    by = f"{call.program} exec"
    if opts.has("--help"):
        return Found().add(harmless(f"{by} --help", Thing.WORKLOAD, ""))
    if len(opts.plain) < 2:
        return Found().unread(by, "it does not say what to run", "broken")
    marks = ["container", ENTERED, *(["root"] if opts.has("--privileged") else [])]
    place = place_of(opts.plain[0].text)
    found = Found()
    if opts.has("--privileged"):
        found.add(*done(call, does(Kind.ESCALATES, Thing.WORKLOAD, "root"), by, opts.plain[:1]))
    return found.take([called(opts.plain[1:], call, *marks, place=place)])


def copy(call: Call, words: Sequence[Word]) -> Found:
    """`cp`: into a container it writes there; out of one it writes here."""
    plain = options(words).plain
    if len(plain) < 2:
        return Found().unread(f"{call.program} cp", "it does not say what to copy", "broken")
    inward = ":" in plain[1].text
    where = plain[1].text.partition(":")[0] if inward else ""
    place = place_from([where], call.place)
    what = _put(plain[0].text, plain[1]) if inward else writes(Thing.FILE)
    found = Found().add(*done(call, what, f"{call.program} cp", [plain[1]], place=place))
    if secret(plain[0].text) or any(each in plain[0].text for each in _SHOWN):
        found.add(*done(call, does(Kind.REVEALS, Thing.SECRET), f"{call.program} cp", [plain[0]]))
    return found


_SHOWN: Final = ("/run/secrets", "/.ssh", "shadow", "/vault/")
"""Parts of paths that keys and passwords are kept under."""


def _put(source: str, target: Word) -> Does:
    """What it does to put a file into a container, by where it goes."""
    path = target.text.partition(":")[2]
    if aim(Word(path)).thing is Thing.DATABASE or path.startswith(_STORES):
        return writes(Thing.VOLUME)
    if trusted(path):
        return does(Kind.ESCALATES, Thing.PERMISSION, "container", "persistent")
    if "/etc/" in path or path.startswith("/config/"):
        if source.rpartition("/")[2].partition(".")[0] in _NOTHING:
            return ends(Thing.CONFIGURATION, "container", "system")
        return writes(Thing.CONFIGURATION, "container")
    if path.startswith(_PROGRAMS):
        return writes(Thing.FILE, "container", "system")
    return writes(Thing.FILE, "container")


_STORES: Final = ("/var/lib/docker", "/data/db", "/bitnami/", "/var/lib/registry", "/vault/data",
                  "/usr/share/elasticsearch/data", "/var/opt/gitlab", "/var/opt/mssql",
                  "/data/dump.rdb", "/data/appendonly", "/var/lib/neo4j", "/consul/data",
                  "/etcd-data", "/minio/data", "/prometheus", "/var/jenkins_home",
                  "/u01/", "/opt/oracle/oradata")  # fmt: skip
"""Where images keep what they are there for."""
_PROGRAMS: Final = ("/bin/", "/sbin/", "/lib", "/usr/bin/", "/usr/sbin/", "/usr/lib", "/boot/")
_NOTHING: Final = frozenset({"empty", "null", "blank", "none", "nothing"})


def scale(call: Call, pairs: Sequence[Word]) -> Found:
    """`service scale NAME=COUNT` and `compose scale`."""
    found = Found()
    for word in pairs:
        name, _, count = word.text.partition("=")
        what = scaled(int(count)) if count.isdigit() else writes(Thing.WORKLOAD, "dynamic")
        place = place_of(name) if call.place is Place.UNKNOWN else call.place
        target = [Word(name, word.fixed)]
        found.add(*done(call, what, f"{call.program} scale", target, place=place))
    return found if pairs else found.unread(call.program, "it says no number", "broken")


def look(call: Call) -> Found:
    """A program that only looks at images or containers."""
    return Found().add(*done(call, looks(Thing.IMAGE), call.program))
