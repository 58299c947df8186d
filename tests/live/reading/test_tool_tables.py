import pytest
from system_calls import call_of, lines

from sentinel.live.reading.tool_tables import runner, table, views

PROGRAMS = {
    "toolctl": table(
        {"list, show": "reads instance", "destroy": "deletes instance account never"},
        "-n --name",
        runs={"exec": 1},
        after=True,
    ),
    **views("looker", "-o", fix="writes file", w="writes device system"),
    "timed": runner("-r", skip=1),
}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("toolctl list", "reads instance - one"),
        ("toolctl -n web show", "reads instance - one"),
        ("toolctl destroy web", "deletes instance web account"),
        ("toolctl --fast list destroy web", "unread"),
        ("toolctl -n destroy list", "unread"),
        ("toolctl --name=destroy list", "reads instance - one"),
        ("toolctl frob", "unread"),
        ("toolctl -V", "reads unknown - none"),
        ("looker a b", "reads unknown a one + reads unknown b one"),
        ("looker --fix a", "writes file a one"),
        ("looker -w a", "writes device a one"),
    ],
)
def test_a_verb_that_changes_something_does_not_hide_behind_an_option(command, expected):
    assert lines(PROGRAMS, command) == expected


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("toolctl exec web -- rm -rf /srv", "rm"),
        ("toolctl exec web rm -rf /srv --help", "rm"),
        ("timed -r 3 10 rm x", "rm"),
        ("toolctl list -- rm x", "rm"),
    ],
)
def test_what_a_tool_runs_is_read_as_a_call(command, program):
    call = call_of(command)
    assert [each.program for each in PROGRAMS[call.program](call).calls] == [program]


def test_an_option_that_changes_something_does_not_hide_as_a_value():
    assert lines(PROGRAMS, "looker -o --fix a") == "unread"
