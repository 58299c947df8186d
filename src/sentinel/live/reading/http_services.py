"""What a request does, by the interface it speaks to: search engines, clusters, Docker.

Each function takes a request apart and gives a line of a table and a name, or None where it does
not know the interface.
"""

from dataclasses import dataclass
from typing import Final

import re2

from sentinel.live.reading.system_verbs import bag

Told = tuple[str, str]
"""A line of a table, and the name of what it is about."""

READING: Final = bag("GET HEAD OPTIONS TRACE PROPFIND REPORT")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, taken apart."""

    method: str
    host: str
    """In lower case, without a port."""
    port: str
    parts: tuple[str, ...]
    """Of the path, between slashes."""
    query: str
    body: str
    """In lower case; empty where there is none or it is not known."""
    docker: bool = False
    """Whether it goes over Docker's socket."""
    asked: str = ""
    """The query in lower case, after its encoding is taken away."""


_SEARCHES: Final = bag(
    "_search _count _msearch _mget _field_caps _explain _validate _analyze _sql _rank_eval "
    "_termvectors _mtermvectors _async_search _pit _eql _cat _stats _nodes _mapping _recovery "
    "_knn_search _search_shards _resolve _find _all_docs _bulk_get _explain _esql _render "
    "_simulate _verify"
)
_PASSING: Final = re2.compile(r"\d|log|metric|trace|event|te?mp|test|old|bak|backup|beat|audit")
"""In the name of an index that others follow: one of a day, a copy, a trial."""
_ELASTIC_DELETES: Final = {
    "_doc": "deletes rows key", "_all": "deletes index account never",
    "_scroll": "deletes cache easy temporary", "_pit": "deletes cache easy temporary",
    "_search": "deletes cache easy temporary", "_async_search": "deletes cache easy temporary",
    "_data_stream": "deletes index never", "_security": "deletes account", "_slm": "weakens backup",
    "_aliases": "deletes configuration", "_alias": "deletes configuration",
}  # fmt: skip
_ELASTIC_WRITES: Final = {
    "_close": "stops index", "_freeze": "stops index", "_open": "starts index",
    "_settings": "writes configuration namespace", "_cluster": "writes configuration account hard",
    "_nodes": "stops cluster account", "_shutdown": "stops cluster account",
    "_restore": "writes index namespace hard", "_snapshot": "creates backup",
    "_security": "escalates account", "_doc": "writes rows key", "_create": "writes rows key",
    "_update": "writes rows key", "_reindex": "writes rows namespace", "_rollover": "creates index",
    "_refresh": "reads index", "_flush": "reads index", "_cache": "deletes cache easy",
    "_forcemerge": "writes index namespace", "_aliases": "writes configuration",
    "_mapping": "writes schema", "_ilm": "writes configuration", "_slm": "writes backup",
    "_ingest": "writes configuration", "_index_template": "writes configuration",
    "_template": "writes configuration", "_tasks": "stops process", "_shrink": "creates index",
}  # fmt: skip


def elastic(asked: Asked) -> Told | None:
    """Read a request to Elasticsearch or OpenSearch."""
    verbs = [part for part in asked.parts if part.startswith("_")]
    if not (verbs or asked.port in ("9200", "9243") or "elastic" in asked.host):
        return None
    names = [part for part in asked.parts if not part.startswith("_")]
    name = names[0] if names else ""
    if asked.method in READING or asked.parts[-2:] == ("allocation", "explain"):
        return ("reads index", name)
    if asked.method == "DELETE":
        return _elastic_delete(asked, verbs, names)
    return _elastic_write(asked, verbs, name)


def _elastic_write(asked: Asked, verbs: list[str], name: str) -> Told:
    for verb in ("_delete_by_query", "_update_by_query"):
        if verb in verbs:
            kind = "deletes" if verb.startswith("_delete") else "writes"
            narrow = '"query"' in asked.body and "match_all" not in asked.body
            wide = "namespace never no-condition" if name not in ("*", "") else "account never"
            return (f"{kind} rows {'set hard condition' if narrow else wide}", name)
    if "_bulk" in verbs:
        kind = "deletes" if '"delete"' in asked.body else "writes"
        return (f"{kind} rows set", name)
    if "_restore" in verbs:
        return (_ELASTIC_WRITES["_restore"], name)
    known = next((_ELASTIC_WRITES[verb] for verb in verbs if verb in _ELASTIC_WRITES), None)
    if known is None and verbs and verbs[-1] in _SEARCHES:
        return ("reads index", name)
    if verbs and verbs[-1] in _SEARCHES - {"_nodes", "_mapping"}:
        return ("reads index", name)
    if known:
        return (known, name)
    return ("creates index", name) if name and not verbs else ("writes index unknown", name)


def _elastic_delete(asked: Asked, verbs: list[str], names: list[str]) -> Told:
    name = ",".join(names[:1])
    if "_snapshot" in verbs:
        return ("deletes backup never" if len(names) > 1 else "deletes backup namespace never",
                "/".join(names))  # fmt: skip
    if verbs:
        return (_ELASTIC_DELETES.get(verbs[0], "deletes configuration"), name)
    if name in ("*", ""):
        return ("deletes index account never", "*")
    if name and not _PASSING.search(name):
        return ("deletes table never | close the index, or snapshot it first", name)
    return ("deletes index never | close the index, or snapshot it first", name)


_KINDS: Final = {
    "pods": "workload", "deployments": "workload", "statefulsets": "workload", "jobs": "workload",
    "daemonsets": "workload", "replicasets": "workload", "cronjobs": "schedule",
    "secrets": "secret", "configmaps": "configuration", "services": "network",
    "ingresses": "network", "persistentvolumeclaims": "volume", "persistentvolumes": "volume",
    "nodes": "node", "namespaces": "namespace", "serviceaccounts": "account",
    "roles": "permission", "clusterroles": "permission", "rolebindings": "permission",
    "clusterrolebindings": "permission", "networkpolicies": "firewall",
    "customresourcedefinitions": "schema", "horizontalpodautoscalers": "workload",
    "storageclasses": "configuration", "volumesnapshots": "backup", "events": "audit",
    "poddisruptionbudgets": "configuration", "resourcequotas": "configuration",
    "limitranges": "configuration", "certificates": "certificate", "issuers": "certificate",
    "applications": "workload", "rollouts": "workload", "endpoints": "network",
    "replicationcontrollers": "workload", "leases": "configuration",
    "validatingwebhookconfigurations": "configuration",
    "mutatingwebhookconfigurations": "configuration", "backups": "backup",
}  # fmt: skip


def kubernetes(asked: Asked) -> Told | None:
    """Read a request to the interface of Kubernetes."""
    if asked.parts[:1] == ("api",) and asked.parts[1:2] == ("v1",):
        parts = asked.parts[2:]
    elif asked.parts[:1] == ("apis",) and len(asked.parts) > 3:
        parts = asked.parts[3:]
    else:
        return None
    if parts[:1] == ("namespaces",) and len(parts) > 2:
        parts = parts[2:]
    if asked.method not in READING and _only_asked(asked, parts):
        return ("reads workload none", "".join(parts[1:2]))
    if not parts or parts[0] not in _KINDS:
        return None
    return _kubernetes_object(asked, parts)


def _only_asked(asked: Asked, parts: tuple[str, ...]) -> bool:
    """Whether a request changes nothing: a dry run, or a question about rights."""
    asks = asked.parts[1:2] in (("authorization.k8s.io",), ("authentication.k8s.io",))
    return "dryRun=All" in asked.query.split("&") or (asks and parts[0].endswith("reviews"))


def _kubernetes_object(asked: Asked, parts: tuple[str, ...]) -> Told:
    thing, name, sub = _KINDS[parts[0]], "".join(parts[1:2]), "".join(parts[2:3])
    if asked.method in READING and sub not in ("exec", "proxy"):
        return ("reveals secret secret" if thing == "secret" else f"reads {thing}", name)
    if sub in ("exec", "attach", "proxy"):
        return ("executes code unknown container", name)
    if sub == "eviction":
        return ("stops workload drain", name)
    if asked.method == "DELETE":
        undo = "never" if thing in ("namespace", "volume", "schema") else "hard"
        wide = f"{undo} cascade" if thing == "namespace" else undo
        return (f"deletes {thing} {wide}" + ("" if name else " namespace"), name or "*")
    if parts[0].endswith("rolebindings") or parts[0].endswith("roles"):
        return ("escalates permission", name)
    if sub == "scale" and '"replicas":0' in asked.body.replace(" ", ""):
        return ("stops workload to-zero", name)
    return (f"creates {thing}" if asked.method == "POST" else f"writes {thing}", name)


_DOCKER: Final = {"containers": "workload", "volumes": "volume", "images": "image",
                  "networks": "network", "services": "workload", "secrets": "secret"}  # fmt: skip
_DOCKER_VERBS: Final = {
    "stop": "stops workload", "kill": "stops workload force", "restart": "stops workload restart",
    "pause": "stops workload", "start": "starts workload", "unpause": "starts workload",
    "prune": "deletes {} namespace hard", "exec": "executes code unknown container",
    "create": "creates {}", "rename": "writes {}", "update": "writes {}",
}  # fmt: skip


def docker(asked: Asked) -> Told | None:
    """Read a request to Docker's own interface."""
    parts = asked.parts
    versioned = bool(parts) and parts[0].startswith("v1.")
    if not (asked.docker or versioned or asked.port in ("2375", "2376")):
        return None
    parts = parts[1:] if versioned else parts
    if not parts or (asked.method in READING):
        return ("reads workload", "/".join(parts))
    thing = _DOCKER.get(parts[0], "workload")
    name = parts[1] if len(parts) > 1 else ""
    if asked.method == "DELETE":
        undo = "never" if thing == "volume" else "hard"
        return (f"deletes {thing} {undo}", name)
    if parts[0] == "exec":
        return (_DOCKER_VERBS["exec"], name)
    if '"privileged":true' in asked.body.replace(" ", "") or '"/:' in asked.body:
        return ("escalates host root container", name)
    return (_DOCKER_VERBS.get(parts[-1], "writes {} unknown").format(thing), name)
