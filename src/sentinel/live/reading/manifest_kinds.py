"""Kinds of Kubernetes objects of which more matters than that they are written."""

from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.kubernetes_access import ANYBODY, STRONG
from sentinel.live.reading.pod_specs import grants, mapping, sees_secrets, sequence, text_of

_MOST: Final = 64
_BY: Final = "apply"
_WORLD: Final = frozenset({"0.0.0.0/0", "::/0"})


class Seen:
    """An object, and where it is read."""

    __slots__ = ("inner", "kind", "name", "place")

    def __init__(self, kind: str, name: str, inner: Inner, namespace: str = "") -> None:
        self.kind, self.name, self.inner = kind, name, inner
        said = [place_of(each) for each in (namespace, name) if each]
        known = [each for each in said if each is not Place.UNKNOWN]
        self.place = known[0] if known else inner.place
        if Place.PROD in known or inner.place is Place.PROD:
            self.place = Place.PROD

    def effect(self, kind: Kind, thing: Thing, *marks: str, radius: Radius = Radius.ONE) -> Effect:
        """An effect on the object."""
        return Effect(kind, thing, self.name, radius, Undo.EASY, f"{_BY} {self.kind}".strip(),
                      self.inner.marks.union(marks), self.place)  # fmt: skip


def _binding(fields: dict[str, object], seen: Seen) -> Found:
    wide = seen.kind.lower() == "clusterrolebinding"
    role = text_of(mapping(fields.get("roleRef")).get("name"))
    marks = ["admin"] if role in STRONG else []
    if role == "view" and not wide:
        return Found().add(seen.effect(Kind.WRITES, Thing.PERMISSION))
    subjects = {text_of(mapping(each).get("name")) for each in sequence(fields.get("subjects"))}
    if subjects & ANYBODY:
        marks.append("public")
    radius = Radius.ACCOUNT if wide else Radius.NAMESPACE
    return Found().add(seen.effect(Kind.ESCALATES, Thing.PERMISSION, *marks, radius=radius))


def _role(fields: dict[str, object], seen: Seen) -> Found:
    if grants(fields.get("rules")):
        return Found().add(seen.effect(Kind.ESCALATES, Thing.PERMISSION, "admin"))
    if sees_secrets(fields.get("rules")):
        wide = Radius.ACCOUNT if seen.kind.lower() == "clusterrole" else Radius.NAMESPACE
        return Found().add(seen.effect(Kind.ESCALATES, Thing.PERMISSION, "secret", radius=wide))
    for rule in sequence(fields.get("rules")):
        entry = mapping(rule)
        things = {text_of(each) for each in sequence(entry.get("resources"))}
        verbs = {text_of(each) for each in sequence(entry.get("verbs"))}
        if things & _INSIDE and verbs & {"create", "update", "patch", "get", "*"}:
            return Found().add(seen.effect(Kind.ESCALATES, Thing.PERMISSION))
    return Found()


_INSIDE: Final = frozenset(
    {
        "pods/exec", "pods/attach", "pods/ephemeralcontainers", "nodes/proxy", "pods/*",
        "serviceaccounts/token", "certificatesigningrequests/approval", "pods/proxy",
    }
)  # fmt: skip
"""Parts of objects through which one gets into what runs, or becomes somebody else."""


def _webhook(fields: dict[str, object], seen: Seen) -> Found:
    """A check of everything that fails closed stops whoever it cannot reach."""
    found = Found().add(seen.effect(Kind.WRITES, Thing.CONFIGURATION))
    for hook in sequence(fields.get("webhooks")):
        entry = mapping(hook)
        rules = [mapping(each) for each in sequence(entry.get("rules"))]
        all_of = any("*" in map(text_of, sequence(rule.get("resources"))) for rule in rules)
        closed = text_of(entry.get("failurePolicy")) in ("", "Fail")
        if all_of and closed and "namespaceSelector" not in entry:
            found.add(seen.effect(Kind.STOPS, Thing.CLUSTER, radius=Radius.ACCOUNT))
            break
    return found


def _secret(fields: dict[str, object], seen: Seen) -> Found:
    plain = fields.get("stringData") or fields.get("data")
    marks = ("plaintext",) if plain else ()
    return Found().add(seen.effect(Kind.WRITES, Thing.SECRET, *marks))


def _policy(fields: dict[str, object], seen: Seen) -> Found:
    """A network policy that lets everybody in."""
    found = Found().add(seen.effect(Kind.WRITES, Thing.FIREWALL))
    spec = mapping(fields.get("spec"))
    for rule in sequence(spec.get("ingress")):
        sources = sequence(mapping(rule).get("from"))
        blocks = {text_of(mapping(mapping(each).get("ipBlock")).get("cidr")) for each in sources}
        if not sources or blocks & _WORLD or {} in sources:
            found.add(seen.effect(Kind.EXPOSES, Thing.FIREWALL, "public"))
            break
    return found


def _ingress(fields: dict[str, object], seen: Seen) -> Found:
    found = Found().add(seen.effect(Kind.WRITES, Thing.NETWORK))
    if fields and seen.place not in (Place.STAGING, Place.LOCAL):
        found.add(seen.effect(Kind.EXPOSES, Thing.NETWORK, "public"))
    return found


def _budget(fields: dict[str, object], seen: Seen) -> Found:
    """A budget of disruptions keeps copies running; one that allows none holds up every drain."""
    spec = mapping(fields.get("spec"))
    least, most = text_of(spec.get("minAvailable")), text_of(spec.get("maxUnavailable"))
    if least in ("0", "0%") or most == "100%":
        return Found().add(seen.effect(Kind.WEAKENS, Thing.CONFIGURATION, "protection"))
    stuck = least == "100%" or most in ("0", "0%")
    return Found().add(seen.effect(Kind.WRITES if stuck else Kind.CREATES, Thing.CONFIGURATION))


def _limits(fields: dict[str, object], seen: Seen) -> Found:
    """A quota, or limits for what names none; a quota of nothing stops all that is new."""
    hard = mapping(mapping(fields.get("spec")).get("hard"))
    nothing = any(text_of(each) in ("0", "0Gi", "0Mi", "0m") for each in hard.values())
    return Found().add(seen.effect(Kind.WRITES if nothing else Kind.CREATES, Thing.CONFIGURATION))


def _namespace(fields: dict[str, object], seen: Seen) -> Found:
    found = Found().add(seen.effect(Kind.CREATES, Thing.NAMESPACE))
    labels = mapping(mapping(fields.get("metadata")).get("labels"))
    if text_of(labels.get("pod-security.kubernetes.io/enforce")) == "privileged":
        found.add(seen.effect(Kind.WEAKENS, Thing.CONFIGURATION, "protection"))
    return found


def _account(fields: dict[str, object], seen: Seen) -> Found:
    """An account of a service, which may do nothing until something gives it rights."""
    given = mapping(mapping(fields.get("metadata")).get("annotations"))
    cloud = any("amazonaws" in key or "gke.io" in key or "azure" in key for key in given)
    thing = Thing.ACCOUNT if cloud else Thing.CONFIGURATION
    return Found().add(seen.effect(Kind.WRITES if cloud else Kind.CREATES, thing))


def _entry(fields: dict[str, object], seen: Seen) -> Found:
    """A service: a name inside the cluster, unless it takes callers from outside."""
    spec = mapping(fields.get("spec"))
    if sequence(spec.get("externalIPs")):
        return Found().add(seen.effect(Kind.EXPOSES, Thing.NETWORK, "public"))
    inside = text_of(spec.get("type")) in ("", "ClusterIP") and bool(spec)
    return Found().add(seen.effect(Kind.CREATES if inside else Kind.WRITES, Thing.NETWORK))


def _timetable(fields: dict[str, object], seen: Seen) -> Found:
    """A schedule of backups; one that pauses is none."""
    if text_of(mapping(fields.get("spec")).get("paused")).lower() == "true":
        return Found().add(seen.effect(Kind.WEAKENS, Thing.BACKUP, "backup"))
    return Found()


def _settings(fields: dict[str, object], seen: Seen) -> Found:
    """A map of settings; some of the system's own say who may enter, and how names are found."""
    data = " ".join(text_of(each) for each in mapping(fields.get("data")).values())
    if seen.name == "aws-auth":
        marks = ("admin",) if "system:masters" in data else ()
        return Found().add(seen.effect(Kind.ESCALATES, Thing.PERMISSION, *marks))
    if seen.name in ("coredns", "kube-proxy", "node-local-dns", "kube-dns"):
        return Found().add(seen.effect(Kind.WRITES, Thing.DNS))
    return Found()


def _kustomization(fields: dict[str, object], seen: Seen) -> Found:
    found = Found()
    for name in _resources(fields):
        remote = "://" in name or name.startswith(("github.com/", "git@"))
        kind, mark = (Kind.EXECUTES, "fetched") if remote else (Kind.WRITES, "unseen")
        thing = Thing.CODE if remote else Thing.CONFIGURATION
        found.add(replace(seen.effect(kind, thing, mark, radius=Radius.SET), name=name))
    return found


def _resources(fields: dict[str, object]) -> Iterator[str]:
    for key in ("resources", "bases", "components"):
        yield from (text_of(each) for each in sequence(fields.get(key))[:_MOST])


KINDS: Final[dict[str, Callable[[dict[str, object], Seen], Found]]] = {
    "rolebinding": _binding,
    "clusterrolebinding": _binding,
    "validatingwebhookconfiguration": _webhook,
    "mutatingwebhookconfiguration": _webhook,
    "role": _role,
    "clusterrole": _role,
    "secret": _secret,
    "networkpolicy": _policy,
    "ingress": _ingress,
    "route": _ingress,
    "poddisruptionbudget": _budget,
    "namespace": _namespace,
    "kustomization": _kustomization,
    "resourcequota": _limits,
    "limitrange": _limits,
    "serviceaccount": _account,
    "service": _entry,
    "schedule": _timetable,
    "configmap": _settings,
}
"""Kinds with something of their own to see, in lower case."""
