"""How options of `git` may be written: any beginning of a long name that no other has."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.reading.calls import Word

_SHORTEST: Final = 4
_PACKERS: Final = ("--upload-pack", "--receive-pack", "--exec")
_LONG: Final[dict[str, tuple[str, ...]]] = {
    "push": ("--mirror", "--delete", "--prune", "--force", "--all", "--tags", "--no-verify",
             "--dry-run", "--receive-pack", "--exec", "--force-with-lease", "--branches"),
    "reset": ("--hard", "--merge", "--keep"),
    "clean": ("--force", "--dry-run"),
    "checkout": ("--force", "--orphan"),
    "switch": ("--force", "--discard-changes", "--force-create"),
    "branch": ("--delete", "--force"),
    "tag": ("--delete", "--force"),
    "gc": ("--prune",),
    "read-tree": ("--reset",),
    "update-ref": ("--stdin",),
    "worktree": ("--force",),
    "commit": ("--no-verify",),
    "fetch": _PACKERS, "pull": (*_PACKERS, "--force"), "ls-remote": _PACKERS,
    "clone": (*_PACKERS, "--config", "--template"),
    "rebase": ("--exec",),
    "grep": ("--open-files-in-pager",),
    "difftool": ("--extcmd",),
}  # fmt: skip
"""Options that lose, overwrite or run something, by sub-command."""
_OTHERS: Final = frozenset({
    "--no-prune", "--tag", "--prog", "--progress", "--merged", "--for", "--format", "--exec",
})  # fmt: skip


def spelled(verb: str, words: Sequence[Word]) -> Sequence[Word]:
    """The arguments of a sub-command, with its grave options written out.

    Args:
        verb: The sub-command in lower case.
        words: Its arguments.

    Example:
        >>> [each.text for each in spelled("push", [Word("--mirr"), Word("origin")])]
        ['--mirror', 'origin']
    """
    names = _LONG.get(verb)
    if names is None or not any(word.text.startswith("--") for word in words):
        return words
    return [_spelled(names, word) for word in words]


def _spelled(names: Sequence[str], word: Word) -> Word:
    name, equals, value = word.text.partition("=")
    if len(name) < _SHORTEST or not name.startswith("--") or name in names or name in _OTHERS:
        return word
    full = next((each for each in names if each.startswith(name)), None)
    return word if full is None else Word(full + equals + value, word.fixed, word.quoted)
