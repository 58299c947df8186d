"""`docker compose`: services that one file describes."""

import re
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading import container_runs as runs
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.image_registries import to_the_public
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Tool,
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
    "-f", "--file", "-p", "--project-name", "--project-directory", "--profile", "--env-file",
    "--ansi", "--progress", "--parallel", "-H", "--host", "-c", "--context", "--tlscacert",
    "--tlscert", "--tlskey", "--log-level",
})  # fmt: skip
_VALUED: Final = frozenset({
    "-t", "--timeout", "--tail", "--since", "--until", "--scale", "--format", "--index", "-e",
    "--env", "-u", "--user", "-w", "--workdir", "--entrypoint", "--name", "-p", "--publish",
    "--volume", "--build-arg", "--pull", "--rmi", "--filter", "--status", "-s", "--signal",
    "-l", "--label", "--exit-code-from", "--wait-timeout", "-o", "--output", "--abort-on-container",
    "--attach", "--no-attach",
})  # fmt: skip
_CHECKED: Final = re.compile(r"(?:.*[-_./])?(?:ci|e2e|it|integration|smoke|load)(?:[-_.]|$)")
"""Names of files and projects of checks."""
_WORK: Final = looks(Thing.WORKLOAD)
_TOOL: Final = Tool(spread({
    "ps | logs | top | images | config | convert | ls | port | version | events | stats | "
    "volumes | wait | help": _WORK,
    "up | start | unpause | watch": does(Kind.STARTS, Thing.WORKLOAD),
    "create": makes(Thing.WORKLOAD),
    "stop | kill | pause": does(Kind.STOPS, Thing.WORKLOAD),
    "restart": does(Kind.STOPS, Thing.WORKLOAD, "restart"),
    "rm": ends(Thing.WORKLOAD),
    "down": ends(Thing.WORKLOAD, undo=Undo.EASY, radius=Radius.SET),
    "build | pull | commit": makes(Thing.IMAGE),
    "push | publish": writes(Thing.IMAGE, "remote"),
    "cp": writes(Thing.FILE, "container"),
    "attach": does(Kind.EXECUTES, Thing.CODE, "container", "interactive"),
    "export": writes(Thing.FILE),
}), _VALUED, {"--force": "force", "--remove-orphans": "orphan",
              "--force-recreate": "restart"})  # fmt: skip
_SWITCHES: Final[dict[str, frozenset[str]]] = {
    "logs": frozenset({"-t"}), "rm": frozenset({"-s"}),
}  # fmt: skip


def read_compose(call: Call) -> Found:
    """Read a call of `docker-compose`, or of `docker compose` without its first word."""
    before = options(call.words, _GLOBALS, bundled=False, first_only=True)
    by = "docker compose"
    if not before.plain:
        return Found().add(harmless(by, Thing.WORKLOAD, ""))
    files = before.values("-f", "--file", "-p", "--project-name", "-c", "--context", "--profile")
    variables = [value for name, value in call.variables if name.startswith(("COMPOSE", "DOCKER"))]
    place = place_from([*files, *variables], call.place)
    away = before.values("-c", "--context", "-H", "--host") or "remote" in call.marks
    away = away or any(name in ("DOCKER_HOST", "DOCKER_CONTEXT") for name, _ in call.variables)
    if place is Place.UNKNOWN and any(_CHECKED.match(each) for each in files):
        place = Place.STAGING
    if place is Place.STAGING and call.place is Place.UNKNOWN and not away:
        # A file of tests, on the daemon of this machine: made to be thrown away.
        place = Place.LOCAL
    call = replace(call, program=by, place=place)
    verb = before.verb()
    rest = before.plain[1:]
    if verb in ("exec", "run"):
        return _inside(call, list(rest), verb)
    if verb == "cp":
        return runs.copy(call, list(rest))
    opts = options(before.plain, _VALUED - _SWITCHES.get(verb, frozenset()))
    if before.has("--dry-run"):
        return Found().add(harmless(f"{by} --dry-run", Thing.WORKLOAD))
    if verb == "scale" or (verb == "up" and "--scale" in opts.given):
        pairs = opts.given.get("--scale", []) or opts.plain[1:]
        found = runs.scale(call, pairs)
        return found if verb == "scale" else found.take([_judge(call, opts)])
    return _judge(call, opts)


def _judge(call: Call, opts: Options) -> Found:
    found = _TOOL.judge(call, opts, opts.plain)
    if found.opaque or all(each.radius is Radius.NONE for each in found.effects):
        return found
    verb = opts.verb()
    if verb == "publish" and any(to_the_public(each) for each in opts.texts[1:2]):
        shown = does(Kind.EXPOSES, Thing.IMAGE, "public", "release")
        found.add(*done(call, shown, f"{call.program} publish", opts.plain[1:2]))
    if (verb in ("down", "rm") and opts.has("-v", "--volumes")) or opts.has(
        "-V", "--renew-anon-volumes"
    ):
        lost = replace(ends(Thing.VOLUME, "volumes", undo=Undo.NEVER), radius=Radius.SET,
                       safer="docker compose down")  # fmt: skip
        found.add(*done(call, lost, f"{call.program} {verb} -v", place=call.place))
    return found


def _inside(call: Call, words: list[Word], verb: str) -> Found:
    opts = options(words, _VALUED | {"-v"}, first_only=True)
    by = f"{call.program} {verb}"
    if opts.has("--help") or not opts.plain:
        return Found().add(harmless(by, Thing.WORKLOAD, ""))
    found = Found()
    if verb == "run":
        found.add(*done(call, does(Kind.STARTS, Thing.WORKLOAD), by, opts.plain[:1],
                        place=call.place))  # fmt: skip
        for why in runs.reaches(opts):
            host = does(Kind.ESCALATES, Thing.HOST, "root", "host")
            found.add(*done(call, host, f"{by} {why}", place=call.place))
    given = opts.given.get("--entrypoint", []) if verb == "run" else []
    command = [Word(text, word.fixed) for word in given for text in word.text.split()]
    command += opts.plain[1:]
    if command:
        inside = ("container", runs.ENTERED) if verb == "exec" else ("container",)
        found.take([called(command, call, *inside, place=call.place)])
    elif verb == "exec":
        found.unread(by, "it does not say what to run", "broken")
    return found
