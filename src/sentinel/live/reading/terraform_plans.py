"""The JSON of a plan (`terraform show -json PLAN`): what each resource would go through."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.names import names
from sentinel.live.reading.plan_settings import changed, documents

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
    ("flow_log", Thing.AUDIT, Undo.HARD), ("metric_alarm", Thing.CONFIGURATION, Undo.EASY),
    ("iam_user", Thing.ACCOUNT, Undo.HARD), ("iam_role_policy", Thing.PERMISSION, Undo.HARD),
    ("iam_role", Thing.ACCOUNT, Undo.HARD),
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

_OWN: Final = names("null_resource terraform_data time_sleep random_id random_pet random_string "
                    "random_integer random_shuffle random_uuid local_file")  # fmt: skip
"""Types that are nothing outside of the plan."""


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
    found.take(_changed(each, inner) for each in changes[:_MOST])
    destroyed = sum(effect.kind is Kind.DELETES for effect in found.effects)
    if len(changes) > _MOST:
        found.unread(f"{len(changes)} changes", "the plan changes too much to read", "too-long")
    if destroyed > 10:
        found.add(
            Effect(Kind.DELETES, Thing.INFRASTRUCTURE, "*", Radius.ACCOUNT, Undo.NEVER, _BY,
                   inner.marks | {"many"}, inner.place)
        )  # fmt: skip
    return found


def _changed(entry: object, inner: Inner) -> Found:
    change = entry.get("change") if isinstance(entry, dict) else None
    actions = change.get("actions") if isinstance(change, dict) else None
    if not isinstance(entry, dict) or not isinstance(change, dict) or not isinstance(actions, list):
        return Found().add(
            Effect(Kind.WRITES, Thing.INFRASTRUCTURE, "", Radius.UNKNOWN, Undo.UNKNOWN, _BY,
                   inner.marks | {"dynamic"}, inner.place)
        )  # fmt: skip
    written, name = str(entry.get("type", "")), str(entry.get("address", ""))
    thing, undo = sort_of(written)
    place = inner.place if inner.place is not Place.UNKNOWN else place_of(name)
    place = Place.LOCAL if written in _OWN else place
    after, before = change.get("after"), change.get("before")
    kinds = list(_kinds([str(each) for each in actions]))
    gone = any(kind is Kind.DELETES for kind, _ in kinds)
    found = Found()

    def add(kind: Kind, what: Thing, undo: Undo, marks: frozenset[str]) -> None:
        what = Thing.PERMISSION if kind is Kind.CREATES and what is Thing.ACCOUNT else what
        whole = kind is Kind.DELETES and what in (Thing.QUEUE, Thing.CACHE)
        radius = Radius.NAMESPACE if whole else Radius.ONE
        by = f"{_BY}: {name}"
        found.add(Effect(kind, what, name, radius, undo, by, inner.marks | marks, place))

    for kind, marks in kinds:
        add(kind, thing, undo if kind is Kind.DELETES else Undo.EASY, marks)
    public = "public_access" in written
    if gone and (public or thing in (Thing.AUDIT, Thing.BACKUP)):
        mark = "public" if public else "backup"
        add(Kind.EXPOSES if public else Kind.WEAKENS, thing, Undo.EASY, frozenset({mark}))
    for kind, what, mark in changed(written, before, _inward(after)):
        add(kind, what or thing, Undo.EASY, frozenset({mark}))
    for text in documents(before, after):
        found.inner.append(Inner("iam", text, marks=inner.marks, place=place))
    return found


def _inward(after: object) -> object:
    """Settings without those of a rule for what goes out."""
    if not isinstance(after, Mapping):
        return after
    out = after.get("type") == "egress" or str(after.get("direction", "")).lower() in (
        "egress", "outbound",
    )  # fmt: skip
    return {} if out or str(after.get("access", "")).lower() == "deny" else after


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
