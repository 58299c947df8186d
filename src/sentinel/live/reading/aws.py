"""The `aws` command line: which operation of which service, and what it does to what.

The operation is found behind the client's own options first, as `--profile delete` would hide
it. What an operation does is looked up, and else taken from its verb and noun; one whose verb is
not known is not read.
"""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.aws_access import ACCESS
from sentinel.live.reading.aws_besides import besides
from sentinel.live.reading.aws_compute import COMPUTE
from sentinel.live.reading.aws_data import DATA
from sentinel.live.reading.aws_parameters import VALUED, full, names_something, parameters
from sentinel.live.reading.aws_s3 import S3_VALUED, read_s3
from sentinel.live.reading.aws_s3api import S3API
from sentinel.live.reading.aws_services import FACTS, SERVICES
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.cloud_orders import Case, Order, by_words, plain_call, worse_place
from sentinel.live.reading.cloud_words import VERBS
from sentinel.live.reading.options import Options, options

CASES: Final[dict[str, Case]] = {**FACTS, **S3API, **ACCESS, **COMPUTE, **DATA}
"""What one operation does, by `service operation`."""

_PREFIXES: Final = frozenset({"batch", "admin", "bulk", "force", "cli"})
"""Words before the verb of an operation."""

_READS_ALSO: Final = frozenset({"get", "describe", "list", "search", "check"})
_HERE: Final = frozenset(
    {"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal", "localstack"}
)


def read_aws(call: Call) -> Found:
    """Read a call of `aws`."""
    head, path, rest = _head(call.words)
    by = " ".join(["aws", *(word.text.lower() for word in path)])
    if any(not word.fixed for word in path):
        return Found().unread(plain_call(call), "the operation is made at run time", "dynamic")
    order = Order(call, by, head, marks=call.marks)
    _place(order)
    if head.has("--version") or not path or _asks_help(path, rest):
        return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE)
    if head.unsure:
        return Found().unread(plain_call(call), "an option is made at run time", "dynamic")
    service = path[0].text.lower()
    operation = path[1].text.lower() if len(path) > 1 else ""
    if service == "s3":
        order.options = _both(head, _s3_options(rest))
        _place(order)
        return read_s3(order, operation)
    order.options = _both(head, parameters(rest))
    _place(order)
    _aim(order, operation)
    found = _operation(order, service, operation)
    besides(order)
    return found


PROGRAMS: Final[dict[str, Reader]] = {"aws": read_aws, "awslocal": read_aws}


def endpoint_is_here(url: str) -> bool:
    """Whether a URL's host is this machine, or a simulator of the cloud on it.

    Example:
        >>> endpoint_is_here("http://localhost:4566"), endpoint_is_here("http://localhost@x.org")
        (True, False)
    """
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    if "@" in host or "\\" in host:
        return False
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "0")
    return (name or host).lower() in _HERE and (not name or port.isdigit())


def _head(words: Sequence[Word]) -> tuple[Options, list[Word], list[Word]]:
    """Options before the operation, service and operation, and all that follows."""
    head, path, source = Options(), list[Word](), iter(words)
    for word in source:
        if not word.text.startswith("-"):
            path.append(word)
            if len(path) == 2:
                break
            continue
        name, equals, value = word.text.partition("=")
        name = full(name)
        head.unsure |= not word.fixed and (not equals or "$" in name)
        if equals:
            head.given.setdefault(name, []).append(Word(value, word.fixed, word.quoted))
        else:
            following = next(source, Word("")) if name in VALUED else Word("")
            head.given.setdefault(name, []).append(following)
    return head, path, list(source)


def _asks_help(path: Sequence[Word], rest: Sequence[Word]) -> bool:
    return "help" in [word.text for word in (*path, *rest[:1])] or "--help" in [
        word.text for word in rest
    ]


def _s3_options(rest: Sequence[Word]) -> Options:
    return options(rest, VALUED | S3_VALUED, bundled=False)


def _both(head: Options, tail: Options) -> Options:
    for name, words in head.given.items():
        tail.given.setdefault(name, []).extend(words)
    return tail


def _place(order: Order) -> None:
    """Where the order runs, from its profile and endpoint."""
    variables = dict(order.call.variables)
    profile = order.value("--profile") or variables.get("AWS_PROFILE", "")
    endpoint = order.value("--endpoint-url") or variables.get("AWS_ENDPOINT_URL", "")
    if order.call.program == "awslocal" or endpoint_is_here(endpoint):
        order.place, order.pinned = Place.LOCAL, True
    elif profile:
        order.place = worse_place(order.call.place, place_of(profile))
    else:
        order.place = order.call.place


def _aim(order: Order, operation: str) -> None:
    """Find what an operation is about among its parameters."""
    noun = operation.partition("-")[2].removesuffix("s")
    first, best, every = list[Word](), list[Word](), list[str]()
    for name, words in order.options.given.items():
        if not names_something(name):
            continue
        every += [word.text for word in words]
        first = first or words
        if noun and not best and name[2:].startswith(noun):
            best = words
    order.targets = [word for word in best or first if word.text]
    if not order.pinned and every:
        order.place = worse_place(order.place, place_of(" ".join(every)))


def _operation(order: Order, service: str, operation: str) -> Found:
    skeleton = order.value("--generate-cli-skeleton")
    if "--generate-cli-skeleton" in order.options.given and skeleton in ("", "input", "output"):
        return order.dry()
    if order.has("--dry-run") and not order.has("--no-dry-run") and not order.options.unsure:
        return order.dry()
    if order.options.unsure:
        order.marks |= {"dynamic"}
    case = CASES.get(f"{service} {operation}")
    if case is not None:
        return case(order)
    verb, _, noun = operation.partition("-")
    if verb in _PREFIXES:
        verb, _, noun = noun.partition("-")
        verb = "get" if verb in _READS_ALSO else verb
    if VERBS.get(verb) is Kind.READS and verb not in _SAFE:
        return order.strange()
    return by_words(order, verb, noun, SERVICES.get(service, Thing.UNKNOWN))


_SAFE: Final = frozenset(
    {"list", "get", "describe", "search", "head", "lookup", "filter", "wait", "ls"}
)
"""Verbs that only read in every service of this cloud."""
