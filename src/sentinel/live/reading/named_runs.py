"""Tools that are taken from a registry by their name and run: npx, dlx, uvx, pipx run.

A tool that developers know is called, and read as that; any other is code from the network.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.own_programs import kept_within
from sentinel.live.reading.package_settings import unguarded
from sentinel.live.reading.packages import fetched
from sentinel.live.reading.subcommands import called
from sentinel.live.reading.system_verbs import Deed, deeds, effect, looks

_WORK: Final = deeds("starts process easy project")
_BEYOND: Final = deeds("executes code unknown project")
_LOADS: Final = re.compile(r"require|import|loader|-r\b")
_OPENED: Final = deeds("exposes folder namespace easy public")
_FETCHED: Final = deeds("executes code unknown fetched")
_STARTER: Final = deeds("creates folder easy")

_PLAIN: Final = names(
    "husky lint-staged ncu svelte-check ng serve http-server tailwindcss nest gulp grunt tsd "
    "webpack-dev-server vue-tsc ngc postcss uglifyjs terser svgr api-extractor newman bru "
    "openapi-typescript openapi swagger-jsdoc json-server msw orval graphql-inspector slidev "
    "vsce wait-on sort-package-json syncpack manypkg are-the-types-wrong bundlewatch "
    "source-map-explorer webpack-bundle-analyzer cost-of-modules check-dts dpdm "
    "dependency-cruiser depcruise envinfo npm-run-all run-s run-p bundle-phobia "
    "license-checker-rseidelsohn nps qunit wtr web-test-runner cucumber-js pa11y-ci stryker "
    "ts-prune ts-unused-exports eslint-config-prettier tsconfig-paths ts-jest expo-doctor expo "
    "ionic quasar ember aurelia unbuild tsdown rollup-plugin-visualizer patch-package "
    "update-browserslist-db browserslist caniuse lighthouse-ci 0x clinic why-is-node-running "
    "react-native-info react-devtools license-report auto-changelog conventional-changelog "
    "cookiecutter copier nbqa nbstripout papermill pydoclint sqlmesh towncrier griffe sourcery "
    "validate-pyproject pyproject-build check-manifest hatchling scalene ast-grep pyrefly "
    "create-react-app create-next-app create-vite create-vue degit tiged rich-cli trace-viewer "
    "doctoc all-contributors prettier-package-json markdown-link-check markdown-toc"
)
"""Tools that no other module reads: they check, build or serve what one works on."""

TOOLS: Final = names(
    "tsc eslint prettier jest vitest mocha vite webpack playwright cypress rollup esbuild "
    "stylelint babel nx turbo markdownlint markdownlint-cli2 commitlint knip depcheck "
    "npm-check-updates npm-check storybook prisma typeorm knex sequelize sequelize-cli "
    "drizzle-kit license-checker madge changeset semantic-release release-it standard-version "
    "wrangler vercel netlify firebase serverless cdk cdktf supabase sentry-cli graphql-codegen "
    "openapi-generator-cli html-validate htmlhint jscodeshift oxlint dprint size-limit publint "
    "attw lighthouse lhci pa11y linkinator artillery wdio testcafe nightwatch solhint forge "
    "cdk8s gatsby next rspack docusaurus eleventy parcel swc tsx ts-node nuxt snyk pm2 mongosh "
    "cyclonedx-npm dotenv-linter jsonlint ajv sass react-scripts ruff black mypy pytest isort "
    "flake8 pylint bandit tox nox pre-commit twine mkdocs sqlfluff yamllint ansible "
    "ansible-lint ansible-playbook poetry hatch pdm virtualenv cibuildwheel check-jsonschema "
    "vulture radon pyright httpie http aws checkov semgrep pip-compile pipdeptree pyupgrade "
    "djlint docformatter pydocstyle coverage maturin flit bump-my-version pycodestyle cz "
    "import-linter lint-imports detect-secrets autoflake pip-licenses safety refurb "
    "sphinx-build dbt xenon cross-env concurrently dotenv memray autocannon nyc remark cspell "
    "redocly textlint tsup astro axe typedoc mmdc jasmine deptry nodemon biome basedpyright "
    "pip-audit karma c8 spectral alex interrogate lerna lessc codespell jsdoc"
)
"""Tools that other modules read."""
SCOPED: Final[dict[str, str]] = {
    "@biomejs/biome": "biome", "@redocly/cli": "redocly", "@changesets/cli": "changeset",
    "@openapitools/openapi-generator-cli": "openapi-generator-cli", "@angular/cli": "ng",
    "@stoplight/spectral-cli": "spectral", "@nestjs/cli": "nest", "@sentry/cli": "sentry-cli",
    "@commitlint/cli": "commitlint", "@graphql-codegen/cli": "graphql-codegen",
    "@playwright/test": "playwright", "@lhci/cli": "lhci", "@usebruno/cli": "bru",
    "@mermaid-js/mermaid-cli": "mmdc", "@arethetypeswrong/cli": "attw", "@axe-core/cli": "axe",
    "@cyclonedx/cyclonedx-npm": "cyclonedx-npm", "@microsoft/api-extractor": "api-extractor",
    "aws-cdk": "cdk", "firebase-tools": "firebase", "typescript": "tsc", "netlify-cli": "netlify",
    "@tailwindcss/cli": "tailwindcss", "@vscode/vsce": "vsce", "@stryker-mutator/core": "stryker",
    "markdownlint-cli": "markdownlint", "@ast-grep/cli": "ast-grep", "@pandacss/dev": "panda",
    "@formatjs/cli": "formatjs", "@svgr/cli": "svgr", "commitizen": "cz",
    "@storybook/cli": "storybook", "pip-tools": "pip-compile", "httpie": "http",
    "awscli": "aws", "ansible-core": "ansible", "start-server-and-test": "start-server-and-test",
}  # fmt: skip
"""Programs of packages that have another name."""
_KNOWN_STARTERS: Final = names(
    "create-vite create-react-app create-next-app create-vue create-svelte create-astro "
    "create-remix create-t3-app create-expo-app create-nx-workspace create-turbo create-docusaurus "
    "create-nuxt create-nuxt-app create-solid create-qwik create-strapi-app create-react-router"
)
_VALUED: Final = names("-p --package -c --call --registry --from --with --python --spec "
                       "--index-url -i --pip-args --with-requirements -w --workspace -F --filter "
                       "--constraint --index --default-index --env-file")  # fmt: skip
_ELSEWHERE: Final = ("--registry", "--index-url", "-i", "--index", "--default-index")


def tool_of(word: Word) -> str:
    """The program that a package is known for; empty where it is not known.

    Example:
        >>> tool_of(Word("prettier@3")), tool_of(Word("@redocly/cli")), tool_of(Word("evil"))
        ('prettier', 'redocly', '')
    """
    text = word.text.partition("[")[0].partition("==")[0]
    name = text[:1] + text[1:].partition("@")[0]
    if not word.fixed or fetched(word.text) or "@npm:" in word.text:
        return ""
    program = SCOPED.get(name, name)
    return program if program in TOOLS or program in _PLAIN or name in SCOPED else ""


def run_by_name(call: Call, words: Sequence[Word], verb: str = "") -> Found:
    """Read the words behind `npx`, `dlx`, `uvx` or `pipx run`.

    Args:
        call: The call.
        words: Options, the name of a tool, and its arguments.
        verb: For people, where the program has one: `dlx`.
    """
    given = options(words, _VALUED, first_only=True)
    found = Found()
    if given.has("-c", "--call"):
        return _lines(call, [*given.given.get("-c", ()), *given.given.get("--call", ())])
    if not given.plain:
        if given.has("--help", "--version", "-v"):
            return found.add(looks(call))
        return found.unread(" ".join(call.texts), f"what {call.program} is to run is not said")
    name, rest = given.plain[0], given.plain[1:]
    if name.text == "rimraf":
        found.calls.append(replace(call, program="rm", words=(Word("-rf"), *rest)))
        return found
    program = tool_of(name)
    away = any(given.has(each) for each in _ELSEWHERE) or bool(unguarded(call.variables, ())[1])
    away |= any("index-url" in each for each in given.values("--pip-args"))
    away |= any(_LOADS.search(each) for each in given.values("--node-options"))
    if not program or away or not _from_known(given):
        return found.add(*(effect(call, each, name, verb) for each in _starter(name, away=away)))
    inner = called([Word(program), *rest], call)
    inner.calls = [replace(each, variables=call.variables) for each in inner.calls]
    return inner


def _from_known(given: Options) -> bool:
    packages = [
        each
        for name in ("-p", "--package", "--from", "--spec")
        for each in given.given.get(name, ())
    ]
    return all(tool_of(each) for each in packages)


def _starter(name: Word, *, away: bool) -> tuple[Deed, ...]:
    known = name.fixed and name.text.partition("@")[0] in _KNOWN_STARTERS
    return _STARTER if known and not away else _FETCHED


def _lines(call: Call, words: Sequence[Word]) -> Found:
    """Commands of a shell, a word each."""
    return Found(inner=[Inner("shell", each.text, each.fixed, place=call.place) for each in words])


_RISKY: Final = names(
    "deploy publish release delete destroy remove reset drop migrate sync push submit update "
    "upload login unpublish seed"
)


_SERVERS: Final = ("http-server", "serve")


def _project_tool(call: Call) -> Found:
    """Read a tool of a project: it builds and checks, unless its words say more than that."""
    given = options(call.words)
    if any(not each.fixed for each in given.plain[:2]):
        return Found().unread(call.program, "what it is to do is made at run time", "dynamic")
    if call.program in _SERVERS and given.verb() in ("/", "~", "$home", ".."):
        return Found().add(*(effect(call, each, given.plain[0]) for each in _OPENED))
    said = {part for text in given.texts[:2] for part in text.lower().split(":")}
    done = _WORK if _RISKY.isdisjoint(said) else _BEYOND
    return Found().add(
        *(effect(call, each, given.plain[0] if given.plain else "") for each in done)
    )


def _tested(call: Call) -> Found:
    """Read `start-server-and-test START URL TEST`: each is a script of a project, or a command."""
    lines = [each for each in options(call.words).plain if " " in each.text]
    return _project_tool(replace(call, words=())).take([_lines(call, lines)])


def _inside(call: Call) -> Found:
    """Read `cross-env NAME=VALUE PROGRAM`, `dotenv -e FILE -- PROGRAM`: the program is called."""
    given = options(call.words, names("-e -f -c -v -p"), first_only=True)
    words = [*given.plain]
    while words and "=" in words[0].text:
        words.pop(0)
    if not words:
        return Found().add(looks(call))
    return called(words, call)


def _together(call: Call) -> Found:
    """Read `concurrently "COMMAND" "COMMAND"`."""
    given = options(call.words, names("-n --names -c --prefix-colors -p --prefix -l "
    "--max-processes "
                                      "-s --success --restart-tries --restart-after"))  # fmt: skip
    return _lines(call, given.plain) if given.plain else Found().add(looks(call))


PROGRAMS: Final[dict[str, Reader]] = kept_within({
    **dict.fromkeys((*_PLAIN, "formatjs", "panda"), _project_tool),
    "start-server-and-test": _tested,
    **dict.fromkeys(("npx", "bunx", "pnpx"), lambda call: run_by_name(call, call.words)),
    "uvx": lambda call: run_by_name(call, call.words),
    **dict.fromkeys(("cross-env", "cross-env-shell", "env-cmd", "dotenvx"), _inside),
    "concurrently": _together,
})  # fmt: skip
"""Readers of this module, by program."""
