"""Sub-commands that other programs add to `git`, and rarer ones of its own.

`git lfs` and `git-lfs` are one program: each of these stands for itself, too.
"""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.deeds import names
from sentinel.live.reading.subcommands import Does, does, ends, looks, spread, writes

_LOOKS: Final = looks(Thing.REPOSITORY)
_OWN: Final = writes(Thing.COMMITS, "local")
_HISTORY: Final = Does(
    Kind.WRITES, Thing.COMMITS, Radius.ACCOUNT, Undo.HARD, frozenset({"history", "force"}),
    "git clone --mirror REPOSITORY BACKUP",
)  # fmt: skip
_OVERWRITTEN: Final = Does(
    Kind.DELETES, Thing.COMMITS, Radius.NAMESPACE, Undo.NEVER, frozenset({"uncommitted", "local"}),
    "git stash --include-untracked",
)  # fmt: skip
_SHARED: Final = writes(Thing.BRANCH, "remote", "default-branch")
_SECRET: Final = does(Kind.REVEALS, Thing.SECRET, "secret")

TABLE: Final = spread({
    "verify-pack | lfs locks | lfs fsck | lfs logs | lfs pointer | lfs version | lfs ext | "
    "credential-manager version | delta | secrets --scan | sizer | "
    "quick-stats | extras | extras --version | effort | summary | show-index | fsmonitor--daemon | "
    "unpack-file | merge-file | check-mailmap | show-tree | standup | recent | "
    "secrets | secrets scan | crypt status | secret list | secret whoknows | annex whereis | "
    "annex find | annex info | annex list | annex status | annex unused | annex version | "
    "town status | town config | flow config | machete status | smartlog | sl | "
    "last-modified | refs list | refs verify | repo info | subtree | lfs dedup": _LOOKS,
    "fast-export": _LOOKS,
    "mergetool | backfill | replay | absorb | lfs lock | lfs unlock | lfs clone | lfs update | "
    "lfs install | lfs uninstall | cliff | flow feature start | flow feature finish | "
    "flow feature list | flow feature publish | flow feature track | flow bugfix start | "
    "flow bugfix finish | flow hotfix start | flow release start | flow support start | "
    "town hack | town append | town prepend | town switch | town propose | town up | town down | "
    "machete | revise | imerge | rebase-merges | branchless init | annex init | annex get | "
    "annex add | annex copy | annex sync | annex unlock | annex lock | annex move | "
    "maintenance stop | maintenance register | maintenance unregister | citool | index-pack | "
    "unpack-objects | pack-objects | pack-redundant | mktag | subtree add | subtree pull | "
    "subtree merge | subtree split | refs migrate | secret add | secret hide | secret init | "
    "secret tell | crypt init | crypt lock | crypt add-gpg-user | changelog | fork | "
    "pull-request | undo | commits-since | svn clone | svn fetch | svn rebase | svn init | svn log "
    "| svn info | p4 clone | p4 sync | p4 rebase | reset-file | ignore | setup | "
    "release-notes": _OWN,
    "flow release finish | flow hotfix finish | flow release publish | town sync | town ship | "
    "svn dcommit | p4 submit | subtree push | ship": _SHARED,
    "lfs push | annex export | push-to-checkout": writes(Thing.REPOSITORY, "remote"),
    "lfs migrate import | lfs migrate export | lfs migrate | fast-import | obliterate | "
    "squash-history": _HISTORY,
    "lfs migrate info": _LOOKS,
    "checkout-index": _OVERWRITTEN,
    "annex drop | annex dropunused | annex dropkey | annex uninit":
        ends(Thing.OBJECT, "local", undo=Undo.NEVER),
    "delete-branch": ends(Thing.BRANCH, "remote"),
    "delete-merged-branches | delete-squashed-branches":
        ends(Thing.BRANCH, "local", undo=Undo.EASY),
    "delete-tag": ends(Thing.BRANCH, "remote"),
    "secret reveal | secret cat | crypt unlock | crypt export-key | credential-manager get":
        _SECRET,
    "secret killperson | secret removeperson": ends(Thing.PERMISSION, undo=Undo.EASY),
    "receive-pack | upload-archive | upload-pack | shell": does(Kind.STARTS, Thing.PROCESS),
})  # fmt: skip
"""By sub-command."""

_PROGRAMS: Final = names(
    "git-lfs git-flow git-absorb git-annex git-crypt git-secret git-secrets git-sizer "
    "git-town git-quick-stats git-delta git-machete git-revise git-extras git-branchless "
    "git-credential-manager git-svn git-subtree git-receive-pack git-upload-pack git-shell"
)


def _as_git(call: Call) -> Found:
    """`git-lfs pull` is `git lfs pull`."""
    name = Word(call.program.removeprefix("git-"))
    return Found(calls=[Call("git", (name, *call.words), call.stdin, call.piped, call.marks,
                             call.place)])  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = dict.fromkeys(_PROGRAMS, _as_git)
"""Readers, by program."""
