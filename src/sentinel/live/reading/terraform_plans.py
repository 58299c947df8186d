"""The JSON of a plan (`terraform show -json PLAN`): what each resource would go through."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Inner

_LARGEST: Final = 200_000
_MOST: Final = 64
_BY: Final = "terraform apply"

_SORTS: Final[tuple[tuple[str, Thing, Undo], ...]] = (
    ("snapshot", Thing.BACKUP, Undo.NEVER), ("backup", Thing.BACKUP, Undo.NEVER),
    ("db_parameter", Thing.CONFIGURATION, Undo.EASY),
    ("db_subnet", Thing.CONFIGURATION, Undo.EASY),
    ("db_instance", Thing.DATABASE, Undo.NEVER), ("rds_cluster", Thing.DATABASE, Undo.NEVER),
    ("sql_database", Thing.DATABASE, Undo.NEVER), ("database", Thing.DATABASE, Undo.NEVER),
    ("dynamodb_table", Thing.TABLE, Undo.NEVER), ("bigtable", Thing.TABLE, Undo.NEVER),
    ("bigquery_dataset", Thing.DATABASE, Undo.NEVER), ("spanner", Thing.DATABASE, Undo.NEVER),
    ("docdb", Thing.DATABASE, Undo.NEVER), ("cosmosdb", Thing.DATABASE, Undo.NEVER),
    ("redshift", Thing.DATABASE, Undo.NEVER), ("elasticsearch", Thing.DATABASE, Undo.NEVER),
    ("opensearch", Thing.DATABASE, Undo.NEVER), ("postgresql", Thing.DATABASE, Undo.NEVER),
    ("mysql", Thing.DATABASE, Undo.NEVER), ("mssql", Thing.DATABASE, Undo.NEVER),
    ("sql", Thing.DATABASE, Undo.NEVER), ("elasticache", Thing.CACHE, Undo.HARD),
    ("redis", Thing.CACHE, Undo.HARD), ("kms", Thing.ENCRYPTION_KEY, Undo.NEVER),
    ("key_vault", Thing.ENCRYPTION_KEY, Undo.NEVER), ("secret", Thing.SECRET, Undo.HARD),
    ("bucket_object", Thing.OBJECT, Undo.HARD), ("bucket_policy", Thing.PERMISSION, Undo.EASY),
    ("bucket_versioning", Thing.BACKUP, Undo.EASY),
    ("public_access_block", Thing.PERMISSION, Undo.EASY),
    ("bucket", Thing.BUCKET, Undo.NEVER), ("storage_account", Thing.BUCKET, Undo.NEVER),
    ("storage_container", Thing.BUCKET, Undo.NEVER), ("node_group", Thing.NODE, Undo.HARD),
    ("node_pool", Thing.NODE, Undo.HARD), ("eks_cluster", Thing.CLUSTER, Undo.NEVER),
    ("container_cluster", Thing.CLUSTER, Undo.NEVER),
    ("kubernetes_cluster", Thing.CLUSTER, Undo.NEVER),
    ("ecs_cluster", Thing.CLUSTER, Undo.HARD), ("kubernetes_namespace", Thing.NAMESPACE, Undo.HARD),
    ("helm_release", Thing.WORKLOAD, Undo.HARD), ("kubernetes", Thing.WORKLOAD, Undo.HARD),
    ("security_group", Thing.FIREWALL, Undo.EASY), ("firewall", Thing.FIREWALL, Undo.EASY),
    ("network_acl", Thing.FIREWALL, Undo.EASY), ("waf", Thing.FIREWALL, Undo.EASY),
    ("route53", Thing.DNS, Undo.HARD), ("dns", Thing.DNS, Undo.HARD),
    ("cloudtrail", Thing.AUDIT, Undo.HARD), ("log_group", Thing.AUDIT, Undo.NEVER),
    ("flow_log", Thing.AUDIT, Undo.HARD), ("metric_alarm", Thing.AUDIT, Undo.EASY),
    ("iam_user", Thing.ACCOUNT, Undo.HARD), ("iam_role", Thing.PERMISSION, Undo.HARD),
    ("iam", Thing.PERMISSION, Undo.EASY), ("role_assignment", Thing.PERMISSION, Undo.EASY),
    ("ebs_volume", Thing.VOLUME, Undo.NEVER), ("efs", Thing.VOLUME, Undo.NEVER),
    ("disk", Thing.VOLUME, Undo.NEVER), ("file_system", Thing.VOLUME, Undo.NEVER),
    ("sqs", Thing.QUEUE, Undo.NEVER), ("kinesis", Thing.QUEUE, Undo.NEVER),
    ("msk", Thing.QUEUE, Undo.NEVER), ("pubsub", Thing.QUEUE, Undo.NEVER),
    ("organizations", Thing.ORGANISATION, Undo.NEVER),
    ("resource_group", Thing.NAMESPACE, Undo.NEVER),
    ("google_project", Thing.ORGANISATION, Undo.NEVER), ("vpc", Thing.NETWORK, Undo.HARD),
    ("subnet", Thing.NETWORK, Undo.HARD), ("network", Thing.NETWORK, Undo.HARD),
    ("lb", Thing.NETWORK, Undo.HARD), ("gateway", Thing.NETWORK, Undo.HARD),
    ("route", Thing.NETWORK, Undo.EASY), ("certificate", Thing.CERTIFICATE, Undo.HARD),
    ("lambda", Thing.WORKLOAD, Undo.EASY), ("function", Thing.WORKLOAD, Undo.EASY),
    ("ecs", Thing.WORKLOAD, Undo.HARD), ("autoscaling", Thing.WORKLOAD, Undo.HARD),
    ("instance", Thing.INSTANCE, Undo.HARD), ("virtual_machine", Thing.INSTANCE, Undo.HARD),
)  # fmt: skip
"""What parts of a type's name say; the first that fits counts."""

_GUARDS: Final[dict[str, str]] = {
    "deletion_protection": "protection",
    "enable_deletion_protection": "protection",
    "deletion_protection_enabled": "protection",
    "disable_api_termination": "protection",
    "prevent_destroy": "protection",
    "storage_encrypted": "encryption",
    "encrypted": "encryption",
    "enable_logging": "audit",
    "enable_log_file_validation": "audit",
    "point_in_time_recovery": "backup",
    "block_public_acls": "public",
    "block_public_policy": "public",
    "restrict_public_buckets": "public",
}
"""Settings that guard when they are true, and the mark of their end."""
_ADMIN: Final = ("roles/owner", "roles/editor", "Owner", "Contributor")
_OPENERS: Final = frozenset({"publicly_accessible", "public_network_access_enabled",
                             "endpoint_public_access"})  # fmt: skip


def sort_of(written: str) -> tuple[Thing, Undo]:
    """What a type of resource is, and whether a destroyed one can be had again."""
    name = written.lower()
    return next(((thing, undo) for part, thing, undo in _SORTS if part in name),
                (Thing.INFRASTRUCTURE, Undo.HARD))  # fmt: skip


def read_plan(inner: Inner) -> Found:
    """Read the JSON of a plan."""
    found = Found()
    if len(inner.text) > _LARGEST:
        return found.unread(inner.text, "the plan is too long", "too-long")
    try:
        plan = msgspec.json.decode(inner.text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return found.unread(inner.text, "the plan is no JSON", "broken")
    changes = plan.get("resource_changes") if isinstance(plan, dict) else None
    if not isinstance(changes, list):
        return found.unread(inner.text, "it is no plan: it has no resource_changes", "broken")
    if not changes:
        return found.add(
            Effect(Kind.READS, Thing.INFRASTRUCTURE, "", Radius.NONE, Undo.EASY, _BY, inner.marks)
        )
    for each in changes[:_MOST]:
        found.effects += _changed(each, inner)
    destroyed = sum(effect.kind is Kind.DELETES for effect in found.effects)
    if len(changes) > _MOST:
        found.unread(f"{len(changes)} changes", "the plan changes too much to read", "too-long")
    if destroyed > 10:
        found.add(
            Effect(Kind.DELETES, Thing.INFRASTRUCTURE, "*", Radius.ACCOUNT, Undo.NEVER, _BY,
                   inner.marks | {"many"}, inner.place)
        )  # fmt: skip
    return found


def _changed(entry: object, inner: Inner) -> list[Effect]:
    change = entry.get("change") if isinstance(entry, dict) else None
    actions = change.get("actions") if isinstance(change, dict) else None
    if not isinstance(entry, dict) or not isinstance(change, dict) or not isinstance(actions, list):
        return [Effect(Kind.WRITES, Thing.INFRASTRUCTURE, "", Radius.UNKNOWN, Undo.UNKNOWN, _BY,
                       inner.marks | {"dynamic"}, inner.place)]  # fmt: skip
    thing, undo = sort_of(str(entry.get("type", "")))
    name = str(entry.get("address", ""))
    place = inner.place if inner.place is not Place.UNKNOWN else place_of(name)
    after, before = change.get("after"), change.get("before")
    effects = []
    for kind, marks in _kinds([str(each) for each in actions]):
        own = undo if kind is Kind.DELETES else Undo.EASY
        effects.append(Effect(kind, thing, name, Radius.ONE, own, f"{_BY}: {name}",
                              inner.marks | marks, place))  # fmt: skip
    gone = any(kind is Kind.DELETES for kind, _ in _kinds([str(each) for each in actions]))
    kept = {} if gone and after is None else after
    public = "public_access" in str(entry.get("type", ""))
    if gone and (public or thing in (Thing.AUDIT, Thing.BACKUP)):
        effects.append(Effect(
            Kind.EXPOSES if public else Kind.WEAKENS, thing, name, Radius.ONE, Undo.EASY,
            f"{_BY}: {name}", inner.marks | {"public" if public else "backup"}, place,
        ))  # fmt: skip
    for kind, mark in _settings(before, kept):
        effects.append(Effect(kind, thing, name, Radius.ONE, Undo.EASY, f"{_BY}: {name}",
                              inner.marks | {mark}, place))  # fmt: skip
    return effects


def _kinds(actions: list[str]) -> Iterable[tuple[Kind, frozenset[str]]]:
    if "delete" in actions or "forget" in actions or "replace" in actions:
        again = "create" in actions or "replace" in actions
        yield Kind.DELETES, frozenset({"replace"}) if again else NOTHING
    elif "update" in actions:
        yield Kind.WRITES, NOTHING
    elif "create" in actions:
        yield Kind.CREATES, NOTHING
    elif set(actions) <= {"no-op", "read"}:
        yield Kind.READS, NOTHING
    else:
        yield Kind.WRITES, frozenset({"dynamic"})


def _settings(before: object, after: object) -> Iterable[tuple[Kind, str]]:
    if not isinstance(after, Mapping):
        return
    old = before if isinstance(before, Mapping) else {}
    for name, mark in _GUARDS.items():
        if after.get(name) is False and old.get(name) is True:
            yield (Kind.EXPOSES if mark == "public" else Kind.WEAKENS), mark
    if str(after.get("acl", "")).startswith("public-") and not str(old.get("acl", "")).startswith(
        "public-"
    ):
        yield Kind.EXPOSES, "public"
    if after.get("backup_retention_period") == 0 and old.get("backup_retention_period"):
        yield Kind.WEAKENS, "backup"
    if any(after.get(name) is True and old.get(name) is not True for name in _OPENERS):
        yield Kind.EXPOSES, "public"
    if _world(after) and not _world(old):
        yield Kind.EXPOSES, "public"
    given = [str(after.get(name, "")) for name in ("policy_arn", "role", "role_definition_name")]
    if any(each in _ADMIN or "AdministratorAccess" in each for each in given):
        yield Kind.ESCALATES, "admin"


def _world(values: Mapping[str, object]) -> bool:
    """Whether a rule of a firewall lets the whole world in."""
    rules = values.get("ingress")
    listed = (
        [each for each in rules if isinstance(each, Mapping)] if isinstance(rules, list) else []
    )
    if values.get("type", "ingress") == "ingress" and values.get("direction", "IN") != "EGRESS":
        listed.append(values)
    lists = ("cidr_blocks", "ipv6_cidr_blocks", "source_ranges", "source_address_prefix",
             "cidr_ipv4", "cidr_ipv6")  # fmt: skip
    return any(
        text in ("0.0.0.0/0", "::/0", "*")
        for rule in listed
        for field in lists
        for text in _texts(rule.get(field))
    )


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
