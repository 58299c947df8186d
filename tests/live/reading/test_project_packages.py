import pytest
from system_calls import found_in, lines

from sentinel.live.reading.calls import Call
from sentinel.live.reading.project_packages import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uv pip list", "reads package - one"),
        ("uv pip install x", "creates package x one"),
        ("uv sync", "creates package - one"),
        ("poetry show", "reads package - one"),
        ("poetry publish", "exposes package - one"),
        ("conda env remove -n x", "deletes folder - one"),
        ("pipx run cowsay", "executes code cowsay unknown"),
        ("poetry $X", "unread"),
        ("uv run", "unread"),
    ],
)
def test_a_project_is_installed_or_read(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_what_poetry_runs_is_called():
    call = found_in(PROGRAMS, "poetry run alembic upgrade head").calls[0]
    assert (call.program, call.texts) == ("alembic", ["upgrade", "head"])
    module = found_in(PROGRAMS, "uv run -m pytest").calls[0]
    assert module.program == "python"


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque
