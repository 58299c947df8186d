"""What a look printed, kept in a file beside one: `kubectl get deploy web -o yaml > web.yaml`."""

import re
from typing import Final

from sentinel.live.reading.names import names

SAVED: Final = "saved"
"""Mark of a file that holds what a program printed, and no setting of anything that runs."""

_MAKERS: Final = names("echo printf cat base64 xxd tee sed awk perl python python3 rev : true tr")
"""Programs that print what they are told to, or what was fetched."""
_FETCHED: Final = names("curl wget http ssh nc")
_DATA: Final = re.compile(
    r"(?:\./)?[A-Za-z0-9][\w.-]*(?:/[\w.-]+){0,4}\.(?:json|jsonl|txt|csv|tsv|out|log|md|html|xml|"
    r"sql|dump|gz|tgz|zst|tar|dot|svg|yaml|yml|lst|prom|pprof|trace|patch|diff|rep)"
)
_KEPT: Final = re.compile(r"/(?:var/)?backups?/[\w./:+-]*")
_SETTINGS: Final = re.compile(
    r"(?:^|/)(?:docker-)?(?:compose|values|config|settings|package|tsconfig|main|site|deploy\w*|"
    r"kustomization|playbook|inventory|hosts|Chart|requirements|robots)[\w.-]*$|/etc/|\.ssh|\.\./"
)


def saved(path: str, program: str) -> bool:
    """Whether a redirection keeps what was looked at, in a file that nothing runs from.

    Args:
        path: Of the file, as it is written.
        program: That printed it.

    Example:
        >>> saved("web-backup.yaml", "kubectl"), saved("values.yaml", "helm"), saved("a.md", "cat")
        (True, False, False)
    """
    if not program or program in _MAKERS or program in _FETCHED or _SETTINGS.search(path):
        return False
    return _DATA.fullmatch(path) is not None or (_KEPT.fullmatch(path) is not None and
                                                 ".." not in path)  # fmt: skip
