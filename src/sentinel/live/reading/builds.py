"""Test runners, linters and builds: work on one's own tree, whatever it runs from there."""

from typing import Final

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.verb_tools import Tool, asks_for_help

_TESTS: Final = deed("executes code one easy", "temporary")
_CHECKS: Final = deed("reads file set easy")
_FORMATS: Final = deed("writes file set easy")
_BUILDS: Final = deed("writes folder one easy", "temporary")
_CLEANS: Final = deed("deletes folder one easy", "temporary")
_RUNS: Final = deed("executes code one unknown", "file")
_FETCHES: Final = deed("creates package set easy")
_DEPLOYS: Final = deed("executes code unknown unknown", "file", "deploy")

_LOCAL: Final = names(
    "test tests check lint format fmt build all docs doc html help coverage bench benchmark "
    "typecheck types mypy compile unit unittest test-unit test-all ci verify version generate proto"
)
_CLEAN: Final = names("clean distclean mostlyclean clean-all cleanall tidy")


def _plain(row: Deed, *fixes: str) -> Reader:
    """A program that does one thing; with some options it changes files."""

    def read(call: Call) -> Found:
        given = options(call.words)
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
    for word in goals:
        name = word.text.lower()
        if not word.fixed:
            found.unread(name, "a target named at run time", "dynamic")
        elif name in _CLEAN:
            found.add(_CLEANS.effect(name, f"{call.program} {name}", Place.LOCAL))
        elif name in _LOCAL or name.startswith(("test-", "lint-", "test_", "check-", "docs-")):
            found.add(_TESTS.effect(name, f"{call.program} {name}", Place.LOCAL))
        else:
            found.add(_DEPLOYS.effect(name, f"{call.program} {name}", place_of(name)))
    if not goals:
        found.add(_BUILDS.effect("", call.program, Place.LOCAL))
    return found


_GO: Final[dict[str, Deed]] = {
    "test": _TESTS, "build": _BUILDS, "vet": _CHECKS, "fmt": _FORMATS, "version": LOOKS,
    "env": LOOKS, "list": _CHECKS, "doc": LOOKS, "help": LOOKS, "mod tidy": _FORMATS,
    "mod download": _FETCHES, "mod verify": _CHECKS, "mod graph": _CHECKS, "mod why": _CHECKS,
    "mod vendor": _FORMATS, "mod init": _FORMATS, "mod edit": _FORMATS, "get": _FETCHES,
    "install": _FETCHES, "run": _RUNS, "generate": _RUNS, "clean": _CLEANS, "tool": _RUNS,
    "work sync": _FORMATS, "work use": _FORMATS,
}  # fmt: skip
_GO_TOOL: Final = Tool(
    _GO, names("-o -run -tags -ldflags -count -timeout -bench -coverprofile"), single=True
)


def go(call: Call) -> Found:
    """Read `go`; another program may be put in front of what it runs."""
    if any(text.lstrip("-").startswith(("exec", "toolexec", "vettool")) for text in call.texts):
        return Found().unread(" ".join(call.texts), "a program in an option of go", "dynamic")
    return _GO_TOOL(call)


_CARGO: Final[dict[str, Deed]] = {
    "test": _TESTS, "build": _BUILDS, "check": _BUILDS, "clippy": _CHECKS, "fmt": _FORMATS,
    "doc": _BUILDS, "bench": _TESTS, "clean": _CLEANS, "tree": _CHECKS, "metadata": _CHECKS,
    "search": _CHECKS, "version": LOOKS, "help": LOOKS, "nextest run": _TESTS, "audit": _CHECKS,
    "run": _RUNS, "add": _FETCHES, "install": _FETCHES, "update": _FETCHES, "fetch": _FETCHES,
    "remove": _FORMATS, "new": _FORMATS, "init": _FORMATS, "b": _BUILDS, "t": _TESTS, "c": _BUILDS,
    "publish": deed("exfiltrates package one never", "public"),
    "yank": deed("deletes package one hard"), "uninstall": deed("deletes package one easy"),
}  # fmt: skip
_JVM: Final[dict[str, Deed]] = {
    "test": _TESTS, "verify": _TESTS, "compile": _BUILDS, "package": _BUILDS, "build": _BUILDS,
    "assemble": _BUILDS, "check": _TESTS, "clean": _CLEANS, "validate": _CHECKS,
    "dependency:tree": _CHECKS, "dependencies": _CHECKS, "tasks": _CHECKS, "projects": _CHECKS,
    "install": _BUILDS, "jar": _BUILDS, "javadoc": _BUILDS, "help": LOOKS, "site": _BUILDS,
    "integrationtest": _TESTS, "test-compile": _BUILDS, "classes": _BUILDS,
    "deploy": deed("exfiltrates package one never", "public"),
    "publish": deed("exfiltrates package one never", "public"),
}  # fmt: skip


def jvm(call: Call) -> Found:
    """Read Maven and Gradle: every goal counts."""
    given = options(call.words, names("-f --file -P -pl -p --tests -x -b -c -s -t -T"))
    found = Found()
    if asks_for_help(given) or given.has("-v"):
        return found.add(LOOKS.effect("", f"{call.program} --version"))
    for word in given.plain:
        row = _JVM.get(word.text.lower().rpartition(":")[2]) or _JVM.get(word.text.lower())
        row = row if row is not None and word.fixed else _RUNS
        found.add(row.effect(word.text, f"{call.program} {word.text}", Place.LOCAL))
    return found if found.effects else found.add(_BUILDS.effect("", call.program, Place.LOCAL))


_MAKE: Final = dict.fromkeys(("make", "gmake", "just", "task"), make)
PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(
        ("pytest", "py.test", "tox", "nox", "jest", "vitest", "mocha", "rspec", "phpunit", "ctest"),
        _plain(_TESTS),
    ),
    **dict.fromkeys(
        ("mypy", "flake8", "pylint", "bandit", "pyright", "shellcheck", "hadolint", "yamllint",
         "actionlint", "tflint", "golangci-lint", "pre-commit", "cloc", "tokei", "vulture",
         "markdownlint", "stylelint"),
        _plain(_CHECKS, "--fix"),
    ),
    **dict.fromkeys(("eslint", "rubocop"), _plain(_CHECKS, "--fix", "-a", "-A")),
    **dict.fromkeys(("black", "isort", "gofmt", "rustfmt", "autopep8", "yapf"), _formatter),
    "prettier": _plain(_CHECKS, "--write", "-w"),
    "ruff": ruff,
    **_MAKE,
    "tsc": _plain(_BUILDS),
    "webpack": _plain(_BUILDS),
    "coverage": Tool({"run": _TESTS, "report": _CHECKS, "html": _BUILDS, "xml": _BUILDS,
                      "erase": _CLEANS, "combine": _BUILDS}),
    "go": go,
    "cargo": Tool(_CARGO, names("--manifest-path -p --package --features --target --bin")),
    **dict.fromkeys(("mvn", "mvnw", "gradle", "gradlew"), jvm),
}  # fmt: skip
