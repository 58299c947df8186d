"""What options of `docker` and its kin do besides what their sub-command says.

Marks of this module: `starved` (a container gets too little to run), `quorum` (a swarm loses those
that decide in it).
"""

from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.container_images import gives_the_daemon
from sentinel.live.reading.container_runs import CAPS, mounts_host
from sentinel.live.reading.git_addresses import is_hostile, server
from sentinel.live.reading.image_builds import besides_building
from sentinel.live.reading.image_names import nowhere_known, poisons
from sentinel.live.reading.image_registries import to_the_public
from sentinel.live.reading.options import Options
from sentinel.live.reading.outward import is_address, is_outside
from sentinel.live.reading.subcommands import Does, does, done, ends, writes

_UNSIGNED: Final = frozenset({"pull", "push", "build", "run"})
_LEAST_BYTES: Final = 32 * 1024 * 1024
_LEAST_CPUS: Final = 0.05
_FEW_PROCESSES: Final = frozenset("12345")
_SIZE: Final = re2.compile(r"^(\d+)([bkmg]?)b?$")
_UNITS: Final = {"": 1, "b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_MEMORY: Final = ("-m", "--memory", "--limit-memory")
_CPUS: Final = ("--cpus", "--limit-cpu")
_FORCED: Final = replace(does(Kind.STOPS, Thing.CLUSTER, "force", "quorum"), undo=Undo.HARD)


def besides(call: Call, opts: Options, group: str, verb: str) -> Found:
    """What options do besides.

    Args:
        call: The call.
        opts: Its options.
        group: Its first word: `node`, `service`; that of a container's verb is the verb itself.
        verb: Its sub-command.
    """
    found = Found()
    if verb == "rm" and group in ("rm", "container") and opts.has("-v", "--volumes"):
        lost = ends(Thing.VOLUME, "volumes", undo=Undo.NEVER)
        found.add(*done(call, lost, f"{call.program} rm -v", place=call.place))
    if verb == "login" and opts.has("-p", "--password"):
        weak = does(Kind.WEAKENS, Thing.SECRET, "plaintext")
        found.add(*done(call, weak, f"{call.program} login --password", place=call.place))
    if verb in ("build", "bake") and group not in ("machine", "plugin"):
        found.take([besides_building(call, opts)])
    unsigned = dict(call.variables).get("DOCKER_CONTENT_TRUST") == "0"
    if verb in _UNSIGNED and (unsigned or opts.has("--disable-content-trust")):
        weak = does(Kind.WEAKENS, Thing.IMAGE, "no-verify")
        found.add(*done(call, weak, f"{call.program} {verb}", opts.plain[-1:], place=call.place))
    far = [word for word in opts.plain[2:] if word.text.startswith("tcp:")]
    if (group, verb) == ("system", "service") and far and "localhost" not in far[0].text:
        what = does(Kind.EXPOSES, Thing.HOST, "root", "public")
        found.add(*done(call, what, f"{call.program} system service", far, place=call.place))
    found.take([_brought(call, opts, group, verb)])
    if opts.has("--down") and "kube" in (group, verb):
        gone = ends(Thing.WORKLOAD, radius=Radius.SET)
        found.add(*done(call, gone, f"{call.program} kube play --down", opts.plain[2:]))
    taken = [*opts.given.get("-t", ()), *opts.given.get("--tag", ())] or opts.plain[2:3]
    if opts.texts[:2] in (["manifest", "create"], ["buildx", "imagetools"]) and any(
        poisons(source, goal.text) for goal in taken for source in opts.texts[2:]
    ):
        what = writes(Thing.IMAGE, "remote", "untrusted-source")
        found.add(*done(call, what, f"{call.program} {group} create", taken, place=call.place))
    if verb == "update" and group in ("update", "container", "service"):
        found.take([_starved(call, opts, opts.plain[1 if group == "update" else 2 :])])
    if group in ("swarm", "node"):
        found.take([_swarm(call, opts, group, verb)])
    return found.take([_service(call, opts)]) if (group, verb) == ("service", "update") else found


def _brought(call: Call, opts: Options, group: str, verb: str) -> Found:
    """Images from and to where nobody knows, and volumes that are a folder of the machine."""
    found, by = Found(), f"{call.program} {verb}"
    for word in opts.plain[1:]:
        far = nowhere_known(word.text) or ("://" in word.text and is_hostile(word.text))
        if verb in ("pull", "import") and group != "volume" and far:
            what = Does(Kind.CREATES, Thing.IMAGE, marks=frozenset({"untrusted-source"}))
            found.add(*done(call, what, by, [word], place=call.place))
        if verb == "scp" and is_hostile(word.text):
            sent = does(Kind.EXFILTRATES, Thing.IMAGE, "remote", undo=Undo.NEVER)
            found.add(*done(call, sent, by, [word], place=call.place))
    for each in opts.values("-o", "--opt") if (group, verb) == ("volume", "create") else ():
        if mounts_host(each.removeprefix("device=") + ":"):
            host = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
            found.add(*done(call, host, f"{by} --opt", [Word(each)], place=call.place))
    return found


def _swarm(call: Call, opts: Options, group: str, verb: str) -> Found:
    """What makes a swarm lose its managers, or follow somebody else's."""
    found, by, names = Found(), f"{call.program} {group} {verb}", opts.plain[2:]
    if group == "node" and verb == "update" and opts.value("--availability") == "drain":
        found.add(*done(call, does(Kind.STOPS, Thing.NODE, "drain"), by, names))
    several = len(names) > 1 or any(not each.fixed for each in names) or "many" in call.marks
    if group == "node" and verb == "demote" and several:
        found.add(*done(call, _FORCED, by, names, place=call.place))
    if verb == "init" and opts.has("--force-new-cluster"):
        found.add(*done(call, _FORCED, f"{by} --force-new-cluster", place=call.place))
    if opts.value("--autolock") == "false":
        weak = does(Kind.WEAKENS, Thing.CLUSTER)
        found.add(*done(call, weak, f"{by} --autolock=false", place=call.place))
    if verb == "join":
        far = [word for word in names if is_address(server(word.text))
               and is_outside(server(word.text))]  # fmt: skip
        told = does(Kind.STARTS, Thing.HOST, "untrusted-source")
        found.add(*(done(call, told, by, far, place=call.place) if far else ()))
    return found


def _service(call: Call, opts: Options) -> Found:
    """What an update adds to the containers of a service."""
    found, by, names = Found(), f"{call.program} service update", opts.plain[2:]
    if any(nowhere_known(each) for each in opts.values("--image")):
        what = writes(Thing.WORKLOAD, "untrusted-source")
        found.add(*done(call, what, f"{by} --image", names, place=call.place))
    if any(gives_the_daemon(each) for each in opts.values("--publish-add")):
        what = does(Kind.EXPOSES, Thing.HOST, "root", "public")
        found.add(*done(call, what, f"{by} --publish-add", names, place=call.place))
    for word in [*opts.given.get("--args", ()), *opts.given.get("--entrypoint", ())]:
        marks = call.marks | {"container"}
        found.inner.append(Inner("shell", word.text, word.fixed, place=call.place, marks=marks))
    if any(each.upper() in CAPS for each in opts.values("--cap-add")):
        what = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
        found.add(*done(call, what, f"{by} --cap-add", names, place=call.place))
    for each in opts.values("--mount-add"):
        fields = dict(part.partition("=")[::2] for part in each.split(","))
        if mounts_host(fields.get("source", fields.get("src", "")) + ":"):
            what = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
            found.add(*done(call, what, f"{by} --mount-add", names, place=call.place))
    return found


def _starved(call: Call, opts: Options, names: list[Word]) -> Found:
    """A limit under which next to nothing runs stops what it is put on."""
    sizes = [_SIZE.search(each.lower()) for each in opts.values(*_MEMORY)]
    little = any(each and 0 < int(each[1]) * _UNITS[each[2]] < _LEAST_BYTES for each in sizes)
    little |= any(each in _FEW_PROCESSES for each in opts.values("--pids-limit"))
    little |= any(_few(each) for each in opts.values(*_CPUS))
    if not little:
        return Found()
    what = does(Kind.STOPS, Thing.WORKLOAD, "starved")
    by, place = f"{call.program} update", call.place
    if place is Place.UNKNOWN and names and names[0].fixed:
        place = place_of(names[0].text)
    return Found().add(*done(call, what, by, names, place=place))


def _few(cpus: str) -> bool:
    return cpus.replace(".", "", 1).isdigit() and 0 < float(cpus) < _LEAST_CPUS


def pushed(effects: list[Effect], call: Call, image: str) -> list[Effect]:
    """What a push of an image is, by where it goes and what it was made of.

    Args:
        effects: Of the push, as the table says.
        call: The call, with the marks that earlier calls left.
        image: That is pushed.
    """
    if nowhere_known(image):
        return [replace(each, kind=Kind.EXFILTRATES, undo=Undo.NEVER) for each in effects]
    public = to_the_public(image) or "own-image" in call.marks
    if not public and "holds-data" not in call.marks:
        return effects
    marks = frozenset({"public", "release"}) if public else frozenset({"release"})
    return [replace(each, kind=Kind.EXPOSES, marks=each.marks | marks) for each in effects]


def of_all(effects: list[Effect], opts: Options, verb: str) -> list[Effect]:
    """`podman stop -a` stops all there are, and `kill -a` kills them."""
    if verb not in ("stop", "kill", "pause") or not opts.has("-a", "--all"):
        return effects
    return [replace(each, radius=Radius.ACCOUNT) for each in effects]
