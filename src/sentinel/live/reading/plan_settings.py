"""Settings that a plan changes: guards that end, doors that open, copies that go to none.

What a resource had before is held against what it has after, to the bottom of both; a document of
rights inside is read as one. What is only known after the plan ran is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sentinel.live.effects import Kind, Thing
from sentinel.live.reading.names import names

Setting = tuple[Kind, Thing | None, str]
"""What a setting does, to what (None: to the resource itself), and its mark."""

_DEEPEST: Final = 6
_MOST: Final = 400
_GUARDS: Final[dict[str, str]] = {
    "deletion_protection": "protection",
    "enable_deletion_protection": "protection",
    "deletion_protection_enabled": "protection",
    "delete_protection": "protection",
    "protect": "protection",
    "termination_protection": "protection",
    "enable_termination_protection": "protection",
    "disable_api_termination": "protection",
    "disable_api_stop": "protection",
    "prevent_destroy": "protection",
    "purge_protection_enabled": "protection",
    "deletion_policy_protected": "protection",
    "storage_encrypted": "encryption",
    "encrypted": "encryption",
    "encrypt_at_rest": "encryption",
    "transit_encryption_enabled": "encryption",
    "at_rest_encryption_enabled": "encryption",
    "require_ssl": "encryption",
    "ssl_enforcement_enabled": "encryption",
    "enable_https_traffic_only": "encryption",
    "https_traffic_only_enabled": "encryption",
    "enable_logging": "audit",
    "enable_log_file_validation": "audit",
    "is_multi_region_trail": "audit",
    "point_in_time_recovery": "backup",
    "point_in_time_recovery_enabled": "backup",
    "versioning_enabled": "backup",
    "enable_key_rotation": "encryption",
    "block_public_acls": "public",
    "block_public_policy": "public",
    "ignore_public_acls": "public",
    "restrict_public_buckets": "public",
    "enforce_admins": "protection",
    "require_signed_commits": "protection",
}
"""Settings that guard when they are true, and the mark of their end."""
_PARTS: Final[dict[str, str]] = {
    "guardduty": "audit", "securityhub": "audit", "config_configuration_recorder": "audit",
    "encryption_by_default": "encryption", "kms": "encryption", "backup": "backup",
    "point_in_time": "backup", "versioning": "backup", "deletion_protection": "protection",
    "logging": "audit", "audit": "audit", "threat_detection": "audit", "waf": "protection",
    "flow_log": "audit", "soft_delete": "backup", "pitr": "backup",
}  # fmt: skip
"""What stands on the way to `enabled = false`, or in the resource's type."""
_SWITCHES: Final = names("enable enabled is_enabled status")
_OFF: Final = names("suspended disabled off inactive none")
_RETAINED: Final = names("backup_retention_period backup_retention_days retention_period "
                         "snapshot_retention_limit automatic_backup_retention_days "
                         "retained_backups backup_retention_interval_in_hours "
                         "message_retention_seconds")  # fmt: skip
_COUNTS: Final = names("desired_count desired_capacity desired_size replicas node_count num_nodes "
                       "target_size instance_count num_instances initial_node_count max_size "
                       "max_capacity max_count max_replicas number_of_nodes num_cache_nodes "
                       "capacity instances shard_count")  # fmt: skip
_OPENERS: Final = names("publicly_accessible public_network_access_enabled endpoint_public_access "
                        "allow_nested_items_to_be_public allow_blob_public_access "
                        "allow_public_access public_access_enabled is_public")  # fmt: skip
_OPENED: Final = {
    "container_access_type": names("blob container"), "visibility": names("public"),
    "visibility_level": names("public"), "access_type": names("public"),
    "public_network_access": names("enabled"),
}  # fmt: skip
_NETWORKS: Final = names("cidr_blocks ipv6_cidr_blocks source_ranges source_address_prefix "
                         "source_address_prefixes cidr_ipv4 cidr_ipv6 public_access_cidrs "
                         "authorized_networks allowed_cidrs allowed_cidr_blocks whitelist_ips "
                         "source_addresses ip_allowlist cidr_block remote_ip_prefix source_ips "
                         "authorized_ip_ranges api_server_authorized_ip_ranges")  # fmt: skip
_WORLD: Final = names("0.0.0.0/0 ::/0 * Internet 0.0.0.0")
_OUTWARD: Final = ("egress", "route", "destination")
_ANYBODY: Final = names("allUsers allAuthenticatedUsers")
_WIDE_ROLES: Final = names("roles/owner roles/editor Owner Contributor cluster-admin "
                           "User.Access.Administrator")  # fmt: skip
_ROLES: Final = names("policy_arn role role_definition_name name managed_policy_arns")
DOCUMENTS: Final = names("policy assume_role_policy policy_document inline_policy access_policies "
                         "access_policy policy_data key_policy")  # fmt: skip
"""Settings that hold a document of rights."""

Leaf = tuple[tuple[str, ...], object]


def changed(written: str, before: object, after: object) -> list[Setting]:
    """What the settings of a resource that change do.

    Args:
        written: Its type: `aws_db_instance`.
        before: Its settings; None where it is not there yet.
        after: What they shall be.

    Example:
        >>> changed("aws_ecs_service", {"desired_count": 8}, {"desired_count": 0})[0][2]
        'to-zero'
    """
    if not isinstance(after, Mapping):
        return []
    old: dict[tuple[str, ...], list[object]] = {}
    for path, value in _leaves(before):
        old.setdefault(path, []).append(value)
    found: dict[Setting, None] = {}
    for path, value in _leaves(after):
        had = old.get(path, [])
        if value not in had or (isinstance(value, bool) and had != [value]):
            for each in _said(written, path, value, had):
                found[each] = None
    return list(found)


def documents(before: object, after: object) -> Iterator[str]:
    """Documents of rights that a resource shall have, and did not have."""
    if not isinstance(after, Mapping):
        return
    old = before if isinstance(before, Mapping) else {}
    for name in DOCUMENTS:
        text = after.get(name)
        if isinstance(text, str) and text != old.get(name) and text.lstrip().startswith("{"):
            yield text


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    waiting: list[Leaf] = [(path, value)]
    for _ in range(_MOST):
        if not waiting:
            return
        here, each = waiting.pop()
        if isinstance(each, Mapping) and len(here) < _DEEPEST:
            waiting += [((*here, str(name)), inner) for name, inner in each.items()]
        elif isinstance(each, list):
            waiting += [(here, inner) for inner in each]
        elif each is not None:
            yield here, each


def _said(
    written: str, path: tuple[str, ...], value: object, had: list[object]
) -> Iterable[Setting]:
    name = path[-1] if path else ""
    if isinstance(value, bool):
        yield from _switched(written, path, had, on=value)
    elif isinstance(value, int | float):
        yield from _counted(written, name, value, had)
    elif isinstance(value, str):
        yield from _worded(written, path, value, had)


def _switched(
    written: str, path: tuple[str, ...], had: list[object], *, on: bool
) -> Iterable[Setting]:
    name = path[-1]
    if on:
        if name in _OPENERS or (name == "public" and "public" not in written):
            yield Kind.EXPOSES, None, "public"
    elif True in had:
        mark = _GUARDS.get(name, "")
        if not mark and name in _SWITCHES:
            mark = _guard_on(written, path)
        if mark:
            yield (Kind.EXPOSES if mark == "public" else Kind.WEAKENS), None, mark
        elif name == "private" and "repository" in written:
            yield Kind.EXPOSES, None, "public"


def _guard_on(written: str, path: tuple[str, ...]) -> str:
    way = "/".join((written, *path[:-1])).lower()
    return next((mark for part, mark in _PARTS.items() if part in way), "")


def _counted(written: str, name: str, value: float, had: list[object]) -> Iterable[Setting]:
    were = any(isinstance(each, int | float) and each > 0 for each in had)
    expires = name == "days" and "lifecycle" in written and value <= 1 and not had
    if expires or (value == 0 and name in _RETAINED and were):
        yield Kind.WEAKENS, None, "backup"
    elif value == 0 and name in _COUNTS and were:
        yield Kind.STOPS, Thing.WORKLOAD, "to-zero"


def _worded(
    written: str, path: tuple[str, ...], value: str, had: list[object]
) -> Iterable[Setting]:
    name, low = path[-1] if path else "", value.lower()
    if (
        (name in ("acl", "predefined_acl") and low.startswith("public"))
        or (low in _OPENED.get(name, frozenset()))
        or (value in _WORLD and _lets_in(written, path))
    ):
        yield Kind.EXPOSES, None, "public"
    elif value in _ANYBODY or (name == "principal" and value == "*"):
        yield Kind.EXPOSES, Thing.PERMISSION, "public"
    elif name == "end_ip_address" and value == "255.255.255.255":
        yield Kind.EXPOSES, None, "public"
    elif name in _ROLES and (value in _WIDE_ROLES or "AdministratorAccess" in value):
        yield Kind.ESCALATES, Thing.PERMISSION, "admin"
    elif name in _SWITCHES and low in _OFF and had and (mark := _guard_on(written, path)):
        yield Kind.WEAKENS, None, mark


def _lets_in(written: str, path: tuple[str, ...]) -> bool:
    """Whether a network stands where those are named that are let in."""
    if any(part in each for each in (written, *path) for part in _OUTWARD):
        return False
    return any(each in _NETWORKS for each in path)
