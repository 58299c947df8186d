"""Checkers, formatters and test runners of one's own tree, in every language's family."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.own_programs import kept_within
from sentinel.live.reading.tool_tables import table, views

_TEST: Final = "executes code easy temporary"
_FORMAT: Final = "writes file"

PROGRAMS: Final[dict[str, Reader]] = kept_within({
    **views("cppcheck clang-tidy clang-check iwyu include-what-you-use gcov gcovr lcov-summary "
            "scan-build-info commitlint depcheck knip madge "
            "npm-check-updates license-checker publint attw size-limit bundlesize lighthouse "
            "lhci pa11y axe linkinator lychee htmlhint html-validate csslint djlint "
            "pydocstyle pycodestyle pyflakes pytype pyre mccabe xenon interrogate deptry vermin "
            "import-linter lint-imports refurb dmypy basedpyright ty zizmor "
            "checkstyle spotbugs pmd detekt errorprone revdep cargo-audit cargo-deny "
            "cargo-outdated cargo-tree cargo-udeps cargo-geiger misspell typos proselint "
            "write-good "
            "textlint alex cspell markdownlint-cli2 remark mdl dotenv-linter "
            "editorconfig-checker ec "
            "taplo-info jsonschema check-jsonschema ajv cfn-lint cfn_nag_scan spectral redocly "
            "openapi-diff oasdiff swagger-cli vacuum oxlint luacheck selene "
            "perlcritic ruby-lint reek "
            "rails_best_practices fasterer slim-lint haml_lint scss-lint sass-lint "
            "tslint solhint slither myth ruff-lsp commit-check gitlint deadcode ineffassign "
            "errcheck "
            "gocyclo gocritic nilaway revive go-licenses benchstat gotestfmt apidiff",
            "-f -c -o -p -r -s -t -i --config --format --output --severity -l -x",
            fix="writes file", write="writes file", w="writes file", a="writes file"),
    **dict.fromkeys(("clang-format", "shfmt", "stylua", "ktlint", "scalafmt",
                     "dprint", "biome", "standardrb", "taplo", "sqlfluff", "gofumpt", "goimports",
                     "google-java-format", "swiftformat", "swiftlint", "ormolu", "fourmolu",
                     "nixfmt", "alejandra", "djhtml", "docformatter", "pyupgrade", "autoflake",
                     "unimport", "add-trailing-comma", "mdformat", "beautysh", "xo", "standard",
                     "rome", "prettierd", "sqlformat", "cmake-format", "yamlfmt",
                     "gci", "buildifier", "perltidy", "erb_lint", "jscodeshift"),
                    table({"": _FORMAT, "format, fix": _FORMAT,
                           "lint, check, ci, parse, render, rules, dialects, explain": "reads "
                           "file"},
                          "-i -ci -sr -ln -style --style --config -c -o --dialect -t",
                          extra={"--write, --fix, --apply, --apply-unsafe": _FORMAT},
                          bare=_FORMAT)),
    "pg_format": table({"": "reads file"}, "-s -w -u -f -p", extra={"-i, --inplace": _FORMAT,
                                                             "-o, --output": _FORMAT}),
    **dict.fromkeys(("gotestsum", "ginkgo", "bats", "shellspec", "busted", "kaocha", "prove",
                     "karma", "ava", "tap", "nyc", "c8", "mutmut", "behave", "robot", "pytest-3",
                     "cucumber", "minitest", "codecept", "pest", "paratest", "ward", "nose2",
                     "nosetests", "green", "tape", "jasmine",
                     "trial", "stestr", "cargo-nextest"),
                    table({"": _TEST}, "-c -n -p -t -o -v -f -j -r -k -m", bare=_TEST)),
})  # fmt: skip
"""Readers of this module, by program."""
