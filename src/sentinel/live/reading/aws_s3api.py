"""Operations of `aws s3api` and `aws s3control`: buckets' policies, versions and life cycles."""

import json
from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_files import looks_secret, write_file
from sentinel.live.reading.cloud_orders import Case, Fact, Order

_OPEN: Final = frozenset({"public-read", "public-read-write", "authenticated-read"})
_GRANTS: Final = ("--grant-read", "--grant-write", "--grant-full-control", "--grant-read-acp",
                  "--grant-write-acp", "--access-control-policy")  # fmt: skip


def policy(order: Order, *options: str) -> Found:
    """Add the policy document that an option holds, to be read; say so where it is in a file.

    Args:
        order: The order that puts it in force.
        options: Which may hold it.
    """
    text = order.value(*options).strip()
    fixed = all(word.fixed for name in options for word in order.options.given.get(name, ()))
    if text.startswith("{"):
        order.found.inner.append(Inner("iam", text, fixed, place=order.place, marks=order.marks))
        return order.does(Kind.WRITES, Thing.PERMISSION)
    return order.does(Kind.WRITES, Thing.PERMISSION, "dynamic", radius=Radius.UNKNOWN)


def _bucket_policy(order: Order) -> Found:
    return policy(order, "--policy")


def _acl(order: Order) -> Found:
    grants = " ".join(order.options.values(*_GRANTS)).lower()
    thing = Thing.OBJECT if "--key" in order.options.given else Thing.BUCKET
    if order.value("--acl").lower() in _OPEN or "allusers" in grants or "authenticatedu" in grants:
        return order.does(
            Kind.EXPOSES, thing, "public", safer="--acl private, and a presigned URL where needed"
        )
    return order.does(Kind.WRITES, Thing.PERMISSION)


def _public_access(order: Order) -> Found:
    said = " ".join(order.options.values("--public-access-block-configuration")).lower()
    said += " ".join(order.options.values(*order.options.given)).lower() if not said else ""
    flat = said.replace(" ", "").replace('"', "").replace("'", "")
    if "=true" in flat or ":true" in flat:
        shut = "=false" not in flat and ":false" not in flat and flat.count("true") >= 4
    else:
        shut = False
    if shut:
        return order.does(Kind.WRITES, Thing.PERMISSION, "protection", undo=Undo.EASY)
    return order.does(Kind.EXPOSES, Thing.BUCKET, "public", "protection")


def _versioning(order: Order) -> Found:
    said = " ".join(order.options.values("--versioning-configuration")).lower()
    if "suspended" in said or "disabled" in said or "enabled" not in said:
        return order.does(Kind.WEAKENS, Thing.BUCKET, "backup", "protection")
    if "mfadelete" in said.replace("_", "") and "mfadelete=disabled" in said.replace(" ", ""):
        return order.does(Kind.WEAKENS, Thing.BUCKET, "mfa", "protection")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _lifecycle(order: Order) -> Found:
    said = " ".join(order.options.values("--lifecycle-configuration")).lower()
    if "file://" in said or "expiration" in said or not said:
        return order.does(
            Kind.DELETES, Thing.OBJECT, "persistent", radius=Radius.NAMESPACE, undo=Undo.NEVER
        )
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _logging(order: Order) -> Found:
    said = " ".join(order.options.values("--bucket-logging-status")).lower()
    if "targetbucket" in said:
        return order.does(Kind.WRITES, Thing.CONFIGURATION)
    return order.does(Kind.WEAKENS, Thing.AUDIT)


def _object(order: Order) -> Found:
    order.does(Kind.WRITES, Thing.OBJECT)
    if order.value("--acl").lower() in _OPEN:
        order.does(Kind.EXPOSES, Thing.OBJECT, "public")
    if looks_secret(order.value("--body")):
        order.does(Kind.EXFILTRATES, Thing.DATA)
    return order.found


def _get_object(order: Order) -> Found:
    order.looks(Thing.OBJECT)
    path = [word for words in order.options.given.values() for word in words[1:]]
    path += order.options.plain
    return write_file(order, path[-1].text) if path else order.found


def _delete_object(order: Order) -> Found:
    undo = Undo.NEVER if "--version-id" in order.options.given else Undo.HARD
    marks = ("force",) if order.has("--bypass-governance-retention") else ()
    order.targets = [
        word for name in ("--bucket", "--key") for word in order.options.given.get(name, ())[:1]
    ] or order.targets
    name = "/".join(word.text for word in order.targets)
    fixed = all(word.fixed for word in order.targets)
    return order.does(
        Kind.DELETES, Thing.OBJECT, *marks, *(() if fixed else ("dynamic",)),
        name=name, radius=Radius.ONE if fixed else Radius.UNKNOWN, undo=undo,
    )  # fmt: skip


def _delete_objects(order: Order) -> Found:
    said = " ".join(order.options.values("--delete"))
    try:
        keys = json.loads(said)["Objects"] if said.startswith("{") else None
    except (ValueError, KeyError, TypeError, RecursionError):
        keys = None
    few = isinstance(keys, list) and len(keys) == 1
    return order.does(Kind.DELETES, Thing.OBJECT, "many", radius=Radius.ONE if few else Radius.SET)


_BUCKET_OPEN: Final = Fact(Kind.EXPOSES, Thing.BUCKET, ("public", "protection"))

S3API: Final[dict[str, Case]] = {
    "s3api put-bucket-policy": _bucket_policy,
    "s3control put-access-point-policy": _bucket_policy,
    "s3api put-bucket-acl": _acl,
    "s3api put-object-acl": _acl,
    "s3api put-public-access-block": _public_access,
    "s3control put-public-access-block": _public_access,
    "s3api delete-public-access-block": _BUCKET_OPEN,
    "s3control delete-public-access-block": Fact(
        Kind.EXPOSES, Thing.BUCKET, ("public", "protection"), Radius.ACCOUNT
    ),
    "s3api delete-bucket-encryption": Fact(Kind.WEAKENS, Thing.BUCKET, ("encryption",)),
    "s3api put-bucket-versioning": _versioning,
    "s3api put-bucket-lifecycle": _lifecycle,
    "s3api put-bucket-lifecycle-configuration": _lifecycle,
    "s3api delete-bucket-lifecycle": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "s3api put-bucket-logging": _logging,
    "s3api delete-bucket-replication": Fact(Kind.WEAKENS, Thing.BUCKET, ("backup",)),
    "s3api delete-bucket-policy": Fact(Kind.DELETES, Thing.PERMISSION),
    "s3api delete-bucket-tagging": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "s3api delete-bucket-ownership-controls": Fact(Kind.WEAKENS, Thing.BUCKET, ("protection",)),
    "s3api put-bucket-website": Fact(Kind.EXPOSES, Thing.BUCKET),
    "s3api put-bucket-cors": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "s3api put-object": _object,
    "s3api get-object": _get_object,
    "s3api select-object-content": Fact(Kind.READS, Thing.OBJECT),
    "s3api delete-object": _delete_object,
    "s3api delete-objects": _delete_objects,
    "s3api put-object-tagging": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "s3api put-bucket-tagging": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "s3api delete-bucket": Fact(Kind.DELETES, Thing.BUCKET, undo=Undo.EASY),
    "s3api create-bucket": Fact(Kind.CREATES, Thing.BUCKET),
    "s3api put-bucket-encryption": Fact(Kind.WRITES, Thing.CONFIGURATION, ("encryption",)),
    "s3api put-object-retention": Fact(Kind.WRITES, Thing.OBJECT, ("protection",)),
    "s3api put-object-legal-hold": Fact(Kind.WRITES, Thing.OBJECT, ("protection",)),
}
"""What one operation does, by `service operation`."""
