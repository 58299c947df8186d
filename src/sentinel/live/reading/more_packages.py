"""Package tools beside the common ones: keys and lists of sources, smaller languages, settings.

A setting of a package manager may take its guard away: a registry without a certificate, a
source that nobody signs.
"""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.function_words import r_or_julia
from sentinel.live.reading.options import options
from sentinel.live.reading.package_origins import with_addresses
from sentinel.live.reading.system_verbs import deeds, effect, looks
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads package"
_OWN: Final = "creates package local"
_GONE: Final = "deletes package easy local"
_BUILD: Final = "writes folder temporary"
_CHECK: Final = "reads file"
_TEST: Final = "executes code easy temporary"
_SHIP: Final = "exposes package never public release"
_RUN: Final = "executes code unknown file"

_RYE: Final = table(
    {
        "show, list, version, config --get, toolchain list, tools list": _LOOK,
        "sync, add, init, install, pin, fetch, toolchain fetch, toolchain register, "
        "tools install, self update": _OWN,
        "lock, fmt": "writes file",
        "lint": _CHECK,
        "test": _TEST,
        "build": _BUILD,
        "remove, uninstall, toolchain remove, tools uninstall": _GONE,
        "publish": _SHIP,
        "config": "writes configuration",
    },
    "-p --package --features",
    runs={"run": 0},
)
_KREW: Final = table({"list, search, info, version, index list": _LOOK, "update": _OWN,
                      "install, upgrade": "creates package easy", "uninstall": _GONE,
                      "index add": "writes configuration untrusted-source"})  # fmt: skip
_GUIX: Final = table(
    {"search, show, describe, size, graph, refresh, lint, weather, challenge, gc --list-dead, "
     "system describe, system list-generations, processes, package -l": _LOOK,
     "install, upgrade, pull, shell, build, environment, package": _OWN, "remove, gc": _GONE,
     "system reconfigure": "writes package system", "home reconfigure": _OWN},
    "-m -f -p -e", instead={"-l, --list-generations, -I, --list-installed, -A, -s": _LOOK},
)  # fmt: skip
_APT_KEY: Final = table(
    {
        "list, finger, export, exportall": _LOOK,
        "del": "deletes certificate hard",
        "add, adv, update, net-update": "creates certificate untrusted-source persistent",
    },
    "--keyring --keyserver --recv-keys",
)
_YUM_CONFIG: Final = table(
    {"": "reads configuration"}, "--add-repo --setopt --enable --disable --set-enabled "
    "--set-disabled", bare="reads configuration",
    instead={"--add-repo": "writes configuration untrusted-source persistent",
             "--enable, --disable, --set-enabled, --set-disabled, --save":
                 "writes configuration persistent"},
)  # fmt: skip
_LUAROCKS: Final = table(
    {
        "list, show, search, which, path, config, doc, lint, help": _LOOK,
        "install, build, download, init, make, unpack, write_rockspec, new_version, test": _OWN,
        "remove, purge": _GONE,
        "upload": _SHIP,
        "pack": _BUILD,
    },
    "--tree --server --only-server",
)
_CPAN: Final = table(
    {"": _OWN}, "-l --local-lib --mirror -L", bare=_LOOK,
    instead={"--info, --showdeps, --scandeps, -l, -v, -D, -O, -V": _LOOK, "--uninstall, -U":
             "deletes package hard", "--installdeps, --self-upgrade": _OWN},
)  # fmt: skip
_CARTHAGE: Final = table(
    {"bootstrap, update, checkout": _OWN, "build, archive": _BUILD, "outdated, validate, version, "
     "help": _LOOK},
    "--platform --configuration --derived-data",
)  # fmt: skip
_FASTLANE: Final = table(
    {
        "lanes, list, docs, env, actions, action, help, search_plugins, pilot list, "
        "pilot builds, spaceauth": _CHECK,
        "test, tests, scan, run_tests, unit_tests, lint, check, swiftlint": _TEST,
        "gym, build, snapshot, screenshots, build_app, screengrab, build_debug, frameit": _BUILD,
        "init, update_plugins, install_plugins, new_action, add_plugin": _OWN,
        "deliver, release, pilot upload, pilot, supply, upload_to_testflight, "
        "upload_to_app_store, submit, deploy": _SHIP,
        "match nuke": "deletes certificate account never",
        "match development, match adhoc, match appstore, sigh, cert, match": "writes certificate",
    },
)
_RENOVATE: Final = table({"": "writes repository remote"}, dry="--dry-run --print-config")
_WASM: Final = table(
    {"build, pack, new": _BUILD, "test": _TEST, "publish": _SHIP, "login": "writes secret",
     "serve, watch": "starts process", "clean": "deletes folder easy temporary"},
    "--target --out-dir -d -t --scope",
)  # fmt: skip
_VIRTUALENV: Final = table({"": "creates folder easy temporary"}, "-p --python --prompt")
_COREPACK: Final = table(
    {"enable, prepare, install, use, up, pack, hydrate": _OWN, "disable, cache clean": _GONE,
     "cache clear": _GONE},
)  # fmt: skip
_SYSTEM_UPDATES: Final = table(
    {"fetch, cron": "creates package easy", "install, upgrade, rollback":
     "writes package account system hard", "IDS, updatesready, showconfig": _LOOK},
    "-r -b -d -f",
)  # fmt: skip
_EMBEDDED: Final = table(
    {
        "board list, board listall, core list, lib list, core search, lib search, version, "
        "device list, boards, config dump, project config, system info, pkg list, pkg outdated, "
        "check, monitor --help": _CHECK,
        "compile, run, build, size, all, reconfigure, menuconfig, set-target": _BUILD,
        "test": _TEST,
        "core install, core update-index, lib install, lib update-index, "
        "pkg install, pkg update, lib upgrade, core upgrade": _OWN,
        "core uninstall, lib uninstall, pkg uninstall": _GONE,
        "upload, flash, burn-bootloader, erase-flash, erase_flash, write_flash": "writes device "
        "local easy",
    },
    "-b --fqbn -p --port -e --environment -t --target",
)
_ROOTED: Final = deeds("creates package system")


_ANSWER: Final = deeds("writes configuration easy persistent")
_REMOVES_DATA: Final = deeds("deletes database namespace never purge")


def _debconf(call: Call) -> Found:
    """Read `debconf-set-selections`: answers to questions that packages ask when they go."""
    text = call.stdin.text.lower() if call.stdin is not None else ""
    removes = any(
        "true" in line and ("remove_databases" in line or "purge" in line)
        for line in text.splitlines()
    )
    rows = _REMOVES_DATA if removes else _ANSWER
    return Found().add(*(effect(call, each, text[:60], "") for each in rows))


def _alien(call: Call) -> Found:
    """Read `alien`: it turns packages of one system into those of another, and may install."""
    given = options(call.words)
    done = _ROOTED if given.has("-i", "--install") else deeds(_BUILD)
    return Found().add(*(effect(call, each, word) for each in done for word in given.plain))


_CODE: Final = {"rscript": ("r", ("-e",)), "julia": ("julia", ("-e", "-E", "--eval", "--print"))}
_VALUED: Final = {"rscript": "-e", "julia": "-e -E --eval --print -L --load -J -t -p"}


def _statistics(call: Call) -> Found:
    """Read `Rscript` and `julia`: code on the command line, or in a file."""
    language, switches = _CODE[call.program]
    given = options(call.words, _VALUED[call.program].split(), first_only=True, bundled=False)
    if given.has("--version", "--help"):
        return Found().add(looks(call))
    found = Found()
    for name in switches:
        for word in given.given.get(name, ()):
            r_or_julia(call, language, word, found)
    if not found.effects and not found.opaque and given.plain:
        found.add(*(effect(call, each, given.plain[0]) for each in deeds(_RUN)))
    if not found.effects and not found.opaque:
        found.unread(call.program, "code that is not on the page", "dynamic")
    return found


PROGRAMS: Final[dict[str, Reader]] = with_addresses({
    "rye": _RYE, "krew": _KREW, "guix": _GUIX, "apt-key": _APT_KEY,
    "yum-config-manager": _YUM_CONFIG, "luarocks": _LUAROCKS,
    **dict.fromkeys(("cpan", "cpanm"), _CPAN), "carthage": _CARTHAGE, "fastlane": _FASTLANE,
    "renovate": _RENOVATE, **dict.fromkeys(("wasm-pack", "trunk", "cargo-leptos"), _WASM),
    "virtualenv": _VIRTUALENV, "corepack": _COREPACK, "freebsd-update": _SYSTEM_UPDATES,
    **dict.fromkeys(("arduino-cli", "platformio", "pio", "idf.py", "esptool.py", "west"),
                    _EMBEDDED),
    "alien": _alien, "debconf-set-selections": _debconf,
    "rscript": _statistics, "julia": _statistics,
    "watchtower": table({"": "stops workload account easy restart"}, bare="stops workload account "
                        "easy restart"),
    **views("sbom-tool renovate-config-validator npm-packlist pip-extra-reqs cargo-machete "
            "cargo-bloat cargo-expand ldd-check zap-baseline.py deps-dev pkgdiff nvchecker "
            "apt-why repo-check snyk-to-html ort scancode fossa-status licensed",
            "-b -bc -pn -pv -ps -f -o -t -r -J -w -m"),
})  # fmt: skip
"""Readers of this module, by program."""
