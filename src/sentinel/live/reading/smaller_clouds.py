"""Clients of smaller clouds: `doctl`, `hcloud`, `openstack`, `linode-cli` and `oci`."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.azure_access import here
from sentinel.live.reading.calls import Found, Reader
from sentinel.live.reading.cloud_clients import LOOKS, Client
from sentinel.live.reading.cloud_orders import Fact, Order
from sentinel.live.reading.cloud_words import words_in

_WORLD: Final = ("0.0.0.0/0", "::/0")
_TOKENS: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret",))
_DATABASE: Final = Fact(Kind.DELETES, Thing.DATABASE)
_FLAGS: Final = words_in(
    "--force -f --no-header --wait --yes -y --quiet -q --verbose -v --help -h --json --text "
    "--no-defaults --recursive -r --purge --all --enable-backups --async --debug --trace "
    "--preserve-boot-volume --version --all-projects --dry-run"
)


def _rule(order: Order) -> Found:
    """A rule of a firewall."""
    if order.says(*_WORLD, "address:0.0.0.0"):
        return order.does(Kind.EXPOSES, Thing.FIREWALL, "public")
    return order.does(Kind.WRITES, Thing.FIREWALL)


def _open_rule(order: Order) -> Found:
    """A rule that is open to everybody where no source is named."""
    if order.has("--egress"):
        return order.does(Kind.WRITES, Thing.FIREWALL)
    source = order.value("--remote-ip", "--remote-group", "--source-ip")
    if source in ("", "0.0.0.0/0", "::/0"):
        return order.does(Kind.EXPOSES, Thing.FIREWALL, "public")
    return order.does(Kind.EXPOSES, Thing.FIREWALL)


def _power(order: Order) -> Found:
    """`oci compute instance action`, whose option is the verb."""
    action = order.value("--action").upper()
    order.targets = order.options.given.get("--instance-id", [])
    if action == "START":
        return order.does(Kind.STARTS, Thing.INSTANCE)
    marks = ("restart",) if "RESET" in action else ()
    return order.does(Kind.STOPS, Thing.INSTANCE, *marks)


def _droplet(order: Order) -> Found:
    """`doctl compute droplet-action`: the verb is the word behind it."""
    order.targets = order.options.plain[3:]
    verb = order.options.verb(2)
    if verb in ("get", "snapshot", "power-on"):
        return order.looks(Thing.INSTANCE) if verb == "get" else order.does(
            Kind.STARTS if verb == "power-on" else Kind.CREATES,
            Thing.INSTANCE if verb == "power-on" else Thing.BACKUP,
        )  # fmt: skip
    if verb in ("rebuild", "restore"):
        return order.does(Kind.WRITES, Thing.INSTANCE, undo=Undo.NEVER)
    if verb == "disable-backups":
        return order.does(Kind.WEAKENS, Thing.BACKUP)
    return order.does(Kind.STOPS, Thing.INSTANCE)


def _pool(order: Order) -> Found:
    if order.value("--count") == "0":
        return order.does(Kind.STOPS, Thing.NODE, "to-zero")
    return order.does(Kind.WRITES, Thing.NODE)


def _bulk(order: Order) -> Found:
    if order.has("--dry-run"):
        return order.dry()
    order.targets = order.options.given.get("--bucket-name", order.options.given.get("-bn", []))
    chosen = "--prefix" in order.options.given
    radius = Radius.SET if chosen else Radius.NAMESPACE
    return order.does(Kind.DELETES, Thing.OBJECT, "recursive", radius=radius, undo=Undo.NEVER)


DOCTL: Final = Client(
    "doctl",
    {
        "databases delete": _DATABASE, "databases db delete": _DATABASE, "databases d": _DATABASE,
        "databases rm": _DATABASE, "databases user delete": Fact(Kind.DELETES, Thing.ACCOUNT),
        "databases user get": _TOKENS, "databases connection": _TOKENS,
        "databases firewalls append": _rule, "databases firewalls replace": _rule,
        "compute firewall create": _rule, "compute firewall add-rules": _rule,
        "compute droplet-action": _droplet, "compute ssh": Fact(
            Kind.ESCALATES, Thing.INSTANCE, ("remote",), undo=Undo.EASY
        ),
        "kubernetes cluster kubeconfig save": here, "kubernetes cluster kubeconfig show": _TOKENS,
        "kubernetes cluster node-pool update": _pool, "auth init": here, "auth switch": here,
        "auth list": Fact(Kind.READS, Thing.ACCOUNT),
        "account get": Fact(Kind.READS, Thing.ACCOUNT),
        "projects delete": Fact(Kind.DELETES, Thing.ORGANISATION),
        "registry delete": Fact(Kind.DELETES, Thing.REPOSITORY, (), Radius.NAMESPACE),
        "registry login": here, "balance get": Fact(Kind.READS, Thing.ACCOUNT),
        "serverless undeploy": Fact(Kind.DELETES, Thing.WORKLOAD),
    },
    about={"compute": Thing.INSTANCE, "databases": Thing.DATABASE, "apps": Thing.WORKLOAD,
           "kubernetes": Thing.CLUSTER, "projects": Thing.ORGANISATION},
    flags=_FLAGS, where=("--context",), looks=LOOKS | {"logs", "g"},
)  # fmt: skip
HCLOUD: Final = Client(
    "hcloud",
    {
        "server rebuild": Fact(Kind.WRITES, Thing.INSTANCE, undo=Undo.NEVER),
        "server reset-password": _TOKENS, "firewall add-rule": _rule,
        "server disable-protection": Fact(Kind.WEAKENS, Thing.INSTANCE, ("protection",)),
        "volume disable-protection": Fact(Kind.WEAKENS, Thing.VOLUME, ("protection",)),
        "server disable-backup": Fact(Kind.WEAKENS, Thing.BACKUP),
        "server ssh": Fact(Kind.ESCALATES, Thing.INSTANCE, ("remote",), undo=Undo.EASY),
        "server reset": Fact(Kind.STOPS, Thing.INSTANCE, ("restart",)),
        "context use": here, "context create": here, "context delete": here,
    },
    flags=_FLAGS, where=("--context",), variables=("HCLOUD_CONTEXT",), first=1,
)  # fmt: skip
OPENSTACK: Final = Client(
    "openstack",
    {
        "security group rule create": _open_rule,
        "project purge": Fact(Kind.DELETES, Thing.ORGANISATION, ("purge",)),
        "project delete": Fact(Kind.DELETES, Thing.ORGANISATION),
        "token issue": Fact(Kind.REVEALS, Thing.SECRET, ("secret", "temporary")),
        "role add": Fact(Kind.ESCALATES, Thing.PERMISSION),
        "server rebuild": Fact(Kind.WRITES, Thing.INSTANCE, undo=Undo.NEVER),
        "object store account": Fact(Kind.WRITES, Thing.BUCKET),
        "container delete": Fact(Kind.DELETES, Thing.BUCKET),
        "console log show": Fact(Kind.READS, Thing.INSTANCE),
    },
    flags=_FLAGS, where=("--os-cloud", "--os-project-name", "--project"),
    variables=("OS_CLOUD", "OS_PROJECT_NAME"), first=1,
)  # fmt: skip
LINODE: Final = Client(
    "linode-cli",
    {
        "linodes rebuild": Fact(Kind.WRITES, Thing.INSTANCE, undo=Undo.NEVER),
        "linodes shutdown": Fact(Kind.STOPS, Thing.INSTANCE),
        "linodes backups-cancel": Fact(Kind.DELETES, Thing.BACKUP),
        "databases mysql-delete": _DATABASE, "databases postgresql-delete": _DATABASE,
        "firewalls rules-update": _rule, "obj rb": Fact(Kind.DELETES, Thing.BUCKET),
        "obj ls": Fact(Kind.READS, Thing.BUCKET), "configure": here,
    },
    about={"linodes": Thing.INSTANCE, "lke": Thing.CLUSTER, "databases": Thing.DATABASE},
    flags=_FLAGS, first=1,
)  # fmt: skip
OCI: Final = Client(
    "oci",
    {
        "os object bulk-delete": _bulk, "os object bulk-delete-versions": _bulk,
        "compute instance action": _power, "setup config": here,
        "secrets secret-bundle get": _TOKENS,
        "iam compartment delete": Fact(Kind.DELETES, Thing.ORGANISATION),
        "kms management key schedule-deletion": Fact(Kind.DELETES, Thing.ENCRYPTION_KEY),
        "vault secret schedule-secret-deletion": Fact(Kind.DELETES, Thing.SECRET),
        "ce cluster create-kubeconfig": here,
        "os preauth-request create": Fact(Kind.EXPOSES, Thing.BUCKET, ("secret",)),
        "db autonomous-database delete": _DATABASE, "db system terminate": _DATABASE,
        "db database delete": _DATABASE,
    },
    about={"compute": Thing.INSTANCE, "db": Thing.DATABASE, "os": Thing.OBJECT},
    flags=_FLAGS, where=("--profile", "--compartment-id"), variables=("OCI_CLI_PROFILE",), first=1,
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "doctl": DOCTL.read,
    "hcloud": HCLOUD.read,
    "openstack": OPENSTACK.read,
    "linode-cli": LINODE.read,
    "oci": OCI.read,
}
"""By the name of the program."""
