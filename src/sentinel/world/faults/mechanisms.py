"""Words that name what goes wrong in each family, for grading what responders submit as cause.

A word stands for every word that begins with it. Several are right for a family, and some
are right for more than one. They are shown to nobody before the incident is over.
"""

from typing import Final

MECHANISMS: Final[dict[str, tuple[str, ...]]] = {
    "N1": ("route", "routing", "bgp", "prefix", "withdrawn", "announce"),
    "N2": ("dns", "nxdomain", "name resolution", "name record", "missing record", "record"),
    "N3": ("resolver", "coredns", "servfail", "name resolution", "dns"),
    "N4": ("firewall", "network policy", "networkpolicy", "deny rule", "access rule"),
    "N5": ("partition", "packet loss", "zone link", "network loss", "split"),
    "N6": ("conntrack", "connection table", "ephemeral port", "port exhaustion", "nf_conntrack"),
    "D1": ("pool", "too many clients", "too many connections", "connection limit",
           "max_connections", "connections exhausted", "connection exhaustion"),
    "D2": ("lock", "transaction", "runaway query", "long query", "blocking query", "batch"),
    "D3": ("replica", "replication"),
    "D4": ("failing primary", "failing disk", "failing host", "disk error", "disk fail",
           "hardware", "degraded primary", "primary", "failover", "replica", "lag"),
    "D5": ("disk full", "full disk", "no space", "out of disk", "disk space", "volume full",
           "storage full", "wal", "slot"),
    "D6": ("cold cache", "cache", "stampede", "hit rate"),
    "D7": ("migration", "schema", "integer overflow", "overflow", "int32"),
    "D8": ("maxmemory", "eviction", "cache", "noauth", "memory", "password"),
    "S1": ("secret", "rotation", "rotate", "stale key", "signing key", "old key", "kid"),
    "S2": ("certificate", "cert", "tls", "mtls", "handshake"),
    "S3": ("credential", "intrusion", "compromise", "stolen", "attacker", "token"),
    "S4": ("policy push", "permission", "global policy", "bad policy", "policy"),
    "S5": ("waf", "edge rule", "regex", "ruleset", "filter rule"),
    "S6": ("exfiltrat", "public acl", "public bucket", "exposed", "exposure", "egress", "acl"),
    "P1": ("deploy", "release", "rollout", "bad version", "new version", "regression",
           "bad build", "code bug"),
    "P2": ("memory leak", "leak", "oom", "out of memory", "memory"),
    "P3": ("retry storm", "retries", "retry", "metastable", "overload"),
    "P4": ("feature flag", "flag", "config"),
    "P5": ("autoscal", "hpa", "quota", "limit"),
    "P6": ("poison", "backlog", "queue", "consumer"),
    "P7": ("node loss", "node fail", "node down", "zone loss", "lost node", "kubelet", "evict"),
    "P8": ("upgrade", "deprecat", "removed label", "node label"),
    "P9": ("webhook", "admission", "pod creation", "create pods", "pods cannot be created",
           "registry", "image pull", "cidr"),
    "Q0": ("false alarm", "noise", "noisy", "nothing wrong", "nothing is wrong", "no fault",
           "no incident", "false positive"),
}  # fmt: skip
"""By the id of the family."""

CHANGE: Final = ("deploy", "release", "rollout", "new version")
"""Words that are no mistake either where a deploy of the culprit put the fault in."""
