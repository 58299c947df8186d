import pytest
from split_calls import found_by

from sentinel.live.effects import Kind
from sentinel.live.reading.github import PROGRAMS as FORGES
from sentinel.live.reading.version_control import PROGRAMS


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("hg clone -e 'sh -c x' ssh://h/r", True),
        ("hg clone --remotecmd 'sh -c id' ssh://h/r", True),
        ("hg bisect -c 'rm -rf src'", True),
        ("hg update -c tip", False),
        ("hg bisect --good", False),
    ],
)
def test_hg_runs_what_it_is_told_to_run(line: str, runs: bool) -> None:
    kinds = {each.kind for each in found_by(PROGRAMS, line).effects}
    assert (Kind.EXECUTES in kinds) is runs


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("gh auth token -h github.com", Kind.REVEALS),
        ("gh auth refresh -h github.com -s delete_repo", Kind.ESCALATES),
        ("gh auth refresh -s admin:org,delete_repo", Kind.ESCALATES),
        ("gh repo edit --enable-secret-scanning=false", Kind.WEAKENS),
        ("gh release create v1 .env", Kind.EXFILTRATES),
        ("glab variable get TOKEN", Kind.REVEALS),
        ("gh api -X PUT repos/a/b/branches/main/protection -F enforce_admins=false", Kind.WEAKENS),
    ],
)
def test_rights_and_guards_that_a_forge_gives_away(line: str, expected: Kind) -> None:
    assert expected in {each.kind for each in found_by(FORGES, line).effects}


@pytest.mark.parametrize(
    "line", ["gh auth refresh -s read:org", "gh release create v1 app.zip", "gh variable get A"]
)
def test_a_forge_is_used_every_day(line: str) -> None:
    kinds = {each.kind for each in found_by(FORGES, line).effects}
    assert not kinds & {Kind.ESCALATES, Kind.EXFILTRATES, Kind.REVEALS, Kind.WEAKENS}
