"""What the tools about certificates, access, config pushes and edge rules print."""

from typing import Final

from sentinel.world.fields import Glob
from sentinel.world.node_fields import Node
from sentinel.world.scope import Scope
from sentinel.world.security_dynamics import PARTNERS
from sentinel.world.state import TICK_S, at
from sentinel.world.view import View, age, measured, noisy, percent, taking

SECURITY_SCOPES: Final[dict[str, Scope]] = {
    "check_certificates": Scope(
        target=(Node.CERT_LEFT, Node.OLD_CERT, Node.RENEWED, Node.PERMISSIVE),
        estate=(Glob.ISSUER, Glob.HOT_RELOAD, Glob.TLS, Glob.CHAIN),
    ),
    "check_access": Scope(
        target=(Node.EXPORT, Node.PUBLIC, Node.INTRUDED, Node.EVIDENCE_KEPT, Node.KEY_REVOKED,
                Node.ISOLATED),
        estate=(Glob.INTRUDER, Glob.SHIPPED, Glob.ACL_USED),
    ),
    "check_config": Scope(
        every=(Node.BAD_CONFIG,),
        estate=(Glob.PUSHING, Glob.GOOD_CONFIG, Glob.COLD_READS, Glob.COLD),
    ),
    "check_edge": Scope(
        estate=(Glob.RULE_COST, Glob.WAF_OFF, Glob.RULESET_KEPT, Glob.ATTACK),
    ),
}  # fmt: skip
"""What these tools make legible."""

_CERTIFICATE: Final = taking(Node.CERT_LEFT, Node.OLD_CERT, Node.RENEWED, Node.PERMISSIVE)
_ISSUING: Final = taking(Glob.ISSUER, Glob.HOT_RELOAD, Glob.TLS, Glob.CHAIN)
_READ: Final = taking(
    Node.EXPORT, Node.PUBLIC, Node.INTRUDED, Node.EVIDENCE_KEPT, Node.KEY_REVOKED, Node.ISOLATED
)
_KEPT: Final = taking(Glob.INTRUDER, Glob.SHIPPED, Glob.ACL_USED)
_PUSH: Final = taking(Glob.PUSHING, Glob.GOOD_CONFIG, Glob.COLD_READS, Glob.COLD)
_RULES: Final = taking(Glob.RULE_COST, Glob.WAF_OFF, Glob.RULESET_KEPT, Glob.ATTACK)
_BAD: Final = int(Node.BAD_CONFIG)


def certificates(view: View, node: int, dice: int) -> str:
    """Certificates of a service by pod, the issuer, and how a new one is taken up."""
    left, old, renewed, permissive = _CERTIFICATE(view.of(node))
    issuer, reload, tls, chain = _ISSUING(view.values)
    left_s = left * TICK_S
    ended = f"served by all pods, ends in {age(left_s)}"
    if left <= 0.0:
        share = percent(old) if old > 0.0 else "100.0%"
        ended = f"ended at {view.clock(-left_s)}, still served by {share} of pods"
    elif old > 0.0:
        ended += f"; an older one by {percent(old)}"
    waits = "a new one waits to be taken up" if renewed > 0.5 else "no new one waits"
    checked = "permissive, plaintext accepted" if permissive > 0.5 else "strict"
    return (
        f"{view.now} certificates of {view.names[node]}\n"
        f"leaf {ended}; {waits}\n"
        f"issuer {'answers' if issuer > 0.5 else 'unreachable, intermediate not loaded'}"
        f" {view.since(Glob.ISSUER)}; signs with an intermediate that"
        f" {'lasts' if chain > 0.5 else 'has ended, leaves signed before are cross-signed'}\n"
        f"taken up {'at once by file watch' if reload > 0.5 else 'when a pod starts'}\n"
        f"callers of {view.names[node]}: {checked}; peer checks {'on' if tls > 0.5 else 'off'}"
    )


def access(view: View, node: int, dice: int) -> str:
    """Who reads a service under what key, what is public, what is kept as evidence."""
    wants, public, intruded, kept, revoked, isolated = _READ(view.of(node))
    intruder, shipped, used = _KEPT(view.values)
    strange = wants > 0.0 and (intruder > 0.5 or public > 0.5)
    reads = f"{noisy(wants, dice, 0):.0f} reads/s" if strange else "no reads"
    given = "no public access"
    if public > 1.5:
        given = f"anyone may read and write {view.since(at(node, Node.PUBLIC))}"
    elif public > 0.5:
        given = f"anyone may read {view.since(at(node, Node.PUBLIC))}"
    elif public < -0.5:
        given = f"public access closed {view.since(at(node, Node.PUBLIC))}"
    key = "key v1 refused" if revoked > 0.5 else "key v1 accepted"
    seen = "used by its own pods only"
    if intruded > 0.5:
        seen = "used from an unknown network too" if intruder > 0.5 else "was used by a stranger"
    copied = "pod memory and logs copied" if kept > 0.5 else "nothing copied"
    partners = f"partners make {percent(PARTNERS)} of reads through public access"
    return (
        f"{view.now} access to {view.names[node]}\n"
        f"acl: {given}; strangers {reads}\n"
        f"{partners if used > 0.5 else 'no partner reads through public access'}\n"
        f"{key}, {seen}; {'quarantined' if isolated > 0.5 else 'not quarantined'}\n"
        f"evidence: {copied}; pod logs {'shipped off host' if shipped > 0.5 else 'on host only'}"
    )


def config(view: View, node: int, dice: int) -> str:
    """The last config push: how far it is, who exits on it, what a start asks of stores."""
    pushing, good, reads, cold = _PUSH(view.values)
    shares = view.every(_BAD)
    affected = sum(share > 0.0 for share in shares)
    revision = view.fixed(0, 12) % 300 + 100
    goes = "going on to further services" if pushing > 0.5 else "not going further"
    starts = f"last good rev {revision - 1}" if good > 0.5 else f"rev {revision}"
    return (
        f"{view.now} config rollout, asked for {view.names[node]}\n"
        f"rev {revision} {goes} {view.since(Glob.PUSHING)}\n"
        f"pods start with {starts}\n"
        f"services whose pods exit: {affected}; {view.names[node]} {percent(shares[node])}"
        f" of pods exit\n"
        f"a starting service asks {percent(reads)} of a store's capacity, now {percent(cold)}"
    )


def edge(view: View, node: int, dice: int) -> str:
    """Edge rules: version, processors they take, what they stop, what can be gone back to."""
    cost, off, kept, attack = _RULES(view.values)
    version = view.fixed(0, 13) % 90 + 10
    stops = noisy(410.0, dice, 1) if attack > 0.5 else 1.0 + dice % 4
    before = f"ruleset r{version - 1} kept" if kept > 0.5 else f"r{version - 1} not kept, empty"
    if off > 0.5:
        state = f"off {view.since(Glob.WAF_OFF)}, lets through"
    else:
        state = f"on {view.since(Glob.WAF_OFF)}, stops"
    kind = "login and port probes" if attack > 0.5 else "stray scanners"
    return (
        f"{view.now} waf via {view.names[0]}, asked for {view.names[node]}\n"
        f"ruleset r{version} by edge-sync, {before}\n"
        f"waf {state} {stops:.0f}/min of {kind}\n"
        f"rule {9000 + view.fixed(0, 14) % 900}: regex takes {measured(cost, dice, 0)}"
        f" of {view.names[0]} processors {view.since(Glob.RULE_COST)}"
    )


SECURITY_READERS: Final = {
    "check_certificates": certificates,
    "check_access": access,
    "check_config": config,
    "check_edge": edge,
}
"""By tool."""
