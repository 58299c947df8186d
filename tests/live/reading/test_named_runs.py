"""A tool that is run by its name is read as that tool; one that nobody knows is foreign code."""

import pytest
from decisions import decided
from system_calls import found_in, marks

from sentinel.live.reading.calls import Call
from sentinel.live.reading.homes import readers
from sentinel.live.reading.named_runs import PROGRAMS, SCOPED, TOOLS


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("npx eslint .", "eslint"),
        ("npx -y prettier@3 --check .", "prettier"),
        ("npx -p typescript tsc", "tsc"),
        ("npx @redocly/cli lint openapi.yaml", "redocly"),
        ("bunx tsc --noEmit", "tsc"),
        ("uvx ruff check", "ruff"),
        ("uvx --from httpie http GET localhost", "http"),
    ],
)
def test_a_known_tool_is_called(command, program):
    assert [each.program for each in found_in(PROGRAMS, command).calls] == [program]


@pytest.mark.parametrize(
    "command", ["npx some-thing", "npx --registry http://x.example eslint", "uvx --from evil ruff"]
)
def test_any_other_is_fetched(command):
    assert "fetched" in marks(PROGRAMS, command)


@pytest.mark.parametrize(
    "command",
    [
        "npx cdk diff",
        "npx wrangler tail",
        "npx jest --runInBand src",
        "npx cross-env NODE_ENV=test jest",
        "npx concurrently 'npm run lint' 'npm test'",
        "pnpm dlx create-vite app",
        "pnpm exec tsc -b",
        "yarn dlx license-checker --summary",
        "npm exec -- eslint .",
        "uv tool run ruff check .",
        "pipx run black --check .",
    ],
)
def test_everyday_tools_run(command):
    assert decided(command) == "approve"


@pytest.mark.parametrize(
    "command",
    [
        "npx cdk destroy --all --force",
        "npx wrangler delete",
        "npx prisma migrate reset --force",
        "npx -y @evil/payload",
        "npx -c 'rm -rf /srv/data'",
        "npx cross-env CI=1 rm -rf /srv/data",
        "pnpm dlx evil-thing",
        "npx ts-node scripts/wipe-prod.ts",
        "npx expo publish",
        "npx $TOOL",
    ],
)
def test_what_they_do_is_read_to_the_bottom(command):
    assert decided(command) != "approve"


def test_every_tool_that_is_called_has_a_reader():
    programs, _ = readers()
    assert [each for each in sorted({*TOOLS, *SCOPED.values()}) if each not in programs] == []


@pytest.mark.parametrize("program", ["npx", "uvx", "cross-env", "concurrently", "husky"])
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque
