"""Test runners, linters and builds: work on one's own tree, whatever it runs from there."""

from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.own_programs import kept_within
from sentinel.live.reading.subcommands import place_from
from sentinel.live.reading.verb_tools import Tool, asks_for_help

_TESTS: Final = deed("executes code one easy", "temporary")
_CHECKS: Final = deed("reads file set easy")
_FORMATS: Final = deed("writes file set easy")
_BUILDS: Final = deed("writes folder one easy", "temporary")
_CLEANS: Final = deed("deletes folder one easy", "temporary")
_DEPLOYS: Final = deed("executes code unknown unknown", "file", "deploy")

_DESTROYS: Final = deed("deletes infrastructure one unknown", "file", "cascade")
_DESTROYING: Final = re2.compile(
    r"(?:^|[-_:./])(?:destroy|nuke|teardown|tear-down|obliterate|destroy-all)(?:$|[-_:./])"
)
_STRANGER: Final = deed("executes code one easy", "fetched")
_LOCAL: Final = names(
    "test tests check lint format fmt build all docs doc html help coverage bench benchmark "
    "typecheck types mypy compile unit unittest test-unit test-all ci verify version generate "
    "proto plan diff preview"
)
_CLEAN: Final = names("clean distclean mostlyclean clean-all cleanall tidy")


def _plain(row: Deed, *fixes: str) -> Reader:
    """A program that does one thing; with some options it changes files."""

    def read(call: Call) -> Found:
        given = options(call.words)
        if given.verb() == "try-repo" and "://" in " ".join(given.texts):
            return Found().add(_STRANGER.effect(given.texts[-1], f"{call.program} try-repo"))
        name = " ".join(given.texts[:1])
        if asks_for_help(given) or given.has("--collect-only", "--co"):
            return Found().add(LOOKS.effect("", f"{call.program} --help"))
        if given.has("--init-hook", "--load-plugins"):
            return Found().unread(" ".join(call.texts), "code in an option", "dynamic")
        done = _FORMATS if fixes and given.has(*fixes) else row
        return Found().add(done.effect(name, call.program, Place.LOCAL))

    return read


def _formatter(call: Call) -> Found:
    """A program that rewrites files, unless it is asked to check only."""
    given = options(call.words)
    looks = given.has("--check", "--diff", "--check-only", "--list-different", "-l", "-d", "-c")
    row = _CHECKS if looks or (call.program == "gofmt" and not given.has("-w")) else _FORMATS
    if asks_for_help(given):
        row = LOOKS
    return Found().add(row.effect(" ".join(given.texts[:1]), call.program, Place.LOCAL))


def ruff(call: Call) -> Found:
    """Read `ruff`."""
    given = options(call.words)
    verb = given.verb()
    if verb in ("check", "rule", "config", "version", "linter", "") and not given.has("--fix"):
        return Found().add(_CHECKS.effect(" ".join(given.texts[1:2]), "ruff", Place.LOCAL))
    if verb == "format" and given.has("--check", "--diff"):
        return Found().add(_CHECKS.effect("", "ruff format --check", Place.LOCAL))
    return Found().add(_FORMATS.effect(" ".join(given.texts[1:2]), f"ruff {verb}", Place.LOCAL))


def make(call: Call) -> Found:
    """Read `make`: by the names of its targets, which are promises only."""
    found = Found()
    given = options(call.words, names("-C --directory -f --file -j -I -l -o -W"))
    if given.has("--help", "--version", "-v") or given.has("-n", "--dry-run", "-q", "--question"):
        return found.add(LOOKS.effect("", f"{call.program} -n"))
    if any(word.text.startswith("SHELL=") for word in given.plain) or "--eval" in given.given:
        return found.unread(" ".join(call.texts), "make with another shell", "dynamic")
    goals = [word for word in given.plain if "=" not in word.text]
    values = [word.text.partition("=")[2] for word in given.plain if "=" in word.text]
    for word in goals:
        name = word.text.lower()
        if not word.fixed:
            found.unread(name, "a target named at run time", "dynamic")
        elif name in _CLEAN:
            found.add(_CLEANS.effect(name, f"{call.program} {name}", Place.LOCAL))
        elif name in _LOCAL or name.startswith(("test-", "lint-", "test_", "check-", "docs-")):
            found.add(_TESTS.effect(name, f"{call.program} {name}", Place.LOCAL))
        else:
            row = _DESTROYS if _DESTROYING.search(name) else _DEPLOYS
            place = place_from([name, *values], call.place)
            found.add(row.effect(name, f"{call.program} {name}", place))
    if not goals:
        found.add(_BUILDS.effect("", call.program, Place.LOCAL))
    return found


_MAKE: Final = dict.fromkeys(("make", "gmake", "just", "task"), make)
PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(
        ("pytest", "py.test", "tox", "nox", "rspec", "phpunit", "ctest"),
        _plain(_TESTS),
    ),
    **dict.fromkeys(
        ("mypy", "flake8", "pylint", "bandit", "pyright", "shellcheck", "yamllint",
         "actionlint", "golangci-lint", "pre-commit", "cloc", "tokei", "vulture",
         "markdownlint", "stylelint"),
        _plain(_CHECKS, "--fix"),
    ),
    "rubocop": _plain(_CHECKS, "--fix", "-a", "-A"),
    **dict.fromkeys(("black", "isort", "gofmt", "rustfmt", "autopep8", "yapf"), _formatter),
    "ruff": ruff,
    **_MAKE,
    **kept_within({"webpack": _plain(_BUILDS)}),
    "coverage": Tool({"run": _TESTS, "report": _CHECKS, "html": _BUILDS, "xml": _BUILDS,
                      "erase": _CLEANS, "combine": _BUILDS}),
}  # fmt: skip
