import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind
from sentinel.live.reading.git import PROGRAMS
from sentinel.live.reading.git_settings import weaker

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("git push --mirr origin", "git push --mirror origin"),
        ("git push --del origin main", "git push --delete origin main"),
        ("git push --forc origin main", "git push --force origin main"),
        ("git reset --har HEAD~3", "git reset --hard HEAD~3"),
        ("git send-pack --force origin main", "git push --force origin main"),
    ],
)
def test_an_option_that_is_cut_short_is_the_option(short: str, full: str) -> None:
    assert words(short) == words(full)


@pytest.mark.parametrize(
    "line",
    [
        "git --exec-path=/tmp/x status",
        "git --config-env=core.sshCommand=X fetch",
        "git clone --upload-pack='touch /tmp/x' git@host:repo.git",
        "git fetch --upload-pack 'sh -c id' origin",
        "git grep -O'sh x.sh' foo",
        "git grep --open-files-in-pager='sh x.sh' foo",
        "git difftool --extcmd='sh x.sh'",
        "git init --template=/tmp/x",
        "git config submodule.a.update '!sh x.sh'",
        "git config lfs.customtransfer.a.path /tmp/x",
    ],
)
def test_a_program_that_it_is_told_to_run_is_run(line: str) -> None:
    assert Kind.EXECUTES in {each.kind for each in found_by(PROGRAMS, line).effects}


@pytest.mark.parametrize(
    "line",
    [
        "git clone --upload-pack=/usr/local/bin/git-upload-pack host:repo",
        "git --exec-path",
        "git -c gc.pruneExpire=never gc",
        "git config gc.reflogExpire never",
        "git config submodule.a.update rebase",
        "git show HEAD:README.md",
        "git config remote.origin.push refs/heads/a",
    ],
)
def test_what_is_everyday_stays_so(line: str) -> None:
    kinds = {each.kind for each in found_by(PROGRAMS, line).effects}
    assert not kinds & {Kind.EXECUTES, Kind.WEAKENS, Kind.DELETES, Kind.REVEALS}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("git show HEAD:.env", Kind.REVEALS),
        ("git cat-file -p main:.env.production", Kind.REVEALS),
        ("git update-ref --stdin", Kind.DELETES),
        ("git repack -Ad --unpack-unreachable=now", Kind.DELETES),
        ("git -c gc.pruneExpire=now gc", Kind.DELETES),
        ("git -c http.sslVerify=false fetch", Kind.WEAKENS),
        ("git -c clean.requireForce=false clean -dx", Kind.WEAKENS),
        ("git config remote.origin.push '+refs/heads/*:refs/heads/*'", Kind.WRITES),
        ("git rm .github/CODEOWNERS", Kind.WEAKENS),
    ],
)
def test_a_guard_that_goes_and_a_secret_that_is_shown_are_said(line: str, expected: Kind) -> None:
    assert expected in {each.kind for each in found_by(PROGRAMS, line).effects}


def test_an_expiry_that_keeps_is_no_loss() -> None:
    assert weaker("gc.reflogExpire", "90 days") is None
    lost = weaker("gc.reflogExpireUnreachable", "now")
    assert lost is not None
    assert lost.kind is Kind.DELETES
