"""Addresses, routes, links and names of a host, and programs that look at them or change them.

Marks of its own: `lock-out` (those who work there may be cut off), `intrusive` (a look that
others may feel, or that they have not asked for).
"""

from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    looks,
    plain,
    reader,
    shown,
    tool,
    unknown,
    unnumbered,
)  # fmt: skip

_LOOK: Final = "reads network"
_CHANGE: Final = "writes network hard"
_CUT: Final = "stops network hard lock-out"
_CUT_ALL: Final = "stops network namespace hard lock-out"

_IP_LOOKS: Final = bag("show list get monitor ls lst sh s save showdump help l")
_IP_OBJECTS: Final = bag(
    "addr address a link l route r neigh neighbor n rule netns tunnel maddr mroute xfrm vrf ro "
    "ad ru "
    "monitor nexthop tuntap tcp_metrics token macsec sr mptcp fou ila ne addrlabel nei li addre "
    "tun"
)


_TRIED: Final = re2.compile(
    r"(?:lab|tst|tmp|scratch|ns|h|red|blue|green|left|right|client|server|test|demo|sandbox)"
    r"(?:[-_]?[a-z]?\d{0,3})"
)
"""Names of networks that are made to try something."""


def read_ip(call: Call) -> Found:
    """Read `ip`: an object and a verb, each of which may be cut short."""
    valued = bag("-n -netns -f -family -b -batch -rc -rcvbuf -l -loops")
    given = options(unnumbered(call.words), valued, bundled=False, first_only=True)
    if given.has("-V", "-Version", "-help"):
        return Found().add(looks(call))
    if given.has("-b", "-batch") or any(not each.fixed for each in given.plain[:2]):
        return unknown(call, given)
    words = [each.text.lower() for each in given.plain]
    if not words or words[0] not in _IP_OBJECTS:
        return unknown(call, given)
    if words[0] == "netns" and words[1:2] == ["exec"] and len(words) > 3:
        name = given.plain[3].text.rpartition("/")[2].lower()
        own = {"own-network"} if _TRIED.fullmatch(given.plain[2].text) else set[str]()
        return Found(calls=[Call(name, tuple(given.plain[4:]), call.stdin, call.piped,
                                 call.marks | own, call.place)])  # fmt: skip
    verb = words[1] if len(words) > 1 else "show"
    line = _ip_line(words, verb)
    rest = given.plain[2:]
    dynamic = any(not each.fixed for each in rest)
    name = " ".join(each.text for each in rest if each.text != "dev")[:80]
    if words[0] in ("netns", "ne") and rest and _TRIED.fullmatch(rest[0].text):
        call = replace(call, place=Place.LOCAL if call.place is Place.UNKNOWN else call.place)
    return Found().add(*(effect(call, each, Word(name, fixed=not dynamic), f"{words[0]} {verb}")
                         for each in deeds(line)))  # fmt: skip


def _ip_line(words: list[str], verb: str) -> str:
    if verb in _IP_LOOKS or words[0] == "monitor":
        return _LOOK
    if words[0] == "xfrm" and words[2:3] and words[2] in (*_IP_LOOKS, "count"):
        return _LOOK
    if verb in ("flush", "flus", "f"):
        return _CUT_ALL
    if verb in ("del", "delete", "d"):
        return _CUT_ALL if "default" in words else _CUT
    if "down" in words[2:]:
        return _CUT
    if "up" in words[2:]:
        return "starts network easy"
    if "default" in words[2:]:
        return "writes network namespace hard lock-out"
    return _CHANGE


def read_ifconfig(call: Call) -> Found:
    """Read `ifconfig`."""
    words = [each.text for each in call.words if not each.text.startswith("-")]
    line = _LOOK
    if len(words) > 1:
        line = _CUT if "down" in words else "starts network easy" if words[1:] == ["up"] else (
            _CHANGE)  # fmt: skip
    fixed = all(each.fixed for each in call.words)
    if not fixed and len(words) > 1:
        line = _CUT
    return Found().add(*(effect(call, each, Word(words[0] if words else "", fixed))
                         for each in deeds(line)))  # fmt: skip


def read_tcpdump(call: Call) -> Found:
    """Read `tcpdump` and `tshark`: what goes over a network is looked at, or kept."""
    given = options(call.words, bag("-i -w -r -c -s -F -C -W -G -z -Z -B -E -j -M -T -Y -f -a"))
    if given.has("-D", "--version", "--help", "-h"):
        return Found().add(looks(call))
    found = Found().add(*(effect(call, each, given.value("-i", "-r")) for each in deeds(_LOOK)))
    for word in given.given.get("-w", ()):
        if word.text != "-":
            found.add(*(effect(call, each, word, "-w") for each in deeds("creates file easy")))
    for word in given.given.get("-z", ()):
        if call.program == "tcpdump":
            found.add(*(effect(call, each, word, "-z") for each in deeds("executes code unknown")))
    return found


def read_nmap(call: Call) -> Found:
    """Read `nmap`: scripts of some kinds harm what they look at."""
    given = options(call.words, bag("-p -oN -oX -oG -oA -iL --script --script-args -D -S -e "
                                    "--top-ports --exclude -g --min-rate "
                                    "--max-rate"), bundled=False)  # fmt: skip
    if given.has("-V", "-h", "--help", "--version"):
        return Found().add(looks(call))
    scripts = given.value("--script").lower()
    harmful = any(each in scripts for each in ("exploit", "dos", "brute", "intrusive", "fuzzer",
                                               "malware", "all", "vuln", "$", "/"))  # fmt: skip
    line = "writes endpoint unknown intrusive" if harmful else "reads network set intrusive"
    if given.has("-iL") or not given.plain:
        return Found().unread(shown(call), "what is looked at is not on the page")
    fixed = all(each.fixed for each in given.plain)
    return Found().add(*(effect(call, each, Word(" ".join(given.texts)[:80], fixed))
                         for each in deeds(line)))  # fmt: skip


def read_nsupdate(call: Call) -> Found:
    """Read what `nsupdate` is fed."""
    given = options(call.words, bag("-k -y -t -u -r -p"))
    if call.stdin is None:
        done = "writes dns unknown" if given.plain else ""
        if not done:
            return Found().unread(shown(call), "what is changed in names is not on the page")
        return Found().add(*(effect(call, each, given.plain[0]) for each in deeds(done)))
    found = Found()
    for line in call.stdin.text.splitlines()[:200]:
        words = line.lower().replace("update ", "").split()
        if words[:1] in (["delete"], ["del"], ["add"]) and len(words) > 1:
            done = "writes dns easy" if words[0] == "add" else "deletes dns hard"
            found.add(*(effect(call, each, Word(words[1], call.stdin.fixed), words[0])
                        for each in deeds(done)))  # fmt: skip
    return found if found.effects else found.unread(shown(call), "no update that is known")


def read_vtysh(call: Call) -> Found:
    """Read `vtysh -c` and `birdc`: routers speak a language of their own."""
    given = options(call.words, bag("-c -f -d -s"))
    words = list(given.given.get("-c", ())) if call.program == "vtysh" else (
        [Word(" ".join(given.texts))] if given.plain else [])  # fmt: skip
    if not words or given.has("-f"):
        return Found().unread(shown(call), "what the router is told is not on the page")
    found = Found()
    for word in words[:50]:
        text = word.text.strip().lower()
        line = "writes network unknown hard"
        if text.startswith(("sh", "ping", "traceroute")):
            line = _LOOK
        elif text.startswith(("conf", "exit", "end", "router ")):
            line = "writes configuration easy"
        elif text.startswith(("no ", "clear", "shutdown", "down", "disable", "restart")):
            line = "stops network namespace hard lock-out"
        elif text.startswith(("wr", "copy running")):
            line = "writes configuration easy persistent"
        found.add(*(effect(call, each, word, "-c") for each in deeds(line)))
    return found


_TOOLS: Final[dict[str, Tool]] = {
    "route": tool({"add, change": _CHANGE, "del, delete": _CUT, "flush": _CUT_ALL,
                   "print, get, show, monitor": _LOOK}, "-A", bare=_LOOK),
    "nmcli": tool(
        {
            "con show, connection show, c s, c show, device show, device status, dev status, d, "
            "general, general status, device, dev, con, c, networking, radio, device wifi, "
            "dev wifi list, device wifi list, networking connectivity, d show, dev show, "
            "general hostname, general permissions, dev wifi": _LOOK,
            "con down, connection down, c down, device disconnect, dev disconnect, "
            "d disconnect": _CUT,
            "con delete, connection delete, con del, c delete, device delete, "
            "dev delete": "deletes network hard lock-out",
            "con up, connection up, c up, device connect, dev connect, dev reapply, "
            "device reapply, networking on, radio wifi on": "starts network easy",
            "con mod, con modify, connection modify, c mod, con add, connection add, "
            "device set, dev set, con edit, connection edit, general logging": _CHANGE,
            "con reload, connection reload, general reload": _CHANGE,
            "networking off, radio all off, radio wifi off": _CUT_ALL,
        },
        "-f --fields -m --mode -c --colors -w --wait -g --get-values -e --escape", bare=_LOOK,
    ),
    "netplan": tool({"apply": "writes network namespace hard lock-out | netplan try",
                     "try": "writes network namespace easy", "generate": "writes configuration "
                     "easy",
                     "get, info, status, ip leases": _LOOK, "set, rebind": _CHANGE}),
    "tc": tool(
        {"qdisc show, class show, filter show, qdisc ls, qdisc list, qdisc, qdisc get": _LOOK,
         "qdisc add, qdisc replace, qdisc change": "stops network one easy",
         "qdisc del, qdisc delete, filter del, class del": "writes network easy",
         "class add, filter add, class change, filter replace": _CHANGE},
        names=0,
    ),
    "ethtool": tool({"": _LOOK}, names=1, instead={
        "-s, --change, -G, -K, -L, -C, -A, --set-ring": _CHANGE,
        "-r, --negotiate, -E, --change-eeprom, -f, --flash, --reset": _CUT}),
    "brctl": tool({"show, showmacs, showstp": _LOOK, "addbr, addif, stp, setfd": _CHANGE,
                   "delbr, delif": _CUT}),
    "arp": tool({"": _LOOK}, "-i", bare=_LOOK, instead={
        "-d": "deletes cache easy", "-s, -f": _CHANGE}),
    "hostname": tool({"": "writes configuration hard"}, bare="reads host", instead={
        "-I, -i, -f, -s, -d, -A, --fqdn, --ip-address, --short, --all-ip-addresses": "reads host",
        "-F, --file, -b": "writes configuration hard"}),
    "hping3": tool({"": "reads endpoint intrusive"}, "-p -c -i -s -d -I -a -t", instead={
        "--flood, --rand-source, --faster": "stops network unknown intrusive"}),
    "macchanger": tool({}, "-m --mac", bare=_LOOK, instead={
        "-s, --show, -l, --list": _LOOK, "-r, -a, -A, -e, -p, -m, --mac, --random": _CUT}),
    "resolvectl": tool({"status, query, statistics, dns, domain, service, show-cache": "reads dns",
                        "flush-caches": "deletes cache easy temporary",
                        "revert, reset-statistics, reset-server-features": "writes dns easy"},
                       "-i --interface -p -t -c", bare="reads dns"),
    "networkctl": tool({"list, status, lldp, label, cat": _LOOK, "up": "starts network",
                        "down, delete": _CUT, "reload, renew, reconfigure, edit": _CHANGE},
                       bare=_LOOK),
    "iw": tool({"dev, list, phy, reg get": _LOOK, "reg set": _CHANGE}),
    "ipvsadm": tool({}, "-t -u -f -r -s -w -p -M -O", bare=_LOOK, instead={
        "-C, --clear": _CUT_ALL, "-D, -d, --delete-service, --delete-server": _CUT,
        "-A, -E, -a, -e, -R": _CHANGE, "-L, -l, --list, -S": _LOOK, "-Z": "writes audit easy"}),
    "dhclient": tool({"": _CHANGE}, "-cf -lf -pf -sf", bare=_CHANGE, instead={"-r, -x": _CUT}),
    "ovs-vsctl": tool({"show, list, list-br, list-ports, get, find": _LOOK, "add-br, "
    "add-port": _CHANGE,
                       "set, set-controller": _CHANGE, "del-br, del-port, emer-reset": _CUT}),
    "ovs-ofctl": tool({"show, dump-flows, dump-ports, dump-tables": _LOOK, "add-flow, "
    "mod-flows": _CHANGE,
                       "del-flows": _CUT_ALL}),
    "exabgpcli": tool({"show": _LOOK, "announce": "stops network namespace hard", "withdraw, "
                       "shutdown, teardown": _CUT_ALL}),
}  # fmt: skip

_CONNTRACK: Final = tool(
    {}, "-s -d -p -f -m -o --orig-src --orig-dst --dport --sport",
    instead={"-L, -G, -E, -S, -C, --dump, --get, --event, --stats, --count": "reads network",
             "-F, --flush": "stops network namespace easy restart",
             "-D, --delete": "stops network set easy restart", "-U, -I": "writes network"},
)  # fmt: skip
_CSF: Final = tool(
    {}, instead={
        "-l, -l6, -g, -t, -i, -v, -c, --status, --list, --grep, --check": "reads firewall",
        "-x, --disable": "weakens firewall account protection + exposes network account public",
        "-f, --stop": "deletes firewall account lock-out",
        "-e, --enable": "writes firewall account",
        "-r, --restart, -q, -ra": "writes firewall namespace easy",
        "-a, --add, -ta": "exposes network", "-d, --deny, -td": "writes firewall blocks",
        "-dr, -ar, -tr, -df": "deletes firewall easy",
    },
    single=True,
)  # fmt: skip
_SHOREWALL: Final = tool(
    {"status, show, check, version, dump, list, ls, logwatch, trace, hits": "reads firewall",
     "clear": "deletes firewall account + exposes network account public",
     "stop": "stops network account hard lock-out",
     "start, restart, reload, refresh, try, safe-restart": "writes firewall account easy",
     "allow": "exposes network", "drop, reject, logdrop": "writes firewall blocks"},
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "conntrack": reader(_CONNTRACK),
    "csf": reader(_CSF),
    **dict.fromkeys(("shorewall", "shorewall6"), reader(_SHOREWALL)),
    **{name: reader(what) for name, what in _TOOLS.items()},
    **plain({"ifdown": _CUT, "ifup": "starts network easy", "mii-tool, iwlist, nload": _LOOK,
             "iftop, bmon, arping, mtr, arp-scan": _LOOK, "exabgp": "starts unit",
             "ifquery": _LOOK, "masscan": "reads network set intrusive",
             "arpspoof, ettercap": "stops endpoint unknown intrusive"}),
    **dict.fromkeys(("tcpdump", "tshark"), read_tcpdump),
    **dict.fromkeys(("vtysh", "birdc", "birdc6", "birdcl"), read_vtysh),
    "ip": read_ip,
    "ifconfig": read_ifconfig,
    "nmap": read_nmap,
    "nsupdate": read_nsupdate,
}  # fmt: skip
