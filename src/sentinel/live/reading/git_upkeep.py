"""Sub-commands of `git` that keep its own store: old commits, names, working trees."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Word
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.git_history import LOST, Asked, gone, is_default
from sentinel.live.reading.git_programs import setting
from sentinel.live.reading.subcommands import Does, called, does, done, ends, harmless, writes

_PAGED: Final = "--open-files-in-pager"
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
    if opts.has("--stdin"):
        what = Does(Kind.DELETES, Thing.BRANCH, Radius.SET, Undo.HARD,
                    frozenset({"history", "local", "force", "dynamic"}))  # fmt: skip
        return asked.found(what, [], f"{asked.by} --stdin")
    name = opts.plain[0].text if opts.plain else ""
    if opts.has("-d", "--delete") or (not "".join(opts.texts[1:2]).strip("0") and opts.texts[1:2]):
        own = ("history",) if name in ("HEAD", "@") else ()
        return asked.found(gone(Thing.BRANCH, opts.plain[:1], "local", "force", *own),
                           opts.plain[:1])  # fmt: skip
    what = writes(Thing.BRANCH, "local", "force")
    if is_default(name):
        what = ends(Thing.COMMITS, "local", "force", "moved")
    return asked.found(what, opts.plain[:1])


def repack(asked: Asked) -> Found:
    """`repack`: with `-a -d` or a date, objects that nothing names are left out for good."""
    opts = asked.opts
    when = opts.value("--unpack-unreachable", "--expire-to", "--cruft-expiration").lower()
    if when in ("now", "all"):
        what = Does(Kind.DELETES, Thing.COMMITS, Radius.SET, Undo.NEVER,
                    frozenset({"history", "local"}))  # fmt: skip
        return asked.found(what, [], f"{asked.by} --unpack-unreachable=now")
    return asked.found(writes(Thing.COMMITS, "local"))


def besides(asked: Asked) -> Found:
    """Programs that commands which look run, and secrets that they show."""
    opts, found = asked.opts, Found()
    if asked.verb == "init":
        for word in opts.given.get("--template", ()):
            found.take([setting(asked.call, "init.templatedir", word, "git init --template")])
    if asked.verb in ("difftool", "grep"):
        return found.take(setting(asked.call, "core.pager", word, asked.by)
                          for word in _viewers(asked))  # fmt: skip
    shown = does(Kind.REVEALS, Thing.SECRET, "secret", undo=Undo.NEVER)
    for word in opts.plain:
        path = word.text.partition(":")[2] if asked.verb != "hash-object" else word.text
        if path and secret(path) and not opts.has("-e", "-t", "-s"):
            found.add(*done(asked.call, shown, asked.by, [word]))
    return found


def _viewers(asked: Asked) -> list[Word]:
    """Programs that are to show what was found."""
    given = asked.opts.given
    if asked.verb == "difftool":
        return [*given.get("-x", ()), *given.get("--extcmd", ())]
    at_once = [Word(word.text.removeprefix("-O"), word.fixed) for word in asked.call.words
               if word.text.startswith("-O") and word.text != "-O"]  # fmt: skip
    return [*given.get(_PAGED, ()), *at_once]


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
