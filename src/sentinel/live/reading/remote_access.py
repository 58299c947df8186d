"""Ways to other machines beside ssh: Teleport, Eternal Terminal, tunnels, mounts, hand-overs."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.remote_shells import read_ssh
from sentinel.live.reading.system_verbs import (
    bag,
    deeds,
    effect,
    looks,
    plain,
    read,
    reader,
    shown,
    tool,
)

_LOOK: Final = "reads host"
_TSH: Final = tool(
    {
        "ls, status, version, clusters, apps ls, db ls, kube ls, request ls, request show, mfa ls, "
        "recordings ls, sessions ls, env, help, play, db env, db config, app config": _LOOK,
        "login, logout, kube login, db login, app login, db logout, app logout": "writes process "
        "easy",
        "request create, request new": "escalates account", "request review": "escalates account",
        "join": "starts process easy", "mfa rm": "weakens account mfa", "mfa add": "writes account",
        "proxy db, proxy app, proxy kube, proxy ssh": "starts network tunnel easy",
    },
    "--proxy --user -l --cluster --auth --ttl -c --format -f -i --identity",
)  # fmt: skip
_TCTL: Final = tool(
    {
        "get, status, users ls, tokens ls, nodes ls, version, top, requests ls, inventory ls, "
        "alerts ls, apps ls, db ls, kube ls, acl ls, help, desktop ls, devices ls": _LOOK,
        "rm, users rm, tokens rm": "deletes account", "lock": "stops account",
        "users add, users update, create, edit, users reset, bots add, auth sign, requests "
        "approve": "escalates account persistent", "requests deny, requests rm": "deletes account",
        "tokens add, nodes add": "creates secret", "auth rotate": "writes certificate account hard",
        "auth export": "reads certificate", "auth crl": "reads certificate",
    },
    "--config --auth-server --format -o --ttl --type --user --login --role --server-id",
)  # fmt: skip


def read_tsh(call: Call) -> Found:
    """Read `tsh`: `tsh ssh` is ssh by another way."""
    given = options(call.words, _TSH.valued, first_only=True)
    if given.verb() == "ssh":
        return read_ssh(replace(call, program="ssh", words=tuple(given.plain[1:])))
    if given.verb() == "scp":
        return Found(calls=[replace(call, program="scp", words=tuple(given.plain[1:]))])
    return read(_TSH, call)


def read_et(call: Call) -> Found:
    """Read `et`: what `-c` says is run on the other host."""
    given = options(
        call.words, bag("-c --command -p --port -t --tunnel -r -u --username --jumphost")
    )
    if given.has("--help", "--version"):
        return Found().add(looks(call))
    commands = [*given.given.get("-c", ()), *given.given.get("--command", ())]
    if not commands or not given.plain:
        return Found().unread(shown(call), "a session on another host: what is typed is not known")
    host = given.plain[0].text.partition(":")[0]
    place = call.place if call.place is not Place.UNKNOWN else place_of(host)
    marks = call.marks | {"remote"}
    return Found(inner=[Inner("shell", x.text, x.fixed, place=place, marks=marks)
                        for x in commands])  # fmt: skip


_HANDED: Final = tool(
    {"send": "exfiltrates file", "receive, recv": "creates file easy"}, "--code --port --out -o",
)  # fmt: skip


def read_device(call: Call) -> Found:
    """Read a word of a switch or router, which are spoken to by ssh alone."""
    if "remote" not in call.marks:
        return Found().unread(shown(call), f"{call.program} is not a program that is known",
                              "unknown-program")  # fmt: skip
    return Found().add(*(effect(call, each, verb=call.program) for each in deeds("reads network")))


_HELD: Final = ("/etc", "/usr", "/bin", "/sbin", "/lib", "/boot", "/var", "/root", "/opt", "/dev")
"""Trees that a system lives on; what is mounted over one of them hides it."""


def _sshfs(call: Call) -> Found:
    """Read `sshfs`: a folder of another host, seen as one of this host's."""
    given = options(call.words, bag("-o -p -F"))
    if given.asks_version or given.has("-V", "-h", "--help"):
        return Found().add(looks(call))
    over = given.texts[-1] if len(given.plain) > 1 else ""
    if over == "/" or over.startswith(_HELD):
        return Found(calls=[replace(call, program="mount", words=tuple(given.plain[-2:]))])
    row = deeds("creates folder easy remote")[0]
    return Found().add(*(effect(call, row, each) for each in given.plain[-1:]))


PROGRAMS: Final[dict[str, Reader]] = {
    "tsh": read_tsh,
    **dict.fromkeys(("show", "display", "include", "exclude", "section", "match", "no-more"),
                    read_device),
    "reload": reader(tool({"": "stops host account restart"}, bare="stops host account restart")),
    "tctl": reader(_TCTL),
    "et": read_et,
    **dict.fromkeys(("croc", "wormhole", "magic-wormhole"), reader(_HANDED)),
    "teleport": reader(tool({"version, status, help": _LOOK, "start": "starts unit easy",
                             "configure": "creates file easy"})),
    "sshuttle": reader(tool({"": "exposes network tunnel"}, "-r --remote -x -e -l",
                            bare="exposes network tunnel")),
    "sshfs": _sshfs,
    **plain({"fusermount": "writes process easy",
             "ssh-audit, dshbak, ssh-scan, sshping": _LOOK}, "-o -p -F -u"),
}  # fmt: skip
