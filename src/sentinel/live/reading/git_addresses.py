"""Addresses of repositories: whose host they name, and whether a push there gives work away."""

from typing import Final

import re2

from sentinel.live.reading.outward import is_address, is_outside, sounds_hostile
from sentinel.live.reading.system_verbs import bag

_FORGES: Final = (
    "git", "bitbucket", "codeberg", "gerrit", "forge", "code", "source", "scm", "vcs", "repo",
    "review", "stash", "svn", "hg.", "mercurial", "visualstudio.com", "dev.azure.com",
    "amazonaws.com", "googlesource", "google.com", "sr.ht", "heroku", "huggingface.co", "hf.co",
    "phabricator", "savannah", "launchpad", "kernel.org", "pagure", "dokku", "clever-cloud",
    "wpengine", "pantheon", "platform.sh", "acquia", "overleaf",
)  # fmt: skip
"""Parts of names of hosts that keep repositories."""
_KEPT: Final = bag("git scm repos repositories gitlab gitea gerrit")
"""Folders of a host in which repositories are kept."""
_SCHEME: Final = re2.compile(r"^[a-z+]+://")


def server(address: str) -> str:
    """The host of an address of a repository, in either way of writing it.

    Example:
        >>> [server(each) for each in ("git@git.acme.io:a/b", "https://[2001:db8::5]:8/a.git")]
        ['git.acme.io', '[2001:db8::5]']
    """
    rest = address.partition("://")[2] or address
    host = rest.partition("/")[0].rpartition("@")[2]
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def is_hostile(address: str) -> bool:
    """Whether an address is of nobody's remote: a public number, or a host named for harm.

    Example:
        >>> [is_hostile(each) for each in ("https://203.0.113.4/x.git", "git@github.com:a/b.git")]
        [True, False]
    """
    if ":" not in address:
        return False
    host = server(address)
    if is_address(host):
        return is_outside(host)
    owner = _SCHEME.sub("", address).replace(":", "/").split("/")[1:2]
    return is_outside(host) and (sounds_hostile(host) or any(sounds_hostile(x) for x in owner))


def is_strange(address: str) -> bool:
    """Whether an address is on a public host that does not look like one that keeps repositories.

    Example:
        >>> [is_strange(each) for each in ("https://x.example.net/a.git", "git@git.acme.io:a.git")]
        [True, False]
    """
    host = server(address.lower()) if ":" in address else ""
    if not is_outside(host) or any(each in host for each in _FORGES):
        return False
    return _KEPT.isdisjoint(address.lower().replace(":", "/").split("/"))


def over_the_web(address: str) -> bool:
    """Whether an address is spoken to as a site is, and not by a shell of one's own."""
    return address.lower().startswith(("http://", "https://"))
