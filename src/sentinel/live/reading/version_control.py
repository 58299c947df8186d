"""Programs beside git that keep versions: Subversion, Mercurial, Jujutsu, Perforce and others."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.git_addresses import is_hostile
from sentinel.live.reading.mercurial import read_hg
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.own_programs import program, programs_of, written_to
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
    FOR_GOOD,
    LOOKS,
    LOST,
    OWN,
    PUSHED,
    SHELVED,
    STRIPPED,
)

_SVN: Final = Tool(spread({
    "status | stat | st | log | diff | di | info | list | ls | blame | annotate | praise | ann | "
    "cat | help | propget | pget | pg | proplist | plist | pl | mergeinfo | auth | youngest":
        LOOKS,
    "update | up | add | commit | ci | copy | cp | merge | resolve | resolved | switch | sw | "
    "mkdir | move | mv | rename | ren | propset | pset | ps | propdel | pdel | pd | propedit | "
    "changelist | cl | lock | unlock | relocate | patch | upgrade | cleanup | import | shelve | "
    "unshelve | shelves": OWN,
    "checkout | co | export": COPY,
    "revert": LOST,
    "delete | del | remove | rm": ends(Thing.FILE, "local", undo=Undo.EASY),
}), frozenset({"-r", "--revision", "-c", "--change", "-m", "--message", "-F", "--file", "-l",
               "--limit", "--depth", "--set-depth", "--username", "--password", "--config-dir",
               "--config-option", "-x", "--extensions", "--diff-cmd", "--editor-cmd", "--accept",
               "--changelist", "--search", "--show-item", "--diff3-cmd"}), dry=("--dry-run",),
    marked={"--force": "force"})  # fmt: skip
_SVN_REVISIONS: Final = frozenset({"propset", "pset", "ps", "propdel", "pdel", "pd", "propedit"})

_SVNADMIN: Final = Tool(spread({
    "verify | info | lstxns | lslocks | help | freeze | delrevprop --help": LOOKS,
    "dump": does(Kind.READS, Thing.REPOSITORY),
    "create | hotcopy | upgrade | pack | recover | build-repcache": COPY,
    "load | load-revprops | setrevprop | setlog | delrevprop | setuuid":
        replace(writes(Thing.COMMITS, "history", "remote"), undo=Undo.HARD),
    "rmtxns | rmlocks | unlock | lock": writes(Thing.REPOSITORY, "remote"),
}))  # fmt: skip

_SVNLOOK: Final = Tool(spread({
    "author | cat | changed | date | diff | dirs-changed | filesize | help | history | info | "
    "lock | log | propget | proplist | tree | uuid | youngest": LOOKS,
}), frozenset({"-r", "--revision", "-t", "--transaction"}))  # fmt: skip

_JJ: Final = Tool(spread({
    "log | status | st | diff | show | evolog | obslog | interdiff | file list | file show | "
    "file annotate | bookmark list | branch list | op log | operation log | op show | op diff | "
    "config list | config get | config path | workspace list | workspace root | tag list | root | "
    "version | help | git remote list | resolve --list": LOOKS,
    "describe | desc | new | commit | ci | edit | squash | split | rebase | next | prev | "
    "duplicate | parallelize | absorb | resolve | diffedit | fix | undo | redo | backout | "
    "revert | simplify-parents | sign | unsign | track | file track | file untrack | file chmod | "
    "bookmark create | bookmark set | bookmark move | bookmark track | bookmark untrack | "
    "bookmark rename | bookmark forget | branch create | branch set | git fetch | git import | "
    "git export | git init | git colocation | workspace add | workspace update-stale | "
    "workspace forget | config set | config edit | sparse set | sparse list | git remote add | "
    "git remote remove | op restore | op undo | op revert | operation restore | metaedit": OWN,
    "git clone": COPY,
    "git push": PUSHED,
    "abandon | restore": replace(LOST, undo=Undo.EASY, radius=Radius.ONE),
    "bookmark delete | branch delete": ends(Thing.BRANCH, "local", undo=Undo.EASY),
    "op abandon | operation abandon | util gc": STRIPPED,
}), frozenset({"-r", "--revisions", "--revision", "-m", "--message", "-R", "--repository", "-n",
               "--limit", "-T", "--template", "-d", "--destination", "-s", "--source", "-b",
               "--branch", "--bookmark", "--from", "--to", "--into", "-t", "-f", "-A", "-B",
               "--insert-after", "--insert-before", "--remote", "--at-op", "--config", "--change",
               "-c"}), marked={"--deleted": "force"})  # fmt: skip

_P4: Final = Tool(spread({
    "info | changes | describe | diff | diff2 | files | filelog | opened | status | annotate | "
    "print | where | have | clients | users | branches | labels | depots | streams | jobs | "
    "fstat | dirs | sizes | help | set | login | logout | tickets | interchanges | protects | "
    "groups | counters | monitor show | cstat | grep | review | reviews | trust": LOOKS,
    "sync | edit | add | submit | shelve | unshelve | integrate | merge | copy | move | rename | "
    "resolve | resolved | lock | unlock | label | labelsync | client | workspace | change | "
    "reconcile | tag | reopen | branch | job | fix | populate | stream | update | switch": OWN,
    "delete": ends(Thing.FILE, "local", undo=Undo.EASY),
    "revert | clean": LOST,
    "obliterate | archive | depot | dbschema": FOR_GOOD,
    "protect | group | user | passwd | configure": does(Kind.ESCALATES, Thing.PERMISSION),
    "admin": writes(Thing.DATABASE, "remote"),
    "monitor terminate | monitor kill": does(Kind.STOPS, Thing.PROCESS),
    "monitor": LOOKS,
}), frozenset({"-c", "-m", "-u", "-p", "-P", "-C", "-d", "-H", "-b", "-l", "-S", "-Q", "-x"}),
    dry=("-n",))  # fmt: skip

_REPO: Final = Tool(spread({
    "status | diff | info | list | branches | manifest | version | overview | help | gitc-init":
        LOOKS,
    "init | sync | start | checkout | download | rebase | stage | cherry-pick | selfupdate | "
    "smartsync | prune": OWN,
    "upload": PUSHED,
    "abandon": SHELVED,
}))  # fmt: skip

_FOSSIL: Final = Tool(spread({
    "status | timeline | diff | info | ls | finfo | branch | branch list | changes | help | "
    "version | annotate | blame | leaves": LOOKS,
    "commit | add | update | pull | sync | merge | checkout | open | close | init | addremove | "
    "mv | rename | stash | tag | rebuild": OWN,
    "clone": COPY,
    "push": PUSHED,
    "rm | delete | forget": ends(Thing.FILE, "local", undo=Undo.EASY),
    "revert | clean | undo": LOST,
    "scrub | purge": STRIPPED,
}), dry=("--dry-run", "-n"))  # fmt: skip


def _read_svn(call: Call) -> Found:
    """`svn`: options name programs, and a folder besides what is written there."""
    opts = _SVN.options(call.words)
    if asks_help(opts):
        return _SVN.judge(call, opts, opts.plain)
    found = programs_of(call, opts, ("--diff-cmd", "--diff3-cmd", "--editor-cmd"))
    for word in opts.given.get("--config-option", ()):
        found.take([program(call, word, word.text.partition("=")[2])])
    if opts.verb() in ("checkout", "co", "export") and len(opts.plain) > 2:
        found.take([written_to(call, opts.plain[-1], "svn export")])
    return found.take([_svn(call, opts)])


_SVN_MOVES: Final = frozenset({"move", "mv", "rename", "ren", "delete", "del", "remove", "rm"})


def _svn(call: Call, opts: Options) -> Found:
    """What is given an address changes the shared repository at once."""
    verb = opts.verb()
    if verb in _SVN_MOVES:
        far = [word for word in opts.plain[1:] if "://" in word.text]
        if far:
            trunk = any(word.text.rstrip("/").endswith(("/trunk", "/branches", "/tags"))
                        or word.text.count("/") < 5 for word in far)  # fmt: skip
            marks = ("remote", "default-branch") if trunk else ("remote",)
            return Found().add(*done(call, ends(Thing.BRANCH, *marks), f"svn {verb}", far))
    if verb == "import" and any(is_hostile(word.text) for word in opts.plain[1:]):
        thing = Thing.SECRET if any(secret(each) for each in opts.texts[1:2]) else Thing.REPOSITORY
        gone = does(Kind.EXFILTRATES, thing, "remote", undo=Undo.NEVER)
        return Found().add(*done(call, gone, "svn import", opts.plain[-1:]))
    if verb in _SVN_REVISIONS and opts.has("--revprop"):
        what = replace(writes(Thing.COMMITS, "history", "remote"), undo=Undo.NEVER)
        return Found().add(*done(call, what, f"svn {verb} --revprop", opts.plain[1:2]))
    if verb == "revert" and len(opts.plain) > 1 and not opts.has("-R", "--recursive"):
        return Found().add(*done(call, replace(LOST, radius=Radius.ONE), "svn revert",
                                 opts.plain[1:]))  # fmt: skip
    if verb == "cleanup" and opts.has("--remove-unversioned", "--remove-ignored"):
        return Found().add(*done(call, LOST, "svn cleanup --remove-unversioned"))
    return _SVN.judge(call, opts, opts.plain)


_JJ_RUNS: Final = ("command", "pager", "editor", "tool", "program", "ssh", "formatter", "backend")


def _read_jj(call: Call) -> Found:
    """`jj`: settings and options that name a program."""
    opts = _JJ.options(call.words)
    found = programs_of(call, opts, ("--tool",))
    for word in opts.given.get("--config", ()):
        if any(each in word.text.partition("=")[0] for each in _JJ_RUNS):
            found.take([program(call, word, word.text.partition("=")[2])])
    if " ".join(opts.texts[:2]) == "config set" and any(
        part in text for part in _JJ_RUNS for text in opts.texts[2:3]
    ):
        found.take([program(call, opts.plain[-1], opts.plain[-1].text)])
    return found.take([_JJ.judge(call, opts, opts.plain)])


def _read_fossil(call: Call) -> Found:
    """`fossil`: options that name a program."""
    opts = options(call.words, _FOSSIL_RUNS)
    return programs_of(call, opts, _FOSSIL_RUNS).take([_FOSSIL.read(call)])


_FOSSIL_RUNS: Final = ("--command", "--editor", "--ssh-command")


def _read_p4(call: Call) -> Found:
    """`p4`: `obliterate` does nothing without `-y`, and for good with it."""
    opts = _P4.options(call.words)
    verb = opts.verb()
    if verb == "print" and "-o" in opts.given:
        texts = [each.text for each in call.words]
        named = call.words[texts.index("-o") + 1 :][:1] if "-o" in texts else ()
        return Found().take(written_to(call, each, "p4 print -o") for each in named)
    if verb == "set" and any("=" in text for text in opts.texts[1:]):
        return Found().unread("p4 set", "a setting that names a server or a program")
    if verb == "tickets":
        return Found().add(*done(call, does(Kind.REVEALS, Thing.SECRET, "secret"), "p4 tickets"))
    if verb == "obliterate" and not opts.has("-y"):
        return Found().add(*done(call, LOOKS, "p4 obliterate", opts.plain[1:2]))
    if verb in ("client", "workspace", "branch", "label", "change", "stream") and (
        opts.has("-d") or "-d" in opts.texts
    ):
        what = ends(Thing.CONFIGURATION, "local")
        return Found().add(*done(call, what, f"p4 {verb} -d", opts.plain[1:]))
    return _P4.judge(call, opts, opts.plain)


def _read_repo(call: Call) -> Found:
    """`repo`: git in many repositories; `forall -c` runs a command in each."""
    opts = options(call.words, first_only=True)
    if opts.verb() != "forall":
        return _REPO.read(call)
    texts = list(call.words)
    at = next((n for n, word in enumerate(texts) if word.text == "-c"), -1)
    if at < 0:
        return Found().unread("repo forall", "no command is given", "unknown-program")
    text = " ".join(word.text for word in texts[at + 1 :])
    fixed = all(word.fixed for word in texts[at + 1 :])
    return Found(inner=[Inner("shell", text, fixed, marks=call.marks | {"many"})])


PROGRAMS: Final[dict[str, Reader]] = {
    "svn": _read_svn,
    "svnadmin": _SVNADMIN.read,
    "svnlook": _SVNLOOK.read,
    "hg": read_hg,
    "jj": _read_jj,
    "p4": _read_p4,
    "repo": _read_repo,
    "fossil": _read_fossil,
}
"""Readers, by program."""
