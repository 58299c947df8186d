"""The `az` command line: groups, then a verb; whatever it is done to stands in options.

| mark | meaning |
|---|---|
| `force` | asks nothing (`--yes`) |
| `lock` | a lock that keeps others from deleting |
"""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Kind, Radius, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.azure_access import here
from sentinel.live.reading.azure_cases import CASES, ENDINGS
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.cloud_besides import besides
from sentinel.live.reading.cloud_options import eager_options
from sentinel.live.reading.cloud_orders import Order, by_words, plain_call, worse_place
from sentinel.live.reading.cloud_words import VERBS, thing_of
from sentinel.live.reading.options import Options

_NAMES: Final = (
    "--name", "-n", "--ids", "--id", "--vault-name", "--server", "-s", "--account-name",
    "--container-name", "-c", "--cluster-name", "--nsg-name", "--database-name", "--source",
    "--destination", "-d", "--repository", "--image", "--assignee", "--hub-name",
    "--workspace-name", "--resource-group", "-g", "--subscription",
)  # fmt: skip
"""Options that name what a command is about, the nearest first."""

_LOOKS: Final = frozenset({"summarize", "show", "exists", "check",
"version", "find", "tail", "logs",
                            "test-connectivity", "test-ip-flow", "show-next-hop", "show-topology",
                            "what-if", "query", "lint", "validate",
                           "what", "history", "preview", "export", "browse", "url",
                           "interactive", "feedback"})  # fmt: skip
_GROUPS: Final[dict[str, Thing]] = {
    "group": Thing.INFRASTRUCTURE,
    "vm": Thing.INSTANCE,
    "vmss": Thing.INSTANCE,
    "sql": Thing.DATABASE,
    "postgres": Thing.DATABASE,
    "mysql": Thing.DATABASE,
    "mariadb": Thing.DATABASE,
    "cosmosdb": Thing.DATABASE,
    "redis": Thing.CACHE,
    "storage": Thing.BUCKET,
    "aks": Thing.CLUSTER,
    "keyvault": Thing.SECRET,
    "network": Thing.NETWORK,
    "role": Thing.PERMISSION,
    "ad": Thing.ACCOUNT,
    "identity": Thing.ACCOUNT,
    "lock": Thing.CONFIGURATION,
    "backup": Thing.BACKUP,
    "monitor": Thing.AUDIT,
    "security": Thing.AUDIT,
    "policy": Thing.PERMISSION,
    "webapp": Thing.WORKLOAD,
    "functionapp": Thing.WORKLOAD,
    "containerapp": Thing.WORKLOAD,
    "container": Thing.WORKLOAD,
    "acr": Thing.IMAGE,
    "deployment": Thing.INFRASTRUCTURE,
    "account": Thing.ORGANISATION,
    "servicebus": Thing.QUEUE,
    "eventhubs": Thing.QUEUE,
    "disk": Thing.VOLUME,
    "snapshot": Thing.BACKUP,
    "image": Thing.IMAGE,
    "appconfig": Thing.CONFIGURATION,
    "config": Thing.CONFIGURATION,
    "resource": Thing.INFRASTRUCTURE,
}
"""What a group is about, where the nearest noun is not known."""


def read_az(call: Call) -> Found:
    """Read a call of `az`."""
    options = _options(call.words)
    words = options.plain
    quiet = {"force"} if options.has("--yes", "-y") else set[str]()
    by = " ".join(["az", *(word.text.lower() for word in words[:5])])
    order = Order(call, by, options, marks=call.marks | quiet)
    asks = options.has("--help", "-h") or words[-1:] == [Word("help")]
    asks = asks or (not words and options.has("--version", "-v"))
    if asks or (not words and not options.given) or by == "az version":
        return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE)
    if not words or any(not word.fixed for word in words):
        return Found().unread(plain_call(call), "the command is made at run time", "dynamic")
    _aim(order)
    return besides(call, _command(order, [word.text.lower() for word in words]))


PROGRAMS: Final[dict[str, Reader]] = {"az": read_az}


def _options(words: Sequence[Word]) -> Options:
    """Options and words; one of every command may stand in front of the groups."""
    before, at = list[Word](), 0
    while at < len(words) and words[at].text.startswith("-") and words[at].fixed:
        name, equals, _ = words[at].text.partition("=")
        if name not in _EVERYWHERE:
            break
        step = 2 if name in _EVERYWHERE_VALUED and not equals else 1
        before += words[at : at + step]
        at += step
    found = eager_options([*words[at:], *before], _SWITCHES, several=True)
    found.unsure |= any(not word.fixed and not word.quoted for word in before)
    return found


_EVERYWHERE_VALUED: Final = frozenset({"--output", "-o", "--query", "--subscription"})
_SWITCHES: Final = frozenset({"--debug", "--verbose", "--only-show-errors", "--yes", "-y"})
_EVERYWHERE: Final = _EVERYWHERE_VALUED | _SWITCHES | {"--help", "-h"}


def _aim(order: Order) -> None:
    """Find what a command is about, and where."""
    given = order.options.given
    order.targets = next((given[name] for name in _NAMES if name in given), [])
    every = " ".join(word.text for name in _NAMES for word in given.get(name, ()))
    order.place = worse_place(order.call.place, place_of(every))


def _command(order: Order, words: Sequence[str]) -> Found:
    if order.has("--what-if", "--dryrun", "--dry-run") or words[-1] == "what-if":
        return order.dry()
    case = CASES.get(" ".join(words))
    if case is not None:
        return case(order)
    if " ".join(words[:2]) in ("config set", "extension add"):
        return here(order)
    if words[0] == "find":
        return order.looks()
    case = ENDINGS.get(words[-1]) or ENDINGS.get(" ".join(words[-2:]))
    if case is not None:
        return case(order)
    return _plainly(order, words)


def _plainly(order: Order, words: Sequence[str]) -> Found:
    """Read a command by its verb and the noun nearest to it."""
    verb, _, rest = words[-1].partition("-")
    nouns = [rest, *reversed(words[:-1])] if rest else list(reversed(words[:-1]))
    about = _GROUPS.get(words[0], Thing.UNKNOWN)
    thing = next((each for each in map(thing_of, nouns) if each is not Thing.UNKNOWN), about)
    if verb in _LOOKS or words[-1] in _LOOKS:
        return order.looks(thing)
    return by_words(order, verb, "", thing) if verb in VERBS else order.strange()
