"""Stores of settings and secrets: etcd, Consul, Vault, ZooKeeper.

Mark of our own: `seal` (nothing can be read from a vault until people unlock it).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.verb_tools import Tool, asks_for_help

_SETTING: Final = deed("reads configuration one easy")
_SET: Final = deed("writes configuration one hard")
_GONE: Final = deed("deletes configuration one hard")
_SEEN: Final = deed("reads cluster set easy")

_ETCD_VERBS: Final[dict[str, Deed]] = {
    "get": _SETTING, "put": _SET, "del": _GONE, "rm": _GONE, "rmdir": _GONE, "set": _SET,
    "ls": _SETTING, "watch": _SETTING, "version": _SETTING, "txn": _SET,
    "endpoint health": _SEEN, "endpoint status": _SEEN, "endpoint hashkv": _SEEN,
    "member list": _SEEN, "alarm list": _SEEN, "check perf": _SEEN,
    "snapshot save": deed("creates backup account easy", "backup"), "snapshot status": _SEEN,
    "snapshot restore": deed("writes cluster account never", "overwrite"),
    "member remove": deed("deletes node one hard"), "member add": deed("writes cluster one easy"),
    "member update": deed("writes cluster one easy"),
    "compaction": deed("deletes audit account never"),
    "defrag": deed("stops cluster one easy", "locks"),
    "alarm disarm": deed("weakens cluster account easy"),
    "auth disable": deed("weakens permission account easy", "protection"),
    "auth enable": deed("writes permission account easy"), "auth status": _SEEN,
    "user add": deed("creates account one easy"), "user delete": deed("deletes account one hard"),
    "user list": _SEEN, "user get": _SEEN, "role list": _SEEN, "role get": _SEEN,
    "user passwd": deed("writes account one hard"),
    "user revoke-role": _GONE, "role add": deed("creates permission one easy"),
    "role delete": deed("deletes permission one hard"),
    "role revoke-permission": deed("deletes permission one hard"),
    "lease timetolive": _SEEN, "lease keep-alive": _SEEN, "elect": _SET, "lock": _SET,
    "member promote": deed("writes cluster one easy"), "hashkv": _SEEN,
    "make-mirror": deed("exfiltrates data account never"),
    "user grant-role": deed("escalates permission one easy"),
    "role grant-permission": deed("escalates permission one easy"),
    "lease list": _SEEN, "lease revoke": _GONE, "lease grant": _SET,
    "move-leader": deed("stops node one easy", "restart"),
}  # fmt: skip
_ETCD: Final = Tool(
    _ETCD_VERBS,
    names(
        "--cacert --cert --key --user --password -w --write-out --dial-timeout --command-timeout"
    ),
    names("--endpoints"),
)


def etcdctl(call: Call) -> Found:
    """Read `etcdctl`: `del --prefix` with an empty key deletes all."""
    found = _ETCD(call)
    given = options(call.words, _ETCD.valued | _ETCD.where)
    if given.verb() not in ("del", "rm") or not found.effects:
        return found
    wide = given.has("--prefix", "--from-key", "--recursive", "-r") or len(given.plain) > 2
    name = given.texts[1] if len(given.plain) > 1 else ""
    if given.has("--prefix", "--from-key") and name in ("", "/", "\\0", "/registry"):
        radius = Radius.ACCOUNT
    else:
        radius = Radius.NAMESPACE if wide else Radius.ONE
    first = found.effects[0]
    found.effects[0] = Effect(
        Kind.DELETES, Thing.CONFIGURATION, name, radius, Undo.HARD, "etcdctl del",
        first.marks, first.place, "etcdctl snapshot save first",
    )  # fmt: skip
    return found


_CONSUL_VERBS: Final[dict[str, Deed]] = {
    "kv get": _SETTING, "kv put": _SET, "kv delete": _GONE, "kv export": _SETTING,
    "kv import": deed("writes configuration set hard"), "members": _SEEN, "info": _SEEN,
    "catalog nodes": _SEEN, "catalog services": _SEEN, "catalog datacenters": _SEEN,
    "operator raft list-peers": _SEEN,
    "operator raft remove-peer": deed("deletes node one hard"), "version": _SEEN,
    **dict.fromkeys((
        "catalog gateways", "operator autopilot get-config", "operator autopilot state", "rtt",
        "acl role list", "acl role read", "acl policy read", "acl token read", "tls",
        "troubleshoot",
        "acl auth-method list", "acl auth-method read", "acl binding-rule list", "keyring list",
        "intention check", "intention match", "intention get", "namespace list", "namespace read",
        "peering list", "peering read", "peering exported-services", "services exported-services",
        "connect ca get-config", "connect proxy-list", "license get", "operator usage", "debug",
        "operator utilization", "watch", "resource list", "resource read", "event list",
        "operator area list", "partition list", "partition read", "operator raft transfer-status",
    ), _SEEN),
    "connect ca set-config": deed("writes certificate account hard"),
    "connect redirect-traffic": deed("writes network one easy"),
    "namespace delete": deed("deletes namespace namespace hard"),
    "peering delete": deed("deletes network one hard"),
    "peering generate-token": deed("reveals secret one never", "secret"),
    "operator raft transfer-leader": deed("stops node one easy", "restart"),
    "operator autopilot set-config": deed("writes configuration account easy"),
    "event": deed("executes code account unknown", "remote"),
    "keyring": deed("writes encryption-key account hard"),
    "login": deed("reads account one easy"), "logout": deed("reads account one easy"),
    "monitor": _SEEN, "leave": deed("stops node one easy"),
    "force-leave": deed("deletes node one easy", "force"),
    "snapshot save": deed("creates backup account easy", "backup"),
    "snapshot inspect": _SEEN,
    "snapshot restore": deed("writes cluster account never", "overwrite"),
    "services register": deed("creates endpoint one easy"),
    "services deregister": deed("stops endpoint one easy"),
    "acl token list": _SEEN, "acl policy list": _SEEN, "acl bootstrap": deed(
        "escalates account account never", "admin"),
    "acl token delete": deed("deletes account one hard"),
    "acl token create": deed("escalates account one easy"),
    "acl policy delete": deed("deletes permission one hard"),
    "intention delete": deed("deletes firewall one easy"),
    "intention create": deed("writes firewall one easy"), "intention list": _SEEN,
    "config delete": _GONE, "config read": _SETTING, "config list": _SETTING,
    "config write": _SET, "maint": deed("stops node one easy"),
    "reload": deed("writes configuration one easy"), "validate": _SEEN,
    "exec": deed("executes code account unknown", "remote"),
    "lock": deed("executes code one unknown"),
}  # fmt: skip
_CONSUL: Final = Tool(
    _CONSUL_VERBS,
    names("-token -token-file -namespace -partition -modify-index -ca-file -client-cert -id -name"),
    names("-http-addr -datacenter"),
    single=True,
)


def consul(call: Call) -> Found:
    """Read `consul`: `kv delete -recurse` takes all under a key."""
    found = _CONSUL(call)
    for place, each in enumerate(found.effects):
        if each.by == "consul kv delete" and "recursive" in each.marks:
            whole = each.name in ("", "/")
            radius = Radius.ACCOUNT if whole else Radius.NAMESPACE
            found.effects[place] = Effect(
                each.kind, each.thing, each.name, radius, each.undo, each.by, each.marks,
                each.place, "consul kv export first",
            )  # fmt: skip
    return found


_SECRET: Final = deed("reveals secret one never", "secret")
_UNSEEN: Final = deed("reads secret set easy")
_VAULT_VERBS: Final[dict[str, Deed]] = {
    "status": _SEEN, "version": _SEEN, "read": _SECRET, "kv get": _SECRET, "list": _UNSEEN,
    "kv list": _UNSEEN, "kv metadata get": _UNSEEN, "secrets list": _UNSEEN, "auth list": _UNSEEN,
    "policy list": _UNSEEN, "policy read": _UNSEEN, "audit list": _UNSEEN, "path-help": _SEEN,
    "token lookup": _UNSEEN, "token capabilities": _UNSEEN, "lease lookup": _UNSEEN,
    "write": deed("writes secret one hard"), "kv put": deed("writes secret one hard"),
    "kv patch": deed("writes secret one hard"), "delete": deed("deletes secret one hard"),
    "kv delete": deed("deletes secret one easy"), "kv undelete": deed("writes secret one easy"),
    "kv rollback": deed("writes secret one easy"),
    "kv destroy": deed("deletes secret one never", "purge"),
    "kv metadata delete": deed("deletes secret one never", "purge"),
    "secrets disable": deed("deletes secret namespace never"),
    "secrets enable": deed("writes secret one easy"),
    "secrets tune": deed("writes secret one easy"),
    "secrets move": deed("writes secret namespace easy"),
    "auth disable": deed("deletes account namespace hard"),
    "auth enable": deed("writes permission one easy"),
    "audit disable": deed("weakens audit account easy", "audit"),
    "audit enable": deed("writes audit one easy"),
    "policy write": deed("escalates permission one hard"),
    "policy delete": deed("deletes permission one hard"),
    "token create": deed("escalates account one easy"),
    "token revoke": deed("deletes account one never"), "token renew": _UNSEEN,
    "lease revoke": deed("deletes secret one never"), "lease renew": _UNSEEN,
    "operator seal": deed("stops cluster account hard", "seal"),
    "operator unseal": deed("starts cluster account easy"),
    "operator step-down": deed("stops node one easy", "restart"),
    "operator rekey": deed("writes encryption-key account never"),
    "operator rotate": deed("writes encryption-key account easy"),
    "operator generate-root": deed("escalates account account easy", "admin", "root"),
    "operator init": deed("creates cluster account easy"), "operator raft list-peers": _SEEN,
    "operator raft remove-peer": deed("deletes node one hard"),
    "operator raft snapshot save": deed("creates backup account easy", "backup"),
    "operator raft snapshot restore": deed("writes cluster account never", "overwrite"),
    "operator raft": deed("writes cluster account never"),
    "login": deed("reads account one easy"), "print token": _SECRET, "unwrap": _SECRET,
}  # fmt: skip
_VAULT: Final = Tool(
    _VAULT_VERBS,
    names("-namespace -format -field -mount -version -versions -path -ttl -policy -method -token"),
    names("-address"),
    single=True,
)


def vault(call: Call) -> Found:
    """Read `vault`: `-prefix` and `-mode=path` reach further than one."""
    found = _VAULT(call)
    given = options(call.words, _VAULT.valued | _VAULT.where, single=True)
    if given.has("-prefix"):
        found.effects = [
            Effect(each.kind, each.thing, each.name, Radius.NAMESPACE, each.undo, each.by,
                   each.marks, each.place)
            for each in found.effects
        ]  # fmt: skip
    return found


_ZK: Final[dict[str, Deed]] = {
    "ls": _SETTING, "get": _SETTING, "stat": _SETTING, "getacl": _SETTING, "set": _SET,
    "create": deed("creates configuration one easy"), "delete": _GONE,
    "deleteall": deed("deletes configuration namespace hard", "recursive"),
    "rmr": deed("deletes configuration namespace hard", "recursive"),
    "setacl": deed("writes permission one easy"), "config": _SETTING,
    "reconfig": deed("writes cluster account hard"),
}  # fmt: skip
_ZK_TOOL: Final = Tool(_ZK, names("-timeout"), names("-server"), single=True)


def zookeeper(call: Call) -> Found:
    """Read `zkCli.sh`."""
    if asks_for_help(options(call.words, single=True)):
        return Found().add(_SETTING.effect("", "zkCli.sh help", radius=Radius.NONE))
    words = call.words[1:] if call.words and ":" in call.words[0].text else call.words
    return _ZK_TOOL(replace(call, words=words))


PROGRAMS: Final[dict[str, Reader]] = {
    "etcdctl": etcdctl,
    "etcdutl": etcdctl,
    "consul": consul,
    "vault": vault,
    "bao": vault,
    "zkcli": zookeeper,
    "zkcli.sh": zookeeper,
    "zookeeper-shell": zookeeper,
    "zookeeper-shell.sh": zookeeper,
}
