"""Firewalls of Linux: iptables, nftables, ufw.

To empty a firewall may open a host, or lock everybody out, as its policies say, which are not on
the page: both are told. Marks of its own: `lock-out` (those who work there may be cut off),
`blocks` (closes something to somebody).
"""

from typing import Final

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import (
    bag,
    deeds,
    effect,
    looks,
    plain,
    read,
    shown,
    tool,
    unknown,
)  # fmt: skip

_READS: Final = deeds("reads firewall")
_RULE: Final = deeds("writes firewall")
_COUNTS: Final = deeds("creates firewall easy")
"""Rules that let nothing in and shut nothing out."""
_FLUSH_ALL: Final = deeds(
    "deletes firewall account lock-out + exposes network unknown public | iptables-save > rules "
    "first"
)
_FLUSH_CHAIN: Final = deeds("deletes firewall namespace lock-out | iptables-save > rules first")
_FLUSH_NAT: Final = deeds("deletes firewall namespace + stops network namespace hard")
_OPEN_ALL: Final = deeds("exposes network account public")
_CLOSE_ALL: Final = deeds("stops network account hard lock-out")
_OPEN_PUBLIC: Final = deeds("exposes network public")
_OPEN_SOME: Final = deeds("exposes network")
_BLOCK: Final = deeds("writes firewall easy blocks")
_CLOSE: Final = deeds("stops network lock-out")
_DELETE: Final = deeds("deletes firewall easy")
_REPLACE: Final = deeds("writes firewall account hard lock-out")

_VALUED: Final = bag(
    "-t --table -p --protocol -s --source --src -d --destination --dst -j --jump -g --goto -i "
    "--in-interface -o --out-interface -m --match --dport --sport --dports --sports --ctstate "
    "--state --comment --to-destination --to-source --to-ports --log-prefix --limit --icmp-type "
    "--reject-with --set-mark --match-set -w --wait -c --limit-burst --mac-source --seconds --name"
)
_ACTIONS: Final = {
    "-A": "add", "--append": "add", "-I": "add", "--insert": "add", "-R": "add",
    "--replace": "add", "-D": "delete", "--delete": "delete", "-F": "flush", "--flush": "flush",
    "-P": "policy", "--policy": "policy", "-X": "chain", "--delete-chain": "chain",
    "-N": "more", "--new-chain": "more", "-E": "new", "--rename-chain": "new", "-L": "list",
    "--list": "list", "-S": "list", "--list-rules": "list", "-C": "list", "--check": "list",
    "-Z": "zero", "--zero": "zero", "-V": "list", "--version": "list", "-h": "list",
}  # fmt: skip
_ANYONE: Final = frozenset({"", "0.0.0.0/0", "::/0", "0/0", "any", "anywhere", "all"})
_DONE: Final = {"list": _READS, "new": _RULE, "more": _COUNTS, "delete": _DELETE,
                "chain": _DELETE, "zero": deeds("writes audit easy")}  # fmt: skip
_LOOPS: Final = frozenset({"127.0.0.1", "127.0.0.0/8", "127.0.0.1/32", "::1", "::1/128"})
_NOTES: Final = frozenset({"", "LOG", "NFLOG", "ULOG"})
_TAKES: Final = frozenset({"-R", "--replace", "-g", "--goto"})
_SETTLES: Final = bag(
    "jump goto dnat snat queue redirect masquerade set return notrack tproxy dup fwd flow map "
    "vmap continue update delete"
)
"""Words of a rule of nftables that do more than count and log."""
_DROPS: Final = frozenset({"DROP", "REJECT", "TARPIT"})


def read_iptables(call: Call) -> Found:
    """Read `iptables` and `ip6tables`."""
    given = options(call.words, _VALUED)
    if given.has("--help"):
        return Found().add(looks(call))
    action = next((_ACTIONS[name] for name in given.given if name in _ACTIONS), "")
    table = given.value("-t", "--table") or "filter"
    chain = given.plain[0] if given.plain else Word("")
    if not action or (action != "list" and not chain.fixed):
        return unknown(call, given)
    if action == "policy":
        return _policy(call, chain, given.plain[1:])
    if action == "flush":
        done = _FLUSH_NAT if table == "nat" else _FLUSH_CHAIN if chain.text else _FLUSH_ALL
        return Found().add(*(effect(call, each, chain, "-F") for each in done))
    if action == "add":
        return Found().add(*_added(call, chain, given.given))
    done = _DONE[action]
    return Found().add(*(effect(call, each, chain) for each in done))


def _policy(call: Call, chain: Word, rest: list[Word]) -> Found:
    target = rest[0].text.upper() if rest else ""
    if target not in ("ACCEPT", "DROP") or not rest[0].fixed:
        return Found().unread(shown(call), "the policy is not known", "dynamic")
    done = _OPEN_ALL if target == "ACCEPT" else _CLOSE_ALL
    if chain.text.upper() == "OUTPUT" and target == "ACCEPT":
        done = _RULE
    return Found().add(*(effect(call, each, chain, f"-P {chain.text} {target}") for each in done))


def _added(call: Call, chain: Word, given: dict[str, list[Word]]) -> list[Effect]:
    """Give the effects of a new rule: whom it lets in, or whom it shuts out."""

    def said(*names: str) -> str:
        return next((given[name][-1].text for name in names if name in given), "")

    jump = said("-j", "--jump").upper()
    source, port = said("-s", "--source", "--src"), said("--dport", "--dports")
    narrow = bool(said("-d", "--destination", "--dst", "--ctstate", "--state", "--match-set"))
    inward = chain.text.upper() in ("INPUT", "FORWARD", "DOCKER-USER")
    name = port or source or chain.text
    loops = said("-i", "--in-interface") == "lo" or source in _LOOPS
    if jump == "ACCEPT" and inward and not loops and not narrow:
        wide = source in _ANYONE
        done = _OPEN_SOME if not wide else _OPEN_PUBLIC if port else _OPEN_ALL
    elif (jump in _NOTES or (jump == "ACCEPT" and loops)) and not _TAKES.intersection(given):
        done = _COUNTS
    elif jump in _DROPS and source in _ANYONE and not narrow:
        done = _CLOSE if port or said("-p", "--protocol") else _CLOSE_ALL
    else:
        done = _BLOCK if jump in _DROPS else _RULE
    dynamic = [word for words in given.values() for word in words if not word.fixed]
    return [
        effect(call, each, Word(name, fixed=not dynamic), f"-A {chain.text} -j {jump}")
        for each in done
    ]


def _restore(call: Call) -> Found:
    """Read `iptables-restore`: what is fed to it replaces all rules."""
    given = options(call.words, {"-T", "--table", "-w", "-M"})
    if given.has("-t", "--test", "--help"):
        return Found().add(looks(call))
    found = Found().add(*(effect(call, each, verb="restore") for each in _REPLACE))
    if call.stdin is not None:
        opened = [line for line in call.stdin.text.splitlines() if line.startswith(":INPUT ACCEPT")]
        found.add(*(effect(call, each, "INPUT") for each in _OPEN_ALL for _ in opened))
    return found


_NFT: Final = tool(
    {
        "list, get, monitor, describe, export": "reads firewall",
        "flush ruleset": "deletes firewall account lock-out + exposes network unknown public "
        "| nft list ruleset > rules.nft first",
        "flush": "deletes firewall namespace lock-out",
        "delete table, destroy table": "deletes firewall namespace lock-out",
        "delete, destroy, reset": "deletes firewall easy",
        "add table, add set, add map, add element, create, rename": "writes firewall easy",
        "replace": "writes firewall",
    },
    "-f --file -I --includepath -D --define",
    instead={"-f, --file": "writes firewall account hard lock-out"},
    dry="-c --check",
)  # fmt: skip


def read_nft(call: Call) -> Found:
    """Read `nft`, with its statement as one word or as many."""
    words = call.words
    if len(words) == 1 and " " in words[0].text and words[0].fixed:
        words = tuple(Word(each) for each in words[0].text.split()[:100])
    call = Call(call.program, words, call.stdin, call.piped, call.marks, call.place)
    given = options(words, _NFT.valued)
    if given.verb() not in ("add", "insert") or given.verb(1) not in ("rule", "chain"):
        return read(_NFT, call, given)
    texts = [each.lower() for each in given.texts]
    fixed = all(each.fixed for each in given.plain)
    chain = Word(" ".join(texts[2:5]), fixed=fixed)
    narrow = "saddr" in texts or "ct" in texts or "iif" in texts or "iifname" in texts
    if given.verb(1) == "chain":
        done = _CLOSE_ALL if "drop" in " ".join(texts) else _RULE
    elif "accept" in texts:
        done = _OPEN_SOME if narrow else _OPEN_PUBLIC if "dport" in texts else _OPEN_ALL
    elif "drop" in texts or "reject" in texts:
        done = _BLOCK if narrow else _CLOSE if "dport" in texts else _CLOSE_ALL
    elif {"counter", "log"}.intersection(texts) and not _SETTLES.intersection(texts):
        done = _COUNTS
    else:
        done = _RULE
    return Found().add(*(effect(call, each, chain, "add rule") for each in done))


_UFW: Final = tool(
    {
        "status, show, version, app list, app info": "reads firewall",
        "disable": "weakens firewall account protection + exposes network account public",
        "reset": "deletes firewall account + exposes network account public",
        "enable": "writes firewall account easy lock-out", "reload, logging": "writes firewall",
        "delete": "deletes firewall easy", "default deny, default reject": "stops network account",
        "default allow": "exposes network account public",
        "default": "writes firewall account", "deny, reject, limit": "writes firewall blocks",
    },
    dry="--dry-run", marks={"--force": "force"}, names=3,
)  # fmt: skip


def read_ufw(call: Call) -> Found:
    """Read `ufw`: what is allowed from everywhere is open to the world."""
    given = options(call.words)
    words = [each.text.lower() for each in given.plain]
    while (words and words[0] in ("route", "insert", "prepend", "rule")) or words[:1] == ["1"]:
        words = words[1:]
    fixed = all(each.fixed for each in given.plain)
    if "comment" in words[1:]:
        words = words[: words.index("comment")]
    if words[:1] == ["allow"] and not given.has("--dry-run"):
        source = words[words.index("from") + 1] if "from" in words[:-1] else ""
        name = words[-1] if words[-1] != source else source
        done = _OPEN_PUBLIC if source in _ANYONE else _OPEN_SOME
        done = _COUNTS if source in _LOOPS else done
        if words[1:] in (["from", "any"], ["from", "any", "to", "any"], ["in"]):
            done = _OPEN_ALL
        return Found().add(*(effect(call, each, Word(name, fixed), "allow") for each in done))
    if words[:1] in (["deny"], ["reject"]) and len(words) > 1 and "from" not in words:
        return Found().add(*(effect(call, each, Word(words[-1], fixed), words[0])
                             for each in _CLOSE))  # fmt: skip
    return read(_UFW, call, given)


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(
        ("iptables", "ip6tables", "iptables-legacy", "iptables-nft", "ebtables", "arptables"),
        read_iptables,
    ),
    **dict.fromkeys(("iptables-restore", "ip6tables-restore"), _restore),
    **plain({"iptables-save, ip6tables-save": "reads firewall",
             "netfilter-persistent": "writes firewall namespace persistent"}),
    "nft": read_nft,
    "ufw": read_ufw,
}  # fmt: skip
