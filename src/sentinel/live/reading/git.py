"""`git`: what only looks, what changes this copy, and what rewrites what others have.

Marks of this module beside the agreed ones:

| mark | meaning |
|---|---|
| `lease` | a forced push that stops where somebody else has pushed |
| `uncommitted` | throws away work that is in no commit |
| `local` | changes this copy only |
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading import git_extensions as extensions
from sentinel.live.reading import git_history as history
from sentinel.live.reading import git_programs as programs
from sentinel.live.reading import git_remotes as remotes
from sentinel.live.reading import git_settings as settings
from sentinel.live.reading import git_upkeep as upkeep
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.git_words import spelled
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.own_programs import written_to
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    asks_help,
    does,
    done,
    ends,
    harmless,
    looks,
    spread,
    writes,
)

_GLOBALS: Final = frozenset({
    "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env",
    "--attr-source", "--list-cmds",
})  # fmt: skip
_LOOKS: Final = looks(Thing.REPOSITORY)
_VALUED: Final = frozenset({
    "-m", "--message", "-F", "--file", "-b", "-B", "-C", "-c", "--author", "--date", "-n", "-o",
    "--format", "--since", "--until", "--after", "--before", "--grep", "-G", "-S", "-L", "-u",
    "--strategy", "-s", "-X", "--onto", "--exec", "-x", "--branch", "--depth", "--origin",
    "--upload-pack", "--receive-pack", "--template", "--reference", "-e", "--expire", "--source",
    "--output", "-t", "--track", "--max-count", "--skip", "--pretty", "--reason", "--points-at",
    "--contains", "--merged", "--no-merged", "--sort", "--push-option", "--repo", "--recurse",
    "--shallow-since", "--server-option", "--filter", "--config", "--jobs", "-j", "--prefix",
    "--pathspec-from-file", "--cleanup", "--trailer", "--fixup", "--squash", "--local-user",
})  # fmt: skip
_OWN: Final[dict[str, frozenset[str]]] = {
    "commit": _VALUED - {"-n", "-s", "-e", "-u", "-S", "-o", "-x", "-b", "-B", "-L", "-G"},
    "push": frozenset({"-o", "--push-option", "--repo", "--receive-pack", "--exec",
                       "--recurse-submodules"}),
    "clean": frozenset({"-e", "--exclude"}),
    "add": frozenset({"--chmod", "--pathspec-from-file"}),
    "fetch": _VALUED - {"-u", "-n", "-t", "-m"},
    "pull": _VALUED - {"-u", "-n", "-t", "-e", "-m"},
    "rm": frozenset({"--pathspec-from-file"}),
    "read-tree": frozenset({"--prefix", "--index-output", "--exclude-per-directory"}),
    "branch": frozenset({"-u", "--set-upstream-to", "--contains", "--merged", "--no-merged",
                         "--points-at", "--sort", "--format"}) - {"--merged", "--no-merged"},
    "tag": frozenset({"-m", "--message", "-F", "--file", "-u", "--local-user", "--sort",
                      "--format", "--cleanup"}),
    "checkout": frozenset({"-b", "-B", "--orphan", "--conflict", "--pathspec-from-file"}),
    "switch": frozenset({"-c", "-C", "--create", "--force-create", "--orphan", "--conflict"}),
    "restore": frozenset({"-s", "--source", "--conflict", "--pathspec-from-file"}),
    "reset": frozenset({"--pathspec-from-file"}),
    "merge": _VALUED - {"-n", "-S", "-e"},
    "cherry-pick": frozenset({"-m", "--mainline", "-X", "--strategy", "--strategy-option"}),
    "revert": frozenset({"-m", "--mainline", "-X", "--strategy", "--strategy-option"}),
    "stash": frozenset({"-m", "--message", "--pathspec-from-file"}),
    "config": frozenset({"-f", "--file", "--blob", "--type", "--default", "--comment", "--value",
                         "--get-urlmatch"}) - {"--get-urlmatch"},
    "clone": frozenset({"-b", "--branch", "--depth", "-o", "--origin", "-u", "--upload-pack", "-c",
                        "--config", "--template", "--reference", "-j", "--jobs", "--filter",
                        "--separate-git-dir", "--shallow-since", "--shallow-exclude",
                        "--server-option", "--reference-if-able", "--bundle-uri"}),
    "filter-branch": frozenset({
        "--env-filter", "--tree-filter", "--index-filter", "--msg-filter", "--parent-filter",
        "--commit-filter", "--tag-name-filter", "--subdirectory-filter", "-d", "--original",
        "--setup", "--state-branch",
    }),
}  # fmt: skip
"""Options of sub-commands that take a value; those of the others are `_VALUED`."""

_TABLE: Final = Tool(extensions.TABLE | spread({
    "status | log | diff | show | blame | annotate | shortlog | describe | ls-files | ls-tree | "
    "ls-remote | rev-parse | rev-list | cat-file | name-rev | merge-base | grep | whatchanged | "
    "help | version | count-objects | fsck | for-each-ref | show-ref | show-branch | cherry | "
    "range-diff | diff-tree | diff-index | diff-files | var | check-ignore | check-attr | "
    "verify-commit | verify-tag | archive | format-patch | request-pull | merge-tree | "
    "check-ref-format | get-tar-commit-id | bugreport | diagnose | patch-id | check-mailmap | "
    "column | stripspace | interpret-trailers | hash-object | mktree | difftool | "
    "notes list | notes show | bisect log | bisect view | lfs ls-files | lfs status | lfs env | "
    "bundle verify | bundle list-heads | flow version | gitk | gui": _LOOKS,
    "add | mv | commit | merge | revert | cherry-pick | stage | notes add | notes append | "
    "notes edit | init | rerere | maintenance run | pack-refs | "
    "update-index | write-tree | commit-tree | symbolic-ref | bisect | "
    "sparse-checkout | lfs track | lfs untrack | lfs install | bundle create | multi-pack-index | "
    "commit-graph | update-server-info | maintenance start | lfs pull | lfs fetch | "
    "lfs checkout | flow init": writes(Thing.COMMITS, "local"),
    "notes remove": ends(Thing.COMMITS, "local"),
    "lfs prune": ends(Thing.OBJECT, "local"),
    "send-email": does(Kind.CREATES, Thing.ENDPOINT, "remote"),
    "daemon | http-backend | instaweb": does(Kind.EXPOSES, Thing.REPOSITORY, "public"),
    "prune | prune-packed": ends(Thing.COMMITS, "history"),
    "replace": writes(Thing.COMMITS, "history"),
    "bundle unbundle": writes(Thing.COMMITS, "local"),
    "credential | credential-store | credential-cache": does(Kind.REVEALS, Thing.SECRET),
}), dry=())  # fmt: skip

_VERBS: Final[dict[str, Callable[[history.Asked], Found]]] = {
    "push": remotes.push,
    "send-pack": remotes.push,
    "http-push": remotes.push,
    "pull": remotes.pull,
    "fetch": remotes.fetch,
    "clone": remotes.clone,
    "remote": remotes.remote,
    "config": remotes.config,
    "submodule": remotes.submodule,
    "reset": history.reset,
    "clean": history.clean,
    "checkout": history.checkout,
    "switch": history.switch,
    "restore": history.restore,
    "branch": history.branch,
    "tag": history.tag,
    "stash": history.stash,
    "rebase": history.rebase,
    "add": history.add,
    "stage": history.add,
    "commit": history.commit,
    "merge": history.commit,
    "rm": history.remove,
    "filter-branch": history.rewrite,
    "filter-repo": history.rewrite,
    "reflog": upkeep.reflog,
    "am": upkeep.patched,
    "apply": upkeep.patched,
    "read-tree": upkeep.read_tree,
    "gc": upkeep.collect,
    "update-ref": upkeep.update_ref,
    "worktree": upkeep.worktree,
    "repack": upkeep.repack,
}
"""By sub-command."""

_PASS_ON: Final = frozenset({"bisect", "submodule"})
"""Sub-commands that pass options on to a program."""


def read_git(call: Call) -> Found:
    """Read a call of `git`."""
    before = options(call.words, _GLOBALS, bundled=False, first_only=True)
    folders = before.values("-C", "--git-dir", "--work-tree")
    if any(place_of(each) is Place.PROD for each in folders):
        call = replace(call, place=Place.PROD)
    found = settings.of_call(call, before)
    if before.verb() == "for-each-repo":
        inner = options(before.plain[1:], ("--config",), first_only=True)
        return found.take([read_git(replace(call, words=tuple(inner.plain)))])
    if not before.plain:
        return found.add(harmless("git --help", Thing.REPOSITORY, ""))
    first = before.plain[0]
    verb, by = first.text.lower(), f"git {first.text}"
    if not first.fixed:
        return found.unread(by, "the sub-command is made at run time", "dynamic")
    opts = options(spelled(verb, before.plain[1:]), _OWN.get(verb, _VALUED))
    if verb not in _PASS_ON and asks_help(opts):
        return found.add(harmless(f"{by} --help", Thing.REPOSITORY, ""))
    addresses = [*opts.plain, *before.given.get("-c", ()), *opts.given.get("--remote", ())]
    found.take([programs.transports(call, verb, addresses),
                programs.packers(call, verb, opts.given)])  # fmt: skip
    read = _VERBS.get(verb)
    if read is not None:
        return found.take([read(history.Asked(call, opts, verb, by))])
    if verb in ("send-email", "lfs") and opts.has("--dry-run"):
        return found.add(harmless(f"{by} --dry-run", Thing.ENDPOINT))
    if verb == "bisect" and opts.verb() == "run":
        return found.take([upkeep.run_by_bisect(history.Asked(call, opts, verb, by))])
    found.take([_besides(call, opts, verb, by)])
    return found.take([_TABLE.judge(call, opts, [first, *opts.plain])])


def _besides(call: Call, opts: Options, verb: str, by: str) -> Found:
    """What options of any sub-command make it do besides."""
    found = Found()
    if verb in ("init", "cat-file", "show", "archive", "hash-object", "difftool", "grep"):
        found.take([upkeep.besides(history.Asked(call, opts, verb, by))])
    if verb == "cliff":
        into = [word for name in ("-o", "--config-url") for word in opts.given.get(name, ())]
        found.take(written_to(call, each, by) for each in into)
    if verb == "lfs":
        found.take([remotes.lfs(history.Asked(call, opts, verb, by))])
    if verb == "annex" and opts.has("--force") and opts.verb().startswith("drop"):
        lost = ends(Thing.OBJECT, "force", undo=Undo.NEVER, radius=Radius.NAMESPACE)
        found.add(*done(call, lost, f"{by} {opts.verb()} --force"))
    if "--output" in opts.given:
        found.add(*done(call, writes(Thing.FILE), f"{by} --output", opts.given["--output"]))
    return found


def _bfg(call: Call) -> Found:
    """`bfg` rewrites all history."""
    return Found().add(
        *done(call, Does(Kind.WRITES, Thing.COMMITS, history.ALL, history.HARD,
                         frozenset({"history"})), "bfg")
    )  # fmt: skip


def _filter_repo(call: Call) -> Found:
    asked = history.Asked(call, options(call.words), "filter-repo", "git filter-repo")
    return history.rewrite(asked)


PROGRAMS: Final[dict[str, Reader]] = {
    "git": read_git,
    "bfg": _bfg,
    "git-filter-repo": _filter_repo,
}
"""Readers, by program."""
