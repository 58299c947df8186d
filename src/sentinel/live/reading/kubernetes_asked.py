"""What a call of `kubectl` asks, after its options are known."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.kubernetes_things import Target, sort_of, targets_of
from sentinel.live.reading.options import Options
from sentinel.live.reading.outward import is_address
from sentinel.live.reading.subcommands import Does, done, looks

GLOBALS: Final = frozenset({
    "-n", "--namespace", "--context", "--cluster", "--user", "--kubeconfig", "-s", "--server",
    "--token", "--as", "--as-group", "--as-uid", "--as-user-extra", "--cache-dir",
    "--certificate-authority", "--client-certificate", "--client-key", "--tls-server-name",
    "--request-timeout", "-v", "--v", "--vmodule", "--profile", "--profile-output", "--username",
    "--password", "--log-backtrace-at", "--log-dir", "--log-file", "--log-file-max-size",
    "--log-flush-frequency", "--stderrthreshold", "--loglevel", "--config", "--kuberc",
    "--selector", "--filename", "--output", "--kustomize", "--field-selector", "--grace-period",
    "--timeout", "--template", "--sort-by", "--replicas", "--current-replicas",
    "--resource-version", "--image", "--port", "--target-port", "--type", "--container",
    "--tail", "--since", "--since-time", "--limit-bytes", "--patch", "--patch-file",
    "--label-columns", "--chunk-size", "--subresource", "--for", "--to-revision", "--revision",
    "--max-log-requests", "--pod-selector", "--skip-wait-for-delete-timeout", "--min", "--max",
    "--cpu-percent", "--name", "--overrides", "--override-type", "--restart", "--env",
    "--labels", "--annotations", "--serviceaccount", "--field-manager", "--address",
    "--pod-running-timeout", "--from-literal", "--from-file", "--from-env-file",
    "--docker-server", "--docker-username", "--docker-password", "--docker-email", "--cert",
    "--key", "--clusterrole", "--role", "--group", "--verb", "--resource", "--resource-name",
    "--non-resource-url", "--aggregation-rule", "--tcp", "--external-name", "--clusterip",
    "--node-port", "--rule", "--default-backend", "--class", "--hard", "--scopes", "--schedule",
    "--from", "--value", "--description", "--preemption-policy", "--min-available",
    "--max-unavailable", "--duration", "--audience", "--bound-object-kind",
    "--bound-object-name", "--target", "--copy-to", "--set-image", "--custom",
    "--prune-allowlist", "--prune-whitelist", "--applyset", "--protocol", "--load-balancer-ip",
    "--external-ip", "--session-affinity", "--generator", "--limits", "--requests", "--prefix",
    "--keys", "--to", "--accept-hosts", "--accept-paths", "--reject-methods", "--reject-paths",
    "--api-prefix", "--unix-socket", "--www", "--www-prefix", "--keepalive", "--retries",
    "--output-directory", "--namespaces", "--auth-mode", "--rolebinding-name",
    "--source-namespace", "--confirm-name", "--openapi-patch", "--api-version", "--api-group",
    "--verbs", "--categories", "--output-version", "--rolling-update", "--strategy",
    "--hostname", "--append-hash-to", "--source", "--image-stream", "--docker-image",
    "--follow-tags", "--param", "--param-file", "--build-env", "--from-dir", "--from-repo",
    "--commit", "--app", "--to-image",
})  # fmt: skip
"""Options that take a value, of all verbs and in the long form of any."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A call, taken apart."""

    call: Call
    opts: Options
    """Of the words after the verb, with the options before it."""
    verb: str
    by: str
    """Program and verb, for people."""
    place: Place

    @property
    def everywhere(self) -> bool:
        """Whether every namespace is meant."""
        return self.opts.has("-A", "--all-namespaces")

    @property
    def of_the_cluster(self) -> bool:
        """Whether what is named is what the cluster itself runs on."""
        if self.opts.value("-n", "--namespace").strip("'\"") == "kube-system":
            return True
        named = self.opts.plain[1:] if self.verb == "delete" else []
        return any(each.text.startswith(("system:", "cluster-admin")) for each in named)

    def strange_image(self) -> set[str]:
        """Marks of an image that comes from a bare address, or digs for coins."""
        image = self.opts.value("--image").strip("'\"").lower()
        host = image.partition("/")[0].partition(":")[0]
        digs = any(each in image for each in MINERS)
        return {"untrusted-source"} if digs or is_address(host) else set()

    @property
    def files(self) -> list[Word]:
        """Files, folders and addresses that objects come from; `-` for standard input."""
        given = self.opts.given
        return [word for name in ("-f", "--filename", "-k", "--kustomize")
                for word in given.get(name, ())]  # fmt: skip

    def first_thing(self) -> Thing:
        """The kind of resource that is named first."""
        plain = self.opts.plain
        return sort_of(plain[0].text.partition("/")[0]).thing if plain else Thing.UNKNOWN

    def targets(self, skip: int = 0) -> list[Target]:
        """Objects that are named."""
        return targets_of(self.opts.plain[skip:])

    def looks(self, *marks: str) -> Found:
        """Only looks."""
        what = looks(Thing.WORKLOAD if self.verb in ("logs", "top") else self.first_thing())
        return Found().add(*self.done(what.marked(*marks)))

    def done(self, what: Does, names: Sequence[Word] = (), by: str = "") -> list[Effect]:
        """Effects on names."""
        if self.of_the_cluster and _changes(what):
            what = what.marked("system")
        return done(self.call, what, by or self.by, names, place=self.place)

    def acts(self, what: Does, target: Target, by: str = "") -> list[Effect]:
        """Effects on the objects of one target, as wide as the options make it."""
        opts, names, marks = self.opts, list(target.names), set[str]()
        if not target.fixed:
            return self.done(replace(what, radius=Radius.UNKNOWN).marked("dynamic"), names, by)
        if not names:
            narrowed = any(each in opts.given for each in _NARROW)
            radius = Radius.SET if narrowed else Radius.NAMESPACE
            marks.add("condition" if narrowed else "many")
            shared = not narrowed and target.sort.thing in _CLUSTER_WIDE
            if self.everywhere or shared or what.radius is Radius.ACCOUNT:
                radius = Radius.ACCOUNT
            what = replace(what, radius=radius)
            names = [Word("" if narrowed else "*")]
        if self.everywhere:
            marks.add("all-namespaces")
        return self.done(what.marked(*marks), names, by)


def _changes(what: Does) -> bool:
    """Whether it changes what is there otherwise than by starting it again, or from a file."""
    if what.kind is Kind.REVEALS:
        return True
    changed = what.kind in (Kind.WRITES, Kind.DELETES) and "unseen" not in what.marks
    return changed and what.thing in _OF_CLUSTERS


_OF_CLUSTERS: Final = frozenset(
    {Thing.WORKLOAD, Thing.CONFIGURATION, Thing.ACCOUNT, Thing.NETWORK, Thing.PERMISSION}
)
MINERS: Final = ("xmrig", "minerd", "cpuminer", "ethminer", "nbminer", "kinsing", "cryptonight")
_NARROW: Final = ("-l", "--selector", "--field-selector")
_CLUSTER_WIDE: Final = frozenset({Thing.NODE, Thing.NAMESPACE, Thing.CLUSTER})
