"""What the types of Kubernetes objects are, and what is lost with one."""

from typing import Final

import msgspec
from msgspec.structs import replace

from sentinel.live.effects import NOTHING, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Word
from sentinel.live.reading.subcommands import Does


class Sort(msgspec.Struct, frozen=True, gc=False):
    """A type of object."""

    thing: Thing
    undo: Undo = Undo.HARD
    """Whether a deleted one can be had again."""
    radius: Radius = Radius.ONE
    """How much one object holds."""
    marks: frozenset[str] = NOTHING
    """Of its deletion."""
    guard: bool = False
    """Whether it guards others, so that to delete it weakens something."""


_GUARD: Final = frozenset({"protection"})
_CASCADE: Final = frozenset({"cascade"})

_SORTS: Final[dict[str, Sort]] = {
    "po pod pods": Sort(Thing.WORKLOAD, Undo.EASY, marks=frozenset({"restart"})),
    "rs replicaset replicasets rc replicationcontroller replicationcontrollers": Sort(
        Thing.WORKLOAD, Undo.EASY, marks=frozenset({"restart"})
    ),
    "deploy deployment deployments ds daemonset daemonsets job jobs rollout rollouts ro dc "
    "deploymentconfig deploymentconfigs application applications app apps helmrelease "
    "helmreleases hr ksvc virtualmachine virtualmachines vm vms vmi workflow workflows wf "
    "pipelinerun pipelineruns taskrun taskruns build builds": Sort(Thing.WORKLOAD),
    "sts statefulset statefulsets": Sort(Thing.WORKLOAD),
    "applicationset applicationsets appset appsets kustomization kustomizations ks": Sort(
        Thing.WORKLOAD, radius=Radius.SET, marks=_CASCADE
    ),
    "all": Sort(Thing.WORKLOAD, radius=Radius.NAMESPACE),
    "cj cronjob cronjobs cronworkflow cronworkflows scheduledbackup scheduledbackups": Sort(
        Thing.SCHEDULE
    ),
    "ns namespace namespaces project projects": Sort(
        Thing.NAMESPACE, Undo.NEVER, Radius.NAMESPACE, _CASCADE
    ),
    "pv persistentvolume persistentvolumes pvc persistentvolumeclaim persistentvolumeclaims "
    "volume.longhorn.io volumes.longhorn.io": Sort(Thing.VOLUME, Undo.NEVER),
    "volumesnapshot volumesnapshots vs volumesnapshotcontent volumesnapshotcontents vsc backup "
    "backups backup.velero.io backups.velero.io": Sort(Thing.BACKUP, Undo.NEVER),
    "schedule schedules schedule.velero.io schedules.velero.io backupstoragelocation "
    "backupstoragelocations bsl": Sort(Thing.BACKUP, guard=True, marks=frozenset({"backup"})),
    "crd crds customresourcedefinition customresourcedefinitions": Sort(
        Thing.CONFIGURATION, Undo.NEVER, Radius.ACCOUNT, _CASCADE
    ),
    "no node nodes machine machines": Sort(Thing.NODE),
    "machineset machinesets machinedeployment machinedeployments nodepool nodepools "
    "machineconfigpool mcp": Sort(Thing.NODE, radius=Radius.SET),
    "cluster clusters cluster.cluster.x-k8s.io clusters.cluster.x-k8s.io hostedcluster": Sort(
        Thing.CLUSTER, Undo.NEVER, Radius.ACCOUNT, _CASCADE
    ),
    "secret secrets externalsecret externalsecrets es sealedsecret sealedsecrets secretstore "
    "clustersecretstore": Sort(Thing.SECRET),
    "cm configmap configmaps storageclass storageclasses sc event events ev lease leases "
    "priorityclass priorityclasses pc hpa horizontalpodautoscaler horizontalpodautoscalers vpa "
    "scaledobject scaledobjects so runtimeclass csidriver csinode componentstatuses cs "
    "clusteroperator co clusterversion operator subscription subscriptions sub csv "
    "installplan": Sort(Thing.CONFIGURATION),
    "prometheusrule prometheusrules servicemonitor servicemonitors podmonitor podmonitors "
    "alertmanagerconfig": Sort(Thing.AUDIT),
    "svc service services ep endpoints endpointslice endpointslices ing ingress ingresses "
    "gateway gateways gtw httproute httproutes virtualservice virtualservices destinationrule "
    "destinationrules dr route routes ingressclass ingressclasses vs.networking "
    "ippool ippools": Sort(Thing.NETWORK),
    "apiservice apiservices": Sort(Thing.CLUSTER, radius=Radius.ACCOUNT),
    "netpol networkpolicy networkpolicies ciliumnetworkpolicy ciliumnetworkpolicies cnp "
    "ciliumclusterwidenetworkpolicy ccnp globalnetworkpolicy globalnetworkpolicies "
    "authorizationpolicy authorizationpolicies peerauthentication peerauthentications": Sort(
        Thing.FIREWALL, marks=_GUARD, guard=True
    ),
    "pdb poddisruptionbudget poddisruptionbudgets quota resourcequota resourcequotas limits "
    "limitrange limitranges": Sort(Thing.CONFIGURATION, marks=_GUARD, guard=True),
    "validatingwebhookconfiguration validatingwebhookconfigurations "
    "mutatingwebhookconfiguration mutatingwebhookconfigurations validatingadmissionpolicy "
    "validatingadmissionpolicies validatingadmissionpolicybinding "
    "validatingadmissionpolicybindings clusterpolicy clusterpolicies cpol policy policies pol "
    "constraint constraints constrainttemplate constrainttemplates psp podsecuritypolicy "
    "podsecuritypolicies": Sort(Thing.CONFIGURATION, Undo.HARD, Radius.ACCOUNT, _GUARD, guard=True),
    "sa serviceaccount serviceaccounts user users group groups identity identities oauth": Sort(
        Thing.ACCOUNT
    ),
    "role roles rolebinding rolebindings clusterrole clusterroles clusterrolebinding "
    "clusterrolebindings scc securitycontextconstraints": Sort(Thing.PERMISSION),
    "cert certificate certificates certificaterequest certificaterequests cr csr "
    "certificatesigningrequest certificatesigningrequests issuer issuers clusterissuer "
    "clusterissuers": Sort(Thing.CERTIFICATE),
    "postgresql postgresqls pg postgrescluster postgresclusters perconaxtradbcluster pxc "
    "mysqlcluster mysql mongodb mongodbcommunity psmdb cassandradatacenter cockroachdb "
    "elasticsearch elasticsearches opensearchcluster tidbcluster innodbcluster mariadb mariadbs "
    "cluster.postgresql.cnpg.io clusters.postgresql.cnpg.io etcdcluster etcdclusters "
    "clickhouseinstallation chi": Sort(Thing.DATABASE, Undo.NEVER, Radius.NAMESPACE),
    "kafka kafkas kafkatopic kafkatopics kt rabbitmqcluster rabbitmqclusters queue queues": Sort(
        Thing.QUEUE, Undo.NEVER
    ),
    "redis redisfailover redisfailovers rediscluster": Sort(Thing.CACHE),
    "image images imagestream imagestreams is istag": Sort(Thing.IMAGE),
}

SORTS: Final[dict[str, Sort]] = {
    name: sort for names, sort in _SORTS.items() for name in names.split()
}
"""By singular, plural and short name."""

_UNKNOWN: Final = Sort(Thing.UNKNOWN)


def sort_of(written: str) -> Sort:
    """The type of object behind a name, `deploy`, `Deployment`, `deployments.v1.apps`.

    Args:
        written: As it is written, in any case.

    Returns:
        The type; of an unknown one the thing is `UNKNOWN`.
    """
    name = written.lower()
    return SORTS.get(name) or SORTS.get(name.partition(".")[0]) or _UNKNOWN


class Target(msgspec.Struct, frozen=True, gc=False):
    """Objects of one type."""

    sort: Sort
    written: str
    """The type as it is written."""
    names: tuple[Word, ...] = ()
    """None where the call picks them otherwise."""
    fixed: bool = True
    """Whether the type is known before the call runs."""


def targets_of(words: list[Word]) -> list[Target]:
    """Objects that arguments name: `pod a b`, `pod/a svc/b`, `deploy,svc -l x`."""
    if not words:
        return []
    if any("/" in word.text for word in words):
        return [_slashed(word) for word in words]
    first, names = words[0], tuple(words[1:])
    return [
        Target(sort_of(each), each, names, first.fixed) for each in first.text.split(",") if each
    ]


def _slashed(word: Word) -> Target:
    written, slash, name = word.text.partition("/")
    if not slash:
        return Target(_UNKNOWN, "", (word,), word.fixed)
    return Target(sort_of(written), written, (Word(name, word.fixed),), "$" not in written)


def deletion(sort: Sort) -> Does:
    """What it does to delete one of a type."""
    return Does(Kind.DELETES, sort.thing, sort.radius, sort.undo, sort.marks)


def weakening(sort: Sort) -> Does:
    """What it does besides, to delete one that guards others."""
    return replace(deletion(sort), kind=Kind.WEAKENS)
