"""`docker`, `podman` and `nerdctl`, with compose and swarm.

Marks of this module beside the agreed ones:

| mark | meaning |
|---|---|
| `host` | a container that reaches the machine under it |
| `volumes` | what containers keep is deleted with them |
| `throwaway` | a container that goes when its command ends |
| `baked` | a secret that stays in the layers of an image |
| `stranger` | an image of somebody on a public registry, which stays on the machine |
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading import container_runs as runs
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.compose import read_compose
from sentinel.live.reading.container_besides import besides, of_all, pushed
from sentinel.live.reading.containerd import PROGRAMS as CONTAINERD
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Does,
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

_GLOBALS: Final = frozenset({
    "-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "--tlscacert", "--tlscert",
    "--tlskey", "--url", "--connection", "--identity", "--root", "--runroot", "--storage-driver",
    "--namespace", "-n", "--address", "-a", "--cgroup-manager",
})  # fmt: skip
_VALUED: Final = _GLOBALS | {
    "-f", "--filter", "--format", "-t", "--time", "--tag", "--signal", "-s", "--since", "--until",
    "--tail", "--driver", "-d", "--opt", "-o", "--output", "--name", "--label", "--file",
    "--build-arg", "--target", "--platform", "--replicas", "--image", "-u", "--username", "-p",
    "--password", "--message", "-m", "--author", "--change", "-i", "--input", "--subnet",
    "--gateway", "--publish", "--env", "-e", "--mount", "--availability", "--role",
    "--advertise-addr",
    "--token", "--orchestrator", "--memory", "--cpus", "--restart", "--last", "--network", "-n",
    "--secret", "--cache-from", "--cache-to", "--ssh", "--builder", "--iidfile", "--progress",
    "--docker", "--description", "--compose-file", "--timeout", "--publish-add", "--constraint-add",
    "--env-add", "--limit-cpu", "--limit-memory", "--allow", "--set", "--attest", "--sbom",
    "--provenance", "--build-context", "--add-host", "--shm-size", "--ulimit", "--metadata-file",
    "--update-parallelism", "--update-delay", "--update-order", "--update-failure-action",
    "--stop-grace-period", "--rollback-delay", "--reserve-memory", "--reserve-cpu", "--label-add",
    "--mount-add", "--network-add", "--network-rm", "--secret-add", "--config-add",
    "--args", "--entrypoint", "--cap-add", "--user",
    "--publish-rm", "--mount-rm", "--constraint-rm", "--secret-rm", "--config-rm", "--env-rm",
    "--memory-swap", "--cpu-shares", "--cpuset-cpus", "--pids-limit", "--cpu-quota",
}  # fmt: skip
_BOOLEAN: Final[dict[str, frozenset[str]]] = {
    "rm": frozenset({"-f", "-l"}), "rmi": frozenset({"-f"}), "prune": frozenset({"-f", "-a"}),
    "logs": frozenset({"-f", "-t"}), "ps": frozenset({"-l", "-a", "-s"}),
    "images": frozenset({"-a"}), "push": frozenset({"-a"}), "pull": frozenset({"-a"}),
    "stop": frozenset({"-a", "-f", "-i"}), "restart": frozenset({"-a"}), "inspect":
    frozenset({"-s"}), "kill": frozenset({"-a"}), "leave": frozenset({"-f"}),
    "start": frozenset({"-a", "-i"}), "df": frozenset({"-v"}), "cp": frozenset({"-a", "-L"}),
}  # fmt: skip
"""Letters that take no value in a sub-command, by its last word."""

_WORK: Final = looks(Thing.WORKLOAD)
_STOP: Final = does(Kind.STOPS, Thing.WORKLOAD)
_SET: Final = Radius.NAMESPACE
_GROUPS: Final = frozenset({
    "container", "image", "volume", "network", "system", "builder", "buildx", "compose", "swarm",
    "service", "stack", "node", "secret", "config", "context", "plugin", "trust", "manifest", "pod",
    "machine", "scout", "checkpoint", "generate", "play", "kube", "artifact", "namespace",
})  # fmt: skip
_PRUNE: Final = "docker system df"

_TOOL: Final = Tool(spread({
    "ps | logs | stats | top | port | diff | wait | container ls | container list | container ps | "
    "container logs | container stats | container top | container port | container inspect | "
    "container diff | container wait | inspect | events | info | version | search | "
    "system df | system info | system events | stack config | model list | model ls | model ps | "
    "model status | model df | model inspect | model logs | mcp catalog ls | image trust show | "
    "network exists | container exists | image exists | volume exists | pod exists | image tree | "
    "mount | unshare --help | image mounts | desktop status | desktop version | extension ls |"
    "offload status | pod top | system connection list | system connection ls | checkpoint ls | "
    "service ls | service ps | service logs | "
    "service inspect | stack ls | stack ps | stack services | node ls | node ps | node inspect | "
    "pod ps | pod inspect | pod ls | pod logs | pod stats | healthcheck run | help | sbom": _WORK,
    "images | history | image ls | image list | image inspect | image history | manifest inspect | "
    "buildx ls | buildx du | buildx inspect | buildx version | buildx bake --print | scout cves | "
    "scout quickview | trust inspect | buildx imagetools inspect": looks(Thing.IMAGE),
    "volume ls | volume inspect | volume list": looks(Thing.VOLUME),
    "network ls | network inspect | network list": looks(Thing.NETWORK),
    "secret ls | secret inspect": looks(Thing.SECRET),
    "config ls | config inspect | context ls | context show | context inspect | plugin ls | "
    "plugin inspect | machine ls | machine list | machine inspect": looks(Thing.CONFIGURATION),
    "rm | container rm | container remove | pod rm": ends(Thing.WORKLOAD),
    "container prune | pod prune": ends(Thing.WORKLOAD, radius=_SET),
    "rmi | image rm | image remove": ends(Thing.IMAGE, undo=Undo.EASY),
    "image prune | builder prune | buildx prune":
        ends(Thing.IMAGE, "temporary", radius=_SET, undo=Undo.EASY),
    "volume rm | volume remove": ends(Thing.VOLUME, undo=Undo.NEVER),
    "volume export": looks(Thing.VOLUME),
    "volume import": writes(Thing.VOLUME),
    "buildx imagetools create": writes(Thing.IMAGE, "remote"),
    "volume prune": ends(Thing.VOLUME, radius=_SET, undo=Undo.NEVER, safer="docker volume ls"),
    "network rm | network remove": ends(Thing.NETWORK, undo=Undo.EASY),
    "network prune": ends(Thing.NETWORK, radius=_SET, undo=Undo.EASY),
    "init": makes(Thing.FILE, "local"),
    "auto-update": writes(Thing.WORKLOAD, "restart"),
    "debug": does(Kind.STARTS, Thing.WORKLOAD),
    "model pull | model package": makes(Thing.IMAGE),
    "model rm": ends(Thing.IMAGE, undo=Undo.EASY),
    "system migrate | system renumber": does(Kind.STOPS, Thing.WORKLOAD),
    "system service": does(Kind.STARTS, Thing.UNIT),
    "system check": looks(Thing.VOLUME),
    "network create": makes(Thing.NETWORK),
    "network connect | network disconnect": writes(Thing.NETWORK),
    "volume create": makes(Thing.FOLDER, "container"),
    "stop | kill | pause | container stop | container kill | container pause | pod stop | "
    "pod kill | machine stop": _STOP,
    "restart | container restart | pod restart": _STOP.marked("restart"),
    "start | unpause | container start | container unpause | pod start | machine start":
        does(Kind.STARTS, Thing.WORKLOAD),
    "update | rename | container update | container rename": writes(Thing.WORKLOAD),
    "build | pull | import | tag | load | commit | image build | image pull | image tag | "
    "image load | image import | container commit | buildx build | buildx bake | buildx create | "
    "buildx use | manifest create | builder build": makes(Thing.IMAGE),
    "push | image push | manifest push | trust sign": writes(Thing.IMAGE, "remote"),
    "save | image save | export | container export": writes(Thing.FILE),
    "login": does(Kind.WRITES, Thing.SECRET),
    "logout | context use | context create | context update | context import":
        writes(Thing.CONFIGURATION, "context"),
    "context rm": ends(Thing.CONFIGURATION, undo=Undo.EASY),
    "context export": does(Kind.REVEALS, Thing.SECRET),
    "attach | container attach": does(Kind.EXECUTES, Thing.CODE, "container", "interactive"),
    "swarm init | swarm join | swarm update": writes(Thing.CLUSTER),
    "swarm leave": Does(Kind.STOPS, Thing.CLUSTER, undo=Undo.HARD),
    "swarm join-token | swarm unlock-key": does(Kind.REVEALS, Thing.SECRET),
    "swarm ca": writes(Thing.CERTIFICATE),
    "service create | stack deploy | stack up": does(Kind.STARTS, Thing.WORKLOAD),
    "service update": writes(Thing.WORKLOAD, "restart"),
    "service scale": writes(Thing.WORKLOAD),
    "system prune": ends(Thing.WORKLOAD, "prune", radius=Radius.ACCOUNT),
    "service rollback": writes(Thing.WORKLOAD, "rollback"),
    "service rm | service remove": ends(Thing.WORKLOAD),
    "stack rm | stack down | stack remove":
        ends(Thing.WORKLOAD, "cascade", radius=Radius.NAMESPACE),
    "node rm": ends(Thing.NODE),
    "node update": writes(Thing.NODE),
    "node demote": does(Kind.STOPS, Thing.NODE),
    "node promote": does(Kind.ESCALATES, Thing.NODE),
    "secret rm": ends(Thing.SECRET),
    "secret create": makes(Thing.SECRET),
    "config rm": ends(Thing.CONFIGURATION),
    "config create": makes(Thing.CONFIGURATION),
    "plugin install | plugin enable": does(Kind.EXECUTES, Thing.CODE, "fetched"),
    "plugin rm | plugin disable": ends(Thing.PACKAGE, undo=Undo.EASY),
    "machine init": makes(Thing.INSTANCE),
    "machine reset": ends(Thing.INSTANCE, radius=Radius.ACCOUNT, undo=Undo.NEVER),
    "image scp": writes(Thing.IMAGE, "remote"),
    "checkpoint create": does(Kind.STOPS, Thing.WORKLOAD),
    "checkpoint rm": ends(Thing.BACKUP),
    "machine rm": ends(Thing.INSTANCE, "local"),
    "system reset": ends(Thing.WORKLOAD, "volumes", radius=Radius.ACCOUNT, undo=Undo.NEVER),
    "play kube | kube play": does(Kind.STARTS, Thing.WORKLOAD, "unseen"),
    "kube down | play kube --down": ends(Thing.WORKLOAD, radius=Radius.SET),
    "generate kube | kube generate | generate systemd": looks(Thing.WORKLOAD),
}), _VALUED, {"-f": "force", "--force": "force", "--no-prune": "orphan",
     "--prune": "orphan"},
    placed=("-H", "--host", "-c", "--context", "--url", "--connection"),
    wide={"--all": Radius.ACCOUNT})  # fmt: skip


_HERE: Final = frozenset({"", "default", "desktop-linux"})
"""Contexts of the daemon of this machine."""


def read_docker(call: Call) -> Found:  # noqa: C901, PLR0912
    """Read a call of `docker`, `podman` or `nerdctl`."""
    before = options(call.words, _GLOBALS, bundled=False, first_only=True)
    if not before.plain:
        return Found().add(harmless(f"{call.program} --help", Thing.WORKLOAD, ""))
    call = _aimed(call, before)
    words = list(before.plain)
    group = words[0].text.lower()
    verb = words[1].text.lower() if group in _GROUPS and len(words) > 1 else group
    rest = words[2:] if group in _GROUPS else words[1:]
    if not words[0].fixed:
        return Found().unread(call.program, "the sub-command is made at run time", "dynamic")
    if group == "compose":
        return read_compose(replace(call, words=tuple(words[1:])))
    if group in ("container", *((verb,) if group == verb else ())):
        if verb in ("run", "create"):
            return runs.run(call, rest, verb)
        if verb == "exec":
            return runs.exec_(call, rest)
        if verb == "cp":
            return runs.copy(call, rest)
    if verb == "unshare" and rest:
        return called(options(rest, first_only=True).plain, call)
    opts = options(words, _VALUED - _BOOLEAN.get(verb, frozenset()))
    if verb == "prune" and group == "system" and not asks_help(opts):
        return _prune(call, opts)
    if group == "service" and verb == "create":
        return runs.run(call, rest, "service create")
    if group == "service" and not asks_help(opts):
        copies = opts.value("--replicas")
        if verb == "scale":
            return runs.scale(call, opts.plain[2:])
        if verb == "update" and copies.isdigit():
            return runs.scale(call, [Word(f"{each.text}={copies}") for each in opts.plain[2:]])
    return _judged(call, opts, group, verb)


def _judged(call: Call, opts: Options, group: str, verb: str) -> Found:
    """What the table says, and what options do besides."""
    if (group, verb) == ("swarm", "ca") and not opts.has("--rotate"):
        return Found().add(*done(call, looks(Thing.CERTIFICATE), f"{call.program} swarm ca"))
    found = _TOOL.judge(call, opts, opts.plain)
    if _own(call, opts, verb):
        found.effects = [
            replace(each, place=Place.LOCAL) if each.place is Place.UNKNOWN else each
            for each in found.effects
        ]
    if asks_help(opts) or found.opaque:
        return found
    if verb == "push":
        found.effects = pushed(found.effects, call, opts.plain[-1].text if opts.plain else "")
    found.effects = of_all(found.effects, opts, verb)
    return found.take([besides(call, opts, group, verb)])


def _aimed(call: Call, opts: Options) -> Call:
    """The call with what its options and variables say about where the daemon is."""
    host = opts.value("-H", "--host", "--url") or dict(call.variables).get("DOCKER_HOST", "")
    context = opts.value("--context", "-c", "--connection")
    context = context or dict(call.variables).get("DOCKER_CONTEXT", "")
    if not host and not context:
        return call
    away = host.startswith(("tcp://", "ssh://", "http")) and "localhost" not in host
    away = away or (context not in _HERE and place_of(context) is not Place.LOCAL)
    marks = call.marks | {"remote"} if away else call.marks
    return replace(call, marks=marks, place=place_from([host, context], call.place))


def _prune(call: Call, opts: Options) -> Found:
    everything = opts.has("-a", "--all")
    what = Does(Kind.DELETES, Thing.WORKLOAD, Radius.ACCOUNT if everything else _SET, Undo.HARD,
                frozenset({"prune", "force"} if opts.has("-f", "--force") else {"prune"}),
                _PRUNE)  # fmt: skip
    found = Found().add(*done(call, what, f"{call.program} system prune", place=call.place))
    if opts.has("--volumes"):
        lost = Does(Kind.DELETES, Thing.VOLUME, Radius.ACCOUNT, Undo.NEVER,
                    frozenset({"volumes"}), _PRUNE)  # fmt: skip
        by = f"{call.program} system prune --volumes"
        found.add(*done(call, lost, by, place=call.place))
    return found


def _own(call: Call, opts: Options, verb: str) -> bool:
    """Whether only this machine changes, and one command brings it back."""
    named = "remote" not in call.marks and all(word.fixed for word in opts.plain)
    image = verb == "rmi" or (verb in ("rm", "remove") and opts.verb() == "image")
    here = opts.texts[:2] == ["context", "use"] and _HERE.issuperset(opts.texts[2:])
    return named and (verb in ("login", "logout") or image or here)


PROGRAMS: Final[dict[str, Reader]] = {
    **CONTAINERD,
    "docker": read_docker,
    "podman": read_docker,
    "finch": read_docker,
    "nerdctl": read_docker,
    "docker-compose": read_compose,
    "podman-compose": read_compose,
    "dive": runs.look,
    "hadolint": runs.look,
    "trivy": runs.look,
    "grype": runs.look,
    "syft": runs.look,
    "ctop": runs.look,
}
"""Readers, by program."""
