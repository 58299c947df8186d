"""Tools that ask a server much at once, or call its methods by name: `ab`, `k6`, `grpcurl`."""

import re
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import is_local
from sentinel.live.reading.system_verbs import deeds, effect, looks, shown

_VALUED: Final = names(
    "-n -c -d -t -z -q -r -R -m -H -T -p -D -b -u -i -f -o -s -w -k -A -C -X -P -v -g --rate "
    "--duration --connections --threads --timeout --header --requests --concurrency --vus "
    "--iterations --stage --env --out -e --users --spawn-rate --run-time --host --script --latency "
    "--targets --output --name --every --buckets --type --title --summary-export --tag --config"
)
_MUCH: Final = 20_000
_LOOK: Final = deeds("reads endpoint load")
_ASKS: Final = deeds("writes endpoint unknown load")
_FLOOD: Final = deeds("stops endpoint account load")
_SCRIPT: Final = deeds("executes code unknown file")
_FILES: Final = ("report", "plot", "encode", "dump", "version", "inspect", "analyze", "archive",
                 "-V", "curl")  # fmt: skip
_ADDRESS: Final = re.compile(r"[a-z]+://([^/\s:@]+)|^\[?([\w.-]*)\]?:\d+")


def _load(call: Call) -> Found:
    """Read a tool that makes load: how much, and on whom."""
    given = options(call.words, _VALUED)
    if not call.words or given.has("--help", "--version", "-V") or given.verb() in _FILES:
        return Found().add(looks(call))
    hosts = [
        match.group(1) or match.group(2) or "localhost"
        for each in [*given.texts, *given.values("--host", "-H", "-u", "--targets")]
        if (match := _ADDRESS.search(each))
    ]
    if not hosts:
        text = next((each for each in given.plain[1:] if "." in each.text), Word(""))
        if call.program in ("k6", "locust", "jmeter", "artillery", "gatling", "vegeta"):
            return Found().add(*(effect(call, each, text) for each in _SCRIPT))
        return Found().unread(shown(call), "whom it asks is not on the page")
    if all(is_local(each) for each in hosts):
        return Found().add(*(effect(call, each, hosts[0]) for each in _LOOK))
    said = place_of(" ".join(hosts))
    place = call.place if call.place is not Place.UNKNOWN else said
    by = replace(call, place=place)
    much = _amount(given) > _MUCH or call.program == "hping3"
    return Found().add(*(effect(by, each, hosts[0]) for each in (_FLOOD if much else _ASKS)))


def _amount(given: Options) -> int:
    """How many requests, at the least, are asked for."""
    numbers = [int(each) for name in ("-n", "--requests", "--iterations")
               for each in given.values(name) if each.isdigit()]  # fmt: skip
    at_once = [int(each) for name in ("-c", "--connections", "--concurrency", "--vus", "--users")
               for each in given.values(name) if each.isdigit()]  # fmt: skip
    return max([*numbers, *(each * 40 for each in at_once), 0])


_GRPC: Final = names(
    "-d -H -proto -import-path -protoset -authority -cacert -cert -key -servername -max-time "
    "-connect-timeout -rpc-header -reflect-header -user-agent -format -max-msg-sz --header"
)
_GETS: Final = (
    "get", "list", "find", "search", "check", "watch", "describe", "read", "query", "lookup",
    "count", "stream", "health", "ping", "status", "show", "info",
)  # fmt: skip
_TAKES: Final = ("delete", "remove", "drop", "purge", "destroy", "truncate", "wipe", "reset")


def _grpcurl(call: Call) -> Found:
    """Read `grpcurl ADDRESS SERVICE/METHOD`: the method's name says what it does."""
    given = options(call.words, _GRPC, single=True)
    plain = given.plain
    if given.has("-help", "--help", "-version") or len(plain) < 2:
        return Found().add(looks(call))
    host, asked = plain[0], plain[1]
    place = call.place if call.place is not Place.UNKNOWN else place_of(host.text)
    by = replace(call, place=place)
    if asked.text in ("list", "describe"):
        return Found().add(*(effect(by, each, host) for each in _LOOK))
    method = re.split(r"[/.]", asked.text)[-1].lower()
    line = "writes endpoint unknown"
    if asked.fixed and method.startswith(_GETS):
        line = "reads endpoint"
    elif method.startswith(_TAKES):
        line = "deletes endpoint unknown"
    return Found().add(*(effect(by, each, asked) for each in deeds(line)))


_SENDS: Final = deeds("exfiltrates data unknown")
_CONNECTS: Final = deeds("reads endpoint")


def _websocket(call: Call) -> Found:
    """Read `websocat`: what it is fed is sent."""
    given = options(call.words, names("-H --header --protocol --origin -B"))
    if given.has("-s", "--server-mode") or any("exec" in each.text or "sh-c" in each.text
                                               for each in given.plain):  # fmt: skip
        return Found().unread(shown(call), "a server, or a program behind a socket")
    host = given.plain[-1] if given.plain else Word("")
    fed = bool(call.piped) and call.piped not in ("echo", "printf")
    local = is_local(host.text.partition("://")[2].partition("/")[0].partition(":")[0])
    done = _SENDS if fed and not local else _CONNECTS
    return Found().add(*(effect(call, each, host) for each in done))


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("ab", "wrk", "wrk2", "hey", "k6", "vegeta", "siege", "oha", "bombardier",
                     "locust", "jmeter", "artillery", "gatling", "ghz", "fortio", "h2load",
                     "cassowary", "plow",
                     "autocannon", "loadtest", "boom", "tsung", "nghttp", "dnsperf", "resperf",
                     "flent"), _load),
    "grpcurl": _grpcurl,
    **dict.fromkeys(("websocat", "wscat"), _websocket),
}  # fmt: skip
"""Readers of this module, by program."""
