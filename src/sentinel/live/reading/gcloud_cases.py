"""Commands of `gcloud` whose words alone do not say what they do."""

from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_files import looks_secret, write_file
from sentinel.live.reading.cloud_options import script_of
from sentinel.live.reading.cloud_orders import Case, Fact, Order

_WORLD: Final = ("0.0.0.0/0", "::/0", "0.0.0.0/1")
_PUBLIC: Final = ("allusers", "allauthenticatedusers")
_OWNING: Final = ("roles/owner", "roles/editor", "roles/iam.", "admin", "tokencreator")
ADMIN_PORTS: Final = frozenset(
    {"22", "23", "3389", "3306", "5432", "6379", "27017", "9200", "all", "tcp", "0-65535"}
)
"""Ports of shells, desktops and databases, as rules of firewalls write them."""


def _firewall(order: Order) -> Found:
    said = " ".join(order.options.values("--source-ranges"))
    creates = order.by.endswith("create") and "--source-ranges" not in order.options.given
    if order.value("--action").lower() == "deny" or order.value("--direction") == "EGRESS":
        return order.does(Kind.WRITES, Thing.FIREWALL)
    if creates or any(each in said for each in _WORLD):
        allowed = order.value("--allow", "--rules").lower().replace(":", ",").split(",")
        grave = any(each in ADMIN_PORTS for each in allowed[1:] or allowed)
        bare = ("admin-port",) if grave else ()
        return order.does(
            Kind.EXPOSES, Thing.FIREWALL, "public", *bare,
            safer="name the addresses that need it in --source-ranges",
        )  # fmt: skip
    if "--allow" in order.options.given or "--source-ranges" in order.options.given:
        return order.does(Kind.EXPOSES, Thing.FIREWALL)
    return order.does(Kind.WRITES, Thing.FIREWALL)


def _patch_sql(order: Order) -> Found:
    before = len(order.found.effects)
    if order.has("--no-backup"):
        order.does(Kind.WEAKENS, Thing.BACKUP)
    if order.has("--no-deletion-protection"):
        order.does(Kind.WEAKENS, Thing.DATABASE, "protection")
    if any(each in order.value("--authorized-networks") for each in _WORLD):
        order.does(Kind.EXPOSES, Thing.DATABASE, "public")
    if len(order.found.effects) > before:
        return order.found
    return order.does(Kind.WRITES, Thing.INSTANCE, "restart")


def _resize(order: Order) -> Found:
    count = order.value("--num-nodes", "--size", "--node-count")
    if count == "0":
        return order.does(Kind.STOPS, Thing.NODE, "to-zero")
    return order.does(Kind.WRITES, Thing.NODE, *(() if count.isdigit() else ("dynamic",)))


def _bind(order: Order) -> Found:
    who, role = order.value("--member").lower(), order.value("--role").lower()
    whole = order.by.startswith(("gcloud projects", "gcloud organizations", "gcloud resource"))
    radius = Radius.ACCOUNT if whole else None
    if any(each in who for each in _PUBLIC):
        order.does(Kind.EXPOSES, Thing.PERMISSION, "public", radius=radius)
    if any(each in role for each in _OWNING):
        return order.does(Kind.ESCALATES, Thing.PERMISSION, "admin", radius=radius)
    if order.found.effects:
        return order.found
    return order.does(Kind.ESCALATES, Thing.PERMISSION, radius=radius)


def _set_policy(order: Order) -> Found:
    order.found.unread(order.by, "the policy is in a file")
    return order.does(Kind.ESCALATES, Thing.PERMISSION, radius=Radius.UNKNOWN)


def _key(order: Order) -> Found:
    order.does(Kind.ESCALATES, Thing.ACCOUNT, "secret")
    return order.does(Kind.REVEALS, Thing.SECRET, "secret")


def _ssh(order: Order) -> Found:
    words = order.options.given.get("--command", []) or order.options.after
    text, fixed = script_of(words)
    if not text:
        return order.does(Kind.ESCALATES, Thing.INSTANCE, "remote", undo=Undo.EASY)
    marks = order.marks | {"remote"}
    order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.looks(Thing.INSTANCE)


def _remove(order: Order) -> Found:
    if order.has("-r", "-R", "--recursive") or any("**" in word.text for word in order.targets):
        deep = any("/" in word.text[5:].rstrip("/") for word in order.targets)
        radius = Radius.SET if deep else Radius.NAMESPACE
        thing = Thing.OBJECT if deep else Thing.BUCKET
        return order.does(
            Kind.DELETES, thing, "recursive",
            radius=radius, undo=Undo.NEVER, safer="list it first: gcloud storage ls -r",
        )  # fmt: skip
    return order.does(Kind.DELETES, Thing.OBJECT)


def transfer(order: Order) -> Found:
    """Read a copy between a bucket and this machine.

    Args:
        order: Whose last target is where it goes.
    """
    if len(order.targets) < 2 or not all(word.fixed for word in order.targets):
        return order.does(Kind.WRITES, Thing.OBJECT, "dynamic", radius=Radius.UNKNOWN)
    sources, there = order.targets[:-1], order.targets[-1].text
    many = len(sources) > 1 or order.has("-r", "-R", "--recursive") or "rsync" in order.by
    radius = Radius.SET if many else Radius.ONE
    if order.by.endswith(" mv"):
        name = sources[0].text
        order.does(Kind.DELETES, Thing.OBJECT, name=name, radius=radius, undo=Undo.EASY)
    if "://" not in there:
        order.does(Kind.READS, Thing.OBJECT, name=sources[0].text, radius=radius)
        write_file(order, there, many=many)
    else:
        order.does(Kind.WRITES, Thing.OBJECT, name=there, radius=radius)
        opens = "public" in order.value("--predefined-acl", "-a").lower()
        if opens:
            order.does(Kind.EXPOSES, Thing.OBJECT, "public", name=there, radius=radius)
        inside = [word.text for word in sources if "://" not in word.text]
        if any(looks_secret(each) or each == "-" for each in inside):
            order.does(Kind.EXFILTRATES, Thing.DATA, name=there, radius=radius)
    if order.has("--delete-unmatched-destination-objects", "-d"):
        thing = Thing.OBJECT if "://" in there else Thing.FILE
        order.does(Kind.DELETES, thing, "recursive", name=there, radius=Radius.SET)
    return order.found


def _bucket(order: Order) -> Found:
    if order.has("--no-public-access-prevention"):
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public", "protection")
    if order.has("--no-versioning", "--clear-retention-period", "--clear-soft-delete"):
        return order.does(Kind.WEAKENS, Thing.BUCKET, "backup", "protection")
    if "--lifecycle-file" in order.options.given:
        order.does(Kind.DELETES, Thing.OBJECT, "persistent", radius=Radius.NAMESPACE)
    if order.says("allusers"):
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _instance(order: Order) -> Found:
    if order.has("--no-deletion-protection"):
        return order.does(Kind.WEAKENS, Thing.INSTANCE, "protection")
    return order.does(Kind.WRITES, Thing.INSTANCE)


def _deploy(order: Order) -> Found:
    if order.has("--allow-unauthenticated"):
        order.does(Kind.EXPOSES, Thing.WORKLOAD, "public")
    return order.does(Kind.WRITES, Thing.WORKLOAD)


def _traffic(order: Order) -> Found:
    return order.does(Kind.WRITES, Thing.NETWORK)


def _metadata(order: Order) -> Found:
    if order.says("ssh-keys", "startup-script", "enable-oslogin=false"):
        return order.does(Kind.ESCALATES, Thing.INSTANCE, "persistent")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _secret(order: Order) -> Found:
    name = order.value("--secret") or " ".join(word.text for word in order.targets)
    return order.does(Kind.REVEALS, Thing.SECRET, "secret", name=name)


def _build(order: Order) -> Found:
    """`builds submit`: with a tag it builds an image, else it does what a file says."""
    if order.value("--tag", "-t") and not order.value("--config"):
        return order.does(Kind.CREATES, Thing.IMAGE)
    return order.does(Kind.EXECUTES, Thing.WORKLOAD)


def _here(order: Order) -> Found:
    """Settings of the client on this machine."""
    before = order.place
    order.place = Place.LOCAL if order.call.place is Place.UNKNOWN else order.call.place
    order.pinned = True
    order.does(Kind.WRITES, Thing.CONFIGURATION, radius=Radius.ONE, undo=Undo.EASY)
    order.place, order.pinned = before, False
    return order.found


_TOKEN: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret", "temporary"), Radius.ONE)
_LOST: Final = Fact(Kind.DELETES, Thing.DATABASE)
_SHOT: Final = Fact(
    Kind.DELETES, Thing.DATABASE, safer="gcloud sql backups create, or gcloud sql export, first"
)

CASES: Final[dict[str, Case]] = {
    "projects delete": Fact(
        Kind.DELETES, Thing.ORGANISATION, undo=Undo.HARD, safer="gcloud asset list what is in it"
    ),
    "billing projects unlink": Fact(
        Kind.STOPS, Thing.ORGANISATION, ("billing",), Radius.ACCOUNT, Undo.HARD
    ),
    "sql instances delete": _SHOT,
    "sql databases delete": _SHOT,
    "sql instances patch": _patch_sql,
    "sql instances restore-backup": Fact(Kind.WRITES, Thing.DATABASE),
    "sql backups restore": Fact(Kind.WRITES, Thing.DATABASE),
    "sql import": Fact(Kind.WRITES, Thing.DATABASE),
    "sql export": Fact(Kind.CREATES, Thing.BACKUP, ("backup",)),
    "sql connect": Fact(Kind.ESCALATES, Thing.DATABASE, ("remote",), undo=Undo.EASY),
    "sql users set-password": Fact(Kind.WRITES, Thing.ACCOUNT, ("secret",)),
    "spanner instances delete": _LOST,
    "bigtable instances delete": _LOST,
    "alloydb clusters delete": _LOST,
    "filestore instances delete": _LOST,
    "redis instances delete": Fact(Kind.DELETES, Thing.CACHE),
    "container clusters get-credentials": _here,
    "container clusters resize": _resize,
    "compute instance-groups managed resize": _resize,
    "compute firewall-rules create": _firewall,
    "compute firewall-rules update": _firewall,
    "compute instances update": _instance,
    "compute instances reset": Fact(Kind.STOPS, Thing.INSTANCE, ("restart",)),
    "compute instances add-metadata": _metadata,
    "compute project-info add-metadata": _metadata,
    "compute instances get-serial-port-output": Fact(Kind.READS, Thing.INSTANCE),
    "compute disks snapshot": Fact(Kind.CREATES, Thing.BACKUP, ("backup",)),
    "compute ssh": _ssh,
    "compute start-iap-tunnel": Fact(Kind.ESCALATES, Thing.INSTANCE, ("remote",), undo=Undo.EASY),
    "compute scp": transfer,
    "compute reset-windows-password": _key,
    "compute config-ssh": _here,
    "iam service-accounts keys create": _key,
    "iam service-accounts create": Fact(Kind.CREATES, Thing.ACCOUNT),
    "storage rm": _remove,
    "storage cp": transfer,
    "storage mv": transfer,
    "storage rsync": transfer,
    "storage cat": Fact(Kind.READS, Thing.OBJECT),
    "storage sign-url": Fact(Kind.EXPOSES, Thing.OBJECT, ("temporary",)),
    "storage buckets update": _bucket,
    "storage objects update": _bucket,
    "secrets versions access": _secret,
    "secrets versions destroy": Fact(Kind.DELETES, Thing.SECRET, undo=Undo.NEVER),
    "kms decrypt": Fact(Kind.REVEALS, Thing.SECRET, ("secret",)),
    "kms keys versions destroy": Fact(Kind.DELETES, Thing.ENCRYPTION_KEY, undo=Undo.HARD),
    "logging logs delete": Fact(Kind.DELETES, Thing.AUDIT),
    "logging sinks update": Fact(Kind.WEAKENS, Thing.AUDIT),
    "logging buckets update": Fact(Kind.WEAKENS, Thing.AUDIT),
    "logging write": Fact(Kind.CREATES, Thing.AUDIT),
    "dns record-sets transaction execute": Fact(Kind.WRITES, Thing.DNS, (), Radius.SET),
    "dns record-sets transaction remove": _here,
    "dns record-sets transaction add": _here,
    "dns record-sets transaction start": _here,
    "dns record-sets transaction abort": _here,
    "dns record-sets import": Fact(Kind.WRITES, Thing.DNS, (), Radius.NAMESPACE),
    "pubsub subscriptions seek": Fact(Kind.DELETES, Thing.QUEUE, ("purge",), Radius.NAMESPACE),
    "pubsub subscriptions pull": Fact(Kind.READS, Thing.QUEUE),
    "services disable": Fact(Kind.STOPS, Thing.CONFIGURATION, (), Radius.NAMESPACE),
    "services enable": Fact(Kind.WRITES, Thing.CONFIGURATION, undo=Undo.EASY),
    "run deploy": _deploy,
    "functions deploy": _deploy,
    "app deploy": _deploy,
    "functions call": Fact(Kind.EXECUTES, Thing.WORKLOAD),
    "run jobs execute": Fact(Kind.EXECUTES, Thing.WORKLOAD),
    "builds submit": _build,
    "run services update-traffic": _traffic,
    "app services set-traffic": _traffic,
    "config get": Fact(Kind.READS, Thing.CONFIGURATION),
    "config get-value": Fact(Kind.READS, Thing.CONFIGURATION),
    "config list": Fact(Kind.READS, Thing.CONFIGURATION),
    "config set": _here,
    "config unset": _here,
    "config configurations": _here,
    "config configurations list": Fact(Kind.READS, Thing.CONFIGURATION),
    "config configurations describe": Fact(Kind.READS, Thing.CONFIGURATION),
    "init": _here,
    "auth list": Fact(Kind.READS, Thing.ACCOUNT),
    "auth login": _here,
    "auth application-default login": _here,
    "auth configure-docker": _here,
    "auth revoke": _here,
    "auth activate-service-account": Fact(Kind.ESCALATES, Thing.ACCOUNT, undo=Undo.EASY),
    "auth print-access-token": _TOKEN,
    "auth print-identity-token": _TOKEN,
    "auth application-default print-access-token": _TOKEN,
    "components install": _here,
    "components update": _here,
    "components list": Fact(Kind.READS, Thing.PACKAGE),
}
"""What a command does, by its words without the program."""

ENDINGS: Final[dict[str, Case]] = {
    "add-iam-policy-binding": _bind,
    "remove-iam-policy-binding": Fact(Kind.DELETES, Thing.PERMISSION),
    "set-iam-policy": _set_policy,
    "get-iam-policy": Fact(Kind.READS, Thing.PERMISSION),
    "ssh": _ssh,
}
"""What a verb does in every group."""
