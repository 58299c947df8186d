"""Sub-commands of `git` that keep its own store: old commits, names, working trees."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found
from sentinel.live.reading.git_history import LOST, Asked, gone, is_default
from sentinel.live.reading.subcommands import Does, called, does, ends, harmless, writes

_FETCHERS: Final = frozenset({"curl", "wget", "http", "https", "fetch", "aria2c", "ssh"})
"""Programs whose output comes over the network."""


def reflog(asked: Asked) -> Found:
    """`reflog`: its entries are the way back to lost commits."""
    verb = asked.opts.verb()
    if verb in ("expire", "delete"):
        if asked.opts.has("-n", "--dry-run"):
            return Found().add(harmless(asked.by, Thing.COMMITS))
        what = Does(Kind.DELETES, Thing.COMMITS, Radius.SET, Undo.NEVER,
                    frozenset({"history", "local"}))  # fmt: skip
        return asked.found(what, asked.opts.plain[1:], f"{asked.by} {verb}")
    return asked.looks


def collect(asked: Asked) -> Found:
    """`gc`: with `--prune=now` commits that nothing names are gone."""
    when = asked.opts.value("--prune").lower()
    if when in ("now", "all") or asked.opts.has("--cruft-expiration") or "$" in when:
        what = Does(Kind.DELETES, Thing.COMMITS, Radius.SET, Undo.NEVER,
                    frozenset({"history", "local"}))  # fmt: skip
        return asked.found(what, [], f"{asked.by} --prune={when}")
    return asked.found(writes(Thing.COMMITS, "local"))


def update_ref(asked: Asked) -> Found:
    """`update-ref`: moves or deletes a name by hand."""
    opts = asked.opts
    if opts.has("-d", "--delete"):
        return asked.found(gone(Thing.BRANCH, opts.plain[:1], "local", "force"), opts.plain[:1])
    what = writes(Thing.BRANCH, "local", "force")
    if opts.plain and is_default(opts.plain[0].text):
        what = ends(Thing.COMMITS, "local", "force", "moved")
    return asked.found(what, opts.plain[:1])


def read_tree(asked: Asked) -> Found:
    """`read-tree --reset -u` overwrites the files of this copy."""
    if asked.opts.has("--reset"):
        return asked.found(LOST, [], f"{asked.by} --reset")
    return asked.found(writes(Thing.COMMITS, "local"))


def patched(asked: Asked) -> Found:
    """`am` and `apply`: a patch that is fetched on the way has been read by nobody."""
    opts = asked.opts
    if opts.has("--check", "--stat", "--numstat", "--summary", "--show-current-patch"):
        return asked.looks
    marks = ["local"]
    fetched = asked.call.piped in _FETCHERS or any("://" in word.text for word in opts.plain)
    if fetched or opts.has("--unsafe-paths"):
        marks.append("no-verify")
    return asked.found(writes(Thing.COMMITS, *marks), opts.plain[:1])


def worktree(asked: Asked) -> Found:
    """`worktree`: `remove --force` loses what was not committed there."""
    opts, verb = asked.opts, asked.opts.verb()
    by = f"{asked.by} {verb}"
    if verb in ("list", ""):
        return asked.looks
    if verb == "remove":
        if opts.has("-f", "--force"):
            what = replace(LOST, radius=Radius.ONE, thing=Thing.FOLDER).marked("force")
            return asked.found(what, opts.plain[1:], by)
        ended = ends(Thing.FOLDER, "local", undo=Undo.EASY)
        return asked.found(ended, opts.plain[1:], by, place=Place.LOCAL)
    if verb in ("add", "prune", "lock", "unlock", "move", "repair"):
        return asked.found(writes(Thing.FOLDER, "local"), opts.plain[1:2], by)
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def run_by_bisect(asked: Asked) -> Found:
    """`bisect run CMD` runs a program at each step."""
    found = asked.found(does(Kind.STARTS, Thing.PROCESS, "local"))
    words = list(asked.call.words)
    at = next(place for place, word in enumerate(words) if word.text == "run")
    return found.take([called(words[at + 1 :], asked.call)])
