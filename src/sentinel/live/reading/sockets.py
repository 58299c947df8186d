"""Bare connections: nc, socat, telnet; and private networks: OpenVPN, WireGuard.

A connection that is tied to a shell lets its other end run anything: mark `backdoor`.
"""

from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import is_local, is_outside
from sentinel.live.reading.system_verbs import (
    bag,
    deeds,
    effect,
    looks,
    plain,
    reader,
    shown,
    tool,
    unnumbered,
)  # fmt: skip

_NC: Final = bag("-e -c -g -i -I -M -m -o -O -P -p -q -s -T -V -w -X -x --exec --sh-exec --proxy "
                 "--proxy-type --allow --deny --source --ssl-cert --ssl-key "
                 "--lua-exec")  # fmt: skip
_SCAN: Final = deeds("reads endpoint")
_BACKDOOR: Final = deeds(
    "executes code unknown never fetched backdoor + exposes host public backdoor"
)
_LISTENS: Final = deeds("exposes network public")
_SENDS: Final = deeds("exfiltrates data unknown")
_WRITES: Final = deeds("writes endpoint unknown")
_FLUSHED: Final = deeds("deletes cache account never")
_STOPPED: Final = deeds("stops process account")
_PROXY_LOOKS: Final = ("show ", "help", "show\n")
"""What the socket of HAProxy's administrator is asked; its other words change something."""
_LOOKS: Final = bag("stats version info ping get gets ruok stat srvr mntr conf cons isro wchs envi")


def read_nc(call: Call) -> Found:
    """Read `nc` and `ncat`."""
    given = options(unnumbered(call.words), _NC)
    if given.has("-h", "--help", "--version"):
        return Found().add(looks(call))
    if given.has("-e", "-c", "--exec", "--sh-exec", "--lua-exec"):
        return Found().add(*(effect(call, each, _peer(given), "-e") for each in _BACKDOOR))
    host = given.plain[0] if given.plain else Word("")
    if given.has("-z"):
        return Found().add(*(effect(call, each, host, "-z") for each in _SCAN))
    if given.has("-l", "--listen", "-L"):
        port = given.value("-p") or (given.plain[-1].text if given.plain else "")
        return Found().add(*(effect(call, each, port, "-l") for each in _LISTENS))
    if call.stdin is not None:
        empty = call.stdin.text.strip() in ("", "/dev/null") and call.stdin.fixed
        return _fed(call, host, call.stdin) if not empty else (
            Found().add(*(effect(call, each, host) for each in _SCAN))
        )  # fmt: skip
    if call.piped and call.piped not in ("echo", "printf"):
        done = _WRITES if is_local(host.text) else _SENDS
        return Found().add(*(effect(call, each, host) for each in done))
    return Found().unread(shown(call), "what goes over the connection is not on the page")


def _peer(given: Options) -> Word:
    return given.plain[0] if given.plain else Word(given.value("-p"))


def _steered(call: Call, low: str) -> list[Effect]:
    """Give what a proxy is told over its socket: to show something, or to serve no more."""
    said = [line.split() for line in low.replace(";", "\n").splitlines() if line.strip()]
    shown_only = all(each[0] in ("show", "help", "prompt", "get") for each in said)
    done = deeds("reads network" if shown_only else "stops network")
    return [effect(call, each, "a proxy", said[0][0]) for each in done]


def _fed(call: Call, host: Word, fed: Inner) -> Found:
    """Read what is sent to a server in words: memcached, Redis, ZooKeeper, HTTP, or anything."""
    found = Found()
    low = fed.text.strip().lower()
    words = low.split()
    place = call.place if call.place is not Place.UNKNOWN else place_of(host.text)
    by = replace(call, place=place)
    if not fed.fixed:
        found.unread(fed.text, "what is sent is made at run time", "dynamic")
    if not words:
        return found.add(*(effect(by, each, host) for each in _SCAN))
    if low.startswith(_PROXY_LOOKS):
        return found.add(*(effect(by, each, host, "show") for each in _SCAN))
    first = next(
        (line.split()[0] for line in low.splitlines() if line.startswith("flush")), words[0]
    )
    if first in ("flush_all", "flushall", "flushdb"):
        return found.add(*(effect(by, each, host, first) for each in _FLUSHED))
    if first in ("shutdown", "kill", "quit!") or low.startswith("server shutdown"):
        return found.add(*(effect(by, each, host, first) for each in _STOPPED))
    if low.startswith(("get /", "post /", "put /", "delete /", "head /", "patch /")):
        method, _, rest = fed.text.strip().partition(" ")
        text = f"{method} http://{host.text}{rest.split()[0]}"
        found.inner.append(replace(fed, language="http", text=text, place=place))
        return found
    if first in _PROXY_WORDS and (".sock" in (named := " ".join(call.texts)) or "haproxy" in named):
        return found.add(*_steered(call, low))
    if first in _LOOKS and all(line.split()[:1] and line.split()[0] in (_LOOKS | {"quit"})
                               for line in low.splitlines() if line.strip()):  # fmt: skip
        return found.add(*(effect(by, each, host, first) for each in _SCAN))
    done = _SENDS if is_outside(host.text) else _WRITES
    return found.add(*(effect(by, each, host) for each in done))


def _socat(call: Call) -> Found:
    """Read `socat`: two addresses are joined, whatever they are."""
    given = options(call.words, bag("-b -t -T -lf -lp -x -r -R -s"), bundled=False)
    if given.has("-V", "-h", "-?", "--help"):
        return Found().add(looks(call))
    kinds = [each.text.upper() for each in given.plain[:2]]
    kinds = [f"UNIX:{each}" if each.endswith(".SOCK") and ":" not in each else each
             for each in kinds]  # fmt: skip
    name = Word(" ".join(given.texts[:2]), fixed=all(each.fixed for each in given.plain))
    if any(each.startswith(("EXEC", "SYSTEM", "SHELL")) for each in kinds):
        return Found().add(*(effect(call, each, name) for each in _BACKDOOR))
    if any("LISTEN" in each or _LISTENING.match(each) for each in kinds):
        return Found().add(*(effect(call, each, name) for each in _LISTENS))
    if call.stdin is not None and len(kinds) == 2 and "UNIX" in "".join(kinds):
        return _fed(call, Word("localhost"), call.stdin)
    if len(kinds) < 2 or not name.fixed:
        return Found().unread(shown(call), "what is joined is not known")
    return Found().add(*(effect(call, each, name) for each in _WRITES))


def _telnet(call: Call) -> Found:
    """Read `telnet`: what it is fed is sent; alone it is a look whether a port answers."""
    given = options(call.words, bag("-l -b -e -n"))
    host = given.plain[0] if given.plain else Word("")
    if call.stdin is not None:
        return _fed(call, host, call.stdin)
    if len(given.plain) == 2 and not call.piped:
        return Found().add(*(effect(call, each, host) for each in _SCAN))
    return Found().unread(shown(call), "a session: what is typed is not known")


_LISTENING: Final = re2.compile(r"(?:TCP|UDP|SCTP|OPENSSL)[46]?-L(?:I|IS|IST)?:")
"""A listening address of `socat`, cut short."""
_NGROK: Final = tool(
    {"": "exposes network public tunnel", "config check, version, help, update, diagnose, "
     "api endpoints list, api tunnels list, credits, completion": "reads network",
     "config add-authtoken, config edit, config upgrade": "writes configuration easy"},
    "--config --region --domain --authtoken --log --url", bare="reads network",
)  # fmt: skip
_PROXY_WORDS: Final = bag("show help prompt get set disable enable shutdown clear add del commit")
"""Of the socket that HAProxy is steered by."""
_WG: Final = tool(
    {"show, showconf, genkey, genpsk, pubkey": "reads network",
     "set, setconf, addconf, syncconf": "writes network"},
    instead={}, bare="reads network", names=1,
)  # fmt: skip
_WG_QUICK: Final = tool(
    {"up": "starts network easy tunnel", "down": "stops network easy", "save": "writes network",
     "strip": "reveals secret"},
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("nc", "ncat", "netcat", "nc.traditional", "nc.openbsd"), read_nc),
    **plain({"openvpn": "starts network easy tunnel",
             }),
    "ngrok": reader(_NGROK),
    "socat": _socat,
    "telnet": _telnet,
    "wg": reader(_WG),
    "wg-quick": reader(_WG_QUICK),
}  # fmt: skip
