"""Firewalls behind a program of their own: firewalld, pf, ipfw, ipset, CrowdSec.

Marks as those of `firewalls`.
"""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import deeds, effect, read, reader, tool

_READS: Final = deeds("reads firewall")
_EMPTIED: Final = deeds("deletes firewall namespace lock-out")
_OPEN_ALL: Final = deeds("exposes network account public")

_FIREWALL_CMD: Final = tool(
    {},
    "--zone --timeout --ipset --service --policy --family",
    instead={
        "--panic-on": "stops network account hard lock-out",
        "--complete-reload": "stops network account restart",
        "--reset-to-defaults": "deletes firewall account lock-out",
        "--set-default-zone": "writes firewall account lock-out",
        "--add-port, --add-service, --add-source-port, --add-protocol": "exposes network public",
        "--add-rich-rule, --add-source, --add-interface, --change-interface, --add-forward-port, "
        "--add-masquerade, --set-target, --new-zone, --add-icmp-block, --direct, --add-entry, "
        "--new-service, --new-ipset, --change-zone": "writes firewall easy",
        "--remove-port, --remove-service": "stops network lock-out",
        "--remove-rich-rule, --remove-source, --remove-interface, --remove-masquerade, "
        "--remove-forward-port, --delete-zone, --delete-service, --delete-ipset, "
        "--remove-entry, --remove-protocol": "deletes firewall easy",
        "--lockdown-off": "weakens firewall protection",
        "--panic-off, --lockdown-on, --reload, --runtime-to-permanent": "writes firewall namespace "
        "easy",
        "--list-all, --list-all-zones, --list-ports, --list-services, --state, --get-zones, "
        "--get-active-zones, --get-default-zone, --get-services, --query-port, --query-service, "
        "--info-zone, --info-service, --list-rich-rules, --list-sources, --query-panic, "
        "--list-interfaces, --get-log-denied, --check-config, --get-target": "reads firewall",
    },
    marks={"--permanent": "persistent"},
)  # fmt: skip
_ASKING: Final = ("--list", "--get", "--info", "--query", "--state", "--version", "-V")


def read_firewall_cmd(call: Call) -> Found:
    """Read `firewall-cmd`: options that list, get or ask change nothing where they are alone."""
    asked = [each.text for each in call.words if each.text.startswith(_ASKING)]
    other = [name for name in _FIREWALL_CMD.instead if not name.startswith(_ASKING)]
    texts = {each.text.partition("=")[0] for each in call.words}
    if asked and all(each.fixed for each in call.words) and texts.isdisjoint(other):
        return Found().add(*(effect(call, each, verb=asked[0]) for each in _READS))
    if not texts.isdisjoint(("--set-default-zone", "--set-target")):
        said = options(call.words).values("--set-default-zone", "--set-target")
        if {each.lower() for each in said} & {"trusted", "accept"}:
            return Found().add(*(effect(call, each, "trusted") for each in _OPEN_ALL))
    return read(_FIREWALL_CMD, call)


_PFCTL: Final = tool(
    {},
    "-f -F -s -t -T -a -i -k -K -o -p",
    instead={
        "-d": "weakens firewall account protection + exposes network account public",
        "-F": "deletes firewall account lock-out", "-k, -K": "stops network",
        "-s": "reads firewall", "-T": "writes firewall", "-f": "writes firewall account lock-out",
        "-e": "writes firewall account easy", "-v": "reads firewall",
    },
    dry="-n",
)  # fmt: skip


def read_pfctl(call: Call) -> Found:
    """Read `pfctl`: `-T show` and `-T test` look into a table, whichever."""
    table = options(call.words, _PFCTL.valued).value("-T")
    if table in ("show", "test"):
        return Found().add(*(effect(call, each, verb="-T") for each in _READS))
    if table in ("flush", "kill"):
        return Found().add(*(effect(call, each, verb="-T") for each in _EMPTIED))
    return read(_PFCTL, call)


_IPFW: Final = tool(
    {
        "list, show, set show, table all list, nat show, pipe show, queue show": "reads firewall",
        "flush": "deletes firewall account lock-out + exposes network unknown public",
        "delete": "deletes firewall easy", "add": "writes firewall", "zero": "writes audit easy",
        "resetlog": "writes audit easy", "table": "writes firewall",
        "disable firewall": "weakens firewall account protection",
        "enable firewall": "writes firewall account easy lock-out",
    },
)  # fmt: skip


def read_ipfw(call: Call) -> Found:
    """Read `ipfw`: a rule that lets all in from anywhere opens the host."""
    texts = " ".join(call.texts)
    if " add " in f" {texts}" and ("allow ip from any to any" in texts or
                                   "allow all from any to any" in texts):  # fmt: skip
        return Found().add(*(effect(call, each, "any") for each in _OPEN_ALL))
    return read(_IPFW, call)


_CSCLI: Final = tool(
    {
        "decisions list, alerts list, alerts inspect, metrics, machines list, bouncers list, "
        "version, hub list, collections list, parsers list, scenarios list, lapi status, explain, "
        "capi status, config show, simulation status, console status": "reads firewall",
        "decisions add": "writes firewall blocks", "decisions delete": "deletes firewall easy",
        "alerts delete, alerts flush": "deletes audit set audit",
        "bouncers delete, machines delete": "weakens firewall protection",
        "bouncers add, machines add": "creates account",
        "hub update, hub upgrade": "writes package",
        "simulation enable": "weakens firewall protection",
        "collections install, parsers install, scenarios install": "creates package",
        "collections remove, parsers remove, scenarios remove": "deletes package",
    },
    "-o -c --output --config --ip --range --scope --value --type --since --id -i -r",
    instead={"--all": "deletes firewall namespace"},
)  # fmt: skip
_IPSET: Final = tool(
    {
        "list, test, save, version": "reads firewall", "create, add, n, a": "writes firewall",
        "del, d": "deletes firewall easy", "flush, destroy, f, x": "deletes firewall namespace",
        "swap, rename, restore": "writes firewall namespace",
    },
    "-file -f -exist -o",
    instead={"-L": "reads firewall", "-S": "reads firewall", "-F, -X": "deletes firewall namespace",
             "-A, -N": "writes firewall", "-D": "deletes firewall easy"},
)  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("firewall-cmd", "firewall-offline-cmd"), read_firewall_cmd),
    "pfctl": read_pfctl,
    "ipfw": read_ipfw,
    "cscli": reader(_CSCLI),
    "ipset": reader(_IPSET),
}
