"""Compilers, build systems, test runners and checkers of more languages: one's own tree."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.own_programs import kept_within
from sentinel.live.reading.package_origins import with_addresses
from sentinel.live.reading.tool_tables import table

_TEST: Final = "executes code easy temporary"
_CHECK: Final = "reads file"
_FORMAT: Final = "writes file"
_BUILD: Final = "writes folder temporary"
_CLEAN: Final = "deletes folder easy temporary"
_RUN: Final = "executes code unknown file"
_FETCH: Final = "creates package set easy"
_SHIP: Final = "exfiltrates package one never public"
_SERVE: Final = "starts process temporary"

_BAZEL: Final = table(
    {
        "lint ::, check ::, lint, typecheck, dependencies, dependents, filedeps, peek, roots, "
        "paths, "
        "query, cquery, aquery, info, version, help, analyze-profile, canonicalize-flags, dump, "
        "mod, config, print_action, license, audit, targets, root, log, uquery": _CHECK,
        "build, coverage, fetch, sync, vendor, install, package, generate-lockfiles": _BUILD,
        "test, run //:gazelle, run //:buildifier, run //:requirements.update, run @rules_go//go, "
        "run //:format, run //:lint": _TEST,
        "fmt, fix, tailor, update-build-files": _FORMAT,
        "clean": _CLEAN,
        "run, mobile-install": _RUN,
        "shutdown, kill": "stops process temporary",
    },
)
_MIX: Final = table(
    {
        "test, check, ci, dialyzer, credo, coveralls, xref, sobelow": _TEST,
        "compile, docs, release, assets.build, assets.deploy, phx.digest, escript.build, "
        "do": _BUILD,
        "deps, deps.tree, deps.audit, hex.outdated, hex.audit, hex.info, help, phx.routes, "
        "ecto.migrations, format --check-formatted, app.tree, hex.search, profile.fprof": _CHECK,
        "deps.get, deps.compile, deps.update, local.hex, local.rebar, archive.install": _FETCH,
        "format, new, phx.new, phx.gen.html, gettext.extract, deps.unlock, "
        "ecto.gen.migration": _FORMAT,
        "clean, deps.clean": _CLEAN,
        "run, phx.server": _RUN,
        "ecto.create, ecto.migrate": "writes schema",
        "ecto.rollback": "writes schema hard revert",
        "ecto.drop, ecto.reset": "deletes database namespace never",
        "hex.publish": _SHIP,
        "hex.retire": "deletes package hard public release",
    },
    "-e -r --only --exclude --seed",
)
_SBT: Final = table(
    {
        "test, it:test, integrationtest/test, testonly, scalafmtcheck, scalafmtcheckall, "
        "scalastyle, testquick, clean compile, clean test, compile test, coverage test": _TEST,
        "compile, package, assembly, doc, update, test:compile, universal:packagebin, "
        "stage": _BUILD,
        "clean": _CLEAN,
        "dependencytree, projects, tasks, settings, version, evicted": _CHECK,
        "run, runmain": _RUN,
        "scalafmt, scalafmtall, scalafix": _FORMAT,
        "publish, publishsigned, release": _SHIP,
        "publishlocal, publishm2": _BUILD,
    },
    "-mem -java-home -ivy -jvm-debug",
    single=True,
)


def _sbt(call: Call) -> Found:
    """Read `sbt clean "testOnly *Parser"`: each word is a command with its arguments."""
    given = options(call.words, frozenset({"-mem", "-java-home", "-ivy", "-jvm-debug"}))
    words = [each for each in given.plain if not each.text.startswith("project ")]
    if len(words) < 2 and " " not in "".join(given.texts):
        return _SBT(call)
    parts = [tuple(Word(text, each.fixed) for text in each.text.split()) for each in words]
    return Found().take(_SBT(replace(call, words=part)) for part in parts if part)


_SWIFT: Final = table(
    {
        "build": _BUILD,
        "test": _TEST,
        "run": _RUN,
        "package describe, package show-dependencies, package dump-package, package tools-version, "
        "package diagnose-api-breaking-changes, --version": _CHECK,
        "package resolve, package update, package init": _FETCH,
        "package clean, package reset, package purge-cache": _CLEAN,
        "": _RUN,
    },
    "-c --configuration --filter --product --target --package-path --scratch-path -Xswiftc",
)
_FLUTTER: Final = table(
    {
        "test, drive": _TEST,
        "build, assemble, gen-l10n, gen-snapshot, compile": _BUILD,
        "analyze, doctor, devices, emulators, config --list, pub outdated, pub deps, version, "
        "channel, pub get --dry-run, info, symbolize, logs": _CHECK,
        "pub get, pub add, pub upgrade, pub downgrade, pub global activate, precache": _FETCH,
        "pub remove, format, create, fix": _FORMAT,
        "clean": _CLEAN,
        "run, attach, pub run": _RUN,
        "pub publish, pub lish": _SHIP,
        "upgrade, config, downgrade": "writes configuration",
    },
    "-d --device-id --target -t --flavor --build-name --build-number -o --output",
)
_BUF: Final = table(
    {
        "lint, breaking, build, ls-files, config ls-lint-rules, mod ls-lint-rules, curl "
        "--list-methods, "
        "stats, dep graph, format -d, export, registry whoami, convert": _CHECK,
        "generate, format, mod update, dep update, mod init, config init, dep prune, mod "
        "prune": _FORMAT,
        "push": _SHIP,
        "registry": "writes repository remote",
    },
    "--against --config --template --path -o --output --error-format",
)
_HASKELL: Final = table(
    {
        "build, haddock, configure, v2-build, new-build, sdist": _BUILD,
        "build all": _BUILD,
        "test, bench, v2-test, check": _TEST,
        "list, info, outdated, freeze, ls dependencies, path, dot, query, ls, version, ls "
        "snapshots, "
        "list-bin, gen-bounds": _CHECK,
        "update, install, setup, get, fetch, unpack, init, new": _FETCH,
        "run, exec, ghci, repl, runghc": _RUN,
        "clean, purge": _CLEAN,
        "upload": _SHIP,
    },
    "-j --resolver --flag",
)
_LEIN: Final = table(
    {
        "test, check, kibit, eastwood, midje": _TEST,
        "compile, uberjar, jar, install": _BUILD,
        "deps, deps :tree, version, classpath, help, ancient, search, show-profiles": _CHECK,
        "clean": _CLEAN,
        "run, repl": _RUN,
        "deploy, release": _SHIP,
    },
)
_SMALL_LANGUAGES: Final = table(
    {
        "build, build-exe, build-lib, compile, c, cpp, js, doc, cc, c++, translate-c, build-obj, "
        "exec --dry, docs, spec --no-run": _BUILD,
        "test, spec, runtest, tool format --check, fmt --check, utest": _TEST,
        "version, env, check, list, show, targets, zen, search, switch list, exec opam list, "
        "config list, libc, tool hierarchy, deps, dump, var, pin list, repo list, describe": _CHECK,
        "fmt, format, tool format, promote, init, init-exe": _FORMAT,
        "install, update, upgrade, fetch, refresh, switch create, pin, deps, get-deps": _FETCH,
        "ct, eunit, dialyzer, proper, xref, cover": _TEST,
        "tree": _CHECK,
        "clean": _CLEAN,
        "run, r, exec, e, eval": _RUN,
        "publish": _SHIP,
    },
)
_MONOREPO: Final = table(
    {
        "run, run-many, affected, exec, e2e, serve, prune": _TEST,
        "build": _BUILD,
        "test, lint": _TEST,
        "graph, list, ls, show, report, info, print, diff, daemon, ll, la, la --long, "
        "affected:graph, dep-graph, changed, query, telemetry": _CHECK,
        "clean, reset": _CLEAN,
        "format, format:write, generate, g, migrate, init, bootstrap, create, add, link": _FORMAT,
        "publish, release, version": _SHIP,
        "login, logout, unlink": "writes configuration",
    },
)
_STATIC_SITES: Final = table(
    {
        "build, b, generate, make, html, linkcheck": _BUILD,
        "serve, server, s, dev, start, livereload, preview": _SERVE,
        "version, doctor, config, list, env, check, info, build --dry-run, get-deps": _CHECK,
        "new, init, mod get, mod tidy": _FORMAT,
        "clean": _CLEAN,
        "deploy, gh-deploy": "exfiltrates folder one never public release",
        "": _BUILD,
    },
    "-c --config -d --destination -s --source -b --baseURL -f --config-file -t --theme -D -p -a",
    bare=_BUILD,
)
_BUNDLERS: Final = table(
    {"build, optimize, bundle": _BUILD, "serve, dev, preview, watch, start": _SERVE, "": _BUILD},
    "--config -c --mode --port --outdir --outfile -o -f -d -p -i --plugin",
    bare=_SERVE,
)  # fmt: skip
_BROWSERS: Final = table(
    {
        "test, run, run-ct, merge-reports": _TEST,
        "install, install-deps, cache": _FETCH,
        "show-report, show-trace, --version, verify, info, version, list": _CHECK,
        "codegen, open, screenshot, pdf": _SERVE,
        "uninstall": "deletes package easy",
        "clear-cache": _CLEAN,
    },
    "--config -c --project -g --grep --reporter --spec -s -b --browser --workers -j --env -e",
)
_EARTHLY: Final = table({"ls, doc, account list, project list": _CHECK, "prune": _CLEAN,
                         "": "executes code unknown file"})  # fmt: skip
_ANT: Final = table(
    {"compile, build, jar, dist, init, javadoc, war, package": _BUILD, "test, check": _TEST,
     "clean": _CLEAN}, "-f -buildfile -l -D", single=True, bare=_BUILD,
    instead={"-p, -projecthelp, -version, -diagnostics": _CHECK},
)  # fmt: skip
_RELEASES: Final = table(
    {"": "writes repository release", "status, version --no-op, lint, check": _CHECK,
     "add, init": _FORMAT, "publish": _SHIP, "release": _SHIP, "build": _BUILD,
     "changelog, version": _FORMAT, "healthcheck": _CHECK},
    dry="--dry-run -d --snapshot --noop",
    bare="writes repository release",
)  # fmt: skip
_SHIPPING: Final = table(
    {"": _SHIP, "version": _FORMAT, "changelog": _FORMAT, "print-config": _CHECK},
    "-b --branches -r --repository-url -p --plugins -t --tag-format -e --extends -c --config",
    dry="--dry-run -d --noop --release-version --changelog",
    bare=_SHIP,
)
_XCODE: Final = table(
    {"build, build-for-testing, analyze, archive": _BUILD, "test, test-without-building": _TEST,
     "clean": _CLEAN},
    "-project -workspace -scheme -destination -configuration -sdk -derivedDataPath -archivePath "
    "-target -exportPath -exportOptionsPlist -resultBundlePath",
    instead={"-list, -showsdks, -version, -showBuildSettings, -showdestinations, -showTestPlans":
             _CHECK}, single=True,
)  # fmt: skip
_POD: Final = table({"install, update, repo update, setup": _FETCH, "outdated, list, search, env, "
                     "spec lint, lib lint, repo list": _CHECK, "deintegrate, cache clean": _CLEAN,
                     "trunk push, repo push": _SHIP, "init": _FORMAT})  # fmt: skip

_PHP: Final = table({"analyse, analyze, check, : ": _CHECK, "fix, process": _FORMAT, "": _CHECK,
                     "describe, list-files, version": _CHECK}, "-c --configuration -l --level",
                    dry="--dry-run")  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = kept_within({
    "ninja": table({"": _BUILD, "all, build": _BUILD, "test, check, lint": _TEST, "clean": _CLEAN,
                    "install, deploy, uninstall, publish, flash, upload, run":
                        "executes code unknown unknown deploy file"},
                   "-C -f -j -k -l -d -w", dry="-n", bare=_BUILD, instead={"-t": _CHECK}),
    **dict.fromkeys(("bazel", "bazelisk", "buck", "buck2", "pants", "please", "plz"), _BAZEL),
    **with_addresses({"mix": _MIX, "conan": table({
        "": _BUILD, "install, add, create": _FETCH, "remote add": _FETCH, "remote list, list, "
        "search, inspect, graph": "reads package"}, "-o -d -f -i -c -p", bare=_BUILD)}),
    "sbt": _sbt,
    "swift": _SWIFT,
    **dict.fromkeys(("flutter", "dart", "fvm"), _FLUTTER),
    "buf": _BUF,
    **dict.fromkeys(("stack", "cabal"), _HASKELL),
    **dict.fromkeys(("lein", "clj", "boot"), _LEIN),
    **dict.fromkeys(("zig", "nim", "nimble", "crystal", "shards", "dune", "opam", "gleam", "v",
                     "raco", "elm", "spago", "rebar3", "forge"),
                    _SMALL_LANGUAGES),
    **dict.fromkeys(("nx", "turbo", "lerna", "rush", "moon"), _MONOREPO),
    **dict.fromkeys(("mkdocs", "hugo", "jekyll", "docusaurus", "eleventy", "zola", "mdbook",
                     "gatsby", "antora", "sphinx-build", "sphinx-autobuild", "sphinx-apidoc",
                     "pelican", "next", "nuxt", "astro"), _STATIC_SITES),
    **dict.fromkeys(("vite", "rollup", "esbuild", "parcel", "swc", "babel", "storybook", "tsup",
                     "rspack", "snowpack", "vue-cli-service", "react-scripts",
                     "start-storybook", "build-storybook"), _BUNDLERS),
    **dict.fromkeys(("playwright", "cypress", "wdio", "nightwatch", "testcafe"), _BROWSERS),
    "earthly": _EARTHLY,
    "ant": _ANT,
    **dict.fromkeys(("semantic-release", "release-it"), _SHIPPING),
    **dict.fromkeys(("changeset", "standard-version",
                     "release-please", "goreleaser", "cz", "bump2version", "bumpversion",
                     "bump-my-version", "git-cliff"), _RELEASES),
    "xcodebuild": _XCODE,
    "pod": _POD,
    **dict.fromkeys(("phpstan", "psalm", "phpcs", "phpmd", "phpcbf", "php-cs-fixer", "pint",
                     "rector"), _PHP),
    **dict.fromkeys(("autoconf", "automake", "autoreconf", "aclocal", "autoheader", "libtoolize",
                     "gettextize", "intltoolize", "qmake", "scons", "waf", "doxygen", "lcov",
                     "genhtml", "xgettext", "msgfmt", "msgmerge", "swig", "cython", "mypyc",
                     "thrift", "flatc", "capnp", "sqlc", "ent", "wire", "mockgen", "mockery",
                     "stringer", "openapi-generator", "openapi-generator-cli", "swagger",
                     "swagger-codegen", "oapi-codegen", "typedoc", "jsdoc", "godoc", "pdoc",
                     "pydoc", "pydoc3", "yardoc", "rdoc", "graphql-codegen", "quicktype",
                     "vcpkg", "ccache", "sccache", "bnd", "jpackage", "jdeps", "jlink", "jarsigner",
                     "dita", "latexmk", "pdflatex", "xelatex", "lualatex", "latex", "makeinfo"),
                    table({"": _BUILD, "install, add": _FETCH}, "-o -d -f -i -c -p", bare=_BUILD)),
})  # fmt: skip
"""Readers of this module, by program."""
