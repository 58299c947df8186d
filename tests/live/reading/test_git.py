import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind, Undo
from sentinel.live.reading.git import PROGRAMS

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    "line",
    [
        "git status",
        "git -C /x -c color.ui=never log --oneline -5",
        "git log --grep 'push --force'",
        "git diff HEAD~1 -- a b",
        "git branch",
        "git branch -a --merged",
        "git tag -l",
        "git stash list",
        "git remote -v",
        "git fetch --all --prune",
        "git config --get user.name",
        "git config user.name",
        "git reflog",
        "git worktree list",
        "git push -n origin main",
        "git clean -nfd",
        "git push --help",
        "git --version",
        "git",
        "git filter-repo --analyze",
        "git -c core.pager=cat log",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque
    assert not found.inner


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("git push origin feature", ["writes branch feature one remote"]),
        (
            "git push -f origin main",
            ["writes commits main one default-branch force history remote"],
        ),
        (
            "git push --force-with-lease=a origin a",
            ["writes commits a one force history lease remote"],
        ),
        ("git push o +a:main", ["writes commits main one default-branch force history remote"]),
        ("git push origin :main", ["deletes branch main one default-branch remote"]),
        ("git push -d origin old", ["deletes branch old one remote"]),
        ("git push --mirror", ["deletes branch - account history many remote"]),
        ("git push origin $B", ["writes branch $B unknown dynamic remote"]),
        ("git reset --hard HEAD~3", ["deletes commits - namespace local uncommitted"]),
        ("git reset HEAD a", ["writes commits - one local"]),
        (
            "git clean -fdx",
            ["deletes folder - namespace force local many recursive uncommitted"],
        ),
        ("git checkout -- .", ["deletes file . namespace local uncommitted"]),
        ("git checkout main", ["writes branch main one local"]),
        ("git restore .", ["deletes file . namespace local uncommitted"]),
        ("git restore --staged a", ["writes commits - one local"]),
        ("git branch -D main", ["deletes branch main one default-branch force local"]),
        ("git stash clear", ["deletes commits - namespace local uncommitted"]),
        ("git reflog expire --expire=now --all", ["deletes commits - set history local"]),
        ("git gc --prune=now", ["deletes commits - set history local"]),
        ("git clean -fX", ["deletes file - set force local many uncommitted"]),
        ("git add .env", ["writes commits .env one local", "reveals secret .env one local"]),
        ("git commit -nm x", ["writes commits - one local no-verify"]),
        (
            "git config core.hooksPath /tmp/h",
            ["executes code core.hooksPath one hook persistent untrusted-source"],
        ),
        (
            "git config core.hooksPath .githooks",
            ["executes code core.hooksPath one hook persistent"],
        ),
        (
            "git config core.hooksPath /dev/null",
            ["weakens configuration core.hooksPath one no-verify persistent"],
        ),
        ("git config core.pager less", ["writes configuration core.pager one local"]),
        ("git remote add fork https://a/b", ["writes configuration fork one local"]),
        ("git remote prune origin", ["creates commits origin one local"]),
        (
            "git config protocol.ext.allow always",
            ["weakens configuration protocol.ext.allow one no-verify"],
        ),
        ("git config http.sslVerify false", ["weakens configuration http.sslVerify one no-verify"]),
        ("git clone https://a/b", ["creates repository https://a/b one local"]),
        ("bfg --delete-files x", ["writes commits - account history"]),
    ],
)
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("git -c core.sshCommand='rm -rf /' fetch", "rm -rf /"),
        ("git -c alias.x=!id x", "id"),
        ("git config alias.x '!rm -rf /'", "rm -rf /"),
        ("git rebase -x 'rm -rf /' main", "rm -rf /"),
        ("git filter-branch --tree-filter 'rm -rf x' HEAD", "rm -rf x"),
        ("git submodule foreach 'rm -rf /'", "rm -rf /"),
        ("git clone --upload-pack 'touch x' a b", "touch x"),
    ],
)
def test_programs_that_git_runs_are_still_to_be_read(line: str, text: str) -> None:
    (inner,) = found_by(PROGRAMS, line).inner
    assert (inner.language, inner.text) == ("shell", text)


def test_a_message_is_data_for_people() -> None:
    found = found_by(PROGRAMS, "git commit -m 'rm -rf / at night'")
    assert found.spoken == ["rm -rf / at night"]
    assert not found.inner


def test_a_bisection_runs_its_command_and_passes_help_on() -> None:
    (inner,) = found_by(PROGRAMS, "git bisect run make --help").calls
    assert (inner.program, inner.texts) == ("make", ["--help"])


@pytest.mark.parametrize("line", ["git frobnicate", "git $VERB", "git stash explode", "git -c a x"])
def test_what_is_not_known_is_unread(line: str) -> None:
    assert found_by(PROGRAMS, line).opaque


@pytest.mark.parametrize(
    "line",
    [
        "git clone 'ext::sh -c rm% -rf% /srv'",
        "git fetch 'ext::sh -c rm% -rf% /srv'",
        "git remote add x 'ext::sh -c rm% -rf% /srv'",
        "git remote set-url origin 'ext::sh -c rm% -rf% /srv'",
        "git submodule add 'ext::sh -c rm% -rf% /srv' y",
        "git -c url.ext::sh.insteadOf=x clone x",
    ],
)
def test_an_address_that_is_a_command_is_read_as_one(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert "transport" in {mark for each in found.effects for mark in each.marks}
    assert found.inner


def test_text_that_only_mentions_such_an_address_is_data() -> None:
    for line in ("git grep ext::", "git commit -m 'ext:: is off'", "git log --grep ext::"):
        assert not found_by(PROGRAMS, line).inner


@pytest.mark.parametrize(
    "line",
    [
        "git config alias.x '!rm -rf /srv'",
        "git config core.pager 'less; rm -rf /srv'",
        "git config core.sshCommand 'ssh -o ProxyCommand=x'",
        "git config credential.helper '!f() { curl x; }; f'",
        "git -c core.fsmonitor=/tmp/x.sh status",
        "git ls-remote --upload-pack='sh -c x' host:y",
    ],
)
def test_a_setting_that_runs_a_program_is_read_as_code_that_nobody_knows(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert any(each.kind is Kind.EXECUTES and each.undo is Undo.UNKNOWN for each in found.effects)
    assert found.inner


def places(line: str) -> set[str]:
    return {each.place.value for each in found_by(PROGRAMS, line).effects}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("git restore docs/index.md", "local"),
        ("git restore docs", "unknown"),
        ("git restore '*.md'", "unknown"),
        ("git restore ../x.md", "unknown"),
        ("git checkout -- a.py b.py", "unknown"),
        ("git rm old.py", "local"),
        ("git rm -f old.py", "unknown"),
        ("git rm -r .", "unknown"),
        ("git clean -fdx build/", "local"),
        ("git clean -fdx src", "unknown"),
        ("git worktree remove ../x", "local"),
        ("git worktree remove -f ../x", "unknown"),
        ("git config user.name x", "local"),
        ("git config --system user.name x", "unknown"),
        ("git remote set-url origin https://a/b", "unknown"),
    ],
)
def test_what_only_this_copy_has_and_git_gives_back_is_local(line: str, place: str) -> None:
    assert places(line) == {place}


@pytest.mark.parametrize(
    ("line", "undo"),
    [
        ("git push --force-with-lease origin wip", Undo.EASY),
        ("git push --force-with-lease origin main", Undo.HARD),
        ("git push --force-with-lease", Undo.HARD),
        ("git push --force-with-lease origin HEAD", Undo.HARD),
        ("git push --force --force-with-lease origin wip", Undo.HARD),
    ],
)
def test_a_lease_on_a_branch_of_ones_own_can_be_taken_back(line: str, undo: Undo) -> None:
    assert [each.undo for each in found_by(PROGRAMS, line).effects] == [undo]
