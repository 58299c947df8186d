"""`kubectl`, `oc` and `k`: the verb is found first, then the options of that verb.

Marks of this module beside the agreed ones:

| mark | meaning |
|---|---|
| `rollback` | goes back to an earlier revision |
| `interactive` | what is changed is typed in an editor or a terminal |
| `orphan` | what the object owned goes on without an owner |
| `emptydir` | throws away what pods keep on the node |
| `prune` | deletes what is not in the files |
| `context` | changes which cluster later commands speak to |
| `unseen` | what is applied is in a file that is not on the page |
"""

from collections.abc import Callable
from typing import Final

from sentinel.live.effects import Kind, Place, Thing
from sentinel.live.places import place_of
from sentinel.live.reading import kubernetes_access as access
from sentinel.live.reading import kubernetes_changes as changes
from sentinel.live.reading import kubernetes_inside as inside
from sentinel.live.reading import kubernetes_looks as look
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.cluster_tools import TOOLS
from sentinel.live.reading.kubernetes_asked import GLOBALS, Asked
from sentinel.live.reading.kubernetes_plugins import PLUGINS, plugin_of
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Does,
    asks_help,
    does,
    dry,
    harmless,
    place_from,
    writes,
)  # fmt: skip

_VERBS: Final[dict[str, Callable[[Asked], Found]]] = {
    **dict.fromkeys(PLUGINS, plugin_of),
    "get": look.get,
    "describe": look.describe,
    "config": look.config,
    "auth": look.auth,
    "cluster-info": look.cluster_info,
    "diff": look.diff,
    "kustomize": look.kustomize,
    "extract": look.extract,
    "whoami": look.whoami,
    "view-secret": look.extract,
    "delete": changes.delete,
    "scale": changes.scale,
    "autoscale": changes.autoscale,
    "rollout": changes.rollout,
    "apply": changes.apply,
    "replace": changes.replace_,
    "create": access.create,
    "patch": changes.patch,
    "edit": changes.edit,
    "set": access.set_,
    "label": changes.label,
    "annotate": changes.label,
    "taint": changes.taint,
    "cordon": changes.node,
    "uncordon": changes.node,
    "drain": changes.node,
    "expose": access.expose,
    "certificate": access.certificate,
    "adm": access.adm,
    "policy": access.adm,
    "exec": inside.exec_,
    "rsh": inside.exec_,
    "cp": inside.copy,
    "rsync": inside.copy,
    "port-forward": inside.forward,
    "proxy": inside.forward,
    "run": inside.run,
    "debug": inside.debug,
    "attach": inside.attach,
    "node-shell": inside.node_shell,
    "argo": inside.plugin,
    "krew": inside.plugin,
}
"""By verb."""

_LOOKS: Final = frozenset({
    "logs", "log", "top", "explain", "events", "version", "api-resources", "api-versions", "wait",
    "options", "completion", "plugin", "help", "status", "projects", "process", "tree", "neat",
    "stern", "who-can", "rbac-tool", "lineage",
})  # fmt: skip
"""Verbs that only look, whatever follows."""

_SIMPLE: Final[dict[str, Does]] = {
    "ctx": writes(Thing.CONFIGURATION, "context"),
    "ns": writes(Thing.CONFIGURATION, "context"),
    "project": writes(Thing.CONFIGURATION, "context"),
    "login": writes(Thing.CONFIGURATION, "context"),
    "logout": writes(Thing.CONFIGURATION, "context"),
    "new-project": does(Kind.CREATES, Thing.NAMESPACE),
    "new-app": does(Kind.CREATES, Thing.WORKLOAD),
    "new-build": does(Kind.CREATES, Thing.WORKLOAD),
    "start-build": does(Kind.STARTS, Thing.WORKLOAD),
    "cancel-build": does(Kind.STOPS, Thing.WORKLOAD),
    "rollback": writes(Thing.WORKLOAD, "rollback"),
    "idle": does(Kind.STOPS, Thing.WORKLOAD, "to-zero"),
    "tag": writes(Thing.IMAGE),
    "import-image": writes(Thing.IMAGE),
}

_EARNEST: Final = frozenset({
    "exec", "rsh", "debug", "attach", "cp", "rsync", "proxy", "port-forward", "node-shell", "argo",
    "krew", *PLUGINS,
})  # fmt: skip
"""Verbs that know no dry run."""
_ANSWERS: Final = (_LOOKS | _SIMPLE.keys() | _VERBS.keys()) - {"rsh", "node-shell"}
"""Verbs that take `--help` for themselves."""

_VALUED: Final[dict[str, frozenset[str]]] = {
    verb: GLOBALS | own for verb, own in {
        "get": frozenset({"-l", "-L", "-f", "-k", "-o", "--raw"}),
        "logs": frozenset({"-c", "-l"}),
        "exec": frozenset({"-c", "-f"}),
        "rsh": frozenset({"-c"}),
        "rsync": frozenset({"-c"}),
        "cp": frozenset({"-c"}),
        "attach": frozenset({"-c"}),
        "patch": frozenset({"-p", "-f", "-k", "-o", "-l"}),
        "debug": frozenset({"-c", "-f", "-o"}),
        "run": frozenset({"-l", "-f", "-k", "-o"}),
        "proxy": frozenset({"-p", "-P", "-w", "-u"}),
        "config": frozenset({"-o"}),
        "set": frozenset({"-f", "-k", "-o", "-l", "-e", "-c"}),
        "adm": frozenset({"-f", "-o", "-l", "-z"}),
        "policy": frozenset({"-f", "-o", "-l", "-z"}),
        "new-app": frozenset({"-e", "-p", "-l", "-o", "-f", "-i"}),
        "process": frozenset({"-f", "-p", "-l", "-o"}),
    }.items()
}  # fmt: skip
"""Options of verbs that take a value, with those of all verbs."""

_OTHER: Final = GLOBALS | {"-l", "-f", "-k", "-o", "-c", "-L"}
_FLAGS: Final = frozenset({
    "--help", "-h", "--insecure-skip-tls-verify", "--match-server-version", "--warnings-as-errors",
    "--disable-compression", "--version",
})  # fmt: skip
_RUNNERS: Final = frozenset({"KUBECTL_EXTERNAL_DIFF", "KUBE_EDITOR", "EDITOR"})


def read_kubectl(call: Call) -> Found:
    """Read a call of `kubectl` or `oc`."""
    before = options(call.words, GLOBALS, first_only=True)
    if not before.plain:
        return Found().add(harmless(f"{call.program} --help", mark=""))
    first = before.plain[0]
    verb, by = first.text.lower(), f"{call.program} {first.text}"
    if not first.fixed:
        return Found().unread(by, "the verb is made at run time", "dynamic")
    strange = [
        name
        for name, words in before.given.items()
        if name not in GLOBALS and name not in _FLAGS and not words[-1].text
    ]
    if strange:
        return Found().unread(by, f"the option {strange[0]!r} is not known", "unknown-program")
    opts = options(before.plain[1:], _VALUED.get(verb, _OTHER))
    for name, words in before.given.items():
        opts.given.setdefault(name, []).extend(words)
    if verb in _ANSWERS and asks_help(opts):
        return Found().add(harmless(f"{by} --help", mark=""))
    asked = Asked(call, opts, verb, by, _place(call, opts))
    return _judge(asked, list(before.plain[1:]))


def _judge(asked: Asked, words: list[Word]) -> Found:
    verb = asked.verb
    if verb in _LOOKS:
        return asked.looks()
    found = Found()
    if any(name in _RUNNERS for name, _ in asked.call.variables):
        found.add(*asked.done(does(Kind.EXECUTES, Thing.CODE)))
    if verb in _SIMPLE:
        if verb in ("ctx", "ns", "project") and not words:
            return asked.looks()
        return found.add(*asked.done(_SIMPLE[verb], asked.opts.plain))
    read = _VERBS.get(verb)
    if read is None:
        return found.unread(asked.by, "the sub-command is not known", "unknown-program")
    if verb not in _EARNEST and dry(asked.opts, "--dry-run"):
        return found.add(harmless(asked.by, asked.first_thing()))
    return found.take([read(asked)])


def _place(call: Call, opts: Options) -> Place:
    named = opts.values(
        "--context", "--cluster", "-n", "--namespace", "--kubeconfig", "-s", "--server"
    )
    # What is run in a container says nothing of where that is: `localhost` is the container.
    before = opts.plain[: len(opts.plain) - len(opts.after)]
    place = place_from(
        [
            *named,
            *(value for _, value in call.variables),
            *(word.text for word in before[:4] if word.fixed),
        ],
        call.place,
    )
    own = place is Place.STAGING and call.place is Place.UNKNOWN
    own = own and place_of(opts.value("--context")) is Place.LOCAL
    return Place.LOCAL if own else place


def _wrapped(call: Call) -> Found:
    """`k3s kubectl`, `microk8s kubectl`, `minikube kubectl --`."""
    for place, word in enumerate(call.words[:3]):
        if word.fixed and word.text in ("kubectl", "helm", "crictl", "ctr"):
            rest = list(call.words[place + 1 :])
            if rest and rest[0].text == "--":
                rest = rest[1:]
            inner = Call(
                word.text, tuple(rest), call.stdin, call.piped, call.marks, call.place,
                call.variables,
            )  # fmt: skip
            return Found(calls=[inner])
    tool = TOOLS.get(call.program)
    if tool is not None:
        return tool(call)
    return Found().unread(call.program, "the sub-command is not known", "unknown-program")


PROGRAMS: Final[dict[str, Reader]] = {
    **TOOLS,
    "kubectl": read_kubectl,
    "oc": read_kubectl,
    "k": read_kubectl,
    "kubecolor": read_kubectl,
    "minikube": _wrapped,
    "k3s": _wrapped,
    "microk8s": _wrapped,
}
"""Readers, by program."""
