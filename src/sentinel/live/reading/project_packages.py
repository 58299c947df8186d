"""Package managers of Python projects, which also run what a project holds: uv, poetry, conda."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.named_runs import run_by_name
from sentinel.live.reading.options import options
from sentinel.live.reading.packages import PIP, checked
from sentinel.live.reading.system_verbs import bag, deeds, effect, shown, tool

_LOOK: Final = "reads package"
_INSTALL: Final = "creates package"
_CLEAN: Final = "deletes cache easy temporary"
_LOCKS: Final = deeds("writes file easy")


def _uv(call: Call) -> Found:
    """Read `uv`: `uv pip` is pip; `uv run` runs what follows."""
    verb = call.words[0].text if call.words else ""
    if verb == "pip" and [each.text for each in call.words[1:2]] in (["compile"], ["tree"]):
        return Found().add(*(effect(call, each, verb="pip compile") for each in _LOCKS))
    if verb == "pip":
        return checked(PIP)(replace(call, words=call.words[1:]))
    if verb == "tool" and call.texts[1:2] == ["run"]:
        return run_by_name(call, call.words[2:], "tool run")
    if verb in ("run", "x") and len(call.words) > 1:
        return _run(call, call.words[1:])
    return checked(_UV_TOOL)(call)


_UV_TOOL: Final = tool(
    {
        "add, sync, init, venv, python install, tool install, tool upgrade, python pin": _INSTALL,
        "tool list, tool dir, python dir, self version, cache size, help": _LOOK,
        "tool uninstall": "deletes package easy", "format": "writes file "
        "easy", "remove": "deletes package easy",
        "lock, version": "writes file easy", "tree, python list, python find, cache dir": _LOOK,
        "cache clean, cache prune": _CLEAN, "build": "creates file easy temporary",
        "publish": "exposes package never public release", "export": _LOOK,
        "python uninstall": "deletes package easy", "self update": "writes package easy",
    },
    "--python -p --index-url -i --extra-index-url --index --default-index --directory --project "
    "--group --extra",
)  # fmt: skip
_RUN_VALUED: Final = bag("--with --python -p --group --extra --env-file --directory --project "
                         "--index-url --package --from --with-requirements -m "
                         "--module")  # fmt: skip


def _run(call: Call, words: tuple[Word, ...]) -> Found:
    """Read `uv run PROGRAM ...`, `poetry run PROGRAM ...`: the program is called."""
    given = options(words, _RUN_VALUED - {"-m", "--module"}, first_only=True)
    if given.has("-m", "--module"):
        return Found(calls=[_call(call, (Word("python"), *words))])
    if not given.plain:
        return Found().unread(shown(call), "what is to be run is not said")
    return Found(calls=[_call(call, tuple(given.plain))])


def _call(call: Call, words: tuple[Word, ...]) -> Call:
    name = words[0].text.rsplit("/", 1)[-1].lower().removesuffix(".exe")
    return replace(call, program=name, words=words[1:])


def _poetry(call: Call) -> Found:
    if call.words and call.words[0].text in ("run", "exec"):
        given = options(call.words[1:], bag("-n --name -p --prefix --env -e"), first_only=True)
        script = given.verb().rpartition(":")[2]
        if call.program in ("pdm", "hatch", "pipenv") and script in _SCRIPTS:
            return Found().add(*(effect(call, each, script, "run") for each in _WORK))
        if call.program in ("conda", "mamba", "micromamba") and given.plain:
            return Found(calls=[_call(call, tuple(given.plain))])
        return _run(call, call.words[1:])
    held = [each for each in call.texts if each == "base" or place_of(each) is Place.PROD]
    if call.texts[:2] == ["env", "remove"] and held:
        return Found().add(*(effect(call, each, held[0], "env remove") for each in _BASE))
    return checked(_POETRY)(call)


_BASE: Final = deeds("deletes package set hard system")
_SCRIPTS: Final = bag(
    "test tests lint format fmt typecheck types check cov coverage docs build dev"
)
_WORK: Final = deeds("executes code easy temporary")

_POETRY: Final = tool(
    {
        "install, add, init, new": _INSTALL, "remove": "deletes package easy",
        "update, lock": "writes package easy", "build": "creates file easy temporary",
        "show, check, env list, env info, search, about, list, version, info, export, why, "
        "outdated, "
        "source show, self show, env show, dep show, project metadata, config list, config get, "
        "config show, graph, scripts, requirements, verify, history, repoquery": _LOOK,
        "publish": "exposes package never public release", "cache clear": _CLEAN,
        "config": "writes configuration easy", "env remove": "deletes folder easy temporary",
        "create, clone": _INSTALL, "activate, deactivate, shell, env use": "starts process",
        "clean": _CLEAN, "env create, env update": _INSTALL, "env export": _LOOK,
    },
    "-n --name -p --prefix -c --channel -G --group --source --python -f --file",
    dry="--dry-run -d",
)  # fmt: skip

_PIPX: Final = tool(
    {
        "install, inject, upgrade, upgrade-all, reinstall, reinstall-all": _INSTALL,
        "uninstall, uninject": "deletes package easy", "uninstall-all": "deletes package set easy",
        "list, environment": _LOOK, "ensurepath": "writes configuration easy",
        "run": "executes code fetched",
    },
    "--python --index-url -i --pip-args --spec --suffix",
)  # fmt: skip


def _pipx(call: Call) -> Found:
    """Read `pipx`; `pipx run` takes a tool from the index and runs it."""
    if call.texts[:1] == ["run"] and len(call.words) > 1:
        return run_by_name(call, call.words[1:], "run")
    return checked(_PIPX)(call)


PROGRAMS: Final[dict[str, Reader]] = {
    "uv": _uv,
    "pipx": _pipx,
    **dict.fromkeys(("poetry", "pdm", "hatch", "pipenv", "conda", "mamba", "micromamba"), _poetry),
}
