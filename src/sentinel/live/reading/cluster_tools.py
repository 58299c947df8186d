"""Tools beside `kubectl` that make, break and watch clusters."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.cluster_tables import TABLES
from sentinel.live.reading.kubernetes_inside import ROLLOUTS
from sentinel.live.reading.options import options
from sentinel.live.reading.subcommands import (
    asks_help,
    called,
    does,
    done,
    harmless,
    looks,
    makes,
    place_from,
)

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
               call.marks | {"context"}, _tame(plain[0].text))
    )  # fmt: skip


def _tame(name: str) -> Place:
    """Where a context is, unless it is production: to look there is no change of it."""
    place = place_of(name)
    return Place.UNKNOWN if place is Place.PROD else place


def _kustomize(call: Call) -> Found:
    """`kustomize build` renders; some options let it run programs."""
    opts = options(call.words, frozenset({"-o", "--output", "--load-restrictor", "--helm-command"}))
    by = f"kustomize {opts.verb()}".strip()
    if asks_help(opts) or opts.verb() in ("build", "version", "cfg", "localize", "completion", ""):
        runs = opts.has("--enable-exec", "--enable-alpha-plugins") or "--helm-command" in opts.given
        code = does(Kind.EXECUTES, Thing.CODE, "fetched" if "://" in " ".join(opts.texts) else "")
        what = code if runs else looks(Thing.CONFIGURATION)
        return Found().add(*done(call, what, by, opts.plain[1:2]))
    if opts.verb() in ("edit", "create", "fix"):
        return Found().add(*done(call, makes(Thing.FILE, "local"), by))
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def _k9s(call: Call) -> Found:
    """`k9s` may do all that its user may, unless it is told only to look."""
    texts = {word.text for word in call.words}
    if texts & {"--readonly", "version", "info", "--help", "-h"}:
        return _watch(call)
    return Found().unread("k9s", "what is typed there is not known", "unknown-program")


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
    "kustomize": _kustomize,
    "k9s": _k9s,
    "kubeval": _watch,
    "kubeconform": _watch,
    "kube-score": _watch,
    "kube-linter": _watch,
    "popeye": _watch,
    "kubectl-argo-rollouts": ROLLOUTS.read,
}
"""Readers, by program."""
