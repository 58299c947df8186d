"""Tools beside `kubectl` that make, break and watch clusters."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.cluster_tables import TABLES
from sentinel.live.reading.kubernetes_inside import ROLLOUTS
from sentinel.live.reading.options import options
from sentinel.live.reading.subcommands import called, harmless, place_from

_PREVIEWED: Final = frozenset({"delete", "update", "upgrade", "rolling-update"})
"""Verbs of `kops` that only show what they would do until `--yes` is said."""
_INSIDE: Final = frozenset({
    "-task", "-job", "-namespace", "-address", "-region", "-token", "-ca-cert", "-client-cert",
    "-client-key", "-e", "--task", "-c",
})  # fmt: skip


def _kops(call: Call) -> Found:
    """`kops` previews; secrets and objects of its store it deletes at once."""
    tool = TABLES["kops"]
    opts = tool.options(call.words)
    at_once = opts.verb(1) in ("secret", "secrets", "sshpublickey")
    said = opts.has("--yes", "-y") or any(not word.fixed for word in call.words)
    if opts.verb() in _PREVIEWED and not said and not at_once:
        return Found().add(harmless(f"kops {opts.verb()}", Thing.CLUSTER))
    return tool.read(call)


def _crictl(call: Call) -> Found:
    """`crictl exec CONTAINER COMMAND`; `rm --all` and `rmi --prune` take many."""
    opts = options(call.words, _RUNTIME, first_only=True)
    if opts.verb() == "exec":
        inner = options(opts.plain[1:], frozenset({"--timeout"}), first_only=True)
        return _inside(call, inner.plain, "crictl exec")
    found = TABLES["crictl"].read(call)
    if any(word.text in ("-a", "--all", "-fa", "-af", "-q", "--prune") for word in call.words):
        found.effects = [
            replace(each, radius=Radius.ACCOUNT) if each.kind in (Kind.DELETES, Kind.STOPS)
            and each.thing is Thing.WORKLOAD else each for each in found.effects
        ]  # fmt: skip
    return found


_RUNTIME: Final = frozenset({"-r", "--runtime-endpoint", "-i", "--image-endpoint", "-t",
                             "--timeout", "-c", "--config"})  # fmt: skip


def _inside(call: Call, plain: Sequence[Word], by: str) -> Found:
    """A command in the container, pod or allocation that is named first."""
    if len(plain) < 2:
        return Found().unread(by, "what is typed there is not known", "dynamic")
    place = place_from([plain[0].text], call.place)
    return called(plain[1:], call, "container", "remote", place=place)


def _nomad(call: Call) -> Found:
    """`nomad` writes `-purge` with one dash, and `alloc exec` runs a command inside."""
    opts = options(call.words, _INSIDE, single=True, first_only=True)
    verbs = (opts.verb(), opts.verb(1))
    if verbs == ("alloc", "exec") or verbs[0] == "exec":
        rest = opts.plain[2:] if verbs[0] == "alloc" else opts.plain[1:]
        inner = options(rest, _INSIDE, single=True, first_only=True)
        plain = inner.plain
        if "-job" in inner.given and "=" not in inner.value("-job"):
            plain = [inner.given["-job"][-1], *plain]
        return _inside(call, plain, "nomad alloc exec")
    found = TABLES["nomad"].read(call)
    purge = any(word.text in ("-purge", "--purge") for word in call.words)
    if purge and any(each.kind is Kind.STOPS for each in found.effects):
        found.add(*(_purged(each.name, call) for each in found.effects[:1]))
    return found


def _purged(name: str, call: Call) -> Effect:
    return Effect(Kind.DELETES, Thing.WORKLOAD, name, Radius.ONE, Undo.HARD, "nomad stop -purge",
                  call.marks | {"purge"}, call.place)  # fmt: skip


def _switch(call: Call) -> Found:
    """`kubectx` and `kubens` show or change what later commands speak to."""
    plain = [word for word in call.words if not word.text.startswith("-")]
    options_ = {word.text for word in call.words if word.text.startswith("-")}
    if not plain or options_ & {"-h", "--help", "-c", "--current"}:
        return Found().add(harmless(call.program, Thing.CONFIGURATION, ""))
    kind = Kind.DELETES if "-d" in options_ else Kind.WRITES
    return Found().add(
        Effect(kind, Thing.CONFIGURATION, plain[0].text, Radius.ONE, Undo.EASY, call.program,
               call.marks | {"context"})
    )  # fmt: skip


def _watch(call: Call) -> Found:
    return Found().add(Effect(Kind.READS, Thing.WORKLOAD, "", Radius.SET, Undo.EASY, call.program))


def _local(call: Call) -> Found:
    """Clusters on one person's machine, whatever they are called."""
    found = TABLES[call.program].read(call)
    found.effects = [replace(each, place=Place.LOCAL) for each in found.effects]
    return found


TOOLS: Final[dict[str, Reader]] = {
    **{name: tool.read for name, tool in TABLES.items()},
    "minikube": _local,
    "kind": _local,
    "k3d": _local,
    "nomad": _nomad,
    "kops": _kops,
    "crictl": _crictl,
    "kubectx": _switch,
    "kubens": _switch,
    "stern": _watch,
    "kubetail": _watch,
    "kubeval": _watch,
    "kubeconform": _watch,
    "kube-score": _watch,
    "kube-linter": _watch,
    "popeye": _watch,
    "kubectl-argo-rollouts": ROLLOUTS.read,
}
"""Readers, by program."""
