"""Plugins of `kubectl` by what their own verbs do; a plugin that is not here is unread."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found
from sentinel.live.reading.kubernetes_asked import Asked
from sentinel.live.reading.subcommands import Does, does, ends, looks, makes, spread, writes

_LOOK: Final = looks(Thing.CLUSTER)
_SECRET: Final = does(Kind.REVEALS, Thing.SECRET)
_ROOT: Final = does(Kind.ESCALATES, Thing.NODE, "root", "container")
_GONE: Final = Does(Kind.DELETES, Thing.DATABASE, Radius.NAMESPACE, Undo.NEVER)
_LOOKERS: Final = (
    "view-allocations view-utilization view-cert view-webhook view-quotas get-all images outdated "
    "df-pv resource-capacity score access-matrix rbac-lookup rolesum graph grep cost deprecations "
    "popeye ice ktop pods-on  unused-volumes explore blame sick-pods "
    "custom-cols datree depends-on fleet free kurt podevents preflight "
    "security-check sort-manifests starboard tail topology viewnode nodes-info "
    "kubescape kubesec-scan deprecated service-tree "
    "example sizing duck print-env"
)
_TABLES: Final[dict[str, dict[str, Does]]] = {
    **{name: {"*": _LOOK} for name in _LOOKERS.split()},
    "view-secret": {"*": _SECRET},
    "modify-secret": {"*": writes(Thing.SECRET)},
    "get-token": {"*": _SECRET},
    "oidc-login": {"*": writes(Thing.CONFIGURATION, "context")},
    "konfig": {"*": writes(Thing.CONFIGURATION, "context")},
    "cert-manager": spread({
        "status | check | inspect | version | help | upgrade-status": _LOOK,
        "renew": writes(Thing.CERTIFICATE), "create": makes(Thing.CERTIFICATE),
        "approve": does(Kind.ESCALATES, Thing.CERTIFICATE), "deny": writes(Thing.CERTIFICATE),
        "upgrade | convert | experimental": writes(Thing.CONFIGURATION),
    }),
    "cnpg": spread({
        "status | logs | report | version | fio | snapshot-status": _LOOK,
        "promote": does(Kind.STOPS, Thing.DATABASE, "restart"),
        "restart": does(Kind.STOPS, Thing.DATABASE, "restart"),
        "reload": writes(Thing.CONFIGURATION), "backup | snapshot": makes(Thing.BACKUP, "backup"),
        "hibernate | fencing": does(Kind.STOPS, Thing.DATABASE),
        "destroy": _GONE, "install": makes(Thing.CLUSTER),
        "certificate": does(Kind.ESCALATES, Thing.CERTIFICATE),
        "maintenance": writes(Thing.CLUSTER),
    }),
    "minio": spread({
        "version | tenant-list | tenant-status | proxy": _LOOK,
        "tenant": writes(Thing.BUCKET), "init": makes(Thing.CLUSTER),
        "delete": Does(Kind.DELETES, Thing.BUCKET, Radius.ACCOUNT, Undo.NEVER),
    }),
    "rook-ceph": spread({
        "health | dr-health": _LOOK, "operator": does(Kind.STOPS, Thing.WORKLOAD, "restart"),
        "rook": _LOOK, "mons": writes(Thing.CLUSTER), "debug": does(Kind.STOPS, Thing.WORKLOAD),
        "destroy-cluster": Does(Kind.DELETES, Thing.CLUSTER, Radius.ACCOUNT, Undo.NEVER),
        "restore-deleted | restore-quorum": writes(Thing.CLUSTER),
        "maintenance": does(Kind.STOPS, Thing.WORKLOAD),
    }),
    "hns": spread({"tree | describe | version | config": _LOOK, "set": writes(Thing.NAMESPACE),
                   "create": makes(Thing.NAMESPACE)}),
    "gadget": spread({"snapshot | top | trace | profile | audit | version | list-gadgets": _LOOK,
                      "deploy": makes(Thing.WORKLOAD), "undeploy": ends(Thing.WORKLOAD),
                      "run": _ROOT}),
    "prune-unused": {"*": ends(Thing.WORKLOAD, radius=Radius.SET)},
    "nuke": {"*": Does(Kind.DELETES, Thing.NAMESPACE, Radius.ACCOUNT, Undo.NEVER)},
    "reap": {"*": ends(Thing.WORKLOAD, radius=Radius.NAMESPACE)},
    "evict-pod": {"*": does(Kind.STOPS, Thing.WORKLOAD, "restart")},
    "restart": {"*": does(Kind.STOPS, Thing.WORKLOAD, "restart")},
    "finalize": {"*": Does(Kind.DELETES, Thing.NAMESPACE, Radius.NAMESPACE, Undo.HARD)},
    "ssh": {"*": _ROOT}, "enter": {"*": _ROOT}, "node-admin": {"*": _ROOT},
    "sniff": {"*": _ROOT}, "ks": {"*": _LOOK}, "bindrole": {"*": does(
        Kind.ESCALATES, Thing.PERMISSION)},
    "create-sa": {"*": does(Kind.ESCALATES, Thing.ACCOUNT)},
    "pv-migrate": {"*": writes(Thing.VOLUME)},
    "alpha": {"*": _LOOK} | spread({"debug | apply | delete | set": does(
        Kind.EXECUTES, Thing.WORKLOAD)}),
}  # fmt: skip
PLUGINS: Final = frozenset(_TABLES)
"""Their names."""


def plugin_of(asked: Asked) -> Found:
    """Read a plugin by its own verb."""
    verbs, verb = _TABLES[asked.verb], asked.opts.verb()
    what = verbs.get(verb) or verbs.get("*")
    if what is None or any(not word.fixed for word in asked.opts.plain[:1]):
        return Found().unread(f"{asked.by} {verb}", "the sub-command is not known",
                              "unknown-program")  # fmt: skip
    if what.kind is Kind.READS:
        return asked.looks()
    named = asked.opts.plain[1:] if verb in verbs else asked.opts.plain
    return Found().add(*asked.done(what, named, f"{asked.by} {verb}".strip()))
