"""Ends of pipes that let names or numbers through, and not what was fed to them.

`kubectl get secret x -o json | jq '.data | keys'` tells which secrets there are, and none of them.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.names import names
from sentinel.live.reading.shell_bindings import SECRET_FILE

MARK: Final = "names-only"
"""Of a call whose output is seen as names or numbers only."""

_KEYS: Final = re.compile(
    r"\s*(?:keys|keys_unsorted|length|type|to_entries\[\]|map\(\.key\)|\.key|sort|unique|\.\[\]|"
    r"join\(\"[^\"()\\]{0,4}\"\)|(?:keys|keys_unsorted)\[\])\s*"
)
_ENDS: Final = re.compile(r"(?:keys|keys_unsorted|length|type|\.key)\b|map\(\.key\)")
_PATH: Final = re.compile(r"\s*\.?[\w.\[\]\"'-]*\s*")
_FIRST: Final = re.compile(r"-d(?:=|:) -f1|-d (?:=|:) -f ?1|-f1 -d ?(?:=|:)|-f 1 -d (?:=|:)")
_COUNTERS: Final = names("wc md5sum sha1sum sha256sum sha512sum cksum b2sum")
_BETWEEN: Final = names("sort uniq head tail")
"""Programs that pass on lines, and write no file that is not named."""


def names_only(program: str, words: Sequence[Word]) -> bool:
    """Whether a program at the end of a pipe lets no values through.

    Args:
        program: The program.
        words: Its arguments.

    Example:
        >>> names_only("jq", [Word(".data | keys")]), names_only("jq", [Word(".data")])
        (True, False)
    """
    if program not in _READERS:
        return False
    texts = [each.text for each in words]
    if program in _CLIENTS:
        return "login" in texts[:2] and "--password-stdin" in texts and _to_cloud(texts[-1])
    if not all(each.fixed for each in words):
        return False
    if program in _COUNTERS:
        return all(text.startswith("-") for text in texts)
    if program == "cut":
        return _FIRST.fullmatch(" ".join(texts)) is not None
    if program == "grep":
        return any(text in ("-c", "-q", "--count", "--quiet") for text in texts)
    plain = [text for text in texts if not text.startswith("-")]
    switches = {text for text in texts if text.startswith("-")}
    return len(plain) == 1 and switches <= _SWITCHES and _asks_keys(plain[0])


_CLIENTS: Final = names("docker podman nerdctl helm skopeo crane oras buildah regctl finch")
"""Clients of registries, which keep a password that they are fed."""
_READERS: Final = _COUNTERS | _CLIENTS | {"cut", "grep", "jq"}
_CLOUDS: Final = (".amazonaws.com", ".azurecr.io", "-docker.pkg.dev", ".gcr.io", ".public.ecr.aws",
                  ".ghcr.io", ".docker.io")  # fmt: skip


def _to_cloud(host: str) -> bool:
    """Whether a registry is one of a cloud, which checks the token that it gave itself."""
    name = host.removeprefix("https://").partition("/")[0]
    return name.endswith(_CLOUDS) or f".{name}" in _CLOUDS


_SWITCHES: Final = names("-r -c -e -S -M -cr -rc --raw-output --compact-output --sort-keys")


def _asks_keys(query: str) -> bool:
    steps = query.split("|")
    return (
        all(_PATH.fullmatch(each) or _KEYS.fullmatch(each) for each in steps)
        and any(_ENDS.search(each) for each in steps[-2:])
        and _KEYS.fullmatch(steps[-1]) is not None
    )


_AROUND: Final = names("sudo doas ssh env timeout")


def seen_as_names(calls: list[Call], program: str) -> None:
    """Mark the call that fed a pipe, the last that is no mere filter.

    Args:
        calls: Read so far; the one that is marked is replaced.
        program: That what was fed comes from.
    """
    for place in range(len(calls) - 1, -1, -1):
        each = calls[place]
        if each.program not in _BETWEEN:
            if each.program == program or program == SECRET_FILE or each.program in _AROUND:
                calls[place] = replace(each, marks=each.marks | {MARK})
            return
