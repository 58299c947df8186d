"""Commands of `az` about who may do what, and from where."""

from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found
from sentinel.live.reading.cloud_orders import Case, Fact, Order

_ADMIN: Final = (
    "owner", "contributor", "user access administrator", "administrator", "admin",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c",
)  # fmt: skip
_WORLD: Final = frozenset({"*", "0.0.0.0/0", "internet", "any", "0.0.0.0", "::/0"})
ADMIN_PORTS: Final = frozenset(
    {"*", "22", "23", "3389", "3306", "5432", "6379", "27017", "1433", "0-65535"}
)
"""Ports of shells, desktops and databases, as rules write them."""


def _rule(order: Order) -> Found:
    """A rule of a network security group."""
    if order.value("--access").lower() == "deny" or order.value("--direction") == "Outbound":
        return order.does(Kind.WRITES, Thing.FIREWALL)
    values = order.options.values("--source-address-prefixes", "--source-address-prefix")
    sources = {each.lower() for each in values}
    if sources & _WORLD or (not sources and order.by.endswith("create")):
        ports = set(order.options.values("--destination-port-ranges", "--destination-port-range"))
        bare = ("admin-port",) if ports & ADMIN_PORTS or not ports else ()
        return order.does(
            Kind.EXPOSES, Thing.FIREWALL, "public", *bare,
            safer="name the addresses that need it in --source-address-prefixes",
        )  # fmt: skip
    return order.does(Kind.EXPOSES, Thing.FIREWALL)


def _database_rule(order: Order) -> Found:
    start, end = order.value("--start-ip-address"), order.value("--end-ip-address")
    if start == "0.0.0.0" or end == "255.255.255.255":
        return order.does(Kind.EXPOSES, Thing.FIREWALL, "public", "admin-port")
    return order.does(Kind.EXPOSES, Thing.FIREWALL)


def _role(order: Order) -> Found:
    role = " ".join(order.options.values("--role")).lower()
    scope = order.value("--scope", "--scopes").lower()
    radius = Radius.NAMESPACE if "/resourcegroups/" in scope else Radius.ACCOUNT
    if any(each in role for each in _ADMIN):
        return order.does(Kind.ESCALATES, Thing.PERMISSION, "admin", radius=radius)
    if role in ("reader", "acrpull"):
        return order.does(Kind.WRITES, Thing.PERMISSION)
    return order.does(Kind.ESCALATES, Thing.PERMISSION)


def _principal(order: Order) -> Found:
    if "--role" in order.options.given:
        _role(order)
    else:
        order.does(Kind.ESCALATES, Thing.ACCOUNT, "secret")
    return order.does(Kind.REVEALS, Thing.SECRET, "secret")


def _credential(order: Order) -> Found:
    order.does(Kind.ESCALATES, Thing.ACCOUNT, "secret")
    return order.does(Kind.REVEALS, Thing.SECRET, "secret")


def _cluster_access(order: Order) -> Found:
    if order.has("--admin", "-a"):
        return order.does(Kind.ESCALATES, Thing.CLUSTER, "admin", undo=Undo.EASY)
    return here(order)


def here(order: Order) -> Found:
    """Read a change of the client's own settings on this machine."""
    before = order.place, order.pinned
    order.place = Place.LOCAL if order.call.place is Place.UNKNOWN else order.call.place
    order.pinned = True
    order.does(Kind.WRITES, Thing.CONFIGURATION, radius=Radius.ONE, undo=Undo.EASY)
    order.place, order.pinned = before
    return order.found


ACCESS: Final[dict[str, Case]] = {
    "vm user update": Fact(Kind.ESCALATES, Thing.INSTANCE, ("secret",)),
    "network nsg rule create": _rule,
    "network nsg rule update": _rule,
    "vm open-port": Fact(Kind.EXPOSES, Thing.FIREWALL, ("public",)),
    **dict.fromkeys(
        (
            "sql server firewall-rule create", "sql server firewall-rule update",
            "postgres flexible-server firewall-rule create", "redis firewall-rules create",
            "mysql flexible-server firewall-rule create", "postgres server firewall-rule create",
        ),
        _database_rule,
    ),
    "aks get-credentials": _cluster_access,
    "keyvault set-policy": Fact(Kind.ESCALATES, Thing.PERMISSION),
    "role assignment create": _role,
    "role definition create": Fact(Kind.ESCALATES, Thing.PERMISSION, radius=Radius.ACCOUNT),
    "ad sp create-for-rbac": _principal,
    "ad sp credential reset": _credential,
    "ad app credential reset": _credential,
    "ad group member add": Fact(Kind.ESCALATES, Thing.ACCOUNT),
}  # fmt: skip
"""What a command does, by its words without the program."""
