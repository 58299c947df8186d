"""Package managers of JavaScript, Ruby, Rust, Go, PHP and .NET, and what publishes a package.

Building and testing run code of the repository that one works in: everyday work, mark `project`.
A publication is used by others a moment later, and is never quite taken back: mark `release`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.named_runs import run_by_name
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import is_address
from sentinel.live.reading.own_programs import kept_within
from sentinel.live.reading.packages import checked
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    plain,
    tool,
)

_LOOK: Final = "reads package"
_INSTALL: Final = "creates package"
_REMOVE: Final = "deletes package easy"
_WORK: Final = "starts process easy project"
_PUBLISH: Final = "exposes package never public release | the same with --dry-run"
_UNPUBLISH: Final = "deletes package never public release | npm deprecate"
_GONE: Final = "deletes package never public release"
_YANK: Final = "deletes package hard public release"
_SETTING: Final = "writes configuration easy"
_GRANT: Final = "escalates permission"

_NPM: Final = tool(
    {
        "install, i, add, ci, install-test, it, clean-install, link, init, create": _INSTALL,
        "uninstall, remove, rm, un, r, unlink, prune": _REMOVE,
        "update, up, upgrade, dedupe, rebuild, audit fix, import": "writes package easy",
        "list, ls, ll, la, view, info, show, search, outdated, audit, explain, why, root, bin, "
        "prefix, "
        "ping, whoami, docs, bugs, repo, fund, doctor, config get, config list, config ls, "
        "get, query, sbom, owner ls, dist-tag ls, diff, licenses, pkg get, cache verify, "
        "npm audit, npm info, npm whoami, npm tag list, pm ls, pm cache, pm hash, constraints, "
        "versions, "
        "profile get, org ls, store path, store status, patch-commit --help, hook ls, stars, "
        "help-search, edit --help, cache dir, config current, workspaces list, workspaces info, "
        "list-outdated, dedupe --check, licenses list, audit signatures, approve-builds --help, "
        "npm audit, npm login --help, set --help, fetch --help, cache ls, cache list, team ls, "
        "access list, token list, completion, env, node, "
        "workspaces": _LOOK,
        "test, t, run, run-script, start, build, restart, lint, dev, stop, tst": _WORK,
        "cache clean": "deletes cache easy temporary", "store prune": "deletes cache easy "
        "temporary",
        "publish": _PUBLISH, "unpublish": _UNPUBLISH, "npm publish": _PUBLISH,
        "config set, set, config delete, config edit, pkg set, pkg delete, pkg fix": _SETTING,
        "version": "writes file easy", "pack": "creates file easy",
        "deprecate, dist-tag add, dist-tag rm, dist-tag, undeprecate": "writes package hard "
        "public release",
        "owner add, access grant, team add, access public, org set, team create": _GRANT,
        "access revoke, team rm, team destroy": "deletes permission",
        "token create": "escalates account easy", "token revoke, logout": "deletes secret easy",
        "login, adduser": "writes secret easy", "exec, x, dlx": "executes code fetched",
        "hook, profile set, access restricted, profile enable-2fa, patch, patch-commit": _SETTING,
        "profile disable-2fa, access 2fa-not-required": "weakens account",
        "org rm": "deletes permission",
    },
    "--registry --prefix -w --workspace --userconfig --cache --tag --otp --access --scope "
    "--loglevel --omit --include -C --dir --cwd --filter -F --reporter --network-timeout "
    "--modules-folder --location -L --depth",
    dry="--dry-run",
    bare=_INSTALL,
    names=4,
)  # fmt: skip

_TOOLS: Final[dict[str, Tool]] = {
    "gem": tool(
        {
            "install, fetch": _INSTALL, "uninstall": _REMOVE, "cleanup": "deletes package set easy",
            "update": "writes package easy", "push": _PUBLISH, "yank": _GONE,
            "list, search, info, env, environment, outdated, which, contents, specification, "
            "dependency, sources, query": _LOOK,
            "build": "creates file easy", "owner": _GRANT, "signin, signout": "writes secret easy",
            "pristine, rdoc, rebuild": "writes package easy",
        },
        "-v --version -s --source -i --install-dir",
        extra={"--add, -a": "writes configuration easy persistent"},
    ),
    "bundle": tool(
        {
            "install, add, update, lock, init": _INSTALL, "remove, clean": _REMOVE,
            "list, show, outdated, info, check, audit, platform, viz, env, doctor": _LOOK,
            "exec": _WORK, "config": _SETTING, "config list, config get": _LOOK,
            "config set": "writes file easy",
        },
        "--gemfile --path --without --with --jobs", bare=_INSTALL,
    ),
    "cargo": tool(
        {
            "build, b, test, t, run, r, check, c, bench, doc, clippy, fmt, fix, nextest, "
            "expand, miri": _WORK,
            "install, add, fetch, vendor, new, init": _INSTALL, "uninstall, remove": _REMOVE,
            "update, generate-lockfile": "writes package easy",
            "tree, search, metadata, audit, outdated, info, deny, pkgid, locate-project, "
            "read-manifest, version, owner --list, verify-project, report, udeps, machete, geiger, "
            "semver-checks, msrv, llvm-cov, tarpaulin, hack, about, vet, crev, bloat, asm, "
            "modules, "
            "depgraph, license, public-api, spellcheck, sort, help": _LOOK,
            "criterion, insta, mutants, flamegraph, watch, component, leptos, lambda build": _WORK,
            "clean": "deletes folder easy temporary", "package": "creates file easy",
            "publish": _PUBLISH, "yank": _YANK, "login, logout": "writes secret easy",
            "owner": _GRANT,
        },
        "--manifest-path -p --package --features -F --target --target-dir -j --jobs --bin "
        "--example --test --profile --color --config -Z --registry --index --git --branch "
        "--tag --rev --path --version --vers --root --token",
        dry="--dry-run -n", names=4,
    ),
    "go": tool(
        {
            "build, test, run, vet, fmt, generate, tool": _WORK,
            "install, get, mod download, mod vendor, mod init, work": _INSTALL,
            "mod tidy, mod edit, work sync": "writes file easy", "env": _LOOK,
            "list, version, doc, mod graph, mod verify, mod why": _LOOK,
            "clean": "deletes cache easy temporary", "fix": "writes file easy",
        },
        "-o -run -count -tags -ldflags -gcflags -timeout -bench -coverprofile -mod -p "
        "-exec -toolexec -vettool --exec --toolexec --vettool",
        single=True, names=4, extra={"-w": _SETTING},
    ),
    "composer": tool(
        {
            "install, require, create-project, i, r": _INSTALL, "remove, rm": _REMOVE,
            "update, u, dump-autoload, self-update, bump": "writes package easy",
            "show, info, search, outdated, validate, audit, licenses, diagnose, why, why-not, "
            "status, check-platform-reqs, about, depends, prohibits, fund, suggests, browse": _LOOK,
            "run-script, run, exec": _WORK, "config": _SETTING,
            "clear-cache, clearcache": "deletes cache easy temporary",
        },
        "-d --working-dir --repository",
        dry="--dry-run", bare=_LOOK, names=4,
    ),
    "nuget": tool(
        {
            "install, restore": _INSTALL, "push": _PUBLISH, "delete": _YANK,
            "list, search, verify, locals, sources list, help": _LOOK, "pack": "creates file easy",
            "sources, config, setapikey": _SETTING, "update": "writes package easy",
        },
        "-source -apikey -version",
        single=True,
    ),
    "dotnet": tool(
        {
            "build, test, run, publish, watch, msbuild, format, vstest": _WORK,
            "restore, add, new, tool install, tool restore, workload install": _INSTALL,
            "remove, tool uninstall": _REMOVE, "list, --info, sdk check, nuget list, nuget why, "
            "tool list, workload list, sln list, dev-certs --check, user-secrets --help, "
            "help": _LOOK,
            "clean": "deletes folder easy temporary", "pack": "creates file easy",
            "nuget push": _PUBLISH, "nuget delete": _YANK, "nuget locals": _LOOK,
            "ef database update": "writes schema hard", "ef database drop": "deletes database "
            "never",
            "ef migrations add": "creates file easy", "ef migrations list": _LOOK,
        },
        "-c --configuration -f --framework -o --output -r --runtime -s --source -k --api-key "
        "--project -p -v --verbosity",
        instead={"--info, --list-sdks, --list-runtimes": _LOOK},
    ),
    "twine": tool({"upload": _PUBLISH, "check": _LOOK, "register": _PUBLISH},
                  "-r --repository --repository-url -u -p -c --config-file"),
}  # fmt: skip


_RISKY: Final = (
    "deploy", "release", "publish", "drop", "reset", "seed", "migrat", "prod", "delet", "destroy",
    "wipe", "purge", "teardown", "rollback", "clean:", "sync", "push",
)  # fmt: skip
"""Parts of names of scripts that do more than build and test."""
_SCRIPT: Final = deeds("executes code unknown project")


def _scripts(call: Call) -> Found:
    """Read `npm` and its like: a script whose name says more than building is unknown code."""
    given = options(call.words, _NPM.valued, first_only=True)
    if given.verb() in ("exec", "x", "dlx") and not given.has("--help"):
        return _by_name(call, given)
    if (
        given.verb() in (("create",) if call.program == "bun" else ("create", "init", "innit"))
        and len(given.plain) > 1
        and not given.texts[1].startswith(("-", "."))
    ):
        return _made(call, given)
    if call.program == "yarn" and given.verb() in _HADOOP and len(given.plain) > 1:
        return Found(calls=[replace(call, program="mapred")])
    if given.verb() in ("run", "run-script") and (inner := _wrapped_by(call, given)):
        return Found(calls=[inner])
    found = checked(_NPM)(call)
    for place, each in enumerate(found.effects):
        name = each.name.lower()
        if "project" in each.marks and ("$" in name or any(part in name for part in _RISKY)):
            found.effects[place] = effect(call, _SCRIPT[0], each.name, "run")
    return found


_STACKS: Final = bag("cdk cdktf serverless sls sst pulumi terraform tofu terragrunt")
"""Programs that scripts of a project are named for, and pass their words on to."""


def _wrapped_by(call: Call, given: Options) -> Call | None:
    """The program behind `npm run cdk -- destroy`, whose name is the script's."""
    name, words = given.texts[1] if len(given.plain) > 1 else "", given.plain[2:]
    words = words[1:] if words and words[0].text == "--" else words
    return replace(call, program=name, words=tuple(words)) if name in _STACKS and words else None


_HADOOP: Final = ("application", "applicationattempt", "container", "queue", "rmadmin", "logs")
"""Sub-commands of the other `yarn`, that of Hadoop."""


def _by_name(call: Call, given: Options) -> Found:
    """Read `npm exec`, `pnpm dlx`; what `pnpm exec` and `yarn exec` run lies in the project."""
    words = given.plain[1:]
    if words and words[0].text == "--":
        words = words[1:]
    return run_by_name(call, words, given.verb())


def _made(call: Call, given: Options) -> Found:
    """Read `npm create vite`, which takes `create-vite` from the registry and runs it."""
    name = given.plain[1]
    scope, stroke, last = name.text.rpartition("/") if name.text[:1] == "@" else ("", "", name.text)
    if scope or name.text[:1] != "@":
        last = f"create-{last.removeprefix('create-')}"
    starter = Word(f"{scope}{stroke}{last}", name.fixed)
    return run_by_name(call, [starter, *given.plain[2:]], given.verb())


def _bundle(call: Call) -> Found:
    """Read `bundle`; `bundle exec PROGRAM` calls it."""
    given = options(call.words, _TOOLS["bundle"].valued, first_only=True)
    if given.verb() in ("exec", "e") and len(given.plain) > 1:
        inner = options(given.plain[1:], first_only=True).plain
        if inner and inner[0].fixed:
            name = inner[0].text.rsplit("/", 1)[-1].lower()
            return Found(calls=[replace(call, program=name, words=tuple(inner[1:]))])
        return Found().unread(" ".join(call.texts), "what is run is made at run time", "dynamic")
    return checked(_TOOLS["bundle"])(call)


_GO_RUNNERS: Final = (
    "-exec", "-toolexec", "-vettool", "--exec", "--toolexec", "--vettool",
)  # fmt: skip
"""Options of `go` whose value is a command that is put in front of what it runs."""


def _go(call: Call) -> Found:
    """Read `go`; `run` and `generate` of a module with a version, or elsewhere, fetch it first."""
    given = options(call.words, _TOOLS["go"].valued, single=True)
    if given.verb() in ("run", "tool") and len(given.plain) > 1:
        name = given.texts[1]
        web = "://" in name
        away = web or "@" in name or "." in name.partition("/")[0].strip(".")
        if away and (web or not name.endswith(".go")):
            row = deeds("executes code unknown fetched untrusted-source")[0]
            return Found().add(effect(call, row, given.plain[1], "run"))
    strange = [each for each in given.plain[1:] if is_address(each.text.partition("/")[0])]
    found = checked(_TOOLS["go"])(call)
    found.inner += [
        Inner("shell", each.text, each.fixed, place=call.place, marks=call.marks)
        for name in _GO_RUNNERS
        for each in given.given.get(name, ())
    ]
    if given.verb() in ("get", "install") and strange:
        row = deeds("executes code unknown untrusted-source")[0]
        found.add(*(effect(call, row, each, given.verb()) for each in strange))
    return found


def _cargo(call: Call) -> Found:
    """Read `cargo`; `cargo sqlx`, `cargo make` call the program of their name."""
    given = options(call.words, first_only=True)
    if given.verb() in ("sqlx", "make"):
        program = {"sqlx": "sqlx", "make": "make"}[given.verb()]
        return Found(calls=[replace(call, program=program, words=tuple(given.plain[1:]))])
    return checked(_TOOLS["cargo"])(call)


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: checked(what) for name, what in _TOOLS.items()},
    **kept_within(plain({"jest, vitest, eslint, prettier, tsc, mocha": _WORK})),
    **plain({"nvm, rustup, pyenv, rbenv, "
             "volta": "writes package easy"}),
    **dict.fromkeys(("npm", "yarn", "pnpm", "bun"), _scripts),
    "bundle": _bundle,
    "cargo": _cargo,
    "go": _go,
}  # fmt: skip
