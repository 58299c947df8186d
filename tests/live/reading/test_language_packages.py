import pytest
from system_calls import lines, marks

from sentinel.live.gate import Gate
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.language_packages import PROGRAMS
from sentinel.live.request import Request


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm ci", "creates package - one"),
        ("npm test", "starts process - one"),
        ("npm run build", "starts process build one"),
        ("npm run deploy:prod", "executes code deploy:prod unknown"),
        ("npm run $X", "executes code $X unknown"),
        ("npm audit", "reads package - one"),
        ("npm --prefix publish test", "starts process - one"),
        ("npm publish", "exposes package - one"),
        ("npm publish --dry-run", "reads unknown - none"),
        ("npm unpublish left", "deletes package left one"),
        ("npm install --registry http://x.example y",
         "creates package y one + executes code http://x.example unknown"),
        ("npm install https://x.example/y.tgz",
         "creates package https://x.example/y.tgz one"
         " + executes code https://x.example/y.tgz unknown"),
        ("npm $X", "unread"),
        ("npm explode", "unread"),
        ("yarn", "creates package - one"),
        ("cargo test", "starts process - one"),
        ("cargo yank x", "deletes package x one"),
        ("twine upload dist/x", "exposes package dist/x one"),
        ("gem push x.gem", "exposes package x.gem one"),
        ("dotnet ef database drop", "deletes database - one"),
        ("go test ./...", "starts process ./... one"),
    ],
)  # fmt: skip
def test_building_is_work_and_publishing_is_not(command, expected):
    assert lines(PROGRAMS, command) == expected


@pytest.mark.parametrize("option", ["-exec", "-toolexec", "--exec"])
def test_what_go_puts_in_front_of_what_it_runs_is_read(option):
    for given in ((option, "rm -rf /srv"), (f"{option}=rm -rf /srv",)):
        found = PROGRAMS["go"](Call("go", tuple(map(Word, ("test", *given, "./...")))))
        assert [each.text for each in found.inner] == ["rm -rf /srv"]


def test_a_publication_is_marked():
    assert {"public", "release"} <= marks(PROGRAMS, "npm publish")
    assert "project" in marks(PROGRAMS, "npm test")
    assert "fetched" in marks(PROGRAMS, "npm exec some-thing")


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque


def test_a_release_that_is_gone_for_good_is_escalated_and_one_that_can_come_back_is_flagged():
    gate = Gate()
    for action, decision in (
        ("npm unpublish left-pad@1.0.0", "escalate"),
        ("gem yank shop -v 1.0", "escalate"),
        ("cargo yank --vers 1.0.0", "flag"),
    ):
        assert gate.judge(Request(action_description=action)).decision == decision
