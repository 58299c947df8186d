"""What a request does to a store of keys and settings, a queue or a proxy, by its own interface.

Vault, Consul, etcd, RabbitMQ, Envoy, Jenkins, Solr. Each function gives a line of a table and a
name, or None where it does not know the interface.
"""

from typing import Final

from sentinel.live.reading.http_services import READING, Asked, Told
from sentinel.live.reading.system_verbs import bag

_VAULT_LOOKS: Final = bag(
    "health seal-status leader mounts metrics ha-status host-info key-status capabilities-self "
    "in-flight-req version-history policies auth audit config internal remount-status tools"
)
_CONSUL: Final = bag("kv agent catalog health session acl txn snapshot event operator coordinate "
                     "status query connect config")  # fmt: skip
_SYS: Final = {
    "seal": "stops cluster account hard", "step-down": "stops cluster easy restart",
    "mounts": "deletes secret account never", "auth": "deletes account namespace never",
    "audit": "weakens audit namespace audit", "policies": "deletes permission",
    "policy": "deletes permission", "namespaces": "deletes namespace never",
}  # fmt: skip
"""What `sys/` of Vault loses with DELETE, or where it is told to stop."""
_SYS_WRITES: Final = {
    "leases/revoke-prefix": "deletes secret namespace hard",
    "leases/revoke-force": "deletes secret namespace never force",
    "leases/revoke": "deletes secret", "leases/renew": "writes secret easy",
    "leases/lookup": "reads secret", "generate-root": "escalates account admin",
    "rekey": "writes encryption-key account hard", "rotate": "writes encryption-key easy",
    "storage/raft/snapshot-force": "deletes database account never",
    "storage/raft/snapshot": "deletes database account never",
    "storage/raft/remove-peer": "deletes node", "policies": "escalates permission",
    "policy": "escalates permission", "capabilities": "reads permission",
    "unseal": "starts cluster",
    "wrapping/lookup": "reads secret", "wrapping/unwrap": "reveals secret secret",
    "config/auditing": "writes audit",
}  # fmt: skip


def vault(asked: Asked) -> Told | None:
    """Read a request to Vault, or one of its kind."""
    parts = asked.parts
    if parts[:1] != ("v1",) or len(parts) < 2:
        return None
    area, rest = parts[1], "/".join(parts[2:])
    ours = "vault" in asked.host or asked.port == "8200"
    others = area in _CONSUL - {"kv"} and asked.port != "8200"
    if area != "sys" and (not ours or others):
        return None
    lists = asked.method == "LIST" or "list=true" in asked.query
    reads = asked.method in READING or lists
    if area == "sys":
        return (_vault_system(asked, rest, reads=reads), rest)
    if area == "auth":
        return (_vault_token(asked, rest, reads=reads), rest)
    if lists or (reads and "metadata" in parts[2:3]):
        return ("reads secret", rest)
    wiped = "metadata" in parts[2:3] or "destroy" in parts[2:3]
    if asked.method == "DELETE" or "destroy" in parts[2:3] or "delete" in parts[2:3]:
        return ("deletes secret never" if wiped else "deletes secret hard", rest)
    return ("reveals secret secret" if reads else "writes secret", rest)


def _vault_system(asked: Asked, rest: str, *, reads: bool) -> str:
    first = rest.partition("/")[0]
    if reads:
        taken = first not in _VAULT_LOOKS and first == "raw"
        return "reveals secret set secret" if taken else "reads configuration"
    if asked.method == "DELETE" or first in ("seal", "step-down"):
        return _SYS.get(first, "deletes configuration namespace never")
    named = next((line for verb, line in _SYS_WRITES.items() if rest.startswith(verb)), "")
    return named or "writes configuration hard"


def _vault_token(asked: Asked, rest: str, *, reads: bool) -> str:
    if reads or "lookup" in rest:
        return "reads account"
    if "revoke" in rest or "tidy" in rest:
        return "deletes secret"
    if rest.startswith("token/renew") or rest.rpartition("/")[0].endswith("login"):
        return "writes secret easy"
    return "deletes account" if asked.method == "DELETE" else "escalates account"


def consul(asked: Asked) -> Told | None:
    """Read a request to Consul."""
    parts = asked.parts
    if parts[:1] != ("v1",) or parts[1:2] == ("sys",) or len(parts) < 2 or parts[1] not in _CONSUL:
        return None
    area, rest = parts[1], "/".join(parts[2:])
    if asked.method in READING:
        return None
    if area == "kv":
        if asked.method == "DELETE":
            wide = "set recursive" if "recurse" in asked.query else "one"
            return (f"deletes configuration {wide if rest else 'account'} hard", rest)
        return ("writes configuration", rest)
    if area == "agent":
        return _consul_agent(asked, rest)
    if area == "snapshot":
        return ("deletes database account never", "snapshot")
    if area == "acl":
        return ("deletes account" if asked.method == "DELETE" else "escalates account", rest)
    return None


def _consul_agent(asked: Asked, rest: str) -> Told | None:
    if rest.startswith(("leave", "force-leave")):
        return ("stops unit hard", rest)
    if "deregister" in rest or ("maintenance" in rest and "enable=false" not in asked.query):
        return ("stops unit easy", rest)
    if rest.startswith(("check/pass", "check/register", "service/register", "reload", "join")):
        return ("writes configuration easy", rest)
    return None


def etcd(asked: Asked) -> Told | None:
    """Read a request to the gateway of etcd."""
    if asked.parts[:1] not in (("v3",), ("v3beta",)) or len(asked.parts) < 3:
        return None
    verb = "/".join(asked.parts[1:3])
    lines = {
        "kv/range": "reads configuration", "kv/put": "writes configuration",
        "kv/deleterange": "deletes configuration set hard", "kv/txn": "writes configuration",
        "kv/compaction": "deletes configuration namespace never",
        "maintenance/status": "reads cluster", "maintenance/alarm": "writes cluster",
        "maintenance/defragment": "stops cluster restart", "cluster/member": "writes cluster hard",
        "maintenance/snapshot": "reveals secret account secret",
    }  # fmt: skip
    return (lines[verb], verb) if verb in lines else None


def rabbit(asked: Asked) -> Told | None:
    """Read a request to RabbitMQ's management."""
    if asked.port not in ("15672", "15671") and "rabbit" not in asked.host:
        return None
    area, name = "".join(asked.parts[1:2]), "/".join(asked.parts[2:])
    if asked.parts[:1] != ("api",) or asked.method in READING:
        return None
    if asked.method == "DELETE":
        gone = {
            "queues": "deletes queue namespace never" if name.endswith("/contents")
            else "deletes queue unknown never",
            "exchanges": "deletes queue unknown never", "vhosts": "deletes queue account never",
            "users": "deletes account", "permissions": "deletes permission",
            "connections": "stops network", "policies": "deletes configuration",
        }  # fmt: skip
        return (gone.get(area, "deletes endpoint unknown"), name)
    if area == "queues" and name.endswith("/get"):
        keeps = "requeue_true" in asked.body
        return ("reads queue" if keeps else "deletes queue set never", name)
    made = {
        "users": "escalates account" + (" admin" if "administrator" in asked.body else ""),
        "permissions": "escalates permission", "definitions": "writes configuration account hard",
        "queues": "creates queue", "exchanges": "writes queue", "bindings": "writes queue",
    }  # fmt: skip
    return (made[area], name) if area in made else None


_ENVOY_ENDS: Final = {
    "quitquitquit": "stops unit hard", "drain_listeners": "stops unit hard",
    "healthcheck/fail": "stops unit easy", "healthcheck/ok": "starts unit easy",
    "reset_counters": "writes audit easy", "logging": "writes configuration easy",
    "runtime_modify": "writes configuration", "-/quit": "stops unit hard",
    "-/reload": "writes configuration easy", "-/healthy": "reads endpoint",
    "-/ready": "reads endpoint", "abortabortabort": "stops unit hard",
}  # fmt: skip


def proxy(asked: Asked) -> Told | None:
    """Read a request to the administration of Envoy or Prometheus."""
    path = "/".join(asked.parts)
    if asked.method in READING or path not in _ENVOY_ENDS:
        return None
    return (_ENVOY_ENDS[path], asked.host)


_JENKINS: Final = {
    "doDelete": "deletes schedule namespace never", "safeExit": "stops unit hard",
    "exit": "stops unit hard", "safeRestart": "stops unit restart",
    "quietDown": "stops unit easy", "cancelQuietDown": "starts unit easy",
    "disable": "stops schedule easy", "enable": "starts schedule easy",
    "build": "starts workload pipeline", "buildWithParameters": "starts workload pipeline",
    "createItem": "writes schedule", "toggleOffline": "stops node", "doWipeOutWorkspace":
    "deletes folder", "scriptText": "executes code unknown dynamic remote",
    "script": "executes code unknown dynamic remote",
}  # fmt: skip


def jenkins(asked: Asked) -> Told | None:
    """Read a request to Jenkins: its script console runs what it is sent."""
    last = asked.parts[-1] if asked.parts else ""
    known = "jenkins" in asked.host or asked.parts[:1] in (("job",), ("view",), ("computer",))
    console = last == "scriptText" or (last == "script" and known)
    if asked.method in READING or not (known or console) or last not in _JENKINS:
        return None
    return (_JENKINS[last], "/".join(asked.parts[:-1]))


def solr(asked: Asked) -> Told | None:
    """Read a request to Solr, which deletes with GET as well."""
    if asked.parts[:1] != ("solr",) and asked.port != "8983":
        return None
    said = f"{asked.asked} {asked.body}".replace(" ", "")
    name = "".join(asked.parts[1:2])
    if asked.parts[1:2] == ("admin",):
        gone = ("action=delete", "action=unload", "deleteindex=true", "deleteinstancedir=true")
        if any(each in said for each in gone):
            return ("deletes table never", asked.query)
        looks = ("action=list", "action=status", "action=clusterstatus", "action=overseerstatus")
        none = "action=" not in said or any(each in said for each in looks)
        return ("reads index" if none else "writes index namespace", asked.query)
    if "update" in asked.parts and ("<delete>" in said or '"delete"' in said):
        return ("deletes rows account never no-condition" if "*:*" in said
                else "deletes rows set hard condition", name)  # fmt: skip
    if "stream.body=" in said:
        return ("writes rows unknown", name)
    if asked.parts[-1:] in (("query",), ("select",), ("export",), ("stream",)):
        return ("reads index", name)
    return None
