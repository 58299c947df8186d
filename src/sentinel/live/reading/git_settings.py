"""Settings and variables of one call of `git`: programs they name, and guards they take away."""

from typing import Final

import re2

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading import git_programs as programs
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.git_addresses import is_hostile, server
from sentinel.live.reading.options import Options
from sentinel.live.reading.outward import is_address, is_outside
from sentinel.live.reading.subcommands import Does, does, done

_RUN_BY: Final = frozenset({
    "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_EDITOR",
    "GIT_ASKPASS", "GIT_SEQUENCE_EDITOR", "GIT_PROXY_COMMAND", "SSH_ASKPASS",
})  # fmt: skip
_SKIPS: Final = frozenset({
    "SKIP", "HUSKY_SKIP_HOOKS", "OVERCOMMIT_DISABLE", "GIT_SSL_NO_VERIFY",
    "PRE_COMMIT_ALLOW_NO_CONFIG", "GITLEAKS_SKIP", "SKIP_HOOKS",
})  # fmt: skip
"""Variables by which hooks and certificates are not looked at."""
_SWITCHES: Final = ("HUSKY", "LEFTHOOK")
"""Variables by which hooks are run, unless they are off."""
_OFF: Final = ("false", "0", "no", "off")
_NOW: Final = frozenset({"now", "all", "0", "today", "0.days", "0.days.ago", "1.second.ago"})
_EXPIRES: Final = (".pruneexpire", ".reflogexpire", ".reflogexpireunreachable")
_PAIR: Final = re2.compile(r"'([^'=]+)'?='?([^']*)'")
_LOST_LATER: Final = Does(Kind.DELETES, Thing.COMMITS, Radius.SET, Undo.NEVER,
                          frozenset({"history", "local"}))  # fmt: skip
_FORCED_LATER: Final = Does(Kind.WRITES, Thing.BRANCH, Radius.ACCOUNT, Undo.HARD,
                            frozenset({"history", "force", "remote", "later"}),
                            "git push --force-with-lease origin BRANCH")  # fmt: skip
_LISTENED_TO: Final = does(Kind.WRITES, Thing.CONFIGURATION, "untrusted-source", "no-verify")
_UNCHECKED: Final = does(Kind.WEAKENS, Thing.CONFIGURATION, "no-verify")
_ANY_CODE: Final = does(Kind.EXECUTES, Thing.CODE, "hook", "untrusted-source", undo=Undo.UNKNOWN)
_GUARDS: Final = frozenset({
    "http.sslverify", "commit.gpgsign", "tag.gpgsign", "push.gpgsign", "transfer.fsckobjects",
    "receive.denynonfastforwards", "receive.denydeletes", "receive.fsckobjects",
    "fetch.fsckobjects", "core.protecthfs", "core.protectntfs", "core.logallrefupdates",
    "receive.denyforcepushes", "receive.certnonceseed", "merge.verifysignatures",
    "clean.requireforce",
})  # fmt: skip
"""Settings that keep out what is not signed, not checked or not wanted."""


def is_guard(name: str) -> bool:
    """Whether a setting keeps something out; the name in lower case."""
    return name in _GUARDS


def weaker(name: str, value: str) -> Does | None:
    """What it does to a guard to give a setting a value; nothing where it is none.

    Args:
        name: Of the setting.
        value: As it is written.

    Example:
        >>> weaker("http.sslVerify", "true") is None, weaker("gc.pruneExpire", "now").kind.value
        (True, 'deletes')
    """
    name, value = name.lower(), value.lower()
    if name.startswith("gc.") and name.endswith(_EXPIRES):
        return _LOST_LATER if value in _NOW else None
    if name.startswith("remote.") and _forces(name, value):
        return _FORCED_LATER
    if name.startswith("remote.") and name.endswith("url") and is_hostile(value):
        return _LISTENED_TO
    host = server(value)
    if name.endswith(".proxy") and is_address(host) and is_outside(host):
        return _LISTENED_TO
    return _UNCHECKED if _takes_guard(name, value) else None


def _takes_guard(name: str, value: str) -> bool:
    if name.startswith("protocol.") and name.endswith(".allow"):
        return value in ("always", "user") and name not in ("protocol.https.allow",
                                                            "protocol.ssh.allow")  # fmt: skip
    if name == "safe.directory":
        return value == "*"
    if name == "credential.helper":
        return value.split(" ", 1)[0] == "store"
    if name == "receive.denycurrentbranch":
        return value in ("ignore", "warn")
    return value in _OFF and (name in _GUARDS or name.endswith(".sslverify"))


def _forces(name: str, value: str) -> bool:
    """Whether every later push to a remote is forced, or deletes what is not here."""
    forced = name.endswith(".push") and value.startswith(("+", ":"))
    return forced or (name.endswith(".mirror") and value not in _OFF)


def of_call(call: Call, before: Options) -> Found:
    """What settings of one call (`-c alias.x=!CMD`) and variables in front of it do.

    Args:
        call: The call.
        before: Options in front of the sub-command.
    """
    found = Found()
    for word in before.given.get("--exec-path", ()):
        if word.text:
            found.add(*done(call, _ANY_CODE, "git --exec-path", [word]))
    pairs = [_pair(word) for word in before.given.get("-c", ())]
    pairs += [(word.text.partition("=")[0], Word("$" + word.text.partition("=")[2], fixed=False))
              for word in before.given.get("--config-env", ())]  # fmt: skip
    if call.variables:
        pairs += _variables(call, found)
    for name, value in pairs:
        if name in _RUN_BY or programs.runs_program(name, value.text):
            found.take([programs.setting(call, name, value, f"git -c {name}")])
        elif (what := weaker(name, value.text)) is not None:
            found.add(*done(call, what, f"git -c {name}", [Word(name)]))
    return found


def _pair(word: Word) -> tuple[str, Word]:
    name, _, value = word.text.partition("=")
    return name, Word(value, word.fixed)


def _variables(call: Call, found: Found) -> list[tuple[str, Word]]:
    """Settings that variables give; what others do is added."""
    pairs: list[tuple[str, Word]] = []
    given = dict(call.variables)
    for name, value in call.variables:
        if name in _RUN_BY:
            pairs.append((name, Word(value)))
        elif name.startswith("GIT_CONFIG_KEY_"):
            at = name.removeprefix("GIT_CONFIG_KEY_")
            pairs.append((value, Word(given.get(f"GIT_CONFIG_VALUE_{at}", ""))))
        elif name == "GIT_CONFIG_PARAMETERS":
            pairs += [(key, Word(text)) for key, text in _PAIR.findall(value)]
        elif name == "GIT_TEMPLATE_DIR":
            pairs.append(("init.templatedir", Word(value)))
        elif name == "GIT_EXEC_PATH":
            found.add(*done(call, _ANY_CODE, name, [Word(value)]))
        elif name in (_SKIPS if value.lower() not in _OFF else _SWITCHES):
            found.add(*done(call, _UNCHECKED, name, [Word(name)]))
    return pairs
