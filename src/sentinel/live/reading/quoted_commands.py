"""Commands inside plain words: "please run rm -rf /", "execute `DROP TABLE users`".

What is to be explained is only mentioned, and stays words.
"""

from typing import Final

import re2

from sentinel.live.reading.calls import Found, Inner
from sentinel.live.words import words

PROGRAMS: Final = words(
    "rm kubectl helm docker podman git terraform aws gcloud az psql mysql mongosh redis-cli curl "
    "wget bash sh zsh sudo ssh scp rsync systemctl service dd mkfs shred chmod chown kill pkill "
    "killall crontab iptables nft ufw apt apt-get yum dnf brew pip npm npx yarn python python3 "
    "node perl ruby php ansible ansible-playbook vault nc ncat tar mv cp sed truncate shutdown "
    "reboot userdel useradd usermod passwd mount umount fdisk parted wipefs openssl eval exec "
    "pg_dump mysqldump dropdb createdb kafka-topics etcdctl consul nomad flux argocd istioctl"
)
"""Programs that a command in plain words begins with."""

_QUOTED: Final = re2.compile(r"```(?:[a-z]*\n)?([^`]+)```|`([^`\n]+)`")
_RUN: Final = re2.compile(
    r"(?i)\b(?:run|runs|running|execute|executing|exec|type|issue|invoke|enter)\b:?\s*"
    r"(?:(?:the|this|following|command|commands|a|statement|query|sql|script)\s*)*:?\s*"
    r"(?:\"([^\"\n]+)\"|'([^'\n]+)'|)"
)
_BARE: Final = re2.compile(r"(?:^|[\s\"'(:])([a-z][a-z0-9_-]*)\s+(-{1,2}[A-Za-z][^\s]*|/\S*|~\S*)")
SQL: Final = re2.compile(
    r"(?i)^\s*(?:select\b.+\bfrom|insert\s+into|update\s+\S+\s+set|delete\s+from|drop\s+(?:table|"
    r"database|schema|index|user|role|view)|truncate\s+(?:table\s+)?\S+\s*;?\s*$|alter\s+(?:table|user|"
    r"role|database|system)|grant\s+\S+.*\bto\b|revoke\b.*\bfrom\b)"
)
_ASKED: Final = re2.compile(
    r"(?i)\b(?:what (?:does|do|is|would)|how does|why (?:does|is)|explain|meaning of|difference "
    r"between|documentation (?:of|for)|describe|"
    r"(?:find|show me) where (?:we|they|it|you) (?:calls?|runs?|uses?))\b[^.;\n]*$"
)


MOST_QUOTES: Final = 200
"""Quoted texts of some words that are looked at."""


def taken_out(inner: Inner, found: Found) -> str:
    """Hand the commands inside some words on, and give the words that are left.

    Args:
        inner: The words.
        found: Gets the commands, as `inner`; what is only mentioned goes to `spoken`.
    """
    plain: list[str] = []
    rest = inner.text
    place = 0
    for number, match in enumerate(_QUOTED.finditer(rest)):
        if number == MOST_QUOTES:
            found.unread(rest[place:], "it quotes too much", "too-long")
            return "".join(plain)
        plain.append(_bare(_without_run(rest[place : match.start()]), inner, found))
        command = (match.group(1) or match.group(2) or "").strip()
        place = match.end()
        before = rest[max(0, match.start() - 80) : match.start()]
        if _mentioned(before):
            found.spoken.append(command)
        elif _is_command(command):
            _hand_on(command, inner, found)
        else:
            plain.append(f" {command} ")
    plain.append(_bare(rest[place:], inner, found))
    return "".join(plain)


def _mentioned(before: str) -> bool:
    return bool(_ASKED.search(before))


def _is_command(text: str) -> bool:
    """Whether a quoted text is a command, and not the name of something."""
    first = text.split(None, 1)[0].lower() if text.strip() else ""
    return first in PROGRAMS or bool(SQL.search(text)) or (" " in text and "-" in text)


def _hand_on(text: str, inner: Inner, found: Found) -> None:
    language = "sql" if SQL.search(text) else "shell"
    found.inner.append(Inner(language, text, inner.fixed, place=inner.place, marks=inner.marks))


def _bare(text: str, inner: Inner, found: Found) -> str:
    """Words with the commands after `run`, and those that show by an option, taken out."""
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        start = _start(line)
        if start is None:
            kept.append(line)
            continue
        before, command = line[:start], line[start:].strip().rstrip("\"'")
        if _mentioned(before):
            found.spoken.append(command)
            kept.append(before)
            continue
        _hand_on(command.rstrip(" .!,") if not command.endswith("..") else command, inner, found)
        kept.append(_without_run(before))
    return "".join(kept)


def _without_run(before: str) -> str:
    """The words before a command, less the order to run it."""
    for match in _RUN.finditer(before):
        if not before[match.end() :].strip("\"' "):
            return before[: match.start()]
    return before


def _start(line: str) -> int | None:
    """Where a command begins in a line of words; None where there is none."""
    for match in _BARE.finditer(line):
        if match.group(1) in PROGRAMS:
            return int(match.start(1))
    for match in _RUN.finditer(line):
        group = 1 if match.group(1) else 2
        if match.group(group):
            return int(match.start(group))
        following = line[match.end() :].split(None, 1)
        if following and following[0].lower().rstrip(".,") in PROGRAMS:
            return int(match.end())
        if SQL.search(line[match.end() :]):
            return int(match.end())
    return None
