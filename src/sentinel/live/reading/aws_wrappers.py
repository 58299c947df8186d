"""Programs around AWS: `aws-vault`, which runs others with its credentials, `sam`, `copilot`."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.cloud_clients import Client
from sentinel.live.reading.cloud_options import script_of
from sentinel.live.reading.cloud_orders import Case, Fact, Order, plain_call, worse_place
from sentinel.live.reading.cloud_words import words_in
from sentinel.live.reading.options import options

_VAULT_VALUED: Final = frozenset(
    {"-d", "--duration", "--region", "-t", "--mfa-token", "--backend", "--prompt", "--keychain"}
)
_VAULT: Final[dict[str, Case]] = {
    "list": Fact(Kind.READS, Thing.ACCOUNT, (), Radius.SET),
    "ls": Fact(Kind.READS, Thing.ACCOUNT, (), Radius.SET),
    "add": Fact(Kind.WRITES, Thing.SECRET),
    "remove": Fact(Kind.DELETES, Thing.SECRET),
    "rotate": Fact(Kind.WRITES, Thing.SECRET),
    "clear": Fact(Kind.WRITES, Thing.SECRET),
    "login": Fact(Kind.ESCALATES, Thing.ACCOUNT, undo=Undo.EASY),
    "export": Fact(Kind.REVEALS, Thing.SECRET, ("secret", "temporary")),
}


def read_aws_vault(call: Call) -> Found:
    """Read a call of `aws-vault`; the program that it runs is handed on."""
    head = options(call.words, _VAULT_VALUED, bundled=False, first_only=True)
    verb = head.verb()
    rest = options(head.plain[1:], _VAULT_VALUED, bundled=False, first_only=True)
    order = Order(call, f"aws-vault {verb}".rstrip(), rest, rest.plain, call.place)
    order.marks = call.marks
    if not verb or verb == "help" or head.has("--help", "--version"):
        return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE)
    if verb in ("exec", "e"):
        return _exec(order)
    case = _VAULT.get(verb)
    return case(order) if case is not None else order.strange()


def _exec(order: Order) -> Found:
    call, named = order.call, order.targets[:1]
    behind = [word for word in order.targets[1:] if word.text != "--" or word.quoted]
    words = named + options(behind, _VAULT_VALUED, bundled=False, first_only=True).plain
    order.targets = named
    profile = named[0].text if named else ""
    place = worse_place(call.place, place_of(profile))
    if len(words) < 2:
        return order.does(Kind.ESCALATES, Thing.ACCOUNT, undo=Undo.EASY)
    if not words[1].fixed:
        return order.found.unread(plain_call(call), "the program is made at run time", "dynamic")
    program = words[1].text.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    variables = (*call.variables, ("AWS_PROFILE", profile))
    order.found.calls.append(
        Call(program, tuple(words[2:]), call.stdin, call.piped, call.marks, place, variables)
    )
    return order.found


def _inside(order: Order) -> Found:
    """`copilot svc exec`: a command in a running container."""
    text, fixed = script_of(order.options.given.get("--command", order.options.given.get("-c", [])))
    if not text:
        return order.does(Kind.ESCALATES, Thing.WORKLOAD, "container", "remote", undo=Undo.EASY)
    marks = order.marks | {"container", "remote"}
    order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.looks(Thing.WORKLOAD)


_STACK: Final = Fact(Kind.DELETES, Thing.INFRASTRUCTURE, ("cascade",), Radius.NAMESPACE)
_DEPLOY: Final = Fact(Kind.WRITES, Thing.INFRASTRUCTURE)
_BUILD: Final = Fact(Kind.EXECUTES, Thing.CODE, ("temporary",), Radius.ONE, Undo.EASY)
_INVOKE: Final = Fact(Kind.EXECUTES, Thing.WORKLOAD, (), Radius.ONE)
_READ: Final = Fact(Kind.READS, Thing.WORKLOAD, (), Radius.ONE)

SAM: Final = Client(
    "sam",
    {
        "delete": _STACK, "deploy": _DEPLOY, "sync": _DEPLOY, "package": _DEPLOY,
        "build": _BUILD, "local": _BUILD, "validate": _READ, "logs": _READ, "traces": _READ,
        "list": _READ, "init": Fact(Kind.CREATES, Thing.FOLDER), "remote invoke": _INVOKE,
    },
    flags=words_in("--no-prompts --guided --no-confirm-changeset --debug --resolve-s3 --tail -g"),
    quiet=("--no-prompts", "--no-confirm-changeset"), dry=("--no-execute-changeset",),
    where=("--stack-name", "--profile", "--config-env"), variables=("AWS_PROFILE",),
)  # fmt: skip
COPILOT: Final = Client(
    "copilot",
    {
        "app delete": _STACK, "env delete": _STACK, "svc exec": _inside, "task exec": _inside,
        "svc logs": _READ, "job logs": _READ, "pipeline status": _READ, "docs": _READ,
        "svc pause": Fact(Kind.STOPS, Thing.WORKLOAD, ("to-zero",)),
        "secret init": Fact(Kind.CREATES, Thing.SECRET, ("secret",)),
        "init": _DEPLOY, "deploy": _DEPLOY,
    },
    about={"svc": Thing.WORKLOAD, "job": Thing.WORKLOAD, "env": Thing.INFRASTRUCTURE,
           "app": Thing.INFRASTRUCTURE, "": Thing.WORKLOAD},
    flags=words_in("--yes --json --follow --local --force"), quiet=("--yes",),
    where=("--env", "-e", "--name", "-n", "--app", "-a"),
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "aws-vault": read_aws_vault,
    "sam": SAM.read,
    "copilot": COPILOT.read,
}
"""By the name of the program."""
