"""`helm`: releases, their history, and plugins that are programs.

Marks of this module beside the agreed ones: `rollback` (goes back to an earlier revision),
`reset` (settings of before are forgotten), `skip-hooks` (clean-up of the chart is left out),
`keep` (its history stays, so that it can come back).
"""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import Options
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    asks_help,
    does,
    done,
    dry,
    ends,
    looks,
    makes,
    spread,
    writes,
)

_WORK: Final = looks(Thing.WORKLOAD)
_VALUED: Final = frozenset({
    "-n", "--namespace", "--kube-context", "--kubeconfig", "--kube-apiserver", "--kube-as-group",
    "--kube-as-user", "--kube-ca-file", "--kube-token", "--kube-tls-server-name", "--burst-limit",
    "--qps", "--registry-config", "--repository-cache", "--repository-config", "-f", "--values",
    "--set", "--set-string", "--set-file", "--set-json", "--set-literal", "--version", "--repo",
    "--username", "--password", "--ca-file", "--cert-file", "--key-file", "--keyring", "--timeout",
    "--description", "--history-max", "--post-renderer", "--post-renderer-args", "-o", "--output",
    "--revision", "--max", "-m", "--filter", "-l", "--selector", "--name-template", "--cascade",
    "-d", "--destination", "--app-version", "-a", "--api-versions", "--kube-version",
    "--output-dir", "-s", "--show-only", "--context", "-p", "--starter", "--template",
    "--untardir", "--offset", "--logs", "--environment", "-e", "--state-values-set",
}) - {"--logs"}  # fmt: skip
_RELEASE: Final = Does(Kind.DELETES, Thing.WORKLOAD, Radius.SET, Undo.HARD, frozenset({"cascade"}),
                       "helm uninstall RELEASE --dry-run")  # fmt: skip
_TOOL: Final = Tool(spread({
    "list | ls | status | history | hist | template | lint | search repo | search hub | show | "
    "inspect | version | env | repo list | dependency list | dep list | diff | completion | "
    "verify | plugin list | plugin ls | get all | get manifest | get notes | get hooks | "
    "get metadata | mapkubeapis | help | unittest | schema | docs | cm-push --help | plugin "
    "verify | "
    "dashboard --help | search | repo search": _WORK,
    "get values": _WORK,
    "install": makes(Thing.WORKLOAD),
    "upgrade": Does(Kind.WRITES, Thing.WORKLOAD, safer="helm upgrade --dry-run"),
    "rollback": replace(writes(Thing.WORKLOAD, "rollback"), takes=1),
    "uninstall | delete | del | un": _RELEASE,
    "test": does(Kind.STARTS, Thing.WORKLOAD),
    "repo add | repo update | repo up | registry login | registry logout":
        replace(writes(Thing.CONFIGURATION), takes=1),
    "repo remove | repo rm": ends(Thing.CONFIGURATION, undo=Undo.EASY),
    "repo index | package | create | dependency update | dependency build | dep up | dep build | "
    "dep update | pull | fetch": makes(Thing.FILE),
    "push": writes(Thing.IMAGE, "remote"),
    "plugin install | plugin update": does(Kind.EXECUTES, Thing.CODE, "fetched"),
    "plugin uninstall | plugin remove": ends(Thing.PACKAGE, undo=Undo.EASY),
    "secrets view | secrets dec | secrets decrypt": does(Kind.REVEALS, Thing.SECRET),
}), _VALUED,
    {"--force": "force", "--force-replace": "force", "--no-hooks": "skip-hooks",
     "--keep-history": "keep", "--reset-values": "reset", "--purge": "purge",
     "--disable-openapi-validation": "no-verify"},
    placed=("--kube-context", "-n", "--namespace", "--kubeconfig", "-f", "--values"))  # fmt: skip
_FILES: Final = Tool(spread({
    "list | diff | template | lint | status | build | version | write-values | fetch | deps | "
    "repos | cache": _WORK,
    "apply | sync": Does(Kind.WRITES, Thing.WORKLOAD, Radius.SET),
    "destroy | delete": replace(_RELEASE, radius=Radius.NAMESPACE),
    "test": does(Kind.STARTS, Thing.WORKLOAD),
}), _VALUED, placed=("-e", "--environment", "-n", "--namespace", "--kube-context"))  # fmt: skip


def read_helm(call: Call) -> Found:
    """Read a call of `helm`."""
    opts = _TOOL.options(call.words)
    found = _TOOL.judge(call, opts, opts.plain[:-1] if _chart_last(opts.texts) else opts.plain)
    if found.opaque or asks_help(opts) or dry(opts, "--dry-run"):
        return found
    verb, place = opts.verb(), _TOOL.place(call, opts, opts.plain[1:2])
    if verb in ("install", "upgrade", "template"):
        chart = opts.plain[-1:]
        if _unchecked(opts, opts.plain[1:]):
            weak = does(Kind.CREATES, Thing.WORKLOAD, "untrusted-source")
            found.add(*done(call, weak, f"helm {verb}", chart, place=place))
        for word in (each for each in chart if "://" in each.text and "oci://" not in each.text):
            code = does(Kind.EXECUTES, Thing.CODE, "fetched")
            found.add(*done(call, code, f"helm {verb}", [word], place=place))
        for word in opts.given.get("--post-renderer", ()):
            code = does(Kind.EXECUTES, Thing.CODE)
            found.add(*done(call, code, f"helm {verb} --post-renderer", [word], place=place))
    if verb in ("install", "upgrade"):
        for each in _set(opts):
            found.add(*done(call, each, f"helm {verb} --set", opts.plain[1:2], place=place))
    if verb in ("repo", "registry"):
        strange = _unchecked(opts, opts.plain)
        marks = {"untrusted-source"} if strange else set[str]()
        found.effects = [
            replace(
                each, marks=each.marks | marks, place=Place.LOCAL if not strange else each.place
            )
            for each in found.effects
        ]
    if verb == "upgrade" and opts.has("--force", "--force-replace"):
        again = does(Kind.STOPS, Thing.WORKLOAD, "restart", "force")
        found.add(*done(call, again, "helm upgrade --force", opts.plain[1:2], place=place))
    return found


def _unchecked(opts: Options, named: Iterable[Word]) -> bool:
    """Whether nobody answers for where a chart comes from."""
    return opts.has("--insecure-skip-tls-verify", "--insecure", "--plain-http") or any(
        word.text.startswith("http://") for word in named
    )


_NONE: Final = ("replicacount", "replicas", "minreplicas", "maxreplicas", "desiredcount")
_RIGHTS: Final = ("privileged", "hostnetwork", "hostpid", "hostipc", "allowprivilegeescalation")
_GUARDS: Final = ("persistence", "auth", "security", "tls", "ssl", "backup", "backups", "rbac",
                  "networkpolicy", "authentication", "poddisruptionbudget", "pdb", "audit",
                  "encryption", "verify")  # fmt: skip


def _set(opts: Options) -> list[Does]:
    """What values that stand on the page do besides: no copies, more rights, fewer guards."""
    made = []
    for text in opts.values("--set", "--set-string", "--set-json"):
        for pair in text.split(","):
            name, _, value = pair.partition("=")
            parts, said = name.lower().replace("_", "").split("."), value.strip("'\"").lower()
            if parts[-1] in _NONE and said == "0":
                made.append(does(Kind.STOPS, Thing.WORKLOAD, "to-zero"))
            elif parts[-1] in _RIGHTS and said == "true":
                made.append(does(Kind.ESCALATES, Thing.WORKLOAD, "root"))
            elif said in ("loadbalancer", "nodeport") and parts[-1] == "type":
                made.append(does(Kind.EXPOSES, Thing.NETWORK, "public"))
            elif said == "false" and parts[-1] == "enabled" and set(parts[:-1]) & set(_GUARDS):
                made.append(does(Kind.WEAKENS, Thing.CONFIGURATION, "protection"))
    return made


def _chart_last(texts: list[str]) -> bool:
    """Whether the last plain word is a chart, which is no name of what changes."""
    return len(texts) > 2 and texts[0] in ("install", "upgrade")


PROGRAMS: Final[dict[str, Reader]] = {
    "helm": read_helm,
    "helm3": read_helm,
    "helmfile": _FILES.read,
}
"""Readers, by program."""
