"""Verbs of `kubectl` and `oc` that make objects, give rights and open ways in."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing
from sentinel.live.reading.calls import Found, Word
from sentinel.live.reading.kubernetes_asked import Asked
from sentinel.live.reading.kubernetes_changes import given
from sentinel.live.reading.kubernetes_things import sort_of
from sentinel.live.reading.subcommands import Does, does, ends, makes, writes

ANYBODY: Final = frozenset({
    "system:anonymous", "system:unauthenticated", "system:authenticated", "system:serviceaccounts",
})  # fmt: skip
"""Users and groups that everybody is in."""
STRONG: Final = frozenset({
    "cluster-admin", "admin", "system:masters", "system:admin", "cluster-reader-all", "sudoer",
    "self-provisioner", "edit-all", "system:node", "registry-admin", "storage-admin",
})  # fmt: skip
"""Roles that may do everything, or nearly."""
_GIVES: Final = does(Kind.ESCALATES, Thing.PERMISSION)


def create(asked: Asked) -> Found:
    """`create`: by type, or from a file."""
    opts, found, verb = asked.opts, Found(), asked.opts.verb()
    by, names = f"{asked.by} {verb}".strip(), opts.plain[1:]
    if asked.files and not verb:
        return given(asked, makes(Thing.CONFIGURATION))
    if verb == "token":
        return found.add(*asked.done(does(Kind.REVEALS, Thing.SECRET), names, by))
    if verb in ("rolebinding", "clusterrolebinding"):
        return found.add(*asked.done(_binding(asked, wide=verb.startswith("cluster")), names, by))
    if verb in ("role", "clusterrole"):
        marks = ("admin",) if "*" in {*opts.values("--verb"), *opts.values("--resource")} else ()
        what = _GIVES.marked(*marks) if marks else makes(Thing.PERMISSION)
        return found.add(*asked.done(what, names, by))
    if verb in ("service", "svc", "ingress", "ing", "route"):
        kind = opts.verb(1)
        if kind in ("loadbalancer", "nodeport") or verb in ("ingress", "ing", "route"):
            return found.add(*asked.done(does(Kind.EXPOSES, Thing.NETWORK, "public"), names, by))
        return found.add(*asked.done(makes(Thing.NETWORK), names[1:], by))
    if verb == "secret":
        marks = ("plaintext",) if opts.has("--from-literal", "--docker-password") else ()
        return found.add(*asked.done(makes(Thing.SECRET, *marks), names[1:], by))
    if verb == "job":
        found.add(*asked.done(does(Kind.STARTS, Thing.WORKLOAD), names[:1], by))
        return found
    thing = sort_of(verb).thing
    if thing is Thing.UNKNOWN or not opts.plain[0].fixed:
        return found.unread(by, "what it makes is not known", "unknown-program")
    return found.add(*asked.done(makes(thing, *asked.strange_image()), names[:1], by))


def _binding(asked: Asked, *, wide: bool) -> Does:
    opts, marks = asked.opts, set[str]()
    roles = {word.text for name in ("--clusterrole", "--role") for word in opts.given.get(name, ())}
    to = {*opts.values("--group"), *opts.values("--user")}
    if roles & STRONG:
        marks.add("admin")
    if to & ANYBODY:
        marks.add("public")
    fixed = all(word.fixed for name in ("--clusterrole", "--role", "--group", "--user")
                for word in opts.given.get(name, ()))  # fmt: skip
    if not fixed:
        marks.add("dynamic")
    return Does(Kind.ESCALATES, Thing.PERMISSION, Radius.ACCOUNT if wide else Radius.NAMESPACE,
                marks=frozenset(marks))  # fmt: skip


def expose(asked: Asked) -> Found:
    """`expose`: to the world with a balancer, a port of the nodes, or an outside address."""
    opts = asked.opts
    outside = opts.value("--type").lower() in ("loadbalancer", "nodeport")
    if outside or opts.has("--external-ip") or asked.call.program == "oc":
        return Found().add(*asked.done(does(Kind.EXPOSES, Thing.NETWORK, "public"), opts.plain[:2]))
    return Found().add(*asked.done(makes(Thing.NETWORK), opts.plain[:2]))


def certificate(asked: Asked) -> Found:
    """`certificate approve` gives somebody a way in."""
    verb, names = asked.opts.verb(), asked.opts.plain[1:]
    by = f"{asked.by} {verb}"
    if verb == "approve":
        return Found().add(*asked.done(does(Kind.ESCALATES, Thing.ACCOUNT), names, by))
    if verb == "deny":
        return Found().add(*asked.done(writes(Thing.CERTIFICATE), names, by))
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def set_(asked: Asked) -> Found:
    """`set image`, `set env` and their like; new images and settings restart what runs."""
    opts, verb = asked.opts, asked.opts.verb()
    by = f"{asked.by} {verb}"
    if verb == "env" and opts.has("--list"):
        kind = Kind.REVEALS if opts.has("--resolve") else Kind.READS
        return Found().add(*asked.done(does(kind, Thing.CONFIGURATION), opts.plain[1:2], by))
    what = {
        "image": writes(Thing.WORKLOAD, "restart"),
        "env": writes(Thing.WORKLOAD, "restart"),
        "resources": writes(Thing.WORKLOAD, "restart"),
        "selector": writes(Thing.NETWORK),
        "volumes": writes(Thing.WORKLOAD, "restart"),
        "volume": writes(Thing.WORKLOAD, "restart"),
        "triggers": writes(Thing.CONFIGURATION),
        "probe": writes(Thing.WORKLOAD, "restart"),
        "data": writes(Thing.CONFIGURATION),
        "route-backends": writes(Thing.NETWORK),
        "serviceaccount": does(Kind.ESCALATES, Thing.WORKLOAD),
        "sa": does(Kind.ESCALATES, Thing.WORKLOAD),
        "subject": does(Kind.ESCALATES, Thing.PERMISSION),
    }.get(verb)
    if what is None:
        return Found().unread(by, "the sub-command is not known", "unknown-program")
    values = [word for word in opts.plain[1:] if "=" not in word.text and word.text[-1:] != "-"]
    kept = Asked(asked.call, opts, asked.verb, by, asked.place)
    named = [Word(word.text.rpartition("/")[2], word.fixed) for word in values[:4]]
    if "/" not in "".join(word.text for word in values):
        named = named[1:]
    if opts.has("--all"):
        what = Does(what.kind, what.thing, Radius.NAMESPACE, what.undo, what.marks | {"many"})
    return Found().add(*kept.done(what, named))


_ADM: Final[dict[str, Does]] = {
    "add-scc-to-user": _GIVES.marked("admin"),
    "add-scc-to-group": _GIVES.marked("admin"),
    "add-cluster-role-to-user": _GIVES,
    "add-cluster-role-to-group": _GIVES,
    "add-role-to-user": _GIVES,
    "add-role-to-group": _GIVES,
    "remove-scc-from-user": writes(Thing.PERMISSION),
    "remove-scc-from-group": writes(Thing.PERMISSION),
    "remove-cluster-role-from-user": ends(Thing.PERMISSION),
    "remove-cluster-role-from-group": ends(Thing.PERMISSION),
    "remove-role-from-user": ends(Thing.PERMISSION),
    "remove-role-from-group": ends(Thing.PERMISSION),
    "drain": does(Kind.STOPS, Thing.NODE, "drain"),
    "cordon": writes(Thing.NODE),
    "uncordon": writes(Thing.NODE),
    "taint": writes(Thing.NODE),
    "prune": Does(Kind.DELETES, Thing.IMAGE, Radius.SET, marks=frozenset({"prune"})),
    "upgrade": Does(Kind.WRITES, Thing.CLUSTER, Radius.ACCOUNT),
    "reboot-machine-config-pool": Does(Kind.STOPS, Thing.NODE, Radius.SET,
                                       marks=frozenset({"restart"})),
    "new-project": makes(Thing.NAMESPACE),
    "top": does(Kind.READS, Thing.NODE),
    "node-logs": does(Kind.READS, Thing.NODE),
    "must-gather": does(Kind.READS, Thing.CLUSTER),
    "inspect": does(Kind.READS, Thing.CLUSTER),
    "release": does(Kind.READS, Thing.CLUSTER),
    "who-can": does(Kind.READS, Thing.PERMISSION),
}  # fmt: skip


def adm(asked: Asked) -> Found:
    """`oc adm` and `oc adm policy`: rights and nodes."""
    opts, plain = asked.opts, asked.opts.plain
    skip = 1 if opts.verb() == "policy" else 0
    verb, names = opts.verb(skip), plain[skip + 1 :]
    by, what = f"{asked.by} {verb}".strip(), _ADM.get(verb)
    if what is None:
        return Found().unread(by, "the sub-command is not known", "unknown-program")
    marks = set[str]()
    if {word.text for word in names} & STRONG:
        marks.add("admin")
    if {word.text for word in names} & ANYBODY:
        marks.add("public")
    if opts.has("--force"):
        marks.add("force")
    if verb == "prune" and not opts.has("--confirm"):
        return Found().add(*asked.done(does(Kind.READS, Thing.IMAGE, "dry-run"), names, by))
    return Found().add(*asked.done(what.marked(*marks), names, by))
