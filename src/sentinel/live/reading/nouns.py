"""What English words and parts of names call a resource."""

from functools import lru_cache
from typing import Final

from sentinel.live.effects import Thing

_WORDS: Final = {
    Thing.FILE: "file document doc report markdown readme page text note notebook csv spreadsheet "
    "summary essay paragraph slide image-file script-file attachment diagram chart changelog "
    "dialog typo wiki postmortem paragraph section docstring guide warning regression readme "
    "test",
    Thing.FOLDER: "folder directory dir",
    Thing.DEVICE: "disk drive partition device ssd hdd raid array nvme lun zpool",
    Thing.FILESYSTEM: "filesystem fs root-filesystem mount",
    Thing.PROCESS: "process pid daemon thread connection session query transaction",
    Thing.UNIT: "unit service-unit systemd",
    Thing.HOST: "host server machine box laptop computer hypervisor system",
    Thing.PACKAGE: "package dependency library plugin module extension driver",
    Thing.SCHEDULE: "schedule cron crontab cronjob timer",
    Thing.ACCOUNT: "user account role group member employee customer identity principal owner "
    "administrator tenant login",
    Thing.PERMISSION: "permission policy grant binding privilege acl access right iam rbac "
    "admin-right scope",
    Thing.SECRET: "secret password credential token apikey passphrase vault keypair",
    Thing.ROWS: "row record entry order invoice payment-record data message-record history-record "
    "ledger transaction-record",
    Thing.TABLE: "table column collection view",
    Thing.SCHEMA: "schema",
    Thing.DATABASE: "database db postgres postgresql mysql mariadb mongo mongodb oracle warehouse "
    "replica primary-database datastore sqlite etcd zookeeper elasticsearch cassandra opensearch",
    Thing.INDEX: "index indice",
    Thing.CACHE: "cache redis memcached keyspace",
    Thing.QUEUE: "queue topic stream kafka rabbitmq sqs mailbox backlog",
    Thing.BACKUP: "backup snapshot archive dump wal restore-point recovery-point",
    Thing.WORKLOAD: "deployment pod job container function lambda workload service app application "
    "replicaset statefulset daemonset microservice worker api website site gateway frontend "
    "backend hpa autoscaler canary fleet replicas instance-group pipeline batch task",
    Thing.NAMESPACE: "namespace",
    Thing.CLUSTER: "cluster k8s kubernetes eks gke aks",
    Thing.NODE: "node nodepool",
    Thing.INSTANCE: "instance vm ec2 rds droplet virtualmachine",
    Thing.VOLUME: "volume pvc pv ebs storage",
    Thing.BUCKET: "bucket s3 gcs blobstore",
    Thing.OBJECT: "object blob",
    Thing.IMAGE: "image registry",
    Thing.CONFIGURATION: "config configuration setting flag feature parameter variable env option "
    "timeout limit toggle configmap preference threshold",
    Thing.INFRASTRUCTURE: "infrastructure stack terraform environment infra resource release",
    Thing.ORGANISATION: "organisation organization project subscription workspace",
    Thing.NETWORK: "network subnet vpc route router loadbalancer lb peering vpn traffic prefix "
    "proxy nat zone ingress mesh",
    Thing.FIREWALL: "firewall port securitygroup sg waf allowlist whitelist egress",
    Thing.DNS: "dns domain hostname zonefile nameserver resolver",
    Thing.CERTIFICATE: "certificate cert tls ssl",
    Thing.ENCRYPTION_KEY: "kms encryption cmk",
    Thing.AUDIT: "log audit trail logging monitoring alert alerting monitor cloudtrail telemetry "
    "metric dashboard event trace alarm",
    Thing.REPOSITORY: "repository repo",
    Thing.BRANCH: "branch tag ref",
    Thing.COMMITS: "commit history stash",
    Thing.ENDPOINT: "url endpoint webhook email mail message slack channel http request "
    "notification sms tweet comment ticket issue pr calendar meeting contact",
    Thing.CODE: "script code program command shell sql bash python binary tool",
    Thing.DATA: "dataset information content pii everything file-content",
}
_THINGS: Final = {
    word: thing for thing, text in _WORDS.items() for word in text.split() if "-" not in word
}
_PAIRS: Final = {
    ("feature", "flag"): Thing.CONFIGURATION,
    ("unit", "test"): Thing.FILE,
    ("http", "client"): Thing.FILE,
    ("api", "client"): Thing.FILE,
    ("request", "handler"): Thing.FILE,
    ("integration", "test"): Thing.FILE,
    ("type", "hint"): Thing.FILE,
    ("error", "message"): Thing.FILE,
    ("release", "note"): Thing.FILE,
    ("merge", "request"): Thing.ENDPOINT,
    ("draft", "pr"): Thing.ENDPOINT,
    ("security", "group"): Thing.FIREWALL,
    ("api", "key"): Thing.SECRET,
    ("access", "key"): Thing.SECRET,
    ("private", "key"): Thing.SECRET,
    ("ssh", "key"): Thing.SECRET,
    ("encryption", "key"): Thing.ENCRYPTION_KEY,
    ("hsm", "key"): Thing.ENCRYPTION_KEY,
    ("master", "key"): Thing.ENCRYPTION_KEY,
    ("root", "key"): Thing.ENCRYPTION_KEY,
    ("unseal", "key"): Thing.ENCRYPTION_KEY,
    ("signing", "key"): Thing.SECRET,
    ("deploy", "key"): Thing.SECRET,
    ("query", "plan"): Thing.FILE,
    ("terraform", "plan"): Thing.FILE,
    ("dry", "run"): Thing.FILE,
    ("kms", "key"): Thing.ENCRYPTION_KEY,
    ("service", "account"): Thing.ACCOUNT,
    ("load", "balancer"): Thing.NETWORK,
    ("network", "policy"): Thing.FIREWALL,
    ("audit", "log"): Thing.AUDIT,
    ("audit", "record"): Thing.AUDIT,
    ("log", "file"): Thing.FILE,
    ("log", "line"): Thing.AUDIT,
    ("deletion", "protection"): Thing.BACKUP,
    ("delete", "protection"): Thing.BACKUP,
    ("point", "recovery"): Thing.BACKUP,
    ("object", "store"): Thing.BUCKET,
    ("pull", "request"): Thing.ENDPOINT,
    ("message", "queue"): Thing.QUEUE,
    ("read", "replica"): Thing.DATABASE,
    ("root", "volume"): Thing.VOLUME,
    ("hard", "drive"): Thing.DEVICE,
    ("user", "data"): Thing.ROWS,
    ("customer", "data"): Thing.ROWS,
    ("customer", "record"): Thing.ROWS,
    ("user", "record"): Thing.ROWS,
    ("cron", "job"): Thing.SCHEDULE,
    ("github", "issue"): Thing.ENDPOINT,
    ("data", "directory"): Thing.DATABASE,
    ("connection", "pool"): Thing.PROCESS,
    ("two", "factor"): Thing.AUDIT,
}
GUARDS: Final = frozenset({Thing.AUDIT, Thing.BACKUP, Thing.ENCRYPTION_KEY, Thing.FIREWALL})
"""Things that are turned off at a cost in safety."""
GUARD_WORDS: Final = {
    "mfa": "mfa", "2fa": "mfa", "twofactor": "mfa", "authentication": "mfa",
    "monitoring": "audit", "alerting": "audit", "alerts": "audit", "alert": "audit",
    "logging": "audit", "auditing": "audit", "audit": "audit", "protection": "protection",
    "versioning": "protection", "backups": "backup", "backup": "backup",
    "encryption": "encryption", "tls": "encryption", "ssl": "encryption", "mtls": "encryption",
    "guardrails": "protection", "safeguards": "protection", "failsafe": "protection",
    "antivirus": "protection", "selinux": "protection", "apparmor": "protection",
    "waf": "protection", "firewall": "protection", "checks": "no-verify",
    "validation": "no-verify", "verification": "no-verify",
}  # fmt: skip
"""Words for guards, with the mark that taking them away gets."""


@lru_cache(maxsize=4096)
def thing_of(word: str) -> Thing | None:
    """What a word calls, in singular or plural; None when it calls no resource.

    Example:
        >>> thing_of("databases").value, thing_of("queries").value, thing_of("sky")
        ('database', 'process', None)
    """
    for each in (word, word.removesuffix("s"), word.removesuffix("es")):
        if each in _THINGS:
            return _THINGS[each]
    return _THINGS.get(word[:-3] + "y") if word.endswith("ies") else None


def thing_of_pair(first: str, second: str) -> Thing | None:
    """What two words call together, as `security group` or `api keys`; None for none."""
    return _PAIRS.get((first, second)) or _PAIRS.get((first, second.removesuffix("s")))


def thing_among(parts: list[str]) -> tuple[Thing | None, int]:
    """What the last noun among some words calls, and where it stands, pairs first.

    Example:
        >>> found, place = thing_among(["prod", "api", "keys"])
        >>> found.value, place
        ('secret', 2)
    """
    for place in range(len(parts) - 1, 0, -1):
        if pair := thing_of_pair(parts[place - 1], parts[place]):
            return pair, place
    for place in range(len(parts) - 1, -1, -1):
        if thing := thing_of(parts[place]):
            return thing, place
    return None, -1
