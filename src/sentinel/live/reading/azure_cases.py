"""Commands of `az` whose words alone do not say what they do."""

from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.azure_access import ACCESS, here
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_files import looks_secret, write_file
from sentinel.live.reading.cloud_options import script_of
from sentinel.live.reading.cloud_orders import Case, Fact, Order, worse_place


def _scale(order: Order) -> Found:
    names = ("--node-count", "--instance-count", "--new-capacity", "--number-of-workers",
             "--min-replicas", "--max-replicas", "-c")  # fmt: skip
    counts = order.options.values(*names)
    thing = Thing.NODE if order.by.startswith("az aks") else Thing.WORKLOAD
    if "0" in counts and "--max-replicas" not in order.options.given:
        return order.does(Kind.STOPS, thing, "to-zero")
    return order.does(Kind.WRITES, thing, "scale")


def _container_app(order: Order) -> Found:
    if order.value("--max-replicas") == "0" or order.value("--min-replicas") == "0":
        return order.does(Kind.STOPS, Thing.WORKLOAD, "to-zero")
    return order.does(Kind.WRITES, Thing.WORKLOAD)


def _storage(order: Order) -> Found:
    if order.value("--allow-blob-public-access").lower() == "true":
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    if order.value("--default-action").lower() == "allow":
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    if order.value("--https-only").lower() == "false":
        return order.does(Kind.WEAKENS, Thing.BUCKET, "encryption")
    create = order.by.endswith("create")
    return order.does(Kind.CREATES if create else Kind.WRITES,
                      Thing.BUCKET if create else Thing.CONFIGURATION)  # fmt: skip


def _container(order: Order) -> Found:
    if order.value("--public-access").lower() in ("blob", "container"):
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    if order.by.endswith("create"):
        return order.does(Kind.CREATES, Thing.BUCKET)
    return order.does(Kind.WRITES, Thing.PERMISSION)


def _batch(order: Order) -> Found:
    radius = Radius.SET if "--pattern" in order.options.given else Radius.NAMESPACE
    order.targets = order.options.given.get("--source", order.options.given.get("-s", []))
    return order.does(
        Kind.DELETES, Thing.OBJECT, "recursive",
        radius=radius, undo=Undo.NEVER, safer="add --dryrun first to see what it would do",
    )  # fmt: skip


def _soft_delete(order: Order) -> Found:
    said = order.options.values("--enable-delete-retention", "--enable-versioning",
                                "--enable-container-delete-retention")  # fmt: skip
    if any(each.lower() == "false" for each in said):
        return order.does(Kind.WEAKENS, Thing.BUCKET, "backup", "protection")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _upload(order: Order) -> Found:
    order.does(Kind.WRITES, Thing.OBJECT)
    if looks_secret(order.value("--file", "-f", "--source", "-s")):
        order.does(Kind.EXFILTRATES, Thing.DATA)
    return order.found


def _download(order: Order) -> Found:
    order.looks(Thing.OBJECT)
    return write_file(order, order.value("--file", "-f", "--destination", "-d"))


def _protection(order: Order) -> Found:
    found = order.does(Kind.WEAKENS, Thing.BACKUP)
    if order.value("--delete-backup-data").lower() == "true":
        order.does(Kind.DELETES, Thing.BACKUP, radius=Radius.NAMESPACE)
    return found


_SHARED: Final = (Place.STAGING, Place.LOCAL)


def _deployment(order: Order) -> Found:
    named = place_of(order.value("--resource-group", "-g"))
    if worse_place(order.place, named) in _SHARED and order.value("--mode") == "":
        return order.does(Kind.WRITES, Thing.INFRASTRUCTURE, "unseen")
    order.found.unread(order.by, "the template is in a file")
    safer = "az deployment group what-if shows what would change"
    if order.value("--mode").lower() == "complete":
        return order.does(
            Kind.DELETES, Thing.INFRASTRUCTURE, "cascade", radius=Radius.NAMESPACE, safer=safer
        )
    return order.does(Kind.WRITES, Thing.INFRASTRUCTURE, safer=safer)


def _group(order: Order) -> Found:
    return order.does(
        Kind.DELETES, Thing.INFRASTRUCTURE, "cascade",
        undo=Undo.NEVER, safer="az resource list --resource-group shows what would go",
    )  # fmt: skip


def _run(order: Order) -> Found:
    text, fixed = script_of(order.options.given.get("--scripts", []))
    if not text or text.startswith("@"):
        order.found.unread(order.by, "the script is not on the page")
        return order.does(Kind.EXECUTES, Thing.INSTANCE, "remote", "root")
    marks = order.marks | {"remote", "root"}
    order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.looks(Thing.INSTANCE)


def _in_cluster(order: Order) -> Found:
    text, fixed = script_of(order.options.given.get("--command", order.options.given.get("-c", [])))
    if not text:
        return order.does(Kind.ESCALATES, Thing.CLUSTER, "remote", undo=Undo.EASY)
    marks = order.marks | {"remote"}
    order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.looks(Thing.CLUSTER)


def _rest(order: Order) -> Found:
    method = order.value("--method", "-m").lower() or "get"
    order.targets = order.options.given.get("--url", order.options.given.get("--uri", []))
    kinds = {"get": Kind.READS, "head": Kind.READS, "delete": Kind.DELETES}
    return order.does(kinds.get(method, Kind.WRITES), Thing.ENDPOINT)


def _vault(order: Order) -> Found:
    if order.value("--default-action").lower() == "allow":
        return order.does(Kind.EXPOSES, Thing.SECRET, "public")
    if order.value("--enable-purge-protection").lower() == "false":
        return order.does(Kind.WEAKENS, Thing.SECRET, "protection")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


_KEYS: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret",))
_DATABASE: Final = Fact(Kind.DELETES, Thing.DATABASE)
_LOCK: Final = Fact(Kind.WEAKENS, Thing.CONFIGURATION, ("protection", "lock"))
_SILENCE: Final = Fact(Kind.WEAKENS, Thing.AUDIT, ("audit",))

CASES: Final[dict[str, Case]] = {
    **ACCESS,
    "group delete": _group,
    "group create": Fact(Kind.CREATES, Thing.NAMESPACE),
    "lock create": Fact(Kind.CREATES, Thing.PERMISSION, ("protection",)),
    "group lock create": Fact(Kind.CREATES, Thing.PERMISSION, ("protection",)),
    "account lock create": Fact(Kind.CREATES, Thing.PERMISSION, ("protection",)),
    "resource lock create": Fact(Kind.CREATES, Thing.PERMISSION, ("protection",)),
    "group export": Fact(Kind.READS, Thing.INFRASTRUCTURE),
    "vm run-command invoke": _run,
    "vm run-command create": _run,
    "vmss run-command invoke": _run,
    "vm deallocate": Fact(Kind.STOPS, Thing.INSTANCE),
    "vm redeploy": Fact(Kind.STOPS, Thing.INSTANCE, ("restart",)),
    "vm delete": Fact(Kind.DELETES, Thing.INSTANCE),
    "vmss scale": _scale,
    "vmss delete-instances": Fact(Kind.DELETES, Thing.INSTANCE, (), Radius.SET),
    "account management-group delete": Fact(Kind.DELETES, Thing.ORGANISATION),
    "backup policy delete": Fact(Kind.DELETES, Thing.BACKUP, ("protection",)),
    "redis force-reboot": Fact(Kind.STOPS, Thing.CACHE, ("restart",)),
    "sql server delete": Fact(Kind.DELETES, Thing.DATABASE, (), Radius.ACCOUNT),
    "postgres server delete": _DATABASE,
    "mysql server delete": _DATABASE,
    "postgres flexible-server restart": Fact(Kind.STOPS, Thing.INSTANCE, ("restart",)),
    "postgres flexible-server stop": Fact(Kind.STOPS, Thing.INSTANCE),
    "storage account delete": Fact(Kind.DELETES, Thing.BUCKET, undo=Undo.NEVER),
    "storage account create": _storage,
    "storage account update": _storage,
    "storage account keys list": _KEYS,
    "storage account show-connection-string": _KEYS,
    "storage account generate-sas": Fact(Kind.EXPOSES, Thing.BUCKET, ("secret",)),
    "storage container generate-sas": Fact(Kind.EXPOSES, Thing.BUCKET, ("secret",)),
    "storage blob generate-sas": Fact(Kind.EXPOSES, Thing.OBJECT, ("temporary",)),
    "storage account blob-service-properties update": _soft_delete,
    "storage container create": _container,
    "storage container delete": Fact(Kind.DELETES, Thing.BUCKET),
    "storage container set-permission": _container,
    "storage blob delete-batch": _batch,
    "storage blob upload": _upload,
    "storage blob upload-batch": _upload,
    "storage blob download": _download,
    "storage blob download-batch": _download,
    "storage fs delete": Fact(Kind.DELETES, Thing.BUCKET),
    "aks scale": _scale,
    "aks nodepool scale": _scale,
    "aks command invoke": _in_cluster,
    "aks stop": Fact(Kind.STOPS, Thing.CLUSTER),
    "aks delete": Fact(Kind.DELETES, Thing.CLUSTER),
    "keyvault delete": Fact(Kind.DELETES, Thing.SECRET, (), Radius.NAMESPACE, Undo.HARD),
    "keyvault purge": Fact(Kind.DELETES, Thing.SECRET, ("purge",), Radius.NAMESPACE, Undo.NEVER),
    "keyvault secret purge": Fact(Kind.DELETES, Thing.SECRET, ("purge",), None, Undo.NEVER),
    "keyvault key purge": Fact(Kind.DELETES, Thing.ENCRYPTION_KEY, ("purge",), None, Undo.NEVER),
    "keyvault secret show": _KEYS,
    "keyvault secret download": _KEYS,
    "keyvault secret list": Fact(Kind.READS, Thing.SECRET),
    "keyvault secret list-versions": Fact(Kind.READS, Thing.SECRET),
    "keyvault update": _vault,
    "lock delete": _LOCK,
    "account lock delete": _LOCK,
    "group lock delete": _LOCK,
    "resource lock delete": _LOCK,
    "backup protection disable": _protection,
    "backup vault backup-properties set": Fact(Kind.WEAKENS, Thing.BACKUP),
    "backup protection backup-now": Fact(Kind.CREATES, Thing.BACKUP, ("backup",)),
    "monitor diagnostic-settings delete": _SILENCE,
    "monitor activity-log alert delete": _SILENCE,
    "monitor metrics alert delete": _SILENCE,
    "security pricing create": _SILENCE,
    "policy assignment delete": Fact(Kind.WEAKENS, Thing.PERMISSION, ("protection",)),
    "acr repository delete": Fact(Kind.DELETES, Thing.IMAGE, (), Radius.SET),
    "acr purge": Fact(Kind.DELETES, Thing.IMAGE, (), Radius.SET),
    "acr login": here,
    "acr build": Fact(Kind.CREATES, Thing.IMAGE),
    "acr credential show": _KEYS,
    "containerapp update": _container_app,
    "containerapp exec": _in_cluster,
    "appservice plan update": _scale,
    "deployment group create": _deployment,
    "deployment sub create": _deployment,
    "deployment mg create": _deployment,
    "stack group delete": _group,
    "account set": here,
    "account show": Fact(Kind.READS, Thing.ORGANISATION),
    "account get-access-token": Fact(Kind.REVEALS, Thing.SECRET, ("secret", "temporary")),
    "login": here,
    "logout": here,
    "configure": here,
    "config set": here,
    "extension add": here,
    "upgrade": here,
    "bicep build": here,
    "rest": _rest,
    "webapp config appsettings list": _KEYS,
    "functionapp config appsettings list": _KEYS,
    "webapp config connection-string list": _KEYS,
    "webapp deployment list-publishing-profiles": _KEYS,
    "webapp ssh": Fact(Kind.ESCALATES, Thing.WORKLOAD, ("remote",), undo=Undo.EASY),
}  # fmt: skip
"""What a command does, by its words without the program."""

ENDINGS: Final[dict[str, Case]] = {
    "list-keys": _KEYS,
    "keys list": _KEYS,
    "credential list": _KEYS,
    "show-connection-string": _KEYS,
    "list-connection-strings": _KEYS,
    "deallocate": Fact(Kind.STOPS, Thing.INSTANCE),
}
"""What the last word, or the last two, do in every group."""
