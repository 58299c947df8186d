"""`gh`, `glab` and `hub`, and the runners `circleci` and `act`.

Marks of this module beside the agreed ones: `bypass` (merges past what protects a branch),
`archive` (the repository can no longer be written to), `merge` (code reaches a shared branch).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.git import PROGRAMS as GIT
from sentinel.live.reading.github_api import GONE, read_api
from sentinel.live.reading.github_pipelines import read_run
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.subcommands import (
    Tool,
    asks_help,
    called,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    spread,
    writes,
)

_LOOKS: Final = looks(Thing.REPOSITORY)
_REMOTE: Final = writes(Thing.REPOSITORY, "remote")
_TALK: Final = replace(writes(Thing.DATA, "remote"), takes=1)
_SECRET: Final = replace(does(Kind.WRITES, Thing.SECRET), takes=1)
_VALUED: Final = frozenset({
    "-R", "--repo", "-b", "--body", "-t", "--title", "-F", "--body-file", "-B", "--base", "-H",
    "--head", "-l", "--label", "-a", "--assignee", "-r", "--reviewer", "-m", "--milestone", "-L",
    "--limit", "-s", "--state", "-q", "--jq", "--template", "--json", "-X", "--method", "-f",
    "--raw-field", "--field", "--input", "--hostname", "-e", "--env", "-o", "--org", "-u", "--user",
    "-d", "--description", "-n", "--notes", "--notes-file", "--target", "--visibility", "-c",
    "--comment", "--branch", "-w", "--workflow", "--ref", "--cache", "-p", "--preview", "--reason",
    "--color", "--sort", "--order", "--search", "--author", "--subject", "--match-head-commit",
    "-g", "--group", "--default-branch", "--homepage", "--add-topic", "--remove-topic", "--key",
    "--app", "--add-label", "--remove-label", "--add-assignee", "--add-reviewer", "--job", "-j",
    "--attempt", "--name", "--dir", "-D", "--pattern", "-O", "--output", "--event", "--platform",
    "--secret-file", "--source", "--remote", "--license", "--gitignore", "--team", "--owner",
    "--format", "--title-prefix", "-C", "--machine", "--scopes",
})  # fmt: skip
_SWITCHES: Final[dict[str, frozenset[str]]] = {
    "gist create": frozenset({"-p"}), "pr merge": frozenset({"-d", "-m", "-r", "-s"}),
    "pr create": frozenset({"-d", "-f"}), "pr close": frozenset({"-d"}),
    "pr view": frozenset({"-c"}),
    "issue view": frozenset({"-c"}), "pr review": frozenset({"-a", "-c", "-r"}),
    "release create": frozenset({"-d", "-p"}), "run watch": frozenset(),
    "pr checkout": frozenset({"-f"}), "auth login": frozenset({"-p", "-w"}),
    "repo view": frozenset({"-w"}), "pr diff": frozenset(), "mr merge": frozenset({"-s", "-d",
    "-r"}), "auth status": frozenset({"-t"}),
}  # fmt: skip
"""Letters that take no value, by sub-command."""
_FLAGS: Final = {"--admin": "bypass", "--yes": "auto-approve", "-y": "auto-approve",
                 "--confirm": "auto-approve", "--force": "force",
                 "--delete-branch": "delete-branch"}  # fmt: skip

_TABLE: Final = spread({
    "auth status | repo list | repo view | repo ls | pr list | pr view | pr diff | pr checks | "
    "pr status | issue list | issue view | issue status | run list | run view | run watch | "
    "workflow list | workflow view | release list | release view | gist list | gist view | "
    "label list | search | status | browse | secret list | variable list | variable get | "
    "cache list | ruleset list | ruleset view | ruleset check | org list | ssh-key list | "
    "gpg-key list | extension list | extension search | alias list | config get | config list | "
    "project list | project view | project item-list | codespace list | help | version | "
    "completion | attestation verify | licenses | repo license | repo gitignore | mr list | "
    "mr view | mr diff | ci list | ci view | ci status | ci trace | ci lint | pipeline list | "
    "pipeline status | project search | milestone list": _LOOKS,
    "auth token": does(Kind.REVEALS, Thing.SECRET),
    "auth login | auth logout | auth refresh | auth setup-git | auth switch":
        writes(Thing.SECRET, "local"),
    "repo delete | project delete": GONE,
    "repo archive": replace(_REMOTE, thing=Thing.REPOSITORY).marked("archive"),
    "repo unarchive | repo sync | repo set-default | repo autolink | mr rebase": _REMOTE,
    "repo rename | repo edit | repo update": _REMOTE,
    "repo transfer": does(Kind.ESCALATES, Thing.REPOSITORY, "remote"),
    "repo create | repo fork": makes(Thing.REPOSITORY, "remote"),
    "repo clone": makes(Thing.REPOSITORY, "local"),
    "repo deploy-key add | ssh-key add | gpg-key add | deploy-key add":
        replace(does(Kind.ESCALATES, Thing.ACCOUNT, "remote"), takes=0),
    "codespace cp": writes(Thing.FILE),
    "token create | token rotate": does(Kind.ESCALATES, Thing.ACCOUNT, "remote"),
    "token list | attestation download": _LOOKS,
    "webhook forward": does(Kind.EXPOSES, Thing.REPOSITORY, "remote"),
    "repo deploy-key delete | ssh-key delete | gpg-key delete | deploy-key delete":
        ends(Thing.ACCOUNT, "remote"),
    "repo deploy-key list": _LOOKS,
    "pr create | pr edit | pr comment | pr review | pr close | pr reopen | pr ready | "
    "issue create | issue edit | issue comment | issue close | issue reopen | issue pin | "
    "issue lock | issue transfer | issue develop | label create | label edit | project item-add | "
    "project create | project edit | mr create | mr update | mr note | mr approve | mr close | "
    "mr reopen | issue note | issue update | milestone create | pr lock | pr unlock": _TALK,
    "pr checkout | mr checkout": writes(Thing.BRANCH, "local"),
    "pr merge | mr merge": replace(writes(Thing.BRANCH, "remote", "merge"), takes=1),
    "pr update-branch": writes(Thing.BRANCH, "remote"),
    "issue delete | label delete": ends(Thing.DATA, "remote", undo=Undo.NEVER),
    "release create": makes(Thing.OBJECT, "remote", "public"),
    "release upload | release edit": writes(Thing.OBJECT, "remote"),
    "release delete | release delete-asset": ends(Thing.OBJECT, "remote"),
    "release download | run download": makes(Thing.FILE, "local"),
    "run rerun | run retry | ci retry":
        does(Kind.STARTS, Thing.WORKLOAD, "remote"),
    "run cancel | ci cancel | pipeline cancel": does(Kind.STOPS, Thing.WORKLOAD, "remote"),
    "run delete | ci delete | pipeline delete": ends(Thing.AUDIT, "remote", undo=Undo.NEVER),
    "workflow disable": does(Kind.WEAKENS, Thing.WORKLOAD, "remote", "protection"),
    "workflow enable": does(Kind.STARTS, Thing.WORKLOAD, "remote"),
    "secret set | variable set": _SECRET.marked("remote"),
    "secret delete | secret remove": ends(Thing.SECRET, "remote"),
    "variable delete | variable remove": ends(Thing.CONFIGURATION, "remote"),
    "variable export": does(Kind.REVEALS, Thing.SECRET),
    "gist create | snippet create": does(Kind.EXFILTRATES, Thing.DATA, "remote", undo=Undo.NEVER),
    "gist edit": does(Kind.EXFILTRATES, Thing.DATA, "remote", undo=Undo.NEVER),
    "gist delete": ends(Thing.DATA, "remote"),
    "gist clone": makes(Thing.REPOSITORY, "local"),
    "cache delete": ends(Thing.CACHE, "temporary", undo=Undo.EASY),
    "extension install | extension upgrade | ext install":
        does(Kind.EXECUTES, Thing.CODE, "fetched"),
    "extension remove": ends(Thing.PACKAGE, undo=Undo.EASY),
    "alias set | alias import": does(Kind.EXECUTES, Thing.CODE, "hook", "persistent"),
    "alias delete | config set | config clear-cache": writes(Thing.CONFIGURATION, "local"),
    "codespace create": makes(Thing.INSTANCE),
    "codespace delete": ends(Thing.INSTANCE),
    "codespace stop": does(Kind.STOPS, Thing.INSTANCE),
    "codespace ports visibility": does(Kind.EXPOSES, Thing.NETWORK),
})  # fmt: skip
_AT_HOST: Final = 2
"""Where the host stands that `gh auth ... -h HOST` names: `-h` asks for help elsewhere."""
_WIDE: Final = ("delete_repo", "admin:", "site_admin", "write:org", "delete:packages")
_OFF: Final = frozenset({"--enable-secret-scanning", "--enable-advanced-security",
                         "--enable-secret-scanning-push-protection"})  # fmt: skip
_RUNS: Final = frozenset({"workflow run", "ci run", "ci trigger", "pipeline run"})
_SAID: Final = ("-b", "--body", "-t", "--title", "-n", "--notes", "-c", "--comment")
_TOOL: Final = Tool(_TABLE, _VALUED, _FLAGS, placed=("-e", "--env", "-R", "--repo"))


def read_gh(call: Call) -> Found:
    """Read a call of `gh` or `glab`."""
    first = options(call.words, _VALUED)
    verb = f"{first.verb()} {first.verb(1)}"
    if first.verb() == "api":
        return read_api(call)
    switches = _SWITCHES.get(verb)
    opts = options(call.words, _VALUED - switches) if switches else first
    if verb.startswith("auth ") and "-h" in opts.given and len(opts.plain) > _AT_HOST:
        opts.given.pop("-h")
        opts.plain.pop(_AT_HOST)
    if verb in _RUNS and not asks_help(opts):
        return read_run(call, opts, f"{call.program} {verb}", opts.plain[2:])
    if verb == "codespace ssh":
        words = opts.after or opts.plain[2:]
        text, fixed = " ".join(each.text for each in words), all(each.fixed for each in words)
        marks = call.marks | {"remote"}
        return (
            Found(inner=[Inner("shell", text, fixed, marks=marks)]) if words else called([], call)
        )
    found = _TOOL.judge(call, opts, opts.plain)
    if found.opaque or asks_help(opts):
        return found
    found.effects = [
        replace(each, place=Place.UNKNOWN)
        if each.kind is Kind.ESCALATES and each.place is Place.LOCAL
        else each
        for each in found.effects
    ]
    if opts.verb() not in ("secret", "variable"):
        found.spoken += opts.values(*_SAID)
    return found.take([_besides(call, opts, verb)])


def _besides(call: Call, opts: Options, verb: str) -> Found:
    """What options do besides."""
    found, by = Found(), f"{call.program} {verb}"
    names = opts.plain[2:3]
    place = _TOOL.place(call, opts, names)
    if verb == "repo update" and opts.has("--archive"):
        found.add(*done(call, _REMOTE.marked("archive"), f"{by} --archive", names, place=place))
    if verb in ("repo edit", "repo create", "repo update") and (
        opts.value("--visibility").lower() == "public" or opts.has("--public")
    ):
        public = does(Kind.EXPOSES, Thing.REPOSITORY, "public", undo=Undo.NEVER)
        found.add(*done(call, public, f"{by} --visibility public", names, place=place))
    if verb == "secret set" and opts.has("-b", "--body"):
        weak = does(Kind.WEAKENS, Thing.SECRET, "plaintext")
        found.add(*done(call, weak, f"{by} --body", names, place=place))
    if verb == "auth status" and opts.has("-t", "--show-token"):
        found.add(*done(call, does(Kind.REVEALS, Thing.SECRET), f"{by} --show-token"))
    if verb in ("pr merge", "mr merge") and opts.has("--admin"):
        weak = does(Kind.WEAKENS, Thing.BRANCH, "no-verify", "bypass", "remote")
        found.add(*done(call, weak, f"{by} --admin", names, place=place))
    if verb in ("pr close", "mr close") and opts.has("-d", "--delete-branch"):
        gone = ends(Thing.BRANCH, "remote")
        found.add(*done(call, gone, f"{by} --delete-branch", names, place=place))
    found.take([_handed_out(call, opts, verb)])
    if verb == "gist create" and opts.has("-p", "--public"):
        found.add(*done(call, does(Kind.EXPOSES, Thing.DATA, "public"), f"{by} --public"))
    if verb == "alias set" and (opts.has("-s", "--shell") or opts.texts[-1:][0].startswith("!")):
        word = opts.plain[-1]
        found.inner.append(Inner("shell", word.text.removeprefix("!"), word.fixed))
    return found


def _handed_out(call: Call, opts: Options, verb: str) -> Found:
    """Rights, guards and secrets that options give away."""
    found, by = Found(), f"{call.program} {verb}"
    names = opts.plain[2:3]
    place = _TOOL.place(call, opts, names)
    if verb == "auth refresh" and any(
        each.startswith(_WIDE) for text in opts.values("-s", "--scopes") for each in text.split(",")
    ):
        found.add(*done(call, does(Kind.ESCALATES, Thing.PERMISSION), f"{by} --scopes"))
    if verb == "repo edit" and _OFF & opts.given.keys() and not opts.has(*_OFF):
        weak = does(Kind.WEAKENS, Thing.REPOSITORY, "no-verify", "remote")
        found.add(*done(call, weak, f"{by} {min(_OFF & opts.given.keys())}", names, place=place))
    if verb == "variable get" and call.program == "glab":
        found.add(*done(call, does(Kind.REVEALS, Thing.SECRET, "secret"), by, names))
    told = [word for name in _TOLD for word in opts.given.get(name, ())]
    kept = [word for word in told if secret(word.text)]
    if verb in ("release create", "release upload"):
        kept += [word for word in opts.plain[3:] if secret(word.text)]
        dumps = [word for word in opts.plain[3:] if word.text.lower().endswith(_DUMPS)]
        sent = does(Kind.EXFILTRATES, Thing.DATABASE, "remote", undo=Undo.NEVER)
        found.add(*(done(call, sent, by, dumps) if dumps else ()))
    shown = does(Kind.EXFILTRATES, Thing.SECRET, "remote", undo=Undo.NEVER)
    found.add(*(done(call, shown, by, kept) if kept else ()))
    if verb == "release upload" and opts.has("--clobber"):
        again = writes(Thing.PACKAGE, "remote", "release", "public")
        found.add(*done(call, again, f"{by} --clobber", names, place=place))
    return found


_TOLD: Final = ("-F", "--body-file", "--notes-file")
_DUMPS: Final = (".sql", ".sql.gz", ".sql.zst", ".dump", ".bak", ".rdb", ".bson", ".dmp", ".pgdump")
"""Ends of names of files that hold a database."""


def _hub(call: Call) -> Found:
    """`hub` has words of its own, and passes the others on to `git`."""
    opts = options(call.words, _VALUED)
    if opts.verb() == "delete":
        return Found().add(*done(call, GONE, "hub delete", opts.plain[1:2]))
    if opts.verb() == "api":
        return read_api(call)
    if opts.verb() == "release" and opts.verb(1) == "delete":
        return Found().add(*done(call, ends(Thing.OBJECT, "remote"), "hub release delete"))
    if opts.verb() in ("pull-request", "issue", "release", "gist", "create", "fork", "pr"):
        kind = Kind.EXFILTRATES if opts.verb() == "gist" else Kind.WRITES
        return Found().add(*done(call, does(kind, Thing.DATA, "remote"), f"hub {opts.verb()}"))
    if opts.verb() in ("ci-status", "browse", "compare"):
        return Found().add(*done(call, _LOOKS, f"hub {opts.verb()}"))
    return GIT["git"](call)


_CIRCLE: Final = Tool(spread({
    "config validate | config process | version | diagnostic | context list | context show | "
    "orb list | orb info | orb validate | info org": looks(Thing.WORKLOAD),
    "context delete": ends(Thing.SECRET),
    "context create | context store-secret": writes(Thing.SECRET, "remote"),
    "context remove-secret": ends(Thing.SECRET),
    "orb publish": writes(Thing.PACKAGE, "remote", "public"),
    "pipeline run": does(Kind.STARTS, Thing.WORKLOAD, "remote"),
    "local execute": does(Kind.EXECUTES, Thing.CODE, "container"),
    "setup": writes(Thing.CONFIGURATION, "local"),
}))  # fmt: skip


def _act(call: Call) -> Found:
    """`act` runs workflows in containers on this machine."""
    texts = {word.text for word in call.words}
    if texts & {"-l", "--list", "-n", "--dryrun", "-g", "--graph", "--help", "-h", "--version"}:
        return Found().add(harmless("act --list", Thing.WORKLOAD))
    return Found().add(
        Effect(Kind.EXECUTES, Thing.CODE, "", Radius.ONE, Undo.EASY, "act",
               call.marks | {"container", "local", "unseen"}, call.place)
    )  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    "gh": read_gh,
    "glab": read_gh,
    "hub": _hub,
    "circleci": _CIRCLE.read,
    "act": _act,
}
"""Readers, by program."""
