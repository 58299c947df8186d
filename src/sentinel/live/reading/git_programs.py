"""Programs that `git` is told to run: by a setting, a hook, or an address.

Marks of this module:

| mark | meaning |
|---|---|
| `hook` | a setting that makes later commands run a program |
| `transport` | an address that is a command: `ext::sh -c ...` |
"""

from collections.abc import Iterable
from typing import Final

import re2

from sentinel.live.effects import Kind, Place, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.git_addresses import is_hostile, is_strange, server
from sentinel.live.reading.subcommands import Does, does, done, looks, writes

_RUNS: Final = frozenset({
    "core.sshcommand", "core.hookspath", "core.fsmonitor", "core.pager", "core.editor",
    "core.gitproxy", "credential.helper", "diff.external", "sequence.editor", "core.askpass",
    "gpg.program", "uploadpack.packobjectshook", "init.templatedir", "core.alternaterefscommand",
    "include.path", "interactive.difffilter", "gpg.ssh.program", "ssh.variant",
    "gpg.ssh.defaultkeycommand", "core.worktree", "trailer.command",
})  # fmt: skip
_RUN_STARTS: Final = ("includeif.", "pager.")
_RUN_ENDS: Final = (".smudge", ".clean", ".process", ".textconv", ".cmd", ".command", ".driver",
                    ".helper", ".uploadpack", ".receivepack", ".vcs")  # fmt: skip
_HELPERS: Final = frozenset({"", "cache", "store", "osxkeychain", "manager", "manager-core",
                             "libsecret", "wincred", "gopass", "oauth"})  # fmt: skip
_TAME: Final = frozenset({
    "cat", "less", "more", "true", "false", ":", "", "vim", "vi", "nvim", "nano", "emacs", "hx",
    "micro", "code", "subl", "cursor", "zed", "ssh", "delta", "bat", "most", "diff-so-fancy",
    "difft", "difftastic", "diff-highlight", "meld", "vimdiff", "nvimdiff", "kdiff3", "opendiff",
    "git-lfs", "gpg", "gpg2", "watchman", "nbstripout", "diff",
})  # fmt: skip
"""Programs that do as their name says with whatever follows; an option may still run others."""
_ASKED: Final = ("gh auth git-credential", "glab auth git-credential", "/usr/bin/gh auth git-cred",
                 "aws codecommit credential-helper $@")  # fmt: skip
"""Helpers that forges and clouds give out."""
_RUNNING: Final = (
    "stricthostkeychecking=no",
    "userknownhostsfile=/dev/null",
    "-c",
    "-e",
    "-S",
    "--cmd",
    "proxycommand",
    "localcommand",
    "-x",
    "!",
    "--exec",
)
_PATHS: Final = frozenset({"core.hookspath", "init.templatedir", "include.path", "core.gitproxy",
                           "core.worktree"})  # fmt: skip
_TRANSPORTS: Final = frozenset({
    "clone", "fetch", "pull", "push", "remote", "submodule", "ls-remote", "archive", "config",
    "fetch-pack", "send-pack",
})  # fmt: skip
_PACKERS: Final[dict[str, tuple[str, ...]]] = {
    "ls-remote": ("--upload-pack", "--exec"), "archive": ("--exec",),
    "fetch-pack": ("--upload-pack", "--exec"), "send-pack": ("--receive-pack", "--exec"),
}  # fmt: skip
_ANSWERS: Final = ("git-upload-pack", "git-receive-pack", "git-upload-archive")
_SHOWN: Final = 400


def runs_program(name: str, value: str) -> bool:
    """Whether a setting makes later commands run a program.

    Args:
        name: Of the setting, in any case.
        value: As it is written.
    """
    lower = name.lower()
    if lower.startswith("submodule.") and lower.endswith(".update"):
        return value.startswith("!")
    if lower.startswith("lfs.customtransfer.") and lower.endswith(".path"):
        return True
    if lower.startswith("url.") and lower.endswith("insteadof"):
        base = lower.removeprefix("url.").rpartition(".")[0]
        return server(base) != server(value.lower())
    if lower.startswith("alias."):
        return value.startswith("!")
    if lower == "credential.helper" or lower.endswith(".helper"):
        return value.strip().split(" ", 1)[0] not in _HELPERS
    return (
        lower in _RUNS
        or lower.startswith(_RUN_STARTS)
        or (lower.endswith(_RUN_ENDS) and lower.count(".") > 1)
    )


def tame(value: str) -> bool:
    """Whether a program that is run does nothing but show, edit or compare.

    Example:
        >>> tame("less -FRX"), tame("ssh -o ProxyCommand=x"), tame("./x.sh")
        (True, False, False)
    """
    words = value.split()
    if value.startswith(_ASKED):
        return True
    known = not words or words[0].removeprefix("/usr/bin/") in _TAME
    plain = not any(each in value for each in ("|", ";", "&", "`", "$(", ">", "\n"))
    odd = any(each.lower().startswith(_RUNNING) or "command=" in each.lower() for each in words[1:])
    return known and plain and not odd


def setting(call: Call, name: str, value: Word, by: str, *marks: str) -> Found:
    """What it does to give a setting that runs a program a value.

    Args:
        call: The call that does it.
        name: Of the setting.
        value: As it is written.
        by: Words for people.
        marks: Of every effect: `persistent` where the setting outlives the call.
    """
    found, text, key = Found(), value.text.strip(), name.lower()
    if key in _PATHS or key.startswith("includeif."):
        return found.add(*done(call, _from_path(text, fixed=value.fixed).marked(*marks), by,
                               [Word(name)]))  # fmt: skip
    text = text.removeprefix("!").strip()
    own = key.startswith("alias.") and text.startswith("git ") and value.fixed
    if own:
        found.inner.append(Inner("shell", text, marks=call.marks, place=call.place))
    if value.fixed and (own or tame(text)):
        kept = "persistent" in marks
        what = writes(Thing.CONFIGURATION, "local") if kept else looks(Thing.CONFIGURATION)
        return found.add(*done(call, what, by, [Word(name)],
                               place=Place.LOCAL))  # fmt: skip
    away = _FETCHING.search(text) or (key.startswith("url.") and _redirects(key))
    more = ("untrusted-source",) if away else ()
    what = does(Kind.EXECUTES, Thing.CODE, "hook", *marks, *more, undo=Undo.UNKNOWN)
    found.add(*done(call, what, by, [Word(name)]))
    found.inner.append(Inner("shell", text, value.fixed, marks=call.marks, place=call.place))
    return found


_FETCHING: Final = re2.compile(r"(?:^|[\s;|&({`/])(?:curl|wget|nc|ncat|socat|fetch)\s|/dev/tcp/")
"""What speaks to another host, and has no place in a helper of a repository."""


def _redirects(key: str) -> bool:
    """Whether `url.BASE.insteadOf` sends all that is fetched and pushed to a stranger."""
    base = key.removeprefix("url.").rpartition(".")[0]
    return is_hostile(base) or is_strange(base)


def _from_path(path: str, *, fixed: bool) -> Does:
    """A folder of hooks: this repository's own, one's own, or anybody's."""
    if path in ("/dev/null", ""):
        return does(Kind.WEAKENS, Thing.CONFIGURATION, "no-verify")
    what = does(Kind.EXECUTES, Thing.CODE, "hook", undo=Undo.UNKNOWN)
    if not fixed or path.startswith(("/tmp", "/var/tmp", "/dev/shm", "//", "\\\\")):
        return what.marked("untrusted-source")
    inside = not path.startswith(("/", "~", "$", "%")) and ".." not in path.split("/")
    return does(Kind.EXECUTES, Thing.CODE, "hook") if inside else what


def transports(call: Call, verb: str, words: Iterable[Word]) -> Found:
    """Addresses that are commands, `ext::COMMAND`, and settings that allow them.

    Args:
        call: The call.
        verb: Its sub-command in lower case.
        words: Its arguments, and values of options that may be addresses.
    """
    found = Found()
    if verb not in _TRANSPORTS:
        return found
    for word in words:
        before, mark, command = word.text.partition("ext::")
        if not mark or (before and before[-1] not in "=. "):
            continue
        what = does(Kind.EXECUTES, Thing.CODE, "transport", undo=Undo.UNKNOWN)
        found.add(*done(call, what, f"git {verb} ext::", [word]))
        text = command.replace("% ", " ").replace("%%", "%")[:_SHOWN]
        if text.strip():
            found.inner.append(Inner("shell", text, word.fixed, marks=call.marks))
    return found


def packers(call: Call, verb: str, given: dict[str, list[Word]]) -> Found:
    """Programs that are to answer on the other side, `--upload-pack COMMAND`."""
    found = Found()
    for name in _PACKERS.get(verb, ()):
        for word in given.get(name, ()):
            found.take([answered(call, word, f"git {verb} {name}")])
    return found


def answered(call: Call, word: Word, by: str) -> Found:
    """A program that is to answer, which only `git`'s own, wherever it lies, does and no more."""
    if word.fixed and word.text.rpartition("/")[2] in _ANSWERS and " " not in word.text:
        return Found()
    what = does(Kind.EXECUTES, Thing.CODE, "hook", "transport", undo=Undo.UNKNOWN)
    found = Found().add(*done(call, what, by))
    found.inner.append(Inner("shell", word.text, word.fixed, marks=call.marks))
    return found
