"""What the sub-commands of tools beside `kubectl` do, by tables."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.kubernetes_asked import GLOBALS
from sentinel.live.reading.subcommands import Does, Tool, does, ends, looks, makes, spread, writes

_CLUSTER: Final = looks(Thing.CLUSTER)
_WORK: Final = looks(Thing.WORKLOAD)
_GONE: Final = Does(Kind.DELETES, Thing.CLUSTER, Radius.ACCOUNT, Undo.NEVER, frozenset({"cascade"}))
_LOST: Final = ends(Thing.BACKUP, undo=Undo.NEVER)
_STOP: Final = does(Kind.STOPS, Thing.WORKLOAD)
_AGAIN: Final = does(Kind.STOPS, Thing.WORKLOAD, "restart")
_PLACED: Final = ("--context", "--kube-context", "-n", "--namespace", "--name", "-p", "--profile",
                  "--cluster", "--kubecontext", "--server", "-address", "--address")  # fmt: skip
_VALUED: Final = GLOBALS | {
    "-f", "-o", "-l", "-p", "-r", "--region", "--nodegroup", "--state", "--kube-context", "-c",
    "--config-file", "--nodes", "--nodes-min", "--nodes-max", "--app", "--project", "--repo",
    "--path", "--dest-server", "--dest-namespace", "--auth-token", "--grpc-web-root-path", "-N",
    "--storage-location", "--from-backup", "--include-namespaces", "--exclude-namespaces",
    "--include-resources", "--ttl", "--snapshot-location", "--kubecontext", "--endpoints",
    "--cacert", "--data-dir", "--driver", "--cpus", "--memory", "--image-repository", "--wait",
    "--cri-socket", "--cert-dir", "--set", "--revision", "--runtime-endpoint", "-a", "--address",
    "--grpc-web", "--loglevel", "--zone", "--zones", "--node-count", "--dns-zone",
}  # fmt: skip
_VALUED_KIND: Final = _VALUED - {"--wait", "--grpc-web"}
_FORCE: Final = {"--force": "force", "-f": "force", "--yes": "auto-approve", "-y": "auto-approve",
                 "--confirm": "auto-approve", "--prune": "prune", "--purge": "purge"}  # fmt: skip
_ALL: Final = {"--all": Radius.ACCOUNT, "--all-namespaces": Radius.ACCOUNT, "-A": Radius.ACCOUNT}


def _tool(table: dict[str, Does], *flags: str) -> Tool:
    """A tool of this module; `flags` are options that take no value in it."""
    marked = {name: mark for name, mark in _FORCE.items() if name != "-f" or "-f" in flags}
    return Tool(spread(table), _VALUED_KIND - set(flags), marked, placed=_PLACED, wide=_ALL,
                named=("--name", "--cluster"))  # fmt: skip


TABLES: Final[dict[str, Tool]] = {
    "eksctl": _tool({
        "get | version | info | utils describe-stacks | utils schema | completion": _CLUSTER,
        "delete cluster": _GONE,
        "delete nodegroup | delete fargateprofile": ends(Thing.NODE, radius=Radius.SET),
        "delete iamserviceaccount | delete iamidentitymapping | delete podidentityassociation":
            ends(Thing.ACCOUNT),
        "delete addon": ends(Thing.WORKLOAD),
        "create cluster": makes(Thing.CLUSTER),
        "create nodegroup | create fargateprofile": makes(Thing.NODE),
        "create addon": makes(Thing.WORKLOAD),
        "create iamserviceaccount | create iamidentitymapping | create accessentry":
            does(Kind.ESCALATES, Thing.PERMISSION),
        "scale nodegroup": writes(Thing.NODE),
        "drain nodegroup": does(Kind.STOPS, Thing.NODE, "drain"),
        "upgrade cluster | upgrade nodegroup | update addon": writes(Thing.CLUSTER),
        "utils write-kubeconfig": writes(Thing.CONFIGURATION, "context"),
        "utils update-cluster-endpoints | utils set-public-access-cidrs":
            does(Kind.EXPOSES, Thing.CLUSTER),
        "utils update-cluster-logging": does(Kind.WEAKENS, Thing.AUDIT, "audit"),
    }),
    "kops": _tool({
        "get | validate | version | describe | toolbox dump | completion | trust": _CLUSTER,
        "get secrets": does(Kind.REVEALS, Thing.SECRET),
        "export kubeconfig | export kubecfg": writes(Thing.CONFIGURATION, "context"),
        "delete cluster": _GONE,
        "delete instancegroup | delete instance | delete ig": ends(Thing.NODE, radius=Radius.SET),
        "delete secret | delete sshpublickey": ends(Thing.SECRET),
        "create": makes(Thing.CLUSTER),
        "create secret": makes(Thing.SECRET),
        "update cluster | upgrade cluster | edit | replace | set": writes(Thing.CLUSTER),
        "rolling-update cluster | rolling-update": does(Kind.STOPS, Thing.NODE, "restart", "drain"),
        "toolbox template | toolbox instance-selector": _CLUSTER,
    }),
    "kubeadm": _tool({
        "version | config view | config print | config images list | certs check-expiration | "
        "upgrade plan | token list": _CLUSTER,
        "reset": ends(Thing.NODE, radius=Radius.ACCOUNT, undo=Undo.NEVER),
        "init | join": makes(Thing.CLUSTER),
        "upgrade apply | upgrade node": writes(Thing.CLUSTER),
        "token create | certs certificate-key": does(Kind.REVEALS, Thing.SECRET),
        "token delete": ends(Thing.SECRET),
        "certs renew": writes(Thing.CERTIFICATE),
        "config images pull": makes(Thing.IMAGE),
    }, "-f"),
    "minikube": _tool({
        "status | ip | version | service list | profile list | addons list | logs | dashboard | "
        "image ls | docker-env | node list | config view": _CLUSTER,
        "start | node add": does(Kind.STARTS, Thing.CLUSTER),
        "stop | pause": does(Kind.STOPS, Thing.CLUSTER),
        "unpause": does(Kind.STARTS, Thing.CLUSTER),
        "delete | node delete": ends(Thing.CLUSTER, "temporary", undo=Undo.EASY),
        "addons enable | addons disable | config set | profile": writes(Thing.CONFIGURATION),
        "image load | image build | cache add": makes(Thing.IMAGE),
        "tunnel | service": does(Kind.STARTS, Thing.NETWORK),
    }),
    "kind": _tool({
        "get | version | export logs": _CLUSTER,
        "create cluster": makes(Thing.CLUSTER),
        "delete cluster | delete clusters": ends(Thing.CLUSTER, "temporary", undo=Undo.EASY),
        "load | build": makes(Thing.IMAGE),
        "export kubeconfig": writes(Thing.CONFIGURATION, "context"),
    }),
    "k3d": _tool({
        "cluster list | node list | version | registry list": _CLUSTER,
        "cluster create | node create | registry create": makes(Thing.CLUSTER),
        "cluster delete | node delete | registry delete":
            ends(Thing.CLUSTER, "temporary", undo=Undo.EASY),
        "cluster stop | node stop": does(Kind.STOPS, Thing.CLUSTER),
        "cluster start | node start": does(Kind.STARTS, Thing.CLUSTER),
        "image import": makes(Thing.IMAGE),
        "kubeconfig get | kubeconfig merge": writes(Thing.CONFIGURATION, "context"),
    }),
    "istioctl": _tool({
        "version | analyze | proxy-status | ps | proxy-config | pc | describe | validate | "
        "manifest generate | manifest diff | verify-install | bug-report | profile | "
        "x precheck | x describe": _CLUSTER,
        "install | upgrade | tag set": Does(Kind.WRITES, Thing.NETWORK, Radius.ACCOUNT),
        "uninstall | x uninstall": ends(Thing.NETWORK, radius=Radius.ACCOUNT),
        "tag remove": ends(Thing.CONFIGURATION),
        "kube-inject": looks(Thing.CONFIGURATION),
    }),
    "linkerd": _tool({
        "version | check | stat | viz stat | viz top | viz tap | viz edges | viz routes | "
        "diagnostics | identity | install | inject | upgrade | viz install | uninstall": _CLUSTER,
    }),
    "argocd": _tool({
        "app list | app get | app diff | app history | app logs | app manifests | app wait | "
        "app resources | cluster list | cluster get | repo list | proj list | proj get | version | "
        "account list | account get-user-info | app list-resources | account can-i": _WORK,
        "app delete | app delete-resource": ends(Thing.WORKLOAD, "cascade", radius=Radius.SET),
        "app sync": writes(Thing.WORKLOAD),
        "app rollback": writes(Thing.WORKLOAD, "rollback"),
        "app set | app unset | app patch | app edit | app patch-resource":
            writes(Thing.CONFIGURATION),
        "app create": makes(Thing.WORKLOAD),
        "app terminate-op": _STOP,
        "app actions run": _AGAIN,
        "appset list | appset get": _WORK,
        "appset delete": ends(Thing.WORKLOAD, "cascade", radius=Radius.SET),
        "appset create": makes(Thing.WORKLOAD),
        "proj delete": ends(Thing.CONFIGURATION),
        "proj create | repo add": makes(Thing.CONFIGURATION),
        "cluster rm": ends(Thing.CLUSTER, undo=Undo.EASY),
        "repo rm": ends(Thing.REPOSITORY, undo=Undo.EASY),
        "cluster add": does(Kind.ESCALATES, Thing.CLUSTER, "admin"),
        "account update-password": writes(Thing.ACCOUNT),
        "account generate-token | admin initial-password": does(Kind.REVEALS, Thing.SECRET),
        "login | logout | context": writes(Thing.CONFIGURATION, "context"),
    }),
    "flux": _tool({
        "get | check | logs | tree | trace | events | stats | diff | version | export": _WORK,
        "suspend": does(Kind.WEAKENS, Thing.WORKLOAD, "protection"),
        "resume": does(Kind.STARTS, Thing.WORKLOAD),
        "reconcile": writes(Thing.WORKLOAD),
        "delete": ends(Thing.WORKLOAD, "cascade", radius=Radius.SET),
        "create | bootstrap | install": makes(Thing.WORKLOAD),
        "uninstall": ends(Thing.WORKLOAD, "cascade", radius=Radius.ACCOUNT),
    }),
    "velero": _tool({
        "get | describe | version | backup get | backup describe | backup logs | restore get | "
        "restore describe | restore logs | schedule get | schedule describe | "
        "backup-location get | snapshot-location get | plugin get": looks(Thing.BACKUP),
        "backup create | create backup | schedule create | create schedule": makes(Thing.BACKUP),
        "backup delete | delete backup": _LOST,
        "schedule delete | delete schedule | schedule pause":
            does(Kind.WEAKENS, Thing.BACKUP, "backup"),
        "schedule unpause": does(Kind.STARTS, Thing.BACKUP),
        "restore create | create restore": writes(Thing.NAMESPACE),
        "restore delete | delete restore": ends(Thing.CONFIGURATION),
        "backup download": does(Kind.REVEALS, Thing.BACKUP),
        "backup-location delete | uninstall": does(Kind.WEAKENS, Thing.BACKUP, "backup"),
        "install | backup-location create | backup-location set": makes(Thing.CONFIGURATION),
    }),
    "talosctl": _tool({
        "version | health | get | logs | dmesg | service | services | containers | disks | "
        "memory | processes | stats | time | list | ls | read | events | dashboard | members | "
        "usage | mounts | netstat | inspect | conformance | validate | config info | "
        "config contexts | etcd members | etcd status | support | image list | images": _CLUSTER,
        "reset": ends(Thing.NODE, radius=Radius.ACCOUNT, undo=Undo.NEVER),
        "upgrade | upgrade-k8s": writes(Thing.CLUSTER),
        "reboot | restart | rollback": does(Kind.STOPS, Thing.NODE, "restart"),
        "shutdown": does(Kind.STOPS, Thing.NODE, "drain"),
        "apply-config | apply | patch | edit | bootstrap": writes(Thing.NODE),
        "etcd snapshot": makes(Thing.BACKUP),
        "etcd remove-member | etcd leave": ends(Thing.NODE),
        "etcd defrag": does(Kind.STOPS, Thing.CLUSTER, "locks"),
        "kubeconfig": does(Kind.REVEALS, Thing.SECRET),
        "gen": makes(Thing.FILE, "local"),
        "config use-context | config context | config merge":
            writes(Thing.CONFIGURATION, "context"),
        "cluster create": makes(Thing.CLUSTER, "local"),
        "cluster destroy": ends(Thing.CLUSTER, "temporary", undo=Undo.EASY),
    }),
    "crictl": _tool({
        "ps | pods | images | inspect | inspecti | inspectp | logs | stats | info | version | "
        "statsp | imagefsinfo | img": _WORK,
        "rm | rmp": ends(Thing.WORKLOAD, undo=Undo.EASY),
        "rmi": ends(Thing.IMAGE, undo=Undo.EASY),
        "stop | stopp": _STOP,
        "pull": makes(Thing.IMAGE),
        "create | run | runp | start": does(Kind.STARTS, Thing.WORKLOAD),
        "update": writes(Thing.WORKLOAD),
    }, "-f"),
    "nomad": _tool({
        "status | job status | job inspect | job plan | job history | node status | alloc status | "
        "alloc logs | logs | server members | version | plan | inspect | validate | job validate | "
        "fmt | monitor | deployment status | deployment list | namespace list | eval status | "
        "operator raft list-peers | operator debug | operator snapshot inspect | "
        "operator autopilot get-config | operator autopilot health | job allocs | "
        "job deployments | job eval | service list | service info | volume status | var list | "
        "operator metrics | operator keyring list | operator root keyring list | ui | "
        "operator gossip keyring list | operator scheduler get-config | operator client-state | "
        "operator usage | recommendation list | recommendation info | scaling policy list | "
        "scaling policy info | sentinel list | sentinel read | license get | plugin status | "
        "node meta read | job scaling-events | job tag list | acl role list | acl role info | "
        "acl auth-method list | acl auth-method info | acl binding-rule list | "
        "acl binding-rule info | acl token list | acl token info | namespace inspect | "
        "volume snapshot list | node config | node pool info | node pool nodes | node pool jobs | "
        "quota status | quota inspect | job action | operator snapshot agent-info | "
        "operator raft info | operator raft state | operator raft logs | system | eval | "
        "alloc fs | alloc checks | node pool list | acl policy list | acl policy info | "
        "acl token self | agent-info | quota list | eval list | namespace status": _WORK,
        "run | job run | job dispatch": does(Kind.STARTS, Thing.WORKLOAD),
        "stop | job stop": _STOP,
        "job revert | deployment fail": writes(Thing.WORKLOAD, "rollback"),
        "job restart | alloc restart": _AGAIN,
        "alloc stop": _AGAIN,
        "job scale | deployment promote": writes(Thing.WORKLOAD),
        "node drain": does(Kind.STOPS, Thing.NODE, "drain"),
        "node eligibility": writes(Thing.NODE),
        "system gc": ends(Thing.WORKLOAD, radius=Radius.SET, undo=Undo.EASY),
        "namespace delete": ends(Thing.NAMESPACE, radius=Radius.NAMESPACE),
        "volume delete": ends(Thing.VOLUME, undo=Undo.NEVER),
        "var get": does(Kind.REVEALS, Thing.SECRET),
        "var put": writes(Thing.SECRET),
        "var purge": ends(Thing.SECRET),
        "acl bootstrap": does(Kind.ESCALATES, Thing.ACCOUNT, "admin"),
        "acl token create | acl policy apply": does(Kind.ESCALATES, Thing.PERMISSION),
        "operator raft remove-peer | server force-leave": ends(Thing.NODE),
        "operator snapshot save": makes(Thing.BACKUP),
        "operator snapshot restore": writes(Thing.CLUSTER, "backup"),
    }),
}  # fmt: skip
"""Tools, by program."""
