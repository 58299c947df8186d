"""`hg`, as Mercurial's manual describes its sub-commands, options and settings."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner
from sentinel.live.reading.git_addresses import is_hostile
from sentinel.live.reading.options import Options
from sentinel.live.reading.own_programs import programs_of, written_to
from sentinel.live.reading.subcommands import (
    Tool,
    asks_help,
    does,
    done,
    ends,
    spread,
    writes,
)
from sentinel.live.reading.version_deeds import (
    COPY,
    LOOKS,
    LOST,
    OWN,
    PUSHED,
    SHELVED,
    STRIPPED,
)

_HG: Final = Tool(spread({
    "log | history | status | st | stat | diff | annotate | blame | branches | tags | heads | "
    "identify | id | summary | sum | parents | tip | cat | grep | files | locate | manifest | "
    "paths | incoming | in | outgoing | out | root | showconfig | verify | version | help | "
    "glog | show | shortlog | churn | bisect | debuginstall | archive | export | qseries": LOOKS,
    "commit | ci | add | addremove | pull | merge | rename | mv | move | copy | cp | branch | "
    "bookmark | bookmarks | book | tag | graft | import | resolve | update | up | checkout | co | "
    "rebase | amend | shelve | unshelve | backout | phase | unbundle | bundle | forget | init | "
    "fold | absorb | uncommit | qpush | qpop | qnew | qrefresh | fetch | evolve | topic | topics | "
    "histedit | split | unamend | recover": OWN,
    "clone": COPY,
    "push": PUSHED,
    "remove | rm": ends(Thing.FILE, "local", undo=Undo.EASY),
    "revert | purge | clean": LOST,
    "strip | rollback | debugstrip | qdelete | qfinish": STRIPPED,
    "prune | obsolete": SHELVED,
    "convert": replace(writes(Thing.COMMITS, "history"), undo=Undo.HARD),
    "serve": does(Kind.EXPOSES, Thing.REPOSITORY, "public"),
    "config": writes(Thing.CONFIGURATION, "local"),
}), frozenset({"-r", "--rev", "-m", "--message", "-R", "--repository", "--config", "-l", "--limit",
               "-u", "--user", "-d", "--date", "-b", "--branch", "-T", "--template", "--cwd", "-e",
               "--ssh", "-I", "--include", "-X", "--exclude", "-k", "--keyword", "-s", "--source",
               "--dest", "--base", "--bookmark", "-B", "-o", "--output", "--command", "-c",
               "--tool", "--remotecmd"}) - {"-c"}, dry=("--dry-run",),
    marked={"--force": "force"})  # fmt: skip


_HG_RUNS: Final = (
    "hooks.", "alias.", "ui.ssh", "ui.editor", "ui.merge", "ui.remotecmd", "extensions.", "pager.",
    "extdiff.", "merge-tools.", "merge-patterns.", "fix.", "diff-tools.", "encode.", "decode.",
    "auth.", "hostsecurity.", "hostfingerprints.",
)  # fmt: skip
"""Settings of `hg` whose values are programs, or whom it trusts."""


def read_hg(call: Call) -> Found:
    """`hg`: options make an update lose work, and a push overwrite."""
    opts = _HG.options(call.words)
    verb = opts.verb()
    if asks_help(opts):
        return _HG.judge(call, opts, opts.plain)
    for word in opts.given.get("--config", ()):
        name, _, value = word.text.partition("=")
        if name.startswith(_HG_RUNS) and value:
            what = does(Kind.EXECUTES, Thing.CODE, "hook", undo=Undo.UNKNOWN)
            found = Found().add(*done(call, what, "hg --config", [word]))
            text = value.removeprefix("!")
            if not name.startswith("extensions."):
                found.inner.append(Inner("shell", text, word.fixed, marks=call.marks))
            return found.take([_HG.judge(call, opts, opts.plain)])
    found = programs_of(call, opts, ("--ssh", "--remotecmd", "--tool"))
    if verb in ("clone", "pull", "push", "incoming", "in", "outgoing", "out"):
        found.take([programs_of(call, opts, ("-e",))])
    if verb == "bisect" and {"-c", "--command"} & opts.given.keys():
        found.take([programs_of(call, opts, ("-c", "--command"))])
    if verb in ("archive", "bundle"):
        found.take(written_to(call, each, f"hg {verb}") for each in opts.plain[1:])
    found.take(written_to(call, each) for n in ("-o", "--output") for each in opts.given.get(n, ()))
    return found.take([_hg(call, opts, verb)])


def _hg(call: Call, opts: Options, verb: str) -> Found:
    """What `hg` does by its sub-command."""
    if verb in ("update", "up", "checkout", "co") and opts.has("-C", "--clean"):
        return Found().add(*done(call, LOST, f"hg {verb} --clean"))
    far = [word for word in opts.plain[1:] if is_hostile(word.text)] if verb == "push" else []
    if far:
        gone = does(Kind.EXFILTRATES, Thing.REPOSITORY, "remote", undo=Undo.NEVER)
        return Found().add(*done(call, gone, "hg push", far))
    if verb == "push" and opts.has("-f", "--force"):
        what = replace(PUSHED.marked("force", "default-branch"), undo=Undo.HARD)
        return Found().add(*done(call, what, "hg push --force", opts.plain[1:]))
    if verb in ("bookmark", "bookmarks", "book") and opts.has("-d", "--delete"):
        what = ends(Thing.BRANCH, "local", undo=Undo.EASY)
        return Found().add(*done(call, what, f"hg {verb} -d", opts.plain[1:]))
    if verb == "revert" and len(opts.plain) > 1 and not opts.has("-a", "--all"):
        return Found().add(*done(call, replace(LOST, radius=Radius.ONE), "hg revert",
                                 opts.plain[1:]))  # fmt: skip
    return _HG.judge(call, opts, opts.plain)
